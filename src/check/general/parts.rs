//! Checks parts as such: missing ones, their order, and lines that begin like one and do not fit its grammar.

use crate::document::{Document, Part};
use crate::rule::check::{Check, Filled, Report};

checks! {
    /// Reports that `part` is missing, at the last of the parts after which it belongs.
    "required-field": RequiredField {
        /// What must be there; an empty value counts as missing.
        part: Part,
        /// The parts after which it belongs; the last that the document has is underlined.
        after: Filled<Part>,
        /// Fire only if the document has this part.
        given: Option<Part>,
        /// Be silent if the document has one of these parts.
        #[serde(default)]
        unless: Vec<Part>,
    };
    /// Reports each of `parts` that is above one that is listed before it.
    "field-order": FieldOrder {
        /// The parts in their right order.
        parts: Filled<Part>,
    }, labels ["before"];
    /// Reports each line that should be `part` and cannot be read as one.
    "malformed-line": MalformedLine {
        /// The part that the line should be.
        part: Part,
    }, facts ["line"];
}

impl Check for RequiredField {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let has = |part: Part| {
            let mut found = false;
            document.each(part, &mut |span| found |= !span.is_empty());
            found
        };
        if has(self.part) || self.given.is_some_and(|given| !has(given)) || self.unless.iter().any(|part| has(*part)) {
            return;
        }
        let mut anchor = None;
        for part in self.after.iter() {
            document.each(*part, &mut |span| anchor = anchor.max(Some(span)));
        }
        if let Some(anchor) = anchor {
            report.at(anchor).repaired(document.is_damaged());
        }
    }
}

impl Check for FieldOrder {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let places: Vec<_> = self.parts.iter().filter_map(|part| document.first(*part)).collect();
        for pair in places.windows(2) {
            if let [before, after] = pair
                && after.start < before.start
            {
                report.at(*after).related("before", *before);
            }
        }
    }
}

impl Check for MalformedLine {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        for (_, line) in document.malformed.iter().filter(|(part, _)| *part == self.part) {
            report.at(*line).fact("line", *line);
        }
    }
}
