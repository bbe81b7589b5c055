//! Views: what is found in a telegram must be found at the same words when it is forwarded, quoted, encoded or laid out
//! as people have it.

#[path = "cables/spoilt.rs"]
mod spoilt;
#[path = "views/wrap.rs"]
mod wrap;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use cable_lint::diagnostic::{Diagnostic, Severity};
use cable_lint::rule::RuleSet;
use cable_lint::source;
use cable_lint::source::{SourceFile, Span};
use spoilt::{builtin, clean, defects};
use wrap::Wrapped;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Telegram,
    Paper,
    /// Of a markup of its own.
    Page,
}

/// A clean or spoilt document, and what is found in it as it stands.
struct Sample {
    /// The clean document, and what the spoilt one is an example of.
    base: String,
    title: String,
    text: String,
    source: SourceFile,
    rules: RuleSet,
    /// What the pages of the document bear.
    banner: String,
    kind: Kind,
    /// Whether it says when it was written.
    date: bool,
    found: Vec<Diagnostic>,
}

fn sample(base: &str, title: &str, text: String, rules: RuleSet) -> Sample {
    let source = source::read(base, text.clone().into_bytes()).expect("a text");
    let (outlines, _) = cable_lint::inspect(&source, &rules);
    let first = &outlines[0];
    let telegram = ["telegram", "telegram form"].contains(&first.family);
    let page = base.ends_with(".md") || base.ends_with("edition.txt");
    let kind = if telegram { Kind::Telegram } else { Kind::Paper };
    let kind = if page { Kind::Page } else { kind };
    let banner = if telegram { first.level.map(str::to_owned) } else { first.banner.clone() };
    let date = first.date.is_some();
    let found = counted(cable_lint::lint(&source, &rules), &rules);
    let (base, title) = (base.to_owned(), title.to_owned());
    Sample { base, title, text, source, rules, banner: banner.unwrap_or_default(), kind, date, found }
}

/// The findings that are shown.
fn counted(found: Vec<Diagnostic>, rules: &RuleSet) -> Vec<Diagnostic> {
    found.into_iter().filter(|found| found.allowed.is_none() && rules.rules()[found.rule].level.is_some()).collect()
}

/// All clean documents, and each way to spoil one.
fn samples() -> &'static [Sample] {
    static SAMPLES: OnceLock<Vec<Sample>> = OnceLock::new();
    SAMPLES.get_or_init(|| {
        let rules = builtin();
        let clean = clean().into_iter();
        let clean = clean.map(|(name, text)| sample(&format!("clean/{name}"), "clean", text, rules.clone()));
        let table = defects();
        let spoilt = table.defect.iter().map(|row| {
            let (text, _) = row.spoil().expect("a row of the table");
            sample(&row.base, &row.rule, text, row.rules(&rules))
        });
        clean.chain(spoilt).collect()
    })
}

/// A finding by rule, severity and place: bytes of the file, or row and column of the encoded part.
type Line = (String, Severity, String);

fn line(rules: &RuleSet, found: &Diagnostic, place: String) -> Line {
    (rules.rules()[found.rule].name.clone(), found.severity, place)
}

/// What must be found in the wrapped document.
fn expected(sample: &Sample, wrapped: &Wrapped) -> Vec<Line> {
    let place = |span: Span| match wrapped.part {
        None => format!("{:?}", wrapped.place(span)),
        Some((part, above)) => {
            let [start, end] = [span.start, span.end].map(|at| sample.source.position(at));
            format!("{part} {}:{}-{}:{}", start.row + above, start.column, end.row + above, end.column)
        }
    };
    sample.found.iter().map(|found| line(&sample.rules, found, place(found.span))).collect()
}

/// What is found there.
fn found(sample: &Sample, wrapped: &Wrapped) -> Vec<Line> {
    let source = source::read(wrapped.name, wrapped.text.clone().into_bytes()).expect("a text");
    let place = |found: &Diagnostic| match found.shown.first().and_then(Option::as_ref) {
        None => format!("{:?}", found.span),
        Some(shown) => {
            let (start, end) = (shown.start, shown.end);
            format!("{} {}:{}-{}:{}", shown.part, start.row, start.column, end.row, end.column)
        }
    };
    let found = counted(cable_lint::lint(&source, &sample.rules), &sample.rules);
    found.iter().map(|found| line(&sample.rules, found, place(found))).collect()
}

/// Documents of which what is found in a view is the same as without it, at least.
const FLOOR: f64 = 0.98;

fn holds<'s>(samples: impl Iterator<Item = &'s Sample>, view: &str, wrap: impl Fn(&Sample) -> Wrapped) {
    let (mut all, mut faults) = (0, Vec::new());
    for sample in samples {
        let wrapped = wrap(sample);
        let (mut expected, mut found) = (expected(sample, &wrapped), found(sample, &wrapped));
        expected.sort();
        found.sort();
        all += 1;
        if expected != found {
            let lost: Vec<&Line> = expected.iter().filter(|line| !found.contains(line)).collect();
            let extra: Vec<&Line> = found.iter().filter(|line| !expected.contains(line)).collect();
            faults.push(format!("{} ({}): lost {lost:?}, not expected {extra:?}", sample.base, sample.title));
        }
    }
    let share = (all - faults.len()) as f64 / all as f64;
    assert!(share >= FLOOR, "{view}: {share:.3} of {all}\n{}", faults.join("\n"));
}

