//! Checks the words that captions require in the subject.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::document::Document;
use crate::rule::check::{Check, Report};

checks! {
    "subject-slug": SubjectSlug, facts ["caption"], labels ["subject"];
}

/// Reports a caption that the subject must repeat and does not, or the reverse (5 FAH-2 H-440).
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct SubjectSlug {
    /// The caption.
    caption: String,
    /// Report the words in the subject without the caption.
    #[serde(default)]
    reverse: bool,
}

impl Check for SubjectSlug {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let Some(subject) = document.subject else { return };
        let text = document.sent(subject.value);
        let words = text.find(self.caption.as_str());
        let caption = document.captions.iter().find(|caption| caption.name.as_deref() == Some(self.caption.as_str()));
        match (caption, words) {
            (Some(caption), None) if !self.reverse => {
                let finding = report.at(caption.span).fact("caption", caption.span);
                finding.related("subject", subject.span).repaired(caption.repaired);
            }
            // Inside a sentence they are words like others.
            (None, Some(at)) if self.reverse && (at == 0 || at <= 8 && text.starts_with('(')) => {
                let span = text.span(at..at + self.caption.len());
                report.at(span).fact("caption", span).repaired(document.is_damaged());
            }
            _ => {}
        }
    }
}
