//! A document in, what words in it tell out: when somebody was born, and where somebody lives.
//!
//! All of them are looked for in one pass. What follows a word is read by others.

use std::sync::LazyLock;

use super::{PersonalKind, born, home};
use crate::document::{Document, table};
use crate::seek::Seeker;
use crate::source::Span;

/// The words, as they are written, with what must stand before them: more would take a second pass.
const WORDS: [(&str, &[&str]); 16] = [
    ("born", &[""]),
    ("Born", &[""]),
    ("BORN", &[""]),
    ("irth", &["b", "B"]),
    ("IRTH", &["B"]),
    ("DOB", &[""]),
    ("dob", &[""]),
    ("POB", &["D", "D/"]),
    ("D.O.B", &[""]),
    ("(b.", &[""]),
    ("esid", &["r", "R"]),
    ("ESID", &["R"]),
    ("me addr", &["ho", "Ho"]),
    ("me Addr", &["Ho"]),
    ("ME ADDR", &["HO"]),
    ("lives at", &[""]),
];
/// The first of [`WORDS`] that speaks of a place.
const PLACES: usize = 10;

static SEEKER: LazyLock<Seeker> = LazyLock::new(|| Seeker::new(WORDS.map(|(word, _)| word)));

/// What words in `document` tell of somebody.
pub(super) fn read(document: &Document<'_>, see: &mut dyn FnMut(PersonalKind, Span)) {
    let text = document.source.text();
    // The table that was read last, from its heading to its last date: a word further down in it heads no table of its
    // own, or a table with many headings would be read once for each.
    let mut table = Span::default();
    for (word, tells_of_birth) in words(document) {
        if !tells_of_birth {
            home::read(document, word, see);
            continue;
        }
        let inside = word.start < table.end && text[table.start as usize..word.start as usize].contains(['\n', '\r']);
        let cells = if inside { Vec::new() } else { table::below(text, document.span, word) };
        table = cells.last().map_or(table, |last| word.to(*last));
        if cells.is_empty() {
            born::read_behind(document, word, see);
        }
        cells.into_iter().for_each(|cell| born::read_cell(document, cell, see));
    }
}

/// The words in `document`, in order, and whether each speaks of a birth or else of a residence.
fn words(document: &Document<'_>) -> Vec<(Span, bool)> {
    let text = document.source.text();
    let mut found = Vec::new();
    SEEKER.each(document.text(document.span).as_bytes(), &mut |index, at| {
        let (word, beginnings) = WORDS[index];
        let start = document.span.start as usize + at;
        let stem = &text[..start];
        let begins = |beginning: &&str| {
            let before = stem.strip_suffix(*beginning);
            before.is_some_and(|before| !before.ends_with(|c: char| c.is_alphanumeric() || c == '_'))
        };
        if beginnings.iter().any(begins) {
            found.push((Span::new(start as u32, (start + word.len()) as u32), index < PLACES));
        }
    });
    found.sort_unstable();
    found
}
