//! A `[` in, the mark between the brackets out: an editor's amount, a word, codes, an ellipsis, nothing.
//!
//! Most brackets are an author's own and no mark at all. One that is never closed is a mark only if what follows it can be
//! nothing else.

use super::code;
use super::{Amount, Extent, MarkStyle, Redaction, placement};
use crate::document::word::{Word, words};
use crate::register::exemptions::ExemptionRegister;
use crate::source::Span;

/// The longest text between the brackets of a mark, in bytes.
const REACH: usize = 160;
/// Words by which somebody says that text was withheld.
const WITHHELD: [&str; 9] =
    ["redacted", "deleted", "withheld", "excised", "sanitized", "sanitised", "removed", "redaction", "deletion"];
/// A mark in a word has at most this many.
const MOST_WORDS: usize = 6;

/// The mark at the start of `here`.
pub(super) fn mark(text: &str, here: Span, register: &ExemptionRegister) -> Option<Redaction> {
    let (inside, closed) = enclosed(text, here);
    let whole = Span::new(here.start, inside.end + u32::from(closed));
    if !closed {
        return unclosed(text, here, inside);
    }
    let (style, codes, extent) = read(text, inside, register)?;
    let placement = placement(text, Span::new(0, text.len() as u32), whole);
    Some(Redaction { span: whole, style, codes, extent, placement, closed: true })
}

/// What stands behind the opening bracket, up to the closing one, another opening one or an empty line.
fn enclosed(text: &str, here: Span) -> (Span, bool) {
    let rest = &text.as_bytes()[here.start as usize + 1..here.end as usize];
    let mut len = 0;
    for (at, byte) in rest.iter().enumerate().take(REACH) {
        len = at + 1;
        match byte {
            b']' => return (here.part(1, at), true),
            b'[' => return (here.part(1, at), false),
            b'\n' | b'\r' if is_empty_line(&rest[at..]) => {
                return (here.part(1, at), false);
            }
            _ => {}
        }
    }
    (here.part(1, text[here.start as usize + 1..here.end as usize].floor_char_boundary(len)), false)
}

/// Whether two line breaks follow each other at the start of `rest`.
fn is_empty_line(rest: &[u8]) -> bool {
    let behind = rest.strip_prefix(b"\r\n").unwrap_or_else(|| rest.get(1..).unwrap_or_default());
    behind.starts_with(b"\n") || behind.starts_with(b"\r")
}

type Read = (MarkStyle, Vec<code::Code>, Option<Extent>);

fn read(text: &str, inside: Span, register: &ExemptionRegister) -> Option<Read> {
    let plain = text[inside.range()].trim();
    let bare = |style, extent| Some((style, Vec::new(), extent));
    if plain.chars().all(|c| matches!(c, '.' | '…' | ' ' | '*')) && plain.contains(['.', '…', '*']) {
        return bare(MarkStyle::Ellipsis, None);
    }
    if plain.chars().all(|c| c == '_') && inside.len() >= 3 {
        return bare(MarkStyle::Blank, Some(Extent::Characters(inside.len())));
    }
    if plain.len() >= 3 && plain.chars().all(|c| matches!(c, 'X' | 'x')) {
        return bare(MarkStyle::Cross, Some(Extent::Characters(plain.len() as u32)));
    }
    if !plain.is_empty() && plain.chars().all(|c| matches!(c, '█' | '■' | '▓')) {
        return bare(MarkStyle::Block, Some(Extent::Characters(plain.chars().count() as u32)));
    }
    if plain.len() >= 3 && plain.bytes().all(|byte| b"~#=?/\\|-".contains(&byte)) {
        return bare(MarkStyle::Unknown, None);
    }
    if let Some(extent) = not_declassified(text, inside, true) {
        return bare(MarkStyle::Frus, Some(extent));
    }
    if is_homemade(plain, register) {
        return bare(MarkStyle::Category, None);
    }
    if let Some(codes) = code::list(text, inside, register) {
        return Some((MarkStyle::Code, codes, None));
    }
    let word = withheld(text, inside)?;
    let behind = Span::new(word.span.end, inside.end);
    let gap = text[behind.range()].trim_start_matches([' ', ':', '-', '–', ',', '(']).len();
    let codes = code::leading(text, Span::new(inside.end - gap as u32, inside.end), register).0;
    Some((MarkStyle::Word, codes, None))
}

/// Whether `plain` is a category of a releaser's own making.
pub(super) fn is_homemade(plain: &str, register: &ExemptionRegister) -> bool {
    register.homemade.iter().any(|category| *category.name == *plain || category.short.as_deref() == Some(plain))
}

