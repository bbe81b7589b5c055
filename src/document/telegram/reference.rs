//! Parses the REF field.
//!
//! `A. 07 BEIJING 7300`, `B. STATE 161823`, `C. 12/5/07 EMBASSY EMAIL`, several on a line or one on each. A pilcrow
//! before a letter scans as the digit 1, and a B as 8, so `18.` is `B.` where B is the next letter.

use super::super::Reading;
use crate::document::text::word::{Word, trim, trim_punctuation, words};
use crate::register::vocabulary::WORDS;
use crate::source::Span;

/// The REF field.
#[derive(Clone, Debug)]
pub struct References {
    /// The field with its label and continuation lines.
    pub span: Span,
    /// The label.
    pub label: Span,
    /// What it refers to.
    pub entries: Vec<Reference>,
}

/// One reference.
#[derive(Clone, Debug)]
pub struct Reference {
    /// The entry without its enumerator.
    pub span: Span,
    /// The letter, if the entry has one; its span covers the enumerator as written.
    pub letter: Option<Reading<char>>,
    /// The telegram it names, if it names one.
    pub telegram: Option<Telegram>,
}

/// The number of a telegram.
#[derive(Clone, Copy, Debug)]
pub struct Telegram {
    /// The full year, if one is written, and where.
    pub year: Option<(i16, Span)>,
    /// The post.
    pub post: Span,
    /// The serial, and its place.
    pub serial: (u32, Span),
    /// Whether letters are in its numbers, or a zero in its name: `O7 STATE 31OO7`, `SANTIAG0 12`.
    pub repaired: bool,
}

/// The length of the label, if `text` begins with one and a colon, a letter or a telegram follows. In lower case it is
/// a word like any other unless a colon follows.
pub(crate) fn label(text: &str) -> Option<usize> {
    WORDS.reference_labels.iter().find_map(|label| {
        let (start, rest) = text.split_at_checked(label.len())?;
        let fits = if start == *label {
            rest.starts_with([':', '.', ';', '-'])
                || rest.starts_with(' ') && !rest[1..].starts_with(char::is_lowercase)
        } else {
            start.eq_ignore_ascii_case(label) && rest.starts_with(':')
        };
        fits.then_some(label.len())
    })
}

pub(crate) fn references(text: &str, lines: &[Span]) -> Option<References> {
    let (first, last) = (*lines.first()?, *lines.last()?);
    let label = first.part(0, label(&text[first.range()])?);
    let start = Span::new(label.end, first.end);
    let start = Span::new(
        start.end - text[start.range()].trim_start_matches([':', '.', ';', '-', ' ', '\t']).len() as u32,
        start.end,
    );
    let mut entries = Vec::new();
    let mut last_letter = None;
    let mut open = start;
    for line in &lines[1..] {
        if wraps(text, *line) && text[open.end as usize..line.start as usize].trim_ascii().is_empty() {
            open.end = line.end;
            continue;
        }
        read_line(text, open, &mut last_letter, &mut entries);
        open = *line;
    }
    read_line(text, open, &mut last_letter, &mut entries);
    Some(References { span: first.to(last), label, entries })
}

/// Cuts a line at its enumerators, and what is between them at semicolons. `last_letter` is that of the entry before.
fn read_line(text: &str, line: Span, last_letter: &mut Option<char>, entries: &mut Vec<Reference>) {
    let mut open = None;
    let mut from = line.start;
    for word in words(text, line) {
        let at_start = text[line.start as usize..word.span.start as usize].bytes().all(|byte| b"- \t".contains(&byte));
        // `A. A)` is one letter said twice.
        let again =
            last_letter.filter(|_| open.is_some() && text[from as usize..word.span.start as usize].trim().is_empty());
        if let Some(letter) = again.filter(|last| enumerator(word, *last, true).is_some_and(|it| it.value == *last)) {
            from = word.span.end;
            open = Some(Reading { value: letter, span: word.span, repaired: false });
            continue;
        }
        let Some(letter) = enumerator(word, next_letter(*last_letter), at_start) else { continue };
        push(text, open.replace(letter), Span::new(from, word.span.start), entries);
        from = letter.span.end;
        *last_letter = Some(letter.value);
    }
    push(text, open, Span::new(from, line.end), entries);
}

fn next_letter(last: Option<char>) -> char {
    last.and_then(|letter| char::from_u32(letter as u32 + 1)).unwrap_or('A')
}

