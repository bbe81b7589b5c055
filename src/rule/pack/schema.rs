//! Describes rule packs as a JSON Schema, for editors.

use schemars::schema_for;
use serde_json::{Map, Value, json};

use super::raw::RawRule;
use crate::diagnostic::LEVELS;
use crate::rule::check::{Checks, all};

/// The JSON Schema of a rule pack whose rules ask for `checks`: the keys of a rule, and for each check the options that
/// it takes.
pub fn pack_schema(checks: Checks) -> Value {
    let mut definitions = Map::new();
    let mut rule = hoisted(schema_for!(RawRule).as_value(), "rule", &mut definitions);
    let levels: Value = LEVELS.into_iter().chain(["warn"]).collect();
    definitions["RawException"]["properties"]["level"]["enum"] = levels.clone();
    rule["properties"]["level"]["enum"] = levels;
    rule["properties"]["check"]["enum"] = all(checks).map(|entry| entry.name).collect();
    rule["allOf"] = all(checks)
        .map(|entry| {
            let options = entry.options().map(|schema| hoisted(schema.as_value(), entry.name, &mut definitions));
            let required = options.as_ref().is_some_and(|options| options.get("required").is_some());
            let options = options.unwrap_or_else(|| json!({ "maxProperties": 0 }));
            let required: &[&str] = if required { &["options"] } else { &[] };
            json!({
                "if": { "properties": { "check": { "const": entry.name } } },
                "then": { "properties": { "options": options }, "required": required },
            })
        })
        .collect();
    let names = json!({ "type": "object", "additionalProperties": { "type": "string" } });
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A rule pack of cable-lint",
        "type": "object",
        "properties": { "renamed": names, "removed": names },
        "additionalProperties": rule,
        "$defs": definitions,
    })
}

/// A schema without the definitions it brings, which move to `definitions`; under the name of `of` too where another
/// schema uses their own for something else.
fn hoisted(schema: &Value, of: &str, definitions: &mut Map<String, Value>) -> Value {
    let mut text = schema.to_string();
    let own = schema.get("$defs").and_then(Value::as_object);
    let taken =
        own.into_iter().flatten().filter(|(name, own)| definitions.get(*name).is_some_and(|other| other != *own));
    for (name, _) in taken {
        text = text.replace(&format!("\"#/$defs/{name}\""), &format!("\"#/$defs/{of}-{name}\""));
        text = text.replace(&format!("\"{name}\":{{"), &format!("\"{of}-{name}\":{{"));
    }
    let mut schema: Value = serde_json::from_str(&text).expect("the names in it were changed, and nothing else");
    if let Some(table) = schema.as_object_mut() {
        table.remove("$schema");
        if let Some(Value::Object(own)) = table.remove("$defs") {
            definitions.extend(own);
        }
    }
    schema
}
