//! Portion marks against the overall level.

use serde::Deserialize;

use super::{Check, Report};
use crate::document::paragraph::PortionMark;
use crate::document::{Document, Reading};
use crate::marking::Level;

/// Reports each paragraph, and the subject, that is marked above the overall level.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PortionRank {}

impl Check for PortionRank {
    const NAME: &'static str = "portion-rank";
    const FACTS: &'static [&'static str] = &["paragraph", "portion", "level", "overall"];
    const LABELS: &'static [&'static str] = &["overall"];

    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let Some(overall) = document.level() else { return };
        if let Some(mark) = document.subject.and_then(|subject| subject.mark) {
            compare(mark, "the subject".to_owned(), &overall, report);
        }
        for paragraph in &document.paragraphs {
            let Some(mark) = paragraph.mark else { continue };
            let name =
                paragraph.number.map_or("a paragraph".to_owned(), |number| format!("paragraph {}", number.value));
            compare(mark, name, &overall, report);
        }
    }
}

fn compare(mark: PortionMark, name: String, overall: &Reading<Level>, report: &mut Report<'_>) {
    let Some(level) = mark.level.filter(|level| *level > overall.value) else { return };
    let finding = report.at(mark.span).fact("paragraph", name).fact("portion", mark.span).fact("level", level.word());
    finding.fact("overall", overall.value.word()).related("overall", overall.span);
    finding.repaired(mark.repaired || overall.repaired);
}

/// Reports an overall level above every portion, where every paragraph is marked.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OverallRank {}

impl Check for OverallRank {
    const NAME: &'static str = "overall-rank";
    const FACTS: &'static [&'static str] = &["overall", "highest"];
    const LABELS: &'static [&'static str] = &["highest"];

    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let Some(overall) = document.level() else { return };
        let mut marks: Vec<PortionMark> = Vec::with_capacity(document.paragraphs.len() + 1);
        for paragraph in &document.paragraphs {
            let Some(mark) = paragraph.mark else { return };
            marks.push(mark);
        }
        marks.extend(document.subject.and_then(|subject| subject.mark));
        if marks.iter().any(|mark| mark.level.is_none()) {
            return;
        }
        let Some(highest) = marks.iter().max_by_key(|mark| mark.level) else { return };
        if let Some(level) = highest.level.filter(|level| *level < overall.value) {
            let finding = report.at(overall.span).fact("overall", overall.value.word()).fact("highest", level.word());
            finding.related("highest", highest.span).repaired(highest.repaired || overall.repaired);
        }
    }
}
