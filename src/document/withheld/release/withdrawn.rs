//! Parses the withdrawal sheets of the libraries of the National Archives.
//!
//! Their codes, single letters and numbers, are read only in the last column of the rows: `P1` to `P6` of the
//! Presidential Records Act, the letters of the Nixon materials. The legend below lists them all and ends the sheet.

use crate::document::Document;
use crate::document::text::line::{line_above, line_around, line_below};
use crate::document::text::word::trim;
use crate::document::withheld::code::ExemptionCode;
use crate::register::exemptions::System;
use crate::register::vocabulary::WORDS;
use crate::scan::patterns;
use crate::source::Span;

/// A sheet that lists documents that were withdrawn.
#[derive(Clone, Debug, PartialEq)]
pub struct WithdrawalSheet {
    /// Its title.
    pub span: Span,
    /// Why each document was withdrawn.
    pub codes: Vec<ExemptionCode>,
}

/// Lines that a sheet has at most.
const LONGEST: usize = 120;

pub(crate) fn sheet(document: &Document<'_>, at: u32) -> Option<WithdrawalSheet> {
    let text = document.source.text();
    let title = line_around(text, document.span, at);
    let plain = trim(text, title);
    let inside = &text[plain.range()];
    let nixon = inside.starts_with("DOCUMENT WITHDRAWAL RECORD");
    let library = &WORDS.release.withdrawal;
    let headed = nixon || library.iter().any(|name| inside.starts_with(name));
    // A second line of the same title belongs to the first.
    let above = line_above(text, document.span, title);
    let again = above.start < title.start && library.iter().any(|name| text[above.range()].contains(name));
    if !headed || inside.len() > 60 || again {
        return None;
    }
    let mut sheet = WithdrawalSheet { span: plain, codes: Vec::new() };
    let mut line = title;
    for _ in 0..LONGEST {
        line = line_below(text, document.span, line);
        if line.end >= document.span.end || WORDS.release.legend.iter().any(|word| text[line.range()].contains(word)) {
            break;
        }
        sheet.codes.extend(if nixon { letter(document, line) } else { restriction(document, line) });
    }
    (!sheet.codes.is_empty()).then_some(sheet)
}

patterns! {
    /// `P1/b(1)` or `P-5` at the end of a row.
    RESTRICTION = r"(?:^|\s)(P-?([0-9])(?:/\(*[bB]\S*)?)\s*$";
    /// The letter at the end of a row that begins with the number of a document.
    LETTER = r"^\s*[^0-9\s]*[0-9]\S*\s(?:.*\s)?([A-Z])\s*$";
}

fn restriction(document: &Document<'_>, line: Span) -> Option<ExemptionCode> {
    let found = RESTRICTION.captures(document.text(line))?;
    let span = line.part(found.get(1)?.start(), found[1].len());
    Some(ExemptionCode::new(format!("P{}", &found[2]), span, System::Presidential, document.registers.exemptions()))
}

fn letter(document: &Document<'_>, line: Span) -> Option<ExemptionCode> {
    let found = LETTER.captures(document.text(line))?.get(1)?;
    let (name, span) = (format!("nixon {}", found.as_str()), line.part(found.start(), 1));
    Some(ExemptionCode::new(name, span, System::Nixon, document.registers.exemptions()))
}
