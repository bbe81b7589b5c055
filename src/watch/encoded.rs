//! Decodes stretches of a text that encode other text: character references, percent-encoding, quoted-printable (RFC
//! 2045, section 6.7), escapes of programs, base64 on one line or many.

use std::sync::LazyLock;

use base64::Engine;
use base64::engine::general_purpose::GeneralPurpose;
use base64::engine::{DecodePaddingMode, GeneralPurposeConfig};
use html5gum::{Token, Tokenizer};
use regex::{Captures, Regex};

use crate::scan::copy::Copy;
use crate::source::Span;

/// How often what was decoded is decoded again.
const DEPTH: usize = 3;
/// Bytes around what is encoded that belong to the same copy.
const AROUND: usize = 48;
/// Letters that base64 of a name has at least.
const SHORTEST: usize = 8;

/// What encodes characters, and the characters.
static ENCODINGS: LazyLock<[(Regex, Decode); 4]> = LazyLock::new(|| {
    let encoding = |pattern, decode: Decode| (Regex::new(pattern).expect("a valid pattern"), decode);
    [
        encoding("&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]{2,8});", referred),
        encoding("(?:%[0-9A-Fa-f]{2})+", |found| bytes(&found[0], '%')),
        encoding(r"(?:=[0-9A-F]{2})+|=[ \t]*\r?\n", |found| match found[0].ends_with('\n') {
            // A line that is broken softly goes on.
            true => String::new(),
            false => bytes(&found[0], '='),
        }),
        // As programs write characters in strings: `\u004a`, `\x4a`, `\u{4a}`.
        encoding(r"\\(?:u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|u\{([0-9A-Fa-f]{1,6})\})", escaped),
    ]
});
type Decode = fn(&Captures<'_>) -> String;

/// Letters that may be base64 or hexadecimal digits, in lines of one block together (RFC 2045, section 6.8, and RFC
/// 7468), or on one line.
static RUN: LazyLock<Regex> = LazyLock::new(|| {
    let run = "(?:[A-Za-z0-9+/_-]{60,76}(?:\r\n|\n|\r))+[A-Za-z0-9+/_-]{1,76}={0,2}|[A-Za-z0-9+/_-]{8,}={0,2}";
    Regex::new(run).expect("a valid pattern")
});

/// The stretches of `span` that are encoded, decoded.
pub(super) fn copies(text: &str, span: Span) -> Vec<Copy> {
    let mut found: Vec<Copy> =
        stretches(text, span).into_iter().filter_map(|stretch| decode(&Copy::of(text, stretch))).collect();
    for run in RUN.find_iter(&text[span.range()]) {
        let places: Vec<Span> =
            (run.range().filter(|at| !text.as_bytes()[span.start as usize + at].is_ascii_whitespace()))
                .map(|at| span.part(at, 1))
                .collect();
        let letters: String = run.as_str().split_ascii_whitespace().collect();
        if is_mixed(letters.as_bytes()) {
            found.extend(base64(&letters).map(|text| Copy::spelled(text, &places, 4, 3)));
            found.extend(hexadecimal(&letters).map(|text| Copy::spelled(text, &places, 2, 1)));
        }
    }
    found
}

/// Whether `letters` may encode anything. Nearly all words are too plain: theirs are of one case after the first.
fn is_mixed(letters: &[u8]) -> bool {
    let rest = &letters[1..];
    let (small, capital) = (rest.iter().any(u8::is_ascii_lowercase), rest.iter().any(u8::is_ascii_uppercase));
    // Letters of the first half of the alphabet alone are digits in hexadecimal.
    let digits = letters.len() >= 2 * SHORTEST && letters.iter().all(u8::is_ascii_hexdigit);
    small && capital || (small || capital) && rest.iter().any(u8::is_ascii_digit) || digits
}

/// What is around encoded characters, on their line.
fn stretches(text: &str, span: Span) -> Vec<Span> {
    let inside = &text[span.range()];
    let around = |found: regex::Match<'_>| {
        let back = inside.ceil_char_boundary(found.start().saturating_sub(AROUND));
        let start = inside[back..found.start()].rfind(['\n', '\r']).map_or(back, |at| back + at + 1);
        let reach = inside.floor_char_boundary((found.end() + AROUND).min(inside.len()));
        let end = inside[found.end()..reach].find(['\n', '\r']).map_or(reach, |at| found.end() + at);
        span.part(start, end - start)
    };
    Span::merged(ENCODINGS.iter().flat_map(|(pattern, _)| pattern.find_iter(inside)).map(around).collect())
}

/// `copy` decoded until nothing changes any more; `None` if nothing ever does.
fn decode(copy: &Copy) -> Option<Copy> {
    let mut decoded = None;
    for _ in 0..DEPTH {
        for (pattern, by) in &*ENCODINGS {
            let next = decoded.as_ref().unwrap_or(copy).replace(pattern, by);
            decoded = next.or(decoded);
        }
    }
    decoded
}

/// The character that a reference of HTML stands for.
fn referred(found: &Captures<'_>) -> String {
    match Tokenizer::new(&found[0]).next() {
        Some(Ok(Token::String(shown))) => String::from_utf8_lossy(&shown.value).into_owned(),
        _ => found[0].to_owned(),
    }
}

fn escaped(found: &Captures<'_>) -> String {
    let digits = found.iter().skip(1).flatten().next().map_or("", |digits| digits.as_str());
    let character = u32::from_str_radix(digits, 16).ok().and_then(char::from_u32);
    character.map_or_else(|| found[0].to_owned(), String::from)
}

/// The text of bytes in hexadecimal digits, each behind `sign`.
fn bytes(run: &str, sign: char) -> String {
    let bytes: Vec<u8> = run.split(sign).filter_map(|hex| u8::from_str_radix(hex, 16).ok()).collect();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// What a run of hexadecimal digits says, if that is text.
fn hexadecimal(run: &str) -> Option<String> {
    let digits = |at: usize| u8::from_str_radix(run.get(at..at + 2)?, 16).ok();
    let bytes: Option<Vec<u8>> = (0..run.len()).step_by(2).map(digits).collect();
    readable(bytes?)
}

/// What a run of base64 says, in either alphabet, if that is text. Most runs are ordinary words, and say none.
fn base64(run: &str) -> Option<String> {
    let config = GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    let engine = GeneralPurpose::new(&base64::alphabet::STANDARD, config.with_decode_allow_trailing_bits(true));
    readable(engine.decode(run.replace('-', "+").replace('_', "/")).ok()?)
}

fn readable(bytes: Vec<u8>) -> Option<String> {
    String::from_utf8(bytes).ok().filter(|text| !text.chars().any(|c| c.is_control() && !c.is_whitespace()))
}
