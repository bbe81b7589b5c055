//! Finds the few places at which hidden text or personal data can begin.
//!
//! Clean documents have hardly any, so one pass over the bytes saves running the detectors. Places are offsets in the
//! text, in order.

use crate::source::Span;

#[derive(Debug, Default)]
pub(crate) struct Triggers {
    /// Runs of digits and what may separate them, with at least [`Triggers::DIGITS`] digits or three dots.
    pub(crate) numbers: Vec<Span>,
    /// Two capitals before two digits, as an account number begins.
    pub(crate) accounts: Vec<u32>,
    /// Digits before a letter that can be that of a hemisphere or of a grid zone, or before a degree sign.
    pub(crate) sides: Vec<u32>,
    pub(crate) at_signs: Vec<u32>,
    pub(crate) markup: Option<u32>,
    /// Whether a carriage return that ends no line, a backspace or an escape sign is there.
    pub(crate) controls: bool,
    /// Every `~~`, `||`, `>!`, `{--`, `{~~` and `{>>`.
    pub(crate) marks: Vec<u32>,
    pub(crate) foreign: bool,
}

/// Whether a byte may begin anything.
fn is_sign(byte: &u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'@' | b'<' | b'~' | b'|' | b'>' | b'{' | 8 | 0x1b | b'\r')
}

impl Triggers {
    const DIGITS: usize = 5;

    pub(crate) fn find(text: &str, span: Span) -> Triggers {
        let bytes = &text.as_bytes()[..span.end as usize];
        let mut triggers = Triggers { foreign: !text[span.range()].is_ascii(), ..Triggers::default() };
        let mut at = span.start as usize;
        while let Some(next) = next(bytes, at) {
            at = if bytes[next].is_ascii_digit() { triggers.number(bytes, next) } else { triggers.sign(bytes, next) };
        }
        triggers
    }

    fn number(&mut self, bytes: &[u8], start: usize) -> usize {
        let (mut end, mut digits, mut dots, mut group) = (start, 0, 0, start);
        let (mut at, mut between) = (start, 0);
        while let Some(&byte) = bytes.get(at) {
            if byte.is_ascii_digit() {
                group = if end < at { at } else { group };
                digits += 1;
                end = at + 1;
                between = 0;
                at += 1;
                continue;
            }
            let width = separator(bytes, at);
            if width == 0 || between >= 3 {
                break;
            }
            dots += usize::from(byte == b'.');
            between += 1;
            at += width;
        }
        if digits >= Triggers::DIGITS || dots >= 3 {
            self.numbers.push(Span::new(start as u32, end as u32));
        }
        if has_country(bytes, start) {
            self.accounts.push(start as u32 - 2);
        }
        if has_side(bytes, group, end) {
            self.sides.push(group as u32);
        }
        end
    }

    fn sign(&mut self, bytes: &[u8], at: usize) -> usize {
        let next = bytes.get(at + 1).copied();
        let place = at as u32;
        match bytes[at] {
            b'@' => self.at_signs.push(place),
            b'<' if next.is_some_and(|next| next.is_ascii_alphabetic() || matches!(next, b'!' | b'/' | b'?')) => {
                self.markup = self.markup.or(Some(place));
            }
            b'\r' => self.controls |= next != Some(b'\n'),
            8 | 27 => self.controls = true,
            byte @ (b'~' | b'|') if next == Some(byte) => {
                self.marks.push(place);
                return at + 2;
            }
            b'>' if next == Some(b'!') => self.marks.push(place),
            b'{' if matches!(bytes.get(at + 1..at + 3), Some(b"--" | b"~~" | b">>")) => {
                self.marks.push(place);
                return at + 3;
            }
            _ => {}
        }
        at + 1
    }
}

/// Where from `at` on the next digit or sign is.
fn next(bytes: &[u8], mut at: usize) -> Option<usize> {
    /// How many bytes are looked at together, which is how a machine is fast. Hardly any of them hold a sign.
    const TOGETHER: usize = 32;
    // What this takes for a sign may be none, but it misses none.
    let may_be = |byte: u8| (byte < 0x20) & (byte != b'\n') | matches!(byte, b'0'..=b'@' | b'{'..=0x7f);
    while let Some(piece) = bytes[at..].first_chunk::<TOGETHER>() {
        if piece.iter().fold(false, |any, &byte| any | may_be(byte))
            && let Some(found) = piece.iter().position(is_sign)
        {
            return Some(at + found);
        }
        at += TOGETHER;
    }
    bytes[at..].iter().position(is_sign).map(|found| at + found)
}

