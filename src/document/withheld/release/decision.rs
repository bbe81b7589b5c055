//! Parses release stamps: `RELEASE IN PART B1,1.4(D),B6`.
//!
//! A stamp is at the edge of a page, over the text or beside it, and its codes continue on the lines below in its
//! column. What is left of that column, a header or a classification block, is not part of it. A form that offers
//! several decisions is not a stamp.

use super::super::code;
use super::{Decision, ReleaseStamp, block};
use crate::document::text::line::{line_above, line_around, line_below, line_rest};
use crate::document::text::word::{Word, words};
use crate::document::withheld::code::{ExemptionCode, Notation};
use crate::document::{Document, Reading};
use crate::register::exemptions::System;
use crate::register::vocabulary::WORDS;
use crate::source::Span;

/// What parts a stamp from what else is on its line.
const COLUMN_GAP: &str = "   ";
/// How far the lines of one column may begin from each other, in characters.
const RAGGED: usize = 6;
/// The most lines that the codes of a stamp run over.
const MOST_LINES: usize = 6;
/// The most empty lines between a stamp and its codes, or between two decisions of a form.
const MOST_EMPTY: usize = 2;

/// `RELEASE IN PART` at the edge of a page, with the codes on its line and on the lines below.
pub(crate) fn stamp(document: &Document<'_>, at: u32) -> Option<ReleaseStamp> {
    let text = document.source.text();
    let line = line_around(text, document.span, at);
    let before = &text[line.start as usize..at as usize];
    let at_edge = before.trim().is_empty() || before.ends_with(COLUMN_GAP);
    if !at_edge || is_choice(document, line) {
        return None;
    }
    let (said, line) = decision_words(text, document.span, at);
    let (decision, last) = match said[..] {
        [released, as_in, last] if matches!(released.text, "RELEASE" | "RELEASED" | "DENIED") => {
            let plain = last.text.trim_end_matches([']', 'I', '1', 'l', '.', ',', '|']);
            match (as_in.text, plain) {
                ("IN", "FULL") if released.text == "DENIED" => (Decision::Denied, last),
                ("IN", "FULL" | "FUL") => (Decision::Full, last),
                ("IN", "PART") => (Decision::Part, last),
                ("AS", "SANITIZED") => (Decision::Sanitized, last),
                _ => return None,
            }
        }
        _ => return None,
    };
    let repaired = !matches!(last.text, "FULL" | "PART" | "SANITIZED");
    let decision = Reading { value: decision, span: Span::new(at, last.span.end), repaired };
    let (codes, end) = codes(document, decision.span, line)?;
    Some(ReleaseStamp { span: Span::new(at, end), decision, codes })
}

/// `PELEASE IN PART` or `REL EASE IN PART`, of which the words at `at` are sound; or `DENIED IN FULL`.
pub(crate) fn damaged_stamp(document: &Document<'_>, at: u32) -> Option<ReleaseStamp> {
    const MOST_SLIPS: usize = 2;
    let text = document.source.text();
    let line = line_around(text, document.span, at);
    let before = &text[line.start as usize..at as usize];
    if before.ends_with("DENIED") {
        return stamp(document, at - "DENIED".len() as u32);
    }
    let above = line_above(text, document.span, line);
    if before.trim().is_empty() && text[above.range()].trim() == "DENIED" {
        return stamp(document, above.end - text[above.range()].trim_start().len() as u32);
    }
    let column = before[before.rfind("        ").map_or(0, |gap| gap + 8)..].trim_start();
    let letters: String = column.chars().filter(|c| *c != ' ').collect();
    let near = |word: &str| strsim::osa_distance(&letters, word) <= MOST_SLIPS;
    let capital = letters.len() > 4 && !letters.contains(|c: char| c.is_ascii_lowercase());
    // Where the word is whole, the stamp is read from it on.
    if column.len() > 12 || column.contains("RELEASE") || !capital || !(near("RELEASE") || near("RELEASED")) {
        return None;
    }
    let words = Span::new(at - column.len() as u32, at + " IN PART".len() as u32);
    let value = if text[words.range()].ends_with("FULL") { Decision::Full } else { Decision::Part };
    let (codes, end) = codes(document, words, line)?;
    let decision = Reading { value, span: words, repaired: true };
    Some(ReleaseStamp { span: Span::new(words.start, end), decision, codes })
}

