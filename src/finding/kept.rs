//! Decides what may be kept on disk of what linting said.

use std::borrow::Cow;

use super::withheld;
use crate::diagnostic::{Diagnostic, Fact};
use crate::rule::RuleSet;
use crate::source::SourceFile;

/// The most bytes of a word that is worked out from a document; more is a piece of its text.
const LONGEST: usize = 64;

/// Whether nothing in `diagnostics` but places, and nothing in `beside`, which is told of the same file, is text of the
/// document, or worked out from what may not be shown.
pub(crate) fn is_discreet(source: &SourceFile, diagnostics: &[Diagnostic], beside: &[&str], rules: &RuleSet) -> bool {
    let in_plain_text = |found: &Diagnostic| found.shown.is_empty() || words(found).next().is_none();
    let words_are_short = diagnostics.iter().flat_map(words).all(|word| word.len() <= LONGEST);
    if !words_are_short || !diagnostics.iter().all(in_plain_text) {
        return false;
    }
    let parts = diagnostics.iter().flat_map(|found| found.shown.iter().flatten()).map(|shown| &*shown.part);
    let named: Vec<&str> = parts.chain(beside.iter().copied()).collect();
    if named.iter().any(|name| super::shown_name(name, rules.watch.as_deref()) != *name) {
        return false;
    }
    if !diagnostics.iter().any(|found| rules.rules()[found.rule].sensitive) {
        return true;
    }
    let (masks, secrets) = withheld(source, diagnostics, rules);
    let has_words = |found: &Diagnostic| {
        words(found).next().is_some() || found.facts.iter().any(|(_, fact)| matches!(fact, Fact::Date(_)))
    };
    let hidden = |found: &Diagnostic| {
        rules.rules()[found.rule].sensitive
            || found.places().chain(found.edits.iter().map(|edit| edit.span)).any(|place| masks.touch(place))
    };
    let is_masked = |word: &str| !secrets.places(word).is_empty();
    !diagnostics.iter().any(|found| has_words(found) && (hidden(found) || words(found).any(is_masked)))
        && !named.into_iter().any(is_masked)
}

/// The words of a finding that were worked out from its document.
fn words(found: &Diagnostic) -> impl Iterator<Item = &str> {
    let facts = found.facts.iter().filter_map(|(_, fact)| match fact {
        Fact::Word(Cow::Owned(word)) => Some(&**word),
        _ => None,
    });
    let edits = found.edits.iter().filter_map(|edit| match &edit.content {
        Cow::Owned(content) => Some(&**content),
        Cow::Borrowed(_) => None,
    });
    facts.chain(edits)
}
