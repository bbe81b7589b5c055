//! Decodes stretches of a text that encode other text: character references, percent-encoding, quoted-printable (RFC
//! 2045, section 6.7), base64 on one line or many.

use std::borrow::Cow;
use std::sync::LazyLock;

use base64::Engine;
use base64::engine::general_purpose::GeneralPurpose;
use base64::engine::{DecodePaddingMode, GeneralPurposeConfig};
use regex::{Captures, Regex};

use crate::source::Span;

/// How often what was decoded is decoded again.
const DEPTH: usize = 3;
/// Bytes around a reference or a percent sign that belong to the same copy.
const AROUND: usize = 48;

static REFERENCE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"&(?:#(?<d>[0-9]{1,7})|#[xX](?<x>[0-9A-Fa-f]{1,6})|(?<n>[A-Za-z]{2,8}));").expect("a valid pattern")
});
static PERCENT: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?:%[0-9A-Fa-f]{2})+").expect("a valid pattern"));
static QUOTED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?:=[0-9A-F]{2})+|=[ \t]*\r?\n").expect("a valid pattern"));
/// As programs write characters in strings: `\u004a`, `\x4a`, `\u{4a}`.
static ESCAPED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\\(?:u(?<u>[0-9A-Fa-f]{4})|x(?<x>[0-9A-Fa-f]{2})|u\{(?<b>[0-9A-Fa-f]{1,6})\})")
        .expect("a valid pattern")
});
/// Characters that base64 of a name has at least.
const SHORTEST: usize = 8;
/// Characters on a line of base64 that is not the last one (RFC 2045, section 6.8, and RFC 7468).
const FULL_LINE: std::ops::RangeInclusive<usize> = 60..=76;

/// What a stretch of a text says when it is decoded.
pub(super) struct Copy {
    /// What it says.
    pub(super) text: String,
    /// Where each byte of that comes from.
    origins: Vec<Span>,
}

impl Copy {
    /// Where the bytes of `place` come from.
    pub(super) fn origin(&self, place: Span) -> Span {
        let origins = &self.origins[place.range()];
        origins.iter().copied().reduce(Span::to).unwrap_or_default()
    }
}

/// The stretches of `span` that are encoded, decoded.
pub(super) fn copies(text: &str, span: Span) -> Vec<Copy> {
    let inside = &text[span.range()];
    let mut found = Vec::new();
    for stretch in stretches(inside) {
        let origins = stretch.clone().map(|at| span.part(at, 1)).collect();
        found.extend(decode(Copy { text: inside[stretch].to_owned(), origins }));
    }
    for run in base64_runs(inside) {
        let (letters, place) = (&inside[run.clone()], span.part(run.start, run.len()));
        if let Some(text) = base64(letters) {
            let origins = origins(letters, place, text.len());
            found.push(Copy { text, origins });
        }
        if let Some(text) = hexadecimal(letters) {
            let origins = (0..text.len()).map(|byte| place.part(2 * byte, 2)).collect();
            found.push(Copy { text, origins });
        }
    }
    found
}

/// What a run of hexadecimal digits says, if that is text.
fn hexadecimal(run: &str) -> Option<String> {
    if !run.len().is_multiple_of(2) || !run.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let digits = |at: usize| u8::from_str_radix(&run[at..at + 2], 16).ok();
    let bytes: Option<Vec<u8>> = (0..run.len()).step_by(2).map(digits).collect();
    let text = String::from_utf8(bytes?).ok()?;
    (!text.chars().any(|c| c.is_control() && !c.is_whitespace())).then_some(text)
}

/// The places of the four base64 letters that each byte comes from.
fn origins(run: &str, whole: Span, bytes: usize) -> Vec<Span> {
    let letters: Vec<usize> =
        run.bytes().enumerate().filter(|(_, b)| !b.is_ascii_whitespace()).map(|(at, _)| at).collect();
    let four = |byte: usize| {
        let (first, last) = (byte / 3 * 4, (byte / 3 * 4 + 3).min(letters.len() - 1));
        whole.part(letters[first.min(last)], letters[last] + 1 - letters[first.min(last)])
    };
    (0..bytes).map(four).collect()
}

