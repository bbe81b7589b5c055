//! Checks that the date and time of a date-time group exist.

use crate::document::Document;
use crate::rule::check::Report;

checks! {
    /// Reports a date-time group with an impossible day or time.
    "impossible-date-time" = impossible_date_time, facts ["group"];
}

fn impossible_date_time(document: &Document<'_>, report: &mut Report<'_>) {
    // Midnight written 2400 is a matter of style, for another rule.
    let group = document.date_time_group.as_ref().filter(|group| group.complete && group.date.is_none());
    if let Some(group) = group.filter(|group| group.time != 2400) {
        report.at(group.span).fact("group", group.span).repaired(group.repaired);
    }
}
