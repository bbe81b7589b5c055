//! Parses the classification line: level, handling, section, post and serial number.
//!
//! `C O N F I D E N T I A L SECTION 01 OF 02 ABU DHABI 005893`. The level may be spaced, hyphenated or plain, and
//! damaged; the message reference number (post and serial number) distinguishes the line from a banner line.

use crate::marking::likeness::distance;
use std::sync::LazyLock;

use super::super::Reading;
use crate::document::text::word::{Word, trim, words};
use crate::marking::Level;
use crate::register::vocabulary::WORDS;
use crate::source::Span;

/// The classification line of a telegram.
#[derive(Clone, Debug)]
pub struct ClassificationLine {
    /// The whole line.
    pub span: Span,
    /// The level, and where its word is.
    pub level: Reading<Level>,
    /// The level as it should be written, for one that was read through damage.
    pub word: &'static str,
    /// Handling words between level and number: `E F T O`, `SENSITIVE`, `NOFORN`.
    pub handling: Option<Span>,
    /// The section, if the telegram has several.
    pub section: Option<Section>,
    /// The post of the message reference number.
    pub post: Span,
    /// The serial of the message reference number, and its place.
    pub serial: (u32, Span),
}

/// `SECTION 01 OF 02`.
#[derive(Clone, Copy, Debug)]
pub struct Section {
    /// The words.
    pub span: Span,
    /// Which section this is.
    pub number: u32,
    /// How many there are.
    pub total: u32,
}

static LEVELS: LazyLock<Vec<(&str, Level)>> = LazyLock::new(|| {
    let level = |&(word, short): &(&'static str, &str)| Some((word, Level::named(short)?));
    WORDS.levels.iter().filter_map(level).collect()
});

/// Reads a classification line; `None` if the line has no level, or no post and serial after it.
pub(crate) fn classification_line(text: &str, line: Span) -> Option<ClassificationLine> {
    // The first letter, or a missing number, excludes most lines.
    let bytes = text[line.range()].as_bytes();
    let begins = |byte: &u8| byte.is_ascii_uppercase() || *byte == b'#';
    if !bytes.first().is_some_and(begins) || !bytes.iter().any(u8::is_ascii_digit) {
        return None;
    }
    let (level, word) = level_word(text, line)?;
    let mut rest = Span::new(level.span.end, line.end);
    let handling = handling(text, &mut rest);
    let section = section(text, &mut rest);
    let (post, serial) = message_number(text, rest)?;
    Some(ClassificationLine { span: line, level, word, handling, section, post, serial })
}

/// The level that `line` begins with, exact or damaged, and its right spelling.
pub(crate) fn level_word(text: &str, line: Span) -> Option<(Reading<Level>, &'static str)> {
    sound_level_word(text, line).or_else(|| damaged_level_word(text, line))
}

/// The level that `line` begins with to the letter.
pub(crate) fn sound_level_word(text: &str, line: Span) -> Option<(Reading<Level>, &'static str)> {
    let inside = &text[line.range()];
    LEVELS.iter().find_map(|&(word, level)| {
        let len = spelled(inside, word)?;
        Some((Reading { value: level, span: line.part(0, len), repaired: false }, word))
    })
}

/// How many bytes of `text` spell `word`, with or without a space or hyphen between the letters; `None` if it does not,
/// or if more letters follow at once.
pub(crate) fn spelled(text: &str, word: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    // The first letter tells most words apart.
    if bytes.first() != word.as_bytes().first() {
        return None;
    }
    let mut at = 0;
    for letter in word.bytes().filter(|byte| *byte != b' ') {
        if at > 0 {
            at += bytes[at..].iter().take(3).take_while(|byte| matches!(byte, b' ' | b'-')).count();
        }
        if bytes.get(at) != Some(&letter) {
            return None;
        }
        at += 1;
    }
    (!bytes.get(at).is_some_and(u8::is_ascii_alphanumeric)).then_some(at)
}

/// A level with up to two letters changed: `C O N F I D E M T I A L`, `SECRFT`. It must be long enough to know.
fn damaged_level_word(text: &str, line: Span) -> Option<(Reading<Level>, &'static str)> {
    let first = words(text, line).next()?;
    let single = words(text, line).take_while(|word| word.text.chars().count() == 1);
    let (seen, end) = if first.text.chars().count() == 1 {
        let letters: Vec<Word<'_>> = single.collect();
        (letters.iter().map(|word| word.text).collect::<String>(), letters.last()?.span.end)
    } else {
        (first.text.to_owned(), first.span.end)
    };
    // Signs are letters with a bit flipped, where letters are alone; in running text they are signs.
    let sign = first.text.len() == 1;
    let fits = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || sign && b.is_ascii_punctuation();
    if !(5..=14).contains(&seen.len()) || !seen.bytes().all(fits) {
        return None;
    }
    let allowed = if seen.len() >= 9 { 4 } else { 2 };
    // A word that is as long as none of them, and is unspaced, is another word: SECREST is a name.
    let fits = |word: &str| sign || seen.len() <= word.len();
    // CLASSIFIED is not a damaged UNCLASSIFIED: the first letter must be right, or look right.
    let alike = |word: &str| fits(word) && !word.contains(' ') && distance(&seen[..1], &word[..1], 1).is_some();
    let candidates = LEVELS.iter().filter(|(word, _)| alike(word));
    let (_, word, level) =
        candidates.filter_map(|&(word, level)| Some((distance(&seen, word, allowed)?, word, level))).min()?;
    Some((Reading { value: level, span: Span::new(line.start, end), repaired: true }, word))
}

/// The handling words behind the level; double slashes may stand in front of them, as in the markings of other papers.
fn handling(text: &str, rest: &mut Span) -> Option<Span> {
    let mut found: Option<Span> = None;
    loop {
        let inside = text[rest.range()].trim_start_matches(['/', ' ']);
        let Some(len) = ["E F T O", "EFTO", "SENSITIVE", "NOFORN"].iter().find_map(|word| spelled(inside, word)) else {
            *rest = trim(text, *rest);
            return found;
        };
        let start = rest.end - inside.len() as u32;
        let span = Span::new(start, start + len as u32);
        found = Some(found.map_or(span, |before| before.to(span)));
        *rest = Span::new(span.end, rest.end);
    }
}

/// `SECTION 01 OF 02`, `FINAL SECTION OF 02`.
pub(super) fn section(text: &str, rest: &mut Span) -> Option<Section> {
    let mut words = words(text, *rest);
    let first = words.next()?;
    let last = first.text == "FINAL";
    let label = if last { words.next()? } else { first };
    let number = if last { None } else { Some(words.next()?) };
    let (of, total) = (words.next()?, words.next()?);
    if label.text != "SECTION" || of.text != "OF" {
        return None;
    }
    let number = number.unwrap_or(total).number()?;
    let section = Section { span: first.span.to(total.span), number, total: total.number()? };
    *rest = Span::new(total.span.end, rest.end);
    Some(section)
}

/// Post and serial: capitals up to the first word of three to six digits.
fn message_number(text: &str, rest: Span) -> Option<(Span, (u32, Span))> {
    let mut post: Option<Span> = None;
    for word in words(text, rest) {
        if let Some(number) = word.number() {
            return post.filter(|_| (3..=6).contains(&word.text.len())).map(|post| (post, (number, word.span)));
        }
        let fits = word.text.bytes().all(|b| b.is_ascii_uppercase() || b".'/-".contains(&b));
        if !fits || !word.text.starts_with(|c: char| c.is_ascii_uppercase()) {
            return None;
        }
        post = Some(post.map_or(word.span, |before| before.to(word.span)));
    }
    None
}
