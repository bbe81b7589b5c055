//! Checks for values or parts that exclude each other.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::document::{Document, Named, Part};
use crate::rule::check::{Check, Report};

checks! {
    "forbidden-together": ForbiddenTogether, facts ["value", "other"], labels ["other"];
}

/// Reports each value of `part` among `values` if another value among `with` is there too; or, with `parts`, the
/// second of two parts that both occur.
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct ForbiddenTogether {
    /// Where both values are.
    part: Part,
    /// The one value.
    #[serde(default)]
    values: Vec<String>,
    /// The other value; `values` again if empty.
    #[serde(default)]
    with: Vec<String>,
    /// Another part that excludes `part` altogether.
    other: Option<Part>,
}

impl Check for ForbiddenTogether {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        if let Some(other) = self.other {
            if let (Some(here), Some(there)) = (document.first(self.part), document.first(other)) {
                report.at(here).fact("value", here).fact("other", there).related("other", there);
            }
            return;
        }
        let with = if self.with.is_empty() { &self.values } else { &self.with };
        let named = document.named(self.part);
        // The first place of each value that can clash: as many as the rule names, however long the document.
        let mut firsts: Vec<(usize, &Named<'_>)> = Vec::new();
        for (place, value) in named.iter().enumerate() {
            let clashes = with.iter().any(|w| *w == value.name);
            if clashes && !firsts.iter().any(|(_, first)| first.name == value.name) {
                firsts.push((place, value));
            }
        }
        for (place, value) in named.iter().enumerate().filter(|(_, value)| self.values.iter().any(|v| *v == value.name))
        {
            // Among equals the later one is reported, and the first that it clashes with is underlined.
            let clash = firsts
                .iter()
                .find(|(first, other)| other.name != value.name && (!self.with.is_empty() || *first < place));
            if let Some((_, other)) = clash {
                let finding =
                    report.at(value.span).fact("value", value.name.to_string()).fact("other", other.name.to_string());
                finding.related("other", other.span).repaired(value.repaired || other.repaired);
            }
        }
    }
}
