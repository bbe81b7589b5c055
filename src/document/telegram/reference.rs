//! Parses the REF field.
//!
//! `A. 07 BEIJING 7300`, `B. STATE 161823`, `C. 12/5/07 EMBASSY EMAIL`, several on a line or one on each. A pilcrow
//! before a letter scans as the digit 1, and a B as 8, so `18.` is `B.` where B is the next letter.

use super::super::Reading;
use crate::document::text::label::{self, COLONS, mark_before};
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
    /// The year of what it names, and where.
    pub year: Option<(i16, Span)>,
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
/// a word like any other unless a colon follows, or a letter with one.
pub(crate) fn label(text: &str) -> Option<usize> {
    label::label(text, &WORDS.head_labels["references"]).or_else(|| {
        let (len, capital) = label::begins(text, &WORDS.head_labels["references"])?;
        let rest = &text[len..];
        // `REF/A/DOC/…` is a set of a military message.
        let pointed = rest.starts_with(['.', '-', ',']);
        let apart = rest.starts_with(' ') && !rest[1..].starts_with(char::is_lowercase);
        let lettered = || rest.trim_start_matches([' ', '(']).get(1..).is_some_and(|sign| sign.starts_with([':', ')']));
        (capital && (pointed || apart) || apart && lettered()).then_some(len)
    })
}

pub(crate) fn references(text: &str, lines: &[Span]) -> Option<References> {
    let (first, last) = (*lines.first()?, *lines.last()?);
    let inside = &text[first.range()];
    let label = first.part(0, label(inside).or_else(|| label::misspelt(inside, &WORDS.head_labels["references"]))?);
    let mut entries = Vec::new();
    let mut last_letter = None;
    let mut open = behind(text, Span::new(label.end, first.end));
    for line in &lines[1..] {
        if wraps(text, *line) && text[open.end as usize..line.start as usize].trim_ascii().is_empty() {
            open.end = line.end;
            continue;
        }
        read_line(text, open, &mut last_letter, &mut entries);
        let own = self::label(&text[line.range()]).unwrap_or(0);
        open = if own > 0 { behind(text, Span::new(line.start + own as u32, line.end)) } else { *line };
    }
    read_line(text, open, &mut last_letter, &mut entries);
    Some(References { span: first.to(last), label, entries })
}

/// What follows the signs behind a label.
fn behind(text: &str, span: Span) -> Span {
    let kept = text[span.range()].trim_start_matches(COLONS).len() as u32;
    Span::new(span.end - kept, span.end)
}

/// Cuts a line at its enumerators, and what is between them at semicolons. `last_letter` is that of the entry before.
fn read_line(text: &str, line: Span, last_letter: &mut Option<char>, entries: &mut Vec<Reference>) {
    let mut open = None;
    let mut from = line.start;
    for word in words(text, line) {
        if word.span.start < from {
            continue;
        }
        let rest = Span::new(word.span.start, line.end);
        let at_start = text[line.start as usize..word.span.start as usize].bytes().all(|byte| b"- \t".contains(&byte));
        // `A. A)` is one letter said twice.
        let again =
            last_letter.filter(|_| open.is_some() && text[from as usize..word.span.start as usize].trim().is_empty());
        let again = again.and_then(|last| enumerator(text, rest, last, true).filter(|it| it.value == last));
        if let Some(letter) = again {
            from = letter.span.end;
            open = Some(letter);
            continue;
        }
        // `B. (C) STATE 14`: that is the mark of the entry.
        if open.is_some() && text[from as usize..word.span.start as usize].trim().is_empty() {
            continue;
        }
        let next = last_letter.map_or('A', |letter| char::from_u32(letter as u32 + 1).unwrap_or(letter));
        let above = text[line.start as usize..word.span.start as usize].trim_end();
        let ends = at_start || above.ends_with(|c: char| c.is_ascii_digit() || matches!(c, ',' | ';' | ')'));
        let first =
            || enumerator(text, rest, '1', true).filter(|it| it.value == '1' && last_letter.is_none() && at_start);
        let found = enumerator(text, rest, next, at_start).or_else(|| bare(text, rest, next).filter(|_| ends));
        let Some(letter) = found.or_else(first) else { continue };
        push(text, open.replace(letter), Span::new(from, word.span.start), entries);
        from = letter.span.end;
        *last_letter = Some(letter.value);
    }
    push(text, open, Span::new(from, line.end), entries);
}

/// Signs behind the letter or number of a list, and what scanning makes of them.
const ENUMERATING: &[u8] = b".)]}>\":/-=,";

