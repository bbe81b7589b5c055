//! Defines the faults of markings: name, place and facts.
//!
//! Severity and wording come from the rules. Spans are bytes of the marking's own text.

use std::ops::Range;

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

/// The fault of that name, if there is one.
pub fn known(name: &str) -> Option<&'static str> {
    FAULTS.binary_search(&name).ok().map(|place| FAULTS[place])
}

/// Every fault that a marking can have, alone or over its portions, in alphabetical order.
pub const FAULTS: &[&str] = &[
    "abbreviated-level",
    "and-in-country-list",
    "atomic-energy-out-of-order",
    "banner-form-in-portion",
    "banner-releases-too-little",
    "banner-releases-too-much",
    "basic-cui-category-with-sp",
    "below-minimum-level",
    "categories-out-of-order",
    "category-in-dod-cui-banner",
    "classified-control-on-unclassified",
    "combined-atomal-portion",
    "comma-between-controls",
    "compartment-left-open",
    "compartment-without-noforn",
    "compartment-without-orcon",
    "compartment-without-system",
    "compartments-out-of-order",
    "concealed-and-named-source",
    "conflicting-controls",
    "contradictory-cui-controls",
    "control-in-place-of-level",
    "control-missing-from-banner",
    "control-system-without-portion",
    "control-systems-out-of-order",
    "control-without-portion",
    "controlled-in-classified-banner",
    "controlled-in-cui-portion",
    "countries-out-of-order",
    "cui-before-its-time",
    "cui-beside-non-ic-control",
    "cui-categories-out-of-order",
    "cui-controls-out-of-order",
    "cui-in-classified-defense-banner",
    "cui-missing-from-banner",
    "cui-out-of-place",
    "declassification-value-in-banner",
    "disclosure-missing-from-banner",
    "display-only-to",
    "dissemination-controls-out-of-order",
    "dod-mixed-release-as-noforn",
    "duplicate-country-code",
    "duplicate-marking-token",
    "eci-indicator",
    "empty-category",
    "empty-country-list",
    "empty-entry",
    "exdis-with-nodis",
    "exdis-with-release",
    "exdis-with-sbu",
    "exdis-without-noforn",
    "eyes-only-after-waiver",
    "eyes-only-beyond-five-eyes",
    "foreign-information-in-foreign-marking",
    "foreign-portion-with-relido",
    "foreign-source-missing-from-banner",
    "foreign-source-without-portion",
    "fouo-with-other-control",
    "hcs-without-noforn",
    "hyphen-after-level",
    "hyphenated-foreign-portion",
    "hyphenated-sub-compartment",
    "invalid-sigma-number",
    "joint-owners-out-of-order",
    "joint-with-noforn",
    "joint-without-release",
    "joint-without-usa",
    "leading-slashes-on-us-marking",
    "legacy-control-after-cui",
    "legacy-control-beside-cui",
    "les-noforn-in-classified-banner",
    "les-with-les-noforn",
    "list-control-needs-list",
    "look-alike-slash",
    "lower-case-banner",
    "lower-case-portion-mark",
    "marking-token-before-its-time",
    "missing-companion-control",
    "missing-compartment",
    "missing-disclosure-decision",
    "missing-leading-slashes",
    "missing-level",
    "missing-program",
    "missing-slashes-after-level",
    "missing-slashes-before-control",
    "misspelled-level",
    "misspelled-marking-token",
    "mixed-atomic-energy-markings",
    "nato-top-secret",
    "noforn-missing-from-banner",
    "noforn-on-nato-information",
    "noforn-with-release",
    "noforn-without-portion",
    "non-ic-controls-out-of-order",
    "obsolete-sigma-number",
    "odd-compartment-shape",
    "orcon-missing-from-banner",
    "orcon-usgov-with-compartment",
    "orcon-with-orcon-usgov",
    "page-below-portion",
    "portion-form-in-banner",
    "privilege-control-without-category",
    "programs-out-of-order",
    "propin-without-disclosure-decision",
    "redundant-country-code",
    "rel-to-usa-alone",
    "rel-to-with-eyes-only",
    "rel-to-without-usa",
    "release-list-nowhere",
    "release-list-without-to",
    "release-missing-from-banner",
    "release-omits-source",
    "relido-not-in-every-portion",
    "relido-with-display-only",
    "relido-with-orcon",
    "repeated-foreign-disclosure",
    "repeated-sar-indicator",
    "restricted-as-us-level",
    "restricted-data-without-noforn",
    "restricted-joint-marking",
    "retired-country-code",
    "retired-marking-token",
    "several-levels",
    "sigma-numbers-out-of-order",
    "single-slash-after-level",
    "spaces-around-slashes",
    "specified-cui-category-without-sp",
    "supplemental-word-in-cui-banner",
    "too-many-programs",
    "unclassified-control-on-classified",
    "unclassified-with-cui",
    "unknown-control-system",
    "unknown-country-code",
    "unknown-cui-category",
    "unknown-cui-control",
    "unknown-level-word",
    "unknown-marking-token",
    "unknown-portion-mark",
    "unusual-token-spelling",
    "usa-as-foreign-source",
    "usa-not-first",
    "waived-without-program",
    "weapon-data-without-parent",
    "weapon-design-under-frd",
    "wrong-category-separator",
    "wrong-country-separator",
    "wrong-cui-separator",
    "wrong-cui-word",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_are_sorted() {
        assert!(FAULTS.is_sorted());
    }
}
