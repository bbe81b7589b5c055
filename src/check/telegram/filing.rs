//! Compares the DE line with the rest of the header: time, serial number, section.

use serde::Deserialize;

use crate::document::Document;
use crate::rule::check::{Check, Report};

/// Reports a filing time that is not the time of the date-time group. The Department files later than it dates.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FilingTime {}

impl Check for FilingTime {
    const NAME: &'static str = "filing-time";
    const FACTS: &'static [&'static str] = &["filed", "expected"];
    const LABELS: &'static [&'static str] = &["group"];

    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let (Some(filing), Some(group)) = (&document.filing, &document.date_time_group) else { return };
        let department = document.text(filing.indicator) == "RUEHC";
        // A group that names no time there is has nothing to agree with.
        let possible = group.date.is_some() || !group.complete;
        if filing.time.0 != group.time && possible && !department {
            let finding = report.at(filing.time.1).fact("filed", filing.time.1);
            finding.fact("expected", format!("{:04}", group.time)).related("group", group.span);
        }
    }
}

/// Reports a station serial that is not the last four digits of the message reference number. Retransmissions have
/// their own.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FilingSerial {}

impl Check for FilingSerial {
    const NAME: &'static str = "filing-serial";
    const FACTS: &'static [&'static str] = &["filed", "serial"];
    const LABELS: &'static [&'static str] = &["serial"];

    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let (Some(filing), Some(line)) = (&document.filing, &document.classification) else { return };
        let signals = document.date_time_group.iter().flat_map(|group| &group.signals);
        let retransmitted = signals
            .map(|span| document.text(*span))
            .any(|signal| signal.starts_with("ZDK") || signal.starts_with("ZFR"));
        let (serial, span) = line.serial;
        if filing.serial.0 != serial % 10_000 && !retransmitted {
            report.at(filing.serial.1).fact("filed", filing.serial.1).fact("serial", span).related("serial", span);
        }
    }
}

/// Reports a section of the classification line that the DE line does not repeat.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FilingSection {}

impl Check for FilingSection {
    const NAME: &'static str = "filing-section";
    const FACTS: &'static [&'static str] = &["section"];
    const LABELS: &'static [&'static str] = &["section"];

    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let (Some(filing), Some(line)) = (&document.filing, &document.classification) else { return };
        let Some(section) = line.section else { return };
        if filing.section.is_none_or(|(number, _)| number != section.number) {
            let place = filing.section.map_or(filing.serial.1, |(_, span)| span);
            report.at(place).fact("section", i64::from(section.number)).related("section", section.span);
        }
    }
}

/// Reports a section number of zero, or above the number of sections.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SectionNumber {}

impl Check for SectionNumber {
    const NAME: &'static str = "section-number";
    const FACTS: &'static [&'static str] = &["section", "total"];

    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let section = document.classification.as_ref().and_then(|line| line.section);
        if let Some(section) = section.filter(|section| section.number == 0 || section.number > section.total) {
            let finding = report.at(section.span).fact("section", i64::from(section.number));
            finding.fact("total", i64::from(section.total));
        }
    }
}
