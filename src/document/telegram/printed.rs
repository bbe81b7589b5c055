//! Parses telegrams as printed in a documentary edition.
//!
//! *Foreign Relations* prints an editor's heading, a line with place and date, the paragraphs, and a source note with
//! level and captions in lower case. Format lines, TAGS and E.O. line are omitted, and not reported as missing.

use super::super::{Banner, Clue, Dating, Document};
use crate::document::paragraph::{Beginning, paragraphs};
use crate::document::text::date::date;
use crate::document::text::line::Line;
use crate::marking::Level;
use crate::register::vocabulary::WORDS;
use crate::source::Span;

/// The heading is within this many lines of the first, and the line of place and date within as many below it.
const TOP: usize = 15;

/// Whether a line is an editor's heading: `123. Telegram From the Embassy in Zambia to the Department of State`.
pub(crate) fn is_heading(line: &str) -> bool {
    let behind = line.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ' ');
    behind.starts_with("Telegram From ") || behind.starts_with("Airgram From ")
}

pub(crate) fn read(document: &mut Document<'_>, lines: &[Line]) -> bool {
    let text = document.source.text();
    let Some(heading) = lines.iter().take(TOP).position(|line| !line.is_empty()) else { return false };
    if !is_heading(&text[lines[heading].span.range()]) {
        return false;
    }
    let below = lines[heading + 1..].iter().take(TOP);
    if let Some(day) = below.filter_map(|line| dateline(text, line.span)).next() {
        document.date_by(Dating::on(day), Clue::DateLine);
    }
    document.paragraphs = paragraphs(text, lines, document.span.end, Beginning::Unknown, document.registers.markings());
    document.banners.extend(lines.iter().filter_map(|line| source_note(text, line.span)));
    true
}

/// The day of `Montevideo, March 14, 1967, 1905Z.`
fn dateline(text: &str, line: Span) -> Option<jiff::civil::Date> {
    let inside = &text[line.range()];
    if inside.len() > 80 {
        return None;
    }
    let behind = inside.find(", ")? + 2;
    date(text, line.part(behind, inside.len() - behind), None)?.date
}

/// The level in `Source: National Archives, …. Confidential; Priority.`
fn source_note(text: &str, line: Span) -> Option<Banner> {
    let inside = &text[line.range()];
    if !inside.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ').starts_with("Source: ") {
        return None;
    }
    inside.match_indices(". ").map(|(stop, _)| stop + 2).find_map(|at| {
        let (word, level) = WORDS.source_levels.iter().find(|(word, _)| inside[at..].starts_with(word))?;
        let ends = inside[at + word.len()..].starts_with(['.', ';', ',']);
        ends.then(|| Banner { span: line.part(at, word.len()), level: Level::named(level) })
    })
}
