//! Recognises documents by their form: the titles, the labels of fields and the levels of each family
//! (`rules/registers/families.toml`).

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::telegram::classification::{sound_level_word, spelled};
use super::telegram::segment::Field;
use super::text::line::Line;
use super::text::word::{begins_with, last_gap, trim};
use super::{Banner, Reading};
use crate::lex::TokenKind;
use crate::marking::Level;
use crate::marking::packed::{packed, unpack};
use crate::source::Span;

pub(crate) static FAMILIES: LazyLock<Families<'static>> = LazyLock::new(|| unpack(packed!("families")));

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Families<'a> {
    #[serde(borrow)]
    pub(crate) field_form: Family<'a>,
    #[serde(borrow)]
    pub(crate) military_message: Family<'a>,
    #[serde(borrow)]
    pub(crate) telegram_form: Family<'a>,
    #[serde(borrow)]
    pub(crate) airgram: Family<'a>,
    #[serde(borrow)]
    pub(crate) agency_cable: Family<'a>,
    #[serde(borrow)]
    pub(crate) printed: Family<'a>,
    #[serde(borrow)]
    pub(crate) printed_paper: Family<'a>,
    #[serde(borrow)]
    pub(crate) electronic_communication: Family<'a>,
    #[serde(borrow)]
    pub(crate) information_report: Family<'a>,
}

type Words<'a> = Vec<&'a str>;

/// The words of one family; the file says what each list is for.
#[derive(Default, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub(crate) struct Family<'a> {
    #[serde(borrow)]
    titles: Words<'a>,
    /// Whether its titles are ones only behind a number.
    numbered: bool,
    #[serde(borrow)]
    pub(crate) columns: Words<'a>,
    #[serde(borrow)]
    pub(crate) senders: Words<'a>,
    #[serde(borrow)]
    pub(crate) texts: Words<'a>,
    #[serde(borrow)]
    pub(crate) portions: Words<'a>,
    #[serde(borrow)]
    numbers: Words<'a>,
    #[serde(borrow)]
    pub(crate) handling: Words<'a>,
    #[serde(borrow)]
    pub(crate) controls: Words<'a>,
    #[serde(borrow)]
    levels: Vec<(&'a str, &'a str)>,
    #[serde(borrow)]
    labels: BTreeMap<Field, Words<'a>>,
}

impl<'a> Family<'a> {
    /// The labels of its fields, each with the field.
    pub(crate) fn labels(&self) -> impl Iterator<Item = (&'a str, Field)> {
        self.labels.iter().flat_map(|(field, labels)| labels.iter().map(|label| (*label, *field)))
    }

    /// The variants of one label.
    pub(crate) fn variants(&self, field: Field) -> &[&'a str] {
        self.labels.get(&field).map_or(&[], Vec::as_slice)
    }

    /// The field that `cell` begins, and the length of the label with what parts it from the value.
    pub(crate) fn label(&self, cell: &str) -> Option<(Field, usize)> {
        if self.is_number(cell) {
            return Some((Field::Number, 0));
        }
        self.labels().find_map(|(label, field)| {
            let name = label.trim_end_matches(':');
            let behind = cell.get(name.len()..).filter(|_| begins_with(cell, name))?;
            let rest = behind.trim_start();
            let parted =
                rest.starts_with(':') || label == name && behind.starts_with('.') || rest.is_empty() && label == name;
            let value = rest.trim_start_matches([':', '.', ' ']);
            parted.then_some((field, cell.len() - value.len()))
        })
    }

    fn is_number(&self, cell: &str) -> bool {
        self.numbers
            .iter()
            .filter_map(|start| cell.strip_prefix(start))
            .any(|serial| (1..=5).contains(&serial.len()) && serial.bytes().all(|byte| byte.is_ascii_digit()))
    }

    /// The line of the head that is one of its titles, alone or beside another column.
    pub(crate) fn title(&self, text: &str, lines: &[Line]) -> Option<usize> {
        let first: Vec<u8> = self.titles.iter().filter_map(|title| title.bytes().next()).collect();
        let whole = |part: &str| {
            // The first letter tells most lines from titles.
            if !part.bytes().next().is_some_and(|letter| first.contains(&letter)) {
                return false;
            }
            let ends = |len: usize| part[len..].is_empty() || part[len..].starts_with("  ");
            self.titles.iter().any(|title| spelled(part, title).is_some_and(ends))
        };
        lines.iter().take(TOP).position(|line| {
            let inside = &text[line.span.range()];
            let words = matches!(line.opening, Some(TokenKind::Capitals | TokenKind::Prose));
            words && (whole(inside) || last_gap(inside).is_some_and(|gap| whole(inside[gap..].trim_start())))
        })
    }

    /// Whether `line` begins with one of its titles, perhaps behind a number, and with another before its last word: `123.
    /// Telegram 4019 From the Embassy in Zambia`.
    pub(crate) fn begins(&self, line: &str) -> bool {
        let behind = line.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ' ');
        let numbered = line[..line.len() - behind.len()].ends_with(". ") || !self.numbered;
        let split = |title: &str| {
            let (kind, last) = title.rsplit_once(' ')?;
            let words = behind.strip_prefix(kind)?.split_ascii_whitespace().take(4);
            let number = |word: &str| word.ends_with(|c: char| c.is_ascii_digit());
            words.clone().zip(words.skip(1)).find(|(word, next)| number(word) && *next == last)
        };
        numbered && self.titles.iter().any(|title| behind.starts_with(title) || split(title).is_some())
    }

    /// The level that `cell` is, perhaps in a box and with words of handling behind it.
    pub(crate) fn level(&self, text: &str, cell: Span) -> Option<Banner> {
        let signs = |c: char| !c.is_alphanumeric() && !"\"'“”()".contains(c);
        let inside = &text[cell.range()];
        let bare = inside.trim_matches(signs);
        let cell = cell.part(inside.len() - inside.trim_start_matches(signs).len(), bare.len());
        let (Reading { value, span, .. }, _) = sound_level_word(text, cell)?;
        let behind =
            text[span.end as usize..cell.end as usize].trim_matches(|c: char| signs(c) || c == '(' || c == ')');
        let handled = behind.is_empty() || self.handling.contains(&behind);
        handled.then_some(Banner { span, level: Some(value) })
    }

    /// The level that begins at `text`, and its length.
    pub(crate) fn written_level(&self, text: &str) -> Option<(Level, usize)> {
        let (word, level) = self.levels.iter().find(|(word, _)| text.starts_with(word))?;
        Some((Level::named(level)?, word.len()))
    }
}

/// The title of a form is within so many lines.
const TOP: usize = 24;

/// The cells of a line, which two blanks or a bar part; a colon belongs to the cell before it, and the value to the colon.
pub(crate) fn cells(text: &str, line: Span) -> Vec<Span> {
    let inside = &text[line.range()];
    let mut found: Vec<Span> = Vec::new();
    for piece in inside.split("  ").flat_map(|piece| piece.split(['\t', '|'])) {
        let from = piece.as_ptr() as usize - inside.as_ptr() as usize;
        let cell = trim(text, line.part(from, piece.len()));
        if cell.is_empty() {
            continue;
        }
        match found.last_mut() {
            Some(last) if text[cell.range()].starts_with(':') || text[last.range()].ends_with(':') => {
                *last = last.to(cell);
            }
            _ => found.push(cell),
        }
    }
    found
}
