//! What is known may stay, and nothing else: properties of suppressions and baselines, on random documents.
//!
//! The findings are those of one rule that looks for `QQQ`, so that everybody can count them.

#[path = "program/folder.rs"]
mod folder;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use cable_lint::check::CHECKS;
use cable_lint::finding::{Showing, resolve};
use cable_lint::rule::{RuleSet, builtin_packs};
use cable_lint::source;
use cable_lint::source::mistake::TomlFile;
use cable_lint::suppress::baseline;
use cable_lint::suppress::baseline::{Baseline, KnownFinding};
use folder::{folder, run, write};
use proptest::prelude::*;
use serde_json::Value;
use tempfile::TempDir;

/// Lines without a finding, and lines with some.
const QUIET: [&str; 4] = ["nothing", "", "naïve 🗎 déjà vu", "\t  Q Q Q"];
const LOUD: [&str; 4] = ["QQQ", "a QQQ and a QQQ", "naïve 🗎 QQQ", "  QQQ  "];
/// Comments that may allow some of the findings around them, well nested or not.
const COMMENTS: [&str; 5] = [
    "<!-- cable-lint: allow-next-line word: it is quoted -->",
    "QQQ <!-- cable-lint: allow-line word: it is quoted -->",
    "<!-- cable-lint: allow-begin word: it is quoted -->",
    "<!-- cable-lint: allow-end word -->",
    "<!-- cable-lint: allow-file word until 2001-01-01: it was quoted -->",
];

fn line() -> impl Strategy<Value = &'static str> {
    prop_oneof![prop::sample::select(&QUIET[..]), prop::sample::select(&LOUD[..])]
}

fn draft_line() -> impl Strategy<Value = &'static str> {
    prop_oneof![2 => line(), 1 => prop::sample::select(&COMMENTS[..])]
}

/// How often `QQQ` stands in `lines`.
fn count(lines: &[&str]) -> usize {
    lines.iter().map(|line| line.matches("QQQ").count()).sum()
}

fn few() -> ProptestConfig {
    // Each case runs the program several times.
    ProptestConfig { cases: 8, failure_persistence: None, ..ProptestConfig::default() }
}

/// What `check` says as JSON, with these flags; the exit code is that of a run that was done.
fn checked(folder: &TempDir, flags: &[&str]) -> Value {
    let (code, out, err) = run(folder, &[&["check", "-o", "json", "--as-of", "2026-01-01"], flags].concat());
    assert!(code < 2, "{flags:?}: {err}");
    serde_json::from_str(&out).expect("JSON")
}

/// What there is to know about each finding but whether it is suppressed, and the suppression.
fn findings(report: &Value) -> BTreeMap<String, Value> {
    let found = report["diagnostics"].as_array().expect("a list").iter().map(|found| {
        let mut found = found.clone();
        let suppression = found.as_object_mut().expect("an object").remove("suppression").expect("a key");
        (found.to_string(), suppression)
    });
    found.collect()
}

fn figure(report: &Value, name: &str) -> usize {
    report["summary"][name].as_u64().expect("a number") as usize
}

