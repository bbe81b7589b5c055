//! Reports damage: what was repaired in reading, bytes that do not decode, control characters.

use serde::Deserialize;

use crate::document::damage::repair;
use crate::document::damage::repair::Repair;
use crate::document::{Document, Part};
use crate::rule::check::{Check, Report};
use crate::source::{Encoding, Span};

checks! {
    /// Reports each place with the given kind of damage, and offers the text that it was read as.
    "damage": Damage {
        /// The kind of damage.
        of: repair::Damage,
    }, facts ["text", "read"], labels ["witness"], edits, needs Repair;
    /// Reports the first byte that the encoding of the file does not allow.
    "undecodable": Undecodable {
        /// What the file was read as.
        read_as: ReadAs,
    };
    /// Reports a file without any text.
    "empty-text" = empty_text;
    /// Reports each run of NUL bytes, or of other control characters. What is full of them is not text, and not worth a
    /// finding each: from the last finding on all that follows counts as one.
    "control-characters": ControlCharacters {
        /// Report NUL bytes, instead of all others.
        #[serde(default)]
        nul: bool,
        /// At most so many findings in a document.
        most: usize,
    }, facts ["count"];
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

/// What a file was read as in spite of a byte that does not fit.
#[derive(Clone, Copy, Deserialize, PartialEq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
enum ReadAs {
    /// A file without a byte-order mark that is not UTF-8.
    #[serde(rename = "windows-1252")]
    Windows1252,
    /// A file whose byte-order mark says UTF-16.
    #[serde(rename = "utf-16")]
    Utf16,
}

impl Check for Undecodable {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let source = document.source;
        let read_as = if source.encoding() == Encoding::Windows1252 { ReadAs::Windows1252 } else { ReadAs::Utf16 };
        let here = |at: &u32| (document.span.start..document.span.end).contains(at);
        if let Some(at) = source.undecodable().filter(here).filter(|_| read_as == self.read_as) {
            let len = source.text()[at as usize..].chars().next().map_or(0, char::len_utf8) as u32;
            report.at(Span::new(at, at + len));
        }
    }
}

fn empty_text(document: &Document<'_>, report: &mut Report<'_>) {
    if document.source.text().trim().is_empty() {
        report.at(Span::at(0));
    }
}

impl Check for ControlCharacters {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        // A run and how many characters it counts for.
        let mut runs: Vec<(Span, i64)> = Vec::new();
        document.each(Part::Control, &mut |place| {
            if (document.text(place) == "\0") != self.nul {
                return;
            }
            let full = runs.len() >= self.most;
            match runs.last_mut() {
                Some((run, count)) if full || run.end == place.start => {
                    run.end = place.end;
                    *count += 1;
                }
                _ => runs.push((place, 1)),
            }
        });
        for (run, count) in runs {
            report.at(run).fact("count", count).repaired(document.is_repaired(run));
        }
    }
}
