//! Reads what stands inside a paragraph of a Word document: runs, fields, changes, pictures.

use super::super::fields::Fields;
use super::super::look::is_filler;
use super::super::story::Paragraph;
use super::super::xml::Element;
use super::{Block, HiddenKind, Reader, Scene, chosen, floating};

impl<'x> Reader<'x> {
    pub(super) fn inline(&mut self, element: &'x Element<'x>, scene: Scene) {
        match element.name {
            "r" => self.run(element, scene),
            "ins" | "moveTo" => {
                self.inserted(element);
                self.inlines(element, scene);
            }
            "del" | "moveFrom" => self.inlines(element, Scene { deleted: true, ..scene }),
            "sdt" => {
                self.control(element);
                _ = element.child("sdtContent").map(|content| self.inlines(content, scene));
            }
            "bookmarkStart" => {
                let name = element.attribute("name").unwrap_or_default();
                // Programs make names of their own, which begin with a line.
                let name = (!name.starts_with('_')).then(|| ("bookmarks", HiddenKind::Bookmark, name.to_owned()));
                self.asides.extend(name);
            }
            "fldSimple" => {
                let code = element.attribute("instr").unwrap_or_default().to_owned();
                self.field_code(&code);
                self.count_page(&code, element.elements().next().is_none(), None);
                self.inlines(element, scene);
            }
            "hyperlink" => {
                let tip = element.attribute("tooltip").unwrap_or_default();
                self.paragraph.hide_in("links", HiddenKind::FieldCode, tip.to_owned());
                self.inlines(element, scene);
            }
            "AlternateContent" => _ = chosen(element).map(|content| self.inlines(content, scene)),
            "smartTag" | "customXml" | "bdo" | "dir" | "oMath" | "oMathPara" => self.inlines(element, scene),
            "commentReference" => self.comment(element),
            // Formulas are made of runs.
            "sSup" | "sSub" | "f" | "num" | "den" | "e" | "sup" | "sub" | "d" | "nary" | "rad" | "func" | "fName" => {
                self.inlines(element, scene);
            }
            "p" | "tbl" => self.block(element, scene),
            _ => {}
        }
    }

    /// Notes how a content control is called, and what can be chosen in it.
    pub(super) fn control(&mut self, control: &'x Element<'x>) {
        control.child("sdtPr").into_iter().for_each(|properties| {
            properties.each(&mut |element| {
                let said = match element.name {
                    "alias" | "tag" => element.attribute("val"),
                    "listItem" => element.attribute("displayText").or(element.attribute("value")),
                    _ => None,
                };
                let said = said.map(|said| ("content controls", HiddenKind::FieldCode, said.to_owned()));
                self.asides.extend(said);
            });
        });
    }

    /// Notes how an old form field is called, what it says at first and what can be chosen in it.
    fn form_field(&mut self, field: &'x Element<'x>) {
        field.each(&mut |element| {
            if ["name", "helpText", "statusText", "default", "listEntry"].contains(&element.name) {
                let said = element.attribute("val").unwrap_or_default().to_owned();
                self.asides.push(("form fields", HiddenKind::FieldCode, said));
            }
        });
    }

    fn inlines(&mut self, parent: &'x Element<'x>, scene: Scene) {
        for element in parent.elements() {
            self.inline(element, scene);
        }
    }

    fn run(&mut self, run: &'x Element<'x>, scene: Scene) {
        let look = self.styles.run(scene.look, run.child("rPr"));
        let hidden = if scene.deleted { Some(HiddenKind::Tracked) } else { look.hides(scene.paper) };
        for element in run.elements() {
            self.piece(element, hidden, Scene { look, ..scene });
        }
    }

    /// Reads a piece of a run, all of which is hidden or none.
    fn piece(&mut self, element: &'x Element<'x>, hidden: Option<HiddenKind>, scene: Scene) {
        let deleted = hidden.or(Some(HiddenKind::Tracked));
        match element.name {
            "t" => {
                let text = scene.look.shown(element.text().into());
                // What stands for removed text under a black marker is what it shows.
                let hidden = hidden.filter(|kind| *kind != HiddenKind::Covered || !is_filler(&text));
                self.say(&text, hidden);
            }
            "delText" => self.say(&element.text(), deleted),
            "tab" | "ptab" => self.say("\t", hidden),
            "br" if element.attribute("type") == Some("page") => {
                self.end_paragraph();
                self.story.blocks.push(Block::Feed);
            }
            "br" | "cr" => self.say("\n", hidden),
            "noBreakHyphen" => self.say("-", hidden),
            "sym" => self.say(&symbol(element), hidden),
            "fldChar" => {
                element.child("ffData").into_iter().for_each(|field| self.form_field(field));
                if let Some((code, empty)) = self.fields.turn(element.attribute("fldCharType").unwrap_or_default()) {
                    self.field_code(&code);
                    self.count_page(&code, empty, hidden);
                }
            }
            "instrText" | "delInstrText" => self.fields.add(&element.text()),
            "footnoteReference" => self.note("footnotes", element),
            "endnoteReference" => self.note("endnotes", element),
            "commentReference" => self.comment(element),
            "AlternateContent" => {
                for piece in chosen(element).into_iter().flat_map(Element::elements) {
                    self.piece(piece, hidden, scene);
                }
            }
            "drawing" | "pict" | "object" => self.drawing(element, false, scene),
            _ => {}
        }
    }

