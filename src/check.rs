//! Runs checks on documents and collects diagnostics.
//!
//! A check looks at one [`Document`] and reports where something is wrong; wording, severity and scope come from the
//! rule. A check sees neither configuration nor paths nor other checks. A new check is a row
//! and a function in the file of its topic.

/// The checks of a file. A row says what a check reports, and has the name by which rules ask for it, and `=` with a
/// function, `~` with one that compares documents of a set, or `:` with a struct of options that looks at documents itself; then what it supplies and needs. Where the
/// options stand in the row, it defines the struct.
macro_rules! checks {
    (@row = $name:expr, $check:ident, $reports:expr) => {
        crate::rule::check::Entry::plain($name, $reports, $check)
    };
    (@row ~ $name:expr, $check:ident, $reports:expr) => {
        crate::rule::check::Entry::across($name, $reports, $check)
    };
    (@row : $name:expr, $check:ident, $reports:expr) => {
        crate::rule::check::Entry::of::<$check>($name)
    };
    (@options $check:ident [$($reports:tt)*]) => {};
    (@options $check:ident [$($reports:tt)*] $options:tt) => {
        $($reports)*
        #[derive(serde::Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(rename_all = "kebab-case", deny_unknown_fields)]
        pub(crate) struct $check $options
    };
    ($($(#[doc = $reports:literal])* $name:literal $kind:tt $check:ident $({ $($options:tt)* })?
        $(, $what:ident $($value:ident)? $([$($fact:literal),*])?)*;)+) => {
        $(checks!(@options $check [$(#[doc = $reports])*] $({ $($options)* })?);)+
        pub(super) const CHECKS: &[crate::rule::check::Entry] = {
            #[allow(unused_imports)]
            use crate::rule::{check::Secret::*, need::Need::*};
            &[$(checks!(@row $kind $name, $check, concat!($($reports),*))$(.$what($(&$value)? $(&[$($fact),*])?))*),+]
        };
    };
}

pub(crate) mod authority;
pub mod copies;
pub(crate) mod exposure;
pub(crate) mod general;
pub(crate) mod marking;
pub(crate) mod set;
pub(crate) mod telegram;
pub mod trial;
pub(crate) mod withheld;

use crate::diagnostic::{Diagnostic, Severity};
use crate::document::Document;
use crate::document::marks::Marks;
use crate::rule::RuleSet;
use crate::rule::check::{Checks, Report};
use crate::set::Comparison;
use crate::source::Span;

/// Every check there is, by wing.
pub static CHECKS: Checks = &[
    authority::CHECKS,
    exposure::CHECKS,
    general::CHECKS,
    marking::CHECKS,
    set::CHECKS,
    telegram::CHECKS,
    withheld::CHECKS,
];

/// Whether a check looks for what a file shows by mistake, and so at the file as it is beside what readers see.
pub fn is_of_exposure(name: &str) -> bool {
    exposure::CHECKS.iter().copied().flatten().any(|entry| entry.name == name)
}

/// Whether a check looks at redactions and releases, which markup has signs of its own for.
pub fn is_of_withheld(name: &str) -> bool {
    withheld::CHECKS.iter().copied().flatten().any(|entry| entry.name == name)
}

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
            if !rule.applies_to(document) {
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

/// Runs every rule of `rules` that compares documents of a set. Findings come in order.
pub fn compare(comparison: &Comparison<'_>, rules: &RuleSet) -> Vec<Diagnostic> {
    let (mut found, marks) = (Vec::new(), Marks::default());
    for (index, rule, severity) in rules.active().filter(|(_, rule, _)| rule.entry.is_across()) {
        rule.check.compare(comparison, &mut Report { rule, index, severity, marks: &marks, found: &mut found });
    }
    found.sort_by_key(|found| (found.span, found.rule));
    found
}

/// Where rules of that check point in `document`, whether or not they are ignored.
pub fn places(document: &Document<'_>, rules: &RuleSet, check: &str) -> Vec<Span> {
    let (mut found, marks) = (Vec::new(), Marks::default());
    let asked = rules.rules().iter().enumerate().filter(|(_, rule)| rule.entry.name == check);
    for (index, rule) in asked {
        let severity = rule.level.unwrap_or(Severity::Info);
        rule.check.check(document, &mut Report { rule, index, severity, marks: &marks, found: &mut found });
    }
    found.iter().map(|found| found.span).collect()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::check::all;

    #[cfg(feature = "schema")]
    #[test]
    fn every_check_and_every_option_says_what_it_is_for() {
        assert!(all(CHECKS).count() > 100);
        let mut mute = Vec::new();
        for entry in all(CHECKS) {
            let summary = entry.summary();
            if !summary.ends_with('.') || summary.contains("[`") {
                mute.push(format!("{}: {summary:?}", entry.name));
            }
            let Some(options) = entry.options() else { continue };
            let properties = options.get("properties").and_then(|properties| properties.as_object());
            for (name, option) in properties.expect("options") {
                if !option["description"].as_str().is_some_and(|said| said.ends_with('.')) {
                    mute.push(format!("{}: {name}", entry.name));
                }
            }
        }
        assert_eq!(mute, [""; 0]);
    }

    #[test]
    fn no_two_checks_have_one_name() {
        let mut names: Vec<&str> = all(CHECKS).map(|entry| entry.name).collect();
        names.sort_unstable();
        assert!(names.windows(2).all(|pair| pair[0] != pair[1]), "{names:?}");
    }
}
