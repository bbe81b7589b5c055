//! The contract between rules and checks.
//!
//! A check looks at one [`Document`] and reports where something is wrong; wording, level and dates are the rule's.

use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};

use super::need::Need;
use super::{Options, OptionsError, Rule};
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::Document;
use crate::document::marks::Marks;
use crate::source::Span;

/// A check with its options: the struct is what a rule may write under `options`.
pub trait Check: DeserializeOwned + Send + Sync + 'static {
    /// The name by which rules ask for it.
    const NAME: &'static str;
    /// The facts it supplies to messages.
    const FACTS: &'static [&'static str];
    /// The names of the related places it points at.
    const LABELS: &'static [&'static str] = &[];
    /// Whether it ever offers edits, so that a rule may promise a fix.
    const EDITS: bool = false;

    /// Looks at `document` and reports what is wrong.
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>);

    /// What a document must have for it to have anything to say.
    fn need(&self) -> Need {
        Need::Nothing
    }

    /// Words of which one must stand in a document's text, in capitals or small letters, for it to have anything to say.
    /// Empty if it needs none.
    fn words(&self) -> &[String] {
        &[]
    }
}

/// A check whose options are settled.
pub trait Settled: Send + Sync {
    /// What a document must have for it to have anything to say.
    fn need(&self) -> Need;

    /// Words of which one must stand in a document's text for it to have anything to say; empty if it needs none.
    fn words(&self) -> &[String];

    /// Looks at `document` and reports what is wrong.
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>);
}

impl<C: Check> Settled for C {
    fn need(&self) -> Need {
        Check::need(self)
    }

    fn words(&self) -> &[String] {
        Check::words(self)
    }

    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        Check::check(self, document, report);
    }
}

/// What rule loading needs to know of a check.
pub struct Entry {
    /// The name by which rules ask for it.
    pub name: &'static str,
    /// The facts it supplies to messages.
    pub facts: &'static [&'static str],
    /// The names of the related places it points at.
    pub labels: &'static [&'static str],
    /// Whether it ever offers edits.
    pub edits: bool,
    /// Settles its options.
    pub settle: fn(&Options) -> Result<Box<dyn Settled>, OptionsError>,
}

/// All checks that rules can ask for, by wing.
pub type Checks = &'static [&'static [Entry]];

pub(crate) const fn entry<C: Check>() -> Entry {
    Entry {
        name: C::NAME,
        facts: C::FACTS,
        labels: C::LABELS,
        edits: C::EDITS,
        settle: |options| options.read::<C>().map(|check| Box::new(check) as Box<dyn Settled>),
    }
}

/// Reads a list that must hold something: a check that has nothing to look for would never speak.
pub(crate) fn filled<'de, T: Deserialize<'de>, D: Deserializer<'de>>(list: D) -> Result<Vec<T>, D::Error> {
    let list = Vec::deserialize(list)?;
    if list.is_empty() { Err(D::Error::custom("a list that must not be empty is")) } else { Ok(list) }
}

/// Where a check says what it found.
pub struct Report<'r> {
    pub(crate) rule: &'r Rule,
    pub(crate) index: usize,
    pub(crate) severity: Severity,
    pub(crate) marks: &'r Marks,
    pub(crate) found: &'r mut Vec<Diagnostic>,
}

impl<'r> Report<'r> {
    /// What is wrong with the markings of the document that is looked at.
    pub(crate) fn marks(&self) -> &'r Marks {
        self.marks
    }

    /// A finding at `span`, to be completed with facts and related places.
    pub fn at(&mut self, span: Span) -> &mut Diagnostic {
        self.found.push(Diagnostic::new(self.index, self.severity, self.rule.confidence, span));
        self.found.last_mut().expect("a finding was just pushed")
    }
}
