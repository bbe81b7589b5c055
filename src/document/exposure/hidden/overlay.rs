//! Finds text of a page that boxes lie over: elements that are placed on it, and shapes of a drawing.
//!
//! Only what the page itself says of places and sizes is judged, and only where it is said outright: a box without text
//! of its own that is placed in the element whose text it covers, or a rectangle that a drawing has behind a text.

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

use super::colour::{Ground, is_see_through};
use super::css::Declarations;
use super::tag::without_false_tags;
use super::{HiddenKind, See};
use crate::register::vocabulary::WORDS;
use crate::source::Span;

/// The width and the height of a letter, for its size, and the size of letters that say none, in pixels.
const LETTER: f64 = 0.5;
const LINE: f64 = 1.25;
const SIZE: f64 = 16.0;
/// Part of a text that must be covered.
const COVERED: f64 = 0.5;
/// Elements that lie in one another, texts and boxes of one element, and shapes of a drawing at most.
const DEEPEST: usize = 200;
const MOST: usize = 200;
const SHAPES: usize = 2_000;

/// Left, top, right, bottom in pixels.
type Area = [f64; 4];

/// An element that is open.
#[derive(Default)]
struct Element {
    name: Vec<u8>,
    /// Whether places inside it count from its corner.
    placed: bool,
    /// Where it lies in the element around it that is placed, if it is a box that can cover text.
    cover: Option<Area>,
    /// Whether it shows text.
    says: bool,
    /// The texts in it, each with its line and where on it it begins; the boxes in it.
    texts: Vec<(Span, usize, f64)>,
    covers: Vec<Area>,
    line: usize,
    column: f64,
    /// Of a drawing: the place and the size of the letters of the text that is open.
    letters: Option<[f64; 3]>,
    drawn: Vec<(Span, Area)>,
}

/// Reads the elements in `span` of `text`.
pub(crate) fn read(text: &str, span: Span, see: See<'_>) {
    let inside = &text[span.range()];
    if !["absolute", "<svg"].iter().any(|word| memchr::memmem::find(inside.as_bytes(), word.as_bytes()).is_some()) {
        return;
    }
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    let mut reader = Reader { text, from: span.start as usize, open: vec![Element::default()], see };
    for token in Tokenizer::new_with_emitter(&*without_false_tags(inside), emitter) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => reader.start(&tag),
            Token::EndTag(tag) => reader.end(&tag.name),
            Token::String(string) => reader.string(string.span.start, string.span.end),
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    while reader.open.len() > 1 {
        reader.close();
    }
}

struct Reader<'r, 's> {
    text: &'r str,
    from: usize,
    /// The elements that are open; the first is the page.
    open: Vec<Element>,
    see: See<'s>,
}

impl Reader<'_, '_> {
    fn start(&mut self, tag: &StartTag<usize>) {
        let name: &[u8] = &tag.name;
        let of_line = WORDS.markup.inline.iter().any(|inline| inline.as_bytes() == name);
        if !of_line {
            self.end_line();
        }
        if name == b"rect" || name == b"image" {
            self.shape(tag);
        }
        let void = tag.self_closing || WORDS.markup.void.iter().any(|void| void.as_bytes() == name);
        let style = attribute(tag, "style").unwrap_or_default();
        let style = Declarations::new(&style);
        let position = style.value("position").unwrap_or_default();
        let placed = matches!(&*position, "relative" | "absolute" | "fixed" | "sticky");
        let cover = (position == "absolute").then(|| cover(tag, &style)).flatten();
        if void {
            let around = self.around();
            let picture = cover.filter(|_| name == b"img" && around.covers.len() < MOST);
            around.covers.extend(picture);
            return;
        }
        if self.open.len() < DEEPEST {
            let letters = (name == b"text").then(|| letters(tag)).flatten();
            self.open.push(Element { name: name.to_vec(), placed, cover, letters, ..Element::default() });
        }
    }

    /// The innermost element from whose corner places count.
    fn around(&mut self) -> &mut Element {
        let index = self.open.iter().rposition(|element| element.placed).unwrap_or(0);
        &mut self.open[index]
    }

    fn end_line(&mut self) {
        let around = self.around();
        around.line += usize::from(around.column > 0.0);
        around.column = 0.0;
    }

    fn string(&mut self, start: usize, end: usize) {
        let bound = |at: usize| self.text.floor_char_boundary((self.from + at).min(self.text.len()));
        let span = Span::new(bound(start) as u32, bound(end).max(bound(start)) as u32);
        let words = &self.text[span.range()];
        let said = words.trim();
        let unshown = |element: &Element| matches!(&*element.name, b"script" | b"style" | b"title" | b"head");
        if said.is_empty() || self.open.iter().any(unshown) {
            return;
        }
        let lead = words.len() - words.trim_start().len();
        let span = span.part(lead, said.len());
        let length = said.chars().count() as f64;
        self.open.iter_mut().for_each(|element| element.says = true);
        if let Some([x, y, size]) = self.open.last().and_then(|element| element.letters) {
            let area = [x, y - size * 0.8, x + length * size * LETTER, y];
            let drawing = self.open.iter_mut().rfind(|element| &*element.name == b"svg");
            let drawing = drawing.filter(|drawing| drawing.drawn.len() < MOST);
            drawing.into_iter().for_each(|drawing| drawing.drawn.push((span, area)));
            return;
        }
        let around = self.around();
        if around.texts.len() < MOST {
            around.texts.push((span, around.line, around.column));
        }
        around.column += (length + 1.0) * SIZE * LETTER;
    }

