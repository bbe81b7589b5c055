//! Finds the stretches of a text in which a plain name can occur.
//!
//! Every form of a name contains the last word of the surname, so the words of a text are compared with those words
//! alone, allowing for scanning damage, without allocation. A clean text is read once, however long the list; only
//! around a possible surname it is read for names.

use std::collections::HashSet;

use super::reading::SPACED;
use super::word::{Word, inline, mistaken, words, words_across_markup, words_of_humps};
use crate::source::Span;

/// Bytes before and after a surname in which the rest of the name is.
const AROUND: usize = 640;
/// How many bits the table has for each surname, so that few other words fall on one.
const SPARSE: usize = 64;

/// The last words of surnames.
#[derive(Default)]
pub(super) struct Surnames {
    keys: HashSet<u64>,
    /// A table in which each key has a bit: it stays in the nearest cache, and nearly all words have none.
    bits: Vec<u64>,
}

impl Surnames {
    /// Adds the last word of a surname.
    pub(super) fn add(&mut self, plain: &str) {
        self.keys.insert(key(plain));
        let needed = (self.keys.len() * SPARSE).next_power_of_two() / 64;
        if needed > self.bits.len() {
            self.bits = vec![0; needed * 2];
            self.keys.iter().for_each(|key| set(&mut self.bits, *key));
        } else {
            set(&mut self.bits, key(plain));
        }
    }

    /// Whether the word with that key is one of them.
    fn has(&self, key: u64) -> bool {
        let (word, bit) = place(&self.bits, key);
        self.bits[word] & bit != 0 && self.keys.contains(&key)
    }

    /// The stretches of `span` in which names can be, in order and apart from each other. None begins or ends inside
    /// a word.
    pub(super) fn stretches(&self, text: &str, span: Span) -> Vec<Span> {
        let mut stretches: Vec<Span> = Vec::new();
        if self.keys.is_empty() {
            return stretches;
        }
        let bytes = &text.as_bytes()[..span.end as usize];
        let (mut at, mut spaced_until) = (span.start as usize, 0);
        while at < bytes.len() {
            let Token { key, end, foreign } = token(bytes, at);
            if end > at {
                let token = Span::new(at as u32, end as u32);
                let whole = if foreign { self.has_foreign(text, token) } else { self.has(key) };
                let listed = whole
                    || is_broken_behind(bytes, end)
                    || !foreign && self.has_hump(text, token)
                    || self.goes_on_behind_markup(text, token, span.end)
                    || at >= spaced_until && self.has_spaced(bytes, token, &mut spaced_until);
                if listed {
                    let stretch = around(text, span, token);
                    match stretches.last_mut() {
                        Some(last) if stretch.start <= last.end => *last = last.to(stretch),
                        _ => stretches.push(stretch),
                    }
                }
            }
            at = end + 1;
        }
        stretches
    }

    /// Whether any word of a stretch that is not all ASCII may be a surname.
    fn has_foreign(&self, text: &str, token: Span) -> bool {
        let words = words(text, token);
        self.has_word(&words) || words.iter().any(|word| word.humped) && self.has_word(&words_of_humps(text, token))
    }

    fn has_word(&self, words: &[Word]) -> bool {
        words.iter().any(|word| {
            self.has(key(&word.plain)) || word.spelt_out.as_deref().is_some_and(|spelt_out| self.has(key(spelt_out)))
        })
    }

    /// Whether a part of `token` that begins with a capital may be a surname.
    fn has_hump(&self, text: &str, token: Span) -> bool {
        let bytes = text[token.range()].as_bytes();
        let hump = |pair: &[u8]| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase();
        token.len() as usize >= HUMPED && bytes.windows(2).any(hump) && self.has_word(&words_of_humps(text, token))
    }

