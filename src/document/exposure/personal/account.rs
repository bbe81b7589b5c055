//! Reads international bank account numbers.

use std::sync::LazyLock;

use iban::Iban;
use regex::Regex;

use super::{PersonalKind, stands_alone};
use crate::source::Span;

/// The letters and digits that an account number has (ISO 13616-1). It may be broken between two groups by a space, a
/// hyphen or the end of a line.
static LETTERS: LazyLock<Regex> = LazyLock::new(|| {
    let letters = r"^(?:(?:-|\u{A0}|[ \t]{0,12}\r?\n[ \t]{0,12}|[ \t])?[A-Z0-9]){15,34}";
    Regex::new(letters).expect("a valid pattern")
});

/// The longest account number at `at`, if its country's form and its check digits say that it is one.
pub(crate) fn read(text: &str, at: u32, see: &mut dyn FnMut(PersonalKind, Span)) {
    let Some(letters) = LETTERS.find(&text[at as usize..]) else { return };
    let is_account = |whole: &Span| {
        let compact: String = text[whole.range()].chars().filter(char::is_ascii_alphanumeric).collect();
        compact.parse::<Iban>().is_ok() && stands_alone(text, *whole)
    };
    let ends = letters.as_str().char_indices().rev().filter(|(_, c)| c.is_ascii_alphanumeric());
    let whole = ends.map(|(end, _)| Span::new(at, at + end as u32 + 1)).find(is_account);
    whole.into_iter().for_each(|whole| see(PersonalKind::Account, whole));
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
