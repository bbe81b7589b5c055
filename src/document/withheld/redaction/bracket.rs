//! Recognizes redaction marks in brackets: an editor's amount, a word, codes, an ellipsis, nothing.
//!
//! Most brackets are the author's own. One that is never closed is a mark only if what follows can be nothing else.

use super::super::code;
use super::amount::{self, not_declassified};
use super::{Extent, MarkStyle, Redaction, closing, placement};
use crate::document::text::line::{before_empty_line, behind_empty_line, line_rest};
use crate::document::text::word::{Word, begins_with, words};
use crate::register::exemptions::{ExemptionRegister, Homemade};
use crate::register::vocabulary::WORDS;
use crate::source::Span;

/// The longest text between the brackets of a mark, in bytes.
const REACH: usize = 160;
/// The longest text that says so, in bytes.
const MOST_UNASKED: usize = 60;
/// A mark in a word has at most this many.
const MOST_WORDS: usize = 6;

pub(crate) fn mark(text: &str, here: Span, register: &ExemptionRegister) -> Option<Redaction> {
    let (inside, closed) = enclosed(text, here);
    let whole = Span::new(here.start, inside.end + u32::from(closed));
    let doubled = text[whole.start as usize + 1..here.end as usize].starts_with('[');
    if doubled && inside.is_empty() && !text[whole.start as usize + 2..here.end as usize].starts_with('[') {
        // Of two brackets one was not closed: `[[REDACTED B6]`.
        let inner = mark(text, here.part(1, here.len() as usize - 1), register).filter(|inner| inner.closed);
        let open = |inner: &Redaction| !text[inner.span.end as usize..].starts_with(']');
        return inner.filter(open).map(|inner| Redaction { span: whole.to(inner.span), closed: false, ..inner });
    }
    if !closed {
        return unclosed(text, here, inside, register);
    }
    let (style, codes, extent) = read(text, inside, register).filter(|_| !is_quoted(text, whole))?;
    let placement = placement(text, Span::new(0, text.len() as u32), whole);
    Some(Redaction { codes, extent, placement, ..Redaction::new(style, whole) })
}

fn is_quoted(text: &str, mark: Span) -> bool {
    let quotes = ['"', '“', '”', '`', '\''];
    let behind = text[mark.end as usize..].trim_start_matches([',', '.', ';', '!', '?']);
    text[..mark.start as usize].ends_with(quotes) && behind.starts_with(quotes)
}

/// What stands behind the opening bracket, up to the one that closes it; else up to another or an empty line.
fn enclosed(text: &str, here: Span) -> (Span, bool) {
    let rest = &text[here.start as usize + 1..here.end as usize];
    let near = before_empty_line(&rest[..rest.floor_char_boundary(REACH)]);
    match closing(near, "[", "]") {
        Some(end) => (here.part(1, end), true),
        None => (here.part(1, near.find('[').unwrap_or(near.len())), false),
    }
}

type Read = (MarkStyle, Vec<code::ExemptionCode>, Option<Extent>);

