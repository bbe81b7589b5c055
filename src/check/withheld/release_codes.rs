//! Compares the exemption codes on the stamp, in the margin and in the classification block.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::Deserialize;

use super::exemption_code::severest;
use crate::diagnostic::Severity;
use crate::document::Document;
use crate::document::withheld::redaction::{ExemptionCode, Notation};
use crate::register::exemptions::System;
use crate::rule::check::{Check, Report};

checks! {
    /// Reports the first of each code that is not found at the other place.
    "exemption-missing": CodeMissing {
        /// Where the code is missing.
        from: Place,
    }, facts ["code", "form"], needs Release;
    /// Reports a classification block without exemption 1, or exemption 1 without the block.
    "block-against-code" = block_against_code, facts ["found", "missing"], needs Release;
    /// Reports a classification block whose categories are not those of the codes.
    "reason-against-codes" = reason_against_codes, facts ["reasons", "codes"], needs Release;
    /// Reports a classification block that ends neither 10, 15, 20 nor 25 years after any letter in the document.
    "odd-interval" = odd_interval, facts ["date"], needs Release;
}

/// Where a code is present and where it is missing.
#[derive(Clone, Copy, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
enum Place {
    /// On the stamp.
    Stamp,
    /// In the text.
    Body,
}

impl Check for CodeMissing {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let redactions = document.redactions();
        let stamped: Vec<&ExemptionCode> = redactions.release.stamps.iter().flat_map(|stamp| &stamp.codes).collect();
        let body: Vec<&ExemptionCode> = redactions.body_codes().collect();
        if stamped.is_empty() || body.is_empty() {
            return;
        }
        let (have, lack) = match self.from {
            Place::Stamp => (body, stamped),
            Place::Body => (stamped, body),
        };
        let there: BTreeSet<&str> = lack.iter().map(|code| &*code.name).collect();
        // What was misread there may be this code.
        let misread = lack.iter().any(|code| code.repaired || !code.known);
        let lacks = |name: &str| !there.contains(name);
        let mut said: BTreeSet<&str> = BTreeSet::new();
        for code in have.into_iter().filter(|code| code.known && code.system != System::Statute) {
            // `1.4(E)` is what scanning makes of `1.4(B)`, and nearly always that.
            let confused = code.name == "1.4e" && !lacks("1.4b");
            if lacks(&code.name) && !confused && said.insert(&code.name) {
                let form = document.registers.exemptions().exemption(&code.name).map_or("", |known| &known.form);
                let finding = report.at(code.span).fact("code", code.span).fact("form", form.to_owned());
                finding.at_most(if misread { Severity::Info } else { severest(code) });
            }
        }
    }
}

fn block_against_code(document: &Document<'_>, report: &mut Report<'_>) {
    let redactions = document.redactions();
    let release = &redactions.release;
    if !release.is_from_state() || release.stamps.is_empty() {
        return;
    }
    let first = redactions.codes().find(|code| code.name == "b1");
    match (first, release.blocks.first()) {
        // Other offices, which write `(b)(1)`, have no such block.
        (Some(code), None) if !release.headers.is_empty() || code.notation == Notation::Capital => {
            // Scanning loses labels of the block before it loses all of them.
            let text = document.text(document.span);
            let damaged = code.repaired || ["Declassify on", "Class:"].iter().any(|label| text.contains(label));
            let finding = report.at(code.span).fact("found", "exemption 1").fact("missing", "a classification block");
            finding.at_most(if damaged { Severity::Info } else { Severity::Error });
        }
        (None, Some(block)) => {
            report.at(block.span).fact("found", "a classification block").fact("missing", "exemption 1");
        }
        _ => {}
    }
}

fn reason_against_codes(document: &Document<'_>, report: &mut Report<'_>) {
    let redactions = document.redactions();
    let categories = |codes: &mut dyn Iterator<Item = &ExemptionCode>| -> BTreeSet<String> {
        codes.filter(|code| code.system == System::Category).map(|code| code.name.clone()).collect()
    };
    let codes = categories(&mut redactions.codes());
    for block in &redactions.release.blocks {
        let reasons = categories(&mut block.reasons.iter());
        let confused = |code: &String| code == "1.4e" && reasons.contains("1.4b");
        let codes: BTreeSet<String> = codes.iter().filter(|code| !confused(code)).cloned().collect();
        if !reasons.is_empty() && !codes.is_empty() && reasons != codes {
            let list = |set: &BTreeSet<String>| set.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
            report.at(block.span).fact("reasons", list(&reasons)).fact("codes", list(&codes));
        }
    }
}

/// One day short of the anniversary is the norm, and the review may count from the day after.
const SLACK: i32 = 2;

fn odd_interval(document: &Document<'_>, report: &mut Report<'_>) {
    let release = &document.redactions().release;
    for span in release.blocks.iter().filter_map(|block| block.impossible) {
        report.at(span).fact("date", span).at_most(Severity::Warning);
    }
    let mut blocks = release.blocks.iter().filter_map(|block| block.declassify).peekable();
    if blocks.peek().is_none() {
        return;
    }
    let years = |years: i64| jiff::Span::new().years(years);
    let anniversaries = |day: Date| [10, 15, 20, 25].into_iter().filter_map(move |it| day.checked_add(years(it)).ok());
    let ends: BTreeSet<Date> = release.written(document).into_iter().flat_map(anniversaries).collect();
    if ends.is_empty() {
        return;
    }
    let slack = jiff::Span::new().days(SLACK);
    for (date, span) in blocks {
        let (Ok(first), Ok(last)) = (date.checked_sub(slack), date.checked_add(slack)) else { continue };
        if ends.range(first..=last).next().is_none() {
            report.at(span).fact("date", date);
        }
    }
}
