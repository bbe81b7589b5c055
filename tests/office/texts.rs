//! What Word documents hide is found, and what looks alike is not.

use super::*;

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
