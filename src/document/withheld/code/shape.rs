//! Recognizes the forms of codes, whether or not the code exists: those of the register, and lists of letters or numbers
//! behind a section or a word.

use super::{ExemptionCode, Notation};
use crate::register::exemptions::{ExemptionRegister, System};
use crate::scan::patterns;
use crate::source::Span;

patterns! {
    /// `1.4(b)`, `1.4 (b/d)`, `1.5d`, and what may follow: `, (d)`, ` and (d)`.
    CATEGORY = r"^(1\.[456]) *(?:\(([A-Za-z/, ]{1,12})\)|([A-Ha-h]))";
    ANOTHER_CATEGORY = r"^[ ,/&]*(?:and )*(\(([A-Za-z])\))";
    /// `FOIA Exemptions `, and a number behind it.
    EXEMPTION = r"^(?:FOIA )?(?:[Ee]xemptions?|EXEMPTION|Exs\.|E[Xx]\.) ";
    NUMBER = r"^([0-9][0-9]?)(?: *\(([A-Za-z])\)|([A-Za-z]))?";
}

/// The code that `rest`, which is at `here`, begins with, or the several that share a section: `1.4(b/d)`,
/// `1.4 (b) and (d)`.
pub(crate) fn exact(rest: &str, here: Span, register: &ExemptionRegister) -> Option<Vec<ExemptionCode>> {
    let one = || form(rest, here, register).map(|code| vec![code]);
    let codes = categories(rest, here, register).or_else(|| exemptions(rest, here, register)).or_else(one)?;
    let end = (codes.last()?.span.end - here.start) as usize;
    // After a parenthesis the category may follow without a space: `(b)(1)1.4a`.
    let sections = ["1.4", "1.5", "3.3", "3.5"];
    let another = rest[..end].ends_with(')') && sections.iter().any(|section| rest[end..].starts_with(section));
    let cut = rest[end..].starts_with(|c: char| c.is_alphanumeric());
    (another || !cut).then_some(codes)
}

/// A form of the register; `P6` only before the exemption that goes with it, as in `P6/b(6)`. Elsewhere it is the number of
/// a page.
fn form(rest: &str, here: Span, register: &ExemptionRegister) -> Option<ExemptionCode> {
    let code = read(rest, here, register, |_| true)?;
    let behind = &rest[code.span.len() as usize..];
    let beside = ["/b", "/(b", "/B", "/ b", "/ (b"].iter().any(|beside| behind.starts_with(beside));
    (code.system != System::Presidential || beside).then_some(code)
}

/// A restriction of the Presidential Records Act.
pub(crate) fn restriction(rest: &str, here: Span, register: &ExemptionRegister) -> Option<ExemptionCode> {
    read(rest, here, register, |system| system == System::Presidential)
}

fn read(rest: &str, here: Span, register: &ExemptionRegister, is_asked: fn(System) -> bool) -> Option<ExemptionCode> {
    register.form.iter().filter(|form| is_asked(form.system)).find_map(|form| {
        let (name, notation, end) = form.read(rest)?;
        Some(ExemptionCode { notation, ..ExemptionCode::new(name, here.part(0, end), form.system, register) })
    })
}

fn categories(rest: &str, here: Span, register: &ExemptionRegister) -> Option<Vec<ExemptionCode>> {
    let found = CATEGORY.captures(rest).filter(|_| rest.starts_with("1."))?;
    let code = |letter: &str, start, end| {
        let name = format!("{}{}", &found[1], letter.to_ascii_lowercase());
        ExemptionCode::new(name, here.part(start, end - start), System::Category, register)
    };
    let mut end = found.get_match().end();
    if let Some(letter) = found.get(3) {
        return Some(vec![code(letter.as_str(), 0, end)]);
    }
    let letters = || found[2].split(['/', ',', ' ']).filter(|part| !part.is_empty());
    let mut codes: Vec<ExemptionCode> = letters().map(|letter| code(letter, 0, end)).collect();
    if letters().any(|letter| letter.len() > 1) {
        return None;
    }
    while let Some(more) = ANOTHER_CATEGORY.captures(&rest[end..]) {
        let start = end + more.get(1)?.start();
        end += more.get_match().end();
        codes.push(code(&more[2], start, end));
    }
    (!codes.is_empty()).then_some(codes)
}

/// `Exemption 6`, `Ex. 7(C)`, `FOIA Exemptions 6 and 7(C)`: each number is a code of its own.
fn exemptions(rest: &str, here: Span, register: &ExemptionRegister) -> Option<Vec<ExemptionCode>> {
    let mut at = rest.starts_with(['E', 'e', 'F']).then(|| EXEMPTION.find(rest))??.end();
    let (mut codes, mut start) = (Vec::new(), 0);
    while let Some(found) = NUMBER.captures(&rest[at..]) {
        let letter = found.get(2).or(found.get(3)).map_or(String::new(), |letter| letter.as_str().to_ascii_uppercase());
        let (name, end) = (format!("b{}{letter}", &found[1]), at + found.get_match().end());
        let code = ExemptionCode::new(name, here.part(start, end - start), System::Foia, register);
        codes.push(ExemptionCode { notation: Notation::Word, ..code });
        let next = rest[end..].trim_start_matches([' ', ',', '&']).trim_start_matches("and ");
        at = rest.len() - next.len();
        start = at;
        if at == end {
            break;
        }
    }
    (!codes.is_empty()).then_some(codes)
}
