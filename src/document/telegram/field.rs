//! Groups the lines above a telegram's body into fields.
//!
//! A line is recognized by how it begins, so that fields out of order are still read. A label in the middle of a line
//! begins a field too, because scanning loses line breaks.

use super::super::{authority, letters, paragraph};
use super::caption::is_passing;
use super::segment::{Field, Segment};
use super::transmission::is_date_time_group;
use super::{classification, form, military, order, reference, tags, transmission};
use crate::document::text::label::{self, mark_before};
use crate::document::text::line::Line;
use crate::document::text::word::{starts_with_word, trim, words};
use crate::lex::TokenKind;
use crate::register::vocabulary::WORDS;
use crate::source::Span;

/// A text in which this many lines follow one another without a sign of a telegram's head is not a telegram.
const HEAD_REACH: usize = 400;

/// The fields of the head, and the index of the line at which the body begins.
pub(crate) fn fields(text: &str, lines: &[Line]) -> (Vec<Segment>, usize) {
    let usual_gap = usize::from(is_double_spaced(lines));
    let mut segments: Vec<Segment> = Vec::with_capacity(32);
    let (mut gap, mut in_head, mut above, mut last_sign, mut in_form) = (0, false, None, 0, false);
    let (mut numbered, mut in_text) = (false, false);
    for (index, line) in lines.iter().enumerate() {
        if line.is_empty() {
            gap += 1;
            continue;
        }
        let apart = gap > usual_gap;
        gap = 0;
        let pieces = if in_head { split(text, line.span) } else { split_header(text, line.span, above) };
        in_form |= line.opening == Some(TokenKind::Capitals) && form::begins(&text[line.span.range()]);
        numbered |= line.opening == Some(TokenKind::Mark) || paragraph::number(&text[line.span.range()]).is_some();
        let labelled = if in_form { form::label(&text[pieces[0].range()]) } else { None };
        let field = labelled.map_or_else(|| recognise(text, pieces[0], in_head), |(field, _)| field);
        let field = field_of_message(text, line, pieces[0], above, field);
        // Below a numbered paragraph no classification line can follow, and a surname may look like a damaged one.
        let damaged = || classification::classification_line(text, pieces[0]).is_some_and(|line| line.level.repaired);
        let field = if numbered && field == Field::Classification && damaged() { Field::Other } else { field };
        in_text |= military::begins_text(&text[line.span.range()]);
        let over =
            in_text || if in_head { begins_body(text, line, above, apart) } else { index - last_sign >= HEAD_REACH };
        let listed = matches!(above, Some(Field::To | Field::Info)) && line.opening == Some(TokenKind::Capitals);
        if field != Field::Other || listed {
            last_sign = index;
        }
        if field == Field::Other && over {
            let paragraph = paragraph::number(&text[line.span.range()]).is_some();
            let below = if in_head && !in_text && !paragraph { resumes(text, &lines[index + 1..]) } else { None };
            let Some(below) = below else { return (segments, index) };
            // The number of a message for many, `ALNAV 999/08`, may stand between its sets.
            let field = if below == Field::Set { Field::Separator } else { Field::Unread };
            segments.push(Segment { field, span: line.span, joined: false, apart });
            continue;
        }
        for (place, piece) in pieces.iter().enumerate() {
            let own = || field_of_message(text, line, *piece, above, recognise(text, *piece, in_head));
            let field = if place == 0 { field } else { own() };
            in_head |= field.is_head();
            above = if field == Field::Other { above } else { Some(field) };
            segments.push(Segment { field, span: *piece, joined: place > 0, apart });
        }
    }
    (segments, lines.len())
}

/// The field that a line begins in a military message: a set, or the level below the addressees.
fn field_of_message(text: &str, line: &Line, piece: Span, above: Option<Field>, field: Field) -> Field {
    use Field::{Exempt, Info, Level, Other, Separator, Set, Subject, To};
    if field != Other || line.opening != Some(TokenKind::Capitals) {
        return field;
    }
    let addressed = matches!(above, Some(To | Info | Separator | Exempt | Level));
    let level = || military::level(text, piece).map(|_| Level);
    let set = || military::set(&text[piece.range()]);
    let field = if addressed { level().or_else(set) } else { None };
    field.or_else(|| set().filter(|_| matches!(above, Some(Set | Subject)))).unwrap_or(Other)
}

