//! Checks the order of parts.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::document::{Document, Part};
use crate::rule::check::{Check, Filled, Report};

checks! {
    "field-order": FieldOrder, labels ["before"];
}

/// Reports each of `parts` that is above one that is listed before it.
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct FieldOrder {
    /// The parts in their right order.
    parts: Filled<Part>,
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
