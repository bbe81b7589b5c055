//! Finds text that control characters overwrite on a terminal.

use super::{HiddenKind, See, is_mark};
use crate::document::text::word::trim;
use crate::source::Span;

pub(crate) fn read(text: &str, document: Span, at: u32, see: See<'_>) {
    match text.as_bytes()[at as usize] {
        b'\r' => carriage_return(text, document, at, see),
        8 => backspaces(text, document, at, see),
        _ => escape(text, document, at, see),
    }
}

/// `NAME` and then `XXXX` over it, on a line that ends otherwise: where lone carriage returns end lines they cover
/// nothing.
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
    let under = trim(text, Span::new(start as u32, at));
    if line_feeds && is_mark(over) && over.trim().len() >= 3 && !is_mark(&text[under.range()]) {
        see(HiddenKind::Overstruck, under);
    }
}

/// `N\bXA\bX`, or `NAME\b\b\b\bXXXX`. Printers made bold and underlined letters, accents and bullets the same way.
fn backspaces(text: &str, document: Span, at: u32, see: See<'_>) {
    let bytes = &text.as_bytes()[..document.end as usize];
    let first = at as usize;
    // The run was read at its first backspace.
    if bytes[..first].ends_with(b"\x08") || follows_pair(&text[document.start as usize..first]) {
        return;
    }
    let inside = &text[..document.end as usize];
    let covered = if bytes.get(first + 1) == Some(&8) {
        covered_word(inside, document.start as usize, first)
    } else {
        covered_letters(inside, document.start as usize, first)
    };
    if let Some((start, end)) = covered {
        see(HiddenKind::Overstruck, Span::new(start as u32, end as u32));
    }
}

/// Whether what ends with `before` is a letter that is printed over, and the next letter: `A\bXB`.
fn follows_pair(before: &str) -> bool {
    let mut back = before.chars().rev().skip(2);
    back.next() == Some('\u{8}') && back.next().is_some_and(|under| under != '\u{8}')
}

/// Whether `over` leaves nothing of the letter below it to be seen.
fn is_cover(over: char) -> bool {
    matches!(over, 'X' | 'x' | 'M' | 'W' | '#' | '*' | '@' | '%' | '=' | '-' | '/' | '█' | '■' | '▓')
}

/// The letters before a run of backspaces at `first`, if others are printed over them.
fn covered_word(text: &str, begin: usize, first: usize) -> Option<(usize, usize)> {
    let count = text[first..].bytes().take_while(|byte| *byte == 8).count();
    let under: Vec<(usize, char)> =
        text[begin..first].char_indices().rev().take_while(|(_, c)| !matches!(c, '\n' | '\r')).take(count).collect();
    let over = text[first + count..].chars().take(count);
    let pairs: Vec<(char, char)> = over.zip(under.iter().rev().map(|(_, c)| *c)).collect();
    let letters = pairs.iter().filter(|(over, under)| is_cover(*over) && over != under && under.is_alphanumeric());
    let (start, _) = under.last()?;
    (letters.count() >= FEWEST && pairs.iter().all(|(over, _)| is_cover(*over))).then_some((begin + start, first))
}

/// The letters from the one before `first` that each have a backspace and another letter after them.
fn covered_letters(text: &str, begin: usize, first: usize) -> Option<(usize, usize)> {
    let (start, mut under) = text[begin..first].char_indices().next_back().map(|(at, c)| (begin + at, c))?;
    let (mut at, mut end, mut covered) = (first, first, 0);
    while let Some(over) = text[at..].strip_prefix('\u{8}').and_then(|rest| rest.chars().next()) {
        covered += usize::from(is_cover(over) && over != under && under.is_alphanumeric());
        end = at + 1 + over.len_utf8();
        let Some(next) = text[end..].chars().next().filter(|next| text[end + next.len_utf8()..].starts_with('\u{8}'))
        else {
            break;
        };
        under = next;
        at = end + next.len_utf8();
    }
    (covered >= FEWEST).then_some((start, end))
}

/// Fewer letters than this are an accent, a bullet, or a letter struck out by a typist.
const FEWEST: usize = 2;