fn read(text: &str, inside: Span, register: &ExemptionRegister) -> Option<Read> {
    let plain = text[inside.range()].trim();
    let bare = |style, extent| Some((style, Vec::new(), extent));
    let (count, only) = (plain.chars().count() as u32, |signs: &str| plain.chars().all(|c| signs.contains(c)));
    // Three hyphens are an author's dash.
    if count >= 4 && only("*") || count >= 3 && only("~#=?/\\|-") && plain != "---" {
        return bare(MarkStyle::Unknown, None);
    }
    if count > 0 && only(".… *") {
        return bare(MarkStyle::Ellipsis, None);
    }
    if only("_") && inside.len() >= 3 {
        return bare(MarkStyle::Blank, Some(Extent::Characters(inside.len())));
    }
    if count >= 3 && only("Xx") {
        return bare(MarkStyle::Cross, Some(Extent::Characters(count)));
    }
    if count > 0 && only("█■▓") {
        return bare(MarkStyle::Block, Some(Extent::Characters(count)));
    }
    if let Some((extent, _)) = not_declassified(text, inside, true) {
        return bare(MarkStyle::Frus, Some(extent));
    }
    if is_homemade(plain, register) {
        return bare(MarkStyle::Category, None);
    }
    if let Some(codes) = code::list(text, inside, register) {
        return Some((MarkStyle::Code, codes, None));
    }
    if is_unasked(plain) {
        return bare(MarkStyle::Unasked, None);
    }
    let word = withheld(text, inside, register)?;
    let behind = Span::new(word.span.end, inside.end);
    let gap = text[behind.range()].trim_start_matches([' ', ':', '-', '–', '—', ',', ';', '.', '\n', '\r']).len();
    let from = Span::new(inside.end - gap as u32, inside.end);
    // `(b)(6)` begins with a parenthesis, and `(B6)` is in one.
    let enclosed = || from.part(usize::from(text[from.range()].starts_with('(')), 0).start;
    let mut codes = code::withheld(text, from, register).0;
    if codes.is_empty() {
        codes = code::leading(text, Span::new(enclosed(), inside.end), register).0;
    }
    Some((MarkStyle::Word, codes, None))
}

/// `NR`, `Non-responsive`, `Outside the scope of the request`: text omitted because it was not requested.
pub(crate) fn is_unasked(plain: &str) -> bool {
    let begins = |words: &&str| begins_with(plain, words);
    plain == "NR" || plain == "N/R" || WORDS.release.unasked.iter().any(begins) && plain.len() <= MOST_UNASKED
}

pub(crate) fn is_homemade(plain: &str, register: &ExemptionRegister) -> bool {
    register.homemade.iter().any(|category| {
        category.name.eq_ignore_ascii_case(plain) && plain.starts_with(|c: char| c.is_uppercase())
            || [&category.short, &category.doubtful].into_iter().any(|short| short.as_deref() == Some(plain))
    })
}

/// Whether such a category, with or without its brackets, could be anything else: `[IT]`, `Grand Jury`. Nobody puts the
/// whole name in brackets for another reason.
pub(crate) fn is_doubtful(mark: &str, register: &ExemptionRegister) -> bool {
    let plain = mark.trim_matches(['[', ']', '(', ')', ' ']);
    let named = |category: &Homemade| category.name.eq_ignore_ascii_case(plain);
    let sure = |category: &Homemade| {
        category.short.as_deref() == Some(plain)
            || named(category) && (category.short.is_some() || mark.starts_with('['))
    };
    !register.homemade.iter().any(sure)
}

/// The word by which a short text says that something was withheld. `[Deleted: …]` is a change that was tracked.
fn withheld<'t>(text: &'t str, inside: Span, register: &ExemptionRegister) -> Option<Word<'t>> {
    let short = words(text, inside).count() <= MOST_WORDS;
    let mut words = words(text, inside).filter(|_| short);
    let found = words.find(|word| register.telling.is_withheld(word.text));
    // What was cut before, by whoever made the original or sent it on, is no cut of this release.
    found.filter(|_| !register.telling.is_of_sender(&text[inside.range()]))
}

/// `REDACTED B6]`: a mark that has lost its first bracket, behind the blank at the start of `here`.
pub(crate) fn unopened(text: &str, here: Span, register: &ExemptionRegister) -> Option<Redaction> {
    let (inside, closed) = enclosed(text, here);
    let whole = Span::new(inside.start, inside.end + 1);
    let codes =
        code::withheld(text, inside.part("REDACTED".len(), inside.len() as usize - "REDACTED".len()), register).0;
    // A mark that ends nowhere may end behind the text.
    let is_mark = closed && !codes.is_empty();
    is_mark.then(|| Redaction { codes, closed: false, ..Redaction::new(MarkStyle::Word, whole) })
}

