//! Runs `cable-lint rules`: lists every rule, or those found by words, with its level in the current directory.

use serde::Serialize;

use super::report::console::Console;
use super::{Failure, Status, answer, configs_here, fixable, level_word};
use crate::cli::{RulesArgs, RulesFormat};
use crate::config::Config;
use crate::render::linked;
use crate::rule::template::Template;
use crate::rule::{Applicability, Rule, RuleSet};
use crate::source::visible::visible;

#[derive(Serialize)]
struct Row<'r> {
    name: &'r str,
    group: &'r str,
    level: &'static str,
    fixable: Option<Applicability>,
    summary: &'r str,
    url: Option<String>,
}

pub(super) fn rules(typed: &RulesArgs, console: Console) -> Result<Status, Failure> {
    let config = configs_here(&typed.configuration)?.here();
    let rules = config.rules();
    let found = match &typed.words[..] {
        [] => (0..rules.rules().len()).collect(),
        words => search(&rules, words),
    };
    if found.is_empty() {
        return Err(Failure::Usage(format!("no rule is about `{}`; see `cable-lint rules`", typed.words.join(" "))));
    }
    answer(&match typed.output_format {
        RulesFormat::Text => list(&config, &rules, &found, console.stdout_links),
        RulesFormat::Json => super::json(&rows(&config, &rules, &found)),
    })?;
    Ok(Status::Clean)
}

/// The rules at these indices, one a line.
pub(super) fn list(config: &Config, rules: &RuleSet, found: &[usize], links: bool) -> String {
    table(&rows(config, rules, found), links)
}

fn rows<'r>(config: &Config, rules: &'r RuleSet, found: &[usize]) -> Vec<Row<'r>> {
    let url = config.output.rule_url.as_ref();
    let row = |&index: &usize| {
        let rule = &rules.rules()[index];
        Row {
            name: &rule.name,
            group: &rule.group,
            level: level_word(rules.level(index)),
            fixable: rule.fix.as_ref().map(|fix| fix.applicability),
            summary: &rule.summary,
            url: url.map(|url| url.of(&rule.name)),
        }
    };
    found.iter().map(row).collect()
}

/// The rules whose name, group, summary or sources hold words that begin with each of `words`; where there is none, those
/// of which anything else does: why, message, help.
pub(super) fn search(rules: &RuleSet, words: &[String]) -> Vec<usize> {
    let wanted: Vec<String> = words.iter().flat_map(|word| parts(word)).collect();
    let holding = |text: &dyn Fn(&Rule) -> String| -> Vec<usize> {
        let holds = |rule: &Rule| {
            let there = parts(&text(rule));
            !wanted.is_empty() && wanted.iter().all(|word| there.iter().any(|part| part.starts_with(word.as_str())))
        };
        (0..rules.rules().len()).filter(|&index| holds(&rules.rules()[index])).collect()
    };
    let found =
        holding(&|rule| [&rule.name, &rule.group, &rule.summary, &rule.source.join(" ")].map(|it| &**it).join(" "));
    if !found.is_empty() {
        return found;
    }
    // Examples hold names and numbers, and who types those asks for something else.
    holding(&|rule| {
        let said = |template: &Template| template.fill(str::to_owned);
        let help = rule.help.as_ref().map(said).unwrap_or_default();
        format!("{} {} {} {} {help}", rule.name, rule.summary, rule.why, said(&rule.message))
    })
}

/// The words of a text and its numbers, in lower case.
fn parts(text: &str) -> Vec<String> {
    let parts = text.split(|letter: char| !letter.is_alphanumeric()).filter(|part| !part.is_empty());
    parts.map(str::to_lowercase).collect()
}

fn table(rows: &[Row<'_>], links: bool) -> String {
    let name = rows.iter().map(|row| row.name.len()).max().unwrap_or(0);
    let group = rows.iter().map(|row| row.group.len()).max().unwrap_or(0);
    let line = |row: &Row<'_>| {
        let gap = name - row.name.len();
        let shown = visible(row.name);
        let linked = row.url.as_ref().filter(|_| links).map(|url| linked(&shown, url));
        let shown = linked.unwrap_or_else(|| shown.into_owned());
        let (level, fix) = (row.level, fixable(row.fixable));
        let rest = format!("{level:<7}  {:<group$}  {fix:<10}  {}", row.group, row.summary);
        format!("{shown}{:gap$}  {}\n", "", visible(rest.trim_end()))
    };
    rows.iter().map(line).collect()
}
