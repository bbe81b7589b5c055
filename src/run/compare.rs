//! Joins documents and compares those that share something, each with the others, reading them again.

pub(super) mod gathering;
mod index;
mod overflow;

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};

use super::check::lint::read;
use crate::check;
use crate::diagnostic::Diagnostic;
use crate::files::Listed;
use crate::finding::{Beside, Finding, Showing, resolve_compared};
use crate::rule::RuleSet;
use crate::set::{Comparison, Member, Relations};
use crate::source::mistake::plain;
use crate::source::{SourceFile, Span};
use crate::suppress::apply_comments;
use crate::view;
use gathering::lock;
pub(super) use gathering::{Gathering, Group, groups};
pub(super) use index::{SetIndex, Spool, Unusable};

/// So many documents are kept in memory at a time.
const SHELF: usize = 256;

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
