//! Keeps what can be compared of documents while they are read, and says which to compare.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::io;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::index::Spool;
use super::overflow::OverflowFiles;
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::rule::RuleSet;
use crate::run::Failure;
use crate::set::{Join, Pair, Relations, SetEntry};

/// What is kept of the documents that were read so far.
pub(in crate::run) struct Gathering {
    /// Or why it is not kept.
    join: Mutex<io::Result<Join>>,
    /// What names and addresses are hashed with.
    seed: u64,
    /// What the next index will have.
    spool: Option<Mutex<io::Result<Spool>>>,
}

/// A document and those that it is compared with.
pub(in crate::run) struct Group {
    pub(in crate::run) here: u32,
    pub(in crate::run) others: Vec<(u32, Relations)>,
}

/// A document is compared with so many others at most: those that share most with it.
const MOST: usize = 64;
/// So many fingerprints are kept in memory; more go to files.
const HELD: usize = 64 << 20;

/// A document that is looked at: its number, and the hash of its content if an index is written.
#[derive(Clone, Copy)]
pub(in crate::run) struct DocumentPlace<'p> {
    pub(in crate::run) number: u32,
    pub(in crate::run) path: &'p Path,
    pub(in crate::run) digest: Option<u128>,
}

pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Does something with what is kept, and keeps nothing more once that cannot be done.
fn attempt<T>(kept: &Mutex<io::Result<T>>, act: impl FnOnce(&mut T) -> io::Result<()>) {
    let mut kept = lock(kept);
    if let Err(error) = kept.as_mut().map_or(Ok(()), act) {
        *kept = Err(error);
    }
}

/// What could not be kept in files.
pub(in crate::run) fn unkept(error: io::Error) -> Failure {
    let folder = std::env::temp_dir();
    let place =
        format!("a temporary file in `{}` (`TMPDIR` names another folder, `--no-set` needs none)", folder.display());
    Failure::Write { place, error }
}

impl Gathering {
    /// Keeps nothing yet. `seed` is the key of an index that goes with it.
    pub(in crate::run) fn new(seed: Option<u64>, spool: Option<Spool>) -> Gathering {
        let seed = seed.unwrap_or_else(|| RandomState::new().build_hasher().finish());
        let join = Join::with_overflow(Box::new(OverflowFiles::default()), HELD);
        Gathering { join: Mutex::new(Ok(join)), seed, spool: spool.map(|spool| Mutex::new(Ok(spool))) }
    }

    /// Whether the content of documents is to be hashed.
    pub(in crate::run) fn wants_digests(&self) -> bool {
        self.spool.is_some()
    }

    /// What can be compared of the documents of a file.
    pub(in crate::run) fn entry(&self, documents: &[Document<'_>], found: &[Diagnostic], rules: &RuleSet) -> SetEntry {
        crate::check::copies::entry(documents, found, rules, self.seed)
    }

    /// Keeps what can be compared of the documents of a file.
    pub(in crate::run) fn add(&self, place: DocumentPlace<'_>, entry: &SetEntry) {
        attempt(&self.join, |join| join.add(place.number, entry));
        if let Some((spool, digest)) = self.spool.as_ref().zip(place.digest) {
            attempt(spool, |spool| spool.add(place.path, digest, entry));
        }
    }

    /// Keeps what an index has of a document that is not looked at in this run.
    pub(in crate::run) fn add_kept(&self, number: u32, path: &Path, line: &str, entry: &SetEntry) {
        attempt(&self.join, |join| join.add(number, entry));
        if let Some(spool) = &self.spool {
            attempt(spool, |spool| spool.keep(path, line));
        }
    }

    /// Writes the index of all documents.
    pub(in crate::run) fn write_index(self, file: &Path) -> Result<(), Failure> {
        let spool = self.spool.map(|spool| spool.into_inner().unwrap_or_else(PoisonError::into_inner));
        spool.transpose().map_err(unkept)?.map_or(Ok(()), |spool| spool.write(file, self.seed))
    }

    /// What is to be compared, in order.
    pub(in crate::run) fn groups(&self) -> Result<Vec<Group>, Failure> {
        let join = std::mem::replace(&mut *lock(&self.join), Ok(Join::default()));
        let mut pairs = join.and_then(Join::pairs).map_err(unkept)?;
        pairs.retain(Pair::counts);
        Ok(groups(&pairs))
    }
}

/// Pairs by the document in which findings will be.
pub(in crate::run) fn groups(pairs: &[Pair]) -> Vec<Group> {
    let group = |pairs: &[Pair]| {
        let mut closest: Vec<&Pair> = pairs.iter().collect();
        closest.sort_by_key(|pair| (pair.relations == Relations::NONE, std::cmp::Reverse(pair.shared), pair.other));
        closest.truncate(MOST);
        let mut others: Vec<(u32, Relations)> = closest.iter().map(|pair| (pair.other, pair.relations)).collect();
        others.sort_unstable();
        Group { here: pairs[0].here, others }
    };
    pairs.chunk_by(|a, b| a.here == b.here).map(group).collect()
}
