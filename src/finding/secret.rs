//! Finds the masked words of a file wherever else they would be shown.
//!
//! A secret can occur a second time in the file, in a value that a check computed, in the edit of a fix, or in the
//! file name. Spans do not cover those, so they are searched for the words; a number also in other groups and digits,
//! a date in other forms. Linear in what is searched.

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::grouped;
use crate::document::exposure::personal;
use crate::document::exposure::personal::Day;
use crate::source::visible::folded;
use crate::source::{SourceFile, Span};
use crate::watch::WatchList;

/// What stands for masked text.
pub(super) const MARK: &str = "▒▒▒▒▒▒";
/// Letters and digits that a secret has at least; fewer stand in too many innocent words.
const SHORTEST: usize = 4;
/// Digits from which on a secret is a number.
const NUMBER: usize = 5;
/// Bytes that a secret has at most; longer text is neither a name nor a number.
const LONGEST: usize = 128;

/// The words that may not be shown anywhere.
#[derive(Clone, Default)]
pub(super) struct Secrets {
    /// As they are in the file.
    words: Vec<String>,
    /// Words of names, which are words of their own only after a capital.
    parts: Vec<String>,
    /// Those that the name of the file may not show either.
    in_name: Vec<String>,
    /// Days, whose dates may be written in many ways.
    days: Vec<Day>,
    /// Finds words and parts, words first.
    literal: Option<AhoCorasick>,
    /// Finds those for the name of the file, without anything but letters and digits.
    squeezed: Option<AhoCorasick>,
    /// Those that are numbers, for [`grouped`]; of the file and of its name.
    numbers: [Option<AhoCorasick>; 2],
}

impl Secrets {
    /// The text of `spans`, where it is short enough to be distinguished from other text and long enough to mean
    /// anything, and the words of `names`. In the name of the file only those of `in_names` count.
    pub(super) fn new(source: &SourceFile, spans: &[Span], names: &[Span], in_names: &[Span]) -> Secrets {
        let texts = |spans: &[Span]| -> Vec<String> {
            let short = spans.iter().filter(|span| span.len() as usize <= LONGEST);
            short.map(|&span| source.slice(span).trim().to_owned()).collect()
        };
        let words = |span: &Span| source.slice(*span).split(|c: char| !c.is_alphanumeric()).map(str::to_owned);
        Secrets::of(
            texts(spans),
            names.iter().filter(|name| name.len() as usize <= LONGEST).flat_map(words).collect(),
            texts(in_names),
        )
    }

    /// These secrets and those of another file.
    pub(super) fn and(&self, other: &Secrets) -> Secrets {
        let both = |one: &[String], other: &[String]| [one, other].concat();
        let in_name = both(&self.in_name, &other.in_name);
        Secrets::of(both(&self.words, &other.words), both(&self.parts, &other.parts), in_name)
    }

    fn of(mut words: Vec<String>, mut parts: Vec<String>, in_name: Vec<String>) -> Secrets {
        for list in [&mut words, &mut parts] {
            list.sort_unstable();
            list.dedup();
            list.retain(|text| squeeze(text).0.len() >= SHORTEST);
        }
        let squeezed = |list: &mut dyn Iterator<Item = &String>| {
            let mut squeezed: Vec<String> =
                list.map(|text| squeeze(text).0).filter(|text| text.len() >= SHORTEST).collect();
            squeezed.sort_unstable();
            squeezed.dedup();
            squeezed
        };
        // A number is the same number without its hyphens.
        let is_number = |text: &String| text.bytes().filter(u8::is_ascii_digit).count() >= NUMBER;
        let mut numbers = squeezed(&mut words.iter());
        numbers.retain(is_number);
        let days =
            words.iter().filter(|word| word.contains(char::is_numeric)).flat_map(|word| personal::day(word)).collect();
        words.extend(numbers.iter().cloned());
        words.sort_unstable();
        words.dedup();
        let literal = automaton(&words.iter().chain(&parts).collect::<Vec<_>>());
        let names = squeezed(&mut in_name.iter().chain(&parts));
        let squeezed = automaton(&names);
        let numbers = [automaton(&numbers), automaton(&names.into_iter().filter(is_number).collect::<Vec<_>>())];
        Secrets { literal, squeezed, numbers, words, parts, in_name, days }
    }

