//! Joins documents and compares those that share something, each with the others, reading them again.

mod index;
mod overflow;

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasher, Hasher, RandomState};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use super::Failure;
use super::check::lint::read;
use crate::check;
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::files::Listed;
use crate::finding::{Beside, Finding, Showing, resolve_compared};
use crate::rule::RuleSet;
use crate::set::{Comparison, Entry, Join, Member, Pair, Relations};
use crate::source::mistake::plain;
use crate::source::{SourceFile, Span};
use crate::suppress::apply_comments;
use crate::view;
pub(super) use index::{SetIndex, Spool, Unusable};

/// What is kept of the documents that were read so far.
pub(super) struct Gathering {
    join: Mutex<Join>,
    /// What names and addresses are hashed with.
    seed: u64,
    /// What the next index will have.
    spool: Option<Mutex<Spool>>,
}

/// A document and those that it is compared with.
pub(super) struct Group {
    pub(super) here: u32,
    pub(super) others: Vec<(u32, Relations)>,
}

/// A document is compared with so many others at most: those that share most with it.
const MOST: usize = 64;
/// So many documents are kept in memory at a time.
const SHELF: usize = 256;

/// A document that is looked at: its number, and the hash of its content if an index is written.
#[derive(Clone, Copy)]
pub(super) struct Place<'p> {
    pub(super) number: u32,
    pub(super) path: &'p Path,
    pub(super) digest: Option<u128>,
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Gathering {
    /// Keeps nothing yet. `seed` is the key of an index that goes with it.
    pub(super) fn new(seed: Option<u64>, spool: Option<Spool>) -> Gathering {
        let seed = seed.unwrap_or_else(|| RandomState::new().build_hasher().finish());
        let join = Join::with_overflow(Box::new(overflow::Files::default()));
        Gathering { join: Mutex::new(join), seed, spool: spool.map(Mutex::new) }
    }

    /// Whether the content of documents is to be hashed.
    pub(super) fn wants_digests(&self) -> bool {
        self.spool.is_some()
    }

    /// What can be compared of the documents of a file.
    pub(super) fn entry(&self, documents: &[Document<'_>], found: &[Diagnostic], rules: &RuleSet) -> Entry {
        crate::copies::entry(documents, found, rules, self.seed)
    }

    /// Keeps what can be compared of the documents of a file.
    pub(super) fn add(&self, place: Place<'_>, entry: &Entry) {
        lock(&self.join).add(place.number, entry);
        if let Some((spool, digest)) = self.spool.as_ref().zip(place.digest) {
            // What cannot be spooled cannot be written either, which is said then.
            let _ = lock(spool).add(place.path, digest, entry);
        }
    }

    /// Keeps what an index has of a document that is not looked at in this run.
    pub(super) fn add_kept(&self, number: u32, path: &Path, line: &str, entry: &Entry) {
        lock(&self.join).add(number, entry);
        if let Some(spool) = &self.spool {
            let _ = lock(spool).keep(path, line);
        }
    }

    /// Writes the index of all documents.
    pub(super) fn write_index(self, file: &Path) -> Result<(), Failure> {
        let spool = self.spool.map(|spool| spool.into_inner().unwrap_or_else(PoisonError::into_inner));
        spool.map_or(Ok(()), |spool| spool.write(file, self.seed))
    }

    /// What is to be compared, in order.
    pub(super) fn groups(&self) -> Vec<Group> {
        let join = std::mem::take(&mut *lock(&self.join));
        let mut pairs = join.pairs();
        pairs.retain(Pair::counts);
        groups(&pairs)
    }
}

/// Pairs by the document in which findings will be.
pub(super) fn groups(pairs: &[Pair]) -> Vec<Group> {
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

/// Documents that are read when they are compared, and kept for a while.
pub(super) struct Shelf<'s> {
    documents: &'s [Listed],
    /// Those that only an index has.
    beside: BTreeMap<u32, Listed>,
    kept: Mutex<HashMap<u32, Arc<Member>>>,
}

impl<'s> Shelf<'s> {
    /// The documents, to be read again.
    pub(super) fn new(documents: &'s [Listed], beside: BTreeMap<u32, Listed>) -> Shelf<'s> {
        Shelf { documents, beside, kept: Mutex::default() }
    }

    /// The document with that number.
    pub(super) fn document(&self, number: u32) -> Option<&Listed> {
        self.documents.get(number as usize).or_else(|| self.beside.get(&number))
    }

    fn rules(&self, number: u32) -> Result<&RuleSet, String> {
        self.document(number).map(|document| &*document.rules).ok_or_else(|| "it is not there any more".to_owned())
    }

    fn member(&self, number: u32) -> Result<Arc<Member>, String> {
        if let Some(member) = lock(&self.kept).get(&number) {
            return Ok(Arc::clone(member));
        }
        let document = self.document(number).ok_or("it is not there any more")?;
        let bytes = read(document).map_err(|error| plain(&error))?;
        let file = view::open(document.place.name(), bytes).map_err(|error| error.to_string())?;
        let member = Arc::new(crate::member(file, &document.rules));
        let mut kept = lock(&self.kept);
        if kept.len() >= SHELF {
            kept.clear();
        }
        kept.insert(number, Arc::clone(&member));
        Ok(member)
    }

    /// What comparing a document with others finds in it.
    pub(super) fn findings(&self, group: &Group, showing: Showing) -> Result<Vec<Finding>, String> {
        let here = self.member(group.here)?;
        let others = group.others.iter().map(|(number, relations)| Ok((self.member(*number)?, *relations)));
        let others: Vec<(Arc<Member>, Relations)> = others.collect::<Result<_, String>>()?;
        let rules = self.rules(group.here)?;
        let comparison = Comparison::new(&here, others.iter().map(|(member, relations)| (&**member, *relations)));
        let found = check::compare(&comparison, rules);
        if found.is_empty() {
            return Ok(Vec::new());
        }
        let beside = group.others.iter().zip(&others).enumerate();
        let beside: Vec<Beside<'_>> = beside
            .map(|(index, ((number, _), (member, _)))| {
                let pointed = found.iter().flat_map(|found| &found.elsewhere).filter(|place| place.file == index);
                let pointed = pointed.filter(|place| matches!(place.label, "shown" | "address" | "request"));
                let cut: Vec<Span> = pointed.map(|place| member.placed_elsewhere(place.clone()).span).collect();
                // Only what is named needs to be read for what may not be said of it.
                let rules = self.rules(*number)?;
                let alone = if cut.is_empty() { Vec::new() } else { crate::lint(member.file(), rules) };
                Ok(Beside::new(member.file(), &alone, &cut, rules, showing))
            })
            .collect::<Result<_, String>>()?;
        let found = placed(&here, found, &others, rules);
        let alone = crate::lint(here.file(), rules);
        Ok(resolve_compared(here.file(), &found, &alone, rules, showing, &beside))
    }
}

/// Findings with places in files, and with what comments of the document allow.
fn placed(
    here: &Member,
    mut found: Vec<Diagnostic>,
    others: &[(Arc<Member>, Relations)],
    rules: &RuleSet,
) -> Vec<Diagnostic> {
    let allow = |source: &SourceFile, found: &mut Vec<Diagnostic>| {
        apply_comments(source, rules, found);
        found.retain(|found| rules.rules()[found.rule].entry.is_across());
    };
    if !here.markup() {
        allow(here.shown(), &mut found);
    }
    let mut found: Vec<Diagnostic> = found
        .into_iter()
        .map(|mut found| {
            for place in &mut found.elsewhere {
                *place = others[place.file].0.placed_elsewhere(place.clone());
            }
            here.placed(found)
        })
        .collect();
    if here.markup() {
        allow(here.file(), &mut found);
    }
    found
}
