//! Checks that the value of a part is not one of a list.

use serde::Deserialize;

use crate::document::{Document, Part};
use crate::rule::check::{Check, Report, filled};

/// Reports each `part` whose text is one of `values`.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct ForbiddenValues {
    /// What to look at.
    part: Part,
    /// What must not be there.
    #[serde(deserialize_with = "filled")]
    values: Vec<String>,
}

impl Check for ForbiddenValues {
    const NAME: &'static str = "forbidden-values";
    const FACTS: &'static [&'static str] = &["value"];

    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        document.each(self.part, &mut |span| {
            if self.values.iter().any(|value| value == document.text(span)) {
                report.at(span).fact("value", span).repaired(document.is_repaired(span));
            }
        });
    }
}
