//! Replaces sensitive spans with masks; the only place that masks.
//!
//! All masks are equally wide, so that they do not reveal the length of the hidden text.

use super::secret::{MARK, Secrets};
use crate::source::{SourceFile, Span};

/// The masked spans of one file, sorted and apart from each other.
#[derive(Default)]
pub(crate) struct Masks {
    spans: Vec<Span>,
}

/// A stretch of text as it may be shown.
#[derive(Clone, Copy)]
pub(super) enum Stretch {
    /// Text that may be read.
    Open(Span),
    /// Text that [`MARK`] replaces.
    Masked(Span),
}

impl Masks {
    /// Masks `spans`.
    pub(super) fn new(spans: impl IntoIterator<Item = Span>) -> Masks {
        Masks { spans: Span::merged(spans.into_iter().filter(|span| !span.is_empty()).collect()) }
    }

    /// These masks and one more.
    pub(crate) fn and(&self, span: Option<Span>) -> Masks {
        Masks::new(self.spans.iter().copied().chain(span))
    }

    /// `spans`, and every other place of the file where their words stand, or single words of `names`. Those of
    /// `in_names` and `names` count in the name of the file, too.
    pub(super) fn spread(source: &SourceFile, spans: &[Span], names: &[Span], in_names: &[Span]) -> (Masks, Secrets) {
        let secrets = Secrets::new(source, spans, names, in_names);
        (Masks::covering(source, spans, &secrets), secrets)
    }

    /// `spans`, and every other place of the file where `secrets` are.
    pub(super) fn covering(source: &SourceFile, spans: &[Span], secrets: &Secrets) -> Masks {
        Masks::new(secrets.places(source.text()).into_iter().chain(spans.iter().copied()))
    }

    /// The masked spans, in order.
    pub(super) fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// Whether `span` overlaps a masked span, or is right beside one.
    pub(super) fn touch(&self, span: Span) -> bool {
        let first = self.spans.partition_point(|mask| mask.end < span.start);
        self.spans.get(first).is_some_and(|mask| mask.start <= span.end)
    }

    /// `span` cut into pieces that may and may not be read, in order.
    pub(super) fn pieces(&self, span: Span) -> Vec<Stretch> {
        let first = self.spans.partition_point(|mask| mask.end <= span.start);
        let mut pieces = Vec::new();
        let mut at = span.start;
        for mask in self.spans[first..].iter().take_while(|mask| mask.start < span.end) {
            let masked = Span::new(mask.start.max(span.start), mask.end.min(span.end));
            if at < masked.start {
                pieces.push(Stretch::Open(Span::new(at, masked.start)));
            }
            pieces.push(Stretch::Masked(masked));
            at = masked.end;
        }
        if at < span.end {
            pieces.push(Stretch::Open(Span::new(at, span.end)));
        }
        pieces
    }

    /// The text of `span` as it may be shown, every run of white space as one blank and none at its ends.
    pub(super) fn folded(&self, source: &SourceFile, span: Span) -> String {
        let mut text = String::with_capacity(span.len() as usize);
        for piece in self.pieces(span) {
            text.push_str(match piece {
                Stretch::Open(open) => source.slice(open),
                Stretch::Masked(_) => MARK,
            });
        }
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Like [`Masks::folded`], but of a span longer than `limit` bytes only its two ends, with `…` between them.
    pub(super) fn folded_ends(&self, source: &SourceFile, span: Span, limit: usize) -> String {
        if span.len() as usize <= limit {
            return self.folded(source, span);
        }
        let text = source.text();
        let head_end = text.floor_char_boundary(span.start as usize + limit / 2) as u32;
        let tail_start = text.ceil_char_boundary(span.end as usize - limit / 2) as u32;
        let head = self.folded(source, Span::new(span.start, head_end));
        let tail = self.folded(source, Span::new(tail_start, span.end));
        format!("{head}…{tail}")
    }
}

/// Whether `text` can be the name of a person: at least so many words and at most four, each with a capital.
pub(super) fn is_name(text: &str, least: usize) -> bool {
    let mut words = text.split_whitespace();
    let count = words.clone().take(5).count();
    (least..=4).contains(&count) && words.all(|word| word.starts_with(char::is_uppercase))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source;

    fn folded(text: &str, masks: &[(u32, u32)], span: Span) -> String {
        let source = source::read("x", text.as_bytes().to_vec()).expect("readable");
        Masks::new(masks.iter().map(|&(start, end)| Span::new(start, end))).folded(&source, span)
    }

    #[test]
    fn overlapping_and_touching_masks_are_one_mark() {
        assert_eq!(folded("a 1234567 b", &[(4, 6), (2, 5), (6, 9), (9, 9)], Span::new(0, 11)), "a ▒▒▒▒▒▒ b");
    }

    #[test]
    fn a_mask_that_is_cut_is_as_wide_as_a_whole_one() {
        assert_eq!(folded("a 1234567 b", &[(2, 9)], Span::new(5, 11)), "▒▒▒▒▒▒ b");
        assert_eq!(folded("a 1234567 b", &[(2, 9)], Span::new(3, 4)), "▒▒▒▒▒▒");
        assert_eq!(folded("a 1234567 b", &[(2, 9)], Span::new(9, 11)), "b");
    }

    #[test]
    fn of_long_text_only_the_ends_are_looked_at() {
        let text = format!("head {} tail", "é".repeat(1000));
        let source = source::read("x", text.into_bytes()).expect("readable");
        let whole = Span::new(0, source.text().len() as u32);
        assert_eq!(Masks::default().folded_ends(&source, whole, 14), "head é…é tail");
    }
}
