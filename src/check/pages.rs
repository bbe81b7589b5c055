//! What the page headings and class marks of an archive's copy tell about the telegram.

use serde::Deserialize;

use super::{Check, Report};
use crate::document::Document;
use crate::document::furniture::FurnitureKind;
use crate::source::Span;

/// Reports the first class mark of a page that is not of the level of the classification line.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PageMark {}

impl Check for PageMark {
    const NAME: &'static str = "page-mark";
    const FACTS: &'static [&'static str] = &["mark", "level"];
    const LABELS: &'static [&'static str] = &["level"];

    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let Some(line) = &document.classification else { return };
        // One finding stands for all pages: a copy is marked alike throughout.
        let first = document.furniture.iter().find_map(|piece| match piece.kind {
            FurnitureKind::ClassMark(level) if level != line.level.value => Some((piece.span, level)),
            _ => None,
        });
        let Some((span, level)) = first else { return };
        let finding = report.at(span).fact("mark", level.word()).fact("level", line.level.value.word());
        finding.related("level", line.level.span).repaired(line.level.repaired);
    }
}

/// Reports each page heading whose number does not follow the one before.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PageSequence {}

impl Check for PageSequence {
    const NAME: &'static str = "page-sequence";
    const FACTS: &'static [&'static str] = &["found", "expected"];
    const LABELS: &'static [&'static str] = &["previous"];

    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let mut previous: Option<(u32, Span)> = None;
        for piece in &document.furniture {
            let FurnitureKind::PageHeading(page) = piece.kind else { continue };
            // A page that is printed twice skips nothing, and page 1 may begin a further section.
            if let Some((before, span)) = previous
                && page != before + 1
                && page != before
                && page != 1
            {
                let finding = report.at(piece.span).fact("found", page.to_string());
                finding.fact("expected", (before + 1).to_string()).related("previous", span);
            }
            previous = Some((page, piece.span));
        }
    }
}