proptest! {
    #![proptest_config(few())]

    #[test]
    fn what_is_suppressed_and_what_is_reported_are_all_there_is(
        draft in prop::collection::vec(draft_line(), 0..20),
        record in prop::collection::vec(line(), 0..12),
        picked in prop::collection::vec(any::<bool>(), 24),
    ) {
        let folder = folder();
        write(&folder, "draft.md", draft.join("\n"));
        write(&folder, "record.txt", record.join("\n"));
        write(&folder, "others/record.txt", record.join("\n"));
        let all = checked(&folder, &["--no-suppressions"]);
        prop_assert_eq!(findings(&all).len(), count(&draft) + 2 * count(&record));
        prop_assert_eq!(figure(&all, "suppressed"), 0);

        let config = fs::read_to_string(folder.path().join(".cable-lint.toml")).expect("the configuration");
        let entries = all["diagnostics"].as_array().expect("a list").iter().zip(picked.iter().cycle());
        let entries = entries.filter(|(_, picked)| **picked).map(|(found, _)| {
            let fingerprint = found["fingerprint"].as_str().expect("a fingerprint");
            format!("\n[[suppress]]\nrule = 'word'\nreason = 'quoted'\nfingerprint = '{fingerprint}'\npath = 'record.txt'\n")
        });
        write(&folder, ".cable-lint.toml", config + &entries.collect::<String>());
        let marked = checked(&folder, &["--show-suppressed"]);
        let reported = checked(&folder, &[]);
        let suppressed = findings(&marked).values().filter(|why| !why.is_null()).count();
        prop_assert_eq!(findings(&marked).into_keys().collect::<Vec<_>>(), findings(&all).into_keys().collect::<Vec<_>>());
        prop_assert_eq!(suppressed + findings(&reported).len(), findings(&all).len());
        prop_assert!(findings(&reported).keys().all(|found| findings(&marked)[found].is_null()));
        for report in [&marked, &reported] {
            prop_assert_eq!((figure(report, "suppressed"), figure(report, "warnings")), (suppressed, findings(&reported).len()));
        }
    }

    #[test]
    fn a_baseline_that_was_written_leaves_nothing_and_stays_as_it_is(
        documents in prop::collection::vec(prop::collection::vec(line(), 0..12), 1..5),
    ) {
        let folder = folder();
        for (number, lines) in documents.iter().enumerate() {
            write(&folder, &format!("{}/{number}.txt", number % 2), lines.join("\n"));
        }
        let all: usize = documents.iter().map(|lines| count(lines)).sum();
        let baseline = || fs::read_to_string(folder.path().join("known.toml")).expect("a baseline");
        let first = checked(&folder, &["--baseline", "known.toml", "--write-baseline"]);
        prop_assert_eq!((figure(&first, "suppressed"), findings(&first).len()), (all, 0));
        let written = baseline();
        prop_assert_eq!(written.matches("rule = \"word\"").count(), all, "one entry a finding");
        for flags in [&["--baseline", "known.toml"][..], &["--baseline", "known.toml", "--prune-baseline"]] {
            let again = checked(&folder, flags);
            prop_assert_eq!((figure(&again, "suppressed"), findings(&again).len()), (all, 0));
        }
        let part = checked(&folder, &["--baseline", "known.toml", "--write-baseline", "0"]);
        prop_assert_eq!(findings(&part).len(), 0);
        prop_assert_eq!(baseline(), written);
    }

    #[test]
    fn edits_elsewhere_bring_nothing_back_and_hide_nothing_new(
        lines in prop::collection::vec(line(), 0..16),
        edits in prop::collection::vec((any::<prop::sample::Index>(), line()), 0..8),
        gone in any::<prop::sample::Index>(),
    ) {
        let folder = folder();
        write(&folder, "x.txt", lines.join("\n"));
        checked(&folder, &["--baseline", "known.toml", "--write-baseline"]);
        let mut edited = lines.clone();
        for (at, new) in &edits {
            edited.insert(at.index(edited.len() + 1), new);
        }
        let quiet: Vec<usize> = (0..edited.len()).filter(|&at| !edited[at].contains("QQQ")).collect();
        if !quiet.is_empty() {
            edited.remove(quiet[gone.index(quiet.len())]);
        }
        write(&folder, "x.txt", edited.join("\r\n"));
        let after = checked(&folder, &["--baseline", "known.toml"]);
        let new: Vec<&str> = edits.iter().map(|(_, line)| *line).collect();
        prop_assert_eq!(findings(&after).len(), count(&new), "{:?} became {:?}", lines, edited);
        prop_assert_eq!(figure(&after, "suppressed"), count(&lines));
    }
}

#[test]
fn a_baseline_knows_every_finding_of_every_example() {
    let rules = RuleSet::load(&builtin_packs(), CHECKS).expect("the built-in packs load");
    let mut tried = 0;
    for example in rules.rules().iter().flat_map(|rule| &rule.examples) {
        let source = source::read(example.name.clone(), example.text.clone().into_bytes()).expect("a text");
        let showing = Showing { reveal: false, snippets: false, width: None };
        let found = resolve(&source, &cable_lint::lint(&source, &rules), &rules, showing);
        let known = found.iter().map(|finding| KnownFinding {
            path: example.name.as_str().into(),
            rule: finding.code.as_str().into(),
            fingerprint: finding.fingerprint.as_str().into(),
        });
        let known: BTreeSet<KnownFinding> = known.collect();
        assert_eq!(known.len(), found.len(), "two findings have one name\n{}", example.text);
        let baseline = Baseline::read(&TomlFile::new("known.toml", baseline::text(&known))).expect("valid");
        let met: BTreeSet<usize> = found.iter().filter_map(|finding| baseline.find(&example.name, finding)).collect();
        assert_eq!(met.len(), found.len(), "{}", example.text);
        tried += met.len();
    }
    assert!(tried > 400, "only {tried} findings were tried");
}

