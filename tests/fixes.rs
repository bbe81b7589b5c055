//! What holds of the fixes of all rules: they settle, they mend what they were offered for, and they lose no words.
//!
//! Tried on every document that a rule has a fix for: the examples of all packs, and the spoilt telegrams of
//! `cables/defects.toml`, in several encodings.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use cable_lint::check::CHECKS;
use cable_lint::diagnostic::Severity;
use cable_lint::finding::{Finding, Showing, resolve};
use cable_lint::fix::{FixedDocument, mend};
use cable_lint::rule::{Applicability, RuleSet, builtin_packs};
use cable_lint::source;
use cable_lint::source::SourceFile;
use serde::Deserialize;

const TRUE: Showing = Showing { reveal: true, snippets: false, width: None };

/// The built-in rules, all of them on.
static RULES: LazyLock<RuleSet> = LazyLock::new(|| {
    let mut rules = RuleSet::load(&builtin_packs(), CHECKS).expect("the built-in packs load");
    for rule in 0..rules.rules().len() {
        let level = rules.level(rule).unwrap_or(Severity::Info);
        rules.set_level(rule, Some(level));
    }
    rules
});

#[derive(Deserialize)]
struct Defects {
    defect: Vec<Defect>,
}

#[derive(Deserialize)]
struct Defect {
    base: String,
    replace: String,
    with: String,
}

/// A document, and the rules with what is assumed of it.
struct Document {
    name: String,
    text: String,
    rules: RuleSet,
}

/// Documents that have something to fix.
static DOCUMENTS: LazyLock<Vec<Document>> = LazyLock::new(|| {
    let mut documents = Vec::new();
    for rule in RULES.rules() {
        for example in &rule.examples {
            let mut rules = RULES.clone();
            let assumed = &mut rules.assumptions;
            (assumed.today, assumed.date, assumed.style) = (example.as_of.into(), example.date, example.style);
            assumed.profile = example.profile;
            if let Some(register) = &example.register {
                rules.add_registers(std::slice::from_ref(register)).expect("a register");
            }
            documents.push(Document { name: example.name.clone(), text: example.text.clone(), rules });
        }
    }
    let cables = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cables");
    let read = |name: &str| fs::read_to_string(cables.join(name)).expect("a text");
    let defects: Defects = toml::from_str(&read("defects.toml")).expect("the table of defects");
    for defect in defects.defect {
        let text = read(&defect.base).replacen(&defect.replace, &defect.with, 1);
        documents.push(Document { name: defect.base, text, rules: RULES.clone() });
    }
    documents.retain(|document| document.findings(document.text.as_bytes()).iter().any(|found| found.fix.is_some()));
    documents
});

impl Document {
    fn judge(&self, source: &SourceFile) -> Vec<Finding> {
        resolve(source, &cable_lint::lint(source, &self.rules), &self.rules, TRUE)
    }

    fn findings(&self, bytes: &[u8]) -> Vec<Finding> {
        self.judge(&source::read(self.name.as_str(), bytes.to_vec()).expect("a text"))
    }

    fn mended(&self, bytes: &[u8], allowed: Applicability) -> FixedDocument {
        let done = mend(&self.name, bytes.to_vec(), allowed, |source| self.judge(source));
        done.unwrap_or_else(|error| panic!("{}: {error}\n{}", self.name, self.text))
    }
}

/// The rule of a finding and the edits it offers.
fn offer(finding: &Finding) -> (&str, Vec<(u64, u64, &str)>) {
    let edits = finding.fix.iter().flat_map(|fix| &fix.edits);
    let edits = edits.map(|edit| (edit.location.offset, edit.end_location.offset, edit.content.as_str()));
    (&finding.code, edits.collect())
}

