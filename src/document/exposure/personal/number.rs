//! Reads numbers that agencies and banks assign to people.

use std::sync::LazyLock;

use regex::Regex;

use super::PersonalKind::{
    AccountNumber, Alien, BankRouting, Identifier, LooseSocialSecurity, SocialSecurity, Taxpayer,
};
use super::{PersonalKind, between, phone, stands_alone, stands_apart};
use crate::source::Span;

pub(crate) fn groups(text: &str, run: Span) -> Vec<Span> {
    static GROUP: LazyLock<Regex> = LazyLock::new(|| Regex::new("[0-9]+").expect("a valid pattern"));
    GROUP.find_iter(&text[run.range()]).map(|group| run.part(group.start(), group.len())).collect()
}

pub(crate) fn read(text: &str, groups: &[Span], see: &mut dyn FnMut(PersonalKind, Span)) {
    if let Some(number) = joined(text, groups) {
        see(AccountNumber, number);
    }
    for (index, &group) in groups.iter().enumerate() {
        one_group(text, group, see);
        nine_digits(text, &groups[index..], see);
        alien(text, &groups[index..], see);
        lettered(text, &groups[index..], see);
    }
}

/// The first of `groups` and those that a space, a hyphen or a point joins to it, if they are the number of an account.
fn joined(text: &str, groups: &[Span]) -> Option<Span> {
    let apart = |pair: &[Span]| !matches!(between(text, pair[0], pair[1]), " " | "-" | "." | "/");
    let end = groups.windows(2).position(apart).map_or(groups.len(), |at| at + 1);
    let digits: u32 = groups[..end].iter().map(|group| group.len()).sum();
    let whole = groups.first()?.to(groups[end - 1]);
    ((5..=17).contains(&digits) && stands_alone(text, whole)).then_some(whole)
}

/// Nine digits at the start of `groups`: `899-12-3456`, as the number has them on its card, or in whatever groups people
/// write them: `899123456`, `899.12.3456`, `899-123456`.
fn nine_digits(text: &str, groups: &[Span], see: &mut dyn FnMut(PersonalKind, Span)) {
    let sign = |at: usize| between(text, groups[at - 1], groups[at]);
    let mut digits = String::new();
    for (index, group) in groups.iter().enumerate() {
        digits.push_str(&text[group.range()]);
        if index > 0 && !matches!(sign(index), " " | "-" | "." | "/" | "_") || digits.len() > 9 {
            return;
        }
        let whole = groups[0].to(*group);
        if digits.len() < 9 || !is_alone(text, whole) {
            continue;
        }
        let kind = issued([&digits[..3], &digits[3..5], &digits[5..]]);
        let printed = index == 2
            && (groups[0].len(), groups[1].len()) == (3, 2)
            && matches!(sign(1), "-" | " ")
            && sign(1) == sign(2);
        match kind {
            Some(SocialSecurity) if !printed => see(LooseSocialSecurity, whole),
            Some(kind)
                if printed && (kind == SocialSecurity || sign(1) == "-") && !phone::is_dialled(text, whole.start) =>
            {
                see(kind, whole);
            }
            _ => {}
        }
    }
}

/// Whether the number is a word of its own, or is directly after its label: `SSN-899-12-3456`, `SSN/899-12-3456/`,
/// `SSN_899_12_3456`.
fn is_alone(text: &str, whole: Span) -> bool {
    let label = text[..whole.start as usize]
        .strip_suffix(['-', '/', '_'])
        .and_then(|stem| stem.get(stem.len().checked_sub(3)?..));
    let labelled = label.is_some_and(|label| label.eq_ignore_ascii_case("ssn"));
    stands_alone(text, whole) || labelled && stands_apart(text, whole, ".@#")
}

/// Whose number it is: which areas, groups and serials exist is in POMS RM 10201.035; areas from 900 on are the revenue
/// service's, with the groups that it uses. Two numbers were printed on sample cards and are not in use.
fn issued(parts: [&str; 3]) -> Option<PersonalKind> {
    match parts.map(|part| part.parse::<u32>().unwrap_or(0)) {
        [_, 0, _] | [_, _, 0] | [0 | 666, _, _] | [78, 5, 1120] | [219, 9, 9999] => None,
        [900..=999, 50..=65 | 70..=88 | 90..=92 | 94..=99, _] => Some(Taxpayer),
        [900..=999, _, _] => None,
        _ if parts.concat().trim_start_matches(&parts[0][..1]).is_empty() => None,
        _ => Some(SocialSecurity),
    }
}

