//! Reads where boxes float on a page of a Word document: those beside the page, and those that lie over text.
//!
//! Where a line of text stands is known only to the program that sets it, so what lies below a box is an estimate.

use super::super::look::{self, is_dark};
use super::super::xml::Element;
use crate::view::harmless::is_harmless;

/// Left, top, width and height in points, from where the text of a paragraph begins.
pub(super) type Frame = [f64; 4];

/// Units of drawings in a point, and of paragraphs.
const POINT: f64 = 12_700.0;
const TWENTIETHS: f64 = 20.0;
/// Points of the longest side of a page, and of the widest margin.
const LONGEST: f64 = 1584.0;
const MARGIN: f64 = 144.0;
/// The room for a line of text, its height, and the width of a letter, in points.
const ROOM: f64 = 432.0;
const LINE: f64 = 13.8;
const LETTER: f64 = 5.4;
/// So much of the height of a line must be below a box.
const DEEP: f64 = 0.6;

/// Whether a drawing is beside every page that there is.
pub(super) fn is_outside(anchor: &Element<'_>) -> bool {
    let at = |side: &str, length: &str| {
        let position = anchor.child(side)?;
        let far = position.child("posOffset")?.text().trim().parse::<f64>().ok()? / POINT;
        let long = anchor.child("extent")?.attribute(length)?.parse::<f64>().ok()? / POINT;
        Some((far, long, position.attribute("relativeFrom") == Some("page")))
    };
    anchor.name == "anchor" && [at("positionH", "cx"), at("positionV", "cy")].into_iter().flatten().any(is_beside)
}

/// Whether a frame of text is beside every page that there is.
pub(super) fn is_frame_outside(frame: &Element<'_>) -> bool {
    let number =
        |name: &str| frame.attribute(name).and_then(|value| value.parse::<f64>().ok()).map(|at| at / TWENTIETHS);
    let at = |side: &str, length: &str, anchor: &str| {
        Some((number(side)?, number(length).unwrap_or(MARGIN), frame.attribute(anchor) == Some("page")))
    };
    [at("x", "w", "hAnchor"), at("y", "h", "vAnchor")].into_iter().flatten().any(is_beside)
}

fn is_beside((far, long, of_page): (f64, f64, bool)) -> bool {
    far + long <= if of_page { 0.0 } else { -MARGIN } || far >= LONGEST
}

/// The box without text of its own, or with no more than a code, that a drawing puts before the text around it.
pub(super) fn cover(drawing: &Element<'_>) -> Option<Frame> {
    let words = || drawing.below("txbxContent").map(Element::text).unwrap_or_default();
    let hides = |fill: Option<look::Colour>| {
        let words = words();
        let coded = !words.trim().is_empty() && is_harmless(words.trim());
        fill.is_some_and(|fill| is_dark(fill) && (coded || words.trim().is_empty()) || fill == look::WHITE && coded)
    };
    match drawing.name {
        "anchor" => {
            let before = drawing.attribute("behindDoc").is_none_or(|behind| behind == "0" || behind == "false");
            let shape = drawing.below("wsp")?.child("spPr")?;
            let fill = shape.path(&["solidFill", "srgbClr"]).and_then(|fill| fill.attribute("val"));
            let preset = shape.path(&["solidFill", "prstClr"]).and_then(|fill| fill.attribute("val"));
            let fill = fill.and_then(look::colour).or(preset.and_then(look::named));
            let clear = shape.child("solidFill").and_then(|fill| fill.below("alpha")).is_some();
            let at = |side: &str, known: &[&str]| {
                let position = drawing.child(side)?;
                known.contains(&position.attribute("relativeFrom")?).then_some(())?;
                Some(position.child("posOffset")?.text().trim().parse::<f64>().ok()? / POINT)
            };
            let long = |side: &str| drawing.child("extent")?.attribute(side)?.parse::<f64>().ok().map(|at| at / POINT);
            let wraps = drawing.child("wrapNone").is_some();
            (before && wraps && !clear && hides(fill)).then_some(())?;
            let places =
                (at("positionH", &["column", "margin", "character"])?, at("positionV", &["paragraph", "line"])?);
            Some([places.0, places.1, long("cx")?, long("cy")?])
        }
        "rect" | "roundrect" => {
            let style = drawing.attribute("style")?;
            let value = |wanted: &str| {
                let mut entries = style.split(';').filter_map(|entry| entry.split_once(':'));
                entries.find(|(name, _)| name.trim() == wanted).map(|(_, value)| value.trim())
            };
            let points = |name: &str| value(name)?.strip_suffix("pt")?.parse::<f64>().ok();
            let fill = drawing.attribute("fillcolor").map(|fill| fill.split_whitespace().next().unwrap_or_default());
            let fill = fill.and_then(|fill| look::named(fill).or_else(|| look::colour(fill)));
            let free = value("position") == Some("absolute");
            let behind = value("z-index").is_some_and(|order| order.starts_with('-'));
            (free && !behind && hides(fill)).then_some(())?;
            Some([points("margin-left")?, points("margin-top")?, points("width")?, points("height")?])
        }
        _ => None,
    }
}

/// How much of the text of a paragraph a box lies on, in percent.
pub(super) fn covered(text: &str, [left, top, width, height]: Frame) -> Option<u8> {
    let long = text.trim().chars().count() as f64 * LETTER;
    let lines = (long / ROOM).ceil().max(1.0);
    let (wide, high) = (long.min(ROOM), lines * LINE);
    let across = (left + width).min(wide) - left.max(0.0);
    let down = (top + height).min(high) - top.max(0.0);
    let on = down >= DEEP * LINE && across >= 2.0 * LETTER;
    on.then(|| (100.0 * across * down / (wide * high)).clamp(1.0, 100.0) as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_covers_what_it_lies_on() {
        let text = "He met Ada Quill on Monday.";
        assert_eq!(covered(text, [38.0, 0.0, 50.0, 14.0]), Some(34));
        assert_eq!(covered(text, [38.0, 20.0, 50.0, 14.0]), None, "below the line");
        assert_eq!(covered(text, [300.0, 0.0, 50.0, 14.0]), None, "behind its end");
        assert_eq!(covered(text, [0.0, 12.0, 400.0, 2.0]), None, "a rule below it");
    }
}
