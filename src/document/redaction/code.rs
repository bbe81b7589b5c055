//! A stretch of text in, the exemption codes that it is made of out.
//!
//! Only where a code belongs is one read: in a margin, a stamp, a bracket, behind another code. In running text `B1` is a
//! visa and `1.4` a number. A word that is no code but becomes one by what scanning does to print is read as that code
//! and says so. Whether a code exists is the register's word, not the reader's: `1.4(I)` is read, and unknown.

use crate::register::exemptions::{ExemptionRegister, System};
use crate::source::Span;

/// One exemption code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// Its characters; those of the whole word where several codes were read out of one damaged word.
    pub span: Span,
    /// The key that the register lists it under: `b7C`, `1.4d`, `25X1`; the name of a statute.
    pub name: String,
    /// The law it belongs to.
    pub system: System,
    /// How it is written.
    pub notation: Notation,
    /// Whether the register has it.
    pub known: bool,
    /// Whether it was read through damage.
    pub repaired: bool,
}

/// How a code is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Notation {
    /// `B6`, as the State Department does.
    Capital,
    /// `b6`, as the FBI does.
    Small,
    /// `(b)(6)`, as the statute does.
    Bracketed,
    /// The section of an order, or a statute.
    Section,
}

/// The longest word that is taken for a damaged code, in bytes.
const LONGEST_DAMAGED: usize = 16;

/// The codes that `text[span]` is made of, with nothing but commas, blanks and the like between them; `None` if anything
/// else stands there.
pub(in crate::document) fn list(text: &str, span: Span, register: &ExemptionRegister) -> Option<Vec<Code>> {
    let (codes, end) = leading(text, span, register);
    (!codes.is_empty() && end == span.end).then_some(codes)
}

/// The codes that `text[span]` begins with, and where they end.
pub(in crate::document) fn leading(text: &str, span: Span, register: &ExemptionRegister) -> (Vec<Code>, u32) {
    let mut codes: Vec<Code> = Vec::new();
    let (mut at, mut end) = (span.start, span.start);
    while at < span.end {
        let rest = &text[at as usize..span.end as usize];
        let skipped = separators(rest);
        at += skipped as u32;
        let here = Span::new(at, span.end);
        let Some((found, len)) = next(&rest[skipped..], here, register, codes.is_empty()) else { break };
        codes.extend(found);
        at += len as u32;
        end = at;
    }
    let rest = &text[end as usize..span.end as usize];
    if rest.trim_matches([' ', '\t', '\r', ',', ';', '.', '\u{c}']).is_empty() {
        end = span.end;
    }
    (codes, end)
}

/// Every code of an order between the words of `text[span]`, where words of another column stand between them.
pub(in crate::document) fn among_words(text: &str, span: Span, register: &ExemptionRegister) -> Vec<Code> {
    let mut codes = Vec::new();
    let mut at = span.start;
    while let Some(found) = text[at as usize..span.end as usize].find("1.").map(|found| at + found as u32) {
        let here = Span::new(found, span.end);
        match exact(&text[here.range()]) {
            Some(shapes) => {
                at = found + shapes.last().map_or(1, |shape| shape.end) as u32;
                codes.extend(shapes.into_iter().map(|shape| shape.code(here, register)));
            }
            None => at = found + 1,
        }
    }
    codes
}

/// The codes at the start of `rest`, sound before damaged before unknown, and how many bytes they take.
fn next(rest: &str, here: Span, register: &ExemptionRegister, first: bool) -> Option<(Vec<Code>, usize)> {
    let sound = exact(rest).map(|shapes| {
        let len = shapes.last().map_or(0, |shape| shape.end);
        (shapes.into_iter().map(|shape| shape.code(here, register)).collect::<Vec<_>>(), len)
    });
    if sound.as_ref().is_some_and(|(codes, _)| codes.iter().all(|code| code.known)) {
        return sound;
    }
    if !first && let Some((name, len)) = statute(rest, register) {
        let notation = Notation::Section;
        let (span, system) = (here.part(0, len), System::Statute);
        return Some((vec![Code { span, name, system, notation, known: true, repaired: false }], len));
    }
    damaged(rest, here, register).or(sound)
}

