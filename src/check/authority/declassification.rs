//! Checks declassification instructions: which there are, of which order, their numbers and whether they have a date.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::document::Document;
use crate::document::authority::declassification::Declassification;
use crate::register::Order;
use crate::rule::check::{Check, Filled, Report};

checks! {
    /// Reports each value that is one of `instructions`.
    "instruction-is": InstructionIs {
        /// The instructions, by the names of the register of orders, or `director-only`, `manual-review`,
        /// `indefinite`, `treaty`, `duration`.
        instructions: Filled<String>,
        /// Where to look.
        #[serde(default)]
        place: InstructionPlace,
    }, facts ["value", "level"], labels ["level"];
    /// Reports a value on the E.O. line that the order cited there did not have. What is read as an event may be
    /// anything, and is left alone.
    "instruction-of-order": InstructionOfOrder {
        /// Days before and after a change of rules in which the values of both are accepted.
        grace_days: i32,
        /// How messages call instructions of the register of orders; the others by their names in capitals.
        #[serde(default)]
        words: BTreeMap<String, String>,
    }, facts ["value", "number", "allowed"], labels ["order"];
    /// Reports the number of an exemption or group that does not exist, or one that is missing.
    "exemption-number": ExemptionNumber {
        /// The highest number of each instruction that takes one; all begin with 1.
        highest: BTreeMap<String, u32>,
        /// Report values without any number, instead of wrong ones.
        #[serde(default)]
        missing: bool,
    }, facts ["value", "highest"];
    /// Reports a value that has a date and must not, or must have one and has not.
    "exemption-date": ExemptionDate {
        /// The instructions to look at.
        instructions: Filled<String>,
        /// Whether they must have a date.
        required: bool,
        /// Words in lower case with which an event is given after an exemption, which is like a date where none may be.
        #[serde(default)]
        events: Vec<String>,
    }, facts ["value"];
}

/// The place of a declassification value.
#[derive(Clone, Copy, Default, Deserialize, PartialEq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub(super) enum InstructionPlace {
    /// On the E.O. line.
    Order,
    /// After Declassify On.
    Authority,
    /// Either.
    #[default]
    Any,
}

pub(super) fn values(document: &Document<'_>, place: InstructionPlace) -> impl Iterator<Item = Declassification> {
    let order =
        document.order.as_ref().filter(|_| place != InstructionPlace::Authority).and_then(|line| line.declassification);
    let authority = document.authority.as_ref().filter(|_| place != InstructionPlace::Order);
    order.into_iter().chain(authority.and_then(|authority| authority.declassification))
}

impl Check for InstructionIs {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let level = document.level();
        for value in
            values(document, self.place).filter(|value| self.instructions.iter().any(|name| name == value.instruction))
        {
            let finding = report.at(value.span).fact("value", value.span);
            if let Some(level) = &level {
                finding.fact("level", level.value.word()).related("level", level.span).repaired(level.repaired);
            }
        }
    }
}

impl Check for InstructionOfOrder {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let Some(line) = &document.order else { return };
        let (Some((number, span)), Some(value)) = (line.number, line.declassification) else { return };
        let written = document.dating.day();
        let in_force = |order: &&Order| written.is_none_or(|day| order.is_near(day, self.grace_days));
        // If the order was not in force at all that is another rule's finding; then any of its eras may be meant.
        let of_date: Vec<_> = document.registers.eras(number).filter(in_force).collect();
        let eras = if of_date.is_empty() { document.registers.eras(number).collect() } else { of_date };
        let of_some = document.registers.orders.iter().any(|order| order.instructions.contains(value.instruction));
        let wrong = of_some && !value.instruction.ends_with("event") && !eras.is_empty();
        if wrong && !eras.iter().any(|order| order.instructions.contains(value.instruction)) {
            let finding = report.at(value.span).fact("value", value.span).fact("number", span);
            finding.fact("allowed", self.allowed(&eras)).related("order", span);
        }
    }
}

impl InstructionOfOrder {
    /// The values that the eras of an order allow, in words.
    fn allowed(&self, eras: &[&Order]) -> String {
        let names: BTreeSet<&str> = eras.iter().flat_map(|order| &order.instructions).map(String::as_str).collect();
        let words =
            names.into_iter().map(|name| self.words.get(name).cloned().unwrap_or_else(|| name.to_ascii_uppercase()));
        words.collect::<Vec<_>>().join(", ")
    }
}

impl Check for ExemptionNumber {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        for value in values(document, InstructionPlace::Any) {
            let Some(&highest) = self.highest.get(value.instruction) else { continue };
            let wrong = match value.category {
                Some((number, _)) => !self.missing && !(1..=highest).contains(&number),
                None => self.missing,
            };
            if wrong {
                report.at(value.span).fact("value", value.span).fact("highest", i64::from(highest));
            }
        }
    }
}

/// Digits that are a date, however it is written.
const SHORTEST_DATE: usize = 4;

impl Check for ExemptionDate {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        for value in values(document, InstructionPlace::Any)
            .filter(|value| self.instructions.iter().any(|name| name == value.instruction))
        {
            let text = document.text(value.span);
            // Where the number was written by hand, so was the date; and `50X1-` is cut short, which is another rule's.
            let unsure = || value.category.is_none() || text.ends_with('-');
            let wrong = match (self.required, value.date) {
                // An event after the exemption, as in `25X1, upon …`, is as good as a date.
                (true, date) => date.is_none() && !text.contains(',') && !unsure(),
                (false, Some(_)) => true,
                (false, None) => {
                    let small = text.to_ascii_lowercase();
                    let digits = text.bytes().skip("50X1-HUM".len()).filter(u8::is_ascii_digit).count();
                    digits >= SHORTEST_DATE || self.events.iter().any(|words| small.contains(words))
                }
            };
            if wrong {
                report.at(value.span).fact("value", value.span);
            }
        }
    }
}
