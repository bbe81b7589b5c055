//! Parses the sets of military messages: `MSGID/GENADMIN/…//`, `SUBJ/…//`, `REF/A/…//`, `RMKS/1. …//` (MIL-STD-6040, NTP 3).
//!
//! A set begins with its name and a slash and ends with two. Its level is on a line of its own with the subject code,
//! `UNCLAS//N01100//`; no post and no serial follow it.

use std::borrow::Cow;

use super::super::{Banner, Reading};
use super::classification::sound_level_word;
use super::reference::{Reference, References};
use super::segment::Field;
use crate::document::family::FAMILIES;
use crate::document::text::line::Line;
use crate::lex;
use crate::source::Span;

/// The set that a line begins.
pub(crate) fn set(line: &str) -> Option<Field> {
    FAMILIES.military_message.labels().find(|(name, _)| line.starts_with(name)).map(|(_, field)| field)
}

/// The level on a line of its own, with nothing behind it but sets of codes: `C O N F I D E N T I A L //N03120//`.
pub(crate) fn level(text: &str, line: Span) -> Option<Banner> {
    let (level, _) = sound_level_word(text, line)?;
    let rest = text[level.span.end as usize..line.end as usize].trim();
    let rest =
        ["E F T O", "FOUO", "FOR OFFICIAL USE ONLY"].iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest);
    let codes = rest.trim_start().strip_prefix("//");
    let code = |code: &str| code.bytes().all(|byte| byte.is_ascii_digit() || byte == b'N' || byte == b' ');
    let codes = codes.is_none_or(|codes| codes.split('/').all(code));
    let alone = (rest.is_empty() || rest.trim_start().starts_with("//")) && codes;
    alone.then_some(Banner { span: level.span, level: Some(level.value) })
}

/// The lines, with the name of the set that holds the text on a line of its own.
pub(crate) fn apart<'l>(text: &str, lines: Cow<'l, [Line]>) -> Cow<'l, [Line]> {
    let texts = &FAMILIES.military_message.texts;
    let name =
        |line: &Line| texts.iter().find(|name| text[line.span.range()].starts_with(*name)).map(|name| name.len());
    let Some(at) = lines.iter().position(|line| name(line).is_some()) else { return lines };
    let (line, mut lines) = (lines[at], lines.into_owned());
    let len = name(&line).unwrap_or_default();
    let behind = line.span.part(len, line.span.len() as usize - len);
    lines[at].span = line.span.part(0, len);
    lines.insert(at + 1, Line { span: behind, opening: lex::first(&text[behind.range()]), ..line });
    Cow::Owned(lines)
}

/// Whether a line is the name of the set that holds the text.
pub(crate) fn begins_text(line: &str) -> bool {
    FAMILIES.military_message.texts.contains(&line)
}

/// The reference sets among the sets in `span`: `REF/A/DOC/COMNINTHFLT/01MAR18//`, on lines of their own or one behind
/// the other.
pub(crate) fn references(text: &str, span: Span) -> Option<References> {
    let inside = &text[span.range()];
    let read = |(at, _): (usize, &str)| {
        let apart = at == 0 || inside[..at].ends_with(|c: char| c.is_whitespace() || c == '/');
        // A line may end behind the name of the set: `REF` / `F/DOC/…//`.
        let set = inside[at + 3..].trim_start_matches(['/', ' ', '\r', '\n']);
        let named = inside[at + 3..].starts_with('/');
        let letter = set.chars().next().filter(|letter| apart && letter.is_ascii_uppercase())?;
        let len = set.find("//").unwrap_or(set.len());
        (set[1..].starts_with('/') || named && set[1..].starts_with(['.', ':'])).then_some(())?;
        let from = inside.len() - set.len();
        let letter = Some(Reading { value: letter, span: span.part(from, 1), repaired: false });
        Some((span.part(at, 3), Reference { span: span.part(from, len), letter, telegram: None }))
    };
    let (labels, entries): (Vec<Span>, Vec<Reference>) = inside.match_indices("REF").filter_map(read).unzip();
    let (label, last) = (*labels.first()?, entries.last()?.span);
    Some(References { span: label.to(last), label, entries })
}
