//! Parses approvals: `Approved For Release 2007/07/10 : CIA-RDP86-…`.
//!
//! Intelligence agencies print them at the top and bottom of each page, with the document number before or after. In a
//! sentence about an approval more follows than a date or who approved.

use jiff::civil::Date;

use crate::document::text::date::{WrittenDate, dates};
use crate::document::text::line::line_around;
use crate::scan::patterns;
use crate::source::Span;

/// An approval at the edge of a page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Approval {
    /// The words `for Release`.
    pub span: Span,
    /// The day it gives.
    pub date: Option<(Date, Span)>,
    /// The number of the document on its line: `C02462959`.
    pub number: Option<Span>,
}

/// Longer lines are sentences.
const LONGEST: u32 = 200;
/// Letters of the words, without the first, which may be a capital or not.
const WORDS: u32 = "or Release".len() as u32;

/// The approval of whose words the second letter is at `at`.
pub(crate) fn approval(text: &str, whole: Span, at: u32) -> Option<Approval> {
    let line = line_around(text, whole, at);
    let before = text[line.start as usize..at as usize].trim_end_matches(['f', 'F']).trim_end();
    let approved = before.ends_with("pproved") || before.ends_with("APPROVED");
    let rest = Span::new(at + WORDS, line.end);
    let behind = text[rest.range()].trim_start_matches([' ', ':', '-']);
    let by = ["by ", "BY ", "By "].iter().any(|by| behind.starts_with(by)) && line.len() < LONGEST;
    let date = day(text, rest);
    // In lower case the words belong to a sentence, or name a program, unless a line begins with them and gives a day.
    let small = text[..rest.start as usize].ends_with("release");
    let headed = !small || before == "Approved" && date.is_some();
    let said = behind.trim().is_empty() || behind.starts_with(|c: char| c.is_ascii_digit()) || by && date.is_some();
    let number = NUMBER.captures(&text[line.range()]).and_then(|found| found.get(1));
    let number = number.map(|number| line.part(number.start(), number.len()));
    (approved && headed && said).then_some(Approval { span: Span::new(at, rest.start), date, number })
}

/// The same in capitals, where `RELEASE` is at `at`.
pub(crate) fn in_capitals(text: &str, whole: Span, at: u32) -> Option<Approval> {
    let before = text[whole.start as usize..at as usize].strip_suffix("OR ")?;
    approval(text, whole, whole.start + before.len() as u32)
}

patterns! {
    /// `C02462959`
    NUMBER = r"(?:^|\s)(C[0-9]{8})(?:\s|$)";
}

/// The first day in `line`, with a year of four digits in which records were released.
pub(crate) fn day(text: &str, line: Span) -> Option<(Date, Span)> {
    let figures = |written: &WrittenDate| text[written.span.range()].starts_with(|c: char| c.is_ascii_digit());
    let mut whole = dates(text, line, None).filter(|written| figures(written) && !written.short_year);
    whole.find_map(|written| Some((written.date.filter(|day| day.year() >= 1970)?, written.span)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_many_bytes_before_the_word_are_no_approval() {
        for (text, approved) in [
            ("APPROVED FOR RELEASE 2007/07/10", true),
            ("APPROVED FO\u{1d11e}RELEASE 2007/07/10", false),
            ("\u{1d11e}RELEASE IN FULL", false),
            ("RELEASE", false),
        ] {
            let at = text.find("RELEASE").expect("the word") as u32;
            assert_eq!(in_capitals(text, Span::new(0, text.len() as u32), at).is_some(), approved, "{text}");
        }
    }
}