#[test]
fn fixes_settle_and_leave_nothing_that_they_could_fix() {
    let mut applied = 0;
    for document in DOCUMENTS.iter() {
        let Document { name, text, .. } = document;
        for allowed in [Applicability::Safe, Applicability::Unsafe] {
            let once = document.mended(text.as_bytes(), allowed);
            applied += once.applied.len();
            let after = document.findings(&once.bytes);
            let left = after.iter().filter_map(|finding| Some((&finding.code, finding.fix.as_ref()?.applicability)));
            let left: Vec<_> =
                left.filter(|(_, asked)| allowed == Applicability::Unsafe || *asked == allowed).collect();
            assert!(left.is_empty(), "{name}: {left:?} are left\n{text}");
            let twice = document.mended(&once.bytes, allowed);
            assert_eq!((twice.applied.len(), &twice.bytes), (0, &once.bytes), "{name}: a second run changes something");
        }
    }
    assert!(applied > 20, "only {applied} fixes were tried");
}

#[test]
fn each_fix_mends_its_finding_and_a_safe_one_gives_no_cause_for_alarm() {
    let mut tried = BTreeSet::new();
    for document in DOCUMENTS.iter() {
        let Document { name, text, .. } = document;
        let before = document.findings(text.as_bytes());
        for (index, finding) in before.iter().enumerate().filter(|(_, finding)| finding.fix.is_some()) {
            let only = |source: &SourceFile| match source.text() == text {
                true => document.judge(source).into_iter().skip(index).take(1).collect(),
                false => Vec::new(),
            };
            let done = mend(name, text.clone().into_bytes(), Applicability::Unsafe, only).expect("it settles");
            let after = document.findings(&done.bytes);
            let code = finding.code.as_str();
            assert_eq!(done.applied.len(), 1, "{name}: the fix of {code} is not applied\n{text}");
            let left = after.iter().any(|found| offer(found) == offer(finding));
            assert!(!left, "{name}: the fix of {code} mends nothing\n{text}");
            if finding.fix.as_ref().is_some_and(|fix| fix.applicability == Applicability::Safe) {
                let loud = |findings: &[Finding]| {
                    findings.iter().filter(|finding| finding.severity >= Severity::Warning).count()
                };
                assert!(loud(&after) <= loud(&before), "{name}: the safe fix of {code} gives cause for alarm\n{text}");
            }
            tried.insert(finding.code.clone());
        }
    }
    let fixable = RULES.rules().iter().filter(|rule| rule.fix.is_some()).map(|rule| rule.name.as_str());
    let untried: Vec<&str> = fixable.filter(|rule| !tried.contains(*rule)).collect();
    assert!(untried.is_empty(), "no document shows the fix of {untried:?}");
}

#[test]
fn fixes_say_the_same_in_every_encoding() {
    let wide =
        |text: &str| -> Vec<u8> { format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect() };
    let narrow = |text: &str| encoding_rs::WINDOWS_1252.encode(text).0.into_owned();
    let plain = |text: &str| text.as_bytes().to_vec();
    let marked = |text: &str| format!("\u{feff}{text}").into_bytes();
    for document in DOCUMENTS.iter().filter(|document| !document.text.contains('\r')) {
        let Document { name, text, .. } = document;
        // An odd letter at the end makes Windows-1252 of one byte each.
        let text = format!("{text}\u{e9}\n");
        let right = document.mended(text.as_bytes(), Applicability::Unsafe).bytes;
        let right = String::from_utf8(right).expect("UTF-8");
        let mend = |bytes: Vec<u8>| document.mended(&bytes, Applicability::Unsafe).bytes;
        assert_eq!(mend(marked(&text)), marked(&right), "{name} with a byte-order mark");
        assert_eq!(mend(wide(&text)), wide(&right), "{name} in UTF-16");
        let crlf = |text: &str| plain(&text.replace('\n', "\r\n"));
        assert_eq!(mend(crlf(&text)), crlf(&right), "{name} with CRLF");
        if !encoding_rs::WINDOWS_1252.encode(&text).2 {
            assert_eq!(mend(narrow(&text)), narrow(&right), "{name} in Windows-1252");
        }
    }
}
