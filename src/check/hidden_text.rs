//! Text that readers do not see.

use serde::Deserialize;

use super::{Check, Report};
use crate::diagnostic::Fact;
use crate::document::Document;
use crate::document::hidden::HiddenKind;

/// Reports text that is hidden in one way, and offers to take out characters that nobody sees.
#[derive(Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct HiddenText {
    kind: HiddenKind,
}

impl Check for HiddenText {
    const NAME: &'static str = "hidden-text";
    /// What is hidden, and what it says.
    const FACTS: &'static [&'static str] = &["text", "decoded"];
    const EDITS: bool = true;

    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        for hidden in document.hidden().iter().filter(|hidden| hidden.kind == self.kind) {
            let decoded = hidden.decoded.clone().map_or(Fact::Quote(hidden.span), Fact::from);
            let finding = report.at(hidden.span).fact("text", hidden.span).fact("decoded", decoded);
            use HiddenKind::{Direction, Payload, SoftHyphen, ZeroWidth};
            if matches!(self.kind, Direction | Payload | SoftHyphen | ZeroWidth) {
                finding.edit(hidden.span, "");
            }
        }
    }
}
