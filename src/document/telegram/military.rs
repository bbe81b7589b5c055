//! Parses the sets of military messages: `MSGID/GENADMIN/…//`, `SUBJ/…//`, `REF/A/…//`, `RMKS/1. …//` (MIL-STD-6040, NTP 3).
//!
//! A set begins with its name and a slash and ends with two. The level is on a line of its own with its controls and the
//! subject code, `C O N F I D E N T I A L NOFORN //N03120//`; no post and no serial follow it.

use std::borrow::Cow;

use super::super::{Banner, Reading};
use super::classification::{Section, section, sound_level_word, spelled};
use super::reference::{Reference, References};
use super::segment::Field;
use crate::document::family::FAMILIES;
use crate::document::text::date::written_date;
use crate::document::text::line::Line;
use crate::document::text::word::{trim, words};
use crate::lex;
use crate::source::Span;

/// The set that a line begins.
pub(crate) fn set(line: &str) -> Option<Field> {
    memchr::memchr(b'/', line.as_bytes())?;
    FAMILIES.military_message.labels().find(|(name, _)| line.starts_with(name)).map(|(_, field)| field)
}

/// Whether a sender is a base, a unit or a headquarters of the armed services: `FM 26 AIR DIV ADAIR AFS OREG`.
pub(crate) fn sends(line: &str) -> bool {
    line.split([' ', '/', '.', ',']).any(|word| FAMILIES.military_message.senders.contains(&word))
}

/// The longest entry of a class line: all countries there are have room in it, and each fault is sought in the whole.
const LONGEST: u32 = 2000;

/// The level on a line of its own with its controls. Whom the message is for, its section and its subject code are no
/// part of the marking: `CONFIDENTIAL//NOFORN//N02000//`, `UNCLAS PERSONAL FOR …`, `S E C R E T SECTION 01 OF 02`.
pub(crate) fn level(text: &str, line: Span) -> Option<Banner> {
    let (level, _) = sound_level_word(text, line)?;
    let behind = Span::new(level.span.end, line.end);
    let mut span = level.span;
    for (index, field) in text[behind.range()].trim_end_matches(['/', ' ']).split("//").enumerate() {
        let at = field.as_ptr() as usize - text.as_ptr() as usize - behind.start as usize;
        let field = trim(text, behind.part(at, field.len()));
        // `N03120`, and what stands behind it.
        if index > 0 && text[field.range()].bytes().all(|byte| byte.is_ascii_digit() || b"N /".contains(&byte)) {
            break;
        }
        let (mut rest, mut handled) = (field, false);
        while let Some((len, control)) = handling(&text[rest.range()]) {
            span.end = if control { rest.start + len as u32 } else { span.end };
            rest = trim(text, rest.part(len, rest.len() as usize - len));
            handled = true;
        }
        let read = section(text, &mut rest).is_some() || handled && text[rest.range()].starts_with("FOR ");
        if read || rest.is_empty() {
            continue;
        }
        // Between slashes stands whatever the register knows: `S E C R E T//REL TO USA, GBR//N02000//`.
        if index == 0 || handled || rest.len() > LONGEST || text[rest.range()].contains(char::is_lowercase) {
            return None;
        }
        span.end = field.end;
    }
    Some(Banner { span, level: Some(level.value) })
}

/// The length of the word of handling that `rest` begins with, and whether it is a control of the marking.
fn handling(rest: &str) -> Option<(usize, bool)> {
    let family = &FAMILIES.military_message;
    let spelled = |words: &[&str]| words.iter().find_map(|word| spelled(rest, word));
    spelled(&family.controls).map(|len| (len, true)).or_else(|| Some((spelled(&family.handling)?, false)))
}

/// The section that a class line names.
pub(crate) fn section_of(text: &str, line: Span) -> Option<Section> {
    words(text, line).find_map(|word| section(text, &mut Span::new(word.span.start, line.end)))
}

/// The lines, with the name of the set that holds the text on a line of its own. It may stand behind the end of another set.
pub(crate) fn apart<'l>(text: &str, lines: Cow<'l, [Line]>) -> Cow<'l, [Line]> {
    let texts = &FAMILIES.military_message.texts;
    let mut in_sets = false;
    let mut name = |line: &Line| {
        let inside = &text[line.span.range()];
        memchr::memchr(b'/', inside.as_bytes())?;
        in_sets = in_sets || set(inside).is_some();
        let set = if in_sets { inside.rfind("// ").map_or(0, |end| end + 3) } else { 0 };
        [0, set].into_iter().find_map(|at| Some((at, texts.iter().find(|name| inside[at..].starts_with(*name))?.len())))
    };
    let found = lines.iter().enumerate().find_map(|(index, line)| Some((index, name(line)?)));
    let Some((index, (at, len))) = found else { return lines };
    let (line, mut lines) = (lines[index], lines.into_owned());
    let parts = [(0, at), (at, len), (at + len, line.span.len() as usize - at - len)];
    let parts = parts.into_iter().skip(usize::from(at == 0)).map(|(from, len)| {
        let span = line.span.part(from, len);
        Line { span, opening: lex::first(&text[span.range()]), ..line }
    });
    lines.splice(index..=index, parts);
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
        // `REF/A/MSG/COMNINTHFLT/011200ZMAR18//`: its date may be any of its fields.
        let part = |field: &str| trim(text, span.part(field.as_ptr() as usize - inside.as_ptr() as usize, field.len()));
        let dated = |field| Some((written_date(text, field, false)?.year(), field));
        let year = set[..len].rsplit('/').map(part).find_map(dated);
        Some((span.part(at, 3), Reference { span: span.part(from, len), letter, telegram: None, year }))
    };
    let (labels, entries): (Vec<Span>, Vec<Reference>) = inside.match_indices("REF").filter_map(read).unzip();
    let (label, last) = (*labels.first()?, entries.last()?.span);
    Some(References { span: label.to(last), label, entries })
}
