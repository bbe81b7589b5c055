//! Determines the part of a file to which a stamp applies: its document or pages.
//!
//! A file may contain several documents, each under its review heading, and pages may have been decided one by one.
//! Stamps with the same decision on the pages of a document count together.

use super::{Release, ReleaseStamp};
use crate::document::Document;
use crate::document::text::line::{line_above, line_around};
use crate::source::Span;

/// Stamps with one decision, and the part to which they apply.
pub struct Scope<'r> {
    /// The part of the document.
    pub span: Span,
    /// At least one stamp.
    pub stamps: &'r [ReleaseStamp],
}

impl Release {
    /// The parts to which the stamps apply, in order. Together they make the whole document; none if there is no stamp.
    pub fn scopes(&self, document: &Document<'_>) -> Vec<Scope<'_>> {
        let mut scopes: Vec<Scope<'_>> = Vec::new();
        let (mut first, mut start) = (0, document.span.start);
        for next in 1..=self.stamps.len() {
            let begin = match self.stamps.get(next) {
                Some(_) => self.beginning(document, next),
                None => Some(document.span.end),
            };
            if let Some(begin) = begin {
                scopes.push(Scope { span: Span::new(start, begin), stamps: &self.stamps[first..next] });
                (first, start) = (next, begin);
            }
        }
        scopes
    }

    /// Where the document or the page of the stamp with this number begins, if the stamp before it does not apply to
    /// that.
    fn beginning(&self, document: &Document<'_>, stamp: usize) -> Option<u32> {
        let text = document.source.text();
        let [last, this] = [&self.stamps[stamp - 1], &self.stamps[stamp]];
        let (heading, above) = (heading(document, this), heading(document, last));
        if heading.start >= last.span.end && !self.is_at_edge(heading) {
            let inside = text[heading.range()].trim();
            let headings = &document.registers.exemptions().review.headings;
            let reviewed = headings.iter().any(|words| inside.contains(&**words));
            if reviewed || !inside.is_empty() && inside == text[above.range()].trim() {
                return Some(heading.start);
            }
        }
        let [before, here] = [self.header_before(last.span.start), self.header_before(this.span.start)];
        let another = before.zip(here).is_some_and(|(one, other)| document.text(one) != document.text(other));
        if !another && this.decision.value == last.decision.value {
            return None;
        }
        let before = self.approvals.partition_point(|approval| approval.span.start < this.span.start);
        let approval = self.approvals[..before].last().map(|approval| approval.span);
        let edges = [here, approval].into_iter().flatten().filter(|edge| edge.start >= last.span.end);
        let edge = edges.map(|edge| line_around(text, document.span, edge.start).start.max(last.span.end)).max();
        let between = Span::new(last.span.end, this.span.start.max(last.span.end));
        edge.max(text[between.range()].rfind('\u{c}').map(|at| between.start + at as u32))
    }

    fn header_before(&self, at: u32) -> Option<Span> {
        let before = self.headers.partition_point(|header| header.number.start < at);
        self.headers[..before].last().map(|header| header.number)
    }

    fn is_at_edge(&self, line: Span) -> bool {
        let before = self.approvals.partition_point(|approval| approval.span.end <= line.end);
        let approved = self.approvals[..before].last().is_some_and(|approval| line.contains(approval.span));
        approved || self.header_before(line.end).is_some_and(|number| line.contains(number))
    }
}

/// The line above a stamp, or what is over it after one empty line.
fn heading(document: &Document<'_>, stamp: &ReleaseStamp) -> Span {
    let text = document.source.text();
    let above = line_above(text, document.span, line_around(text, document.span, stamp.span.start));
    if text[above.range()].trim().is_empty() { line_above(text, document.span, above) } else { above }
}
