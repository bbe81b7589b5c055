//! Reads OpenDocument texts, sheets and presentations (OpenDocument 1.3 part 3), and what they hide.

mod style;

use std::collections::{BTreeMap, BTreeSet};

use super::look::{Look, WHITE};
use super::package::{Package, broken};
use super::properties;
use super::story::{Block, Paragraph, Story};
use super::xml::{Element, Node, tree};
use crate::source::Unreadable;
use crate::source::hidden::HiddenKind;
use crate::source::packed::Packing;
use style::Styles;

/// How often a row or a cell may be repeated and still be shown so often.
const REPEATED: usize = 20;
/// Bytes of a cell that is not repeated.
const LONG: usize = 200;

/// Reads a package whose type is one of OpenDocument.
pub(super) fn read(package: &mut Package<'_>, packing: &mut Packing) -> Result<(), Unreadable> {
    if package.text("META-INF/manifest.xml")?.is_some_and(|text| text.contains("encryption-data")) {
        return Err(Unreadable::Packed("it is encrypted: remove its password first".to_owned()));
    }
    let text = package.text("content.xml")?.ok_or_else(|| broken("content.xml"))?;
    let root = tree(&text).ok_or_else(|| broken("content.xml"))?;
    let styles = package.text("styles.xml")?.unwrap_or_default();
    let styles = tree(&styles).unwrap_or_default();
    let body = root.child("body").and_then(|body| body.elements().next()).ok_or_else(|| broken("content.xml"))?;
    let mut reader = Reader { styles: Styles::read([&styles, &root]), ..Reader::default() };
    reader.deleted(body);
    match body.name {
        "spreadsheet" => reader.sheets(body, packing),
        "presentation" | "drawing" => reader.slides(body, packing),
        _ => {
            let edges = |side| {
                let masters = styles.child("master-styles").into_iter().flat_map(Element::elements);
                masters.filter_map(move |master| master.child(side)).collect::<Vec<_>>()
            };
            let parts = [("header", edges("header")), ("body", vec![body]), ("footer", edges("footer"))];
            for (name, parts) in parts {
                let mut known = Vec::new();
                for part in parts {
                    let story = reader.story(part);
                    let story = if name == "body" { story } else { story.apart() };
                    if !known.contains(&story.seen()) || name == "body" {
                        known.push(story.seen());
                        packing.part(name);
                        story.write(packing);
                    }
                }
                if name == "body" {
                    reader.write_notes(packing);
                }
            }
        }
    }
    reader.write_deletions(packing);
    if let Some(meta) = package.text("meta.xml")? {
        tree(&meta).iter().for_each(|meta| properties::read_open(meta, packing));
    }
    Ok(())
}

/// Reads the parts of a document.
#[derive(Debug, Default)]
struct Reader<'x> {
    styles: Styles<'x>,
    /// What was deleted, by the names of the changes.
    deletions: BTreeMap<&'x str, &'x Element<'x>>,
    /// Who has inserted what, by the names of the changes.
    insertions: BTreeMap<&'x str, String>,
    inserting: BTreeSet<String>,
    notes: Vec<&'x Element<'x>>,
    story: Story,
    /// The lists that are open: the name of the style, and the number of the last item.
    lists: Vec<(Option<&'x str>, u32)>,
    /// The number that stands before the next paragraph.
    label: String,
}

impl<'x> Reader<'x> {
    /// Notes the changes that are not yet accepted.
    fn deleted(&mut self, body: &'x Element<'x>) {
        let changes = body.child("tracked-changes").into_iter().flat_map(Element::elements);
        for change in changes.filter(|element| element.name == "changed-region") {
            let Some(id) = change.attribute("text:id").or_else(|| change.attribute("id")) else { continue };
            if let Some(deletion) = change.child("deletion") {
                self.deletions.insert(id, deletion);
            } else if let Some(insertion) = change.child("insertion") {
                self.insertions.insert(id, said_by(insertion));
            }
        }
    }

    /// Writes what was deleted at no place of the text.
    fn write_deletions(&mut self, packing: &mut Packing) {
        for (_, deletion) in std::mem::take(&mut self.deletions) {
            let said = deletion.elements().filter(|element| element.name != "change-info");
            let said = said.map(Element::text).collect::<Vec<_>>().join(" ");
            packing.hide_part("tracked changes", HiddenKind::Tracked, &said);
        }
    }

    fn story(&mut self, parent: &'x Element<'x>) -> Story {
        let around = std::mem::take(&mut self.story);
        self.blocks(parent);
        std::mem::replace(&mut self.story, around)
    }

    fn blocks(&mut self, parent: &'x Element<'x>) {
        for element in parent.elements() {
            self.block(element);
        }
    }

