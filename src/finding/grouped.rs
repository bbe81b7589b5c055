//! Finds numbers in a text, in whatever groups they are written.
//!
//! `899-12-3456`, `899 123456` and `899.12.3456` are one number. Linear in the text.

use aho_corasick::AhoCorasick;

use crate::source::Span;
use crate::source::visible::folded;

/// Characters that are between two groups at most.
const BETWEEN: usize = 4;
/// Capitals that a word among the groups has at most, like the month of a date.
const LETTERS: usize = 4;

/// Where one of `numbers`, which are lower-case letters and digits, is in `text`.
pub(super) fn places(numbers: &AhoCorasick, text: &str) -> Vec<Span> {
    // The groups without what is between those that belong together, and where each byte of them is in the text.
    let (mut groups, mut at) = (String::new(), Vec::new());
    let mut done = 0;
    while let Some((start, end)) = next_word(text, done) {
        let word = &text[start..end];
        let group = is_group(word);
        // Any number of words that are no groups part the others like one.
        if (!group || !is_gap(&text[done..start])) && !groups.ends_with('\n') {
            groups.push('\n');
            at.push(start);
        }
        if group && word.is_ascii() {
            groups.extend(word.bytes().map(|byte| char::from(byte.to_ascii_lowercase())));
            at.extend(start..end);
        } else if group {
            for (offset, character) in word.char_indices() {
                groups.extend(folded(character).map(|c| c.to_ascii_lowercase()));
                at.resize(groups.len(), start + offset);
            }
        }
        done = end;
    }
    let places = numbers.find_iter(&groups).map(|found| {
        let last = at[found.end() - 1];
        let width = text[last..].chars().next().map_or(0, char::len_utf8);
        Span::new(at[found.start()] as u32, (last + width) as u32)
    });
    places.filter(|place| is_whole(text, *place)).collect()
}

/// Where the next word is, from `from` on.
fn next_word(text: &str, from: usize) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    let part = |at: usize| match bytes[at] {
        byte if byte < 128 => byte.is_ascii_alphanumeric(),
        // Within a character nothing else is found than at its first byte.
        _ => text[text.floor_char_boundary(at)..].starts_with(is_part),
    };
    let start = (from..bytes.len()).find(|at| part(*at))?;
    let end = (start..bytes.len()).find(|at| !part(*at)).unwrap_or(bytes.len());
    Some((start, end))
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
