//! Layouts: what is read of a telegram whose pages an archive has furnished must be what was sent.

use std::fs;
use std::path::Path;

use cable_lint::check::CHECKS;
use cable_lint::document;
use cable_lint::document::page::furniture::FurnitureKind;
use cable_lint::document::{Document, Layout};
use cable_lint::lex;
use cable_lint::rule::RuleSet;
use cable_lint::source;
use cable_lint::source::SourceFile;

fn clean(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cables/clean").join(name);
    fs::read_to_string(path).expect("a clean telegram")
}

/// Reads `text` and hands its documents to `look`.
fn read(text: &str, look: impl FnOnce(&SourceFile, &[Document<'_>])) {
    let rules = RuleSet::builtin(CHECKS).expect("the built-in packs load");
    let source = source::read("telegram", text.as_bytes().to_vec()).expect("a text");
    let tokens = lex::lex(source.text());
    look(&source, &document::parse(&source, &tokens, rules.registers(), &rules.assumptions));
}

/// The paragraph numbers, the signature and the number of page headings of the only document in `text`.
fn outline(text: &str) -> (Vec<u32>, String, usize) {
    let mut outline = (Vec::new(), String::new(), 0);
    read(text, |_, documents| {
        let [document] = documents else { panic!("{} documents", documents.len()) };
        outline.0 = document.paragraphs.iter().filter_map(|it| it.number.map(|number| number.value)).collect();
        outline.1 = document.signature.map_or("", |signature| document.text(signature.span)).to_owned();
        let heading = |kind| matches!(kind, FurnitureKind::PageHeading(_));
        outline.2 = document.furniture.iter().filter(|piece| heading(piece.kind)).count();
    });
    outline
}

/// The text of the telegram from `name` as it was sent: what is furniture by this test's own, cruder eyes is cut out.
fn without_page_breaks(name: &str) -> String {
    let mut pages = clean(name);
    while let Some(at) =
        pages.match_indices("\nPAGE 0").map(|(at, _)| at).find(|at| !pages[*at..].starts_with("\nPAGE 01"))
    {
        let mark = |line: &str| line.is_empty() || line.starts_with("CONFIDENTIAL") || line.starts_with("LIMITED OFF");
        let mut above = at;
        while let Some(start) = pages[..above].rfind('\n').filter(|start| mark(&pages[start + 1..above])) {
            above = start;
        }
        let mut below = at + 1 + pages[at + 1..].find('\n').expect("a further line");
        while pages[below..].starts_with("\n\n") {
            below += 1;
        }
        pages.replace_range(above..below, "");
    }
    pages
}

#[test]
fn telegrams_are_read_whole_across_their_pages() {
    assert_eq!(outline(&clean("1975-pages.txt")), (vec![1, 2, 3], "KISSINGER".to_owned(), 3));
    assert_eq!(outline(&clean("1979-pages.txt")), (vec![1, 2, 3, 4], "HOLLOWMERE".to_owned(), 3));
    assert_eq!(outline(&clean("1993.txt")), (vec![1, 2, 3, 4, 5], "VANDERSLOOT".to_owned(), 3));
    assert_eq!(outline(&clean("1979.txt")), (vec![1, 2, 3, 4, 5, 6, 7], "WINTERBOURNE".to_owned(), 2));
}

#[test]
fn page_breaks_change_nothing_that_is_read() {
    for name in ["1975-pages.txt", "1979-pages.txt", "1993.txt"] {
        let parts = |text: &str| {
            let mut parts: Vec<String> = Vec::new();
            read(text, |_, documents| {
                let document = &documents[0];
                parts.extend(
                    document.tags.iter().flat_map(|tags| &tags.tokens).map(|tag| document.text(tag.span).into()),
                );
                let entries = document.references.iter().flat_map(|field| &field.entries);
                parts.extend(entries.map(|entry| document.text(entry.span).into()));
                parts.extend(document.addressees.iter().map(|addressee| document.text(addressee.span).into()));
                parts.extend(document.subject.map(|subject| document.sent(subject.value).to_string()));
                parts.extend(document.paragraphs.iter().map(|paragraph| document.sent(paragraph.span).to_string()));
                parts.extend(
                    document.paragraphs.iter().map(|paragraph| format!("{:?}", paragraph.mark.map(|m| m.level))),
                );
            });
            parts
        };
        let (whole, paged) = (without_page_breaks(name), clean(name));
        assert!(whole.len() < paged.len() && !whole.contains("PAGE 02"), "{name} has page breaks to cut");
        assert_eq!(parts(&paged), parts(&whole), "{name}");
    }
}

#[test]
fn layouts_are_told_apart() {
    let expected = [
        ("1967.txt", Layout::Early),
        ("1975.txt", Layout::DepartmentCopy),
        ("1975-pages.txt", Layout::DepartmentCopy),
        ("1979.txt", Layout::DepartmentCopy),
        ("1979-pages.txt", Layout::DepartmentCopy),
        ("1993.txt", Layout::LateCopy),
        ("1999.txt", Layout::Transmission),
        ("2007.txt", Layout::Transmission),
    ];
    for (name, layout) in expected {
        read(&clean(name), |_, documents| assert_eq!(documents[0].layout, Some(layout), "{name}"));
    }
    let web = "VZCZCXRO4471\nUNCLAS OSLO 000012\nTAGS: PREL\n\n¶1. (U) The press knows.\n";
    read(web, |_, documents| assert_eq!(documents[0].layout, Some(Layout::Web)));
    for (name, layout) in [
        ("form-incoming", Layout::Form),
        ("form-outgoing", Layout::Form),
        ("airgram", Layout::Form),
        ("edition-paper", Layout::Printed),
    ] {
        let text =
            std::fs::read_to_string(format!("{}/tests/cables/layouts/{name}-clean.txt", env!("CARGO_MANIFEST_DIR")));
        read(&text.expect("a text"), |_, documents| assert_eq!(documents[0].layout, Some(layout), "{name}"));
    }
    let look_alike = include_str!("cables/layouts/form-lookalike-clean.txt");
    read(look_alike, |_, documents| assert_ne!(documents[0].layout, Some(Layout::Form)));
    read(&clean("memo.txt"), |_, documents| assert_eq!(documents[0].layout, None));
}

#[test]
fn copies_one_behind_the_other_are_documents_of_their_own() {
    let names = ["1975.txt", "1975-pages.txt", "1979-pages.txt", "1993.txt"];
    let all: String = names.iter().map(|name| clean(name)).collect();
    read(&all, |source, documents| {
        let posts: Vec<&str> =
            documents.iter().map(|it| it.classification.as_ref().map_or("", |line| it.text(line.post))).collect();
        assert_eq!(posts, ["REYKJAVIK", "STATE", "MASERU", "RIGA"]);
        for (document, name) in documents.iter().zip(names) {
            assert_eq!(
                source.slice(document.span),
                clean(name),
                "{name} begins at its class mark and ends with its NNNN"
            );
            assert!(document.signature.is_some(), "{name}");
        }
    });
}

#[test]
fn a_level_word_alone_in_the_text_is_text() {
    let text = clean("1993.txt").replace("ITS PILES WERE", "\nCONFIDENTIAL\n\nITS PILES WERE");
    read(&text, |source, documents| {
        let at = text.find("CONFIDENTIAL\n\nITS").expect("it was put there") as u32;
        assert!(documents[0].furniture.iter().all(|piece| piece.span.start != at));
        assert!(documents[0].sent(documents[0].paragraphs[2].span).contains("CONFIDENTIAL"), "{}", source.name());
    });
}

#[test]
fn furniture_lies_in_order_on_whole_lines() {
    let text = clean("1979-pages.txt");
    read(&text, |source, documents| {
        for pair in documents[0].furniture.windows(2) {
            assert!(pair[0].span.end < pair[1].span.start);
        }
        for piece in &documents[0].furniture {
            assert_eq!(source.slice(source.line(piece.span.start)).trim(), source.slice(piece.span));
        }
        let stamps = documents[0].furniture.iter().filter(|piece| piece.kind == FurnitureKind::Stamp).count();
        assert_eq!(stamps, 6, "five lines with the name before them, and one that holds everything");
    });
}

#[test]
fn joins_and_case_headers_break_no_paragraph() {
    let text = "\
UNCLASSIFIED U.S. Department of State Case No. F-2014-00001 Doc No. C00000001 Date: 01/02/2015
R 141527Z SEP 99
FM USMISSION UNVIE VIENNA
TO SECSTATE WASHDC 4406
UNCLAS UNVIE VIENNA 000285

E.O. 12958: N/A
TAGS: AORC, PREL
SUBJECT: A LONG MEETING

1. The chairman read the whole

UNVIE VIEN 00000285  002 OF 036

report aloud. Then he

UNCLASSIFIED U.S. Department of State Case No. F-2014-00001 Doc No. C00000001 Date: 01/02/2015

asked for questions.

2. There were none.
RITTERSPORN
";
    read(text, |source, documents| {
        let document = &documents[0];
        assert_eq!(document.furniture.len(), 3);
        let sent = document.sent(document.paragraphs[0].span);
        assert_eq!(&*sent, "1. The chairman read the whole\nreport aloud. Then he\nasked for questions.");
        for word in ["1. The", "report aloud.", "Then he", "questions."] {
            let at = sent.find(word).expect("it was sent");
            assert_eq!(source.slice(sent.span(at..at + word.len())), word, "the way back");
        }
        assert!(document.signature.is_some());
    });
}
