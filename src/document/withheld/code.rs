//! Parses exemption codes.
//!
//! Only where codes belong: in a margin, a stamp, a bracket, after another code. In running text `B1` is a visa and
//! `1.4` a number. A damaged word that repairs to a code is read as that code and says so. Whether a code exists is
//! left to the register: `1.4(I)` is read, and unknown.

mod damage;
pub(in crate::document) mod ground;
mod shape;

use crate::document::text::word::words;
pub use crate::register::exemptions::Notation;
use crate::register::exemptions::{ExemptionRegister, System};
use crate::source::Span;
use damage::damaged;
use shape::{exact, restriction};

/// One exemption code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExemptionCode {
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

impl ExemptionCode {
    /// The code with the key `name` at `span`, as an order or a statute writes it.
    pub(super) fn new(name: String, span: Span, system: System, register: &ExemptionRegister) -> ExemptionCode {
        let known = register.exemption(&name).is_some();
        ExemptionCode { span, name, system, notation: Notation::Section, known, repaired: false }
    }
}

/// The codes that `text[span]` is made of, with nothing but commas, spaces and the like between them; `None` if
/// anything else is there.
pub(in crate::document) fn list(text: &str, span: Span, register: &ExemptionRegister) -> Option<Vec<ExemptionCode>> {
    let (codes, end) = leading(text, span, register);
    (!codes.is_empty() && end == span.end).then_some(codes)
}

/// The codes that `text[span]` begins with, and where they end.
pub(in crate::document) fn leading(text: &str, span: Span, register: &ExemptionRegister) -> (Vec<ExemptionCode>, u32) {
    continued(text, span, register, None)
}

/// The codes behind a word which says that text was taken out. If nothing else stands there, a restriction of the
/// Presidential Records Act, a ground of the JFK Act or a section of the United States Code is one too.
pub(in crate::document) fn withheld(text: &str, span: Span, register: &ExemptionRegister) -> (Vec<ExemptionCode>, u32) {
    let (codes, end) = leading(text, span, register);
    if !codes.is_empty() {
        return (codes, end);
    }
    let (codes, end) = continued(text, span, register, Some(&[]));
    // `IRAN` and `CIA` are acts where exemption 3 stands before them.
    let numbered = |code: &ExemptionCode| code.known && text[code.span.range()].contains(|c: char| c.is_ascii_digit());
    if end == span.end && codes.iter().all(numbered) { (codes, end) } else { (Vec::new(), span.start) }
}

