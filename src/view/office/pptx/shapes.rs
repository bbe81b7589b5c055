//! Reads the shapes of a slide: where they are, what they say, and which of them cover others.

use super::super::drawing::{self, Theme};
use super::super::look::{Colour, is_dark};
use super::super::story::{Block, Paragraph, Story};
use super::super::xml::Element;
use super::HiddenKind;
use super::setting::Setting;

/// Left, top, width and height, in the units of the file.
pub(super) type Frame = [f64; 4];

/// Of a shape, so much must be below another for its text to be covered.
const COVERED: f64 = 0.9;

/// How many shapes above or below one are looked at.
pub(super) const NEAR: usize = 500;

/// A shape.
#[derive(Debug, Default)]
pub(super) struct Shape {
    pub(super) frame: Option<Frame>,
    pub(super) story: Story,
    /// How its text is set.
    pub(super) setting: Setting,
    /// What it is said to show.
    pub(super) described: Paragraph,
    /// The relation to its chart.
    pub(super) chart: Option<String>,
    /// The relation to its picture.
    pub(super) picture: Option<String>,
    /// Whether nothing can be seen through it.
    pub(super) opaque: bool,
    /// What it is filled with, if that is known.
    pub(super) filled: Option<Colour>,
    pub(super) hidden: bool,
}

impl Shape {
    /// Whether it is a box without text that hides what is below it: dark, of the color of the slide, or a picture.
    pub(super) fn blots(&self, paper: Option<Colour>) -> bool {
        let blank = self.opaque && !self.hidden && self.story.seen().is_empty();
        let fills = |filled| is_dark(filled) || Some(filled) == paper;
        blank && (self.picture.is_some() || self.filled.is_some_and(fills))
    }

    /// How its text is hidden, by itself or by the shapes that are drawn later.
    pub(super) fn hides(&self, later: &[Shape], size: (f64, f64)) -> Option<HiddenKind> {
        if self.hidden {
            return Some(HiddenKind::Undisplayed);
        }
        let [left, top, width, height] = self.frame?;
        if left >= size.0 || top >= size.1 || left + width <= 0.0 || top + height <= 0.0 {
            return Some(HiddenKind::OutsidePage);
        }
        let covers = |over: &Shape| {
            let Some([x, y, w, h]) = over.frame.filter(|_| over.opaque && !over.hidden) else { return false };
            let across = (left + width).min(x + w) - left.max(x);
            let down = (top + height).min(y + h) - top.max(y);
            across > 0.0 && down > 0.0 && across * down >= COVERED * width * height
        };
        (width * height > 0.0 && later.iter().take(NEAR).any(covers)).then_some(HiddenKind::Covered)
    }
}

/// How the frames inside a group become frames on the slide.
#[derive(Clone, Copy)]
struct Group {
    offset: (f64, f64),
    scale: (f64, f64),
}

impl Group {
    fn place(self, [left, top, width, height]: Frame) -> Frame {
        let (x, y) = self.scale;
        [left * x + self.offset.0, top * y + self.offset.1, width * x, height * y]
    }
}

const SLIDE: Group = Group { offset: (0.0, 0.0), scale: (1.0, 1.0) };

/// The shapes of a slide while they are read.
pub(super) struct Page<'t> {
    pub(super) theme: &'t Theme,
    /// The color of the slide; `None` if it is not known.
    pub(super) paper: Option<Colour>,
    /// The master of the slide.
    pub(super) master: Option<&'t Element<'t>>,
    /// The places that master and layout provide: kind, number and frame.
    pub(super) above: Vec<(String, String, Frame)>,
    pub(super) shapes: Vec<Shape>,
}

