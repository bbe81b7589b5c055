//! Splits text into tokens. The only module that uses `logos`.
//!
//! Tokens tile the text: every byte belongs to exactly one, and no token crosses a line break, so the generated lexer
//! never recurses over long input. [`crate::document`] gives tokens their meaning. Prose, which no rule looks at,
//! becomes runs that end only at a line break or an opening parenthesis.

use logos::{Lexer, Logos};

use super::Span;

/// What a token looks like.
#[derive(Logos, Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// One line break: `\n`, `\r\n`, a lone `\r`, or what web pages write for one, `&#x000A;` or `<br>`.
    #[regex(r"\r\n|\n|\r")]
    #[regex(r"&#([xX]0*[aA]|0*10);|<[bB][rR] ?/?>", priority = 20)]
    Break,
    /// Spaces, tabs and form feeds, or one of the other spaces of Unicode: what [`char::is_whitespace`] says, so that
    /// tokens and trimming have one notion of space.
    #[regex(r"[ \t\x0b\x0c]+")]
    #[regex(r"[\u{85}\u{a0}\u{1680}\u{2000}-\u{200a}\u{2028}\u{2029}\u{202f}\u{205f}\u{3000}]")]
    Blank,
    /// Words of capitals with single spaces between them, so that a letter-spaced or routed line is one token.
    #[regex(r"[A-Z]+", more_capitals)]
    Capitals,
    /// Decimal digits.
    #[regex(r"[0-9]+")]
    Digits,
    /// From a word with a lower-case letter up to the next line break or opening parenthesis.
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
    /// The paragraph sign that is before paragraph numbers in telegrams.
    #[token("¶")]
    Pilcrow,
    /// A backslash, which some copies leave at the end of each line.
    #[token("\\")]
    Backslash,
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
fn more_capitals(lexer: &mut Lexer<'_, TokenKind>) {
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

fn prose(lexer: &mut Lexer<'_, TokenKind>) {
    let rest = lexer.remainder().as_bytes();
    // What ends a run is looked for window by window, so that a break written in markup ends the search too; windows
    // grow, so that long runs are searched fast.
    let (mut from, mut size) = (0, 128);
    let end = loop {
        let window = &rest[from..rest.len().min(from + size)];
        let stop = memchr::memchr3(b'\n', b'\r', b'(', window);
        let inside = &window[..stop.unwrap_or(window.len())];
        let markup = memchr::memchr2_iter(b'&', b'<', inside).find(|at| writes_a_break(&rest[from + at..]));
        if let Some(at) = markup.or(stop) {
            break from + at;
        }
        from += window.len();
        size *= 2;
        if from == rest.len() {
            break from;
        }
    };
    lexer.bump(rest[..end].strip_suffix(b"\\").unwrap_or(&rest[..end]).len());
}

/// Whether a line break begins `text` that is written in markup.
fn writes_a_break(text: &[u8]) -> bool {
    let starts = |word: &[u8]| text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    if starts(b"<br") {
        return matches!(&text[3..], [b'>', ..] | [b'/', b'>', ..] | [b' ', b'>', ..] | [b' ', b'/', b'>', ..]);
    }
    let number = if starts(b"&#x") { &text[3..] } else { text.get(2..).filter(|_| starts(b"&#")).unwrap_or_default() };
    let zeros = number.iter().take_while(|byte| **byte == b'0').count();
    let hexadecimal = starts(b"&#x");
    match &number[zeros..] {
        [b'a' | b'A', b';', ..] => hexadecimal,
        [b'1', b'0', b';', ..] => !hexadecimal,
        _ => false,
    }
}

/// A run of text that looks alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// What it looks like.
    pub kind: TokenKind,
    /// Its place.
    pub span: Span,
}

/// Cuts `text` into tokens that tile it. Linear in its length.
pub fn lex(text: &str) -> Vec<Token> {
    // Cables average about 30 bytes a token; growing twice is cheaper than reserving for the worst case.
    let mut tokens = Vec::with_capacity(text.len() / 32 + 8);
    let mut lexer = TokenKind::lexer(text);
    while let Some(kind) = lexer.next() {
        let range = lexer.span();
        tokens.push(Token {
            kind: kind.unwrap_or(TokenKind::Other),
            span: Span::new(range.start as u32, range.end as u32),
        });
    }
    tokens
}

/// What `text` begins with; `None` if it is empty.
pub fn first(text: &str) -> Option<TokenKind> {
    TokenKind::lexer(text).next().map(|kind| kind.unwrap_or(TokenKind::Other))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<(TokenKind, &str)> {
        lex(text).into_iter().map(|t| (t.kind, &text[t.span.range()])).collect()
    }

    #[test]
    fn a_spaced_word_is_one_token() {
        use TokenKind::*;
        let found = kinds("C O N F I D E N T I A L OSLO 000012\r\n");
        assert_eq!(
            found,
            [(Capitals, "C O N F I D E N T I A L OSLO"), (Blank, " "), (Digits, "000012"), (Break, "\r\n")]
        );
    }

    #[test]
    fn prose_ends_at_a_parenthesis_or_a_line_break() {
        use TokenKind::*;
        let found = kinds("1. (C/NF) PolOff met (twice) at 5.\nDone");
        let texts: Vec<&str> = found.iter().map(|f| f.1).collect();
        assert_eq!(texts, ["1", ".", " ", "(C/NF)", " ", "PolOff met ", "(", "twice) at 5.", "\n", "Done"]);
        assert_eq!(found[3].0, Mark);
        assert_eq!(found[5].0, Prose);
    }

    #[test]
    fn a_line_break_may_be_written_in_markup() {
        use TokenKind::*;
        let found = kinds("Done.&#x000A;TO<br/>it was &lt;br> so &amp;\\\nOSLO\\");
        let expected = [
            (Prose, "Done."),
            (Break, "&#x000A;"),
            (Capitals, "TO"),
            (Break, "<br/>"),
            (Prose, "it was &lt;br> so &amp;"),
            (Backslash, "\\"),
            (Break, "\n"),
            (Capitals, "OSLO"),
            (Backslash, "\\"),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn long_lines_neither_recurse_nor_stall() {
        for unit in [
            " ", "a", "A", "A ", "(", "(A", "<a", "&a", "7", "\\", "a&#1", "a<b", "a<br>", "a&#10;", "\u{a0}", "é",
            "\0", "-",
        ] {
            let text = unit.repeat(10_000_000 / unit.len());
            let tokens = lex(&text);
            assert_eq!(tokens.last().expect("tokens").span.end as usize, text.len(), "{unit:?}");
        }
    }
}
