//! Groups the lines of a body into paragraphs with number and portion mark.
//!
//! A numbered line begins a paragraph if its number can be the next one; other numbers at the start of a line belong
//! to lists or sentences. Scanning reads a pilcrow as 1 (`¶1` as 11, `¶2` as 12): either all numbers are read that
//! way, or none.

mod quoted;

use std::ops::{Range, RangeInclusive};

use super::Reading;
use super::letters::{Letters, bullet, enumerator, goes_on, is_legend, is_plural};
use super::paper::lead::{is_bullet, run_in, unpointed};
use super::text::line::Line;
use super::text::word::trim;
use crate::marking::{Level, Register, has_known_control, portion_level};
use crate::source::Span;

/// One paragraph.
#[derive(Clone, Debug)]
pub struct Paragraph {
    /// From its number or mark to the end of its last line.
    pub span: Span,
    /// Its number, if it has one; the span covers the digits.
    pub number: Option<Reading<u32>>,
    /// Its portion mark.
    pub mark: Option<PortionMark>,
    /// Where its text begins, after number and mark.
    pub text: u32,
}

/// A portion mark as it is.
#[derive(Clone, Copy, Debug)]
pub struct PortionMark {
    /// The mark with its parentheses.
    pub span: Span,
    /// The marking between the parentheses.
    pub inside: Span,
    /// Its level; `None` if the marking is not known.
    pub level: Option<Level>,
    /// Whether a parenthesis is missing or another sign, or spaces or lower-case letters are in it.
    pub repaired: bool,
}

