//! The date of a source against that of the paper derived from it.

use serde::Deserialize;

use crate::document::authority::Label;
use crate::document::text::date::date_in;
use crate::document::{Document, Kind};
use crate::rule::check::{Check, Report};

/// Reports a date behind Derived From that lies after the day of the document.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SourceAfterDocument {}

impl Check for SourceAfterDocument {
    const NAME: &'static str = "source-after-document";
    const FACTS: &'static [&'static str] = &["date", "written"];

    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let (Some(authority), Some(written)) = (&document.authority, document.dating.day()) else { return };
        // Whoever releases a paper writes a block of his own; a telegram keeps the lines it was sent with.
        if document.kind != Kind::Cable && !document.redactions().release.is_empty() {
            return;
        }
        for field in authority.labelled(Label::DerivedFrom) {
            let Some(found) = date_in(document.source.text(), field.value).filter(|found| !found.short_year) else {
                continue;
            };
            if let Some(date) = found.date.filter(|date| *date > written) {
                report.at(found.span).fact("date", date).fact("written", written).repaired(found.repaired);
            }
        }
    }
}
