//! A control character in, the text that it covers on a terminal out.

use super::{HiddenKind, See, is_mark, trimmed};
use crate::source::Span;

/// What the control character at `at` covers.
pub(super) fn read(text: &str, document: Span, at: u32, see: See<'_>) {
    match text.as_bytes()[at as usize] {
        b'\r' => carriage_return(text, document, at, see),
        8 => backspaces(text, document, at, see),
        _ => escape(text, document, at, see),
    }
}

/// `NAME` and then `XXXX` over it, on a line that ends otherwise: where lone carriage returns end lines they cover nothing.
fn carriage_return(text: &str, document: Span, at: u32, see: See<'_>) {
    let bytes = text.as_bytes();
    let (begin, middle) = (document.start as usize, at as usize);
    let start =
        bytes[begin..middle].iter().rposition(|byte| matches!(byte, b'\n' | b'\r')).map_or(begin, |at| begin + at + 1);
    let rest = &text[middle + 1..document.end as usize];
    let over = rest.split(['\n', '\r']).next().unwrap_or_default();
    let ends = &rest[over.len()..];
    let line_feeds = (start == begin || bytes[start - 1] == b'\n')
        && (ends.is_empty() || ends.starts_with('\n') || ends.starts_with("\r\n"));
    let under = trimmed(text, Span::new(start as u32, at));
    if line_feeds && is_mark(over) && over.trim().len() >= 3 && !is_mark(&text[under.range()]) {
        see(HiddenKind::Overstruck, under);
    }
}

/// `N\bXA\bX`, or `NAME\b\b\b\bXXXX`. Printers made bold and underlined letters the same way, with the same letter or a line.
fn backspaces(text: &str, document: Span, at: u32, see: See<'_>) {
    let bytes = &text.as_bytes()[..document.end as usize];
    let first = at as usize;
    if [1, 3].iter().any(|back| first >= *back && bytes[first - back] == 8) {
        // The run was read at its first backspace.
        return;
    }
    let covered = if bytes.get(first + 1) == Some(&8) {
        covered_word(bytes, document.start as usize, first)
    } else {
        covered_letters(bytes, document.start as usize, first)
    };
    let Some((start, end)) = covered else { return };
    if text.is_char_boundary(start) && text.is_char_boundary(end) {
        see(HiddenKind::Overstruck, Span::new(start as u32, end as u32));
    }
}

/// The letters before a run of backspaces at `first`, if others are printed over them.
fn covered_word(bytes: &[u8], begin: usize, first: usize) -> Option<(usize, usize)> {
    let count = bytes[first..].iter().take_while(|byte| **byte == 8).count();
    let start = first.saturating_sub(count).max(begin);
    let over = bytes.get(first + count..first + 2 * count)?;
    let same = over.iter().zip(&bytes[start..first]).all(|(over, under)| over == under || *under == b'_');
    (!same).then_some((start, first))
}

/// The letters from the one before `first` that each have a backspace and another letter behind them.
fn covered_letters(bytes: &[u8], begin: usize, first: usize) -> Option<(usize, usize)> {
    let start = first.checked_sub(1).filter(|start| *start >= begin)?;
    let (mut at, mut covered) = (first, false);
    while bytes.get(at) == Some(&8) && at + 1 < bytes.len() {
        let (under, over) = (bytes[at - 1], bytes[at + 1]);
        covered |= under != over && under != b'_' && over != b'_';
        at += 3;
    }
    covered.then_some((start, (at - 1).min(bytes.len())))
}

/// `ESC [ 8 m`: concealed until another attribute is set.
fn escape(text: &str, document: Span, at: u32, see: See<'_>) {
    let rest = &text[at as usize..document.end as usize];
    let Some(parameters) = rest.strip_prefix("\u{1b}[") else { return };
    let Some(length) = parameters.find(|c: char| !c.is_ascii_digit() && c != ';') else { return };
    let conceals = parameters[length..].starts_with('m') && parameters[..length].split(';').any(|code| code == "8");
    if conceals {
        let start = 2 + length + 1;
        let reach = rest.floor_char_boundary((start + 4096).min(rest.len()));
        let end = rest[start..reach].find('\u{1b}').map_or(reach, |end| start + end);
        see(HiddenKind::Overstruck, trimmed(text, Span::new(at + start as u32, at + end as u32)));
    }
}

#[cfg(test)]
mod tests {
    use super::super::HiddenKind::Overstruck;
    use super::super::tests::of;

    #[test]
    fn covered_text_is_found() {
        assert_eq!(of(Overstruck, "1. He met\r\nJOHN FICTIVE\rXXXXXXXXXXXX\r\nand left.\r\n"), ["JOHN FICTIVE"]);
        assert_eq!(of(Overstruck, "met J\u{8}XO\u{8}XH\u{8}XN\u{8}X today"), ["J\u{8}XO\u{8}XH\u{8}XN\u{8}X"]);
        assert_eq!(of(Overstruck, "met JOHN\u{8}\u{8}\u{8}\u{8}XXXX today"), ["JOHN"]);
        assert_eq!(of(Overstruck, "met \u{1b}[0;8mJOHN\u{1b}[0m today"), ["JOHN"]);
    }

    #[test]
    fn bold_print_and_old_line_ends_are_left_alone() {
        for text in [
            "B\u{8}BO\u{8}OL\u{8}LD\u{8}D",
            "_\u{8}u_\u{8}n",
            "one\rtwo\rXXXX\rthree\r",
            "\u{1b}[1mbold\u{1b}[0m",
            "a\r\nXXXX\r\n",
        ] {
            assert!(of(Overstruck, text).is_empty(), "{text:?}");
        }
    }
}
