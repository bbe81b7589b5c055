//! Groups of digits in, telephone numbers out: of North America, and of anywhere with a country code.
//!
//! The tables of national numbering plans would outweigh the whole program; here a number needs the punctuation that
//! people give to telephone numbers.

use super::number::between;
use super::{PersonalKind, before, stands_alone};
use crate::source::Span;

/// The telephone numbers in `groups`.
pub(super) fn read(text: &str, groups: &[Span], see: &mut dyn FnMut(PersonalKind, Span)) {
    if let Some(span) = international(text, groups) {
        see(PersonalKind::Phone, span);
        return;
    }
    for window in groups.windows(3) {
        if let [area, exchange, line] = *window
            && let Some(span) = american(text, area, exchange, line)
        {
            see(PersonalKind::Phone, span);
        }
    }
}

/// `(202) 555-0143`, `202-555-0143`, `1-202-555-0143`. Lines 555-0100 to 555-0199 are kept for fiction.
fn american(text: &str, area: Span, exchange: Span, line: Span) -> Option<Span> {
    let digits = |span: Span| text[span.range()].as_bytes();
    let shaped = (area.len(), exchange.len(), line.len()) == (3, 3, 4)
        && digits(area)[0] >= b'2'
        && digits(exchange)[0] >= b'2'
        && matches!(between(text, area, exchange), "-" | "." | " " | ") " | ")" | "/")
        && matches!(between(text, exchange, line), "-" | "." | " ")
        && !(digits(exchange) == b"555" && digits(line).starts_with(b"01"));
    if !shaped {
        return None;
    }
    let opened = between(text, area, exchange).starts_with(')');
    let mut start = area.start;
    if opened {
        start = text[..start as usize].strip_suffix('(')?.len() as u32;
    }
    let stem = &text[..start as usize];
    let trunk = ["+1-", "+1 ", "1-", "1 ", "+1"].into_iter().find(|trunk| stem.ends_with(trunk));
    let whole = Span::new(start - trunk.map_or(0, str::len) as u32, line.end);
    let spaced = between(text, area, exchange) == " " && between(text, exchange, line) == " ";
    let numbered = before(text, whole.start) == Some('#') || stem.trim_end().ends_with("No.");
    (stands_alone(text, whole) && !numbered && !(spaced && trunk.is_none())).then_some(whole)
}

/// `+44 20 7946 0958`, `(44)(0)20 7946-0958`.
fn international(text: &str, groups: &[Span]) -> Option<Span> {
    let (first, last) = (*groups.first()?, *groups.last()?);
    let stem = &text[..first.start as usize];
    let start = match (stem.strip_suffix('+'), stem.strip_suffix('(')) {
        (Some(stem), _) => stem.strip_suffix('(').unwrap_or(stem).len(),
        (None, Some(stem)) if between(text, first, *groups.get(1)?).starts_with(")(0)") => stem.len(),
        (None, Some(stem)) if zero_in_parentheses(text, groups) => stem.len(),
        _ => return None,
    };
    let digits: u32 = groups.iter().map(|group| group.len()).sum();
    let slashed = groups.windows(2).any(|pair| between(text, pair[0], pair[1]).contains('/'));
    let fits = !slashed && first.len() <= 3 && (7..=15).contains(&digits) && groups.len() >= 3;
    let solid = groups.len() == 1 && (9..=15).contains(&digits) && stem.ends_with('+');
    let whole = Span::new(start as u32, last.end);
    ((fits || solid) && stands_alone(text, whole)).then_some(whole)
}

/// Whether the second group is the `(0)` that is dialled inside a country only.
fn zero_in_parentheses(text: &str, groups: &[Span]) -> bool {
    let [first, zero, third, ..] = *groups else { return false };
    &text[zero.range()] == "0"
        && between(text, first, zero).ends_with('(')
        && between(text, zero, third).starts_with(')')
}

#[cfg(test)]
mod tests {
    use super::super::tests::of;
    use super::*;

    #[test]
    fn american_numbers_need_punctuation() {
        for phone in ["(202) 555-0243", "202-555-0243", "1-202-555-0243", "202.555.0243"] {
            assert_eq!(of(PersonalKind::Phone, &format!("call {phone}.")), [phone]);
        }
        for no in ["202 555 0243", "(202) 555-0143", "102-555-0243", "202-155-0243", "#202-555-0243", "2025550243"] {
            assert!(of(PersonalKind::Phone, no).is_empty(), "{no}");
        }
    }

    #[test]
    fn foreign_numbers_have_a_country_code() {
        for phone in ["+44 20 7946 0958", "(44)(0)20 7946-0958", "(+44) (0) 20 7946 0958", "+442079460958"] {
            assert_eq!(of(PersonalKind::Phone, &format!("call {phone}.")), [phone]);
        }
        for no in ["44 20 7946 0958", "+12 percent", "1999-2001", "+15/966-3166"] {
            assert!(of(PersonalKind::Phone, no).is_empty(), "{no}");
        }
    }
}
