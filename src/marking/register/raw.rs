//! Defines the rows of a register file as written, with spans where a row can be wrong.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::Deserialize;

use crate::marking::fault::FaultName;
use crate::marking::level::{Level, Levels};
use crate::marking::packed::Placed;
use crate::marking::scope::{Context, Style, day};

/// One file.
#[derive(Deserialize, Default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
    /// The words of each country, by the US level they equal.
    pub(super) word: BTreeMap<String, BTreeMap<Level, Vec<String>>>,
    pub(super) private: Vec<String>,
    pub(super) list: Lists,
}

/// Controls, and other words, by the part they play.
#[derive(Clone, Debug, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
    pub(super) from: Option<Date>,
    #[serde(default, deserialize_with = "day")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
    pub(super) until: Option<Date>,
    pub(super) instead: Option<String>,
    pub(super) means: Option<String>,
    #[serde(default)]
    pub(super) editions: Vec<Edition>,
    pub(super) meaning: String,
}

/// Which form a canonical banner shows.
#[derive(Deserialize, PartialEq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub(super) enum Show {
    Title,
}

/// Whether a control system may be without a compartment.
#[derive(Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum CompartmentNeed {
    /// New text should name one.
    Expected,
    /// It means nothing alone.
    Required,
}

/// Declares what holds in some styles and on some days: its own keys beside those.
macro_rules! rows {
    ($($(#[$about:meta])* $name:ident { $($(#[$meta:meta])* $key:ident: $type:ty,)* })*) => { $(
        $(#[$about])*
        #[derive(Clone, Debug, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            $($(#[$meta])* pub $key: $type,)*
            /// The styles; all if absent.
            #[serde(default)]
            pub styles: Vec<Style>,
            /// The first day.
            #[serde(default, deserialize_with = "day")]
            #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
            pub from: Option<Date>,
            /// The last day.
            #[serde(default, deserialize_with = "day")]
            #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
            pub until: Option<Date>,
        }

        impl $name {
            /// Whether it holds for a document of this style and date.
            pub fn holds(&self, context: Context) -> bool {
                (self.styles.is_empty() || self.styles.contains(&context.style))
                    && self.from.is_none_or(|from| from <= context.date)
                    && self.until.is_none_or(|until| context.date <= until)
            }
        }
    )* };
}

rows! {
    /// What was different of a token in one style or period.
    Edition {
        /// The levels it may be used with; without them it was merely kept.
        levels: Option<Levels>,
    }
    /// Tokens that may not meet in one marking.
    Conflict {
        /// Any of these …
        one: Vec<String>,
        /// … with any of those.
        other: Vec<String>,
        /// The fault that it is.
        rule: FaultName,
        /// Where this was read.
        source: String,
    }
    /// Tokens that need others beside them.
    Companion {
        /// Any of these …
        of: Vec<String>,
        /// … except these …
        #[serde(default)]
        unless: Vec<String>,
        /// … needs each of those …
        #[serde(default)]
        needs: Vec<String>,
        /// … and at least one of these, if there are any.
        #[serde(default)]
        any: Vec<String>,
        /// The fault that it is.
        rule: FaultName,
        /// Where this was read.
        source: String,
    }
    /// Levels to which open-ended compartments are limited.
    Limit {
        /// Any of these …
        of: Vec<String>,
        /// … only at these levels.
        levels: Levels,
        /// Where this was read.
        source: String,
    }
}

/// One organization.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct Organisation {
    pub(super) name: String,
    #[serde(default)]
    pub(super) members: String,
    #[serde(default, deserialize_with = "day")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
    pub(super) until: Option<Date>,
}

/// A CUI category.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct CuiCategory {
    /// How it is written.
    pub kind: super::CuiKind,
    /// Its name.
    pub name: String,
}

/// The JSON Schema of the tables of markings in a register file.
#[cfg(feature = "schema")]
pub fn register_schema() -> schemars::Schema {
    schemars::schema_for!(File)
}
