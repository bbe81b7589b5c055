//! Tests fixes on small files with hand-made findings.

use super::*;
use crate::diagnostic::{Confidence, Severity};
use crate::finding::PlacedEdit;
use crate::source::Span;
use crate::suppress::{Suppression, SuppressionKind};

/// A finding that would replace the first `old` by `new`.
fn finding(source: &SourceFile, old: &str, new: &str, applicability: Applicability) -> Option<Finding> {
    let start = source.text().find(old)? as u32;
    let span = Span::new(start, start + old.len() as u32);
    let (location, end_location) = (source.position(span.start), source.position(span.end));
    let edit = PlacedEdit { content: new.to_owned(), location, end_location };
    Some(Finding {
        code: "a-rule".to_owned(),
        group: "house".to_owned(),
        severity: Severity::Warning,
        confidence: Confidence::High,
        message: String::new(),
        help: None,
        notes: Vec::new(),
        source: Vec::new(),
        url: None,
        filename: source.name().to_owned(),
        location: location.into(),
        end_location: end_location.into(),
        related: Vec::new(),
        fix: Some(FixOffer {
            applicability,
            together: applicability == Applicability::Safe,
            message: String::new(),
            edits: vec![edit],
        }),
        fingerprint: String::new(),
        masked_filename: None,
        suppression: None,
        more: 0,
        excerpts: Vec::new(),
    })
}

fn mended(bytes: &[u8], edits: &[(&str, &str)]) -> Result<FixedDocument, Unmended> {
    mend("x", bytes.to_vec(), Applicability::Unsafe, |source| {
        let mut found: Vec<Finding> =
            edits.iter().filter_map(|(old, new)| finding(source, old, new, Applicability::Safe)).collect();
        found.sort_by_key(|finding| (*finding.location, *finding.end_location));
        found
    })
}

fn bytes_of(done: Result<FixedDocument, Unmended>) -> Vec<u8> {
    done.expect("it settles").bytes
}

#[test]
fn a_file_keeps_its_encoding_its_line_breaks_and_what_is_no_text() {
    let edits = [("STPDIS", "SIPDIS"), ("run on", "run\non")];
    assert_eq!(bytes_of(mended(b"caf\xe9 STPDIS\r\nrun on\x81", &edits)), b"caf\xe9 SIPDIS\r\nrun\r\non\x81");
    let bom = "\u{feff}é STPDIS\r\nrun on".as_bytes();
    assert_eq!(bytes_of(mended(bom, &edits)), "\u{feff}é SIPDIS\r\nrun\r\non".as_bytes());
    let wide = |text: &str| -> Vec<u8> { text.encode_utf16().flat_map(u16::to_be_bytes).collect() };
    let broken: Vec<u8> = [wide("\u{feff}𝄞 STPDIS\r"), vec![0xD8, 0x00], wide("run on")].concat();
    let right: Vec<u8> = [wide("\u{feff}𝄞 SIPDIS\r"), vec![0xD8, 0x00], wide("run\ron")].concat();
    assert_eq!(bytes_of(mended(&broken, &edits)), right);
}

#[test]
fn the_first_of_overlapping_fixes_is_applied_and_the_other_looked_at_again() {
    let edits = [("one two", "one 2"), ("two three", "2 three"), ("three", "drei")];
    let done = mended(b"one two three", &edits).expect("it settles");
    assert_eq!((done.bytes, done.applied.len()), (b"one 2 drei".to_vec(), 2));
}

#[test]
fn fixes_that_undo_each_other_leave_the_file_alone() {
    assert_eq!(mended(b"left", &[("left", "right"), ("right", "left")]).err(), Some(Unmended::Unsettled));
}

#[test]
fn what_cannot_be_spelt_or_would_lose_words_is_not_applied() {
    let done = mended(b"caf\xe9 one two", &[("one", "一"), ("one two", "")]).expect("it settles");
    assert_eq!((done.bytes.as_slice(), done.applied.len()), (&b"caf\xe9 one two"[..], 0));
}

#[test]
fn unsafe_fixes_and_suppressed_findings_need_a_word() {
    let judge = |suppressed: bool| {
        move |source: &SourceFile| -> Vec<Finding> {
            let mut found = finding(source, "a", "b", Applicability::Unsafe);
            let why = Suppression { kind: SuppressionKind::Baseline, reason: None };
            found.iter_mut().for_each(|found| found.suppression = suppressed.then(|| why.clone()));
            found.into_iter().collect()
        }
    };
    let applied =
        |allowed, suppressed| mend("x", b"a".to_vec(), allowed, judge(suppressed)).expect("it settles").applied.len();
    assert_eq!(applied(Applicability::Safe, false), 0);
    assert_eq!(applied(Applicability::Unsafe, true), 0);
    assert_eq!(applied(Applicability::Unsafe, false), 1);
}
