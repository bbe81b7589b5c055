//! Random cables of seven years: clean ones must stay silent, one defect must be found, noise must not raise alarms.
//!
//! `cable` is what a cable consists of, `make` makes a clean one, `print` puts it on a page, `defects` spoils it and
//! `noise` scans it. Every document follows from its year and a number, which a failure prints beside the document. More
//! documents than the usual few: `CABLES=2000 cargo test --test generator`.

#![allow(unreachable_pub, reason = "the modules of a test are its own")]
#![allow(clippy::print_stdout, reason = "a run with --nocapture shows its numbers")]

mod cable;
mod defects;
mod make;
mod noise;
mod print;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::sync::LazyLock;

use cable_lint::check::CHECKS;
use cable_lint::diagnostic::{Diagnostic, Severity};
use cable_lint::document;
use cable_lint::document::{Document, Kind, Style};
use cable_lint::lex;
use cable_lint::rule::{Rule, RuleSet};
use cable_lint::source;
use cable_lint::source::{SourceFile, Span};
use defects::Defect;
use fastrand::Rng;
use print::{Field, Line};

static RULES: LazyLock<RuleSet> = LazyLock::new(|| RuleSet::builtin(CHECKS).expect("the built-in packs load"));

/// How many documents a test makes in all: `CABLES`, or `usual`.
fn count(usual: u64) -> u64 {
    std::env::var("CABLES").ok().map_or(usual, |count| count.parse().expect("CABLES is a number"))
}

/// The year and the random numbers of the document `number`.
fn seeded(number: u64) -> (i16, Rng) {
    (make::YEARS[number as usize % make::YEARS.len()], Rng::with_seed(number))
}

/// A text and what the built-in rules say of it.
fn lint(name: &str, text: String) -> (SourceFile, Vec<Diagnostic>) {
    let source = source::read(name, text.into_bytes()).expect("UTF-8");
    let found = cable_lint::lint(&source, &RULES);
    (source, found)
}

fn name(found: &Diagnostic) -> &'static str {
    &RULES.rules()[found.rule].name
}

/// A finding as a line: row, severity, rule and the text it points at.
fn show(source: &SourceFile, found: &Diagnostic) -> String {
    let text: String = source.slice(found.span).chars().take(60).collect();
    format!("{}: {:?}[{}] {text:?}", source.position(found.span.start).row, found.severity, name(found))
}

#[test]
fn clean_cables_are_silent() {
    let mut faults = String::new();
    for number in 0..count(700) {
        let (year, mut rng) = seeded(number);
        let cable = make::cable(&mut rng, year);
        let (source, found) = lint("clean", print::text(&print::lines(&cable)));
        let loud = found.iter().filter(|found| found.severity >= Severity::Warning);
        let loud: Vec<String> = loud.map(|found| show(&source, found)).collect();
        if !loud.is_empty() {
            writeln!(faults, "number {number}, {year}:\n{}\n{}", loud.join("\n"), source.text()).expect("a string");
            if faults.len() > 20_000 {
                break;
            }
        }
    }
    assert!(faults.is_empty(), "{faults}");
}

/// What came of one attempt to spoil a cable.
struct Attempt {
    /// Whether the rule spoke on the right line.
    caught: bool,
    /// What else was said at warning or above.
    others: Vec<&'static str>,
    /// Whether the one defect made the text look like a bad scan, in which less is trusted.
    noisy: bool,
    /// The document with all its findings.
    shown: String,
}

/// Spoils the cable `number`, if it can be.
fn attempt(defect: &Defect, number: u64) -> Option<Attempt> {
    let year = defect.years[number as usize % defect.years.len()];
    let mut rng = Rng::with_seed(number);
    let mut cable = make::cable(&mut rng, year);
    let clean = print::lines(&cable);
    (defect.spoil)(&mut cable, &mut rng)?;
    let lines = print::lines(&cable);
    let (source, found) = lint("spoilt", print::text(&lines));
    let right = right_rows(&lines, &clean, defect.at);
    let rows = |span: Span| source.position(span.start).row..=source.position(span.end).row;
    let is_right = |found: &Diagnostic| found.places().any(|span| rows(span).any(|row| right.contains(&row)));
    let caught = found.iter().any(|found| name(found) == defect.rule && is_right(found));
    let others = found.iter().filter(|found| found.severity >= Severity::Warning && name(found) != defect.rule);
    let others = others.map(name).collect();
    let all: Vec<String> = found.iter().map(|found| show(&source, found)).collect();
    let shown = format!("{} in number {number}, {year}:\n{}\n{}", defect.rule, all.join("\n"), source.text());
    let documents = document::parse(&source, &lex::lex(source.text()), RULES.registers(), &RULES.assumptions);
    Some(Attempt { caught, others, noisy: documents.iter().any(Document::is_noisy), shown })
}

