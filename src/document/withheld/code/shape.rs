//! Recognizes the forms of codes: section and letter, exemption and sub-paragraph, years and number, whether or not
//! the code exists.

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
        let Shape { name, system, notation, start, end } = self;
        let known = register.exemption(&name).is_some();
        let len = here.len() as usize;
        let span = here.part(start.min(len), end.min(len) - start.min(len));
        Code { span, name, system, notation, known, repaired: false }
    }
}

/// The code that `rest` begins with, or the several that share a section: `1.4(b/d)`, `1.4 (b) and (d)`.
pub(crate) fn exact(rest: &str) -> Option<Vec<Shape>> {
    let shapes = categories(rest).or_else(|| exemptions(rest)).or_else(|| {
        let one = foia(rest).or_else(|| long(rest)).or_else(|| section(rest)).or_else(|| privacy(rest));
        one.or_else(|| presidential(rest)).map(|shape| vec![shape])
    })?;
    let end = shapes.last()?.end;
    // After a parenthesis the category may follow without a space: `(b)(1)1.4a`.
    let sections = ["1.4", "1.5", "3.3", "3.5"];
    let another = rest[..end].ends_with(')') && sections.iter().any(|section| rest[end..].starts_with(section));
    let cut = rest[end..].starts_with(|c: char| c.is_alphanumeric());
    (another || !cut).then_some(shapes)
}

struct Cursor<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Cursor<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn eat(&mut self, word: &str) -> bool {
        let found = self.rest().starts_with(word);
        self.at += if found { word.len() } else { 0 };
        found
    }

    fn blank(&mut self) {
        while self.eat(" ") {}
    }

    fn take(&mut self, most: usize, fits: fn(&u8) -> bool) -> Option<&'t str> {
        let rest = self.rest();
        let len = rest.bytes().take(most).take_while(fits).count();
        self.at += len;
        (len > 0).then(|| &rest[..len])
    }

    /// `(x)` with at most `most` characters that fit; the cursor stays where it is if they do not.
    fn enclosed(&mut self, most: usize, fits: fn(&u8) -> bool) -> Option<&'t str> {
        let start = self.at;
        self.blank();
        let inside = self.eat("(").then(|| self.take(most, fits)).flatten();
        let closed = inside.filter(|_| self.eat(")"));
        if closed.is_none() {
            self.at = start;
        }
        closed
    }
}

/// `1.4(b)`, `1.4(B), (D)`, `1.4 (b/d)`, `1.5d`.
fn categories(rest: &str) -> Option<Vec<Shape>> {
    let mut cursor = Cursor { text: rest, at: 0 };
    let section = ["1.4", "1.5", "1.6"].into_iter().find(|section| cursor.eat(section))?;
    cursor.blank();
    let mut shapes: Vec<Shape> = Vec::new();
    let mut push = |letter: u8, start: usize, end: usize| {
        let name = format!("{section}{}", letter.to_ascii_lowercase() as char);
        shapes.push(Shape { name, system: System::Category, notation: Notation::Section, start, end });
    };
    let mut start = 0;
    loop {
        let before = cursor.at;
        let is_letter = |byte: &u8| byte.is_ascii_alphabetic() || b"/, ".contains(byte);
        if let Some(inside) = cursor.enclosed(12, is_letter) {
            let letters = inside.split(['/', ',', ' ']).filter(|part| !part.is_empty());
            if letters.clone().any(|part| part.len() > 1) {
                break;
            }
            letters.for_each(|part| push(part.as_bytes()[0], start, cursor.at));
        } else if start == 0 {
            let letter = cursor.take(1, |byte| matches!(byte.to_ascii_lowercase(), b'a'..=b'h'))?;
            push(letter.as_bytes()[0], 0, cursor.at);
            break;
        }
        let behind = cursor.rest();
        let gap = behind.len() - behind.trim_start_matches([' ', ',', '/', '&']).trim_start_matches("and ").len();
        let another = matches!(behind.as_bytes()[gap..], [b'(', letter, b')', ..] if letter.is_ascii_alphabetic());
        if cursor.at == before || !another {
            break;
        }
        cursor.at += gap;
        start = cursor.at;
    }
    (!shapes.is_empty()).then_some(shapes)
}

