//! Parses a telegram field by field, in order; each field has its own module. Repaired damage is kept for the rules on
//! damage.

use super::super::dating::{self, Clue};
use super::super::{Banner, Dating, Document, Style};
use super::caption::captions;
use super::field::fields;
use super::segment::{Field, Segment};
use super::signature::{body_length, damaged_end_marks, signature};
use super::start::behind_mail;
use super::{form, header, military, reference};
use crate::document::authority::{Label, authority};
use crate::document::damage::repair::{Damage, Repair, label_damage, mark_damage};
use crate::document::page::furniture::{FurnitureKind, set_apart};
use crate::document::paper::block::authority_block;
use crate::document::paper::mail;
use crate::document::paper::portion_mark::PortionContext;
use crate::document::paragraph::{Beginning, paragraphs};
use crate::document::text::line::Line;
use crate::document::text::word::{trim, words};
use crate::register::Registers;
use crate::register::vocabulary::WORDS;
use crate::source::Span;

/// Fills `document` from its lines, and says whether they are a telegram at all. If not, nothing was filled.
pub(crate) fn read(document: &mut Document<'_>, lines: &[Line], registers: &Registers) -> bool {
    let text = document.source.text();
    let start = behind_mail(text, lines);
    let labels = if start > 0 { mail::head(text, &lines[..start]) } else { 0 };
    let mail = labels.checked_sub(1).map(|last| lines[0].span.to(lines[last].span));
    let (lines, furniture) = set_apart(text, &lines[start..]);
    let lines = military::apart(text, lines);
    let (segments, body) = fields(text, &lines);
    if !is_telegram(&segments) {
        return false;
    }
    (document.furniture, document.mail_head) = (furniture, mail);
    header::read(document, &segments);
    document.date_from_header();
    if document.date_time_group.is_none() {
        document.date_by(dating::given(text, &lines).map(Dating::on).unwrap_or_default(), Clue::DateLine);
    }
    head(document, &segments, registers);
    let end = body + body_length(text, &lines[body..]);
    let beginning = match &document.classification {
        _ if document.is_later_section() => Beginning::LaterSection,
        Some(_) => Beginning::Header,
        None => Beginning::Unknown,
    };
    document.paragraphs = paragraphs(text, &lines[body..end], document.span.end, beginning, registers.markings());
    numbered_authority(document);
    authority_below(document, &lines[body..]);
    body_damage(document);
    document.signature = signature(text, &lines[body..end], &mut document.repairs);
    damaged_end_marks(text, &lines[end..], &mut document.repairs);
    crate::document::damage::garble::read(document);
    true
}

/// A date-time group, a DE line, a classification line with a message reference number, or an order line beside TAGS.
fn is_telegram(segments: &[Segment]) -> bool {
    let has = |field| segments.iter().any(|segment| segment.field == field);
    has(Field::DateTimeGroup)
        || has(Field::Filing)
        || has(Field::Identifier)
        || has(Field::Classification)
        || has(Field::Number)
        || has(Field::Order) && has(Field::Tags)
}

fn head(document: &mut Document<'_>, segments: &[Segment], registers: &Registers) {
    let text = document.source.text();
    joined_fields(document, segments);
    for (index, segment) in segments.iter().enumerate() {
        match segment.field {
            Field::Number if document.classification.is_none() => {
                document.classification = form::number(text, segment.span, &document.furniture);
            }
            field => field.read(document, &|| lines_of(segments, index)),
        }
    }
    let sets = segments.iter().enumerate().filter(|(_, segment)| segment.field == Field::Set);
    let lines = sets.flat_map(|(index, _)| lines_of(segments, index));
    let sets = lines.reduce(Span::to);
    // `REF B IS THE PLAN` is what a narrative says of a reference.
    document.references = sets.and_then(|sets| military::references(text, sets)).or(document.references.take());
    if document.classification.is_none() {
        document.banners = levels(document, segments);
    }
    // Those without sets have a class line all the same, and neither an order nor TAGS.
    let classed = segments.iter().find(|segment| segment.field == Field::Level).map(|segment| segment.span);
    let own =
        classed.filter(|_| document.classification.is_none() && document.order.is_none() && document.tags.is_none());
    document.section = own.and_then(|line| military::section_of(text, line));
    let sender = segments.iter().find(|segment| segment.field == Field::From);
    // Where the sender cannot be read, those it went to say whose it is; a post writes to commands, too.
    let to = || segments.iter().enumerate().filter(|(_, segment)| segment.field == Field::To);
    let among = |fits: &dyn Fn(&str) -> bool| {
        to().flat_map(|(index, _)| lines_of(segments, index)).any(|line| fits(&text[line.range()]))
    };
    let posts = |line: &str| line.contains("EMBASSY") || line.contains("STATE");
    let sends = sender
        .map_or_else(|| among(&military::sends) && !among(&posts), |line| military::sends(&text[line.span.range()]));
    let armed = document.order.is_none() && document.tags.is_none() && sends;
    document.style = if sets.is_some() || own.is_some() || armed { Style::Dod } else { Style::State };
    authority_lines(document, segments);
    caption_lines(document, segments, registers);
    document.unread = unread(document, segments);
    head_damage(document);
}

