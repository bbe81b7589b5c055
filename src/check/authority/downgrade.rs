//! Checks the Downgrade To line.

use crate::document::Document;
use crate::document::authority::Label;
use crate::marking::Level;
use crate::rule::check::Report;

checks! {
    /// Reports a Downgrade To that names no level, or none below that of the document.
    "downgrade-level" = downgrade_level, facts ["value", "overall"], labels ["overall"];
}

fn downgrade_level(document: &Document<'_>, report: &mut Report<'_>) {
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