/// The codes after the words of a stamp, and in their column on the lines below `line`; `None` if other words are
/// there.
fn codes(document: &Document<'_>, stamp: Span, line: Span) -> Option<(Vec<ExemptionCode>, u32)> {
    let (text, register) = (document.source.text(), document.registers.exemptions());
    let behind = code::unframed(text, Span::new(stamp.end, line.end));
    let (mut codes, mut end) = code::continued(text, behind, register, Some(&[]));
    if codes.is_empty() {
        if !behind.is_empty() {
            return None;
        }
        end = stamp.end;
    }
    let first = line_around(text, document.span, stamp.start);
    let column = Column::of(text, first, Span::new(stamp.start, stamp.end.min(first.end)));
    let (mut below, mut empty) = (line, 0);
    for _ in 0..MOST_LINES {
        below = line_below(text, document.span, below);
        // A list that ends in a comma goes on, and the statute of exemption 3 may be on the next line.
        let open = text[stamp.start as usize..end as usize].ends_with([',', ';', '/', '&'])
            || text[end as usize..].trim_start_matches(' ').starts_with([',', ';', '/', '&'])
            || codes.last().is_some_and(|code| code.name == "b3");
        if text[below.range()].trim().is_empty() {
            empty += 1;
            if empty > MOST_EMPTY || !(codes.is_empty() || open) { break } else { continue }
        }
        let Some((span, more)) = column.codes(document, below, &codes, open) else { break };
        codes.extend(more);
        end = span.end;
    }
    Some((codes, end))
}

/// The column of a page in which a stamp is, in characters from the start of a line.
struct Column {
    start: usize,
    end: usize,
}

impl Column {
    fn of(text: &str, line: Span, part: Span) -> Column {
        let start = text[line.start as usize..part.start as usize].chars().count();
        Column { start, end: start + text[part.range()].chars().count() }
    }

    /// Whether `other` begins below it.
    fn is_over(&self, other: &Column) -> bool {
        other.start.abs_diff(self.start) <= RAGGED || self.start < other.end && other.start < self.end
    }

    /// The codes of a stamp that `has` some, on a line below its words: on a line of their own, or in this column
    /// beside a classification block; beside other text only if the list is `open`, or there is none yet.
    fn codes(
        &self,
        document: &Document<'_>,
        line: Span,
        has: &[ExemptionCode],
        open: bool,
    ) -> Option<(Span, Vec<ExemptionCode>)> {
        let text = document.source.text();
        let parts = parts(text, line);
        parts.iter().find_map(|&part| {
            let (before, after) = (&text[line.start as usize..part.start as usize], parts.last()?.end > part.end);
            let alone = is_label(before.trim()) && !after;
            let below = self.is_over(&Column::of(text, line, part));
            let beside = below && (open || has.is_empty())
                || block::is_part(before)
                || after && block::is_part(&text[line.range()]);
            (alone || beside).then(|| labelled(document, part, has, alone))?
        })
    }
}

/// What is between the gaps of a line.
fn parts(text: &str, line: Span) -> Vec<Span> {
    let inside = &text[line.range()];
    let parts = inside.split(COLUMN_GAP).map(str::trim).filter(|part| !part.is_empty());
    parts.map(|part| line.part(part.as_ptr() as usize - inside.as_ptr() as usize, part.len())).collect()
}

/// Whether nothing but a word that announces codes is before them.
fn is_label(before: &str) -> bool {
    let word = before.trim_end_matches(':');
    WORDS.release.announcing.contains(&word)
}

