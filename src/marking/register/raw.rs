//! Defines the rows of a register file as written, with spans where a row can be wrong.

use std::collections::BTreeMap;

use jiff::civil::Date;
use schemars::{JsonSchema, Schema, schema_for};
use serde::Deserialize;

use crate::marking::level::Level;
use crate::marking::packed::Placed;
use crate::marking::scope::{Style, day};

/// One file.
#[derive(JsonSchema, Deserialize, Default)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub(super) struct File {
    pub(super) level: Vec<Row>,
    pub(super) nato_level: Vec<Row>,
    pub(super) nato_control: Vec<Row>,
    pub(super) sci: Vec<Row>,
    pub(super) sap: Vec<Row>,
    pub(super) aea: Vec<Row>,
    pub(super) dissem: Vec<Row>,
    pub(super) non_ic: Vec<Row>,
    pub(super) cui_control: Vec<Row>,
    pub(super) conflict: Vec<Conflict>,
    pub(super) companion: Vec<Companion>,
    pub(super) level_limit: Vec<Limit>,
    pub(super) country: BTreeMap<String, String>,
    pub(super) organisation: BTreeMap<String, Organisation>,
    pub(super) alias: BTreeMap<String, String>,
    pub(super) ambiguous_alias: BTreeMap<String, String>,
    pub(super) category: BTreeMap<String, CuiCategory>,
    pub(super) word: BTreeMap<String, Words>,
    pub(super) private: Vec<String>,
    pub(super) list: Lists,
}

/// Controls, and other words, by the part they play.
#[derive(Clone, Debug, Default, JsonSchema, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub(in crate::marking) struct Lists {
    /// Controls of the CUI registry.
    pub(in crate::marking) cui_registry: Vec<String>,
    /// Controls of the time before CUI.
    pub(in crate::marking) cui_legacy: Vec<String>,
    /// Words that describe a draft.
    pub(in crate::marking) cui_supplemental: Vec<String>,
    /// Controls that are written in place of a level.
    pub(in crate::marking) level_like: Vec<String>,
}

/// One token.
#[derive(JsonSchema, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct Row {
    pub(super) portion: Placed<String>,
    pub(super) banner: Option<String>,
    pub(super) title: Option<String>,
    #[serde(default)]
    pub(super) also: Vec<String>,
    #[serde(default)]
    pub(super) banner_also: Vec<String>,
    pub(super) show: Option<Show>,
    pub(super) order: u16,
    pub(super) parent: Option<Placed<String>>,
    pub(super) levels: Option<Placed<String>>,
    pub(super) rank: Option<Level>,
    pub(super) codes: Option<String>,
    pub(super) compartment: Option<CompartmentNeed>,
    pub(super) shape: Option<Placed<String>>,
    pub(super) sub_shape: Option<Placed<String>>,
    #[serde(default, deserialize_with = "day")]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub(super) from: Option<Date>,
    #[serde(default, deserialize_with = "day")]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub(super) until: Option<Date>,
    pub(super) instead: Option<String>,
    pub(super) means: Option<String>,
    #[serde(default)]
    pub(super) editions: Vec<Edition>,
    pub(super) meaning: String,
}

/// Which form a canonical banner shows.
#[derive(JsonSchema, Deserialize, PartialEq)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Show {
    Title,
}

/// Whether a control system may be without a compartment.
#[derive(JsonSchema, Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub enum CompartmentNeed {
    /// New text should name one.
    Expected,
    /// It means nothing alone.
    Required,
}

/// What was different in one style or period.
#[derive(JsonSchema, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct Edition {
    #[serde(default)]
    pub(super) styles: Vec<Style>,
    #[serde(default, deserialize_with = "day")]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub(super) from: Option<Date>,
    #[serde(default, deserialize_with = "day")]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub(super) until: Option<Date>,
    pub(super) levels: Option<Placed<String>>,
}

/// Tokens that may not meet.
#[derive(JsonSchema, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct Conflict {
    pub(super) one: Vec<String>,
    pub(super) other: Vec<String>,
    pub(super) rule: Placed<String>,
    #[serde(default)]
    pub(super) styles: Vec<Style>,
    #[serde(default, deserialize_with = "day")]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub(super) from: Option<Date>,
    #[serde(default, deserialize_with = "day")]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub(super) until: Option<Date>,
    #[serde(rename = "source")]
    pub(super) _source: String,
}

/// Tokens that need others.
#[derive(JsonSchema, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct Companion {
    pub(super) of: Vec<String>,
    #[serde(default)]
    pub(super) needs: Vec<String>,
    #[serde(default)]
    pub(super) any: Vec<String>,
    #[serde(default)]
    pub(super) unless: Vec<String>,
    pub(super) rule: Placed<String>,
    #[serde(default)]
    pub(super) styles: Vec<Style>,
    #[serde(default, deserialize_with = "day")]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub(super) from: Option<Date>,
    #[serde(default, deserialize_with = "day")]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub(super) until: Option<Date>,
    #[serde(rename = "source")]
    pub(super) _source: String,
}

/// One organization.
#[derive(JsonSchema, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct Organisation {
    pub(super) name: String,
    #[serde(default)]
    pub(super) members: String,
    #[serde(default, deserialize_with = "day")]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub(super) until: Option<Date>,
}

/// One CUI category.
#[derive(JsonSchema, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct CuiCategory {
    pub(super) kind: super::CuiKind,
    pub(super) name: String,
}

/// The words of one country, by the US level they equal.
#[derive(JsonSchema, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
#[derive(Default)]
pub(super) struct Words {
    pub(super) top_secret: Vec<String>,
    pub(super) secret: Vec<String>,
    pub(super) confidential: Vec<String>,
    pub(super) restricted: Vec<String>,
    pub(super) unclassified: Vec<String>,
}

/// Levels of open-ended compartments.
#[derive(JsonSchema, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct Limit {
    pub(super) of: Vec<String>,
    pub(super) levels: Placed<String>,
    #[serde(default)]
    pub(super) styles: Vec<Style>,
    #[serde(default, deserialize_with = "day")]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub(super) from: Option<Date>,
    #[serde(default, deserialize_with = "day")]
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub(super) until: Option<Date>,
    #[serde(rename = "source")]
    pub(super) _source: String,
}

/// The JSON Schema of a file of markings.
pub fn register_schema() -> Schema {
    schema_for!(File)
}