fn of(kind: Kind) -> impl Iterator<Item = &'static Sample> {
    samples().iter().filter(move |sample| sample.kind == kind)
}

macro_rules! views {
    ($samples:expr, $($name:ident: $wrap:expr $(, $fits:expr)?;)*) => {$(
        #[test]
        fn $name() {
            let samples = $samples;
            $(let samples = samples.filter($fits);)?
            holds(samples, stringify!($name), $wrap);
        }
    )*};
}

views! {
    of(Kind::Telegram),
    forwarded: |sample| wrap::forwarded(&sample.text);
    begin_forwarded: |sample| wrap::begin_forwarded(&sample.text);
    original_message: |sample| wrap::original_message(&sample.text);
    quoted: |sample| wrap::quoted(&sample.text);
    quoted_by_bars: |sample| wrap::quoted_by_bars(&sample.text);
    fenced: |sample| wrap::fenced(&sample.text);
    on_a_page: |sample| wrap::on_a_page(&sample.text);
    preformatted: |sample| wrap::preformatted(&sample.text);
    word: |sample| wrap::word(&sample.text);
    webmail: |sample| wrap::webmail(&sample.text);
    base64: |sample| wrap::base64(&sample.text);
    quoted_printable: |sample| wrap::quoted_printable(&sample.text);
    attached: |sample| wrap::attached(&sample.text);
    columns: |sample| wrap::columns(&sample.text);
    numbered: |sample| wrap::numbered(&sample.text);
    numbered_at_right: |sample| wrap::numbered_at_right(&sample.text);
    double_spaced: |sample| wrap::double_spaced(&sample.text);
    paged: |sample| wrap::paged(&sample.text, &sample.banner, false);
    paged_with_numbers: |sample| wrap::paged(&sample.text, &sample.banner, true);
}

views! {
    of(Kind::Paper),
    papers_quoted_by_bars: |sample| wrap::quoted_by_bars(&sample.text);
    papers_preformatted: |sample| wrap::preformatted(&sample.text);
    papers_by_word: |sample| wrap::word(&sample.text);
    papers_as_webmail: |sample| wrap::webmail(&sample.text);
    papers_attached: |sample| wrap::attached(&sample.text);
    papers_numbered_at_right: |sample| wrap::numbered_at_right(&sample.text);
}

/// Of the papers every so many are tried in further views: all of them take their time.
const EACH: usize = 5;

/// A paper without a date is dated by the mail around it, and judged by that day.
fn dated(sample: &&Sample) -> bool {
    sample.date
}

/// A paper of few lines in a fence shows how a banner is written.
fn whole(sample: &&Sample) -> bool {
    sample.date && sample.text.lines().filter(|line| !line.trim().is_empty()).count() > 4
}

/// What was released belongs to one record, whatever mail it is in.
fn unreleased(sample: &&Sample) -> bool {
    whole(sample) && !sample.text.contains("RELEASE")
}

/// The codes in the margin of a release stand beside its text as columns do, and so do a marking at the left and another
/// at the right of a line. Columns do not go on over pages.
fn in_columns(sample: &&Sample) -> bool {
    let twice = |line: &str| line.matches(sample.banner.as_str()).count() > 1;
    unreleased(sample) && !sample.text.contains('\u{c}') && !wrap::columns(&sample.text).text.lines().any(twice)
}

/// Fewer lines with numbers are a list.
fn several_lines(sample: &&Sample) -> bool {
    sample.text.lines().count() > 5
}

/// An empty line ends the head of a mail (RFC 5322).
fn no_mail(sample: &&Sample) -> bool {
    !sample.text.starts_with("From:") && !sample.base.contains("mail")
}

views! {
    of(Kind::Paper).step_by(EACH),
    papers_quoted: |sample| wrap::quoted(&sample.text), dated;
    papers_numbered: |sample| wrap::numbered(&sample.text), several_lines;
    papers_double_spaced: |sample| wrap::double_spaced(&sample.text), no_mail;
    papers_paged: |sample| wrap::paged(&sample.text, &sample.banner, false);
    papers_forwarded: |sample| wrap::forwarded(&sample.text), unreleased;
    papers_begin_forwarded: |sample| wrap::begin_forwarded(&sample.text), unreleased;
    papers_original_message: |sample| wrap::original_message(&sample.text), unreleased;
    papers_fenced: |sample| wrap::fenced(&sample.text), whole;
    papers_columns: |sample| wrap::columns(&sample.text), in_columns;
    papers_base64: |sample| wrap::base64(&sample.text), unreleased;
    papers_quoted_printable: |sample| wrap::quoted_printable(&sample.text), unreleased;
}

/// Texts that merely look wrapped are read as they stand.
#[test]
fn what_merely_looks_wrapped_stays_as_it_is() {
    let looks = |name: &str, text: &str| {
        let source = source::read(name, text.as_bytes().to_vec()).expect("a text");
        cable_lint::view::view(&source, name.ends_with(".md")).map(|view| view.source().text().to_owned())
    };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/views/alike");
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("readable").path()).collect();
    paths.sort();
    let alike = paths.iter().map(|path| {
        (path.file_name().expect("a name").to_string_lossy().into_owned(), fs::read_to_string(path).expect("UTF-8"))
    });
    let telegrams = clean().into_iter().filter(|(name, _)| name.starts_with(|c: char| c.is_ascii_digit()));
    for (name, text) in alike.chain(telegrams) {
        assert_eq!(looks(&name, &text), None, "{name}");
    }
}
