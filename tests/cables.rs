//! Whole telegrams: fictional clean ones that must stay silent, and single defects that must be found.
//!
//! `cables/clean/` holds invented telegrams of each era in the layout of its time. `cables/defects.toml` spoils one of
//! them for each rule: that rule must speak on the spoilt line, and no other at warning or above. A scanned cable is real and
//! lies outside of the repository; where it is absent its test says so and passes.

#[path = "program/folder.rs"]
mod folder;
#[path = "cables/spoilt.rs"]
mod spoilt;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use cable_lint::diagnostic::{Diagnostic, Severity};
use cable_lint::rule::{Applicability, RuleSet};
use cable_lint::source;
use cable_lint::source::SourceFile;
use folder::skip;
use spoilt::{Defect, builtin, clean, defects};

/// A finding as a line: place, severity, rule and the text it points at.
fn show(source: &SourceFile, rules: &RuleSet, found: &Diagnostic) -> String {
    let place = source.position(found.span.start);
    let text: String = source.slice(found.span).chars().take(60).collect();
    let rule = &rules.rules()[found.rule].name;
    format!("{}:{}:{}: {:?}[{rule}] {text:?}", source.name(), place.row, place.column, found.severity)
}

/// Whether it counts, and is a warning or worse.
fn is_loud(found: &&Diagnostic) -> bool {
    found.severity >= Severity::Warning && found.allowed.is_none()
}

/// The findings at warning or above, each as a line.
fn loud(name: &str, bytes: Vec<u8>, rules: &RuleSet) -> Vec<String> {
    let source = source::read(name, bytes).expect("a text");
    let found = cable_lint::lint(&source, rules);
    found.iter().filter(is_loud).map(|found| show(&source, rules, found)).collect()
}

