//! Two capitals before two digits in, the international bank account number that they begin out.

use iban::Iban;

use super::{PersonalKind, stands_alone};
use crate::source::Span;

/// Letters and digits that an account number has (ISO 13616-1).
const LENGTHS: std::ops::RangeInclusive<usize> = 15..=34;

/// The account number at `at`, if its country's form and its check digits say that it is one.
pub(super) fn read(text: &str, at: u32, see: &mut dyn FnMut(PersonalKind, Span)) {
    let mut compact = String::new();
    let mut longest = None;
    let bytes = &text.as_bytes()[at as usize..];
    for (offset, &byte) in bytes.iter().enumerate() {
        if byte == b' ' && bytes[offset - 1] != b' ' {
            continue;
        }
        if !byte.is_ascii_digit() && !byte.is_ascii_uppercase() || compact.len() == *LENGTHS.end() {
            break;
        }
        compact.push(byte as char);
        let whole = Span::new(at, at + offset as u32 + 1);
        let ends = bytes.get(offset + 1).is_none_or(|next| !next.is_ascii_alphanumeric());
        if ends && LENGTHS.contains(&compact.len()) && compact.parse::<Iban>().is_ok() && stands_alone(text, whole) {
            longest = Some(whole);
        }
    }
    if let Some(whole) = longest {
        see(PersonalKind::Account, whole);
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::of;
    use super::*;

    #[test]
    fn the_specimens_of_the_register_are_read() {
        for account in ["GB29 NWBK 6016 1331 9268 19", "DE89370400440532013000", "NO93 8601 1117 947"] {
            assert_eq!(of(PersonalKind::Account, &format!("to {account} at once")), [account]);
        }
        for no in ["GB29 NWBK 6016 1331 9268 18", "DE8937040044053201300", "OO RUEHBZ RUEHDU RUEHMR", "DL12 SEE BELOW"]
        {
            assert!(of(PersonalKind::Account, no).is_empty(), "{no}");
        }
    }
}
