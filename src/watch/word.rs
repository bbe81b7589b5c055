//! Splits a text into words in the form in which names are compared.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_script::{Script, UnicodeScript};

use crate::register::vocabulary::{SCAN, behind};
use crate::source::{Span, visible};

/// A run of letters and digits.
#[derive(Clone, Debug)]
pub(super) struct WatchedWord {
    /// Its place.
    pub(super) span: Span,
    /// In lower case without diacritics.
    pub(super) plain: String,
    /// Whether it begins with a capital.
    pub(super) capital: bool,
    /// Whether a capital follows a lower-case letter in it, as where words are joined, or something is disguised.
    pub(super) joined: bool,
    /// Whether an address goes on after it, with `@` and a letter, or it is the name of an account: `@name`, `~name`.
    pub(super) address: bool,
    /// What precedes it.
    pub(super) gap: Gap,
}

/// What is between two words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gap {
    /// Spaces, line breaks, a hyphen.
    Blank,
    /// A comma.
    Comma,
    /// A full stop.
    Stop,
    /// What parts the cells of a table, so that the words may have nothing to do with each other.
    Cell,
    /// Anything that no name has inside.
    Other,
}

impl WatchedWord {
    /// Whether it can belong to the same name as `before`, the word before it.
    pub(super) fn joins(&self, before: &WatchedWord) -> bool {
        match self.gap {
            Gap::Blank | Gap::Comma | Gap::Cell => true,
            Gap::Stop => before.plain.chars().count() == 1,
            Gap::Other => false,
        }
    }
}

/// The words of `text`, in order.
pub(super) fn words(text: &str) -> Vec<WatchedWord> {
    let mut words: Vec<WatchedWord> = Vec::new();
    let (mut inside, mut end, mut before) = (false, 0, ' ');
    for (at, character) in text.char_indices() {
        if !belongs(text, at, character, inside) {
            inside = false;
            continue;
        }
        if !inside {
            let gap = gap(&text[end..at], words.last().is_some_and(|word| word.plain.len() == 1));
            let address = text[..at].ends_with(['@', '~']);
            let span = Span::at(at as u32);
            words.push(WatchedWord {
                span,
                plain: String::new(),
                capital: character.is_uppercase(),
                joined: false,
                address,
                gap,
            });
        }
        let word = words.last_mut().expect("a word was begun");
        word.joined |= inside && before.is_lowercase() && character.is_uppercase() || disguises(character);
        fold(character, &mut word.plain);
        end = at + character.len_utf8();
        word.span.end = end as u32;
        (inside, before) = (true, character);
    }
    words.iter_mut().for_each(|word| finish(text, word));
    words
}

/// Takes the `'s` off a word, and looks whether an address goes on after it.
fn finish(text: &str, word: &mut WatchedWord) {
    let whole = &text[word.span.range()];
    let stem = whole.strip_suffix(['s', 'S']).and_then(|stem| stem.strip_suffix(['\'', '’', '`']));
    if let Some(stem) = stem.filter(|stem| !stem.is_empty()) {
        word.span.end = word.span.start + stem.len() as u32;
        word.plain.pop();
    }
    let behind = text[word.span.end as usize..].strip_prefix('@');
    word.address |= behind.is_some_and(|host| host.starts_with(char::is_alphanumeric));
}

/// Whether the character at `at` goes on with a word, or begins one.
fn belongs(text: &str, at: usize, character: char, inside: bool) -> bool {
    if character.is_alphanumeric() {
        return true;
    }
    let goes_on = || text[at + character.len_utf8()..].starts_with(char::is_alphanumeric);
    match character {
        '\'' | '’' | '`' => inside && goes_on(),
        _ if is_combining_mark(character) => inside,
        _ => inside && is_unseen(character) && goes_on(),
    }
}

fn is_unseen(character: char) -> bool {
    !character.is_ascii() && !character.is_whitespace() && visible::is_unseen(character)
}

/// Whether `character` is not what it seems: it is not seen, or looks like a Latin letter.
fn disguises(character: char) -> bool {
    !character.is_ascii() && (is_unseen(character) || character.nfkd().any(|part| look_alike(part).is_some()))
}

/// Whether `name` is written with letters of another script, or with characters that are not seen. A soft hyphen at the
/// end of a line is an ordinary one.
pub(super) fn is_disguised(name: &str) -> bool {
    let hyphen = |at: usize| !name[at..].trim_start_matches('\u{AD}').starts_with(char::is_alphanumeric);
    name.char_indices().any(|(at, character)| disguises(character) && !(character == '\u{AD}' && hyphen(at)))
}

/// Adds what `character` is compared as to `plain`.
pub(super) fn fold(character: char, plain: &mut String) {
    if character.is_ascii() {
        plain.extend(character.is_ascii_alphanumeric().then_some(character.to_ascii_lowercase()));
        return;
    }
    for part in character.nfkd().filter(|part| part.is_alphanumeric()) {
        match part {
            'ß' | 'ẞ' => plain.push_str("ss"),
            'æ' | 'Æ' => plain.push_str("ae"),
            'œ' | 'Œ' => plain.push_str("oe"),
            'þ' | 'Þ' => plain.push_str("th"),
            'ø' | 'Ø' => plain.push('o'),
            'ł' | 'Ł' => plain.push('l'),
            'đ' | 'Đ' | 'ð' | 'Ð' => plain.push('d'),
            'ı' => plain.push('i'),
            _ => plain.extend(look_alike(part).unwrap_or(part).to_lowercase()),
        }
    }
}

/// The Latin letter that a letter of another script looks like.
fn look_alike(character: char) -> Option<char> {
    let foreign = matches!(character.script(), Script::Cyrillic | Script::Greek | Script::Armenian | Script::Cherokee);
    foreign.then(|| visible::alike(character)).flatten().filter(char::is_ascii_alphabetic)
}

/// The longest separator between the words of a name.
const GAP: usize = 256;

/// Whether two words with `between` between them can belong to one name.
fn gap(between: &str, after_initial: bool) -> Gap {
    if between.len() > GAP {
        return Gap::Other;
    }
    if between.contains(is_unseen) {
        let seen: String = between.chars().filter(|character| !is_unseen(*character)).collect();
        return gap(&seen, after_initial);
    }
    match between.trim() {
        // A word that is broken at the end of a line leaves its hyphen there.
        "" | "-" | "\u{2010}" | "\u{2011}" | "_" | "/" => Gap::Blank,
        "+" if between == "+" => Gap::Blank,
        "|" | "\",\"" | "\";\"" => Gap::Cell,
        ";" if between == ";" => Gap::Cell,
        "," | ",+" => Gap::Comma,
        // An address and the name of a file join words so.
        "." if between == "." && !after_initial => Gap::Blank,
        "." | ".-" => Gap::Stop,
        _ => Gap::Other,
    }
}

/// Adds the letters and digits of `plain` as scanners may mistake them to `mistaken`: those that they take for one
/// another are one.
pub(super) fn mistake(plain: &str, mistaken: &mut String) {
    static MISTAKEN: LazyLock<Vec<Option<&str>>> =
        LazyLock::new(|| (0..128).map(|byte: u8| behind(&SCAN.names, byte.into())).collect());
    for letter in plain.chars() {
        match MISTAKEN.get(letter as usize).copied().flatten() {
            Some(meant) => mistaken.push_str(meant),
            None => mistaken.push(letter),
        }
    }
}
