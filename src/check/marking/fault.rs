//! Reports faults of single markings, and of banner lines compared with their portions.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use crate::diagnostic::{Diagnostic, Fact, Severity};
use crate::document::marks::{DAMAGED_FORM, Found, Mark};
use crate::document::{Document, Profile};
use crate::marking::{FAULTS, fault};
use crate::rule::check::{Check, Report};
use crate::rule::need::Need;
use crate::source::mistake::nearest;

checks! {
    "marking": MarkingFault, facts ["token", "right", "other", "needs", "level", "lowest", "from", "until", "instead", "list"],
        edits;
    "roll-up": RollUp, facts ["token", "right"], labels ["portion"];
}

/// The name of a fault as a rule writes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct FaultName(&'static str);

impl JsonSchema for FaultName {
    fn schema_name() -> Cow<'static, str> {
        "FaultOfMarking".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "description": "A fault of a marking.", "type": "string", "enum": FAULTS })
    }
}

impl<'de> Deserialize<'de> for FaultName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<FaultName, D::Error> {
        let written = String::deserialize(deserializer)?;
        fault::known(&written).map(FaultName).ok_or_else(|| {
            let near = nearest(&written, FAULTS.iter().copied()).map(|near| format!("; did you mean `{near}`?"));
            D::Error::custom(format!("`{written}` is no fault of markings{}", near.unwrap_or_default()))
        })
    }
}

/// Reports every marking with the given fault: banners, page banners and portion marks.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MarkingFault {
    /// The fault.
    fault: FaultName,
}

impl Check for MarkingFault {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let marks = report.marks();
        for found in marks.of(document).filter(|found| found.fault.name == self.fault.0) {
            let finding = report.at(found.span);
            describe(finding, found, document);
            if let Some((place, right)) = found.fault.edit(found.mark.span.len() as usize) {
                finding.edit(found.mark.span.part(place.start, place.len()), right.to_owned());
            }
        }
    }

    fn need(&self) -> Need {
        Need::Fault(self.fault.0)
    }
}

/// Reports a banner with the given fault over its portions, and points at the portions that bring it about.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct RollUp {
    /// The fault.
    fault: FaultName,
}

impl Check for RollUp {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let marks = report.marks();
        for found in marks.of(document).filter(|found| found.fault.name == self.fault.0) {
            let finding = report.at(found.span);
            describe(finding, found, document);
            finding.related_each("portion", found.portions.iter().copied());
        }
    }

    fn need(&self) -> Need {
        Need::Fault(self.fault.0)
    }
}

fn describe(finding: &mut Diagnostic, found: &Found, document: &Document<'_>) {
    finding.repaired(found.mark.repaired);
    // A release is usually a scan, which cannot be edited.
    if DAMAGED_FORM.contains(&found.fault.name) && document.redactions().profile != Profile::Draft {
        finding.at_most(Severity::Info);
    }
    for (name, value) in &found.fault.facts {
        finding.fact(name, fact(value, found.mark, document));
    }
}

/// What is in the marking is quoted from there, so that it is masked if required; what is not in it is a word of the
/// register.
fn fact(value: &str, mark: Mark, document: &Document<'_>) -> Fact {
    let text = document.text(mark.span).to_ascii_uppercase();
    let found = text.find(&value.to_ascii_uppercase()).filter(|_| !value.is_empty());
    found.map_or_else(|| Fact::from(value.to_owned()), |at| Fact::Quote(mark.span.part(at, value.len())))
}
