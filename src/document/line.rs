//! Tokens in, lines out: where each line stands, what it opens with, and how its words lie.
//!
//! Lines are the skeleton of a document. They know tokens; they do not know what a line says.

use crate::lex::{Kind, Token};
use crate::source::Span;

/// One line without its line break.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    /// Its text, from the first character that is not blank to the last, without the backslash that some copies leave
    /// at its end.
    pub span: Span,
    /// How many characters of blank space stand before it.
    pub indent: u32,
    /// The first token that is not blank; `None` in an empty line.
    pub opening: Option<Kind>,
    /// The tokens of the line, as indices: from the first that is not blank up to the line break.
    pub tokens: (u32, u32),
}

impl Line {
    /// Whether nothing but blank space stands in the line.
    pub fn is_empty(&self) -> bool {
        self.opening.is_none()
    }
}

/// The lines of `text`, however they end, each with its offset in bytes.
pub(crate) fn texts(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut next = Some(0);
    std::iter::from_fn(move || {
        let start = next?;
        let rest = &text[start..];
        let end = memchr::memchr2(b'\n', b'\r', rest.as_bytes());
        next = end.map(|end| start + end + if rest[end..].starts_with("\r\n") { 2 } else { 1 });
        Some((start, &rest[..end.unwrap_or(rest.len())]))
    })
}

/// Cuts `tokens` into lines.
pub fn lines(tokens: &[Token]) -> Vec<Line> {
    let mut lines = Vec::with_capacity(tokens.len() / 4 + 1);
    let mut start = 0;
    while start < tokens.len() {
        let end =
            tokens[start..].iter().position(|token| token.kind == Kind::Break).map_or(tokens.len(), |n| start + n);
        lines.push(line(tokens, start, end));
        start = end + 1;
    }
    lines
}

fn line(tokens: &[Token], start: usize, end: usize) -> Line {
    let inside = &tokens[start..end];
    let lead = inside.iter().take_while(|token| token.kind == Kind::Blank).count();
    let trails = |token: &&Token| matches!(token.kind, Kind::Blank | Kind::Backslash);
    let trail = inside[lead..].iter().rev().take_while(trails).count();
    let begin = tokens.get(start).map_or(0, |token| token.span.start);
    let (first, last) = (start + lead, end - trail);
    let span = match (tokens.get(first), last.checked_sub(1).and_then(|last| tokens.get(last))) {
        (Some(first), Some(last)) if first.span.start < last.span.end => first.span.to(last.span),
        _ => Span::at(begin),
    };
    Line {
        span,
        indent: span.start - begin,
        opening: inside.get(lead).filter(|_| first < last).map(|token| token.kind),
        tokens: (first as u32, end as u32),
    }
}
