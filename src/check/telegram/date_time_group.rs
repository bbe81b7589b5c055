//! Checks that the date and time of a date-time group exist.

use serde::Deserialize;

use crate::document::Document;
use crate::rule::check::{Check, Report};

/// Reports a date-time group with an impossible day or time.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ImpossibleDateTime {}

impl Check for ImpossibleDateTime {
    const NAME: &'static str = "impossible-date-time";
    const FACTS: &'static [&'static str] = &["group"];

    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        // Midnight written 2400 is a matter of style, for another rule.
        let group = document.date_time_group.as_ref().filter(|group| group.complete && group.date.is_none());
        if let Some(group) = group.filter(|group| group.time != 2400) {
            report.at(group.span).fact("group", group.span).repaired(group.repaired);
        }
    }
}
