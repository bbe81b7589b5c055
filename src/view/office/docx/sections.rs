//! Writes a Word document down section by section: headers above the text, notes and footers below it.
//!
//! A header stands on every page; it is written once, above the pages that have it. So the ends of pages are kept only
//! where there is neither header nor footer.

use std::collections::BTreeMap;

use super::super::look;
use super::super::story::{Block, Story};
use super::super::xml::Element;
use super::styles::is_on;
use super::{HiddenKind, Packing, Reader};

/// The parts that the document refers to, by the names of the relations, with what they are.
type Parts<'x> = BTreeMap<&'x str, (&'x str, Element<'x>)>;

/// The headers and footers of a section, by which pages have them.
type Edges<'x> = BTreeMap<(&'static str, &'static str), &'x Element<'x>>;

/// Pages by which headers they have.
const PAGES: [&str; 3] = ["first", "default", "even"];

/// How much text there may be before a section with other headers, which could be the same again and again.
const MOST_TEXT: usize = 64 << 20;

/// Sections one after the other with the same headers and footers.
#[derive(Default)]
struct Group<'x> {
    edges: Edges<'x>,
    titled: bool,
    story: Story,
}

pub(super) fn write<'x>(
    reader: &mut Reader<'x>,
    root: &'x Element<'x>,
    parts: &'x Parts<'x>,
    settings: Option<&Element<'_>>,
    packing: &mut Packing,
) {
    if settings.is_some_and(|settings| settings.child("displayBackgroundShape").is_some()) {
        let page = root.child("background").and_then(|page| page.attribute("color"));
        reader.page = page.and_then(look::colour);
    }
    let even = settings.and_then(|settings| settings.child("evenAndOddHeaders"));
    let even = even.is_some_and(|even| even.attribute("val").is_none_or(is_on));
    let body = root.child("body").unwrap_or(root);
    let groups = groups(reader, body, parts);
    let count = groups.len();
    for (index, group) in groups.into_iter().enumerate() {
        if packing.text().len() > MOST_TEXT {
            packing.unread(format!("sections with headers of their own behind {} MiB of text", MOST_TEXT >> 20));
            break;
        }
        write_group(reader, group, even, packing);
        if index + 1 < count {
            packing.end_line();
            packing.put("\x0c");
        }
    }
    for ((kind, _), note) in std::mem::take(&mut reader.notes) {
        packing.part(kind);
        reader.story(note).into_hidden(HiddenKind::Undisplayed).write(packing);
    }
}

/// Cuts the body into sections, and joins those with the same headers and footers.
fn groups<'x>(reader: &mut Reader<'x>, body: &'x Element<'x>, parts: &'x Parts<'x>) -> Vec<Group<'x>> {
    let mut groups: Vec<Group<'x>> = Vec::new();
    let (mut edges, mut start) = (Edges::new(), 0);
    let all: Vec<&Element<'x>> = body.elements().collect();
    while start < all.len() {
        let properties = |element: &'x Element<'x>| match element.name {
            "sectPr" => Some(element),
            _ => element.path(&["pPr", "sectPr"]),
        };
        let end = all[start..].iter().position(|element| properties(element).is_some());
        let section = end.and_then(|end| properties(all[start + end]));
        let end = end.map_or(all.len(), |end| start + end + 1);
        for reference in section.into_iter().flat_map(Element::elements) {
            let side = match reference.name {
                "headerReference" => "header",
                "footerReference" => "footer",
                _ => continue,
            };
            let page = PAGES.into_iter().find(|page| reference.attribute("type") == Some(page)).unwrap_or("default");
            let part = reference.attribute("r:id").and_then(|id| parts.get(id));
            edges.extend(part.map(|(_, root)| ((side, page), root)));
        }
        let titled = section.and_then(|section| section.child("titlePg"));
        let titled = titled.is_some_and(|it| it.attribute("val").is_none_or(is_on));
        let mut story = Story::default();
        std::mem::swap(&mut reader.story, &mut story);
        let scene =
            super::Scene { look: look::Look::default(), paper: reader.page.unwrap_or(look::WHITE), deleted: false };
        for element in &all[start..end] {
            reader.block(element, scene);
        }
        std::mem::swap(&mut reader.story, &mut story);
        let same = |group: &&mut Group<'x>| {
            let mut pairs = group.edges.iter().zip(&edges);
            let alike = pairs.all(|((one, part), (other, same))| one == other && std::ptr::eq(*part, *same));
            !titled && group.edges.len() == edges.len() && alike
        };
        let continuous = section.and_then(|section| section.value_of("type")) == Some("continuous");
        match groups.last_mut().filter(same) {
            Some(group) => {
                if !continuous {
                    group.story.blocks.push(Block::Feed);
                }
                group.story.append(story);
            }
            None => groups.push(Group { edges: edges.clone(), titled, story }),
        }
        start = end;
    }
    groups
}

fn write_group<'x>(reader: &mut Reader<'x>, group: Group<'x>, even: bool, packing: &mut Packing) {
    let Group { edges, titled, mut story } = group;
    let pages = PAGES.into_iter().filter(|page| match *page {
        "first" => titled,
        "even" => even,
        _ => true,
    });
    // What pages of each sort have at the top and at the bottom.
    let mut sorts: Vec<(Story, Story)> = Vec::new();
    for page in pages {
        let mut edge = |side| edges.get(&(side, page)).map(|root| reader.story(root).apart()).unwrap_or_default();
        let sort = (edge("header"), edge("footer"));
        let known = sorts.iter().any(|(top, foot)| top.seen() == sort.0.seen() && foot.seen() == sort.1.seen());
        if !known || sorts.is_empty() {
            sorts.push(sort);
        }
    }
    let has_edges = sorts.iter().any(|(top, foot)| !top.seen().is_empty() || !foot.seen().is_empty());
    let mut sorts = sorts.into_iter();
    let mut sort = sorts.next().unwrap_or_default();
    let mut rest = None;
    if has_edges {
        // The first page ends where the text says so; where others end does not matter.
        let cut = story.blocks.iter().position(|block| matches!(block, Block::Feed)).filter(|_| titled);
        rest = cut.map(|cut| Story { blocks: story.blocks.split_off(cut) });
        for story in [Some(&mut story), rest.as_mut()].into_iter().flatten() {
            story.blocks.retain(|block| !matches!(block, Block::Feed));
        }
    }
    loop {
        write_part(sort.0, "header", packing);
        packing.part("body");
        story.write(packing);
        for (kind, note) in std::mem::take(&mut reader.referred) {
            let note = reader.story(note);
            write_part(note, kind, packing);
        }
        write_part(sort.1, "footer", packing);
        let Some(next) = sorts.next() else { break };
        if next.0.seen().is_empty() && next.1.seen().is_empty() && rest.is_none() {
            break;
        }
        packing.end_line();
        packing.put("\x0c");
        (sort, story) = (next, rest.take().unwrap_or_default());
    }
    if let Some(rest) = rest {
        packing.part("body");
        rest.write(packing);
    }
}

fn write_part(story: Story, name: &str, packing: &mut Packing) {
    if !story.blocks.is_empty() {
        packing.part(name);
        story.write(packing);
    }
}
