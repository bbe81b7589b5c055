//! Reads dates of birth after the words that announce them, or below them in a table.

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::{Page, PersonalKind};
use crate::document::telegram::transmission::month;
use crate::document::text::line::{before_empty_line, behind_empty_line};
use crate::register::vocabulary::WORDS;
use crate::source::Span;
use crate::source::visible::folded;

const REACH: usize = 112;
const OLDEST: i16 = 110;

/// A date, in the order of any country.
const DATE: &str = r"(?:
    (?<d>\d{1,2})(?:st|nd|rd|th)?(?:\ of)?(?:[/.-]|\s{1,14})?(?<m>[A-Z]{3,9})\.?,?(?:[/.-]|\s{1,14})?'?(?<y>\d{4}|\d{2})
  | (?<m2>[A-Z]{3,9})\.?(?:[/-]|\s{1,14})(?<d2>\d{1,2})(?:st|nd|rd|th)?(?:[/-]|,?\s{1,14})(?<y2>\d{4})
  | (?<n1>\d{1,2})[/.-](?<n2>\d{1,2})[/.-](?<y3>\d{4}|\d{2})
  | (?<y4>\d{4})[/.-](?<n3>\d{2})[/.-](?<n4>\d{2})
  | (?<y5>\d{4})[\ -]?(?<m3>[A-Z]{3,9})[\ -]?(?<d3>\d{1,2})
  | (?<y6>(?:18|19|20)\d{2})(?<n5>[01]\d)(?<n6>[0-3]\d)
)\b";

/// What is between words, in a line or over its end, but not between the cells of a table.
const GAP: &str = r"(?:\ {1,2}|\ ?\r?\n\ {0,12})";

/// A date after the word, right away or after a place.
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

/// A date in the middle of a text.
static ANYWHERE: LazyLock<Regex> = LazyLock::new(|| Regex::new(&format!(r"(?ix)\b{DATE}")).expect("a valid pattern"));

/// Who has a birthday that everybody keeps: no person's own is meant.
static KEPT_BY_ALL: LazyLock<Regex> = LazyLock::new(|| {
    let whose = WORDS.exposure.kept_by_all.join("|");
    Regex::new(&format!(r"(?i)(?:\b(?:{whose})[sz]?['’]?s?|\b\d+(?:st|nd|rd|th)|['’]s official)\s{{1,4}}$"))
        .expect("a valid pattern")
});

/// Words about the dead, whose dates are public, anywhere in the paragraph.
static DEAD: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(&format!(r"(?i)\b(?:{})\b", WORDS.exposure.dead.join("|"))).expect("a valid pattern"));
/// The same directly after the date: that they died, or when.
static DIED: LazyLock<Regex> = LazyLock::new(|| {
    let died = r"(?i)^[^.;]{0,80}\b(?:died|deceased)\b|^\s?(?:-|–|—|to)\s?[A-Z0-9 ,./-]{0,16}\b(?:1[89]|20)\d\d\b";
    Regex::new(died).expect("a valid pattern")
});
/// Bytes on either side of a date in which that is said.
const NEAR: usize = 400;

pub(crate) fn read_behind(page: Page<'_>, word: Span, see: &mut dyn FnMut(PersonalKind, Span)) {
    let text = page.text;
    let at = word.end as usize;
    let reach = text.floor_char_boundary((at + REACH).min(page.span.end as usize)).max(at);
    let found = BEHIND.captures(&text[at..reach]).filter(is_place);
    let feast = text[at..].get(..3).is_some_and(|day| day.eq_ignore_ascii_case("day"));
    if let Some((span, day)) = found.and_then(|found| read(page, word.end, &found))
        && !(feast && is_feast(page, word, &day))
        && !is_of_the_dead(page, span)
        && !is_of_a_thing(page, word)
    {
        see(PersonalKind::Birth, span);
    }
}

pub(crate) fn read_cell(page: Page<'_>, cell: Span, see: &mut dyn FnMut(PersonalKind, Span)) {
    let found = IN_CELL.captures(&page.text[cell.range()]);
    if let Some((span, _)) = found.and_then(|found| read(page, cell.start, &found)) {
        see(PersonalKind::Birth, span);
    }
}

/// The date that was `found` in the text from `at` on, if a person born then could have been alive when the text was
/// written.
fn read(page: Page<'_>, at: u32, found: &Captures<'_>) -> Option<(Span, Day)> {
    let (place, day) = Day::read(found)?;
    let lived = |now: i16| (0..=OLDEST).contains(&(now - day.year));
    // Two digits may stand for either century.
    let fits = day.year < 100 || (1800..2200).contains(&day.year) && page.written.is_none_or(lived);
    fits.then_some((Span::new(at + place.start as u32, at + place.end as u32), day))
}

