//! Recognizes lines that a release office added: stamps of the systematic review, headers of FOIA copies.
//!
//! They are in lower case inside texts in capitals. A stamp has one line or several, with the reviewer's name before
//! it; its date is that of the review, not of the document.

use crate::document::text::line::Line;
use crate::lex::TokenKind;
use crate::register::vocabulary::WORDS;

/// Whether a line begins or holds `Declassified/Released US Department of State EO Systematic Review`.
pub(crate) fn is_stamp(line: &str) -> bool {
    // The name of the reviewer before it is short; a sentence about stamps has them further in, or goes on.
    const HEAD: &str = "Declassified/Released";
    let may_be = line.starts_with(HEAD) || line.ends_with(|last: char| last.is_ascii_digit() || last == 'w');
    if line.len() > 140 || !may_be {
        return false;
    }
    // Lines are too short for a searcher to be worth its making.
    let begins = |at: &usize| line[*at..].starts_with(HEAD);
    let at = memchr::memchr_iter(b'D', line.as_bytes()).find(begins).filter(|at| is_name(&line[..*at]));
    let Some(at) = at else { return false };
    let mut rest = line[at + HEAD.len()..].trim_ascii_start();
    for part in ["US Department of State", "EO Systematic Review"] {
        rest = rest.strip_prefix(part).unwrap_or(rest).trim_ascii_start();
    }
    rest.is_empty() || is_review_date(rest)
}

pub(crate) fn is_case_header(line: &str) -> bool {
    let behind = line.strip_prefix("UNCLASSIFIED").unwrap_or(line).trim_ascii_start();
    behind.starts_with("U.S. Department of State Case No.")
}

/// Whether a line says what a release office let go: `RELEASED IN PART`, `RELEASE IN FULL`, with or without exemptions.
pub(crate) fn is_release(line: &str) -> bool {
    let rest = line.strip_prefix("RELEASED IN ").or_else(|| line.strip_prefix("RELEASE IN "));
    let codes = rest.and_then(|rest| rest.strip_prefix("PART").or_else(|| rest.strip_prefix("FULL")));
    let code =
        |word: &str| word.len() <= 8 && word.starts_with(['B', '1', '(']) && word.bytes().any(|b| b.is_ascii_digit());
    codes.is_some_and(|codes| codes.split([' ', ',', ';']).filter(|word| !word.is_empty()).all(code))
}

/// Whether the catalog's sheet begins with the first of `lines`: one of its labels, and two more right below.
pub(crate) fn begins_sheet(text: &str, lines: &[Line]) -> bool {
    // The first letters exclude most lines.
    let may_be = |line: &Line| {
        let start = &text.as_bytes()[line.span.range()];
        line.opening == Some(TokenKind::Prose)
            && matches!(start, [b'M', b'e', ..] | [b'A', b'u', ..] | [b'C', b'a' | b'h' | b'u' | b'o', ..] | [b'D', ..])
    };
    let is_label =
        |line: &Line| may_be(line) && WORDS.sheet_labels.iter().any(|label| text[line.span.range()].starts_with(label));
    let below = || lines[1..].iter().filter(|line| !line.is_empty()).take(3);
    is_label(&lines[0]) && below().filter(|line| is_label(line)).count() >= 2
}

/// How many lines before `index`, and how many from it on, belong to the stamp there.
pub(crate) fn reach(text: &str, lines: &[Line], index: usize) -> (usize, usize) {
    let inside = |line: &Line| &text[line.span.range()];
    let before = index.checked_sub(1).filter(|above| {
        let name = inside(&lines[*above]);
        !name.is_empty() && is_name(name) && inside(&lines[index]).starts_with('D')
    });
    let goes_on = |line: &&Line| {
        let line = inside(line);
        let parts = ["US Department of State", "EO Systematic Review"];
        parts.iter().any(|part| line.starts_with(part)) && line.len() < 60 || is_review_date(line)
    };
    let after = lines[index + 1..].iter().take(3).take_while(goes_on).count();
    (usize::from(before.is_some()), 1 + after)
}

/// `20 Mar 2014`.
fn is_review_date(text: &str) -> bool {
    let mut words = text.split_ascii_whitespace();
    let (day, month, year) = (words.next(), words.next(), words.next());
    let number = |word: Option<&str>, most: usize| {
        word.is_some_and(|word| word.len() <= most && word.bytes().all(|b| b.is_ascii_digit()))
    };
    let month = month.is_some_and(|month| crate::document::telegram::transmission::month(month).is_some());
    number(day, 2) && month && number(year, 4) && words.next().is_none()
}

/// Nothing, or two to five words such as `Sheryl P. Walter`: capitals first, lower-case letters somewhere.
fn is_name(text: &str) -> bool {
    let words = text.split_ascii_whitespace();
    let count = words.clone().count();
    let name = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_uppercase())
            && word.bytes().all(|b| b.is_ascii_alphabetic() || b"'.-".contains(&b))
    };
    count == 0 || (2..=5).contains(&count) && words.clone().all(name) && text.bytes().any(|b| b.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_is_known_whole_and_in_parts() {
        assert!(is_stamp("Declassified/Released US Department of State EO Systematic Review 20 Mar 2014"));
        assert!(is_stamp(
            "Arline T. Moxley  Declassified/Released  US Department of State  EO Systematic Review  20 Mar 2014"
        ));
        assert!(is_stamp("Declassified/Released"));
        assert!(!is_stamp("He said the page read Declassified/Released US Department of State in 2014"));
        assert!(!is_stamp("Declassified/Released papers were sold at the fair"));
    }

    #[test]
    fn a_release_line_has_nothing_behind_it_but_exemptions() {
        assert!(is_release("RELEASED IN PART"));
        assert!(is_release("RELEASE IN PART B1, 1.4(D), B6"));
        assert!(!is_release("RELEASED IN PARTS OF THE COUNTRY"));
        assert!(!is_release("RELEASED IN PART FOR LACK OF EVIDENCE"));
    }

    #[test]
    fn a_case_header_is_known_by_its_office() {
        assert!(is_case_header("UNCLASSIFIED U.S. Department of State Case No. F-2014-00001 Doc No. C00000001"));
        assert!(!is_case_header("UNCLASSIFIED U.S. Department of State"));
    }
}
