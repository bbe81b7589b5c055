//! Reads how cells are called: `B7`.

/// Columns that a sheet has at most.
pub(super) const COLUMNS: usize = 16_384;

/// The column of a cell that is called `B7`: 2.
pub(super) fn column(place: &str) -> Option<usize> {
    let letters = place.bytes().take_while(u8::is_ascii_alphabetic).take(4);
    let column = letters.fold(0, |column, letter| column * 26 + usize::from(letter.to_ascii_uppercase() - b'A') + 1);
    (1..=COLUMNS).contains(&column).then_some(column)
}

/// The column and the row of a cell that is called `B7`.
pub(super) fn place(name: &str) -> Option<(usize, usize)> {
    let row = name.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    Some((column(name)?, row.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_counted_in_letters() {
        assert_eq!((column("A1"), column("Z9"), column("AB12")), (Some(1), Some(26), Some(28)));
        assert_eq!((column("ZZZZ1"), column("12")), (None, None));
    }
}
