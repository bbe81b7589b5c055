//! Reports damage that was repaired in reading.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::document::Document;
use crate::document::damage::repair;
use crate::document::damage::repair::Repair;
use crate::rule::check::{Check, Report};

checks! {
    "damage": Damage, facts ["text", "read"], labels ["witness"], edits, needs Repair;
}

/// Reports each place with the given kind of damage, and offers the text that it was read as.
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct Damage {
    /// The kind of damage.
    of: repair::Damage,
}

impl Check for Damage {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        for repair in document.repairs.iter().filter(|repair| repair.damage == self.of) {
            let finding = report.at(repair.span).fact("text", repair.span).fact("read", repair.read.to_string());
            finding.repaired(true);
            if let Some(witness) = repair.witness {
                finding.related("witness", witness);
            }
            if let Some((span, content)) = mended(repair) {
                finding.edit(span, content);
            }
        }
    }
}

/// The edit that writes what was read; none where writing it could lose or invent words.
fn mended(repair: &Repair) -> Option<(crate::source::Span, String)> {
    use repair::Damage::{
        AmbiguousCaption, Caption, CharacterReference, Digits, EndMark, Enumerator, GluedSignature, JoinedFields,
        Label, LevelWord, Markup, Pilcrow, PortionMark, PostKind, PrecedenceWord, SevenBitQuote,
    };
    match repair.damage {
        Caption | Digits | Enumerator | EndMark | Label | PostKind | PrecedenceWord => {
            Some((repair.span, repair.read.to_string()))
        }
        GluedSignature | JoinedFields => Some((crate::source::Span::at(repair.span.start), "\n".to_owned())),
        AmbiguousCaption | CharacterReference | SevenBitQuote | LevelWord | Markup | Pilcrow | PortionMark => None,
    }
}
