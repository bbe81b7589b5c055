//! Splits a text into words in the form in which names are compared.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_script::{Script, UnicodeScript};
use unicode_security::confusable_detection::skeleton;

use crate::register::vocabulary::{SCAN, behind};
use crate::source::Span;

/// A run of letters and digits.
#[derive(Clone, Debug)]
pub(super) struct Word {
    /// Its place.
    pub(super) span: Span,
    /// In lower case without diacritics.
    pub(super) plain: String,
    /// Whether letters of another script or unseen characters are in it.
    pub(super) disguised: bool,
    /// Whether unseen characters are between it and the word before it.
    pub(super) behind_unseen: bool,
    /// Whether it begins with a capital.
    pub(super) capital: bool,
    /// Whether a capital follows a lower-case letter in it, as where words are joined.
    pub(super) humped: bool,
    /// Whether an address goes on after it, with `@` and a letter, or it is the name of an account: `@name`, `~name`.
    pub(super) address: bool,
    /// `plain` with two letters for each that was one with a diacritic, as typewriters and telegraphs wrote it: `ue`
    /// for `ü`. `None` if there is none.
    pub(super) spelt_out: Option<String>,
    /// What precedes it.
    pub(super) gap: Gap,
    /// Whether a hyphen and a line break are before it, so that it may be the end of a broken word.
    pub(super) broken: bool,
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

impl Word {
    /// Whether it is an initial.
    pub(super) fn is_initial(&self) -> bool {
        self.plain.len() == 1 && self.capital
    }
}

/// What of a text is passed over, and what ends a word there.
#[derive(Clone, Copy)]
struct Manner {
    /// Whether tags and the targets of links are not text.
    between_markup: bool,
    /// Whether markup inside a word is part of it.
    across_markup: bool,
    /// Whether a capital after a lower-case letter begins a word.
    humps: bool,
}

const PLAIN: Manner = Manner { between_markup: false, across_markup: false, humps: false };

/// The words in `span` of `text`, in order.
pub(super) fn words(text: &str, span: Span) -> Vec<Word> {
    read(text, span, PLAIN)
}

/// The words in `span` of `text`, of which each part that begins with a capital is one.
pub(super) fn words_of_humps(text: &str, span: Span) -> Vec<Word> {
    read(text, span, Manner { humps: true, ..PLAIN })
}

/// The words in `span` of `text` with markup inside of words: `Fic<b>tive</b>`; `None` if there is none.
pub(super) fn words_across_markup(text: &str, span: Span) -> Option<Vec<Word>> {
    let inside = &text[span.range()];
    let signs = memchr::memchr2_iter(b'<', b'*', inside.as_bytes());
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let mut parted = signs.filter(|&at| {
        let length = inline(&inside[at..]);
        length > 0 && letter(inside[..at].chars().next_back()) && letter(inside[at + length..].chars().next())
    });
    parted.next()?;
    Some(read(text, span, Manner { between_markup: true, across_markup: true, humps: false }))
}

/// The words in `span` of `text` that are not part of a tag or of the target of a link; `None` if there is neither.
pub(super) fn words_between_markup(text: &str, span: Span) -> Option<Vec<Word>> {
    let inside = &text[span.range()];
    let marked = memchr::memchr(b'<', inside.as_bytes()).is_some() || inside.contains("](");
    marked.then(|| read(text, span, Manner { between_markup: true, ..PLAIN }))
}

/// The length of the tags, or of the signs of emphasis, that `text` begins with.
pub(super) fn inline(text: &str) -> usize {
    let mut length = 0;
    loop {
        let rest = &text[length..];
        let stars = rest.len() - rest.trim_start_matches('*').len();
        let tag = if rest.starts_with('<') { markup(rest) } else { 0 };
        match (stars, tag) {
            (0, 0) => return length,
            (1..=3, _) => length += stars,
            (0, tag) => length += tag + 1,
            _ => return 0,
        }
    }
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

/// The words in `span` of `text`, read in that manner.
fn read(text: &str, span: Span, manner: Manner) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let (mut word, mut gap_from) = (None::<Word>, span.start as usize);
    let (mut resume, mut before) = (0, ' ');
    for (at, character) in text[span.range()].char_indices() {
        let at = at + span.start as usize;
        if at < resume && word.is_some() {
            // Markup inside a word.
            continue;
        }
        if manner.between_markup && matches!(character, '<' | ']' | '*') && at >= resume {
            let across = if manner.across_markup && word.is_some() { inline(&text[at..span.end as usize]) } else { 0 };
            let goes_on = across > 0 && text[at + across..span.end as usize].starts_with(char::is_alphanumeric);
            if goes_on {
                resume = at + across;
                continue;
            }
            resume = at + markup(&text[at..span.end as usize]);
        }
        let hump = before.is_lowercase() && character.is_uppercase();
        if hump && manner.humps {
            gap_from = finish(text, &mut words, &mut word, gap_from);
        }
        if at >= resume && belongs(text, at, character, word.is_some()) {
            let first = words.is_empty();
            let current = word.get_or_insert_with(|| {
                let between = &text[gap_from..at];
                Word {
                    span: Span::at(at as u32),
                    plain: String::new(),
                    disguised: false,
                    behind_unseen: !first && between.contains(|c| is_unseen(c) && c != '\u{AD}'),
                    capital: character.is_uppercase(),
                    humped: false,
                    address: false,
                    spelt_out: None,
                    gap: gap(between, words.last().is_some_and(|word| word.plain.len() == 1)),
                    broken: !first && is_broken(between),
                }
            });
            current.humped |= hump && at > current.span.start as usize;
            add(current, character);
            current.span.end = (at + character.len_utf8()) as u32;
        } else {
            gap_from = finish(text, &mut words, &mut word, gap_from);
        }
        before = character;
    }
    finish(text, &mut words, &mut word, gap_from);
    words
}

/// Puts the word that is open after the others, and says where the gap after it begins.
fn finish(text: &str, words: &mut Vec<Word>, word: &mut Option<Word>, gap_from: usize) -> usize {
    let Some(mut done) = word.take() else { return gap_from };
    take_possessive(text, &mut done);
    let behind = &text[done.span.end as usize..];
    let named = text[..done.span.start as usize].ends_with(['@', '~']);
    done.address = named || behind.strip_prefix('@').is_some_and(|host| host.starts_with(char::is_alphanumeric));
    let end = done.span.end as usize;
    words.push(done);
    end
}

/// Takes the `'s` off a word.
fn take_possessive(text: &str, word: &mut Word) {
    let whole = &text[word.span.range()];
    let stem = whole.strip_suffix(['s', 'S']).and_then(|stem| stem.strip_suffix(['\'', '’', '`']));
    if let Some(stem) = stem.filter(|stem| !stem.is_empty()) {
        word.span.end = word.span.start + stem.len() as u32;
        word.plain.pop();
        if let Some(spelt_out) = &mut word.spelt_out {
            spelt_out.pop();
        }
    }
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
            push(word, character.to_ascii_lowercase());
        }
        return;
    }
    if is_unseen(character) {
        word.disguised = true;
        return;
    }
    if let Some(two) = two_letters(character) {
        word.spelt_out.get_or_insert_with(|| word.plain.clone()).push_str(two);
        word.plain.push_str(one_letter(character));
        return;
    }
    for part in character.nfkd() {
        if is_combining_mark(part) {
            // A diaeresis may be after its letter as a character of its own.
            if part == '\u{308}' && word.plain.ends_with(['a', 'o', 'u']) {
                word.spelt_out.get_or_insert_with(|| word.plain.clone()).push('e');
            }
            continue;
        }
        let alike = if part.is_ascii() { None } else { look_alike(part) };
        word.disguised |= alike.is_some();
        match part {
            'ß' | 'ẞ' => "ss".chars().for_each(|letter| push(word, letter)),
            'œ' | 'Œ' => "oe".chars().for_each(|letter| push(word, letter)),
            'þ' | 'Þ' => "th".chars().for_each(|letter| push(word, letter)),
            'ł' | 'Ł' => push(word, 'l'),
            'đ' | 'Đ' | 'ð' | 'Ð' => push(word, 'd'),
            'ı' => push(word, 'i'),
            '’' => {}
            _ => alike.unwrap_or(part).to_lowercase().for_each(|letter| push(word, letter)),
        }
    }
}

