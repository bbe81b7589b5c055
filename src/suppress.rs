//! Why a finding is known and does not count.
//!
//! A suppressed finding is kept and marked: it is counted apart, shown on request, and fails no run.

mod comment;
mod draft;
mod entry;

use serde::Serialize;

pub use draft::apply as apply_comments;
pub use entry::{Entries, Entry, Reach};

/// What suppresses a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Suppression {
    /// Where it is written.
    pub kind: SuppressionKind,
    /// Why, in the words of whoever wrote it; a baseline gives no reasons.
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
