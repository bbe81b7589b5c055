//! Parses the format lines that a communications center puts above a telegram.
//!
//! VZCZC…, routing, DE, ZNR/ZNY and date-time group (ACP 127, 5 FAH-2 H-320). A recognized line that does not fit its
//! grammar gives `None`; the caller keeps it as malformed.

use jiff::civil::Date;

use crate::document::text::word::{Word, words};
use crate::marking::Level;
use crate::source::Span;

/// How fast a telegram must travel. Ordered from the slowest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Precedence {
    /// Within six hours; the one that is not written.
    Routine,
    /// Within three hours.
    Priority,
    /// Within half an hour; night action (NIACT) counts as this.
    Immediate,
    /// Within ten minutes.
    Flash,
}

impl Precedence {
    /// All of them, from the slowest.
    pub const ALL: [Precedence; 4] =
        [Precedence::Routine, Precedence::Priority, Precedence::Immediate, Precedence::Flash];

    /// The letter in a date-time group, doubled in the routing line.
    pub fn letter(self) -> char {
        ['R', 'P', 'O', 'Z'][self as usize]
    }

    /// The word after an addressee.
    pub fn word(self) -> &'static str {
        ["ROUTINE", "PRIORITY", "IMMEDIATE", "FLASH"][self as usize]
    }

    fn from_letter(letter: char) -> Option<Precedence> {
        Precedence::ALL.into_iter().find(|precedence| precedence.letter() == letter)
    }
}

/// `VZCZCXRO5214`: the channel and the number of the transmission.
#[derive(Clone, Copy, Debug)]
pub struct Identifier {
    /// The whole line.
    pub span: Span,
    /// The three letters of the channel.
    pub channel: Span,
}

/// `OO RUEHCHI RUEHCN`: how fast, and to which relays.
#[derive(Clone, Debug)]
pub struct Routing {
    /// The whole line, without continuation lines.
    pub span: Span,
    /// The doubled letter.
    pub precedence_span: Span,
    /// What it means, if it is one of the four.
    pub precedence: Option<Precedence>,
    /// The routing indicators.
    pub indicators: Vec<Span>,
}

/// `DE RUEHBJ #7385 3401158`: who filed the telegram, under which number, and when.
#[derive(Clone, Copy, Debug)]
pub struct Filing {
    /// The whole line.
    pub span: Span,
    /// The routing indicator of the sender.
    pub indicator: Span,
    /// The station serial number without `#`, and its place.
    pub serial: (u32, Span),
    /// The section of the telegram, and its place.
    pub section: Option<(u32, Span)>,
    /// The day of the year, and its place.
    pub day: (u32, Span),
    /// Hours and minutes as one number, and their place.
    pub time: (u32, Span),
}

/// `ZNY CCCCC ZZH`: the security prosign.
#[derive(Clone, Copy, Debug)]
pub struct Prosign {
    /// The whole line.
    pub span: Span,
    /// `ZNR` or `ZNY`.
    pub code: Span,
    /// The letters after it.
    pub letters: Span,
    /// The level that the letters stand for, if they are equal and known.
    pub level: Option<Level>,
    /// Whether the letters are those of text encrypted for transmission only.
    pub encrypted_only: bool,
}

/// `O 061158Z DEC 07`: precedence, day, time and month.
#[derive(Clone, Debug)]
pub struct DateTimeGroup {
    /// The group from its first precedence letter to the year.
    pub span: Span,
    /// The precedence letters with their places.
    pub precedences: Vec<(Precedence, Span)>,
    /// The six digits.
    pub digits: Span,
    /// Hours and minutes as one number.
    pub time: u32,
    /// The letter of the time zone.
    pub zone: Span,
    /// The calendar date; `None` if there is no such day or time, or no month and year.
    pub date: Option<Date>,
    /// Year and month, if they are there, whether or not the month has such a day.
    pub month: Option<(i16, i8)>,
    /// Whether month and year are there. Telegrams of the armed services left them out until the 1960s.
    pub complete: bool,
    /// Whether the zone letter was scanned as a digit.
    pub repaired: bool,
    /// The operating signals after the year.
    pub signals: Vec<Span>,
}

