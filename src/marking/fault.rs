//! Defines the faults of markings: name, place and facts.
//!
//! Severity and wording come from the rules. Spans are bytes of the marking's own text.

use std::ops::Range;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use crate::source::mistake::nearest;

/// What the message of a fault says where nobody can tell what was meant.
const UNSAID: &str = "what the register says";

/// One thing wrong with a marking, at a date and a style.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Which one, of [`FAULTS`].
    pub name: &'static str,
    /// The bytes of the input that it is about.
    pub span: Range<usize>,
    /// Words for the message of a rule, by name.
    pub facts: Vec<(&'static str, String)>,
    /// What to write in place of the span, where one reading is certain.
    pub suggestion: Option<String>,
    /// What the whole marking was probably meant to be, where the span alone cannot say it.
    pub rewrite: Option<String>,
    /// Whether a guess at the whole marking may be offered.
    guess: bool,
}

impl Fault {
    /// A fault without facts or suggestion.
    pub fn new(name: &'static str, span: Range<usize>) -> Fault {
        Fault { name, span, facts: Vec::new(), suggestion: None, rewrite: None, guess: false }
    }

    /// The same fault with one more fact.
    pub fn fact(mut self, name: &'static str, value: impl Into<String>) -> Fault {
        self.facts.push((name, value.into()));
        self
    }

    /// The same fault with a suggestion, which is also the fact `right`.
    pub fn suggest(mut self, replacement: impl Into<String>) -> Fault {
        let replacement = replacement.into();
        let said = if replacement.is_empty() { "nothing" } else { &replacement };
        self.facts.push(("right", said.to_owned()));
        self.suggestion = Some(replacement);
        self
    }

    /// What to write where, in a text of that length.
    pub fn edit(&self, length: usize) -> Option<(Range<usize>, &str)> {
        let local = self.suggestion.as_deref().map(|right| (self.span.clone(), right));
        local.or_else(|| Some((0..length, self.rewrite.as_deref()?)))
    }

    /// The same fault, to be mended by writing the marking anew as it was probably meant.
    pub(super) fn guess(mut self) -> Fault {
        self.guess = true;
        self
    }

    /// Whether a guess at the whole marking is still to be made.
    pub(super) fn is_open(&self) -> bool {
        self.guess && self.suggestion.is_none()
    }

    /// Takes what the whole marking was probably meant to be, if anybody can tell.
    pub(super) fn offer(&mut self, meant: Option<&str>) {
        if !self.facts.iter().any(|(name, _)| *name == "right") {
            self.facts.push(("right", meant.unwrap_or(UNSAID).to_owned()));
        }
        self.rewrite = meant.map(str::to_owned);
    }
}

/// The name of a fault as rules and registers write it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "FaultOfMarking", description = "A fault of a marking.", extend("enum" = FAULTS)))]
pub struct FaultName(pub &'static str);

impl<'de> Deserialize<'de> for FaultName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<FaultName, D::Error> {
        let written = String::deserialize(deserializer)?;
        let known = FAULTS.iter().find(|fault| **fault == written);
        known.map(|fault| FaultName(fault)).ok_or_else(|| {
            let near = nearest(&written, FAULTS.iter().copied()).map(|near| format!("; did you mean `{near}`?"));
            D::Error::custom(format!("`{written}` is no fault of markings{}", near.unwrap_or_default()))
        })
    }
}

/// Every fault that a marking can have, alone or over its portions, in alphabetical order: those that the rules name.
pub const FAULTS: &[&str] = include!(concat!(env!("OUT_DIR"), "/faults.rs"));
