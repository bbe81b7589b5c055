//! Limits rules and register entries to styles and dates.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The rule book a document follows (section 0.2 of the marking rules).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, Serialize, schemars::JsonSchema)]
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
        Some(match name {
            "state" => Style::State,
            "ic" => Style::Ic,
            "dod" => Style::Dod,
            "cui" => Style::Cui,
            _ => return None,
        })
    }
}

/// Which of the two kinds of marking a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
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

/// The styles and days for which something holds. Empty limits nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Scope {
    /// The styles; empty for all.
    #[serde(default)]
    pub styles: Vec<Style>,
    /// The first day.
    #[serde(default, deserialize_with = "day")]
    pub from: Option<Date>,
    /// The last day.
    #[serde(default, deserialize_with = "day")]
    pub until: Option<Date>,
}

impl Scope {
    /// Whether it holds for a document of this style and date.
    pub fn covers(&self, context: Context) -> bool {
        covers(&self.styles, self.from, self.until, context)
    }
}

/// Whether styles and days, as a row writes them, hold for a document of this style and date.
pub(crate) fn covers(styles: &[Style], from: Option<Date>, until: Option<Date>, context: Context) -> bool {
    (styles.is_empty() || styles.contains(&context.style))
        && from.is_none_or(|from| from <= context.date)
        && until.is_none_or(|until| context.date <= until)
}

/// Reads a TOML date (`1995-10-14`, without quotes).
pub(crate) fn day<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    let value = toml::value::Datetime::deserialize(deserializer)?;
    let date = value.time.is_none().then(|| value.to_string().parse());
    date.and_then(Result::ok)
        .map(Some)
        .ok_or_else(|| serde::de::Error::custom("this is no calendar date; write it like 1995-10-14"))
}
