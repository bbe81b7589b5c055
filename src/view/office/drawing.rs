//! Reads text that is drawn in shapes (ECMA-376 part 1, 21.1.2), and the colors of themes.

use std::collections::BTreeMap;

use super::look::{self, Colour, Look};
use super::story::{Block, Paragraph, Story};
use super::xml::Element;
use crate::source::hidden::HiddenKind;

/// The colors of a theme, by their names.
#[derive(Clone, Debug, Default)]
pub(super) struct Theme(BTreeMap<String, Colour>);

impl Theme {
    /// Reads a theme; `map` says which of its colors stand for those of text and ground.
    pub(super) fn read(root: &Element<'_>, map: Option<&Element<'_>>) -> Theme {
        let mut colours = BTreeMap::new();
        for entry in root.path(&["themeElements", "clrScheme"]).into_iter().flat_map(Element::elements) {
            let value = entry.elements().find_map(|it| it.attribute("lastClr").or(it.attribute("val")));
            colours.extend(value.and_then(look::colour).map(|colour| (entry.name.to_owned(), colour)));
        }
        for (name, usual) in [("bg1", "lt1"), ("tx1", "dk1"), ("bg2", "lt2"), ("tx2", "dk2")] {
            let mapped = map.and_then(|map| map.attribute(name)).unwrap_or(usual);
            if let Some(colour) = colours.get(mapped).copied() {
                colours.insert(name.to_owned(), colour);
            }
        }
        Theme(colours)
    }

    /// The color that a fill paints alone, if it is opaque and is known.
    pub(super) fn colour(&self, fill: &Element<'_>) -> Option<Colour> {
        let colour = fill.elements().next()?;
        // What is said of a color besides makes another of it.
        if colour.elements().next().is_some() {
            return None;
        }
        let value = colour.attribute("val").unwrap_or_default();
        match colour.name {
            "srgbClr" => look::colour(value),
            "sysClr" => colour.attribute("lastClr").and_then(look::colour),
            "prstClr" => look::named(value),
            "schemeClr" => self.0.get(value).copied(),
            _ => None,
        }
    }
}

/// The text of a shape, on a ground of a color, if that is known.
pub(super) fn text(body: &Element<'_>, theme: &Theme, paper: Option<Colour>) -> Story {
    let mut story = Story::default();
    let mut numbers: BTreeMap<usize, u32> = BTreeMap::new();
    for element in body.elements().filter(|element| element.name == "p") {
        let mut paragraph = Paragraph::default();
        let properties = element.child("pPr");
        let depth = properties.and_then(|it| it.attribute("lvl")).and_then(|depth| depth.parse().ok()).unwrap_or(0);
        numbers.retain(|known, _| *known <= depth);
        match properties.and_then(|it| it.child("buAutoNum")) {
            Some(auto) => {
                let start = auto.attribute("startAt").and_then(|start| start.parse().ok()).unwrap_or(1);
                let number = numbers.entry(depth).and_modify(|number| *number += 1).or_insert(start);
                paragraph.put(&numbered(*number, auto.attribute("type").unwrap_or_default()));
            }
            None => _ = numbers.remove(&depth),
        }
        for piece in element.elements() {
            match piece.name {
                "r" | "fld" => {
                    let said = piece.child("t").map(Element::text).unwrap_or_default();
                    let look = piece.child("rPr").map(|run| look(run, theme)).unwrap_or_default();
                    let said = look.shown(said.into());
                    match paper.and_then(|paper| look.hides(paper)).or_else(|| unseen(piece)) {
                        Some(kind) => paragraph.hide(kind, &said),
                        None => paragraph.put(&said),
                    }
                }
                "br" => paragraph.put("\n"),
                _ => {}
            }
        }
        story.blocks.push(Block::Paragraph(paragraph));
    }
    story
}

fn look(run: &Element<'_>, theme: &Theme) -> Look {
    let fill = |name: &str| run.child(name).map(|fill| theme.colour(fill));
    let size = run.attribute("sz").and_then(|size| size.parse::<f32>().ok()).map(|size| size / 100.0);
    let capitals = run.attribute("cap").map(|cap| cap != "none");
    let struck = run.attribute("strike").map(|strike| strike != "noStrike");
    Look { colour: fill("solidFill"), marker: fill("highlight"), size, struck, capitals, ..Look::default() }
}

/// Text that is not filled, or with nothing but transparency.
fn unseen(run: &Element<'_>) -> Option<HiddenKind> {
    let properties = run.child("rPr")?;
    let clear = properties.child("solidFill").and_then(|fill| fill.below("alpha"));
    let clear = clear.and_then(|alpha| alpha.attribute("val")).is_some_and(|alpha| alpha == "0" || alpha == "0%");
    (clear || properties.child("noFill").is_some() && properties.child("ln").is_none())
        .then_some(HiddenKind::Undisplayed)
}

/// The number of a paragraph: `arabicPeriod`, `alphaLcParenBoth`.
fn numbered(number: u32, kind: &str) -> String {
    let letter = |first: u8| char::from(first + ((number.max(1) - 1) % 26) as u8).to_string();
    let written = match kind {
        _ if kind.starts_with("alphaLc") => letter(b'a'),
        _ if kind.starts_with("alphaUc") => letter(b'A'),
        _ => number.to_string(),
    };
    match kind {
        _ if kind.ends_with("ParenBoth") => format!("({written}) "),
        _ if kind.ends_with("ParenR") => format!("{written}) "),
        _ if kind.ends_with("Plain") => format!("{written} "),
        _ => format!("{written}. "),
    }
}

/// What a shape is said to show.
pub(super) fn described(properties: &Element<'_>) -> Paragraph {
    let mut paragraph = Paragraph::default();
    for said in ["title", "descr"].into_iter().filter_map(|name| properties.attribute(name)) {
        paragraph.describe(said);
    }
    paragraph
}

#[cfg(test)]
mod tests {
    use super::super::look::WHITE;
    use super::super::xml::tree;
    use super::*;

    #[test]
    fn colors_of_a_theme_stand_for_others() {
        let theme = "<t><themeElements><clrScheme><dk1><sysClr val=\"windowText\" lastClr=\"000000\"/></dk1>\
                     <lt1><srgbClr val=\"FFFFFF\"/></lt1></clrScheme></themeElements></t>";
        let theme = Theme::read(&tree(theme).expect("well formed"), None);
        let colour = |text: &str| theme.colour(&tree(text).expect("well formed"));
        assert_eq!(colour("<f><schemeClr val=\"bg1\"/></f>"), Some(WHITE));
        assert_eq!(colour("<f><schemeClr val=\"tx1\"><lumMod val=\"50000\"/></schemeClr></f>"), None);
    }

    #[test]
    fn paragraphs_have_numbers_and_hidden_runs() {
        let body = "<b><p><pPr><buAutoNum type=\"arabicPeriod\"/></pPr><r><t>One</t></r></p>\
                    <p><pPr><buAutoNum type=\"arabicPeriod\"/></pPr><r><t>Two</t></r><r><rPr>\
                    <solidFill><srgbClr val=\"FFFFFF\"/></solidFill></rPr><t> Varden</t></r></p></b>";
        let story = text(&tree(body).expect("well formed"), &Theme::default(), Some(WHITE));
        assert_eq!(story.seen(), "1. One\n2. Two");
    }
}