pub(crate) fn identifier(text: &str, line: Span) -> Option<Identifier> {
    let word = words(text, line).next()?;
    let rest = word.after("VZCZC".len());
    let channel = rest.text.get(..3).filter(|channel| channel.bytes().all(|b| b.is_ascii_uppercase()))?;
    let number = rest.after(channel.len());
    let sound = matches!(number.text.len(), 3 | 4) && number.number().is_some() && words(text, line).count() == 1;
    sound.then_some(Identifier { span: line, channel: rest.before(3).span })
}

/// Whether a word is made like a routing indicator (ACP 117: four to seven capitals; the first is R).
pub fn is_routing_indicator(word: &str) -> bool {
    (4..=7).contains(&word.len()) && word.starts_with('R') && word.bytes().all(|b| b.is_ascii_uppercase())
}

pub(crate) fn routing(text: &str, line: Span) -> Option<Routing> {
    let mut words = words(text, line);
    let pair = words.next()?;
    let mut letters = pair.text.chars();
    let (first, second) = (letters.next()?, letters.next()?);
    let precedence = if first == second { Precedence::from_letter(first) } else { None };
    let indicators = words.map(|word| word.span).collect();
    Some(Routing { span: line, precedence_span: pair.span, precedence, indicators })
}

pub(crate) fn filing(text: &str, line: Span) -> Option<Filing> {
    let mut words = words(text, line).skip(1);
    let (indicator, number, moment) = (words.next()?, words.next()?, words.next()?);
    if words.next().is_some() || !number.text.starts_with('#') || moment.text.len() != 7 || !moment.text.is_ascii() {
        return None;
    }
    let (serial, section) = match number.text.find('/') {
        Some(slash) => (number.before(slash).after(1), Some(number.after(slash + 1))),
        None => (number.after(1), None),
    };
    if serial.text.len() != 4 || section.is_some_and(|section| section.text.len() != 2) {
        return None;
    }
    let section = match section {
        Some(section) => Some((section.number()?, section.span)),
        None => None,
    };
    let (day, time) = (moment.before(3), moment.after(3));
    Some(Filing {
        span: line,
        indicator: indicator.span,
        serial: (serial.number()?, serial.span),
        section,
        day: (day.number()?, day.span),
        time: (time.number()?, time.span),
    })
}

pub(crate) fn prosign(text: &str, line: Span) -> Option<Prosign> {
    let mut words = words(text, line);
    let (code, letters) = (words.next()?, words.next()?);
    let main = letters.text.split('/').next()?;
    if main.len() != 5 || !main.bytes().all(|b| b.is_ascii_uppercase()) {
        return None;
    }
    // ACP 117: a release designator may replace the last two letters.
    let first = main.chars().next()?;
    let equal =
        main.chars().take(3).all(|c| c == first) && main[3..].chars().all(|c| c == first || "ABCOUXZ".contains(c));
    let level = match (equal, first) {
        (true, 'U' | 'E') => Some(Level::Unclassified),
        (true, 'C') => Some(Level::Confidential),
        (true, 'S') => Some(Level::Secret),
        (true, 'T') => Some(Level::TopSecret),
        _ => None,
    };
    Some(Prosign { span: line, code: code.span, letters: letters.span, level, encrypted_only: equal && first == 'E' })
}

const MONTHS: [&str; 12] = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

/// The number, from 1, of the month that `word` names or begins with the name of.
pub(crate) fn month(word: &str) -> Option<i8> {
    let start = word.get(..3)?;
    MONTHS.iter().position(|month| month.eq_ignore_ascii_case(start)).map(|index| index as i8 + 1)
}

