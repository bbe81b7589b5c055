//! Checks the Downgrade To line.

use serde::Deserialize;

use crate::document::Document;
use crate::document::authority::Label;
use crate::marking::Level;
use crate::rule::check::{Check, Report};

/// Reports a Downgrade To that names no level, or none below that of the document.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct DowngradeLevel {}

impl Check for DowngradeLevel {
    const NAME: &'static str = "downgrade-level";
    const FACTS: &'static [&'static str] = &["value", "overall"];
    const LABELS: &'static [&'static str] = &["overall"];

    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let (Some(authority), Some(overall)) = (&document.authority, document.level()) else { return };
        for field in authority.labelled(Label::DowngradeTo) {
            let words = document.text(field.value).to_ascii_uppercase();
            let to = Level::ALL.into_iter().rev().find(|level| words.starts_with(level.word()));
            if to.is_none_or(|to| to >= overall.value) {
                let span = if field.value.is_empty() { field.label.span } else { field.value };
                let finding = report.at(span).fact("value", span).fact("overall", overall.value.word());
                finding.related("overall", overall.span).repaired(field.label.repaired || overall.repaired);
            }
        }
    }
}
