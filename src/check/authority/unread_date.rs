//! Reports a date that could not be read.

use super::missing_date::is_like_date;
use crate::document::text::date::date_in;
use crate::document::text::line::texts;
use crate::document::{Dating, Document};
use crate::rule::check::Report;
use crate::source::Span;

checks! {
    /// Reports the date at the head of a document if it is in no form that is read: rules of other years are then left
    /// out, and those of today apply.
    "unread-date" = unread_date, facts ["written"];
}

/// The lines of a document among which its date is.
const HEAD: usize = 24;

fn unread_date(document: &Document<'_>, report: &mut Report<'_>) {
    // What the configuration or the order says dates it all the same; so does the release.
    if document.dating != Dating::default() || !document.redactions().release.is_empty() {
        return;
    }
    if let Some(written) = document.unread_date.or_else(|| unlabelled(document)) {
        report.at(written).fact("written", written);
    }
}

/// The line at the head of a classified document that looks like a date but is not one.
fn unlabelled(document: &Document<'_>) -> Option<Span> {
    let authority = document.authority.as_ref().filter(|authority| !authority.fields.is_empty())?;
    let unread = |(at, line): &(usize, &str)| {
        let place = document.span.part(*at, line.len());
        let read = date_in(document.source.text(), place).is_some_and(|found| found.date.is_some());
        !authority.span.contains(place) && is_like_date(line) && !read
    };
    let (at, line) = texts(document.text(document.span)).take(HEAD).find(unread)?;
    Some(document.span.part(at + line.len() - line.trim_start().len(), line.trim().len()))
}
