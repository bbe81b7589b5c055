//! Checks for invisible characters that do not belong in a telegram.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::document::{Document, Part};
use crate::rule::check::{Check, Report};
use crate::source::Span;

checks! {
    "control-characters": ControlCharacters, facts ["count"];
}

/// Reports each run of NUL bytes, or of other control characters. What is full of them is not text, and not worth a
/// finding each: from the last finding on all that follows counts as one.
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct ControlCharacters {
    /// Report NUL bytes, instead of all others.
    #[serde(default)]
    nul: bool,
    /// At most so many findings in a document.
    most: usize,
}

impl Check for ControlCharacters {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        // A run and how many characters it counts for.
        let mut runs: Vec<(Span, i64)> = Vec::new();
        document.each(Part::Control, &mut |place| {
            if (document.text(place) == "\0") != self.nul {
                return;
            }
            let full = runs.len() >= self.most;
            match runs.last_mut() {
                Some((run, count)) if full || run.end == place.start => {
                    run.end = place.end;
                    *count += 1;
                }
                _ => runs.push((place, 1)),
            }
        });
        for (run, count) in runs {
            report.at(run).fact("count", count).repaired(document.is_repaired(run));
        }
    }
}
