//! Parses sheets that replace what was withheld: deleted page sheets, and the form that describes a record.

use super::super::code;
use crate::document::text::line::{line_below, line_rest};
use crate::document::text::word::{trim, words};
use crate::document::withheld::code::{ExemptionCode, ground};
use crate::document::{Document, Reading};
use crate::scan::patterns;
use crate::source::Span;

/// A sheet that lists pages that were withheld.
#[derive(Clone, Debug, PartialEq)]
pub struct DeletedPages {
    /// The line with the total.
    pub span: Span,
    /// How many pages it says were withheld.
    pub total: Reading<u32>,
    /// The pages it lists.
    pub pages: Vec<WithheldPage>,
    /// Whether a line among them could not be read.
    pub illegible: bool,
}

impl DeletedPages {
    /// The codes of all its pages.
    pub fn codes(&self) -> impl Iterator<Item = &ExemptionCode> {
        self.pages.iter().flat_map(|page| &page.codes)
    }
}

/// A page that was withheld.
#[derive(Clone, Debug, PartialEq)]
pub struct WithheldPage {
    /// Its line on the sheet.
    pub span: Span,
    /// Its number.
    pub number: u32,
    /// Why it was withheld.
    pub codes: Vec<ExemptionCode>,
}

/// The form that describes a record of the assassination collection.
#[derive(Clone, Debug, PartialEq)]
pub struct RecordSheet {
    /// What follows `RECORD NUMBER`, `104-10004-10143`.
    pub number: Option<Span>,
    /// What follows `RESTRICTIONS`.
    pub restrictions: Span,
    /// The grounds for withholding among it.
    pub grounds: Vec<ExemptionCode>,
    /// What follows `CURRENT STATUS`.
    pub status: Span,
}

/// Lines of a sheet that are looked through for the next page before it is taken to end.
const EMPTY_LINES: usize = 3;

/// `Total Deleted Page(s) = 40` at `at`, and the lines `Page 17 ~ b1; b3;` below it.
pub(crate) fn deleted_pages(document: &Document<'_>, at: u32) -> Option<DeletedPages> {
    let text = document.source.text();
    let line = line_rest(text, Span::new(at, document.span.end));
    let said = text[..at as usize].ends_with("Total D") && text[line.range()].contains(['=', ':']);
    let number = words(text, line).filter(|_| said).find_map(|word| Some((word.number()?, word.span)))?;
    let mut sheet = DeletedPages {
        span: Span::new(at - "Total D".len() as u32, number.1.end),
        total: Reading { value: number.0, span: number.1, repaired: false },
        pages: Vec::new(),
        illegible: false,
    };
    let (mut last, mut empty) = (line, 0);
    while empty < EMPTY_LINES && last.end < document.span.end {
        last = line_below(text, document.span, last);
        match page(document, last) {
            Some(page) => {
                sheet.pages.push(page);
                empty = 0;
            }
            None if last.is_empty() => empty += 1,
            // What is left of a line has the codes, or the number after its first word.
            None if text[last.range()].contains([';', '~']) && !text[last.range()].contains("Deleted") => {
                sheet.illegible = true;
            }
            None => empty += EMPTY_LINES,
        }
    }
    (!sheet.pages.is_empty()).then_some(sheet)
}

/// `Page 17 ~ b1; b3;`, with or without what scanning makes of the tilde.
fn page(document: &Document<'_>, line: Span) -> Option<WithheldPage> {
    let text = document.source.text();
    let span = trim(text, line);
    let found = PAGE.captures(&text[span.range()])?;
    let behind = found.get(3)?;
    // `Page 23 withheld in full` replaces the page.
    if found[2].trim().is_empty() && behind.as_str().starts_with(['w', 'd']) {
        return None;
    }
    let codes = span.part(behind.start(), behind.len());
    let (codes, _) = code::leading(text, codes, document.registers.exemptions());
    Some(WithheldPage { span, number: found[1].parse().ok()?, codes })
}

patterns! {
    /// The number of a page, the tilde, and what is behind them.
    PAGE = r"^Page\s+([0-9]+)(\s[ ~–-]*|$)(.*)$";
}

/// `RESTRICTIONS : 1B; 4` at the start of `here`, and the `CURRENT STATUS` below it.
pub(crate) fn record(document: &Document<'_>, here: Span) -> Option<RecordSheet> {
    let text = document.source.text();
    let line = line_rest(text, here);
    let restrictions = value(text, line)?;
    let mut next = line;
    for _ in 0..6 {
        next = line_below(text, here, next);
        if let Some(at) = text[next.range()].find("CURRENT STATU") {
            let status = value(text, Span::new(next.start + at as u32, next.end))?;
            let grounds = ground::grounds(text, restrictions, document.registers.exemptions());
            let number = number(text, Span::new(document.span.start, here.start));
            return Some(RecordSheet { number, restrictions, grounds, status });
        }
    }
    None
}

/// The number of the record in the part of the form `above` the restrictions.
fn number(text: &str, above: Span) -> Option<Span> {
    let label = text[above.range()].rfind("RECORD NUMBER")? as u32;
    let line = line_rest(text, Span::new(above.start + label, above.end));
    let number = NUMBER.captures(&text[line.range()])?.get(1)?;
    Some(line.part(number.start(), number.len()))
}

patterns! {
    /// `RECORD NUMBER : 104-10004-10143`, of agency, file and record.
    NUMBER = r"^RECORD NUMBER\W*([0-9]{3}-[0-9]{5}-[0-9]{5})\b";
}

fn value(text: &str, field: Span) -> Option<Span> {
    let colon = text[field.range()].find(':')?;
    Some(trim(text, Span::new(field.start + colon as u32 + 1, field.end)))
}
