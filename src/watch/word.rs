//! A text in, its words as names are compared out.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_script::{Script, UnicodeScript};
use unicode_security::confusable_detection::skeleton;

use crate::source::Span;

/// A run of letters and digits.
#[derive(Clone, Debug)]
pub(super) struct Word {
    /// Where it stands.
    pub(super) span: Span,
    /// In small letters without diacritics.
    pub(super) plain: String,
    /// Whether letters of another script or unseen characters stand in it.
    pub(super) disguised: bool,
    /// Whether it begins with a capital.
    pub(super) capital: bool,
    /// What stands before it.
    pub(super) gap: Gap,
    /// Whether a hyphen and a line break stand before it, so that it may be the end of a broken word.
    pub(super) broken: bool,
}

/// What stands between two words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gap {
    /// Blanks, line breaks, a hyphen.
    Blank,
    /// A comma.
    Comma,
    /// A full stop.
    Stop,
    /// Anything that no name has inside.
    Other,
}

impl Word {
    /// Whether it is an initial.
    pub(super) fn is_initial(&self) -> bool {
        self.plain.len() == 1 && self.capital
    }
}

/// The words in `span` of `text`, in order.
pub(super) fn words(text: &str, span: Span) -> Vec<Word> {
    read(text, span, &mut |_| 0)
}

/// The words in `span` of `text` that are no part of a tag or of the target of a link; `None` if there is neither.
pub(super) fn words_between_markup(text: &str, span: Span) -> Option<Vec<Word>> {
    let inside = &text[span.range()];
    let marked = memchr::memchr(b'<', inside.as_bytes()).is_some() || inside.contains("](");
    marked.then(|| read(text, span, &mut |at| markup(&text[at..span.end as usize])))
}

/// The length of the tag, or of the target of a link, that `text` begins with; 0 if it begins with neither.
fn markup(text: &str) -> usize {
    let close = if text.starts_with('<') {
        '>'
    } else if text.starts_with("](") {
        ')'
    } else {
        return 0;
    };
    text.char_indices().take(MARKUP).find(|(_, character)| *character == close).map_or(0, |(at, _)| at)
}

/// The words in `span` of `text`, without the bytes that `passed` counts at a place.
fn read(text: &str, span: Span, passed: &mut dyn FnMut(usize) -> usize) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let (mut word, mut gap_from) = (None::<Word>, span.start as usize);
    let mut resume = 0;
    for (at, character) in text[span.range()].char_indices() {
        let at = at + span.start as usize;
        if matches!(character, '<' | ']') && at >= resume {
            resume = at + passed(at);
        }
        if at >= resume && belongs(text, at, character, word.is_some()) {
            let first = words.is_empty();
            let current = word.get_or_insert_with(|| Word {
                span: Span::at(at as u32),
                plain: String::new(),
                disguised: false,
                capital: character.is_uppercase(),
                gap: gap(&text[gap_from..at], words.last().is_some_and(|word| word.plain.len() == 1)),
                broken: !first && is_broken(&text[gap_from..at]),
            });
            add(current, character);
            current.span.end = (at + character.len_utf8()) as u32;
        } else if let Some(done) = word.take() {
            gap_from = done.span.end as usize;
            words.push(done);
        }
    }
    words.extend(word);
    words
}

/// `words` with those that are broken at the end of a line put together; `None` if none is.
pub(super) fn mended(words: &[Word]) -> Option<Vec<Word>> {
    if !words.iter().any(|word| word.broken) {
        return None;
    }
    let mut mended: Vec<Word> = Vec::with_capacity(words.len());
    for word in words {
        match mended.last_mut().filter(|_| word.broken) {
            Some(last) => {
                last.span = last.span.to(word.span);
                last.plain.push_str(&word.plain);
                last.disguised |= word.disguised;
            }
            None => mended.push(word.clone()),
        }
    }
    Some(mended)
}

/// Whether the character at `at` goes on with a word, or begins one.
fn belongs(text: &str, at: usize, character: char, inside: bool) -> bool {
    if character.is_alphanumeric() {
        return true;
    }
    let next = || text[at + character.len_utf8()..].chars().next();
    let goes_on = || next().is_some_and(char::is_alphanumeric);
    match character {
        '\'' | '’' | '`' => inside && goes_on(),
        _ if is_combining_mark(character) => inside,
        _ => inside && is_unseen(character) && goes_on(),
    }
}

