//! Runs checks on documents and collects diagnostics.
//!
//! A check looks at one [`Document`] and reports where something is wrong; wording, severity and scope come from the
//! rule. A check sees neither configuration nor paths nor other checks. A new check is a file in `check/` and a line
//! in the table of its wing.

pub(crate) mod authority;
pub(crate) mod exposure;
pub(crate) mod general;
pub(crate) mod marking;
pub(crate) mod telegram;
pub mod trial;
pub(crate) mod withheld;

use crate::diagnostic::{Diagnostic, Severity};
use crate::document::Document;
use crate::document::marks::Marks;
use crate::rule::RuleSet;
use crate::rule::check::{Checks, Report};

/// Every check there is, by wing.
pub static CHECKS: Checks =
    &[authority::CHECKS, exposure::CHECKS, general::CHECKS, marking::CHECKS, telegram::CHECKS, withheld::CHECKS];

/// Runs every rule of `rules` that applies to `document`, ignored ones too if they are sensitive. Findings come in no
/// particular order.
pub fn run(document: &Document<'_>, rules: &RuleSet) -> Vec<Diagnostic> {
    run_each(document, rules, &mut |_, look| look())
}

/// Like [`run`], but `around` runs each rule, given by its index, on the document, for example to time it.
pub fn run_each(
    document: &Document<'_>,
    rules: &RuleSet,
    around: &mut dyn FnMut(usize, &mut dyn FnMut()),
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let marks = Marks::default();
    rules.plan().each(document, &marks, &mut |index, level| {
        let rule = &*rules.rules()[index];
        around(index, &mut || {
            if !rule.speaks_of(document) {
                return;
            }
            if let Some(severity) = rule.severity(level, document.style, document.dating) {
                rule.check.check(document, &mut Report { rule, index, severity, marks: &marks, found: &mut found });
            }
        });
    });
    soften(document, rules, &mut found);
    found
}

/// Makes findings of brittle rules info in a text that scanning has damaged all over. The text is looked at only where
/// that changes something.
fn soften(document: &Document<'_>, rules: &RuleSet, found: &mut [Diagnostic]) {
    let brittle = |finding: &Diagnostic| finding.severity > Severity::Info && rules.rules()[finding.rule].brittle;
    if found.iter().any(brittle) && document.is_noisy() {
        for finding in found.iter_mut().filter(|finding| brittle(finding)) {
            finding.at_most(Severity::Info);
        }
    }
}