    /// A rectangle or a picture of a drawing covers the texts that the drawing has before it.
    fn shape(&mut self, tag: &StartTag<usize>) {
        let style = attribute(tag, "style").unwrap_or_default();
        let style = Declarations::new(&style);
        let value = |name: &str| style.value(name).or_else(|| attribute(tag, name));
        let faint = ["opacity", "fill-opacity"]
            .iter()
            .any(|name| value(name).and_then(|value| value.parse::<f64>().ok()).is_some_and(|opacity| opacity < 0.9));
        let empty =
            value("fill").is_some_and(|fill| fill == "none" || is_see_through(&fill) || fill.starts_with("url"));
        let unknown = tag.attributes.contains_key(&b"class"[..]) || tag.attributes.contains_key(&b"transform"[..]);
        if faint || empty || unknown {
            return;
        }
        let side = |name: &str| value(name).and_then(|value| length(&value));
        let (left, top) = (side("x").unwrap_or(0.0), side("y").unwrap_or(0.0));
        let Some((width, height)) = side("width").zip(side("height")) else { return };
        let area = [left, top, left + width, top + height];
        let Some(drawing) = self.open.iter_mut().rfind(|element| &*element.name == b"svg") else { return };
        if drawing.covers.len() >= SHAPES {
            return;
        }
        drawing.covers.push(area);
        for (span, place) in &drawing.drawn {
            if part(*place, area) >= COVERED {
                (self.see)(HiddenKind::Covered, *span);
            }
        }
        drawing.drawn.retain(|(_, place)| part(*place, area) < COVERED);
    }

    fn end(&mut self, name: &[u8]) {
        let Some(index) = self.open.iter().rposition(|element| element.name == name).filter(|index| *index > 0) else {
            return;
        };
        while self.open.len() > index {
            self.close();
        }
        if !WORDS.markup.inline.iter().any(|inline| inline.as_bytes() == name) {
            self.end_line();
        }
    }

    /// Closes the innermost element.
    fn close(&mut self) {
        let Some(element) = self.open.pop() else { return };
        let drawing = &*element.name == b"svg";
        if element.placed && !drawing {
            for (span, line, column) in &element.texts {
                let (top, words) = (*line as f64 * SIZE * LINE, &self.text[span.range()]);
                let width = words.chars().count() as f64 * SIZE * LETTER;
                let place = [*column, top, column + width, top + SIZE * LINE];
                if element.covers.iter().any(|cover| part(place, *cover) >= COVERED) {
                    (self.see)(HiddenKind::Covered, *span);
                }
            }
        }
        // A box with text is read; a drawing covers as far as its own boxes do.
        let Some(area) = element.cover.filter(|_| !element.says) else { return };
        let full = |cover: &Area| cover[0] <= 0.0 && cover[1] <= 0.0;
        let area = match (drawing, element.covers.iter().find(|cover| full(cover))) {
            (false, _) => area,
            (true, Some(own)) => [area[0], area[1], area[2].min(area[0] + own[2]), area[3].min(area[1] + own[3])],
            (true, None) => return,
        };
        let around = self.around();
        if around.covers.len() < MOST {
            around.covers.push(area);
        }
    }
}

/// The place of an element that is placed, if it can cover text: it says where it is and how large, and is opaque.
fn cover(tag: &StartTag<usize>, style: &Declarations<'_>) -> Option<Area> {
    let picture = matches!(&**tag.name, b"img" | b"svg");
    let opaque = style.background().is_some_and(|ground| matches!(Ground::of(&ground), Ground::Colour(_)));
    let see_through = style.background().is_some_and(|ground| is_faint(&ground));
    let faint = style.value("opacity").and_then(|value| value.parse::<f64>().ok()).is_some_and(|value| value < 0.9);
    let below = style.value("z-index").is_some_and(|index| index.starts_with('-'));
    if !(opaque || picture) || see_through || faint || below {
        return None;
    }
    let value = |name: &str| style.value(name).or_else(|| attribute(tag, name)).and_then(|value| length(&value));
    let inset = style.value("inset").and_then(|value| length(&value));
    let side = |near: &str, far: &str, size: &str| {
        let (near, far) = (value(near).or(inset), value(far).or(inset));
        match (near, value(size), far) {
            (Some(near), Some(size), _) => Some((near, near + size)),
            (Some(near), None, Some(far)) if far <= 0.0 => Some((near, f64::INFINITY)),
            _ => None,
        }
    };
    let ((left, right), (top, bottom)) = (side("left", "right", "width")?, side("top", "bottom", "height")?);
    Some([left, top, right, bottom])
}