/// `Exemptions: 1.4(C), B6`, or the codes that `part` is made of. On a line that they have `alone`, codes of the
/// Freedom of Information Act or an unknown order are meant as codes nevertheless.
fn labelled(
    document: &Document<'_>,
    part: Span,
    before: &[ExemptionCode],
    alone: bool,
) -> Option<(Span, Vec<ExemptionCode>)> {
    let (text, register) = (document.source.text(), document.registers.exemptions());
    let label = text[part.range()].find(": ").map_or(0, |colon| colon + 1);
    let named = label > 0 && is_label(&text[part.range()][..label]);
    let span = code::unframed(text, if named { part.part(label, part.len() as usize - label) } else { part });
    let (codes, end) = code::continued(text, span, register, Some(before));
    let law = |code: &ExemptionCode| {
        code.known || alone && matches!(code.system, System::Foia | System::Category | System::Long)
    };
    let sound = named || codes.iter().all(|code| law(code) && code.notation != Notation::Word);
    (sound && !codes.is_empty() && end == span.end).then_some((span, codes))
}

/// The three words of a stamp, each of which may be on a line of its own in one column, and the line on which they end.
fn decision_words(text: &str, whole: Span, at: u32) -> (Vec<Word<'_>>, Span) {
    let mut line = line_rest(text, Span::new(at, whole.end));
    let mut said: Vec<Word<'_>> = words(text, line).take(3).collect();
    let column = said.first().map(|first| Column::of(text, line_around(text, whole, at), first.span));
    while let (1 | 2, Some(column)) = (said.len(), &column) {
        let mut below = line_below(text, whole, line);
        // In a copy with an empty line between all lines the next word is one further down.
        if text[below.range()].trim().is_empty() {
            below = line_below(text, whole, below);
        }
        let parts = parts(text, below);
        let part = parts.iter().find(|part| column.is_over(&Column::of(text, below, **part))).or(parts.first());
        let Some(part) = part else { break };
        said.extend(words(text, *part).take(3 - said.len()));
        line = below;
    }
    (said, line)
}

/// Whether other decisions are offered on `line`, or right above or below it: a form to fill in is not a stamp. The one
/// of three that has codes was chosen, and of two with codes beside one both were stamped.
fn is_choice(document: &Document<'_>, line: Span) -> bool {
    let (text, whole) = (document.source.text(), document.span);
    let offers = &document.registers.exemptions().review.offers;
    let offer = |line: Span| {
        let plain = text[line.range()].trim_matches([' ', '_', '□', '☐', '[', ']', '(', ')', '.', '|', '\t', '\u{c}']);
        let behind =
            plain.split_once(' ').filter(|(tick, _)| tick.len() <= LONGEST_TICK).map(|(_, rest)| rest.trim_start());
        let near = |offer: &str| [Some(plain), behind].into_iter().flatten().any(|plain| is_near(plain, offer));
        offers.iter().find(|offer| near(offer))
    };
    let own = offer(line);
    let on_line =
        text[line.range()].split(COLUMN_GAP).filter(|part| offers.iter().any(|offer| **offer == *part.trim())).count();
    if on_line > 1 {
        return true;
    }
    let towards = |step: fn(&str, Span, Span) -> Span| {
        let (mut here, mut empty, mut found) = (line, 0, Vec::new());
        while empty <= MOST_EMPTY && found.len() < 2 {
            let next = step(text, whole, here);
            if next == here || next.start == here.start || next.end == here.end {
                break;
            }
            here = next;
            match offer(next) {
                Some(offer) => (empty, _) = (0, found.push(offer)),
                None if text[next.range()].trim().is_empty() => empty += 1,
                None => break,
            }
        }
        found
    };
    own.is_some() && towards(line_above).into_iter().chain(towards(line_below)).any(|offer| Some(offer) != own)
}

const LONGEST_TICK: usize = 3;

/// Whether a line is `offer`, but for a slip of the scan.
fn is_near(line: &str, offer: &str) -> bool {
    line.len().abs_diff(offer.len()) <= 1 && strsim::osa_distance(line, offer) <= offer.len() / 10
}
