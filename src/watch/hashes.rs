//! Compares the words of a text with salted hashes of names.
//!
//! A hash does not reveal the forms of its name, so the forms are made from the text: without initials, with the
//! surname first, and with letters for digits.

use std::collections::HashSet;

use super::reading::LONGEST;
use super::word::{Gap, WatchedWord};

/// The hashes of a list.
#[derive(Default)]
pub(super) struct Hashes {
    salts: Vec<Salted>,
    count: usize,
}

/// The hashes made with one salt.
struct Salted {
    salt: String,
    hashes: HashSet<[u8; 32]>,
}

impl Hashes {
    pub(super) fn len(&self) -> usize {
        self.count
    }

    /// Sets the salt of the hashes that follow.
    pub(super) fn salt(&mut self, salt: &str) -> Result<(), &'static str> {
        if salt.is_empty() {
            return Err("has `salt:` without a salt");
        }
        self.salts.push(Salted { salt: salt.to_owned(), hashes: HashSet::new() });
        Ok(())
    }

    /// Adds a hash in hexadecimal digits.
    pub(super) fn add(&mut self, hex: &str) -> Result<(), &'static str> {
        let Some(salted) = self.salts.last_mut() else {
            return Err("is a hash without a salt; write `salt:` and the salt on a line above it");
        };
        if cfg!(not(feature = "hashes")) {
            return Err("is a hash, for which cable-lint must be built with its feature `hashes`");
        }
        let byte = |at: usize| hex.get(2 * at..2 * at + 2).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        let bytes: Option<Vec<u8>> = (0..32).map(byte).collect();
        match bytes.and_then(|bytes| <[u8; 32]>::try_from(bytes).ok()).filter(|_| hex.len() == 64) {
            Some(hash) => {
                self.count += usize::from(salted.hashes.insert(hash));
                Ok(())
            }
            None => Err("is not a hash: it needs 64 hexadecimal digits"),
        }
    }

    /// Calls `see` with every run of `words` of which the list has the hash.
    pub(super) fn find(&self, words: &[WatchedWord], see: &mut dyn FnMut(&[WatchedWord], bool)) {
        if self.count == 0 {
            return;
        }
        for start in 0..words.len() {
            for end in start..words.len().min(start + LONGEST) {
                if end > start && !words[end].joins(&words[end - 1]) {
                    break;
                }
                let run = &words[start..=end];
                if run.len() > 1 || run[0].capital && run[0].plain.len() > 2 {
                    self.compare(run, see);
                }
            }
        }
    }

    fn compare(&self, run: &[WatchedWord], see: &mut dyn FnMut(&[WatchedWord], bool)) {
        let commas: Vec<usize> = (1..run.len()).filter(|&index| run[index].gap == Gap::Comma).collect();
        let turned = match commas[..] {
            [] => 0,
            [comma] => comma,
            _ => return,
        };
        let name = |turned: usize| {
            let mut words: Vec<&str> = run.iter().map(|word| word.plain.as_str()).collect();
            words.rotate_left(turned);
            words.join(" ")
        };
        // The surname may be first without a comma, too.
        let last_first = (run.len() == 2 && turned == 0).then(|| name(1));
        for name in std::iter::once(name(turned)).chain(last_first) {
            if self.has(&name) {
                return see(run, false);
            }
            if spellings(&name).iter().any(|name| self.has(name)) {
                return see(run, true);
            }
        }
    }

    #[cfg(feature = "hashes")]
    fn has(&self, name: &str) -> bool {
        self.salts.iter().any(|salted| salted.hashes.contains(&hash(&salted.salt, name)))
    }

    /// Without the feature there are none.
    #[cfg(not(feature = "hashes"))]
    fn has(&self, _: &str) -> bool {
        false
    }
}

/// The hash of a name.
#[cfg(feature = "hashes")]
pub(super) fn hash(salt: &str, name: &str) -> [u8; 32] {
    use sha2::{Digest, Sha256};

    let hasher = Sha256::new_with_prefix(salt.as_bytes()).chain_update(b":").chain_update(name.as_bytes());
    hasher.finalize().into()
}

/// `name` with the letters for which scanners put digits, a one being either of two, and with one letter for the two
/// that stand for one with a diacritic; nothing if neither is in it.
fn spellings(name: &str) -> Vec<String> {
    let mut spellings = Vec::new();
    if name.contains(|c: char| c.is_ascii_digit()) {
        let letters = name.replace('0', "o").replace('5', "s").replace('8', "b");
        spellings.extend([letters.replace('1', "l"), letters.replace('1', "i")]);
    }
    if ["ae", "oe", "ue", "aa"].iter().any(|two| name.contains(two)) {
        spellings.push(name.replace("ae", "a").replace("oe", "o").replace("ue", "u").replace("aa", "a"));
    }
    spellings
}
