//! Reads how the text of a shape is set: its size, and where it stands in the shape.

use super::super::xml::Element;

/// How the text of a shape is set.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Setting {
    /// Its size in points, if it says so or its place does.
    pub(super) size: Option<f64>,
    /// Whether it stands in the middle of the shape from top to bottom, or at its bottom.
    pub(super) middle: bool,
    pub(super) bottom: bool,
}

impl Setting {
    /// How the text in `body` is set in a place of that kind.
    pub(super) fn of(body: &Element<'_>, kind: &str, master: Option<&Element<'_>>) -> Setting {
        let points = |element: &Element<'_>| element.attribute("sz").and_then(|size| size.parse::<f64>().ok());
        let style = match kind {
            "title" | "ctrTitle" => "titleStyle",
            "" => "none",
            _ => "bodyStyle",
        };
        let usual = || master?.path(&["txStyles", style, "lvl1pPr", "defRPr"]).and_then(points);
        let size = body.below("rPr").and_then(points).or_else(usual).map(|size| size / 100.0);
        let frame = body.child("bodyPr");
        let scale = frame.and_then(|frame| frame.child("normAutofit")).and_then(|fit| fit.attribute("fontScale"));
        let scale = scale.and_then(|scale| scale.parse::<f64>().ok()).map_or(1.0, |scale| scale / 100_000.0);
        let anchor = frame.and_then(|frame| frame.attribute("anchor"));
        let anchor = anchor.unwrap_or(if style == "titleStyle" { "ctr" } else { "t" });
        Setting { size: size.map(|size| size * scale), middle: anchor == "ctr", bottom: anchor == "b" }
    }
}
