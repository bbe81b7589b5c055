//! Describes checks for the authors of house rules: `cable-lint explain --check`, and the page of all checks.

use std::fmt::Write;

use schemars::Schema;
use serde::Serialize;
use serde_json::Value;

use super::super::{Failure, Status, answer, json};
use super::clean;
use crate::check::CHECKS;
use crate::cli::ExplainFormat;
use crate::document::{Condition, Part};
use crate::rule::builtin_packs;
use crate::rule::check::{Entry, all};
use crate::source::mistake::{Mistake, TomlFile};

/// What people need to know of a check.
#[derive(Serialize)]
struct Described {
    name: &'static str,
    reports: String,
    options: Vec<Choice>,
    facts: &'static [&'static str],
    labels: &'static [&'static str],
    edits: bool,
    rules: Vec<String>,
    example: Option<String>,
    schema: Option<Schema>,
}

/// One option.
#[derive(Serialize)]
struct Choice {
    name: String,
    takes: String,
    required: bool,
    about: String,
}

/// Prints the check called `name`.
pub(super) fn explain(name: &str, format: ExplainFormat) -> Result<Status, Failure> {
    let entry = all(CHECKS).find(|entry| entry.name == name).ok_or_else(|| {
        let mistake =
            TomlFile::new("explain", name).mistake(0..name.len(), format!("there is no check named `{name}`"));
        let known = Mistake { help: Some("`cable-lint generate checks-md` lists all checks".to_owned()), ..mistake };
        Failure::Mistakes(vec![known.suggest(name, all(CHECKS).map(|entry| entry.name))])
    })?;
    let described = Described::new(entry);
    answer(&match format {
        ExplainFormat::Json => json(&described),
        ExplainFormat::Text => clean(&described.text()),
        ExplainFormat::Markdown => clean(&described.markdown("#")),
    })?;
    Ok(Status::Clean)
}

/// All checks, and the names by which their options address parts and rules ask for conditions, as one page.
pub(in crate::run) fn page() -> String {
    let mut page = format!("# Checks\n\n{INTRODUCTION}\n\n## Parts\n\n| part | what it is |\n| --- | --- |\n");
    for part in Part::ALL {
        let _ = writeln!(page, "| `{}` | {} |", part.name(), part.about());
    }
    page.push_str("\n## Conditions\n\n| `when` | it holds if |\n| --- | --- |\n");
    for condition in Condition::ALL {
        let _ = writeln!(page, "| `{}` | {} |", condition.name(), condition.about());
    }
    let mut entries: Vec<&Entry> = all(CHECKS).collect();
    entries.sort_by_key(|entry| entry.name);
    for entry in entries {
        let _ = write!(page, "\n{}", Described::new(entry).markdown("##"));
    }
    clean(&page)
}

const INTRODUCTION: &str = "A rule names the check that looks. What a check takes as `options`, which facts it supplies \
    to `message` and `help`, and which related places `labels` can put in words is listed here; \
    `cable-lint explain --check NAME` shows one. [House rules](house-rules.md) says how a rule is written.";

impl Described {
    fn new(entry: &'static Entry) -> Described {
        let schema = entry.options();
        let rules = tables(entry.name);
        // The rule with the least around its options shows best what they do.
        let example = rules.iter().map(|(_, text)| text).min_by_key(|text| text.len()).cloned();
        Described {
            name: entry.name,
            reports: entry.summary(),
            options: schema.as_ref().map(options).unwrap_or_default(),
            facts: entry.facts,
            labels: entry.labels,
            edits: entry.edits,
            rules: rules.into_iter().map(|(name, _)| name).collect(),
            example,
            schema,
        }
    }

    fn text(&self) -> String {
        let mut text = format!("{}: {}\n\n{}", self.name, self.reports, self.list());
        if let Some(example) = &self.example {
            let lines = example.trim_end().lines().map(|line| format!("    {line}"));
            let _ = writeln!(text, "\n{}", lines.collect::<Vec<_>>().join("\n"));
        }
        text
    }