/// A statute of the register, or any section of the United States Code.
fn statute(rest: &str, register: &ExemptionRegister) -> Option<(String, usize)> {
    if let Some((statute, len)) = register.statute_at(rest) {
        return Some((statute.name.to_string(), len));
    }
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let behind = rest[digits..].trim_start();
    let cited = ["USC", "U.S.C"].iter().any(|word| behind.starts_with(word));
    let len = rest.find([',', ';', '\n', '\r', ']']).unwrap_or(rest.len());
    ((1..=2).contains(&digits) && cited && len < 60).then(|| (rest[..len].trim_end().to_owned(), len))
}

/// The codes that the first word, or the first words, become when what scanning did is undone.
fn damaged(rest: &str, here: Span, register: &ExemptionRegister) -> Option<(Vec<Code>, usize)> {
    // A comma may be the point of a number: `1,4(D)`.
    let ends =
        |(at, c): (usize, char)| (matches!(c, ',' | ';' | '\n' | '\r' | ']') && !(at == 1 && c == ',')).then_some(at);
    let item = rest
        .char_indices()
        .take(LONGEST_DAMAGED + 1)
        .find_map(ends)
        .unwrap_or_else(|| rest.floor_char_boundary(LONGEST_DAMAGED + 1));
    let column = rest[..item].find("  ").unwrap_or(item);
    let word = rest[..column].find([' ', '\t']).unwrap_or(column);
    [column, word].into_iter().filter(|len| (2..=LONGEST_DAMAGED).contains(len)).find_map(|len| {
        let squeezed: String = rest[..len].chars().filter(|c| *c != ' ').collect();
        let shapes = undone(&squeezed, register)?;
        let span = here.part(0, len);
        let code = |shape: Shape| Code { span, repaired: true, ..shape.code(here, register) };
        Some((shapes.into_iter().map(code).collect(), len))
    })
}

fn undone(word: &str, register: &ExemptionRegister) -> Option<Vec<Shape>> {
    let known = |word: &str| {
        let mut shapes = Vec::new();
        let mut at = 0;
        while at < word.len() {
            at += separators(&word[at..]);
            let here = exact(&word[at..])?;
            at += here.last()?.end;
            shapes.extend(here);
        }
        shapes.iter().all(|shape| register.exemption(&shape.name).is_some()).then_some(shapes)
    };
    known(word).or_else(|| {
        let seen = register.confusion.iter().filter(|confusion| word.contains(&*confusion.seen));
        seen.map(|confusion| word.replacen(&*confusion.seen, &confusion.meant, 1)).find_map(|word| known(&word))
    })
}

fn separators(rest: &str) -> usize {
    let mut len = 0;
    loop {
        let behind = rest[len..].trim_start_matches([' ', '\t', ',', ';', '/', '&', ':', '+', '-', '–', '\r', '\u{c}']);
        let behind = behind.strip_prefix("and ").or_else(|| behind.strip_prefix("per ")).unwrap_or(behind);
        if rest.len() - behind.len() == len {
            return len;
        }
        len = rest.len() - behind.len();
    }
}

/// What a code looks like, before anybody asks whether it exists. Offsets are bytes from where reading began.
struct Shape {
    name: String,
    system: System,
    notation: Notation,
    start: usize,
    end: usize,
}

impl Shape {
    fn code(self, here: Span, register: &ExemptionRegister) -> Code {
        let Shape { name, system, notation, start, end } = self;
        let known = register.exemption(&name).is_some();
        let len = here.len() as usize;
        let span = here.part(start.min(len), end.min(len) - start.min(len));
        Code { span, name, system, notation, known, repaired: false }
    }
}

/// The code that `rest` begins with, or the several that share a section: `1.4(b/d)`, `1.4 (b) and (d)`.
fn exact(rest: &str) -> Option<Vec<Shape>> {
    let shapes = categories(rest).or_else(|| {
        let one = foia(rest).or_else(|| long(rest)).or_else(|| section(rest)).or_else(|| privacy(rest));
        one.map(|shape| vec![shape])
    })?;
    let end = shapes.last()?.end;
    let cut = rest[end..].starts_with(|c: char| c.is_alphanumeric());
    (!cut).then_some(shapes)
}

/// A reader of single characters and what stands between parentheses.
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