struct Opening {
    line: usize,
    start: u32,
    number: Option<(u32, Span)>,
    mark: Option<PortionMark>,
    text: u32,
    indent: u32,
    /// Whether the line above breaks off in a sentence, so that a number here may be its next word.
    in_sentence: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Beginning {
    /// It may be the middle of something.
    Unknown,
    /// Its header is above it, so that a first number 11 is damage.
    Header,
    /// The same of a typed form, whose numbers may be in parentheses.
    Form,
    /// It is a later section of a telegram, whose numbers go on.
    LaterSection,
}

pub(super) fn paragraphs(
    text: &str,
    lines: &[Line],
    end: u32,
    beginning: Beginning,
    register: &Register,
) -> Vec<Paragraph> {
    let bare = openings(text, lines, register, number);
    let other = beginning == Beginning::Form && bare.iter().all(|opening| opening.number.is_none());
    let openings = if other { openings(text, lines, register, parenthesized) } else { bare };
    let first = if beginning == Beginning::LaterSection { 1..=200 } else { 1..=1 };
    let pilcrow = matches!(beginning, Beginning::Header | Beginning::Form) && is_pilcrow_damage(&openings);
    // Only where a number comes again can a text within a paragraph have numbers of its own.
    let numbers = openings.iter().filter_map(|opening| Some(opening.number?.0));
    let quoted = if numbers.is_sorted_by(|one, next| one < next) { Vec::new() } else { quoted::texts(text, lines) };
    let chosen = choose(&openings, pilcrow, first, &quoted);
    let mut paragraphs = Vec::with_capacity(chosen.len());
    for (place, (opening, number)) in chosen.iter().enumerate() {
        let next = chosen.get(place + 1).map_or(lines.len(), |(next, _)| next.line);
        let last = lines[opening.line..next].iter().rev().find(|line| !line.is_empty());
        let stop = last.map_or(end, |line| line.span.end);
        paragraphs.push(Paragraph {
            span: Span::new(opening.start, stop.max(opening.start)),
            number: *number,
            mark: opening.mark,
            text: opening.text,
        });
    }
    if paragraphs.is_empty() && beginning != Beginning::Unknown {
        paragraphs.extend(unnumbered(lines));
    }
    paragraphs
}

/// A text of one paragraph needs no number (5 FAH-1 H-246).
fn unnumbered(lines: &[Line]) -> Option<Paragraph> {
    let first = lines.iter().find(|line| !line.is_empty())?;
    let last = lines.iter().rev().find(|line| !line.is_empty())?;
    Some(Paragraph { span: first.span.to(last.span), number: None, mark: None, text: first.span.start })
}

/// What reads the number of a paragraph, as [`number`] does.
type Numbers = fn(&str) -> Option<(u32, usize, usize)>;

fn openings(text: &str, lines: &[Line], register: &Register, number: Numbers) -> Vec<Opening> {
    let mut letters = Letters::default();
    let open = |(index, line)| {
        if letters.enumerate(text, line) { None } else { opening(text, lines, index, register, number) }
    };
    lines.iter().enumerate().filter_map(open).collect()
}

/// Reads what opens a line, if it is a number with a point behind it or a portion mark.
fn opening(text: &str, lines: &[Line], index: usize, register: &Register, number: Numbers) -> Option<Opening> {
    let line = &lines[index];
    let start = line.span.start;
    let inside = &text[line.span.range()];
    let bullet = bullet(inside);
    let above = index.checked_sub(1).map(|above| &lines[above]);
    let apart = || above.is_none_or(|above| above.is_empty() || text[above.span.range()].ends_with('.'));
    let pointed = number(&inside[bullet..]);
    let unpointed = || unpointed(&inside[bullet..]).filter(|_| apart());
    let (number, behind) = match pointed.or_else(unpointed) {
        Some((value, digits, len)) => (Some((value, line.span.part(bullet, digits))), bullet + len),
        None => (None, bullet),
    };
    // `2.A. (S) …` is a part of paragraph 2.
    let lettered = number.is_some() && matches!(inside.as_bytes()[behind..], [b'A'..=b'Z', b'.', b' ', b'(', ..]);
    let (number, behind) = if lettered { (None, behind + 3) } else { (number, behind) };
    let rest = Span::new(start + behind as u32, line.span.end);
    let read = |from: u32| portion_mark(text, Span::new(from, line.span.end), number.is_some(), register);
    // `A. (S) …`, `(1) (S) …`: the mark of a part of a paragraph. `2. COMMENT: (S) …`: one behind a heading.
    let part = || {
        let rest = &inside[behind..];
        let len = if number.is_none() { enumerator(rest) } else { run_in(rest, true) }?;
        let behind = rest[len..].trim_start_matches(is_bullet);
        read(line.span.end - behind.len() as u32)
            .filter(|mark| number.is_none() || mark.level.is_some() && !mark.repaired)
    };
    let mark = read(rest.start).or_else(part);
    let after = mark.map_or(rest.start, |mark| mark.span.end);
    let behind = text[after as usize..line.span.end as usize].trim_start();
    let within = || {
        let listed = mark.is_some_and(|mark| is_legend(text, lines, index, mark.inside, behind));
        let item = mark.is_some_and(|mark| mark.span.start > start);
        let wrapped = |above: &Line| goes_on(&text[above.span.range()]) || breaks_off(text, above);
        listed || !item && (is_plural(behind) || above.is_some_and(wrapped))
    };
    // `(C), (D) and (E)`: letters of a list.
    if number.is_none() && behind.starts_with([',', ';']) {
        return None;
    }
    if number.is_some() && pointed.is_none() && mark.is_none_or(|mark| mark.level.is_none() || mark.repaired) {
        return None;
    }
    if number.is_none() && mark.is_none_or(|mark| mark.repaired || mark.inside.len() <= 2 && within()) {
        return None;
    }
    let text_start =
        line.span.end - text[after as usize..line.span.end as usize].trim_start_matches(BLANKS).len() as u32;
    let in_sentence = above.is_some_and(|above| breaks_off(text, above));
    Some(Opening { line: index, start, number, mark, text: text_start, indent: line.indent, in_sentence })
}

/// What may be between a number, its mark and the text.
const BLANKS: [char; 3] = [' ', '\t', '\u{a0}'];

/// The shortest line, in bytes, that may have been broken because it was full.
const FULL_LINE: u32 = 40;

/// Whether a line is as long as a full one and ends without an end of a sentence: `THE DECREE OF MARCH` / `21. HE…`.
fn breaks_off(text: &str, line: &Line) -> bool {
    line.span.len() >= FULL_LINE && text[line.span.range()].ends_with(|c: char| c.is_alphanumeric() || c == ',')
}

/// A paragraph number at the start of `text`: its value, how many digits, and how far the point and spaces reach.
pub(super) fn number(text: &str) -> Option<(u32, usize, usize)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if !(1..=5).contains(&digits) || text.starts_with('0') {
        return None;
    }
    let behind = &text[digits..];
    let point = behind.trim_start_matches(' ').strip_prefix('.')?;
    // 1.5 and 12.30 are not paragraph numbers.
    if point.starts_with(|c: char| c.is_ascii_digit()) || behind.len() - behind.trim_start().len() > 1 {
        return None;
    }
    let reach = text.len() - point.trim_start_matches(BLANKS).len();
    Some((text[..digits].parse().ok()?, digits, reach))
}

