//! Checks foreign government information that is kept classified past 25 years.

use super::exemption_code::severest;
use crate::document::Document;
use crate::document::paragraph::PortionMark;
use crate::document::withheld::redaction::ExemptionCode;
use crate::marking::Level;
use crate::register::exemptions::System;
use crate::rule::check::{Check, Report};
use crate::source::Span;

checks! {
    /// Reports each exemption from declassification at 25 years that is on foreign government information and is not
    /// one of those that cover it.
    "foreign-information": ForeignInformation {
        /// The numbers of the exemptions that cover it.
        allowed: Vec<u32>,
    }, facts ["code"], labels ["foreign"];
}

impl Check for ForeignInformation {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        self.check_authority(document, report);
        let redactions = document.redactions();
        if redactions.marks.is_empty() {
            return;
        }
        for paragraph in &document.paragraphs {
            let Some(portion) = paragraph.mark.filter(|mark| is_foreign(document, mark)) else { continue };
            let codes = redactions.within(paragraph.span).iter().flat_map(|mark| &mark.codes);
            let codes: Vec<&ExemptionCode> = codes.filter(|code| number(code).is_some()).collect();
            let covered = codes.iter().any(|code| number(code).is_some_and(|number| self.allowed.contains(&number)));
            for code in codes.into_iter().filter(|_| !covered) {
                let finding = report.at(code.span).fact("code", code.span).related("foreign", portion.span);
                finding.repaired(portion.repaired).at_most(severest(code));
            }
        }
    }
}

impl ForeignInformation {
    /// Reports a `25X1` after Declassify On where foreign government information is the only reason given, or all that
    /// is classified.
    fn check_authority(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let Some(authority) = &document.authority else { return };
        let Some(value) = authority.declassification else { return };
        let Some((number, span)) = value.category.filter(|_| value.instruction == "25x") else { return };
        if self.allowed.contains(&number) {
            return;
        }
        // The code without the date after it.
        let place = Span::new(value.span.start, span.end);
        if let Some(portion) = all_foreign(document) {
            report.at(place).fact("code", place).related("foreign", portion.span).repaired(portion.repaired);
            return;
        }
        let [reason] = &authority.reasons[..] else { return };
        let only = matches!(reason.letters[..], [('b', _)]) && matches!(reason.section.0, 4 | 5) && !reason.unreadable;
        if only {
            report.at(place).fact("code", place).related("foreign", reason.span);
        }
    }
}

/// The first classified portion, if all of them hold foreign government information.
fn all_foreign<'d>(document: &'d Document<'_>) -> Option<&'d PortionMark> {
    let marks = document.paragraphs.iter().filter_map(|paragraph| paragraph.mark.as_ref());
    let mut classified = marks.filter(|mark| mark.level.is_some_and(Level::is_classified)).peekable();
    let first = *classified.peek()?;
    classified.all(|mark| is_foreign(document, mark)).then_some(first)
}

/// Whether a portion mark says that the information is another government's.
fn is_foreign(document: &Document<'_>, mark: &PortionMark) -> bool {
    document.text(mark.inside).split(['/', ' ', '-']).any(|token| token == "FGI")
}

/// The number of an exemption at 25 years: 1 of `25X1` and of `3.3(b)(1)`.
fn number(code: &ExemptionCode) -> Option<u32> {
    let long = code.known && code.system == System::Long;
    let number = code.name.strip_prefix("25X").or_else(|| code.name.strip_prefix("3.3b")).filter(|_| long)?;
    number.parse().ok()
}
