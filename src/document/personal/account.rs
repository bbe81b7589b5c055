//! Two capitals before two digits in, the international bank account number that they begin out.

use iban::Iban;

use super::{PersonalKind, stands_alone};
use crate::source::Span;

/// Letters and digits that an account number has (ISO 13616-1).
const LENGTHS: std::ops::RangeInclusive<usize> = 15..=34;

/// Numbers that the register of account numbers and most manuals give as examples, and that are nobody's.
const SPECIMENS: [&str; 12] = [
    "AT611904300234573201",
    "BE68539007547034",
    "CH9300762011623852957",
    "DE89370400440532013000",
    "ES9121000418450200051332",
    "FR1420041010050500013M02606",
    "GB29NWBK60161331926819",
    "GB82WEST12345698765432",
    "IT60X0542811101000000123456",
    "NL91ABNA0417164300",
    "NO9386011117947",
    "SE4550000000058398257466",
];

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
        let is_account = || compact.parse::<Iban>().is_ok() && !SPECIMENS.contains(&compact.as_str());
        if ends && LENGTHS.contains(&compact.len()) && is_account() && stands_alone(text, whole) {
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
    fn numbers_are_read_by_their_form_and_check_digits() {
        for account in ["GB63 FICT 6016 1331 9268 19", "DE58123456780123456789", "NO75 0000 1234 567"] {
            assert_eq!(of(PersonalKind::Account, &format!("to {account} at once")), [account]);
        }
        for no in ["GB29 NWBK 6016 1331 9268 18", "DE8937040044053201300", "OO RUEHBZ RUEHDU RUEHMR", "DL12 SEE BELOW"]
        {
            assert!(of(PersonalKind::Account, no).is_empty(), "{no}");
        }
        for specimen in SPECIMENS {
            assert!(specimen.parse::<Iban>().is_ok() && of(PersonalKind::Account, specimen).is_empty(), "{specimen}");
        }
    }
}
