//! Checks that the value of a part is not one of a list.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::document::{Document, Part};
use crate::rule::check::{Check, Filled, Report};

checks! {
    "forbidden-values": ForbiddenValues, facts ["value"];
}

/// Reports each `part` whose text is one of `values`.
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct ForbiddenValues {
    /// What to look at.
    part: Part,
    /// What must not be there.
    values: Filled<String>,
}

impl Check for ForbiddenValues {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        document.each(self.part, &mut |span| {
            if self.values.iter().any(|value| value == document.text(span)) {
                report.at(span).fact("value", span).repaired(document.is_repaired(span));
            }
        });
    }
}
