//! Reads international bank account numbers.

use std::sync::LazyLock;

use iban::Iban;
use regex::bytes::Regex;

use super::{PersonalKind, stands_alone};
use crate::source::Span;

/// Letters and digits that an account number has (ISO 13616-1).
const LENGTHS: std::ops::RangeInclusive<usize> = 15..=34;

/// The account number at `at`, if its country's form and its check digits say that it is one. It may be broken between
/// two groups by a space, a hyphen or the end of a line.
pub(crate) fn read(text: &str, at: u32, see: &mut dyn FnMut(PersonalKind, Span)) {
    let mut compact = String::new();
    let mut longest = None;
    let bytes = &text.as_bytes()[at as usize..];
    let mut offset = 0;
    while let Some(&byte) = bytes.get(offset) {
        if !byte.is_ascii_digit() && !byte.is_ascii_uppercase() {
            match gap(&bytes[offset..]) {
                0 => break,
                width => offset += width,
            }
            continue;
        }
        if compact.len() == *LENGTHS.end() {
            break;
        }
        compact.push(byte as char);
        offset += 1;
        let whole = Span::new(at, at + offset as u32);
        let ends = bytes.get(offset).is_none_or(|next| !next.is_ascii_alphanumeric());
        let is_account = || compact.parse::<Iban>().is_ok();
        if ends && LENGTHS.contains(&compact.len()) && is_account() && stands_alone(text, whole) {
            longest = Some(whole);
        }
    }
    if let Some(whole) = longest {
        see(PersonalKind::Account, whole);
    }
}

/// How many bytes are between two groups of an account number, 0 if none goes on.
fn gap(bytes: &[u8]) -> usize {
    static GAP: LazyLock<Regex> = LazyLock::new(|| {
        let gap = r"^(?-u:(?:-|\xC2\xA0|[ \t]{0,12}\r?\n[ \t]{0,12}|[ \t])[A-Za-z0-9])";
        Regex::new(gap).expect("a valid pattern")
    });
    GAP.find(bytes).map_or(0, |found| found.len() - 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::exposure::personal::tests::of;
    use crate::register::vocabulary::WORDS;

    #[test]
    fn numbers_are_read_by_their_form_and_check_digits() {
        for account in [
            "GB63 FICT 6016 1331 9268 19",
            "DE58123456780123456789",
            "NO75 0000 1234 567",
            "DE58-1234-5678-0123-4567-89",
            "GB63 FICT 6016\n   1331 9268 19",
        ] {
            assert_eq!(of(PersonalKind::Account, &format!("to {account} at once")), [account]);
        }
        for no in ["GB29 NWBK 6016 1331 9268 18", "DE8937040044053201300", "OO RUEHBZ RUEHDU RUEHMR", "DL12 SEE BELOW"]
        {
            assert!(of(PersonalKind::Account, no).is_empty(), "{no}");
        }
        let accounts = |number: &&&str| number.starts_with(char::is_alphabetic);
        for specimen in WORDS.exposure.specimens.iter().filter(accounts) {
            assert_eq!(of(PersonalKind::Account, specimen), [*specimen]);
        }
    }
}
