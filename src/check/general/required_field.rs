//! Checks for required parts that are missing.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::document::{Document, Part};
use crate::rule::check::{Check, Filled, Report};

checks! {
    "required-field": RequiredField;
}

/// Reports that `part` is missing, at the last of the parts after which it belongs.
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct RequiredField {
    /// What must be there; an empty value counts as missing.
    part: Part,
    /// The parts after which it belongs; the last that the document has is underlined.
    after: Filled<Part>,
    /// Fire only if the document has this part.
    given: Option<Part>,
    /// Be silent if the document has one of these parts.
    #[serde(default)]
    unless: Vec<Part>,
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
