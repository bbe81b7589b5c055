//! Splits a stretch of text into words with spans, for the grammars of header lines.

use crate::source::Span;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Word<'t> {
    pub(crate) text: &'t str,
    pub(crate) span: Span,
}

impl<'t> Word<'t> {
    /// The part of the word after its first `len` bytes.
    pub(crate) fn after(self, len: usize) -> Word<'t> {
        Word { text: &self.text[len..], span: Span::new(self.span.start + len as u32, self.span.end) }
    }

    pub(crate) fn before(self, len: usize) -> Word<'t> {
        Word { text: &self.text[..len], span: Span::new(self.span.start, self.span.start + len as u32) }
    }

    pub(crate) fn number(self) -> Option<u32> {
        if self.text.bytes().all(|b| b.is_ascii_digit()) { self.text.parse().ok() } else { None }
    }
}

pub(crate) fn words(text: &str, span: Span) -> impl Iterator<Item = Word<'_>> + Clone {
    let inside = &text[span.range()];
    inside.split_ascii_whitespace().map(move |word| {
        let offset = word.as_ptr() as usize - inside.as_ptr() as usize;
        Word { text: word, span: span.part(offset, word.len()) }
    })
}

/// Where two blanks first stand side by side. Lines are too short for a searcher to be worth its making.
pub(crate) fn gap(line: &str) -> Option<usize> {
    line.as_bytes().windows(2).position(|pair| pair == b"  ")
}

/// Where two blanks last stand side by side.
pub(crate) fn last_gap(line: &str) -> Option<usize> {
    line.as_bytes().windows(2).rposition(|pair| pair == b"  ")
}

/// `span` without spaces at either end.
pub(crate) fn trim(text: &str, span: Span) -> Span {
    let inside = &text[span.range()];
    let lead = inside.len() - inside.trim_start().len();
    span.part(lead, inside.trim().len())
}

/// `span` without the sentence punctuation and spaces at its end.
pub(crate) fn trim_punctuation(text: &str, span: Span) -> Span {
    let kept = text[span.range()].trim_end_matches([' ', '\t', '.', ',', ';', ':']);
    trim(text, span.part(0, kept.len()))
}

/// Whether `text` begins with `words` in any case.
pub(crate) fn begins_with(text: &str, words: &str) -> bool {
    text.get(..words.len()).is_some_and(|start| start.eq_ignore_ascii_case(words))
}

/// Whether `text` begins with `word` in any case, and no letter follows.
pub(crate) fn starts_with_word(text: &str, word: &str) -> bool {
    begins_with(text, word) && !text[word.len()..].starts_with(|c: char| c.is_ascii_alphabetic())
}
