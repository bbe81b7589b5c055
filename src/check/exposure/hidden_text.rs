//! Reports text that people do not see.

use serde::Deserialize;

use super::personal_data::severity;
use crate::diagnostic::{Fact, LEVELS, Severity};
use crate::document::exposure::hidden::{Hidden, HiddenKind};
use crate::document::{Condition, Document};
use crate::rule::check::{Check, Report};
use crate::source::Span;

checks! {
    "hidden-text": HiddenText, facts ["text", "decoded", "covered"], labels ["enclosed"], edits, needs Hidden;
}

/// Reports text hidden in one way, and offers to remove invisible characters.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct HiddenText {
    /// How it is hidden.
    kind: HiddenKind,
    /// The highest severity in an unmarked text, where comments are for tools and authors.
    #[serde(default, deserialize_with = "severity")]
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("enum" = LEVELS)))]
    unmarked_level: Option<Severity>,
    /// The highest severity in a document that was not released.
    #[serde(default, deserialize_with = "severity")]
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("enum" = LEVELS)))]
    draft_level: Option<Severity>,
}

/// The text of the file inside the file of which `hidden` is the name.
fn enclosed(document: &Document<'_>, hidden: &Hidden) -> Option<Span> {
    let packed = document.source.packed()?;
    packed.enclosed(&packed.place(hidden.span)?.part)
}

impl Check for HiddenText {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        // Only the source of a page is for tools and authors as well.
        let unmarked = document.source.packed().is_none() && !document.meets(Condition::Marked);
        let draft = !document.meets(Condition::Released);
        let most = self.unmarked_level.filter(|_| unmarked).or(self.draft_level.filter(|_| draft));
        let most = most.unwrap_or(Severity::Error);
        for hidden in document.hidden().iter().filter(|hidden| hidden.kind == self.kind) {
            let decoded = hidden.decoded.clone().map_or(Fact::Quote(hidden.span), Fact::from);
            let covered = hidden.covered.map_or(Fact::from(""), |percent| Fact::Number(percent.into()));
            let sure = if hidden.estimated { Severity::Warning } else { Severity::Error };
            let finding = report.at(hidden.span).at_most(most).at_most(sure).fact("text", hidden.span);
            let finding = finding.fact("decoded", decoded).fact("covered", covered);
            // Nobody who reads the pages sees what it says.
            let enclosed = enclosed(document, hidden).filter(|_| self.kind == HiddenKind::EmbeddedFile);
            let finding = match enclosed {
                Some(text) => finding.related("enclosed", text),
                None => finding,
            };
            use HiddenKind::{Direction, Payload, SoftHyphen, StrayMark, ZeroWidth};
            if matches!(self.kind, Direction | Payload | SoftHyphen | StrayMark | ZeroWidth) {
                finding.edit(hidden.span, "");
            }
        }
    }
}