/// `Exemption 6`, `Ex. 7(C)`, `FOIA Exemptions 6 and 7(C)`: each number is a shape of its own.
fn exemptions(rest: &str) -> Option<Vec<Shape>> {
    const WORDS: [&str; 8] =
        ["Exemptions ", "Exemption ", "exemptions ", "exemption ", "EXEMPTION ", "Exs. ", "Ex. ", "EX. "];
    let mut cursor = Cursor { text: rest, at: 0 };
    cursor.eat("FOIA ");
    WORDS.into_iter().find(|word| cursor.eat(word))?;
    let mut shapes: Vec<Shape> = Vec::new();
    let mut start = 0;
    while let Some(number) = cursor.take(2, u8::is_ascii_digit) {
        let letter = cursor.enclosed(1, u8::is_ascii_alphabetic);
        let letter = letter.or_else(|| cursor.take(1, u8::is_ascii_alphabetic)).map(str::to_ascii_uppercase);
        let name = format!("b{number}{}", letter.unwrap_or_default());
        let (system, notation, end) = (System::Foia, Notation::Word, cursor.at);
        shapes.push(Shape { name, system, notation, start, end });
        let behind = cursor.rest();
        let next = behind.trim_start_matches([' ', ',', '&']).trim_start_matches("and ");
        if next.len() == behind.len() || !next.starts_with(|c: char| c.is_ascii_digit()) {
            break;
        }
        cursor.at += behind.len() - next.len();
        start = cursor.at;
    }
    (!shapes.is_empty()).then_some(shapes)
}

/// `B6`, `b7C`, `B7(C)`, `(b)(6)`, `b(6)`, with what an office counts after it: `b7C -2`.
fn foia(rest: &str) -> Option<Shape> {
    let mut cursor = Cursor { text: rest, at: 0 };
    let bracketed = cursor.eat("(b)") || cursor.eat("(B)");
    let capital = !bracketed && cursor.eat("B");
    if !bracketed && !capital && !cursor.eat("b") {
        return None;
    }
    // `B-1` is an aircraft, and a number in a list.
    let hyphen = !bracketed && rest[1..].starts_with("-7") && cursor.eat("-");
    let number = match cursor.enclosed(2, u8::is_ascii_digit) {
        Some(number) => number,
        None if bracketed => return None,
        None => cursor.take(if hyphen { 1 } else { 2 }, u8::is_ascii_digit)?,
    };
    let notation = match (bracketed || rest.as_bytes()[1] == b'(', capital) {
        (true, _) => Notation::Bracketed,
        (false, true) => Notation::Capital,
        (false, false) => Notation::Small,
    };
    // After any number but 7 a letter set off by a space is a portion mark.
    let spaced = number == "7" || cursor.rest().starts_with('(');
    let behind = cursor.at;
    let letter = match cursor.enclosed(1, u8::is_ascii_alphabetic).filter(|_| spaced) {
        Some(letter) => Some(letter),
        None => {
            cursor.at = behind;
            cursor.take(1, u8::is_ascii_alphabetic)
        }
    };
    // Exemption 3 has sub-paragraphs for two kinds of statute, and the CIA names its acts by a lower-case letter.
    let letter =
        letter.filter(|letter| !(number == "3" && bracketed && matches!(*letter, "A" | "B" | "c" | "g" | "n")));
    let letter = letter.map_or(String::new(), str::to_ascii_uppercase);
    let behind = cursor.at;
    cursor.blank();
    let counted = cursor.eat("-") && cursor.take(2, u8::is_ascii_digit).is_some();
    if !counted || cursor.rest().starts_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | '/' | '-')) {
        cursor.at = behind;
    }
    let name = format!("b{number}{letter}");
    Some(Shape { name, system: System::Foia, notation, start: 0, end: cursor.at })
}

