//! Parses the withdrawal sheets of the libraries of the National Archives.
//!
//! Their codes, single letters and numbers, are read only in the last column of the rows: `P1` to `P6` of the
//! Presidential Records Act, the letters of the Nixon materials. The legend below lists them all and ends the sheet.

use crate::document::Document;
use crate::document::text::line::{line_above, line_around, line_below};
use crate::document::text::word::{trim, words};
use crate::document::withheld::code::Code;
use crate::register::exemptions::System;
use crate::register::vocabulary::WORDS;
use crate::source::Span;

/// A sheet that lists documents that were withdrawn.
#[derive(Clone, Debug, PartialEq)]
pub struct WithdrawalSheet {
    /// Its title.
    pub span: Span,
    /// Why each document was withdrawn.
    pub codes: Vec<Code>,
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

/// `P1/b(1)` or `P-5` at the end of a row.
fn restriction(document: &Document<'_>, line: Span) -> Option<Code> {
    let word = words(document.source.text(), line).last()?;
    let (code, beside) = word.text.split_once('/').unwrap_or((word.text, "b(1)"));
    let digit = code.strip_prefix("P-").or_else(|| code.strip_prefix('P'))?;
    let one = digit.len() == 1 && digit.bytes().all(|byte| byte.is_ascii_digit());
    let fits = one && beside.trim_start_matches('(').starts_with(['b', 'B']);
    fits.then(|| Code::new(format!("P{digit}"), word.span, System::Presidential, document.registers.exemptions()))
}

/// The letter at the end of a row that begins with the number of a document.
fn letter(document: &Document<'_>, line: Span) -> Option<Code> {
    let mut row = words(document.source.text(), line);
    let number = row.next()?;
    let last = row.last()?;
    let numbered = number.text.bytes().any(|byte| byte.is_ascii_digit());
    let fits = numbered && last.text.len() == 1 && last.text.bytes().all(|byte| byte.is_ascii_uppercase());
    fits.then(|| Code::new(format!("nixon {}", last.text), last.span, System::Nixon, document.registers.exemptions()))
}