/// How many lines that cannot be read may stand between two fields of the head.
const UNREAD_REACH: usize = 6;

/// The field of the head that begins below a line that cannot be read, before anything begins a paragraph.
fn resumes(text: &str, below: &[Line]) -> Option<Field> {
    let mut head = below.iter().filter(|line| !line.is_empty()).take(UNREAD_REACH).map(|line| line.span);
    head.find_map(|line| {
        let inside = &text[line.range()];
        let set = military::set(inside).map(|_| Field::Set);
        let field = set.unwrap_or_else(|| recognise(text, line, true));
        // The words of a sentence may begin like the name of a field; with its colon it is one.
        let labelled = set.is_some() || field.is_head() && (field == Field::Authority || inside.contains(':'));
        let paragraph = !labelled && (paragraph::number(inside).is_some() || inside.starts_with(['(', '¶']));
        (labelled || paragraph).then(|| Some(field).filter(|it| labelled && *it != Field::Classification))
    })?
}

/// Whether nearly every line has a blank one below it, as in text copied from a web page.
pub(crate) fn is_double_spaced(lines: &[Line]) -> bool {
    let first: Vec<bool> = lines.iter().take(40).map(Line::is_empty).collect();
    let pairs = first.windows(2).filter(|pair| !pair[0]).count();
    let followed = first.windows(2).filter(|pair| !pair[0] && pair[1]).count();
    pairs > 3 && followed * 10 >= pairs * 8
}

/// Whether a line that begins no field is the first of the body. `above` is the field that came last.
fn begins_body(text: &str, line: &Line, above: Option<Field>, apart: bool) -> bool {
    let inside = &text[line.span.range()];
    let bare = &inside[letters::bullet(inside)..];
    let continues_references = above == Some(Field::References) && reference::continues(text, line.span);
    // Not every number is a paragraph's: `for reasons` / `1.4 (b) and (d).` is wrapped there often, and so is `Reason:
    // 1.4` / `(b/d)`.
    let before = &text[..line.span.start as usize];
    if above == Some(Field::Authority) && !apart && authority::goes_on_with_letters(before, inside) {
        return false;
    }
    if paragraph::number(bare).is_some() || line.opening == Some(TokenKind::Mark) {
        return !continues_references;
    }
    // In the field form a value may stand below its label.
    if matches!(above, Some(Field::Subject | Field::References)) && before.trim_end().ends_with(':') {
        return false;
    }
    match above {
        Some(Field::Classification | Field::Level | Field::Correction | Field::Order) => {
            line.opening == Some(TokenKind::Prose) && apart
        }
        Some(Field::Tags) => apart || !tags::continues(text, line.span) || is_passing(inside),
        Some(Field::Subject) => apart || line.opening == Some(TokenKind::Prose) && is_sentence(inside),
        Some(Field::References) => !continues_references && (apart || line.opening == Some(TokenKind::Prose)),
        Some(Field::Authority) => apart,
        _ => false,
    }
}

/// Whether a line is long and mostly lower-case letters, as subjects are not.
fn is_sentence(line: &str) -> bool {
    line.len() > 60 && line.bytes().filter(u8::is_ascii_lowercase).count() * 2 > line.len()
}

pub(super) fn recognise(text: &str, line: Span, in_head: bool) -> Field {
    let first = words(text, line).next().map_or("", |word| word.text);
    if !in_head && let Some(field) = transmission_field(text, line, first) {
        return field;
    }
    // In a table the date may stand below the number.
    if in_head && first.len() == 1 && transmission::date_time_group(text, line).is_some_and(|group| group.complete) {
        return Field::DateTimeGroup;
    }
    // A mark may be in front of the label: `(U) Classified by …`, `(C) SUBJECT: …`.
    let inside = &text[line.range()][mark_before(&text[line.range()])..];
    // The whole sentence may stand in parentheses: `(Classified by …)`.
    let sentence = inside.strip_prefix(['(', '[']).filter(|sentence| in_head && authority::is_authority_line(sentence));
    Field::labelled(sentence.unwrap_or(inside)).unwrap_or_else(|| {
        match classification::classification_line(text, line) {
            Some(_) => Field::Classification,
            None if in_head => misspelt_field(text, line).unwrap_or(Field::Other),
            None => Field::Other,
        }
    })
}

