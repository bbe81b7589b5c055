//! Finds text that control characters overwrite on a terminal.

use std::sync::LazyLock;

use regex::Regex;

use super::{HiddenKind, See, is_mark};
use crate::document::text::word::trim;
use crate::source::Span;

pub(crate) fn read(text: &str, document: Span, see: See<'_>) {
    carriage_returns(text, document, see);
    letters(text, document, see);
    words(text, document, see);
    escapes(text, document, see);
}

/// `NAME` and then `XXXX` over it, on a line that ends otherwise: where lone carriage returns end lines they cover
/// nothing.
fn carriage_returns(text: &str, document: Span, see: See<'_>) {
    static LINE: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?m)^([^\r\n]*)\r([^\r\n]+)\r?$").expect("a valid pattern"));
    for line in LINE.captures_iter(&text[document.range()]) {
        let (under, over) = (trim(text, document.part(line.get_match().start(), line[1].len())), &line[2]);
        if is_mark(over) && over.trim().len() >= 3 && !is_mark(&text[under.range()]) {
            see(HiddenKind::Overstruck, under);
        }
    }
}

/// Whether `over` leaves nothing to be seen of the letter `under` it. Printers made bold and underlined letters, accents
/// and bullets with backspaces as well.
fn is_covered(under: char, over: char) -> bool {
    is_cover(over) && over != under && under.is_alphanumeric()
}

fn is_cover(over: char) -> bool {
    matches!(over, 'X' | 'x' | 'M' | 'W' | '#' | '*' | '@' | '%' | '=' | '-' | '/' | '█' | '■' | '▓')
}

/// Fewer letters than this are an accent, a bullet, or a letter struck out by a typist.
const FEWEST: usize = 2;

/// `N\bXA\bX`
fn letters(text: &str, document: Span, see: See<'_>) {
    static PAIRS: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?:[^\x08]\x08[^\x08])+").expect("a valid pattern"));
    for pairs in PAIRS.find_iter(&text[document.range()]) {
        let letters: Vec<char> = pairs.as_str().chars().filter(|c| *c != '\u{8}').collect();
        if letters.chunks_exact(2).filter(|pair| is_covered(pair[0], pair[1])).count() >= FEWEST {
            see(HiddenKind::Overstruck, document.part(pairs.start(), pairs.len()));
        }
    }
}

/// `NAME\b\b\b\bXXXX`
fn words(text: &str, document: Span, see: See<'_>) {
    static RUN: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\x08{2,}").expect("a valid pattern"));
    let inside = &text[document.range()];
    for run in RUN.find_iter(inside) {
        let before = inside[..run.start()].chars().rev().take_while(|c| !matches!(c, '\n' | '\r'));
        let mut under: Vec<char> = before.take(run.len()).collect();
        under.reverse();
        let length: usize = under.iter().map(|c| c.len_utf8()).sum();
        let over = || inside[run.end()..].chars().take(run.len());
        let covered = under.iter().zip(over()).filter(|(under, over)| is_covered(**under, *over));
        if covered.count() >= FEWEST && over().take(under.len()).all(is_cover) {
            see(HiddenKind::Overstruck, document.part(run.start() - length, length));
        }
    }
}

/// `ESC [ 8 m`: concealed until another attribute is set; or letters in the color after them.
fn escapes(text: &str, document: Span, see: See<'_>) {
    static ATTRIBUTES: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\x1b\[([0-9;]*)m").expect("a valid pattern"));
    let inside = &text[document.range()];
    for set in ATTRIBUTES.captures_iter(inside).filter(|set| conceals(&set[1])) {
        let start = set.get_match().end();
        let reach = inside.floor_char_boundary((start + 4096).min(inside.len()));
        let length = inside[start..reach].find('\u{1b}').unwrap_or(reach - start);
        see(HiddenKind::Overstruck, trim(text, document.part(start, length)));
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
