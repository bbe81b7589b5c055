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
        let section = register.ground.sound.get(plain).or_else(|| register.ground.misread.get(plain));
        let digit = plain.len() == 1 && plain.bytes().all(|b| b.is_ascii_digit());
        let name = section.map(ToString::to_string).or_else(|| digit.then(|| format!("6({plain})")))?;
        let repaired = register.ground.misread.contains_key(plain);
        Some(Code { repaired, ..Code::new(name, span, System::Jfk, register) })
    });
    named.collect()
}