#[test]
fn a_document_that_is_renamed_keeps_what_is_known_of_it_and_a_new_one_gets_nothing() {
    let folder = folder();
    write(&folder, "a.txt", "first QQQ\nsecond QQQ\n");
    let figures = |flags: &[&str]| {
        let report = checked(&folder, flags);
        (figure(&report, "warnings"), figure(&report, "suppressed"))
    };
    assert_eq!(figures(&["--baseline", "known.toml", "--write-baseline"]), (0, 2));
    // A copy beside the first is a document of its own.
    write(&folder, "copy.txt", "first QQQ\nsecond QQQ\n");
    assert_eq!(figures(&["--baseline", "known.toml"]), (2, 2));
    fs::remove_file(folder.path().join("copy.txt")).expect("it is there");
    fs::create_dir(folder.path().join("archive")).expect("a folder");
    fs::rename(folder.path().join("a.txt"), folder.path().join("archive/b.txt")).expect("it is renamed");
    assert_eq!(figures(&["--baseline", "known.toml"]), (0, 2));
    // With one finding of two it is another document, and with one more that one is new.
    write(&folder, "half.txt", "first QQQ\n");
    assert_eq!(figures(&["--baseline", "known.toml"]), (1, 2));
    write(&folder, "half.txt", "");
    write(&folder, "archive/b.txt", "first QQQ\nsecond QQQ\nthird QQQ\n");
    assert_eq!(figures(&["--baseline", "known.toml"]), (1, 2));
    assert_eq!(figures(&["--baseline", "known.toml", "--prune-baseline"]), (1, 2));
    let written = fs::read_to_string(folder.path().join("known.toml")).expect("the baseline");
    assert!(written.contains("archive/b.txt") && !written.contains("\"a.txt\""), "{written}");
    assert_eq!(figures(&["--baseline", "known.toml"]), (1, 2));
}

#[test]
fn a_configuration_that_was_found_has_no_baseline_written_or_read_elsewhere() {
    let folder = folder();
    let configuration = |baseline: &str| {
        let rules = "rules = { all = 'ignore', word = 'warning' }";
        write(&folder, "set/.git/HEAD", "");
        let text = format!("rule-packs = ['word.toml']\nbaseline = '{baseline}'\n{rules}\n");
        write(&folder, "set/.cable-lint.toml", text);
        write(&folder, "set/word.toml", folder::WORD);
    };
    write(&folder, "set/x.txt", "QQQ\n");
    write(&folder, "known.toml", "version = 2\nfindings = []\n");
    let check = |more: &[&str]| {
        let typed = [&["check", "-o", "short", "."], more].concat();
        let done = folder::program(&folder.path().join("set"), &typed).output().expect("it runs");
        (done.status.code(), String::from_utf8_lossy(&done.stderr).into_owned())
    };
    configuration("../known.toml");
    assert!(matches!(check(&[]), (Some(2), why) if why.contains("outside the repository")));
    assert!(matches!(check(&["--write-baseline"]), (Some(2), why) if why.contains("outside the directory")));
    assert_eq!(fs::read_to_string(folder.path().join("known.toml")).expect("it is there").lines().count(), 2);
    configuration("known.toml");
    assert_eq!(check(&["--write-baseline"]).0, Some(0));
    assert_eq!(check(&[]).0, Some(0));
}

#[test]
fn what_suppress_writes_down_is_all_that_is_suppressed() {
    let folder = folder();
    write(&folder, "a.txt", "first QQQ and a QQQ\n");
    write(&folder, "odd [name].txt", "QQQ\n");
    write(&folder, "b/c.txt", "QQQ\n");
    let before = fs::read_to_string(folder.path().join(".cable-lint.toml")).expect("the configuration");
    let suppress =
        |paths: &[&str]| run(&folder, &[&["suppress", "--rule", "word", "--reason", "so it was"], paths].concat());
    assert_eq!(suppress(&["--dry-run", "."]).0, 0);
    assert_eq!(fs::read_to_string(folder.path().join(".cable-lint.toml")).expect("it"), before);
    let (code, out, err) = suppress(&["a.txt", "odd [name].txt"]);
    assert!(code == 0 && out.contains("added 3 entries"), "{out}{err}");
    let after = fs::read_to_string(folder.path().join(".cable-lint.toml")).expect("the configuration");
    assert!(after.starts_with(before.trim_end()), "{after}");
    let report = checked(&folder, &["."]);
    assert_eq!((figure(&report, "warnings"), figure(&report, "suppressed")), (1, 3));
    assert!(suppress(&["a.txt"]).1.contains("nothing to suppress"));
    assert_eq!(run(&folder, &["suppress", "--rule", "wrd", "--reason", "x"]).0, 2);
}
