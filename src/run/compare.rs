//! Joins documents and compares those that share something, each with the others, reading them again.

pub(super) mod gathering;
mod index;
mod overflow;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::atomic::AtomicUsize;
use std::sync::{Arc, Mutex, OnceLock};

use super::Failure;
use super::check::lint::{each, read};
use crate::check;
use crate::diagnostic::{Diagnostic, Fact};
use crate::files::Listed;
use crate::finding::{Beside, Finding, Showing, resolve_compared};
use crate::rule::RuleSet;
use crate::set::{Comparison, Member, Relations, connected};
use crate::source::mistake::plain;
use crate::source::{SourceFile, Span};
use crate::suppress::apply_comments;
use crate::view;
use gathering::lock;
pub(super) use gathering::{Gathering, Group, groups};
pub(super) use index::{SetIndex, Spool, Unusable};

/// Documents of so many bytes are kept in memory, and as many that were needed before those.
const SHELF: usize = 32 << 20;

/// Documents that are read when they are compared, and kept for a while.
pub(super) struct Shelf<'s> {
    documents: &'s [Listed],
    /// Those that only an index has.
    beside: BTreeMap<u32, Listed>,
    kept: Mutex<Kept>,
}

/// A document that is compared.
struct Shelved {
    member: Member,
    /// What linting it alone finds, once that is needed.
    alone: OnceLock<Vec<Diagnostic>>,
}

impl Shelved {
    fn alone(&self, rules: &RuleSet) -> &[Diagnostic] {
        self.alone.get_or_init(|| crate::lint(self.member.file(), rules))
    }
}

/// The documents that were needed last.
#[derive(Default)]
struct Kept {
    new: HashMap<u32, Arc<Shelved>>,
    old: HashMap<u32, Arc<Shelved>>,
    /// What the new ones take.
    bytes: usize,
}

impl Kept {
    fn get(&mut self, number: u32) -> Option<Arc<Shelved>> {
        if let Some(member) = self.new.get(&number) {
            return Some(Arc::clone(member));
        }
        let member = self.old.remove(&number)?;
        self.put(number, &member);
        Some(member)
    }

    fn put(&mut self, number: u32, member: &Arc<Shelved>) {
        self.bytes += member.member.bytes();
        if self.bytes > SHELF {
            self.old = std::mem::take(&mut self.new);
            self.bytes = member.member.bytes();
        }
        self.new.insert(number, Arc::clone(member));
    }
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

    fn member(&self, number: u32) -> Result<Arc<Shelved>, String> {
        if let Some(member) = lock(&self.kept).get(number) {
            return Ok(member);
        }
        let document = self.document(number).ok_or("it is not there any more")?;
        let bytes = read(document).map_err(|error| plain(&error))?;
        let file = view::open(document.place.name(), bytes).map_err(|error| error.to_string())?;
        let member = Arc::new(Shelved { member: crate::member(file, &document.rules), alone: OnceLock::new() });
        lock(&self.kept).put(number, &member);
        Ok(member)
    }

    /// What comparing each document with its others finds in it, in the order of `groups`.
    pub(super) fn all(
        &self,
        groups: &[Group],
        threads: usize,
        showing: Showing,
    ) -> Result<Vec<Result<Vec<Finding>, String>>, Failure> {
        let first =
            connected(groups.iter().flat_map(|group| group.others.iter().map(|(other, _)| (group.here, *other))));
        // Those that have documents in common come one after the other, so that few are read twice.
        let mut order: Vec<usize> = (0..groups.len()).collect();
        order.sort_by_key(|at| first[groups[*at].here as usize]);
        let found = each(&order, threads, &AtomicUsize::new(0), &|at| self.findings(&groups[*at], showing))?;
        let mut found: Vec<_> = order.into_iter().zip(found).collect();
        found.sort_unstable_by_key(|(at, _)| *at);
        Ok(found.into_iter().map(|(_, found)| found).collect())
    }

    /// What comparing a document with others finds in it.
    fn findings(&self, group: &Group, showing: Showing) -> Result<Vec<Finding>, String> {
        let here = self.member(group.here)?;
        let others = group.others.iter().map(|(number, relations)| Ok((self.member(*number)?, *relations)));
        let others: Vec<(Arc<Shelved>, Relations)> = others.collect::<Result<_, String>>()?;
        let rules = self.rules(group.here)?;
        let members = others.iter().map(|(other, relations)| (&other.member, *relations));
        let comparison = Comparison::new(&here.member, members);
        let found = check::compare(&comparison, rules);
        if found.is_empty() {
            return Ok(Vec::new());
        }
        let named = found.iter().flat_map(|found| &found.facts).filter_map(|(_, fact)| match fact {
            Fact::File(file) => Some(*file),
            _ => None,
        });
        let named: BTreeSet<usize> =
            named.chain(found.iter().flat_map(|found| &found.elsewhere).map(|place| place.file)).collect();
        let beside = group.others.iter().zip(&others).enumerate();
        let beside: Vec<Beside<'_>> = beside
            .map(|(index, ((number, _), (other, _)))| {
                let member = &other.member;
                if !named.contains(&index) {
                    return Ok(Beside { source: member.file(), filename: String::new() });
                }
                let pointed = found.iter().flat_map(|found| &found.elsewhere).filter(|place| place.file == index);
                let pointed = pointed.filter(|place| matches!(place.label, "shown" | "address" | "request"));
                let cut: Vec<Span> = pointed.map(|place| member.placed_elsewhere(place.clone()).span).collect();
                // Only what is named needs to be read for what may not be said of it.
                let rules = self.rules(*number)?;
                let alone = if cut.is_empty() { &[] } else { other.alone(rules) };
                Ok(Beside::new(member.file(), alone, &cut, rules, showing))
            })
            .collect::<Result<_, String>>()?;
        let found = placed(&here.member, found, &others, rules);
        Ok(resolve_compared(here.member.file(), &found, here.alone(rules), rules, showing, &beside))
    }
}

/// Findings with places in files, and with what comments of the document allow.
fn placed(
    here: &Member,
    mut found: Vec<Diagnostic>,
    others: &[(Arc<Shelved>, Relations)],
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
                *place = others[place.file].0.member.placed_elsewhere(place.clone());
            }
            here.placed(found)
        })
        .collect();
    if here.markup() {
        allow(here.file(), &mut found);
    }
    found
}