/// The field of the head whose label a line begins with but for a slip. Other words are near these labels, but no tags
/// and no numbers follow them.
fn misspelt_field(text: &str, line: Span) -> Option<Field> {
    let before = mark_before(&text[line.range()]);
    let line = line.part(before, line.len() as usize - before);
    let inside = &text[line.range()];
    let behind = |labels: &[&str]| label::misspelt(inside, labels).map(|len| line.part(len, inside.len() - len));
    let listed =
        behind(&WORDS.head_labels["tags"]).filter(|rest| tags::continues(text, rest.part(1, rest.len() as usize - 1)));
    let numbered = || behind(&WORDS.head_labels["references"]).filter(|rest| reference::is_value(text, *rest));
    listed
        .map(|_| Field::Tags)
        .or_else(|| behind(&WORDS.head_labels["subject"]).map(|_| Field::Subject))
        .or_else(|| numbered().map(|_| Field::References))
}

fn transmission_field(text: &str, line: Span, first: &str) -> Option<Field> {
    let second = words(text, line).nth(1).map_or("", |word| word.text);
    let field = match first {
        "DE" if second.starts_with('R') => Field::Filing,
        "ZNR" | "ZNY" => Field::Prosign,
        "FM" => Field::From,
        "TO" => Field::To,
        "INFO" => Field::Info,
        "XMT" => Field::Exempt,
        _ if first.starts_with("VZCZC") => Field::Identifier,
        _ if is_precedence_pair(first) && second.starts_with('R') && (2..=8).contains(&second.len()) => Field::Routing,
        _ if is_date_time_group(text, line) => Field::DateTimeGroup,
        _ => return None,
    };
    Some(field)
}

/// Two letters or digits that are where the doubled precedence letter belongs.
fn is_precedence_pair(word: &str) -> bool {
    matches!(word, "ZZ" | "OO" | "PP" | "RR" | "00" | "YY" | "MM")
        || word.len() == 2 && word.starts_with(['O', 'P', 'Z'])
}

/// Cuts a line before each label that is in the middle of it.
fn split(text: &str, line: Span) -> Vec<Span> {
    let inside = &text[line.range()];
    // Every label is followed by a colon, but for the authority sentence.
    // A mark in front of the first label belongs to it.
    let labels = memchr::memchr_iter(b':', inside.as_bytes()).filter_map(|colon| label_before(inside, colon));
    let labels = labels.chain(authority_sentence(inside)).chain(tags_behind_order(inside));
    let mut cuts: Vec<usize> = labels.filter(|at| *at > mark_before(inside)).collect();
    cuts.sort_unstable();
    cuts.dedup();
    let mut pieces = Vec::with_capacity(cuts.len() + 1);
    let mut from = 0;
    for cut in cuts.into_iter().chain([inside.len()]) {
        let piece = inside[from..cut].trim_end();
        if !piece.is_empty() {
            pieces.push(line.part(from, piece.len()));
        }
        from = cut;
    }
    // A line has a piece at least, whatever is trimmed away.
    if pieces.is_empty() {
        pieces.push(line);
    }
    pieces
}

/// Cuts a transmission line before what was glued to it when a line break was lost, then as any other line. `above` is
/// the field that came last.
fn split_header(text: &str, line: Span, above: Option<Field>) -> Vec<Span> {
    if above.is_none() {
        return split(text, line);
    }
    let Some(cut) = glued_field(text, line) else { return split(text, line) };
    let (before, behind) = (line.part(0, cut), line.part(cut, line.len() as usize - cut));
    let before = trim(text, before);
    std::iter::once(before).chain(split(text, behind)).collect()
}

