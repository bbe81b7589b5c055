//! Checks for declassification instructions that only a later order introduced.

use schemars::JsonSchema;
use serde::Deserialize;

use crate::document::authority::declassification::Instruction;
use crate::document::{Document, Kind};
use crate::rule::check::{Check, Report};

checks! {
    "early-instruction": EarlyInstruction, facts ["value", "written", "begun"];
}

/// Reports an instruction that no order up to the day of the document knew. What is read as an event may be anything,
/// and is left alone.
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct EarlyInstruction {
    /// Days before the change of rules in which the new values are accepted.
    grace_days: i32,
}

impl Check for EarlyInstruction {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let (Some(authority), Some(written)) = (&document.authority, document.dating.day()) else { return };
        // A release is stamped under the order of its date; a telegram keeps the lines it was sent with.
        if document.kind != Kind::Cable && !document.redactions().release.is_empty() {
            return;
        }
        let Some(value) = authority.declassification.filter(|value| value.instruction != Instruction::Event) else {
            return;
        };
        let Some(name) = value.instruction.register_name() else { return };
        let knowing = document.registers.orders.iter().filter(|order| order.instructions.contains(name));
        let Some(begun) = knowing.map(|order| order.from).min() else { return };
        if (begun - written).get_days() > self.grace_days {
            report.at(value.span).fact("value", value.span).fact("written", written).fact("begun", begun);
        }
    }
}
