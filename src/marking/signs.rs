//! Replaces the signs and letters of a marking by plain ones: slashes for what is taken for them, blanks for blanks of every
//! kind, words for letters that stand apart.

use std::borrow::Cow;

use crate::source::visible::{alike, is_unseen};

/// What stands for a slash: beside signs that look like one, the two that lie next to it on a keyboard.
fn is_slash(c: char) -> bool {
    // Fraction slash, division slash, divides, big solidus, full-width solidus, full-width bar.
    matches!(c, '/' | '\\' | '|' | '\u{2044}' | '\u{2215}' | '\u{2223}' | '\u{29f8}' | '\u{ff0f}' | '\u{ff5c}')
}

/// Whether `c` is no slash, but stands for one.
pub(super) fn is_false_slash(c: char) -> bool {
    c != '/' && is_slash(c)
}

/// The text with the signs that are taken for slashes as slashes, and blanks of any kind as blanks. Each sign keeps its
/// bytes, filled up with blanks, so that places stay what they are.
pub fn plain_signs(text: &str) -> Cow<'_, str> {
    let plain_as_it_is = |c: char| c.is_ascii() && !is_false_slash(c);
    if text.chars().all(plain_as_it_is) {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        let sign = match c {
            c if is_slash(c) => '/',
            c if c.is_whitespace() && !c.is_ascii() => ' ',
            c => {
                plain.push(c);
                continue;
            }
        };
        plain.push(sign);
        plain.extend(std::iter::repeat_n(' ', c.len_utf8() - 1));
    }
    Cow::Owned(plain)
}

/// The text without characters that nobody sees, and with the Latin letters that letters of other scripts look like.
pub(super) fn plain_letters(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let seen = text.chars().filter(|c| c.is_ascii() || !is_unseen(*c));
    Cow::Owned(seen.map(|c| alike(c).filter(|_| c.is_alphabetic()).unwrap_or(c)).collect())
}

/// The text without blanks beside its separators.
pub(super) fn tight(text: &str) -> String {
    let mut tight = String::with_capacity(text.len());
    let separates = |c: char| matches!(c, '/' | ',' | ';');
    for c in text.chars() {
        if separates(c) {
            tight.truncate(tight.trim_end().len());
        }
        if !(c.is_whitespace() && tight.ends_with(separates)) {
            tight.push(c);
        }
    }
    tight
}

/// `C O N F I D E N T I A L` and `S-E-C-R-E-T` without the gaps of telegrams; any other text as it is.
pub(super) fn joined(word: &str) -> Cow<'_, str> {
    let letters = word.split([' ', '-']).filter(|part| !part.is_empty());
    let spaced = word.len() >= 9 && letters.clone().all(|part| part.len() == 1);
    if !spaced {
        return Cow::Borrowed(word);
    }
    let plain: String = letters.collect();
    Cow::Owned(if plain == "TOPSECRET" { "TOP SECRET".to_owned() } else { plain })
}

/// A sign that parts a level from its control in place of the double slash: a dash, a point, a colon.
pub fn is_level_sign(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | ';' | ':' | ',' | '.' | '\u{b7}' | '\u{2022}')
}
