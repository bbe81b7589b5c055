//! Reads Word documents (ECMA-376 part 1, 17): the text of the body, of headers, footers and notes, and what it hides.

mod floating;
mod numbering;
mod run;
mod sections;
mod styles;

use std::collections::{BTreeMap, BTreeSet};

use super::fields::Fields;
use super::look::{Colour, Look, WHITE};
use super::package::{Aside, Package, broken};
use super::story::{Block, Paragraph, Story};
use super::xml::{Element, each, tree};
use crate::source::Unreadable;
use crate::source::hidden::HiddenKind;
use crate::source::packed::Packing;
use floating::Frame;
use numbering::Numbering;
use styles::Styles;

/// Reads the document whose body is the part `main`.
pub(super) fn read(package: &mut Package<'_>, main: &str, packing: &mut Packing) -> Result<(), Unreadable> {
    let relations = package.relations(main)?;
    let text = package.text(main)?.ok_or_else(|| broken(main))?;
    let root = tree(&text).ok_or_else(|| broken(main))?;
    let mut texts = BTreeMap::new();
    for (id, relation) in relations.iter().filter(|(_, relation)| !relation.external) {
        const READ: [&str; 8] =
            ["styles", "numbering", "comments", "footnotes", "endnotes", "settings", "header", "footer"];
        if READ.contains(&relation.kind.as_str())
            && let Some(text) = package.text(&relation.target)?
        {
            texts.insert(id.as_str(), (relation, text));
        }
    }
    let mut parts = BTreeMap::new();
    for (id, (relation, text)) in &texts {
        parts.insert(*id, (relation.kind.as_str(), tree(text).ok_or_else(|| broken(&relation.target))?));
    }
    let of_kind = |kind: &str| parts.values().find(|(found, _)| *found == kind).map(|(_, root)| root);
    let mut reader = Reader {
        styles: of_kind("styles").map(Styles::read).unwrap_or_default(),
        numbering: of_kind("numbering").map(Numbering::read).unwrap_or_default(),
        ..Reader::default()
    };
    reader.comments = of_kind("comments").map(|root| reader.comments(root)).unwrap_or_default();
    for kind in ["footnotes", "endnotes"] {
        let notes = of_kind(kind).into_iter().flat_map(Element::elements);
        // The lines that part notes from text have a type.
        let notes = notes.filter(|note| note.attribute("type").is_none_or(|kind| kind == "normal"));
        reader.notes.extend(notes.filter_map(|note| Some(((kind, note.attribute("id")?), note))));
    }
    let settings = of_kind("settings");
    sections::write(&mut reader, &root, &parts, settings, packing);
    package.asides.append(&mut reader.asides);
    if let Some(people) = relations.values().find(|relation| relation.kind == "people") {
        let text = package.text(&people.target)?.unwrap_or_default();
        each(&text, &["person"], &mut |person| {
            let author = person.attribute("author").unwrap_or_default();
            package.asides.push(("people", HiddenKind::Properties, author.to_owned()));
        });
    }
    for (_, comment) in std::mem::take(&mut reader.comments) {
        packing.hide_part("comments", HiddenKind::Comment, &comment);
    }
    let (connection, query) = settings.map(merge).unwrap_or_default();
    packing.hide_part("mail merge", HiddenKind::FieldCode, &connection);
    package.asides.push(("mail merge", HiddenKind::FieldCode, query));
    if let Some(blocks) = relations.values().find(|relation| relation.kind == "glossaryDocument") {
        let text = package.text(&blocks.target)?.unwrap_or_default();
        each(&text, &["docPart"], &mut |block| match block.below("type").is_some_and(is_placeholder) {
            true => package.asides.push(("building blocks", HiddenKind::CustomData, lines(&block))),
            false => packing.hide_part("building blocks", HiddenKind::CustomData, &lines(&block)),
        });
    }
    let variables = settings.and_then(|settings| settings.child("docVars"));
    for variable in variables.into_iter().flat_map(Element::elements) {
        packing.hide_part("settings", HiddenKind::CustomData, &variable.values().collect::<Vec<_>>().join(": "));
    }
    Ok(())
}

