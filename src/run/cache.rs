//! Keeps what linting said of each document from run to run, so that a set that mostly stays as it is is only read.
//!
//! An answer is kept under a hash of all that it depends on: the bytes of the document, its name, and the digest of the
//! program and its rules ([`RuleSet::digest`]); one for which somebody asked what day it is holds for that day. It is what
//! [`crate::lint_each`] says: places and facts, which are resolved and masked anew; and, of a set, what can be compared of
//! the document ([`SetEntry`]). An answer that holds text of the
//! document, or a word that is masked in the findings, is not kept.

mod coding;
mod store;

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use etcetera::{BaseStrategy, choose_base_strategy};
use jiff::civil::Date;

use crate::Linted;
use crate::config::CacheDir;
use crate::document::Holds;
use crate::files::Listed;
use crate::finding;
use crate::rule::RuleSet;
use crate::set::SetEntry;
use crate::source::SourceFile;
use crate::view;
use coding::LastingWords;
use store::Store;

/// What there must be of documents, or of bytes in one, for looking up to be quicker than linting.
const MANY: usize = 8;
const LARGE: usize = 16 * 1024;

/// The folder below one that was named: hidden, so that no search for documents enters it.
const FOLDER: &str = ".cable-lint-cache";

/// Where answers are kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::run) struct CachePlace {
    /// The folder.
    pub(in crate::run) folder: PathBuf,
    /// The folder with the secret without which nothing there counts.
    pub(in crate::run) home: PathBuf,
}

impl CachePlace {
    /// The folder that was `typed`, or `configured`, or else the platform's. What is in a folder that a stranger named
    /// counts only if it was written with this user's own secret.
    pub(in crate::run) fn settle(
        typed: Option<&Path>,
        configured: Option<&CacheDir>,
        cwd: &Path,
    ) -> Option<CachePlace> {
        let own = || Some(choose_base_strategy().ok()?.cache_dir().join("cable-lint"));
        let folder = match (typed, configured) {
            (Some(typed), _) => Some(cwd.join(typed).join(FOLDER)),
            (None, Some(configured)) => Some(configured.path.join(FOLDER)),
            (None, None) => own(),
        }?;
        let strange = typed.is_none() && configured.is_some_and(|configured| !configured.trusted);
        let home = if strange { own()? } else { folder.clone() };
        Some(CachePlace { folder, home })
    }
}

/// The answers of this run and of earlier ones.
pub(in crate::run) struct Cache {
    place: CachePlace,
    /// Opened when the first document asks.
    store: OnceLock<Option<Store>>,
    /// Whether so few documents are linted that small ones do not ask.
    few: bool,
    today: Option<Date>,
    words: LastingWords,
    digests: RwLock<Vec<(Arc<RuleSet>, u128)>>,
}

/// What linting said of a document, and what of it can be compared with others where that was asked.
pub(in crate::run) struct CachedAnswer {
    pub(in crate::run) linted: Linted,
    pub(in crate::run) entry: Option<SetEntry>,
}

/// Where the answer for one document is.
#[derive(Clone, Copy)]
pub(in crate::run) struct CacheKey(u128);

impl Cache {
    /// The cache at `place` for a run over so many documents.
    pub(in crate::run) fn new(place: CachePlace, documents: usize, today: Option<Date>) -> Cache {
        let (store, words, digests) = (OnceLock::new(), LastingWords::default(), RwLock::default());
        Cache { place, store, few: documents < MANY, today, words, digests }
    }

    /// Where the answer for a document with the content `bytes` is; nothing if to lint it takes no longer than to ask.
    pub(in crate::run) fn key(&self, document: &Listed, bytes: &[u8]) -> Option<CacheKey> {
        if self.few && bytes.len() < LARGE && !view::is_packed(bytes) {
            return None;
        }
        let store = self.store()?;
        let (digest, content) = (self.digest(&document.rules).to_le_bytes(), store.hash(bytes).to_le_bytes());
        let length = (bytes.len() as u64).to_le_bytes();
        let name = document.place.name();
        Some(CacheKey(store.hash(&[&digest[..], &content, &length, name.as_bytes()].concat())))
    }

    /// What names and addresses of documents are hashed with that are compared: the same for all who use this cache.
    pub(in crate::run) fn seed(&self) -> Option<u64> {
        Some(self.store()?.hash(b"names and addresses") as u64)
    }

    fn store(&self) -> Option<&Store> {
        self.store.get_or_init(|| Store::open(&self.place.folder, &self.place.home)).as_ref()
    }

    fn digest(&self, rules: &Arc<RuleSet>) -> u128 {
        let known = |digests: &[(Arc<RuleSet>, u128)]| {
            digests.iter().find(|(known, _)| Arc::ptr_eq(known, rules)).map(|(_, digest)| *digest)
        };
        if let Some(digest) = known(&self.digests.read().unwrap_or_else(PoisonError::into_inner)) {
            return digest;
        }
        let digest = rules.digest();
        self.digests.write().unwrap_or_else(PoisonError::into_inner).push((Arc::clone(rules), digest));
        digest
    }

    /// The answer that is kept.
    pub(in crate::run) fn find(&self, CacheKey(hash): CacheKey, rules: &RuleSet) -> Option<CachedAnswer> {
        let kept = self.store.get()?.as_ref()?.find(hash)?;
        let holds = [0, self.year(), self.day()].contains(&coding::day(kept)?);
        coding::decode(kept, rules, &self.words).filter(|_| holds)
    }

    /// Keeps an answer, if it may be kept.
    pub(in crate::run) fn keep(
        &self,
        CacheKey(hash): CacheKey,
        source: &SourceFile,
        answer: &CachedAnswer,
        holds: Holds,
        rules: &RuleSet,
    ) {
        let Some(store) = self.store.get().and_then(Option::as_ref) else { return };
        let CachedAnswer { linted, entry } = answer;
        // Where nothing is told, nothing is masked.
        let silent = linted.diagnostics.iter().all(|found| rules.level(found.rule).is_none());
        let diagnostics = if silent { Vec::new() } else { linted.diagnostics.clone() };
        let (unread, pictures) = (linted.unread.clone(), linted.pictures.clone());
        let linted = Linted { diagnostics, unmarked: linted.unmarked, unread, pictures };
        let beside: Vec<&str> =
            linted.unread.iter().map(String::as_str).chain(linted.pictures.iter().map(|page| &**page)).collect();
        if !finding::is_discreet(source, &linted.diagnostics, &beside, rules) {
            return;
        }
        let day = match holds {
            Holds::Always => 0,
            Holds::ThisYear => self.year(),
            Holds::ThisDay => self.day(),
        };
        if let Some(bytes) = coding::encode(&linted, entry.as_ref(), day, rules) {
            store.keep(hash, bytes);
        }
    }

    fn year(&self) -> u64 {
        self.today.map_or(1, |today| today.year().unsigned_abs().into())
    }

    fn day(&self) -> u64 {
        let day = |today: Date| (today.month() as u64 * 100 + today.day() as u64) * 100_000;
        self.year() + self.today.map_or(100_000, day)
    }

    /// Writes what is new. A cache that cannot be written is no loss.
    pub(in crate::run) fn save(&self) {
        if let Some(store) = self.store.get().and_then(Option::as_ref) {
            let _ = store.save();
        }
    }
}
