//! Reads the codes directly after a redaction mark: `██████ b6`, `XXXXXXXX (b)(1), 1.4(d)`, `[REDACTED] (B6)`.
//!
//! A bare code counts here because of the mark. After a row of X's or underscores, often a placeholder, it counts only
//! as written in the statute or order.

use super::super::code;
use super::bracket::{is_homemade, is_unasked};
use super::{MarkStyle, Redaction};
use crate::document::text::line::line_rest;
use crate::document::withheld::code::{ExemptionCode, Notation};
use crate::register::exemptions::{ExemptionRegister, System};
use crate::source::Span;

/// The widest gap between a mark and its code; further off begins the margin.
const WIDEST_GAP: usize = 3;

/// The codes after `mark`, and where they end; none if it has codes already, or is not a mark that needs any.
pub(crate) fn codes(
    text: &str,
    whole: Span,
    mark: &Redaction,
    register: &ExemptionRegister,
) -> Option<(Vec<ExemptionCode>, u32)> {
    let sure = match mark.style {
        MarkStyle::Word | MarkStyle::Block => true,
        MarkStyle::Cross | MarkStyle::Blank => false,
        _ => return None,
    };
    if !mark.closed || !mark.codes.is_empty() {
        return None;
    }
    let line = line_rest(text, Span::new(mark.span.end, whole.end));
    let rest = &text[line.range()];
    let gap = rest.len() - rest.trim_start_matches([' ', '-', '–', '—', ':', '/']).len();
    if gap > WIDEST_GAP {
        return None;
    }
    let direct = line.part(gap, rest.len() - gap);
    let fits = |code: &ExemptionCode| {
        let law = matches!(code.system, System::Foia | System::Category | System::Long | System::Order);
        let written = sure || matches!(code.notation, Notation::Bracketed | Notation::Section);
        !code.repaired && (law && written || code.system == System::Statute)
    };
    let read = |from: Span| {
        let (codes, _) = code::leading(text, from, register);
        let end = codes.iter().map(|code| code.span.end).max()?;
        codes.iter().all(fits).then_some((codes, end))
    };
    let enclosed = || {
        let open = *rest.as_bytes().get(gap).filter(|byte| matches!(byte, b'(' | b'['))?;
        let (codes, end) = read(direct.part(1, direct.len() as usize - 1))?;
        let close = if open == b'(' { ')' } else { ']' };
        text[end as usize..line.end as usize].starts_with(close).then_some((codes, end + 1))
    };
    read(direct).or_else(enclosed)
}

/// A category or a word in place of a code after a box: `██████ Personal Privacy`, `██████ (Non responsive)`.
pub(crate) fn label(text: &str, whole: Span, mark: &Redaction, register: &ExemptionRegister) -> Option<Redaction> {
    if !matches!(mark.style, MarkStyle::Block | MarkStyle::Word) || !mark.codes.is_empty() {
        return None;
    }
    let line = line_rest(text, Span::new(mark.span.end, whole.end));
    let rest = text[line.range()].trim_start_matches([' ', '-', '–', ':']);
    let gap = line.len() as usize - rest.len();
    let inside = rest.strip_prefix(['(', '[']).unwrap_or(rest);
    let end =
        inside.find([')', ']', '.', ',', ';', '█', '■', '▓']).or_else(|| inside.find("  ")).unwrap_or(inside.len());
    let plain = inside[..end].trim_end();
    // Without parentheses the words may go on as a sentence does.
    let enclosed = inside.len() < rest.len();
    let named = names(register).find(|name| plain.starts_with(name)).filter(|_| !enclosed).unwrap_or(plain);
    let style = match named {
        category if is_homemade(category, register) => MarkStyle::Category,
        unasked if is_unasked(unasked) => MarkStyle::Unasked,
        _ => return None,
    };
    let span = line.part(gap + rest.len() - inside.len(), named.len());
    (gap <= WIDEST_GAP).then(|| Redaction::new(style, span))
}

/// The names of homemade categories that cannot be part of a sentence.
fn names(register: &ExemptionRegister) -> impl Iterator<Item = &str> {
    register.homemade.iter().flat_map(|category| [Some(&*category.name), category.short.as_deref()]).flatten()
}
