//! Reads PowerPoint presentations (ECMA-376 part 1, 19): slides from top to bottom, their notes, and what is hidden.

mod cover;
mod setting;
mod shapes;

use std::collections::BTreeMap;

use super::drawing::Theme;
use super::look::{Colour, WHITE};
use super::package::{Package, Relations, broken};
use super::story::Story;
use super::xml::{Element, each, tree};
use crate::source::Unreadable;
use crate::source::hidden::HiddenKind;
use crate::source::packed::Packing;
use shapes::{NEAR, Page, Shape};

/// So much of a line must be below a picture, in percent: the edges of pictures are often blank.
const MOST_OF_IT: u8 = 60;

/// Reads the presentation that is the part `main`.
pub(super) fn read(package: &mut Package<'_>, main: &str, packing: &mut Packing) -> Result<(), Unreadable> {
    let relations = package.relations(main)?;
    let text = package.text(main)?.ok_or_else(|| broken(main))?;
    let root = tree(&text).ok_or_else(|| broken(main))?;
    let side =
        |name: &str| root.child("sldSz").and_then(|size| size.attribute(name)).and_then(|side| side.parse().ok());
    let size = (side("cx").unwrap_or(9_144_000.0), side("cy").unwrap_or(6_858_000.0));
    let mut names = Vec::new();
    for (list, part) in [("sectionLst", "sections"), ("custShowLst", "shows")] {
        for named in root.below(list).into_iter().flat_map(Element::elements) {
            names.push((part, HiddenKind::Bookmark, named.attribute("name").unwrap_or_default().to_owned()));
        }
    }
    let tags: Vec<String> = package.names().filter(|name| name.starts_with("ppt/tags/")).map(str::to_owned).collect();
    for tag in tags {
        let text = package.text(&tag)?.unwrap_or_default();
        each(&text, &["tag"], &mut |tag| {
            names.push(("tags", HiddenKind::CustomData, tag.attribute("val").unwrap_or_default().to_owned()));
        });
    }
    for relation in relations.values().filter(|relation| ["commentAuthors", "author"].contains(&&*relation.kind)) {
        let text = package.text(&relation.target)?.unwrap_or_default();
        each(&text, &["cmAuthor", "author"], &mut |author| {
            names.push(("people", HiddenKind::Properties, author.attribute("name").unwrap_or_default().to_owned()));
        });
    }
    package.asides.append(&mut names);
    let mut texts = Texts::default();
    for (index, slide) in root.child("sldIdLst").into_iter().flat_map(Element::elements).enumerate() {
        let Some(relation) = slide.attribute("r:id").and_then(|id| relations.get(id)) else { continue };
        let name = format!("slide {}", index + 1);
        packing.slide(&name);
        read_slide(package, &mut texts, &relation.target, &name, size, packing)?;
    }
    Ok(())
}

/// The texts of the parts that slides share, and their relations.
#[derive(Default)]
struct Texts(BTreeMap<String, (String, Relations)>);

impl Texts {
    /// The text of the part of that kind to which `relations` lead.
    fn load(
        &mut self,
        package: &mut Package<'_>,
        relations: &Relations,
        kind: &str,
    ) -> Result<Option<String>, Unreadable> {
        let Some(relation) = relations.values().find(|relation| relation.kind == kind) else { return Ok(None) };
        if !self.0.contains_key(&relation.target) {
            let text = package.text(&relation.target)?.unwrap_or_default();
            let relations = package.relations(&relation.target)?;
            self.0.insert(relation.target.clone(), (text, relations));
        }
        Ok(Some(relation.target.clone()))
    }

    fn of(&self, name: Option<&String>) -> (&str, Relations) {
        name.and_then(|name| self.0.get(name)).map_or(("", Relations::new()), |(text, it)| (text, it.clone()))
    }
}

