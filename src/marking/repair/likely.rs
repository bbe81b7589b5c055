//! A misspelt word and the words of the register in, the one that is clearly nearest out.

use crate::marking::likeness::distance;

pub(super) fn is_slip(written: &str, known: &str, limit: u32) -> bool {
    written == known || cost(written, known).is_some_and(|cost| cost <= limit)
}

/// The word of `known` that is written with a blank in it: `S ECRET`.
pub(super) fn broken<'k>(written: &str, mut known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    let letters = |word: &'_ str| word.bytes().filter(|byte| *byte != b' ').collect::<Vec<u8>>();
    known.find(|word| written.contains(' ') && letters(word) == letters(written))
}

/// The word of `known` that is clearly nearest to a misspelt one: within one slip, or two for ten letters and more, and
/// nearer than every other.
pub(super) fn nearest<'k>(written: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    let limit = match written.len() {
        0..=1 => return None,
        2 => 1,
        3..=9 => 2,
        _ => 4,
    };
    let mut best: Option<(u32, &str)> = None;
    let mut tied = false;
    for word in known {
        // The shortest words are an inch from everything.
        if word.len().abs_diff(written.len()) > 2 || word.len() < 3 && word.len() != written.len() {
            continue;
        }
        let Some(cost) = cost(written, word).filter(|cost| *cost <= limit) else { continue };
        match best {
            Some((least, known)) if least < cost || known == word => {}
            Some((least, _)) if least == cost => tied = true,
            _ => (best, tied) = (Some((cost, word)), false),
        }
    }
    best.filter(|_| !tied).map(|(_, word)| word)
}

/// How far two words are apart, in half slips: letters that change places, and such as scanners confuse, cost half.
fn cost(written: &str, known: &str) -> Option<u32> {
    let pairs = written.bytes().zip(known.bytes());
    let differ: Vec<usize> =
        pairs.enumerate().filter(|(_, (one, other))| one != other).map(|(at, _)| at).take(3).collect();
    let (one, other) = (written.as_bytes(), known.as_bytes());
    if let [first, second] = differ[..]
        && one.len() == other.len()
        && second == first + 1
        && (one[first], one[second]) == (other[second], other[first])
    {
        return Some(1);
    }
    distance(written, known, 4).or_else(|| by_words(written, known))
}

/// How far two titles of as many words are apart, word by word.
fn by_words(written: &str, known: &str) -> Option<u32> {
    let (one, other) = (written.split(' '), known.split(' '));
    if !written.contains(' ') || one.clone().count() != other.clone().count() {
        return None;
    }
    one.zip(other).try_fold(0, |sum, (one, other)| Some(sum + cost(one, other)?))
}
