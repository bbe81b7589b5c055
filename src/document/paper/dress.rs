//! Reads the marking out of a line that decorates it or says it in words: `*** SECRET ***`, `[SECRET]`,
//! `CLASSIFICATION - SECRET`, `THIS DOCUMENT IS CLASSIFIED SECRET`.

use super::banner::{is_page_number, without_page_number};
use crate::document::text::line::Line;
use crate::lex;
use crate::marking::Level;
use crate::register::vocabulary::WORDS;
use crate::source::Span;

/// Longer lines are sentences.
const LONGEST: u32 = 200;
/// A label has no more words.
const MOST_WORDS: usize = 12;

/// The first and the last line of a paper that are more than the number of a page, where its overall marking is.
pub(crate) struct Edges<'t> {
    lines: [Option<usize>; 2],
    /// What both have around their markings; lines between them that have it too are markings of pages.
    dress: Option<[&'t str; 2]>,
    /// Whether both are a level in small letters, on a paper with portion marks or an authority.
    typed: bool,
}

impl<'t> Edges<'t> {
    /// The edges of the lines from `first` on.
    pub(crate) fn of(text: &'t str, lines: &[Line], first: usize) -> Edges<'t> {
        let full = |index: &usize| {
            let inside = &text[lines[*index].span.range()];
            !lines[*index].is_empty() && !is_page_number(inside) && !inside.starts_with("Caveat")
        };
        let ends = [(first..lines.len()).find(full), (first..lines.len()).rev().find(full)];
        let around = ends.map(|end| {
            let whole = without_page_number(text, lines[end?].span);
            let inner = undressed(text, whole)?;
            Some([&text[whole.start as usize..inner.start as usize], &text[inner.end as usize..whole.end as usize]])
        });
        let word = |end: Option<usize>| end.is_some_and(|end| typed_level(text, bare(text, lines[end]).span).is_some());
        let has = |mark: &&str| memchr::memmem::find(text.as_bytes(), mark.as_bytes()).is_some();
        let typed = ends[0] != ends[1] && ends.into_iter().all(word) && WORDS.paper.marked.iter().any(has);
        Edges { lines: ends, dress: around[0].filter(|first| around[1] == Some(*first)), typed }
    }

    /// Whether the line at `index` is one of them.
    pub(crate) fn have(&self, index: usize) -> bool {
        self.lines.contains(&Some(index))
    }

    /// The line at `index` without what is around its marking.
    pub(crate) fn bare(&self, text: &str, line: Line, index: usize) -> Line {
        if self.have(index) {
            return bare(text, line);
        }
        let Some([before, behind]) = self.dress else { return line };
        let whole = without_page_number(text, line.span);
        let inner = text[whole.range()].strip_prefix(before).and_then(|rest| rest.strip_suffix(behind));
        inner.map_or(line, |inner| within(text, line, whole.part(before.len(), inner.len())))
    }

    /// The level of a first or last line in small letters: `Secret`.
    pub(crate) fn typed(&self, text: &str, line: &Line) -> Option<Level> {
        typed_level(text, line.span).filter(|_| self.typed)
    }
}

/// A line without what is around its marking; any other line as it is.
pub(crate) fn bare(text: &str, line: Line) -> Line {
    let inner = undressed(text, without_page_number(text, line.span));
    inner.map_or(line, |inner| within(text, line, inner))
}

fn within(text: &str, line: Line, inner: Span) -> Line {
    Line { span: inner, opening: lex::first(&text[inner.range()]), ..line }
}

fn typed_level(text: &str, span: Span) -> Option<Level> {
    let inside = &text[span.range()];
    let word = inside.len() > 2 && inside.contains(|c: char| c.is_ascii_lowercase());
    Level::named(&inside.to_ascii_uppercase()).filter(|_| word && inside.starts_with(|c: char| c.is_ascii_uppercase()))
}

/// What is between signs that stand on both sides, and behind a label; it begins with a capital.
fn undressed(text: &str, whole: Span) -> Option<Span> {
    let inside = &text[whole.range()];
    if inside.is_empty() || whole.len() > LONGEST {
        return None;
    }
    let sign = |c: char| c == ' ' || WORDS.paper.frames.iter().any(|frame| frame.contains(c));
    let slashed = inside.strip_prefix("// ").and_then(|rest| rest.strip_suffix(" //"));
    let open = slashed.unwrap_or(inside).trim_start_matches(sign);
    let core = open.trim_end_matches(sign);
    let before = core.as_ptr() as usize - inside.as_ptr() as usize;
    let framed = before > 0 && before + core.len() < inside.len();
    let label = label(core, sign);
    let begins = core[label..].starts_with(|c: char| c.is_ascii_uppercase());
    (begins && (framed || label > 0)).then(|| whole.part(before + label, core.len() - label))
}

/// The length of the words that announce a marking, with the signs behind them; 0 if other words are there.
fn label(core: &str, sign: impl Fn(char) -> bool) -> usize {
    let (mut at, mut telling) = (0, false);
    for _ in 0..MOST_WORDS {
        let len = core[at..].bytes().take_while(u8::is_ascii_alphabetic).count();
        let known = |word: &&&str| word.eq_ignore_ascii_case(&core[at..at + len]);
        let Some(word) = WORDS.paper.announcing.iter().find(known) else { break };
        telling |= word.starts_with("classif") || ["is", "marking"].contains(word);
        let rest = &core[at + len..];
        at += len + rest.len() - rest.trim_start_matches(|c| c == ':' || sign(c)).len();
    }
    if telling { at } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Option<&str> {
        undressed(line, Span::new(0, line.len() as u32)).map(|span| &line[span.range()])
    }

    #[test]
    fn a_marking_is_read_between_signs_and_behind_words() {
        for line in [
            "*** SECRET ***",
            "---SECRET---",
            "[SECRET]",
            "=== SECRET ===",
            "// SECRET //",
            "**CLASSIFICATION: SECRET**",
            "**Classification:** SECRET",
            "CLASSIFICATION - SECRET",
            "Classification Level: SECRET",
            "Classified: SECRET",
            "THIS DOCUMENT IS CLASSIFIED SECRET.",
            "Overall classification of this briefing: SECRET",
            "This briefing is SECRET",
            "(SECRET)",
            "Overall marking: SECRET",
        ] {
            assert_eq!(read(line), Some("SECRET"), "{line}");
        }
    }

    #[test]
    fn other_lines_are_left_as_they_are() {
        for line in [
            "SECRET",
            "* SECRET",
            "- SECRET",
            "//SECRET//",
            "Our classification: SECRET",
            "Classification: secret",
            "The level is high",
            "UNCLASSIFIED",
            "",
        ] {
            assert_eq!(read(line), None, "{line}");
        }
    }
}
