//! Takes fingerprints of passages: of the hashes of eight words the least of each eight in a row.
//!
//! So any two documents that share fifteen words in a row share a fingerprint (Schleimer, Wilkerson and Aiken,
//! "Winnowing", 2003). A redaction is a barrier: no fingerprint spans one.

use super::words::WordToken;

/// Words of a fingerprint.
const WIDTH: usize = 8;
/// Of so many hashes in a row one is kept.
const WINDOW: usize = 8;
/// The bits of a fingerprint. The lowest says whether it is of a name.
pub(super) const BITS: u32 = 40;

const BASE: u64 = 0x0000_0100_0000_01b3;

/// The fingerprints of `tokens`, in order, each once.
pub(super) fn prints(tokens: &[WordToken]) -> Vec<u64> {
    let mut prints = Vec::with_capacity(tokens.len() / 4);
    let mut hashes = Vec::new();
    let highest = BASE.wrapping_pow(WIDTH as u32);
    for run in tokens.split(|token| !token.is_word()).filter(|run| run.len() >= WIDTH) {
        hashes.clear();
        let mut rolling = 0_u64;
        for (index, token) in run.iter().enumerate() {
            rolling = rolling.wrapping_mul(BASE).wrapping_add(token.key);
            if index >= WIDTH {
                rolling = rolling.wrapping_sub(run[index - WIDTH].key.wrapping_mul(highest));
            }
            if index + 1 >= WIDTH {
                hashes.push(mixed(rolling));
            }
        }
        winnow(&hashes, &mut prints);
    }
    prints.sort_unstable();
    prints.dedup();
    prints
}

/// The rightmost least hash of each window.
fn winnow(hashes: &[u64], prints: &mut Vec<u64>) {
    let mut least: Option<usize> = None;
    for end in 0..hashes.len() {
        let start = (end + 1).saturating_sub(WINDOW);
        let kept = least.filter(|&at| at >= start);
        let new = match kept {
            Some(at) if hashes[at] < hashes[end] => at,
            Some(_) => end,
            // The least one left the window.
            None => (start..=end).rev().min_by_key(|&at| hashes[at]).unwrap_or(end),
        };
        least = Some(new);
        let full = end + 1 >= WINDOW.min(hashes.len());
        if full && prints.last() != Some(&print(hashes[new])) {
            prints.push(print(hashes[new]));
        }
    }
}

fn print(hash: u64) -> u64 {
    (hash >> (64 - BITS)) & !1
}

/// The fingerprint of a name, given the words it has.
pub(super) fn name(keys: &[u64], seed: u64) -> u64 {
    let joined = keys.iter().fold(seed, |hash, key| mixed(hash.wrapping_mul(BASE) ^ key));
    (joined >> (64 - BITS)) | 1
}

pub(super) fn mixed(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 31)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let hash = (hash ^ (hash >> 29)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;

    fn of(keys: &[u64]) -> Vec<u64> {
        let token = |key: &u64| WordToken { key: *key, span: Span::at(0) };
        prints(&keys.iter().map(token).collect::<Vec<_>>())
    }

    #[test]
    fn any_fifteen_words_in_a_row_are_found_again() {
        let key = |number: u64| mixed(number) | 8;
        let long: Vec<u64> = (0..400).map(key).collect();
        let whole = of(&long);
        for start in 0..385 {
            let other: Vec<u64> = (1000..1020).map(key).chain(long[start..start + 15].iter().copied()).collect();
            assert!(of(&other).iter().any(|print| whole.binary_search(print).is_ok()), "{start}");
        }
        assert!(whole.len() * 3 < long.len());
    }

    #[test]
    fn no_fingerprint_spans_a_redaction() {
        let key = |number: u64| mixed(number) | 8;
        let words: Vec<u64> = (0..7).map(key).collect();
        assert!(of(&[&words[..], &[super::super::words::CUT], &words].concat()).is_empty());
    }
}
