//! Checks text for a regular expression that must or must not match.

use super::pattern::{Keywords, Pattern};
use crate::document::{Document, Part};
use crate::rule::check::{Check, Report};

checks! {
    /// Reports each match of `pattern` in `part`, or each `part` without one.
    "text-pattern": TextPattern {
        /// What to look for, in the syntax of the linear-time `regex` crate. If it has a group called `here`, that is
        /// what is pointed at.
        pattern: Pattern,
        /// Words of which a match holds at least one, in any case: what has none of them is not searched.
        #[serde(default)]
        keywords: Keywords,
        /// Where to look.
        #[serde(default = "whole_document")]
        part: Part,
        /// Where else to look.
        #[serde(default)]
        also: Vec<Part>,
        /// Report the parts that do not match, instead of the matches.
        #[serde(default)]
        must_match: bool,
        /// What to write instead of what is pointed at, if the rule offers a fix.
        replacement: Option<String>,
    }, facts ["text"], edits;
}

fn whole_document() -> Part {
    Part::Document
}

impl Check for TextPattern {
    fn words(&self) -> &[String] {
        // A short part is soon searched, and a common word may be rare in it.
        let long = matches!(self.part, Part::Document | Part::Body | Part::Paragraph);
        if long && !self.must_match { self.keywords.rare() } else { &[] }
    }

    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        for part in std::iter::once(self.part).chain(self.also.iter().copied()) {
            self.search(document, part, report);
        }
    }
}

impl TextPattern {
    fn search(&self, document: &Document<'_>, part: Part, report: &mut Report<'_>) {
        document.each(part, &mut |span| {
            let text = document.text(span);
            // If the whole document was searched for the words, one of them is in it.
            if self.words().is_empty() && !self.must_match && !self.keywords.stand_in(text) {
                return;
            }
            let pattern = self.pattern.regex();
            if self.must_match {
                // A value that is missing is another rule's.
                if !text.is_empty() && !pattern.is_match(text) {
                    report.at(span).fact("text", span).repaired(document.is_repaired(span));
                }
                return;
            }
            // Finding groups costs more than finding matches.
            let points = pattern.capture_names().flatten().any(|name| name == "here");
            let mut found = |here: regex::Match<'_>| {
                let place = span.part(here.start(), here.len());
                // What an archive printed around the pages is not what the telegram says.
                if part == Part::Document || !document.is_furniture(place) {
                    let finding = report.at(place).fact("text", place).repaired(document.is_repaired(place));
                    if let Some(replacement) = &self.replacement {
                        finding.edit(place, replacement.clone());
                    }
                }
            };
            if points {
                let matches = pattern.captures_iter(text);
                matches.filter_map(|groups| groups.name("here").or(groups.get(0))).for_each(&mut found);
            } else {
                pattern.find_iter(text).for_each(&mut found);
            }
        });
    }
}
