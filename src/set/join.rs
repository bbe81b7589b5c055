//! Finds the documents of a set that share something.
//!
//! What is joined is sorted first, so that nothing depends on the order in which documents were read.

use super::SetEntry;
use super::entry::{Mention, Role, date_of, level_of};
use super::prints::BITS;

/// What two documents have in common beside passages, a bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Relations(u8);

impl Relations {
    /// Nothing.
    pub const NONE: Relations = Relations(0);
    /// Both are one message.
    pub const MESSAGE: Relations = Relations(1);
    /// Both have the same number of a releaser.
    pub const PAPER: Relations = Relations(2);
    /// The document refers to the other one, and something does not fit.
    pub const CITES: Relations = Relations(4);
    /// A reference of the document whose post is cut fits the other one and no other message.
    pub const HALF_CITES: Relations = Relations(8);
    /// The other one completes an address of the document.
    pub const ADDRESS: Relations = Relations(16);
    /// The document has a name that the other one says to protect.
    pub const NAME: Relations = Relations(32);

    /// Both together.
    #[must_use]
    pub fn and(self, other: Relations) -> Relations {
        Relations(self.0 | other.0)
    }

    /// Whether `other` is among them.
    pub fn has(self, other: Relations) -> bool {
        self.0 & other.0 != 0
    }

    /// The bits.
    pub fn bits(self) -> u8 {
        self.0
    }

    /// The relations of those bits.
    pub fn of(bits: u8) -> Relations {
        Relations(bits)
    }
}

/// Two documents that are to be compared, in one direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Pair {
    /// The document in which findings will be.
    pub here: u32,
    /// The document it is compared with.
    pub other: u32,
    /// How many fingerprints both have.
    pub shared: u32,
    /// What else.
    pub relations: Relations,
}

impl Pair {
    /// Whether there is enough to compare them.
    pub fn counts(&self) -> bool {
        self.shared >= FEWEST || self.relations != Relations::NONE
    }
}

/// Documents that share fewer fingerprints have nothing but a phrase in common.
const FEWEST: u32 = 3;
/// What more documents share is boilerplate.
const MOST: usize = 24;
/// The bits of the number of a document.
const DOCUMENT: u32 = 64 - BITS;

/// Where fingerprints go that do not fit in memory: by shard, to be taken back in any order.
pub trait Overflow: Send {
    /// Adds to what is kept of a shard.
    fn put(&mut self, shard: usize, prints: &[u64]);
    /// Takes all that is kept of a shard.
    fn take(&mut self, shard: usize) -> Vec<u64>;
}

/// What the documents of a set have, to be joined.
#[derive(Default)]
pub struct Join {
    /// Fingerprint and document in one number, by the first bits of the fingerprint: all that could be equal is together.
    prints: [Vec<u64>; SHARDS],
    held: usize,
    overflow: Option<Box<dyn Overflow>>,
    rows: Vec<(Mention, u32)>,
}

/// Into so many parts fingerprints are sorted; one of them at a time is in memory.
pub const SHARDS: usize = 16;
/// So many fingerprints are held in memory, where more can go elsewhere.
const HELD: usize = 64 << 20;

impl Join {
    /// More documents than this cannot be joined at once.
    pub const MOST_DOCUMENTS: usize = 1 << DOCUMENT;

    /// One that puts elsewhere what does not fit in memory.
    pub fn with_overflow(overflow: Box<dyn Overflow>) -> Join {
        Join { overflow: Some(overflow), ..Join::default() }
    }

    /// Adds what is kept of the document of that number.
    pub fn add(&mut self, document: u32, entry: &SetEntry) {
        for print in &entry.prints {
            let shard = (print >> (BITS - SHARDS.ilog2())) as usize;
            self.prints[shard].push(print << DOCUMENT | u64::from(document));
        }
        self.rows.extend(entry.mentions.iter().map(|mention| (*mention, document)));
        self.held += entry.prints.len();
        if let Some(overflow) = self.overflow.as_mut().filter(|_| self.held > HELD) {
            for (shard, prints) in self.prints.iter_mut().enumerate() {
                overflow.put(shard, prints);
                prints.clear();
            }
            self.held = 0;
        }
    }

