//! What office files hide is found, and what looks alike is not: each file is written here.

#[path = "office/package.rs"]
mod package;
#[path = "office/sheets.rs"]
mod sheets;
#[path = "office/texts.rs"]
mod texts;

use std::fmt::Write as _;

use cable_lint::check::CHECKS;
use cable_lint::rule::RuleSet;
use cable_lint::source::Span;
use cable_lint::view::open;
use package::{BANNER, BOOK, MEMO, package_of, paragraphs, relations, shape, sheet, slides, word, workbook};

const NAME: &str = "Tor Varden is the source.";

/// The findings in a file, as `rule part: text`, but for infos that are about no hidden text.
fn found(bytes: Vec<u8>) -> Vec<String> {
    let rules = RuleSet::builtin(CHECKS).expect("the built-in packs load");
    let source = open("file", bytes).expect("readable");
    let place = |span: Span| source.packed().and_then(|packed| packed.place(span)).map(|place| place.part.to_string());
    let told = |found: &cable_lint::diagnostic::Diagnostic| {
        let rule = &rules.rules()[found.rule];
        format!("{} {}: {}", rule.name, place(found.span).unwrap_or_default(), source.slice(found.span))
    };
    cable_lint::lint(&source, &rules).iter().map(told).collect()
}

/// Why a file cannot be read.
fn refused(bytes: Vec<u8>) -> String {
    open("file", bytes).err().map_or_else(|| "read".to_owned(), |error| error.to_string())
}

/// A Word document of the memorandum, with more in its seventh paragraph.
fn memo_with(more: &str) -> Vec<u8> {
    word(&paragraphs(&MEMO, more), &[], &[])
}

fn run(properties: &str, text: &str) -> String {
    format!("<w:r><w:rPr>{properties}</w:rPr><w:t xml:space=\"preserve\"> {text}</w:t></w:r>")
}

#[test]
fn a_memorandum_is_the_same_as_text_and_as_a_word_document() {
    let rules = RuleSet::builtin(CHECKS).expect("the built-in packs load");
    for (line, other) in [
        (6, "(TS) Two of the quays"),
        (6, "Two of the quays will be closed for repairs in April, and the line will use the old pier."),
        (10, "Declassify On: 20200101"),
        (7, MEMO[7]),
    ] {
        let mut memo = MEMO;
        memo[line] = other;
        let text = format!("{BANNER}\n\n{}\n\n{BANNER}\n", memo.join("\n\n"));
        let source = open("memo.docx", word(&paragraphs(&memo, ""), &[], &[])).expect("readable");
        assert_eq!(source.text(), text);
        let plain = open("memo.txt", text.into_bytes()).expect("readable");
        let names = |source| {
            let found = cable_lint::lint(source, &rules);
            found.iter().map(|found| (rules.rules()[found.rule].name.clone(), found.span)).collect::<Vec<_>>()
        };
        assert_eq!(names(&source), names(&plain), "{other}");
        assert_eq!(names(&source).is_empty(), other == MEMO[7], "{other}");
    }
}

#[test]
fn what_things_are_called_is_found_if_it_names_somebody() {
    let link = |target: &str| found(word(&paragraphs(&MEMO, ""), &[("l", "hyperlink", target)], &[]));
    let person = "https://people.velm.example/Tor-Varden";
    assert_eq!(link(person), [format!("telling-bookmark links: {person}")]);
    assert_eq!(link("https://velm.example/reports/Annual-Report.pdf"), [""; 0]);
    let control = |said: &str| {
        format!(
            "<w:sdt><w:sdtPr><w:alias w:val=\"{said}\"/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>",
            run("", "It was late.")
        )
    };
    let named = |said: &str| format!("<w:bookmarkStart w:id=\"1\" w:name=\"{said}\"/>");
    assert_eq!(found(memo_with(&control("Tor Varden"))), ["telling-field-code content controls: Tor Varden"]);
    assert_eq!(found(memo_with(&named("Tor_Varden"))), ["telling-bookmark bookmarks: Tor_Varden"]);
    for plain in [control("Date of the memo"), named("_GoBack"), named("Harbor_Fees"), named("Table_Of_Costs")] {
        assert_eq!(found(memo_with(&plain)), [""; 0], "{plain}");
    }
    let people = |said: &str| {
        let people = format!("<w15:people><w15:person w15:author=\"{said}\"/></w15:people>");
        found(word(&paragraphs(&MEMO, ""), &[("p", "people", "people.xml")], &[("word/people.xml", &people)]))
    };
    assert_eq!(people("Tor Varden"), ["telling-properties people: Tor Varden"]);
    assert_eq!(people("Ada Quill"), [""; 0], "the text says her name");
    let list = |said: &str| {
        let list = format!(
            "<dataValidations><dataValidation type=\"list\"><formula1>\"{said}\"</formula1></dataValidation></dataValidations>"
        );
        found(workbook(BOOK, &sheet("", "").replace("</worksheet>", &format!("{list}</worksheet>")), &[]))
    };
    assert_eq!(list("Yes,Tor Varden"), ["telling-field-code lists of values: Tor Varden"]);
    assert_eq!(list("Yes,No,Not Applicable"), [""; 0]);
    let formula = |said: &str| {
        let row = format!("<row><c t=\"str\"><f>IF(1=1,\"(U) five\",\"{said}\")</f><v>(U) five</v></c></row>");
        found(workbook(BOOK, &sheet("", &row), &[]))
    };
    assert_eq!(formula("Tor Varden"), ["telling-field-code formulas: Tor Varden"]);
    assert_eq!(formula("none"), [""; 0]);
}