/// Where INFO, the date-time group or the classification line begins after a line it has nothing to do with:
/// `WASHDC 3393INFO RUCNDT/…`, `ZZHO 101425Z JUN 07`, `COLLECTIVECONFIDENTIAL PARIS 001234`.
fn glued_field(text: &str, line: Span) -> Option<usize> {
    let inside = &text[line.range()];
    let bytes = inside.as_bytes();
    let is_addressee = |rest: &str| {
        rest.strip_prefix("INFO R").is_some_and(|rest| {
            let indicator = rest.bytes().take_while(u8::is_ascii_uppercase).count();
            (3..=6).contains(&indicator) && rest[indicator..].starts_with('/')
        })
    };
    // Lines are too short for a searcher to be worth its making.
    let info = memchr::memchr_iter(b'I', bytes).find(|at| *at > 0 && is_addressee(&inside[*at..]));
    if info.is_some() {
        return info;
    }
    if let Some(at) = inside.starts_with("ZN").then(|| inside.find(|c: char| c.is_ascii_digit())).flatten() {
        // The precedence letters before the digits are single; the first of them lost the break.
        let before = inside[..at].trim_end();
        let letters = before.bytes().rev().enumerate();
        let far =
            letters.take_while(|(place, b)| place % 2 == 1 && *b == b' ' || place % 2 == 0 && b"ZOPR".contains(b));
        let cut = before.len().checked_sub(far.count().max(1)).filter(|cut| inside.is_char_boundary(*cut))?;
        let behind = line.part(cut, inside.len() - cut);
        return transmission::date_time_group(text, trim(text, behind)).filter(|group| group.complete).map(|_| cut);
    }
    let begins_level = |at: &usize| {
        let levels = ["C O N F I D", "CONFIDENTIAL ", "S E C R E T ", "SECRET ", "UNCLAS"];
        levels.iter().any(|word| bytes[*at..].starts_with(word.as_bytes()))
    };
    let cut = memchr::memchr3_iter(b'C', b'S', b'U', bytes).find(begins_level).filter(|at| *at > 0)?;
    let whole = line.part(cut, inside.len() - cut);
    let numbered = classification::classification_line(text, whole).is_some_and(|line| !line.level.repaired);
    let sound = numbered || inside[..cut].ends_with("BT ") && military::level(text, whole).is_some();
    // A post's name says nothing of levels, but a sentence may.
    (sound && !inside[..cut].bytes().any(|b| b.is_ascii_lowercase())).then_some(cut)
}

/// Where the label begins that ends at `colon`, if it follows other text.
fn label_before(inside: &str, colon: usize) -> Option<usize> {
    let before = &inside[..colon];
    let number = before.trim_end_matches(|c: char| c.is_ascii_digit());
    if number.len() < colon {
        let at = number.strip_suffix("E.O. ").map(str::len)?;
        return (at > 0 && inside[..at].ends_with(' ')).then_some(at);
    }
    let label = WORDS.head_labels["inner"].iter().find(|label| before.ends_with(*label))?;
    let at = colon - label.len();
    // EGYPTREF: has lost a line break, in a subject; elsewhere a label is a word of its own.
    let glued =
        *label == "REF" && inside.starts_with("SUBJ") && inside[..at].ends_with(|c: char| c.is_ascii_uppercase());
    (at > 0 && (glued || inside[..at].ends_with([' ', '\t']))).then_some(at)
}

/// Where TAGS begins on the line of the order, with any sign behind it or with a slip: `E.O. 12958 N/A TAGS EINT, MU`.
fn tags_behind_order(inside: &str) -> Option<usize> {
    let mut starts = memchr::memchr_iter(b'T', inside.as_bytes());
    let tags = |at: &usize| {
        let rest = &inside[*at..];
        let own = !inside[..*at].ends_with(|c: char| c.is_alphanumeric());
        own && tags::label(rest).or_else(|| label::misspelt(rest, &WORDS.head_labels["tags"])).is_some()
    };
    if order::is_order_line(inside) { starts.find(tags) } else { None }
}

/// Where «Classified By» begins after other text.
fn authority_sentence(inside: &str) -> Option<usize> {
    const BEFORE: &[u8] = b"lassified ";
    let bytes = inside.as_bytes();
    let by = memchr::memchr_iter(b'B', bytes)
        .find(|at| bytes[..*at].ends_with(BEFORE) && bytes[*at + 1..].starts_with(b"y"))?;
    let at = by.checked_sub(BEFORE.len() + 1)?;
    (!inside[..at].trim_start_matches(['(', '[']).is_empty()
        && inside.get(at..).is_some_and(|rest| starts_with_word(rest, "Classified By")))
    .then_some(at)
}