/// A number in parentheses at the start of `text`, before the capital of a sentence: `(1)  Department sees no objection`.
fn parenthesized(text: &str) -> Option<(u32, usize, usize)> {
    let (digits, behind) = text.strip_prefix('(').unwrap_or(text).split_once(')')?;
    let fits = digits.len() < 3 && behind.trim_start().starts_with(|c: char| c.is_ascii_uppercase());
    let number = digits.parse().ok().filter(|_| fits)?;
    Some((number, text.len() - behind.len() - 1, text.len() - behind.trim_start().len()))
}

/// The portion mark that `text[span]` begins with. After a paragraph number damage is read through too.
pub(super) fn portion_mark(text: &str, span: Span, numbered: bool, register: &Register) -> Option<PortionMark> {
    let inside = &text[span.range()];
    match inside.strip_prefix('(') {
        Some(rest) => {
            let close = rest.find([')', '(', '\n']).filter(|close| rest[*close..].starts_with(')'));
            match close {
                Some(close) => closed_mark(text, span.part(0, close + 2), numbered, register),
                None if numbered => half_mark(text, span.part(1, rest.len()), true, register),
                None => None,
            }
        }
        None => braced_mark(text, span).or_else(|| half_mark(text, span, false, register).filter(|_| numbered)),
    }
}

/// A level in braces, as some typists have it: `{SECRET} The lights`.
pub(super) fn braced_mark(text: &str, span: Span) -> Option<PortionMark> {
    let rest = text[span.range()].strip_prefix('{')?;
    let (marking, behind) = rest.split_at(rest.find('}').filter(|close| *close < 16)?);
    let level = Level::named(marking.trim()).filter(|_| behind[1..].is_empty() || behind[1..].starts_with(BLANKS))?;
    let inside = trim(text, span.part(1, marking.len()));
    Some(PortionMark { span: span.part(0, marking.len() + 2), inside, level: Some(level), repaired: true })
}

fn closed_mark(text: &str, span: Span, numbered: bool, register: &Register) -> Option<PortionMark> {
    let inside = span.part(1, span.len() as usize - 2);
    let marking = &text[inside.range()];
    let read = |level, repaired| Some(PortionMark { span, inside, level, repaired });
    let upper = marking.to_ascii_uppercase();
    let squeezed: String = upper.chars().filter(|c| *c != ' ').collect();
    // `(S BU)` is one word torn apart and no SECRET text.
    if marking.contains(' ') && matches!(&*squeezed, "SBU" | "TS" | "CUI" | "LOU") && upper == marking {
        return read(portion_level(&squeezed, register), true);
    }
    // After a number an unknown word of some length is an unknown control; `(S/P)` is an office even there.
    let office = || marking.split_once('/').is_some_and(|(_, word)| word.len() <= 3);
    let certain = || has_known_control(marking, register) || numbered && !office();
    let level = portion_level(marking, register);
    if level.is_some() && !certain() {
        return None;
    }
    if level.is_some() || has_fields(marking) {
        return read(level, false);
    }
    if !numbered || marking.len() > 40 {
        return None;
    }
    let capitals = upper == marking && marking.bytes().all(|b| b.is_ascii_uppercase());
    match portion_level(&squeezed, register) {
        Some(level) => read(Some(level), true),
        // C with its bits flipped.
        None if marking == "#" => read(Some(Level::Confidential), true),
        // A short word of capitals right behind the number is a mark that nobody knows; (A) and longer words are text.
        None if capitals && ((2..=3).contains(&marking.len()) || "XZPNOQY".contains(marking)) => read(None, false),
        None => None,
    }
}