/// The levels of a telegram without a classification line: below the addressees, or above and below its pages.
fn levels(document: &Document<'_>, segments: &[Segment]) -> Vec<Banner> {
    let text = document.source.text();
    let own = segments.iter().enumerate().filter(|(_, segment)| segment.field == Field::Level);
    let own = own.map(|(index, segment)| match segments.get(index + 1) {
        // A list of countries may go on below.
        Some(next) if text[segment.span.range()].ends_with(',') => segment.span.to(next.span),
        _ => segment.span,
    });
    let own: Vec<Banner> = own.filter_map(|line| military::level(text, line)).collect();
    let marks = document.furniture.iter().filter_map(|piece| match piece.kind {
        FurnitureKind::ClassMark(_) => military::level(text, piece.span),
        _ => None,
    });
    // Where the header was read, its line is missing, whatever the pages say.
    let torn = own.is_empty() && document.date_time_group.is_none();
    if torn { marks.collect() } else { own }
}

/// The authority in fields behind the text, as messages in the field form and of the armed services have it.
fn authority_below(document: &mut Document<'_>, lines: &[Line]) {
    if document.authority.is_some() {
        return;
    }
    let text = document.source.text();
    let known = PortionContext { register: document.registers.markings(), nato: false, overall: None };
    let block = authority_block(text, lines, false, known);
    document.authority = authority(text, &block, document.dating.day())
        .filter(|block| block.fields.len() > 1 && block.labelled(Label::DeclassifyOn).next().is_some());
}

/// The spans of the segment at `index` and of the lines that continue it. Each reference may have a label of its own: `REF
/// A: STATE 14` / `REF B: ACCRA 301`.
fn lines_of(segments: &[Segment], index: usize) -> Vec<Span> {
    let first = &segments[index];
    let goes_on = |field| field == Field::Other || field == Field::References && first.field == field;
    let rest = segments[index + 1..].iter().take_while(|segment| goes_on(segment.field));
    std::iter::once(first).chain(rest).map(|segment| segment.span).collect()
}

fn authority_lines(document: &mut Document<'_>, segments: &[Segment]) {
    let text = document.source.text();
    let mut lines: Vec<Span> = Vec::new();
    for (index, segment) in segments.iter().enumerate().filter(|(_, segment)| segment.field == Field::Authority) {
        lines.extend(lines_of(segments, index));
        debug_assert!(!lines.is_empty(), "{segment:?} continues itself");
    }
    document.authority = authority(text, &lines, document.dating.day());
}

/// Paragraph 1 may be the authority sentence, `1. (U) Classified by …`, or end with it: `1. Entire text. Classified by
/// …`.
fn numbered_authority(document: &mut Document<'_>) {
    let text = document.source.text();
    if document.authority.is_some() {
        return;
    }
    let found = document.paragraphs.iter().take(2).find_map(|paragraph| {
        let whole = Span::new(paragraph.text, paragraph.span.end);
        let inside = &text[whole.range()];
        let begins = crate::document::authority::label(inside).is_some().then_some(0);
        let at = begins.or_else(|| inside.to_ascii_uppercase().find(". CLASSIFIED BY").map(|stop| stop + 2));
        let at = at.or_else(|| inside.to_ascii_uppercase().find(".  CLASSIFIED BY").map(|stop| stop + 3))?;
        Some(Span::new(whole.start + at as u32, whole.end))
    });
    if let Some(whole) = found {
        let lines: Vec<Span> = text[whole.range()]
            .split_inclusive('\n')
            .scan(whole.start, |start, line| {
                let span = Span::new(*start, *start + line.len() as u32);
                *start = span.end;
                Some(trim(text, span))
            })
            .filter(|line| !line.is_empty())
            .collect();
        document.authority = authority(text, &lines, document.dating.day());
    }
}

fn caption_lines(document: &mut Document<'_>, segments: &[Segment], registers: &Registers) {
    let text = document.source.text();
    if let Some(line) = segments.iter().find(|segment| segment.field == Field::Captions) {
        let values = form::list(text, line.span);
        document.captions = captions(text, &values, registers).0;
        return;
    }
    let Some(from) = segments.iter().position(|segment| segment.field == Field::Classification) else { return };
    let head = segments[from + 1..].iter();
    let above = head.clone().take_while(|segment| {
        matches!(segment.field, Field::Other | Field::Unread | Field::Correction | Field::Separator)
    });
    let lines: Vec<Span> = above.filter(|segment| segment.field == Field::Other).map(|segment| segment.span).collect();
    (document.captions, document.passing) = captions(text, &lines, registers);
    // After the order line only a line that is a caption to the letter is one.
    let behind =
        head.skip_while(|segment| segment.field != Field::Order).filter(|segment| segment.field == Field::Other);
    let late: Vec<Span> =
        behind.map(|segment| segment.span).filter(|line| registers.caption(&text[line.range()]).is_some()).collect();
    document.captions.extend(captions(text, &late, registers).0);
}

