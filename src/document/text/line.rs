//! Groups tokens into lines: their place, how they begin, and the positions of their words.

use super::word::trim;
use crate::lex::{Token, TokenKind};
use crate::source::Span;

/// One line without its line break.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    /// Its text, from the first character that is not blank to the last, without the backslash that some copies leave
    /// at its end.
    pub span: Span,
    /// How many characters of blank space are before it.
    pub indent: u32,
    /// The first token that is not blank; `None` in an empty line.
    pub opening: Option<TokenKind>,
    /// The tokens of the line, as indices: from the first that is not blank up to the line break.
    pub tokens: (u32, u32),
}

impl Line {
    /// Whether nothing but blank space is in the line.
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

/// The lines of `text`, however they end, the last first; what ends the last line begins none.
pub(crate) fn texts_upward(text: &str) -> impl Iterator<Item = &str> {
    let without_end = |text: &str| match text.as_bytes() {
        [.., b'\r', b'\n'] => text.len() - 2,
        [.., b'\r' | b'\n'] => text.len() - 1,
        _ => text.len(),
    };
    let mut rest = Some(text).filter(|text| !text.is_empty());
    std::iter::from_fn(move || {
        let inside = &rest?[..without_end(rest?)];
        let start = memchr::memrchr2(b'\n', b'\r', inside.as_bytes()).map_or(0, |at| at + 1);
        rest = Some(&inside[..start]).filter(|rest| !rest.is_empty());
        Some(&inside[start..])
    })
}

/// The end of a line with an empty one below it, however lines end.
const EMPTY: [&str; 4] = ["\n\n", "\r\n\r\n", "\n\r\n", "\r\r"];

/// What `text` begins with before an empty line.
pub(crate) fn before_empty_line(text: &str) -> &str {
    let empty = EMPTY.iter().filter_map(|empty| text.find(empty)).min();
    &text[..empty.unwrap_or(text.len())]
}

/// What `text` ends with behind an empty line.
pub(crate) fn behind_empty_line(text: &str) -> &str {
    let empty = EMPTY.iter().filter_map(|empty| Some(text.rfind(empty)? + empty.len())).max();
    &text[empty.unwrap_or(0)..]
}

/// The blocks of lines between blank lines in the part of `text` that `span` covers, without the space around them.
pub(crate) fn blocks(text: &str, span: Span) -> Vec<Span> {
    let (mut found, mut open): (Vec<Span>, Option<Span>) = (Vec::new(), None);
    for (at, line) in texts(&text[span.range()]) {
        let here = trim(text, span.part(at, line.len()));
        if here.is_empty() {
            found.extend(open.take());
        } else {
            open = Some(open.map_or(here, |block| block.to(here)));
        }
    }
    found.extend(open);
    found
}

/// Cuts `tokens` into lines.
pub fn lines(tokens: &[Token]) -> Vec<Line> {
    let mut lines = Vec::with_capacity(tokens.len() / 4 + 1);
    let mut start = 0;
    while start < tokens.len() {
        let end =
            tokens[start..].iter().position(|token| token.kind == TokenKind::Break).map_or(tokens.len(), |n| start + n);
        lines.push(line(tokens, start, end));
        start = end + 1;
    }
    lines
}

fn line(tokens: &[Token], start: usize, end: usize) -> Line {
    let inside = &tokens[start..end];
    let lead = inside.iter().take_while(|token| token.kind == TokenKind::Blank).count();
    let trails = |token: &&Token| matches!(token.kind, TokenKind::Blank | TokenKind::Backslash);
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

/// How far a line is looked at to either side, in bytes: no line with marks is longer, and text without line
/// breaks must not be read again for each mark.
pub(crate) const LINE_REACH: usize = 600;

pub(crate) fn line_rest(text: &str, here: Span) -> Span {
    let near = here.end.min(here.start.saturating_add(LINE_REACH as u32));
    let near = Span::new(here.start, text.floor_char_boundary(near as usize).max(here.start as usize) as u32);
    let rest = &text.as_bytes()[near.range()];
    near.part(0, memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len()))
}

/// The line after `line`; empty at the end of `whole`.
pub(crate) fn line_below(text: &str, whole: Span, line: Span) -> Span {
    let bytes = text.as_bytes();
    let broken = |at: u32, by: &[u8]| at < whole.end && by.contains(&bytes[at as usize]);
    let crlf = broken(line.end, b"\r") && broken(line.end + 1, b"\n");
    let start = if crlf { line.end + 2 } else { line.end + u32::from(broken(line.end, b"\r\n")) };
    line_rest(text, Span::new(start.min(whole.end), whole.end))
}

pub(crate) fn line_above(text: &str, whole: Span, line: Span) -> Span {
    let before = &text[whole.start as usize..line.start as usize];
    let unbroken = before.strip_suffix("\r\n").or_else(|| before.strip_suffix(['\n', '\r'])).unwrap_or("");
    line_around(text, whole, whole.start + unbroken.len() as u32)
}

pub(crate) fn line_around(text: &str, whole: Span, at: u32) -> Span {
    let near = text.ceil_char_boundary((at as usize).saturating_sub(LINE_REACH)).max(whole.start as usize);
    let before = &text.as_bytes()[near..at as usize];
    let start = near + memchr::memrchr2(b'\n', b'\r', before).map_or(0, |found| found + 1);
    Span::new(start as u32, line_rest(text, Span::new(at, whole.end)).end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_upward_however_they_end() {
        for text in ["one\ntwo\n\nfour", "one\rtwo\r\rfour", "one\r\ntwo\r\n\r\nfour"] {
            assert_eq!(texts_upward(text).collect::<Vec<_>>(), ["four", "", "two", "one"]);
            let closed = format!("{text}\n");
            assert_eq!(texts_upward(&closed).collect::<Vec<_>>(), ["four", "", "two", "one"]);
        }
        assert_eq!(texts_upward("").next(), None);
    }

    #[test]
    fn an_empty_line_parts_paragraphs_however_lines_end() {
        for end in ["\n", "\r\n", "\r"] {
            let text = ["one", "two", "", "three", "", "four"].join(end);
            assert_eq!(before_empty_line(&text), format!("one{end}two"));
            assert_eq!(behind_empty_line(&text), "four");
        }
        assert_eq!((before_empty_line("one\ntwo"), behind_empty_line("one\ntwo")), ("one\ntwo", "one\ntwo"));
    }
}
