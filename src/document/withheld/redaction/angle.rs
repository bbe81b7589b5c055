//! Recognizes placeholders of anonymization programs: `<PERSON>`, `{{NAME}}`.
//!
//! Only the words that such programs use count; archives put search hits and addresses in angle brackets.

use super::{MarkStyle, Redaction};
use crate::document::text::line::{line_below, line_rest};
use crate::register::exemptions::ExemptionRegister;
use crate::scan::patterns;
use crate::source::Span;

patterns! {
    /// A program may number its placeholders: `{{NAME-3}}`, `<PERSON_2>`.
    PLACEHOLDER = r"^(\{\{|<)([A-Z_]*[A-Z])[0-9_-]*";
}

pub(crate) fn mark(text: &str, here: Span, register: &ExemptionRegister) -> Option<Redaction> {
    let line = line_rest(text, here);
    let rest = &text[line.range()];
    let found = PLACEHOLDER.captures(rest).filter(|found| register.is_placeholder(&found[2]))?;
    let (doubled, end) = (&found[1] == "{{", found.get_match().end());
    let close = if doubled { "}}" } else { ">" };
    let numbered = &rest[end..];
    let behind = numbered.find(close).filter(|_| doubled || numbered.starts_with([':', '>']));
    let attribute = behind.is_none() && numbered.starts_with([' ', '=']) && numbered.contains('>');
    // Scanning makes an angle of a parenthesis, which is closed further on.
    let behind_line = line_below(text, here, line);
    let until = if text[behind_line.range()].trim().is_empty() { line } else { behind_line };
    let rest = &text[here.start as usize + end..until.end.max(line.end) as usize];
    let parenthesis = !doubled && behind.is_none() && rest.find(')').is_some_and(|at| !rest[..at].contains('('));
    let span = here.part(0, end + behind.map_or(0, |at| at + close.len()));
    let mark = Redaction { closed: behind.is_some(), ..Redaction::new(MarkStyle::Placeholder, span) };
    (!attribute && !parenthesis).then_some(mark)
}
