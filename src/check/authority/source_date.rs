//! Compares the date of a source with that of the document derived from it.

use crate::document::authority::{Label, heads_sources, is_authority_line};
use crate::document::text::date::date_in;
use crate::document::text::line::texts;
use crate::document::{Document, Kind};
use crate::rule::check::Report;
use crate::source::Span;

checks! {
    /// Reports a date after Derived From that is after the day of the document.
    "source-after-document" = source_after_document, facts ["date", "written"];
}

/// The sources that a list names, up to the next empty line or label.
fn sources(document: &Document<'_>) -> Vec<Span> {
    let mut listed = Vec::new();
    let mut inside = false;
    for (at, line) in texts(document.text(document.span)) {
        let bare = line.trim_start();
        inside = heads_sources(bare) || inside && !bare.is_empty() && !is_authority_line(bare);
        if inside {
            let mut from = at;
            for source in line.split(';') {
                listed.push(document.span.part(from, source.len()));
                from += source.len() + 1;
            }
        }
    }
    listed
}

fn source_after_document(document: &Document<'_>, report: &mut Report<'_>) {
    let (Some(authority), Some(written)) = (&document.authority, document.dating.day()) else { return };
    // A release has its own block; a telegram keeps the lines it was sent with.
    if document.kind != Kind::Cable && !document.redactions().release.is_empty() {
        return;
    }
    let derived: Vec<Span> = authority.labelled(Label::DerivedFrom).map(|field| field.value).collect();
    let several = derived.iter().any(|value| document.text(*value).to_ascii_lowercase().contains("multiple"));
    let listed = if several { sources(document) } else { Vec::new() };
    for source in derived.into_iter().chain(listed) {
        let Some(found) = date_in(document.source.text(), source).filter(|found| !found.short_year) else {
            continue;
        };
        if let Some(date) = found.date.filter(|date| *date > written) {
            report.at(found.span).fact("date", date).fact("written", written).repaired(found.repaired);
        }
    }
}
