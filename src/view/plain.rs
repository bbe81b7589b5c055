//! Views of plain text: without quotation marks and line numbers at its margins.

use super::{Draft, View};
use crate::source::{SourceFile, Span};

/// So many lines, one below the other, are quoted at least; a single sign in front of a line is anything.
const QUOTED: usize = 2;
/// So many lines are numbered at least.
const NUMBERED: usize = 6;
/// So many blanks stand in front of a sign of quotation at most, and so many initials.
const SET_IN: usize = 3;
const INITIALS: usize = 3;
/// The signs with which mail programs quote.
const SIGNS: [char; 2] = ['>', '|'];

/// The view of a text with something at its margins that is no part of its lines.
pub(super) fn view(source: &SourceFile) -> Option<View> {
    let text = source.text();
    let side = begins_numbered(text);
    if !quotes(text) && side.is_none() {
        return None;
    }
    let lines = lines(text);
    let mut kept: Vec<Span> = side.and_then(|side| unnumbered(text, &lines, side)).unwrap_or_else(|| lines.clone());
    unquote(text, &mut kept);
    if kept == lines {
        return None;
    }
    let mut draft = Draft::default();
    for (line, kept) in lines.iter().zip(&kept) {
        draft.copy(text, *kept);
        if kept.end < line.end && text[line.range()].ends_with(['\n', '\r']) {
            draft.copy(text, Span::new(line.end - 1, line.end));
        }
    }
    Some(draft.view(source))
}

/// The lines with what ends them. A carriage return within lines that end otherwise goes back over what is typed.
pub(super) fn lines(text: &str) -> Vec<Span> {
    let mut start = 0;
    let line = |line: &str| {
        let span = Span::new(start, start + line.len() as u32);
        start = span.end;
        span
    };
    text.split_inclusive(char::from(line_end(text))).map(line).collect()
}

/// The last byte of what ends a line.
fn line_end(text: &str) -> u8 {
    if memchr::memchr(b'\n', text.as_bytes()).is_some() { b'\n' } else { b'\r' }
}

/// Whether any line begins with a sign of quotation.
fn quotes(text: &str) -> bool {
    let end = line_end(text);
    let begins = |at: usize| {
        let near = &text.as_bytes()[at.saturating_sub(SET_IN + INITIALS + 1)..at];
        let start = memchr::memrchr(end, near).map(|end| at - near.len() + end + 1).or((at == near.len()).then_some(0));
        start.is_some_and(|start| {
            let line = &text[start..text.ceil_char_boundary(at + 2)];
            SIGNS.iter().any(|sign| signs(line, *sign) > 0)
        })
    };
    memchr::memchr2_iter(b'>', b'|', text.as_bytes()).any(begins)
}

/// Leaves the signs of quotation out of `lines`, wherever several lines in a row begin with one.
fn unquote(text: &str, lines: &mut [Span]) {
    for sign in SIGNS {
        let begins = |line: &Span| signs(&text[line.range()], sign) > 0;
        // The row of a table has bars between its cells, too.
        let table = |line: &Span| sign == '|' && text[line.range()].matches('|').count() > 1;
        let run = |lines: &[Span]| lines.iter().all(begins) && !lines.iter().any(table);
        if lines.windows(QUOTED).any(run) {
            // A reply may stand between two lines.
            for line in lines.iter_mut().filter(|line| begins(line) && !table(line)) {
                line.start += signs(&text[line.range()], sign);
            }
        }
    }
}

/// The length of the signs that a line begins with, each with a blank behind it or none. The initials of the quoted
/// writer may stand in front, and a few blanks: `AQ> `, `  | `.
pub(super) fn signs(line: &str, sign: char) -> u32 {
    let bare = &line[line.bytes().take(SET_IN).take_while(|byte| *byte == b' ').count()..];
    let initials = bare.bytes().take(INITIALS + 1).take_while(u8::is_ascii_uppercase).count();
    let named = sign == '>' && (1..=INITIALS).contains(&initials) && bare[initials..].starts_with("> ");
    let mut rest = if named { &bare[initials..] } else { bare };
    if !rest.starts_with(sign) {
        return 0;
    }
    while let Some(behind) = rest.strip_prefix(sign) {
        rest = behind.strip_prefix(' ').filter(|inner| inner.starts_with(sign)).unwrap_or(behind);
    }
    let rest = rest.strip_prefix(' ').unwrap_or(rest);
    (line.len() - rest.len()) as u32
}

/// The margin at which lines are numbered.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

/// The number at a margin of a line, and what is left of the line without it and its sign.
fn number(line: &str, side: Side) -> Option<(u32, &str)> {
    let digit = |c: char| c.is_ascii_digit();
    let (number, rest) = match side {
        Side::Left => {
            let bare = line.trim_start_matches([' ', '\t']);
            let (number, behind) = bare.split_at(bare.len() - bare.trim_start_matches(digit).len());
            let marked = behind.strip_prefix(" |").or_else(|| behind.strip_prefix(['|', ':']));
            let dotted = behind.strip_prefix('.').filter(|rest| rest.starts_with('\t'));
            let zeros = number.len() > 2 && number.starts_with('0') && behind.starts_with(' ');
            let apart = zeros || behind.starts_with("  ") || behind.starts_with('\t') || behind.trim().is_empty();
            (number, marked.or(dotted).or_else(|| apart.then_some(behind))?)
        }
        Side::Right => {
            let line = line.trim_end();
            let before = line.trim_end_matches(digit);
            let apart = before.ends_with("  ") || before.ends_with('\t') || before.trim().is_empty();
            (&line[before.len()..], apart.then(|| before.trim_end_matches([' ', '\t']))?)
        }
    };
    let fits = (1..=5).contains(&number.len());
    Some((number.parse().ok().filter(|_| fits)?, rest))
}

