//! Recognizes the forms of codes, whether or not the code exists: those of the register, and lists of letters or numbers
//! behind a section or a word.

use std::sync::LazyLock;

use regex::Regex;

use super::{Code, Notation};
use crate::register::exemptions::{ExemptionRegister, System};
use crate::source::Span;

/// What a code looks like, before anybody asks whether it exists. Offsets are bytes from where reading began.
pub(crate) struct Shape {
    /// The key of the code.
    pub name: String,
    system: System,
    notation: Notation,
    start: usize,
    /// Where it ends.
    pub end: usize,
}

impl Shape {
    pub(crate) fn code(self, here: Span, register: &ExemptionRegister) -> Code {
        let len = here.len() as usize;
        let span = here.part(self.start.min(len), self.end.min(len) - self.start.min(len));
        Code { notation: self.notation, ..Code::new(self.name, span, self.system, register) }
    }
}

/// The code that `rest` begins with, or the several that share a section: `1.4(b/d)`, `1.4 (b) and (d)`.
pub(crate) fn exact(rest: &str, register: &ExemptionRegister) -> Option<Vec<Shape>> {
    let shapes = categories(rest).or_else(|| exemptions(rest)).or_else(|| form(rest, register).map(|one| vec![one]))?;
    let end = shapes.last()?.end;
    // After a parenthesis the category may follow without a space: `(b)(1)1.4a`.
    let sections = ["1.4", "1.5", "3.3", "3.5"];
    let another = rest[..end].ends_with(')') && sections.iter().any(|section| rest[end..].starts_with(section));
    let cut = rest[end..].starts_with(|c: char| c.is_alphanumeric());
    (another || !cut).then_some(shapes)
}

/// A form of the register; `P6` only before the exemption that goes with it, as in `P6/b(6)`. Elsewhere it is the number of
/// a page.
fn form(rest: &str, register: &ExemptionRegister) -> Option<Shape> {
    let shape = read(rest, register, |_| true)?;
    let beside = ["/b", "/(b", "/B", "/ b", "/ (b"].iter().any(|beside| rest[shape.end..].starts_with(beside));
    (shape.system != System::Presidential || beside).then_some(shape)
}

/// A restriction of the Presidential Records Act.
pub(crate) fn restriction(rest: &str, register: &ExemptionRegister) -> Option<Shape> {
    read(rest, register, |system| system == System::Presidential)
}

fn read(rest: &str, register: &ExemptionRegister, is_asked: fn(System) -> bool) -> Option<Shape> {
    register.form.iter().filter(|form| is_asked(form.system)).find_map(|form| {
        let (name, notation, end) = form.read(rest)?;
        Some(Shape { name, system: form.system, notation, start: 0, end })
    })
}

fn pattern(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a valid pattern")
}

/// `1.4(b)`, `1.4(B), (D)`, `1.4 (b/d)`, `1.5d`.
fn categories(rest: &str) -> Option<Vec<Shape>> {
    static FIRST: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(1\.[456]) *(?:\(([A-Za-z/, ]{1,12})\)|([A-Ha-h]))"));
    static MORE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[ ,/&]*(?:and )*(\(([A-Za-z])\))"));
    let found = FIRST.captures(rest).filter(|_| rest.starts_with("1."))?;
    let shape = |letter: &str, start, end| {
        let name = format!("{}{}", &found[1], letter.to_ascii_lowercase());
        Shape { name, system: System::Category, notation: Notation::Section, start, end }
    };
    let mut end = found.get_match().end();
    if let Some(letter) = found.get(3) {
        return Some(vec![shape(letter.as_str(), 0, end)]);
    }
    let letters = || found[2].split(['/', ',', ' ']).filter(|part| !part.is_empty());
    let mut shapes: Vec<Shape> = letters().map(|letter| shape(letter, 0, end)).collect();
    if letters().any(|letter| letter.len() > 1) {
        return None;
    }
    while let Some(more) = MORE.captures(&rest[end..]) {
        let start = end + more.get(1)?.start();
        end += more.get_match().end();
        shapes.push(shape(&more[2], start, end));
    }
    (!shapes.is_empty()).then_some(shapes)
}

/// `Exemption 6`, `Ex. 7(C)`, `FOIA Exemptions 6 and 7(C)`: each number is a shape of its own.
fn exemptions(rest: &str) -> Option<Vec<Shape>> {
    static WORD: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(?:FOIA )?(?:[Ee]xemptions?|EXEMPTION|Exs\.|E[Xx]\.) "));
    static NUMBER: LazyLock<Regex> = LazyLock::new(|| pattern(r"^([0-9][0-9]?)(?: *\(([A-Za-z])\)|([A-Za-z]))?"));
    let mut at = rest.starts_with(['E', 'e', 'F']).then(|| WORD.find(rest))??.end();
    let (mut shapes, mut start) = (Vec::new(), 0);
    while let Some(found) = NUMBER.captures(&rest[at..]) {
        let letter = found.get(2).or(found.get(3)).map_or(String::new(), |letter| letter.as_str().to_ascii_uppercase());
        let (name, end) = (format!("b{}{letter}", &found[1]), at + found.get_match().end());
        shapes.push(Shape { name, system: System::Foia, notation: Notation::Word, start, end });
        let next = rest[end..].trim_start_matches([' ', ',', '&']).trim_start_matches("and ");
        at = rest.len() - next.len();
        start = at;
        if at == end {
            break;
        }
    }
    (!shapes.is_empty()).then_some(shapes)
}