/// `25X1`, `50X1-HUM`, `3.3(b)(1)`, with the letters of an office before it.
fn long(rest: &str) -> Option<Shape> {
    let mut cursor = Cursor { text: rest, at: 0 };
    let shape = |name: String, end: usize| {
        Some(Shape { name, system: System::Long, notation: Notation::Section, start: 0, end })
    };
    if let Some(years) = ["25", "50", "75"].into_iter().find(|years| cursor.eat(years)) {
        if !cursor.eat("X") && !cursor.eat("x") {
            return None;
        }
        let number = cursor.take(2, u8::is_ascii_digit)?;
        let mut name = format!("{years}X{number}");
        let before = cursor.at;
        cursor.blank();
        cursor.eat("-");
        cursor.blank();
        match ["HUM", "WMD"].into_iter().find(|word| cursor.eat(word)) {
            Some(word) => name = format!("{name}-{word}"),
            None => cursor.at = before,
        }
        return shape(name, cursor.at);
    }
    for office in ["OSD ", "JS ", "DOS ", "CIA ", "NSC ", "AF ", "DIA "] {
        cursor.eat(office);
    }
    // What is section 3.3 today was 3.4 in the first form of E.O. 12958.
    let section = ["3.3", "3.4"].into_iter().find(|section| cursor.eat(section))?;
    cursor.blank();
    let group = match cursor.enclosed(1, |byte| b"bhBH".contains(byte)) {
        Some(group) => group,
        None => cursor.take(1, |byte| b"bhBH".contains(byte))?,
    };
    let number = match cursor.enclosed(2, u8::is_ascii_digit) {
        Some(number) => number,
        None => cursor.take(2, u8::is_ascii_digit)?,
    };
    // Records are sorted by their age: `3.4(b)(1)>25Yrs`.
    let _ = [">25Yrs", ">25 Yrs", "> 25 Yrs", ">25YRS"].into_iter().any(|age| cursor.eat(age));
    // Section 3.3(h)(1) is what the 50X codes rest on.
    let name = if group.eq_ignore_ascii_case("h") { format!("50X{number}") } else { format!("{section}b{number}") };
    shape(name, cursor.at)
}

/// `3.5(c)`, `6.2(a)`.
fn section(rest: &str) -> Option<Shape> {
    let mut cursor = Cursor { text: rest, at: 0 };
    let number = ["3.5", "6.2"].into_iter().find(|number| cursor.eat(number))?;
    let letter = match cursor.enclosed(1, u8::is_ascii_alphabetic) {
        Some(letter) => letter,
        None => cursor.take(1, u8::is_ascii_alphabetic)?,
    };
    let name = format!("{number}{}", letter.to_ascii_lowercase());
    Some(Shape { name, system: System::Order, notation: Notation::Section, start: 0, end: cursor.at })
}

/// `(d)(5)`, `(j)(2)`, `k2`.
fn privacy(rest: &str) -> Option<Shape> {
    let mut cursor = Cursor { text: rest, at: 0 };
    let is_group = |byte: &u8| b"djk".contains(byte);
    let (group, number) = match cursor.enclosed(1, is_group) {
        Some(group) => (group, cursor.enclosed(1, u8::is_ascii_digit)?),
        None => (cursor.take(1, is_group)?, cursor.take(1, u8::is_ascii_digit)?),
    };
    let name = format!("{group}{number}");
    Some(Shape { name, system: System::PrivacyAct, notation: Notation::Bracketed, start: 0, end: cursor.at })
}

/// `P6` before the exemption that goes with it: `P6/b(6)`. Elsewhere it is the number of a page.
fn presidential(rest: &str) -> Option<Shape> {
    let beside = ["/b", "/(b", "/B", "/ b", "/ (b"];
    restriction(rest).filter(|shape| beside.iter().any(|beside| rest[shape.end..].starts_with(beside)))
}

/// `P6`, or `(a)(6)` as the Presidential Records Act counts it.
pub(crate) fn restriction(rest: &str) -> Option<Shape> {
    let mut cursor = Cursor { text: rest, at: 0 };
    let number = match cursor.eat("P") {
        true => cursor.take(1, u8::is_ascii_digit),
        false => cursor.eat("(a)").then(|| cursor.enclosed(1, u8::is_ascii_digit)).flatten(),
    };
    let (name, system, notation) = (format!("P{}", number?), System::Presidential, Notation::Section);
    Some(Shape { name, system, notation, start: 0, end: cursor.at })
}
