//! Reads the styles of an OpenDocument file: how text of a style looks, and what it does not show.

use std::collections::BTreeMap;

use super::super::look::{self, Look};
use super::super::xml::Element;

/// How many styles may be based on one another.
const LONGEST_CHAIN: usize = 20;

/// The styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles<'x> {
    styles: BTreeMap<&'x str, (Option<&'x str>, Look, bool)>,
    /// The levels of lists that have numbers, by the name of the list and the depth of the level.
    levels: BTreeMap<(&'x str, &'x str), &'x Element<'x>>,
    /// How the cell looks that is being read.
    around: Look,
}

impl<'x> Styles<'x> {
    /// Reads the styles of all `parts`.
    pub(super) fn read(parts: [&'x Element<'x>; 2]) -> Styles<'x> {
        let (mut styles, mut levels) = (BTreeMap::new(), BTreeMap::new());
        for part in parts {
            for list in part.elements().filter(|it| matches!(it.name, "styles" | "automatic-styles")) {
                for style in list.elements().filter(|element| element.name == "list-style") {
                    let numbers = style.elements().filter(|level| level.name == "list-level-style-number");
                    let name = style.attribute("style:name").unwrap_or_default();
                    levels.extend(numbers.filter_map(|level| Some(((name, level.attribute("level")?), level))));
                }
                for style in list.elements().filter(|element| element.name == "style") {
                    let Some(name) = style.attribute("style:name") else { continue };
                    styles.insert(name, (style.attribute("parent-style-name"), look(style), is_undisplayed(style)));
                }
            }
        }
        Styles { styles, levels, around: Look::default() }
    }

    /// How text of a style looks, in the present cell.
    pub(super) fn of(&self, name: Option<&str>) -> Look {
        let (mut look, mut next) = (Look::default(), name);
        for _ in 0..LONGEST_CHAIN {
            let Some((parent, own, _)) = next.and_then(|name| self.styles.get(name)) else { break };
            look = own.under(look);
            next = *parent;
        }
        self.around.under(look)
    }

    /// What stands before an item of a list.
    pub(super) fn number(&self, list: Option<&str>, depth: usize, number: u32) -> String {
        let depth = depth.to_string();
        let level = list.and_then(|list| self.levels.get(&(list, depth.as_str())));
        let Some(level) = level else { return "• ".to_owned() };
        let value = |name: &str| level.attribute(name).unwrap_or_default();
        let start: u32 = value("start-value").parse().unwrap_or(1);
        let number = number.saturating_add(start.saturating_sub(1));
        let letter = |first: u8| char::from(first + ((number.max(1) - 1) % 26) as u8).to_string();
        let written = match value("num-format") {
            "" => return String::new(),
            "a" => letter(b'a'),
            "A" => letter(b'A'),
            _ => number.to_string(),
        };
        format!("{}{written}{} ", value("num-prefix"), value("num-suffix"))
    }

    /// Enters a cell that looks like this; how the one around it looks.
    pub(super) fn on(&mut self, look: Look) -> Look {
        std::mem::replace(&mut self.around, look)
    }

    /// Whether sheets or slides of a style are not shown.
    pub(super) fn is_undisplayed(&self, name: Option<&str>) -> bool {
        name.and_then(|name| self.styles.get(name)).is_some_and(|(.., undisplayed)| *undisplayed)
    }
}

fn is_undisplayed(style: &Element<'_>) -> bool {
    style.elements().any(|it| {
        it.attribute("table:display") == Some("false") || it.attribute("presentation:visibility") == Some("hidden")
    })
}

fn look(style: &Element<'_>) -> Look {
    let mut look = Look::default();
    for properties in style.elements() {
        let colour = |name: &str| properties.attribute(name).map(look::colour);
        match properties.name {
            "text-properties" => {
                look.hidden = properties.attribute("text:display").map(|display| display == "none").or(look.hidden);
                look.colour = colour("fo:color").or(look.colour);
                look.marker = colour("fo:background-color").or(look.marker);
                let size = properties.attribute("fo:font-size").and_then(|size| size.strip_suffix("pt"));
                look.size = size.and_then(|size| size.parse().ok()).or(look.size);
                let line = properties.attribute("style:text-line-through-style");
                look.struck = line.map(|line| line != "none").or(look.struck);
                let transform = properties.attribute("fo:text-transform");
                look.capitals = transform.map(|transform| transform == "uppercase").or(look.capitals);
                if properties.attribute("use-window-font-color") == Some("true") {
                    look.colour = Some(None);
                }
            }
            "paragraph-properties" | "table-cell-properties" => {
                look.ground = colour("fo:background-color").or(look.ground);
            }
            _ => {}
        }
    }
    look
}