/// The letter or number that `line` begins with and enumerates by: `A.`, `A)`, `(A)`, `[A]`, `A:`, `A/`, `¶A.`, `(1)`,
/// glued to its telegram or not, or damage that reads as `next`.
fn enumerator(text: &str, line: Span, next: char, at_start: bool) -> Option<Reading<char>> {
    let word = words(text, line).next()?;
    let lead = crate::document::letters::bullet(word.text);
    let inner = word.text[lead..].trim_start_matches(['(', '[', '{', '<', '"']);
    // The longest is `[18.)]`.
    let close = inner.bytes().take(3).position(|b| ENUMERATING.contains(&b))?;
    let (letters, tail) = inner.split_at(close);
    let glued = tail.trim_start_matches(['.', ')', ']', '}', '>', '"', ':', ',', '/', '-', '=']).len();
    let end = word.span.end - glued as u32;
    // These signs stand in names and sentences, too.
    let weak = glued > 0 || tail.starts_with([',', '"', '>']);
    if weak && (tail.starts_with(['-', '=']) || telegram(text, trim(text, Span::new(end, line.end))).is_none()) {
        return None;
    }
    let mut characters = letters.chars();
    let (first, second) = (characters.next()?, characters.next());
    let reading = |value, repaired| Some(Reading { value, span: Span::new(word.span.start, end), repaired });
    match (first, second, characters.next()) {
        (first, None, None) if glued > 0 && first.to_ascii_uppercase() != next => None,
        ('1'..='9', None, None) if first == next => reading(first, false),
        ('A'..='Z', None, None) if at_start || first == next || first > next && (first as u32 - next as u32) < 3 => {
            reading(first, false)
        }
        ('a'..='z', None, None) if first.to_ascii_uppercase() == next => reading(next, false),
        ('1', Some(letter), None) if letter == next || letter == '8' && next == 'B' => reading(next, true),
        _ => None,
    }
}

/// The letter `next` without a sign, before a telegram or a dash: `B   ACCRA 301`, `B - ACCRA 301`.
fn bare(text: &str, line: Span, next: char) -> Option<Reading<char>> {
    let mut words = words(text, line);
    let word = words.next().filter(|word| word.text.len() == 1 && word.text.starts_with(next))?;
    let (value, rest) = (next, Span::new(words.next()?.span.start, line.end));
    let dash = text[rest.range()].starts_with(['-', '–', '—']);
    let end = if dash {
        rest.end - text[rest.range()].trim_start_matches(['-', '–', '—']).len() as u32
    } else {
        word.span.end
    };
    let found = dash || telegram(text, rest).is_some();
    found.then_some(Reading { value, span: Span::new(word.span.start, end), repaired: false })
}

fn push(text: &str, mut letter: Option<Reading<char>>, span: Span, entries: &mut Vec<Reference>) {
    let mut from = span.start;
    let inside = &text[span.range()];
    let ends = inside.match_indices(';').map(|(at, _)| span.start + at as u32).chain([span.end]);
    for end in ends {
        let entry = trim_punctuation(text, trim(text, Span::new(from, end)));
        if !entry.is_empty() || letter.is_some() {
            let marked = mark_before(&text[entry.range()]);
            let entry = entry.part(marked, entry.len() as usize - marked);
            let last = entries.iter().rev().find_map(|entry| entry.telegram);
            let again = || last.and_then(|last| again(text, entry, last));
            let first = telegram(text, entry).or_else(again).or_else(|| misread(text, entry));
            let year = first.and_then(|telegram| telegram.year);
            entries.push(Reference { span: entry, letter: letter.take(), telegram: first, year });
            further(text, entry, first, entries);
        }
        from = (end + 1).min(span.end);
    }
}

/// The telegram of the post before of which nothing but the serial is written: `(A) ACCRA 301, (B) 377`.
fn again(text: &str, piece: Span, last: Telegram) -> Option<Telegram> {
    let words = &text[piece.range()];
    let serial = words.parse().ok().filter(|_| words.len() <= 6 && words.bytes().all(|byte| byte.is_ascii_digit()))?;
    Some(Telegram { serial: (serial, piece), ..last })
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
        let Some(found) = again(text, piece, last).or_else(|| telegram(text, piece)) else { return };
        entries.push(Reference { span: piece, letter: None, telegram: Some(found), year: found.year });
        last = found;
    }
}

