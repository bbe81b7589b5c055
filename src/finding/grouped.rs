//! Finds numbers in a text, in whatever groups they are written.
//!
//! `899-12-3456`, `899 123456` and `899.12.3456` are one number. Linear in the text; only a few groups are held in
//! memory.

use aho_corasick::AhoCorasick;

use crate::source::Span;
use crate::source::visible::folded;

/// Characters that are between two groups at most.
const BETWEEN: usize = 4;
/// Capitals that a word among the groups has at most, like the month of a date.
const LETTERS: usize = 4;
/// Bytes after which groups are no longer taken together.
const MOST: usize = 1 << 16;

/// Where one of `numbers`, which are lower-case letters and digits, is in `text`.
pub(super) fn places(numbers: &AhoCorasick, text: &str) -> Vec<Span> {
    let mut places = Vec::new();
    let mut groups = Groups::default();
    let mut at = 0;
    while let Some(start) = next_word(text, at) {
        let end = text[start..].find(|c: char| !is_part(c)).map_or(text.len(), |end| start + end);
        if !is_group(&text[start..end]) {
            groups.search(numbers, text, &mut places);
        } else {
            let joined = groups.end.is_none_or(|end| is_gap(&text[end..start]));
            if !joined || groups.text.len() > MOST {
                groups.search(numbers, text, &mut places);
            }
            groups.push(start, &text[start..end]);
        }
        at = end;
    }
    groups.search(numbers, text, &mut places);
    places
}

fn next_word(text: &str, from: usize) -> Option<usize> {
    text[from..].find(is_part).map(|at| from + at)
}

/// Whether `c` can be in a group: a letter, or a digit of whatever script.
fn is_part(c: char) -> bool {
    c.is_ascii_alphanumeric() || !c.is_ascii() && c.is_numeric()
}

/// Whether `word` has a digit, or is a few capitals.
fn is_group(word: &str) -> bool {
    word.contains(char::is_numeric) || word.len() <= LETTERS && word.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// Whether `between` can be between two groups of a number: signs and spaces, or the end of a line with its indent.
fn is_gap(between: &str) -> bool {
    let signs = between.trim_start_matches(['\n', '\r', ' ', '\t', '-']);
    signs.chars().count() <= BETWEEN && !between.contains([';', '\u{c}'])
}

/// Groups that may be parts of one number.
#[derive(Default)]
struct Groups {
    /// In lower case, without what is between.
    text: String,
    /// Where each byte comes from.
    at: Vec<u32>,
    /// Where the last group ends.
    end: Option<usize>,
}

impl Groups {
    fn push(&mut self, start: usize, word: &str) {
        for (offset, character) in word.char_indices() {
            self.text.extend(folded(character).map(|c| c.to_ascii_lowercase()));
            self.at.resize(self.text.len(), (start + offset) as u32);
        }
        self.end = Some(start + word.len());
    }

    /// Adds the places of `numbers` and forgets the groups.
    fn search(&mut self, numbers: &AhoCorasick, text: &str, places: &mut Vec<Span>) {
        for found in numbers.find_iter(&self.text) {
            let last = self.at[found.end() - 1] as usize;
            let width = text[last..].chars().next().map_or(0, char::len_utf8);
            let place = Span::new(self.at[found.start()], (last + width) as u32);
            if is_whole(text, place) {
                places.push(place);
            }
        }
        self.text.clear();
        self.at.clear();
        self.end = None;
    }
}

/// Whether neither a digit goes on at the ends of `place`, nor a letter where a letter ends it.
fn is_whole(text: &str, place: Span) -> bool {
    let goes_on = |edge: Option<char>, beyond: Option<char>| match (edge, beyond) {
        (Some(edge), Some(beyond)) if edge.is_numeric() => beyond.is_numeric(),
        (_, beyond) => beyond.is_some_and(|c| c.is_ascii_alphanumeric()),
    };
    let inside = &text[place.range()];
    !goes_on(inside.chars().next(), text[..place.start as usize].chars().next_back())
        && !goes_on(inside.chars().next_back(), text[place.end as usize..].chars().next())
}
