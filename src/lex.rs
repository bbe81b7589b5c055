//! Text in, tokens out. The only module that knows `logos`.
//!
//! Tokens tile the text: every byte belongs to exactly one, nothing is skipped, and no token crosses a line break, so
//! the generated lexer never recurses over long input. Tokens carry no meaning; [`crate::document`] gives it to them.
//! Running prose, which no rule looks at, goes by in runs that end only at a line break or an opening parenthesis.

use logos::{Lexer, Logos};

use crate::source::Span;

/// What a token looks like.
#[derive(Logos, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// One line break: `\n`, `\r\n` or a lone `\r`.
    #[regex(r"\r\n|\n|\r")]
    Break,
    /// Spaces, tabs and form feeds, or one no-break space.
    #[regex(r"[ \t\x0b\x0c]+")]
    #[token("\u{a0}")]
    Blank,
    /// Words of capitals with single blanks between them, so that a letter-spaced or routed line is one token.
    #[regex(r"[A-Z]+", more_capitals)]
    Capitals,
    /// Decimal digits.
    #[regex(r"[0-9]+")]
    Digits,
    /// From a word with a small letter up to the next line break or opening parenthesis.
    #[regex(r"[A-Z]*[a-z]", prose)]
    Prose,
    /// Parenthesised capitals: a portion mark, a list letter, an abbreviation.
    #[regex(r"\([A-Z/][A-Z0-9/ ,.\-]*\)")]
    Mark,
    /// A tag of a markup language, `<u>` or `</u>`.
    #[regex(r"</?[A-Za-z][^<>\r\n]*>")]
    Markup,
    /// A character reference of a markup language, `&amp;` or `&#8217;`.
    #[regex(r"&(?:[A-Za-z]+|#[0-9]+|#x[0-9A-Fa-f]+);")]
    Entity,
    /// The paragraph sign that stands before paragraph numbers in telegrams.
    #[token("¶")]
    Pilcrow,
    /// A control character that is neither blank nor line break.
    #[regex(r"[\x00-\x08\x0e-\x1f\x7f]")]
    Control,
    /// One character of ASCII punctuation.
    #[regex(r"[!-/:-@\[-`{-~]", priority = 1)]
    Symbol,
    /// One character that is not ASCII and begins no run of prose, or anything the lexer has no other name for.
    #[regex(r"[^\x00-\x7f]", priority = 1)]
    Other,
}

/// Takes in the following words as long as they are all capitals. A loop of two states would be a recursion in the
/// generated code of a debug build; a loop here is a loop.
fn more_capitals(lexer: &mut Lexer<'_, Kind>) {
    let rest = lexer.remainder().as_bytes();
    let mut taken = 0;
    while rest.get(taken) == Some(&b' ') {
        let word = rest[taken + 1..].iter().take_while(|byte| byte.is_ascii_uppercase()).count();
        let after = taken + 1 + word;
        if word == 0 || rest.get(after).is_some_and(u8::is_ascii_lowercase) {
            break;
        }
        taken = after;
    }
    lexer.bump(taken);
}

fn prose(lexer: &mut Lexer<'_, Kind>) {
    let rest = lexer.remainder().as_bytes();
    lexer.bump(memchr::memchr3(b'\n', b'\r', b'(', rest).unwrap_or(rest.len()));
}

/// A run of text that looks alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it looks like.
    pub kind: Kind,
    /// Where it stands.
    pub span: Span,
}

/// Cuts `text` into tokens that tile it. Linear in its length.
pub fn lex(text: &str) -> Vec<Token> {
    // Cables average about 30 bytes a token; growing twice is cheaper than reserving for the worst case.
    let mut tokens = Vec::with_capacity(text.len() / 32 + 8);
    let mut lexer = Kind::lexer(text);
    while let Some(kind) = lexer.next() {
        let range = lexer.span();
        tokens.push(Token { kind: kind.unwrap_or(Kind::Other), span: Span::new(range.start as u32, range.end as u32) });
    }
    tokens
}

/// What `text` begins with; `None` if it is empty.
pub fn first(text: &str) -> Option<Kind> {
    Kind::lexer(text).next().map(|kind| kind.unwrap_or(Kind::Other))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<(Kind, &str)> {
        lex(text).into_iter().map(|t| (t.kind, &text[t.span.range()])).collect()
    }

    #[test]
    fn a_spaced_word_is_one_token() {
        use Kind::*;
        let found = kinds("C O N F I D E N T I A L OSLO 000012\r\n");
        assert_eq!(
            found,
            [(Capitals, "C O N F I D E N T I A L OSLO"), (Blank, " "), (Digits, "000012"), (Break, "\r\n")]
        );
    }

    #[test]
    fn prose_ends_at_a_parenthesis_or_a_line_break() {
        use Kind::*;
        let found = kinds("1. (C/NF) PolOff met (twice) at 5.\nDone");
        let texts: Vec<&str> = found.iter().map(|f| f.1).collect();
        assert_eq!(texts, ["1", ".", " ", "(C/NF)", " ", "PolOff met ", "(", "twice) at 5.", "\n", "Done"]);
        assert_eq!(found[3].0, Mark);
        assert_eq!(found[5].0, Prose);
    }

    #[test]
    fn long_lines_neither_recurse_nor_stall() {
        for unit in [" ", "a", "A", "A ", "(", "(A", "<a", "&a", "7", "\u{a0}", "é", "\0", "-"] {
            let text = unit.repeat(10_000_000 / unit.len());
            let tokens = lex(&text);
            assert_eq!(tokens.last().expect("tokens").span.end as usize, text.len(), "{unit:?}");
        }
    }
}
