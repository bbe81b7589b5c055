//! Parses declassification notices: the line, the lines below, and the date.
//!
//! A notice gives the authority and date of a declassification (32 CFR 2001.25(b)), on up to three lines. Sentences
//! about a declassification do not count.

use jiff::civil::Date;

use crate::document::text::date::dates;
use crate::document::text::line::{blocks, line_around, line_below};
use crate::register::vocabulary::WORDS;
use crate::scan::patterns;
use crate::source::Span;

/// Lines that belong to a notice below its first, and how many empty ones may be among them.
const BELOW: usize = 4;
const EMPTY: usize = 3;
/// Longer lines are sentences.
const LONGEST: u32 = 200;

/// What says that a document was declassified.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Notice {
    /// From the word to the end of its line.
    pub span: Span,
    /// Whether the word is alone, as on a stamp of several lines, which scanning scatters over the page.
    pub bare: bool,
    /// With the lines below that belong to it.
    pub whole: Span,
    /// The first day that its first line names, or with its full year a line below the word alone.
    pub date: Option<(Date, Span)>,
}

/// The notice of whose word the second letter is at `at`.
pub(crate) fn notice(text: &str, whole: Span, at: u32) -> Option<Notice> {
    let line = line_around(text, whole, at);
    let start = at.checked_sub(1).filter(|start| text.as_bytes()[*start as usize] == b'D')?;
    let before = text.get(line.start as usize..start as usize)?.trim();
    let behind = &text[at as usize..line.end as usize];
    let behind = behind.trim_start_matches(|c: char| c.is_alphabetic()).trim_start();
    // `DECLASSIFIED IN PART PER E.O. 13526`
    let behind =
        WORDS.release.extents.iter().find_map(|extent| behind.strip_prefix(extent)).map_or(behind, str::trim_start);
    // Schedules say when a document «is automatically declassified», or will be; that is not a decision.
    let before_small = before.to_ascii_lowercase();
    let with_below = &text[line.end as usize - behind.len()..line_below(text, whole, line).end as usize];
    if before_small.ends_with("ically") || before_small.ends_with(" be") || TERM.is_match(with_below) {
        return None;
    }
    let headed = before.is_empty() || before.ends_with("THIS PAGE IS") || before.split_ascii_whitespace().count() <= 4;
    let goes_on = behind.is_empty()
        || behind.starts_with([':', '.', ',', '-', '|', '('])
        || behind.starts_with("E.O.")
        || before.is_empty() && behind.starts_with(|c: char| c.is_ascii_digit())
        || WORDS.release.notice.iter().any(|word| behind.starts_with(word));
    (headed && goes_on && line.len() < LONGEST).then(|| {
        let span = Span::new(start, line.end);
        let bare = behind.trim_end().is_empty();
        let all = span.to(lines_below(text, whole, line, if bare { EMPTY } else { 1 }));
        let first = dates(text, span, None).filter(|written| !written.repaired);
        let signed =
            Some(Span::new(span.end, all.end)).filter(|_| bare).into_iter().flat_map(|below| blocks(text, below));
        let signed = signed.take(1).flat_map(|block| dates(text, block, None)).filter(|written| !written.short_year);
        let mut days = first.chain(signed.filter(|written| !written.repaired && is_signed(text, span, written.span)));
        Notice { span, bare, whole: all, date: days.find_map(|written| Some((written.date?, written.span))) }
    })
}

/// Whether the line of a date in the stamp below `word` says who declassified, or when: `By KL NARA Date 05/02/1991`.
fn is_signed(text: &str, word: Span, date: Span) -> bool {
    let line = line_around(text, Span::new(word.end, text.len() as u32), date.start);
    let before = text[line.start as usize..date.start as usize].trim_start();
    ["By", "BY", "Date", "DATE", "On ", "ON "].iter().any(|label| before.starts_with(label))
}

patterns! {
    /// `12 years after date of origin`, which the stamps of E.O. 10964 and its like break over two lines.
    TERM = r"(?i)^[0-9]+[ -]*\s*year";
}

/// The last line that belongs to a notice whose first is `line`, before the empty line with the number `most`: scanning
/// sets the lines of a stamp apart.
fn lines_below(text: &str, whole: Span, line: Span, most: usize) -> Span {
    let (mut here, mut last) = (line, line);
    let (mut full, mut empty) = (0, 0);
    while full < BELOW && empty < most {
        let next = line_below(text, whole, here);
        if next.start <= here.end || next.len() >= LONGEST {
            break;
        }
        here = next;
        if text[next.range()].trim().is_empty() {
            empty += 1;
        } else {
            full += 1;
            last = next;
        }
    }
    last
}
