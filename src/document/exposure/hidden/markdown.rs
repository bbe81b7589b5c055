//! Finds text that Markdown strikes out or collapses, and comments that word processors export.

use std::collections::HashSet;

use super::{HiddenKind, See, is_mark, is_marking};
use crate::document::text::line::before_empty_line;
use crate::document::text::word::trim;
use crate::document::{Document, Kind};
use crate::source::Span;

/// The most bytes that are struck out or folded away at once.
const LONGEST: usize = 400;
/// How exported notes of a word processor begin.
const NOTES: [&str; 3] = ["[Deleted: ", "[Comment ", "[Commented ["];
/// How what was deleted, replaced or noted is set in plain text (CriticMarkup), with what ends it.
const CRITIC: [(&str, &str); 3] = [("{--", "--}"), ("{~~", "~>"), ("{>>", "<<}")];

pub(crate) fn read(document: &Document<'_>, marks: &[u32], see: See<'_>) {
    let text = document.source.text();
    let mut done = 0;
    for &at in marks.iter().filter(|&&at| at >= document.span.start) {
        if text.as_bytes()[at as usize] == b'{' {
            critic(text, document.span, at as usize, see);
            continue;
        }
        if at >= done
            && let Some(span) = struck(text, document.span, at)
        {
            done = span.end + 2;
            let words = &text[span.range()];
            if !is_mark(words) && !is_marking(words) {
                see(HiddenKind::Struck, span);
            }
        }
    }
    let inside = document.text(document.span);
    for at in memchr::memchr_iter(b'[', inside.as_bytes()) {
        if let Some(note) = NOTES.iter().find(|note| inside[at..].starts_with(*note)) {
            // `[Deleted: 3 words]` says how much was taken out.
            let said = inside[at + note.len()..].split(']').next().unwrap_or_default();
            let telling = &document.registers.exemptions().telling;
            if said.starts_with(|c: char| c.is_ascii_digit())
                && said.split(' ').skip(1).all(|word| telling.is_reason(word))
            {
                continue;
            }
            note_at(text, document.span, document.span.start as usize + at + note.len(), see);
        }
    }
    if document.kind == Kind::Markdown {
        unreferenced(document, see);
    }
}

/// What the brackets at `at` delete or note, in the same paragraph.
fn critic(text: &str, document: Span, at: usize, see: See<'_>) {
    let Some((opening, closing)) = CRITIC.iter().find(|(opening, _)| text[at..].starts_with(opening)) else { return };
    let start = at + opening.len();
    let reach = text.floor_char_boundary((start + LONGEST).min(document.end as usize));
    let paragraph = before_empty_line(&text[start..reach]);
    if let Some(length) = paragraph.find(closing) {
        see(HiddenKind::Tracked, trim(text, Span::new(start as u32, (start + length) as u32)));
    }
}

/// The text between the sign at `at` and the one that closes it, on the same line.
fn struck(text: &str, document: Span, at: u32) -> Option<Span> {
    let start = at as usize + 2;
    let (opening, closing) = match &text[at as usize..start] {
        ">!" => (">!", "!<"),
        sign => (sign, sign),
    };
    let reach = text.floor_char_boundary((start + LONGEST).min(document.end as usize));
    let line = text[start..reach].split(['\n', '\r']).next()?;
    let inside = &line[..line.find(closing)?];
    let tight = !inside.is_empty() && inside.trim() == inside && !inside.starts_with(['~', '|']);
    // Two bars also occur in tables and between alternatives, without spaces around the pair.
    let before = text[..at as usize].chars().next_back();
    let after = text[start + inside.len() + closing.len()..].chars().next();
    let apart = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && c != '|');
    let fits = match opening {
        "||" => apart(before) && apart(after) && !inside.contains('|'),
        // After a tag, the second half of its bracket.
        ">!" => before.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[')) && !inside.contains('<'),
        _ => true,
    };
    // Between backticks is what is typed, not what it does.
    let code = before == Some('`') || after == Some('`');
    (tight && fits && !code).then(|| Span::new(start as u32, (start + inside.len()) as u32))
}

