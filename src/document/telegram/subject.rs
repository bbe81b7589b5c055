//! Parses the SUBJECT field.

use super::super::Subject;
use crate::document::paper::mail::behind_replies;
use crate::document::paper::portion_mark::{PortionContext, mark_at_end};
use crate::document::paragraph::{PortionMark, portion_mark};
use crate::document::text::label::{self as labels, COLONS, mark_before, misspelt};
use crate::document::text::word::trim;
use crate::register::Registers;
use crate::register::vocabulary::WORDS;
use crate::source::Span;

/// The length of the label that a subject line begins with.
pub(crate) fn label(text: &str) -> Option<usize> {
    labels::label(text, &WORDS.head_labels["subject"]).or_else(|| {
        let (len, same) = labels::begins(text, &WORDS.head_labels["subject"])?;
        let rest = &text[len..];
        (same && (rest.starts_with(['.', ',', '-', '/']) || rest.starts_with(" - "))).then_some(len)
    })
}

/// Whether the label has lost its colon: `SUBJ  DIAMOND SORTERS MOVE NORTH`. `SUBJECT TO …` goes on with a sentence.
pub(crate) fn is_bare(line: &str) -> bool {
    let rest = ["SUBJECT ", "SUBJ "].into_iter().find_map(|label| line.strip_prefix(label)).unwrap_or_default().trim();
    let sentence = ["TO ", "OF ", "MATTER", "IS ", "WAS "].iter().any(|word| rest.starts_with(word));
    rest.contains(' ') && !sentence && !rest.bytes().any(|byte| byte.is_ascii_lowercase())
}

/// The subject behind `label`, up to the end of `last`. Its mark is where `marked` finds it, or at the end, as it was
/// until 2012.
pub(crate) fn behind(
    text: &str,
    label: Span,
    last: Span,
    known: PortionContext<'_>,
    marked: &dyn Fn(Span) -> Option<PortionMark>,
) -> Subject {
    let value = Span::new(label.end, last.end);
    let kept = text[value.range()].trim_start_matches(|c| COLONS.contains(&c) || c == '*' || c == '_').len() as u32;
    let value = trim(text, Span::new(last.end - kept, last.end));
    let own = Span::new(value.end - behind_replies(&text[value.range()]).len() as u32, value.end);
    let mark = marked(own).or_else(|| mark_at_end(text, value, known));
    Subject { span: label.to(last), label, value, mark }
}

/// Reads the field from its lines, label first.
pub(crate) fn subject(text: &str, lines: &[Span], registers: &Registers) -> Option<Subject> {
    let (first, last) = (*lines.first()?, *lines.last()?);
    let before = mark_before(&text[first.range()]);
    let inside = &text[first.range()][before..];
    let bare = || inside.split(' ').next().filter(|_| is_bare(inside)).map(str::len);
    let slip = || misspelt(inside, &WORDS.head_labels["subject"]);
    let label = first.part(before, label(inside).or_else(bare).or_else(slip)?);
    let known = PortionContext { register: registers.markings(), nato: false, overall: None };
    let leading = |span| portion_mark(text, span, false, known.register);
    let subject = behind(text, label, last, known, &leading);
    let mark = subject.mark.or_else(|| leading(first.part(0, before))).filter(|mark| mark.level.is_some());
    Some(Subject { span: first.to(last), mark, ..subject })
}