    /// Where a secret is in `text`, as a word of its own, as a number in whatever groups or as a date in whatever form;
    /// from left to right and apart.
    pub(super) fn places(&self, text: &str) -> Vec<Span> {
        let matches = self.literal.iter().flat_map(move |literal| literal.find_iter(text));
        let named = move |found: &aho_corasick::Match| {
            found.pattern().as_usize() < self.words.len() || text[found.start()..].starts_with(char::is_uppercase)
        };
        let words = matches.filter(named).map(|found| span(found.start(), found.end()));
        let mut places: Vec<Span> = words.filter(|place| is_word(text, *place)).collect();
        places.extend(self.numbers[0].iter().flat_map(|numbers| grouped::places(numbers, text)));
        if !self.days.is_empty() {
            places.extend(personal::dates_of(text, &self.days).into_iter().map(|place| span(place.start, place.end)));
        }
        Span::merged(places)
    }

    /// `text` with the mark in the place of every secret.
    pub(super) fn masked(&self, text: String) -> String {
        let places = self.places(&text);
        cover(text, &places)
    }

    /// The file name `name` with the mark in the place of every secret that counts there, of every watched name,
    /// whatever is between its words, and of numbers that are a person's by their form alone.
    pub(super) fn masked_name(&self, name: &str, watch: Option<&WatchList>) -> String {
        let mut places = self.squeezed_places(name);
        places.extend(self.numbers[1].iter().flat_map(|numbers| grouped::places(numbers, name)));
        places.extend(watch.iter().flat_map(|watch| watch.in_file_name(name)).map(|sighting| sighting.span));
        places.extend(personal::in_file_name(name));
        cover(name.to_owned(), &Span::merged(places))
    }

    fn squeezed_places(&self, name: &str) -> Vec<Span> {
        let Some(automaton) = &self.squeezed else { return Vec::new() };
        let (squeezed, at) = squeeze(name);
        let places = automaton.find_iter(&squeezed).map(|found| {
            let last = at[found.end() - 1];
            span(at[found.start()], last + name[last..].chars().next().map_or(0, char::len_utf8))
        });
        places.filter(|place| is_word(name, *place)).collect()
    }
}

fn span(start: usize, end: usize) -> Span {
    Span::new(start as u32, end as u32)
}

/// `text` with the mark in the place of each of `places`, which are sorted and apart from each other.
fn cover(text: String, places: &[Span]) -> String {
    if places.is_empty() {
        return text;
    }
    let (mut covered, mut shown_to) = (String::with_capacity(text.len()), 0);
    for place in places {
        covered.push_str(&text[shown_to..place.start as usize]);
        covered.push_str(MARK);
        shown_to = place.end as usize;
    }
    covered + &text[shown_to..]
}

fn automaton<W: AsRef<[u8]>>(words: &[W]) -> Option<AhoCorasick> {
    // Most files have no secret, and an automaton for none costs as much as reading the file.
    if words.is_empty() {
        return None;
    }
    let mut builder = AhoCorasick::builder();
    // It searches one text: to make a faster one would take longer than it saves.
    builder.kind(Some(AhoCorasickKind::NoncontiguousNFA));
    builder.ascii_case_insensitive(true).match_kind(MatchKind::LeftmostLongest);
    // Too many words for an automaton is more than one file can hold.
    builder.build(words).ok()
}

/// The letters and digits of `text` in lower case and plain digits, and where each byte of them comes from.
fn squeeze(text: &str) -> (String, Vec<usize>) {
    let (mut squeezed, mut at) = (String::new(), Vec::new());
    for (offset, character) in text.char_indices().filter(|(_, character)| character.is_alphanumeric()) {
        folded(character).for_each(|plain| squeezed.extend(plain.to_lowercase()));
        at.resize(squeezed.len(), offset);
    }
    (squeezed, at)
}

