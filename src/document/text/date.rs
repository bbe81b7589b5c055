//! Parses calendar dates in the forms used for declassification dates.
//!
//! A date that does not exist is parsed as one without a day, so that it can be reported. Callers that know the date
//! of the document choose the century of two-digit years.

use jiff::civil::Date;

use super::word::{Word, trim, words};
use crate::document::telegram::transmission::{is_month, month};
use crate::register::vocabulary::{SCAN, behind};
use crate::source::Span;

/// How a date is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateForm {
    /// `12/06/2027`, with `/` or `-`.
    MonthDayYear,
    /// `2027/12/06`, with `/` or `-`.
    YearMonthDay,
    /// `20271206`.
    Compact,
    /// `December 6, 2027` or `6 Dec 2027`.
    Words,
}

/// A date as it is in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WrittenDate {
    /// Its characters.
    pub span: Span,
    /// The day; `None` if the calendar has no such day.
    pub date: Option<Date>,
    /// How it is written.
    pub form: DateForm,
    /// Whether its year has two digits; the century is then one that puts it within 75 years
    /// after the document, or else the last before it.
    pub short_year: bool,
    /// Whether letters are where digits belong: `O4/09/2017`.
    pub repaired: bool,
}

/// The date that `text[span]` begins with. A two-digit year is taken for the first such year not before
/// `after`, unless that is further off than any marking ever ran.
pub(crate) fn date(text: &str, span: Span, after: Option<Date>) -> Option<WrittenDate> {
    numeric(text, span, after).or_else(|| misread(text, span, after)).or_else(|| in_words(text, span, false))
}

/// The dates that begin at words of `text[span]`: of a source, `DSCG 11-01, 20110315` or `memorandum dated 15 March 2011`.
pub fn dates(text: &str, span: Span, after: Option<Date>) -> impl Iterator<Item = WrittenDate> {
    words(text, span).filter_map(move |word| date(text, Span::new(word.span.start, span.end), after))
}

/// Whether `text[span]` begins with a date that the calendar does not have, `June 37, 1979`, or without its year `37 June`,
/// or is a time that the clock does not have.
/// Zeros are a blank to fill in, and `13/09/1998` may give the day first.
pub fn is_impossible(text: &str, span: Span) -> bool {
    // `2505Z`
    if let Some(time) = text[span.range()].strip_suffix('Z').filter(|time| time.len() == 4) {
        return time.parse::<u16>().is_ok_and(|time| time > 2400 || time % 100 > 59);
    }
    let Some(written) = date(text, span, None) else {
        return day_of_month(text, span).is_some_and(|(month, day, _)| day > 0 && Date::new(2000, month, day).is_err());
    };
    let parts: Vec<&str> = text[written.span.range()].split(['/', '-']).collect();
    let other_order = matches!(parts[..], [a, b, c] if calendar(c, b, a).is_some() || written.short_year);
    let blank = parts.iter().any(|part| part.bytes().all(|byte| byte == b'0'));
    written.date.is_none() && !written.repaired && !other_order && !blank
}

/// A month and a day beside it, however long the month is.
pub(crate) fn day_of_month(text: &str, span: Span) -> Option<(i8, i8, Span)> {
    let mut words = words(text, span);
    let (one, two) = (words.next()?, words.next()?);
    let bare = |word: Word<'_>| word.text.trim_end_matches(['.', ',', ';']).to_owned();
    let day = |word: &str| word.parse::<i8>().ok().filter(|_| word.bytes().all(|byte| byte.is_ascii_digit()));
    let name = |word: &str| month(word).filter(|_| is_month(word));
    let (first, second) = (bare(one), bare(two));
    let (month, day) = name(&first).zip(day(&second)).or_else(|| name(&second).zip(day(&first)))?;
    Some((month, day, super::word::trim_punctuation(text, one.span.to(two.span))))
}

/// A date in figures of which some were scanned as letters.
fn misread(text: &str, span: Span, after: Option<Date>) -> Option<WrittenDate> {
    let word = words(text, span).next().filter(|word| (6..=11).contains(&word.text.len()))?;
    let bare = super::word::trim_punctuation(text, word.span);
    let figures = digits(&text[bare.range()])?;
    let slashes = figures.bytes().filter(|b| *b == b'/').count();
    let read = numeric(&figures, Span::new(0, figures.len() as u32), after).filter(|_| slashes == 2)?;
    Some(WrittenDate { span: bare, repaired: true, ..read })
}

/// `seen` with digits for the letters that scanners make of them; `None` if other letters are in it, or none, or more
/// letters than digits.
pub(crate) fn digits(seen: &str) -> Option<String> {
    let letters = seen.bytes().filter(u8::is_ascii_alphabetic).count();
    let sound = seen.bytes().filter(u8::is_ascii_digit).count();
    let read = |c: char| if c.is_ascii_alphabetic() { behind(&SCAN.digits, c)?.chars().next() } else { Some(c) };
    if letters == 0 || letters > sound { None } else { seen.chars().map(read).collect() }
}

