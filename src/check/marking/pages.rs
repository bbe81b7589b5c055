//! Compares the page headings and page markings of an archive copy with the telegram.

use crate::document::Document;
use crate::document::page::furniture::FurnitureKind;
use crate::rule::check::Report;
use crate::source::Span;

checks! {
    /// Reports the first class mark of a page that is not of the level of the classification line.
    "page-mark" = page_mark, facts ["mark", "level"], labels ["level"];
    /// Reports each page heading whose number skips some after the one before.
    "page-sequence" = page_sequence, facts ["found", "expected"], labels ["previous"];
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
