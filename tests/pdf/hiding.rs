//! Writes pages that hide a name, each in its way, and pages that only look like it.

use crate::paper::{Paper, stream};

/// What stands on the pages. The name is at the letters 14 to 23 of the third line.
pub(crate) const LINES: [&str; 4] = [
    "CONFIDENTIAL",
    "1. (U) The ferry to Port Velm was late.",
    "2. (C) He met Ada Quill on Monday, at noon.",
    "3. (U) The harbor office will look into it.",
];
pub(crate) const NAME: (usize, usize, usize) = (2, 14, 23);
/// The same page, from which the name was removed.
pub(crate) const CUT: [&str; 4] = [LINES[0], LINES[1], "2. (C) He met           on Monday, at noon.", LINES[3]];

pub(crate) fn page() -> Paper {
    Paper::new(&LINES)
}

/// A page from which the name was removed, under a black box.
pub(crate) fn cut() -> Paper {
    Paper::new(&CUT).cover(NAME.0, NAME.1, NAME.2, 0.0)
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
pub(crate) fn pictured(page: Paper, [left, bottom, width, height]: [f32; 4], gray: char) -> Paper {
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

/// What is said beside a page that was cut, in each place that a PDF has for it; whether it names somebody there.
fn called(said: &str) -> Vec<(&'static str, Paper, &'static str)> {
    let widget =
        |entries: &str| cut().note(&format!("<</Type/Annot/Subtype/Widget/FT/Tx/Rect[72 300 200 320]{entries}>>"));
    let object = |object: String| cut().object(&object);
    let mut script = object(format!("<</S/JavaScript/JS(app.alert\\('{said}'\\))>>"));
    script.catalog = "/OpenAction 7 0 R".to_owned();
    let mut labels = cut();
    labels.catalog = format!("/PageLabels<</Nums[0<</Type/PageLabel/P({said})>>]>>");
    let mut data = object(stream("", &format!("<data><source>{said}</source></data>")));
    data.catalog = "/AcroForm<</Fields[]/XFA 7 0 R>>".to_owned();
    vec![
        ("the tip of a field", widget(&format!("/TU({said})")), "note-on-page"),
        ("what a field says at first", widget(&format!("/DV({said})")), "note-on-page"),
        ("what can be chosen", widget(&format!("/Opt[(Other)({said})]")), "note-on-page"),
        (
            "the author of a note",
            cut().note(&format!("<</Type/Annot/Subtype/Square/Rect[9 9 20 20]/T({said})>>")),
            "note-on-page",
        ),
        ("a layer", object(format!("<</Type/OCG/Name({said})>>")), "telling-bookmark"),
        ("a script", script, "telling-bookmark"),
        ("the label of a page", labels, "telling-bookmark"),
        ("a signature", object(format!("<</Type/Sig/Reason({said})>>")), "telling-properties"),
        ("the data of a form", data, "note-on-page"),
        ("a description", object(format!("<</Type/StructElem/S/Figure/Alt({said})>>")), "telling-picture-description"),
        (
            "a description in the page",
            cut().draw(&format!("/Figure <</Alt({said})>> BDC 9 9 20 20 re S EMC")),
            "telling-picture-description",
        ),
    ]
}

/// A page on which the first letters are printed in a font that says they are the second ones.
fn lying(shown: &str, said: &str) -> Paper {
    let pairs: String =
        shown.bytes().zip(said.bytes()).map(|(shown, said)| format!("<{shown:02X}> <{said:04X}>\n")).collect();
    let map =
        format!("1 begincodespacerange <00> <FF> endcodespacerange\n{} beginbfchar\n{pairs}endbfchar\n", shown.len());
    let mut paper = cut()
        .object("<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding/ToUnicode 8 0 R>>")
        .object(&stream("", &map))
        .object(&stream(
            "/Type/XObject/Subtype/Form/BBox[0 0 612 792]/Resources<</Font<</F 7 0 R>>>>",
            &format!("BT /F 10 Tf 72 400 Td ({shown}) Tj ET"),
        ))
        .draw("/X Do");
    paper.resources = "/XObject<</X 9 0 R>>".to_owned();
    paper
}

/// A scan with a layer of text, and a bar in the picture from one place to another, in points from the top left.
fn barred([left, top, right, bottom]: [usize; 4]) -> Paper {
    let pixel = |x: usize, y: usize| {
        let inside = (left..right).contains(&(2 * x)) && (top..bottom).contains(&(2 * y));
        if inside { '\0' } else { '\u{7f}' }
    };
    let pixels: String = (0..396).flat_map(|y| (0..306).map(move |x| pixel(x, y))).collect();
    let entries = "/Type/XObject/Subtype/Image/Width 306/Height 396/ColorSpace/DeviceGray/BitsPerComponent 8";
    let mut scan = Paper::new(&[]).draw("q 3 Tr").draw(&page().content).draw("Q").object(&stream(entries, &pixels));
    scan.resources = "/XObject<</I 7 0 R>>".to_owned();
    scan.draw("q 612 0 0 792 0 0 cm /I Do Q")
}

/// Every way to hide the name, with the rule that must fire at it.
pub(crate) fn hiding() -> Vec<(&'static str, Vec<u8>, &'static str)> {
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
            "a path that is not closed",
            page().draw(&format!(
                "{x} {y} m {} {y} l {} {} l {x} {} l f",
                x + width,
                x + width + 1.0,
                y + height,
                y + height
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
        ("letters that are said to be others", lying("Edo Mbexx", "Ada Quill"), "misdrawn-text"),
        ("a bar in a scan", barred([154, 88, 214, 104]), "covered-text"),
        (
            "a link to a person",
            cut().note(&format!(
                "<</Type/Annot/Subtype/Link{}/A<</S/URI/URI(https://velm.example/staff/ada.quill)>>>>",
                rectangle()
            )),
            "telling-bookmark",
        ),
    ];
    let papers = papers.into_iter().chain(more).chain(called("Ask Ada Quill"));
    let mut all: Vec<_> = papers.map(|(what, paper, rule)| (what, paper.bytes(), rule)).collect();
    all.push(("an earlier version", page().saved_as(&cut()), "earlier-version"));
    all.push(("a page that was cropped", cropped.bytes(), "text-outside-page"));
    all
}

/// What looks like hiding something and is not.
pub(crate) fn innocent() -> Vec<(&'static str, Vec<u8>)> {
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
    let more = [
        ("letters that are what they are said to be", lying("Ada Quil", "Ada Quil")),
        ("a bar in a scan, beside the words", barred([400, 88, 460, 104])),
        (
            "a link to a report",
            cut().note(&format!(
                "<</Type/Annot/Subtype/Link{}/A<</S/URI/URI(https://velm.example/reports/Annual-Report.pdf)>>>>",
                rectangle()
            )),
        ),
    ];
    let plain = called("Please fill in the date").into_iter().map(|(what, paper, _)| (what, paper));
    let mut all: Vec<_> =
        papers.into_iter().chain(more).chain(plain).map(|(what, paper)| (what, paper.bytes())).collect();
    all.push(("a version that only adds", page().saved_as(&page().text(72.0, 300.0, "4. (U) No more."))));
    all
}
