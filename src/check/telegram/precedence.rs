//! Checks precedence in the routing line, the date-time group and the addressees.

use serde::Deserialize;

use crate::document::Document;
use crate::rule::check::{Check, Report};

/// Reports a routing line whose doubled letter is not a precedence, or not that of the date-time group.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RoutingPrecedence {}

impl Check for RoutingPrecedence {
    const NAME: &'static str = "routing-precedence";
    const FACTS: &'static [&'static str] = &["routing", "group"];
    const LABELS: &'static [&'static str] = &["group"];

    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let (Some(routing), Some(group)) = (&document.routing, &document.date_time_group) else { return };
        let (Some(precedence), Some((first, span))) = (routing.precedence, group.precedences.first()) else { return };
        if precedence != *first {
            let finding = report.at(routing.precedence_span).fact("routing", routing.precedence_span);
            finding.fact("group", *span).related("group", *span);
        }
    }
}

/// Reports a date-time group whose first letter is not the highest precedence of an addressee.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct HighestPrecedence {}

impl Check for HighestPrecedence {
    const NAME: &'static str = "highest-precedence";
    const FACTS: &'static [&'static str] = &["letter", "highest"];
    const LABELS: &'static [&'static str] = &["addressee"];

    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let Some((letter, span)) = document.date_time_group.as_ref().and_then(|group| group.precedences.first()) else {
            return;
        };
        let Some(highest) = document.addressees.iter().max_by_key(|addressee| addressee.precedence.value) else {
            return;
        };
        if highest.precedence.value != *letter {
            let finding = report.at(*span).fact("letter", *span).fact("highest", highest.precedence.value.word());
            finding.related("addressee", highest.span).repaired(highest.precedence.repaired);
        }
    }
}
