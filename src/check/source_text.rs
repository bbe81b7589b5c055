//! What is wrong with the bytes of a file before anything is read in them.

use serde::Deserialize;

use super::{Check, Report};
use crate::document::Document;
use crate::source::Span;

/// Reports the first byte that is not UTF-8, in a file that had to be read as Windows-1252.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Undecodable {}

impl Check for Undecodable {
    const NAME: &'static str = "undecodable";
    const FACTS: &'static [&'static str] = &[];

    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let text = document.source.text();
        if let Some(at) =
            document.source.undecodable().filter(|at| (document.span.start..document.span.end).contains(at))
        {
            let len = text[at as usize..].chars().next().map_or(0, char::len_utf8) as u32;
            report.at(Span::new(at, at + len));
        }
    }
}

/// Reports a file without any text.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EmptyText {}

impl Check for EmptyText {
    const NAME: &'static str = "empty-text";
    const FACTS: &'static [&'static str] = &[];

    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        if document.source.text().trim().is_empty() {
            report.at(Span::at(0));
        }
    }
}