#[test]
fn clean_telegrams_are_silent() {
    let rules = builtin();
    let found: Vec<String> =
        clean().into_iter().flat_map(|(name, text)| loud(&name, text.into_bytes(), &rules)).collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn clean_telegrams_are_silent_in_every_encoding() {
    let rules = builtin();
    let mut found = Vec::new();
    for (name, text) in clean() {
        let crlf = text.replace('\n', "\r\n");
        found.extend(loud(&format!("(CRLF) {name}"), crlf.clone().into_bytes(), &rules));
        found.extend(loud(&format!("(CR) {name}"), text.replace('\n', "\r").into_bytes(), &rules));
        found.extend(loud(&format!("(BOM) {name}"), format!("\u{feff}{text}").into_bytes(), &rules));
        let utf16: Vec<u8> = format!("\u{feff}{crlf}").encode_utf16().flat_map(u16::to_le_bytes).collect();
        found.extend(loud(&format!("(UTF-16) {name}"), utf16, &rules));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn clean_telegrams_are_silent_one_behind_the_other() {
    let rules = builtin();
    let whole: String =
        clean().into_iter().filter(|(_, text)| text.starts_with("VZCZC")).map(|(_, text)| text + "\n").collect();
    let found = loud("all", whole.into_bytes(), &rules);
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn the_scanned_cable_of_2007_gives_exactly_what_is_wrong_with_it() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/cables/000_3592dcb91f6d4ade.txt");
    let Ok(bytes) = fs::read(path) else {
        return skip("a scanned cable: it is real, and not part of this repository");
    };
    let rules = builtin();
    let source = source::read("scan", bytes).expect("a text");
    let found = cable_lint::lint(&source, &rules);
    let loud: Vec<(Severity, &str, u32)> = found
        .iter()
        .filter(|found| found.severity >= Severity::Warning)
        .map(|found| (found.severity, source.slice(found.span), source.position(found.span.start).row))
        .collect();
    let all = || found.iter().map(|found| show(&source, &rules, found)).collect::<Vec<_>>().join("\n");
    let twice = "RUEHGG/UN SECURITY COUNCIL COLLECTIVE IMMEDIATE";
    let expected = [(Severity::Warning, twice, 19), (Severity::Warning, "STPDTS", 25), (Severity::Warning, "18.", 35)];
    assert_eq!(loud, expected, "\n{}", all());
    let quiet: Vec<(u32, &str)> = found
        .iter()
        .filter(|found| found.severity < Severity::Warning)
        .map(|found| (source.position(found.span.start).row, source.slice(found.span)))
        .collect();
    let says = |row, part: &str| quiet.iter().any(|(at, text)| *at == row && (text.contains(part)));
    for (row, part) in [(31, "TAGS"), (31, "<u>"), (37, "1.4 (b/d)"), (39, "11"), (41, "RANDT")] {
        assert!(says(row, part), "nothing says {part:?} on line {row}:\n{}", all());
    }
    let rows: BTreeSet<u32> = quiet.iter().map(|(row, _)| *row).collect();
    assert!(rows.iter().all(|row| matches!(row, 31 | 35 | 37 | 39..=41)), "{}", all());
    let related = &found.iter().find(|found| source.slice(found.span) == twice).expect("found above").related;
    assert_eq!(related.iter().map(|place| source.position(place.span.start).row).collect::<Vec<_>>(), [17]);
    let safe = |found: &&Diagnostic| {
        let fix = rules.rules()[found.rule].fix.as_ref();
        !found.edits.is_empty() && fix.is_some_and(|fix| fix.applicability == Applicability::Safe)
    };
    let safe: Vec<String> = found.iter().filter(safe).map(|found| show(&source, &rules, found)).collect();
    assert!(safe.iter().all(|line| line.contains('<')), "fixes that may change a meaning: {}", safe.join("\n"));
}

/// What is wrong with what the rules say of the spoilt document.
fn judge(defect: &Defect, rules: &RuleSet) -> Result<(), String> {
    let (text, changed) = defect.spoil()?;
    let rules = &defect.rules(rules);
    let source = source::read(defect.base.as_str(), text.into_bytes()).map_err(|error| error.to_string())?;
    let found = cable_lint::lint(&source, rules);
    let expected = |found: &&Diagnostic| {
        let (first, last) = (source.position(found.span.start).row, source.position(found.span.end).row);
        let on_line = match &defect.at {
            Some(at) => source.slice(source.line(found.span.start)).contains(at.as_str()),
            None => changed.iter().any(|row| (first..=last).contains(row)),
        };
        on_line && rules.rules()[found.rule].name == defect.rule
    };
    let others: Vec<String> = found
        .iter()
        .filter(|found| is_loud(found) && rules.rules()[found.rule].name != defect.rule)
        .filter(|found| !defect.also.contains(&rules.rules()[found.rule].name))
        .map(|found| show(&source, rules, found))
        .collect();
    if !found.iter().any(|found| expected(&found)) {
        let all: Vec<String> = found.iter().map(|found| show(&source, rules, found)).collect();
        return Err(format!("not found on the changed lines {changed:?}; found [{}]", all.join("; ")));
    }
    let silent = defect.also.iter().find(|also| !found.iter().any(|found| rules.rules()[found.rule].name == **also));
    if let Some(silent) = silent {
        return Err(format!("{silent} does not speak"));
    }
    if others.is_empty() { Ok(()) } else { Err(format!("others speak too: {}", others.join("; "))) }
}

#[test]
fn each_defect_trips_its_rule_and_no_other() {
    let rules = builtin();
    let faults: Vec<String> = defects()
        .defect
        .iter()
        .filter_map(|defect| Some(format!("{}: {}", defect.rule, judge(defect, &rules).err()?)))
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_rule_has_a_defect() {
    let rules = builtin();
    let on: BTreeSet<&str> =
        rules.rules().iter().filter(|rule| rule.level.is_some()).map(|rule| rule.name.as_str()).collect();
    let all: BTreeSet<&str> = rules.rules().iter().map(|rule| rule.name.as_str()).collect();
    let table = defects();
    let tripped: BTreeSet<&str> = table.defect.iter().map(|defect| defect.rule.as_str()).collect();
    let excepted: BTreeSet<&str> = table.exception.iter().map(|exception| exception.rule.as_str()).collect();
    let missing: Vec<_> = on.iter().filter(|rule| !tripped.contains(*rule) && !excepted.contains(*rule)).collect();
    assert!(missing.is_empty(), "no defect in defects.toml for {missing:?}");
    let unknown: Vec<_> = tripped.union(&excepted).filter(|rule| !all.contains(*rule)).collect();
    assert!(unknown.is_empty(), "defects.toml names rules that do not exist: {unknown:?}");
    let both: Vec<_> = tripped.intersection(&excepted).collect();
    assert!(both.is_empty(), "defects.toml excepts rules that it trips: {both:?}");
    assert!(table.exception.iter().all(|exception| !exception.reason.is_empty()), "an exception needs a reason");
}

#[test]
fn text_that_an_archive_lost_counts_as_unread() {
    let rules = builtin();
    let unread = |text: &str| {
        let source = source::read("telegram.txt", text.as_bytes().to_vec()).expect("a text");
        cable_lint::lint_each(&source, &rules, &mut |_, look| look()).unread.len()
    };
    let telegram = fs::read_to_string(spoilt::cables().join("clean/1979.txt")).expect("a telegram");
    assert_eq!(unread(&telegram), 0);
    let lost = telegram.replace("\nWINTERBOURNE", "\nERROR READING TEXT INDEX FILE\n¿¿¿¿¿¿¿¿\n¿¿¿¿¿¿¿¿\nWINTERBOURNE");
    assert_eq!(unread(&lost), 1);
    assert_eq!(unread(&lost.replace("ERROR READING TEXT INDEX FILE\n", "")), 1, "a block");
    assert_eq!(unread(&lost.replace('\n', "\n> ")), 1, "in a quotation");
    // A few letters are a finding, and the rest can be checked.
    assert_eq!(unread(&telegram.replace("\nWINTERBOURNE", "\nAND ¿¿¿¿¿¿¿¿ MEN\nWINTERBOURNE")), 0);
    assert_eq!(unread(&telegram.replace("\nWINTERBOURNE", "\n¿QUE? SAID THE CLERK\nWINTERBOURNE")), 0);
}

#[test]
fn a_slash_that_a_scan_may_have_lost_is_an_info() {
    let rules = builtin();
    let severity = |above: &str| {
        let paper = format!(
            "{above}SECRET//NOFORN\n\n12 March 2014\n\n(S/NF) The keys are kept by the warden.\n\nSECRET//NOFORN\n"
        );
        let source = source::read("memo.txt", paper.into_bytes()).expect("a text");
        let found = cable_lint::lint(&source, &rules);
        let found = found.into_iter().find(|found| rules.rules()[found.rule].name == "single-slash-after-level");
        found.map(|found| found.severity)
    };
    assert_eq!(severity(""), Some(Severity::Warning));
    assert_eq!(severity("RELEASE IN PART B5\n\n"), Some(Severity::Info));
}
