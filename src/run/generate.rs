//! `cable-lint generate`: what is made from the definitions of the program and of its rules, so that it is never
//! written by hand.

use std::fmt::Write as _;

use super::{Failure, Status, answer_bytes, level_word};
use crate::check::CHECKS;
use crate::cli::{Generate, Generated, completions, man};
use crate::rule::{Rule, RuleSet};

pub(super) fn generate(typed: &Generate) -> Result<Status, Failure> {
    let mut page = Vec::new();
    match &typed.what {
        Generated::Man { of } => man(of.as_deref(), &mut page),
        Generated::Completions { shell } => completions(*shell, &mut page),
        Generated::RulesMd => {
            page = rules_md(&RuleSet::builtin(CHECKS).map_err(Failure::Mistakes)?).into_bytes();
            Ok(())
        }
    }
    .map_err(Failure::stdout)?;
    answer_bytes(&page)?;
    Ok(Status::Clean)
}

/// The rules as Markdown: a table for each group, folded away, since there are hundreds.
fn rules_md(rules: &RuleSet) -> String {
    let mut page = String::new();
    for group in rules.rules().chunk_by(|a, b| a.group == b.group) {
        let (name, count) = (&group[0].group, group.len());
        let noun = if count == 1 { "rule" } else { "rules" };
        let _ = writeln!(page, "<details>\n<summary><code>{name}</code>: {count} {noun}</summary>\n");
        let _ = writeln!(page, "| rule | level | what is wrong |\n| --- | --- | --- |");
        for rule in group {
            let _ = writeln!(page, "{}", row(rule));
        }
        let _ = writeln!(page, "\n</details>");
    }
    page
}

fn row(rule: &Rule) -> String {
    format!("| `{}` | {} | {} |", rule.name, level_word(rule.level), rule.summary.replace('|', "\\|"))
}
