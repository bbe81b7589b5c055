//! Parses the signature and end marks of a telegram.
//!
//! The last line of the text is the surname of the signing officer in capitals. Only end marks follow: NNNN, BT, `#`
//! and the serial number, the level.

use crate::document::damage::repair::{Damage, Repair};
use crate::document::text::line::Line;
use crate::document::text::word::words;
use crate::lex::TokenKind;
use crate::source::Span;

/// The name under a telegram.
#[derive(Clone, Copy, Debug)]
pub struct Signature {
    /// The name.
    pub span: Span,
    /// Whether it is on the line of the last sentence.
    pub glued: bool,
}

/// Whether a line follows the signature: `NNNN`, `BT`, `#7385`, a level.
pub(crate) fn is_end_mark(text: &str, line: Span) -> bool {
    let inside = &text[line.range()];
    matches!(inside, "NNNN" | "NNN" | "NN" | "BT" | "##" | ".")
        || inside.starts_with('#') && inside[1..].bytes().all(|b| b.is_ascii_digit())
        || matches!(inside, "UNCLASSIFIED" | "CONFIDENTIAL" | "SECRET" | "TOP SECRET" | "LIMITED OFFICIAL USE")
}

/// How many of `lines` come before the marks of the end.
pub(crate) fn body_length(text: &str, lines: &[Line]) -> usize {
    let behind = lines.iter().rev().take_while(|line| line.is_empty() || is_end_mark(text, line.span)).count();
    lines.len() - behind
}

/// Reads the signature from the last line of the body.
pub(crate) fn signature(text: &str, body: &[Line], repairs: &mut Vec<Repair>) -> Option<Signature> {
    let last = body.iter().rev().find(|line| !line.is_empty())?;
    let inside = &text[last.span.range()];
    if last.opening == Some(TokenKind::Capitals) && inside.len() <= 30 && is_name(inside) {
        return Some(Signature { span: last.span, glued: false });
    }
    let glued = glued(text, last.span)?;
    repairs.push(Repair { damage: Damage::GluedSignature, span: glued, read: "".into(), witness: None });
    Some(Signature { span: glued, glued: true })
}

fn is_name(text: &str) -> bool {
    text.split_ascii_whitespace().count() <= 3
        && text.bytes().filter(u8::is_ascii_uppercase).count() >= 3
        && text.bytes().all(|b| b.is_ascii_uppercase() || b" '-.".contains(&b))
        && !text.starts_with("END ")
}

/// A word of capitals after the end of the last sentence, where that sentence has lower-case letters.
fn glued(text: &str, line: Span) -> Option<Span> {
    let inside = &text[line.range()];
    let name = words(text, line).last()?;
    let before = inside[..(name.span.start - line.start) as usize].trim_end();
    let ends_sentence = before.ends_with(['.', '!', '?', '"', ')']);
    let prose = before.bytes().any(|b| b.is_ascii_lowercase());
    (ends_sentence && prose && name.text.len() >= 3 && is_name(name.text) && !name.text.contains('.'))
        .then_some(name.span)
}

/// Marks of the end with letters missing: NN or NNN on a line of its own, the last but for other marks.
pub(crate) fn damaged_end_marks(text: &str, tail: &[Line], repairs: &mut Vec<Repair>) {
    for line in tail.iter().filter(|line| matches!(&text[line.span.range()], "NN" | "NNN")) {
        repairs.push(Repair { damage: Damage::EndMark, span: line.span, read: "NNNN".into(), witness: None });
    }
}