/// A note whose words begin at `start`, up to its bracket. `[Comment JD1: …]` and `[Comment [JD1]: …]` have a colon.
fn note_at(text: &str, document: Span, start: usize, see: See<'_>) {
    let reach = text.floor_char_boundary((start + LONGEST).min(document.end as usize));
    let inside = &text[start..reach];
    let head = if inside.starts_with('[') { inside.find("]:").map_or(0, |end| end + 2) } else { 0 };
    let Some(length) = inside[head..].find(']') else { return };
    if head > 0 || text[..start].ends_with(": ") || inside[..length].contains(':') {
        see(HiddenKind::Tracked, trim(text, Span::new((start + head) as u32, (start + head + length) as u32)));
    }
}

/// `[label]: target "title"` in a text that nowhere says `[label]` otherwise. Nothing of it is to be seen.
fn unreferenced(document: &Document<'_>, see: See<'_>) {
    let inside = document.text(document.span);
    let mut definitions: Vec<(String, Span)> = Vec::new();
    let mut fenced = false;
    for line in inside.split(['\n', '\r']) {
        fenced ^= line.trim_start().starts_with("```");
        if fenced {
            continue;
        }
        let offset = document.span.start + (line.as_ptr() as usize - inside.as_ptr() as usize) as u32;
        let definition = line.strip_prefix('[').and_then(|rest| rest.split_once("]:"));
        if let Some((label, target)) = definition.filter(|(label, _)| !label.starts_with('^') && !label.contains(']')) {
            let start = offset + (target.as_ptr() as usize - line.as_ptr() as usize) as u32;
            let span = trim(document.source.text(), Span::new(start, start + target.len() as u32));
            definitions.push((label.to_lowercase(), span));
        }
    }
    if definitions.is_empty() {
        return;
    }
    let mut used: HashSet<String> = HashSet::new();
    for (at, _) in inside.match_indices('[') {
        let rest = &inside[at + 1..];
        let end = rest.find(['[', ']']).filter(|end| rest[*end..].starts_with(']'));
        let defined = |end: usize| (at == 0 || inside[..at].ends_with(['\n', '\r'])) && rest[end..].starts_with("]:");
        if let Some(end) = end.filter(|end| !defined(*end)) {
            used.insert(rest[..end].to_lowercase());
        }
    }
    let unused = definitions.into_iter().filter(|(label, _)| !used.contains(label));
    unused.for_each(|(_, span)| see(HiddenKind::Unreferenced, span));
}

#[cfg(test)]
mod tests {
    use crate::document::exposure::hidden::HiddenKind::{Struck, Tracked, Unreferenced};
    use crate::document::exposure::hidden::tests::{found_in, of};

    #[test]
    fn struck_and_folded_words_are_found() {
        assert_eq!(of(Struck, "met ~~John Fictive~~ today"), ["John Fictive"]);
        assert_eq!(of(Struck, "met ||John Fictive||, >!Jane!< too"), ["John Fictive", "Jane"]);
        for no in [
            "~~CONFIDENTIAL~~",
            "| a || b |",
            "if (a || b || c)",
            "~~~\ncode\n~~~",
            "~~XXXX~~",
            "||one|two||",
            "`~~one~~`",
            "<b>!</b> or <b>!</b>",
        ] {
            assert!(of(Struck, no).is_empty(), "{no}");
        }
    }

    #[test]
    fn exported_notes_are_found() {
        assert!(of(Tracked, "the [Deleted: 3 words] and [Deleted: 12 lines]").is_empty());
        assert_eq!(of(Tracked, "the [Deleted: 3 Fictives] word"), ["3 Fictives"]);
        assert_eq!(of(Tracked, "the [Deleted: fictive] word [Comment JD1: ask him]"), ["fictive", "JD1: ask him"]);
        assert_eq!(
            of(Tracked, "the {--fictive--}{++new++} word {>>ask him<<} and {~~one~>other~~}"),
            ["fictive", "ask him", "one"]
        );
        assert!(of(Tracked, "while (i) {--i}; a {>> b; [Comment period ends]").is_empty());
        assert_eq!(of(Tracked, "[Comment [JD1]: ask him]"), ["ask him"]);
    }

    #[test]
    fn a_definition_that_nothing_refers_to_is_found() {
        let text = "See [the list][1] and [Other].\n\n[1]: list.md\n[other]: other.md\n[2]: mailto:jane@example.com\n[^1]: A note.\n";
        let found = found_in("x.md", text);
        assert_eq!(found, [(Unreferenced, "mailto:jane@example.com".to_owned())]);
        assert_eq!(found_in("x.md", "```\n[code]: example.md\n```\n"), []);
    }
}
