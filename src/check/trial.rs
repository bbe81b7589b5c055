//! Runs the examples of rules: documentation that is tested.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::diagnostic::Severity;
use crate::rule::RuleSet;
use crate::rule::example::{Example, Expectation};
use crate::source::mistake::Mistake;
use crate::watch::WatchList;

/// Lints the document with the rule `rule` and those it expects, and says what did not come out as expected.
///
/// # Errors
///
/// One line for each finding that was missed or not expected.
pub fn run(example: &Example, rule: usize, rules: &RuleSet) -> Result<(), Vec<String>> {
    let mut only: BTreeSet<usize> = BTreeSet::from([rule]);
    let mut faults = Vec::new();
    for expectation in &example.expected {
        match rules.rules().iter().position(|rule| rule.name == expectation.rule) {
            Some(index) => drop(only.insert(index)),
            None => faults.push(format!("expects a rule that does not exist: `{}`", expectation.rule)),
        }
    }
    let mut rules = rules.clone();
    for &index in &only {
        let level = rules.rules()[index].level.unwrap_or(Severity::Info);
        rules.set_level(index, Some(level));
    }
    rules.narrow(&only);
    rules.assumptions.profile = example.profile;
    rules.assumptions.today = example.as_of.or(rules.assumptions.today.date()).into();
    if !example.watch_list.is_empty() {
        let list = WatchList::read(&example.watch_list.join("\n"));
        let watch = list.map_err(|mistakes| mistakes.iter().map(ToString::to_string).collect::<Vec<_>>())?;
        rules.watch = Some(Arc::new(watch));
    }
    rules.assumptions.date = example.date.or(rules.assumptions.date);
    rules.assumptions.style = example.style.or(rules.assumptions.style);
    if let Some(register) = &example.register {
        let said = |mistakes: Vec<Mistake>| mistakes.iter().map(ToString::to_string).collect::<Vec<_>>();
        rules.add_registers(std::slice::from_ref(register)).map_err(said)?;
    }
    let source = example.source().map_err(|error| vec![error.to_string()])?;
    let mut all = crate::lint(&source, &rules);
    if !example.set.is_empty() {
        all.extend(crate::compared(example.sources().map_err(|error| vec![error.to_string()])?, &rules));
    }
    let mut found: Vec<Expectation> = all
        .into_iter()
        .filter(|found| only.contains(&found.rule) && found.allowed.is_none())
        .map(|found| Expectation { span: found.span, rule: rules.rules()[found.rule].name.clone() })
        .collect();
    found.sort();
    let show = |expectation: &Expectation| {
        let place = source.position(expectation.span.start);
        let length = source.slice(expectation.span).chars().count();
        format!("`{}` at {}:{}, {length} characters", expectation.rule, place.row, place.column)
    };
    faults.extend(difference(&example.expected, &found).map(|missed| format!("missed {}", show(missed))));
    faults.extend(difference(&found, &example.expected).map(|extra| format!("did not expect {}", show(extra))));
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

/// The items of `left` that `right` has fewer of. Both are sorted.
fn difference<'l>(left: &'l [Expectation], right: &'l [Expectation]) -> impl Iterator<Item = &'l Expectation> {
    left.iter().enumerate().filter_map(move |(index, item)| {
        let earlier = left[..index].iter().filter(|other| *other == item).count();
        (right.iter().filter(|other| *other == item).count() <= earlier).then_some(item)
    })
}
