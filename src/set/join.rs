//! Finds the documents of a set that share something.
//!
//! What is joined is sorted first, so that nothing depends on the order in which documents were read.

use std::io;

use super::SetEntry;
use super::entry::{Mention, Role, date_of, level_of};
use super::gist::Gist;
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
    /// Both are one message, or one record of a releaser.
    pub const ONE_RECORD: Relations = Relations(Relations::MESSAGE.0 | Relations::PAPER.0);
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
    ///
    /// # Errors
    ///
    /// Why it cannot be kept.
    fn put(&mut self, shard: usize, prints: &[u64]) -> io::Result<()>;

    /// Takes all that is kept of a shard.
    ///
    /// # Errors
    ///
    /// Why it is not there any more.
    fn take(&mut self, shard: usize) -> io::Result<Vec<u64>>;
}

/// What the documents of a set have, to be joined.
#[derive(Default)]
pub struct Join {
    /// Fingerprint and document in one number, by the first bits of the fingerprint: all that could be equal is together.
    prints: [Vec<u64>; SHARDS],
    held: usize,
    /// Where they go when more than a number of them are held.
    overflow: Option<(Box<dyn Overflow>, usize)>,
    rows: Vec<(Mention, u32)>,
    /// Of each document by its number.
    gists: Vec<Gist>,
}

/// Into so many parts fingerprints are sorted; one of them at a time is in memory.
pub const SHARDS: usize = 16;

impl Join {
    /// More documents than this cannot be joined at once.
    pub const MOST_DOCUMENTS: usize = 1 << DOCUMENT;

    /// One that holds so many fingerprints in memory, and puts more elsewhere.
    pub fn with_overflow(overflow: Box<dyn Overflow>, most: usize) -> Join {
        Join { overflow: Some((overflow, most)), ..Join::default() }
    }

    /// Adds what is kept of the document of that number.
    ///
    /// # Errors
    ///
    /// Why fingerprints that do not fit in memory cannot be kept elsewhere.
    pub fn add(&mut self, document: u32, entry: &SetEntry) -> io::Result<()> {
        for print in &entry.prints {
            let shard = (print >> (BITS - SHARDS.ilog2())) as usize % SHARDS;
            self.prints[shard].push(print << DOCUMENT | u64::from(document));
        }
        self.rows.extend(entry.mentions.iter().map(|mention| (*mention, document)));
        self.held += entry.prints.len();
        if entry.gist != Gist::default() {
            let number = document as usize;
            self.gists.resize(self.gists.len().max(number + 1), Gist::default());
            self.gists[number] = entry.gist;
        }
        if let Some((overflow, _)) = self.overflow.as_mut().filter(|(_, most)| self.held > *most) {
            for (shard, prints) in self.prints.iter_mut().enumerate() {
                overflow.put(shard, prints)?;
                prints.clear();
            }
            self.held = 0;
        }
        Ok(())
    }

    fn gist(&self, document: u32) -> Gist {
        self.gists.get(document as usize).copied().unwrap_or_default()
    }

