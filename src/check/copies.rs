//! Reads the documents of a set and compares them; see [`crate::set`].

use std::collections::BTreeSet;

use super::compare;
use crate::diagnostic::Diagnostic;
use crate::document::{self, Document};
use crate::rule::RuleSet;
use crate::set::{Comparison, Join, Member, Noted, SetEntry};
use crate::source::{SourceFile, lex};
use crate::view;

/// The checks whose findings say what others of a set may complete or name.
const PROTECTED: &str = "protected-source";
const HALVES: &str = "half-address";

const IN_MEMORY: &str = "nothing is kept in files";

/// What is kept of the documents of one file, in which `found` was found.
pub(crate) fn entry(documents: &[Document<'_>], found: &[Diagnostic], rules: &RuleSet, seed: u64) -> SetEntry {
    let places = |check: &str| {
        found.iter().filter(|found| rules.rules()[found.rule].entry.name == check).map(|found| found.span).collect()
    };
    Noted { protected: places(PROTECTED), halves: places(HALVES) }.entry(documents, seed)
}

/// The file as a member of a set.
pub fn member(file: SourceFile, rules: &RuleSet) -> Member {
    let view = view::view(&file, document::is_markdown(&file, &rules.assumptions));
    let text = view.as_ref().map_or(&file, view::View::source);
    let cuts = file.packed().map(|packed| &packed.cuts[..]).or(view.as_ref().map(view::View::cuts)).unwrap_or_default();
    let tokens = lex::lex(text.text());
    let mut documents = crate::parsed(text, &tokens, cuts, rules);
    let seen = file.packed().map_or(u32::MAX, |packed| packed.seen);
    documents.retain(|document| document.span.start < seen);
    let places = |check| documents.iter().flat_map(|document| super::places(document, rules, check)).collect();
    let unplaced = Member::read(&documents, Noted { protected: places(PROTECTED), halves: places(HALVES) });
    drop(documents);
    unplaced.of(file, view)
}

/// What rules say of the first of `files` when it is compared with the others; places are in the text that readers see.
pub fn compared(files: Vec<SourceFile>, rules: &RuleSet) -> Vec<Diagnostic> {
    let mut join = Join::default();
    for (number, file) in files.iter().enumerate() {
        crate::lint_seen(file, rules, &mut |_, look| look(), &mut |documents, found| {
            let added = join.add(number as u32, &entry(documents, found, rules, 0));
            added.expect(IN_MEMORY);
        });
    }
    let members: Vec<Member> = files.into_iter().map(|file| member(file, rules)).collect();
    let pairs = join.pairs().expect(IN_MEMORY).into_iter().filter(|pair| pair.here == 0 && pair.counts());
    let others = pairs.map(|pair| (&members[pair.other as usize], pair.relations));
    compare(&Comparison::new(&members[0], others), rules)
}

/// Whether any rule of `sets` compares documents.
pub(crate) fn compares<'r>(sets: impl Iterator<Item = &'r RuleSet>) -> bool {
    let mut seen = BTreeSet::new();
    sets.filter(|set| seen.insert(std::ptr::from_ref(*set)))
        .any(|set| set.active().any(|(_, rule, _)| rule.entry.is_across()))
}
