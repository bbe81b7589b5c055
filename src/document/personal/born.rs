//! Words that say when somebody was born or where somebody lives in, the date or the address behind them out.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::{Captures, Regex};

use super::PersonalKind;
use crate::document::Document;
use crate::seek::Seeker;
use crate::source::Span;

/// The words, as they are written.
const WORDS: [&str; 16] = [
    "born",
    "Born",
    "BORN",
    "irth",
    "IRTH",
    "DOB",
    "Dob",
    "dob",
    "DPOB",
    "D.O.B",
    "d.o.b",
    "resid",
    "Resid",
    "RESID",
    "home address",
    "lives at",
];
/// The first of [`WORDS`] that speaks of a place.
const PLACES: usize = 11;
/// How the names of months begin.
const MONTHS: [&str; 12] = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
/// Bytes behind a word in which the date or the address must end.
const REACH: usize = 96;
/// The oldest that people get, in years.
const OLDEST: i16 = 110;

static SEEKER: LazyLock<Seeker> = LazyLock::new(|| Seeker::new(WORDS));

static BIRTH: LazyLock<Regex> = LazyLock::new(|| {
    let date = r"(?ix)^(?:place\ of\ birth|s?\.?\)?)?(?:\ on|\ date)?[\s:,/(-]{0,6}(?:
        (?<d>\d{1,2})[\ -]?(?<m>[A-Z]{3,9})\.?,?[\ -]?(?<y>\d{4}|\d{2})
      | (?<m2>[A-Z]{3,9})\.?\s+(?<d2>\d{1,2}),?\s+(?<y2>\d{4})
      | (?<n1>\d{1,2})[/.-](?<n2>\d{1,2})[/.-](?<y3>\d{4}|\d{2})
      | (?<y4>\d{4})-(?<n3>\d{2})-(?<n4>\d{2})
    )\b";
    Regex::new(date).expect("a valid pattern")
});

static RESIDENCE: LazyLock<Regex> = LazyLock::new(|| {
    let address = r"(?x)^[a-zA-Z]{0,6}(?:\s+(?:is|at|of|address|in|located)){0,3}[\s:,]{1,4}
        (?<here>(?:No\.\ )?\d{1,5}[A-Z]?\s(?:[A-Z][A-Za-z'.-]+\s){1,4}
        (?i:street|st|avenue|ave|road|rd|lane|ln|drive|dr|boulevard|blvd|court|ct|place|terrace|way|close|crescent)\b\.?)";
    Regex::new(address).expect("a valid pattern")
});

/// The dates of birth and the residences in `document`.
pub(super) fn read(document: &Document<'_>, see: &mut dyn FnMut(PersonalKind, Span)) {
    let text = document.source.text();
    SEEKER.each(document.text(document.span).as_bytes(), &mut |word, at| {
        let at = document.span.start as usize + at + WORDS[word].len();
        let reach = text.floor_char_boundary((at + REACH).min(document.span.end as usize));
        let behind = &text[at..reach.max(at)];
        let span = |start: usize, end: usize| Span::new((at + start) as u32, (at + end) as u32);
        if word >= PLACES {
            let here = RESIDENCE.captures(behind).and_then(|found| found.name("here"));
            here.into_iter().for_each(|here| see(PersonalKind::Residence, span(here.start(), here.end())));
        } else if let Some(found) = BIRTH.captures(behind)
            && is_birth(&found, document)
        {
            let first = ["d", "m2", "n1", "y4"].into_iter().find_map(|name| found.name(name));
            first.into_iter().for_each(|first| see(PersonalKind::Birth, span(first.start(), found.get_match().end())));
        }
    });
}

/// Whether the date can be, and somebody born on it can have lived when the document was written.
fn is_birth(found: &Captures<'_>, document: &Document<'_>) -> bool {
    let number = |names: &[&str]| names.iter().find_map(|name| found.name(name)?.as_str().parse::<i16>().ok());
    let Some(year) = number(&["y", "y2", "y3", "y4"]) else { return false };
    let month = ["m", "m2"].iter().find_map(|name| found.name(name));
    let month_fits = month.is_none_or(|month| is_month(month.as_str()));
    let day_fits = number(&["d", "d2"]).is_none_or(|day| (1..=31).contains(&day));
    let numbers = [number(&["n1", "n3"]), number(&["n2", "n4"])];
    let numbers_fit = numbers.iter().flatten().all(|number| (1..=31).contains(number))
        && numbers.iter().flatten().next().is_none_or(|_| numbers.iter().flatten().any(|number| *number <= 12));
    let written = document.dating.latest.or(document.today).map(Date::year);
    // Two digits may stand for either century.
    let age_fits =
        year < 100 || (1800..2200).contains(&year) && written.is_none_or(|now| (0..=OLDEST).contains(&(now - year)));
    month_fits && day_fits && numbers_fit && age_fits
}

fn is_month(word: &str) -> bool {
    let start = word.get(..3);
    start.is_some_and(|start| MONTHS.iter().any(|month| month.eq_ignore_ascii_case(start)))
}

#[cfg(test)]
mod tests {
    use super::super::tests::of;
    use super::*;

    #[test]
    fn a_date_of_birth_needs_a_word_before_it() {
        for (text, date) in [
            ("DOB: 12 MAR 1961, Lusaka", "12 MAR 1961"),
            ("DPOB: 12MAR61, LUSAKA", "12MAR61"),
            ("date and place of birth: 3/12/1961", "3/12/1961"),
            ("She was born on March 12, 1961 in", "March 12, 1961"),
            ("Date of birth:\n   1961-03-12", "1961-03-12"),
        ] {
            assert_eq!(of(PersonalKind::Birth, text), [date], "{text}");
        }
        for no in [
            "born in 1961",
            "born of 3 ideas",
            "reborn 12 TIMES 1961",
            "on 12 MAR 1961",
            "DOB: 45/45/1961",
            "birthday party",
        ] {
            assert!(of(PersonalKind::Birth, no).is_empty(), "{no}");
        }
    }

    #[test]
    fn nobody_is_born_after_the_telegram_or_lives_for_ever() {
        let of = |text: &str| {
            of(
                PersonalKind::Birth,
                &format!(
                    "O 081534Z MAR 07\nFM AMEMBASSY LUSAKA\nTO RUEHC/SECSTATE WASHDC\nUNCLAS LUSAKA 000128\nTAGS: PREL\nSUBJECT: X\n\n1. (U) {text}\n"
                ),
            )
        };
        assert_eq!(of("DOB 1 MAY 1950"), ["1 MAY 1950"]);
        assert!(of("DOB 1 MAY 1850").is_empty() && of("DOB 1 MAY 2011").is_empty());
    }

    #[test]
    fn a_residence_needs_a_number_and_a_street() {
        let found = of(PersonalKind::Residence, "He resides at 14 Old Harbor Road, and his residence: 9 Elm Street");
        assert_eq!(found, ["14 Old Harbor Road", "9 Elm Street"]);
        assert!(of(PersonalKind::Residence, "the Residence at 5 p.m.; 14 Old Harbor Road").is_empty());
    }
}
