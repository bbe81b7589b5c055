//! Checks for paragraphs without a portion mark among marked ones.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::check::general::pattern::Pattern;
use crate::document::family::{FAMILIES, Family};
use crate::document::paragraph::Paragraph;
use crate::document::text::line::texts;
use crate::document::{Document, Kind, Style};
use crate::rule::check::{Check, Report};
use crate::source::Span;

checks! {
    "unmarked-block": UnmarkedBlock, labels ["before"];
}

/// Shorter blocks are headings, addresses and signatures.
const SHORTEST: usize = 40;
/// What a field holds is no code or name from so many bytes on.
const SHORTEST_FIELD: usize = 10;
/// What a paragraph ends with; where lines are apart, each looks like a block of its own, but for its end.
const ENDS: [char; 5] = ['.', '?', '!', '"', '”'];

/// Reports each block of text after a marked portion that is a paragraph of its own without a mark. Where blocks
/// without a mark outnumber the marked ones, a mark is meant for all that follows it, and nothing is said.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct UnmarkedBlock {
    /// What at least one portion mark must say.
    given: Pattern,
    /// What a block begins with that needs no mark.
    except: Pattern,
}

impl Check for UnmarkedBlock {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let marked: Vec<&Paragraph> = document.paragraphs.iter().filter(|portion| portion.mark.is_some()).collect();
        let given = |portion: &&Paragraph| {
            portion.mark.is_some_and(|mark| self.given.regex().is_match(document.text(mark.span)))
        };
        if !marked.iter().any(given) {
            return;
        }
        let numbered = marked.iter().any(|portion| portion.number.is_some());
        let unmarked: Vec<(&Paragraph, Span)> = marked
            .iter()
            .flat_map(|portion| {
                let blocks = blocks(document, portion);
                let behind = blocks.windows(2).filter(|pair| {
                    let [before, block] = [pair[0], pair[1]].map(|block| document.text(block));
                    before.ends_with(ENDS) && is_paragraph(block, numbered) && !self.except.regex().is_match(block)
                });
                behind.map(|pair| (*portion, pair[1])).collect::<Vec<_>>()
            })
            .collect();
        if unmarked.len() > marked.len() {
            return;
        }
        // State leaves its subjects without a mark.
        let subject = document.subject.filter(|subject| subject.mark.is_none() && !subject.value.is_empty());
        let bound = document.style != Style::State && document.authority.is_some() && marked.len() > 2;
        if let Some(subject) = subject.filter(|_| bound && document.kind == Kind::Memo) {
            report.at(subject.value);
        }
        let siblings = siblings(document, &marked);
        let labelled =
            labelled(document).into_iter().filter(|span| !siblings.iter().any(|sibling| sibling.touches(*span)));
        for span in siblings.iter().copied().chain(labelled) {
            report.at(span);
        }
        let unmarked = if document.double_spaced { Vec::new() } else { unmarked };
        for (portion, block) in unmarked {
            let first = texts(document.text(block)).next().map_or(0, |(_, line)| line.len());
            let finding = report.at(block.part(0, first));
            if let Some(mark) = portion.mark {
                finding.related("before", mark.span);
            }
        }
    }
}

/// What a line is counted with, and how far it is set in: `1.`, `a.`, `(1)`, `-`.
fn counted(line: &str) -> Option<(char, usize, usize)> {
    let bare = line.trim_start_matches([' ', '\t']);
    let indent = line.len() - bare.len();
    let inner = bare.trim_start_matches('(');
    let len = inner.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let (word, behind) = inner.split_at(len);
    let kind = match word.as_bytes() {
        [] if bare.starts_with(['-', '•', '–']) => '-',
        [b'a'..=b'z'] => 'a',
        [b'0'..=b'9'] | [b'0'..=b'9', b'0'..=b'9'] => '1',
        _ => return None,
    };
    let closed = kind == '-' || behind.starts_with('.') || behind.starts_with(')');
    let reach = line.len() - behind.trim_start_matches(['.', ')', '-', '•', '–']).trim_start().len();
    closed.then_some((kind, indent, reach))
}

