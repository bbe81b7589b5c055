//! Checks the markings and headings of pages: missing ones, top against bottom, and against the whole document.

use serde::Deserialize;

use crate::diagnostic::Severity;
use crate::document::marks::on_one_line;
use crate::document::page::Page;
use crate::document::page::furniture::FurnitureKind;
use crate::document::text::line::{line_around, texts};
use crate::document::{Banner, Document, Layout};
use crate::marking::{MarkingKind, ReadMarking, read};
use crate::rule::check::{Check, Report};
use crate::source::Span;

checks! {
    /// Reports each page without a marking at its top or bottom.
    "unmarked-page" = unmarked_page, facts ["page", "side"];
    /// Reports each page marked above the first page of the document, which has the overall marking.
    "page-rank" = page_rank, facts ["page", "marking", "overall"], labels ["overall"];
    "page-sides": PageSides, facts ["top", "bottom"], labels ["top"];
    /// Reports the first class mark of a page that is not of the level of the classification line.
    "page-mark" = page_mark, facts ["mark", "level"], labels ["level"];
    /// Reports each page heading whose number skips some after the one before.
    "page-sequence" = page_sequence, facts ["found", "expected"], labels ["previous"];
}

/// Where most pages have none the copy has lost them, and nothing is said. What no scanner has read has lost none.
fn unmarked_page(document: &Document<'_>, report: &mut Report<'_>) {
    let whole = |page: &&Page| page.top.is_some() && page.bottom.is_some();
    let marked = document.pages.iter().filter(whole).count();
    let copied = document.source.packed().is_none_or(|packed| !packed.scans.is_empty());
    if marked * 2 < document.pages.len() + usize::from(copied) {
        return;
    }
    for (number, page) in (1i64..).zip(&document.pages) {
        for (side, marking, line) in [("top", page.top, page.first), ("bottom", page.bottom, page.last)] {
            if marking.is_none() {
                report.at(line).fact("page", number).fact("side", side.to_owned());
            }
        }
    }
}

/// It requires a document whose pages are all marked: a file can hold several documents.
fn page_rank(document: &Document<'_>, report: &mut Report<'_>) {
    let banners = |page: &Page| Some([page.top?, page.bottom?]);
    let Some(pages) = document.pages.iter().map(banners).collect::<Option<Vec<_>>>() else { return };
    let Some([first, bottom]) = pages.first() else { return };
    let Some(overall) = first.level.filter(|_| first.level == bottom.level) else { return };
    for (number, page) in (1i64..).zip(&pages) {
        let levels = page.iter().filter_map(|banner| Some((banner.span, banner.level?)));
        if let Some((span, higher)) = levels.into_iter().find(|(_, level)| *level > overall) {
            let finding = report.at(span).fact("page", number).fact("marking", higher.word());
            finding.fact("overall", overall.word()).related("overall", first.span);
        }
    }
}

/// Reports each page whose marking at the bottom is not that at its top. A released document is left alone: its
/// releaser marks pages too.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct PageSides {
    /// What differs.
    differ: Differ,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
enum Differ {
    /// What the two mean.
    Meaning,
    /// How the same is written.
    Spelling,
}

impl Check for PageSides {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let differing: Vec<_> = sides(document)
            .into_iter()
            .filter(|[top, bottom]| on_one_line(document.text(top.span)) != on_one_line(document.text(bottom.span)))
            .filter(|sides| difference(document, sides) == Some(self.differ))
            .collect();
        if differing.is_empty() || document.redactions().release.is_stamped() {
            return;
        }
        for [top, bottom] in differing {
            let finding = report.at(bottom.span).fact("top", top.span).fact("bottom", bottom.span);
            finding.related("top", top.span);
        }
    }
}

/// A letterhead above the marking, or a stamp below it, has at most so many lines.
const BESIDE: usize = 3;

