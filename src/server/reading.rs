//! What was read of an open text, for those who answer questions about places in it.

use jiff::civil::Date;
use lsp_types::Range;

use super::documents::Snapshot;
use super::text::Text;
use crate::document::Document;
use crate::finding::Discreet;
use crate::marking::Context;
use crate::rule::RuleSet;
use crate::source;
use crate::source::{SourceFile, Span};

/// The documents of a text.
pub(super) struct ReadText<'r> {
    pub(super) documents: &'r [Document<'r>],
    pub(super) rules: &'r RuleSet,
    pub(super) source: &'r SourceFile,
    text: &'r Text,
    place: &'r dyn Fn(Span) -> Span,
}

/// What `look` makes of a text; `None` if it is no document that can be read.
pub(super) fn read<R>(snapshot: &Snapshot, look: impl FnOnce(&ReadText<'_>) -> R) -> Option<R> {
    let subject = snapshot.subject()?;
    let source = source::read(subject.listed.place.name(), snapshot.bytes()).ok()?;
    let (rules, text) = (&*subject.listed.rules, &*snapshot.text);
    Some(crate::read_documents(&source, rules, |documents, place| {
        look(&ReadText { documents, rules, source: &source, text, place })
    }))
}

impl ReadText<'_> {
    /// The bytes of the text that are those of a place in a document.
    pub(super) fn bytes(&self, span: Span) -> std::ops::Range<usize> {
        // A byte-order mark is part of the text that the editor has.
        let before = self.text.as_str().len() - self.source.text().len();
        let place = (self.place)(span).range();
        place.start + before..place.end + before
    }

    /// The place that the editor shows.
    pub(super) fn range(&self, span: Span) -> Range {
        self.text.range(self.bytes(span))
    }

    /// Whether the byte is at a place, or right behind it.
    pub(super) fn is_at(&self, byte: usize, span: Span) -> bool {
        let bytes = self.bytes(span);
        !bytes.is_empty() && bytes.start <= byte && byte <= bytes.end
    }

    /// The document in which the byte is.
    pub(super) fn document(&self, byte: usize) -> Option<&Document<'_>> {
        let around = self.documents.iter().filter(|document| self.is_at(byte, document.span));
        around.min_by_key(|document| document.span.len()).or(self.documents.last())
    }

    /// What may be shown of the text in which documents were read.
    pub(super) fn discreet(&self) -> Discreet {
        let text = self.documents.first().map_or(self.source, |document| document.source);
        Discreet::new(self.source, text, self.rules, false)
    }
}

/// What markings of a document are judged by; `None` if nothing tells when it was written.
pub(super) fn context(document: &Document<'_>) -> Option<Context> {
    Some(Context { style: document.style, date: day(document)? })
}

/// The day by which a document is judged: its own, or else today, if it can be of today.
pub(super) fn day(document: &Document<'_>) -> Option<Date> {
    let dating = &document.dating;
    let can_be = |today: &Date| {
        dating.earliest.is_none_or(|first| first <= *today) && dating.latest.is_none_or(|last| *today <= last)
    };
    dating.day().or(document.today.date().filter(can_be)).or(dating.earliest).or(dating.latest)
}
