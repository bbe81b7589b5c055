//! Runs `cable-lint generate`: prints man pages, completions and the table of rules from their definitions.

mod book;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Arc;

use super::explain::section;
use super::{Failure, Status, answer_bytes, fixable, level_word};
use crate::check::CHECKS;
use crate::cli::{GenerateArgs, Generated, completions, man};
use crate::register::register_schema;
use crate::rule::{Rule, RuleSet, builtin_packs, pack_schema};
use crate::source::mistake::{Mistake, TomlFile};

pub(super) fn generate(typed: &GenerateArgs) -> Result<Status, Failure> {
    let mut page = Vec::new();
    match &typed.what {
        Generated::Man { of } => man(of.as_deref(), &mut page),
        Generated::Completions { shell } => completions(*shell, &names(), &mut page),
        // It supports every renderer, since it writes Markdown.
        Generated::Book { asked } if !asked.is_empty() => Ok(()),
        Generated::Book { .. } => {
            page = book::book()?.into_bytes();
            Ok(())
        }
        Generated::ChecksMd => {
            page = super::explain::check::page().into_bytes();
            Ok(())
        }
        Generated::PackSchema => {
            page = super::json(&pack_schema(CHECKS)).into_bytes();
            Ok(())
        }
        Generated::RegisterSchema => {
            page = super::json(&register_schema()).into_bytes();
            Ok(())
        }
        Generated::RulesMd { group } => {
            page = rules_md(group.as_deref()).map_err(Failure::Mistakes)?.into_bytes();
            Ok(())
        }
    }
    .map_err(Failure::stdout)?;
    answer_bytes(&page)?;
    Ok(Status::Clean)
}

/// The names of all built-in rules and their groups, and `all`.
fn names() -> Vec<String> {
    let rules = RuleSet::builtin(CHECKS).map(|rules| rules.rules().to_vec()).unwrap_or_default();
    let names: BTreeSet<&String> = rules.iter().flat_map(|rule| [&rule.name, &rule.group]).collect();
    names.into_iter().cloned().chain(["all".to_owned()]).collect()
}

/// The list of all rules, or the page of the group called `name`.
fn rules_md(name: Option<&str>) -> Result<String, Vec<Mistake>> {
    // Read from the packs themselves, which hold the examples.
    let rules = RuleSet::load(&builtin_packs(), CHECKS)?;
    let Some(name) = name else { return Ok(index(&rules)) };
    if let Some(group) = groups(&rules).find(|group| group[0].group == name) {
        return Ok(page(group));
    }
    let names: Vec<&str> = groups(&rules).map(|group| group[0].group.as_str()).collect();
    let message = format!("there is no group `{name}`");
    let mistake = TomlFile::new("generate", name).mistake(0..name.len(), message);
    Err(vec![mistake.help(format!("the groups are: {}", names.join(", ")))])
}

fn groups(rules: &RuleSet) -> impl Iterator<Item = &[Arc<Rule>]> {
    rules.rules().chunk_by(|a, b| a.group == b.group)
}

/// All rules, a table for each group.
fn index(rules: &RuleSet) -> String {
    let mut page = format!("# Rules\n\n{LEVELS}\n\n| group | rules | what it looks at |\n| --- | --- | --- |\n");
    for group in groups(rules) {
        let (name, about) = (&group[0].group, about(group).swap_remove(0));
        let _ = writeln!(page, "| [`{name}`](#{name}) | {} | {about} |", group.len());
    }
    for group in groups(rules) {
        let name = &group[0].group;
        let _ = writeln!(page, "\n## {name}\n\n[Each rule with examples]({name}.md)\n");
        let _ = writeln!(page, "| rule | level | fix | what is wrong |\n| --- | --- | --- | --- |");
        for rule in group {
            let fix = rule.fix.as_ref().map_or("", |fix| fixable(Some(fix.applicability)));
            let summary = rule.summary.replace('|', "\\|");
            let link = format!("[`{0}`]({name}.md#{0})", rule.name);
            let _ = writeln!(page, "| {link} | {} | {fix} | {summary} |", level_word(rule.level));
        }
    }
    page
}

const LEVELS: &str = "The level is the one that a rule has unless you set another; a rule of level `ignore` must be asked for. \
    `cable-lint explain RULE` explains a rule, `-o markdown` with all of its examples; `cable-lint rules` shows the levels that apply \
    in the current directory.";

/// The rules of a group, each with what `explain` says of it.
fn page(group: &[Arc<Rule>]) -> String {
    let about = about(group).join("\n\n");
    let mut page = format!("# Rules: {}\n\n{about}\n\n[All rules](README.md)\n", group[0].group);
    for rule in group {
        let _ = write!(page, "\n{}", section(rule));
    }
    page
}

/// What the packs of a group say of themselves: the comment that opens each.
fn about(group: &[Arc<Rule>]) -> Vec<String> {
    let names: BTreeSet<&str> = group.iter().map(|rule| &*rule.pack).collect();
    let mut packs = builtin_packs();
    packs.retain(|pack| names.contains(pack.name.as_str()));
    let opening = |pack: &Arc<TomlFile>| {
        let lines: Vec<&str> = pack.text.lines().map_while(|line| line.strip_prefix("# ")).collect();
        lines.join(" ")
    };
    packs.iter().map(opening).collect()
}