/// Whether the birthday with `word` is a holiday, or was kept about when the text was written.
fn is_feast(page: Page<'_>, word: Span, day: &Day) -> bool {
    let stem = &page.text[page.span.start as usize..word.start as usize];
    // The word is looked for without its first letter.
    let stem = stem.strip_suffix(['b', 'B']).unwrap_or(stem);
    let from = stem.ceil_char_boundary(stem.len().saturating_sub(NEAR));
    let recent =
        page.written.is_some_and(|now| (now - day.year).rem_euclid(if day.year < 100 { 100 } else { 10_000 }) <= 2);
    let coming = page.written.is_some_and(|now| day.year < 100 && (day.year - now).rem_euclid(100) <= 2);
    recent || coming || KEPT_BY_ALL.is_match(&stem[from..])
}

/// Words that lead from a noun to what is said of it, or to where it is.
const LEADING: [&str; 11] = ["of", "for", "in", "on", "at", "to", "with", "between", "against", "that", "which"];

/// Whether `word` says of a thing that it was born: `The idea of the pier was born on …`.
fn is_of_a_thing(page: Page<'_>, word: Span) -> bool {
    let before = &page.text[page.span.start as usize..word.start as usize];
    let near = &before[before.ceil_char_boundary(before.len().saturating_sub(NEAR))..];
    // The word is looked for without its first letter.
    let stem = near.strip_suffix(['b', 'B']).unwrap_or(near).trim_end();
    let said = ["was", "were", "is"].into_iter().find_map(|said| Some(&stem[..strip_word(stem, said)?]));
    let clause = said.unwrap_or_default().rsplit(['.', ';', ':', ',', '(', ')', '"']).next().unwrap_or_default();
    let mut words = clause.split_ascii_whitespace();
    let Some(first) = words.clone().next() else { return false };
    let is = |word: &str, list: &[&str]| list.iter().any(|listed| listed.eq_ignore_ascii_case(word));
    let noun = words.by_ref().take_while(|word| !is(word, &LEADING)).last().unwrap_or_default();
    // Law and Church are surnames, too.
    let common =
        noun.starts_with(|c: char| c.is_lowercase()) || is(first, &["the", "this", "that", "our", "its", "a", "an"]);
    common && is(noun, &WORDS.exposure.not_born)
}

/// Where the last word of `text` begins, if it is `word` in any case.
fn strip_word(text: &str, word: &str) -> Option<usize> {
    let start = text.len().checked_sub(word.len())?;
    let same = text.get(start..).is_some_and(|last| last.eq_ignore_ascii_case(word));
    (same && text[..start].ends_with(|c: char| c.is_ascii_whitespace())).then_some(start)
}

/// Whether the paragraph around the date at `span` says that its person is dead.
fn is_of_the_dead(page: Page<'_>, span: Span) -> bool {
    let text = page.text;
    let from = text.ceil_char_boundary((span.start as usize).saturating_sub(NEAR)).max(page.span.start as usize);
    let to = text.floor_char_boundary((span.end as usize + NEAR).min(page.span.end as usize));
    let before = behind_empty_line(&text[from..span.start as usize]);
    let behind = before_empty_line(&text[span.end as usize..to.max(span.end as usize)]);
    DIED.is_match(behind) || DEAD.is_match(behind) || DEAD.is_match(before)
}

/// A day as it is written, in whichever order of its numbers.
#[derive(Clone, Debug)]
pub(crate) struct Day {
    /// With two digits, of either century.
    year: i16,
    readings: Vec<(i16, i16)>,
}

impl Day {
    fn read(found: &Captures<'_>) -> Option<(Range<usize>, Day)> {
        let number = |names: &[&str]| {
            let digits: String =
                names.iter().find_map(|name| found.name(name))?.as_str().chars().flat_map(folded).collect();
            digits.parse::<i16>().ok()
        };
        let start = ["d", "m2", "n1", "y4", "y5", "y6"].into_iter().find_map(|name| found.name(name))?.start();
        let year = number(&["y", "y2", "y3", "y4", "y5", "y6"])?;
        let readings = match ["m", "m2", "m3"].iter().find_map(|name| found.name(name)) {
            Some(name) => vec![(month(name.as_str())?.into(), number(&["d", "d2", "d3"])?)],
            None => {
                let (one, other) = (number(&["n1", "n3", "n5"])?, number(&["n2", "n4", "n6"])?);
                vec![(one, other), (other, one)]
            }
        };
        let is_day = |&(month, day): &(i16, i16)| (1..=12).contains(&month) && (1..=31).contains(&day);
        let readings: Vec<(i16, i16)> = readings.into_iter().filter(is_day).collect();
        (!readings.is_empty()).then(|| (start..found.get_match().end(), Day { year, readings }))
    }