fn numeric(text: &str, span: Span, after: Option<Date>) -> Option<WrittenDate> {
    let inside = &text[span.range()];
    let len = inside.bytes().take_while(|b| b.is_ascii_digit() || matches!(b, b'/' | b'-')).count();
    let whole = inside[..len].trim_end_matches(['/', '-']);
    if inside[len..].starts_with(|c: char| c.is_alphanumeric()) {
        return None;
    }
    let written =
        |date, form| WrittenDate { span: span.part(0, whole.len()), date, form, short_year: false, repaired: false };
    if whole.len() == 8 && whole.bytes().all(|b| b.is_ascii_digit()) {
        return Some(written(calendar(&whole[..4], &whole[4..6], &whole[6..]), DateForm::Compact));
    }
    let parts: Vec<&str> = whole.split(['/', '-']).collect();
    let [a, b, c] = parts[..] else { return None };
    match (a.len(), b.len(), c.len()) {
        (4, 1 | 2, 1 | 2) => Some(written(calendar(a, b, c), DateForm::YearMonthDay)),
        (1 | 2, 1 | 2, 4) => Some(written(calendar(c, a, b), DateForm::MonthDayYear)),
        (1 | 2, 1 | 2, 2) => {
            Some(WrittenDate { short_year: true, ..written(short(c, a, b, after), DateForm::MonthDayYear) })
        }
        _ => None,
    }
}

