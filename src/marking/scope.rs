//! The style and the date by which markings are judged.

use jiff::civil::Date;
use serde::de::IntoDeserializer;
use serde::de::value::StrDeserializer;
use serde::{Deserialize, Serialize};

/// The rule book a document follows (section 0.2 of the marking rules).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Style {
    /// State Department telegrams.
    State,
    /// The intelligence community.
    Ic,
    /// The Department of Defense outside intelligence.
    Dod,
    /// Controlled unclassified information.
    Cui,
}

impl Style {
    /// The style of that name.
    pub fn named(name: &str) -> Option<Style> {
        let name: StrDeserializer<'_, serde::de::value::Error> = name.into_deserializer();
        Style::deserialize(name).ok()
    }
}

/// Which of the two kinds of marking a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum MarkingKind {
    /// The overall marking of a page or document, levels spelled out.
    Banner,
    /// The mark in front of a portion, in short forms and parentheses.
    Portion,
}

/// The rule book and the day by which a marking is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Context {
    /// The rule book.
    pub style: Style,
    /// The date of the document.
    pub date: Date,
}

/// Reads a TOML date (`1995-10-14`, without quotes).
pub(crate) fn day<'de, D: serde::Deserializer<'de>, T: From<Date>>(deserializer: D) -> Result<T, D::Error> {
    let value = toml::value::Datetime::deserialize(deserializer)?;
    let date = value.time.is_none().then(|| value.to_string().parse::<Date>());
    date.and_then(Result::ok)
        .map(T::from)
        .ok_or_else(|| serde::de::Error::custom("this is no calendar date; write it like 1995-10-14"))
}