/// The markings at top and bottom of each page, or of a document on one page, which has no others. In a form and in
/// print other lines are above and below them.
fn sides(document: &Document<'_>) -> Vec<[Banner; 2]> {
    if matches!(document.layout, Some(Layout::Form | Layout::Printed)) {
        let pairs = document.banners.chunks_exact(2);
        return match document.banners[..] {
            [first, .., last] if !pairs.remainder().is_empty() => vec![[first, last]],
            _ => pairs.filter_map(|pair| pair.try_into().ok()).collect(),
        };
    }
    let whole = match document.banners[..] {
        [top, bottom] if document.pages.is_empty() && is_around_all(document, &top, &bottom) => Some([top, bottom]),
        _ => None,
    };
    let pages = document.pages.iter().filter_map(|page: &Page| Some([page.top?, page.bottom?]));
    pages.filter(|[top, bottom]| top.span != bottom.span).chain(whole).collect()
}

/// Whether nothing but a letterhead or the head of a mail is above `top`, and nothing but a stamp, a downgrading group and an instruction below `bottom`.
fn is_around_all(document: &Document<'_>, top: &Banner, bottom: &Banner) -> bool {
    let (text, whole) = (document.source.text(), document.span);
    let (top, bottom) = (line_around(text, whole, top.span.start), line_around(text, whole, bottom.span.end));
    let capitals = |from: u32, until: u32| {
        let lines = || text[from as usize..until as usize].split(['\n', '\r']).filter(|line| !line.trim().is_empty());
        lines().take(BESIDE + 1).count() <= BESIDE
            && !lines().any(|line| line.contains(char::is_lowercase) || line.contains(':'))
    };
    let below = Span::new(bottom.end, whole.end);
    // What a mail says of whom it quotes stands above, too: `On 3 May, Ada wrote:`.
    let quoted = text[whole.start as usize..top.start as usize].rfind("wrote:").map(|at| whole.start + at as u32 + 6);
    let start = document.mail_head.map(|head| head.end).or(quoted).unwrap_or(whole.start);
    let instruction = document.authority.as_ref().map(|authority| authority.span).filter(|it| below.contains(*it));
    let (end, behind) = instruction.map_or((whole.end, whole.end), |it| (it.start, it.end));
    let group = text[bottom.end as usize..whole.end as usize].trim();
    let group = group.starts_with("GROUP") && texts(group).count() <= BESIDE;
    start <= top.start
        && capitals(start, top.start)
        && (group || capitals(bottom.end, end) && capitals(behind, whole.end))
}

/// How two markings differ, as far as both can be read.
fn difference(document: &Document<'_>, [top, bottom]: &[Banner; 2]) -> Option<Differ> {
    if top.level? != bottom.level? {
        return Some(Differ::Meaning);
    }
    let register = document.registers.markings();
    let reading = |banner: &Banner| read(&on_one_line(document.text(banner.span)), MarkingKind::Banner, register);
    let sides = [reading(top), reading(bottom)];
    let [top, bottom] = &sides;
    let sound = sides.iter().all(ReadMarking::is_whole);
    sound.then(|| if top.marking == bottom.marking { Differ::Spelling } else { Differ::Meaning })
}

fn page_mark(document: &Document<'_>, report: &mut Report<'_>) {
    let Some(line) = &document.classification else { return };
    // One finding stands for all pages: a copy is marked alike throughout.
    let first = document.furniture.iter().find_map(|piece| match piece.kind {
        FurnitureKind::ClassMark(level) if level != line.level.value => Some((piece.span, level)),
        _ => None,
    });
    let Some((span, level)) = first else { return };
    let finding = report.at(span).fact("mark", level.word()).fact("level", line.level.value.word());
    finding.related("level", line.level.span).repaired(line.level.repaired);
    // A mark below the line shows the page to nobody who may not see it.
    if level < line.level.value {
        finding.at_most(Severity::Warning);
    }
}

/// The furthest that a number can skip and still be believed.
const LEAP: u32 = 10;

fn page_sequence(document: &Document<'_>, report: &mut Report<'_>) {
    let mut previous: Option<(u32, Span)> = None;
    for piece in &document.furniture {
        let FurnitureKind::PageHeading(page) = piece.kind else { continue };
        // A page printed twice skips nothing, a lower number begins another message or section, and a leap is a
        // number that was scanned wrong.
        if let Some((before, span)) = previous
            && (before + 2..=before + LEAP).contains(&page)
        {
            let finding = report.at(piece.span).fact("found", page.to_string());
            finding.fact("expected", (before + 1).to_string()).related("previous", span);
        }
        previous = Some((page, piece.span));
    }
}