/// `B6`, `b7C`, `B7(C)`, `(b)(6)`, `b(6)`.
fn foia(rest: &str) -> Option<Shape> {
    let mut cursor = Cursor { text: rest, at: 0 };
    let bracketed = cursor.eat("(b)") || cursor.eat("(B)");
    let capital = !bracketed && cursor.eat("B");
    if !bracketed && !capital && !cursor.eat("b") {
        return None;
    }
    let number = match cursor.enclosed(2, u8::is_ascii_digit) {
        Some(number) => number,
        None if bracketed => return None,
        None => cursor.take(2, u8::is_ascii_digit)?,
    };
    let notation = match (bracketed || rest.as_bytes()[1] == b'(', capital) {
        (true, _) => Notation::Bracketed,
        (false, true) => Notation::Capital,
        (false, false) => Notation::Small,
    };
    // Behind any number but 7 a letter set off by a blank is a portion mark.
    let spaced = number == "7" || cursor.rest().starts_with('(');
    let behind = cursor.at;
    let letter = match cursor.enclosed(1, u8::is_ascii_alphabetic).filter(|_| spaced) {
        Some(letter) => Some(letter),
        None => {
            cursor.at = behind;
            cursor.take(1, u8::is_ascii_alphabetic)
        }
    };
    let letter = letter.map_or(String::new(), str::to_ascii_uppercase);
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
        let number = cursor.take(1, u8::is_ascii_digit)?;
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
    if !cursor.eat("3.3") {
        return None;
    }
    cursor.blank();
    let group = match cursor.enclosed(1, |byte| b"bh".contains(byte)) {
        Some(group) => group,
        None => cursor.take(1, |byte| b"bh".contains(byte))?,
    };
    let number = match cursor.enclosed(1, u8::is_ascii_digit) {
        Some(number) => number,
        None => cursor.take(1, u8::is_ascii_digit)?,
    };
    // Section 3.3(h)(1) is what the 50X codes rest on.
    let name = if group == "h" { format!("50X{number}") } else { format!("3.3b{number}") };
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::Registers;

    /// The codes of a list: their names, `?` behind an unknown and `~` behind a repaired one.
    fn read(text: &str) -> Option<String> {
        let registers = Registers::builtin();
        let codes = list(text, Span::new(0, text.len() as u32), registers.exemptions())?;
        let show = |code: &Code| {
            let marks = [(!code.known, "?"), (code.repaired, "~")];
            marks.iter().filter(|(holds, _)| *holds).fold(code.name.clone(), |name, (_, mark)| name + mark)
        };
        Some(codes.iter().map(show).collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn every_notation_is_read() {
        for (text, codes) in [
            ("B1,1.4(B),1.4(D),B6", "b1 1.4b 1.4d b6"),
            ("1.4(b/d)", "1.4b 1.4d"),
            ("1.4 (b) and (d)", "1.4b 1.4d"),
            ("1.4(B), (D)", "1.4b 1.4d"),
            ("B7(C), b7E", "b7C b7E"),
            ("(b) (7) (C); (b)(6)", "b7C b6"),
            ("B3 CIA PERS/ORG, B6", "b3 CIA PERS/ORG b6"),
            ("(b)(3) 50 U.S.C. 3024(i)", "b3 50 U.S.C. 3024(i)"),
            ("OSD 3.3(b)(1), 25X6", "3.3b1 25X6"),
            ("50X1-HUM", "50X1-HUM"),
            ("3.5c, (b)(6)", "3.5c b6"),
            ("(k)(2)", "k2"),
        ] {
            assert_eq!(read(text).as_deref(), Some(codes), "{text}");
        }
    }

    #[test]
    fn a_damaged_code_says_so() {
        for (text, codes) in [
            ("B61", "b6~"),
            ("1 .4(B)", "1.4b~"),
            ("1,4(D)", "1.4d~"),
            ("1. 4(13)", "1.4b~"),
            ("B11.4(B)", "b1~ 1.4b~"),
            ("1.4(DB5", "1.4d~ b5~"),
            ("4(B)", "1.4b~"),
            ("1.4(Dy", "1.4d~"),
        ] {
            assert_eq!(read(text).as_deref(), Some(codes), "{text}");
        }
    }

    #[test]
    fn an_impossible_code_is_unknown() {
        for (text, codes) in [("B10", "b10?"), ("B0", "b0?"), ("1.4(I)", "1.4i?"), ("b7G", "b7G?"), ("25X0", "25X0?")] {
            assert_eq!(read(text).as_deref(), Some(codes), "{text}");
        }
        for text in ["BOX 6", "86", "B6 visa", "1.4 million", "Building B", "(C)"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
