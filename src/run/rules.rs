//! Runs `cable-lint rules`: lists every rule with its level in the current directory.

use serde::Serialize;

use super::report::console::Console;
use super::{Failure, Status, answer, configs_here, fixable, level_word};
use crate::cli::{RulesArgs, RulesFormat};
use crate::render::linked;
use crate::rule::Applicability;
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
    let (rules, url) = (config.rules(), config.output.rule_url.as_ref());
    let rows: Vec<Row<'_>> = rules
        .rules()
        .iter()
        .enumerate()
        .map(|(index, rule)| Row {
            name: &rule.name,
            group: &rule.group,
            level: level_word(rules.level(index)),
            fixable: rule.fix.as_ref().map(|fix| fix.applicability),
            summary: &rule.summary,
            url: url.map(|url| url.of(&rule.name)),
        })
        .collect();
    answer(&match typed.output_format {
        RulesFormat::Text => table(&rows, console.stdout_links),
        RulesFormat::Json => super::json(&rows),
    })?;
    Ok(Status::Clean)
}

fn table(rows: &[Row<'_>], links: bool) -> String {
    let name = rows.iter().map(|row| row.name.len()).max().unwrap_or(0);
    let group = rows.iter().map(|row| row.group.len()).max().unwrap_or(0);
    let line = |row: &Row<'_>| {
        let gap = name - row.name.len();
        let shown = visible(row.name);
        let linked = row.url.as_ref().filter(|_| links).map(|url| linked(&shown, url));
        let shown = linked.unwrap_or_else(|| shown.into_owned());
        let rest = format!("{:<7}  {:<group$}  {}", row.level, row.group, fixable(row.fixable));
        format!("{shown}{:gap$}  {}\n", "", visible(rest.trim_end()))
    };
    rows.iter().map(line).collect()
}