/// The margin at which the first lines bear numbers that follow one another.
fn begins_numbered(text: &str) -> Option<Side> {
    let first = || text.split(['\n', '\r']).filter(|line| !line.trim().is_empty()).take(3);
    [Side::Left, Side::Right].into_iter().find(|side| {
        let numbers: Vec<u32> = first().filter_map(|line| number(line, *side)).map(|(number, _)| number).collect();
        numbers.len() == 3 && numbers.windows(2).all(|pair| pair[1] == pair[0] + 1)
    })
}

/// The lines without their numbers, if all lines with text bear one and each is the one after that above.
fn unnumbered(text: &str, lines: &[Span], side: Side) -> Option<Vec<Span>> {
    let read: Vec<Option<(u32, &str)>> = lines.iter().map(|line| number(&text[line.range()], side)).collect();
    let filled = lines.iter().filter(|line| !text[line.range()].trim().is_empty()).count();
    let numbers: Vec<u32> = read.iter().flatten().map(|(number, _)| *number).collect();
    let follow = numbers.windows(2).filter(|pair| pair[1] == pair[0] + 1).count();
    if numbers.len() < NUMBERED || numbers.len() * 20 < filled * 19 || follow * 10 < numbers.len() * 8 {
        return None;
    }
    // The text begins in one column, behind which it may be set in.
    let lead = |rest: &str| rest.bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    let texts = read.iter().flatten().filter(|(_, rest)| !rest.trim().is_empty());
    let least = texts.map(|(_, rest)| lead(rest)).min().unwrap_or(0);
    let kept = |(line, read): (&Span, &Option<(u32, &str)>)| match (read, side) {
        (None, _) => *line,
        (Some((_, rest)), Side::Left) => Span::new(line.end - (rest.len() - lead(rest).min(least)) as u32, line.end),
        (Some((_, rest)), Side::Right) => line.part(0, rest.len()),
    };
    Some(lines.iter().zip(&read).map(kept).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source;

    fn shown(text: &str) -> Option<String> {
        let source = source::read("x.txt", text.as_bytes().to_vec()).expect("readable");
        view(&source).map(|view| view.source().text().to_owned())
    }

    #[test]
    fn lines_end_in_whatever_way() {
        for text in ["one\r\ntwo\r\n\r\nfour", "one\ntwo\n\nfour", "one\rtwo\r\rfour"] {
            let lines: Vec<&str> = lines(text).into_iter().map(|line| text[line.range()].trim_end()).collect();
            assert_eq!(lines, ["one", "two", "", "four"]);
        }
        assert_eq!(lines("SECRET\rXXXXXX\n").len(), 1);
        assert_eq!(shown("Tor wrote:\r> one\r>\r> two\r"), Some("Tor wrote:\rone\r\rtwo\r".to_owned()));
    }

    #[test]
    fn signs_of_quotation_are_at_the_margin_of_several_lines() {
        assert_eq!(shown("Tor wrote:\n> one\n>\n> > two\n").as_deref(), Some("Tor wrote:\none\n\ntwo\n"));
        assert_eq!(shown("| one\n|\n| two\n").as_deref(), Some("one\n\ntwo\n"));
        assert_eq!(shown("> one\n> two\n\nYes.\n\n> three\n").as_deref(), Some("one\ntwo\n\nYes.\n\nthree\n"));
        assert_eq!(shown("  | one\n  |\n  | two\n").as_deref(), Some("one\n\ntwo\n"));
        assert_eq!(shown("AQ> one\nAQ> two\n").as_deref(), Some("one\ntwo\n"));
        assert_eq!(shown("> alone\nand more\n"), None);
        assert_eq!(shown("| a | b |\n| c | d |\n| e | f |\n"), None);
    }

    #[test]
    fn numbers_of_lines_follow_one_another() {
        for dress in
            ["{n}  line {n}", "{n}:line {n}", "{n} | line {n}", "{n}.\tline {n}", "000{n} line {n}", "line {n}   {n}"]
        {
            let numbered: String = (1..=8).map(|line| dress.replace("{n}", &line.to_string()) + "\n").collect();
            assert!(shown(&numbered).expect("numbered").starts_with("line 1\nline 2\n"), "{dress}");
        }
        for dress in ["{n}.  Paragraph {n}", "{n} Paragraph {n}", "Paragraph {n}"] {
            let paragraphs: String = (1..=8).map(|line| dress.replace("{n}", &line.to_string()) + "\n").collect();
            assert_eq!(shown(&paragraphs), None, "{dress}");
        }
    }

    #[test]
    fn places_are_those_of_the_file() {
        let text = "Tor wrote:\n> one\n> two\n> three\n";
        let source = source::read("x.txt", text.as_bytes().to_vec()).expect("readable");
        let view = view(&source).expect("quoted");
        let at = view.source().text().find("two").expect("two") as u32;
        assert_eq!(source.slice(view.place(Span::new(at, at + 3))), "two");
    }
}
