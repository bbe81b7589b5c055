//! Checks that numbers or letters follow one another.

use serde::Deserialize;

use crate::diagnostic::Severity;
use crate::document::{Document, Layout, Reading};
use crate::rule::check::{Check, Report};
use crate::source::Span;

checks! {
    /// Reports the first place at which a run of numbers or letters skips or repeats one, and each further one.
    "sequence": Sequence {
        /// What is counted.
        of: Run,
    }, facts ["found", "expected"], labels ["previous"];
}

/// One or two breaks are slips of a writer; more are a damaged scan, and then worth a look and no more.
const SLIPS: usize = 2;

/// A run that starts at 1 or A and rises by one.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
enum Run {
    /// The numbers of paragraphs.
    Paragraphs,
    /// The letters of references.
    References,
}

impl Check for Sequence {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let members = self.members(document);
        let breaks = || {
            let pairs = members.windows(2).filter_map(|pair| <&[Reading<u32>; 2]>::try_from(pair).ok());
            // An edition says where it leaves paragraphs out.
            let omitted = |from: &Reading<u32>, to: &Reading<u32>| {
                let between = Span::new(from.span.end, to.span.start.max(from.span.end));
                document.layout == Some(Layout::Printed) && omits(document.text(between))
            };
            let breaks = pairs.filter(|[previous, member]| member.value != previous.value + 1);
            breaks.filter(move |[previous, member]| !omitted(previous, member))
        };
        let many = breaks().nth(SLIPS).is_some();
        for [previous, member] in breaks() {
            let finding = report.at(member.span).fact("found", self.name(member.value));
            finding.fact("expected", self.name(previous.value + 1)).related("previous", previous.span);
            finding.repaired(member.repaired || previous.repaired);
            // Naval messages number their lists as they number their paragraphs.
            if many || document.is_military() {
                finding.at_most(Severity::Info);
            }
        }
    }
}

/// Whether a note in brackets stands for whole paragraphs: `[Omitted here …]`, `[2 paragraphs (9 lines) not declassified]`.
fn omits(text: &str) -> bool {
    let notes = text.split('[').skip(1).filter_map(|note| note.split_once(']')).map(|(note, _)| note);
    notes.into_iter().any(|note| {
        let cut = note.contains("not declassified") && ["paragraph", "page"].iter().any(|unit| note.contains(unit));
        cut || note.starts_with("Omitted") || note.starts_with("Here follow")
    })
}

impl Sequence {
    fn members(&self, document: &Document<'_>) -> Vec<Reading<u32>> {
        match self.of {
            Run::Paragraphs => document.paragraphs.iter().filter_map(|paragraph| paragraph.number).collect(),
            Run::References => {
                let entries = document.references.iter().flat_map(|field| &field.entries);
                let letters = entries.filter_map(|entry| entry.letter);
                letters.map(|l| Reading { value: l.value as u32, span: l.span, repaired: l.repaired }).collect()
            }
        }
    }

    fn name(&self, ordinal: u32) -> String {
        match self.of {
            Run::Paragraphs => ordinal.to_string(),
            Run::References => char::from_u32(ordinal).unwrap_or('?').to_string(),
        }
    }
}
