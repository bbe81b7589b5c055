//! Checks that compare the documents of a set.

mod identity;
mod mentions;
mod messages;
mod passages;

use std::cmp::Ordering;

use crate::diagnostic::Fact;
use crate::rule::check::{Entry, Report};
use crate::set::{Comparison, Member, Relations};
use crate::source::Span;

pub(super) const CHECKS: &[&[Entry]] = &[identity::CHECKS, mentions::CHECKS, messages::CHECKS, passages::CHECKS];

/// Which of two documents was released first, where both say when.
fn releases(here: &Member, other: &Member) -> Ordering {
    here.released().zip(other.released()).map_or(Ordering::Equal, |(here, other)| here.cmp(&other))
}

/// Whether a fault of both documents is reported in `here`: in the later release, and else in one of the two, whatever
/// they are called.
fn reports(here: &Member, other: &Member) -> bool {
    let day = |member: &Member| member.records.iter().find_map(|record| record.day);
    let order = releases(here, other).then_with(|| day(here).cmp(&day(other)));
    order.then_with(|| here.text().cmp(other.text())).then_with(|| here.file().name().cmp(other.file().name())).is_gt()
}

/// Reports each place of the document to which one of another that has that `relation` belongs.
fn report_each(
    comparison: &Comparison<'_>,
    report: &mut Report<'_>,
    relation: Relations,
    label: &'static str,
    places: impl Fn(&Member, &Member) -> Vec<(Span, Span)>,
) {
    let others = comparison.others.iter().enumerate();
    for (index, other) in others.filter(|(_, other)| other.relations.has(relation)) {
        for (here, there) in places(comparison.here, other.member) {
            let finding = report.at(here);
            finding.facts.push(("release", Fact::File(index)));
            finding.elsewhere(label, index, there);
        }
    }
}
