//! Text that matches, or fails to match, a regular expression.

use serde::Deserialize;

use super::pattern::Pattern;
use super::{Check, Report};
use crate::document::{Document, Part};

/// Reports each match of `pattern` in `part`, or each `part` without one.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct TextPattern {
    /// What to look for, in the syntax of the linear-time `regex` crate. If it has a group called `here`, that is what is
    /// pointed at.
    pattern: Pattern,
    /// Where to look.
    #[serde(default = "whole_document")]
    part: Part,
    /// Report the parts that do not match, instead of the matches.
    #[serde(default)]
    must_match: bool,
}

fn whole_document() -> Part {
    Part::Document
}

impl Check for TextPattern {
    const NAME: &'static str = "text-pattern";
    const FACTS: &'static [&'static str] = &["text"];

    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let pattern = self.pattern.regex();
        document.each(self.part, &mut |span| {
            let text = document.text(span);
            if self.must_match {
                if !pattern.is_match(text) {
                    report.at(span).fact("text", span).repaired(document.is_repaired(span));
                }
                return;
            }
            let mut at = 0;
            while let Some(found) = pattern.captures_at(text, at) {
                let (Some(whole), here) = (found.get(0), found.name("here")) else { return };
                let pointed = here.unwrap_or(whole);
                let place = span.part(pointed.start(), pointed.len());
                // What an archive printed around the pages is not what the telegram says.
                if self.part == Part::Document || !document.is_furniture(place) {
                    report.at(place).fact("text", place).repaired(document.is_repaired(place));
                }
                // An empty match must not be found again.
                let step = text[whole.end()..].chars().next().map_or(1, char::len_utf8);
                at = whole.end() + if whole.is_empty() { step } else { 0 };
                if at > text.len() {
                    return;
                }
            }
        });
    }
}
