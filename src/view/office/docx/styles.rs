//! Reads the styles of a Word document: how text and paragraphs of a style look.

use std::collections::BTreeMap;

use super::super::look::{self, Colour, Look, WHITE};
use super::super::xml::Element;

/// How many styles may be based on one another.
const LONGEST_CHAIN: usize = 20;

/// How a paragraph looks, as far as it says so.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Shape<'x> {
    /// How its text looks.
    pub(super) look: Look,
    /// The color of the paragraph; `Some(None)` is none.
    pub(super) ground: Option<Option<Colour>>,
    /// The list that it belongs to.
    pub(super) list: Option<&'x str>,
    /// How deep in it.
    pub(super) depth: Option<usize>,
}

impl<'x> Shape<'x> {
    pub(super) fn under(self, over: Shape<'x>) -> Shape<'x> {
        Shape {
            look: self.look.under(over.look),
            ground: over.ground.or(self.ground),
            list: over.list.or(self.list),
            depth: over.depth.or(self.depth),
        }
    }
}

/// The styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles<'x> {
    shapes: BTreeMap<&'x str, (Option<&'x str>, Shape<'x>)>,
    /// What every text looks like.
    defaults: Shape<'x>,
    /// The style of paragraphs that name none.
    ordinary: Option<&'x str>,
}

impl<'x> Styles<'x> {
    pub(super) fn read(root: &'x Element<'x>) -> Styles<'x> {
        let mut styles = Styles::default();
        if let Some(defaults) = root.child("docDefaults") {
            styles.defaults.look = defaults.path(&["rPrDefault", "rPr"]).map(look).unwrap_or_default();
        }
        for style in root.elements().filter(|element| element.name == "style") {
            let Some(id) = style.attribute("styleId") else { continue };
            let mut shape = style.child("pPr").map(shape).unwrap_or_default();
            shape.look = style.child("rPr").map(look).unwrap_or_default();
            if style.attribute("type") == Some("paragraph") && style.attribute("default").is_some_and(is_on) {
                styles.ordinary = Some(id);
            }
            styles.shapes.insert(id, (style.value_of("basedOn"), shape));
        }
        styles
    }

    /// What a style says, with those that it is based on.
    fn of(&self, id: &str) -> Shape<'x> {
        let (mut shape, mut next) = (Shape::default(), Some(id));
        for _ in 0..LONGEST_CHAIN {
            let Some((based, own)) = next.and_then(|id| self.shapes.get(id)) else { break };
            shape = own.under(shape);
            next = *based;
        }
        shape
    }

    /// How a paragraph with these properties looks.
    pub(super) fn paragraph(&self, properties: Option<&'x Element<'x>>) -> Shape<'x> {
        let style = properties.and_then(|properties| properties.value_of("pStyle")).or(self.ordinary);
        let own = properties.map(shape).unwrap_or_default();
        self.defaults.under(style.map(|id| self.of(id)).unwrap_or_default()).under(own)
    }

    /// How a run with these properties looks in a paragraph.
    pub(super) fn run(&self, paragraph: Look, properties: Option<&Element<'_>>) -> Look {
        let Some(properties) = properties else { return paragraph };
        let style = properties.value_of("rStyle").map(|id| self.of(id).look).unwrap_or_default();
        paragraph.under(style).under(look(properties))
    }
}

/// What the properties of a paragraph say.
fn shape<'x>(properties: &'x Element<'x>) -> Shape<'x> {
    let list = properties.child("numPr");
    Shape {
        look: Look::default(),
        ground: properties.child("shd").map(shade),
        list: list.and_then(|list| list.value_of("numId")),
        depth: list.and_then(|list| list.value_of("ilvl")).and_then(|depth| depth.parse().ok()),
    }
}

/// What the properties of a run say.
fn look(properties: &Element<'_>) -> Look {
    let colour = properties.child("color").map(colour);
    let marker = properties.value_of("highlight").map(look::named);
    // `webHidden` hides nothing on paper: tables of contents have it.
    let hidden = properties.child("vanish").map(|it| it.attribute("val").is_none_or(is_on));
    let size = properties.value_of("sz").and_then(|size| size.parse::<f32>().ok()).map(|size| size / 2.0);
    let capitals = properties.child("caps").or(properties.child("smallCaps"));
    let capitals = capitals.map(|it| it.attribute("val").is_none_or(is_on));
    let struck = properties.child("strike").or(properties.child("dstrike"));
    let struck = struck.map(|it| it.attribute("val").is_none_or(is_on));
    Look { hidden, colour, ground: properties.child("shd").map(shade), marker, size, struck, capitals }
}

/// The color of text: that of paper by its name in the theme, or by its value.
fn colour(colour: &Element<'_>) -> Option<Colour> {
    let changed = ["themeTint", "themeShade"].iter().any(|name| colour.attribute(name).is_some());
    match colour.attribute("themeColor").filter(|_| !changed) {
        Some("background1" | "light1") => Some(WHITE),
        _ => colour.attribute("val").and_then(look::colour),
    }
}

/// The color that a shading paints (ECMA-376 part 1, 17.18.78); `None` of patterns.
pub(super) fn shade(shading: &Element<'_>) -> Option<Colour> {
    let named = |name: &str| shading.attribute(name).and_then(look::colour);
    match shading.attribute("val") {
        Some("solid") => named("color").or(Some([0, 0, 0])),
        None | Some("clear" | "nil") => named("fill"),
        Some(_) => None,
    }
}

/// Whether a value switches something on.
pub(super) fn is_on(value: &str) -> bool {
    !matches!(value, "0" | "false" | "off")
}
