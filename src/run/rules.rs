//! `cable-lint rules`: every rule with the level it has where the user stands.

use serde::Serialize;

use super::{Failure, Status, answer, configs_here, fixable, level_word};
use crate::cli::{Rules, RulesFormat};
use crate::rule::Applicability;
use crate::visible::visible;

#[derive(Serialize)]
struct Row<'r> {
    name: &'r str,
    group: &'r str,
    level: &'static str,
    fixable: Option<Applicability>,
    summary: &'r str,
}

pub(super) fn rules(typed: &Rules) -> Result<Status, Failure> {
    let rules = configs_here(&typed.configuration)?.here().rules();
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
        })
        .collect();
    answer(&match typed.output_format {
        RulesFormat::Text => table(&rows),
        RulesFormat::Json => super::json(&rows),
    })?;
    Ok(Status::Clean)
}

fn table(rows: &[Row<'_>]) -> String {
    let name = rows.iter().map(|row| row.name.len()).max().unwrap_or(0);
    let group = rows.iter().map(|row| row.group.len()).max().unwrap_or(0);
    let line = |row: &Row<'_>| {
        let line = format!("{:<name$}  {:<7}  {:<group$}  {}", row.name, row.level, row.group, fixable(row.fixable));
        format!("{}\n", visible(line.trim_end()))
    };
    rows.iter().map(line).collect()
}