/// `ESC [ 8 m`: concealed until another attribute is set; or letters in the color after them.
fn escape(text: &str, document: Span, at: u32, see: See<'_>) {
    let rest = &text[at as usize..document.end as usize];
    let Some(parameters) = rest.strip_prefix("\u{1b}[") else { return };
    let Some(length) = parameters.find(|c: char| !c.is_ascii_digit() && c != ';') else { return };
    if parameters[length..].starts_with('m') && conceals(&parameters[..length]) {
        let start = 2 + length + 1;
        let reach = rest.floor_char_boundary((start + 4096).min(rest.len()));
        let end = rest[start..reach].find('\u{1b}').map_or(reach, |end| start + end);
        see(HiddenKind::Overstruck, trim(text, Span::new(at + start as u32, at + end as u32)));
    }
}

/// Whether attributes such as `0;8` or `30;40` leave nothing to see. What follows 38 and 48 names a color.
fn conceals(parameters: &str) -> bool {
    let mut codes = parameters.split(';');
    let (mut concealed, mut letters, mut ground) = (false, None, None);
    while let Some(code) = codes.next() {
        let colour = |codes: &mut std::str::Split<'_, char>| -> Vec<String> {
            let kind = codes.next().unwrap_or_default();
            [kind].into_iter().chain(codes.take(if kind == "2" { 3 } else { 1 })).map(str::to_owned).collect()
        };
        match code {
            "8" => concealed = true,
            "" | "0" | "00" | "28" => (concealed, letters, ground) = (false, None, None),
            "38" => letters = Some(colour(&mut codes)),
            "48" => ground = Some(colour(&mut codes)),
            _ => match code.as_bytes() {
                [b'3', colour] => letters = Some(vec![char::from(*colour).to_string()]),
                [b'4', colour] => ground = Some(vec![char::from(*colour).to_string()]),
                _ => {}
            },
        }
    }
    concealed || letters.is_some() && letters == ground
}

#[cfg(test)]
mod tests {
    use crate::document::exposure::hidden::HiddenKind::Overstruck;
    use crate::document::exposure::hidden::tests::of;

    #[test]
    fn covered_text_is_found() {
        assert_eq!(of(Overstruck, "1. He met\r\nJOHN FICTIVE\rXXXXXXXXXXXX\r\nand left.\r\n"), ["JOHN FICTIVE"]);
        assert_eq!(of(Overstruck, "met J\u{8}XO\u{8}XH\u{8}XN\u{8}X today"), ["J\u{8}XO\u{8}XH\u{8}XN\u{8}X"]);
        assert_eq!(of(Overstruck, "met JOHN\u{8}\u{8}\u{8}\u{8}XXXX today"), ["JOHN"]);
        assert_eq!(of(Overstruck, "met \u{1b}[0;8mJOHN\u{1b}[0m today"), ["JOHN"]);
        assert_eq!(of(Overstruck, "met \u{1b}[37;47mJOHN\u{1b}[0m today"), ["JOHN"]);
        assert_eq!(of(Overstruck, "met J\u{8}█O\u{8}█É\u{8}█ today"), ["J\u{8}█O\u{8}█É\u{8}█"]);
    }

    #[test]
    fn bold_print_and_old_line_ends_are_left_alone() {
        for text in [
            "B\u{8}BO\u{8}OL\u{8}LD\u{8}D",
            "_\u{8}u_\u{8}n",
            "one\rtwo\rXXXX\rthree\r",
            "\u{1b}[1mbold\u{1b}[0m",
            "\u{1b}[38;5;8mgrey\u{1b}[0m",
            "\u{1b}[31;40mred on black\u{1b}[0m",
            "\u{1b}[8;0mseen\u{1b}[0m",
            "+\u{8}o item, o\u{8}+ item, e\u{8}', n\u{8}~",
            "10%\u{8}\u{8}\u{8}20%",
            "word\u{8}\u{8}\u{8}\u{8}____",
            "a\r\nXXXX\r\n",
        ] {
            assert!(of(Overstruck, text).is_empty(), "{text:?}");
        }
    }
}