/// The letter that `word` enumerates with: `A.`, `A)`, `(A)`, `[A]`, `A:`, `¶A.`, or damage that reads as `next`.
fn enumerator(word: Word<'_>, next: char, at_start: bool) -> Option<Reading<char>> {
    // The longest is `¶[A.)]`, with the pilcrow as web pages write it.
    if word.text.len() > 12 {
        return None;
    }
    let body = &word.text[crate::document::paragraph::bullet(word.text)..];
    let inner = body.trim_start_matches(['(', '[']);
    let close = inner.find(['.', ')', ']', ':'])?;
    let (letters, tail) = inner.split_at(close);
    if !tail.bytes().all(|b| b".)]:,".contains(&b)) {
        return None;
    }
    let mut characters = letters.chars();
    let (first, second) = (characters.next()?, characters.next());
    let reading = |value, repaired| Some(Reading { value, span: word.span, repaired });
    match (first, second, characters.next()) {
        ('A'..='Z', None, None) if at_start || first == next || first > next && (first as u32 - next as u32) < 3 => {
            reading(first, false)
        }
        ('a'..='z', None, None) if first.to_ascii_uppercase() == next => reading(next, false),
        ('1', Some(letter), None) if letter == next || letter == '8' && next == 'B' => reading(next, true),
        _ => None,
    }
}

fn push(text: &str, mut letter: Option<Reading<char>>, span: Span, entries: &mut Vec<Reference>) {
    let mut from = span.start;
    let inside = &text[span.range()];
    let ends = inside.match_indices(';').map(|(at, _)| span.start + at as u32).chain([span.end]);
    for end in ends {
        let entry = trim_punctuation(text, trim(text, Span::new(from, end)));
        if !entry.is_empty() || letter.is_some() {
            let first = telegram(text, entry).or_else(|| misread(text, entry));
            entries.push(Reference { span: entry, letter: letter.take(), telegram: first });
            further(text, entry, first, entries);
        }
        from = (end + 1).min(span.end);
    }
}

/// The telegrams that an entry names after its first one: `STATE 14, 20 AND 09 ASTANA 312`.
fn further(text: &str, entry: Span, first: Option<Telegram>, entries: &mut Vec<Reference>) {
    let Some(mut last) = first else { return };
    let inside = &text[entry.range()];
    let joints = inside.match_indices([',', '&']).map(|(at, sign)| (at, sign.len()));
    let mut cuts: Vec<(usize, usize)> =
        joints.chain(inside.match_indices(" AND ").map(|(at, word)| (at, word.len()))).collect();
    cuts.sort_unstable();
    for (index, (at, len)) in cuts.iter().enumerate() {
        let (from, end) = (at + len, cuts.get(index + 1).map_or(inside.len(), |(next, _)| *next));
        let piece = trim_punctuation(text, trim(text, entry.part(from, end.saturating_sub(from))));
        let words = &text[piece.range()];
        let serial = words.parse().ok().filter(|_| words.len() <= 6 && words.bytes().all(|byte| byte.is_ascii_digit()));
        let again = serial.map(|serial| Telegram { serial: (serial, piece), ..last });
        let Some(found) = again.or_else(|| telegram(text, piece)) else { return };
        entries.push(Reference { span: piece, letter: None, telegram: Some(found) });
        last = found;
    }
}

/// Whether a line begins with the serial of a post that the line above it ends with: `(C) MASERU` / `212  (D) STATE 88310`.
fn wraps(text: &str, line: Span) -> bool {
    let mut words = words(text, line);
    let serial = words.next().is_some_and(|word| word.number().is_some() && word.text.len() <= 6);
    let alone = words.next().is_none_or(|word| ('B'..='Z').any(|next| enumerator(word, next, false).is_some()));
    serial && alone && text[..line.start as usize].trim_end().ends_with(|c: char| c.is_ascii_uppercase())
}