    /// Every two documents that share something of which the one can gain, in order.
    ///
    /// # Errors
    ///
    /// Why fingerprints that are kept elsewhere cannot be read.
    pub fn pairs(mut self) -> io::Result<Vec<Pair>> {
        self.rows.sort_unstable();
        self.rows.dedup();
        let protected = self.rows.iter().filter(|(mention, _)| mention.role == Role::Protects);
        let protected: Vec<(u64, u32)> = protected.map(|(mention, document)| (mention.key, *document)).collect();
        let mut pairs: Vec<Pair> = Vec::new();
        let mut shared: Vec<u64> = Vec::new();
        for shard in 0..SHARDS {
            let mut prints = std::mem::take(&mut self.prints[shard]);
            if let Some((overflow, _)) = &mut self.overflow {
                prints.extend(overflow.take(shard)?);
            }
            prints.sort_unstable();
            prints.dedup();
            for group in prints.chunk_by(|a, b| a >> DOCUMENT == b >> DOCUMENT) {
                self.together(group, &protected, &mut shared, &mut pairs);
            }
        }
        shared.sort_unstable();
        for same in shared.chunk_by(|a, b| a == b) {
            let (one, other) = ((same[0] >> 32) as u32, same[0] as u32);
            let pair = |here: u32, other: u32| {
                let gains = self.gist(here).gains_from(self.gist(other));
                gains.then_some(Pair { here, other, shared: same.len() as u32, relations: Relations::NONE })
            };
            pairs.extend([pair(one, other), pair(other, one)].into_iter().flatten());
        }
        drop(shared);
        self.related(&mut pairs);
        Ok(summed(pairs))
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
                    let others = same[index + 1..].iter().take(MOST);
                    for other in others.filter(|other| !self.gist(*one).is_same(self.gist(**other))) {
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

    /// Adds the pairs of documents that have one fingerprint: of a passage that few share, or of a name that one protects.
    fn together(&self, group: &[u64], protected: &[(u64, u32)], shared: &mut Vec<u64>, pairs: &mut Vec<Pair>) {
        let number = |print: &u64| (print & ((1 << DOCUMENT) - 1)) as u32;
        let print = group[0] >> DOCUMENT;
        if print & 1 == 0 {
            if (2..=MOST).contains(&group.len()) {
                for (index, one) in group.iter().map(number).enumerate() {
                    let gist = self.gist(one);
                    let others = group[index + 1..].iter().map(number).filter(|other| {
                        let other = self.gist(*other);
                        gist.gains_from(other) || other.gains_from(gist)
                    });
                    shared.extend(others.map(|other| u64::from(one) << 32 | u64::from(other)));
                }
            }
            return;
        }
        let first = protected.partition_point(|(key, _)| *key < print);
        if let Some((_, other)) = protected.get(first).filter(|(key, _)| *key == print) {
            for here in group.iter().map(number).filter(|here| here != other).take(MOST) {
                pairs.push(Pair { here, other: *other, shared: 0, relations: Relations::NAME });
            }
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

/// Of each document, by its number, the first of those that it is connected with through any number of `pairs`.
pub fn connected(pairs: impl Iterator<Item = (u32, u32)>) -> Vec<u32> {
    let mut first: Vec<u32> = Vec::new();
    fn root(first: &mut [u32], mut of: u32) -> u32 {
        while first[of as usize] != of {
            first[of as usize] = first[first[of as usize] as usize];
            of = first[of as usize];
        }
        of
    }
    for (one, other) in pairs {
        let known = first.len() as u32;
        first.extend(known..(one.max(other) + 1).max(known));
        let (one, other) = (root(&mut first, one), root(&mut first, other));
        first[one.max(other) as usize] = one.min(other);
    }
    (0..first.len() as u32).map(|document| root(&mut first, document)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A place for fingerprints that has room for so many writes.
    struct Room {
        kept: Vec<Vec<u64>>,
        writes: usize,
    }

    impl Overflow for Room {
        fn put(&mut self, shard: usize, prints: &[u64]) -> io::Result<()> {
            self.writes = self.writes.checked_sub(1).ok_or(io::ErrorKind::StorageFull)?;
            self.kept[shard].extend(prints);
            Ok(())
        }

        fn take(&mut self, shard: usize) -> io::Result<Vec<u64>> {
            Ok(std::mem::take(&mut self.kept[shard]))
        }
    }

    /// Forty documents of which each shares four fingerprints with the next one.
    fn joined(mut join: Join, gist: impl Fn(u64) -> Gist) -> io::Result<Vec<Pair>> {
        for document in 0..40 {
            let prints = (document * 4..document * 4 + 8).map(|print| (print << 32) + (print << 1)).collect();
            join.add(document as u32, &SetEntry { prints, gist: gist(document), ..SetEntry::default() })?;
        }
        join.pairs()
    }

    #[test]
    fn what_does_not_fit_in_memory_is_joined_all_the_same() {
        let overflowing = |writes| Join::with_overflow(Box::new(Room { kept: vec![Vec::new(); SHARDS], writes }), 100);
        let unknown = |_| Gist::default();
        let pairs = joined(Join::default(), unknown).expect("nothing is written");
        assert_eq!(pairs.len(), 78);
        assert_eq!(joined(overflowing(1000), unknown).expect("there is room"), pairs);
        let full = joined(overflowing(3), unknown).expect_err("there is no room");
        assert_eq!(full.kind(), io::ErrorKind::StorageFull);
    }

    #[test]
    fn only_what_cuts_something_is_compared_with_others_of_the_same_passages() {
        let cut = |document: u64| Gist::from_bits(document << 2 | if document == 7 { 3 } else { 1 });
        let pairs = joined(Join::default(), cut).expect("nothing is written");
        assert_eq!(pairs.iter().map(|pair| (pair.here, pair.other)).collect::<Vec<_>>(), [(7, 6), (7, 8)]);
        // Nor are those compared that are the same.
        let same = |document: u64| Gist::from_bits((document / 2 + 1) << 2 | 3);
        let pairs = joined(Join::default(), same).expect("nothing is written");
        assert!(pairs.len() == 38 && pairs.iter().all(|pair| pair.here / 2 != pair.other / 2));
    }

    #[test]
    fn what_is_connected_has_one_first_document() {
        assert_eq!(connected([(5, 3), (1, 2), (3, 4), (4, 2)].into_iter()), [0, 1, 1, 1, 1, 1]);
    }
}