/// Whether `word` is the name of a month, whole or cut short.
pub(crate) fn is_month(word: &str) -> bool {
    let names = "JANUARY FEBRUARY MARCH APRIL MAY JUNE JULY AUGUST SEPTEMBER OCTOBER NOVEMBER DECEMBER";
    let upper = word.trim_end_matches('.').to_ascii_uppercase();
    upper.len() >= 3 && names.split(' ').any(|name| name.starts_with(&upper))
}

/// Reads a date-time group; `None` if the line does not begin like one. Blanks may be missing or too many, and the
/// precedence may be missing, or doubled as in the routing line.
pub(crate) fn date_time_group(text: &str, line: Span) -> Option<DateTimeGroup> {
    let mut words = words(text, line).flat_map(parts).peekable();
    words.next_if(|word| matches!(word.text, "DTG" | "DTG:"));
    let mut precedences = Vec::new();
    while let Some(word) = words.next_if(|word| word.text.len() == 1) {
        let letter = word.text.chars().next()?;
        match Precedence::from_letter(letter) {
            Some(precedence) if precedences.iter().any(|(given, _)| *given == precedence) => {}
            Some(precedence) => precedences.push((precedence, word.span)),
            // Emergency command precedence and the unexplained M of ACP texts: letters without a word.
            None if matches!(letter, 'Y' | 'M') => {}
            None => return None,
        }
    }
    // `14 1233Z`
    let torn = words.next_if(|word| word.text.len() == 2 && word.number().is_some());
    let len = if torn.is_some() { 4 } else { 6 };
    let group = words.next().filter(|word| word.text.len() == len + 1 && word.text.is_char_boundary(len))?;
    let (digits, zone) = (group.before(len), group.after(len));
    let number = torn.and_then(Word::number).unwrap_or(0) * 10_000 + digits.number()?;
    // Z is scanned as 2 or 7 (`2217432 DEC 93`).
    let repaired = matches!(zone.text, "2" | "7");
    if !repaired && !zone.text.starts_with(|c: char| c.is_ascii_uppercase()) {
        return None;
    }
    let (day, time) = (number / 10_000, number % 10_000);
    let month_name = words.clone().next().filter(|word| is_month(word.text)).and_then(|word| month(word.text));
    let mut group = DateTimeGroup {
        span: Span::new(line.start, zone.span.end),
        precedences,
        digits: torn.unwrap_or(digits).span.to(digits.span),
        time,
        zone: zone.span,
        date: None,
        month: None,
        complete: month_name.is_some(),
        repaired,
        signals: Vec::new(),
    };
    if let Some(month) = month_name {
        let year = words.nth(1)?;
        group.month = Some((full_year(year)?, month));
        group.date = Date::new(full_year(year)?, month, day as i8).ok().filter(|_| time / 100 < 24 && time % 100 < 60);
        group.span.end = year.span.end;
        group.signals = words.map(|word| word.span).collect();
    } else if repaired || !(1..=31).contains(&day) || is_month_and_year(words) {
        // Seven digits alone are not a date-time group, and neither is one of a month that does not exist.
        return None;
    }
    Some(group)
}

/// A word of a group, cut where a blank is missing: `P141233Z`, `141233ZFEB08`.
fn parts(word: Word<'_>) -> impl Iterator<Item = Word<'_>> + Clone {
    let mut rest = Some(word);
    std::iter::from_fn(move || {
        let word = rest.take()?;
        let letters = word.text.bytes().take_while(u8::is_ascii_uppercase).count();
        let digits = word.text.bytes().skip(letters).take_while(u8::is_ascii_digit).count();
        let cut = match (letters, digits) {
            (0, 6) if word.text.len() > 7 && word.text.is_char_boundary(7) => 7,
            (2, 0) if word.text.bytes().all(|b| b"ZOPR".contains(&b)) => 1,
            (1 | 2, 6) | (3, 2 | 4) => letters,
            _ => return Some(word),
        };
        rest = Some(word.after(cut));
        Some(word.before(cut))
    })
}

/// Whether three letters and a year are next.
fn is_month_and_year<'t>(mut words: impl Iterator<Item = Word<'t>>) -> bool {
    let letters =
        words.next().is_some_and(|word| word.text.len() == 3 && word.text.bytes().all(|b| b.is_ascii_uppercase()));
    letters && words.next().and_then(full_year).is_some()
}