/// Whether a line begins with the serial of a post that the line above it ends with: `(C) MASERU` / `212  (D) STATE 88310`.
fn wraps(text: &str, line: Span) -> bool {
    let mut words = words(text, line);
    let serial = words.next().is_some_and(|word| word.number().is_some() && word.text.len() <= 6);
    let alone = words.next().is_none_or(|word| is_lettered(text, Span::new(word.span.start, line.end), false));
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
    let post_len = bytes[at..].iter().take_while(|b| b.is_ascii_alphabetic() || b" .'/-:#\r\n".contains(b)).count();
    let post = without_number_word(text, entry.part(at, post_len));
    let serial_len = digits(at + post_len);
    let behind = Span::new(entry.start + (at + post_len + serial_len) as u32, entry.end);
    // `ACCRA 301/07`, but not `TELCON 3/18/08`.
    let dated = bytes[at + post_len + serial_len..].starts_with(b"/")
        && serial_len > 2
        && trailing_year(text, behind).is_some();
    let ends =
        bytes.get(at + post_len + serial_len).is_none_or(|b| !b.is_ascii_alphanumeric() && (*b != b'/' || dated));
    let letters = text[post.range()].bytes().filter(u8::is_ascii_alphabetic).count();
    // `11. THE MINISTER SAID MARCH 13`: a sentence, not a post; `ROE-DOE EMAILS 9-22`: a date.
    let name = &text[post.range()];
    let mail = name.to_ascii_uppercase();
    let other = post.len() > 32 || name.starts_with('.') || mail.ends_with("MAIL") || mail.ends_with("MAILS");
    // In small letters a post is a name: each word of it begins with a capital, and none is a month. Only where nothing
    // else is written may it be small.
    let mut parts = name.split([' ', '-']).filter(|word| !word.is_empty());
    let proper = parts.clone().all(|word| word.starts_with(|c: char| c.is_ascii_uppercase() || c == '.'));
    let small = behind.is_empty() && serial_len > 1 && name.bytes().all(|b| b.is_ascii_lowercase() || b == b' ');
    let other = other || !proper && !small;
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

/// A post without what may stand between it and its number: `ACCRA NO. 377`, `STATE #20117`, `ACCRA'S 301`.
fn without_number_word(text: &str, post: Span) -> Span {
    let mut post = trim_punctuation(text, post);
    let ending = |post: Span| WORDS.number_words.iter().find(|word| text[post.range()].ends_with(**word));
    while let Some(word) = ending(post) {
        post = trim_punctuation(text, post.part(0, post.len() as usize - word.len()));
    }
    post
}

/// `(07)`, `-07` or `/07` after the serial.
fn trailing_year(text: &str, rest: Span) -> Option<(i16, Span)> {
    let inside = &text[rest.range()];
    let lead = inside.len() - inside.trim_start_matches([' ', '(', '-', '/', '\'']).len();
    let digits = inside[lead..].bytes().take_while(u8::is_ascii_digit).count();
    let behind = inside[lead + digits..].chars().next();
    let marked =
        inside[..lead].contains('(') && behind == Some(')') || inside[..lead].contains(['-', '/']) && behind.is_none();
    (marked && matches!(digits, 2 | 4)).then(|| (full_year(&inside[lead..lead + digits]), rest.part(lead, digits)))
}

fn full_year(digits: &str) -> i16 {
    let year = digits.parse().unwrap_or(0);
    if digits.len() == 2 { super::transmission::century(year) } else { year }
}

/// Whether the value of a REF field begins here, with an enumerator or a telegram.
pub(crate) fn is_value(text: &str, span: Span) -> bool {
    let value = behind(text, span);
    enumerator(text, value, 'A', true).or_else(|| bare(text, value, 'A')).is_some() || telegram(text, value).is_some()
}

/// Whether a line can belong to a REF field that has begun: an enumerator, or a telegram.
pub(crate) fn continues(text: &str, line: Span) -> bool {
    let kept = text[line.range()].trim_start_matches(['-', ' ']).len();
    let line = Span::new(line.end - kept as u32, line.end);
    is_lettered(text, line, true) || is_numbered(text, line) || telegram(text, line).is_some() || wraps(text, line)
}

/// Whether a line begins with a letter of a list that goes on. A sound letter is one whatever is next; `11.` is never
/// one, but a paragraph after a lost pilcrow.
fn is_lettered(text: &str, line: Span, at_start: bool) -> bool {
    // Most lines begin with a word of several letters and no sign.
    let listed = |word: Word<'_>| word.text.len() == 1 || word.text.bytes().any(|byte| ENUMERATING.contains(&byte));
    words(text, line).next().is_some_and(listed)
        && ('B'..='Z').any(|next| enumerator(text, line, next, at_start).or_else(|| bare(text, line, next)).is_some())
}

/// Whether a line is nothing but the number of a list and a telegram: `2. 07 ACCRA 2211`.
fn is_numbered(text: &str, line: Span) -> bool {
    let number = ('1'..='9').find_map(|next| enumerator(text, line, next, true));
    let rest = number.map(|number| trim_punctuation(text, trim(text, Span::new(number.span.end, line.end))));
    rest.is_some_and(|rest| telegram(text, rest).is_some_and(|it| it.serial.1.end + 8 >= rest.end))
}