    /// Whether `token` may be a surname with what follows markup that ends inside of it.
    fn goes_on_behind_markup(&self, text: &str, token: Span, end: u32) -> bool {
        let bytes = text.as_bytes();
        if token.end >= end || !matches!(bytes[token.end as usize], b'<' | b'*') {
            return false;
        }
        let mut reach = token.end as usize;
        for _ in 0..PARTS {
            let behind = reach + inline(&text[reach..end as usize]);
            let length = text[behind..end as usize].bytes().take_while(|byte| LETTERS[*byte as usize] != 0).count();
            if behind == reach || length == 0 {
                break;
            }
            reach = behind + length;
        }
        let whole = Span::new(token.start, reach as u32);
        let across = (whole.end > token.end).then(|| words_across_markup(text, whole)).flatten();
        across.is_some_and(|words| self.has_word(&words))
    }

    /// Whether the letters from `token` on that are a space apart may be a surname. Says where they end.
    fn has_spaced(&self, bytes: &[u8], token: Span, until: &mut usize) -> bool {
        let single = |at: usize| {
            let letter = bytes.get(at).is_some_and(u8::is_ascii_alphabetic);
            letter && bytes.get(at + 1).is_none_or(|next| LETTERS[*next as usize] == 0)
        };
        let start = token.start as usize;
        let count = (0..).take_while(|index| {
            let at = start + 2 * index;
            single(at) && (*index == 0 || bytes[at - 1] == b' ')
        });
        let count = count.count();
        if count < SPACED {
            return false;
        }
        *until = start + 2 * count;
        let letters: String = (0..count).map(|index| char::from(bytes[start + 2 * index])).collect();
        self.has(key(&letters.to_ascii_lowercase()))
    }
}

/// Markup parts a word into no more pieces after the first.
const PARTS: usize = 4;
/// From how many letters on a word may be two.
const HUMPED: usize = 6;

fn set(bits: &mut [u64], key: u64) {
    let (word, bit) = place(bits, key);
    bits[word] |= bit;
}

/// The word of the table with the bit of `key`, and the bit.
fn place(bits: &[u64], key: u64) -> (usize, u64) {
    let bit = (key >> 32) as usize & (bits.len() * 64 - 1);
    (bit / 64, 1 << (bit % 64))
}

/// A run of letters, digits and bytes beyond ASCII.
struct Token {
    key: u64,
    end: usize,
    foreign: bool,
}

/// What a byte counts for: 0 ends a word, 1 is passed over inside one, 2 is beyond ASCII, anything else is the letter
/// that [`mistaken`] makes of it.
static LETTERS: [u8; 256] = {
    let mut letters = [0; 256];
    let mut byte = 0;
    while byte < 128 {
        letters[byte] = match (byte as u8).to_ascii_lowercase() {
            b'0' => b'o',
            b'1' | b'i' | b'j' => b'l',
            b'5' => b's',
            b'8' => b'b',
            b'2' => b'z',
            b'6' | b'9' => b'g',
            b'\'' | b'`' => 1,
            letter if letter.is_ascii_alphanumeric() => letter,
            _ => 0,
        };
        byte += 1;
    }
    while byte < 256 {
        letters[byte] = 2;
        byte += 1;
    }
    letters
};

/// The word that begins at `start`; an empty one if none does.
fn token(bytes: &[u8], start: usize) -> Token {
    let (mut key, mut end, mut foreign) = (Key::default(), start, false);
    while let Some(&byte) = bytes.get(end) {
        match LETTERS[byte as usize] {
            0 => break,
            1 if is_possessive(&bytes[end + 1..]) => break,
            1 => {}
            2 => foreign = true,
            letter => key.add(letter),
        }
        end += 1;
    }
    Token { key: key.finish(), end, foreign }
}

/// Whether nothing but an `s` of the word follows its apostrophe.
fn is_possessive(behind: &[u8]) -> bool {
    let ends = || behind.get(1).is_none_or(|next| LETTERS[*next as usize] == 0);
    behind.first().is_some_and(|letter| letter.eq_ignore_ascii_case(&b's')) && ends()
}

