//! Makes untrusted text safe to show on a terminal.
//!
//! Documents, file names and rule packs can contain escape sequences, bidirectional overrides and invisible
//! characters. Formats for people pass all such text through [`visible`]; formats for programs keep the true values.
//! Everything written in any format passes through [`harmless`], because CI logs interpret some text.

mod harmless;

use std::borrow::Cow;
use std::fmt::Write;

pub use harmless::{Harmless, Spelling, harmless};
use unicode_normalization::UnicodeNormalization;
use unicode_security::confusable_detection::skeleton;

/// `text` with a visible stand-in for every character that would steer a terminal or hide in it, line breaks included.
pub fn visible(text: &str) -> Cow<'_, str> {
    replace(text, is_unseen)
}

/// Like [`visible`], but line feeds stay.
pub fn visible_lines(text: &str) -> Cow<'_, str> {
    replace(text, |c| c != '\n' && is_unseen(c))
}

fn replace(text: &str, unseen: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.chars().any(&unseen) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        if unseen(character) { push(&mut shown, character) } else { shown.push(character) }
    }
    Cow::Owned(shown)
}

/// Adds `character`, or what stands for it, to `shown`.
///
/// The old control characters have pictures of their own. The others are spelled out, since which one it is matters to
/// those who look for hidden text.
pub(crate) fn push(shown: &mut String, character: char) {
    match character {
        '\0'..='\x1F' => shown.push(char::from_u32(0x2400 + character as u32).expect("a control picture")),
        '\x7F' => shown.push('\u{2421}'),
        _ if is_unseen(character) => {
            write!(shown, "<U+{:04X}>", character as u32).expect("writing to a string succeeds");
        }
        _ => shown.push(character),
    }
}

/// Whether a terminal would interpret `character`, or show nothing for it: control characters, line and paragraph
/// separators, and the characters that Unicode calls ignorable by default (bidirectional controls, zero-width
/// characters, tags, fillers, variation selectors).
pub(crate) fn is_unseen(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
            | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
            | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}'
            | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

/// The character of ASCII that `character` is or looks like (UTS 39).
pub(crate) fn alike(character: char) -> Option<char> {
    if character.is_ascii() {
        return Some(character);
    }
    let mut buffer = [0; 4];
    let mut alike = skeleton(character.encode_utf8(&mut buffer));
    let first = alike.next().filter(char::is_ascii)?;
    // A capital I and a one look like a small L, and that is how the list writes them.
    let first = if first == 'l' && !character.is_lowercase() { 'I' } else { first };
    alike.next().is_none().then_some(first)
}

/// `text`, or if it is longer than `most` characters its two ends with `…` between them.
pub fn clipped(text: &str, most: usize) -> Cow<'_, str> {
    if text.chars().nth(most).is_none() {
        return Cow::Borrowed(text);
    }
    let end = |count: usize| text.char_indices().nth(count).map_or(text.len(), |(at, _)| at);
    let start = |count: usize| text.char_indices().nth_back(count - 1).map_or(0, |(at, _)| at);
    let (head, tail) = (&text[..end(most / 2)], &text[start(most - most / 2 - 1)..]);
    Cow::Owned(format!("{}…{}", head.trim_end(), tail.trim_start()))
}

/// `character` as it is read: in the plain form that Unicode has for it (NFKC), digits of every script as `0` to `9`.
pub(crate) fn folded(character: char) -> impl Iterator<Item = char> {
    let plain = (!character.is_ascii()).then(|| character.nfkc().map(|c| digit(c).unwrap_or(c)));
    plain.into_iter().flatten().chain(character.is_ascii().then_some(character))
}

/// The plain digit that a digit of another script stands for. Unicode has the ten of a script in a row that begins at a
/// code point that ends in 0 or 6.
fn digit(character: char) -> Option<char> {
    let place = character as u32 % 16;
    let begins = |back: u32| char::from_u32(character as u32 - back).is_some_and(char::is_numeric);
    let value = if begins(place) { place } else { place.checked_sub(6)? };
    (!character.is_ascii() && character.is_numeric() && value < 10).then(|| char::from(b'0' + value as u8))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_text_is_passed_through_unchanged() {
        let text = "S E C R E T – naïve 机密 🗎 (C//REL)";
        assert!(matches!(visible(text), Cow::Borrowed(same) if same == text));
    }

    #[test]
    fn what_a_terminal_obeys_is_shown_instead() {
        assert_eq!(visible("a\x1b[2J\r\n\t\x7f\u{9b}0m"), "a␛[2J␍␊␉␡<U+009B>0m");
    }

    #[test]
    fn what_nobody_sees_is_spelt_out() {
        for unseen in "\u{61C}\u{200B}\u{200E}\u{2028}\u{202A}\u{202E}\u{2066}\u{2069}\u{FEFF}\u{E0041}".chars() {
            assert_eq!(visible(&unseen.to_string()), format!("<U+{:04X}>", unseen as u32));
        }
    }

    #[test]
    fn digits_of_every_script_are_digits() {
        let plain = |text: &str| text.chars().flat_map(folded).collect::<String>();
        for digits in ["٠١٢٣٤٥٦٧٨٩", "０１２３４５６７８９", "०१२३४५६७८९", "๐๑๒๓๔๕๖๗๘๙", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗", "᠐᠑᠒᠓᠔᠕᠖᠗᠘᠙"]
        {
            assert_eq!(plain(digits), "0123456789");
        }
        assert_eq!(plain("ＳＳＮ é Ⅷ"), "SSN é VIII");
    }

    #[test]
    fn line_feeds_can_stay() {
        assert_eq!(visible_lines("a\nb\x07"), "a\nb␇");
    }
}
