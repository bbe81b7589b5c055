//! Reads the rows and cells of a sheet, and tells those that are hidden.

use std::cell::Cell;
use std::collections::BTreeMap;

use super::super::look::Look;
use super::super::package::Aside;
use super::super::xml::{Element, each};
use super::conditional::Conditions;
use super::format::Formats;
use super::place::{COLUMNS, column};
use super::{Block, HiddenKind, Packing, Paragraph, Story, edge};

/// Of empty cells between full ones, so many are shown.
const GAP: usize = 20;

/// What a cell says, and how it looks where it says so itself.
#[derive(Clone, Debug, Default)]
pub(super) struct Words {
    pub(super) text: String,
    look: Look,
}

/// A string with or without runs. How text is to be pronounced is no part of it.
pub(super) fn string(item: &Element<'_>) -> Words {
    let mut words = Words::default();
    for element in item.elements() {
        match element.name {
            "t" => words.text += &element.text(),
            "r" => words.text += &element.child("t").map(Element::text).unwrap_or_default(),
            _ => {}
        }
    }
    if words.text.is_empty() && item.elements().next().is_none() {
        words.text = item.text();
    }
    words
}

/// A sheet.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    top: Vec<Paragraph>,
    foot: Vec<Paragraph>,
    rows: Vec<Block>,
    /// The columns that are not shown, from and to.
    hidden: Vec<(usize, usize)>,
    columns: BTreeMap<usize, Vec<String>>,
    /// How much text its cells have: many can have the same long one.
    pub(super) size: u64,
    /// Lists of what cells may say, texts in formulas, and what is shown when one points at a cell.
    pub(super) asides: Vec<Aside>,
    /// The hidden rows right above the present one.
    above: Vec<String>,
    /// The cells that boxes cover: left, top, right, bottom.
    pub(super) covers: Vec<[usize; 4]>,
    /// The number of the present row.
    row: usize,
    /// What cells look like while something holds.
    conditions: Conditions,
}

impl Sheet {
    /// Reads all of it, if it has at most `most` bytes of text. Whether it is well formed.
    pub(super) fn read(&mut self, text: &str, strings: &[(Words, Cell<bool>)], formats: &Formats, most: u64) -> bool {
        let parts = [
            "col",
            "row",
            "dataValidation",
            "hyperlink",
            "scenario",
            "oddHeader",
            "oddFooter",
            "firstHeader",
            "firstFooter",
            "evenHeader",
            "evenFooter",
        ];
        self.conditions = Conditions::read(text, formats);
        let read = each(text, &parts, &mut |element| match element.name {
            "col" => {
                let place = |name: &str| element.attribute(name).and_then(|at| at.parse::<usize>().ok());
                let none = place("width") == Some(0) || is_on(&element, "hidden");
                let more = none && self.hidden.len() < COLUMNS / 16;
                self.hidden.extend(place("min").zip(place("max")).filter(|_| more));
            }
            "row" => self.row(&element, strings, formats, most),
            "dataValidation" => {
                let lists = element.elements().filter(|list| list.name.starts_with("formula"));
                lists.for_each(|list| self.quoted("lists of values", &list.text()));
                self.said("lists of values", &element, &["promptTitle", "prompt", "errorTitle", "error"]);
            }
            "scenario" => self.said("scenarios", &element, &["name", "user", "comment"]),
            "hyperlink" => self.said("links", &element, &["tooltip", "display", "location"]),
            name => {
                let side = if name.ends_with("Header") { &mut self.top } else { &mut self.foot };
                let known: Vec<String> = side.iter().map(Paragraph::seen).collect();
                side.extend(edge(&element.text()).into_iter().filter(|line| !known.contains(&line.seen())));
            }
        });
        self.end_hidden_rows();
        read
    }

    /// Notes what attributes say.
    fn said(&mut self, part: &'static str, element: &Element<'_>, names: &[&str]) {
        let said = names.iter().filter_map(|name| element.attribute(name));
        self.asides.extend(said.map(|said| (part, HiddenKind::FieldCode, said.to_owned())));
    }

    /// Notes the texts in a formula.
    fn quoted(&mut self, part: &'static str, formula: &str) {
        let texts = formula.split('"').skip(1).step_by(2).flat_map(|text| text.split([',', ';']));
        // Cells of another file are called by its name in brackets.
        let files = formula.split('[').skip(1).filter_map(|behind| Some(behind.split_once(']')?.0));
        let texts = texts.chain(files).filter(|text| text.contains(char::is_alphabetic)).take(COLUMNS);
        self.asides.extend(texts.map(|text| (part, HiddenKind::FieldCode, text.to_owned())));
    }