    fn block(&mut self, element: &'x Element<'x>) {
        match element.name {
            "p" | "h" => {
                let look = self.styles.of(element.attribute("style-name"));
                let mut paragraph = Paragraph::default();
                paragraph.put(&std::mem::take(&mut self.label));
                self.inline(element, look, &mut paragraph);
                self.story.paragraph(paragraph);
            }
            "list" => {
                let style = element.attribute("style-name").or(self.lists.last().and_then(|(style, _)| *style));
                self.lists.push((style, 0));
                self.blocks(element);
                self.lists.pop();
            }
            "list-item" => {
                let depth = self.lists.len();
                if let Some((style, number)) = self.lists.last_mut() {
                    *number += 1;
                    self.label = self.styles.number(*style, depth, *number);
                }
                self.blocks(element);
                self.label.clear();
            }
            "section" if element.attribute("display") == Some("none") => {
                let story = self.story(element).into_hidden(HiddenKind::Undisplayed);
                self.story.append(story);
            }
            "table" => self.table(element, &mut BTreeMap::new()),
            "tracked-changes" | "sequence-decls" | "variable-decls" | "forms" => {}
            "frame" | "custom-shape" | "text-box" | "g" | "rect" | "line" => self.drawn(element),
            _ => self.blocks(element),
        }
    }

    /// Reads what stands in a paragraph.
    fn inline(&mut self, parent: &'x Element<'x>, look: Look, paragraph: &mut Paragraph) {
        for node in &parent.children {
            match node {
                Node::Text(text) => say(text, look, paragraph),
                Node::Element(element) => self.piece(element, look, paragraph),
            }
        }
    }

    fn piece(&mut self, element: &'x Element<'x>, look: Look, paragraph: &mut Paragraph) {
        match element.name {
            "s" => {
                let count = element.attribute("c").and_then(|count| count.parse().ok()).unwrap_or(1);
                say(&" ".repeat(REPEATED.min(count)), look, paragraph);
            }
            "tab" => say("\t", look, paragraph),
            "line-break" => say("\n", look, paragraph),
            "span" => {
                let look = look.under(self.styles.of(element.attribute("style-name")));
                self.inline(element, look, paragraph);
            }
            "annotation" => {
                let said = self.story(element).seen();
                let author = element.child("creator").map(Element::text).unwrap_or_default();
                if said.contains(char::is_alphanumeric) {
                    paragraph.hide_in("comments", HiddenKind::Comment, format!("{author}: {said}"));
                }
            }
            "change" => {
                let deletion = element.attribute("change-id").and_then(|id| self.deletions.remove(id));
                let said = deletion.map(|deletion| self.story(deletion).seen());
                said.into_iter().for_each(|said| paragraph.hide(HiddenKind::Tracked, &said));
            }
            "change-start" => {
                let author = element.attribute("change-id").and_then(|id| self.insertions.remove(id));
                if let Some(author) = author.filter(|author| self.inserting.insert(author.clone())) {
                    paragraph.hide_in("tracked changes", HiddenKind::Pending, author);
                }
            }
            "note" => self.notes.extend(element.child("note-body")),
            // Text that a condition hides, and what it depends on.
            "hidden-text" => {
                let said = element.attribute("string-value").map(str::to_owned).unwrap_or_else(|| element.text());
                paragraph.hide(HiddenKind::Undisplayed, &said);
            }
            "hidden-paragraph" | "conditional-text" => {
                let values = element.values().collect::<Vec<_>>().join(" ");
                paragraph.hide_in("field", HiddenKind::FieldCode, values);
                self.inline(element, look, paragraph);
            }
            "frame" | "custom-shape" | "g" | "rect" => {
                let around = std::mem::take(&mut self.story);
                self.drawn(element);
                let boxes = std::mem::replace(&mut self.story, around);
                self.story.append(boxes);
            }
            "tracked-changes" | "desc" | "title" | "creator" | "date" => {}
            _ => self.inline(element, look, paragraph),
        }
    }

    /// Reads a shape: its text, and what it is said to show.
    fn drawn(&mut self, element: &'x Element<'x>) {
        let mut paragraph = Paragraph::default();
        for described in element.elements().filter(|it| matches!(it.name, "title" | "desc")) {
            paragraph.describe(&described.text());
        }
        self.story.paragraph(paragraph);
        self.blocks(element);
    }

    fn write_notes(&mut self, packing: &mut Packing) {
        for note in std::mem::take(&mut self.notes) {
            packing.part("footnotes");
            self.story(note).write(packing);
        }
    }

