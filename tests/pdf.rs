//! PDF files, which the tests write themselves: what is read of them, what they hide, and what only looks like it.

#[path = "pdf/paper.rs"]
mod paper;

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use cable_lint::check::CHECKS;
use cable_lint::rule::RuleSet;
use cable_lint::source::{self, SourceFile, Unreadable};
use cable_lint::{lint, view};
use paper::{Paper, stream};

/// What stands on the pages. The name is at the letters 14 to 23 of the third line.
const LINES: [&str; 4] = [
    "CONFIDENTIAL",
    "1. (U) The ferry to Port Velm was late.",
    "2. (C) He met Ada Quill on Monday, at noon.",
    "3. (U) The harbor office will look into it.",
];
const NAME: (usize, usize, usize) = (2, 14, 23);
/// The same page, from which the name was removed.
const CUT: [&str; 4] = [LINES[0], LINES[1], "2. (C) He met           on Monday, at noon.", LINES[3]];

fn page() -> Paper {
    Paper::new(&LINES)
}

/// A page from which the name was removed, under a black box.
fn cut() -> Paper {
    Paper::new(&CUT).cover(NAME.0, NAME.1, NAME.2, 0.0)
}

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

fn rectangle() -> String {
    let [left, bottom, width, height] = Paper::place(NAME.0, NAME.1, NAME.2);
    format!("/Rect[{left} {bottom} {} {}]", left + width, bottom + height)
}

/// An image of one gray, of 10 to 10 pixels.
fn image(gray: char) -> String {
    let entries = "/Type/XObject/Subtype/Image/Width 10/Height 10/ColorSpace/DeviceGray/BitsPerComponent 8";
    stream(entries, &gray.to_string().repeat(100))
}

/// A page with an image over a part of it: left, bottom, width, height.
fn pictured(page: Paper, [left, bottom, width, height]: [f32; 4], gray: char) -> Paper {
    let number = Paper::FIRST + page.objects.len();
    let mut page = page.object(&image(gray)).draw(&format!("q {width} 0 0 {height} {left} {bottom} cm /I Do Q"));
    page.resources += &format!("/XObject<</I {number} 0 R>>");
    page
}

/// A page with a layer, switched on or off, on which the name stands.
fn layered(state: &str) -> Paper {
    let group = Paper::FIRST;
    let mut paper = Paper::new(&CUT).object("<</Type/OCG/Name(names)>>");
    paper.catalog = format!("/OCProperties<</OCGs[{group} 0 R]/D<</{state}[{group} 0 R]>>>>");
    paper.resources = format!("/Properties<</L {group} 0 R>>");
    paper.draw("/OC /L BDC").text(72.0, 400.0, "Ada Quill").draw("EMC")
}