/// Where a mail merge takes its data from, and which of them.
fn merge(settings: &Element<'_>) -> (String, String) {
    let value =
        |name| settings.child("mailMerge").and_then(|merge| merge.value_of(name)).unwrap_or_default().to_owned();
    (value("connectString"), value("query"))
}

/// Whether a building block is what a content control says while it is empty (ECMA-376 part 1, 17.18.11).
fn is_placeholder(kind: &Element<'_>) -> bool {
    kind.attribute("val") == Some("bbPlcHdr")
}

/// The paragraphs of a building block.
fn lines(block: &Element<'_>) -> String {
    let mut lines: Vec<String> = Vec::new();
    block.each(&mut |element| match element.name {
        "p" => lines.push(String::new()),
        "t" => lines.last_mut().into_iter().for_each(|line| *line += &element.text()),
        _ => {}
    });
    lines.retain(|line| line.contains(char::is_alphanumeric));
    lines.join("; ")
}

/// What surrounds a run.
#[derive(Clone, Copy, Debug)]
struct Scene {
    /// How text of the paragraph looks.
    look: Look,
    /// The color below it.
    paper: Colour,
    /// Whether it was deleted by a change that is not yet accepted.
    deleted: bool,
}

/// Reads the stories of a document.
#[derive(Debug, Default)]
struct Reader<'x> {
    styles: Styles<'x>,
    numbering: Numbering,
    /// The comments that no place was found for yet.
    comments: BTreeMap<String, String>,
    /// The notes that no place refers to yet, by kind and name.
    notes: BTreeMap<(&'static str, &'x str), &'x Element<'x>>,
    /// The notes that were referred to, in order.
    referred: Vec<(&'static str, &'x Element<'x>)>,
    /// Who has inserted text that is not yet accepted.
    inserting: BTreeSet<String>,
    /// The field that is being read, and those around it.
    fields: Fields,
    story: Story,
    paragraph: Paragraph,
    /// The text boxes of the present paragraph.
    boxes: Vec<Story>,
    page: Option<Colour>,
    asides: Vec<Aside>,
    /// The boxes that lie over the present paragraph.
    covers: Vec<Frame>,
}

impl<'x> Reader<'x> {
    /// What a header, a footer, a note or a body says.
    fn story(&mut self, root: &'x Element<'x>) -> Story {
        let around = std::mem::take(&mut self.story);
        self.fields = Fields::default();
        let scene = Scene { look: Look::default(), paper: self.page.unwrap_or(WHITE), deleted: false };
        self.blocks(root, scene);
        std::mem::replace(&mut self.story, around)
    }

    fn blocks(&mut self, parent: &'x Element<'x>, scene: Scene) {
        for element in parent.elements() {
            self.block(element, scene);
        }
    }

    fn block(&mut self, element: &'x Element<'x>, scene: Scene) {
        match element.name {
            "p" => self.paragraph(element, scene),
            "tbl" => self.table(element, scene),
            "sdt" => {
                self.control(element);
                _ = element.child("sdtContent").map(|content| self.blocks(content, scene));
            }
            "ins" | "moveTo" => {
                self.inserted(element);
                self.blocks(element, scene);
            }
            "del" | "moveFrom" => self.blocks(element, Scene { deleted: true, ..scene }),
            "AlternateContent" => {
                if let Some(content) = chosen(element) {
                    self.blocks(content, scene);
                }
            }
            "customXml" | "smartTag" => self.blocks(element, scene),
            _ => self.inline(element, scene),
        }
    }

