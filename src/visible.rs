//! Text of unknown origin in, text that a terminal shows and does not obey out.
//!
//! Documents, file names and rule packs can hold escape sequences, bidirectional overrides and characters that nobody
//! sees. Formats for people send all such text through here; formats for programs keep the true values. Knows nothing
//! of findings.

use std::borrow::Cow;
use std::fmt::Write;

/// `text` with a visible stand-in for every character that would steer a terminal or hide in it, line breaks included.
pub fn visible(text: &str) -> Cow<'_, str> {
    replace(text, is_unseen)
}

/// Like [`visible`], but line feeds stay.
pub fn visible_lines(text: &str) -> Cow<'_, str> {
    replace(text, |c| c != '\n' && is_unseen(c))
}

fn replace(text: &str, unseen: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.chars().any(&unseen) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        if unseen(character) { push(&mut shown, character) } else { shown.push(character) }
    }
    Cow::Owned(shown)
}

/// Adds `character`, or what stands for it, to `shown`.
///
/// The old control characters have pictures of their own. The others are spelt out, since which one it is matters to
/// whoever looks for hidden text.
pub(crate) fn push(shown: &mut String, character: char) {
    match character {
        '\0'..='\x1F' => shown.push(char::from_u32(0x2400 + character as u32).expect("a control picture")),
        '\x7F' => shown.push('\u{2421}'),
        _ if is_unseen(character) => {
            write!(shown, "<U+{:04X}>", character as u32).expect("writing to a string succeeds");
        }
        _ => shown.push(character),
    }
}

/// Whether a terminal would obey `character`, or show nothing for it: control characters, line and paragraph
/// separators, and the characters that Unicode calls ignorable by default (bidirectional controls, zero-width
/// characters, tags, fillers, variation selectors).
fn is_unseen(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
            | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
            | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}'
            | '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_text_is_passed_through_unchanged() {
        let text = "S E C R E T – naïve 机密 🗎 (C//REL)";
        assert!(matches!(visible(text), Cow::Borrowed(same) if same == text));
    }

    #[test]
    fn what_a_terminal_obeys_is_shown_instead() {
        assert_eq!(visible("a\x1b[2J\r\n\t\x7f\u{9b}0m"), "a␛[2J␍␊␉␡<U+009B>0m");
    }

    #[test]
    fn what_nobody_sees_is_spelt_out() {
        for unseen in "\u{61C}\u{200B}\u{200E}\u{2028}\u{202A}\u{202E}\u{2066}\u{2069}\u{FEFF}\u{E0041}".chars() {
            assert_eq!(visible(&unseen.to_string()), format!("<U+{:04X}>", unseen as u32));
        }
    }

    #[test]
    fn line_feeds_can_stay() {
        assert_eq!(visible_lines("a\nb\x07"), "a\nb␇");
    }
}
