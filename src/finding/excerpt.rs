//! Cuts excerpts of lines for display: masked, safe for terminals, and no longer than a screen is wide.

use std::collections::BTreeMap;
use std::ops::Range;

use super::mask::{Masks, Stretch};
use super::secret::MARK;
use crate::source::visible;
use crate::source::{SourceFile, Span};

/// A line of a file, or what is to be seen of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// The number of the line, from 1.
    pub row: u32,
    /// What to show: masked, without characters that a terminal would interpret, `…` where something is left out.
    pub text: String,
    /// What to underline.
    pub labels: Vec<ExcerptLabel>,
}

/// A part of an [`Excerpt`] to underline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExcerptLabel {
    /// Bytes of the excerpt's text.
    pub range: Range<usize>,
    /// Its label; may be empty.
    pub message: String,
    /// Whether it is the place of the finding and not one that belongs to it.
    pub primary: bool,
}

/// A place in a file that an excerpt shall show.
#[derive(Clone, Copy)]
pub(crate) struct Pointer<'m> {
    /// The place; of more than one line, only the first is shown.
    pub(crate) span: Span,
    /// Its label.
    pub(crate) message: &'m str,
    /// Whether it is the place of the finding.
    pub(crate) primary: bool,
}

/// The part of a line that a pointer points at.
type Place<'p> = (Span, &'p Pointer<'p>);

/// How many characters of a line are shown around the first place in it.
const WIDTH: usize = 160;
/// How many are shown around each further place, if it is outside what is shown already.
const FURTHER_WIDTH: usize = 40;
/// How many characters are shown before a place that is itself too long to be shown.
const LEAD: usize = 20;