/// The word by which a short text says that something was withheld. `[Deleted: …]` is a change that was tracked.
fn withheld(text: &str, inside: Span) -> Option<Word<'_>> {
    let short = words(text, inside).count() <= MOST_WORDS;
    let mut words = words(text, inside).filter(|_| short);
    let found = words.find(|word| {
        let plain = word.text.trim_end_matches([',', '.', ';', '-']);
        WITHHELD.iter().any(|known| known.eq_ignore_ascii_case(plain))
            || matches!(plain, "NR" | "Non-responsive" | "NON-RESPONSIVE" | "Nonresponsive")
    });
    found.filter(|_| !text[inside.range()].contains("eleted:"))
}

/// A mark whose bracket is never closed, if what stands behind it is a mark beyond doubt.
fn unclosed(text: &str, here: Span, inside: Span) -> Option<Redaction> {
    let line = super::line_rest(text, inside);
    let frus = not_declassified(text, line, false);
    let first = words(text, line).next();
    let capitals = |word: &str| WITHHELD.iter().any(|known| known.to_ascii_uppercase() == word);
    let end = match (frus, first) {
        (Some(_), _) => {
            line.start + text[line.range()].find("not declassified")? as u32 + "not declassified".len() as u32
        }
        (None, Some(word)) => {
            let len = word.text.bytes().take_while(u8::is_ascii_uppercase).count();
            let named = words(text, line).take(2).nth(1).filter(|second| {
                word.text == "name" && ["redacted", "deleted", "withheld"].iter().any(|it| second.text.starts_with(it))
            });
            match named {
                Some(second) => second.span.end,
                None if capitals(&word.text[..len]) => word.span.start + len as u32,
                None => return None,
            }
        }
        _ => return None,
    };
    let style = if frus.is_some() { MarkStyle::Frus } else { MarkStyle::Word };
    let span = Span::new(here.start, end);
    let placement = placement(text, Span::new(0, text.len() as u32), span);
    Some(Redaction { span, style, codes: Vec::new(), extent: frus, placement, closed: false })
}

/// `3½ lines not declassified`: how much. If `whole`, nothing else may stand there.
fn not_declassified(text: &str, inside: Span, whole: bool) -> Option<Extent> {
    let plain = &text[inside.range()];
    let end = plain.find("not declassified")?;
    let behind = plain[end + "not declassified".len()..].trim_start();
    let behind = behind.strip_prefix("</hi>").unwrap_or(behind);
    if whole && !behind.trim_end_matches(['.', ' ']).is_empty() || plain[..end].len() > 80 {
        return None;
    }
    let markup = plain[..end].rfind('>').map_or(0, |at| at + 1);
    let before: Vec<Word<'_>> = words(text, inside.part(markup, end - markup)).collect();
    Some(match before[..] {
        [] => Extent::Unstated,
        [only] if unit(only.text).is_some() => Extent::Unstated,
        _ => amount(&before).map_or(Extent::Named, Extent::Amount),
    })
}

/// Whether the word is a unit of text; if so, whether it is a plural.
fn unit(word: &str) -> Option<bool> {
    let plural = word.ends_with('s');
    matches!(word.trim_end_matches('s'), "line" | "paragraph" | "page" | "word").then_some(plural)
}

/// `less than 1 line`, `3½ lines`, `3 1/2 lines`, `1 paragraph (24 lines)`: the first amount.
fn amount(words: &[Word<'_>]) -> Option<Amount> {
    let less = matches!(words, [less, than, ..] if less.text.eq_ignore_ascii_case("less") && than.text == "than");
    let words = &words[if less { 2 } else { 0 }..];
    let at = words.iter().position(|word| unit(word.text).is_some())?;
    let (unit_word, number) = (words[at], &words[..at]);
    let mut amount = Amount {
        whole: None,
        fraction: None,
        slashed: false,
        less,
        unit: unit_word.span,
        plural: unit_word.text.ends_with('s'),
    };
    for word in number {
        let digits = word.text.bytes().take_while(u8::is_ascii_digit).count();
        let rest = word.after(digits);
        match rest.text {
            "" => amount.whole = Some(word.text.parse().ok()?),
            "¼" | "½" | "¾" | "⅓" | "⅔" => {
                amount.whole = word.text[..digits].parse().ok();
                amount.fraction = Some(rest.span);
            }
            slashed if digits > 0 && slashed.len() > 1 && slashed.starts_with('/') => {
                amount.fraction = Some(word.span);
                amount.slashed = true;
            }
            _ => return None,
        }
    }
    (!number.is_empty()).then_some(amount)
}
