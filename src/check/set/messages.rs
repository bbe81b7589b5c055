//! Checks that the messages of a set fit together: their sections, and what they refer to.

use std::collections::BTreeSet;

use super::{report_each, reports};
use crate::diagnostic::Fact;
use crate::rule::check::Report;
use crate::set::{Comparison, CopyRecord, MessageNumber, Relations};

checks! {
    /// Reports the first section of a message of which the set lacks others, if it has at least two.
    "section-missing" ~ missing, facts ["missing", "total"];
    /// Reports each section of a message that is in the set twice.
    "section-repeated" ~ repeated, facts ["release", "section"], labels ["section"];
    /// Reports each reference to a message of the set that is younger than the one that refers to it.
    "reference-later" ~ later, facts ["release", "date"], labels ["number"];
    /// Reports each reference of a message to one of the set of a higher level.
    "reference-level" ~ level, facts ["release", "level", "other"], labels ["number"];
    /// Reports each reference whose post is cut and whose serial is that of one message of the set.
    "reference-resolved" ~ resolved, facts ["release"], labels ["number"];
}

/// The records of the set that are the message `number`.
fn of_message<'c>(comparison: &'c Comparison<'_>, number: &'c MessageNumber) -> impl Iterator<Item = &'c CopyRecord> {
    let members = std::iter::once(comparison.here).chain(comparison.others.iter().map(|other| other.member));
    members
        .flat_map(|member| &member.records)
        .filter(|record| record.number.as_ref().is_some_and(|it| it.names(number)))
}

fn missing(comparison: &Comparison<'_>, report: &mut Report<'_>) {
    for record in &comparison.here.records {
        let Some((number, section)) = record.number.as_ref().zip(record.section) else { continue };
        let sections: Vec<_> = of_message(comparison, number).filter_map(|record| record.section).collect();
        let there: BTreeSet<u32> = sections.iter().map(|section| section.number).collect();
        let agreed = sections.iter().all(|other| other.total == section.total) && section.total < 100;
        let missing: Vec<String> =
            (1..=section.total).filter(|number| !there.contains(number)).map(|number| number.to_string()).collect();
        if agreed && there.len() > 1 && there.first() == Some(&section.number) && !missing.is_empty() {
            let copies = comparison.others.iter().flat_map(|other| {
                let same =
                    other.member.records.iter().filter(|it| it.number.as_ref().is_some_and(|it| it.names(number)));
                same.filter(|it| it.section.is_some_and(|it| it.number == section.number)).map(|_| other.member)
            });
            // Of two copies of the first section one says so.
            if copies.into_iter().all(|copy| reports(comparison.here, copy)) {
                report.at(section.span).fact("missing", missing.join(", ")).fact("total", i64::from(section.total));
            }
        }
    }
}

fn repeated(comparison: &Comparison<'_>, report: &mut Report<'_>) {
    let here = comparison.here;
    for (index, other) in comparison.others.iter().enumerate().filter(|(_, other)| reports(here, other.member)) {
        for (own, theirs) in other.messages(here).filter(|(own, theirs)| !own.corrected && !theirs.corrected) {
            let Some((section, same)) = own.section.zip(theirs.section) else { continue };
            if section.number == same.number && section.total > 1 {
                let finding = report.at(section.span).fact("section", i64::from(section.number));
                finding.facts.push(("release", Fact::File(index)));
                finding.elsewhere("section", index, same.span);
            }
        }
    }
}

/// Every reference of the document to one of the set that it does not fit: both records, and the index of the other.
fn misfits<'c>(
    comparison: &'c Comparison<'_>,
) -> impl Iterator<Item = (usize, &'c CopyRecord, &'c MessageNumber, &'c CopyRecord, &'c MessageNumber)> {
    let others = comparison.others.iter().enumerate().filter(|(_, other)| other.relations.has(Relations::CITES));
    others.flat_map(|(index, other)| {
        comparison.here.records.iter().flat_map(move |own| {
            own.cited.iter().filter_map(move |cited| {
                let named = |record: &&CopyRecord| record.number.as_ref().is_some_and(|number| number.names(cited));
                let theirs = other.member.records.iter().find(named)?;
                Some((index, own, cited, theirs, theirs.number.as_ref()?))
            })
        })
    })
}

fn later(comparison: &Comparison<'_>, report: &mut Report<'_>) {
    for (index, own, cited, theirs, number) in misfits(comparison) {
        let Some(day) = own.day.zip(theirs.day).filter(|(own, theirs)| own < theirs).map(|(_, day)| day) else {
            continue;
        };
        let finding = report.at(cited.span).fact("date", day);
        finding.facts.push(("release", Fact::File(index)));
        finding.elsewhere("number", index, number.span);
    }
}

fn level(comparison: &Comparison<'_>, report: &mut Report<'_>) {
    for (index, own, cited, theirs, number) in misfits(comparison) {
        let Some(((level, _), (other, _))) = own.level.zip(theirs.level).filter(|(own, theirs)| own.0 < theirs.0)
        else {
            continue;
        };
        let finding = report.at(cited.span).fact("level", level.word()).fact("other", other.word());
        finding.facts.push(("release", Fact::File(index)));
        finding.elsewhere("number", index, number.span);
    }
}

fn resolved(comparison: &Comparison<'_>, report: &mut Report<'_>) {
    report_each(comparison, report, Relations::HALF_CITES, "number", |here, other| {
        let numbers = || other.records.iter().filter_map(|record| record.number.as_ref());
        let fitting = |serial, year| numbers().find(|number| (number.serial, number.year) == (serial, year));
        let cited = here.records.iter().flat_map(|record| &record.half_cited);
        cited.filter_map(|(serial, year, span)| Some((*span, fitting(*serial, *year)?.span))).collect()
    });
}
