//! Parses the lines above the classification line: format lines, sender, addressees.
//!
//! Each line has its own parser; a line that is recognized but cannot be parsed is kept as malformed.

use super::super::{Document, Part};
use super::addressee::addressee;
use super::segment::{Field, Segment};
use super::{form, transmission};
use crate::document::damage::repair::{Damage, Repair};
use crate::document::text::word::{trim, words};
use crate::marking::likeness::distance;
use crate::register::vocabulary::WORDS;
use crate::source::Span;

pub(crate) fn read(document: &mut Document<'_>, segments: &[Segment]) {
    for segment in segments {
        format_line(document, segment);
    }
    relays(document, segments);
    address_lines(document, segments);
    post_kinds(document);
}

/// Kinds of posts in which slips are told from other words; `AMCONGEN` is too near `AMCONSUL`.
const MISSPELT_KINDS: [&str; 2] = ["AMEMBASSY", "AMCONSUL"];

/// Posts whose kind is misspelled: AMMBASSY, AMEMBASY, AMCONSLU.
fn post_kinds(document: &mut Document<'_>) {
    let text = document.source.text();
    let posts = document.from.into_iter().chain(document.addressees.iter().map(|addressee| addressee.post));
    for post in posts {
        let Some(first) = words(text, post).next().filter(|word| word.text.starts_with("AM")) else { continue };
        let near = |kind: &&str| distance(first.text, kind, 2).is_some();
        let slip = if WORDS.post_kinds.contains(&first.text) { None } else { MISSPELT_KINDS.into_iter().find(near) };
        if let Some(kind) = slip {
            document.repairs.push(Repair::new(Damage::PostKind, first.span, kind));
        }
    }
}

fn format_line(document: &mut Document<'_>, segment: &Segment) {
    let (text, line) = (document.source.text(), segment.span);
    let (part, line, read) = match segment.field {
        Field::Identifier => {
            (Part::Identifier, line, keep(&mut document.identifier, transmission::identifier(text, line)))
        }
        Field::Routing => (Part::Routing, line, keep(&mut document.routing, transmission::routing(text, line))),
        Field::Filing => (Part::Filing, line, keep(&mut document.filing, transmission::filing(text, line))),
        Field::Prosign => (Part::Prosign, line, keep(&mut document.prosign, transmission::prosign(text, line))),
        Field::DateTimeGroup => {
            let line = form::date_time_group(text, line);
            let group = transmission::date_time_group(text, line);
            (Part::DateTimeGroup, line, keep(&mut document.date_time_group, group))
        }
        _ => return,
    };
    if !read {
        document.malformed.push((part, line));
    }
}

/// Keeps the first reading of a line; false if it could not be read.
fn keep<T>(place: &mut Option<T>, read: Option<T>) -> bool {
    let is_read = read.is_some();
    *place = place.take().or(read);
    is_read
}

/// The line below the routing line may go on with more indicators.
fn relays(document: &mut Document<'_>, segments: &[Segment]) {
    let text = document.source.text();
    let Some(routing) = &mut document.routing else { return };
    let pairs = segments.windows(2).filter(|pair| pair[0].field == Field::Routing && pair[1].field == Field::Other);
    for line in pairs.map(|pair| pair[1].span) {
        if words(text, line).all(|word| transmission::is_routing_indicator(word.text)) {
            routing.indicators.extend(words(text, line).map(|word| word.span));
        }
    }
}

/// FM, TO and INFO with the lines that continue them.
fn address_lines(document: &mut Document<'_>, segments: &[Segment]) {
    let text = document.source.text();
    // Above the DE line and the date-time group is at most an archive's list of offices, `INFO OCT-01 ISO-00`,
    // which names no addressee.
    let opens = |field| matches!(field, Field::Filing | Field::DateTimeGroup | Field::From | Field::To);
    let first = segments.iter().position(|segment| opens(segment.field)).unwrap_or(0);
    let mut list: Option<bool> = None;
    for segment in &segments[first..] {
        if segment.field == Field::Exempt {
            document.exempt.get_or_insert(segment.span);
        }
        list = match segment.field {
            Field::From => {
                document.from.get_or_insert(behind_label(text, segment.span, label_length(text, segment, 2)));
                None
            }
            Field::To => Some(true),
            Field::Info => Some(false),
            Field::Other if continues_list(text, segment) => list,
            _ => None,
        };
        let label = match segment.field {
            Field::To => label_length(text, segment, 2),
            Field::Info => label_length(text, segment, 4),
            _ => 0,
        };
        if let Some(action) = list {
            // SMART separates them by semicolons.
            let list = behind_label(text, segment.span, label);
            for piece in text[list.range()].split(';') {
                let at = piece.as_ptr() as usize - text.as_ptr() as usize;
                push_addressee(document, Span::new(at as u32, (at + piece.len()) as u32), action);
            }
        }
    }
}

/// The length of the label in the field form, or else of the word that begins the line.
fn label_length(text: &str, segment: &Segment, word: usize) -> usize {
    form::label(&text[segment.span.range()]).map_or(word, |(_, len)| len)
}

fn behind_label(text: &str, line: Span, label: usize) -> Span {
    trim(text, Span::new(line.start + label as u32, line.end))
}

/// Whether a line that begins no field can be one more addressee: right below the last one, in capitals, with a name.
fn continues_list(text: &str, segment: &Segment) -> bool {
    let line = &text[segment.span.range()];
    let name = words(text, segment.span).next().map_or("", |word| word.text);
    !segment.apart
        && name.bytes().filter(u8::is_ascii_uppercase).count() >= 2
        && !line.bytes().any(|byte| byte.is_ascii_lowercase())
}

pub(super) fn push_addressee(document: &mut Document<'_>, line: Span, action: bool) {
    let Some(found) = addressee(document.source.text(), line, action) else { return };
    if found.precedence.repaired {
        let precedence = &found.precedence;
        document.repairs.push(Repair::new(Damage::PrecedenceWord, precedence.span, precedence.value.word()));
    }
    document.addressees.push(found);
}
