//! Determines which rules look at a document, once per rule set; rules with the same need are grouped.

use std::cell::LazyCell;

use super::Rule;
use super::need::{Need, Words};
use crate::diagnostic::Severity;
use crate::document::marks::Marks;
use crate::document::{Condition, Document, Profile};

/// The rules to run.
pub(crate) struct Plan {
    by_need: Vec<(Need, Vec<Planned>)>,
    words: Words,
}

/// One rule of a plan.
struct Planned {
    /// Its index in the rule set.
    index: usize,
    /// The most severe level of a finding.
    level: Severity,
    /// The kinds of document it applies to, a bit each.
    kinds: u8,
    /// The styles it applies to, a bit each.
    styles: u8,
    /// Whether it applies only to documents prepared for release.
    of_releases: bool,
    /// The words of which one must be in the text; empty for none.
    words: Vec<usize>,
}

/// A bit for each of `numbers`; all bits if there are none.
fn bits(numbers: impl Iterator<Item = u8>) -> u8 {
    let bits = numbers.fold(0, |bits, number| bits | 1 << number);
    if bits == 0 { u8::MAX } else { bits }
}

/// Whether `rule` never fires without redactions and release stamps.
fn is_of_releases(rule: &Rule) -> bool {
    let named = !rule.profiles.is_empty() && !rule.profiles.contains(&Profile::Draft);
    named || rule.when.iter().any(|condition| matches!(condition, Condition::Published | Condition::Released))
}

impl Plan {
    /// How to run the rules of `running`, each with its index and its most severe level.
    pub(crate) fn new<'r>(running: impl Iterator<Item = (usize, &'r Rule, Severity)> + Clone) -> Plan {
        let asked = running.clone().flat_map(|(_, rule, _)| rule.check.words());
        let words = Words::new(asked.map(String::as_str));
        let mut by_need: Vec<(Need, Vec<Planned>)> = Vec::new();
        for (index, rule, level) in running {
            let numbers = rule.check.words().iter().filter_map(|word| words.number(word));
            let kinds = bits(rule.kinds.iter().map(|kind| *kind as u8));
            let styles = bits(rule.styles.iter().map(|style| *style as u8));
            let of_releases = is_of_releases(rule);
            let planned = Planned { index, level, kinds, styles, of_releases, words: numbers.collect() };
            let need = if rule.entry.need == Need::Nothing { rule.check.need() } else { rule.entry.need };
            match by_need.iter_mut().find(|(other, _)| *other == need) {
                Some((_, together)) => together.push(planned),
                None => by_need.push((need, vec![planned])),
            }
        }
        Plan { by_need, words }
    }

    /// Calls `look` with the index and the level of each rule that may fire in `document`.
    pub(crate) fn each(&self, document: &Document<'_>, marks: &Marks, look: &mut dyn FnMut(usize, Severity)) {
        let stands = self.words.standing_in(document.text(document.span));
        let (kind, style) = (1 << document.kind as u8, 1 << document.style as u8);
        let is_draft = LazyCell::new(|| document.profile.is_none() && document.redactions().is_empty());
        for (_, rules) in self.by_need.iter().filter(|(need, _)| need.is_met(document, marks)) {
            for rule in rules.iter().filter(|rule| rule.kinds & kind != 0 && rule.styles & style != 0) {
                if rule.of_releases && *is_draft {
                    continue;
                }
                if rule.words.is_empty() || rule.words.iter().any(|&word| stands[word]) {
                    look(rule.index, rule.level);
                }
            }
        }
    }
}