/// The key of a word, made of one letter after the other.
struct Key {
    hash: u64,
    /// An `r` or a `v` that may be half of another letter.
    held: u8,
}

impl Default for Key {
    fn default() -> Key {
        // FNV-1a: the words are short, and nothing depends on who chose them but time.
        Key { hash: 0xCBF2_9CE4_8422_2325, held: 0 }
    }
}

impl Key {
    fn add(&mut self, letter: u8) {
        let joined = match (self.held, letter) {
            (b'r', b'n') => b'm',
            (b'v', b'v') => b'w',
            (held, _) => {
                if held != 0 {
                    self.mix(held);
                }
                self.held = 0;
                if matches!(letter, b'r' | b'v') {
                    self.held = letter;
                } else {
                    self.mix(letter);
                }
                return;
            }
        };
        self.held = 0;
        self.mix(joined);
    }

    fn mix(&mut self, letter: u8) {
        self.hash = (self.hash ^ u64::from(letter)).wrapping_mul(0x0100_0000_01B3);
    }

    fn finish(mut self) -> u64 {
        if self.held != 0 {
            self.mix(self.held);
        }
        self.hash
    }
}

/// The key of a word as it is compared.
fn key(plain: &str) -> u64 {
    let mut key = Key::default();
    // What [`mistaken`] put together is not taken apart again, and would be put together no further.
    mistaken(plain).bytes().for_each(|letter| key.mix(letter));
    key.finish()
}

/// Whether a surname may be broken at `end`, where a word ends: after a hyphen there, or a soft one in the word.
fn is_broken_behind(bytes: &[u8], end: usize) -> bool {
    let hyphen = bytes.get(end) == Some(&b'-');
    let behind = &bytes[(end + usize::from(hyphen)).min(bytes.len())..];
    (hyphen || bytes[..end].ends_with("\u{AD}".as_bytes()))
        && behind.iter().find(|byte| !matches!(byte, b' ' | b'\t')).is_some_and(|byte| matches!(byte, b'\n' | b'\r'))
}

/// What is around `token` in `span`, cut where white space is.
fn around(text: &str, span: Span, token: Span) -> Span {
    let back = text.ceil_char_boundary((token.start as usize).saturating_sub(AROUND).max(span.start as usize));
    let reach = text.floor_char_boundary((token.end as usize + AROUND).min(span.end as usize));
    let start = match back == span.start as usize {
        true => back,
        false => {
            text[back..token.start as usize].find(char::is_whitespace).map_or(token.start as usize, |at| back + at)
        }
    };
    let end = match reach == span.end as usize {
        true => reach,
        false => text[token.end as usize..reach]
            .rfind(char::is_whitespace)
            .map_or(token.end as usize, |at| token.end as usize + at),
    };
    Span::new(start as u32, end as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_in_a_text_has_the_key_that_its_name_has() {
        for word in ["fictive", "barnes", "rnrn", "vvvv", "vvv", "carrn", "r", "v", "0riva1", "o'brien", "jim8526"] {
            let plain: String = word.chars().filter(char::is_ascii_alphanumeric).collect();
            let read = token(word.as_bytes(), 0);
            assert_eq!((read.key, read.end), (key(&plain), word.len()), "{word}");
        }
    }

    #[test]
    fn only_the_surroundings_of_surnames_are_read() {
        let mut surnames = Surnames::default();
        surnames.add("fictive");
        let far = "word ".repeat(400);
        let text = format!("{far}Jane F1ctive {far}Fic-\n tive {far}Fi\u{200B}ctive {far}");
        let found = surnames.stretches(&text, Span::new(0, text.len() as u32));
        assert_eq!(found.len(), 3);
        assert!(found.iter().all(|stretch| stretch.len() < 1400), "{found:?}");
        assert!(surnames.stretches(&far, Span::new(0, far.len() as u32)).is_empty());
    }
}
