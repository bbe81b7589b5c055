//! What office files hide is found, and what looks alike is not: each file is written here.

#[path = "office/package.rs"]
mod package;

use std::fmt::Write as _;

use cable_lint::check::CHECKS;
use cable_lint::rule::RuleSet;
use cable_lint::source::Span;
use cable_lint::view::open;
use package::{BANNER, MEMO, package_of, paragraphs, relations, shape, slides, word, workbook};

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
fn runs_that_nobody_sees_are_found_in_word_documents() {
    let deleted = format!("<w:del w:author=\"Lin\"><w:r><w:delText> {NAME}</w:delText></w:r></w:del>");
    let moved = format!("<w:moveFrom w:author=\"Lin\">{}</w:moveFrom>", run("", NAME));
    for (more, rule) in [
        (run("<w:vanish/>", NAME), "undisplayed-text"),
        (run("<w:color w:val=\"FFFFFF\"/>", NAME), "same-color-text"),
        (run("<w:color w:val=\"FDFDFD\"/>", NAME), "same-color-text"),
        (run("<w:sz w:val=\"2\"/>", NAME), "tiny-text"),
        (run("<w:highlight w:val=\"black\"/>", NAME), "covered-text"),
        (run("<w:shd w:val=\"clear\" w:fill=\"000000\"/>", NAME), "covered-text"),
        (run("<w:shd w:val=\"clear\" w:fill=\"FFFF00\"/><w:color w:val=\"FFFF00\"/>", NAME), "same-color-text"),
        (run("<w:strike/>", NAME), "struck-text"),
        (run("<w:dstrike w:val=\"true\"/>", NAME), "struck-text"),
        (deleted, "tracked-change"),
        (moved, "tracked-change"),
    ] {
        assert_eq!(found(memo_with(&more)), [format!("{rule} body: {NAME}")], "{more}");
    }
    for more in [
        run("", "It was late."),
        run("<w:b/><w:vanish w:val=\"0\"/>", "It was late."),
        run("<w:webHidden/>", "It was late."),
        run("<w:strike w:val=\"0\"/>", "It was late."),
        // A marking that ended.
        run("<w:strike/>", "CONFIDENTIAL"),
        run("<w:color w:val=\"808080\"/>", "It was late."),
        run("<w:highlight w:val=\"yellow\"/>", "It was late."),
        run("<w:highlight w:val=\"black\"/><w:color w:val=\"FFFFFF\"/>", "It was late."),
        run("<w:sz w:val=\"12\"/>", "It was late."),
        run("<w:vanish/>", " "),
        format!("<w:hyperlink r:id=\"none\">{}</w:hyperlink>", run("", "It was late.")),
        "<w:r><w:fldChar w:fldCharType=\"begin\"/><w:instrText> PAGE </w:instrText><w:fldChar w:fldCharType=\"separate\"/>\
         <w:t> 1</w:t><w:fldChar w:fldCharType=\"end\"/></w:r>"
            .to_owned(),
    ] {
        assert_eq!(found(memo_with(&more)), [""; 0], "{more}");
    }
}

#[test]
fn a_banner_between_other_words_of_a_header_is_a_banner() {
    let page = "<w:r><w:fldChar w:fldCharType=\"begin\"/><w:instrText>PAGE</w:instrText><w:fldChar w:fldCharType=\"end\"/></w:r>";
    let cell = |text: &str| format!("<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>");
    let row = [cell("Harbor Desk"), cell(BANNER), cell("3 March 2021")].concat();
    for edge in [
        format!("<w:ftr><w:p><w:r><w:t>{BANNER}</w:t><w:tab/><w:tab/><w:t>Page </w:t></w:r>{page}</w:p></w:ftr>"),
        format!("<w:ftr><w:p><w:r><w:t>Harbor Desk</w:t><w:tab/><w:t>{BANNER}</w:t></w:r></w:p></w:ftr>"),
        format!("<w:ftr><w:tbl><w:tr>{row}</w:tr></w:tbl><w:p/></w:ftr>"),
    ] {
        let told = |edge: &str| found(word(&paragraphs(&MEMO, ""), &[], &[("word/footer1.xml", edge)]));
        assert_eq!(told(&edge), [""; 0], "{edge}");
        let other = told(&edge.replace(BANNER, "SECRET//NORFORN"));
        assert!(other.iter().any(|told| told.contains(" footer: ")), "{other:?}");
    }
}

