//! Checks the security prosign, by itself and against the classification line.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::document::Document;
use crate::marking::Level;
use crate::rule::check::{Check, Report};

checks! {
    /// Reports letters after ZNR or ZNY that differ, have no meaning, or belong to the other prosign.
    "prosign-letters" = prosign_letters, facts ["prosign", "letters"];
    "prosign-level": ProsignLevel, facts ["letters", "prosign", "level"], labels ["level"];
}

fn prosign_letters(document: &Document<'_>, report: &mut Report<'_>) {
    let Some(prosign) = &document.prosign else { return };
    let clear = document.text(prosign.code) == "ZNR";
    let fits = prosign.level.is_some_and(|level| clear == (level == Level::Unclassified && !prosign.encrypted_only));
    if !fits {
        report.at(prosign.letters).fact("prosign", prosign.code).fact("letters", prosign.letters);
    }
}

/// Reports a prosign for another level than the classification line's.
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct ProsignLevel {
    /// Which kind of disagreement to report.
    report: Direction,
}

/// Where the prosign is against the classification line.
#[derive(Deserialize, JsonSchema, PartialEq)]
#[serde(rename_all = "kebab-case")]
enum Direction {
    /// Below: the text travels less protected than it is marked.
    Below,
    /// Above: the text travels better protected than it is marked.
    Above,
}

impl Check for ProsignLevel {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let (Some(prosign), Some(line)) = (&document.prosign, &document.classification) else { return };
        let Some(carried) = prosign.level else { return };
        let direction = match carried.cmp(&line.level.value) {
            std::cmp::Ordering::Less => Direction::Below,
            std::cmp::Ordering::Equal => return,
            std::cmp::Ordering::Greater => Direction::Above,
        };
        if direction == self.report {
            let finding = report.at(prosign.letters).fact("letters", prosign.letters).fact("prosign", carried.word());
            finding
                .fact("level", line.level.value.word())
                .related("level", line.level.span)
                .repaired(line.level.repaired);
        }
    }
}
