//! Reads the codes of the President John F. Kennedy Assassination Records Collection Act of 1992: section numbers,
//! which count only after the name of the Act, or after `RESTRICTIONS` on the form that describes a record of the
//! collection.

use super::{Code, ground};
use crate::document::text::line::line_rest;
use crate::document::text::word::words;
use crate::document::withheld::redaction::{MarkStyle, Redaction};
use crate::register::exemptions::{ExemptionRegister, System};
use crate::source::Span;

/// `JFK Act 6 (1)(B)` at the start of `here`: a label in place of text. The law itself is named without a section after
/// it.
pub(crate) fn mark(text: &str, here: Span, register: &ExemptionRegister) -> Option<Redaction> {
    let line = line_rest(text, here);
    let (name, len, repaired) = ground::named(&text[line.range()])?;
    let span = line.part(0, len);
    let codes = vec![Code { repaired, ..Code::new(name, span, System::Jfk, register) }];
    // What becomes no code by being repaired is not one.
    (codes[0].known || !repaired).then(|| Redaction { codes, ..Redaction::new(MarkStyle::Code, span) })
}

/// `1B; 4; 11(a)`: the grounds on a record's form. What is not a ground is not a code, but for a number that could be
/// one.
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
        Some(Code { repaired, ..Code::new(name, span, System::Jfk, register) })
    });
    named.collect()
}
