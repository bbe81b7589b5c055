//! Checks that a classified document has a date.

use crate::document::Document;
use crate::rule::check::Report;

checks! {
    /// Reports a classification authority block on a document without a date.
    "missing-date" = missing_date;
}

/// A year in any form is taken for a date, as dates are written in more ways than are read.
fn missing_date(document: &Document<'_>, report: &mut Report<'_>) {
    let Some(authority) = &document.authority else { return };
    let Some(first) = authority.fields.first() else { return };
    let text = document.text(document.span);
    let block =
        (authority.span.start - document.span.start) as usize..(authority.span.end - document.span.start) as usize;
    if document.dating.day().is_some() || names_year(&text[..block.start]) || names_year(&text[block.end..]) {
        return;
    }
    report.at(first.label.span.to(first.value)).repaired(document.is_damaged());
}

/// Whether a line is a date, however it is written: a few words with a year, and a month in letters or three numbers.
pub(crate) fn is_like_date(line: &str) -> bool {
    let numbers =
        line.split(['/', '.', '-', ' ']).filter(|part| part.bytes().all(|b| b.is_ascii_digit()) && !part.is_empty());
    let figures = numbers.count() == 3 && line.bytes().all(|b| b.is_ascii_digit() || b"/.- ".contains(&b));
    let named = line.split(|c: char| !c.is_ascii_alphabetic()).any(is_month);
    line.split_ascii_whitespace().count() <= 5
        && (named && line.bytes().any(|b| b.is_ascii_digit()) || figures)
        && names_year(line)
}

fn is_month(word: &str) -> bool {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    word.get(..3).is_some_and(|start| MONTHS.iter().any(|known| start.eq_ignore_ascii_case(known)))
}

/// Whether a year, `1987` or `\'14`, or a date in digits is in `text`.
fn names_year(text: &str) -> bool {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric());
    words.into_iter().any(|word| {
        let digits = word.bytes().filter(u8::is_ascii_digit).count();
        let year = word.get(..2).is_some_and(|century| matches!(century, "19" | "20"));
        digits == word.len() && (digits == 4 || digits == 8) && year || digits == 2 && is_short_year(text, word)
    })
}

/// Whether a month is before the two digits, or a slash or an apostrophe.
fn is_short_year(text: &str, word: &str) -> bool {
    let at = word.as_ptr() as usize - text.as_ptr() as usize;
    let before = text[..at].trim_end();
    let month = before.rsplit(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
    is_month(month) || before.ends_with(['/', '.', '-', '\'', '’'])
}