/// The telegram that an entry names: `07 BEIJING 7300`, `07BEIJING7300`, `STATE 161823`, `CAIRO 561 (07)`.
fn telegram(text: &str, entry: Span) -> Option<Telegram> {
    let inside = &text[entry.range()];
    let bytes = inside.as_bytes();
    let digits = |from: usize| bytes[from..].iter().take_while(|b| b.is_ascii_digit()).count();
    let mut at = usize::from(matches!(bytes.first(), Some(b'\'' | b'(')));
    let year_len = digits(at);
    let year = (matches!(year_len, 2 | 4)).then(|| (at, year_len));
    if year_len > 0 && year.is_none() {
        return None;
    }
    at += year_len;
    at += bytes[at..].iter().take_while(|b| matches!(b, b' ' | b'-' | b')')).count();
    let post_len = bytes[at..].iter().take_while(|b| b.is_ascii_alphabetic() || b" .'/-:\r\n".contains(b)).count();
    let post = trim_punctuation(text, entry.part(at, post_len));
    let serial_len = digits(at + post_len);
    let ends = bytes.get(at + post_len + serial_len).is_none_or(|b| !b.is_ascii_alphanumeric() && *b != b'/');
    let letters = text[post.range()].bytes().filter(u8::is_ascii_alphabetic).count();
    // `11. THE MINISTER SAID MARCH 13`: a sentence, not a post; `ROE-DOE EMAILS 9-22`: a date.
    let name = &text[post.range()];
    let other = post.len() > 32 || name.starts_with('.') || name.ends_with("MAIL") || name.ends_with("MAILS");
    // In small letters a post is a name: each word of it begins with a capital, and none is a month.
    let mut parts = name.split([' ', '-']).filter(|word| !word.is_empty());
    let other = other || !parts.clone().all(|word| word.starts_with(|c: char| c.is_ascii_uppercase() || c == '.'));
    let other = other || parts.any(super::transmission::is_month);
    if other || letters < 3 || !(1..=7).contains(&serial_len) || !ends {
        return None;
    }
    let serial = entry.part(at + post_len, serial_len);
    let year = year.map(|(from, len)| (full_year(&inside[from..from + len]), entry.part(from, len)));
    let year = year.or_else(|| trailing_year(text, Span::new(serial.end, entry.end)));
    Some(Telegram { year, post, serial: (text[serial.range()].parse().ok()?, serial), repaired: false })
}

/// The telegram that an entry names through letters for digits and zeros for letters.
fn misread(text: &str, entry: Span) -> Option<Telegram> {
    let inside = &text[entry.range()];
    if inside.len() > 40 || !inside.is_ascii() {
        return None;
    }
    let mended = mended(inside);
    if mended == inside {
        return None;
    }
    let read = telegram(&mended, Span::new(0, mended.len() as u32))?;
    let there = |span: Span| entry.part(span.start as usize, span.len() as usize);
    Some(Telegram {
        year: read.year.map(|(year, span)| (year, there(span))),
        post: there(read.post),
        serial: (read.serial.0, there(read.serial.1)),
        repaired: true,
    })
}

/// An entry with digits for letters in the words that are mostly digits, and with the letter O for a zero in names.
pub(crate) fn mended(entry: &str) -> String {
    entry.split(' ').map(mended_word).collect::<Vec<_>>().join(" ")
}

fn mended_word(word: &str) -> String {
    let letters = word.bytes().filter(u8::is_ascii_uppercase).count();
    if let Some(digits) = crate::document::text::date::digits(word) {
        return digits;
    }
    if letters >= 4 && letters + 1 == word.len() && word.contains('0') {
        return word.replace('0', "O");
    }
    word.to_owned()
}

/// `(07)` or `-07` after the serial.
fn trailing_year(text: &str, rest: Span) -> Option<(i16, Span)> {
    let inside = &text[rest.range()];
    let lead = inside.len() - inside.trim_start_matches([' ', '(', '-', '\'']).len();
    let digits = inside[lead..].bytes().take_while(u8::is_ascii_digit).count();
    let behind = inside[lead + digits..].chars().next();
    let marked =
        inside[..lead].contains('(') && behind == Some(')') || inside[..lead].contains('-') && behind.is_none();
    (marked && matches!(digits, 2 | 4)).then(|| (full_year(&inside[lead..lead + digits]), rest.part(lead, digits)))
}

fn full_year(digits: &str) -> i16 {
    let year = digits.parse().unwrap_or(0);
    if digits.len() == 2 { super::transmission::century(year) } else { year }
}

/// Whether a line can belong to a REF field that has begun: an enumerator, or a telegram.
pub(crate) fn continues(text: &str, line: Span) -> bool {
    let bare = text[line.range()].trim_start_matches(['-', ' ']).len();
    let line = Span::new(line.end - bare as u32, line.end);
    let lettered = words(text, line).next().is_some_and(|word| {
        // A sound letter is one whatever is next; `11.` is never one, but a paragraph after a lost pilcrow.
        ('B'..='Z').any(|next| enumerator(word, next, true).is_some())
    });
    lettered || telegram(text, line).is_some() || wraps(text, line)
}
