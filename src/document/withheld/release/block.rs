//! Parses classification blocks: `Classified by DAS, A/GIS, DoS on 08/27/2015 — Class: CONFIDENTIAL — Reason: 1.4(B) —
//! Declassify on: 12/04/2029`.
//!
//! The State Department prints it beside what it classifies on review. It wraps, and scanning mixes it with the text,
//! so its four labels are searched one by one, close to each other.

use jiff::civil::Date;

use super::super::code;
use crate::document::Document;
use crate::document::text::date::date;
use crate::document::withheld::code::ExemptionCode;
use crate::register::vocabulary::WORDS;
use crate::scan::patterns;
use crate::source::Span;

/// A classification that was given on review.
#[derive(Clone, Debug, PartialEq)]
pub struct ClassificationBlock {
    /// From the first label to the end of the last value.
    pub span: Span,
    /// The day of the review.
    pub reviewed: Option<Date>,
    /// The categories after `Reason`.
    pub reasons: Vec<ExemptionCode>,
    /// The day after `Declassify on`.
    pub declassify: Option<(Date, Span)>,
    /// The text of a date that does not exist: `02/30/2025`.
    pub impossible: Option<Span>,
}

/// How far before the review's day the block begins, and how far after it ends, in bytes.
const BEFORE: usize = 120;
const BEHIND: usize = 600;
/// How far from its label a date is.
const NEAR: usize = 160;

/// The block around the word `DoS` at `at`, after which `on` and the day of the review are.
pub(crate) fn block(document: &Document<'_>, at: u32) -> Option<ClassificationBlock> {
    let text = document.source.text();
    let dated = text[at as usize + "DoS".len()..document.span.end as usize].trim_start().starts_with("on");
    if !dated {
        return None;
    }
    let floor = text.ceil_char_boundary((at as usize).saturating_sub(BEFORE)).max(document.span.start as usize);
    let roof = text.floor_char_boundary((at as usize + BEHIND).min(document.span.end as usize));
    let start = floor + text[floor..at as usize].rfind("Classified by")?;
    let behind = Span::new(at, roof as u32);
    let label = |word: &str| text[behind.range()].find(word).map(|found| behind.start + (found + word.len()) as u32);
    // A line may end between the two words of the last label.
    let declassify = text[behind.range()].match_indices("Declassify").find_map(|(found, word)| {
        let rest = text[behind.range()][found + word.len()..].trim_start();
        let value = rest.strip_prefix("on").or_else(|| rest.strip_prefix("On"))?;
        Some(behind.end - value.len() as u32)
    });
    let reason = label("Reason");
    label("Class:").or(reason).or(declassify)?;
    let reviewed = first_date(text, Span::new(at, behind.end)).map(|(date, _)| date);
    let reasons = reason.map_or_else(Vec::new, |from| {
        let until = declassify.filter(|until| *until > from).unwrap_or(behind.end);
        code::among_words(text, Span::new(from, until), document.registers.exemptions())
    });
    let declassify_on = declassify.and_then(|from| first_date(text, Span::new(from, behind.end)));
    let impossible = declassify.filter(|_| declassify_on.is_none());
    let impossible = impossible.and_then(|from| impossible_date(text, Span::new(from, behind.end)));
    let last = reasons.last().map(|code| code.span.end).max(declassify_on.map(|(_, span)| span.end));
    let span = Span::new(start as u32, last.unwrap_or(at).max(at));
    Some(ClassificationBlock { span, reviewed, reasons, declassify: declassify_on, impossible })
}

/// Whether a line, or part of one, belongs to such a block by its labels.
pub(crate) fn is_part(line: &str) -> bool {
    WORDS.release.block.iter().any(|label| line.contains(label))
}

/// `02/30/2025` directly after the label that ends where `span` starts.
fn impossible_date(text: &str, span: Span) -> Option<Span> {
    let found = NUMBERS.captures(&text[span.range()])?.get(1)?;
    Some(span.part(found.start(), found.len()))
}

patterns! {
    /// Numbers as a date has them.
    NUMBERS = r"^[: \r\n]*([0-9]{2}[/-][0-9]{2}[/-][0-9]{4})(?:[^0-9/-]|$)";
}

/// The first date in numbers that begins close to the start of `span`.
fn first_date(text: &str, span: Span) -> Option<(Date, Span)> {
    let near = text.floor_char_boundary((span.start as usize + NEAR).min(span.end as usize)) as u32;
    let inside = Span::new(span.start, near);
    let starts = text[inside.range()].char_indices().filter(|(_, c)| c.is_ascii_digit()).map(|(at, _)| at);
    starts.take(24).find_map(|at| {
        let glued = text[inside.start as usize..inside.start as usize + at].ends_with(|c: char| c.is_ascii_digit());
        let written = date(text, Span::new(inside.start + at as u32, span.end), None).filter(|_| !glued)?;
        Some((written.date?, written.span))
    })
}