#[test]
fn a_style_hides_what_it_is_given_to() {
    let styles = "<w:styles><w:style w:type=\"character\" w:styleId=\"Base\"><w:rPr><w:vanish/></w:rPr></w:style>\
                  <w:style w:type=\"character\" w:styleId=\"Ghost\"><w:basedOn w:val=\"Base\"/></w:style>\
                  <w:style w:type=\"character\" w:styleId=\"Plain\"><w:basedOn w:val=\"Base\"/><w:rPr>\
                  <w:vanish w:val=\"false\"/></w:rPr></w:style></w:styles>";
    let styled = |style: &str| {
        let more = run(&format!("<w:rStyle w:val=\"{style}\"/>"), NAME);
        let parts = [("word/styles.xml", styles)];
        found(word(&paragraphs(&MEMO, &more), &[("s", "styles", "styles.xml")], &parts))
    };
    assert_eq!(styled("Ghost"), [format!("undisplayed-text body: {NAME}")]);
    assert_eq!(styled("Plain"), [""; 0]);
}

#[test]
fn comments_changes_fields_and_pictures_are_found_in_word_documents() {
    let comment = |text: &str| {
        let comments = format!(
            "<w:comments><w:comment w:id=\"1\" w:author=\"Lin\"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:comment></w:comments>"
        );
        let more = "<w:r><w:commentReference w:id=\"1\"/></w:r>";
        let relations = [("c", "comments", "comments.xml")];
        found(word(&paragraphs(&MEMO, more), &relations, &[("word/comments.xml", &comments)]))
    };
    assert_eq!(comment(NAME), [format!("hidden-comment comments: Lin: {NAME}")]);
    assert_eq!(comment(" "), [""; 0]);
    let inserted =
        format!("<w:ins w:author=\"Lin\" w:date=\"2021-03-02T00:00:00Z\">{}</w:ins>", run("", "It was late."));
    assert_eq!(found(memo_with(&inserted)), ["pending-change tracked changes: inserted by Lin on 2021-03-02"]);
    let field =
        "<w:fldSimple w:instr=\" INCLUDETEXT &quot;C:\\varden.docx&quot; \"><w:r><w:t> fees</w:t></w:r></w:fldSimple>";
    assert_eq!(found(memo_with(field)), ["telling-field-code field: \"C:\\varden.docx\""]);
    let picture = |said: &str| {
        format!("<w:r><w:drawing><wp:inline><wp:docPr id=\"1\" descr=\"{said}\"/></wp:inline></w:drawing></w:r>")
    };
    let told = found(memo_with(&picture("Varden at the pier")));
    assert_eq!(told, ["telling-picture-description picture description: Varden at the pier"]);
    assert_eq!(found(memo_with(&picture("harbor  FEES"))), [""; 0], "readers see these words");
    let table = |said: &str| {
        let row = "<w:tr><w:tc><w:p><w:r><w:t>(U) Lamps</w:t></w:r></w:p></w:tc></w:tr>";
        let table = format!("<w:tbl><w:tblPr><w:tblDescription w:val=\"{said}\"/></w:tblPr>{row}</w:tbl>");
        found(word(&(paragraphs(&MEMO, "") + &table), &[], &[]))
    };
    assert_eq!(table("Varden at the pier"), ["telling-picture-description picture description: Varden at the pier"]);
    assert_eq!(table("harbor FEES"), [""; 0]);
}