impl Page<'_> {
    /// Reads a master or a layout: its places, and the shapes that stand on each slide.
    pub(super) fn pattern(&mut self, part: Option<&Element<'_>>, left_out: bool) {
        let Some(tree) = part.and_then(|part| part.path(&["cSld", "spTree"])) else { return };
        for element in tree.elements() {
            match place_of(element) {
                Some((kind, number)) => {
                    let frame = frame(element, SLIDE).or_else(|| self.inherited(&kind, &number));
                    self.above.extend(frame.map(|frame| (kind, number, frame)));
                }
                None if !left_out => self.shape(element, SLIDE),
                None => {}
            }
        }
    }

    pub(super) fn slide(&mut self, root: &Element<'_>) {
        for element in root.path(&["cSld", "spTree"]).into_iter().flat_map(Element::elements) {
            self.shape(element, SLIDE);
        }
    }

    /// The frame of a place: of the last with that number, or else with that kind.
    fn inherited(&self, kind: &str, number: &str) -> Option<Frame> {
        let alike =
            |known: &str| known == kind || matches!((known, kind), ("title", "ctrTitle") | ("ctrTitle", "title"));
        let numbered = self.above.iter().rev().find(|(_, known, _)| !number.is_empty() && known == number);
        let found = numbered.or_else(|| self.above.iter().rev().find(|(known, ..)| alike(known)));
        found.map(|(_, _, frame)| *frame)
    }

    /// The color on which a shape without one lies: that of the last one that it touches, or of the slide.
    fn below(&self, frame: Option<Frame>) -> Option<Colour> {
        let touches = |shape: &&Shape| {
            let ([left, top, width, height], [x, y, w, h]) = (frame?, shape.frame.filter(|_| shape.opaque)?);
            (left < x + w && x < left + width && top < y + h && y < top + height).then_some(())
        };
        self.shapes
            .iter()
            .rev()
            .take(NEAR)
            .find(|shape| touches(shape).is_some())
            .map_or(self.paper, |shape| shape.filled)
    }

    fn shape(&mut self, element: &Element<'_>, group: Group) {
        match element.name {
            "grpSp" => {
                let inner = element.child("grpSpPr").and_then(|it| inside(it, group)).unwrap_or(group);
                element.elements().for_each(|child| self.shape(child, inner));
            }
            "AlternateContent" => {
                let chosen = element.child("Choice").or_else(|| element.child("Fallback"));
                chosen.into_iter().flat_map(Element::elements).for_each(|child| self.shape(child, group));
            }
            "sp" | "pic" | "graphicFrame" | "cxnSp" => self.one(element, group),
            _ => {}
        }
    }

    fn one(&mut self, element: &Element<'_>, group: Group) {
        let frame = frame(element, group)
            .or_else(|| place_of(element).and_then(|(kind, number)| self.inherited(&kind, &number)));
        let properties = element.elements().find_map(|it| it.child("cNvPr"));
        let look = element.child("spPr");
        let fill = look.and_then(|look| look.child("solidFill"));
        let filled = fill.and_then(|fill| self.theme.colour(fill));
        // What a style, a picture or a gradient fills a shape with is not known.
        let other =
            look.is_some_and(|look| ["gradFill", "blipFill", "pattFill"].iter().any(|it| look.child(it).is_some()));
        let styled = element.child("style").is_some() && look.is_none_or(|look| look.child("noFill").is_none());
        let paper = if fill.is_some() || other || styled { filled } else { self.below(frame) };
        let (mut story, mut setting) = (Story::default(), Setting::default());
        if let Some(body) = element.child("txBody") {
            let kind = place_of(element).map(|(kind, _)| if kind.is_empty() { "obj".to_owned() } else { kind });
            setting = Setting::of(body, &kind.unwrap_or_default(), self.master);
            story = drawing::text(body, self.theme, paper);
        }
        let table = element.below("tbl").filter(|_| element.name == "graphicFrame");
        for row in table.into_iter().flat_map(Element::elements).filter(|row| row.name == "tr") {
            let cells = row.elements().filter(|cell| cell.name == "tc");
            let cell = |cell: &Element<'_>| {
                let ground = cell.path(&["tcPr", "solidFill"]).map(|fill| self.theme.colour(fill));
                let body = cell.child("txBody").map(|body| drawing::text(body, self.theme, ground.flatten()));
                body.unwrap_or_default().into_paragraphs()
            };
            story.blocks.push(Block::Row(cells.map(cell).collect()));
        }
        self.shapes.push(Shape {
            frame,
            story,
            setting,
            described: properties.map(drawing::described).unwrap_or_default(),
            chart: element.below("chart").and_then(|chart| chart.attribute("r:id")).map(str::to_owned),
            picture: element
                .child("blipFill")
                .and_then(|fill| fill.below("blip"))
                .and_then(|it| it.attribute("r:embed"))
                .map(str::to_owned),
            filled,
            opaque: filled.is_some() && is_box(look)
                || element.name == "pic"
                || styled && fill.is_none() && is_box(look),
            hidden: properties.and_then(|it| it.attribute("hidden")).is_some_and(|it| it == "1" || it == "true"),
        });
    }
}

/// Whether a shape fills all of its frame.
fn is_box(look: Option<&Element<'_>>) -> bool {
    let shape = look.and_then(|look| look.child("prstGeom")).and_then(|shape| shape.attribute("prst"));
    matches!(shape, Some("rect" | "roundRect" | "flowChartProcess" | "snip1Rect" | "round1Rect"))
}

/// The kind and number of the place that a shape fills.
fn place_of(element: &Element<'_>) -> Option<(String, String)> {
    let place = element.elements().find_map(|it| it.path(&["nvPr", "ph"]))?;
    let value = |name: &str| place.attribute(name).unwrap_or_default().to_owned();
    Some((value("type"), value("idx")))
}

fn numbers(element: Option<&Element<'_>>, names: [&str; 2]) -> Option<(f64, f64)> {
    let number = |name: &str| element?.attribute(name)?.parse::<f64>().ok().filter(|number| number.is_finite());
    Some((number(names[0])?, number(names[1])?))
}

fn frame(element: &Element<'_>, group: Group) -> Option<Frame> {
    let transform = element.child("spPr").and_then(|it| it.child("xfrm")).or_else(|| element.child("xfrm"))?;
    let (left, top) = numbers(transform.child("off"), ["x", "y"])?;
    let (width, height) = numbers(transform.child("ext"), ["cx", "cy"])?;
    Some(group.place([left, top, width, height]))
}

/// How the frames in a group become frames on the slide, if the group itself is placed by `group`.
fn inside(properties: &Element<'_>, group: Group) -> Option<Group> {
    let transform = properties.child("xfrm")?;
    let (left, top) = numbers(transform.child("off"), ["x", "y"])?;
    let (width, height) = numbers(transform.child("ext"), ["cx", "cy"])?;
    let [left, top, width, height] = group.place([left, top, width, height]);
    let (x, y) = numbers(transform.child("chOff"), ["x", "y"]).unwrap_or((left, top));
    let (w, h) = numbers(transform.child("chExt"), ["cx", "cy"]).unwrap_or((width, height));
    let scale = (if w > 0.0 { width / w } else { 1.0 }, if h > 0.0 { height / h } else { 1.0 });
    Some(Group { offset: (left - x * scale.0, top - y * scale.1), scale })
}
