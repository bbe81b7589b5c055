//! Reads payment card numbers.
//!
//! The check digit alone accepts a tenth of all numbers; the issuer's prefix and length, and repeated digits, exclude
//! most of the rest.

use super::{PersonalKind, before, between, stands_alone};
use crate::register::vocabulary::WORDS;
use crate::source::Span;

pub(crate) fn read(text: &str, groups: &[Span], see: &mut dyn FnMut(PersonalKind, Span)) {
    let onward = onward(text, groups);
    let all: Vec<Span> = groups.iter().chain(&onward).copied().collect();
    for start in 0..groups.len() {
        let longest = all[start..].iter().take(5).enumerate().map(|(index, _)| &all[start..=start + index]);
        for groups in longest {
            let whole = groups[0].to(groups[groups.len() - 1]);
            if has_shape(text, groups) && stands_alone(text, whole) && before(text, whole.start) != Some('.') {
                let digits = digits(&text[whole.range()]);
                if is_card(&digits) && !is_listed(text, whole, groups.len() == 1) {
                    see(PersonalKind::Card, whole);
                }
            }
        }
    }
}

fn digits(text: &str) -> Vec<u8> {
    text.bytes().filter(u8::is_ascii_digit).collect()
}

/// The groups that open the next line, if the last of `groups` close theirs and may begin a card's number.
fn onward(text: &str, groups: &[Span]) -> Vec<Span> {
    let last = *groups.last().expect("a run has groups");
    if last.len() != 4 && last.len() != 6 {
        return Vec::new();
    }
    let rest = text[last.end as usize..].trim_start_matches([' ', '\r']);
    let Some(line) = rest.strip_prefix('\n') else { return Vec::new() };
    let indent = line.bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let start = text.len() - line.len() + indent;
    let groups = line[indent..].split(' ').take(4).scan(start as u32, |at, word| {
        let digits = word.bytes().take_while(u8::is_ascii_digit).count() as u32;
        let group = Span::new(*at, *at + digits);
        *at += word.len() as u32 + 1;
        (digits > 0).then_some(group)
    });
    groups.collect()
}

fn has_shape(text: &str, groups: &[Span]) -> bool {
    let lengths: Vec<u32> = groups.iter().map(|group| group.len()).collect();
    let printed = match lengths[..] {
        [only] => (13..=19).contains(&only),
        [4, 4, 4, 4] | [4, 6, 5] | [4, 6, 4] | [4, 4, 4, 4, 3] => true,
        _ => false,
    };
    let mut separators = groups.windows(2).map(|pair| match between(text, pair[0], pair[1]) {
        wrapped if wrapped.contains('\n') => " ",
        other => other,
    });
    let first = separators.next();
    printed && first.is_none_or(|first| matches!(first, " " | "-") && separators.all(|other| other == first))
}

/// Whether what is at `whole` is one of many: a long number among others that are not cards', or four groups of a table
/// that has more of them in the line. The month and year in which a card expires may follow it.
fn is_listed(text: &str, whole: Span, solid: bool) -> bool {
    const REACH: usize = 64;
    let blank = |c: char| c.is_whitespace() || solid && matches!(c, ',' | ';');
    let (stem, tail) = (&text[..whole.start as usize], &text[whole.end as usize..]);
    let stem = &stem[stem.ceil_char_boundary(stem.len().saturating_sub(REACH))..];
    let tail = &tail[..tail.floor_char_boundary(REACH)];
    let before: Vec<&str> = stem.rsplit(blank).filter(|word| !word.is_empty()).take(2).collect();
    let after: Vec<&str> = tail.split(blank).filter(|word| !word.is_empty()).take(2).collect();
    if solid {
        return [&before, &after].iter().any(|words| words.first().is_some_and(|word| is_other_number(word)));
    }
    // In the same line one more group will do.
    let left = stem.rsplit(['\n', '\r']).next().and_then(|line| line.split_whitespace().next_back());
    let right = tail.split(['\n', '\r']).next().and_then(|line| line.split_whitespace().next());
    left.is_some_and(is_four)
        || right.is_some_and(|word| is_four(word) && !is_expiry(word))
        || [before, after].iter().any(|words| words.len() == 2 && words.iter().all(|word| is_four(word)))
}

/// A long number that is not a card's.
fn is_other_number(word: &str) -> bool {
    word.len() > 10 && word.bytes().all(|byte| byte.is_ascii_digit()) && !is_card(word.as_bytes())
}

fn is_four(word: &str) -> bool {
    word.len() == 4 && word.bytes().all(|b| b.is_ascii_hexdigit()) && word.bytes().any(|b| b.is_ascii_digit())
}

fn is_expiry(word: &str) -> bool {
    word[..2].parse::<u32>().is_ok_and(|month| (1..=12).contains(&month))
}

fn is_card(digits: &[u8]) -> bool {
    let number = String::from_utf8_lossy(digits);
    let issued = WORDS.exposure.issuers.iter().any(|&(prefixes, lengths)| {
        let (from, to) = prefixes.split_once('-').unwrap_or((prefixes, prefixes));
        let long = lengths.split(' ').any(|length| length.parse() == Ok(number.len()));
        long && (from..=to).contains(&&number[..from.len()])
    });
    issued && has_check_digit(digits) && is_varied(digits)
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
    use super::*;
    use crate::document::exposure::personal::tests::of;
    use crate::register::vocabulary::WORDS;

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
        for no in ["4242 4242 4242 4242", "5555555555554444"] {
            assert!(of(PersonalKind::Card, no).is_empty(), "{no}");
        }
        let cards = |number: &&&str| number.starts_with(|c: char| c.is_ascii_digit());
        for specimen in WORDS.exposure.specimens.iter().filter(cards) {
            assert!(is_card(specimen.as_bytes()), "{specimen:?} is none anyway");
        }
    }

    #[test]
    fn a_number_of_a_table_is_no_card() {
        let four = "4539 5260 1815 9083";
        for card in ["4539 5260\n   1815 9083", "4539 5260 1815 9083 0912", "In\n2007 they"] {
            let text = card.replace("2007", &format!("{four}, 2007"));
            assert_eq!(of(PersonalKind::Card, &text).len(), 1, "{text}");
        }
        for table in
            [format!("4501 {four}"), format!("{four} 4501"), format!("4ED0 4ED1\n{four}"), format!("{four}\n4ED0 4ED1")]
        {
            assert!(of(PersonalKind::Card, &table).is_empty(), "{table}");
        }
        assert!(of(PersonalKind::Card, "18122464886584070891,\n    4044404959645932768,\n").is_empty());
        assert_eq!(of(PersonalKind::Card, "4539526018159083,\n371234567890120\n").len(), 2);
    }
}
