//! Compares the day of the year on the DE line with the date-time group.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::document::Document;
use crate::rule::check::{Check, Report};

checks! {
    "julian-day": JulianDay, facts ["filed", "expected", "date"], labels ["group"];
    /// Reports a filing day that the year does not have.
    "impossible-julian-day" = impossible_julian_day, facts ["filed"];
}

/// Reports a filing day that differs from the date-time group by `at-least` to `at-most` days.
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct JulianDay {
    /// The smallest difference to report.
    at_least: u32,
    /// The largest difference to report.
    #[serde(default = "any")]
    at_most: u32,
}

fn any() -> u32 {
    u32::MAX
}

impl Check for JulianDay {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let (Some(filing), Some(group)) = (&document.filing, &document.date_time_group) else { return };
        let Some(date) = group.date else { return };
        let (filed, expected) = (filing.day.0, u32::from(date.day_of_year().unsigned_abs()));
        // Filing around midnight of the new year: day 1 and the last day are neighbors.
        let year = u32::from(date.days_in_year().unsigned_abs());
        let apart = filed.abs_diff(expected);
        let apart = apart.min(year.abs_diff(apart));
        if (1..=year).contains(&filed) && (self.at_least..=self.at_most).contains(&apart) {
            let finding = report.at(filing.day.1).fact("filed", i64::from(filed)).fact("expected", i64::from(expected));
            finding.fact("date", date).related("group", group.span);
        }
    }
}

fn impossible_julian_day(document: &Document<'_>, report: &mut Report<'_>) {
    let Some(filing) = &document.filing else { return };
    let date = document.date_time_group.as_ref().and_then(|group| group.date);
    let days = date.map_or(366, |date| u32::from(date.days_in_year().unsigned_abs()));
    if !(1..=days).contains(&filing.day.0) {
        report.at(filing.day.1).fact("filed", filing.day.1);
    }
}