/// The runs of letters that may be base64, lines of one block together. Nearly all words are too plain to be any:
/// theirs are letters of one case after the first.
fn base64_runs(text: &str) -> Vec<std::ops::Range<usize>> {
    let bytes = text.as_bytes();
    let is_letter = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_');
    let mut runs: Vec<std::ops::Range<usize>> = Vec::new();
    let (mut at, mut line) = (0, 0);
    while at < bytes.len() {
        if !is_letter(&bytes[at]) {
            at += 1;
            continue;
        }
        let start = at;
        at += bytes[at..].iter().take_while(|byte| is_letter(byte)).count();
        let letters = &bytes[start..at];
        at += bytes[at..].iter().take(2).take_while(|byte| **byte == b'=').count();
        let goes_on = runs.last().filter(|last| FULL_LINE.contains(&line) && is_line_break(&bytes[last.end..start]));
        if goes_on.is_some() {
            runs.last_mut().into_iter().for_each(|last| last.end = at);
            line = letters.len();
        } else if letters.len() >= SHORTEST && is_mixed(letters) {
            runs.push(start..at);
            line = letters.len();
        }
    }
    runs
}

fn is_line_break(between: &[u8]) -> bool {
    matches!(between, b"\n" | b"\r\n" | b"\r")
}

fn is_mixed(letters: &[u8]) -> bool {
    let rest = &letters[1..];
    let (small, capital) = (rest.iter().any(u8::is_ascii_lowercase), rest.iter().any(u8::is_ascii_uppercase));
    // Letters of the first half of the alphabet alone are digits in hexadecimal.
    let digits = letters.len() >= 2 * SHORTEST && letters.iter().all(u8::is_ascii_hexdigit);
    small && capital || (small || capital) && rest.iter().any(u8::is_ascii_digit) || digits
}

/// What is around references and percent-encoding, in order and apart from each other.
fn stretches(text: &str) -> Vec<std::ops::Range<usize>> {
    let mut signs: Vec<(usize, usize)> = Vec::new();
    if memchr::memchr(b'&', text.as_bytes()).is_some() {
        signs.extend(REFERENCE.find_iter(text).map(|found| (found.start(), found.end())));
    }
    if memchr::memchr(b'%', text.as_bytes()).is_some() {
        signs.extend(PERCENT.find_iter(text).map(|found| (found.start(), found.end())));
    }
    if memchr::memchr(b'=', text.as_bytes()).is_some() {
        signs.extend(QUOTED.find_iter(text).map(|found| (found.start(), found.end())));
    }
    if memchr::memchr(b'\\', text.as_bytes()).is_some() {
        signs.extend(ESCAPED.find_iter(text).map(|found| (found.start(), found.end())));
    }
    signs.sort_unstable();
    let mut stretches: Vec<std::ops::Range<usize>> = Vec::new();
    for (start, end) in signs {
        let back = text.ceil_char_boundary(start.saturating_sub(AROUND));
        let line = text[back..start].rfind(['\n', '\r']).map_or(back, |at| back + at + 1);
        let reach = text.floor_char_boundary((end + AROUND).min(text.len()));
        let close = text[end..reach].find(['\n', '\r']).map_or(reach, |at| end + at);
        match stretches.last_mut() {
            Some(last) if line <= last.end => last.end = last.end.max(close),
            _ => stretches.push(line..close),
        }
    }
    stretches
}

/// `copy` decoded until nothing changes any more; `None` if nothing ever does.
fn decode(mut copy: Copy) -> Option<Copy> {
    let mut changed = false;
    for _ in 0..DEPTH {
        let referred = replace(&copy, &REFERENCE, character);
        let percent = replace(referred.as_ref().unwrap_or(&copy), &PERCENT, |found| bytes(&found[0]));
        let known = percent.or(referred);
        let quoted = replace(known.as_ref().unwrap_or(&copy), &QUOTED, |found| quoted(&found[0]));
        let known = quoted.or(known);
        let escaped = replace(known.as_ref().unwrap_or(&copy), &ESCAPED, escaped);
        let Some(next) = escaped.or(known) else { break };
        (copy, changed) = (next, true);
    }
    changed.then_some(copy)
}

