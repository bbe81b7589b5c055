//! Writes small office files: packages with a few parts.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A package with these parts.
pub(crate) fn package_of(parts: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (at, (name, bytes)) in parts.iter().enumerate() {
        // A later part of the same name stands for an earlier one.
        if parts.len() < 100 && parts[at + 1..].iter().any(|(later, _)| later == name) {
            continue;
        }
        writer.start_file(*name, SimpleFileOptions::default()).expect("a part");
        writer.write_all(bytes).expect("in memory");
    }
    writer.finish().expect("in memory").into_inner()
}

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006";
const TYPE: &str = "application/vnd.openxmlformats-officedocument";

/// The parts that lead to the main one of that type.
fn ways(main: &str, kind: &str) -> [(String, String); 2] {
    let types = format!("<Types><Override PartName=\"/{main}\" ContentType=\"{TYPE}.{kind}.main+xml\"/></Types>");
    let ways = format!(
        "<Relationships><Relationship Id=\"r1\" Type=\"{OFFICE}/relationships/officeDocument\" Target=\"{main}\"/>\
         <Relationship Id=\"r2\" Type=\"x/core-properties\" Target=\"docProps/core.xml\"/></Relationships>"
    );
    [("[Content_Types].xml".to_owned(), types), ("_rels/.rels".to_owned(), ways)]
}

/// The relations of a part: name, kind, target.
pub(crate) fn relations(list: &[(&str, &str, &str)]) -> String {
    let one = |(id, kind, target): &(&str, &str, &str)| {
        let mode = if target.contains(':') { " TargetMode=\"External\"" } else { "" };
        format!("<Relationship Id=\"{id}\" Type=\"{OFFICE}/relationships/{kind}\" Target=\"{target}\"{mode}/>")
    };
    format!("<Relationships>{}</Relationships>", list.iter().map(one).collect::<String>())
}

fn with(main: &str, kind: &str, parts: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let ways = ways(main, kind);
    let ways = ways.iter().map(|(name, text)| (name.as_str(), text.as_bytes().to_vec()));
    package_of(&ways.chain(parts.iter().cloned()).collect::<Vec<_>>())
}

/// The memorandum that the tests begin with.
pub(crate) const MEMO: [&str; 11] = [
    "DEPARTMENT OF STATE",
    "MEMORANDUM FOR: The Director, Office of Harbor Affairs",
    "FROM: Ada Quill, Harbor Desk",
    "DATE: March 3, 2021",
    "SUBJECT: (U) Harbor fees at Port Velm",
    "(S//NF) The ferry line has agreed to pay the fees that the harbor master of Port Velm asked for in January.",
    "(C) Two of the quays will be closed for repairs in April, and the line will use the old pier.",
    "(U) The press has written about the fees since the winter, and readers have asked for lower fares.",
    "Classified By: Ada Quill, Director",
    "Derived From: Harbor Desk Guide, dated 20200101",
    "Declassify On: 20460303",
];
/// Its overall marking.
pub(crate) const BANNER: &str = "SECRET//NOFORN";

/// A Word document whose body is `body`, with further parts, and relations to them.
pub(crate) fn word(body: &str, relations_to: &[(&str, &str, &str)], parts: &[(&str, &str)]) -> Vec<u8> {
    let edge = |name: &str| format!("<w:{name}><w:p><w:r><w:t>{BANNER}</w:t></w:r></w:p></w:{name}>");
    let document = format!(
        "<w:document><w:body>{body}<w:sectPr><w:headerReference w:type=\"default\" r:id=\"h\"/>\
         <w:footerReference w:type=\"default\" r:id=\"f\"/></w:sectPr></w:body></w:document>"
    );
    let mut list = vec![("h", "header", "header1.xml"), ("f", "footer", "footer1.xml")];
    list.extend(relations_to);
    let mut all = vec![
        ("word/document.xml", document.into_bytes()),
        ("word/header1.xml", edge("hdr").into_bytes()),
        ("word/footer1.xml", edge("ftr").into_bytes()),
        ("word/_rels/document.xml.rels", relations(&list).into_bytes()),
    ];
    all.extend(parts.iter().map(|(name, text)| (*name, text.as_bytes().to_vec())));
    with("word/document.xml", "wordprocessingml.document", &all)
}

