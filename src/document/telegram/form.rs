//! Groups the lines of SMART messages into fields: `MRN: 11 WINDHOEK 402`, `Date/DTG: Jun 21, 2011 / 211310Z JUN 11`.
//!
//! SMART messages, from 2008 on, label every field where telegrams have lines without labels; E.O. line, TAGS and
//! subject are as in telegrams. The level is above and below the message, not on a line with the number.

use super::super::Reading;
use super::classification::{ClassificationLine, sound_level_word};
use super::segment::Field;
use crate::document::family::FAMILIES;
use crate::document::page::furniture::{Furniture, FurnitureKind};
use crate::document::text::line::texts_upward;
use crate::document::text::word::{starts_with_word, trim};
use crate::source::Span;

/// The level of a form is within so many lines above it, each shorter than this.
const LEVEL_REACH: usize = 4;
const LONGEST_LEVEL: usize = 48;

/// The field that a line of the form begins, and the length of its label with the colon.
pub(crate) fn label(line: &str) -> Option<(Field, usize)> {
    let colon = line.as_bytes().iter().take(12).position(|byte| *byte == b':')?;
    let name = line[..colon].trim_end();
    let found = FAMILIES.field_form.labels().find(|(label, _)| label.eq_ignore_ascii_case(name));
    found.map(|(_, field)| (field, colon + 1))
}

/// Whether a line is the number of a message in the form: `MRN:` and something after it.
pub(crate) fn begins(line: &str) -> bool {
    starts_with_word(line, "MRN") && line[3..].trim_start().starts_with(':')
}

/// Reads `MRN: 11 WINDHOEK 402` as what the classification line of a telegram is. The level is that of the first mark
/// above the form; without one there is nothing to read.
pub(crate) fn number(text: &str, line: Span, furniture: &[Furniture]) -> Option<ClassificationLine> {
    let (_, behind) = label(&text[line.range()])?;
    let value = trim(text, Span::new(line.start + behind as u32, line.end));
    let inside = &text[value.range()];
    let year = inside.bytes().take_while(u8::is_ascii_digit).count();
    let serial = inside.len() - inside.bytes().rev().take_while(u8::is_ascii_digit).count();
    let post = trim(text, value.part(year, serial.checked_sub(year)?));
    let serial = value.part(serial, inside.len() - serial);
    let number = text[serial.range()].parse().ok()?;
    let mark = furniture.iter().find(|piece| matches!(piece.kind, FurnitureKind::ClassMark(_)));
    let mark = mark.map(|mark| mark.span).or_else(|| level_above(text, line))?;
    let (level, word) = sound_level_word(text, mark)?;
    let level = Reading { span: mark, ..level };
    let span = line;
    (!post.is_empty()).then_some(ClassificationLine {
        span,
        level,
        word,
        handling: None,
        section: None,
        post,
        serial: (number, serial),
    })
}

/// The level with its controls, which is no mark of a page, on one of the lines right above the form: `UNCLASSIFIED//SBU`,
/// `SENSITIVE BUT UNCLASSIFIED`.
fn level_above(text: &str, line: Span) -> Option<Span> {
    let lines = texts_upward(&text[..line.start as usize]).map(str::trim).filter(|above| !above.is_empty());
    let level = |above: &str| {
        let bare = above.strip_prefix("SENSITIVE BUT ").unwrap_or(above);
        let start = bare.as_ptr() as usize - text.as_ptr() as usize;
        let span = Span::new(start as u32, (start + bare.len()) as u32);
        sound_level_word(text, span).map(|_| span).filter(|_| above.len() < LONGEST_LEVEL)
    };
    lines.take(LEVEL_REACH).find_map(level)
}

/// The date-time group of `Date/DTG: Jun 21, 2011 / 211310Z JUN 11`; any other line as it is.
pub(crate) fn date_time_group(text: &str, line: Span) -> Span {
    let inside = &text[line.range()];
    let Some((_, label)) = label(inside) else { return line };
    let from = inside[label..].rfind('/').map_or(label, |slash| label + slash + 1);
    trim(text, line.part(from, inside.len() - from))
}

pub(crate) fn list(text: &str, line: Span) -> Vec<Span> {
    let inside = &text[line.range()];
    let label = label(inside).map_or(0, |(_, len)| len);
    let parts = inside[label..].split([',', ';']).map(|part| {
        let at = part.as_ptr() as usize - inside.as_ptr() as usize;
        trim(text, line.part(at, part.len()))
    });
    parts.filter(|part| !part.is_empty()).collect()
}
