//! Says in one number what comparing a document depends on, so that most pairs are decided before anything is read again.

use std::hash::{Hash, Hasher};

use xxhash_rust::xxh3::Xxh3;

use super::gap::REACH;
use super::record::CopyRecord;
use super::words::{CUT, EDGE, WordToken};
use crate::document::Document;

/// What comparing a document depends on: whether others can show what it cuts, and a hash of all that is compared. The
/// default knows nothing of a document, which is then compared with whatever it has something in common with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Gist(u64);

const KNOWN: u64 = 1;
const CUTS: u64 = 2;
const FLAGS: u64 = KNOWN | CUTS;

impl Gist {
    pub(super) fn of(documents: &[Document<'_>], tokens: &[WordToken], records: &[CopyRecord]) -> Gist {
        let cuts = if tokens.split(|token| token.key == EDGE).any(can_be_completed) { CUTS } else { 0 };
        // Sections that are in the set twice are told however alike they are.
        if records.iter().any(|record| record.section.is_some()) {
            return Gist(KNOWN | cuts);
        }
        let mut hash = Xxh3::new();
        // The keys are hashes already: to mix them takes no strong hash.
        let keys = tokens
            .iter()
            .fold(0_u64, |hash, token| (hash.rotate_left(5) ^ token.key).wrapping_mul(0x517c_c1b7_2722_0a95));
        (tokens.len(), keys).hash(&mut hash);
        for document in documents {
            for mark in &document.redactions().marks {
                mark.codes.len().hash(&mut hash);
                mark.codes.iter().for_each(|code| (&code.name, code.repaired).hash(&mut hash));
            }
        }
        for record in records {
            record.number.as_ref().map(super::record::MessageNumber::key).hash(&mut hash);
            record.level.map(|(level, _)| level as u64).hash(&mut hash);
            (record.day, record.declassified.map(|(day, _)| day), record.released).hash(&mut hash);
            (record.stamp.map(|(decision, _)| decision as u64), record.corrected).hash(&mut hash);
            record.papers.iter().for_each(|(paper, _)| paper.hash(&mut hash));
        }
        // Never so small that it is no hash.
        Gist(((hash.finish() | 1) << 2) | KNOWN | cuts)
    }

    /// The number.
    pub fn bits(self) -> u64 {
        self.0
    }

    /// The gist of that number.
    pub fn from_bits(bits: u64) -> Gist {
        Gist(bits)
    }

    /// Whether passages of `other` can say anything of one with this gist.
    pub(super) fn gains_from(self, other: Gist) -> bool {
        self.0 & FLAGS != KNOWN && !self.is_same(other)
    }

    /// Whether nothing in both differs of what is compared.
    pub(super) fn is_same(self, other: Gist) -> bool {
        self.0 > FLAGS && self == other
    }
}

/// Whether enough words stand around a redaction to be found in another document.
fn can_be_completed(passage: &[WordToken]) -> bool {
    let words = passage.iter().filter(|token| token.is_word()).count();
    words >= REACH && passage.iter().any(|token| token.key == CUT)
}