/// The paragraphs of the memorandum, with `more` at the end of the paragraph before the last.
pub(crate) fn paragraphs(memo: &[&str], more: &str) -> String {
    let paragraph = |(index, line): (usize, &&str)| {
        let more = if index == 6 { more } else { "" };
        format!("<w:p><w:r><w:t>{line}</w:t></w:r>{more}</w:p>")
    };
    memo.iter().enumerate().map(paragraph).collect()
}

/// A workbook with one sheet, and further parts.
pub(crate) fn workbook(book: &str, sheet: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let styles = "<styleSheet><fonts><font/><font><color rgb=\"FFFFFFFF\"/></font><font><color rgb=\"FF808080\"/></font>\
                  </fonts><fills><fill><patternFill patternType=\"none\"/></fill></fills><cellXfs><xf fontId=\"0\"/>\
                  <xf fontId=\"1\"/><xf fontId=\"2\"/><xf fontId=\"0\" numFmtId=\"14\"/></cellXfs></styleSheet>";
    let list = [
        ("r1", "worksheet", "worksheets/sheet1.xml"),
        ("r2", "worksheet", "worksheets/sheet2.xml"),
        ("s", "styles", "styles.xml"),
    ];
    let mut all = vec![
        ("xl/workbook.xml", book.as_bytes().to_vec()),
        ("xl/_rels/workbook.xml.rels", relations(&list).into_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes().to_vec()),
        ("xl/styles.xml", styles.as_bytes().to_vec()),
    ];
    all.extend(parts.iter().map(|(name, text)| (*name, text.as_bytes().to_vec())));
    with("xl/workbook.xml", "spreadsheetml.sheet", &all)
}

/// A presentation of one slide with these shapes, of which `slide` is the head, and further parts.
pub(crate) fn slides(slide: &str, shapes: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let slide = format!("<p:sld {slide}><p:cSld><p:spTree>{shapes}</p:spTree></p:cSld></p:sld>");
    let list = [("r1", "slide", "slides/slide1.xml")];
    let show = "<p:presentation><p:sldIdLst><p:sldId id=\"256\" r:id=\"r1\"/></p:sldIdLst><p:sldSz cx=\"9000\" cy=\"6000\"/></p:presentation>";
    let mut all = vec![
        ("ppt/presentation.xml", show.as_bytes().to_vec()),
        ("ppt/_rels/presentation.xml.rels", relations(&list).into_bytes()),
        ("ppt/slides/slide1.xml", slide.into_bytes()),
    ];
    all.extend(parts.iter().map(|(name, text)| (*name, text.as_bytes().to_vec())));
    with("ppt/presentation.xml", "presentationml.presentation", &all)
}

/// A shape at a place of the slide: left, top, width, height.
pub(crate) fn shape(place: [i32; 4], look: &str, text: &str, run: &str) -> String {
    let [left, top, width, height] = place;
    format!(
        "<p:sp><p:nvSpPr><p:cNvPr id=\"1\" name=\"x\"/></p:nvSpPr><p:spPr><a:xfrm><a:off x=\"{left}\" y=\"{top}\"/>\
         <a:ext cx=\"{width}\" cy=\"{height}\"/></a:xfrm><a:prstGeom prst=\"rect\"/>{look}</p:spPr><p:txBody><a:p><a:r>\
         <a:rPr {run}</a:rPr><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp>"
    )
}

/// A workbook of one sheet.
pub(crate) const BOOK: &str = "<workbook><sheets><sheet name=\"Costs\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>";

/// A sheet with a banner, two marked rows and `more`.
pub(crate) fn sheet(before: &str, more: &str) -> String {
    let cell = |text: &str| format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let banner = cell("SECRET");
    let rows = format!("<row>{}{}</row><row>{}</row>", cell("(U) Port"), cell("(U) Fee"), cell("(S) Velm"));
    format!("<worksheet>{before}<sheetData><row>{banner}</row>{rows}{more}<row>{banner}</row></sheetData></worksheet>")
}