/// How many bytes of what may be between the groups of a number are at `at`: a sign, a dash of print, a space that
/// does not break, or the end of the line after a hyphen with the spaces that open the next.
fn separator(bytes: &[u8], at: usize) -> usize {
    match bytes[at..] {
        [b' ' | b'-' | b'.' | b'(' | b')' | b'/' | b'_', ..] => 1,
        [0xC2, 0xA0, ..] => 2,
        [0xE2, 0x80, 0x90..=0x95, ..] | [0xE2, 0x88, 0x92, ..] => 3,
        [b'\n', ..] | [b'\r', b'\n', ..] if bytes[at - 1] == b'-' => {
            /// Spaces that open a line at most.
            const INDENT: usize = 12;
            let end = at + if bytes[at] == b'\r' { 2 } else { 1 };
            let indent = bytes[end..].iter().take(INDENT).take_while(|byte| matches!(byte, b' ' | b'\t')).count();
            end + indent - at
        }
        _ => 0,
    }
}

/// Whether two capitals and nothing else are before the digits at `start`, and two digits there.
fn has_country(bytes: &[u8], start: usize) -> bool {
    let before = &bytes[start.saturating_sub(3)..start];
    let letters = before.len() >= 2 && before[before.len() - 2..].iter().all(u8::is_ascii_uppercase);
    letters
        && (before.len() == 2 || !before[0].is_ascii_alphanumeric())
        && bytes.get(start + 1).is_some_and(u8::is_ascii_digit)
}

/// Whether the letter after the digits from `start` to `end` makes them a latitude or the zone of a grid square.
fn has_side(bytes: &[u8], start: usize, end: usize) -> bool {
    let letter = bytes.get(end).copied().unwrap_or(b' ');
    let after = bytes.get(end + 1).copied().unwrap_or(b' ');
    match end - start {
        // A degree sign, or what is often typed for one.
        1 | 2 if letter == 0xC2 => matches!(after, 0xB0 | 0xBA),
        1 | 2 => letter.is_ascii_uppercase() && (after == b' ' || after.is_ascii_uppercase()),
        4 | 6 => matches!(letter, b'N' | b'S'),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(text: &str) -> Triggers {
        Triggers::find(text, Span::new(0, text.len() as u32))
    }

    #[test]
    fn prose_and_short_numbers_trigger_nothing() {
        let found =
            find("1. (C) On May 3 he said that 12,500 of 13 would do, 2-3 times.\r\n2. (U) A > B | C ~ D < E.\r\n");
        assert!(found.numbers.is_empty() && found.at_signs.is_empty() && found.markup.is_none(), "{found:?}");
        assert!(!found.controls && found.marks.is_empty() && !found.foreign, "{found:?}");
    }

    #[test]
    fn long_numbers_are_taken_with_their_separators() {
        let text = "call (202) 555-0123, or 10.1.2.3, or 12345.";
        let found: Vec<&str> = find(text).numbers.into_iter().map(|span| &text[span.range()]).collect();
        assert_eq!(found, ["202) 555-0123", "10.1.2.3", "12345"]);
        let text = "his 899\u{2013}12\u{a0}- 3456, 899-12-\r\n\t3456, 899\n12 3456";
        let found: Vec<&str> = find(text).numbers.into_iter().map(|span| &text[span.range()]).collect();
        assert_eq!(found, ["899\u{2013}12\u{a0}- 3456", "899-12-\r\n\t3456", "12 3456"]);
    }

    #[test]
    fn signs_are_found_once() {
        let found = find("a@b <u> N\u{8}X \u{1b}[8m ~~x~~ ||y|| >!z!< a\rb\r\n {--v--} {~~w~>}");
        assert_eq!((found.at_signs, found.markup), (vec![1], Some(4)));
        assert!(found.controls);
        assert_eq!(found.marks.len(), 7);
    }
}
