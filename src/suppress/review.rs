//! Reports mistakes in suppressions outside the documents after a run.
//!
//! Nothing is reported about what was not checked: documents not visited, rules that did not run.

use std::sync::Arc;

use super::{Reach, SuppressEntry, fault};
use crate::check::general::suppression::{EXPIRED, UNUSED};
use crate::diagnostic::Diagnostic;
use crate::finding;
use crate::finding::{Finding, Showing};
use crate::rule::{Lookup, RuleSet};
use crate::source;
use crate::source::mistake::TomlFile;
use crate::source::{SourceFile, Span};

/// What a run saw of one entry.
#[derive(Clone, Copy, Debug, Default)]
pub struct Seen {
    /// It suppressed a finding.
    pub used: bool,
    /// A document that it applies to was checked.
    pub spoke: bool,
    /// Its rule ran on such a document.
    pub ran: bool,
    /// Every document that it can apply to was checked.
    pub whole: bool,
}

/// What is wrong with an entry of `[[suppress]]`, if anything is. `rules` are those of its configuration.
pub fn entry(entry: &SuppressEntry, seen: Seen, rules: &RuleSet) -> Vec<Diagnostic> {
    let span = |range: &std::ops::Range<usize>| Span::new(range.start as u32, range.end as u32);
    let rule = || ("rule", entry.rule.clone().into());
    if let Some((date, place)) = entry.expires.as_ref().filter(|_| entry.has_expired(rules.assumptions.today.date())) {
        let facts = [rule(), ("date", (*date).into())];
        return if seen.ran { fault(EXPIRED, rules, span(place), &facts) } else { Vec::new() };
    }
    let reached = seen.whole || (entry.reach == Reach::One && seen.spoke);
    let runs = || matches!(rules.find(&entry.rule), Lookup::Rule(rule) if rules.level(rule).is_some());
    let ran = seen.ran || (!seen.spoke && runs());
    if seen.used || !reached || !ran {
        return Vec::new();
    }
    fault(UNUSED, rules, span(&entry.place), &[rule(), ("place", "that this entry matches".into())])
}

/// What is wrong with an entry of a baseline that is not met any more.
pub fn baseline_entry(rule: &str, place: &std::ops::Range<usize>, rules: &RuleSet) -> Vec<Diagnostic> {
    let span = Span::new(place.start as u32, place.end as u32);
    let facts = [("rule", rule.to_owned().into()), ("place", "left in its document".into())];
    fault(UNUSED, rules, span, &facts)
}

/// Turns what was found in `file`, by bytes of its text, into findings.
pub fn findings(file: &Arc<TomlFile>, mut found: Vec<Diagnostic>, rules: &RuleSet, showing: Showing) -> Vec<Finding> {
    let Ok(source) = source::read(file.name.as_str(), file.text.clone().into_bytes()) else { return Vec::new() };
    // The text of a source begins after the byte-order mark, that of a TOML file with it.
    let mark = (file.text.len() - source.text().len()) as u32;
    for diagnostic in &mut found {
        diagnostic.span = within(&source, diagnostic.span, mark);
    }
    finding::resolve_beside(&source, &found, rules, showing)
}

fn within(source: &SourceFile, span: Span, mark: u32) -> Span {
    let end = source.text().len() as u32;
    let start = span.start.saturating_sub(mark).min(end);
    Span::new(start, span.end.saturating_sub(mark).clamp(start, end))
}
