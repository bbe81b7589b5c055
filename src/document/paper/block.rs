//! Finds the lines of the classification authority block in a document.
//!
//! The block may be anywhere in the text, on one line or several. If labels appear in several places, the most
//! complete block counts. [`crate::document::authority`] parses the labels.

use jiff::civil::Date;

use super::portion_mark::{PortionContext, mark};
use crate::document::authority::declassification::declassification;
use crate::document::authority::{Authority, Label, breaks_label, label, labels};
use crate::document::text::line::Line;
use crate::document::text::word::starts_with_word;
use crate::lex::TokenKind;
use crate::register::vocabulary::WORDS;
use crate::source::Span;

/// Longer lines are paragraphs.
const LONGEST: u32 = 400;
/// Shorter lines can be a spoilt label.
const SPOILT: u32 = 40;
/// At most so many bytes of a frame are before a label.
const FRAME: usize = 6;
/// A colon follows a label within so many bytes.
const COLON: usize = 8;

/// Lines with labels that nothing but blank lines and their own continuations interrupt.
#[derive(Default)]
struct Block {
    lines: Vec<Span>,
    labels: Vec<Label>,
}

/// The lines of the classification authority block. `vouched` says that the document is known to be a marked one; in
/// any other text one label alone is an ordinary line, and the reason for something or its source too.
pub(crate) fn authority_block(text: &str, lines: &[Line], vouched: bool, known: PortionContext<'_>) -> Vec<Span> {
    let mut best = Block::default();
    let mut here = Block::default();
    let (mut stamp, mut directly, mut spoilt) = (false, false, false);
    let mut below = lines.iter().skip(1);
    let mut joined = false;
    for line in lines {
        let (inside, next) = (&text[line.span.range()], below.next());
        if std::mem::take(&mut joined) {
            continue;
        }
        let next = next.filter(|next| !line.is_empty() && !next.is_empty() && breaks_label(text, line.span, next.span));
        joined = next.is_some();
        let line = &next.map_or(*line, |next| Line { span: line.span.to(next.span), ..*line });
        // The State Department's release stamp is the releaser's decision, not the document's.
        stamp = inside.contains("A/GIS, DoS on") || stamp && !line.is_empty();
        if line.is_empty() {
            directly = false;
            continue;
        }
        // The list of sources stands between the labels, and is none of them (32 CFR 2001.22(c)(1)(ii)).
        if directly && !stamp && crate::document::authority::heads_sources(inside) {
            continue;
        }
        let labelled = labelled(text, line, known).filter(|_| !stamp);
        if let Some(span) = labelled {
            here.lines.push(span);
            for label in labels(&text[span.range()]) {
                if !here.labels.contains(&label) {
                    here.labels.push(label);
                }
            }
            (directly, spoilt) = (true, false);
        } else if directly && !stamp && (line.indent > 0 || here.breaks_off(text)) {
            here.lines.push(line.span);
        } else if !spoilt && line.span.len() < SPOILT {
            // One short line between labels may be a label that scanning spoilt.
            (directly, spoilt) = (false, true);
        } else {
            best = best.or(std::mem::take(&mut here));
            (directly, spoilt) = (false, false);
        }
    }
    best = best.or(here);
    if best.stands_alone() || vouched && best.labels != [Label::Reason] { best.lines } else { Vec::new() }
}

impl Block {
    /// The one that says more; among equals the first.
    fn or(self, other: Block) -> Block {
        if other.labels.len() > self.labels.len() { other } else { self }
    }

    fn breaks_off(&self, text: &str) -> bool {
        let last = self.lines.last().map_or("", |line| &text[line.range()]);
        last.ends_with([',', ':']) || last.ends_with(" and") || last.ends_with(" or")
    }

    /// Whether its labels can be no ordinary words: Declassify On is nothing else, and two of the others are not
    /// either.
    fn stands_alone(&self) -> bool {
        let has = |label| self.labels.contains(&label);
        has(Label::DeclassifyOn) || self.labels.len() > 1 && has(Label::ClassifiedBy)
    }
}