/// A year as it is written in headers: two digits (50 and later are of the last century) or four.
fn full_year(year: Word<'_>) -> Option<i16> {
    let number = year.number()? as i16;
    match year.text.len() {
        2 => Some(century(number)),
        4 => Some(number),
        _ => None,
    }
}

/// The full year of a two-digit one in a header: no telegram of this kind is older than 1950.
pub(crate) fn century(year: i16) -> i16 {
    if year >= 50 { 1900 + year } else { 2000 + year }
}

/// A precedence letter or two with a group of digits and a zone after them, sound or not. However else it is written, it stands
/// right above the sender.
pub(crate) fn is_date_time_group(text: &str, line: Span) -> bool {
    let digits = |word: &Word<'_>| {
        let letters = word.text.bytes().take_while(u8::is_ascii_uppercase).count();
        if letters < 3 { word.text.bytes().skip(letters).take_while(u8::is_ascii_digit).count() } else { 0 }
    };
    let mut words = words(text, line);
    let Some(first) = words.next() else { return false };
    let group = first.text.len() == 1
        && words
            .clone()
            .find(|word| word.text.len() > 1)
            .is_some_and(|word| digits(&word) >= 4 && word.text.len() <= digits(&word) + 1);
    let sent = || text[line.end as usize..].trim_start().starts_with("FM ");
    let begins = first.text.starts_with(|c: char| c.is_ascii_digit() || "ZOPRD".contains(c));
    group
        || first.text.len() == 1 && date_time_group(text, line).is_some()
        || begins && sent() && (digits(&first) >= 4 || words.any(|word| digits(&word) >= 4))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn group(line: &str) -> Option<DateTimeGroup> {
        date_time_group(line, Span::new(0, line.len() as u32))
    }

    fn is_group(text: &str, len: u32) -> bool {
        is_date_time_group(text, Span::new(0, len))
    }

    #[test]
    fn a_group_is_read_whatever_its_blanks_and_its_precedence() {
        let day = Some(jiff::civil::date(2008, 2, 14));
        for line in [
            "P 141233Z FEB 08",
            "O P 141233Z FEB 2008",
            "141233Z FEB 08",
            "PP 141233Z FEB 08",
            "P141233Z FEB 08",
            "P 14 1233Z FEB 08",
            "P 141233ZFEB08",
            "DTG: 141233Z FEB 08",
            "OP 141233Z FEBRUARY 08",
        ] {
            let read = group(line).map(|group| (group.date, group.time, group.complete));
            assert_eq!(read, Some((day, 1233, true)), "{line}");
            assert!(is_group(&format!("{line}\nFM AMEMBASSY OSLO"), line.len() as u32), "{line}");
        }
        for line in
            ["141233Z", "14 boats 1233Z", "PP RUEHC 0142", "P 141233Z FEV 08", "2007 report of May 08", "DTG unknown"]
        {
            assert!(group(line).is_none_or(|group| group.date.is_none()), "{line}");
        }
    }

    #[test]
    fn what_is_written_otherwise_is_a_group_only_above_the_sender() {
        assert!(is_group("R 141200", 8) && !is_group("141200Z\nTO AMEMBASSY OSLO", 7));
        assert!(
            is_group("P 141233Z/FEB/08\nFM AMEMBASSY OSLO", 16) && is_group("PRIORITY 141200Z\nFM AMEMBASSY OSLO", 16)
        );
        assert!(!is_group("141200Z MAY 76 STAFF\nCITE PORT VELM 20417", 20));
        assert!(!is_group("PAGE 01 OSLO 00123 141200Z MAY 76\nACTION EUR-12", 33));
    }
}
