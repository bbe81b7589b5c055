//! Compares what copies of one message or record say of themselves.

use super::{releases, reports};
use crate::diagnostic::{Diagnostic, Fact, Severity};
use crate::document::withheld::release::Decision;
use crate::rule::check::Report;
use crate::set::{Comparison, CopyRecord, Neighbor, Relations};
use crate::source::Span;

checks! {
    /// Reports each copy of a message that bears a lower level than another copy in the set.
    "message-level" ~ level, facts ["release", "level", "other"], labels ["level"];
    /// Reports each copy of a message with another declassification date than another copy in the set.
    "message-date" ~ date, facts ["release", "date", "other"], labels ["date"];
    /// Reports each copy of a message or record that is released in full where another copy in the set is not.
    "message-status" ~ status, facts ["release"], labels ["stamp"];
    /// Reports each copy of a message whose text differs from that of another copy in the set, without redactions in either.
    "message-text" ~ text, facts ["release", "percent"], labels ["text"];
    /// Reports each document that has the number of another one in the set and hardly a word in common with it.
    "number-collision" ~ collision, facts ["release", "number"], labels ["number"];
}

/// Fewer words than this are no text to compare.
const FEWEST: usize = 30;

/// The pairs of records that are one message, and the index of the other document.
fn copies<'c>(
    comparison: &'c Comparison<'_>,
) -> impl Iterator<Item = (usize, &'c Neighbor<'c>, &'c CopyRecord, &'c CopyRecord)> {
    comparison.others.iter().enumerate().flat_map(move |(index, other)| {
        let sections = |(one, two): &(&CopyRecord, &CopyRecord)| {
            let number = |record: &CopyRecord| record.section.map(|section| section.number);
            number(one) == number(two)
        };
        other.messages(comparison.here).filter(sections).map(move |(own, theirs)| (index, other, own, theirs))
    })
}

fn release(finding: &mut Diagnostic, index: usize) -> &mut Diagnostic {
    finding.facts.push(("release", Fact::File(index)));
    finding
}

fn level(comparison: &Comparison<'_>, report: &mut Report<'_>) {
    for (index, _, own, theirs) in copies(comparison) {
        let Some(((level, span), (other, place))) = own.level.zip(theirs.level) else { continue };
        if level < other {
            let finding = release(report.at(span), index);
            finding.fact("level", level.word()).fact("other", other.word()).elsewhere("level", index, place);
            // What was released may have been declassified in between.
            if own.released.is_some() || own.stamp.is_some() {
                finding.at_most(Severity::Info);
            }
        }
    }
}

fn date(comparison: &Comparison<'_>, report: &mut Report<'_>) {
    for (index, other, own, theirs) in copies(comparison) {
        let Some(((date, span), (wanted, place))) = own.declassified.zip(theirs.declassified) else { continue };
        if date != wanted && reports(comparison.here, other.member) && !own.corrected {
            let finding = release(report.at(span), index);
            finding.fact("date", date).fact("other", wanted).elsewhere("date", index, place);
        }
    }
}

fn status(comparison: &Comparison<'_>, report: &mut Report<'_>) {
    let here = comparison.here;
    for (index, other) in comparison.others.iter().enumerate().filter(|(_, it)| it.relations.has(Relations::ONE_RECORD))
    {
        let stamps = here.records.iter().find_map(|record| record.stamp);
        let theirs = other.member.records.iter().find_map(|record| record.stamp);
        let Some(((Decision::Full, span), (decision, place))) = stamps.zip(theirs) else { continue };
        if decision != Decision::Full {
            let finding = release(report.at(span), index).elsewhere("stamp", index, place);
            if releases(here, other.member).is_ne() {
                finding.at_most(Severity::Info);
            }
        }
    }
}

fn text(comparison: &Comparison<'_>, report: &mut Report<'_>) {
    let here = comparison.here;
    for (index, other, own, theirs) in copies(comparison) {
        let unmarked = here.marks.is_empty() && other.member.marks.is_empty();
        let (shared, least) = agreement(comparison, other);
        let differs = least >= FEWEST && shared * 10 < least * 9 && shared * 2 >= least;
        if unmarked && differs && !own.corrected && !theirs.corrected && reports(here, other.member) {
            let finding = release(report.at(own.number.as_ref().map_or(here.start(), |number| number.span)), index);
            finding.fact("percent", (100 - shared * 100 / least) as i64);
            finding.elsewhere("text", index, other.member.start());
        }
    }
}

/// How many words both have, and how many the shorter one has.
fn agreement(comparison: &Comparison<'_>, other: &Neighbor<'_>) -> (usize, usize) {
    (other.shared, comparison.here.words().min(other.member.words()))
}

fn collision(comparison: &Comparison<'_>, report: &mut Report<'_>) {
    let here = comparison.here;
    let others = comparison.others.iter().enumerate();
    let others = others.filter(|(_, it)| it.relations.has(Relations::ONE_RECORD) && reports(here, it.member));
    for (index, other) in others {
        let (shared, least) = agreement(comparison, other);
        // Whatever is cut cannot be compared.
        let cut = here.marks.len() + other.member.marks.len();
        if least < FEWEST || shared * 3 > least || cut > 0 {
            continue;
        }
        if let Some((number, place)) = same_number(comparison, index) {
            let finding = release(report.at(number), index);
            finding.fact("number", number).elsewhere("number", index, place);
        }
    }
}

/// The number that the document has in common with the other of that index.
fn same_number(comparison: &Comparison<'_>, index: usize) -> Option<(Span, Span)> {
    let other = &comparison.others[index];
    let message = copies(comparison).find(|(at, ..)| *at == index);
    let message =
        message.and_then(|(_, _, own, theirs)| Some((own.number.as_ref()?.span, theirs.number.as_ref()?.span)));
    let papers = |record: &'_ CopyRecord| record.papers.clone();
    let theirs: Vec<(String, Span)> = other.member.records.iter().flat_map(papers).collect();
    let paper = || {
        comparison
            .here
            .records
            .iter()
            .flat_map(papers)
            .find_map(|(number, span)| Some((span, theirs.iter().find(|(theirs, _)| *theirs == number)?.1)))
    };
    message.or_else(paper)
}
