//! Runs every example of every built-in pack, and reads what is said of them.

use cable_lint::check::CHECKS;
use cable_lint::check::trial;
use cable_lint::diagnostic::Severity;
use cable_lint::document;
use cable_lint::document::Kind;
use cable_lint::finding::{Showing, resolve};
use cable_lint::lex::lex;
use cable_lint::rule::{RuleSet, builtin_packs};
use cable_lint::source;

#[test]
fn every_example_of_every_rule_comes_out_as_written() {
    let rules = RuleSet::load(&builtin_packs(), CHECKS).unwrap_or_else(|mistakes| {
        let lines: Vec<String> = mistakes.iter().map(|mistake| format!("{mistake} at {:?}", mistake.span)).collect();
        panic!("the built-in packs do not load:\n{}", lines.join("\n"))
    });
    let mut faults = Vec::new();
    for (index, rule) in rules.rules().iter().enumerate() {
        assert!(rule.examples.iter().any(|example| example.good), "`{}` has no good example", rule.name);
        assert!(rule.examples.iter().any(|example| !example.good), "`{}` has no bad example", rule.name);
        for (number, example) in rule.examples.iter().enumerate() {
            if let Err(lines) = trial::run(example, index, &rules) {
                faults.push(format!("{} example {}: {}", rule.name, number + 1, lines.join("; ")));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// A message says what is wrong with the document at hand: no fact in it is blank, and nothing but a telegram is called one.
#[test]
fn messages_have_no_blank_facts_and_call_nothing_else_a_telegram() {
    let mut rules = RuleSet::load(&builtin_packs(), CHECKS).expect("the built-in packs load");
    for rule in 0..rules.rules().len() {
        rules.set_level(rule, Some(rules.level(rule).unwrap_or(Severity::Info)));
    }
    let examples = rules.rules().iter().flat_map(|rule| rule.examples.clone());
    let texts: Vec<(String, String)> = examples.map(|example| (example.name, example.text)).collect();
    let mut faults = Vec::new();
    for (name, text) in texts {
        let source = source::read(name.as_str(), text.clone().into_bytes()).expect("a text");
        let documents = document::parse(&source, &lex(source.text()), rules.registers(), &rules.assumptions);
        let telegram = documents.iter().any(|document| document.kind == Kind::Cable);
        let showing = Showing { reveal: true, snippets: false, width: None };
        for finding in resolve(&source, &cable_lint::lint(&source, &rules), &rules, showing) {
            for said in [Some(&finding.message), finding.help.as_ref()].into_iter().flatten() {
                let blank = ["  ", "``", "\"\"", " ,", " ;"].iter().find(|blank| said.contains(**blank));
                let cut = [" to", " of", ":", " "].iter().find(|end| said.ends_with(**end));
                if blank.or(cut).is_some() || !telegram && said.contains("telegram") {
                    faults.push(format!("{}: {said}", finding.code));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
