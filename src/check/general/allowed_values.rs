//! Checks that the value of a part is one of a list.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::document::{Document, Part};
use crate::rule::check::{Check, Filled, Report};

checks! {
    "allowed-values": AllowedValues, facts ["value", "allowed"];
}

/// Reports each `part` whose text is not one of `values`.
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct AllowedValues {
    /// What to look at.
    part: Part,
    /// What may be there.
    values: Filled<String>,
    /// Whether capitals and lower-case letters are the same.
    #[serde(default)]
    ignore_case: bool,
}

impl Check for AllowedValues {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        document.each(self.part, &mut |span| {
            let value = document.text(span);
            let same = |allowed: &String| {
                if self.ignore_case { allowed.eq_ignore_ascii_case(value) } else { allowed == value }
            };
            if !self.values.iter().any(same) {
                let finding = report.at(span).fact("value", span).fact("allowed", self.values.join(", "));
                finding.repaired(document.is_repaired(span));
            }
        });
    }
}
