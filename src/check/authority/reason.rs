//! Checks the reasons and labels of the classification authority block.

use crate::document::authority::Label;
use crate::document::{Document, Part};
use crate::rule::check::{Check, Report};

checks! {
    /// Reports a reason from a section that was not the one to cite on the date of the document.
    "reason-era": ReasonEra {
        /// Days before and after a change of sections in which both are accepted.
        grace_days: i32,
    }, facts ["section", "expected", "written"], labels ["written"], edits;
    /// Reports a reason letter that the section does not have.
    "reason-letter" = reason_letter, facts ["letter", "section", "last"];
    /// Reports a reason without letters, or with letters in an odd form.
    "reason-form": ReasonForm {
        /// Report reasons without any letter, instead of odd forms.
        #[serde(default)]
        no_letter: bool,
    }, facts ["written", "right"], edits;
    /// Reports a field that a document of this kind does not have, or has only once.
    "authority-field": AuthorityField {
        /// The label of the field.
        label: Label,
        /// Report every occurrence, not just those after the first.
        #[serde(default)]
        every: bool,
    }, facts ["label"], labels ["first"];
}

impl Check for ReasonEra {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let (Some(authority), Some(written)) = (&document.authority, document.dating.day()) else { return };
        let Some(expected) = document.registers.order_on(written).and_then(|order| order.reason.as_deref()) else {
            return;
        };
        let orders = document.registers.orders.iter().filter(|order| order.is_near(written, self.grace_days));
        let accepted: Vec<&str> = orders.filter_map(|order| order.reason.as_deref()).collect();
        for reason in &authority.reasons {
            let (digit, span) = reason.section;
            let section = format!("1.{digit}");
            if !accepted.iter().any(|accepted| accepted.contains(&section)) {
                let finding = report.at(span).fact("section", section);
                finding.fact("expected", expected.to_owned()).fact("written", written);
                // Between 1.4 and 1.5 the letters a to g stayed what they were.
                if matches!(digit, 4 | 5) && matches!(expected, "1.4" | "1.5") {
                    finding.edit(span, expected.to_owned());
                }
                finding.related_each("written", document.first(Part::DateTimeGroup));
            }
        }
    }
}

fn reason_letter(document: &Document<'_>, report: &mut Report<'_>) {
    let Some(authority) = &document.authority else { return };
    for reason in &authority.reasons {
        let digit = reason.section.0;
        // 13292 added (h) to section 1.4 only (ISOO change sheet of 2003-10-10).
        let last = if digit == 5 { 'g' } else { 'h' };
        for (letter, span) in reason.letters.iter().filter(|(letter, _)| matches!(digit, 4 | 5) && *letter > last) {
            let finding = report.at(*span).fact("letter", letter.to_string());
            finding.fact("section", format!("1.{digit}")).fact("last", last.to_string());
        }
    }
}

impl Check for ReasonForm {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let Some(authority) = &document.authority else { return };
        for reason in &authority.reasons {
            let right = canonical(reason.section.0, &reason.letters);
            match (self.no_letter, reason.letters.is_empty()) {
                (true, true) if !reason.unreadable => {
                    report.at(reason.span).fact("written", reason.span).fact("right", format!("{right} (d)"));
                }
                (false, false) if !reason.canonical => {
                    let finding = report.at(reason.span).fact("written", reason.span).fact("right", right.clone());
                    // Over the end of a line a letter may be half a word.
                    if !document.text(reason.span).contains('\n') {
                        finding.edit(reason.span, right);
                    }
                }
                _ => {}
            }
        }
    }
}

/// `1.4 (b) and (d)`, `1.4 (b), (c) and (d)`.
fn canonical(section: u8, letters: &[(char, crate::source::Span)]) -> String {
    let letters: Vec<String> = letters.iter().map(|(letter, _)| format!("({letter})")).collect();
    match letters.split_last() {
        None => format!("1.{section}"),
        Some((last, [])) => format!("1.{section} {last}"),
        Some((last, before)) => format!("1.{section} {} and {last}", before.join(", ")),
    }
}

impl Check for AuthorityField {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let Some(authority) = &document.authority else { return };
        let fields: Vec<_> = authority.labelled(self.label).map(|field| field.label).collect();
        for field in fields.iter().skip(usize::from(!self.every)) {
            let finding = report.at(field.span).fact("label", self.label.word());
            if !self.every {
                finding.related("first", fields[0].span);
            }
            finding.repaired(field.repaired);
        }
    }
}
