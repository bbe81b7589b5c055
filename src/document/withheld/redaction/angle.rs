//! Recognizes placeholders of anonymization programs: `<PERSON>`, `{{NAME}}`.
//!
//! Only the words that such programs use count; archives put search hits and addresses in angle brackets.

use super::{MarkStyle, Redaction};
use crate::document::text::line::{line_below, line_rest};
use crate::register::exemptions::ExemptionRegister;
use crate::source::Span;

pub(crate) fn mark(text: &str, here: Span, register: &ExemptionRegister) -> Option<Redaction> {
    let line = line_rest(text, here);
    let rest = &text[line.range()];
    let (open, close) = if rest.starts_with("{{") { (2, "}}") } else { (1, ">") };
    let inside = &rest[open..];
    let len = inside.bytes().take_while(|byte| byte.is_ascii_uppercase() || *byte == b'_').count();
    let len = inside[..len].trim_end_matches('_').len();
    if !register.is_placeholder(&inside[..len]) {
        return None;
    }
    // A program may number its placeholders: `{{NAME-3}}`, `<PERSON_2>`.
    let numbered = inside[len..].trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '_'));
    let end = inside.len() - numbered.len();
    let behind = numbered.find(close).filter(|_| open == 2 || numbered.starts_with([':', '>']));
    let attribute = behind.is_none() && numbered.starts_with([' ', '=']) && numbered.contains('>');
    // Scanning makes an angle of a parenthesis, which is closed further on.
    let behind_line = line_below(text, here, line);
    let until = if text[behind_line.range()].trim().is_empty() { line } else { behind_line };
    let rest = &text[here.start as usize + open + end..until.end.max(line.end) as usize];
    let parenthesis = open == 1 && behind.is_none() && rest.find(')').is_some_and(|at| !rest[..at].contains('('));
    let span = here.part(0, open + end + behind.map_or(0, |at| at + close.len()));
    let mark = Redaction { closed: behind.is_some(), ..Redaction::new(MarkStyle::Placeholder, span) };
    (!attribute && !parenthesis).then_some(mark)
}