/// The lines between fields that belong to none: those that were passed over, and those below the order line that are no
/// captions. Those that follow one another are one piece.
fn unread(document: &Document<'_>, segments: &[Segment]) -> Vec<Span> {
    let mut below_order = false;
    let lines = segments.iter().filter(|segment| {
        below_order &= matches!(segment.field, Field::Other | Field::Unread);
        below_order |= segment.field == Field::Order;
        segment.field == Field::Unread || segment.field == Field::Other && below_order && !segment.joined
    });
    let instruction = document.order.and_then(|order| Some(order.declassification?.span));
    let is_read = |line: &Span| {
        document.captions.iter().map(|caption| caption.span).chain(instruction).any(|read| read.touches(*line))
    };
    let lines: Vec<Span> = lines.map(|segment| segment.span).filter(|line| !is_read(line)).collect();
    // What follows line by line is one piece.
    let next = |one: &Span, other: &Span| document.text(Span::new(one.end, other.start)).trim().is_empty();
    lines.chunk_by(next).map(|piece| piece[0].to(piece[piece.len() - 1])).collect()
}

/// Fields that follow another on the same line.
fn joined_fields(document: &mut Document<'_>, segments: &[Segment]) {
    let text = document.source.text();
    for (index, segment) in segments.iter().enumerate().filter(|(_, segment)| segment.joined) {
        let first = words(text, segment.span).next().map_or(segment.span, |word| word.span);
        let label = crate::document::text::word::trim_punctuation(text, first);
        let above = Some(segments[index - 1].span);
        let read = match segment.field {
            Field::Classification | Field::Level => "the classification line".to_owned(),
            Field::DateTimeGroup => "the date-time group".to_owned(),
            _ => text[label.range()].to_ascii_uppercase(),
        };
        document.repairs.push(Repair { damage: Damage::JoinedFields, span: label, read: read.into(), witness: above });
    }
}

fn head_damage(document: &mut Document<'_>) {
    let text = document.source.text();
    let mut repairs = Vec::new();
    let mut damaged = |damage, span, read: &str, witness| {
        repairs.push(Repair { damage, span, read: read.to_owned().into(), witness });
    };
    if let Some(line) = document.classification.as_ref().filter(|line| line.level.repaired) {
        damaged(Damage::LevelWord, line.level.span, line.word, None);
    }
    for caption in document.captions.iter().filter(|caption| caption.repaired) {
        damaged(Damage::Caption, caption.span, caption.name.as_deref().unwrap_or_default(), caption.witness);
    }
    for caption in document.captions.iter().filter(|caption| !caption.rivals.is_empty()) {
        damaged(Damage::AmbiguousCaption, caption.span, &caption.rivals.join(" or "), None);
    }
    let labels = [
        (document.tags.as_ref().map(|field| field.label), &WORDS.head_labels["tags"][..1]),
        (document.subject.as_ref().map(|subject| subject.label), &WORDS.head_labels["subject"]),
        (document.references.as_ref().map(|field| field.label), &WORDS.head_labels["references"]),
    ];
    for (label, known) in labels.into_iter().filter_map(|(label, known)| Some((label?, known))) {
        if !known.iter().any(|known| text[label.range()].eq_ignore_ascii_case(known)) {
            damaged(Damage::Label, label, known[0], None);
        }
    }
    let markup = document.tags.as_ref().map_or(&[][..], |field| &field.markup);
    if let (Some(first), Some(last)) = (markup.first(), markup.last()) {
        damaged(Damage::Markup, first.to(*last), "TAGS", None);
    }
    for letter in document.references.iter().flat_map(|field| &field.entries).filter_map(|entry| entry.letter.as_ref())
    {
        if letter.repaired {
            damaged(Damage::Enumerator, letter.span, &format!("{}.", letter.value), None);
        }
    }
    for entry in document.references.iter().flat_map(|field| &field.entries) {
        if entry.telegram.is_some_and(|telegram| telegram.repaired) {
            damaged(Damage::Digits, entry.span, &reference::mended(&text[entry.span.range()]), None);
        }
    }
    document.repairs.extend(repairs);
    label_damage(document);
}

fn body_damage(document: &mut Document<'_>) {
    let numbers = document.paragraphs.iter().filter_map(|paragraph| paragraph.number.as_ref());
    let damaged: Vec<_> = numbers.filter(|number| number.repaired).collect();
    if let (Some(first), Some(last)) = (damaged.first(), damaged.last()) {
        let read = if damaged.len() == 1 { "1".to_owned() } else { format!("{} to {}", first.value, last.value) };
        let witness = Some(last.span);
        document.repairs.push(Repair { witness, ..Repair::new(Damage::Pilcrow, first.span, read) });
    }
    mark_damage(document);
}