#[test]
fn properties_that_the_text_does_not_say_are_found() {
    let with = |name: &str, value: &str| {
        let core = format!("<cp:coreProperties><{name}>{value}</{name}></cp:coreProperties>");
        found(word(&paragraphs(&MEMO, ""), &[], &[("docProps/core.xml", &core)]))
    };
    assert_eq!(with("dc:creator", "Tor Varden"), ["telling-properties properties: creator: Tor Varden"]);
    assert_eq!(with("dc:title", "Interview"), ["telling-properties properties: title: Interview"]);
    for (name, value) in
        [("dc:creator", "Ada Quill"), ("dc:creator", "python-docx"), ("cp:revision", "7"), ("dc:title", " ")]
    {
        assert_eq!(with(name, value), [""; 0], "{name} {value}");
    }
}

#[test]
fn files_inside_a_file_are_documents_of_their_own() {
    let inner = memo_with(&run("<w:vanish/>", NAME));
    let outer = |inner: Vec<u8>| {
        let body = format!("<w:document><w:body>{}</w:body></w:document>", paragraphs(&["The list is enclosed."], ""));
        let types = "<Types><Override PartName=\"/word/document.xml\" ContentType=\"x.wordprocessingml.x\"/></Types>";
        package_of(&[
            ("[Content_Types].xml", types.as_bytes().to_vec()),
            ("_rels/.rels", relations(&[("r", "officeDocument", "word/document.xml")]).into_bytes()),
            ("word/document.xml", body.into_bytes()),
            ("word/embeddings/inner.docx", inner),
        ])
    };
    let told = found(outer(inner.clone()));
    let expected = [
        "embedded-file attachment inner.docx: inner.docx".to_owned(),
        format!("undisplayed-text attachment inner.docx, body: {NAME}"),
    ];
    assert_eq!(told, expected);
    let mut deep = inner;
    for _ in 0..8 {
        deep = outer(deep);
    }
    let source = open("deep.docx", deep).expect("readable");
    let unread = source.packed().map(|packed| packed.unread.clone()).unwrap_or_default();
    assert!(unread.len() == 1 && unread[0].contains("deep"), "{unread:?}");
}

