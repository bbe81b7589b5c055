//! Compares the first and the last line of a paper with a marking of another government.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::general::pattern::Pattern;
use crate::document::Document;
use crate::document::text::line::texts;
use crate::rule::check::{Check, Report};
use crate::source::Span;

checks! {
    "foreign-sides": ForeignSides, facts ["top", "bottom"], labels ["top"];
}

/// Reports a last line that is another marking than the first, where one of them is that of another government.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ForeignSides {
    /// The markings of other governments.
    foreign: Pattern,
    /// Markings that they share with the United States.
    shared: Pattern,
}

impl Check for ForeignSides {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let text = document.text(document.span);
        let mut full = texts(text).filter(|(_, line)| !line.trim().is_empty());
        let place = |(at, line): (usize, &str)| {
            document.span.part(at + line.len() - line.trim_start().len(), line.trim().len())
        };
        let (Some(top), Some(bottom)) = (full.next().map(place), full.last().map(place)) else { return };
        let foreign = |span: Span| self.foreign.regex().is_match(document.text(span));
        let marking = |span: Span| foreign(span) || self.shared.regex().is_match(document.text(span));
        let differ = document.text(top) != document.text(bottom) && (foreign(top) || foreign(bottom));
        if differ && marking(top) && marking(bottom) {
            report.at(bottom).fact("top", top).fact("bottom", bottom).related("top", top);
        }
    }
}
