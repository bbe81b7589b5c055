//! Checks the executive order that a document cites, and what came with a later one; the Downgrade To line.

use crate::document::authority::Label;
use crate::document::{Document, Kind, Part};
use crate::marking::Level;
use crate::rule::check::{Check, Report};

checks! {
    /// Reports an order that no register knows. A higher number than any known may be a newer order.
    "unknown-order": UnknownOrder {
        /// Report numbers above all that are known, instead of those below.
        #[serde(default)]
        newer: bool,
    }, facts ["number", "known"];
    /// Reports an order that was not in force on the date of the document.
    "order-in-force": OrderInForce {
        /// Days before and after a change of orders in which both are accepted.
        grace_days: i32,
    }, facts ["number", "written", "in-force"], labels ["date"];
    /// Reports an order line whose label, number and colon are not written `E.O. 12958: `.
    "order-form" = order_form, facts ["written", "right"], edits;
    /// Reports an instruction that no order up to the day of the document knew. What is read as an event may be
    /// anything, and is left alone.
    "early-instruction": EarlyInstruction {
        /// Days before the change of rules in which the new values are accepted.
        grace_days: i32,
    }, facts ["value", "written", "begun"];
    /// Reports a Downgrade To that names no level, or none below that of the document.
    "downgrade-level" = downgrade_level, facts ["value", "overall"], labels ["overall"];
}

impl Check for UnknownOrder {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let Some((number, span)) = document.order.as_ref().and_then(|line| line.number) else { return };
        let registers = document.registers;
        let newest = registers.orders.iter().map(|order| order.number).max().unwrap_or(0);
        let amendment = registers.amendments.iter().any(|amendment| amendment.number == number);
        if (number > newest) != self.newer || amendment || registers.eras(number).next().is_some() {
            return;
        }
        let in_force = document.dating.day().and_then(|day| registers.order_on(day));
        let mut known: Vec<String> = registers.orders.iter().map(|order| order.number.to_string()).collect();
        known.dedup();
        let known = in_force.map_or_else(|| known.join(", "), |order| order.number.to_string());
        let finding = report.at(span).fact("number", span).fact("known", known);
        // Where the O of the label was scanned as a zero, a digit of the number may be wrong as well.
        finding.repaired(document.order.as_ref().is_some_and(|line| document.text(line.label).contains('0')));
    }
}

impl Check for OrderInForce {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let Some((number, span)) = document.order.as_ref().and_then(|line| line.number) else { return };
        let (registers, Some(written)) = (document.registers, document.dating.day()) else { return };
        if registers.eras(number).next().is_none() || registers.in_force(number, written, self.grace_days) {
            return;
        }
        let in_force =
            registers.order_on(written).map_or("no known order".to_owned(), |order| format!("E.O. {}", order.number));
        let finding = report.at(span).fact("number", span).fact("written", written).fact("in-force", in_force);
        finding.related_each("date", document.first(Part::DateTimeGroup));
    }
}

fn order_form(document: &Document<'_>, report: &mut Report<'_>) {
    let Some(line) = document.order.as_ref().filter(|line| !line.canonical) else { return };
    let (Some((number, digits)), Some(value)) = (line.number, line.declassification) else { return };
    // Up to the value, or to the DECL label before it, which stays.
    let text = document.source.text();
    let behind = &text[digits.end as usize..value.span.start as usize];
    let end = digits.end + (behind.len() - behind.trim_start_matches([' ', ':', ';', '.', ',', '\t']).len()) as u32;
    let span = crate::source::Span::new(line.label.start, end);
    let right = format!("E.O. {number}: ");
    let shown = span.part(0, text[span.range()].trim_end().len());
    report.at(shown).fact("written", shown).fact("right", right.trim_end().to_owned()).edit(span, right);
}

impl Check for EarlyInstruction {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let (Some(authority), Some(written)) = (&document.authority, document.dating.day()) else { return };
        // A release is stamped under the order of its date; a telegram keeps the lines it was sent with.
        if document.kind != Kind::Cable && !document.redactions().release.is_empty() {
            return;
        }
        let Some(value) = authority.declassification.filter(|value| !value.instruction.ends_with("event")) else {
            return;
        };
        let orders = document.registers.orders.iter();
        let knowing = orders.filter(|order| order.instructions.contains(value.instruction));
        let Some(begun) = knowing.map(|order| order.from).min() else { return };
        if (begun - written).get_days() > self.grace_days {
            report.at(value.span).fact("value", value.span).fact("written", written).fact("begun", begun);
        }
    }
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
