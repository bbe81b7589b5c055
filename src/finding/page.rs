//! The text of a file as its readers see it, line by line, with its parts and what was found in it: masked like its
//! findings.

use super::excerpt::whole;
use super::legible::guard;
use super::mask::Masks;
use crate::diagnostic::Severity;
use crate::document;
use crate::rule::RuleSet;
use crate::source::{SourceFile, Span};
use crate::view;
use crate::view::View;

/// The text of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ShownText {
    /// Its lines.
    pub lines: Vec<ShownLine>,
    /// Whether it goes on behind them.
    pub cut: bool,
}

/// A line of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownLine {
    /// Its number, from 1.
    pub row: u32,
    /// What it is made of.
    pub pieces: Vec<TextPiece>,
}

/// A stretch of a line that is one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextPiece {
    /// What to show.
    pub text: String,
    /// The worst that was found there.
    pub severity: Option<Severity>,
    /// The parts of the document that it belongs to.
    pub parts: Vec<&'static str>,
}

impl ShownText {
    /// How many bytes it has.
    pub fn size(&self) -> usize {
        self.lines.iter().flat_map(|line| &line.pieces).map(|piece| piece.text.len() + 8).sum()
    }
}

/// As many bytes of a text are shown.
const MOST: u32 = 200_000;

/// The text of `file`, in which the rules fire as in its findings.
pub fn shown_text(file: &SourceFile, rules: &RuleSet) -> ShownText {
    let view = view::view(file, document::is_markdown(file, &rules.assumptions));
    let seen = view.as_ref().map_or(file, View::source);
    let cuts = file.packed().map(|packed| &packed.cuts[..]).or(view.as_ref().map(View::cuts)).unwrap_or_default();
    let (masks, secrets) = guard(seen, rules);
    let secrets = if view.is_some() { secrets.and(&guard(file, rules).1) } else { secrets };
    let masks = Masks::covering(seen, masks.spans(), &secrets);
    let mut labels: Vec<Label> =
        crate::signs(seen, cuts, rules).into_iter().map(|(span, part)| Label { span, severity: None, part }).collect();
    let found = crate::lint(seen, rules).into_iter().filter(|found| rules.level(found.rule).is_some());
    labels.extend(found.map(|found| Label { span: found.span, severity: Some(found.severity), part: "" }));
    labels.sort_by_key(|label| label.span);
    lines(seen, &masks, &labels)
}

/// What a stretch of the text is.
#[derive(Clone, Copy)]
struct Label {
    span: Span,
    severity: Option<Severity>,
    part: &'static str,
}

fn lines(source: &SourceFile, masks: &Masks, labels: &[Label]) -> ShownText {
    let end = source.text().floor_char_boundary(MOST as usize) as u32;
    let (mut start, mut next, mut open) = (0, 0, Vec::<Label>::new());
    let mut shown = ShownText { lines: Vec::new(), cut: (end as usize) < source.text().len() };
    for (index, line) in source.text()[..end as usize].split_inclusive('\n').enumerate() {
        let text = line.trim_end_matches(['\n', '\r']);
        let span = Span::new(start, start + text.len() as u32);
        start += line.len() as u32;
        while next < labels.len() && labels[next].span.start < start {
            open.push(labels[next]);
            next += 1;
        }
        let within: Vec<Span> = open
            .iter()
            .map(|label| Span::new(label.span.start.max(span.start), label.span.end.min(span.end)))
            .collect();
        let (text, ranges) = whole(source, masks, span, &within);
        let mut ends: Vec<usize> = ranges.iter().flat_map(|range| [range.start, range.end]).collect();
        ends.extend([0, text.len()]);
        ends.sort_unstable();
        ends.dedup();
        let piece = |ends: &[usize]| {
            let covering =
                || open.iter().zip(&ranges).filter(|(_, range)| range.start <= ends[0] && ends[1] <= range.end);
            let mut parts: Vec<&str> =
                covering().map(|(label, _)| label.part).filter(|part| !part.is_empty()).collect();
            parts.dedup();
            let severity = covering().filter_map(|(label, _)| label.severity).max();
            TextPiece { text: text[ends[0]..ends[1]].to_owned(), severity, parts }
        };
        shown.lines.push(ShownLine { row: index as u32 + 1, pieces: ends.windows(2).map(piece).collect() });
        open.retain(|label| label.span.end > start);
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::CHECKS;
    use crate::source;

    #[test]
    fn parts_and_findings_are_marked_and_secrets_are_not_there() {
        let rules = RuleSet::builtin(CHECKS).expect("the built-in packs load");
        let text = "CONFIDENTIAL\n\n1. (S) The cook, SSN 899-12-3456, was late.\n";
        let file = source::read("x.txt", text.as_bytes().to_vec()).expect("readable");
        let shown = shown_text(&file, &rules);
        let pieces: Vec<&TextPiece> = shown.lines.iter().flat_map(|line| &line.pieces).collect();
        let all: String = pieces.iter().map(|piece| piece.text.as_str()).collect();
        assert!(!all.contains("3456") && all.contains("was late."), "{all}");
        assert!(
            pieces.iter().any(|piece| piece.text == "CONFIDENTIAL" && piece.parts.contains(&"banner")),
            "{pieces:?}"
        );
        assert!(
            pieces.iter().any(|piece| piece.text == "(S)" && piece.severity == Some(Severity::Error)),
            "{pieces:?}"
        );
        assert_eq!(shown.lines.last().map(|line| line.row), Some(3));
    }
}
