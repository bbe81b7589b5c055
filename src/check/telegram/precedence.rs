//! Checks precedence in the routing line, the date-time group and the addressees.

use crate::document::Document;
use crate::rule::check::Report;

checks! {
    /// Reports a routing line whose doubled letter is not a precedence, or not that of the date-time group.
    "routing-precedence" = routing_precedence, facts ["routing", "group"], labels ["group"];
    /// Reports a date-time group whose first letter is not the highest precedence of an addressee.
    "highest-precedence" = highest_precedence, facts ["letter", "highest"], labels ["addressee"];
}

fn routing_precedence(document: &Document<'_>, report: &mut Report<'_>) {
    let (Some(routing), Some(group)) = (&document.routing, &document.date_time_group) else { return };
    let (Some(precedence), Some((first, span))) = (routing.precedence, group.precedences.first()) else { return };
    if precedence != *first {
        let finding = report.at(routing.precedence_span).fact("routing", routing.precedence_span);
        finding.fact("group", *span).related("group", *span);
    }
}

fn highest_precedence(document: &Document<'_>, report: &mut Report<'_>) {
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
