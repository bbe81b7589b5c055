//! Finds pages: by the page headings of telegrams, or by form feeds in other documents.
//!
//! A heading, `PAGE 02  LUSAKA  02236  01 OF 02  121512Z`, needs its number and its form: prose can begin with the
//! word PAGE.

pub mod furniture;
pub(crate) mod sent;
pub(crate) mod stamp;

use std::ops::Range;

use super::Banner;
use super::paper::banner::{is_page_number, without_page_number};
use super::telegram::classification::level_word;
use super::telegram::transmission::is_routing_indicator;
use super::text::line::Line;
use super::text::word::{Word, words};
use crate::source::Span;

/// One sheet of a document, with what is marked on it.
#[derive(Clone, Copy, Debug)]
pub struct Page {
    /// Its first line.
    pub first: Span,
    /// Its last line.
    pub last: Span,
    /// Its marking at the top, above which nothing but its number is.
    pub top: Option<Banner>,
    /// Its marking at the bottom.
    pub bottom: Option<Banner>,
}

impl Page {
    /// From its first line to its last.
    pub fn span(&self) -> Span {
        self.first.to(self.last)
    }
}

/// The pages of `text[span]`, which form feeds part, or else the markings at foot and head; none if there are neither.
/// Pages without text are left out.
pub(super) fn pages(text: &str, span: Span, lines: &[Line], banners: &[Banner]) -> Vec<Page> {
    let feeds: Vec<u32> =
        memchr::memchr_iter(b'\x0c', text[span.range()].as_bytes()).map(|at| span.start + at as u32).collect();
    let full: Vec<&Line> = lines.iter().filter(|line| !line.is_empty()).collect();
    let feeds = if feeds.is_empty() { breaks(text, &full, banners) } else { feeds };
    if feeds.is_empty() {
        return Vec::new();
    }
    let (mut pages, mut from) = (Vec::with_capacity(feeds.len() + 1), 0);
    for end in feeds.into_iter().chain([span.end]) {
        let len = full[from..].iter().take_while(|line| line.span.start < end).count();
        let page = &full[from..from + len];
        from += len;
        if let (Some(first), Some(last)) = (page.first(), page.last()) {
            let numbered = |line: &&&Line| !is_page_number(&text[line.span.range()]);
            let marked = |line: Option<&&Line>| {
                let line = line?.span;
                // A level that was scanned badly is a marking nevertheless.
                let damaged = || level_word(text, line).map(|_| Banner { span: line, level: None });
                banner_on(banners, line).map(|at| banners[at]).or_else(damaged)
            };
            let (top, bottom) = (marked(page.iter().find(numbered)), marked(page.iter().rev().find(numbered)));
            pages.push(Page { first: first.span, last: last.span, top, bottom });
        }
    }
    pages
}

/// The banner of which a part is on `line`.
fn banner_on(banners: &[Banner], line: Span) -> Option<usize> {
    let at = banners.partition_point(|banner| banner.span.end < line.start);
    banners.get(at).filter(|banner| banner.span.start < line.end).map(|_| at)
}

/// Lines one below the other that are nothing but markings and the numbers of pages.
#[derive(Default)]
struct Edge {
    lines: Range<usize>,
    /// The banners among them.
    banners: Range<usize>,
    /// Whether a number is among them, and whether it can be nothing but that of a page.
    numbered: bool,
    sure: bool,
    /// Where the page above ends: below the first marking with its number.
    end: u32,
}

/// Where pages end that no form feed parts: at a marking with a number, if at least two are, or between two markings.
/// Without numbers a paper needs them at its beginning and end as well, and in no other place.
fn breaks(text: &str, full: &[&Line], banners: &[Banner]) -> Vec<u32> {
    let mut edges = edges(text, full, banners);
    let outer = |edge: &Edge| edge.lines.start == 0 || edge.lines.end == full.len();
    // Whether it is the marking at the head of a page that has the number.
    let headed = edges.first().is_some_and(|first| first.lines.start == 0 && first.numbered);
    let paired = edges.iter().filter(|edge| outer(edge)).count() == 2
        && edges.iter().all(|edge| edge.banners.len() == 1 + usize::from(!outer(edge)));
    if !paired {
        let last = |edge: &Edge| edge.numbered && edge.lines.end == full.len();
        edges.retain(|edge| edge.sure || last(edge) || edge.numbered && edge.banners.len() == 2);
        if edges.len() < 2 {
            return Vec::new();
        }
    }
    let single = |edge: &Edge| headed && edge.numbered && edge.banners.len() == 1;
    let inner = edges.iter().filter(|edge| edge.lines.start > 0 && (paired || headed || !outer(edge) || edge.numbered));
    inner.map(|edge| if single(edge) { full[edge.lines.start].span.start } else { edge.end }).collect()
}

fn edges(text: &str, full: &[&Line], banners: &[Banner]) -> Vec<Edge> {
    let mut edges: Vec<Edge> = Vec::new();
    let mut here = Edge::default();
    for (index, line) in full.iter().enumerate() {
        let inside = &text[line.span.range()];
        let (banner, number) = (banner_on(banners, line.span), is_page_number(inside));
        if banner.is_none() && !number {
            if here.banners.start < here.banners.end {
                edges.push(std::mem::take(&mut here));
            } else {
                here = Edge::default();
            }
            continue;
        }
        if here.lines.start == here.lines.end {
            here = Edge { lines: index..index, ..Edge::default() };
        }
        here.lines.end = index + 1;
        let beside = without_page_number(text, line.span) != line.span;
        here.numbered |= number || beside;
        here.sure |= beside || number && inside.contains(|c: char| c.is_ascii_lowercase() || c == '-' || c == '–');
        if let Some(at) = banner {
            let start = if here.banners.end == 0 { at } else { here.banners.start };
            here.banners = start..at + 1;
        }
        if here.banners.len() < 2 {
            here.end = line.span.end;
        }
    }
    if here.banners.start < here.banners.end {
        edges.push(here);
    }
    edges
}

