//! Cuts rich text into groups, control words and bytes of text.

use encoding_rs::Encoding;

/// A piece of rich text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'t> {
    /// The beginning of a group.
    Open,
    /// Its end.
    Close,
    /// That programs may pass over the group.
    Optional,
    /// A control word or sign, with its number.
    Word(&'t str, Option<i32>),
    /// A character by its number.
    Character(u32),
    /// A byte of text.
    Byte(u8),
}

/// The pieces of rich text.
pub(super) struct Tokens<'t> {
    bytes: &'t [u8],
    at: usize,
    /// The first half of a character that is written in two.
    half: Option<u32>,
}

impl<'t> Tokens<'t> {
    pub(super) fn new(bytes: &'t [u8]) -> Tokens<'t> {
        Tokens { bytes, at: 0, half: None }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// The control word behind a backslash.
    fn word(&mut self) -> Option<Token<'t>> {
        let start = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_alphabetic()) && self.at - start < 40 {
            self.at += 1;
        }
        let name = std::str::from_utf8(&self.bytes[start..self.at]).unwrap_or_default();
        if name.is_empty() {
            return self.sign();
        }
        let digits = self.at;
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) && self.at - digits < 12 {
            self.at += 1;
        }
        let number = std::str::from_utf8(&self.bytes[digits..self.at]).unwrap_or_default();
        let number: Option<i32> = number.parse().ok();
        if self.peek() == Some(b' ') {
            self.at += 1;
        }
        match (name, number) {
            ("bin", Some(count)) => {
                self.at = self.at.saturating_add(usize::try_from(count).unwrap_or(0)).min(self.bytes.len());
                self.next()
            }
            ("u", Some(code)) => {
                let code = if code < 0 { code + 0x1_0000 } else { code };
                self.character(u32::try_from(code).unwrap_or(0xFFFD))
            }
            _ => Some(Token::Word(name, number)),
        }
    }

    fn sign(&mut self) -> Option<Token<'t>> {
        let sign = self.peek()?;
        self.at += 1;
        Some(match sign {
            b'\\' | b'{' | b'}' => Token::Byte(sign),
            b'*' => Token::Optional,
            b'~' => Token::Word("~", None),
            b'_' => Token::Word("_", None),
            b'\r' | b'\n' => Token::Word("par", None),
            b'\t' => Token::Word("tab", None),
            b'\'' => {
                let digits = self.bytes.get(self.at..self.at + 2).unwrap_or_default();
                let byte = std::str::from_utf8(digits).ok().and_then(|digits| u8::from_str_radix(digits, 16).ok());
                self.at = (self.at + 2).min(self.bytes.len());
                Token::Byte(byte.unwrap_or(b'?'))
            }
            _ => return self.next(),
        })
    }

    /// A character, joined with its other half.
    fn character(&mut self, code: u32) -> Option<Token<'t>> {
        match (self.half.take(), code) {
            (_, 0xD800..=0xDBFF) => {
                self.half = Some(code);
                // What stands for the first half is passed over with it.
                while let Some(b'?') = self.peek() {
                    self.at += 1;
                }
                self.next()
            }
            (Some(half), 0xDC00..=0xDFFF) => {
                Some(Token::Character(0x1_0000 + ((half - 0xD800) << 10) + (code - 0xDC00)))
            }
            _ => Some(Token::Character(code)),
        }
    }
}

impl<'t> Iterator for Tokens<'t> {
    type Item = Token<'t>;

    fn next(&mut self) -> Option<Token<'t>> {
        while matches!(self.peek(), Some(b'\r' | b'\n' | 0)) {
            self.at += 1;
        }
        let byte = self.peek()?;
        self.at += 1;
        match byte {
            b'{' => Some(Token::Open),
            b'}' => Some(Token::Close),
            b'\\' => self.word(),
            b'\t' => Some(Token::Word("tab", None)),
            _ => Some(Token::Byte(byte)),
        }
    }
}

/// The code page of a character set of fonts.
pub(super) fn page_of_charset(charset: i32) -> Option<u32> {
    const PAGES: [(i32, u32); 13] = [
        (77, 10000),
        (128, 932),
        (129, 949),
        (134, 936),
        (136, 950),
        (161, 1253),
        (162, 1254),
        (163, 1258),
        (177, 1255),
        (178, 1256),
        (186, 1257),
        (204, 1251),
        (238, 1250),
    ];
    PAGES.iter().find(|(known, _)| *known == charset).map(|(_, page)| *page)
}

/// The encoding of a code page.
pub(super) fn encoding(page: u32) -> &'static Encoding {
    match page {
        932 => encoding_rs::SHIFT_JIS,
        936 => encoding_rs::GBK,
        949 => encoding_rs::EUC_KR,
        950 => encoding_rs::BIG5,
        866 => encoding_rs::IBM866,
        10000 => encoding_rs::MACINTOSH,
        65001 => encoding_rs::UTF_8,
        _ => Encoding::for_label(format!("windows-{page}").as_bytes()).unwrap_or(encoding_rs::WINDOWS_1252),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_numbers_and_bytes_are_told_apart() {
        let tokens: Vec<Token<'_>> = Tokens::new(br"{\rtf1\ansi A\'e9\u8212?\{\*\v0 x}").collect();
        let expected = [
            Token::Open,
            Token::Word("rtf", Some(1)),
            Token::Word("ansi", None),
            Token::Byte(b'A'),
            Token::Byte(0xE9),
            Token::Character(0x2014),
            Token::Byte(b'?'),
            Token::Byte(b'{'),
            Token::Optional,
            Token::Word("v", Some(0)),
            Token::Byte(b'x'),
            Token::Close,
        ];
        assert_eq!(tokens, expected);
    }

    #[test]
    fn characters_in_two_halves_and_raw_data() {
        let tokens: Vec<Token<'_>> = Tokens::new(br"\u-10179?\u-8704?\bin3 {{{.").collect();
        assert_eq!(tokens, [Token::Character(0x1F600), Token::Byte(b'?'), Token::Byte(b'.')]);
        assert_eq!(Tokens::new(br"\'z").collect::<Vec<_>>(), [Token::Byte(b'?')]);
    }
}
