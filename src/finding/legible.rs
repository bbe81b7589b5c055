//! A whole document as it may be shown, masked like its findings.

use super::Showing;
use super::mask::{MARK, Masks, Piece};
use crate::diagnostic::Diagnostic;
use crate::rule::RuleSet;
use crate::source::{SourceFile, Span};

/// A document as it may be shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Legible {
    /// What it may be called.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// The name and the text of a document, masked as in its findings. `diagnostics` are all that were found in it, as for
/// [`super::resolve`].
pub fn legible(source: &SourceFile, diagnostics: &[Diagnostic], rules: &RuleSet, showing: Showing) -> Legible {
    if showing.reveal {
        return Legible { name: source.name().to_owned(), text: source.text().to_owned() };
    }
    let sensitive = diagnostics.iter().filter(|diagnostic| rules.rules()[diagnostic.rule].sensitive);
    let (masks, secrets) = Masks::spread(source, sensitive.flat_map(Diagnostic::places));
    let whole = Span::new(0, source.text().len() as u32);
    let shown = masks.pieces(whole).into_iter().map(|piece| match piece {
        Piece::Open(open) => source.slice(open),
        Piece::Masked(_) => MARK,
    });
    Legible { name: secrets.masked_name(source.name(), rules.watch.as_deref()), text: shown.collect() }
}