#[test]
fn notes_and_hidden_shapes_are_found_in_presentations() {
    let banner = |top| shape([4000, top, 1000, 300], "", "SECRET", ">");
    let text = shape([500, 1000, 8000, 500], "", "(S) The quay is closed.", ">");
    let page = |more: &str| format!("{}{text}{more}{}", banner(0), banner(5600));
    let black = "<a:solidFill><a:srgbClr val=\"000000\"/></a:solidFill>";
    let white = "><a:solidFill><a:srgbClr val=\"FFFFFF\"/></a:solidFill>";
    let at = [500, 3000, 8000, 500];
    for (more, rule) in [
        (shape([-9000, 3000, 8000, 500], "", NAME, ">"), "text-outside-page"),
        (shape(at, "", NAME, white), "same-color-text"),
        (shape(at, "", NAME, " sz=\"100\">"), "tiny-text"),
        (shape(at, "", NAME, ">") + &shape(at, black, "", ">"), "covered-text"),
        (shape(at, "", NAME, " strike=\"sngStrike\">"), "struck-text"),
        (shape(at, "", NAME, ">").replace("name=\"x\"", "name=\"x\" hidden=\"1\""), "undisplayed-text"),
    ] {
        assert_eq!(found(slides("", &page(&more), &[])), [format!("{rule} slide 1: {NAME}")], "{more}");
    }
    for more in [
        shape(at, black, "", ">") + &shape(at, "", "(U) Late.", white),
        shape(at, black, "(U) Late.", white),
        shape(at, "", "(U) Late.", ">") + &shape([500, 4000, 8000, 500], black, "", ">"),
    ] {
        assert_eq!(found(slides("", &page(&more), &[])), [""; 0], "{more}");
    }
    let pictured = |head: &str| {
        let picture = "<p:pic><p:nvPicPr><p:cNvPr id=\"9\" name=\"y\"/></p:nvPicPr><p:blipFill><a:blip r:embed=\"i\"/></p:blipFill><p:spPr>\
                       <a:xfrm><a:off x=\"500\" y=\"3000\"/><a:ext cx=\"8000\" cy=\"500\"/></a:xfrm></p:spPr></p:pic>";
        let to = relations(&[("i", "image", "../media/image1.png")]);
        let parts = [("ppt/media/image1.png", head), ("ppt/slides/_rels/slide1.xml.rels", &*to)];
        found(slides("", &page(&(shape(at, "", "(U) Late.", ">") + picture)), &parts))
    };
    assert_eq!(pictured("BM without transparent places"), ["covered-text slide 1: (U) Late."]);
    assert_eq!(pictured("GIF89a with transparent places"), [""; 0]);
    let notes = |text: &str| {
        let notes = format!("<p:notes><p:cSld><p:spTree>{}</p:spTree></p:cSld></p:notes>", shape(at, "", text, ">"));
        let to = relations(&[("n", "notesSlide", "../notesSlides/notesSlide1.xml")]);
        let parts = [("ppt/notesSlides/notesSlide1.xml", &*notes), ("ppt/slides/_rels/slide1.xml.rels", &to)];
        found(slides("", &page(""), &parts))
    };
    assert_eq!(notes(NAME), [format!("speaker-notes slide 1, notes: {NAME}")]);
    assert_eq!(notes(""), [""; 0]);
    let hidden = found(slides("show=\"0\"", &page(""), &[]));
    assert!(hidden.len() == 1 && hidden[0].starts_with("hidden-cells slide 1: SECRET"), "{hidden:?}");
}

#[test]
fn open_documents_and_rich_text_are_read_like_others() {
    let body: String = MEMO.iter().map(|line| format!("<text:p>{line}</text:p>")).collect();
    let open_text = |more: &str| {
        let content = format!(
            "<o:document-content><o:automatic-styles><s:style style:name=\"T1\"><s:text-properties {more}/></s:style>\
             </o:automatic-styles><o:body><o:text><text:p>{BANNER}</text:p>{body}<text:p>(U) <text:span \
             text:style-name=\"T1\">{NAME}</text:span></text:p><text:p>{BANNER}</text:p></o:text></o:body></o:document-content>"
        );
        found(package_of(&[
            ("mimetype", b"application/vnd.oasis.opendocument.text".to_vec()),
            ("content.xml", content.into_bytes()),
        ]))
    };
    assert_eq!(open_text("text:display=\"none\""), [format!("undisplayed-text body: {NAME}")]);
    assert_eq!(open_text("fo:color=\"#ffffff\""), [format!("same-color-text body: {NAME}")]);
    assert_eq!(open_text("fo:color=\"#808080\""), [""; 0]);
    let rich = |more: &str| {
        let mut lines = MEMO.map(|line| format!("{line}\\par\n"));
        lines[6].insert_str(lines[6].len() - 5, more);
        let text = lines.concat();
        found(
            format!("{{\\rtf1\\ansi{{\\colortbl;\\red255\\green255\\blue255;}}{BANNER}\\par {text}{BANNER}\\par}}")
                .into_bytes(),
        )
    };
    assert_eq!(rich(&format!("{{\\v  {NAME}}}")), [format!("undisplayed-text body: {NAME}")]);
    assert_eq!(rich(&format!("{{\\deleted  {NAME}}}")), [format!("tracked-change body: {NAME}")]);
    assert_eq!(rich(&format!("{{\\cf1  {NAME}}}")), [format!("same-color-text body: {NAME}")]);
    assert_eq!(rich("{\\b\\v0\\cf0  It was late, \\u8212? and \\'93cold\\'94.}"), [""; 0]);
}

