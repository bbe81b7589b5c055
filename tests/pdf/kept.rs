//! Writes pages that hide a name behind a mask, in objects without a place in the file's table and in what pictures and
//! fields say of themselves, and pages that only look like it.

use crate::hiding::{NAME, cut, page};
use crate::paper::{Paper, stream};

/// A page with a line printed through a mask that lets so much through, of 1.
fn masked(line: &str, gray: f32) -> Paper {
    let group = "/Type/XObject/Subtype/Form/BBox[0 0 612 792]/Group<</S/Transparency/CS/DeviceGray>>";
    let mut paper = cut().object(&stream(group, &format!("{gray} g 0 0 612 792 re f")));
    paper.resources = "/ExtGState<</M<</SMask<</S/Luminosity/G 7 0 R>>>>>>".to_owned();
    paper.draw("q /M gs").text(72.0, 400.0, line).draw("Q")
}

/// A page with a picture by somebody.
fn taken_by(said: &str) -> Paper {
    let entries =
        "/Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Metadata 8 0 R";
    let metadata = format!("<rdf:RDF><dc:creator><rdf:Seq><rdf:li>{said}</rdf:li></rdf:Seq></dc:creator></rdf:RDF>");
    let mut paper = cut().object(&stream(entries, "x")).object(&stream("/Type/Metadata/Subtype/XML", &metadata));
    paper.resources = "/XObject<</I 7 0 R>>".to_owned();
    paper.draw("q 9 0 0 9 500 90 cm /I Do Q")
}

/// A page with a widget of a field, whose entries stand above it.
fn widget_of(field: &str) -> Paper {
    let mut paper = cut()
        .note("8 0 R")
        .object(&format!("<</FT/Tx/T(guest){field}/Kids[8 0 R]>>"))
        .object("<</Type/Annot/Subtype/Widget/Rect[72 300 200 320]/Parent 7 0 R>>");
    paper.catalog = "/AcroForm<</Fields[7 0 R]>>".to_owned();
    paper
}

/// A page with a form on a layer that is off.
fn form_on_layer(said: &str) -> Paper {
    let form = format!("BT /F1 10 Tf 72 400 Td ({said}) Tj ET");
    let entries = "/Type/XObject/Subtype/Form/BBox[0 0 612 792]/OC 7 0 R/Resources<</Font<</F1 5 0 R>>>>";
    let mut paper = cut().object("<</Type/OCG/Name(plan)>>").object(&stream(entries, &form));
    paper.catalog = "/OCProperties<</OCGs[7 0 R]/D<</OFF[7 0 R]>>>>".to_owned();
    paper.resources = "/XObject<</X 8 0 R>>".to_owned();
    paper.draw("/X Do")
}

/// A page, and an object that its file does not list.
fn unlisted(said: &str) -> Vec<u8> {
    let mut file = cut().bytes();
    let object = format!("40 0 obj\n{}\nendobj\n", stream("", &format!("BT /F1 10 Tf 72 400 Td ({said}) Tj ET")));
    let end = String::from_utf8_lossy(&file).rfind("xref\n0").expect("a table");
    let shift = object.len();
    file.splice(end..end, object.bytes());
    let text = String::from_utf8_lossy(&file).into_owned();
    text.replace(&format!("startxref\n{end}\n"), &format!("startxref\n{}\n", end + shift)).into_bytes()
}

/// A page with a line of a pen over the name, so wide.
fn struck(width: u32) -> Paper {
    let [x, y, wide, _] = Paper::place(NAME.0, NAME.1, NAME.2);
    let (right, middle) = (x + wide, y + 6.0);
    let place = format!("/Rect[{x} {y} {right} {}]/L[{x} {middle} {right} {middle}]", y + 12.0);
    page().note(&format!("<</Type/Annot/Subtype/Line{place}/C[0 0 0]/BS<</W {width}>>>>"))
}

/// Ways to hide the name, with the rule that must fire at it.
pub(crate) fn hiding() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    vec![
        ("letters behind a mask", masked("Ada Quill", 0.0).bytes(), "undrawn-text"),
        ("the maker of a picture", taken_by("Ada Quill").bytes(), "telling-properties"),
        ("what a field of many widgets says at first", widget_of("/DV(Ada Quill)").bytes(), "note-on-page"),
        ("a form on a layer that is off", form_on_layer("Ada Quill").bytes(), "text-on-hidden-layer"),
        ("an object that is not listed", unlisted("Ada Quill"), "earlier-version"),
        ("the line of a pen", struck(12).bytes(), "covered-text"),
    ]
}

/// What looks like it and is not.
pub(crate) fn innocent() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("letters behind a mask that lets them through", masked("The harbor office", 1.0).bytes()),
        ("the program that made a picture", taken_by("Adobe Photoshop").bytes()),
        ("what a field of many widgets asks for", widget_of("/DV(Enter the date)").bytes()),
        ("the thin line of a pen", struck(1).bytes()),
        ("an object that is not listed and says what the page says", unlisted("The harbor office will look into it.")),
    ]
}
