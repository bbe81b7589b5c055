//! Finds the words that announce a date of birth or a home, in one pass: more would take a second.

use std::sync::LazyLock;

use super::{Page, PersonalKind, born, home, mail};
use crate::document::text::table;
use crate::register::vocabulary::WORDS;
use crate::scan::seek::Seeker;
use crate::source::Span;

/// What stands for the signs of an address, those for its points first.
const SIGNS: [&str; 9] = [" dot ", " DOT ", "(at)", "(AT)", "[at]", "[AT]", "{at}", "<at>", "%40"];
const POINTS: usize = 2;

/// The words, with what must stand before them: first those of births, then those of homes.
static ANNOUNCING: LazyLock<Vec<(&str, &Vec<&str>)>> = LazyLock::new(|| {
    WORDS.exposure.births.iter().chain(&WORDS.exposure.homes).map(|(word, before)| (*word, before)).collect()
});
static SEEKER: LazyLock<Seeker> = LazyLock::new(|| Seeker::new(ANNOUNCING.iter().map(|(word, _)| word)));
static SIGN_SEEKER: LazyLock<Seeker> = LazyLock::new(|| Seeker::new(SIGNS));

pub(crate) fn read(page: Page<'_>, see: &mut dyn FnMut(PersonalKind, Span)) {
    let text = page.text;
    SIGN_SEEKER.each(text[page.span.range()].as_bytes(), &mut |index, at| {
        let sign = page.span.part(at, SIGNS[index].len());
        if index < POINTS { mail::read_before(text, sign, see) } else { mail::read(text, sign, see) }
    });
    // The table that was read last, from its heading to its last date: a word further down in it heads no table of its
    // own, or a table with many headings would be read once for each.
    let mut table = Span::default();
    for (word, index) in words(page) {
        if index >= WORDS.exposure.births.len() {
            home::read(page, word, see);
            continue;
        }
        let inside = word.start < table.end && text[table.start as usize..word.start as usize].contains(['\n', '\r']);
        let cells = if inside { Vec::new() } else { table::below(text, page.span, word) };
        table = cells.last().map_or(table, |last| word.to(*last));
        if cells.is_empty() {
            born::read_behind(page, word, see);
        }
        cells.into_iter().for_each(|cell| born::read_cell(page, cell, see));
    }
}

fn words(page: Page<'_>) -> Vec<(Span, usize)> {
    let mut found = Vec::new();
    let inside = &page.text.as_bytes()[page.span.range()];
    SEEKER.each(inside, &mut |index, at| {
        let (word, beginnings) = ANNOUNCING[index];
        let stem = &page.text[..page.span.start as usize + at];
        let begins = |beginning: &&str| {
            let before = stem.strip_suffix(*beginning);
            before.is_some_and(|before| !before.ends_with(|c: char| c.is_alphanumeric() || c == '_'))
        };
        if beginnings.iter().any(begins) {
            found.push((page.span.part(at, word.len()), index));
        }
    });
    found.sort_unstable();
    found
}