    /// Reads the rows of a table; `columns` gathers the cells of hidden columns.
    fn table(&mut self, table: &'x Element<'x>, columns: &mut BTreeMap<usize, Vec<String>>) {
        let (mut hidden, mut next) = (BTreeSet::new(), 0);
        let mut above: Vec<String> = Vec::new();
        let mut rows = Vec::new();
        parts(table, &mut |part| match part.name {
            "table-column" => {
                let count = repeated(part, "number-columns-repeated", 16_384);
                if is_hidden(part) {
                    hidden.extend(next..next + count);
                }
                next += count;
            }
            _ => rows.push(part),
        });
        for row in rows {
            let (mut cells, mut column) = (Vec::new(), 0);
            let (mut pending, mut all) = (0, Vec::new());
            for cell in row.elements().filter(|cell| matches!(cell.name, "table-cell" | "covered-table-cell")) {
                let count = repeated(cell, "number-columns-repeated", 16_384);
                let look = self.styles.of(cell.attribute("style-name"));
                let around = self.styles.on(look);
                let story = self.story(cell);
                self.styles.on(around);
                let said = story.seen();
                // What is long is written once, lest tables in tables grow.
                let often = [0, REPEATED, 1][usize::from(!said.is_empty()) + usize::from(said.len() > LONG)];
                for at in column..column + count.min(often) {
                    cells.extend(std::iter::repeat_n(Vec::new(), std::mem::take(&mut pending)));
                    all.push(said.clone());
                    if hidden.contains(&at) && !is_hidden(row) {
                        columns.entry(at).or_default().push(said.clone());
                    } else {
                        cells.push(story.clone().into_paragraphs());
                    }
                }
                if said.is_empty() && !cells.is_empty() {
                    pending = (pending + count).min(REPEATED);
                }
                column += count;
            }
            if is_hidden(row) {
                above.push(all.join("\t"));
            } else {
                self.hide(&mut above);
                self.story.blocks.push(Block::Row(cells));
            }
        }
        self.hide(&mut above);
    }

    /// Hides rows or cells as one piece.
    fn hide(&mut self, cells: &mut Vec<String>) {
        let mut paragraph = Paragraph::default();
        paragraph.hide(HiddenKind::HiddenCells, &std::mem::take(cells).join("\n"));
        self.story.paragraph(paragraph);
    }

    fn sheets(&mut self, body: &'x Element<'x>, packing: &mut Packing) {
        for table in body.elements().filter(|element| element.name == "table") {
            packing.count_page();
            let name = format!("sheet {}", table.attribute("table:name").unwrap_or_default());
            packing.part(&name);
            let mut columns = BTreeMap::new();
            self.table(table, &mut columns);
            columns.into_values().for_each(|mut cells| self.hide(&mut cells));
            let mut story = std::mem::take(&mut self.story);
            if self.styles.is_undisplayed(table.attribute("style-name")) {
                packing.hide_part(&name, HiddenKind::HiddenCells, &story.seen());
                story = story.only_hidden();
            }
            story.write(packing);
        }
    }

    fn slides(&mut self, body: &'x Element<'x>, packing: &mut Packing) {
        for (index, page) in body.elements().filter(|element| element.name == "page").enumerate() {
            let name = format!("slide {}", index + 1);
            packing.slide(&name);
            let notes = page.child("notes");
            for element in page.elements().filter(|element| element.name != "notes") {
                self.block(element);
            }
            let mut story = std::mem::take(&mut self.story);
            if self.styles.is_undisplayed(page.attribute("draw:style-name")) {
                packing.hide(HiddenKind::HiddenCells, &story.seen(), None, None);
                story = story.only_hidden();
            }
            story.write(packing);
            if let Some(notes) = notes {
                let said = self.story(notes).seen();
                packing.hide_part(&format!("{name}, notes"), HiddenKind::SpeakerNotes, &said);
            }
        }
    }
}

/// Gives the rows and columns of a table, through the groups that they are in.
fn parts<'x>(table: &'x Element<'x>, take: &mut dyn FnMut(&'x Element<'x>)) {
    for element in table.elements() {
        match element.name {
            "table-row" | "table-column" => take(element),
            name if name.starts_with("table-row")
                || name.starts_with("table-header")
                || name.starts_with("table-col") =>
            {
                parts(element, take);
            }
            _ => {}
        }
    }
}

fn repeated(element: &Element<'_>, name: &str, most: usize) -> usize {
    element.attribute(name).and_then(|count| count.parse().ok()).unwrap_or(1).clamp(1, most)
}

fn is_hidden(element: &Element<'_>) -> bool {
    element.attribute("visibility").is_some_and(|it| matches!(it, "collapse" | "filter"))
}

/// Who made a change, and when.
fn said_by(change: &Element<'_>) -> String {
    let info = |name: &str| change.below(name).map(Element::text).unwrap_or_default();
    format!("inserted by {} on {}", info("creator"), info("date").split('T').next().unwrap_or_default())
}

fn say(text: &str, look: Look, paragraph: &mut Paragraph) {
    // Line ends in the file are blanks.
    let text = if text.len() > 1 && text.contains('\n') { text.replace('\n', " ") } else { text.to_owned() };
    let text = look.shown(text.into());
    match look.hides(WHITE) {
        Some(kind) => paragraph.hide(kind, &text),
        None => paragraph.put(&text),
    }
}
