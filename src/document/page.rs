//! Finds pages: by the page headings of telegrams, or by form feeds in other documents.
//!
//! A heading, `PAGE 02  LUSAKA  02236  01 OF 02  121512Z`, needs its number and its form: prose can begin with the
//! word PAGE.

pub mod furniture;
pub(crate) mod sent;
pub(crate) mod stamp;

use super::Banner;
use super::paper::banner::is_page_number;
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

/// The pages of `text[span]`, which form feeds part; none if there are no form feeds. Pages without text are left out.
pub(super) fn pages(text: &str, span: Span, lines: &[Line], banners: &[Banner]) -> Vec<Page> {
    let feeds: Vec<u32> =
        memchr::memchr_iter(b'\x0c', text[span.range()].as_bytes()).map(|at| span.start + at as u32).collect();
    let feeds = if feeds.is_empty() { numbered(text, lines, banners) } else { feeds };
    if feeds.is_empty() {
        return Vec::new();
    }
    let full: Vec<&Line> = lines.iter().filter(|line| !line.is_empty()).collect();
    let (mut pages, mut from) = (Vec::with_capacity(feeds.len() + 1), 0);
    for end in feeds.into_iter().chain([span.end]) {
        let len = full[from..].iter().take_while(|line| line.span.start < end).count();
        let page = &full[from..from + len];
        from += len;
        if let (Some(first), Some(last)) = (page.first(), page.last()) {
            let numbered = |line: &&&Line| !is_page_number(&text[line.span.range()]);
            let marked = |line: Option<&&Line>| {
                let line = line?.span;
                let banner = banners.binary_search_by_key(&line.start, |banner| banner.span.start);
                // A level that was scanned badly is a marking nevertheless.
                let damaged = || level_word(text, line).map(|_| Banner { span: line, level: None });
                banner.ok().map(|at| banners[at]).or_else(damaged)
            };
            let (top, bottom) = (marked(page.iter().find(numbered)), marked(page.iter().rev().find(numbered)));
            pages.push(Page { first: first.span, last: last.span, top, bottom });
        }
    }
    pages
}

/// Where pages end whose form feeds were lost: below `Page 2` under a marking, if at least two pages end so.
fn numbered(text: &str, lines: &[Line], banners: &[Banner]) -> Vec<u32> {
    let full: Vec<&Line> = lines.iter().filter(|line| !line.is_empty()).collect();
    let marked = |line: &Line| banners.binary_search_by_key(&line.span.start, |banner| banner.span.start).is_ok();
    let ends = full.windows(2).filter(|pair| {
        let below = &text[pair[1].span.range()];
        marked(pair[0]) && below.starts_with(['P', 'p']) && is_page_number(below)
    });
    let ends: Vec<u32> = ends.map(|pair| pair[1].span.end).collect();
    if ends.len() > 1 { ends } else { Vec::new() }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct PageHeading {
    pub(super) page: u32,
}

/// Reads `PAGE 02  POST  01234  [01 OF 02]  [061606Z]`, or `PAGE 2 RUEHLD1234 [SECRET]` as relays print it.
pub(super) fn page_heading(text: &str, line: Span) -> Option<PageHeading> {
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
    fits.then_some(PageHeading { page })
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
        page_heading(line, Span::new(0, line.len() as u32)).map(|heading| heading.page)
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