fn push(word: &mut Word, letter: char) {
    word.plain.push(letter);
    word.spelt_out.iter_mut().for_each(|spelt_out| spelt_out.push(letter));
}

/// The two letters by which those are replaced who have only the English ones.
fn two_letters(character: char) -> Option<&'static str> {
    match character {
        'ä' | 'Ä' => Some("ae"),
        'ö' | 'Ö' | 'ø' | 'Ø' => Some("oe"),
        'ü' | 'Ü' => Some("ue"),
        'å' | 'Å' => Some("aa"),
        'æ' | 'Æ' => Some("ae"),
        _ => None,
    }
}

/// The letter without its diacritic.
fn one_letter(character: char) -> &'static str {
    match character {
        'ä' | 'Ä' | 'å' | 'Å' => "a",
        'ö' | 'Ö' | 'ø' | 'Ø' => "o",
        'ü' | 'Ü' => "u",
        _ => "ae",
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
/// The longest separator between the words of a name.
const GAP: usize = 2 * MARKUP;

/// Whether two words with `between` between them can belong to one name.
fn gap(between: &str, after_initial: bool) -> Gap {
    // A word that is broken at the end of a line leaves its hyphen there.
    if between.len() > GAP {
        return Gap::Other;
    }
    if between.contains(is_unseen) {
        let seen: String = between.chars().filter(|character| !is_unseen(*character)).collect();
        return gap(&seen, after_initial);
    }
    match between.trim() {
        "" | "-" | "\u{2010}" | "\u{2011}" | "_" | "/" => Gap::Blank,
        "+" if between == "+" => Gap::Blank,
        "|" | "\",\"" | "\";\"" => Gap::Cell,
        ";" if between == ";" => Gap::Cell,
        "," | ",+" => Gap::Comma,
        // An address and the name of a file join words so.
        "." if between == "." && !after_initial => Gap::Blank,
        "." | ".-" => Gap::Stop,
        marked => match &*without_markup(marked) {
            "" => Gap::Blank,
            "," => Gap::Comma,
            "." | ".-" => Gap::Stop,
            _ => Gap::Other,
        },
    }
}

/// `between` without what Markdown and HTML put around words: emphasis, tags, comments, links. Empty if that is all.
fn without_markup(between: &str) -> String {
    let (mut rest, mut left) = (between, String::new());
    while let Some(first) = rest.chars().next() {
        let close = match first {
            '*' | '_' | '~' | '[' | ' ' | '\t' | '\n' | '\r' => Some(0),
            '<' => rest.find('>'),
            ']' if rest.starts_with("](") => rest.find(')'),
            ']' => Some(0),
            _ => None,
        };
        let passed = close.map_or(first.len_utf8(), |close| close + 1);
        left.push_str(if close.is_some() { "" } else { &rest[..passed] });
        rest = &rest[passed..];
    }
    left
}

/// Whether what is between two words breaks a line after a hyphen.
fn is_broken(between: &str) -> bool {
    let rest = between.strip_prefix(['-', '\u{2010}', '\u{AD}']);
    rest.is_some_and(|rest| rest.len() <= 64 && rest.trim().is_empty() && rest.contains(['\n', '\r']))
}

/// `plain` as scanners may mistake it: letters and digits that they take for one another are one.
pub(super) fn mistaken(plain: &str) -> String {
    let letters = plain.replace("rn", "m").replace("vv", "w");
    let letter = |c: char| behind(&SCAN.names, c).map_or(c, |meant| char::from(meant.as_bytes()[0]));
    letters.chars().map(letter).collect()
}