/// The items without a mark of which others, counted in the same way and set in as far, have one. One that stands above
/// the first portion counts, too.
fn siblings(document: &Document<'_>, marked: &[&Paragraph]) -> Vec<Span> {
    let lines: Vec<(Span, &str)> =
        texts(document.text(document.span)).map(|(at, line)| (document.span.part(at, line.len()), line)).collect();
    let at = |portion: &&Paragraph| {
        let place = portion.mark.map_or(portion.span.start, |mark| mark.span.start);
        lines.partition_point(|(line, _)| line.start <= place).checked_sub(1)
    };
    let places: Vec<usize> = marked.iter().filter_map(at).collect();
    let kinds: Vec<(char, usize)> =
        places.iter().filter_map(|at| counted(lines[*at].1)).map(|(kind, indent, _)| (kind, indent)).collect();
    let Some(end) = places.last().filter(|_| marked.len() > 2) else { return Vec::new() };
    let mut found: Vec<Span> = Vec::new();
    for (index, (span, line)) in lines[..=*end].iter().enumerate() {
        let Some((kind, indent, reach)) = counted(line).filter(|_| places.binary_search(&index).is_err()) else {
            continue;
        };
        let others = kinds.iter().filter(|known| **known == (kind, indent)).count();
        let beside = kind != '-' || index > 0 && places.binary_search(&(index - 1)).is_ok();
        let begins = &line[reach..];
        let sentence = begins.len() >= 12
            && !begins.contains("   ")
            && begins.starts_with(|c: char| c.is_alphabetic() && (kind == '-' || c.is_uppercase()));
        let aside = document.authority.iter().any(|block| block.span.touches(*span));
        if others > 1 - usize::from(kind == 'a') && beside && sentence && !aside {
            found.push(Span::new(
                span.start + (line.len() - line.trim_start().len()) as u32,
                span.start + line.trim_end().len() as u32,
            ));
        }
    }
    // Where many are without, the marks are those of something else.
    let few = found.len() * 3 <= marked.len();
    if few { found } else { Vec::new() }
}

/// The fields without a mark in a form of which at least as many are marked, and two at least: `Details: The boat …`. What
/// a field holds may begin on the line below.
fn labelled(document: &Document<'_>) -> Vec<Span> {
    let lines: Vec<(Span, &str)> = texts(document.text(document.span))
        .map(|(at, line)| {
            (document.span.part(at + line.len() - line.trim_start().len(), line.trim().len()), line.trim())
        })
        .filter(|(_, line)| !line.is_empty())
        .collect();
    let marks: Vec<u32> = document.portion_marks().map(|mark| mark.start).collect();
    let families = [&FAMILIES.electronic_communication, &FAMILIES.information_report];
    let find = |family: &Family<'_>| {
        let (mut marked, mut found) = (0, Vec::new());
        for (index, (span, line)) in lines.iter().enumerate() {
            let value =
                family.portions.iter().find_map(|label| line.strip_prefix(label)?.trim_start().strip_prefix(':'));
            let Some(value) = value.map(str::trim_start) else { continue };
            let below = lines.get(index + 1).filter(|_| value.is_empty());
            let place = below.map_or(span.part(line.len() - value.len(), value.len()), |(span, _)| *span);
            let text = document.text(place);
            if marks.iter().any(|mark| span.start <= *mark && *mark < place.end) {
                marked += 1;
            } else if text.len() >= SHORTEST_FIELD
                && text.starts_with(|c: char| c.is_uppercase())
                && !text.contains(':')
            {
                found.push(place);
            }
        }
        if marked > 1 && found.len() <= marked { found } else { Vec::new() }
    };
    families.into_iter().flat_map(find).collect()
}

/// The blocks of `portion` between empty lines; none if the first introduces a list.
fn blocks(document: &Document<'_>, portion: &Paragraph) -> Vec<Span> {
    let text = &document.source.text()[portion.text as usize..portion.span.end as usize];
    let (mut found, mut open): (Vec<Span>, Option<Span>) = (Vec::new(), None);
    for (at, line) in texts(text) {
        let begins = portion.text + at as u32 + (line.len() - line.trim_start().len()) as u32;
        let ends = portion.text + (at + line.trim_end().len()) as u32;
        if line.trim().is_empty() {
            found.extend(open.take());
        } else {
            open = Some(Span::new(open.map_or(begins, |block| block.start), ends));
        }
    }
    found.extend(open);
    if found.first().is_some_and(|first| document.text(*first).ends_with(':')) || text.contains("```") {
        found.clear();
    }
    found
}

/// Whether `block` is a paragraph: whole sentences, or a number before text in a document that marks its numbers.
fn is_paragraph(block: &str, numbered: bool) -> bool {
    let digits = block.bytes().take_while(u8::is_ascii_digit).count();
    let behind = block[digits..].strip_prefix(['.', ')']).map(str::trim_start).filter(|_| digits > 0);
    let text = behind.filter(|_| numbered && digits < 3).unwrap_or(block);
    let sentence = text.starts_with(|c: char| c.is_uppercase()) && text.ends_with(ENDS);
    let words = text.bytes().any(|byte| byte.is_ascii_lowercase()) && !text.contains(['|', '\t']);
    sentence && words && (behind.is_some() || text.len() >= SHORTEST)
}
