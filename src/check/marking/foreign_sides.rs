//! Compares the first and the last line of a paper with a marking of another government.

use serde::Deserialize;

use crate::check::general::pattern::Pattern;
use crate::document::text::line::texts;
use crate::document::text::word::trim;
use crate::document::{CarriedIn, Document};
use crate::rule::check::{Check, Report};
use crate::source::Span;

checks! {
    "foreign-sides": ForeignSides, facts ["top", "bottom"], labels ["top"];
}

/// Reports a last line that is another marking than the first, where one of them is that of another government.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct ForeignSides {
    /// The markings of other governments.
    foreign: Pattern,
    /// Markings that they share with the United States.
    shared: Pattern,
}

impl Check for ForeignSides {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let place = |(at, line): (usize, &str)| trim(document.source.text(), document.span.part(at, line.len()));
        // The head of a mail is above its first line.
        let lines = texts(document.text(document.span)).map(place);
        let below = lines.skip_while(|line| document.is_mail() && !line.is_empty());
        let mut full = below.filter(|line| !line.is_empty());
        let (Some(top), Some(bottom)) = (full.next(), full.last()) else { return };
        let foreign = |span: Span| self.foreign.regex().is_match(document.text(span));
        let marking = |span: Span| foreign(span) || self.shared.regex().is_match(document.text(span));
        let labels = document.carried.iter().filter(|carried| carried.place == CarriedIn::Label);
        for other in labels.map(|label| label.marking.span).chain([bottom]) {
            let differ = document.text(top) != document.text(other) && (foreign(top) || foreign(other));
            if differ && marking(top) && marking(other) {
                report.at(other).fact("top", top).fact("bottom", other).related("top", top);
            }
        }
    }
}
