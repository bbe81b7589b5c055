//! Checks for links that reveal what their redaction mark withholds.

use std::collections::BTreeMap;

use crate::document::Document;
use crate::document::text::line::texts;
use crate::document::withheld::redaction::{MarkStyle, Redaction};
use crate::rule::check::{Check, Report};
use crate::source::Span;

checks! {
    /// Reports the target of each link that holds a mark.
    "link-target": LinkTarget {
        /// Look for elements of HTML instead of Markdown.
        #[serde(default)]
        element: bool,
    }, facts ["target"], needs Release;
}

/// How far before a mark the tag of its link begins, in bytes, and how far after it its brackets end.
const REACH: usize = 400;
const BRACKETS: usize = 80;
/// The most bytes of a target or a label.
const LONGEST: usize = 2048;
/// Words of a target that says why something was removed, and not what.
const EXPLAINS: [&str; 6] = ["foia", "redact", "exempt", "withheld", "withhold", "footnote"];

impl Check for LinkTarget {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let marks = document.redactions().marks.iter();
        let marks = marks.filter(|mark| mark.stands_for_text() && mark.closed && is_sure(document, mark));
        let mut definitions = None;
        let mut last = Span::default();
        for mark in marks {
            let target = match self.element {
                true => href(document, mark),
                false => markdown(document, mark, &mut definitions),
            };
            // Two marks in one link have one target.
            if let Some(target) = target.filter(|target| *target != last && tells(document.text(*target))) {
                report.at(target).fact("target", target);
                last = target;
            }
        }
    }
}

/// Whether only redaction uses this mark. In lists of changes, `[removed]` links to the change.
fn is_sure(document: &Document<'_>, mark: &Redaction) -> bool {
    use MarkStyle::{Blank, Block, Cross, Placeholder, Word};
    let small = document.text(mark.span).to_ascii_lowercase();
    match mark.style {
        Word => ["redact", "withh", "excis", "saniti"].iter().any(|word| small.contains(word)),
        Cross | Block | Blank | Placeholder => true,
        _ => false,
    }
}

/// Whether a target is more than a place in the same text or the explanation of a code.
fn tells(target: &str) -> bool {
    let small = target.to_ascii_lowercase();
    target.len() >= 3 && !target.starts_with('#') && !EXPLAINS.iter().any(|word| small.contains(word))
}

/// The target of `<a href="target">[REDACTED]</a>`, whatever elements are between.
fn href(document: &Document<'_>, mark: &Redaction) -> Option<Span> {
    let text = document.source.text();
    let from =
        text.ceil_char_boundary((mark.span.start as usize).saturating_sub(REACH)).max(document.span.start as usize);
    let near = &text[from..mark.span.start as usize];
    let small = near.to_ascii_lowercase();
    let open = small
        .rmatch_indices("<a")
        .map(|(at, _)| at)
        .find(|at| small[at + 2..].starts_with(|c: char| c.is_ascii_whitespace()))?;
    let tag = &near[open..open + near[open..].find('>')?];
    if small[open..].contains("</a") {
        return None;
    }
    let value = small[open..open + tag.len()].find("href=")? + "href=".len();
    let quote = tag[value..].chars().next().filter(|c| matches!(c, '"' | '\''));
    let start = value + usize::from(quote.is_some());
    let inside = &tag[start..];
    let len = match quote {
        Some(quote) => inside.find(quote)?,
        None => inside.find(char::is_whitespace).unwrap_or(inside.len()),
    };
    Some(Span::new((from + open + start) as u32, (from + open + start + len) as u32))
}

/// The definitions of a text by their labels in lower case.
type Definitions = BTreeMap<String, Span>;

/// The target of `[REDACTED](target)`, or of the definition in `[REDACTED][label]`.
fn markdown(document: &Document<'_>, mark: &Redaction, definitions: &mut Option<Definitions>) -> Option<Span> {
    let text = document.source.text();
    let end = mark.span.end as usize;
    let reach = text.floor_char_boundary((end + BRACKETS).min(document.span.end as usize));
    let behind = text[end..reach].split(['\n', '\r']).next().unwrap_or_default();
    // The mark may be the brackets of the link, or between them.
    let own = document.text(mark.span).ends_with(']');
    let close = match own && behind.starts_with(['(', '[']) {
        true => 0,
        false => behind.find(['[', ']']).filter(|at| behind[*at..].starts_with(']'))? + 1,
    };
    let start = end + close;
    // Links that are not closed must not be read again and again to the end of the text.
    let rest = &text[start..text.floor_char_boundary((start + LONGEST).min(document.span.end as usize))];
    if let Some(inside) = rest.strip_prefix('(') {
        let inside = inside.trim_start_matches('<');
        let len = inside.find([')', '>', ' ', '\n', '\r'])?;
        let from = start + (rest.len() - inside.len());
        return Some(Span::new(from as u32, (from + len) as u32));
    }
    let label = rest.strip_prefix('[')?;
    let label = label[..label.find([']', '\n'])?].to_lowercase();
    let known = definitions.get_or_insert_with(|| defined(document));
    known.get(&label).copied()
}

/// Every `[label]: target` of the text.
fn defined(document: &Document<'_>) -> Definitions {
    let definition = |(at, line): (usize, &str)| {
        let (label, target) = line.trim_start().strip_prefix('[')?.split_once("]:")?;
        let target = target.split_whitespace().next()?.trim_matches(['<', '>']);
        let start = at + (target.as_ptr() as usize - line.as_ptr() as usize);
        Some((label.to_lowercase(), document.span.part(start, target.len())))
    };
    // Of two definitions the first counts (CommonMark 0.31, section 4.7).
    texts(document.text(document.span)).filter_map(definition).fold(BTreeMap::new(), |mut known, (label, target)| {
        known.entry(label).or_insert(target);
        known
    })
}
