//! Compares banner lines with the portions below them, for the whole document and for single pages.
//!
//! Levels of a whole document have their own rules. A page may be marked with its own highest level (32 CFR
//! 2001.21(b)(3)), so for a page only what is missing is reported.

use std::collections::HashMap;
use std::rc::Rc;

use super::{Bench, Found, Judged, Mark, at_both_ends, marks};
use crate::marking::{Fault, Marking, MarkingKind, compare};
use crate::source::Span;

struct Portion {
    span: Span,
    marking: Marking,
    /// Whether it is written as it should be; what follows from a slip is less than certain.
    clean: bool,
}

/// Compares the overall marking with all portions, and the own marking of each page with the portions on it.
pub(crate) fn compare_all(bench: &mut Bench<'_>, found: &mut Vec<Found>) {
    let all: Vec<Mark> = marks(bench.document).collect();
    let portions = read_portions(bench, &all);
    let banners: Vec<(Mark, Rc<Judged>)> =
        all.iter().filter(|mark| mark.kind == MarkingKind::Banner).map(|mark| (*mark, bench.judged(*mark))).collect();
    let Some((overall, judged)) = overall(&banners) else { return };
    found.extend(compare_one(bench, *overall, judged, &portions.iter().collect::<Vec<_>>()));
    // Pages and portions are in the order of the text.
    let by_place: HashMap<Span, &(Mark, Rc<Judged>)> = banners.iter().map(|banner| (banner.0.span, banner)).collect();
    let upto = |end: u32| portions.partition_point(|portion| portion.span.start < end);
    for page in &bench.document.pages {
        let Some(banner) = page.top.or(page.bottom) else { continue };
        let own = by_place.get(&banner.span);
        let differs = bench.document.text(banner.span) != bench.document.text(overall.span);
        let on_page: Vec<&Portion> = portions[upto(page.first.start)..upto(page.last.end)].iter().collect();
        if let Some((mark, judged)) = own.filter(|_| differs && !on_page.is_empty()) {
            found.extend(page_below(*mark, judged, &on_page));
            let compared = compare_one(bench, *mark, judged, &on_page).into_iter();
            found.extend(compared.filter(|found| is_missing(&found.fault)));
        }
    }
}

/// The portions with the markings that they carry. A marking of which a word was not read may say anything.
fn read_portions(bench: &mut Bench<'_>, all: &[Mark]) -> Vec<Portion> {
    let portions = all.iter().filter(|mark| mark.kind == MarkingKind::Portion);
    let read = portions.filter_map(|mark| {
        let judged = bench.judged(*mark);
        let marking = judged.reading.marking.clone().filter(|_| judged.reading.is_whole())?;
        Some(Portion { span: mark.span, marking, clean: judged.faults.is_empty() && !mark.repaired })
    });
    read.collect()
}

/// The banner of the highest level, of these the one with the most controls: pages may be marked for themselves.
fn overall(banners: &[(Mark, Rc<Judged>)]) -> Option<&(Mark, Rc<Judged>)> {
    // A word that was not read may be any control.
    let whole = |judged: &Judged| judged.reading.marking.is_some() && judged.reading.is_whole();
    let read = banners.iter().filter(|(_, judged)| whole(judged));
    read.rev().max_by_key(|(_, judged)| {
        let level = judged.reading.marking.as_ref().map(|marking| marking.level);
        (level, judged.reading.tokens.len())
    })
}

fn compare_one(bench: &Bench<'_>, mark: Mark, judged: &Judged, portions: &[&Portion]) -> Vec<Found> {
    let markings: Vec<Marking> = portions.iter().map(|portion| portion.marking.clone()).collect();
    let faults = at_both_ends(bench.contexts, |context| compare(&judged.reading, &markings, bench.register, context));
    let found = faults.into_iter().map(|fault| {
        let forcing = fault.portions.iter().map(|index| portions[*index]);
        let clean = forcing.clone().all(|portion| portion.clean);
        Found {
            span: mark.span.part(fault.fault.span.start, fault.fault.span.len()),
            fault: fault.fault,
            mark: Mark { repaired: mark.repaired || !clean, ..mark },
            portions: forcing.map(|portion| portion.span).collect(),
        }
    });
    found.collect()
}

fn page_below(mark: Mark, judged: &Judged, portions: &[&Portion]) -> Option<Found> {
    let level = judged.reading.marking.as_ref()?.level;
    let above: Vec<&&Portion> = portions.iter().filter(|portion| portion.marking.level > level).collect();
    let highest = above.iter().map(|portion| portion.marking.level).max()?;
    let whole = judged.reading.body.clone();
    Some(Found {
        span: mark.span.part(whole.start, whole.len()),
        fault: Fault::new("page-below-portion", whole).fact("token", level.word()).fact("right", highest.word()),
        mark,
        portions: above.iter().map(|portion| portion.span).collect(),
    })
}

/// Whether a banner lacks something, rather than has too much.
fn is_missing(fault: &Fault) -> bool {
    fault.name.contains("missing-from-banner") || fault.name == "banner-releases-too-much"
}
