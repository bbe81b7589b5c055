//! A word that says when somebody was born in, the date behind it or the dates below it in a table out.

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::{Captures, Regex};

use super::PersonalKind;
use crate::document::Document;
use crate::source::Span;

/// How the names of months begin.
const MONTHS: [&str; 12] = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
/// Bytes behind a word in which the date must end.
const REACH: usize = 112;
/// The oldest that people get, in years.
const OLDEST: i16 = 110;
/// Words that stand in no name of a place, so that the date behind them is another.
const NO_PLACE: [&str; 18] = [
    "after",
    "and",
    "any",
    "because",
    "before",
    "certificate",
    "certificates",
    "for",
    "that",
    "to",
    "treaty",
    "until",
    "was",
    "were",
    "when",
    "where",
    "which",
    "who",
];

/// A date, in the order of any country.
const DATE: &str = r"(?:
    (?<d>\d{1,2})(?:st|nd|rd|th)?(?:\ of)?(?:[/.-]|\s{1,14})?(?<m>[A-Z]{3,9})\.?,?(?:[/.-]|\s{1,14})?'?(?<y>\d{4}|\d{2})
  | (?<m2>[A-Z]{3,9})\.?(?:[/-]|\s{1,14})(?<d2>\d{1,2})(?:st|nd|rd|th)?(?:[/-]|,?\s{1,14})(?<y2>\d{4})
  | (?<n1>\d{1,2})[/.-](?<n2>\d{1,2})[/.-](?<y3>\d{4}|\d{2})
  | (?<y4>\d{4})[/.-](?<n3>\d{2})[/.-](?<n4>\d{2})
  | (?<y5>\d{4})[\ -]?(?<m3>[A-Z]{3,9})[\ -]?(?<d3>\d{1,2})
  | (?<y6>(?:18|19|20)\d{2})(?<n5>[01]\d)(?<n6>[0-3]\d)
)\b";

/// What stands between words, in a line or over its end, but not between the cells of a table.
const GAP: &str = r"(?:\ {1,2}|\ ?\r?\n\ {0,12})";

/// A date behind the word, right away or behind a place.
static BEHIND: LazyLock<Regex> = LazyLock::new(|| {
    let pattern = format!(
        r"(?ix)^(?:[\ -]?date|day\s(?:is|was)|day\s*:|s|\.)?\)?(?:\s*/\s*POB|(?:\ and|/)\s?place(?:\ of\ birth)?)?
        (?:\s{{1,14}}(?:is|was|(?:given|listed|reported|recorded)\ as))?
        (?:
            [\s:,/(=-]{{0,14}}(?:on\s{{1,14}}(?:the\s)?)?(?:(?:or\ )?about\s|circa\s|ca?\.\s?)?
          | (?:\s?:\s{{0,14}}|{GAP})(?:(?<at>in|at|near){GAP})?(?<place>[a-z][a-z'.-]*(?:{GAP}[a-z][a-z'.-]*){{0,3}}?
            (?:,{GAP}[a-z][a-z'.-]*(?:\ [a-z][a-z'.-]*){{0,2}}?){{0,2}}?)(?<end>[,/;]|\ -)?{GAP}(?:on{GAP}(?:the\ )?)?
        ){DATE}"
    );
    Regex::new(&pattern).expect("a valid pattern")
});

/// A date in a cell of a table.
static IN_CELL: LazyLock<Regex> = LazyLock::new(|| Regex::new(&format!("(?ix)^{DATE}")).expect("a valid pattern"));

/// The date behind `word`, which speaks of a birth.
pub(super) fn read_behind(document: &Document<'_>, word: Span, see: &mut dyn FnMut(PersonalKind, Span)) {
    let text = document.source.text();
    let at = word.end as usize;
    let reach = text.floor_char_boundary((at + REACH).min(document.span.end as usize)).max(at);
    let found = BEHIND.captures(&text[at..reach]).filter(is_place);
    see_date(document, word.end, found, see);
}

/// The date in `cell`, which stands below a heading that speaks of births.
pub(super) fn read_cell(document: &Document<'_>, cell: Span, see: &mut dyn FnMut(PersonalKind, Span)) {
    see_date(document, cell.start, IN_CELL.captures(document.text(cell)), see);
}