fn one_group(text: &str, group: Span, see: &mut dyn FnMut(PersonalKind, Span)) {
    if !(5..=10).contains(&group.len()) {
        return;
    }
    // `K-771420`
    let stem = &text[..group.start as usize];
    let hyphen = usize::from(stem.ends_with('-'));
    let letters = stem[..stem.len() - hyphen].bytes().rev().take(4).take_while(u8::is_ascii_uppercase).count();
    let whole = Span::new(group.start - (letters + hyphen) as u32, group.end);
    if letters > 3 || letters == 0 && hyphen > 0 || !stands_alone(text, whole) {
        return;
    }
    see(Identifier, whole);
    if letters == 0 && is_bank(text[group.range()].as_bytes()) {
        see(BankRouting, group);
    }
}

/// The check digit of the American Bankers Association, and the districts it numbers.
fn is_bank(digits: &[u8]) -> bool {
    if digits.len() != 9 {
        return false;
    }
    let value = |at: usize| u32::from(digits[at] - b'0');
    let sum: u32 = (0..9).map(|at| value(at) * [3, 7, 1][at % 3]).sum();
    sum.is_multiple_of(10) && matches!(value(0) * 10 + value(1), 1..=12 | 21..=32 | 61..=72 | 80)
}

/// `A12 345 678`, `A-012-345-678`, `A012345678`; after `A#`, `A-number` and the like the digits alone.
fn alien(text: &str, groups: &[Span], see: &mut dyn FnMut(PersonalKind, Span)) {
    let first = groups[0];
    let Some(start) = alien_start(&text[..first.start as usize], first.start) else { return };
    let last = match groups {
        [_, middle, last, ..] if (2..=3).contains(&first.len()) && middle.len() == 3 && last.len() == 3 => {
            if separators(text, groups).is_none() {
                return;
            }
            *last
        }
        _ if (7..=9).contains(&first.len()) => first,
        _ => return,
    };
    let whole = Span::new(start, last.end);
    if stands_alone(text, whole) {
        see(Alien, whole);
    }
}

/// What separates the first three of `groups`, if it is hyphens and blanks.
fn separators<'t>(text: &'t str, groups: &[Span]) -> Option<[&'t str; 2]> {
    let separators = [between(text, groups[0], groups[1]), between(text, groups[1], groups[2])];
    separators.iter().all(|separator| matches!(*separator, "-" | " ")).then_some(separators)
}

fn alien_start(stem: &str, digits: u32) -> Option<u32> {
    let joined = stem.strip_suffix(['-', ' ']).unwrap_or(stem);
    if let Some(before) = joined.strip_suffix('A') {
        return Some(before.len() as u32);
    }
    let word = stem.trim_end_matches([' ', ':', '#', '.']);
    let word = ["No", "NO", "number", "Number", "NUMBER"].iter().find_map(|n| word.strip_suffix(n)).unwrap_or(word);
    let named = word.len() < stem.len() && !stem.ends_with('.');
    let before = word.strip_suffix(['-', ' ']).unwrap_or(word).strip_suffix('A').filter(|_| named)?;
    (!before.ends_with(char::is_alphanumeric)).then_some(digits)
}

