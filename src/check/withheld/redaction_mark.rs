//! Checks redaction marks: style, brackets, and words joined to them.

use serde::Deserialize;

use crate::diagnostic::Severity;
use crate::document::Document;
use crate::document::withheld::redaction::{MarkStyle, Placement, Redaction};
use crate::register::exemptions::System;
use crate::rule::check::{Check, Report};
use crate::source::Span;

checks! {
    /// Reports each mark that is written in one of `styles`.
    "redaction-style": RedactionStyle {
        /// The styles to report.
        styles: Vec<MarkStyle>,
    }, facts ["mark"], needs Release;
    /// Reports each mark that says what it hides, at the words that say it.
    "telling-mark" = telling_mark, needs Release, secret PerhapsName;
    /// Reports each mark whose bracket is never closed.
    "unbalanced-redaction" = unbalanced_redaction, facts ["mark", "closer"], edits, needs Release;
    /// Reports a document that does one thing in several ways, at the first place of the rarer way.
    "mixed-redactions": MixedRedactions {
        /// What is not to be mixed.
        of: Mixture,
    }, facts ["mark", "other"], labels ["other"], needs Release;
    /// Reports each mark that has run into a word.
    "glued-redaction" = glued_redaction, facts ["word"], edits, needs Release;
}

impl Check for RedactionStyle {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let marks = document.redactions().marks.iter();
        for mark in marks.filter(|mark| mark.closed && self.styles.contains(&mark.style)) {
            report.at(mark.span).fact("mark", mark.span);
        }
    }
}

fn telling_mark(document: &Document<'_>, report: &mut Report<'_>) {
    for told in &document.redactions().told {
        report.at(told.span).at_most(if told.doubtful { Severity::Info } else { Severity::Error });
    }
}

fn unbalanced_redaction(document: &Document<'_>, report: &mut Report<'_>) {
    let marks = &document.redactions().marks;
    // Scanning makes brackets of the edges of boxes: a code counts as opened where all others are in brackets.
    let coded = || marks.iter().filter(|mark| mark.style == MarkStyle::Code);
    let in_brackets = |mark: &Redaction| document.text(mark.span).starts_with('[');
    let lone = || coded().filter(|mark| mark.closed).count() == 0 || !coded().all(in_brackets);
    for mark in marks.iter().filter(|mark| !mark.closed) {
        let closer = match document.text(mark.span).as_bytes()[0] {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | 0x80.. => "[",
            b'<' => ">",
            b'{' => "}}",
            _ => "]",
        };
        let doubtful = mark.style == MarkStyle::Code && lone();
        let place = if closer == "[" { Span::at(mark.span.start) } else { surplus(document, mark.span) };
        let finding = report.at(mark.span).fact("mark", mark.span).fact("closer", closer).edit(place, closer);
        finding.at_most(if doubtful { Severity::Info } else { Severity::Error });
    }
}

/// The parenthesis or brace directly after the open bracket at `mark` that was typed for its end; else the end of
/// `mark`.
fn surplus(document: &Document<'_>, mark: Span) -> Span {
    let behind = document.behind(mark.end, usize::MAX);
    let before = document.before(mark.start, usize::MAX).rsplit('\n').next().unwrap_or_default();
    let typed = [('(', ')'), ('{', '}')].into_iter().any(|(open, close)| {
        let opened = before.matches(open).count() > before.matches(close).count();
        behind.starts_with(close) && !opened
    });
    Span::new(mark.end, mark.end + u32::from(typed && document.text(mark).starts_with('[')))
}

/// What a document may mix.
#[derive(Clone, Copy, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
enum Mixture {
    /// Styles of marks.
    Styles,
    /// Ways to write the codes of one law.
    Notations,
}

impl Check for MixedRedactions {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let marks = &document.redactions().marks;
        let mut ways: Vec<(u8, usize, Span)> = Vec::new();
        let mut add = |way: u8, span: Span| match ways.iter_mut().find(|(known, ..)| *known == way) {
            Some((_, count, _)) => *count += 1,
            None => ways.push((way, 1, span)),
        };
        match self.of {
            Mixture::Styles => {
                // A row of X's on a line of its own crosses out a page.
                let crossing = |mark: &Redaction| mark.style == MarkStyle::Cross && mark.placement == Placement::Alone;
                for mark in marks.iter().filter(|mark| mark.hides() && !crossing(mark) && !labels(document, mark)) {
                    add(way(mark.style), mark.span);
                }
            }
            Mixture::Notations => {
                let codes = marks.iter().flat_map(|mark| &mark.codes);
                for code in codes.filter(|code| code.known && !code.repaired && code.system == System::Foia) {
                    add(code.notation as u8, code.span);
                }
            }
        }
        let most = ways.iter().max_by_key(|(_, count, span)| (*count, std::cmp::Reverse(*span)));
        let least = ways.iter().min_by_key(|(_, count, span)| (*count, std::cmp::Reverse(*span)));
        if let (Some(most), Some(least)) = (most, least)
            && most.0 != least.0
        {
            report.at(least.2).fact("mark", least.2).fact("other", most.2).related("other", most.2);
        }
    }
}

/// Whether a code or a category is beside what was removed, and not in its place: it has no brackets.
fn labels(document: &Document<'_>, mark: &Redaction) -> bool {
    let label = matches!(mark.style, MarkStyle::Code | MarkStyle::Category | MarkStyle::Unasked);
    label && !document.text(mark.span).starts_with('[')
}

/// Styles that go together by practice count as one: a code in the margin belongs to a gap in the text.
fn way(style: MarkStyle) -> u8 {
    use MarkStyle::{Blank, Category, Code, Label, Margin, Unasked, Withdrawal};
    match style {
        Margin | Code | Label | Withdrawal | Blank | Unasked | Category => 0,
        other => 1 + other as u8,
    }
}

fn glued_redaction(document: &Document<'_>, report: &mut Report<'_>) {
    for mark in document.redactions().marks.iter().filter(|mark| glues(mark)) {
        let [before, after] = glued(document, mark.span);
        for (word, at) in [(before, mark.span.start), (after, mark.span.end)] {
            if is_word(document.text(word)) {
                report.at(word).fact("word", word).edit(Span::at(at), " ");
            }
        }
    }
}

/// Whether letters beside such a mark show: other marks are separate from words anyway.
pub(crate) fn glues(mark: &Redaction) -> bool {
    matches!(mark.style, MarkStyle::Cross | MarkStyle::Block | MarkStyle::Word | MarkStyle::Placeholder) && mark.closed
}

/// The letters directly before and after `span`.
pub(crate) fn glued(document: &Document<'_>, span: Span) -> [Span; 2] {
    let letters = |chars: &mut dyn Iterator<Item = char>| {
        chars.take(40).take_while(|c| c.is_alphabetic()).map(char::len_utf8).sum::<usize>() as u32
    };
    let before = letters(&mut document.before(span.start, usize::MAX).chars().rev());
    let after = letters(&mut document.behind(span.end, usize::MAX).chars());
    [Span::new(span.start - before, span.start), Span::new(span.end, span.end + after)]
}

/// Whether glued letters are a word of the sentence, rather than the ending of what was removed.
pub(crate) fn is_word(letters: &str) -> bool {
    const SHORT: [&str; 16] =
        ["the", "and", "was", "has", "had", "for", "his", "her", "who", "met", "of", "to", "in", "on", "at", "is"];
    letters.chars().count() >= 4 || SHORT.contains(&letters)
}
