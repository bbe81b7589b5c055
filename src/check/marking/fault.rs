//! Reports faults of single markings, and of banner lines compared with their portions.

use serde::Deserialize;

use crate::diagnostic::{Fact, Severity};
use crate::document::marks::{DAMAGED_FORM, Mark};
use crate::document::{Document, Profile};
use crate::marking::fault::FaultName;
use crate::rule::check::{Check, Report};
use crate::rule::need::Need;

checks! {
    "marking": MarkingFault, facts ["token", "right", "other", "needs", "level", "lowest", "from", "until", "instead", "list", "near"],
        edits;
    "roll-up": RollUp, facts ["token", "right"], labels ["portion"];
}

/// Reports every marking with the given fault: banners, page banners and portion marks.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct MarkingFault {
    /// The fault.
    fault: FaultName,
}

impl Check for MarkingFault {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        report_each(self.fault, document, report);
    }

    fn need(&self) -> Need {
        Need::Fault(self.fault.0)
    }
}

/// Reports a banner with the given fault over its portions, and points at the portions that bring it about.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct RollUp {
    /// The fault.
    fault: FaultName,
}

impl Check for RollUp {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        report_each(self.fault, document, report);
    }

    fn need(&self) -> Need {
        Need::Fault(self.fault.0)
    }
}

/// Faults between level and control that scanning brings about.
const LOST_SLASHES: [&str; 2] = ["single-slash-after-level", "spaces-around-slashes"];

fn report_each(fault: FaultName, document: &Document<'_>, report: &mut Report<'_>) {
    let marks = report.marks;
    for found in marks.of(document).filter(|found| found.fault.name == fault.0) {
        let finding = report.at(found.span).repaired(found.mark.repaired);
        // A release is usually a scan, which cannot be edited and loses one of two slashes.
        let damaged = DAMAGED_FORM.contains(&found.fault.name) || LOST_SLASHES.contains(&found.fault.name);
        if damaged && document.redactions().profile != Profile::Draft {
            finding.at_most(Severity::Info);
        }
        for (name, value) in &found.fault.facts {
            finding.fact(name, fact(value, found.mark, document));
        }
        if let Some((place, right)) = found.fault.edit(found.mark.span.len() as usize) {
            finding.edit(found.mark.span.part(place.start, place.len()), right.to_owned());
        }
        finding.related_each("portion", found.portions.iter().copied());
    }
}

/// What is in the marking is quoted from there, so that it is masked if required; what is not in it is a word of the
/// register.
fn fact(value: &str, mark: Mark, document: &Document<'_>) -> Fact {
    let text = document.text(mark.span).to_ascii_uppercase();
    let found = text.find(&value.to_ascii_uppercase()).filter(|_| !value.is_empty());
    found.map_or_else(|| Fact::from(value.to_owned()), |at| Fact::Quote(mark.span.part(at, value.len())))
}