    fn markdown(&self, level: &str) -> String {
        let mut text = format!("{level} {}\n\n{}\n\n{}", self.name, self.reports, self.list());
        if let Some(example) = &self.example {
            let _ = write!(text, "\n```text\n{}\n```\n", example.trim_end());
        }
        text
    }

    /// Options, facts and labels, a line each.
    fn list(&self) -> String {
        let mut text = String::new();
        for option in &self.options {
            let required = if option.required { ", required" } else { "" };
            let _ = writeln!(text, "- option `{}` ({}{required}): {}", option.name, option.takes, option.about);
        }
        for (word, names) in [("facts", self.facts), ("labels", self.labels)] {
            if !names.is_empty() {
                let _ = writeln!(text, "- {word}: `{}`", names.join("`, `"));
            }
        }
        if self.edits {
            text.push_str("- it offers edits: a rule may have a `fix`\n");
        }
        if !self.rules.is_empty() {
            let _ = writeln!(text, "- used by: `{}`", self.rules.join("`, `"));
        }
        text
    }
}

/// The options that a schema describes.
fn options(schema: &Schema) -> Vec<Choice> {
    let required = |name: &str| {
        let names = schema.get("required").and_then(Value::as_array);
        names.is_some_and(|names| names.iter().any(|required| required == name))
    };
    let properties = schema.get("properties").and_then(Value::as_object);
    properties
        .into_iter()
        .flatten()
        .map(|(name, option)| Choice {
            name: name.clone(),
            takes: takes(option, schema),
            required: required(name),
            about: option["description"].as_str().unwrap_or_default().replace('\n', " "),
        })
        .collect()
}

/// What a value must be, in a few words: `string`, `list of string`, `one of error, warning`.
fn takes(value: &Value, schema: &Schema) -> String {
    if let Some(name) = value["$ref"].as_str().and_then(|path| path.strip_prefix("#/$defs/")) {
        return match schema.get("$defs").map(|definitions| &definitions[name]) {
            Some(_) if name == "Part" => "part".to_owned(),
            Some(definition) => takes(definition, schema),
            None => name.to_owned(),
        };
    }
    let word = |value: &Value| value.as_str().map(|word| format!("`{word}`"));
    if let Some(words) = value["enum"].as_array() {
        return words.iter().filter_map(word).collect::<Vec<_>>().join(", ");
    }
    if let Some(either) = value["oneOf"].as_array().or(value["anyOf"].as_array()) {
        let some = either.iter().filter(|choice| choice["type"] != "null");
        let said = some.map(|choice| word(&choice["const"]).unwrap_or_else(|| takes(choice, schema)));
        return said.collect::<Vec<_>>().join(" or ");
    }
    let named = |kind: &str| match kind {
        "array" => format!("list of {}", takes(&value["items"], schema)),
        "object" => "table".to_owned(),
        "integer" => "whole number".to_owned(),
        "boolean" => "`true` or `false`".to_owned(),
        other => other.to_owned(),
    };
    match &value["type"] {
        Value::String(kind) => named(kind),
        Value::Array(kinds) => {
            let kinds = kinds.iter().filter_map(Value::as_str).filter(|kind| *kind != "null");
            kinds.map(named).collect::<Vec<_>>().join(" or ")
        }
        _ => "anything".to_owned(),
    }
}

/// The built-in rules that use the check called `name`, each with its table as written, without examples.
fn tables(name: &str) -> Vec<(String, String)> {
    let asks = format!("check = \"{name}\"");
    let mut found = Vec::new();
    for pack in builtin_packs() {
        for table in pack.text.split("\n[").skip(1).filter(|table| table.lines().any(|line| line == asks)) {
            if let Some((rule, _)) = table.split_once("]\n") {
                let own = format!("\n[{rule}.options]\n");
                let options =
                    pack.text.split_once(&own).map_or("", |(_, rest)| rest.split("\n[").next().unwrap_or(rest));
                let options = if options.is_empty() { String::new() } else { format!("{own}{options}") };
                found.push((rule.to_owned(), format!("[{table}{options}")));
            }
        }
    }
    found
}