    fn paragraph(&mut self, element: &'x Element<'x>, scene: Scene) {
        let around = std::mem::take(&mut self.paragraph);
        let properties = element.child("pPr");
        let shape = self.styles.paragraph(properties);
        if properties.and_then(|it| it.child("pageBreakBefore")).is_some() && !self.story.blocks.is_empty() {
            self.story.blocks.push(Block::Feed);
        }
        // A paragraph without text has no number of its own only if it belongs to no list.
        if let Some(list) = shape.list.filter(|list| *list != "0" && !scene.deleted) {
            let number = self.numbering.next(list, shape.depth.unwrap_or(0));
            self.paragraph.put(&number);
        }
        let paper = shape.ground.flatten().unwrap_or(scene.paper);
        let scene = Scene { look: shape.look, paper, ..scene };
        for child in element.elements().filter(|child| child.name != "pPr") {
            self.inline(child, scene);
        }
        if properties.and_then(|it| it.child("framePr")).is_some_and(floating::is_frame_outside) {
            self.paragraph = std::mem::take(&mut self.paragraph).into_hidden(HiddenKind::OutsidePage);
        }
        self.end_paragraph();
        self.paragraph = around;
    }

    /// Ends the paragraph; its text boxes follow it.
    fn end_paragraph(&mut self) {
        let mut paragraph = std::mem::take(&mut self.paragraph);
        for cover in std::mem::take(&mut self.covers) {
            floating::covered(&paragraph.seen(), cover).into_iter().for_each(|percent| paragraph.cover(percent));
        }
        self.story.paragraph(paragraph);
        for story in std::mem::take(&mut self.boxes) {
            self.story.append(story);
        }
    }

    fn table(&mut self, table: &'x Element<'x>, scene: Scene) {
        for said in ["tblCaption", "tblDescription"].iter().filter_map(|name| table.path(&["tblPr", name])) {
            let mut described = Paragraph::default();
            described.describe(said.attribute("val").unwrap_or_default());
            self.story.paragraph(described);
        }
        let ground =
            |element: &Element<'_>, properties: &str| element.path(&[properties, "shd"]).and_then(styles::shade);
        let paper = ground(table, "tblPr").unwrap_or(scene.paper);
        let mut rows = Vec::new();
        within(table, "tr", &mut rows);
        for row in rows {
            let deleted = row.path(&["trPr", "del"]).is_some();
            if let Some(change) = row.path(&["trPr", "ins"]) {
                self.inserted(change);
            }
            let mut cells = Vec::new();
            within(row, "tc", &mut cells);
            let cells = cells.into_iter().map(|cell| {
                let paper = ground(cell, "tcPr").unwrap_or(paper);
                let around = std::mem::take(&mut self.story);
                self.blocks(cell, Scene { paper, deleted: scene.deleted || deleted, ..scene });
                std::mem::replace(&mut self.story, around).into_paragraphs()
            });
            let cells = cells.collect();
            self.story.blocks.push(Block::Row(cells));
        }
    }

    /// Notes who has inserted something, the first time.
    fn inserted(&mut self, change: &Element<'_>) {
        let author = change.attribute("author").unwrap_or_default().trim();
        if self.inserting.insert(author.to_owned()) {
            let date = change.attribute("date").and_then(|date| date.split('T').next());
            let words = ["inserted by", author, "on", date.unwrap_or_default()];
            let known = if date.is_some() { 4 } else { 2 };
            self.paragraph.hide_in("tracked changes", HiddenKind::Pending, words[..known].join(" "));
        }
    }

    /// What each comment says, with its author, by its name.
    fn comments(&mut self, root: &'x Element<'x>) -> BTreeMap<String, String> {
        let mut comments = BTreeMap::new();
        for comment in root.elements() {
            let said = self.story(comment).seen();
            let author = comment.attribute("author").unwrap_or_default();
            let id = comment.attribute("id").filter(|_| said.contains(char::is_alphanumeric));
            comments.extend(id.map(|id| (id.to_owned(), format!("{author}: {said}"))));
        }
        comments
    }
}

/// The elements of that name below `parent`, but not below one another.
fn within<'x>(parent: &'x Element<'x>, name: &str, found: &mut Vec<&'x Element<'x>>) {
    for element in parent.elements() {
        match element.name {
            own if own == name => found.push(element),
            "tbl" | "p" | "tr" | "tc" => {}
            _ => within(element, name, found),
        }
    }
}

/// The alternative that a program of today shows.
fn chosen<'x>(alternatives: &'x Element<'x>) -> Option<&'x Element<'x>> {
    alternatives.child("Choice").or_else(|| alternatives.child("Fallback"))
}
