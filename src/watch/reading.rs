//! Lists the ways to read the words of a stretch of text: as they are, joined over line ends, through markup, without
//! what is in brackets or quotes between them.

use super::word::{Gap, Word, words, words_across_markup, words_between_markup, words_of_humps};
use crate::source::Span;

/// The most words that a name has.
pub(super) const LONGEST: usize = 6;

/// Words of a text, read in one way.
pub(super) struct Reading {
    /// The words.
    pub(super) words: Vec<Word>,
    /// Whether letters with diacritics count for two.
    pub(super) spelt_out: bool,
    /// Whether initials were left out that are between other words.
    pub(super) without_initials: bool,
    /// Whether a name so read is no more than likely.
    pub(super) doubtful: bool,
}

impl Reading {
    fn plain(words: Vec<Word>) -> Reading {
        Reading { words, spelt_out: false, without_initials: false, doubtful: false }
    }
}

/// The most words between brackets or quotes inside a name.
const ASIDE: usize = 3;
/// From how many letters on single letters with spaces between them are a word.
pub(super) const SPACED: usize = 3;

/// The readings of `span` of `text` that differ from each other, the plainest first.
pub(super) fn readings(text: &str, span: Span) -> Vec<Reading> {
    let plain = words(text, span);
    let mut readings: Vec<Reading> = Vec::new();
    let humped = plain.iter().any(|word| word.humped);
    readings.extend(mended(&plain).map(Reading::plain));
    readings.extend(words_between_markup(text, span).map(Reading::plain));
    readings.extend(words_across_markup(text, span).map(Reading::plain));
    readings.extend(humped.then(|| Reading::plain(words_of_humps(text, span))));
    readings.extend(spaced(text, &plain).map(Reading::plain));
    if plain.iter().any(|word| word.spelt_out.is_some()) {
        readings.push(Reading { spelt_out: true, ..Reading::plain(plain.clone()) });
    }
    if let Some(words) = without_initials(&plain) {
        readings.push(Reading { without_initials: true, ..Reading::plain(words) });
    }
    for words in asides(text, &plain) {
        readings.push(Reading { doubtful: true, ..Reading::plain(words) });
    }
    readings.insert(0, Reading::plain(plain));
    readings
}

/// `words` with those that are broken at the end of a line put together; `None` if none is.
fn mended(words: &[Word]) -> Option<Vec<Word>> {
    if !words.iter().any(|word| word.broken) {
        return None;
    }
    let mut mended: Vec<Word> = Vec::with_capacity(words.len());
    for word in words {
        match mended.last_mut().filter(|_| word.broken) {
            Some(last) => append(last, word),
            None => mended.push(word.clone()),
        }
    }
    Some(mended)
}

/// Makes `next` the end of `word`.
fn append(word: &mut Word, next: &Word) {
    word.span = word.span.to(next.span);
    word.plain.push_str(&next.plain);
    word.disguised |= next.disguised;
    word.address = next.address;
    word.spelt_out = None;
}

/// `words` with those of one letter each put together, a space between them: `F I C T I V E`; `None` if there is none.
fn spaced(text: &str, words: &[Word]) -> Option<Vec<Word>> {
    let single = |word: &Word| word.plain.chars().count() == 1;
    let goes_on = |one: &Word, next: &Word| {
        single(one) && single(next) && text.get(one.span.end as usize..next.span.start as usize) == Some(" ")
    };
    if !words.windows(2).any(|pair| goes_on(&pair[0], &pair[1])) {
        return None;
    }
    let mut together: Vec<Word> = Vec::with_capacity(words.len());
    for run in words.chunk_by(goes_on) {
        if run.len() < SPACED {
            together.extend_from_slice(run);
            continue;
        }
        let mut word = run[0].clone();
        run[1..].iter().for_each(|letter| append(&mut word, letter));
        word.humped = true;
        together.push(word);
    }
    Some(together)
}

/// `words` without initials between two others; `None` if none is there.
fn without_initials(words: &[Word]) -> Option<Vec<Word>> {
    let is_middle = |index: usize| {
        let (Some(before), Some(after)) = (index.checked_sub(1).map(|at| &words[at]), words.get(index + 1)) else {
            return false;
        };
        let stands_between = words[index].gap == Gap::Blank && matches!(after.gap, Gap::Blank | Gap::Stop);
        let initial = words[index].is_initial() || words[index].plain.len() == 1 && after.address;
        initial && stands_between && before.plain.len() > 1 && after.plain.len() > 1
    };
    let middle: Vec<bool> = (0..words.len()).map(is_middle).collect();
    if !middle.contains(&true) {
        return None;
    }
    let mut without: Vec<Word> = Vec::with_capacity(words.len());
    for (index, word) in words.iter().enumerate().filter(|(index, _)| !middle[*index]) {
        let gap = if index > 0 && middle[index - 1] { Gap::Blank } else { word.gap };
        without.push(Word { gap, ..word.clone() });
    }
    Some(without)
}

/// The words around each bracket or quote that opens between two, once as if it were a space, and once without what is
/// in it.
fn asides(text: &str, words: &[Word]) -> Vec<Vec<Word>> {
    let between = |index: usize| {
        let before = index.checked_sub(1).map_or(0, |before| words[before].span.end);
        text.get(before as usize..words[index].span.start as usize).unwrap_or_default().trim()
    };
    let opens = |index: usize| matches!(between(index), "(" | "[" | "\"" | "“" | "‘" | "'" | "„" | "«");
    let closes = |index: usize| matches!(between(index), ")" | "]" | "\"" | "”" | "’" | "'" | "“" | "»");
    let mut found = Vec::new();
    for index in (1..words.len()).filter(|index| opens(*index)) {
        let before = &words[index.saturating_sub(LONGEST)..index];
        let behind = |from: usize| {
            let mut behind = words[from..words.len().min(from + LONGEST)].to_vec();
            behind[0].gap = Gap::Blank;
            [before, &behind].concat()
        };
        found.push(behind(index));
        let close = (index + 1..words.len().min(index + 1 + ASIDE)).find(|&at| closes(at));
        found.extend(close.map(behind));
    }
    found
}
