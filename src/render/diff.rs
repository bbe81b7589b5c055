//! Writes what fixes would change as a unified diff.
//!
//! For a terminal, control characters are made visible; for a file or pipe the text stays exact, so that the diff can
//! be applied, except for what a CI log would interpret: a hunk with such text fails to apply, and `--fix` remains.

use similar::{ChangeTag, TextDiff};

use super::Colour;
use crate::source::visible::{Spelling, harmless, visible, visible_lines};

/// Who reads a diff.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DiffReader {
    /// A terminal, with or without colors.
    Terminal(Colour),
    /// A program, or a file.
    Program,
}

/// The unified diff from `before` to `after`; empty if they are the same.
pub fn diff(name: &str, before: &str, after: &str, reader: DiffReader) -> String {
    let lines = TextDiff::from_lines(before, after);
    let mut text = String::new();
    for hunk in lines.unified_diff().context_radius(3).iter_hunks() {
        if text.is_empty() {
            let name = visible(name.trim_start_matches('/'));
            text += &painted(&format!("--- a/{name}\n"), "1", reader);
            text += &painted(&format!("+++ b/{name}\n"), "1", reader);
        }
        text += &painted(&format!("{}\n", hunk.header()), "36", reader);
        for change in hunk.iter_changes() {
            let (sign, colour) = match change.tag() {
                ChangeTag::Delete => ('-', "31"),
                ChangeTag::Insert => ('+', "32"),
                ChangeTag::Equal => (' ', ""),
            };
            text += &painted(&format!("{sign}{}", line(change.value(), reader)), colour, reader);
            if change.missing_newline() {
                text += "\n\\ No newline at end of file\n";
            }
        }
    }
    harmless(&text, Spelling::Text).into_owned()
}

fn line(line: &str, reader: DiffReader) -> String {
    match reader {
        // Escape sequences are for terminals, and a log may be shown on one.
        DiffReader::Program => line.replace('\u{1b}', "␛"),
        DiffReader::Terminal(_) => {
            let end = if line.ends_with(['\n', '\r']) { "\n" } else { "" };
            visible_lines(line.trim_end_matches(['\n', '\r'])).into_owned() + end
        }
    }
}

/// `text`, a line, in a color of ANSI if the reader wants it.
fn painted(text: &str, colour: &str, reader: DiffReader) -> String {
    if reader != DiffReader::Terminal(Colour::Always) || colour.is_empty() {
        return text.to_owned();
    }
    let body = text.trim_end_matches('\n');
    format!("\u{1b}[{colour}m{body}\u{1b}[0m{}", &text[body.len()..])
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEFORE: &str = "one\r\n\u{1b}[2Jtwo\r\nthree";

    #[test]
    fn a_diff_for_programs_is_exact_but_for_what_is_obeyed() {
        let expected =
            "--- a/x\n+++ b/x\n@@ -1,3 +1,3 @@\n one\r\n-␛[2Jtwo\r\n+2\r\n three\n\\ No newline at end of file\n";
        assert_eq!(diff("/x", BEFORE, "one\r\n2\r\nthree", DiffReader::Program), expected);
        assert_eq!(diff("x", BEFORE, BEFORE, DiffReader::Program), "");
        let commands = diff("x", "::a\n\tb\r##[d]\ne\n", "::a\n\tb\r##[d]\nf\n", DiffReader::Program);
        assert!(commands.ends_with(" \\::a\n \tb␍ #\\#[d]\n-e\n+f\n"), "{commands}");
    }

    #[test]
    fn a_diff_for_a_terminal_is_harmless() {
        let shown = |colour| diff("x\n", BEFORE, "one\r\n2\r\nthree", DiffReader::Terminal(colour));
        assert!(shown(Colour::Never).contains("+++ b/x␊\n@@ -1,3 +1,3 @@\n one\n-␛[2Jtwo\n+2\n"));
        assert!(shown(Colour::Always).contains("\u{1b}[31m-␛[2Jtwo\u{1b}[0m\n\u{1b}[32m+2\u{1b}[0m\n"));
    }
}
