//! Removes `<` characters that open no tag from text with markup.
//!
//! Scanning turns specks into `<`, and people use it as an arrow; the tokenizer would treat all that follows as a tag.
//! It also calls itself for each attribute of a tag: one with more than any page has is read as text.

use crate::register::vocabulary::WORDS;
use std::borrow::Cow;

/// No tag of a page has so many attributes.
const MOST_ATTRIBUTES: usize = 100;

/// `text` with a space for each `<` that opens no tag, so that what follows it up to the next `>` is read as text.
pub(crate) fn without_false_tags(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let opens = memchr::memchr_iter(b'<', bytes);
    let opens = opens.filter(|&at| bytes.get(at + 1).is_some_and(u8::is_ascii_alphabetic) && !is_tag(&text[at + 1..]));
    without(text, opens)
}

/// `text` with a space for each `<` that opens a tag of more attributes than the tokenizer can take.
pub(crate) fn without_endless_tags(text: &str) -> Cow<'_, str> {
    let mut done = 0;
    let opens = memchr::memchr_iter(b'<', text.as_bytes()).filter(move |&at| {
        let behind = &text.as_bytes()[at + 1..];
        if at < done || !behind.first().is_some_and(u8::is_ascii_alphabetic) {
            return false;
        }
        let (length, values) = attributes(behind);
        // What a tag that is passed over holds is looked at again.
        done = if values > MOST_ATTRIBUTES { at } else { at + length };
        values > MOST_ATTRIBUTES
    });
    without(text, opens)
}

/// The length of the tag at the start of `text`, and how many of its attributes have values in quotes: no more than
/// is too many.
fn attributes(text: &[u8]) -> (usize, usize) {
    let (mut quote, mut last, mut values) = (None, b' ', 0);
    for (at, &byte) in text.iter().enumerate() {
        match (quote, byte) {
            (Some(open), _) if open == byte => {
                quote = None;
                values += 1;
            }
            (Some(_), _) => {}
            (None, b'"' | b'\'') if last == b'=' => quote = Some(byte),
            (None, b'>') => return (at, values),
            _ => {}
        }
        if values > MOST_ATTRIBUTES {
            return (at, values);
        }
        if !byte.is_ascii_whitespace() {
            last = byte;
        }
    }
    (text.len(), values)
}

/// `text` with a space for each byte that `opens` gives.
fn without(text: &str, mut opens: impl Iterator<Item = usize>) -> Cow<'_, str> {
    let Some(first) = opens.next() else { return Cow::Borrowed(text) };
    let (mut plain, mut done) = (String::with_capacity(text.len()), 0);
    for at in std::iter::once(first).chain(opens) {
        plain.push_str(&text[done..at]);
        plain.push(' ');
        done = at + 1;
    }
    plain.push_str(&text[done..]);
    Cow::Owned(plain)
}

/// Whether what follows a `<` is a tag: it is closed before another opens and before an empty line, and is no
/// sentence.
fn is_tag(behind: &str) -> bool {
    let (mut quote, mut last) = (None, b' ');
    let (mut bare, mut word, mut values) = (0, 0, 0);
    for (at, &byte) in behind.as_bytes().iter().enumerate() {
        match (quote, byte) {
            (_, b'\n') if behind[at + 1..].trim_start_matches([' ', '\t', '\r']).starts_with('\n') => return false,
            (Some(open), _) if open == byte => {
                quote = None;
                values += 1;
                if values > MOST_ATTRIBUTES {
                    return false;
                }
            }
            (Some(_), _) => {}
            (None, b'"' | b'\'') if last == b'=' => quote = Some(byte),
            (None, b'<') => return false,
            (None, b'>' | b' ' | b'\t' | b'\r' | b'\n') => {
                let attribute = behind[word..at].trim_matches(['/', ' ', '\t', '\r', '\n']);
                let value = attribute.is_empty() || attribute.contains(['=', '"', '\'', ':']);
                bare += usize::from(
                    word > 0 && !value && !WORDS.markup.bare.iter().any(|known| known.eq_ignore_ascii_case(attribute)),
                );
                word = at + 1;
                if byte == b'>' {
                    return bare < 2;
                }
            }
            _ => {}
        }
        if !byte.is_ascii_whitespace() {
            last = byte;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::exposure::hidden::HiddenKind::Undisplayed;
    use crate::document::exposure::hidden::tests::of;

    #[test]
    fn a_tag_with_more_attributes_than_any_page_has_is_text() {
        let attributes = "title=\"Ada\" ".repeat(20_000);
        let text = format!("He met <p {attributes}> and <span hidden>John Fictive</span> there.\n");
        assert_eq!(of(Undisplayed, &text), ["John Fictive"]);
        assert!(without_endless_tags(&text).starts_with("He met  p title"));
        assert_eq!(without_endless_tags("<p title=\"Ada\">a"), "<p title=\"Ada\">a");
    }

    #[test]
    fn a_sign_that_opens_no_tag_swallows_nothing() {
        for sign in [
            "<e in the hidden drawer,\n\nof > it",
            "<e in the hidden drawer of <b>it</b>",
            "<a hidden way out > it",
            "x <e",
        ] {
            let text = format!("It lay {sign}.\n\nHe met <span hidden>John Fictive</span> there.\n");
            assert_eq!(of(Undisplayed, &text), ["John Fictive"], "{sign}");
        }
        assert_eq!(of(Undisplayed, "<p\n  class=\"a\"\n  hidden>John Fictive</p>"), ["John Fictive"]);
    }
}
