//! Finds words in a text.
//!
//! The text is skipped many bytes at a time while nothing resembles a word. Many words begin alike, so each is
//! searched by the rarest four letters in it, and compared in full only there.

use aho_corasick::packed::{self, MatchKind};
use aho_corasick::{AhoCorasick, Input, Match, Span};

/// The letters by which a word is looked for, at most. More are no rarer to the machine's instructions.
const PIECE: usize = 4;
/// As many words are looked for by three letters as well, if one of them has no more, which saves a pass.
const FEW: usize = 16;

pub(crate) struct Seeker {
    words: Vec<Box<[u8]>>,
    /// Words of four letters and more by their pieces, and a pass for shorter ones, if there are any.
    passes: Vec<Pass>,
}

struct Pass {
    searcher: Searcher,
    /// For each piece the words that contain it, with its place in them.
    holders: Vec<Vec<(usize, usize)>>,
}

enum Searcher {
    /// Looks at many bytes at a time.
    Packed(packed::Searcher),
    /// What is left where the machine has no instructions for that.
    Automaton(AhoCorasick),
}

impl Seeker {
    /// Looks for `words`, none of which is empty, as they are written.
    pub(crate) fn new(words: impl IntoIterator<Item = impl AsRef<str>>) -> Seeker {
        Seeker::by(Searcher::packed, words)
    }

    fn by(searcher: fn(&[&[u8]]) -> Searcher, words: impl IntoIterator<Item = impl AsRef<str>>) -> Seeker {
        let words: Vec<Box<[u8]>> = words.into_iter().map(|word| word.as_ref().as_bytes().into()).collect();
        let shortest = words.iter().map(|word| word.len()).min().unwrap_or(PIECE);
        let most = if words.len() <= FEW { shortest.clamp(3, PIECE) } else { PIECE };
        let mut lengths: Vec<usize> = words.iter().map(|word| word.len().min(most)).collect();
        lengths.sort_unstable();
        lengths.dedup();
        let passes = lengths.into_iter().map(|length| Pass::new(searcher, &words, length, most)).collect();
        Seeker { words, passes }
    }

    /// Calls `see` with the number of each word in `text` and its offset, in no particular
    /// order. Words are seen inside others; a word that overlaps itself is seen once.
    pub(crate) fn each(&self, text: &[u8], see: &mut dyn FnMut(usize, usize)) {
        let mut ends = vec![0; self.words.len()];
        for pass in &self.passes {
            let mut at = 0;
            while let Some(piece) = pass.searcher.find(text, at) {
                for &(word, offset) in &pass.holders[piece.pattern().as_usize()] {
                    let Some(start) = piece.start().checked_sub(offset) else { continue };
                    if start >= ends[word] && text[start..].starts_with(&self.words[word]) {
                        ends[word] = start + self.words[word].len();
                        see(word, start);
                    }
                }
                at = piece.start() + 1;
            }
        }
    }
}

impl Pass {
    /// Looks for those of `words` that give pieces of `length` bytes, where pieces have `most` at most.
    fn new(searcher: fn(&[&[u8]]) -> Searcher, words: &[Box<[u8]>], length: usize, most: usize) -> Pass {
        let mut pieces: Vec<&[u8]> = Vec::new();
        let mut holders: Vec<Vec<(usize, usize)>> = Vec::new();
        for (number, word) in words.iter().enumerate().filter(|(_, word)| word.len().min(most) == length) {
            let rarest = word.windows(length).enumerate().min_by_key(|(_, piece)| commonness(piece));
            let Some((offset, piece)) = rarest else { continue };
            match pieces.iter().position(|other| *other == piece) {
                Some(known) => holders[known].push((number, offset)),
                None => {
                    pieces.push(piece);
                    holders.push(vec![(number, offset)]);
                }
            }
        }
        Pass { searcher: searcher(&pieces), holders }
    }
}

impl Searcher {
    fn packed(pieces: &[&[u8]]) -> Searcher {
        let packed = packed::Config::new().match_kind(MatchKind::LeftmostFirst).builder().extend(pieces).build();
        packed.map_or_else(|| Searcher::automaton(pieces), Searcher::Packed)
    }

    fn automaton(pieces: &[&[u8]]) -> Searcher {
        Searcher::Automaton(AhoCorasick::new(pieces).expect("a few short words are no more than an automaton can hold"))
    }

    /// The first piece in `text` that begins at `at` or after it. No piece begins another.
    fn find(&self, text: &[u8], at: usize) -> Option<Match> {
        match self {
            Searcher::Packed(packed) => packed.find_in(text, Span::from(at..text.len())),
            Searcher::Automaton(automaton) => automaton.find(Input::new(text).range(at..)),
        }
    }
}

fn commonness(piece: &[u8]) -> usize {
    piece.iter().map(|&byte| rank(byte)).sum()
}

/// The place of `byte` among the bytes of prose, the commonest last; zero for what is rarely there.
pub(crate) fn rank(byte: u8) -> usize {
    const COMMON: &[u8] = b"zqxjkvbpygfwmculdrhsnioate ";
    COMMON.iter().position(|common| *common == byte.to_ascii_lowercase()).map_or(0, |place| place + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is seen, which does not depend on the machine.
    fn seen(words: &[&'static str], text: &str) -> Vec<(usize, &'static str)> {
        let by = |searcher: fn(&[&[u8]]) -> Searcher| {
            let mut found = Vec::new();
            let seeker = Seeker::by(searcher, words);
            seeker.each(text.as_bytes(), &mut |word, at| found.push((at, words[word])));
            found.sort_unstable();
            found
        };
        let found = by(Searcher::packed);
        assert_eq!(by(Searcher::automaton), found);
        found
    }

    #[test]
    fn words_are_found_wherever_their_rarest_letters_stand() {
        let words = ["RELEASE", "OR RELEASE", "NW ", "\u{2588}\u{2588}", "release"];
        assert_eq!(
            seen(&words, "FOR RELEASE NW \u{2588}\u{2588}"),
            [(1, "OR RELEASE"), (4, "RELEASE"), (12, "NW "), (15, "\u{2588}\u{2588}")]
        );
        assert_eq!(seen(&words, "RELEAS"), []);
        assert_eq!(seen(&words, ""), []);
    }

    #[test]
    fn a_word_that_overlaps_itself_is_seen_once() {
        assert_eq!(seen(&["XXXX"], &"X".repeat(11)), [(0, "XXXX"), (4, "XXXX")]);
    }

    #[test]
    fn a_word_is_found_at_either_end_of_long_texts() {
        for length in 0..200 {
            let text = ["protect", &"x".repeat(length), "protect"].concat();
            assert_eq!(seen(&["protect"], &text).len(), 2, "{length}");
        }
    }
}
