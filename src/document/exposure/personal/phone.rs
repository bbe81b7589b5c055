//! Reads telephone numbers: North American ones, and any with a country code.
//!
//! Tables of national numbering plans would be larger than the program; a number needs the usual punctuation instead.

use std::sync::LazyLock;

use regex::Regex;

use super::{PersonalKind, before, between, stands_alone, stands_apart};
use crate::source::Span;

pub(crate) fn read(text: &str, groups: &[Span], see: &mut dyn FnMut(PersonalKind, Span)) {
    let near = near(text, groups);
    if let Some(span) = international(text, near).or_else(|| named(text, near)) {
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

/// The first of `groups`, as far as no more is between them than in one telephone number.
fn near<'g>(text: &str, groups: &'g [Span]) -> &'g [Span] {
    let far = |pair: &[Span]| {
        let between = &text[pair[0].end as usize..pair[1].start as usize];
        between.chars().count() > 2 && between != ") (" && !between.starts_with("-\n") && !between.starts_with("-\r")
    };
    let end = groups.windows(2).position(far).map_or(groups.len(), |at| at + 1);
    &groups[..end]
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
    (is_apart(text, whole) && !numbered && !(spaced && trunk.is_none())).then_some(whole)
}

/// `+44 20 7946 0958`, `(44)(0)20 7946-0958`.
fn international(text: &str, groups: &[Span]) -> Option<Span> {
    let (first, last) = (*groups.first()?, *groups.last()?);
    let stem = &text[..first.start as usize];
    let start = match (stem.strip_suffix('+'), stem.strip_suffix('(')) {
        (Some(stem), _) => stem.strip_suffix('(').unwrap_or(stem).len(),
        (None, Some(stem)) if IN_PARENTHESES.is_match(&text[first.start as usize..last.end as usize]) => stem.len(),
        // How other countries are dialled from North America.
        (None, None) if &text[first.range()] == "011" && groups.len() > 3 => first.start as usize,
        _ => return None,
    };
    let digits: u32 = groups.iter().map(|group| group.len()).sum();
    // NARA gives its records such numbers, before which scanning may put a sign.
    let record = matches!(groups, [one, two, three] if (one.len(), two.len(), three.len()) == (3, 5, 5));
    let slashed = groups.windows(2).any(|pair| between(text, pair[0], pair[1]).contains('/'));
    let fits = !slashed && first.len() <= 3 && (7..=15).contains(&digits) && groups.len() >= 3 && !record;
    let solid = groups.len() == 1 && (9..=15).contains(&digits) && stem.ends_with('+');
    let whole = Span::new(start as u32, last.end);
    ((fits || solid) && stands_alone(text, whole)).then_some(whole)
}

/// A country in parentheses, and the `(0)` that is dialled inside it only, or the town and two more groups.
static IN_PARENTHESES: LazyLock<Regex> = LazyLock::new(|| {
    let country = r"^\d+[^\d]*\(0\)[^\d]*\d|^\d+\)\s*\(*\d+\)\s*\d{3,}[^\d]+\d{3,}$";
    Regex::new(country).expect("a valid pattern")
});

/// Words before a telephone number of any form.
static WORD: LazyLock<Regex> = LazyLock::new(|| {
    let word = r"(?i-u)\b(?:tele|tel|telephone|phone|cell|cellular|cellphone|mobile|mob|fax|telefax|ph|pager|gsm|landline|hotline|ivg|dsn|whatsapp)\b[ \t.:#]{0,4}(?:(?:phone|no|nos|nr|num|number|line|is|at)\b[ \t.:#]{0,4}){0,3}(?:[(+]{0,2}[\d(). -]{5,18}(?:\s?(?:,|;|/|\bor\b|\band\b)\s?)){0,2}[(+]{0,2}$";
    Regex::new(word).expect("a valid pattern")
});
const REACH: usize = 64;

