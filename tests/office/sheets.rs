//! What workbooks hide is found, and what looks alike is not.

use super::*;

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