/// The rows, from 1, on which a finding at one of the fields `at` is right: the lines that were changed, if any of the
/// fields has one that was, and else all of them.
fn right_rows(lines: &[Line], clean: &[Line], at: &[Field]) -> BTreeSet<u32> {
    let of_field = || (1..).zip(lines).filter(|(_, line)| at.contains(&line.field));
    let changed: BTreeSet<u32> = of_field().filter(|(_, line)| !clean.contains(line)).map(|(row, _)| row).collect();
    if changed.is_empty() { of_field().map(|(row, _)| row).collect() } else { changed }
}

#[test]
fn a_single_defect_is_found_on_its_line() {
    let tries = count(1000) / 50;
    let (mut faults, mut beside, mut all) = (String::new(), BTreeMap::new(), 0);
    let mut noisy: BTreeMap<&str, usize> = BTreeMap::new();
    for defect in defects::all() {
        let attempts: Vec<Attempt> =
            (0..tries * 40).filter_map(|number| attempt(&defect, number)).take(tries as usize).collect();
        assert!(attempts.len() as u64 > tries / 2, "{}: hardly any cable can be spoilt", defect.rule);
        all += attempts.len();
        *noisy.entry(defect.rule).or_default() += attempts.iter().filter(|attempt| attempt.noisy).count();
        for other in attempts.iter().flat_map(|attempt| &attempt.others) {
            *beside.entry((defect.rule, *other)).or_insert(0) += 1;
        }
        let missed: Vec<&Attempt> = attempts.iter().filter(|attempt| !attempt.caught).collect();
        if missed.len() * 100 > attempts.len() {
            writeln!(faults, "{} of {} missed: {}", missed.len(), attempts.len(), missed[0].shown).expect("a string");
        }
    }
    let others: u32 = beside.values().sum();
    noisy.retain(|_, count| *count > 0);
    println!("{all} defects, {noisy:?} taken for bad scans, {others} findings of other rules: {beside:#?}");
    assert!(faults.is_empty(), "{faults}");
    assert!(noisy.values().sum::<usize>() * 100 < all, "of {all} single defects are taken for bad scans: {noisy:?}");
    assert!(
        u64::from(others) * 100 <= 3 * all as u64,
        "{others} findings of other rules in {all} documents: {beside:#?}"
    );
}

#[test]
fn every_rule_of_a_cable_has_a_defect() {
    let rows: BTreeSet<&str> = defects::all().map(|defect| defect.rule).collect();
    let of_cables = |rule: &Rule| {
        (rule.kinds.is_empty() || rule.kinds.contains(&Kind::Cable))
            && (rule.styles.is_empty() || rule.styles.contains(&Style::State))
    };
    let rules =
        RULES.rules().iter().filter(|rule| rule.level.is_some() && defects::GROUPS.contains(&rule.group.as_str()));
    let on: BTreeSet<&str> = rules.filter(|rule| of_cables(rule)).map(|rule| rule.name.as_str()).collect();
    let excepted: BTreeSet<&str> = defects::EXCEPTIONS.iter().map(|(rule, _)| *rule).collect();
    let missing: Vec<_> = on.iter().filter(|rule| !rows.contains(*rule) && !excepted.contains(*rule)).collect();
    assert!(missing.is_empty(), "no row in tests/generator/defects for {missing:?}");
    let strange: Vec<_> = rows.union(&excepted).filter(|rule| !on.contains(*rule)).collect();
    assert!(strange.is_empty(), "rows or exceptions for {strange:?}, which are no rules of these groups");
    assert!(rows.is_disjoint(&excepted), "an exception has a row");
}

#[test]
fn a_bad_scan_raises_hardly_an_alarm() {
    let documents = count(1400);
    let (mut alarms, mut years, mut flagged) = (BTreeMap::new(), BTreeMap::new(), 0);
    for number in 0..documents {
        let (year, mut rng) = seeded(number);
        let clean = print::text(&print::lines(&make::cable(&mut rng, year)));
        let (source, found) = lint("scan", noise::scan(&mut rng, &clean, 10));
        let loud: Vec<&Diagnostic> = found.iter().filter(|found| found.severity >= Severity::Warning).collect();
        for found in &loud {
            alarms
                .entry(name(found))
                .or_insert_with(Vec::new)
                .push(format!("number {number}, {}", show(&source, found)));
        }
        *years.entry(year).or_insert(0) += u32::from(!loud.is_empty());
        flagged += u64::from(!loud.is_empty());
    }
    let shown: Vec<String> = alarms
        .iter()
        .map(|(rule, at)| format!("{} × {rule}: {}", at.len(), at[..at.len().min(3)].join("; ")))
        .collect();
    println!("{flagged} of {documents} scans flagged, by year {years:?}\n{}", shown.join("\n"));
    assert!(flagged * 100 < 2 * documents, "{flagged} of {documents} scans flagged:\n{}", shown.join("\n"));
}