/// Whether parentheses hold fields between double slashes, which nothing but a marking has.
fn has_fields(marking: &str) -> bool {
    let letter = |b: u8| b.is_ascii_alphanumeric() || b" /,-.'".contains(&b);
    marking.len() <= 120 && marking.contains("//") && marking.bytes().all(letter)
}

/// A mark with one parenthesis: `C) Text`, or after the opening one `(C Text`.
fn half_mark(text: &str, span: Span, opened: bool, register: &Register) -> Option<PortionMark> {
    let inside = &text[span.range()];
    let len = inside.bytes().take_while(|b| b.is_ascii_uppercase() || *b == b'/').count();
    let closed = inside[len..].starts_with(')');
    let fits = if opened { inside[len..].starts_with(' ') } else { closed };
    let level = portion_level(inside.get(..len).filter(|_| fits)?, register)?;
    let marking = span.part(0, len);
    let whole = Span::new(marking.start - u32::from(opened), marking.end + u32::from(closed));
    Some(PortionMark { span: whole, inside: marking, level: Some(level), repaired: true })
}

fn is_pilcrow_damage(openings: &[Opening]) -> bool {
    let any_marked = openings.iter().any(|opening| opening.number.is_some() && opening.mark.is_some());
    let mut expected = 1;
    for opening in openings.iter().filter(|opening| !any_marked || opening.mark.is_some()) {
        let Some((number, _)) = opening.number else { continue };
        if number != behind_pilcrow(expected) {
            return false;
        }
        expected += 1;
    }
    expected > 1
}

/// The number that `¶n` reads as when the pilcrow is taken for the digit 1.
fn behind_pilcrow(number: u32) -> u32 {
    let digits = number.checked_ilog10().unwrap_or(0) + 1;
    10_u32.pow(digits) + number
}

/// Whether the text in `lines`, of which `openings` are the first, has numbers of its own: they do not go on from `last`,
/// or those behind it do.
fn has_own_numbers(openings: &[Opening], lines: &Range<usize>, last: u32) -> bool {
    let within = openings.partition_point(|opening| opening.line < lines.end);
    let number = |opening: &Opening| opening.number.map(|(number, _)| number);
    let (within, behind) = (openings[..within].iter().find_map(number), openings[within..].iter().find_map(number));
    within.is_some_and(|first| first <= last) || behind == Some(last + 1)
}

fn choose<'o>(
    openings: &'o [Opening],
    pilcrow: bool,
    first: RangeInclusive<u32>,
    quoted: &[Range<usize>],
) -> Vec<(&'o Opening, Option<Reading<u32>>)> {
    let mut chosen: Vec<(&Opening, Option<Reading<u32>>)> = Vec::new();
    let (mut last, mut margin): (Option<u32>, Option<u32>) = (None, None);
    let mut inside = (0..0, false);
    for (index, opening) in openings.iter().enumerate() {
        if !inside.0.contains(&opening.line) {
            let range = quoted.get(quoted.partition_point(|range| range.end <= opening.line)).cloned();
            let range = range.filter(|range| range.contains(&opening.line)).unwrap_or_default();
            inside = (range.clone(), has_own_numbers(&openings[index..], &range, last.unwrap_or(0)));
        }
        if inside.1 && inside.0.contains(&opening.line) {
            // A text that is marked is marked all the same.
            chosen.extend(opening.mark.map(|_| (opening, None)));
            continue;
        }
        let Some((written, span)) = opening.number else {
            chosen.push((opening, None));
            continue;
        };
        let expected = last.map_or(1, |last| last + 1);
        let damaged = pilcrow && written == behind_pilcrow(expected);
        let number = if damaged { expected } else { written };
        let reading = Reading { value: number, span, repaired: damaged };
        // Without a mark to support it, a number must fit: next, or a little too high or repeated.
        let fits = match last {
            None => first.contains(&number) || opening.mark.is_some(),
            Some(last) => number >= last && number <= last + 3 && !opening.in_sentence,
        };
        // A list inside a paragraph is set further in than the paragraphs.
        let in_list = margin.is_some_and(|margin| opening.indent > margin + 1);
        if opening.mark.is_some() || fits && !in_list {
            margin = margin.or(Some(opening.indent));
            last = Some(number);
            chosen.push((opening, Some(reading)));
        }
    }
    chosen
}