    fn row(&mut self, row: &Element<'_>, strings: &[(Words, Cell<bool>)], formats: &Formats, most: u64) {
        let flat = row.attribute("ht").is_some_and(|height| height.parse() == Ok(0.0));
        let hidden = is_on(row, "hidden") || flat;
        self.row = row.attribute("r").and_then(|row| row.parse().ok()).unwrap_or(self.row + 1);
        let (mut cells, mut all, mut next): (Vec<Vec<Paragraph>>, Vec<String>, usize) = (Vec::new(), Vec::new(), 1);
        for cell in row.elements().filter(|element| element.name == "c") {
            let column = cell.attribute("r").and_then(column).unwrap_or(next);
            let format = formats.of(cell);
            let mut words = words(cell, strings, |number| formats.number(number, format));
            if matches!(cell.attribute("t"), Some("s" | "str" | "inlineStr")) && !words.text.is_empty() {
                words.text = formats.text(&words.text, format).unwrap_or(words.text);
            }
            cell.child("f").into_iter().for_each(|formula| self.quoted("formulas", &formula.text()));
            let gap = column.saturating_sub(next).min(GAP);
            next = column + 1;
            if words.text.trim().is_empty() {
                continue;
            }
            self.size += words.text.len() as u64;
            if self.size > most {
                return;
            }
            all.push(words.text.clone());
            cells.extend(std::iter::repeat_n(Vec::new(), if cells.is_empty() { 0 } else { gap }));
            let look = (format.look.under(words.look), format.paper);
            let (look, paper) = self.conditions.look((column, self.row), &words.text, look);
            let unseen = paper.and_then(|paper| look.hides(paper));
            let mut paragraph = Paragraph::default();
            if self.hidden.iter().any(|(first, last)| (*first..=*last).contains(&column)) && !hidden {
                self.columns.entry(column).or_default().push(words.text);
            } else if let Some(kind) = unseen {
                paragraph.hide(kind, &words.text);
            } else {
                let place = (column, self.row);
                let covered = self.covers.iter().any(|[left, top, right, bottom]| {
                    (*left..=*right).contains(&place.0) && (*top..=*bottom).contains(&place.1)
                });
                match memchr::memchr2(b'\r', b'\n', words.text.as_bytes()) {
                    Some(_) => paragraph.put(&words.text.replace(['\r', '\n'], " ")),
                    None => paragraph.put(&words.text),
                }
                if covered {
                    paragraph.cover(100);
                }
            }
            cells.push(vec![paragraph]);
        }
        if hidden {
            self.above.push(all.join("\t"));
        } else {
            self.end_hidden_rows();
            self.rows.push(Block::Row(cells));
        }
    }

    /// Hides the rows that were gathered as one piece.
    fn end_hidden_rows(&mut self) {
        let mut paragraph = Paragraph::default();
        paragraph.hide(HiddenKind::HiddenCells, &std::mem::take(&mut self.above).join("\n"));
        self.rows.push(Block::Paragraph(paragraph));
    }

    /// Writes it down with what is drawn on it, or hides all of it.
    pub(super) fn write(self, drawn: Story, hidden: bool, name: &str, packing: &mut Packing) {
        let mut story = Story::default();
        self.top.into_iter().for_each(|line| story.paragraph(line));
        story.blocks.extend(self.rows);
        story.append(drawn);
        for (_, cells) in self.columns {
            let mut paragraph = Paragraph::default();
            paragraph.hide(HiddenKind::HiddenCells, &cells.join("\n"));
            story.paragraph(paragraph);
        }
        self.foot.into_iter().for_each(|line| story.paragraph(line));
        if hidden {
            packing.hide_part(name, HiddenKind::HiddenCells, &story.seen());
            story = story.only_hidden();
        }
        story.write(packing);
    }
}

fn is_on(element: &Element<'_>, name: &str) -> bool {
    element.attribute(name).is_some_and(|value| value == "1" || value == "true")
}

/// What a cell shows.
fn words(cell: &Element<'_>, strings: &[(Words, Cell<bool>)], number: impl Fn(&str) -> String) -> Words {
    let value = || cell.child("v").map(Element::text).unwrap_or_default();
    let text = |text: String| Words { text, ..Words::default() };
    match cell.attribute("t") {
        Some("s") => value().trim().parse::<usize>().ok().and_then(|at| strings.get(at)).map_or_else(
            Words::default,
            |(words, used)| {
                used.set(true);
                words.clone()
            },
        ),
        Some("inlineStr") => cell.child("is").map(string).unwrap_or_default(),
        Some("b") => text(if value().trim() == "1" { "TRUE" } else { "FALSE" }.to_owned()),
        Some("str" | "e" | "d") => text(value()),
        _ => text(number(value().trim())),
    }
}
