//! Rebuilds the text of a telegram as sent, without page furniture, with a map back to the file.

use std::borrow::Cow;
use std::ops::{Deref, Range};

use super::furniture::Furniture;
use crate::source::{SourceFile, Span};

/// Text without furniture; a page break in it is one line break.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent<'s> {
    text: Cow<'s, str>,
    /// Where in the text each piece begins that was taken over whole, and where it is in the file; in order.
    pieces: Vec<(u32, u32)>,
}

impl<'s> Sent<'s> {
    pub(crate) fn new(source: &'s SourceFile, furniture: &[Furniture], span: Span) -> Sent<'s> {
        let first = furniture.partition_point(|piece| piece.span.start < span.start);
        let mut inside = furniture[first..].iter().take_while(|piece| piece.span.end <= span.end).peekable();
        if inside.peek().is_none() {
            return Sent { text: Cow::Borrowed(source.slice(span)), pieces: vec![(0, span.start)] };
        }
        let mut text = String::with_capacity(span.len() as usize);
        let mut pieces = Vec::new();
        let mut from = span.start;
        for piece in inside {
            take(source, Span::new(from, piece.span.start), &mut text, &mut pieces);
            from = piece.span.end;
        }
        take(source, Span::new(from, span.end), &mut text, &mut pieces);
        Sent { text: Cow::Owned(text), pieces }
    }

    /// Where the characters of `range` are in the file: from the first to the last, with the furniture between them.
    pub fn span(&self, range: Range<usize>) -> Span {
        let start = self.place(range.start as u32);
        let end = if range.is_empty() { start } else { self.place(range.end as u32 - 1) + 1 };
        Span::new(start, end)
    }

    fn place(&self, at: u32) -> u32 {
        let piece = self.pieces.partition_point(|(begin, _)| *begin <= at).saturating_sub(1);
        self.pieces.get(piece).map_or(0, |(begin, place)| place + (at - begin))
    }
}

impl Deref for Sent<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

/// Takes over the text of `span` without blank space at either end, after a line break if text is before it.
fn take(source: &SourceFile, span: Span, text: &mut String, pieces: &mut Vec<(u32, u32)>) {
    let inside = source.slice(span);
    let kept = if text.is_empty() { inside } else { inside.trim_ascii_start() };
    let start = span.end - kept.len() as u32;
    let kept = kept.trim_ascii_end();
    if kept.is_empty() {
        return;
    }
    if !text.is_empty() {
        // The line break is the one before the piece.
        pieces.push((text.len() as u32, start - 1));
        text.push('\n');
    }
    pieces.push((text.len() as u32, start));
    text.push_str(kept);
}
