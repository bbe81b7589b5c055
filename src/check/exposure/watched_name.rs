//! Reports names that must not be released.

use serde::Deserialize;

use crate::document::Document;
use crate::rule::check::{Check, Report};
use crate::source::Span;
use crate::watch::Writing;

checks! {
    "watched-name": WatchedName, needs Watch, secret Name;
}

/// Reports names of the watch list, by where and how they are written.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct WatchedName {
    /// The form of the name in the text; by default, in the file name.
    writing: Option<Writing>,
}

impl Check for WatchedName {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let Some(watch) = document.watch else { return };
        let Some(writing) = self.writing else {
            // The first of several documents in a file reports its name.
            let sightings = match document.span.start {
                0 => watch.in_file_name(document.source.name()),
                _ => Vec::new(),
            };
            if !sightings.is_empty() {
                report.at(Span::at(0)).repaired(sightings.iter().all(|sighting| sighting.doubtful));
            }
            return;
        };
        for sighting in document.sightings().iter().filter(|sighting| sighting.writing == writing) {
            report.at(sighting.span).repaired(sighting.doubtful);
        }
    }
}