/// The lines that `pointers` touch, in order; no wider than `most` characters, if they point at one place of a line.
pub(crate) fn excerpts(
    source: &SourceFile,
    masks: &Masks,
    pointers: &[Pointer<'_>],
    most: Option<u16>,
) -> Vec<Excerpt> {
    let width = most.map_or(WIDTH, |most| usize::from(most).clamp(FURTHER_WIDTH, WIDTH));
    let mut lines: BTreeMap<u32, (Span, Vec<Place<'_>>)> = BTreeMap::new();
    for pointer in pointers {
        let line = source.line(pointer.span.start);
        let start = pointer.span.start.min(line.end);
        let shown = Span::new(start, pointer.span.end.clamp(start, line.end));
        lines.entry(line.start).or_insert_with(|| (line, Vec::new())).1.push((shown, pointer));
    }
    lines.into_values().map(|(line, places)| excerpt(source, masks, line, &places, width)).collect()
}

fn excerpt(source: &SourceFile, masks: &Masks, line: Span, places: &[Place<'_>], width: usize) -> Excerpt {
    let spans = places.iter().map(|&(span, _)| span);
    let strip = Strip::new(source, masks, line, &windows(source.text(), line, spans, width));
    let labels = places.iter().map(|&(span, pointer)| ExcerptLabel {
        range: strip.range(span),
        message: visible::visible(pointer.message).into_owned(),
        primary: pointer.primary,
    });
    Excerpt { row: source.position(line.start).row, labels: labels.collect(), text: strip.text }
}

/// All of a line, and where each of `spans` is in it.
pub(super) fn whole(source: &SourceFile, masks: &Masks, line: Span, spans: &[Span]) -> (String, Vec<Range<usize>>) {
    let strip = Strip::new(source, masks, line, &[line]);
    let ranges = spans.iter().map(|&span| strip.range(span)).collect();
    (strip.text, ranges)
}

/// The parts of `line` to show so that every one of `places` is seen, in order and apart from each other.
fn windows(text: &str, line: Span, places: impl Iterator<Item = Span>, width: usize) -> Vec<Span> {
    let widths = std::iter::once(width).chain(std::iter::repeat(FURTHER_WIDTH));
    Span::merged(places.zip(widths).map(|(place, width)| window(text, line, place, width)).collect())
}

/// About `width` characters of `line` with `place` in the middle, shifted so as not to stick out of the line.
fn window(text: &str, line: Span, place: Span, width: usize) -> Span {
    let back = |from: u32, count: usize| {
        let passed = text[line.start as usize..from as usize].chars().rev().take(count).map(char::len_utf8);
        from - passed.sum::<usize>() as u32
    };
    let forward = |from: u32, count: usize| {
        let passed = text[from as usize..line.end as usize].chars().take(count).map(char::len_utf8);
        from + passed.sum::<usize>() as u32
    };
    let length = text[place.range()].chars().take(width).count();
    let start = back(place.start, ((width - length) / 2).max(LEAD.min(width / 4)));
    let end = forward(start, width);
    Span::new(start.min(back(end, width)), end)
}

/// The text of an excerpt with the way from the file's text to it.
struct Strip {
    text: String,
    /// Where what is at an offset of the file's text is shown; ascending in both.
    at: Vec<(u32, usize)>,
}

impl Strip {
    fn new(source: &SourceFile, masks: &Masks, line: Span, windows: &[Span]) -> Strip {
        let mut strip = Strip { text: String::new(), at: Vec::new() };
        let mut shown_to = line.start;
        for &window in windows {
            if window.start > shown_to {
                strip.text.push('…');
            }
            strip.window(source, masks, window);
            shown_to = window.end;
        }
        if shown_to < line.end {
            strip.text.push('…');
        }
        strip
    }

    fn window(&mut self, source: &SourceFile, masks: &Masks, window: Span) {
        for piece in masks.pieces(window) {
            match piece {
                Stretch::Open(open) => self.open(source, open),
                Stretch::Masked(masked) => {
                    self.at.push((masked.start, self.text.len()));
                    self.text.push_str(MARK);
                }
            }
        }
        self.at.push((window.end, self.text.len()));
    }

    fn open(&mut self, source: &SourceFile, open: Span) {
        for (at, character) in source.slice(open).char_indices() {
            self.at.push((open.start + at as u32, self.text.len()));
            // A tab is left to the renderer, which knows where its stops are.
            if character == '\t' { self.text.push('\t') } else { visible::push(&mut self.text, character) }
        }
    }

    /// Where `span` is shown. A mark that it touches is covered whole.
    fn range(&self, span: Span) -> Range<usize> {
        let first = self.at.partition_point(|&(offset, _)| offset <= span.start).saturating_sub(1);
        let last = self.at.partition_point(|&(offset, _)| offset < span.end).min(self.at.len() - 1);
        let start = self.at[first].1;
        let end = if span.is_empty() { start } else { self.at[last].1 };
        start..end.max(start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source;

    fn one(text: &str, masks: &[Span], spans: &[Span]) -> (String, Vec<String>) {
        let source = source::read("x", text.as_bytes().to_vec()).expect("readable");
        let pointers: Vec<Pointer<'_>> =
            spans.iter().map(|&span| Pointer { span, message: "", primary: false }).collect();
        let mut excerpts = excerpts(&source, &Masks::new(masks.iter().copied()), &pointers, None);
        assert_eq!(excerpts.len(), 1);
        let excerpt = excerpts.remove(0);
        let labels = excerpt.labels.iter().map(|label| excerpt.text[label.range.clone()].to_owned()).collect();
        (excerpt.text, labels)
    }

    #[test]
    fn labels_follow_their_text_through_stand_ins_and_marks() {
        let text = "a\x1b \u{202e}word secret end";
        let at = |word: &str| {
            let start = text.find(word).expect("there") as u32;
            Span::new(start, start + word.len() as u32)
        };
        let (shown, labels) = one(text, &[at("secret")], &[at("word"), at("ecr"), at("end"), at("\x1b")]);
        assert_eq!(shown, "a␛ <U+202E>word ▒▒▒▒▒▒ end");
        assert_eq!(labels, ["word", MARK, "end", "␛"]);
    }

    #[test]
    fn a_narrow_screen_gets_a_narrow_excerpt() {
        let text = format!("{}PLACE{}", "a ".repeat(200), "b ".repeat(200));
        let source = source::read("x", text.clone().into_bytes()).expect("readable");
        let start = text.find("PLACE").expect("there") as u32;
        let pointer = Pointer { span: Span::new(start, start + 5), message: "", primary: true };
        let shown = |most| excerpts(&source, &Masks::default(), &[pointer], most).remove(0).text;
        for (most, widest) in [(Some(70), 72), (Some(3), FURTHER_WIDTH + 2), (Some(900), WIDTH + 2), (None, WIDTH + 2)]
        {
            let shown = shown(most);
            assert!(shown.contains("PLACE") && shown.chars().count() <= widest, "{most:?}: {shown}");
        }
    }

    #[test]
    fn a_long_line_is_windowed_around_each_place() {
        let text = format!("{}FIRST{}SECOND{}", "é".repeat(500), "b".repeat(500), "c".repeat(500));
        let first = text.find("FIRST").expect("there") as u32;
        let second = text.find("SECOND").expect("there") as u32;
        let (shown, labels) = one(&text, &[], &[Span::new(first, first + 5), Span::new(second, second + 6)]);
        assert_eq!(labels, ["FIRST", "SECOND"]);
        assert_eq!(shown.chars().filter(|&c| c == '…').count(), 3);
        assert!(shown.chars().count() <= WIDTH + FURTHER_WIDTH + 3, "{shown}");
    }

    #[test]
    fn a_window_at_an_end_of_the_line_is_as_wide_as_in_the_middle() {
        let text = "x".repeat(1000);
        for span in [Span::new(0, 3), Span::new(997, 1000), Span::at(1000)] {
            let (shown, _) = one(&text, &[], &[span]);
            assert_eq!(shown.chars().count(), WIDTH + 1, "{span:?}");
        }
    }

    #[test]
    fn a_place_longer_than_the_window_is_shown_from_its_start() {
        let text = format!("{}{}", "a".repeat(300), "B".repeat(5000));
        let (shown, labels) = one(&text, &[], &[Span::new(300, 5300)]);
        assert_eq!(labels, ["B".repeat(WIDTH - LEAD)]);
        assert!(shown.starts_with('…') && shown.ends_with('…'));
    }

    #[test]
    fn of_many_lines_the_first_is_shown() {
        let (shown, labels) = one("one two\r\nthree", &[], &[Span::new(4, 12)]);
        assert_eq!((shown.as_str(), labels[0].as_str()), ("one two", "two"));
    }

    #[test]
    fn an_empty_file_has_an_empty_excerpt() {
        assert_eq!(one("", &[], &[Span::at(0)]), (String::new(), vec![String::new()]));
    }
}
