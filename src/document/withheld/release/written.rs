//! Finds the dates of the letters in a released text: the date-time group, or one `Sent:` or `Date:` line per mail,
//! newest first.

use jiff::civil::Date;

use super::Release;
use crate::document::Document;
use crate::document::telegram::transmission::month;
use crate::document::text::date::date;
use crate::document::text::line::line_rest;
use crate::document::text::word::words;
use crate::source::Span;

impl Release {
    /// The days on which the letters of the document were written, in the order in which they are.
    pub fn written(&self, document: &Document<'_>) -> Vec<Date> {
        // A date on a line of its own may be the last word of the releaser's stamp: the heads of letters know better.
        let dated = document.dating.day();
        if document.date_time_group.is_some() && dated.is_some() {
            return dated.into_iter().collect();
        }
        let (text, whole) = (document.source.text(), document.span);
        let inside = text[whole.range()].as_bytes();
        let heads = ["Sent:", "Date:"].into_iter().flat_map(|label| memchr::memmem::find_iter(inside, label));
        let mut days: Vec<(usize, Date)> = heads
            .filter(|at| *at == 0 || matches!(inside[at - 1], b'\n' | b'\r' | b' ' | b'\t'))
            .filter(|at| !self.is_in_header(whole.start + *at as u32))
            .filter_map(|at| Some((at, day(text, Span::new(whole.start + at as u32 + 5, whole.end))?)))
            .collect();
        days.sort_unstable();
        let days: Vec<Date> = days.into_iter().map(|(_, day)| day).collect();
        if days.is_empty() { dated.into_iter().collect() } else { days }
    }

    /// Whether the label at `at` announces the date of a page header, which is the release's.
    fn is_in_header(&self, at: u32) -> bool {
        let before = self.headers.partition_point(|header| header.number.end <= at);
        let nearest = self.headers[..before].last().and_then(|header| header.date);
        nearest.is_some_and(|(_, date)| at < date.start && date.start - at < 24)
    }

    /// The day on which the last of them was written.
    pub fn written_last(&self, document: &Document<'_>) -> Option<Date> {
        self.written(document).into_iter().max()
    }
}

/// `Thursday, November 25, 2010 9:30 AM`, `Thu Nov 25 09:24:42 2010`, `08/31/2015`.
fn day(text: &str, here: Span) -> Option<Date> {
    let line = line_rest(text, here);
    let mut rest = words(text, line);
    let first = rest.clone().next()?;
    if first.text.starts_with(|c: char| c.is_ascii_digit()) || month(first.text.trim_end_matches(['.', ','])).is_some()
    {
        return date(text, Span::new(first.span.start, line.end), None)?.date;
    }
    rest.next();
    let (name, number) = (rest.next()?, rest.next()?);
    if let Some(written) = date(text, Span::new(name.span.start, line.end), None) {
        return written.date;
    }
    let year = rest.take(3).find_map(|word| word.number().filter(|year| (1900..2100).contains(year)))?;
    Date::new(year as i16, month(name.text)?, number.number()? as i8).ok()
}
