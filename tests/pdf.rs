//! PDF files, which the tests write themselves: what is read of them, what they hide, and what only looks like it.

#[path = "pdf/hiding.rs"]
mod hiding;
#[path = "pdf/kept.rs"]
mod kept;
#[path = "pdf/paper.rs"]
mod paper;

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use base64::prelude::{BASE64_STANDARD as STANDARD, Engine};
use cable_lint::check::CHECKS;
use cable_lint::diagnostic::Severity;
use cable_lint::rule::RuleSet;
use cable_lint::source::{self, SourceFile, Unreadable};
use cable_lint::{lint, view};
use hiding::{NAME, cut, hiding, innocent, page, pictured};
use paper::{Paper, stream};

fn open(bytes: Vec<u8>) -> Result<SourceFile, Unreadable> {
    view::open("paper.pdf", bytes)
}

fn seen(source: &SourceFile) -> &str {
    &source.text()[..source.packed().map_or(source.text().len(), |packed| packed.seen as usize)]
}

/// The rules about hidden text that fire, with what they point at.
fn hidden(bytes: Vec<u8>) -> Vec<(String, String)> {
    let rules = RuleSet::builtin(CHECKS).expect("the built-in packs load");
    let source = open(bytes).expect("a PDF");
    let found = lint(&source, &rules).into_iter().filter(|found| rules.rules()[found.rule].entry.name == "hidden-text");
    found.map(|found| (rules.rules()[found.rule].name.clone(), source.slice(found.span).to_owned())).collect()
}

#[test]
fn every_way_of_hiding_a_name_is_found() {
    for (what, bytes, rule) in hiding().into_iter().chain(kept::hiding()) {
        let found = hidden(bytes);
        let rules: Vec<&str> = found.iter().map(|(rule, _)| rule.as_str()).collect();
        assert!(!rules.is_empty() && rules.iter().all(|found| *found == rule), "{what}: {found:?}");
        let said: String = found.iter().map(|(_, text)| text.to_lowercase()).collect();
        assert!(said.contains("quill"), "{what}: {found:?}");
    }
}

#[test]
fn what_looks_like_hiding_is_silent() {
    for (what, bytes) in innocent().into_iter().chain(kept::innocent()) {
        assert_eq!(hidden(bytes), [], "{what}");
    }
}

#[test]
fn what_is_hidden_is_not_in_the_text_and_says_how_much_is_covered() {
    let source = open(page().cover(NAME.0, NAME.1, NAME.2, 0.0).bytes()).expect("a PDF");
    assert!(!seen(&source).contains("Quill"), "{}", seen(&source));
    let packed = source.packed().expect("a file that is not text");
    assert_eq!(packed.hidden.iter().map(|hidden| hidden.covered).collect::<Vec<_>>(), [Some(100)]);
    let place = packed.place(packed.hidden[0].span).expect("a place");
    let [left, top, right, bottom] = place.rectangle.expect("a box");
    assert_eq!((&*place.part, place.page), ("page 1", Some(1)));
    assert!((left - 156.0).abs() < 1.0 && (right - 210.0).abs() < 1.0 && top > 90.0 && bottom < 102.0, "{place:?}");
}

#[test]
fn a_black_box_over_nothing_is_a_mark_as_wide_as_its_letters() {
    let source = open(cut().bytes()).expect("a PDF");
    assert!(seen(&source).contains("He met █████████ on Monday"), "{}", seen(&source));
}

