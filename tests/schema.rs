//! The JSON Schema that `cable-lint config schema` prints, tried on configurations with a validator of its own.

#[path = "docs/pages.rs"]
mod pages;

use cable_lint::check::CHECKS;
use cable_lint::register::register_schema;
use cable_lint::rule::{builtin_packs, pack_schema};
use jsonschema::Validator;
use pages::toml_blocks;
use serde_json::Value;

fn validator() -> Validator {
    let schema = cable_lint::config::schema();
    jsonschema::meta::validate(&schema).unwrap_or_else(|error| panic!("the schema is none: {error}"));
    jsonschema::validator_for(&schema).unwrap_or_else(|error| panic!("the schema cannot be used: {error}"))
}

/// What an editor hands to a validator: TOML as JSON, dates as strings.
fn json(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => text.into(),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => number.into(),
        toml::Value::Boolean(truth) => truth.into(),
        toml::Value::Datetime(date) => date.to_string().into(),
        toml::Value::Array(items) => items.into_iter().map(json).collect(),
        toml::Value::Table(table) => table.into_iter().map(|(key, value)| (key, json(value))).collect(),
    }
}

fn parsed(text: &str) -> Value {
    json(toml::Value::Table(toml::from_str(text).unwrap_or_else(|error| panic!("{text}: {error}"))))
}

#[test]
fn the_schema_takes_what_the_pages_and_our_own_configuration_show() {
    let validator = validator();
    let (own, first) = (include_str!("../.cable-lint.toml"), include_str!("../src/run/init.toml"));
    let is_text = |rest: &&str| rest.starts_with(|c: char| !c.is_whitespace());
    let used: Vec<&str> = first.lines().map(|line| line.strip_prefix('#').filter(is_text).unwrap_or(line)).collect();
    let used = used.join("\n");
    let shown = toml_blocks(false);
    assert!(shown.len() >= 4, "the pages show configurations");
    for text in shown.iter().map(|(_, text)| text.as_str()).chain([own, used.as_str(), first, ""]) {
        let errors: Vec<String> =
            validator.iter_errors(&parsed(text)).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{}\n{text}", errors.join("\n"));
    }
}

/// The keys of a configuration, and of the tables in it.
fn keys(schema: &Value) -> Vec<String> {
    let parts = schema["$defs"].as_object().into_iter().flat_map(|parts| parts.values()).chain([schema]);
    let tables = parts.filter_map(|part| part["properties"].as_object());
    tables.flat_map(|table| table.keys().cloned()).collect()
}

#[test]
fn the_configuration_that_init_writes_explains_every_key() {
    let (written, keys) = (include_str!("../src/run/init.toml"), keys(&cable_lint::config::schema()));
    assert!(keys.len() > 20, "{keys:?}");
    let names = |line: &str, key: &str| line.trim_start_matches(['#', '[', ' ']).starts_with(key);
    let missing: Vec<_> = keys.iter().filter(|key| !written.lines().any(|line| names(line, key))).collect();
    assert!(missing.is_empty(), "init.toml does not explain {missing:?}");
}

