//! Gives the JSON Schema of a configuration the shape of values that are read otherwise than serde would.

#![expect(dead_code, reason = "only the shape of the types counts")]

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::render::Format;

/// Types that only give the schema the shape of a value.
macro_rules! words {
    ($list:ident, $name:ident, $schema:literal: $($word:literal)*) => {
        /// The words for it.
        pub const $list: [&str; [$($word),*].len()] = [$($word),*];

        pub(super) struct $name;

        impl JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                $schema.into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({"type": "string", "enum": $list})
            }
        }
    };
}

words!(KINDS, KindWord, "Kind": "auto" "cable" "memo" "markdown");
words!(STYLES, StyleWord, "Style": "auto" "state" "ic" "dod" "cui");
words!(PROFILES, ProfileWord, "Profile": "auto" "draft" "released" "foia" "frus" "court");

#[derive(JsonSchema)]
#[schemars(untagged)]
pub(super) enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

#[derive(JsonSchema)]
#[schemars(untagged)]
pub(super) enum OneOrManyFormats {
    One(FormatWord),
    Many(#[schemars(length(min = 1))] Vec<FormatWord>),
}

pub(super) struct FormatWord;

impl JsonSchema for FormatWord {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Format".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A format, or FORMAT=FILE.",
            "type": "string",
            "pattern": format!("^({})(=.+)?$", Format::ALL.map(Format::name).join("|"))
        })
    }
}

/// A level, or a level with options of the rule's check.
#[derive(JsonSchema)]
#[schemars(rename = "Setting", untagged)]
pub(super) enum LevelOrTable {
    Level(LevelWord),
    Options { level: Option<LevelWord> },
}

#[derive(JsonSchema)]
#[schemars(rename_all = "lowercase")]
pub(super) enum LevelWord {
    Error,
    Warning,
    /// The same as `warning`.
    Warn,
    Info,
    Ignore,
}

#[derive(JsonSchema)]
#[schemars(rename = "Severity", rename_all = "lowercase")]
pub(super) enum LowestLevel {
    Error,
    Warning,
    /// The same as `warning`.
    Warn,
    Info,
}