/// The line from its label on, after a portion mark and what scanning leaves of the frame of a stamp.
fn labelled(text: &str, line: &Line, known: PortionContext<'_>) -> Option<Span> {
    if line.span.len() >= LONGEST || matches!(line.opening, Some(TokenKind::Digits | TokenKind::Markup)) {
        return None;
    }
    let marked = Span::new(mark(text, line.span, known).map_or(line.span.start, |mark| mark.span.end), line.span.end);
    let inside = &text[marked.range()];
    let bare = inside.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '(');
    if inside.len() - bare.len() > FRAME {
        return None;
    }
    let (_, len, _) = label(bare)?;
    let colon = bare[len..].bytes().take(COLON).any(|b| b == b':');
    // In a table the value has a cell of its own.
    let cell = bare[len..].trim_start_matches([' ', '*', '_']).starts_with(['|', '\t', '<']);
    // Short labels in capitals are no other words, so that no colon need follow: CL BY 012345.
    let value = bare[len..].trim_start();
    let telling = bare[..len].contains(' ') || value.starts_with(['X', '1', '2', '5']) || value.starts_with("OADR");
    let short = len < 10 && telling && bare.bytes().take(len).all(|b| !b.is_ascii_lowercase());
    (colon || cell || short).then(|| marked.part(inside.len() - bare.len(), bare.len()))
}

/// An instruction that is stamped on a document without a label: a downgrading group, or the schedule of E.O. 11652
/// with its exemptions.
pub(crate) fn stamp(text: &str, lines: &[Line], written: Option<Date>) -> Option<Authority> {
    let words = |line: &Line| matches!(line.opening, Some(TokenKind::Capitals | TokenKind::Prose));
    for (index, line) in lines.iter().enumerate().filter(|(_, line)| words(line)) {
        let inside = &text[line.span.range()];
        if !inside.starts_with(['G', 'S', 'E', 'X']) || !is_stamp(text, inside, &lines[index + 1..]) {
            continue;
        }
        let declassification = declassification(text, line.span, written);
        // What the stamp means is printed on the lines below it.
        let below = lines[index + 1..].iter().take(2).take_while(|line| !line.is_empty());
        let span = below.last().map_or(line.span, |last| line.span.to(last.span));
        return Some(Authority { span, fields: Vec::new(), reasons: Vec::new(), declassification });
    }
    None
}

fn is_stamp(text: &str, inside: &str, below: &[Line]) -> bool {
    if let Some(group) = ["GROUP", "Group"].iter().find_map(|word| inside.strip_prefix(word)) {
        let group = group.trim_start_matches([' ', '-']);
        let number =
            ["1", "2", "3", "4", "III", "II", "IV", "I"].into_iter().find(|number| starts_with_word(group, number));
        let behind = number.map(|number| group[number.len()..].trim_start_matches([' ', '-', ':', ',', '.']));
        let next = below.iter().find(|line| !line.is_empty()).map_or("", |line| &text[line.span.range()]);
        let explains = |line: &str| WORDS.paper.group.iter().any(|word| starts_with_word(line, word));
        return behind.is_some_and(|behind| explains(behind) || behind.is_empty() && explains(next));
    }
    WORDS.paper.schedules.iter().any(|words| inside.starts_with(words)) || is_impossible_to_determine(inside)
}

/// `E2 IMPDET`: exempt for a reason, with an end that is impossible to determine.
fn is_impossible_to_determine(inside: &str) -> bool {
    let rest = inside.strip_prefix('E').map(|rest| rest.trim_start_matches([' ', '-'])).unwrap_or_default();
    rest.strip_prefix(['1', '2', '3', '4'])
        .is_some_and(|rest| rest.trim_start_matches([',', ' ']).starts_with("IMPDET"))
}
