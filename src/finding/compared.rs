//! Turns what comparing a document with others found into findings, which point into other files.

use super::mask::{self, Masks};
use super::{Finding, Showing, resolve_without, withheld};
use crate::diagnostic::Diagnostic;
use crate::rule::RuleSet;
use crate::source::{SourceFile, Span};

/// Another file of a set, as findings speak of it.
pub struct Beside<'b> {
    /// The file.
    pub source: &'b SourceFile,
    /// What it may be called.
    pub filename: String,
}

impl<'b> Beside<'b> {
    /// The file, of which all was found that is in `diagnostics`, and in which others cut what is in `cut`.
    pub fn new(
        source: &'b SourceFile,
        diagnostics: &[Diagnostic],
        cut: &[Span],
        rules: &RuleSet,
        showing: Showing,
    ) -> Beside<'b> {
        let (masks, _) = withheld(source, diagnostics, rules);
        let names: Vec<Span> = cut.iter().copied().filter(|span| mask::is_name(source.slice(*span), 1)).collect();
        let places: Vec<Span> = masks.spans().iter().chain(&names).copied().collect();
        let (_, words) = Masks::spread(source, &places, &names, &names);
        let masked = || words.masked_name(source.name(), rules.watch.as_deref());
        Beside { source, filename: if showing.reveal { source.name().to_owned() } else { masked() } }
    }
}

/// Like [`resolve`], for what comparing `source` with `others` found. `beside` is what linting it alone found: it masks.
pub fn resolve_compared(
    source: &SourceFile,
    diagnostics: &[Diagnostic],
    beside: &[Diagnostic],
    rules: &RuleSet,
    showing: Showing,
    others: &[Beside<'_>],
) -> Vec<Finding> {
    let all: Vec<Diagnostic> = diagnostics.iter().chain(beside).cloned().collect();
    let withheld = withheld(source, &all, rules);
    resolve_without(source, diagnostics, rules, showing, withheld, others)
}
