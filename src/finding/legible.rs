//! Prepares a whole document for display before and after its fixes, masked like its findings.

use super::mask::{Masks, Stretch};
use super::secret::{MARK, Secrets};
use super::{Showing, withheld};
use crate::diagnostic::Diagnostic;
use crate::rule::RuleSet;
use crate::source;
use crate::source::{SourceFile, Span};

/// A document as it may be shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Legible {
    /// What it may be called.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// A document and all that was found in it, as for [`super::resolve`].
pub struct Looked<'l> {
    /// The document.
    pub source: &'l SourceFile,
    /// All that was found in it.
    pub diagnostics: &'l [Diagnostic],
}

/// The name and the text of a document before and after its fixes, masked as in its findings. What is masked in one is
/// masked in the other: a fix may take away the very words by which a secret is known.
pub fn legible(before: &Looked<'_>, after: &Looked<'_>, rules: &RuleSet, showing: Showing) -> [Legible; 2] {
    if showing.reveal {
        let open = |looked: &Looked<'_>| Legible {
            name: looked.source.name().to_owned(),
            text: looked.source.text().to_owned(),
        };
        return [open(before), open(after)];
    }
    let withheld = [before, after].map(|looked| withheld(looked.source, looked.diagnostics, rules));
    let secrets = withheld[0].1.and(&withheld[1].1);
    let name = secrets.masked_name(before.source.name(), rules.watch.as_deref());
    let [(first, _), (second, _)] = withheld;
    [(before, first), (after, second)]
        .map(|(looked, masks)| Legible { name: name.clone(), text: masked(looked.source, &masks, &secrets) })
}

/// What of a file, and of what was read of it, may be shown.
pub(crate) struct Discreet {
    masks: Masks,
    secrets: Secrets,
    name: String,
}

impl Discreet {
    /// What may be shown of `text`, which readers see in `file`. With `reveal` that is everything.
    pub(crate) fn new(file: &SourceFile, text: &SourceFile, rules: &RuleSet, reveal: bool) -> Discreet {
        let (masks, seen) = guard(text, rules);
        let secrets = if std::ptr::eq(file, text) { seen } else { seen.and(&guard(file, rules).1) };
        let name = secrets.masked_name(file.name(), rules.watch.as_deref());
        match reveal {
            true => Discreet { masks: Masks::default(), secrets: Secrets::default(), name: file.name().to_owned() },
            false => Discreet { masks: Masks::covering(text, masks.spans(), &secrets), secrets, name },
        }
    }

    /// What the file may be called.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// What may be shown of something that was read in the text.
    pub(crate) fn value(&self, value: String) -> String {
        self.secrets.masked(value)
    }

    /// What may be shown of the text at `span`.
    pub(crate) fn text(&self, text: &SourceFile, span: Span) -> String {
        let piece = |piece| match piece {
            Stretch::Open(open) => text.slice(open),
            Stretch::Masked(_) => MARK,
        };
        self.masks.pieces(span).into_iter().map(piece).collect()
    }
}

/// A text that is not a document, such as a setting or an argument, without what a finding would mask in one.
pub(crate) fn guarded(text: &str, rules: &RuleSet) -> String {
    let Ok(source) = source::read("text", text.as_bytes().to_vec()) else { return MARK.to_owned() };
    let (masks, secrets) = guard(&source, rules);
    masked(&source, &masks, &secrets)
}

/// What may not be shown of such a text.
pub(super) fn guard(source: &SourceFile, rules: &RuleSet) -> (Masks, Secrets) {
    withheld(source, &crate::lint(source, rules), rules)
}

fn masked(source: &SourceFile, masks: &Masks, secrets: &Secrets) -> String {
    let masks = Masks::covering(source, masks.spans(), secrets);
    let whole = Span::new(0, source.text().len() as u32);
    let shown = masks.pieces(whole).into_iter().map(|piece| match piece {
        Stretch::Open(open) => source.slice(open),
        Stretch::Masked(_) => MARK,
    });
    shown.collect()
}