#[test]
fn a_memorandum_gives_the_same_findings_as_text_and_as_pdf() {
    let lines = [
        "                          CONFIDENTIAL",
        "",
        "MEMORANDUM FOR THE RECORD",
        "",
        "SUBJECT: (U) The ferry to Port Velm",
        "",
        "1. (S) The harbor office was paid for it.",
        "",
        "2. The second paragraph has no portion mark at all.",
        "",
        "3. (U) Its telephone is known.",
        "",
        "Classified By: Tor Varden, Political Counselor",
        "Reason: 1.4(b), (k)",
        "Declassify On: 20310231",
        "",
        "                          CONFIDENTIAL",
    ];
    let rules = RuleSet::builtin(CHECKS).expect("the built-in packs load");
    let found = |source: &SourceFile| -> Vec<(String, String)> {
        let found = lint(source, &rules).into_iter();
        found.map(|found| (rules.rules()[found.rule].name.clone(), source.slice(found.span).to_owned())).collect()
    };
    let text = source::read("paper.txt", (lines.join("\n") + "\n").into_bytes()).expect("a text");
    let as_text = found(&text);
    assert!(as_text.iter().any(|(rule, _)| rule == "portion-outranks-banner"), "{as_text:?}");
    assert_eq!(found(&open(Paper::new(&lines).bytes()).expect("a PDF")), as_text);
}

#[test]
fn cells_of_a_row_that_are_marked_are_portions() {
    let row = |first: &str| {
        let paper = Paper::new(&["CONFIDENTIAL", "", first]).text(232.0, Paper::base(2), "(C) 40,000");
        seen(&open(paper.bytes()).expect("a PDF")).to_owned()
    };
    assert!(row("(U) North quay").contains("(U) North quay\n\n(C) 40,000\n"), "{}", row("(U) North quay"));
    assert!(row("SUBJECT:").contains("SUBJECT:  "), "{}", row("SUBJECT:"));
    assert!(!row("SUBJECT:").contains("SUBJECT:\n"), "a label is no cell");
}

#[test]
fn two_columns_are_read_one_after_the_other() {
    let mut paper = Paper::new(&["CONFIDENTIAL"]);
    for index in 0..8 {
        let y = Paper::base(index + 2);
        paper = paper.text(72.0, y, &format!("left {index} has words enough here"));
        paper = paper.text(330.0, y - 3.0, &format!("right {index} has words enough too"));
    }
    let source = open(paper.bytes()).expect("a PDF");
    let order: Vec<&str> = seen(&source).split_whitespace().filter(|word| ["left", "right"].contains(word)).collect();
    assert_eq!(order, [["left"; 8], ["right"; 8]].concat());
}

#[test]
fn pages_are_parted_by_form_feeds() {
    let source = open(Paper { pages: 3, ..page() }.bytes()).expect("a PDF");
    assert_eq!(seen(&source).matches('\x0c').count(), 2);
    assert_eq!(source.packed().map(|packed| packed.pages), Some(3));
}

#[test]
fn a_page_that_is_a_picture_is_told_and_one_with_a_layer_of_text_is_read() {
    let whole = [0.0, 0.0, 612.0, 792.0];
    let packed = |paper: &Paper| open(paper.bytes()).expect("a PDF").packed().cloned().expect("not text");
    let picture = packed(&pictured(Paper::new(&[]), whole, '\u{7f}'));
    assert_eq!((picture.pictures, picture.scans), (vec!["page 1".into()], Vec::new()));
    let scan = pictured(Paper::new(&[]).draw("q 3 Tr").draw(&page().content).draw("Q"), whole, '\u{7f}');
    let read = packed(&scan);
    assert!(read.pictures.is_empty() && *read.scans == ["page 1".into()] && read.hidden.is_empty(), "{read:?}");
    let boxed = packed(&scan.cover(NAME.0, NAME.1, NAME.2, 0.0));
    assert_eq!(boxed.hidden.len(), 1, "a box on the picture leaves the text of the layer");
    assert!(packed(&Paper::new(&[])).pictures.is_empty(), "an empty page is no picture");
}