/// `LIN-08-123-45678`, as receipts of the immigration service are printed, and `LIN 0812345678`.
fn lettered(text: &str, groups: &[Span], see: &mut dyn FnMut(PersonalKind, Span)) {
    let first = groups[0];
    let Some(stem) = text[..first.start as usize].strip_suffix(['-', ' ']) else { return };
    let letters = stem.bytes().rev().take(4).take_while(u8::is_ascii_uppercase).count();
    if letters != 3 {
        return;
    }
    let last = match groups {
        _ if (9..=10).contains(&first.len()) => first,
        [_, two, three, ..] if (first.len(), two.len(), three.len()) == (2, 3, 5) => {
            if separators(text, groups).is_none_or(|[one, other]| one != other) {
                return;
            }
            *three
        }
        _ => return,
    };
    let whole = Span::new((stem.len() - letters) as u32, last.end);
    if stands_alone(text, whole) {
        see(Identifier, whole);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::exposure::personal::tests::of;

    #[test]
    fn social_security_numbers_obey_the_rules_of_area_group_and_serial() {
        assert_eq!(of(SocialSecurity, "his 899-12-3456."), ["899-12-3456"]);
        assert_eq!(of(SocialSecurity, "his 899 12 3456,"), ["899 12 3456"]);
        for no in ["000-12-3456", "666-12-3456", "912-34-5678", "899-00-3456", "899-12-0000", "078-05-1120"] {
            assert!(of(SocialSecurity, no).is_empty(), "{no}");
        }
        for typed in ["899\u{2013}12\u{2013}3456", "899 - 12 -3456", "899-12-\n  3456", "899\u{a0}12\u{a0}3456"] {
            assert_eq!(of(SocialSecurity, &format!("SSN {typed}")), [typed]);
        }
        for labelled in ["SSN-899-12-3456, his", "SSN/899-12-3456/ his"] {
            assert_eq!(of(SocialSecurity, labelled), ["899-12-3456"], "{labelled}");
        }
        assert_eq!(of(LooseSocialSecurity, "SSN_899_12_3456, his"), ["899_12_3456"]);
        assert!(of(SocialSecurity, "PIN/899-12-3456/").is_empty());
        assert!(of(LooseSocialSecurity, "lamp_899_12_3456 and 899_12_3456_7").is_empty());
        for typed in ["899-12 3456", "899.12.3456", "899123456", "899/12/3456", "899-123456", "899_12_3456"] {
            assert!(of(SocialSecurity, typed).is_empty());
            assert_eq!(of(LooseSocialSecurity, &format!("SSN {typed}, his")), [typed]);
        }
        for dialled in ["93 (0) 899-12-3456", "+93 899-12-3456", "fax 899-12-3456", "tel. 899-12-3455 or 899-12-3456"] {
            assert!(of(SocialSecurity, dialled).is_empty(), "{dialled}");
        }
        for no in ["899-12-34567", "1-899-12-3456", "899-12-3456-7", "124-10001-10234", "888-88-8888"] {
            assert!(of(SocialSecurity, no).is_empty(), "{no}");
        }
    }

    #[test]
    fn taxpayer_numbers_have_groups_of_their_own() {
        assert_eq!(of(Taxpayer, "number 999-88-1234"), ["999-88-1234"]);
        assert!(of(Taxpayer, "number 999-12-1234").is_empty());
    }

    #[test]
    fn identifiers_have_few_letters_and_stand_alone() {
        assert_eq!(of(Identifier, "X1234567 and PQ123456, 123456789"), ["X1234567", "PQ123456", "123456789"]);
        assert_eq!(of(Identifier, "K-771420 and 48213"), ["K-771420", "48213"]);
        assert!(of(Identifier, "08BRASILIA429000 ABCD1234567 1234567/02 F-2014-204390 1234 4-12345").is_empty());
    }

    #[test]
    fn a_receipt_is_one_number_in_groups_too() {
        for receipt in ["LIN-08-123-45678", "LIN 08 123 45678", "LIN 0812345678"] {
            assert_eq!(of(Identifier, &format!("receipt {receipt}."))[0], receipt);
        }
        assert!(of(Identifier, "XLIN-08-123-45678, LIN-08 123-45678").is_empty());
    }

    #[test]
    fn alien_numbers_are_read_in_groups_or_whole() {
        assert_eq!(of(Alien, "A12 345 678 and A-012-345-678"), ["A12 345 678", "A-012-345-678"]);
        assert_eq!(of(Alien, "file A012345678."), ["A012345678"]);
        assert_eq!(
            of(Alien, "A# 012-345-678, A-Number: 012345678, A No. 12 345 678"),
            ["012-345-678", "012345678", "12 345 678"]
        );
        assert!(of(Alien, "EMBASSA12 345 678, VISA # 12345678").is_empty());
    }

    #[test]
    fn a_bank_number_has_a_check_digit() {
        assert_eq!(of(BankRouting, "ABA 123456780"), ["123456780"]);
        assert!(of(BankRouting, "ABA 123456789").is_empty());
    }
}