fn read_slide(
    package: &mut Package<'_>,
    texts: &mut Texts,
    target: &str,
    name: &str,
    size: (f64, f64),
    packing: &mut Packing,
) -> Result<(), Unreadable> {
    let text = package.text(target)?.ok_or_else(|| broken(target))?;
    let root = tree(&text).ok_or_else(|| broken(target))?;
    let relations = package.relations(target)?;
    let layout = texts.load(package, &relations, "slideLayout")?;
    let master = texts.load(package, &texts.of(layout.as_ref()).1, "slideMaster")?;
    let theme = texts.load(package, &texts.of(master.as_ref()).1, "theme")?;
    // Each slide is drawn on them anew.
    for part in [&layout, &master, &theme] {
        package.nest.take(texts.of(part.as_ref()).0.len() as u64)?;
    }
    let [layout, master, theme] = [layout, master, theme].map(|part| tree(texts.of(part.as_ref()).0));
    let theme = theme.map(|theme| Theme::read(&theme, master.as_ref().and_then(|master| master.child("clrMap"))));
    let theme = theme.unwrap_or_default();
    let ground = [Some(&root), layout.as_ref(), master.as_ref()].into_iter().flatten();
    let ground = ground.filter_map(|part| part.path(&["cSld", "bg"])).next();
    let paper = ground.map_or(Some(WHITE), |ground| {
        let fill = ground.path(&["bgPr", "solidFill"]).or_else(|| ground.child("bgRef"));
        fill.and_then(|fill| theme.colour(fill))
    });
    let mut page = Page { theme: &theme, paper, master: master.as_ref(), above: Vec::new(), shapes: Vec::new() };
    let off = |part: &Element<'_>| part.attribute("showMasterSp").is_some_and(|shown| shown == "0" || shown == "false");
    let without = off(&root);
    let no_master = without || layout.as_ref().is_some_and(off);
    for (part, left_out) in [(master.as_ref(), no_master), (layout.as_ref(), without)] {
        page.pattern(part, left_out);
    }
    let shared = page.shapes.len();
    page.slide(&root);
    let mut shapes = page.shapes;
    for shape in shapes[shared..].iter_mut().filter(|shape| shape.picture.is_some()) {
        let relation = shape.picture.as_ref().and_then(|id| relations.get(id));
        shape.opaque = relation.is_some_and(|relation| is_opaque(&package.head(&relation.target)));
    }
    for shape in &mut shapes {
        if let Some(chart) = shape.chart.as_ref().and_then(|id| relations.get(id)) {
            let text = package.text(&chart.target)?.unwrap_or_default();
            let root = tree(&text).ok_or_else(|| broken(&chart.target))?;
            root.each(&mut |element| {
                if element.name == "rich" {
                    shape.story.append(super::drawing::text(element, &theme, None));
                }
            });
        }
    }
    let hidden = root.attribute("show").is_some_and(|show| show == "0" || show == "false");
    write(shapes, hidden, size, paper, packing);
    let notes = texts.load(package, &relations, "notesSlide")?;
    if let Some(notes) = notes.and_then(|part| tree(texts.of(Some(&part)).0).map(|notes| speech(&notes, &theme))) {
        packing.hide_part(&format!("{name}, notes"), HiddenKind::SpeakerNotes, &notes);
    }
    for relation in relations.values().filter(|relation| relation.kind == "comments") {
        let text = package.text(&relation.target)?.unwrap_or_default();
        let root = tree(&text).ok_or_else(|| broken(&relation.target))?;
        root.each(&mut |comment| {
            // Old comments have a text, new ones a body; so have the replies.
            let said = match comment.name {
                "cm" | "reply" => comment
                    .child("text")
                    .map(Element::text)
                    .or_else(|| comment.child("txBody").map(|body| super::drawing::text(body, &theme, None).seen())),
                _ => None,
            };
            if let Some(said) = said.filter(|said| said.contains(char::is_alphanumeric)) {
                packing.hide_part(&format!("{name}, comments"), HiddenKind::Comment, &said);
            }
        });
    }
    Ok(())
}

/// Whether a picture that begins so has no transparent places: a JPEG, a BMP, or a PNG without them.
fn is_opaque(head: &[u8]) -> bool {
    const TRANSPARENT: [u8; 2] = [4, 6];
    let png = head.starts_with(b"\x89PNG") && head.get(25).is_some_and(|kind| !TRANSPARENT.contains(kind));
    head.starts_with(b"\xFF\xD8") || head.starts_with(b"BM") || png
}

/// What the page of notes of a slide says beside the number of the page.
fn speech(notes: &Element<'_>, theme: &Theme) -> String {
    let mut story = Story::default();
    notes.each(&mut |shape| {
        let kind = shape.path(&["nvSpPr", "nvPr", "ph"]).map(|place| place.attribute("type").unwrap_or("obj"));
        if shape.name == "sp" && !matches!(kind, Some("sldNum" | "dt" | "hdr" | "ftr" | "sldImg")) {
            shape.child("txBody").into_iter().for_each(|body| story.append(super::drawing::text(body, theme, None)));
        }
    });
    story.seen()
}

/// Writes the shapes down from top to bottom, from left to right where they stand side by side.
fn write(mut shapes: Vec<Shape>, hidden: bool, size: (f64, f64), paper: Option<Colour>, packing: &mut Packing) {
    let mut blotted = Vec::new();
    for at in 0..shapes.len() {
        let kind = shapes[at].hides(&shapes[at + 1..], size);
        if let Some(kind) = kind {
            let story = std::mem::take(&mut shapes[at].story);
            shapes[at].story = story.into_hidden(kind);
        } else {
            let boxes = shapes[at + 1..].iter().take(NEAR).filter(|shape| shape.blots(paper));
            blotted.extend(boxes.flat_map(|over| {
                let least = if over.picture.is_some() { MOST_OF_IT } else { 0 };
                cover::covered(&shapes[at], over).into_iter().filter(move |(_, percent)| *percent >= least)
            }));
        }
    }
    // What has no place stands where the shape before it stands.
    let row = (size.1 / 40.0).max(1.0);
    let mut last = (0, 0);
    let mut placed: Vec<((i64, i64), Shape)> = Vec::new();
    for shape in shapes {
        last = shape.frame.map_or(last, |[left, top, ..]| ((top / row) as i64, left as i64));
        placed.push((last, shape));
    }
    placed.sort_by_key(|(place, _)| *place);
    let mut story = Story::default();
    for (_, shape) in placed {
        story.paragraph(shape.described);
        story.append(shape.story);
    }
    if hidden {
        packing.hide(HiddenKind::HiddenCells, &story.seen(), None, None);
        story = story.only_hidden();
    }
    story.write(packing);
    for (line, percent) in blotted {
        packing.hide_by_estimate(&line, percent);
    }
}

#[cfg(test)]
mod tests {
    use super::is_opaque;

    #[test]
    fn pictures_with_transparent_places_are_told() {
        let png = |kind: u8| [&b"\x89PNG"[..], &[0; 21], &[kind, 0]].concat();
        assert!(is_opaque(&png(2)) && is_opaque(b"\xFF\xD8\xFF"));
        assert!(!is_opaque(&png(6)) && !is_opaque(&png(4)) && !is_opaque(b"<svg/>"));
    }
}