    /// Adds text, if it is not a part of the code of a field.
    fn say(&mut self, text: &str, hidden: Option<HiddenKind>) {
        if self.fields.is_code() {
            return self.fields.add(text);
        }
        match hidden {
            None => self.paragraph.put(text),
            Some(kind) => self.paragraph.hide(kind, text),
        }
    }

    fn field_code(&mut self, code: &str) {
        if let Some(data) = Fields::data(code) {
            self.paragraph.hide_in("field", HiddenKind::FieldCode, data);
        }
    }

    /// Shows a number of a page where the program that made the file left that to others.
    fn count_page(&mut self, code: &str, empty: bool, hidden: Option<HiddenKind>) {
        if empty && Fields::counts(code) {
            self.say("1", hidden);
        }
    }

    fn note(&mut self, kind: &'static str, reference: &'x Element<'x>) {
        let note = reference.attribute("id").and_then(|id| self.notes.remove(&(kind, id)));
        self.referred.extend(note.map(|note| (kind, note)));
    }

    fn comment(&mut self, reference: &Element<'_>) {
        let comment = reference.attribute("id").and_then(|id| self.comments.remove(id));
        if let Some(comment) = comment {
            self.paragraph.hide_in("comments", HiddenKind::Comment, comment);
        }
    }

    /// Reads the text boxes and the descriptions of a drawing, which may be outside of the page.
    fn drawing(&mut self, drawing: &'x Element<'x>, outside: bool, scene: Scene) {
        let outside = outside || floating::is_outside(drawing);
        self.covers.extend(floating::cover(drawing));
        for element in drawing.elements() {
            match element.name {
                "txbxContent" => {
                    let around = (std::mem::take(&mut self.story), std::mem::take(&mut self.paragraph));
                    let boxes = std::mem::take(&mut self.boxes);
                    let paper = self.page.unwrap_or(super::WHITE);
                    self.blocks(element, Scene { paper, ..scene });
                    let mut story = std::mem::replace(&mut self.story, around.0);
                    if outside {
                        story = story.into_hidden(HiddenKind::OutsidePage);
                    }
                    self.paragraph = around.1;
                    self.boxes = boxes;
                    self.boxes.push(story);
                }
                "AlternateContent" => _ = chosen(element).map(|content| self.drawing(content, outside, scene)),
                "textpath" => self.watermark(element),
                _ => {
                    if matches!(element.name, "docPr" | "cNvPr") {
                        describe(&mut self.paragraph, element, ["title", "descr"]);
                    } else if matches!(element.name, "shape" | "imagedata") {
                        describe(&mut self.paragraph, element, ["alt", "title"]);
                    }
                    self.drawing(element, outside, scene);
                }
            }
        }
    }

    /// Adds letters that are drawn as a picture, such as a watermark.
    fn watermark(&mut self, path: &Element<'_>) {
        let mut paragraph = Paragraph::default();
        paragraph.put(path.attribute("string").unwrap_or_default());
        let mut story = super::Story::default();
        story.paragraph(paragraph);
        self.boxes.push(story);
    }
}

/// Adds what a picture is said to show.
fn describe(paragraph: &mut Paragraph, element: &Element<'_>, attributes: [&str; 2]) {
    for name in attributes {
        paragraph.describe(element.attribute(name).unwrap_or_default());
    }
}

/// The character of a symbol font; those that only the font knows are bullets and arrows.
fn symbol(element: &Element<'_>) -> String {
    let code = element.attribute("char").and_then(|code| u32::from_str_radix(code, 16).ok());
    let character = code.and_then(char::from_u32).filter(|c| !('\u{E000}'..='\u{F8FF}').contains(c));
    character.unwrap_or('•').to_string()
}
