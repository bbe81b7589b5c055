//! Suppresses findings that are known.
//!
//! A suppressed finding is kept and marked: it is counted apart, shown on request, and fails no run. Comments suppress
//! in drafts ([`apply_comments`]), entries of a configuration anywhere ([`Entries`]), and [`review`] reports which of
//! them are unused. Opens no file.

#[cfg(feature = "cli")]
pub mod baseline;
mod comment;
mod draft;
#[cfg(feature = "cli")]
mod entry;
#[cfg(feature = "cli")]
pub mod review;

use serde::Serialize;

use crate::diagnostic::{Diagnostic, Fact};
use crate::rule::RuleSet;
use crate::source::Span;

pub use draft::apply as apply_comments;
#[cfg(feature = "server")]
pub(crate) use draft::is_draft;
#[cfg(feature = "cli")]
pub use entry::{Entries, Reach, SuppressEntry};

/// What suppresses a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Suppression {
    /// Where it is written.
    pub kind: SuppressionKind,
    /// The reason as written; a baseline has none.
    pub reason: Option<String>,
}

/// Where a suppression is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum SuppressionKind {
    /// In a comment of the draft itself.
    Inline,
    /// In a configuration.
    Config,
    /// In a baseline.
    Baseline,
}

impl Suppression {
    /// The reason, or else where it is written, for people.
    pub fn words(&self) -> &str {
        match (&self.reason, self.kind) {
            (Some(reason), _) => reason,
            (None, SuppressionKind::Inline) => "by a comment",
            (None, SuppressionKind::Config) => "by the configuration",
            (None, SuppressionKind::Baseline) => "by the baseline",
        }
    }
}

/// A finding of each active rule that asks for `check`.
fn fault(check: &str, rules: &RuleSet, span: Span, facts: &[(&'static str, Fact)]) -> Vec<Diagnostic> {
    let asked = rules.active().filter(|(_, rule, _)| rule.entry.name == check);
    let found = asked.map(|(index, rule, severity)| {
        let mut found = Diagnostic::new(index, severity, rule.confidence, span);
        found.facts.extend_from_slice(facts);
        found
    });
    found.collect()
}
