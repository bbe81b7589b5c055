//! Describes `.cable-lint.toml` as a JSON Schema for editors.
//!
//! These types are not used for reading: [`super::raw`] keeps places. A test ensures that both have the same keys.

#![expect(dead_code, reason = "only the shape of the types counts")]

use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema, schema_for};

/// The JSON Schema of a configuration.
pub fn schema() -> serde_json::Value {
    let mut schema = schema_for!(Configuration);
    schema.insert("title".to_owned(), "The configuration of cable-lint, .cable-lint.toml".into());
    schema.to_value()
}

#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields)]
struct Configuration {
    /// Other configuration files to start from, relative to this one; later ones override, this one overrides all.
    extend: Option<OneOrMany>,
    /// Patterns for documents in directories, relative to this file.
    include: Option<Vec<String>>,
    /// Patterns for files that are not checked, relative to this file.
    exclude: Option<Vec<String>>,
    /// Files with your own rules, relative to this file.
    rule_packs: Option<Vec<String>>,
    /// Files with your own markings, relative to this file.
    registers: Option<Vec<String>>,
    /// A file with names that must not be readable in any document, relative to this file.
    watch_list: Option<String>,
    /// The lowest severity that makes the exit code 1.
    fail_on: Option<Severity>,
    /// The kind of the documents; `auto` detects it from the text.
    kind: Option<Kind>,
    /// The marking system of the documents; `auto` detects it from the text.
    style: Option<Style>,
    /// How the documents are used.
    profile: Option<Profile>,
    /// The date of documents without a date in their text.
    date: Option<AutoDate>,
    /// Levels and options of rules, by the name of a rule or group, or `all`.
    rules: Option<BTreeMap<String, Setting>>,
    /// Other settings for some documents; the last matching one wins.
    overrides: Option<Vec<Override>>,
    /// Findings that may stay.
    suppress: Option<Vec<Suppress>>,
    /// The output of runs started where this file applies; `-o` overrides it.
    output: Option<Output>,
}

#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields)]
struct Override {
    /// Patterns for the documents it applies to, relative to this file.
    include: Vec<String>,
    /// Patterns for exceptions among them.
    exclude: Option<Vec<String>>,
    /// Levels and options of rules, by the name of a rule or group, or `all`.
    rules: Option<BTreeMap<String, Setting>>,
    /// The lowest severity that makes the exit code 1.
    fail_on: Option<Severity>,
    /// The kind of the documents; `auto` detects it from the text.
    kind: Option<Kind>,
    /// The marking system of the documents; `auto` detects it from the text.
    style: Option<Style>,
    /// How the documents are used.
    profile: Option<Profile>,
    /// The date of documents without a date in their text.
    date: Option<AutoDate>,
}

/// A finding that may stay; it needs a fingerprint, a path or both.
#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields)]
#[schemars(extend("anyOf" = [{ "required": ["fingerprint"] }, { "required": ["path"] }]))]
struct Suppress {
    /// The rule.
    rule: String,
    /// The fingerprint of the finding, from the output of `-o json`.
    #[schemars(regex(pattern = "^[0-9a-f]{16}$"))]
    fingerprint: Option<String>,
    /// Patterns for the documents, relative to this file.
    path: Option<OneOrMany>,
    /// Why the finding may stay.
    #[schemars(regex(pattern = r"\S"))]
    reason: String,
    /// The last day on which the entry applies.
    expires: Option<Date>,
}

#[derive(JsonSchema)]
#[schemars(rename_all = "kebab-case", deny_unknown_fields)]
struct Output {
    /// Formats, at most one of them without a file; files are relative to this file.
    format: Option<OneOrManyFormats>,
    /// The address of a rule's page, with `{rule}` for its name; findings link to it.
    #[schemars(regex(pattern = r"^(https?|file)://.*\{rule\}"))]
    rule_url: Option<String>,
}

#[derive(JsonSchema)]
#[schemars(untagged)]
enum OneOrManyFormats {
    One(Format),
    Many(#[schemars(length(min = 1))] Vec<Format>),
}

/// An output format, or a format and a file.
struct Format;

impl JsonSchema for Format {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Format".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let names = crate::render::Format::ALL.map(crate::render::Format::name);
        json_schema!({
            "description": "A format, or FORMAT=FILE.",
            "type": "string",
            "pattern": format!("^({})(=.+)?$", names.join("|"))
        })
    }
}

#[derive(JsonSchema)]
#[schemars(untagged)]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

/// A level, or a level with options of the rule's check.
#[derive(JsonSchema)]
#[schemars(untagged)]
enum Setting {
    Level(Level),
    Options { level: Option<Level> },
}

#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase")]
enum Level {
    Error,
    Warning,
    /// The same as `warning`.
    Warn,
    Info,
    Ignore,
}

#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase")]
enum Severity {
    Error,
    Warning,
    /// The same as `warning`.
    Warn,
    Info,
}

#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase")]
enum Kind {
    Auto,
    Cable,
    Memo,
    Markdown,
}

#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase")]
enum Style {
    Auto,
    State,
    Ic,
    Dod,
    Cui,
}

#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase")]
enum Profile {
    Auto,
    Draft,
    Released,
    Foia,
    Frus,
    Court,
}

/// A calendar date; in TOML with or without quotes.
struct Date;

impl JsonSchema for Date {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Date".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A calendar date such as 1995-10-14.",
            "type": "string",
            "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
        })
    }
}

/// A calendar date or `auto`.
struct AutoDate;

impl JsonSchema for AutoDate {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "AutoDate".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A calendar date such as 1995-10-14, or auto.",
            "type": "string",
            "pattern": "^(auto|[0-9]{4}-[0-9]{2}-[0-9]{2})$"
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::raw;
    use super::*;

    fn keys(schema: &serde_json::Value) -> Vec<&str> {
        schema["properties"].as_object().expect("an object").keys().map(String::as_str).collect()
    }

    fn sorted<const N: usize>(mut keys: [&str; N]) -> Vec<&str> {
        keys.sort_unstable();
        keys.to_vec()
    }

    #[test]
    fn the_schema_knows_the_keys_that_are_read() {
        let schema = schema();
        assert_eq!(keys(&schema), sorted(raw::KEYS));
        assert_eq!(keys(&schema["$defs"]["Override"]), sorted(raw::OVERRIDE_KEYS));
        assert_eq!(keys(&schema["$defs"]["Suppress"]), sorted(raw::SUPPRESS_KEYS));
        assert_eq!(keys(&schema["$defs"]["Output"]), sorted(raw::OUTPUT_KEYS));
    }
}
