//! Compares the DE line with the rest of the header: time, serial number, section.

use crate::document::Document;
use crate::rule::check::Report;

checks! {
    /// Reports a filing time that is not the time of the date-time group.
    "filing-time" = filing_time, facts ["filed", "expected"], labels ["group"];
    /// Reports a station serial that is not the last four digits of the message reference number.
    "filing-serial" = filing_serial, facts ["filed", "serial"], labels ["serial"];
    /// Reports a section of the classification line that the DE line does not repeat.
    "filing-section" = filing_section, facts ["section"], labels ["section"];
    /// Reports a section number of zero, or above the number of sections.
    "section-number" = section_number, facts ["section", "total"];
}

/// The Department files later than it dates.
fn filing_time(document: &Document<'_>, report: &mut Report<'_>) {
    let (Some(filing), Some(group)) = (&document.filing, &document.date_time_group) else { return };
    let department = document.text(filing.indicator) == "RUEHC";
    // A group that names no time there is has nothing to agree with.
    let possible = group.date.is_some() || !group.complete;
    if filing.time.0 != group.time && possible && !department {
        let finding = report.at(filing.time.1).fact("filed", filing.time.1);
        finding.fact("expected", format!("{:04}", group.time)).related("group", group.span);
    }
}

/// Retransmissions have their own.
fn filing_serial(document: &Document<'_>, report: &mut Report<'_>) {
    let (Some(filing), Some(line)) = (&document.filing, &document.classification) else { return };
    let signals = document.date_time_group.iter().flat_map(|group| &group.signals);
    let retransmitted =
        signals.map(|span| document.text(*span)).any(|signal| signal.starts_with("ZDK") || signal.starts_with("ZFR"));
    let (serial, span) = line.serial;
    if filing.serial.0 != serial % 10_000 && !retransmitted {
        report.at(filing.serial.1).fact("filed", filing.serial.1).fact("serial", span).related("serial", span);
    }
}

fn filing_section(document: &Document<'_>, report: &mut Report<'_>) {
    let (Some(filing), Some(line)) = (&document.filing, &document.classification) else { return };
    let Some(section) = line.section else { return };
    if filing.section.is_none_or(|(number, _)| number != section.number) {
        let place = filing.section.map_or(filing.serial.1, |(_, span)| span);
        report.at(place).fact("section", i64::from(section.number)).related("section", section.span);
    }
}

fn section_number(document: &Document<'_>, report: &mut Report<'_>) {
    let section = document.classification.as_ref().and_then(|line| line.section);
    if let Some(section) = section.filter(|section| section.number == 0 || section.number > section.total) {
        let finding = report.at(section.span).fact("section", i64::from(section.number));
        finding.fact("total", i64::from(section.total));
    }
}