#[test]
fn the_schema_takes_and_refuses_what_the_program_does() {
    let validator = validator();
    let entry = "rule = 'portion-outranks-banner'\nreason = 'so it is'";
    let texts = [
        ("extend = ['a.toml']", true),
        ("extend = 'a.toml'", true),
        ("extend = 1", false),
        ("incldue = []", false),
        ("include = 'a'", false),
        ("fail-on = 'warn'", true),
        ("fail-on = 'ignore'", false),
        ("kind = 'telegram'", false),
        ("profile = 'frus'", true),
        ("date = 1999-12-31", true),
        ("date = 'auto'", true),
        ("date = 1999-12-31T10:00:00Z", false),
        ("rules = { all = 'warn', scan = { level = 'info' }, x = { max = 3 } }", true),
        ("rules = { all = 'loud' }", false),
        ("rules = { x = { level = 3 } }", false),
        ("rules = { x = 3 }", false),
        ("overrides = [{ include = ['a'], profile = 'foia' }]", true),
        ("overrides = [{ rules = {} }]", false),
        ("overrides = [{ include = ['a'], rule-packs = [] }]", false),
        ("output = { format = ['pretty', 'sarif=out.sarif'] }", true),
        ("output.format = 'json'\noutput.rule-url = 'https://example.org/{rule}'", true),
        ("output = { format = [] }", false),
        ("output = { format = 'sarfi' }", false),
        ("output = { format = ['json='] }", false),
        ("output = { rule-url = 'https://example.org' }", false),
        ("output = { color = 'always' }", false),
        ("overrides = [{ include = ['a'], output = { format = 'json' } }]", false),
        (&format!("[[suppress]]\n{entry}\npath = 'a.txt'"), true),
        (&format!("[[suppress]]\n{entry}\nfingerprint = '0123456789abcdef'\nexpires = 2099-12-31"), true),
        (&format!("[[suppress]]\n{entry}"), false),
        (&format!("[[suppress]]\n{entry}\nfingerprint = '0123'"), false),
        ("[[suppress]]\nrule = 'portion-outranks-banner'\npath = 'a'", false),
        ("[[suppress]]\nrule = 'portion-outranks-banner'\npath = 'a'\nreason = ' '", false),
    ];
    for (text, fine) in texts {
        assert_eq!(validator.is_valid(&parsed(text)), fine, "{text}");
    }
}

fn faults(schema: &Value, text: &str) -> Vec<String> {
    jsonschema::meta::validate(schema).unwrap_or_else(|error| panic!("the schema is none: {error}"));
    let validator =
        jsonschema::validator_for(schema).unwrap_or_else(|error| panic!("the schema cannot be used: {error}"));
    validator.iter_errors(&parsed(text)).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

#[test]
fn the_schema_of_packs_takes_the_built_in_ones_and_refuses_what_loading_refuses() {
    let schema = pack_schema(CHECKS);
    for pack in builtin_packs() {
        let faults = faults(&schema, &pack.text);
        assert!(faults.is_empty(), "{}: {}", pack.name, faults.join("\n"));
    }
    let pack = builtin_packs().into_iter().find(|pack| pack.name.ends_with("/references.toml")).expect("a pack");
    let rule = "[own-telegram]\ncheck = 'self-reference'\nlevel = 'info'\nsummary = 's'\nwhy = 'w'\nmessage = 'm'\nsource = []\nsince = '1'\n";
    assert!(faults(&schema, &format!("{}\n{rule}", pack.text)).is_empty());
    for wrong in [
        rule.replace("self-reference", "no-such-check"),
        rule.replace("'info'", "'loud'"),
        format!("{rule}options = {{ part = 'subject' }}\n"),
        format!("{rule}colour = 'red'\n"),
        rule.replace("since = '1'\n", ""),
        rule.replace("self-reference", "text-pattern"),
        format!("{}options = {{ pattern = 'x', partt = 'subject' }}\n", rule.replace("self-reference", "text-pattern")),
    ] {
        assert!(!faults(&schema, &wrong).is_empty(), "{wrong}");
    }
}

#[test]
fn the_schema_of_registers_takes_the_built_in_ones_that_can_be_added_to() {
    let schema = register_schema().to_value();
    for name in ["markings", "countries", "cui", "foreign", "captions", "tags", "posts"] {
        let path = format!("{}/rules/registers/{name}.toml", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(path).expect("a register");
        let faults = faults(&schema, &text);
        assert!(faults.is_empty(), "{name}: {}", faults.join("\n"));
    }
    assert!(!faults(&schema, "[[sci]]\nportion = 'XX'\n").is_empty(), "it has no order");
    assert!(!faults(&schema, "[[scy]]\nportion = 'XX'\n").is_empty(), "there is no such kind");
}