/// Every way to hide the name, with the rule that must fire at it.
fn hiding() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let (line, first, last) = NAME;
    let place = Paper::place(line, first, last);
    let [x, y, width, height] = place;
    let mut bookmark = cut()
        .object("<</First 8 0 R/Last 8 0 R/Count 1>>")
        .object("<</Title(Interview with Ada Quill)/Parent 7 0 R/Dest[3 0 R/Fit]>>");
    bookmark.catalog = "/Outlines 7 0 R".to_owned();
    let mut properties = cut();
    properties.info = "/Author(Ada Quill)".to_owned();
    let mut metadata = cut().object(&stream(
        "/Type/Metadata/Subtype/XML",
        "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF><dc:creator><rdf:Seq><rdf:li>Ada Quill</rdf:li></rdf:Seq></dc:creator></rdf:RDF></x:xmpmeta>",
    ));
    metadata.catalog = "/Metadata 7 0 R".to_owned();
    let mut enclosed = cut()
        .object("<</Type/Filespec/F(notes.txt)/EF<</F 8 0 R>>>>")
        .object(&stream("/Type/EmbeddedFile", "Ada Quill gave the figures."));
    enclosed.catalog = "/Names<</EmbeddedFiles<</Names[(notes.txt) 7 0 R]>>>>".to_owned();
    let mut cropped = page();
    cropped.page = format!("/CropBox[0 0 612 {}]", Paper::base(line) - 4.0);
    let mut faint = page();
    faint.resources = "/ExtGState<</G<</ca 0>>>>".to_owned();
    let papers = [
        ("a black box", page().cover(line, first, last, 0.0), "covered-text"),
        ("a white box", page().cover(line, first, last, 1.0), "covered-text"),
        (
            "a black box with a code on it",
            page().cover(line, first, last, 0.0).draw("1 g").text(x, y + 4.0, "B6"),
            "covered-text",
        ),
        ("a thick line", page().draw(&format!("12 w {x} {} m {} {} l S", y + 6.0, x + width, y + 6.0)), "covered-text"),
        (
            "a polygon with cut corners",
            page().draw(&format!(
                "{} {y} m {} {y} l {} {} l {} {} l {x} {} l {x} {} l f",
                x + 1.0,
                x + width,
                x + width,
                y + height,
                x + 1.0,
                y + height,
                y + height - 1.0,
                y + 1.0
            )),
            "covered-text",
        ),
        (
            "dense hatching",
            page().draw(
                &(0..80)
                    .map(|at| {
                        let from = x - 12.0 + at as f32;
                        format!(
                            "1 w {from} {y} m {} {} l S {from} {} m {} {y} l S ",
                            from + 12.0,
                            y + 12.0,
                            y + 12.0,
                            from + 12.0
                        )
                    })
                    .collect::<String>(),
            ),
            "covered-text",
        ),
        ("a black image", pictured(page(), place, '\0'), "covered-text"),
        ("a white image", pictured(page(), place, '\u{7f}'), "covered-text"),
        (
            "a square note",
            page().note(&format!("<</Type/Annot/Subtype/Square{}/IC[0 0 0]>>", rectangle())),
            "covered-text",
        ),
        (
            "a dark highlight",
            page().note(&format!("<</Type/Annot/Subtype/Highlight{}/C[0 0 0]>>", rectangle())),
            "covered-text",
        ),
        ("white letters", cut().draw("1 g").text(72.0, 400.0, "Ada Quill"), "same-color-text"),
        (
            "letters in the color of a box",
            cut().draw("0 0 1 rg 60 390 200 30 re f").text(72.0, 400.0, "Ada Quill"),
            "same-color-text",
        ),
        ("invisible letters", cut().draw("3 Tr").text(72.0, 400.0, "Ada Quill"), "undrawn-text"),
        ("transparent letters", faint.draw("/G gs").text(72.0, 400.0, "Ada Quill"), "undrawn-text"),
        (
            "letters outside of a clip",
            cut().draw("q 0 0 10 10 re W n").text(72.0, 400.0, "Ada Quill").draw("Q"),
            "undrawn-text",
        ),
        ("letters beside the page", cut().text(700.0, 400.0, "Ada Quill"), "text-outside-page"),
        ("tiny letters", cut().draw("BT /F1 0.5 Tf 72 400 Td (Ada Quill) Tj ET"), "tiny-text"),
        ("a layer that is off", layered("OFF"), "text-on-hidden-layer"),
        (
            "a mark that was not applied",
            page().note(&format!("<</Type/Annot/Subtype/Redact{}>>", rectangle())),
            "unapplied-redaction",
        ),
        (
            "a note",
            cut().note("<</Type/Annot/Subtype/Text/Rect[500 700 520 720]/Contents(Ask Ada Quill)>>"),
            "note-on-page",
        ),
        (
            "a field that is hidden",
            cut().note("<</Type/Annot/Subtype/Widget/FT/Tx/F 2/V(Ada Quill)/Rect[72 300 200 320]>>"),
            "note-on-page",
        ),
        ("a bookmark", bookmark, "telling-bookmark"),
        (
            "a link",
            cut().note(&format!(
                "<</Type/Annot/Subtype/Link{}/A<</S/URI/URI(mailto:ada.quill@velm.example)>>>>",
                rectangle()
            )),
            "telling-bookmark",
        ),
        ("an author", properties, "telling-properties"),
        ("an author in the metadata", metadata, "telling-properties"),
        ("an enclosed file", enclosed, "embedded-file"),
    ];
    let mut kept = cut();
    kept = kept
        .object(&stream("/Type/XObject/Subtype/Form/BBox[0 0 612 792]", "BT /F1 10 Tf 72 400 Td (Ada Quill) Tj ET"));
    kept.resources = "/XObject<</Unused 7 0 R>>".to_owned();
    let mut custom = cut();
    custom.info = "/Reviewer(Ada Quill)".to_owned();
    let more = [
        ("a form that nothing draws", kept, "earlier-version"),
        ("a property of its own", custom, "telling-properties"),
        (
            "another text for programs",
            cut().draw("/Span <</ActualText(Ada Quill)>> BDC").text(72.0, 400.0, "the harbor office").draw("EMC"),
            "misdrawn-text",
        ),
        ("letters squeezed to a line", cut().draw("BT /F1 10 Tf 1 Tz 72 400 Td (Ada Quill) Tj ET"), "tiny-text"),
    ];
    let papers = papers.into_iter().chain(more);
    let mut all: Vec<_> = papers.map(|(what, paper, rule)| (what, paper.bytes(), rule)).collect();
    all.push(("an earlier version", page().saved_as(&cut()), "earlier-version"));
    all.push(("a page that was cropped", cropped.bytes(), "text-outside-page"));
    all
}

