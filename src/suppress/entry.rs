//! Finds the `[[suppress]]` entries that apply to a document and a finding.
//!
//! They are kept outside the documents, since records are not edited, and identify findings by content, since
//! positions change. Each look-up is independent of the number of entries.

use std::collections::HashMap;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use jiff::civil::Date;

use super::{Suppression, SuppressionKind};
use crate::config::{Covering, Whereabouts};
use crate::finding::Finding;
use crate::source::mistake::TomlFile;

/// An entry of `[[suppress]]`.
#[derive(Clone, Debug)]
pub struct SuppressEntry {
    /// The configuration it is in.
    pub file: Arc<TomlFile>,
    /// The bytes of that file that name the rule.
    pub place: Range<usize>,
    /// The rule.
    pub rule: String,
    /// The finding, by content; `None` for every one.
    pub fingerprint: Option<String>,
    /// The documents.
    pub reach: Reach,
    /// Why.
    pub reason: String,
    /// The last day on which it holds, and the bytes that say so.
    pub expires: Option<(Date, Range<usize>)>,
}

/// The documents that an entry applies to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// All of its configuration.
    Everywhere,
    /// One, by name.
    One,
    /// Those that match a pattern.
    Some,
}

impl SuppressEntry {
    /// What it makes of a finding.
    pub fn suppression(&self) -> Suppression {
        Suppression { kind: SuppressionKind::Config, reason: Some(self.reason.clone()) }
    }

    /// Whether it has expired by `today`; never, if the date is unknown.
    pub fn has_expired(&self, today: Option<Date>) -> bool {
        matches!((&self.expires, today), (Some((last, _)), Some(today)) if *last < today)
    }

    /// Whether it applies to `finding`, its document aside.
    fn fits(&self, finding: &Finding) -> bool {
        let known = |fingerprint: &String| *fingerprint == finding.fingerprint;
        self.rule == finding.code && self.fingerprint.as_ref().is_none_or(known)
    }
}

/// All entries of a configuration.
#[derive(Debug, Default)]
pub struct Entries {
    all: Vec<SuppressEntry>,
    /// The entries for all documents, by fingerprint.
    everywhere: HashMap<String, Vec<usize>>,
    /// The same entries, in order.
    unbound: Vec<usize>,
    /// The paths of the others.
    paths: Vec<Paths>,
}

/// The patterns of one configuration file.
#[derive(Debug)]
struct Paths {
    root: PathBuf,
    globs: Covering,
    /// The entry that each pattern belongs to.
    of: Vec<usize>,
}

impl Entries {
    /// Adds entries that were written in a file of the directory `root`. `of` says to which of them, by index, each
    /// pattern of `globs` belongs.
    pub fn add(&mut self, root: PathBuf, entries: Vec<SuppressEntry>, globs: Covering, of: Vec<usize>) {
        let before = self.all.len();
        for (index, entry) in entries.iter().enumerate().filter(|(_, entry)| entry.reach == Reach::Everywhere) {
            let fingerprint = entry.fingerprint.clone().unwrap_or_default();
            self.everywhere.entry(fingerprint).or_default().push(before + index);
            self.unbound.push(before + index);
        }
        self.all.extend(entries);
        self.paths.push(Paths { root, globs, of: of.into_iter().map(|index| before + index).collect() });
    }

    /// The entries, in order.
    pub fn all(&self) -> &[SuppressEntry] {
        &self.all
    }

    /// The indices of the entries for all documents.
    pub fn everywhere(&self) -> &[usize] {
        &self.unbound
    }

    /// The indices of the entries whose paths apply to a document, in order; those for all documents are not among
    /// them.
    pub fn speaking_of(&self, place: &Whereabouts<'_>) -> Vec<usize> {
        let speaking = |paths: &Paths| -> Vec<usize> {
            let covering = paths.globs.covering(place.below(&paths.root));
            covering.into_iter().map(|pattern| paths.of[pattern]).collect()
        };
        let mut indices: Vec<usize> = self.paths.iter().flat_map(speaking).collect();
        indices.sort_unstable();
        indices.dedup();
        indices
    }

    /// The indices of the entries that apply to `finding`, in order, if those of `speaking` apply to its document.
    pub fn fitting(&self, finding: &Finding, speaking: &[usize]) -> Vec<usize> {
        let named = self.everywhere.get(&finding.fingerprint).into_iter().flatten();
        let mut fitting: Vec<usize> =
            speaking.iter().chain(named).copied().filter(|&index| self.all[index].fits(finding)).collect();
        fitting.sort_unstable();
        fitting.dedup();
        fitting
    }
}