    pub(crate) fn may_be(&self, other: &Day) -> bool {
        let short = self.year < 100 || other.year < 100;
        let same = if short { self.year % 100 == other.year % 100 } else { self.year == other.year };
        same && self.readings.iter().any(|reading| other.readings.contains(reading))
    }
}

pub(crate) fn day(text: &str) -> Option<Day> {
    days(text).next().filter(|(place, _)| *place == (0..text.len())).map(|(_, day)| day)
}

/// Bytes on either side of a year within which its date ends.
const WIDEST: usize = 64;

/// Where dates are in `text` that may be one of `sought`, in whatever form.
pub(crate) fn dates_of(text: &str, sought: &[Day]) -> Vec<Range<usize>> {
    // Digits of other scripts are not looked for by their bytes.
    let foreign = !text.is_ascii() && text.contains(|c: char| !c.is_ascii() && c.is_numeric());
    let places = if foreign { std::iter::once(0..text.len()).collect() } else { around_years(text, sought) };
    let found = places.into_iter().flat_map(|place| {
        let day = move |(found, day): (Range<usize>, Day)| (found.start + place.start..found.end + place.start, day);
        days(&text[place.clone()]).map(day)
    });
    found.filter(|(_, day)| sought.iter().any(|sought| sought.may_be(day))).map(|(place, _)| place).collect()
}

/// The places in `text` around the last two digits of the years of `sought`.
fn around_years(text: &str, sought: &[Day]) -> Vec<Range<usize>> {
    let mut years: Vec<String> = sought.iter().map(|day| format!("{:02}", day.year % 100)).collect();
    years.sort_unstable();
    years.dedup();
    let hits = years.iter().flat_map(|year| memchr::memmem::find_iter(text.as_bytes(), year.as_str()));
    let mut hits: Vec<usize> = hits.collect();
    hits.sort_unstable();
    let mut places: Vec<Range<usize>> = Vec::new();
    for hit in hits {
        let end = text.ceil_char_boundary(hit + WIDEST);
        match places.last_mut() {
            Some(last) if hit.saturating_sub(WIDEST) <= last.end => last.end = end,
            _ => places.push(text.floor_char_boundary(hit.saturating_sub(WIDEST))..end),
        }
    }
    places
}

fn days(text: &str) -> impl Iterator<Item = (Range<usize>, Day)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let found = ANYWHERE.captures_at(text, at)?;
            // After a number that is not a date a day may begin inside what looked like one.
            let whole = found.get_match();
            let number = whole.as_str().find(|c: char| !c.is_numeric()).unwrap_or(whole.len());
            at = text.ceil_char_boundary(whole.start() + number.max(1));
            if let Some(day) = Day::read(&found) {
                at = at.max(whole.end());
                return Some(day);
            }
        }
    })
}

/// Whether what precedes the date can be a place: a word says so or a comma comes after it, and in lower case only
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
    !goes_on
        && !words().any(|word| small(word) || WORDS.exposure.no_place.iter().any(|no| word.eq_ignore_ascii_case(no)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::exposure::personal::tests::of;

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
            ("Mr. Law was born on March 12, 1961", "March 12, 1961"),
            ("The author of the law was born on March 12, 1961", "March 12, 1961"),
            ("of the law, who was born on March 12, 1961", "March 12, 1961"),
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
            "The law was born on 12 March 1961",
            "THE IDEA OF THE PIER WAS BORN ON 12 MAR 1961",
            "Dear all, public television was born on 12 March 1961.",
        ] {
            assert!(of(PersonalKind::Birth, no).is_empty(), "{no}");
        }
    }

    #[test]
    fn holidays_and_the_dead_have_no_date_of_birth() {
        for no in [
            "MARTIN LUTHER KING'S BIRTHDAY:  17 JAN 12",
            "Washington's Birthday, 20 February 2012",
            "the Navy's birthday, 13 October 1975",
            "the 236th birthday, 13 OCT 2011",
            "J. Fictive (born 12 Mar 1921 - 3 May 2005)",
            "He was born on March 12, 1921 at Ndola and died in May.",
            "Born 12 March 1921, he served for years. Interment will be on Friday.",
        ] {
            assert!(of(PersonalKind::Birth, no).is_empty(), "{no}");
        }
        assert_eq!(of(PersonalKind::Birth, "born 12 March 1971; his father died"), ["12 March 1971"]);
        assert_eq!(of(PersonalKind::Birth, "Ms. Fictive's birthday: 12 MAR 71"), ["12 MAR 71"]);
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