fn calendar(year: &str, month: &str, day: &str) -> Option<Date> {
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

fn short(year: &str, month: &str, day: &str, after: Option<Date>) -> Option<Date> {
    let year: i16 = year.parse().ok()?;
    let in_century = |century: i16| Date::new(century + year, month.parse().ok()?, day.parse().ok()?).ok();
    match after {
        // No order ever let a marking run for more than 75 years: a year that far off is before the document.
        Some(after) => [1900, 2000, 2100]
            .into_iter()
            .filter_map(in_century)
            .find(|date| *date >= after && date.year() <= after.year() + 75)
            .or_else(|| [2100, 2000, 1900].into_iter().filter_map(in_century).find(|date| *date < after)),
        None => in_century(if year <= 69 { 2000 } else { 1900 }),
    }
}

/// The day on which a text says that it was written: in words, as `2014-03-03` or as `20140303`, and, where `labelled`,
/// with slashes and a year of four digits. Nothing but a time or an end of sentence may follow. Two digits of a year
/// after a month in words stand for one of 1940 to 2039; in figures they leave open which number is the year.
pub(crate) fn written_date(text: &str, span: Span, labelled: bool) -> Option<Date> {
    let span = behind_weekday(text, span);
    if let Some(at) = ordinal(&text[span.range()]) {
        let plain = [&text[span.part(0, at).range()], &text[span.start as usize + at + 2..span.end as usize]].concat();
        return written_date(&plain, Span::new(0, plain.len() as u32), labelled);
    }
    let apart = || {
        let in_figures = || date(text, span, None).filter(|written| !written.short_year);
        let written = in_words(text, span, true).or_else(in_figures)?;
        let allowed = labelled || written.form != DateForm::MonthDayYear;
        Some((written.date.filter(|_| allowed)?, written.span.end))
    };
    let (date, end) = glued_day(text, span).or_else(|| time_group(text, span)).or_else(apart)?;
    let behind = text[end as usize..span.end as usize].trim_start_matches([',', '.', ' ', '\t', '*', '_']);
    let time = behind.starts_with("at ") || behind.starts_with(|c: char| c.is_ascii_digit()) && behind.contains(':');
    let hours =
        behind.get(..4).filter(|hours| labelled && hours.bytes().all(|b| b.is_ascii_digit()) && *hours < "2400");
    let time = time || hours.is_some_and(|_| matches!(behind[4..].trim_start(), "" | "hours" | "hrs" | "Z" | "HOURS"));
    // Any other year was read wrong.
    (behind.is_empty() || time).then_some(date).filter(|date| (1900..2100).contains(&date.year()))
}

/// Where the letters of an ordinal are: `March 12th, 2014`.
fn ordinal(text: &str) -> Option<usize> {
    let at = text.find(|c: char| c.is_ascii_digit())?;
    let at = at + text[at..].bytes().take_while(u8::is_ascii_digit).count();
    let (letters, behind) = text[at..].split_at_checked(2)?;
    (["st", "nd", "rd", "th"].contains(&letters) && behind.starts_with([' ', ','])).then_some(at)
}

/// `span` without the name of a day that it begins with: `Monday, March 3, 2014`.
fn behind_weekday(text: &str, span: Span) -> Span {
    let Some(first) = words(text, span).next() else { return span };
    let name = first.text.trim_end_matches([',', '.']);
    let days = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"];
    let is_day =
        |day: &&str| name.len() >= 3 && day.get(..name.len()).is_some_and(|day| day.eq_ignore_ascii_case(name));
    if days.iter().any(is_day) { trim(text, Span::new(first.span.end, span.end)) } else { span }
}

/// `03MAR2014`, `3-Mar-14`, `3/March/2014`: the day, and where it ends.
fn glued_day(text: &str, span: Span) -> Option<(Date, u32)> {
    let word = words(text, span).next()?;
    let digits = word.text.bytes().take_while(u8::is_ascii_digit).count();
    let behind = word.text[digits..].trim_start_matches(['-', '/', '.']);
    let letters = behind.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (name, behind) = behind.split_at(letters);
    let year = behind.trim_start_matches(['-', '/', '.']).trim_end_matches([',', '.']);
    if !(1..=2).contains(&digits) || letters < 3 || letters > 3 && !is_month(name) {
        return None;
    }
    let date = Date::new(full_year(year)?, month(name)?, word.text[..digits].parse().ok()?).ok()?;
    Some((date, word.span.end - (behind.len() - behind.trim_end_matches([',', '.']).len()) as u32))
}

/// `091200Z MAY 18`, `091200ZMAY2018`: the day of a date-time group, and where it ends.
fn time_group(text: &str, span: Span) -> Option<(Date, u32)> {
    let inside = &text[span.range()];
    let (group, behind) = inside.split_at_checked(6).filter(|(group, _)| group.bytes().all(|b| b.is_ascii_digit()))?;
    let letters = behind.bytes().take_while(u8::is_ascii_alphabetic).count();
    let name = behind[usize::from(matches!(letters, 1 | 4))..].trim_start();
    let letters = name.bytes().take_while(u8::is_ascii_alphabetic).count();
    let year = name[letters..].trim_start();
    let digits = year.bytes().take_while(u8::is_ascii_digit).count();
    let sound = is_month(&name[..letters]) && group[2..4] < *"24" && group[4..] < *"60";
    let date = Date::new(full_year(&year[..digits])?, month(name).filter(|_| sound)?, group[..2].parse().ok()?).ok()?;
    Some((date, span.end - (year.len() - digits) as u32))
}

/// A year of four digits, or of two that stand for one of 1940 to 2039.
pub(crate) fn full_year(digits: &str) -> Option<i16> {
    let year: i16 = digits.parse().ok().filter(|_| digits.bytes().all(|b| b.is_ascii_digit()))?;
    match digits.len() {
        4 => Some(year),
        2 => Some(if year < 40 { 2000 + year } else { 1900 + year }),
        _ => None,
    }
}

/// `December 6, 2027`, `6 December 2027`, `06 DEC 2027`; `3 Mar 64` where a year may be short.
fn in_words(text: &str, span: Span, short: bool) -> Option<WrittenDate> {
    let mut words = words(text, span);
    let (first, second, third) = (words.next()?, words.next()?, words.next()?);
    let bare = |word: &'_ str| word.trim_end_matches([',', '.']).to_owned();
    let short_year = short && first.text.starts_with(|c: char| c.is_ascii_digit());
    let (day, name) =
        if first.text.starts_with(|c: char| c.is_ascii_digit()) { (first, second) } else { (second, first) };
    if !bare(name.text).bytes().all(|b| b.is_ascii_alphabetic()) || name.text.len() < 3 {
        return None;
    }
    let (month, day, year) = (month(name.text)?, bare(day.text), bare(third.text));
    let whole = year.len() == 4 || short_year && year.len() == 2;
    if !whole || day.is_empty() || day.len() > 2 || !day.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let date = Date::new(full_year(&year)?, month, day.parse().ok()?).ok();
    let span = Span::new(first.span.start, third.span.start + year.len() as u32);
    Some(WrittenDate { span, date, form: DateForm::Words, short_year: year.len() == 2, repaired: false })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, labelled: bool) -> Option<String> {
        written_date(text, Span::new(0, text.len() as u32), labelled).map(|date| date.to_string())
    }

    #[test]
    fn a_paper_is_dated_in_many_forms() {
        for (written, day) in [
            ("March 3, 2014", "2014-03-03"),
            ("3 March 2014", "2014-03-03"),
            ("Monday, March 3, 2014 at 10:12 AM", "2014-03-03"),
            ("03MAR2014", "2014-03-03"),
            ("March 3rd, 2014", "2014-03-03"),
            ("3rd March 2014", "2014-03-03"),
            ("03-Mar-2014", "2014-03-03"),
            ("3-March-14", "2014-03-03"),
            ("031200Z MAR 14", "2014-03-03"),
            ("031200ZMAR2014.", "2014-03-03"),
            ("3 MAR 64", "1964-03-03"),
            ("20140303", "2014-03-03"),
            ("2014-03-03", "2014-03-03"),
        ] {
            assert_eq!(read(written, false).as_deref(), Some(day), "{written}");
        }
        assert_eq!(read("3 Mar 14, 1645", true).as_deref(), Some("2014-03-03"));
        assert_eq!(read("03/03/2014", true).as_deref(), Some("2014-03-03"));
        for prose in [
            "03/03/2014",
            "3/3/64",
            "March 3, 2014 was cold",
            "3 March 1396",
            "February 30, 2014",
            "March",
            "032500Z MAR 14",
            "3-mast-2014",
            "031200Z MAR 14 was sent",
        ] {
            assert_eq!(read(prose, false), None, "{prose}");
        }
    }
}
