//! Groups of digits in, numbers of payment cards out.
//!
//! The check digit alone lets a tenth of all numbers through; the issuer's prefix and length, and how few digits repeat,
//! do most of the work.

use super::number::between;
use super::{PersonalKind, before, stands_alone};
use crate::source::Span;

/// The prefixes of issuers, from and to, with the lengths of their numbers (ISO/IEC 7812, as the networks publish them).
const ISSUERS: [(u32, u32, &[usize]); 12] = [
    (4, 4, &[13, 16, 19]),
    (51, 55, &[16]),
    (2221, 2720, &[16]),
    (34, 34, &[15]),
    (37, 37, &[15]),
    (36, 36, &[14]),
    (38, 39, &[14]),
    (300, 305, &[14]),
    (6011, 6011, &[16, 19]),
    (644, 659, &[16, 19]),
    (3528, 3589, &[16, 19]),
    (62, 62, &[16, 17, 18, 19]),
];

/// Numbers that networks and payment services print in their manuals for tests, and issue to nobody. Those with too few
/// digits, like `4111 1111 1111 1111`, need no place here.
const SPECIMENS: [&[u8]; 12] = [
    b"378282246310005",
    b"371449635398431",
    b"378734493671000",
    b"30569309025904",
    b"38520000023237",
    b"36227206271667",
    b"6011000990139424",
    b"3530111333300000",
    b"3566002020360505",
    b"4000056655665556",
    b"5200828282828210",
    b"2223003122003222",
];

/// The card numbers in `groups`: whole, or in groups that are printed on cards.
pub(super) fn read(text: &str, groups: &[Span], see: &mut dyn FnMut(PersonalKind, Span)) {
    for start in 0..groups.len() {
        let longest = groups[start..].iter().take(5).enumerate().map(|(index, _)| &groups[start..=start + index]);
        for groups in longest {
            let whole = groups[0].to(groups[groups.len() - 1]);
            if has_shape(text, groups) && stands_alone(text, whole) && before(text, whole.start) != Some('.') {
                let digits: Vec<u8> = groups.iter().flat_map(|group| text[group.range()].bytes()).collect();
                if is_card(&digits) {
                    see(PersonalKind::Card, whole);
                }
            }
        }
    }
}

fn has_shape(text: &str, groups: &[Span]) -> bool {
    let lengths: Vec<u32> = groups.iter().map(|group| group.len()).collect();
    let printed = match lengths[..] {
        [only] => (13..=19).contains(&only),
        [4, 4, 4, 4] | [4, 6, 5] | [4, 6, 4] | [4, 4, 4, 4, 3] => true,
        _ => false,
    };
    let mut separators = groups.windows(2).map(|pair| between(text, pair[0], pair[1]));
    let first = separators.next();
    printed && first.is_none_or(|first| matches!(first, " " | "-") && separators.all(|other| other == first))
}

fn is_card(digits: &[u8]) -> bool {
    let prefix = |length: usize| digits[..length].iter().fold(0, |sum, digit| sum * 10 + u32::from(digit - b'0'));
    let issued = ISSUERS.iter().any(|(from, to, lengths)| {
        let width = from.ilog10() as usize + 1;
        lengths.contains(&digits.len()) && (*from..=*to).contains(&prefix(width))
    });
    issued && has_check_digit(digits) && is_varied(digits) && !SPECIMENS.contains(&digits)
}

/// The formula of ISO/IEC 7812-1, annex B.
fn has_check_digit(digits: &[u8]) -> bool {
    let doubled = |(index, digit): (usize, &u8)| {
        let value = u32::from(digit - b'0') << (index % 2);
        value / 10 + value % 10
    };
    digits.iter().rev().enumerate().map(doubled).sum::<u32>().is_multiple_of(10)
}

/// Whether the digits look issued rather than made up: none more than seven times, no two more than four times, and
/// groups of four not evenly apart.
fn is_varied(digits: &[u8]) -> bool {
    let counts: [usize; 10] = std::array::from_fn(|digit| digits.iter().filter(|d| **d == b'0' + digit as u8).count());
    let fours: Vec<i32> = digits
        .chunks_exact(4)
        .map(|four| four.iter().fold(0, |sum, digit| sum * 10 + i32::from(digit - b'0')))
        .collect();
    let even = fours.len() > 3 && fours[1] - fours[0] == fours[3] - fours[2];
    counts.iter().all(|&count| count <= 7) && counts.iter().filter(|&&count| count > 4).count() < 2 && !even
}

#[cfg(test)]
mod tests {
    use super::super::tests::of;
    use super::*;

    #[test]
    fn numbers_of_the_networks_are_read() {
        for card in ["371234567890120", "3712 345678 90120", "6011-0009-8765-4328", "30561234567894"] {
            assert_eq!(of(PersonalKind::Card, &format!("card {card}, valid")), [card]);
        }
    }

    #[test]
    fn other_long_numbers_are_not() {
        for no in ["378282246310006", "1782822463100055", "4111111111111111", "x6011000990139424", "0.30569309025904"] {
            assert!(of(PersonalKind::Card, no).is_empty(), "{no}");
        }
    }

    #[test]
    fn numbers_of_manuals_are_nobodys() {
        for no in ["3782 822463 10005", "4242 4242 4242 4242", "5555555555554444", "3566-0020-2036-0505"] {
            assert!(of(PersonalKind::Card, no).is_empty(), "{no}");
        }
        for specimen in SPECIMENS {
            assert!(has_check_digit(specimen), "{specimen:?} is none anyway");
        }
    }
}
