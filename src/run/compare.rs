//! Joins documents and compares those that share something, each with the others, reading them again.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::check::lint::read;
use crate::check;
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::files::Listed;
use crate::finding::{Beside, Finding, Showing, resolve_compared};
use crate::rule::RuleSet;
use crate::set::{Comparison, Join, Member, Pair, Relations};
use crate::source::mistake::plain;
use crate::source::{SourceFile, Span};
use crate::suppress::apply_comments;
use crate::view;

/// What is kept of the documents that were read so far.
#[derive(Default)]
pub(super) struct Gathering {
    join: Mutex<Join>,
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

impl Gathering {
    /// Keeps what can be compared of the documents of the file with that number.
    pub(super) fn add(&self, number: u32, documents: &[Document<'_>], found: &[Diagnostic], rules: &RuleSet) {
        let entry = crate::copies::entry(documents, found, rules, 0);
        self.join.lock().unwrap_or_else(PoisonError::into_inner).add(number, &entry);
    }

    /// What is to be compared, in order.
    pub(super) fn groups(&self) -> Vec<Group> {
        let join = std::mem::take(&mut *self.join.lock().unwrap_or_else(PoisonError::into_inner));
        let mut pairs = join.pairs();
        pairs.retain(Pair::counts);
        groups(&pairs)
    }

    /// The documents, to be read again.
    pub(super) fn shelf<'s>(&self, documents: &'s [Listed]) -> Shelf<'s> {
        Shelf { documents, kept: Mutex::default() }
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
    kept: Mutex<HashMap<u32, Arc<Member>>>,
}

impl Shelf<'_> {
    fn member(&self, number: u32) -> Result<Arc<Member>, String> {
        let kept = || self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(member) = kept().get(&number) {
            return Ok(Arc::clone(member));
        }
        let document = &self.documents[number as usize];
        let bytes = read(document).map_err(|error| plain(&error))?;
        let file = view::open(document.place.name(), bytes).map_err(|error| error.to_string())?;
        let member = Arc::new(crate::member(file, &document.rules));
        let mut kept = kept();
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
        let rules = &self.documents[group.here as usize].rules;
        let comparison = Comparison::new(&here, others.iter().map(|(member, relations)| (&**member, *relations)));
        let found = check::compare(&comparison, rules);
        if found.is_empty() {
            return Ok(Vec::new());
        }
        let beside: Vec<Beside<'_>> = group
            .others
            .iter()
            .zip(&others)
            .enumerate()
            .map(|(index, ((number, _), (member, _)))| {
                let pointed = found.iter().flat_map(|found| &found.elsewhere).filter(|place| place.file == index);
                let pointed = pointed.filter(|place| matches!(place.label, "shown" | "address" | "request"));
                let cut: Vec<Span> = pointed.map(|place| member.placed_elsewhere(place.clone()).span).collect();
                // Only what is named needs to be read for what may not be said of it.
                let rules = &self.documents[*number as usize].rules;
                let alone = if cut.is_empty() { Vec::new() } else { crate::lint(member.file(), rules) };
                Beside::new(member.file(), &alone, &cut, rules, showing)
            })
            .collect();
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
