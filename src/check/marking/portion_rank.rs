//! Compares portion marks with the overall level.

use crate::document::paragraph::PortionMark;
use crate::document::text::line::blocks;
use crate::document::{Carried, CarriedIn, Document, Kind, Reading};
use crate::marking::Level;
use crate::register::vocabulary::WORDS;
use crate::rule::check::Report;
use crate::source::Span;

checks! {
    /// Reports each paragraph, and the subject, that is marked above the overall level.
    "portion-rank" = portion_rank, facts ["paragraph", "portion", "level", "overall"], labels ["overall"];
    /// Reports an overall level above every portion, where every paragraph is marked.
    "overall-rank" = overall_rank, facts ["overall", "highest"], labels ["highest"];
}

fn portion_rank(document: &Document<'_>, report: &mut Report<'_>) {
    let Some(overall) = document.level() else { return };
    if let Some(mark) = document.subject.and_then(|subject| subject.mark) {
        compare(document, mark, "the subject".to_owned(), &overall, report);
    }
    for paragraph in &document.paragraphs {
        let Some(mark) = paragraph.mark else { continue };
        let name = paragraph.number.map_or("a paragraph".to_owned(), |number| format!("paragraph {}", number.value));
        compare(document, mark, name, &overall, report);
    }
}

fn compare(
    document: &Document<'_>,
    mark: PortionMark,
    name: String,
    overall: &Reading<Level>,
    report: &mut Report<'_>,
) {
    // A foreign RESTRICTED is not a level of the United States.
    let above = |level: &Level| *level > overall.value && *level != Level::Restricted;
    let Some(level) = mark.level.filter(above) else { return };
    let doubt = report.marks.doubt(document, mark.span) || report.marks.doubt(document, overall.span);
    let finding = report.at(mark.span).fact("paragraph", name).fact("portion", mark.span).fact("level", level.word());
    finding.fact("overall", overall.value.word()).related("overall", overall.span);
    finding.repaired(mark.repaired || overall.repaired || doubt);
}

/// A block of text without a mark has at least so many words; shorter ones are headings, names and dates.
const UNMARKED_WORDS: usize = 10;

/// Whether a block of text in a document that is not a telegram lacks a mark, or it is said why the whole is marked
/// above the portions.
fn has_unmarked_text(document: &Document<'_>) -> bool {
    let text = document.text(document.span);
    let is_text = |span: Span| {
        let aside = document.authority.iter().any(|it| it.span.start < span.end && span.start < it.span.end);
        let below = document.banners.partition_point(|banner| banner.span.start < span.start);
        let banner = document.banners.get(below).is_some_and(|banner| span.contains(banner.span));
        let marked = document.paragraphs.binary_search_by_key(&span.start, |paragraph| paragraph.span.start).is_ok();
        let words = document.text(span).split_ascii_whitespace().take(UNMARKED_WORDS).count();
        !aside && !banner && !marked && words == UNMARKED_WORDS
    };
    let small = text.to_ascii_lowercase();
    WORDS.paper.explained.iter().any(|word| small.contains(word))
        || blocks(document.source.text(), document.span).into_iter().any(is_text)
}

fn overall_rank(document: &Document<'_>, report: &mut Report<'_>) {
    let Some(overall) = document.level() else { return };
    // A message bears the level of what it carries (32 CFR 2001.23(b)).
    let covers =
        |carried: &Carried| carried.place == CarriedIn::Enclosed && carried.marking.level >= Some(overall.value);
    if document.carried.iter().any(covers) {
        return;
    }
    let mut marks: Vec<PortionMark> = Vec::with_capacity(document.paragraphs.len() + 1);
    for paragraph in &document.paragraphs {
        let Some(mark) = paragraph.mark else { return };
        marks.push(mark);
    }
    if document.kind != Kind::Cable && (marks.is_empty() || has_unmarked_text(document)) {
        return;
    }
    marks.extend(document.subject.and_then(|subject| subject.mark));
    if marks.iter().any(|mark| mark.level.is_none()) {
        return;
    }
    let Some(highest) = marks.iter().max_by_key(|mark| mark.level) else { return };
    // Foreign RESTRICTED text is handled as CONFIDENTIAL (DoDM 5200.01 V2, Enclosure 4, para 4.c).
    let covered = |level: Level| level == Level::Restricted && overall.value == Level::Confidential;
    if let Some(level) = highest.level.filter(|level| *level < overall.value && !covered(*level)) {
        let finding = report.at(overall.span).fact("overall", overall.value.word()).fact("highest", level.word());
        finding.related("highest", highest.span).repaired(highest.repaired || overall.repaired);
    }
}