/// Sees the date that was `found` in the text from `at` on, if it can be one of birth.
fn see_date(document: &Document<'_>, at: u32, found: Option<Captures<'_>>, see: &mut dyn FnMut(PersonalKind, Span)) {
    let Some(found) = found.filter(|found| is_birth(found, document)) else { return };
    let first = ["d", "m2", "n1", "y4", "y5", "y6"].into_iter().find_map(|name| found.name(name));
    if let Some(first) = first {
        see(PersonalKind::Birth, Span::new(at + first.start() as u32, at + found.get_match().end() as u32));
    }
}

/// Whether what stands before the date can be a place: a word says so or a comma comes behind it, and in small letters only
/// words like `of` go on with one.
fn is_place(found: &Captures<'_>) -> bool {
    let Some(place) = found.name("place") else { return true };
    if found.name("at").is_none() && found.name("end").is_none() {
        return false;
    }
    let words = || place.as_str().split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let small = |word: &str| word.starts_with(char::is_lowercase) && !matches!(word, "of" | "de" | "la" | "el" | "al");
    let goes_on =
        words().next().is_some_and(|first| first.eq_ignore_ascii_case("of") || first.eq_ignore_ascii_case("out"));
    !goes_on && !words().any(|word| small(word) || NO_PLACE.iter().any(|no| word.eq_ignore_ascii_case(no)))
}

/// Whether the date can be, and somebody born on it can have lived when the document was written.
fn is_birth(found: &Captures<'_>, document: &Document<'_>) -> bool {
    let number = |names: &[&str]| names.iter().find_map(|name| found.name(name)?.as_str().parse::<i16>().ok());
    let Some(year) = number(&["y", "y2", "y3", "y4", "y5", "y6"]) else { return false };
    let month = ["m", "m2", "m3"].iter().find_map(|name| found.name(name));
    let month_fits = month.is_none_or(|month| is_month(month.as_str()));
    let day_fits = number(&["d", "d2", "d3"]).is_none_or(|day| (1..=31).contains(&day));
    let numbers = [number(&["n1", "n3", "n5"]), number(&["n2", "n4", "n6"])];
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
            ("born March 12th,\n   1961.", "March 12th,\n   1961"),
            ("BORN AT NDOLA, ZAMBIA,\n12 MARCH 1961", "12 MARCH 1961"),
            ("born in New York on 12th of March 1961", "12th of March 1961"),
            ("DPOB: LUSAKA, 12-MAR-1961", "12-MAR-1961"),
            ("DOB/POB: 12.03.1961/Ndola", "12.03.1961"),
            ("born on the 12th of March 1961", "12th of March 1961"),
            ("D/POB: 12 MAR 1961", "12 MAR 1961"),
            ("Birth date: 12 MAR 1961", "12 MAR 1961"),
            ("Birthdate 1961/03/12", "1961/03/12"),
            ("DOB 19610312", "19610312"),
            ("J. Fictive (b. 12 Mar. 1961) is", "12 Mar. 1961"),
            ("his birthday is March 12, 1961", "March 12, 1961"),
        ] {
            assert_eq!(of(PersonalKind::Birth, text), [date], "{text}");
        }
        for no in [
            "born in 1961",
            "born of 3 ideas",
            "reborn 12 TIMES 1961",
            "Stubborn 12 MAR 1961",
            "BORN IN THE CITY WHERE THE TREATY OF 12 MAR 1961 WAS SIGNED",
            "born in the spring of hope 12 March 1961",
            "on 12 MAR 1961",
            "BORN DURING THE STRIKE OF 12 MAR 1961",
            "BIRTH CERTIFICATE ISSUED 12 MAR 1961",
            "BIRTH OF A NATION, 4 JULY 1961",
            "DOB: 45/45/1961",
            "birthday party",
            "(b) 12 MAR 1961",
        ] {
            assert!(of(PersonalKind::Birth, no).is_empty(), "{no}");
        }
    }

    #[test]
    fn a_table_has_its_word_over_the_dates() {
        let text = "Name\tDOB\tPOB\nFictive\t12-MAR-1961\tLund\nTive\t3 May 1970\tOslo\n";
        assert_eq!(of(PersonalKind::Birth, text), ["12-MAR-1961", "3 May 1970"]);
        assert!(of(PersonalKind::Birth, "Name\tDOB\tPassed\nFictive\t\t12-MAR-1961\n").is_empty());
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
}