#[test]
fn what_was_read_from_a_picture_is_no_error_but_what_is_hidden_there_is() {
    let rules = RuleSet::builtin(CHECKS).expect("the built-in packs load");
    let found = |paper: &Paper| -> Vec<(String, Severity)> {
        let found = lint(&open(paper.bytes()).expect("a PDF"), &rules).into_iter();
        found.map(|found| (rules.rules()[found.rule].name.clone(), found.severity)).collect()
    };
    let lines = ["CONFIDENTIAL", "1. (S) The ferry to Port Velm was late.", "2. (U) He met Ada Quill.", "CONFIDENTIAL"];
    let text = Paper::new(&lines);
    let scan =
        pictured(Paper::new(&[]).draw("q 3 Tr").draw(&text.content).draw("Q"), [0.0, 0.0, 612.0, 792.0], '\u{7f}');
    let level = |found: &[(String, Severity)], name: &str| found.iter().find(|(rule, _)| rule == name).map(|it| it.1);
    assert_eq!(level(&found(&text), "portion-outranks-banner"), Some(Severity::Error));
    assert_eq!(level(&found(&scan), "portion-outranks-banner"), Some(Severity::Warning));
    let boxed = found(&scan.cover(2, 14, 23, 0.0));
    assert_eq!(level(&boxed, "covered-text"), level(&found(&text.cover(2, 14, 23, 0.0)), "covered-text"), "{boxed:?}");
}

#[test]
fn what_cannot_be_read_of_a_file_inside_is_told() {
    let linted = |name: &str, bytes: Vec<u8>| {
        let source = view::open(name, bytes).expect("readable");
        let rules = RuleSet::builtin(CHECKS).expect("the built-in packs load");
        let linted = cable_lint::lint_each(&source, &rules, &mut |_, look| look());
        (linted.unread, linted.pictures.iter().map(ToString::to_string).collect::<Vec<_>>())
    };
    let enclosing = |file: &str| {
        let mut paper =
            page().object("<</Type/Filespec/F(inner.pdf)/EF<</F 8 0 R>>>>").object(&stream("/Type/EmbeddedFile", file));
        paper.catalog = "/Names<</EmbeddedFiles<</Names[(inner.pdf) 7 0 R]>>>>".to_owned();
        paper.bytes()
    };
    let picture = pictured(Paper::new(&[]), [0.0, 0.0, 612.0, 792.0], '\u{7f}').bytes();
    let picture = String::from_utf8(picture).expect("the tests write letters");
    let (unread, pictures) = linted("outer.pdf", enclosing(&picture));
    assert_eq!((unread.len(), pictures), (0, vec!["attachment inner.pdf, page 1".to_owned()]));
    let (unread, _) = linted("outer.pdf", enclosing(&picture[..picture.len() / 2]));
    assert!(unread.len() == 1 && unread[0].starts_with("attachment inner.pdf: this PDF"), "{unread:?}");
    let sound = String::from_utf8(page().bytes()).expect("the tests write letters");
    assert_eq!(linted("outer.pdf", enclosing(&sound)), (Vec::new(), Vec::new()));
    let mail = "Subject: scan\nMIME-Version: 1.0\nContent-Type: application/pdf; name=scan.pdf\n\
                Content-Disposition: attachment; filename=scan.pdf\nContent-Transfer-Encoding: base64\n\n";
    let (unread, pictures) = linted("mail.eml", format!("{mail}{}\n", STANDARD.encode(picture)).into_bytes());
    assert_eq!((unread.len(), pictures), (0, vec!["attachment scan.pdf, page 1".to_owned()]));
}