/// `Tel: 27-82-555-9812`: any seven to fifteen digits in groups after a word that says what they are.
fn named(text: &str, groups: &[Span]) -> Option<Span> {
    let first = *groups.first()?;
    let stem = &text.as_bytes()[(first.start as usize).saturating_sub(REACH)..first.start as usize];
    // The last letter of the word, or what is between it and the number.
    if !matches!(stem.last(), Some(b' ' | b'.' | b':' | b'#' | b'(' | b'+' | b'\t')) {
        return None;
    }
    let joined = |left: Span, right: Span| {
        let between = between(text, left, right);
        matches!(between, "-" | " " | "." | "/" | ") " | ")" | ")-" | "(")
            || left == first && matches!(between, " (" | ") (" | ")(")
    };
    let (mut digits, mut last) = (first.len(), first);
    for &group in &groups[1..] {
        if !joined(last, group) || digits + group.len() > 15 {
            break;
        }
        digits += group.len();
        last = group;
    }
    let stem = &text[text.ceil_char_boundary((first.start as usize).saturating_sub(REACH))..first.start as usize];
    if digits < 7 || is_fiction(text, first.to(last)) || !WORD.is_match(stem) {
        return None;
    }
    let closed = text[first.start as usize..last.end as usize].contains(')');
    let signs = stem.bytes().rev().take_while(|&byte| byte == b'+' || byte == b'(' && closed);
    let open = signs.count();
    let whole = Span::new(first.start - open as u32, last.end);
    is_apart(text, whole).then_some(whole)
}

/// Whether the number is one of its own. After a stroke another one may follow: `874-4432/DSN 312-882-4432`.
fn is_apart(text: &str, number: Span) -> bool {
    stands_apart(text, number, "-._@#")
}

/// What precedes numbers that are dialled: a country, or the `0` that is dialled inside of one.
static DIALLED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?-u)(?:\+\d{1,3}|\b00\d{1,3}|\(0\)|\(\d{2,3}\))[ -]?$").expect("a valid pattern"));

pub(crate) fn is_dialled(text: &str, at: u32) -> bool {
    let stem = &text[text.ceil_char_boundary((at as usize).saturating_sub(REACH))..at as usize];
    DIALLED.is_match(stem) || WORD.is_match(stem)
}

fn is_fiction(text: &str, number: Span) -> bool {
    let digits: String = text[number.range()].chars().filter(char::is_ascii_digit).collect();
    digits.len() >= 7 && digits[digits.len() - 7..].starts_with("55501")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::exposure::personal::tests::of;

    #[test]
    fn american_numbers_need_punctuation() {
        for phone in ["(202) 555-0243", "202-555-0243", "1-202-555-0243", "202.555.0243"] {
            assert_eq!(of(PersonalKind::Phone, &format!("call {phone}.")), [phone]);
        }
        for beside in ["(273) 874-4432/DSN 882", "273-874-4432/4433", "273-874-4432/x12"] {
            let phone = beside.split('/').next().expect("a number");
            assert!(of(PersonalKind::Phone, beside).contains(&phone.to_owned()), "{beside}");
        }
        for no in ["202 555 0243", "tel. (202) 555-0143", "102-555-0243", "202-155-0243", "#202-555-0243", "2025550243"]
        {
            assert!(of(PersonalKind::Phone, no).is_empty(), "{no}");
        }
    }

    #[test]
    fn a_word_before_a_number_will_do() {
        for phone in ["27-82-946-0958", "946-0958", "(27 82) 946 0958", "0977 460958"] {
            for word in ["Tel: ", "CELL NO. ", "phone\t", "mobile number is "] {
                assert_eq!(of(PersonalKind::Phone, &format!("{word}{phone}, Ndola")), [phone], "{word}");
            }
        }
        for no in ["Tel Aviv 1234567", "hotel 946-0958", "fax 12/03/07", "cell 2007-08"] {
            assert!(of(PersonalKind::Phone, no).is_empty(), "{no}");
        }
    }

    #[test]
    fn foreign_numbers_have_a_country_code() {
        for phone in [
            "+44 20 7946 0958",
            "(44)(0)20 7946-0958",
            "(+44) (0) 20 7946 0958",
            "+442079460958",
            "(260) (211) 255-0243",
            "011-44-20-7946-0958",
        ] {
            assert_eq!(of(PersonalKind::Phone, &format!("call {phone}.")), [phone]);
        }
        assert!(of(PersonalKind::Phone, "+180-19999-10399").is_empty());
        assert_eq!(of(PersonalKind::Phone, "+44 20 7946 0958 \u{2013} 12 lines"), ["+44 20 7946 0958"]);
        for no in ["44 20 7946 0958", "+12 percent", "1999-2001", "+15/966-3166"] {
            assert!(of(PersonalKind::Phone, no).is_empty(), "{no}");
        }
    }
}
