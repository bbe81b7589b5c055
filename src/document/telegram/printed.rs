//! Parses documents as printed in a documentary edition.
//!
//! *Foreign Relations* prints an editor's heading, a line with place and date, the paragraphs, and a source note with
//! level and captions in lower case. Format lines, TAGS and E.O. line are omitted, and not reported as missing.

use jiff::civil::Date;

use super::super::{Banner, Clue, Dating, Document, Layout};
use super::military;
use crate::document::family::{FAMILIES, Family};
use crate::document::paragraph::{Beginning, paragraphs};
use crate::document::telegram::segment::Field;
use crate::document::text::date::{date, is_impossible};
use crate::document::text::line::Line;
use crate::document::text::word::{trim_punctuation, words};
use crate::source::Span;

/// The heading is within this many lines of the first, and the line of place and date within as many below it.
const TOP: usize = 15;
/// A running head and the number of a page may stand above the heading.
const ABOVE: usize = 3;

/// Fills `document` from its lines, and says whether they are a telegram in print.
pub(crate) fn read(document: &mut Document<'_>, lines: &[Line]) -> bool {
    let text = document.source.text();
    let Some(below) = below_heading(text, lines, &FAMILIES.printed) else { return false };
    document.paragraphs = paragraphs(text, lines, document.span.end, Beginning::Unknown, document.registers.markings());
    document.banners.extend(below.iter().take(TOP).filter_map(|line| military::level(text, line.span)));
    edited(document, lines, below);
    true
}

/// Adds to a paper in print what its editor says of it: `116. Memorandum of Conversation`.
pub(crate) fn describe(document: &mut Document<'_>, lines: &[Line]) {
    let text = document.source.text();
    let Some(below) = below_heading(text, lines, &FAMILIES.printed_paper) else { return };
    // An editor writes notes of his own, and needs no source for them.
    let note = text[..below.first().map_or(text.len(), |line| line.span.start as usize)]
        .trim_end()
        .ends_with("Editorial Note");
    if note || lines.iter().any(|line| source(text, line.span).is_some()) {
        edited(document, lines, below);
        document.layout = Some(Layout::Printed);
    }
}

/// The lines below the heading of the editor.
fn below_heading<'l>(text: &str, lines: &'l [Line], family: &Family<'_>) -> Option<&'l [Line]> {
    let head = lines.iter().enumerate().take(TOP).filter(|(_, line)| !line.is_empty()).take(ABOVE);
    let heading = head.into_iter().find(|(_, line)| family.begins(&text[line.span.range()]))?.0;
    Some(&lines[heading + 1..])
}

/// Reads the line of place and date and the source note.
fn edited(document: &mut Document<'_>, lines: &[Line], below: &[Line]) {
    let text = document.source.text();
    if let Some((day, written)) = below.iter().take(TOP).find_map(|line| dateline(text, line.span)) {
        document.date_by(day.map(Dating::on).unwrap_or_default(), Clue::DateLine);
        let behind = words(text, Span::new(written.end, document.span.end)).take(2);
        let time = behind.map(|word| trim_punctuation(text, word.span)).find(|time| is_impossible(text, *time));
        document.unread_date = Some(written).filter(|_| day.is_none()).or(time);
    }
    document.banners.extend(lines.iter().filter_map(|line| source_note(text, line.span)));
}

/// The day of `Montevideo, March 14, 1967, 1905Z.`, and its place.
fn dateline(text: &str, line: Span) -> Option<(Option<Date>, Span)> {
    let inside = &text[line.range()];
    if inside.len() > 80 {
        return None;
    }
    let behind = inside.match_indices(", ").map(|(comma, _)| comma + 2);
    let written = behind.filter_map(|at| date(text, line.part(at, inside.len() - at), None)).next()?;
    Some((written.date, written.span))
}

/// What follows `Source: `, behind the sign of a footnote.
fn source(text: &str, line: Span) -> Option<Span> {
    let inside = &text[line.range()];
    let note = inside.trim_start_matches(|c: char| c.is_ascii_digit() || " *[†".contains(c));
    let behind = FAMILIES
        .printed
        .variants(Field::Other)
        .iter()
        .find_map(|label| note.strip_prefix(label)?.strip_prefix(": "))?;
    Some(line.part(inside.len() - behind.len(), behind.len()))
}

/// The level in `Source: National Archives, …. Confidential; Priority.`
fn source_note(text: &str, line: Span) -> Option<Banner> {
    let note = source(text, line)?;
    let inside = &text[note.range()];
    inside.match_indices(". ").map(|(stop, _)| stop + 2).find_map(|at| {
        let (level, len) = FAMILIES.printed.written_level(&inside[at..])?;
        let rest = &inside[at + len..];
        let ends = rest.is_empty() || rest.starts_with(['.', ';', ',', ']']);
        ends.then(|| Banner { span: note.part(at, len), level: Some(level) })
    })
}