fn is_unseen(character: char) -> bool {
    matches!(character, '\u{AD}' | '\u{34F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E01EF}')
}

/// Adds `character` to `word` as it is compared.
fn add(word: &mut Word, character: char) {
    if character.is_ascii() {
        if character.is_ascii_alphanumeric() {
            word.plain.push(character.to_ascii_lowercase());
        }
        return;
    }
    if is_unseen(character) {
        word.disguised = true;
        return;
    }
    for part in character.nfkd().filter(|part| !is_combining_mark(*part)) {
        let alike = if part.is_ascii() { None } else { look_alike(part) };
        word.disguised |= alike.is_some();
        match part {
            'ß' => word.plain.push_str("ss"),
            'ø' | 'Ø' => word.plain.push('o'),
            'ł' | 'Ł' => word.plain.push('l'),
            'đ' | 'Đ' => word.plain.push('d'),
            'æ' | 'Æ' => word.plain.push_str("ae"),
            'ı' => word.plain.push('i'),
            '’' => {}
            _ => word.plain.extend(alike.unwrap_or(part).to_lowercase()),
        }
    }
}

/// The Latin letter that a letter of another script looks like (UTS 39).
fn look_alike(character: char) -> Option<char> {
    if !matches!(character.script(), Script::Cyrillic | Script::Greek | Script::Armenian | Script::Cherokee) {
        return None;
    }
    let mut buffer = [0; 4];
    let mut alike = skeleton(character.encode_utf8(&mut buffer));
    let first = alike.next().filter(char::is_ascii_alphabetic)?;
    let first = if first == 'l' && character.is_uppercase() { 'I' } else { first };
    alike.next().is_none().then_some(first)
}

/// Longer tags and targets are read as text.
const MARKUP: usize = 128;
/// What stands between the words of a name is no longer.
const GAP: usize = 2 * MARKUP;

/// What `between` two words says of whether they can belong to one name.
fn gap(between: &str, after_initial: bool) -> Gap {
    // A word that is broken at the end of a line leaves its hyphen there.
    if between.len() > GAP {
        return Gap::Other;
    }
    match between.trim() {
        "" | "-" | "\u{AD}" | "\u{2010}" | "\u{2011}" | "_" | "/" => Gap::Blank,
        "," => Gap::Comma,
        // An address and the name of a file join words so.
        "." if between == "." && !after_initial => Gap::Blank,
        "." | ".-" => Gap::Stop,
        marked if is_markup(marked) => Gap::Blank,
        _ => Gap::Other,
    }
}

/// Whether `mark` is nothing but what Markdown and HTML put around words: emphasis, tags, comments, links.
fn is_markup(mark: &str) -> bool {
    let mut rest = mark;
    while let Some(first) = rest.chars().next() {
        let close = match first {
            '*' | '_' | '~' | '[' | ' ' | '\t' | '\n' | '\r' => Some(0),
            '<' => rest.find('>'),
            ']' if rest.starts_with("](") => rest.find(')'),
            ']' => Some(0),
            _ => None,
        };
        let Some(close) = close else { return false };
        rest = &rest[close + 1..];
    }
    true
}

/// Whether what stands between two words breaks a line behind a hyphen.
fn is_broken(between: &str) -> bool {
    let rest = between.strip_prefix(['-', '\u{2010}', '\u{AD}']);
    rest.is_some_and(|rest| rest.len() <= 64 && rest.trim().is_empty() && rest.contains(['\n', '\r']))
}

/// `plain` as scanners may mistake it: letters and digits that they take for one another are one.
pub(super) fn mistaken(plain: &str) -> String {
    let letters = plain.replace("rn", "m").replace("vv", "w");
    let letter = |c: char| match c {
        '0' => 'o',
        '1' | 'i' | 'j' => 'l',
        '5' => 's',
        '8' => 'b',
        '2' => 'z',
        '6' | '9' => 'g',
        _ => c,
    };
    letters.chars().map(letter).collect()
}