#[test]
fn what_cannot_be_read_whole_is_refused() {
    let refused = |bytes: Vec<u8>| match open(bytes) {
        Err(Unreadable::Packed(reason)) => reason,
        other => panic!("{other:?}"),
    };
    let whole = page().bytes();
    assert!(refused(whole[..whole.len() / 2].to_vec()).contains("cut off"));
    let many = Paper::new(&[]).draw(&format!("BT /F1 1 Tf ({}) Tj ET", "x".repeat(200_001)));
    assert!(refused(many.bytes()).contains("more on a page than is checked"));
    // Packed twice, a little becomes any amount.
    let twice = page().object("<</Filter[/FlateDecode/FlateDecode]/Length 3>>\nstream\nabc\nendstream");
    assert!(refused(twice.bytes()).contains("unpacks to more"));
    let mut images = pictured(Paper::new(&[]), [0.0, 0.0, 10.0, 10.0], '\0');
    images.content = images.content.repeat(20_001);
    assert!(refused(images.bytes()).contains("more on a page than is checked"));
    // Forms that each draw the next one twice.
    let mut bomb = Paper::new(&[]).draw("/X0 Do");
    for level in 0..40 {
        let next = Paper::FIRST + level + 1;
        let entries = format!("/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X {next} 0 R>>>>");
        bomb = bomb.object(&stream(&entries, "/X Do /X Do"));
    }
    bomb.resources = format!("/XObject<</X0 {} 0 R>>", Paper::FIRST);
    assert!(refused(bomb.bytes()).contains("more on a page than is checked"));
}

#[test]
fn an_encrypted_file_is_read_if_it_needs_no_password() {
    let encrypted = |user: &str| {
        let mut file = lopdf::Document::load_mem(&page().bytes()).expect("a PDF");
        let id = lopdf::Object::string_literal("0123456789abcdef");
        file.trailer.set("ID", vec![id.clone(), id]);
        let version = lopdf::EncryptionVersion::V2 {
            document: &file,
            owner_password: "owner",
            user_password: user,
            key_length: 128,
            permissions: lopdf::Permissions::all(),
        };
        let state = lopdf::EncryptionState::try_from(version).expect("a known way");
        file.encrypt(&state).expect("encrypted");
        let mut bytes = Vec::new();
        file.save_to(&mut bytes).expect("written");
        bytes
    };
    assert!(seen(&open(encrypted("")).expect("a PDF")).contains("He met Ada Quill"));
    let refused = open(encrypted("a password")).expect_err("it needs a password").to_string();
    assert!(refused.contains("needs a password"), "{refused}");
}

/// How many files are spoiled: 30, or as many as `CABLE_LINT_CASES` says. 5000 is a thorough run.
fn cases() -> usize {
    std::env::var("CABLE_LINT_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(30)
}

static OWN: AtomicBool = AtomicBool::new(false);

#[test]
fn spoiled_files_neither_break_the_reader_nor_keep_it() {
    let rules = RuleSet::builtin(CHECKS).expect("the built-in packs load");
    let files: Vec<Vec<u8>> = hiding().into_iter().map(|(_, bytes, _)| bytes).collect();
    let mut chance = fastrand::Rng::with_seed(7);
    // What the interpreter does to broken files is caught; the reader itself must not panic.
    std::panic::set_hook(Box::new(|panic| {
        let own = panic.location().is_some_and(|place| place.file().contains("view/pdf"));
        OWN.fetch_or(own, Ordering::Relaxed);
    }));
    for case in 0..cases() {
        let mut bytes = files[chance.usize(..files.len())].clone();
        for _ in 0..chance.usize(1..=12) {
            let at = chance.usize(..bytes.len());
            match chance.u8(..5) {
                0 => bytes[at] = chance.u8(..),
                1 => bytes[at] = b"0123456789<>[]()/ %"[chance.usize(..19)],
                2 => drop(bytes.drain(at..(at + chance.usize(1..40)).min(bytes.len()))),
                3 => {
                    let piece = bytes[at..(at + chance.usize(1..200)).min(bytes.len())].to_vec();
                    let to = chance.usize(..bytes.len());
                    drop(bytes.splice(to..to, piece));
                }
                _ => bytes.insert(at, b'9'),
            }
            if bytes.len() < 20 {
                break;
            }
        }
        let begun = Instant::now();
        if let Ok(source) = open(bytes) {
            lint(&source, &rules);
        }
        assert!(begun.elapsed() < Duration::from_secs(20), "case {case} took {:?}", begun.elapsed());
    }
    drop(std::panic::take_hook());
    assert!(!OWN.load(Ordering::Relaxed), "the reader panicked");
}
