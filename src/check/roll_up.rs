//! Banners against the portions below them: the overall marking of a document, and the own marking of a page.

use std::rc::Rc;

use super::marks::{Bench, Found, Judged, Mark, at_both_ends, marks};
use crate::marking::{Kind, Marking, compare};
use crate::source::Span;

/// Compares the overall marking with all portions.
pub(super) fn compare_all(bench: &mut Bench<'_>, found: &mut Vec<Found>) {
    let all: Vec<Mark> = marks(bench.document).collect();
    let portions = read_portions(bench, &all);
    let banners: Vec<(Mark, Rc<Judged>)> =
        all.iter().filter(|mark| mark.kind == Kind::Banner).map(|mark| (*mark, bench.judged(*mark))).collect();
    let Some((overall, judged)) = overall(&banners) else { return };
    report(bench, *overall, judged, &portions, found);
}

/// The portions with the markings that they carry. A marking of which a word was not read may say anything.
fn read_portions(bench: &mut Bench<'_>, all: &[Mark]) -> Vec<(Span, Marking)> {
    let portions = all.iter().filter(|mark| mark.kind == Kind::Portion && !mark.repaired);
    let read = portions.filter_map(|mark| {
        let judged = bench.judged(*mark);
        let marking = judged.reading.marking.clone().filter(|_| judged.reading.is_whole());
        marking.map(|marking| (mark.span, marking))
    });
    read.collect()
}

/// The banner of the highest level, of these the one with the most controls: pages may be marked for themselves.
fn overall(banners: &[(Mark, Rc<Judged>)]) -> Option<&(Mark, Rc<Judged>)> {
    let read = banners.iter().filter(|(_, judged)| judged.reading.marking.is_some());
    read.rev().max_by_key(|(_, judged)| {
        let level = judged.reading.marking.as_ref().map(|marking| marking.level);
        (level, judged.reading.tokens.len())
    })
}

fn report(bench: &Bench<'_>, mark: Mark, judged: &Judged, portions: &[(Span, Marking)], found: &mut Vec<Found>) {
    let markings: Vec<Marking> = portions.iter().map(|(_, marking)| marking.clone()).collect();
    let faults = at_both_ends(bench.contexts, |context| compare(&judged.reading, &markings, bench.register, context));
    found.extend(faults.into_iter().map(|fault| Found {
        span: mark.span.part(fault.fault.span.start, fault.fault.span.len()),
        fault: fault.fault,
        mark,
        portions: fault.portions.iter().map(|index| portions[*index].0).collect(),
    }));
}