/// Reads `PAGE 02  POST  01234  [01 OF 02]  [061606Z]`, or `PAGE 2 RUEHLD1234 [SECRET]` as relays print it: the page.
pub(super) fn page_heading(text: &str, line: Span) -> Option<u32> {
    let mut words = words(text, line);
    let (label, number) = (words.next()?, words.next()?);
    if label.text != "PAGE" || number.text.len() > 3 {
        return None;
    }
    let page = number.number().filter(|page| *page > 0)?;
    let first = words.next()?;
    let fits = if is_relay_number(first.text) {
        let rest = words.next();
        rest.is_none_or(|rest| level_word(text, Span::new(rest.span.start, line.end)).is_some())
    } else {
        let behind = post(std::iter::once(first).chain(words), 4..=6)?;
        is_section_and_time(behind)
    };
    fits.then_some(page)
}

/// Reads `UNVIE VIEN 00000285  002 OF 036`, the line between the pages of a message in one text: the page.
pub(super) fn page_join(text: &str, line: Span) -> Option<u32> {
    // Such a line ends in the three digits of a total and is short; hardly any other does.
    let bytes = text[line.range()].as_bytes();
    if !(16..=60).contains(&bytes.len()) || !bytes[bytes.len() - 3..].iter().all(u8::is_ascii_digit) {
        return None;
    }
    let mut behind = post(words(text, line), 8..=8)?;
    let (page, of, total) = (behind.next()?, behind.next()?, behind.next()?);
    let whole = page.text.split('.').next().filter(|page| page.len() == 3)?;
    let fits = of.text == "OF" && total.text.len() == 3 && total.number().is_some() && behind.next().is_none();
    page.before(whole.len()).number().filter(|_| fits)
}

/// What follows a post of one to three words and a serial of so many digits.
fn post<'t>(
    mut words: impl Iterator<Item = Word<'t>>,
    digits: std::ops::RangeInclusive<usize>,
) -> Option<impl Iterator<Item = Word<'t>>> {
    for place in 0..4 {
        let word = words.next()?;
        if word.number().is_some() {
            return (place > 0 && digits.contains(&word.text.len())).then_some(words);
        }
        let name = word.text.bytes().all(|b| b.is_ascii_uppercase() || b"'.-".contains(&b)) && word.text != "OF";
        if !name {
            return None;
        }
    }
    None
}

/// `01 OF 02  061606Z`, either part or neither.
fn is_section_and_time<'t>(words: impl Iterator<Item = Word<'t>>) -> bool {
    let mut words = words.peekable();
    if words.next_if(|word| word.text.len() <= 3 && word.number().is_some()).is_some() {
        let of = words.next().is_some_and(|word| word.text == "OF");
        if !of || words.next().is_none_or(|word| word.number().is_none()) {
            return false;
        }
    }
    let time = |word: &Word<'_>| word.text.len() == 7 && word.text.bytes().take(6).all(|b| b.is_ascii_digit());
    words.next_if(time);
    words.next().is_none()
}

/// `RUEHLD1234`: a routing indicator with the station's number.
fn is_relay_number(word: &str) -> bool {
    let letters = word.trim_end_matches(|c: char| c.is_ascii_digit());
    is_routing_indicator(letters) && (3..=5).contains(&(word.len() - letters.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(line: &str) -> Option<u32> {
        page_heading(line, Span::new(0, line.len() as u32))
    }

    fn join(line: &str) -> Option<u32> {
        page_join(line, Span::new(0, line.len() as u32))
    }

    #[test]
    fn a_heading_needs_its_number_and_form() {
        assert_eq!(page("PAGE 02        LUSAKA  02236  01 OF 02  121512Z"), Some(2));
        assert_eq!(page("PAGE 03 PORT AU PR 00123 061606Z"), Some(3));
        assert_eq!(page("PAGE 01 STATE 042975"), Some(1));
        assert_eq!(page("PAGE 2 RUEHLD1234 C O N F I D E N T I A L"), Some(2));
        for prose in
            ["PAGE 3 OF THE DRAFT 12345", "PAGE TWO LUSAKA 02236", "PAGE 02", "PAGE 2 OF 5", "PAGE 0 OSLO 1234"]
        {
            assert_eq!(page(prose), None, "{prose}");
        }
        assert_eq!(page("PAGE 12 LISTS 40000 TONS OF MAIZE"), None);
    }

    #[test]
    fn a_join_has_a_post_eight_digits_and_a_total() {
        assert_eq!(join("UNVIE VIEN 00000285  002 OF 036"), Some(2));
        assert_eq!(join("OSLO 00000285  003.2 OF 004"), Some(3));
        assert_eq!(join("CONFIDENTIAL SECTION 01 OF 002"), None);
        assert_eq!(join("OSLO 000285  002 OF 036"), None);
    }
}
