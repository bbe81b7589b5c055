//! The codes of the President John F. Kennedy Assassination Records Collection Act of 1992, which are numbers of its
//! sections and count only behind its name, and on the form that describes a record of the collection.
//!
//! Enters: the place of the name `JFK Act`, or what stands behind `RESTRICTIONS`. Leaves: the codes there.

use super::{Code, Notation};
use crate::document::text::line::line_rest;
use crate::document::text::word::words;
use crate::document::withheld::redaction::{MarkStyle, Placement, Redaction};
use crate::register::exemptions::{ExemptionRegister, System};
use crate::source::Span;

/// `JFK Act 6 (1)(B)` at the start of `here`: a label in place of text. The law itself is named without a section behind it.
pub(crate) fn mark(text: &str, here: Span, register: &ExemptionRegister) -> Option<Redaction> {
    let line = line_rest(text, here);
    let behind = ["JFK", "JEK"].into_iter().find_map(|name| text[line.range()].strip_prefix(name))?;
    let behind = [" Act ", " Law "].into_iter().find_map(|law| behind.strip_prefix(law))?;
    let (name, len, repaired) = section(behind)?;
    let span = line.part(0, line.len() as usize - behind.len() + len);
    let repaired = repaired || text[line.range()].starts_with("JEK");
    let codes = vec![code(name, span, repaired, register)];
    // What becomes no code by being repaired is not one.
    codes[0].known.then_some(()).or((!repaired).then_some(()))?;
    let (style, placement) = (MarkStyle::Code, Placement::Inline);
    Some(Redaction { span, style, codes, extent: None, placement, closed: true })
}

/// `1B; 4; 11(a)`: the grounds on a record's form. What is no ground is no code, but for a number that could be one.
pub(in crate::document) fn grounds(text: &str, span: Span, register: &ExemptionRegister) -> Vec<Code> {
    let named = words(text, span).filter_map(|word| {
        let plain = word.text.trim_matches([',', ';', '.', '-', '—']);
        let span = word.before(word.text.trim_end_matches([',', ';', '.', '-', '—']).len()).span;
        let (name, repaired) = match plain {
            "1A" | "1B" | "1C" => (format!("6(1)({})", &plain[1..]), false),
            "IA" | "IB" | "IC" | "lA" | "lB" | "lC" => (format!("6(1)({})", &plain[1..]), true),
            "DONOR" | "REFERRED" => (plain.to_owned(), false),
            "Consulted" => ("REFERRED".to_owned(), false),
            "10(a)" | "10(a)(1)" | "10(a)(2)" => ("10(a)".to_owned(), false),
            "11(a)" | "11A" => ("11(a)".to_owned(), false),
            "ll(a)" | "1l(a)" => ("11(a)".to_owned(), true),
            number if number.len() == 1 && number.bytes().all(|b| b.is_ascii_digit()) => {
                (format!("6({number})"), false)
            }
            _ => return None,
        };
        Some(code(name, span, repaired, register))
    });
    named.collect()
}

fn code(name: String, span: Span, repaired: bool, register: &ExemptionRegister) -> Code {
    let known = register.exemption(&name).is_some();
    Code { span, name, system: System::Jfk, notation: Notation::Section, known, repaired }
}

/// The section that `text` begins with, as the register writes it, how long it is, and whether it had to be repaired.
/// A section that is not whole is none.
fn section(text: &str) -> Option<(String, usize, bool)> {
    let digits = text.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'l').count();
    let number = text[..digits].replace('l', "1");
    let mut repaired = text[..digits].contains('l');
    let (mut name, mut at) = (number.clone(), digits);
    while let Some((inside, end, damaged)) = enclosed(&text[at..]) {
        repaired |= damaged;
        at += end;
        let part = match (name.len() > number.len(), inside) {
            // A letter stands behind the first paragraph of section 6 only.
            (true, "8") if number == "6" => "B".to_owned(),
            (false, "9") if number == "5" => "g".to_owned(),
            (true, letter) if number == "6" => letter.to_ascii_uppercase(),
            (_, part) => part.to_owned(),
        };
        repaired |= part != inside && matches!(inside, "8" | "9");
        name = format!("{name}({part})");
    }
    let whole = match &*number {
        "6" => name != "6(1)" && name.len() > 1,
        "10" | "11" => name.len() > 2,
        "5" => name.len() > 1,
        _ => false,
    };
    let name = if name.starts_with("10(a)(") { "10(a)".to_owned() } else { name };
    whole.then_some((name, at, repaired))
}

/// `(1)` or ` (B}` at the start of `text`: what is inside, where it ends, and whether a bracket was misread.
fn enclosed(text: &str) -> Option<(&str, usize, bool)> {
    let open = text.len() - text.trim_start_matches(' ').len();
    let inside = text[open..].strip_prefix(['(', '{', '['])?;
    let part = inside.get(..1).filter(|part| part.bytes().all(|byte| byte.is_ascii_alphanumeric()))?;
    let close = inside[1..].starts_with([')', '}', ']']).then_some(open + 3)?;
    let damaged = !(text[open..].starts_with('(') && inside[1..].starts_with(')'));
    Some((part, close, damaged))
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
