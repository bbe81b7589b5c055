//! tmp
use super::{Check, Report};
use crate::document::Document;
use crate::source::Span;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TextPattern {
    pattern: String,
}

impl Check for TextPattern {
    const NAME: &'static str = "text-pattern";
    const FACTS: &'static [&'static str] = &["text"];
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let text = document.source.text();
        for (at, found) in text.match_indices(&self.pattern) {
            let span = Span::new(at as u32, (at + found.len()) as u32);
            report.at(span).fact("text", span);
        }
    }
}
