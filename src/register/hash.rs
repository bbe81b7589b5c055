//! Hashes the short words of registers quickly.
//!
//! A telegram looks up a dozen words, which must not cost more than reading it. Documents never add words to a
//! register, so collisions cannot be provoked.

use std::hash::{BuildHasherDefault, Hasher};

/// What maps of register words are built with.
pub(super) type BuildWordHasher = BuildHasherDefault<WordHasher>;

/// Multiplies the word, eight bytes at a time.
#[derive(Default)]
pub(super) struct WordHasher(u64);

impl Hasher for WordHasher {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let number = chunk.iter().fold(0, |number, byte| number << 8 | u64::from(*byte));
            self.0 = (self.0.rotate_left(5) ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        }
    }

    fn finish(&self) -> u64 {
        // The product's high bits are the mixed ones, and tables also use the low ones.
        self.0 ^ self.0 >> 32
    }
}
