//! Reports lines that begin like a known part but do not fit its grammar.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::document::{Document, Part};
use crate::rule::check::{Check, Report};

checks! {
    "malformed-line": MalformedLine, facts ["line"];
}

/// Reports each line that should be `part` and cannot be read as one.
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct MalformedLine {
    /// The part that the line should be.
    part: Part,
}

impl Check for MalformedLine {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        for (_, line) in document.malformed.iter().filter(|(part, _)| *part == self.part) {
            report.at(*line).fact("line", *line);
        }
    }
}