/// `copy` with everything that `pattern` matches replaced; `None` if that changes nothing.
fn replace(copy: &Copy, pattern: &Regex, by: impl Fn(&Captures<'_>) -> String) -> Option<Copy> {
    let mut next = Copy { text: String::new(), origins: Vec::new() };
    let mut done = 0;
    for found in pattern.captures_iter(&copy.text) {
        let (place, new) = (found.get_match().range(), by(&found));
        next.text.push_str(&copy.text[done..place.start]);
        next.origins.extend_from_slice(&copy.origins[done..place.start]);
        let origin = copy.origin(Span::new(place.start as u32, place.end as u32));
        next.origins.extend(std::iter::repeat_n(origin, new.len()));
        next.text.push_str(&new);
        done = place.end;
    }
    next.text.push_str(&copy.text[done..]);
    next.origins.extend_from_slice(&copy.origins[done..]);
    (next.text != copy.text).then_some(next)
}

fn character(found: &Captures<'_>) -> String {
    let number =
        |name: &str, radix| found.name(name).and_then(|digits| u32::from_str_radix(digits.as_str(), radix).ok());
    let named = || match &found["n"] {
        "nbsp" | "ensp" | "emsp" | "thinsp" => Some(' '),
        "amp" => Some('&'),
        "period" => Some('.'),
        "comma" => Some(','),
        "hyphen" | "dash" => Some('-'),
        "apos" | "lsquo" | "rsquo" => Some('\''),
        "quot" => Some('"'),
        "thorn" | "THORN" => Some('þ'),
        "eth" | "ETH" => Some('ð'),
        "shy" => Some('\u{AD}'),
        "zwnj" => Some('\u{200C}'),
        "zwj" => Some('\u{200D}'),
        "szlig" => Some('ß'),
        "aelig" | "AElig" => Some('æ'),
        "oelig" | "OElig" => Some('œ'),
        "lstrok" | "Lstrok" => Some('ł'),
        "auml" | "Auml" => Some('ä'),
        "ouml" | "Ouml" | "oslash" | "Oslash" => Some('ö'),
        "uuml" | "Uuml" => Some('ü'),
        "aring" | "Aring" => Some('å'),
        // The base letter of `&eacute;` and its like, which is all that names are compared by.
        name => ["acute", "grave", "circ", "uml", "tilde", "cedil", "ring", "slash", "caron"]
            .iter()
            .find_map(|mark| name.strip_suffix(mark))
            .and_then(|letter| letter.chars().next().filter(|_| letter.len() == 1)),
    };
    let found_character = match number("d", 10).or_else(|| number("x", 16)) {
        Some(code) => char::from_u32(code),
        None if found.name("n").is_some() => named(),
        None => None,
    };
    found_character.map_or_else(|| found[0].to_owned(), String::from)
}

fn escaped(found: &Captures<'_>) -> String {
    let digits = found.iter().skip(1).flatten().next().map_or("", |digits| digits.as_str());
    let character = u32::from_str_radix(digits, 16).ok().and_then(char::from_u32);
    character.map_or_else(|| found[0].to_owned(), String::from)
}

fn bytes(run: &str) -> String {
    let bytes: Vec<u8> = run.split('%').skip(1).filter_map(|hex| u8::from_str_radix(hex, 16).ok()).collect();
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The bytes of a run of quoted-printable; a line that is broken softly goes on.
fn quoted(run: &str) -> String {
    if run.ends_with('\n') { String::new() } else { bytes(&run.replace('=', "%")) }
}

/// What a run of base64 says, if that is text. Most runs are ordinary words, and say none.
fn base64(run: &str) -> Option<String> {
    let wrapped = run.contains(['\n', '\r']);
    let run: Cow<'_, str> = if wrapped { Cow::Owned(run.split_whitespace().collect()) } else { Cow::Borrowed(run) };
    let config = GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    let config = config.with_decode_allow_trailing_bits(true);
    let standard: Cow<'_, str> =
        if run.contains(['-', '_']) { Cow::Owned(run.replace('-', "+").replace('_', "/")) } else { run };
    let decoded = GeneralPurpose::new(&base64::alphabet::STANDARD, config).decode(&*standard).ok()?;
    let text = String::from_utf8(decoded).ok()?;
    (!text.chars().any(|c| c.is_control() && !c.is_whitespace())).then_some(text)
}
