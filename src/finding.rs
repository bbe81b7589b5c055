//! Diagnostics in, findings out: spans become places, facts become sentences.
//!
//! The only place where text of a document leaves its file, and so the one place that masks it. A [`Finding`] is all
//! that renderers see; it no longer needs the document.

use serde::Serialize;

use crate::diagnostic::{Confidence, Severity};
use crate::rule::Applicability;
use crate::source::Position;

/// One finding as programs and people see it; serialises as design.md section 6 says.
#[derive(Clone, Debug, Serialize)]
pub struct Finding {
    /// The rule's name.
    pub code: String,
    /// The rule's group.
    pub group: String,
    /// How bad it is.
    pub severity: Severity,
    /// How sure it is.
    pub confidence: Confidence,
    /// What is wrong, in a sentence.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// Anything else worth knowing.
    pub notes: Vec<String>,
    /// The regulations or evidence it rests on.
    pub source: Vec<String>,
    /// A page about the rule.
    pub url: Option<String>,
    /// The file.
    pub filename: String,
    /// Where it starts.
    pub location: Position,
    /// Where it ends: the place after its last character.
    pub end_location: Position,
    /// Other places that belong to it.
    pub related: Vec<RelatedPlace>,
    /// What would mend it.
    pub fix: Option<FixOffer>,
    /// Names the finding by content, not by position: 16 hexadecimal digits.
    pub fingerprint: String,
    /// Why it is suppressed, if it is.
    pub suppression: Option<String>,
}

/// Another place that belongs to a finding.
#[derive(Clone, Debug, Serialize)]
pub struct RelatedPlace {
    /// What it has to do with it.
    pub message: String,
    /// The file.
    pub filename: String,
    /// Where it starts.
    pub location: Position,
    /// Where it ends.
    pub end_location: Position,
}

/// Edits that would mend a finding.
#[derive(Clone, Debug, Serialize)]
pub struct FixOffer {
    /// Whether they can change what the document says.
    pub applicability: Applicability,
    /// What they do.
    pub message: String,
    /// The edits, in order, never overlapping.
    pub edits: Vec<PlacedEdit>,
}

/// One replacement.
#[derive(Clone, Debug, Serialize)]
pub struct PlacedEdit {
    /// What to put there.
    pub content: String,
    /// Where the replaced text starts.
    pub location: Position,
    /// Where it ends.
    pub end_location: Position,
}
