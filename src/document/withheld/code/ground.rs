//! Reads the codes of the President John F. Kennedy Assassination Records Collection Act of 1992, whose sections are
//! grounds for withholding text: `JFK Act 6(1)(B)`, `5 (g)(2)(D)`. Sections count only after the name of the Act, or after
//! `RESTRICTIONS` on the form that describes a record of the collection.

use super::ExemptionCode;
use crate::document::text::word::words;
use crate::register::exemptions::{ExemptionRegister, System};
use crate::scan::patterns;
use crate::source::Span;

/// `1B; 4; 11(a)`: the grounds on a record's form. What is not a ground is not a code, but for a number that could be
/// one.
pub(in crate::document) fn grounds(text: &str, span: Span, register: &ExemptionRegister) -> Vec<ExemptionCode> {
    let named = words(text, span).filter_map(|word| {
        let plain = word.text.trim_matches([',', ';', '.', '-', '—']);
        let span = word.before(word.text.trim_end_matches([',', ';', '.', '-', '—']).len()).span;
        let section = register.ground.sound.get(plain).or_else(|| register.ground.misread.get(plain));
        let digit = plain.len() == 1 && plain.bytes().all(|b| b.is_ascii_digit());
        let name = section.map(ToString::to_string).or_else(|| digit.then(|| format!("6({plain})")))?;
        let repaired = register.ground.misread.contains_key(plain);
        Some(ExemptionCode { repaired, ..ExemptionCode::new(name, span, System::Jfk, register) })
    });
    named.collect()
}

/// The ground behind the name of the act that `text` begins with, where it ends, and whether it had to be repaired.
/// The law itself is named without a section behind it.
pub(in crate::document) fn named(text: &str) -> Option<(String, usize, bool)> {
    let behind = behind_act(text)?;
    let (name, len, repaired) = section(behind)?;
    Some((name, text.len() - behind.len() + len, repaired || text.starts_with("JEK")))
}

/// `JFK Act 4`: the paragraph of section 6 by its number alone, as forms have it.
pub(crate) fn paragraph(text: &str) -> Option<(String, usize, bool)> {
    let behind = behind_act(text)?;
    let digit = behind.get(..1).filter(|digit| matches!(*digit, "2" | "3" | "4" | "5"))?;
    Some((format!("6({digit})"), text.len() - behind.len() + 1, false))
}

fn behind_act(text: &str) -> Option<&str> {
    let act = ["JFK", "JEK"].into_iter().find_map(|name| text.strip_prefix(name))?;
    [" Act ", " Law "].into_iter().find_map(|law| act.strip_prefix(law))
}

patterns! {
    /// A section with its paragraphs, and one of these, whose brackets may have been misread.
    SECTION = r"^([0-9l]+)((?: *[({\[][0-9A-Za-z][)}\]])*)";
    PARAGRAPH = r"([({\[])([0-9A-Za-z])([)}\]])";
}

/// The section that `text` begins with, as the register writes it, how long it is, and whether it had to be repaired.
/// A section that is not whole is none.
pub(crate) fn section(text: &str) -> Option<(String, usize, bool)> {
    let found = SECTION.captures(text)?;
    let number = found[1].replace('l', "1");
    let (mut name, mut repaired) = (number.clone(), found[1].contains('l'));
    for paragraph in PARAGRAPH.captures_iter(&found[2]) {
        let inside = &paragraph[2];
        let part = match (name.len() > number.len(), inside) {
            // A letter stands behind the first paragraph of section 6 only.
            (true, "8") if number == "6" => "B".to_owned(),
            (false, "9") if number == "5" => "g".to_owned(),
            (true, letter) if number == "6" => letter.to_ascii_uppercase(),
            (_, part) => part.to_owned(),
        };
        repaired |= part != inside && matches!(inside, "8" | "9") || &paragraph[1] != "(" || &paragraph[3] != ")";
        name = format!("{name}({part})");
    }
    let whole = match &*number {
        "6" => name != "6(1)" && name.len() > 1,
        "10" | "11" => name.len() > 2,
        "5" => name.len() > 1,
        _ => false,
    };
    let name = if name.starts_with("10(a)(") { "10(a)".to_owned() } else { name };
    whole.then_some((name, found.get_match().end(), repaired))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_is_read_whole_or_not_at_all() {
        for (text, read) in [
            ("6 (1)(B)", Some(("6(1)(B)", 8, false))),
            ("6 (4) and", Some(("6(4)", 5, false))),
            ("6 (1) {A}", Some(("6(1)(A)", 9, true))),
            ("6 (1) (8)", Some(("6(1)(B)", 9, true))),
            ("5 (9) (2) (D)", Some(("5(g)(2)(D)", 13, true))),
            ("11 (a)", Some(("11(a)", 6, false))),
            ("ll(a)", Some(("11(a)", 5, true))),
            ("10(a)(2)", Some(("10(a)", 8, false))),
            ("5 (g)(2)(D)", Some(("5(g)(2)(D)", 11, false))),
            ("6 (1)", None),
            ("6", None),
            ("of 1992", None),
        ] {
            let found = section(text);
            let found = found.as_ref().map(|(name, len, repaired)| (&**name, *len, *repaired));
            assert_eq!(found, read, "{text}");
        }
    }
}
