//! Checks for links that reveal what their redaction mark withholds.

use std::cell::LazyCell;
use std::collections::BTreeMap;

use crate::document::Document;
use crate::document::text::line::texts;
use crate::document::withheld::redaction::{MarkStyle, Redaction};
use crate::rule::check::{Check, Report};
use crate::scan::patterns;
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
        let definitions = LazyCell::new(|| defined(document));
        let mut last = Span::default();
        for mark in marks {
            let target = match self.element {
                true => href(document, mark),
                false => markdown(document, mark, &definitions),
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

patterns! {
    /// The tag that opens a link, and its target.
    ELEMENT = r#"(?i)<a\s[^>]*?href=(?:"([^">]*)"|'([^'>]*)'|([^\s>"']*))[^>]*>"#;
    /// The target of a link in Markdown, or the label of its definition.
    TARGET = r"^(?:\(<*([^)> \r\n]*)[)> \r\n]|\[([^\]\n]*)[\]\n])";
}

/// The target of `<a href="target">[REDACTED]</a>`, whatever elements are between.
fn href(document: &Document<'_>, mark: &Redaction) -> Option<Span> {
    let near = document.before(mark.span.start, REACH);
    let found = ELEMENT.captures_iter(near).last()?;
    let target = found.get(1).or(found.get(2)).or(found.get(3))?;
    let closed = near[found.get_match().end()..].to_ascii_lowercase().contains("</a");
    (!closed).then(|| Span::at(mark.span.start - near.len() as u32).part(target.start(), target.len()))
}

/// The definitions of a text by their labels in lower case.
type Definitions = BTreeMap<String, Span>;

/// The target of `[REDACTED](target)`, or of the definition in `[REDACTED][label]`.
fn markdown(
    document: &Document<'_>,
    mark: &Redaction,
    definitions: &LazyCell<Definitions, impl FnOnce() -> Definitions>,
) -> Option<Span> {
    // Links that are not closed must not be read again and again to the end of the text.
    let behind = document.behind(mark.span.end, LONGEST);
    // The mark may be the brackets of the link, or between them.
    let own = document.text(mark.span).ends_with(']') && behind.starts_with(['(', '[']);
    let close = || behind.find(['[', ']', '\n', '\r']).filter(|at| *at < BRACKETS && behind[*at..].starts_with(']'));
    let start = if own { 0 } else { close()? + 1 };
    let found = TARGET.captures(&behind[start..])?;
    match (found.get(1), found.get(2)) {
        (Some(target), _) => Some(Span::at(mark.span.end).part(start + target.start(), target.len())),
        (_, label) => definitions.get(&label?.as_str().to_lowercase()).copied(),
    }
}

/// Every `[label]: target` of the text. Of two definitions of a label the first counts (CommonMark 0.31, section 4.7).
fn defined(document: &Document<'_>) -> Definitions {
    let definition = |(at, line): (usize, &str)| {
        let (label, target) = line.trim_start().strip_prefix('[')?.split_once("]:")?;
        let target = target.split_whitespace().next()?.trim_matches(['<', '>']);
        let start = at + (target.as_ptr() as usize - line.as_ptr() as usize);
        Some((label.to_lowercase(), document.span.part(start, target.len())))
    };
    let found: Vec<_> = texts(document.text(document.span)).filter_map(definition).collect();
    found.into_iter().rev().collect()
}
