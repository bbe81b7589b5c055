//! Describes rule packs as a JSON Schema, for editors.

use schemars::schema_for;
use serde_json::{Map, Value, json};

use super::RawRule;
use crate::rule::check::{Checks, all};

/// The JSON Schema of a rule pack whose rules ask for `checks`: the keys of a rule, and for each check the options that
/// it takes.
pub fn pack_schema(checks: Checks) -> Value {
    let mut definitions = Map::new();
    let mut rule = hoisted(schema_for!(RawRule).to_value(), &mut definitions);
    rule["properties"]["check"]["enum"] = all(checks).map(|entry| entry.name).collect();
    rule["allOf"] = all(checks)
        .map(|entry| {
            let options = entry.options().map(|schema| hoisted(schema.to_value(), &mut definitions));
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

/// A schema without the definitions it brings, which move to `definitions`.
fn hoisted(mut schema: Value, definitions: &mut Map<String, Value>) -> Value {
    if let Some(table) = schema.as_object_mut() {
        table.remove("$schema");
        if let Some(Value::Object(own)) = table.remove("$defs") {
            definitions.extend(own);
        }
    }
    schema
}
