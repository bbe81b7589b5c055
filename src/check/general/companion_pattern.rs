//! Checks for text that requires or excludes other text in the same document.

use super::pattern::Pattern;
use crate::document::{Document, Part};
use crate::rule::check::{Check, Report};
use crate::source::Span;

checks! {
    /// Reports the first `part` that matches `pattern` in a document of which no `others` match `companion`; or, with
    /// `forbidden`, each in a document of which some do.
    "companion-pattern": CompanionPattern {
        /// The part with the text that asks for a companion.
        part: Part,
        /// What it says; if it has a group called `here`, that is what is underlined.
        pattern: Pattern,
        /// The part with the companion.
        others: Vec<Part>,
        /// What the companion says.
        companion: Pattern,
        /// Be silent if the document has one of these parts.
        #[serde(default)]
        unless: Vec<Part>,
        /// Report that the companion is there, instead of that it is not.
        #[serde(default)]
        forbidden: bool,
    }, facts ["text", "companion"], labels ["companion"];
}

impl Check for CompanionPattern {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let mut asking: Vec<Span> = Vec::new();
        document.each(self.part, &mut |span| asking.extend(self.asks(document, span)));
        if asking.is_empty() || self.unless.iter().any(|part| document.first(*part).is_some()) {
            return;
        }
        match self.companion(document) {
            Some(companion) if self.forbidden => {
                for span in asking {
                    let finding = report.at(span).fact("text", span).fact("companion", companion);
                    finding.related("companion", companion).repaired(document.is_repaired(span));
                }
            }
            None if !self.forbidden => {
                let finding = report.at(asking[0]).fact("text", asking[0]).fact("companion", "nothing".to_owned());
                finding.repaired(document.is_damaged());
            }
            _ => {}
        }
    }
}

impl CompanionPattern {
    /// What is pointed at in the part at `span`, if it asks for a companion.
    fn asks(&self, document: &Document<'_>, span: Span) -> Option<Span> {
        let groups = self.pattern.regex().captures(document.text(span))?;
        let here = groups.name("here").or(groups.get(0))?;
        Some(span.part(here.start(), here.len()))
    }

    /// Where the first companion is.
    fn companion(&self, document: &Document<'_>) -> Option<Span> {
        let mut found = None;
        for part in &self.others {
            document.each(*part, &mut |span| {
                if found.is_none() {
                    let companion = self.companion.regex().find(document.text(span));
                    found = companion.map(|companion| span.part(companion.start(), companion.len()));
                }
            });
        }
        found
    }
}
