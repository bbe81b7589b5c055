//! A `<` or `{{` in, the placeholder of an anonymising program out: `<PERSON>`, `{{NAME}}`.
//!
//! Only the words that such programs use count; archives put search hits and addresses between angle brackets.

use super::{MarkStyle, Placement, Redaction};
use crate::register::exemptions::ExemptionRegister;
use crate::source::Span;

/// The placeholder at the start of `here`.
pub(super) fn mark(text: &str, here: Span, register: &ExemptionRegister) -> Option<Redaction> {
    let rest = &text[super::line_rest(text, here).range()];
    let (open, close) = if rest.starts_with("{{") { (2, "}}") } else { (1, ">") };
    let inside = &rest[open..];
    let len = inside.bytes().take_while(|byte| byte.is_ascii_uppercase() || *byte == b'_').count();
    let len = inside[..len].trim_end_matches('_').len();
    if !register.is_placeholder(&inside[..len]) {
        return None;
    }
    // A program may number its placeholders: `{{NAME-3}}`, `<PERSON_2>`.
    let numbered = inside[len..].trim_start_matches(['-', '_', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
    let end = inside.len() - numbered.len();
    let closed = numbered.starts_with(close);
    let attribute = !closed && numbered.starts_with([' ', '=']) && numbered.contains('>');
    let span = here.part(0, open + end + if closed { close.len() } else { 0 });
    let (style, placement) = (MarkStyle::Placeholder, Placement::Inline);
    (!attribute).then_some(Redaction { span, style, codes: Vec::new(), extent: None, placement, closed })
}