    /// Every two documents that share something, in order.
    pub fn pairs(mut self) -> Vec<Pair> {
        self.rows.sort_unstable();
        self.rows.dedup();
        let protected = self.rows.iter().filter(|(mention, _)| mention.role == Role::Protects);
        let protected: Vec<(u64, u32)> = protected.map(|(mention, document)| (mention.key, *document)).collect();
        let mut pairs: Vec<Pair> = Vec::new();
        let mut shared: Vec<u64> = Vec::new();
        for shard in 0..SHARDS {
            let mut prints = std::mem::take(&mut self.prints[shard]);
            prints.extend(self.overflow.as_mut().map(|overflow| overflow.take(shard)).unwrap_or_default());
            prints.sort_unstable();
            prints.dedup();
            for group in prints.chunk_by(|a, b| a >> DOCUMENT == b >> DOCUMENT) {
                together(group, &protected, &mut shared, &mut pairs);
            }
        }
        shared.sort_unstable();
        for same in shared.chunk_by(|a, b| a == b) {
            let (one, other) = ((same[0] >> 32) as u32, same[0] as u32);
            let pair = Pair { here: one, other, shared: same.len() as u32, relations: Relations::NONE };
            pairs.extend([pair, Pair { here: other, other: one, ..pair }]);
        }
        drop(shared);
        self.related(&mut pairs);
        summed(pairs)
    }

    /// The pairs of documents that mention the same.
    fn related(&self, pairs: &mut Vec<Pair>) {
        let mut pair = |here: u32, other: u32, relations| {
            if here != other {
                pairs.push(Pair { here, other, shared: 0, relations });
            }
        };
        for group in self.rows.chunk_by(|(a, _), (b, _)| a.key == b.key) {
            let of = |role: Role| group.iter().filter(move |(mention, _)| mention.role == role);
            for (role, relation) in [(Role::Message, Relations::MESSAGE), (Role::Paper, Relations::PAPER)] {
                let same: Vec<u32> = of(role).map(|(_, document)| *document).collect();
                for (index, one) in same.iter().enumerate() {
                    // Of very many copies each is compared with the next ones.
                    for other in same[index + 1..].iter().take(MOST) {
                        pair(*one, *other, relation);
                        pair(*other, *one, relation);
                    }
                }
            }
            for (citing, here) in of(Role::Cites) {
                for (cited, other) in of(Role::Message).take(MOST) {
                    if !fits(citing.value, cited.value) {
                        pair(*here, *other, Relations::CITES);
                    }
                }
            }
            for (role, whole, relation) in [
                (Role::HalfCites, Role::Serial, Relations::HALF_CITES),
                (Role::HalfAddress, Role::Address, Relations::ADDRESS),
            ] {
                let mut found = of(whole);
                // Only where there is no choice.
                if let Some((first, other)) =
                    found.next().filter(|(first, _)| found.all(|(it, _)| it.value == first.value))
                {
                    debug_assert!(first.role == whole);
                    of(role).for_each(|(_, here)| pair(*here, *other, relation));
                }
            }
        }
    }
}

/// Adds the pairs of documents that have one fingerprint: of a passage that few share, or of a name that one protects.
fn together(group: &[u64], protected: &[(u64, u32)], shared: &mut Vec<u64>, pairs: &mut Vec<Pair>) {
    let number = |print: &u64| print & ((1 << DOCUMENT) - 1);
    let print = group[0] >> DOCUMENT;
    if print & 1 == 0 {
        if (2..=MOST).contains(&group.len()) {
            for (index, one) in group.iter().enumerate() {
                shared.extend(group[index + 1..].iter().map(|other| number(one) << 32 | number(other)));
            }
        }
        return;
    }
    let first = protected.partition_point(|(key, _)| *key < print);
    if let Some((_, other)) = protected.get(first).filter(|(key, _)| *key == print) {
        for here in group.iter().map(|print| number(print) as u32).filter(|here| here != other).take(MOST) {
            pairs.push(Pair { here, other: *other, shared: 0, relations: Relations::NAME });
        }
    }
}

/// Whether a message of which `cited` is known can be what one of which `citing` is known refers to: it is not younger,
/// and not of a higher level.
fn fits(citing: u64, cited: u64) -> bool {
    let older = date_of(citing).zip(date_of(cited)).is_none_or(|(citing, cited)| cited <= citing);
    let lower = level_of(citing).zip(level_of(cited)).is_none_or(|(citing, cited)| cited <= citing);
    older && lower
}

/// Pairs in order, each once, with all that is known of it.
pub fn summed(mut pairs: Vec<Pair>) -> Vec<Pair> {
    pairs.sort_unstable();
    let mut summed: Vec<Pair> = Vec::with_capacity(pairs.len());
    for pair in pairs {
        match summed.last_mut().filter(|last| (last.here, last.other) == (pair.here, pair.other)) {
            Some(last) => {
                last.shared += pair.shared;
                last.relations = last.relations.and(pair.relations);
            }
            None => summed.push(pair),
        }
    }
    summed
}
