//! Runs `cable-lint test`: the examples in rule packs.

use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;

use super::{Failure, Status, answer, configs_here};
use crate::check::CHECKS;
use crate::check::trial;
use crate::cli::TestArgs;
use crate::rule::{Rule, RuleSet, builtin_packs};
use crate::source::mistake::TomlFile;
use crate::source::visible::visible;

/// What was run, and what came out otherwise than written.
#[derive(Default)]
struct Tally {
    rules: usize,
    examples: usize,
    faults: Vec<String>,
}

pub(super) fn test(typed: &TestArgs) -> Result<Status, Failure> {
    let packs = packs(typed)?;
    let rules = RuleSet::load(&packs, CHECKS).map_err(Failure::Mistakes)?;
    let mut tally = Tally::default();
    for (index, rule) in rules.rules().iter().enumerate() {
        tally.run(index, rule, &rules);
    }
    let failed = tally.faults.len();
    let mut text: String = tally.faults.iter().map(|fault| format!("{}\n", visible(fault))).collect();
    let _ = writeln!(text, "{} rules, {} examples, {failed} failed", tally.rules, tally.examples);
    answer(&text)?;
    Ok(if failed == 0 { Status::Clean } else { Status::Failing })
}

/// The packs to load: the built-in ones, and those that were named or else configured.
fn packs(typed: &TestArgs) -> Result<Vec<Arc<TomlFile>>, Failure> {
    let mut packs = builtin_packs();
    if typed.packs.is_empty() {
        packs.extend(configs_here(&typed.configuration)?.here().packs.iter().cloned());
    } else {
        for path in &typed.packs {
            packs.push(read(path)?);
        }
    }
    Ok(packs)
}

fn read(path: &Path) -> Result<Arc<TomlFile>, Failure> {
    let name = path.display().to_string();
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(TomlFile::new(name, text)),
        Err(error) => Err(Failure::Read { file: name, error }),
    }
}

impl Tally {
    fn run(&mut self, index: usize, rule: &Rule, rules: &RuleSet) {
        self.rules += 1;
        for (good, word) in [(false, "bad"), (true, "good")] {
            if !rule.examples.iter().any(|example| example.good == good) {
                self.faults.push(format!("{}: {}: there is no {word} example", rule.pack, rule.name));
            }
        }
        for (number, example) in rule.examples.iter().enumerate() {
            self.examples += 1;
            if let Err(lines) = trial::run(example, index, rules) {
                let place = format!("{}: {}: example {}", rule.pack, rule.name, number + 1);
                self.faults.push(format!("{place}: {}", lines.join("; ")));
            }
        }
    }
}
