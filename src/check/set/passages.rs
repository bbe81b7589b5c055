//! Finds what is cut in one document and readable between the same words of another.

use std::cmp::Ordering;

use super::{releases, reports};
use crate::diagnostic::{Diagnostic, Severity};
use crate::rule::check::Report;
use crate::set::{Comparison, CutGap, Distance, GapKind, Member, Neighbor, Relations};

checks! {
    /// Reports each redaction whose words are readable in another document of the set, where the same words stand around them.
    "readable-elsewhere" ~ passage, facts ["release", "copies"], labels ["shown"];
    /// Reports each redaction where another document of the set has a name between the same words.
    "name-elsewhere" ~ name, facts ["release", "copies"], labels ["shown"];
    /// Reports each redaction of a release whose words an earlier release of the set showed.
    "shown-before" ~ shown_before, facts ["release", "date", "copies"], labels ["shown"];
    /// Reports each redaction of a release whose words a later release of the set shows.
    "shown-later" ~ shown_later, facts ["release", "date", "number", "copies"], labels ["shown"];
    /// Reports each redaction beside words that another document of the set cuts, where that one shows what is cut here.
    "completed-by-copy" ~ completed, facts ["release", "copies"], labels ["shown"];
    /// Reports each redaction with a code where another document of the set cuts the same words for other reasons.
    "other-codes" ~ other_codes, facts ["release", "codes", "others"], labels ["mark"];
}

/// At most so many documents are pointed at.
const MOST: usize = 8;

fn passage(comparison: &Comparison<'_>, report: &mut Report<'_>) {
    readable(comparison, report, Ordering::Equal, |gap| gap.kind == GapKind::Readable && !gap.name);
}

fn name(comparison: &Comparison<'_>, report: &mut Report<'_>) {
    readable(comparison, report, Ordering::Equal, |gap| gap.kind == GapKind::Readable && gap.name);
}

fn completed(comparison: &Comparison<'_>, report: &mut Report<'_>) {
    readable(comparison, report, Ordering::Equal, |gap| gap.kind == GapKind::Mutual);
}

fn shown_before(comparison: &Comparison<'_>, report: &mut Report<'_>) {
    readable(comparison, report, Ordering::Greater, |gap| gap.kind != GapKind::Cut);
}

fn shown_later(comparison: &Comparison<'_>, report: &mut Report<'_>) {
    readable(comparison, report, Ordering::Less, |gap| gap.kind != GapKind::Cut);
}

/// Reports each redaction that is `wanted` in a document whose release has that `order` to the release of the other.
fn readable(comparison: &Comparison<'_>, report: &mut Report<'_>, order: Ordering, wanted: impl Fn(&CutGap) -> bool) {
    let here = comparison.here;
    let others = comparison.others.iter().enumerate();
    let of_order = others.filter(|(_, other)| releases(here, other.member) == order);
    let mut found: Vec<(CutGap, usize)> = of_order
        .flat_map(|(index, other)| other.gaps.iter().filter(|gap| wanted(gap)).map(move |gap| (*gap, index)))
        .collect();
    found.sort_by_key(|(gap, index)| (gap.cut, *index));
    for shown in found.chunk_by(|(a, _), (b, _)| a.cut == b.cut) {
        let severity = |(gap, index): &(CutGap, usize)| (severity(gap, &comparison.others[*index], here), gap.reach);
        let Some((best, index)) = shown.iter().max_by(|a, b| severity(a).0.cmp(&severity(b).0).then(b.1.cmp(&a.1)))
        else {
            continue;
        };
        // What every copy fills in another way is a form, not a text of which one copy shows what another cuts.
        let fillings = fillings(shown, comparison);
        if fillings > 2 {
            continue;
        }
        let finding = report.at(best.cut);
        finding.at_most(severity(&(*best, *index)).0);
        if fillings > 1 {
            finding.at_most(Severity::Info);
        }
        facts(finding, comparison, *index, shown.len());
        finding.elsewhere("shown", *index, best.there);
        for (gap, index) in shown.iter().filter(|(_, other)| other != index).take(MOST - 1) {
            finding.elsewhere("shown", *index, gap.there);
        }
    }
}

/// In how many ways the documents fill the place of one redaction; what differs by damage is one.
fn fillings(shown: &[(CutGap, usize)], comparison: &Comparison<'_>) -> usize {
    let mut ways: Vec<&str> = Vec::new();
    for (gap, index) in shown.iter().filter(|(gap, _)| gap.kind == GapKind::Readable).take(MOST) {
        let text = &comparison.others[*index].member.text()[gap.there.range()];
        // One copy may show a part of what another shows.
        let same = |known: &&str| {
            known.contains(text) || text.contains(*known) || strsim::normalized_levenshtein(known, text) > 0.6
        };
        if !ways.iter().any(same) {
            ways.push(text);
        }
    }
    ways.len()
}

fn facts(finding: &mut Diagnostic, comparison: &Comparison<'_>, index: usize, copies: usize) {
    let other = comparison.others[index].member;
    finding.facts.push(("release", crate::diagnostic::Fact::File(index)));
    finding.fact("copies", copies as i64);
    if let Some(date) = other.released() {
        finding.fact("date", date);
    } else {
        finding.fact("date", "an unknown day");
    }
    let number = other.records.iter().flat_map(|record| &record.papers).map(|(number, _)| number.clone()).next();
    match number {
        Some(number) => finding.fact("number", number),
        None => finding.fact("number", "without a number"),
    };
}

/// How bad it is that a gap is readable: the nearer the same words are on both sides, the surer it is.
fn severity(gap: &CutGap, other: &Neighbor<'_>, here: &Member) -> Severity {
    let one_record = other.relations.has(Relations::MESSAGE.and(Relations::PAPER));
    let near = match gap.reach {
        Distance::Sentence => Severity::Error,
        Distance::Paragraph => Severity::Warning,
        Distance::Apart if one_record => Severity::Warning,
        Distance::Apart => Severity::Info,
    };
    // What is cut out of a mail may be another reply; what differs all over is damage.
    let thread = (here.mail || other.member.mail) && gap.reach > Distance::Sentence;
    let most = match other.differing {
        _ if thread => Severity::Info,
        differing if differing * 5 > other.shared => Severity::Info,
        differing if differing * 10 > other.shared => Severity::Warning,
        _ => Severity::Error,
    };
    near.min(most)
}

fn other_codes(comparison: &Comparison<'_>, report: &mut Report<'_>) {
    let here = comparison.here;
    for (index, other) in comparison.others.iter().enumerate().filter(|(_, other)| reports(here, other.member)) {
        for gap in other.gaps.iter().filter(|gap| gap.kind == GapKind::Cut) {
            let (own, theirs) = (here.codes(gap.cut), other.member.codes(gap.there));
            let known = !own.is_empty() && !theirs.is_empty();
            if known && !own.iter().any(|code| theirs.contains(code)) {
                let finding = report.at(gap.cut);
                finding.fact("codes", own.join(", ")).fact("others", theirs.join(", "));
                finding.facts.push(("release", crate::diagnostic::Fact::File(index)));
                finding.elsewhere("mark", index, gap.there);
            }
        }
    }
}
