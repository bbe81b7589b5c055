//! Runs every example of every built-in pack.

use cable_lint::rule::{RuleSet, builtin_packs};

#[test]
fn every_example_of_every_rule_comes_out_as_written() {
    let rules = RuleSet::load(&builtin_packs()).unwrap_or_else(|mistakes| {
        let lines: Vec<String> = mistakes.iter().map(|mistake| format!("{mistake} at {:?}", mistake.span)).collect();
        panic!("the built-in packs do not load:\n{}", lines.join("\n"))
    });
    let mut faults = Vec::new();
    for (index, rule) in rules.rules().iter().enumerate() {
        assert!(rule.examples.iter().any(|example| example.good), "`{}` has no good example", rule.name);
        assert!(rule.examples.iter().any(|example| !example.good), "`{}` has no bad example", rule.name);
        for (number, example) in rule.examples.iter().enumerate() {
            if let Err(lines) = example.run(index, &rules) {
                faults.push(format!("{} example {}: {}", rule.name, number + 1, lines.join("; ")));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
