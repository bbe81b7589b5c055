//! Determines the printed layout of a telegram.
//!
//! From the text alone, in this order: format lines, a first page heading, the SMART form, missing parts. Dates do not
//! count: a copy printed in 1979 may have any layout of its time.

use super::super::Document;
use crate::document::family::FAMILIES;
use crate::document::page::furniture::FurnitureKind;
use crate::document::text::line::Line;

/// How the text of a telegram is laid out on its pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// Telegrams before mid-1973: a classification line, neither order nor TAGS (E0).
    Early,
    /// Department copies of 1973-79: page headings, office lists, class marks around each page (E1).
    DepartmentCopy,
    /// Department copies of the 1980s and 1990s, with letters in the number of the dashed line (E2).
    LateCopy,
    /// Full text with format lines, or the part of it that begins further down (E3).
    Transmission,
    /// The field form of SMART: `MRN:`, `Date/DTG:` (E4).
    FieldForm,
    /// The typed forms to 1973: INCOMING TELEGRAM, AIRGRAM.
    Form,
    /// Re-set in a printed edition: an editor's heading, no format lines (E5).
    Printed,
    /// Copies from web pages: pilcrows before the paragraph numbers (E6).
    Web,
}

const TOP: usize = 15;

pub(crate) fn layout(document: &Document<'_>, lines: &[Line]) -> Layout {
    let text = document.source.text();
    let lines = &lines[super::start::behind_mail(text, lines)..];
    let mut top = lines.iter().take(TOP).map(|line| &text[line.span.range()]);
    let end = lines.get(TOP).map_or(document.span.end, |line| line.span.start);
    if has_pilcrows(document) {
        Layout::Web
    } else if document.identifier.is_some() || document.filing.is_some() || document.prosign.is_some() {
        Layout::Transmission
    } else if has_first_page(document, end) {
        if is_late(document) { Layout::LateCopy } else { Layout::DepartmentCopy }
    } else if top.clone().any(super::form::begins) {
        Layout::FieldForm
    } else if top.any(|line| FAMILIES.printed.begins(line)) {
        Layout::Printed
    } else if document.classification.is_some() && document.tags.is_none() && document.order.is_none() {
        Layout::Early
    } else {
        Layout::Transmission
    }
}

fn has_pilcrows(document: &Document<'_>) -> bool {
    document.paragraphs.iter().take(3).any(|paragraph| {
        let text = document.text(paragraph.span);
        ["¶", "&#182;", "&para;"].iter().any(|pilcrow| text.starts_with(pilcrow))
    })
}

fn has_first_page(document: &Document<'_>, end: u32) -> bool {
    let top = document.furniture.iter().take_while(|piece| piece.span.start < end);
    top.into_iter().any(|piece| piece.kind == FurnitureKind::PageHeading(1))
}

/// A dashed line whose number has letters, or an order of 1982 or later.
fn is_late(document: &Document<'_>) -> bool {
    let number = document.order.and_then(|order| order.number).map(|(number, _)| number);
    let lettered = |dashes: &str| {
        let first = dashes.trim_start_matches('-').split_ascii_whitespace().next().unwrap_or("");
        first.len() == 6
            && first.bytes().all(|b| b.is_ascii_hexdigit())
            && first.bytes().any(|b| b.is_ascii_uppercase())
    };
    let dashes = document.furniture.iter().filter(|piece| piece.kind == FurnitureKind::Dashes);
    matches!(number, Some(12356 | 12958 | 13526)) || dashes.into_iter().any(|piece| lettered(document.text(piece.span)))
}