/// What looks like hiding something and is not.
fn innocent() -> Vec<(&'static str, Vec<u8>)> {
    let (line, first, last) = NAME;
    let [x, y, width, height] = Paper::place(line, first, last);
    let mut properties = page();
    properties.info = "/Author(anonymous)/Title(untitled)/Subject(The ferry to Port Velm)/Creator(Writer)".to_owned();
    let mut bookmarks =
        cut().object("<</First 8 0 R/Last 8 0 R/Count 1>>").object("<</Title(Table of Contents)/Parent 7 0 R>>");
    bookmarks.catalog = "/Outlines 7 0 R".to_owned();
    let mut glass = page();
    glass.resources = "/ExtGState<</G<</ca 0.4>>/M<</BM/Multiply>>>>".to_owned();
    let dates = Paper::new(&["CONFIDENTIAL", "1. (U) It was signed on 3/14/2007 there."]);
    let papers = [
        ("a page", page()),
        ("a redaction that was applied", cut()),
        (
            "an underline and a table rule",
            page().draw(&format!("0.7 w {x} {} m {} {} l S 72 500 m 500 500 l S", y + 1.5, x + width, y + 1.5)),
        ),
        ("a line through a name", page().draw(&format!("0.7 w {x} {} m {} {} l S", y + 6.0, x + width, y + 6.0))),
        ("a frame", page().draw(&format!("{x} {y} {width} {height} re S"))),
        (
            "a highlight below the text",
            Paper::new(&[]).draw(&format!("q 1 1 0 rg {x} {y} {width} {height} re f Q 0 g")).draw(&page().content),
        ),
        (
            "a highlight that one can see through",
            glass.clone().draw(&format!("q /G gs 1 1 0 rg {x} {y} {width} {height} re f Q")),
        ),
        ("a highlight printed like ink", glass.draw(&format!("q /M gs 1 1 0 rg {x} {y} {width} {height} re f Q"))),
        (
            "white letters on a black box",
            page().draw("0 g 60 390 300 30 re f 1 g").text(72.0, 400.0, "The office of the harbor"),
        ),
        ("a white box over nothing", page().draw("1 g 60 390 300 30 re f")),
        (
            "a box with a hole around a name",
            page()
                .draw(&format!(
                    "{} {} {} {} re {x} {y} {width} {height} re f*",
                    x - 4.0,
                    y - 1.0,
                    width + 8.0,
                    height + 2.0
                ))
                .draw(&page().content),
        ),
        ("a box that is clipped away", page().draw(&format!("q 0 0 10 10 re W n {x} {y} {width} {height} re f Q"))),
        ("a date below a stamp", pictured(dates, Paper::place(1, 24, 33), '\u{7f}')),
        (
            "a placeholder below a box",
            Paper::new(&[LINES[0], "1. (C) He met XXXXXXXXX on Monday."]).cover(1, 14, 23, 0.0),
        ),
        ("a layer that is on", layered("ON")),
        (
            "a field that is shown",
            page().note("<</Type/Annot/Subtype/Widget/FT/Tx/V(Port Velm)/Rect[72 300 200 320]>>"),
        ),
        ("properties that name nobody", properties),
        ("bookmarks that name nobody", bookmarks),
        (
            "letters that are painted through",
            cut().draw("q BT 7 Tr /F1 10 Tf 72 400 Td (The harbor) Tj ET 0 0 1 rg 0 0 612 792 re f Q"),
        ),
        (
            "a gray text across the page",
            page().draw("q 0.9 g BT /F1 80 Tf 0.7 0.7 -0.7 0.7 150 200 Tm (DRAFT) Tj ET Q"),
        ),
        (
            "a name printed again on its box",
            page().cover(line, first, last, 1.0).draw("0 g").text(72.0 + 84.0, Paper::base(line), "Ada Quill"),
        ),
    ];
    let mut all: Vec<_> = papers.into_iter().map(|(what, paper)| (what, paper.bytes())).collect();
    all.push(("a version that only adds", page().saved_as(&page().text(72.0, 300.0, "4. (U) No more."))));
    all
}

#[test]
fn every_way_of_hiding_a_name_is_found() {
    for (what, bytes, rule) in hiding() {
        let found = hidden(bytes);
        let rules: Vec<&str> = found.iter().map(|(rule, _)| rule.as_str()).collect();
        assert!(!rules.is_empty() && rules.iter().all(|found| *found == rule), "{what}: {found:?}");
        let said: String = found.iter().map(|(_, text)| text.to_lowercase()).collect();
        assert!(said.contains("quill"), "{what}: {found:?}");
    }
}

#[test]
fn what_looks_like_hiding_is_silent() {
    for (what, bytes) in innocent() {
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
    assert_eq!((picture.pictures, picture.scanned), (vec![1], false));
    let scan = pictured(Paper::new(&[]).draw("q 3 Tr").draw(&page().content).draw("Q"), whole, '\u{7f}');
    let read = packed(&scan);
    assert!(read.pictures.is_empty() && read.scanned && read.hidden.is_empty(), "{read:?}");
    let boxed = packed(&scan.cover(NAME.0, NAME.1, NAME.2, 0.0));
    assert_eq!(boxed.hidden.len(), 1, "a box on the picture leaves the text of the layer");
    assert!(packed(&Paper::new(&[])).pictures.is_empty(), "an empty page is no picture");
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

/// How many files are spoiled: 60, or as many as `CABLE_LINT_CASES` says. 5000 is a thorough run.
fn cases() -> usize {
    std::env::var("CABLE_LINT_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(60)
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
