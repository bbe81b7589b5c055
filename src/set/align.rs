//! Aligns the words of two documents: runs that both have, in the order of both.

use super::prints::mixed;
use super::words::WordToken;

/// Words of an anchor.
const ANCHOR: usize = 4;

/// A run of words that both documents have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Run {
    /// Where it begins in the one.
    pub(super) here: usize,
    /// Where it begins in the other.
    pub(super) there: usize,
    /// How many words it has.
    pub(super) len: usize,
}

impl Run {
    pub(super) fn end_here(&self) -> usize {
        self.here + self.len
    }

    pub(super) fn end_there(&self) -> usize {
        self.there + self.len
    }
}

/// The anchors that stand but once in a document: their hashes, in order, and where they stand.
#[derive(Clone, Debug)]
pub(super) struct Anchors(Vec<(u64, u32)>);

impl Anchors {
    pub(super) fn new(tokens: &[WordToken]) -> Anchors {
        let windows = tokens.windows(ANCHOR).enumerate().filter(|(_, words)| words.iter().all(WordToken::is_word));
        let hash = |words: &[WordToken]| words.iter().fold(0, |hash: u64, word| mixed(hash.rotate_left(7) ^ word.key));
        let mut all: Vec<(u64, u32)> = windows.map(|(at, words)| (hash(words), at as u32)).collect();
        all.sort_unstable();
        let alone = |same: &[(u64, u32)]| (same.len() == 1).then(|| same[0]);
        Anchors(all.chunk_by(|a, b| a.0 == b.0).filter_map(alone).collect())
    }

    /// Where the anchors stand that both have, in the order of the first.
    fn shared(&self, other: &Anchors) -> Vec<(usize, usize)> {
        let (mut others, mut shared) = (other.0.iter().peekable(), Vec::new());
        for (hash, here) in &self.0 {
            while others.next_if(|(other, _)| other < hash).is_some() {}
            if let Some((_, there)) = others.next_if(|(other, _)| other == hash) {
                shared.push((*here as usize, *there as usize));
            }
        }
        shared.sort_unstable();
        shared
    }
}

/// The runs that both have, in order, given the anchors of each.
pub(super) fn runs(here: &[WordToken], there: &[WordToken], anchors: [&Anchors; 2]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (at_here, at_there) in increasing(&anchors[0].shared(anchors[1])) {
        match runs.last_mut() {
            Some(last) if at_here < last.end_here() || at_there < last.end_there() => {
                // The next word of the same run, or an anchor that overlaps it otherwise.
                if at_here + last.there == at_there + last.here {
                    last.len = last.len.max(at_here + ANCHOR - last.here);
                }
            }
            _ => runs.push(Run { here: at_here, there: at_there, len: ANCHOR }),
        }
    }
    extended(here, there, &runs)
}

/// The longest part of `places`, which increase in the first number, that increases in the second, too.
fn increasing(places: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(places.len());
    for (index, (_, there)) in places.iter().enumerate() {
        let length = ends.partition_point(|&end| places[end].1 < *there);
        before.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        match ends.get_mut(length) {
            Some(end) => *end = index,
            None => ends.push(index),
        }
    }
    let mut at = ends.last().copied();
    let mut longest: Vec<(usize, usize)> = std::iter::from_fn(|| {
        let index = at?;
        at = before[index];
        Some(places[index])
    })
    .collect();
    longest.reverse();
    longest
}

/// `runs` with the same words before and behind them; what meets is one.
fn extended(here: &[WordToken], there: &[WordToken], runs: &[Run]) -> Vec<Run> {
    let same = |one: usize, other: usize| here[one].is_word() && here[one].key == there[other].key;
    let mut extended: Vec<Run> = Vec::with_capacity(runs.len());
    for (index, run) in runs.iter().enumerate() {
        let (low_here, low_there) = extended.last().map_or((0, 0), |last| (last.end_here(), last.end_there()));
        let mut run = *run;
        while run.here > low_here && run.there > low_there && same(run.here - 1, run.there - 1) {
            run = Run { here: run.here - 1, there: run.there - 1, len: run.len + 1 };
        }
        let next = runs.get(index + 1);
        let (high_here, high_there) = next.map_or((here.len(), there.len()), |next| (next.here, next.there));
        while run.end_here() < high_here && run.end_there() < high_there && same(run.end_here(), run.end_there()) {
            run.len += 1;
        }
        match extended.last_mut() {
            Some(last) if last.end_here() == run.here && last.end_there() == run.there => last.len += run.len,
            _ => extended.push(run),
        }
    }
    extended
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;

    fn tokens(text: &str) -> Vec<WordToken> {
        let key = |word: &str| match word {
            "#" => super::super::words::CUT,
            word => word.bytes().fold(7, |hash, byte| mixed(hash ^ u64::from(byte))) | 8,
        };
        text.split(' ').map(|word| WordToken { key: key(word), span: Span::at(0) }).collect()
    }

    fn aligned(here: &str, there: &str) -> Vec<Run> {
        let (here, there) = (tokens(here), tokens(there));
        runs(&here, &there, [&Anchors::new(&here), &Anchors::new(&there)])
    }

    #[test]
    fn runs_are_as_long_as_both_agree_and_stop_at_a_redaction() {
        let one = "the old ferry to port velm left with # on board at noon on a grey day";
        let found = aligned(one, &one.replace('#', "tor varden"));
        assert_eq!(found, [Run { here: 0, there: 0, len: 8 }, Run { here: 9, there: 10, len: 8 }]);
    }

    #[test]
    fn what_changed_places_is_no_run() {
        assert_eq!(aligned("a b c d e f g h i j k l", "g h i j k l a b c d e f").len(), 1);
    }
}