/// A box that floats at a place of its paragraph, in points.
fn floating(inside: &str, [left, top, width, height]: [i32; 4]) -> String {
    let unit = 12_700;
    format!(
        "<w:r><w:drawing><wp:anchor behindDoc=\"0\"><wp:positionH relativeFrom=\"column\"><wp:posOffset>{}</wp:posOffset>\
         </wp:positionH><wp:positionV relativeFrom=\"paragraph\"><wp:posOffset>{}</wp:posOffset></wp:positionV>\
         <wp:extent cx=\"{}\" cy=\"{}\"/><wp:wrapNone/><a:graphic><wps:wsp>{inside}</wps:wsp></a:graphic></wp:anchor>\
         </w:drawing></w:r>",
        left * unit,
        top * unit,
        width * unit,
        height * unit
    )
}

#[test]
fn boxes_that_float_in_word_documents_are_found_where_they_hide_text() {
    let black = "<wps:spPr><a:solidFill><a:srgbClr val=\"000000\"/></a:solidFill></wps:spPr>";
    let frame = "<wps:spPr><a:noFill/></wps:spPr>";
    let boxed = format!("<wps:txbx><w:txbxContent><w:p><w:r><w:t>{NAME}</w:t></w:r></w:p></w:txbxContent></wps:txbx>");
    let over = found(memo_with(&floating(black, [0, 0, 200, 14])));
    assert!(over.len() == 1 && over[0].starts_with("covered-text body: (C) Two of the quays"), "{over:?}");
    assert_eq!(found(memo_with(&floating(black, [0, 60, 200, 14]))), [""; 0], "below the paragraph");
    assert_eq!(found(memo_with(&floating(black, [0, 12, 400, 2]))), [""; 0], "a rule");
    assert_eq!(found(memo_with(&floating(frame, [0, 0, 200, 14]))), [""; 0], "a frame");
    let old = "<w:r><w:pict><v:rect fillcolor=\"black\" style=\"position:absolute;margin-left:0pt;margin-top:0pt;width:200pt;height:14pt\"/></w:pict></w:r>";
    assert_eq!(found(memo_with(old)).len(), 1);
    let beside = found(memo_with(&floating(&boxed, [-900, 0, 100, 30])));
    assert_eq!(beside, [format!("text-outside-page body: {NAME}")]);
    let inside = found(memo_with(&floating(&boxed.replace(NAME, "(U) See the plan."), [20, 0, 100, 30])));
    assert_eq!(inside, [""; 0]);
    let framed = |x: i32, text: &str| {
        let framed = format!(
            "<w:p><w:pPr><w:framePr w:w=\"2000\" w:hAnchor=\"page\" w:x=\"{x}\"/></w:pPr>{}</w:p>",
            run("", text)
        );
        found(word(&(paragraphs(&MEMO, "") + &framed), &[], &[]))
    };
    assert_eq!(framed(-20_000, NAME), [format!("text-outside-page body: {NAME}")]);
    assert_eq!(framed(4_000, "(U) See the plan."), [""; 0]);
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
fn strings_that_no_cell_shows_are_found_and_formats_put_words_around_numbers() {
    let with = |more: &str, cells: &str| {
        let strings = format!("<sst><si><t>(U) shown</t></si>{more}</sst>");
        let to = relations(&[("r1", "worksheet", "worksheets/sheet1.xml"), ("s", "sharedStrings", "strings.xml")]);
        let parts = [("xl/strings.xml", &*strings), ("xl/_rels/workbook.xml.rels", &*to)];
        found(workbook(BOOK, &sheet("", &format!("<row>{cells}</row>")), &parts))
    };
    let shown = "<c t=\"s\"><v>0</v></c>";
    let kept = with(&format!("<si><t>{NAME}</t></si>"), shown);
    assert_eq!(kept, [format!("earlier-version a string that no cell shows: {NAME}")]);
    assert_eq!(with("", shown), [""; 0]);
    let styles = "<styleSheet><numFmts><numFmt numFmtId=\"170\" formatCode=\"&quot;(U) &quot;#,##0\"/></numFmts><fonts><font/></fonts>\
                  <cellXfs><xf/><xf numFmtId=\"170\"/></cellXfs></styleSheet>";
    let row = "<row><c s=\"1\"><v>40000</v></c></row>";
    let source = open("x.xlsx", workbook(BOOK, &sheet("", row), &[("xl/styles.xml", styles)])).expect("readable");
    assert!(source.text().contains("\n(U) 40,000\n"), "{}", source.text());
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

const BOOK: &str = "<workbook><sheets><sheet name=\"Costs\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>";

/// A sheet with a banner, two marked rows and `more`.
fn sheet(before: &str, more: &str) -> String {
    let cell = |text: &str| format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let banner = cell("SECRET");
    let rows = format!("<row>{}{}</row><row>{}</row>", cell("(U) Port"), cell("(U) Fee"), cell("(S) Velm"));
    format!("<worksheet>{before}<sheetData><row>{banner}</row>{rows}{more}<row>{banner}</row></sheetData></worksheet>")
}

#[test]
fn cells_of_another_file_are_found() {
    let cells = |kind: &str| {
        let cell = format!("<cell r=\"A1\" t=\"{kind}\"><v>{NAME}</v></cell>");
        let link = format!("<externalLink><sheetDataSet><sheetData>{cell}</sheetData></sheetDataSet></externalLink>");
        found(workbook(BOOK, &sheet("", ""), &[("xl/externalLinks/externalLink1.xml", &link)]))
    };
    assert_eq!(cells("str"), [format!("custom-data cells of another file: {NAME}")]);
    assert_eq!(cells("n"), [""; 0]);
}

#[test]
fn hidden_cells_are_found_in_workbooks() {
    let cell =
        |place: &str, style: u8| format!("<c r=\"{place}\" s=\"{style}\" t=\"inlineStr\"><is><t>{NAME}</t></is></c>");
    let hidden =
        BOOK.replace("</sheets>", "<sheet name=\"Names\" state=\"hidden\" sheetId=\"2\" r:id=\"r2\"/></sheets>");
    let row = |more: String| sheet("", &format!("<row>{more}</row>"));
    let other = row(cell("A1", 0)).replace("SECRET", "(U) x");
    for (book, sheet, parts, told) in [
        (BOOK, sheet("", &format!("<row hidden=\"1\">{}</row>", cell("A9", 0))), "", "hidden-cells sheet Costs"),
        (
            BOOK,
            sheet("<cols><col min=\"6\" max=\"6\" hidden=\"1\"/></cols>", &format!("<row>{}</row>", cell("F9", 0))),
            "",
            "hidden-cells sheet Costs",
        ),
        (BOOK, row(cell("A9", 1)), "", "same-color-text sheet Costs"),
        (&hidden, sheet("", ""), &other, "hidden-cells sheet Names"),
    ] {
        let parts = [("xl/worksheets/sheet2.xml", parts)];
        let told_of = found(workbook(book, &sheet, if parts[0].1.is_empty() { &[] } else { &parts }));
        assert!(told_of.len() == 1 && told_of[0].starts_with(told) && told_of[0].contains(NAME), "{told}: {told_of:?}");
    }
    let named = BOOK.replace(
        "</workbook>",
        "<definedNames><definedName name=\"Source\">\"Varden\"</definedName></definedNames></workbook>",
    );
    assert_eq!(found(workbook(&named, &sheet("", ""), &[])), ["telling-field-code defined names: Source \"Varden\""]);
    let range = named.replace("\"Varden\"", "Costs!$A$1:$B$2");
    let grey = sheet("", "<row><c s=\"2\" t=\"inlineStr\"><is><t>(U) late</t></is></c></row>");
    for (book, sheet) in [(&*range, sheet("", "")), (BOOK, grey)] {
        assert_eq!(found(workbook(book, &sheet, &[])), [""; 0], "{sheet}");
    }
    let day =
        open("x.xlsx", workbook(BOOK, &sheet("", "<row><c s=\"3\"><v>44258</v></c></row>"), &[])).expect("readable");
    assert!(day.text().contains("\n2021-03-03\n"), "{}", day.text());
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
fn what_a_word_document_keeps_of_forms_merges_and_blocks_is_found() {
    let form = |entries: &str| {
        let start = format!("<w:r><w:fldChar w:fldCharType=\"begin\"><w:ffData>{entries}</w:ffData></w:fldChar></w:r>");
        found(memo_with(&(start + "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>")))
    };
    for entries in [
        "<w:textInput><w:default w:val=\"Tor Varden\"/></w:textInput>",
        "<w:helpText w:type=\"text\" w:val=\"Tor Varden\"/>",
        "<w:ddList><w:listEntry w:val=\"Tor Varden\"/></w:ddList>",
    ] {
        assert_eq!(form(entries), ["telling-field-code form fields: Tor Varden"], "{entries}");
        assert_eq!(form(&entries.replace("Tor Varden", "Enter the date")), [""; 0], "{entries}");
    }
    let settings = |inside: &str| {
        let settings = format!("<w:settings><w:mailMerge>{inside}</w:mailMerge></w:settings>");
        let parts = [("word/settings.xml", &*settings)];
        found(word(&paragraphs(&MEMO, ""), &[("s", "settings", "settings.xml")], &parts))
    };
    let source = "Data Source=C:\\varden.xlsx";
    let told = settings(&format!("<w:connectString w:val=\"{source}\"/>"));
    assert_eq!(told, [format!("telling-field-code mail merge: {source}")]);
    assert_eq!(settings("<w:query w:val=\"WHERE Guest = 'Tor Varden'\"/>").len(), 1);
    assert_eq!(
        settings("<w:mainDocumentType w:val=\"formLetters\"/><w:query w:val=\"SELECT * FROM `Sheet1$`\"/>"),
        [""; 0]
    );
    let block = |kind: &str, text: &str| {
        let blocks = format!(
            "<w:glossaryDocument><w:docParts><w:docPart><w:docPartPr><w:types><w:type w:val=\"{kind}\"/></w:types></w:docPartPr>\
             <w:docPartBody><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:docPartBody></w:docPart></w:docParts></w:glossaryDocument>"
        );
        let parts = [("word/glossary/document.xml", &*blocks)];
        found(word(&paragraphs(&MEMO, ""), &[("g", "glossaryDocument", "glossary/document.xml")], &parts))
    };
    assert_eq!(block("normal", NAME), [format!("custom-data building blocks: {NAME}")]);
    assert_eq!(block("bbPlcHdr", "Click or tap here to enter text."), [""; 0]);
    assert_eq!(block("normal", "harbor fees"), [""; 0], "readers see these words");
    let white =
        |theme: &str| found(memo_with(&run(&format!("<w:color w:val=\"000000\" w:themeColor=\"{theme}\"/>"), NAME)));
    assert_eq!(white("background1"), [format!("same-color-text body: {NAME}")]);
    assert_eq!(found(memo_with(&run("<w:color w:val=\"000000\" w:themeColor=\"text1\"/>", "It was late."))), [""; 0]);
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
fn conditions_and_names_hide_in_workbooks() {
    let styles = "<styleSheet><dxfs><dxf><font><color rgb=\"FFFFFFFF\"/></font></dxf><dxf><font><color rgb=\"FFFFFFFF\"/></font>\
                  <fill><patternFill><bgColor rgb=\"FFC00000\"/></patternFill></fill></dxf></dxfs></styleSheet>";
    let with = |rule: &str, said: &str| {
        let row = format!("<row r=\"6\"><c r=\"E6\" t=\"inlineStr\"><is><t>(U) {said}</t></is></c></row>");
        let rule = format!("<conditionalFormatting sqref=\"E6:E9\">{rule}</conditionalFormatting></worksheet>");
        found(workbook(BOOK, &sheet("", &row).replace("</worksheet>", &rule), &[("xl/styles.xml", styles)]))
    };
    let always = "<cfRule type=\"expression\" dxfId=\"0\"><formula>LEN(E6)&gt;0</formula></cfRule>";
    assert_eq!(with(always, NAME), [format!("same-color-text sheet Costs: (U) {NAME}")]);
    let other = "<cfRule type=\"cellIs\" operator=\"notEqual\" dxfId=\"0\"><formula>\"\"</formula></cfRule>";
    assert_eq!(with(other, NAME).len(), 1);
    for rule in [
        always.replace("dxfId=\"0\"", "dxfId=\"1\""),
        always.replace("E6", "A1"),
        other.replace("notEqual", "equal"),
        "<cfRule type=\"expression\" dxfId=\"0\"><formula>E6=E5</formula></cfRule>".to_owned(),
    ] {
        assert_eq!(with(&rule, "Late."), [""; 0], "{rule}");
    }
    let named = |name: &str| {
        let names =
            format!("</sheets><definedNames><definedName name=\"{name}\">Costs!$A$1</definedName></definedNames>");
        found(workbook(&BOOK.replace("</sheets>", &names), &sheet("", ""), &[]))
    };
    assert_eq!(named("Tor_Varden"), ["telling-field-code defined names: Tor_Varden"]);
    assert_eq!(named("Total_Costs"), [""; 0]);
    let scenario = |user: &str| {
        let scenario = format!("<scenarios><scenario name=\"worst\" user=\"{user}\"/></scenarios></worksheet>");
        found(workbook(BOOK, &sheet("", "").replace("</worksheet>", &scenario), &[]))
    };
    assert_eq!(scenario("Tor Varden"), ["telling-field-code scenarios: Tor Varden"]);
    assert_eq!(scenario("user"), [""; 0]);
    let boxed = |row: usize, look: &str| {
        let end = |name: &str, row: usize, off: u32| {
            let cell = format!("<xdr:col>0</xdr:col><xdr:colOff>{off}</xdr:colOff><xdr:row>{row}</xdr:row>");
            format!("<xdr:{name}>{cell}<xdr:rowOff>{off}</xdr:rowOff></xdr:{name}>")
        };
        let shape = format!("<xdr:sp><xdr:spPr>{look}</xdr:spPr></xdr:sp>");
        let ends = end("from", row, 0) + &end("to", row, 190_000);
        let drawing = format!("<xdr:wsDr><xdr:twoCellAnchor>{ends}{shape}</xdr:twoCellAnchor></xdr:wsDr>");
        let to = relations(&[("d", "drawing", "../drawings/drawing1.xml")]);
        let parts = [("xl/worksheets/_rels/sheet1.xml.rels", &*to), ("xl/drawings/drawing1.xml", &*drawing)];
        found(workbook(BOOK, &sheet("", ""), &parts))
    };
    let black = "<a:solidFill><a:srgbClr val=\"000000\"/></a:solidFill>";
    assert_eq!(boxed(2, black), ["covered-text sheet Costs: (S) Velm"]);
    assert_eq!(boxed(20, black), [""; 0], "beside the cells");
    assert_eq!(boxed(2, "<a:noFill/>"), [""; 0], "a frame");
    let formula = |formula: &str| {
        let row = format!("<row><c t=\"str\"><f>{formula}</f><v>(U) five</v></c></row>");
        found(workbook(BOOK, &sheet("", &row), &[]))
    };
    assert_eq!(formula("'C:\\lists\\[Tor Varden.xlsx]Sheet1'!A1"), ["telling-field-code formulas: Tor Varden.xlsx"]);
    assert_eq!(formula("[1]Sheet1!A1+Table1[Total]"), [""; 0]);
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
