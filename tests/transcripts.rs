//! Fictional telegrams of every layout and with every kind of damage, and what is said of each.
//!
//! `cables/layouts/` and `cables/damage/` hold a text and, beside it, its transcript: the findings in the short form.
//! A new case is a new `.txt` file; `BLESS=1 cargo test --test transcripts` writes its transcript, which must be read
//! before it is kept.

#[path = "render/report.rs"]
mod report;

use std::fs;
use std::path::{Path, PathBuf};

use cable_lint::check::CHECKS;
use cable_lint::diagnostic::Severity;
use cable_lint::finding::{Finding, Showing, resolve};
use cable_lint::render::{Colour, Format, Summary, render};
use cable_lint::rule::RuleSet;
use cable_lint::source;
use report::bare;

/// The texts in `folder`, in order.
fn texts(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cables").join(folder);
    let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("readable").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    paths.sort();
    assert!(!paths.is_empty(), "{} holds no text", folder.display());
    paths
}

/// What the built-in rules say of a text, named by its file alone.
fn findings(path: &Path, rules: &RuleSet) -> Vec<Finding> {
    let name = path.file_name().expect("a name").to_string_lossy().into_owned();
    let source = source::read(name, fs::read(path).expect("readable")).expect("a text");
    let found = cable_lint::lint(&source, rules);
    resolve(&source, &found, rules, Showing { reveal: false, snippets: true, width: None })
}

fn transcript(findings: &[Finding]) -> String {
    let mut out = Vec::new();
    render(Format::Short, &bare(findings, Summary::default()), Colour::Never, &mut out).expect("a vector takes all");
    String::from_utf8(out).expect("UTF-8")
}

/// Compares the findings of each text in `folder` with the transcript beside it, and hands them to `judge`.
fn compare(folder: &str, judge: impl Fn(&str, &[Finding]) -> Option<String>) {
    let rules = RuleSet::builtin(CHECKS).expect("the built-in packs load");
    let bless = std::env::var_os("BLESS").is_some();
    let mut faults = Vec::new();
    for path in texts(folder) {
        let golden = path.with_extension("findings");
        let found = findings(&path, &rules);
        let actual = transcript(&found);
        if bless {
            fs::write(&golden, &actual).expect("the transcript can be written");
        }
        let expected = fs::read_to_string(&golden).unwrap_or_else(|error| panic!("{}: {error}", golden.display()));
        if expected != actual {
            faults.push(format!("{} is now\n{actual}", golden.display()));
        }
        let stem = path.file_stem().expect("a name").to_string_lossy();
        faults.extend(judge(&stem, &found).map(|fault| format!("{}: {fault}", path.display())));
    }
    assert!(faults.is_empty(), "{} (BLESS=1 rewrites transcripts)", faults.join("\n"));
}

#[test]
fn damage_is_read_through_and_never_an_error() {
    compare("damage", |_, found| {
        let error = found.iter().find(|finding| finding.severity == Severity::Error)?;
        Some(format!("{} is an error", error.code))
    });
}

#[test]
fn every_layout_is_read() {
    compare("layouts", |stem, found| {
        let loud = found.iter().filter(|finding| finding.severity >= Severity::Warning).count();
        let clean = stem.ends_with("-clean");
        (clean == (loud > 0)).then(|| format!("{loud} findings at warning or above"))
    });
}