/// Whether a color lets what is below it through.
fn is_faint(colour: &str) -> bool {
    colour.starts_with("rgba") || colour.starts_with("hsla") || colour.contains("gradient") || colour.contains("url(")
}

/// The place and the size of the letters of a text in a drawing, unless it is turned.
fn letters(tag: &StartTag<usize>) -> Option<[f64; 3]> {
    let value = |name: &str| attribute(tag, name).and_then(|value| length(&value));
    let turned = tag.attributes.contains_key(&b"transform"[..]);
    (!turned).then(|| [value("x").unwrap_or(0.0), value("y").unwrap_or(0.0), value("font-size").unwrap_or(SIZE)])
}

/// How much of `place` a box covers.
fn part(place: Area, cover: Area) -> f64 {
    let side = |from: usize, to: usize| (place[to].min(cover[to]) - place[from].max(cover[from])).max(0.0);
    let area = (place[2] - place[0]) * (place[3] - place[1]);
    if area > 0.0 { side(0, 2) * side(1, 3) / area } else { 0.0 }
}

/// A length in pixels; all of the element around is as long as can be.
fn length(value: &str) -> Option<f64> {
    let value = value.trim();
    let digits = value.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%');
    let number: f64 = digits.parse().ok()?;
    match &value[digits.len()..] {
        "" | "px" => Some(number),
        "pt" => Some(number * 4.0 / 3.0),
        "em" | "rem" => Some(number * SIZE),
        "%" if number >= 99.0 => Some(f64::INFINITY),
        "%" if number == 0.0 => Some(0.0),
        _ => None,
    }
}

fn attribute(tag: &StartTag<usize>, name: &str) -> Option<String> {
    tag.attributes.get(name.as_bytes()).map(|value| String::from_utf8_lossy(&value.value).into_owned())
}

#[cfg(test)]
mod tests {
    use crate::document::exposure::hidden::HiddenKind::Covered;
    use crate::document::exposure::hidden::tests::of;

    fn within(more: &str) -> Vec<String> {
        of(Covered, &format!("<div style=\"position:relative\"><p>Ada Quill</p>{more}</div>"))
    }

    #[test]
    fn boxes_that_lie_over_text_cover_it() {
        for more in [
            "<div style=\"position:absolute;left:0;top:0;width:100%;height:100%;background:#000\"></div>",
            "<div style='position:absolute; inset:0; background-color: white'></div>",
            "<span style='position:absolute;left:0;top:0;width:80px;height:20px;background:black'></span>",
            "<svg style='position:absolute;left:0;top:0' width=300 height=24><rect width=300 height=24 /></svg>",
            "<img style='position:absolute;left:0;top:0;width:200px;height:20px' src=bar.png>",
        ] {
            assert_eq!(within(more), ["Ada Quill"], "{more}");
        }
        for more in [
            "<div style='position:absolute;left:400px;top:0;width:80px;height:20px;background:#000'></div>",
            "<div style='position:absolute;left:0;top:90px;width:80px;height:20px;background:#000'></div>",
            "<div style='position:absolute;inset:0;background:rgba(0,0,0,.4)'></div>",
            "<div style='position:absolute;inset:0;background:#000;z-index:-1'></div>",
            "<div style='position:absolute;inset:0'></div>",
            "<div style='position:absolute;left:0;top:0;width:200px;height:20px;background:#eee'>Late</div>",
            "<div style='left:0;top:0;width:100%;height:100%;background:#000'></div>",
            "<svg style='position:absolute;left:0;top:0' width=300 height=24><path d='M0 0'/></svg>",
        ] {
            assert!(within(more).is_empty(), "{more}");
        }
    }

    #[test]
    fn shapes_of_a_drawing_cover_the_text_before_them() {
        let drawn = |inside: &str| of(Covered, &format!("<svg width=400 height=30>{inside}</svg>"));
        let text = "<text x=10 y=20>Ada Quill</text>";
        assert_eq!(drawn(&format!("{text}<rect width=400 height=30 />")), ["Ada Quill"]);
        assert_eq!(drawn(&format!("{text}<image href=b.png x=0 y=0 width=400 height=30 />")), ["Ada Quill"]);
        for inside in [
            format!("<rect width=400 height=30 />{text}"),
            format!("{text}<rect width=400 height=30 fill=none />"),
            format!("{text}<rect width=400 height=30 opacity=.3 />"),
            format!("{text}<rect x=200 width=40 height=30 />"),
            format!("{text}<rect y=19 width=400 height=1 />"),
        ] {
            assert!(drawn(&inside).is_empty(), "{inside}");
        }
    }
}
