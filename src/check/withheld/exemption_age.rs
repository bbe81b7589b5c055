//! Compares exemption codes with the age of the record at its release, and with the era of the code.

use jiff::civil::Date;

use super::exemption_code::severest;
use crate::document::Document;
use crate::document::withheld::redaction::ExemptionCode;
use crate::register::exemptions::System;
use crate::rule::check::{Check, Report};

checks! {
    /// Reports the first code of `system`, or called `code`, on a record that was older or younger than `years` when it
    /// was released.
    "exemption-age": CodeAge {
        /// The law of the codes meant.
        system: Option<System>,
        /// The one code meant.
        code: Option<String>,
        /// The age from which on it is wrong.
        from: Option<i16>,
        /// The age below which it is wrong.
        below: Option<i16>,
    }, facts ["code", "years", "released"], needs Release;
    /// Reports the first of each code that no reviewer could write on the day of the release.
    "exemption-era" = code_era, facts ["code", "meaning", "released"], needs Release;
}

impl Check for CodeAge {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let redactions = document.redactions();
        let Some(released) = redactions.release.date() else { return };
        let Some(written) = redactions.release.written_last(document) else { return };
        let meant = |code: &&ExemptionCode| {
            self.system.is_none_or(|system| code.system == system)
                && self.code.as_ref().is_none_or(|name| *name == code.name)
        };
        let old = self.from.is_some_and(|years| anniversary(written, years).is_some_and(|day| day <= released));
        let young = self.below.is_some_and(|years| anniversary(written, years).is_some_and(|day| day > released));
        if let Some(code) = redactions.codes().filter(|code| code.known).find(meant).filter(|_| old || young) {
            let years = i64::from(released.year() - written.year());
            let finding = report.at(code.span).fact("code", code.span).fact("years", years).fact("released", released);
            finding.repaired(code.repaired).at_most(severest(code));
        }
    }
}

fn anniversary(date: Date, years: i16) -> Option<Date> {
    date.checked_add(jiff::Span::new().years(years)).ok()
}

fn code_era(document: &Document<'_>, report: &mut Report<'_>) {
    let redactions = document.redactions();
    let Some(released) = redactions.release.date() else { return };
    let mut said: Vec<&str> = Vec::new();
    for code in redactions.codes().filter(|code| !code.repaired) {
        let Some(exemption) = document.registers.exemptions().exemption(&code.name) else { continue };
        let early = exemption.from.is_some_and(|from| released < from);
        let late = exemption.until.is_some_and(|until| until < released);
        if (early || late) && !said.contains(&code.name.as_str()) {
            said.push(&code.name);
            let finding = report.at(code.span).fact("code", code.span).fact("released", released);
            finding.fact("meaning", exemption.meaning.to_string());
        }
    }
}