/// Whether no letter or digit is right before or after `place`.
fn is_word(text: &str, place: Span) -> bool {
    let (before, after) = (&text[..place.start as usize], &text[place.end as usize..]);
    !before.ends_with(char::is_alphanumeric) && !after.starts_with(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source;

    fn secrets(text: &str) -> Secrets {
        let source = source::read("x", text.as_bytes().to_vec()).expect("readable");
        {
            let whole = [Span::new(0, text.len() as u32)];
            Secrets::new(&source, &whole, &[], &whole)
        }
    }

    #[test]
    fn a_secret_is_found_in_any_case_but_not_inside_words() {
        let secrets = secrets("Zoë Fictive");
        assert_eq!(secrets.masked("to zoë FICTIVE, not Fictives".to_owned()), "to ▒▒▒▒▒▒, not Fictives");
        assert_eq!(secrets.masked("Zoë Fictives".to_owned()), "Zoë Fictives");
    }

    #[test]
    fn a_number_is_hidden_in_whatever_groups_it_stands() {
        let secrets = secrets("899-12-3456");
        for typed in ["899123456", "899.12.3456", "899/12/3456", "899 123456", "89912-\n  3456"] {
            assert_eq!(secrets.masked(format!("to {typed}, not 1{typed}")), format!("to {MARK}, not 1{typed}"));
        }
        assert_eq!(secrets.masked("Ssn899123456x 7 899 12 3456 7".to_owned()), format!("Ssn{MARK}x 7 {MARK} 7"));
        assert_eq!(secrets.masked_name("ssn899123456.txt", None), format!("ssn{MARK}.txt"));
    }

    #[test]
    fn a_number_is_the_same_in_other_digits() {
        let secrets = secrets("899-12-3456");
        for typed in ["８９９-１２-３４５６", "٨٩٩-١٢-٣٤٥٦", "899１２3456"] {
            assert_eq!(secrets.masked(format!("to {typed}, not 1{typed}")), format!("to {MARK}, not 1{typed}"));
        }
    }

    #[test]
    fn a_date_is_the_same_in_another_form() {
        let secrets = secrets("12 MAR 1971");
        for typed in ["12.03.1971", "03/12/1971", "March 12, 1971", "1971-03-12", "12MAR71", "19710312"] {
            assert_eq!(secrets.masked(format!("on {typed}, not 13 MAR 1971")), format!("on {MARK}, not 13 MAR 1971"));
        }
        assert_eq!(secrets.masked_name("memo-12 MAR 1972.txt", None), "memo-12 MAR 1972.txt");
    }

    #[test]
    fn a_date_is_found_far_from_others_of_its_year_and_across_lines() {
        let secrets = secrets("12 MAR 1971");
        let filler = "é 1971 was a year of 71 fairs. ".repeat(9);
        for typed in ["12.03.71", "March\n        12, 1971", "the 12th of MARCH '71", "19710312"] {
            let text = format!("{filler}{typed}, {filler}not 12 MAR 1972. {}", "x".repeat(300));
            let shown = typed.strip_prefix("the ").map_or(MARK.to_owned(), |_| format!("the {MARK}"));
            assert_eq!(secrets.masked(text.clone()), text.replace(typed, &shown), "{typed}");
        }
    }

    #[test]
    fn a_file_name_hides_numbers_that_no_document_has() {
        let none = Secrets::default();
        assert_eq!(none.masked_name("scans/899-12-3456.pdf", None), format!("scans/{MARK}.pdf"));
        assert_eq!(none.masked_name("a-899-12-3456-b_2.pdf", None), format!("a-{MARK}-b_2.pdf"));
        assert_eq!(none.masked_name("07LUSAKA128/104-10124-10171.txt", None), "07LUSAKA128/104-10124-10171.txt");
    }

    #[test]
    fn a_file_name_hides_a_secret_however_its_words_are_joined() {
        let secrets = secrets("John Fictive");
        assert_eq!(secrets.masked_name("memos/john_fictive-2.txt", None), "memos/▒▒▒▒▒▒-2.txt");
        assert_eq!(secrets.masked_name("JohnFictive.txt", None), "▒▒▒▒▒▒.txt");
        assert_eq!(secrets.masked_name("john.txt", None), "john.txt");
    }

    #[test]
    fn a_word_of_a_name_is_hidden_where_it_is_a_name() {
        let source = source::read("x", b"Will de Fictive".to_vec()).expect("readable");
        let secrets = Secrets::new(&source, &[], &[Span::new(0, 15)], &[]);
        assert_eq!(secrets.masked("FICTIVE will de go".to_owned()), "▒▒▒▒▒▒ will de go");
        assert_eq!(secrets.masked_name("memo-fictive.txt", None), "memo-▒▒▒▒▒▒.txt");
    }

    #[test]
    fn what_is_too_short_or_too_long_is_no_secret_word() {
        assert_eq!(secrets("a-b").masked("a-b".to_owned()), "a-b");
        let long = "word ".repeat(40);
        assert_eq!(secrets(&long).masked(long.clone()), long);
    }
}
