//! A text in, the same text with plain signs out: slashes for what is taken for them, blanks for blanks of every kind.

use std::borrow::Cow;

/// The text with the signs that are taken for slashes as slashes, and blanks of any kind as blanks. Each sign keeps its
/// bytes, filled up with blanks, so that places stay what they are.
pub fn plain_signs(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        let sign = match c {
            // Fraction slash, division slash, big solidus, full-width solidus.
            '\u{2044}' | '\u{2215}' | '\u{29f8}' | '\u{ff0f}' => '/',
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
