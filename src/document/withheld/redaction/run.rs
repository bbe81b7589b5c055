//! Recognizes redaction marks made of one character: `XXXXXXXXXXXX`, `██████`, `________`.
//!
//! Runs also rule tables, fill forms and cross out pages. Underscores count only between words, X's only if not part
//! of a word, a number or a longer pattern, and not as kisses under a letter. Black squares among bullets are a
//! scanned picture.

use super::{Extent, MarkStyle, Placement, Redaction, placement};
use crate::document::text::line::{line_above, line_around, line_below};
use crate::register::vocabulary::{SCAN, WORDS};
use crate::scan::words::Trigger;
use crate::source::Span;

/// Characters of a run that is a mark, at least.
const SHORTEST: u32 = 4;
/// A longer run is a line across the page.
const LONGEST: u32 = 80;
/// X's that are a mark even where a word is glued to them.
const GLUED: u32 = 6;
/// More X's than this below a letter are not kisses.
const MOST_KISSES: u32 = 8;
pub(crate) fn mark(text: &str, whole: Span, at: u32, trigger: Trigger) -> Option<Redaction> {
    let (style, fits): (MarkStyle, fn(char) -> bool) = match trigger {
        Trigger::Cross => (MarkStyle::Cross, |c| matches!(c, 'X' | 'x')),
        Trigger::Block => (MarkStyle::Block, |c| matches!(c, '█' | '■' | '▓')),
        _ => (MarkStyle::Blank, |c| c == '_'),
    };
    let span = run(text, whole, at, fits);
    let count = text[span.range()].chars().count() as u32;
    if count > LONGEST {
        return None;
    }
    let line = line_around(text, whole, span.start);
    let (before, after) =
        (&text[line.start as usize..span.start as usize], &text[span.end as usize..line.end as usize]);
    let placement = placement(text, whole, span);
    let is_mark = match style {
        MarkStyle::Cross => {
            let glued = before.ends_with(char::is_alphabetic) || after.starts_with(char::is_alphabetic);
            // Instructions fill their samples with the letters that come next, too.
            let sample = ["YYYY", "ZZZZ"].iter().any(|other| before.contains(other) || after.contains(other));
            let shortest = if glued { GLUED } else { SHORTEST };
            let below = || text[line_below(text, whole, line).range()].trim().is_empty();
            let small = text[span.range()].starts_with('x') && count <= MOST_KISSES;
            let kisses = || small && after.trim().is_empty() && closes_letter(before) && below();
            let numbered = count <= GLUED && WORDS.release.numbering.iter().any(|it| before.ends_with(it));
            count >= shortest && !(is_of_number(before, after) || numbered || sample || kisses())
        }
        MarkStyle::Block if is_scanned(before, after) => false,
        MarkStyle::Block if count < SHORTEST && is_item(before, &text[span.start as usize..line.end as usize]) => {
            let beside = [line_above(text, whole, line), line_below(text, whole, line)];
            !beside.iter().any(|beside| *beside != line && is_item("", text[beside.range()].trim_start()))
        }
        MarkStyle::Block => placement == Placement::Inline || count >= SHORTEST,
        _ => stands_in_sentence(before, after),
    };
    let extent = Some(Extent::Characters(count));
    is_mark.then(|| Redaction { extent, placement, ..Redaction::new(style, span) })
}

/// The run around `at`, of which no more is looked at than a mark can have.
fn run(text: &str, whole: Span, at: u32, fits: fn(char) -> bool) -> Span {
    let before = bridged(text[whole.start as usize..at as usize].chars().rev(), fits);
    let after = bridged(text[at as usize..whole.end as usize].chars(), fits);
    Span::new(at - before as u32, at + after as u32)
}

/// How many bytes of `chars` are a run. A point in it is a character that scanning could not read.
fn bridged(chars: impl Iterator<Item = char>, fits: fn(char) -> bool) -> usize {
    let (mut len, mut end) = (0, 0);
    let mut point = false;
    for c in chars.take(LONGEST as usize + 1) {
        len += c.len_utf8();
        match c {
            '.' if !point => point = true,
            _ if fits(c) => (end, point) = (len, false),
            _ => break,
        }
    }
    end
}

/// Whether words of a sentence are on both sides: a form has a label before its rule, and after it nothing or the next label:
/// `Approve ______   Disapprove ______`.
fn stands_in_sentence(before: &str, after: &str) -> bool {
    let next = after.trim_start();
    let label = next.starts_with(char::is_uppercase) && (after.len() > next.len() + 1 || next.contains("____"));
    let word = |word: Option<&str>| word.is_some_and(|word| word.bytes().filter(u8::is_ascii_lowercase).count() > 1);
    word(before.split_ascii_whitespace().next_back())
        && !before.trim_end().ends_with(':')
        && !(label || before.contains("____") && next.starts_with(char::is_uppercase))
        && word(after.split_ascii_whitespace().next())
}

/// Whether a run is what was left open of a number: `XXX-XX-1234`, `00XXXX//`, `2011/xxxx`.
fn is_of_number(before: &str, after: &str) -> bool {
    let joint = |c: char| matches!(c, '-' | '_' | '/');
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let joined = before.ends_with(['-', '_']) || after.starts_with(['-', '_']);
    let behind = digit(before.trim_end_matches(joint).chars().next_back()) && !before.ends_with("//");
    let ahead = digit(after.trim_start_matches(joint).chars().next());
    joined || behind || ahead
}

/// Whether a row of X's after these words, with nothing after it, is kisses: it is alone, or after the greeting or
/// the name that ends a letter.
fn closes_letter(before: &str) -> bool {
    let before = before.trim_start_matches(['>', ' ', '\t']).trim_end();
    let word = before.rsplit(' ').next().unwrap_or(before);
    let name = word.starts_with(char::is_uppercase) && word.ends_with(char::is_lowercase);
    before.is_empty() || !before.contains(": ") && (before.ends_with([',', '!', '.', '?']) || name)
}

/// Whether squares, with nothing but blanks before them, are followed by a blank and words: the bullet of a list, if another
/// item is beside it.
fn is_item(before: &str, item: &str) -> bool {
    let words = item.trim_start_matches('■');
    before.trim().is_empty() && words.len() < item.len() && words.starts_with([' ', '\t', '\u{a0}'])
}

/// Whether squares between these parts of a line are the dots of a picture: they touch bullets, or the line has specks
/// and no word.
fn is_scanned(before: &str, after: &str) -> bool {
    let bullet = |c: char| SCAN.bullets.contains(c);
    let words = || before.split_ascii_whitespace().chain(after.split_ascii_whitespace());
    let is_word = |word: &str| word.chars().filter(|c| c.is_alphabetic()).count() > 2 || word.contains("(b)");
    let specks = || words().filter(|word| word.chars().all(|c| SCAN.specks.contains(c))).count();
    before.ends_with(bullet) || after.starts_with(bullet) || !words().any(is_word) && specks() > 2
}
