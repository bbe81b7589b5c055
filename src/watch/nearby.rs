//! Finds the stretches of a text in which a plain name can occur.
//!
//! Every form of a name contains the last word of the surname, so the letters of a text, whatever stands between them,
//! are searched for those words alone. A clean text is read once, however long the list; only around a possible surname
//! it is read for names.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use aho_corasick::AhoCorasick;

use super::reading::{spelt_out, without_tags};
use super::word::{fold, mistake};
use crate::scan::copy::Copy;
use crate::source::Span;

/// Bytes before and after a surname in which the rest of the name is.
const AROUND: usize = 640;

/// The last words of surnames, as scanners may mistake them.
#[derive(Default)]
pub(super) struct Surnames {
    words: BTreeSet<String>,
    searcher: OnceLock<Option<AhoCorasick>>,
}

impl Surnames {
    /// Adds the last word of a surname.
    pub(super) fn add(&mut self, plain: &str) {
        let mut word = String::new();
        mistake(plain, &mut word);
        self.words.insert(word);
    }

    /// The stretches of `span` in which names can be, in order and apart from each other. None begins or ends inside
    /// a word.
    pub(super) fn stretches(&self, text: &str, span: Span) -> Vec<Span> {
        let searcher =
            self.searcher.get_or_init(|| AhoCorasick::new(&self.words).ok().filter(|_| !self.words.is_empty()));
        let Some(searcher) = searcher else { return Vec::new() };
        let inside = &text[span.range()];
        let mut places: Vec<Span> = Vec::new();
        each_word(searcher, inside, &mut |place| places.push(span.part(place.start as usize, place.len() as usize)));
        let tagged = memchr::memchr(b'<', inside.as_bytes()).is_some();
        let copies = [
            tagged.then(|| without_tags(&Copy::of(text, span))),
            (!inside.is_ascii()).then(|| spelt_out(&Copy::of(text, span))),
        ];
        for copy in copies.into_iter().flatten().flatten() {
            each_word(searcher, &copy.text, &mut |place| places.push(copy.origin(place)));
        }
        Span::merged(places.into_iter().map(|place| around(text, span, place)).collect())
    }
}

/// Calls `see` with the places in `text` at which the letters of a word are that `searcher` finds, if no others go on
/// with them.
fn each_word(searcher: &AhoCorasick, text: &str, see: &mut dyn FnMut(Span)) {
    let (mut letters, mut places) = (String::with_capacity(text.len()), Vec::with_capacity(text.len()));
    let mut plain = String::new();
    for (at, character) in text.char_indices() {
        plain.clear();
        fold(character, &mut plain);
        mistake(&plain, &mut letters);
        places.resize(letters.len(), at as u32);
    }
    for found in searcher.find_overlapping_iter(&letters) {
        let (start, last) = (places[found.start()] as usize, places[found.end() - 1] as usize);
        let end = last + text[last..].chars().next().map_or(0, char::len_utf8);
        if !goes_on(text, start) && !goes_on(text, end) {
            see(Span::new(start as u32, end as u32));
        }
    }
}

/// Whether a word goes on at `at`. A capital behind a small letter begins one.
fn goes_on(text: &str, at: usize) -> bool {
    match (text[..at].chars().next_back(), text[at..].chars().next()) {
        (Some(before), Some(after)) => {
            before.is_alphanumeric() && after.is_alphanumeric() && !(before.is_lowercase() && after.is_uppercase())
        }
        _ => false,
    }
}

/// What is around `place` in `span`, cut where white space is.
fn around(text: &str, span: Span, place: Span) -> Span {
    let back = text.ceil_char_boundary((place.start as usize).saturating_sub(AROUND).max(span.start as usize));
    let reach = text.floor_char_boundary((place.end as usize + AROUND).min(span.end as usize));
    let (before, behind) = (&text[back..place.start as usize], &text[place.end as usize..reach]);
    let start = if back == span.start as usize { Some(0) } else { before.find(char::is_whitespace) };
    let end = if reach == span.end as usize { Some(behind.len()) } else { behind.rfind(char::is_whitespace) };
    let start = back + start.unwrap_or(before.len());
    Span::new(start as u32, place.end + end.unwrap_or(0) as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

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

    #[test]
    fn letters_that_scanners_mistake_are_one() {
        let mut surnames = Surnames::default();
        surnames.add("barnes");
        for text in ["Bames", "BARNE5", "8arnes", "Ba<i>rn</i>es", "B A R N E S", "Bärnes"] {
            assert_eq!(surnames.stretches(text, Span::new(0, text.len() as u32)).len(), 1, "{text}");
        }
        assert!(surnames.stretches("Barnesly and Mbarnes", Span::new(0, 20)).is_empty());
    }
}
