//! Holds the options of a rule until its check reads them.

use std::ops::Range;
use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::marking::packed::unpack;

/// The options of a rule, as written.
#[derive(Clone, Debug)]
pub enum Options {
    /// In a pack or a configuration of the user's.
    Written(toml::Table),
    /// In a pack that comes with the program; see `marking::packed`.
    Packed(Arc<[u8]>),
}

/// Why options do not fit a check.
#[derive(Debug)]
pub struct OptionsError(pub(crate) String);

impl Options {
    /// Reads the options as what the check wants.
    ///
    /// # Errors
    ///
    /// What is wrong with them, in words.
    pub fn read<C: DeserializeOwned>(&self) -> Result<C, OptionsError> {
        match self {
            Options::Written(table) => {
                let read = table.clone().try_into();
                read.map_err(|error: toml::de::Error| error.into())
            }
            Options::Packed(bytes) => rmp_serde::from_slice(bytes).map_err(|error| OptionsError(error.to_string())),
        }
    }

    /// The same as a table.
    pub(crate) fn table(&self) -> toml::Table {
        match self {
            Options::Written(table) => table.clone(),
            Options::Packed(bytes) => unpack(bytes),
        }
    }
}

impl From<toml::de::Error> for OptionsError {
    fn from(error: toml::de::Error) -> OptionsError {
        let message = error.message().trim_end();
        let rest = ["unknown", "missing"].into_iter().find_map(|what| {
            let rest = message.strip_prefix(what)?.strip_prefix(" field ")?;
            Some(format!("{what} option {rest}"))
        });
        OptionsError(rest.unwrap_or_else(|| message.to_owned()))
    }
}

/// The table of options at `span` of `text`, with the places of its keys and values.
pub(super) fn written<'t>(text: &'t str, span: &Range<usize>) -> Option<Spanned<DeValue<'t>>> {
    let file = DeTable::parse(text).ok()?;
    let mut open: Vec<&Spanned<DeValue<'_>>> = file.get_ref().values().collect();
    while let Some(value) = open.pop() {
        match value.get_ref() {
            DeValue::Table(_) if value.span() == *span => return Some(value.clone()),
            DeValue::Table(inside) => open.extend(inside.values()),
            DeValue::Array(inside) => open.extend(inside.iter()),
            _ => {}
        }
    }
    None
}

impl Default for Options {
    fn default() -> Options {
        Options::Written(toml::Table::new())
    }
}

impl<'de> Deserialize<'de> for Options {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Options, D::Error> {
        if deserializer.is_human_readable() {
            return toml::Table::deserialize(deserializer).map(Options::Written);
        }
        <&[u8]>::deserialize(deserializer).map(|bytes| Options::Packed(bytes.into()))
    }
}
