//! Computes how alike two words look; a confusion typical of scanning costs half a change.

use std::sync::LazyLock;

use crate::register::vocabulary::SCAN;

/// The letters that scanners take each letter for.
static ALIKE: LazyLock<[u128; 128]> = LazyLock::new(|| SCAN.alike());

/// The longest word that is compared letter by letter, in bytes; no label and no caption is longer.
const LONGEST: usize = 32;

/// How far `seen` is from `meant`, in half changes of a letter, if that is no more than `limit`. Both are in capitals;
/// a word with letters beyond ASCII, or a longer one than any label, is near nothing.
pub fn distance(seen: &str, meant: &str, limit: u32) -> Option<u32> {
    let (seen, meant) = (seen.as_bytes(), meant.as_bytes());
    if 2 * seen.len().abs_diff(meant.len()) as u32 > limit || seen.len().max(meant.len()) > LONGEST {
        return None;
    }
    let letters = |word: &[u8]| word.iter().fold(0, |letters, letter| letters | bit(*letter));
    // Each letter that the other word has nowhere must change.
    let (in_seen, in_meant) = (letters(seen), letters(meant));
    let least = |word: &[u8], other: u128| word.iter().map(|letter| least_cost(*letter, other)).sum::<u32>();
    if least(seen, in_meant) > limit || least(meant, in_seen) > limit {
        return None;
    }
    let mut above: [u32; LONGEST + 1] = std::array::from_fn(|column| 2 * column as u32);
    for (row, &letter) in seen.iter().enumerate() {
        let mut left = 2 * (row as u32 + 1);
        let mut diagonal = std::mem::replace(&mut above[0], left);
        let mut nearest = left;
        for (column, &other) in meant.iter().enumerate() {
            let best = (diagonal + substitution(letter, other)).min(left + 2).min(above[column + 1] + 2);
            diagonal = std::mem::replace(&mut above[column + 1], best);
            left = best;
            nearest = nearest.min(best);
        }
        // No way down the table gets any nearer.
        if nearest > limit {
            return None;
        }
    }
    Some(above[meant.len()]).filter(|cost| *cost <= limit)
}

/// The bit of a letter of ASCII.
fn bit(letter: u8) -> u128 {
    if letter < 128 { 1 << letter } else { 0 }
}

/// What a letter costs at least in a word beside one of `letters`.
fn least_cost(letter: u8, letters: u128) -> u32 {
    if letters & bit(letter) != 0 {
        0
    } else if letter.is_ascii_alphanumeric() && letters & (ALIKE[usize::from(letter)] | SIGNS) == 0 {
        2
    } else {
        1
    }
}

/// The bits of what is neither a letter nor a digit: it may be a letter with a flipped bit.
const SIGNS: u128 = !0x07FF_FFFE_07FF_FFFE_03FF_0000_0000_0000;

/// The cost of reading one letter as another: letters that scanners take for each other cost half a change.
fn substitution(seen: u8, meant: u8) -> u32 {
    match (seen.min(meant), seen.max(meant)) {
        (a, b) if a == b => 0,
        (a, b) if a < 128 && ALIKE[usize::from(a)] & bit(b) != 0 => 1,
        // One flipped bit turns a letter into a sign; among letters it allows too many readings.
        (a, b) if (a ^ b).is_power_of_two() && a.is_ascii_punctuation() && b.is_ascii_uppercase() => 1,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn confusions_of_scanners_cost_half() {
        assert_eq!(distance("SIPDIS", "SIPDIS", 0), Some(0));
        assert_eq!(distance("STPDTS", "SIPDIS", 4), Some(2));
        assert_eq!(distance("STPDTS", "STADIS", 4), Some(3));
        assert_eq!(distance("PIORITY", "PRIORITY", 4), Some(2));
        assert_eq!(distance("", "AB", 4), Some(4));
        assert_eq!(distance("", "AB", 3), None);
        assert_eq!(distance("SECRET", "PUBLIC", 4), None);
    }
}
