//! Views of plain text: without quotation marks and line numbers at its left margin.

use super::{Draft, View};
use crate::source::{SourceFile, Span};

/// So many lines, one below the other, are quoted at least; a single sign in front of a line is anything.
const QUOTED: usize = 3;
/// So many lines are numbered at least.
const NUMBERED: usize = 6;

/// The view of a text with something at its margin that is no part of its lines.
pub(super) fn view(source: &SourceFile) -> Option<View> {
    let text = source.text();
    let quoted =
        |sign: char| text.starts_with(sign) || memchr::memmem::find(text.as_bytes(), &[b'\n', sign as u8]).is_some();
    let signs = [quoted('>'), quoted('|')];
    if !signs.contains(&true) && !begins_numbered(text) {
        return None;
    }
    let lines = lines(text);
    let margins = if signs.contains(&true) { quotation(text, &lines) } else { numbers(text, &lines) };
    if margins.iter().all(|margin| *margin == 0) {
        return None;
    }
    let mut draft = Draft::default();
    for (line, margin) in lines.iter().zip(margins) {
        draft.copy(text, Span::new(line.start + margin, line.end));
    }
    Some(draft.view(source))
}

/// The lines with what ends them.
fn lines(text: &str) -> Vec<Span> {
    let mut start = 0;
    let line = |line: &str| {
        let span = Span::new(start, start + line.len() as u32);
        start = span.end;
        span
    };
    text.split_inclusive('\n').map(line).collect()
}

/// How many bytes of each line are signs of quotation.
fn quotation(text: &str, lines: &[Span]) -> Vec<u32> {
    let mut margins = vec![0; lines.len()];
    for sign in ['>', '|'] {
        let begins = |line: &Span| text[line.range()].starts_with(sign);
        let mut at = 0;
        while at < lines.len() {
            let run = lines[at..].iter().take_while(|line| begins(line)).count();
            // The row of a table has bars between its cells, too.
            let table = sign == '|' && lines[at..at + run].iter().any(|line| text[line.range()][1..].contains('|'));
            if run >= QUOTED && !table {
                for (margin, line) in margins[at..].iter_mut().zip(&lines[at..at + run]) {
                    *margin = signs(&text[line.range()], sign);
                }
            }
            at += run.max(1);
        }
    }
    margins
}

/// The length of the signs that a line begins with, each with a blank behind it or none.
fn signs(line: &str, sign: char) -> u32 {
    let mut rest = line;
    while let Some(behind) = rest.strip_prefix(sign) {
        rest = behind.strip_prefix(' ').filter(|inner| inner.starts_with(sign)).unwrap_or(behind);
    }
    let rest = rest.strip_prefix(' ').unwrap_or(rest);
    (line.len() - rest.len()) as u32
}

/// The number at the margin of a line, and how far it and the blanks behind it reach.
fn number(line: &str) -> Option<(u32, usize)> {
    let bare = line.trim_start_matches([' ', '\t']);
    let digits = bare.bytes().take_while(u8::is_ascii_digit).count();
    let (number, behind) = bare.split_at(digits);
    let reach = line.len() - behind.len();
    let apart = behind.starts_with("  ") || behind.starts_with('\t') || behind.trim_ascii().is_empty();
    (1..=4).contains(&digits).then_some(())?;
    apart.then_some((number.parse().ok()?, reach))
}

/// Whether the first lines bear numbers that follow one another.
fn begins_numbered(text: &str) -> bool {
    let mut first = text.lines().filter(|line| !line.trim().is_empty()).take(3).map(|line| number(line).map(|it| it.0));
    let one = first.next().flatten();
    let next = |number: Option<Option<u32>>| number.flatten();
    let (two, three) = (next(first.next()), next(first.next()));
    matches!((one, two, three), (Some(one), Some(two), Some(three)) if two == one + 1 && three == two + 1)
}

/// How many bytes of each line are its number, if all lines with text bear one and each is the one after that above.
fn numbers(text: &str, lines: &[Span]) -> Vec<u32> {
    let read: Vec<Option<(u32, usize)>> = lines.iter().map(|line| number(&text[line.range()])).collect();
    let filled = lines.iter().filter(|line| !text[line.range()].trim().is_empty()).count();
    let numbers: Vec<u32> = read.iter().flatten().map(|(number, _)| *number).collect();
    let follow = numbers.windows(2).filter(|pair| pair[1] == pair[0] + 1).count();
    if numbers.len() < NUMBERED || numbers.len() * 20 < filled * 19 || follow * 10 < numbers.len() * 8 {
        return vec![0; lines.len()];
    }
    // The text begins in one column, behind which it may be set in.
    let lead = |(line, read): (&Span, &Option<(u32, usize)>)| {
        let (_, reach) = (*read)?;
        let behind = &text[line.range()][reach..];
        let blanks = behind.bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        (!behind.trim().is_empty()).then_some(blanks)
    };
    let least = lines.iter().zip(&read).filter_map(lead).min().unwrap_or(0);
    let margin = |(line, read): (&Span, &Option<(u32, usize)>)| {
        let Some((_, reach)) = *read else { return 0 };
        let behind = &text[line.range()][reach..];
        let blanks = behind.bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        (reach + blanks.min(least)) as u32
    };
    lines.iter().zip(&read).map(margin).collect()
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
    fn signs_of_quotation_are_at_the_margin_of_several_lines() {
        assert_eq!(shown("Tor wrote:\n> one\n>\n> > two\n").as_deref(), Some("Tor wrote:\none\n\ntwo\n"));
        assert_eq!(shown("| one\n|\n| two\n").as_deref(), Some("one\n\ntwo\n"));
        assert_eq!(shown("> alone\nand more\n"), None);
        assert_eq!(shown("| a | b |\n| c | d |\n| e | f |\n"), None);
    }

    #[test]
    fn numbers_of_lines_follow_one_another() {
        let numbered: String = (1..=8).map(|line| format!("{line:>4}  line {line}\n")).collect();
        assert!(shown(&numbered).expect("numbered").starts_with("line 1\nline 2\n"));
        let paragraphs: String = (1..=8).map(|line| format!("{line}.  Paragraph {line}\n")).collect();
        assert_eq!(shown(&paragraphs), None);
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