/// The same in a list of codes that goes on, after the last of those that are `before`.
pub(in crate::document) fn continued(
    text: &str,
    span: Span,
    register: &ExemptionRegister,
    before: Option<&[ExemptionCode]>,
) -> (Vec<ExemptionCode>, u32) {
    let mut codes: Vec<ExemptionCode> = Vec::new();
    let (mut at, mut end) = (span.start, span.start);
    while at < span.end {
        let rest = &text[at as usize..span.end as usize];
        let skipped = separators(rest, register);
        at += skipped as u32;
        let here = Span::new(at, span.end);
        let found = next(&rest[skipped..], here, register, codes.is_empty() && before.is_none());
        let last = codes.last().or_else(|| before.and_then(<[ExemptionCode]>::last));
        let Some((found, len)) = found.or_else(|| section_number(&rest[skipped..], here, last, register)) else {
            break;
        };
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

/// Every code of an order between the words of `text[span]`, where words of another column are between them.
pub(in crate::document) fn among_words(text: &str, span: Span, register: &ExemptionRegister) -> Vec<ExemptionCode> {
    let mut codes = Vec::new();
    let mut at = span.start;
    while let Some(found) = text[at as usize..span.end as usize].find("1.").map(|found| at + found as u32) {
        let here = Span::new(found, span.end);
        let more = exact(&text[here.range()], here, register).unwrap_or_default();
        at = more.last().map_or(found + 1, |code| code.span.end);
        codes.extend(more);
    }
    codes
}

/// Every known code that is a word of `text[span]` by itself, as a reviewer prints it over what is cut: `told B6 that`.
/// Only for texts that were released; elsewhere a word is hardly ever one.
pub(crate) fn printed(text: &str, span: Span, register: &ExemptionRegister) -> Vec<ExemptionCode> {
    let mut codes: Vec<ExemptionCode> = Vec::new();
    // What no digit is in is no code, and most words need not be compared with every form.
    let numbered = words(text, span).filter(|word| word.text.bytes().any(|byte| byte.is_ascii_digit()));
    for word in numbered {
        let here = Span::new(word.span.start, span.end);
        let goes_on = codes.last().is_some_and(|code| code.span.end > here.start);
        let found = if goes_on { None } else { exact(&text[here.range()], here, register) };
        let known = |found: &Vec<ExemptionCode>| found.iter().all(|code| code.known && code.notation != Notation::Word);
        codes.extend(found.filter(known).into_iter().flatten());
    }
    codes
}

/// The codes at the start of `rest`, sound before damaged before unknown, and how many bytes they take.
fn next(rest: &str, here: Span, register: &ExemptionRegister, first: bool) -> Option<(Vec<ExemptionCode>, usize)> {
    let sound = exact(rest, here, register).map(|codes| {
        let len = codes.last().map_or(0, |code| code.span.end - here.start) as usize;
        (codes, len)
    });
    // Behind `B7` a brace was the parenthesis before the letter.
    let torn = |len: usize| rest[len..].starts_with('{');
    if sound.as_ref().is_some_and(|(codes, len)| codes.iter().all(|code| code.known) && !torn(*len)) {
        return sound;
    }
    let cited = || {
        let (name, len) = statute(rest, register)?;
        Some(ExemptionCode { known: true, ..ExemptionCode::new(name, here.part(0, len), System::Statute, register) })
    };
    if !first && let Some(code) = cited().or_else(|| elsewhere(rest, here, register)) {
        let len = code.span.len() as usize;
        return Some((vec![code], len));
    }
    damaged(rest, here, register).or(sound)
}

/// A code that is one only among others, or where a word says that text was taken out: `P6`, `JFK Act 6(1)(B)`.
fn elsewhere(rest: &str, here: Span, register: &ExemptionRegister) -> Option<ExemptionCode> {
    let ground = || {
        let (name, len, repaired) =
            ground::named(rest).or_else(|| ground::paragraph(rest)).or_else(|| ground::section(rest))?;
        Some(ExemptionCode { repaired, ..ExemptionCode::new(name, here.part(0, len), System::Jfk, register) })
    };
    let code = restriction(rest, here, register).or_else(ground);
    code.filter(|code| code.known && !rest[code.span.len() as usize..].starts_with(char::is_alphanumeric))
}

/// `(b)(3) 1306`: the number of a section behind exemption 3 names a statute, whichever it is.
fn section_number(
    rest: &str,
    here: Span,
    before: Option<&ExemptionCode>,
    register: &ExemptionRegister,
) -> Option<(Vec<ExemptionCode>, usize)> {
    before.filter(|code| &*code.name == "b3")?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let len = digits + usize::from(rest[digits..].starts_with(|c: char| c.is_ascii_lowercase()));
    let cut = rest[len..].starts_with(char::is_alphanumeric);
    let code = || ExemptionCode::new(rest[..len].to_owned(), here.part(0, len), System::Statute, register);
    ((3..=4).contains(&digits) && !cut).then(|| (vec![ExemptionCode { known: true, ..code() }], len))
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

/// `span` without the bullets and the brackets that scanning makes of the frame around a stamp.
pub(in crate::document) fn unframed(text: &str, span: Span) -> Span {
    const NOISE: &[char] =
        &[' ', '•', '·', '■', '▪', '*', '|', '~', '_', '.', ':', ';', ',', '-', '\'', '"', '\t', '\u{c}'];
    let inside = text[span.range()].trim_matches(NOISE);
    // `(b)(6)` begins with a parenthesis of its own, and `1.4(D)` ends with one.
    let own = inside.as_bytes().get(2) == Some(&b')');
    let inside = inside.trim_start_matches(['[', '{', '<']).trim_end_matches(['}', '>']);
    let inside = if own { inside } else { inside.trim_start_matches('(') };
    let closed = |inside: &str, open: char, close: char| inside.matches(open).count() >= inside.matches(close).count();
    let inside = if closed(inside, '(', ')') { inside } else { inside.trim_end_matches(')') };
    let inside = if closed(inside, '[', ']') { inside } else { inside.trim_end_matches(']') };
    let inside = inside.trim_matches(NOISE);
    span.part(inside.as_ptr() as usize - text[span.range()].as_ptr() as usize, inside.len())
}

/// How many bytes of signs and of words that join codes, or name the law before one, `rest` begins with.
fn separators(rest: &str, register: &ExemptionRegister) -> usize {
    let mut len = 0;
    loop {
        let behind = rest[len..].trim_start_matches([' ', '\t', ',', ';', '/', '&', ':', '+', '-', '–', '\r', '\u{c}']);
        let behind = register.joined(behind).or_else(|| act(behind)).or_else(|| order(behind)).unwrap_or(behind);
        if rest.len() - behind.len() == len {
            return len;
        }
        len = rest.len() - behind.len();
    }
}

/// What follows `5 U.S.C. § 552a` at the start of `rest`, the act whose subsections are exemptions.
fn act(rest: &str) -> Option<&str> {
    let rest = rest.trim_start_matches("5 U.S.C. ").trim_start_matches("5 USC ").trim_start_matches("§ ");
    let behind = rest.strip_prefix("552a").or_else(|| rest.strip_prefix("552"))?;
    behind.trim_start().starts_with('(').then_some(behind)
}

/// What follows `E.O. 13526` at the start of `rest`.
fn order(rest: &str) -> Option<&str> {
    let number = ["E.O.", "EO", "E. O."].iter().find_map(|word| rest.strip_prefix(word))?.trim_start_matches(' ');
    let digits = number.bytes().take_while(u8::is_ascii_digit).count();
    Some(&number[digits..]).filter(|rest| digits == 5 && rest.starts_with([' ', ',']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::Registers;

    /// The codes of a list: their names, `?` after an unknown and `~` after a repaired one.
    fn read(text: &str) -> Option<String> {
        let registers = Registers::builtin();
        let codes = list(text, Span::new(0, text.len() as u32), registers.exemptions())?;
        let show = |code: &ExemptionCode| {
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
            ("(b)(1)1.4a", "b1 1.4a"),
            ("(b)(3) 424; (b)(6)", "b3 424 b6"),
            ("(b)(3) 1306, (b)(6)", "b3 1306 b6"),
            ("Exemption 7(C)", "b7C"),
            ("FOIA Exemptions 6 and 7(C)", "b6 b7C"),
            ("Ex. 6, Ex. 3", "b6 b3"),
            ("EO 13526 § 3.3(b)(1)", "3.3b1"),
            ("3.3 (B) (6)", "3.3b6"),
            ("552a(k)(5), 5 U.S.C. § 552(b)(6)", "k5 b6"),
            ("P6/b(6)", "P6 b6"),
            ("P5/(b)(5)", "P5 b5"),
            ("EO 12958 3.4(b)(1)>25Yrs", "3.4b1"),
            ("E.O. 13526, Sec. 3.3(b)(6)", "3.3b6"),
            ("(b)(3)(A), (b)(6)", "b3 b6"),
            ("b6 -1, b7C -3", "b6 b7C"),
            ("b6 -2 b7C -2", "b6 b7C"),
            ("FOIA(b)(6), ex. (b)(5), Exemption b7(C)", "b6 b5 b7C"),
            ("exemption (b)(7)(A) and b-7(c)", "b7A b7C"),
            ("FOIA b3 - CIA Act", "b3 CIA PERS/ORG"),
            ("(b)(1), P5, S. 5(g)(2)(D), JFK Act 6 (1)(B)", "b1 P5 5(g)(2)(D) 6(1)(B)"),
        ] {
            assert_eq!(read(text).as_deref(), Some(codes), "{text}");
        }
    }

    #[test]
    fn behind_a_word_a_code_of_any_law_counts_if_it_is_alone() {
        let registers = Registers::builtin();
        let read = |text: &str| {
            let codes = withheld(text, Span::new(0, text.len() as u32), registers.exemptions()).0;
            codes.into_iter().map(|code| code.name).collect::<Vec<_>>().join(" ")
        };
        for (text, codes) in [
            ("P5", "P5"),
            ("P2, P6", "P2 P6"),
            ("(a)(5)", "P5"),
            ("50 USC 3024(i)(1)", "NATSECACT1947"),
            ("18 USC 798", "18 USC 798"),
            ("JFK Act 4", "6(4)"),
            ("JFK Act 5 (g)(2)(D)", "5(g)(2)(D)"),
            ("S. 5(g)(2)(D)", "5(g)(2)(D)"),
            ("b6", "b6"),
        ] {
            assert_eq!(read(text), codes, "{text}");
        }
        for text in ["P7", "P6 of the annex", "(a)(7)", "CIA", "IRAN", "JFK Act 8", "6 names", "(a)", "5 (b)"] {
            assert_eq!(read(text), "", "{text}");
        }
    }

    #[test]
    fn a_damaged_code_says_so() {
        for (text, codes) in [
            ("B61", "b6~"),
            ("B11", "b1~"),
            ("B5J", "b5~"),
            ("B65", "b6~ b5~"),
            ("BI", "b1~"),
            ("B 6", "b6~"),
            ("b(l)", "b1~"),
            ("1.4(p)", "1.4d~"),
            ("1.4{D}", "1.4d~"),
            ("1.4(D],B6", "1.4d~ b6"),
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
        for (text, codes) in [
            ("B10", "b10?"),
            ("B0", "b0?"),
            ("1.4(I)", "1.4i?"),
            ("b7G", "b7G?"),
            ("(b)(3)(C)", "b3C?"),
            ("B12", "b12?"),
            ("P7/b(7)", "P7? b7"),
            ("25X0", "25X0?"),
            ("3.3(b)(10)", "3.3b10?"),
            ("Exemption 10", "b10?"),
        ] {
            assert_eq!(read(text).as_deref(), Some(codes), "{text}");
        }
        for text in
            ["BOX 6", "86", "B6 visa", "1.4 million", "Building B", "(C)", "P6", "5 USC 552b(c)", "B-1", "FOIA officer"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