/// `less than 1 line not declassified]`: an amount that has lost its first bracket. `here` is where the last word of it
/// begins, or goes on, in `whole`.
pub(crate) fn unopened_amount(text: &str, whole: Span, here: u32) -> Option<Redaction> {
    let word = text[here as usize..whole.end as usize].bytes().take_while(u8::is_ascii_alphabetic).count() as u32;
    let behind = &text[(here + word) as usize..whole.end as usize];
    let close = behind.strip_prefix("</hi>").unwrap_or(behind).starts_with(']');
    let reach = text.ceil_char_boundary((here as usize).saturating_sub(REACH)).max(whole.start as usize);
    let near = behind_empty_line(&text[reach..(here + word) as usize]);
    let near = near.rsplit(']').next().unwrap_or_default();
    let before = Span::new(here + word - near.len() as u32, here + word);
    let (start, extent) = amount::ending(text, before).filter(|_| close && !near.contains('['))?;
    let end = here + word + (behind.find(']')? + 1) as u32;
    Some(Redaction { extent: Some(extent), closed: false, ..Redaction::new(MarkStyle::Frus, Span::new(start, end)) })
}

/// A mark whose bracket is never closed, if what follows it is a mark beyond doubt.
fn unclosed(text: &str, here: Span, inside: Span, register: &ExemptionRegister) -> Option<Redaction> {
    let line = line_rest(text, inside);
    let (style, codes, extent, end) = if let Some((extent, end)) = not_declassified(text, inside, false) {
        (MarkStyle::Frus, Vec::new(), Some(extent), end)
    } else if let Some(end) = unclosed_word(text, line, register) {
        // The codes right behind the word belong in the bracket.
        let behind = text[end as usize..line.end as usize].find("  ").map_or(line.end, |gap| end + gap as u32);
        let codes = code::leading(text, Span::new(end, behind), register).0;
        let end = codes.iter().map(|code| code.span.end).max().unwrap_or(end);
        (MarkStyle::Word, codes, None, end)
    } else {
        // Codes and nothing else up to the end of the line; after a gap they are the margin's.
        let codes = code::list(text, line, register).filter(|codes| codes.iter().all(|code| code.known))?;
        let end = codes.iter().map(|code| code.span.end).max().filter(|_| !text[line.range()].starts_with("  "))?;
        (MarkStyle::Code, codes, None, end)
    };
    Some(Redaction { codes, extent, closed: false, ..Redaction::new(style, Span::new(here.start, end)) })
}

/// Where `REDACTED` or `name redacted` ends, if `line` begins with it.
fn unclosed_word(text: &str, line: Span, register: &ExemptionRegister) -> Option<u32> {
    let mut words = words(text, line);
    let (word, second) = (words.next()?, words.next());
    let len = word.text.bytes().take_while(u8::is_ascii_uppercase).count();
    let named = second.filter(|second| {
        word.text == "name" && ["redacted", "deleted", "withheld"].iter().any(|it| second.text.starts_with(it))
    });
    match named {
        Some(second) => Some(second.span.end),
        None => register.telling.is_withheld(&word.text[..len]).then_some(word.span.start + len as u32),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::Registers;

    #[test]
    fn a_mark_that_the_end_of_the_text_cuts_off_is_none() {
        let registers = Registers::builtin();
        let read = |text: &str, at: usize| {
            let here = Span::new(at as u32, text.len() as u32);
            let read = if text[at..].starts_with('[') { mark } else { unopened };
            read(text, here, registers.exemptions()).is_some()
        };
        for (text, at, marked) in [
            ("He met [", 7, false),
            ("He met [[", 7, false),
            ("He met [[REDACTED B6]", 7, true),
            ("He met [REDACTED]", 7, true),
            ("He met REDACTED B6", 6, false),
            ("He met REDACTED B6]", 6, true),
        ] {
            assert_eq!(read(text, at), marked, "{text}");
        }
    }
}