#[test]
fn what_cannot_be_read_whole_is_refused_with_advice() {
    let encrypted: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let old = [&b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"[..], &[0; 504], &encrypted].concat();
    assert!(refused(old).contains("password"));
    let whole = memo_with("");
    assert!(refused(whole[..whole.len() / 2].to_vec()).contains("damaged"));
    assert!(refused(word("<w:p><w:r>", &[], &[])).contains("not well formed"));
    let bomb = word(&format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", " ".repeat(8 << 20)), &[], &[]);
    assert!(bomb.len() < 1 << 20 && refused(bomb).contains("times its size"));
    let text = format!("<sst><si><t>{}</t></si></sst>", "long ".repeat(20_000));
    let cells = format!("<worksheet><row>{}</row></worksheet>", "<c t=\"s\"><v>0</v></c>".repeat(1_000));
    let to = relations(&[("r1", "worksheet", "worksheets/sheet1.xml"), ("s", "sharedStrings", "strings.xml")]);
    let strings = [("xl/strings.xml", &*text), ("xl/_rels/workbook.xml.rels", &*to)];
    assert!(refused(workbook(BOOK, &cells, &strings)).contains("more than 64 MiB"), "one string in many cells");
    let many: Vec<(String, Vec<u8>)> = (0..20_100).map(|number| (number.to_string(), Vec::new())).collect();
    let many: Vec<(&str, Vec<u8>)> = many.iter().map(|(name, bytes)| (&**name, bytes.clone())).collect();
    assert!(refused(package_of(&many)).contains("more than 20000 files"));
    let deep = "<w:sdt><w:sdtContent>".repeat(400) + &"</w:sdtContent></w:sdt>".repeat(400);
    assert!(refused(word(&deep, &[], &[])).contains("not well formed"));
    let mut rich = String::from("{\\rtf1 ");
    let _ = write!(rich, "{}", "{".repeat(100_000));
    assert!(refused(rich.into_bytes()).contains("deep"));
}

/// How many files are tried: 150, or as many as `CABLE_LINT_CASES` says. 5000 is a thorough run.
#[test]
fn mutated_files_end_in_findings_or_a_reason() {
    let count = std::env::var("CABLE_LINT_CASES").ok().and_then(|count| count.parse().ok()).unwrap_or(150);
    let rules = RuleSet::builtin(CHECKS).expect("the built-in packs load");
    let seeds = [
        memo_with(&run("<w:vanish/>", NAME)),
        workbook(BOOK, &sheet("", ""), &[]),
        slides("", &shape([0, 0, 9000, 300], "", "SECRET", ">"), &[]),
        format!("{{\\rtf1\\ansi {BANNER}\\par {{\\v {NAME}}} \\u8212? \\'93\\par}}").into_bytes(),
    ];
    let body = paragraphs(&MEMO, &run("<w:vanish/>", NAME)) + &sheet("", "") + &shape([0; 4], "", "SECRET", ">");
    let mut random = fastrand::Rng::with_seed(16);
    let mut read = 0;
    for round in 0..count {
        let mut bytes = seeds[round % seeds.len()].clone();
        if round % 3 == 0 {
            // A piece of a part is lost, doubled or moved.
            let mut ends = [random.usize(..body.len()), random.usize(..body.len())];
            ends.sort_unstable();
            let piece = &body[ends[0]..ends[1]];
            let part = [body.replacen(piece, "", 1), body.clone() + piece, body.replacen("<w:t>", piece, 1)];
            let part = random.choice(part).expect("three");
            bytes = match round % 2 {
                0 => word(&part, &[], &[]),
                _ => slides("", &part, &[("ppt/slides/_rels/slide1.xml.rels", &part)]),
            };
        }
        for _ in 0..random.usize(1..8) {
            let at = random.usize(..bytes.len());
            match random.u8(..4) {
                0 => bytes[at] = random.u8(..),
                1 => bytes.truncate(at.max(8)),
                2 => bytes[at] ^= 1 << random.u8(..8),
                _ => _ = bytes.splice(at..at, b"<w:p>{\\v1".iter().copied()),
            }
        }
        if let Ok(source) = open("file", bytes) {
            read += 1;
            cable_lint::lint(&source, &rules);
        }
    }
    assert!(read > 0 && read < count, "{read} of {count}");
}

#[test]
fn pages_of_the_web_in_packages_are_read_with_what_they_hide() {
    let page =
        |more: &str| format!("<html><body><p>SECRET</p><p>1. (S) It was late.</p>{more}<p>SECRET</p></body></html>");
    let zipped = |more: &str| package_of(&[("page.html", page(more).into_bytes())]);
    let told = found(zipped(&format!("<p style=\"display:none\">{NAME}</p>")));
    assert_eq!(told, [format!("undisplayed-text page.html, page: {NAME}")]);
    assert_eq!(found(zipped("<p>2. (U) No more.</p>")), [""; 0]);
    let imported = |more: &str| {
        let body = paragraphs(&MEMO, "") + "<w:altChunk r:id=\"a\"/>";
        found(word(&body, &[("a", "aFChunk", "part1.html")], &[("word/part1.html", &page(more))]))
    };
    let told = imported(&format!("<p hidden>{NAME}</p>"));
    assert_eq!(told, [format!("undisplayed-text part1.html, page: {NAME}")]);
    assert_eq!(imported(""), [""; 0], "readers see what is imported");
}

#[test]
fn sections_authors_and_deletions_without_a_place_are_found() {
    let section = |name: &str| {
        let list = format!("<p14:sectionLst><p14:section name=\"{name}\"/></p14:sectionLst></p:presentation>");
        let show = format!("<p:presentation><p:sldIdLst><p:sldId id=\"256\" r:id=\"r1\"/></p:sldIdLst>{list}");
        found(slides("", &shape([500, 100, 8000, 300], "", "SECRET", ">"), &[("ppt/presentation.xml", &show)]))
    };
    assert_eq!(section("Case of Tor Varden"), ["telling-bookmark sections: Case of Tor Varden"]);
    assert_eq!(section("Default Section"), [""; 0]);
    let tagged = |said: &str| {
        let tags = format!("<p:tagLst><p:tag name=\"OWNER\" val=\"{said}\"/></p:tagLst>");
        found(slides("", &shape([500, 100, 8000, 300], "", "SECRET", ">"), &[("ppt/tags/tag1.xml", &tags)]))
    };
    assert_eq!(tagged("Tor Varden"), ["custom-data tags: Tor Varden"]);
    assert_eq!(tagged("12ab-34"), [""; 0]);
    let deleted = |text: &str| {
        let change = format!(
            "<text:tracked-changes><text:changed-region text:id=\"c\"><text:deletion><office:change-info><dc:creator>Lin</dc:creator>\
             </office:change-info><text:p>{text}</text:p></text:deletion></text:changed-region></text:tracked-changes>"
        );
        let body = format!(
            "<o:text>{change}<text:p>SECRET</text:p><text:p>(S) Late.</text:p><text:p>SECRET</text:p></o:text>"
        );
        found(package_of(&[
            ("mimetype", b"application/vnd.oasis.opendocument.text".to_vec()),
            ("content.xml", format!("<o:document-content><o:body>{body}</o:body></o:document-content>").into_bytes()),
        ]))
    };
    assert_eq!(deleted(NAME), [format!("tracked-change tracked changes: {NAME}")]);
    assert_eq!(deleted(" "), [""; 0]);
}

#[test]
fn what_an_enclosed_file_says_is_masked_with_it() {
    let rules = RuleSet::builtin(CHECKS).expect("the built-in packs load");
    let types = "<Types><Override PartName=\"/word/document.xml\" ContentType=\"x.wordprocessingml.x\"/></Types>";
    let outer = package_of(&[
        ("[Content_Types].xml", types.as_bytes().to_vec()),
        ("_rels/.rels", relations(&[("r", "officeDocument", "word/document.xml")]).into_bytes()),
        (
            "word/document.xml",
            format!("<w:document><w:body>{}</w:body></w:document>", paragraphs(&["List."], "")).into_bytes(),
        ),
        ("word/embeddings/list.txt", format!("{NAME}\n").into_bytes()),
    ]);
    let source = open("file", outer).expect("readable");
    let diagnostics = cable_lint::lint(&source, &rules);
    let finding =
        diagnostics.iter().find(|found| rules.rules()[found.rule].name == "embedded-file").expect("a finding");
    let said: Vec<&str> = finding.related.iter().map(|related| source.slice(related.span)).collect();
    assert_eq!(said, [format!("{NAME}\n")]);
}
