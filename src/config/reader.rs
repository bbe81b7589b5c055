//! Reads single TOML values into settings, noting mistakes and continuing.
//!
//! By hand, because serde's derived readers stop at the first mistake, and flattened or untagged types lose places.

#![expect(clippy::needless_pass_by_value, reason = "the table of keys wants one signature for all readers")]

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::str::FromStr;
use std::sync::Arc;

use jiff::civil::Date;
use serde::Deserialize;
use serde::de::value::{Error as WordError, StrDeserializer};
use serde::de::{DeserializeOwned, IntoDeserializer};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::{LEVELS, Severity, parse_level};
use crate::source::mistake::{Mistake, TomlFile, calendar_date};

/// A value as TOML spells it.
pub(super) type Value<'v> = Spanned<DeValue<'v>>;
/// A key as TOML spells it.
pub(super) type Key<'v> = Spanned<Cow<'v, str>>;
/// A list of words, each with its place.
pub(super) type PlacedWords = Vec<Spanned<String>>;
/// Where the keys of a table are, by name.
pub(super) type Places = BTreeMap<&'static str, Range<usize>>;

/// One of several words, or `auto`, which has no value.
#[derive(Clone, Debug)]
pub(super) struct Choice<T> {
    word: String,
    pub(super) value: Option<T>,
}

/// What a flag says in the place of a key of a configuration: a value, or `auto`, which is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Assumed<T>(pub Option<T>);

impl<'w, T: Deserialize<'w>> Assumed<T> {
    /// Reads the word for it.
    ///
    /// # Errors
    ///
    /// That no value has that name.
    pub fn read(word: &'w str) -> Result<Assumed<T>, WordError> {
        let deserializer: StrDeserializer<'_, WordError> = word.into_deserializer();
        Ok(Assumed((word != "auto").then(|| T::deserialize(deserializer)).transpose()?))
    }
}

/// A table with known keys.
pub(super) trait Table: Default {
    /// What a mistake calls one of its keys.
    const WHAT: &'static str;

    /// The keys.
    fn keys() -> Vec<&'static str>;

    /// Reads the value of a key; `false` if there is no such key.
    fn set(&mut self, key: &Key<'_>, value: Value<'_>, reader: &mut Reader<'_>) -> bool;

    /// The value of a key as `config show` writes it, and the place of the key.
    fn shown(&self, key: &str) -> Option<(ShownValue<'_>, Range<usize>)>;
}

/// A value as `config show` writes it.
pub(super) enum ShownValue<'s> {
    /// A list, to which each file may add.
    List(&'s PlacedWords),
    /// In TOML.
    Value(String),
}

impl ShownValue<'_> {
    pub(super) fn word(word: &str) -> Self {
        ShownValue::Value(toml(&word.into()))
    }
}

/// A string, or a list of strings, as TOML writes it on one line.
pub(super) fn toml(value: &serde_json::Value) -> String {
    match value.as_array() {
        Some(items) => format!("[{}]", items.iter().map(toml).collect::<Vec<_>>().join(", ")),
        None => value.to_string(),
    }
}

/// How `config show` writes a value; not at all where it has a section of its own.
pub(super) trait ShowValue {
    fn shown(&self) -> Option<ShownValue<'_>> {
        None
    }
}

impl ShowValue for PlacedWords {
    fn shown(&self) -> Option<ShownValue<'_>> {
        Some(ShownValue::List(self))
    }
}

impl ShowValue for String {}
impl ShowValue for Spanned<Date> {}

impl ShowValue for Spanned<String> {
    fn shown(&self) -> Option<ShownValue<'_>> {
        Some(ShownValue::word(self.get_ref()))
    }
}

impl ShowValue for Severity {
    fn shown(&self) -> Option<ShownValue<'_>> {
        Some(ShownValue::word(Severity::word(*self)))
    }
}

impl<T> ShowValue for Choice<T> {
    fn shown(&self) -> Option<ShownValue<'_>> {
        Some(ShownValue::word(&self.word))
    }
}

/// Reads the values of one file.
pub(super) struct Reader<'a> {
    pub(super) file: &'a Arc<TomlFile>,
    pub(super) mistakes: &'a mut Vec<Mistake>,
}

impl Reader<'_> {
    pub(super) fn wrong(&mut self, span: Range<usize>, message: impl Into<String>, help: impl Into<String>) {
        self.mistakes.push(self.file.mistake(span, message).help(help));
    }

    fn unknown(&mut self, span: Range<usize>, word: &str, what: &str, known: &[&str]) {
        self.mistakes.push(self.file.unknown(span, word, what, known));
    }

    /// Reads the keys of a table. `stray` is asked first about a key that the table does not have.
    pub(super) fn keyed<T: Table>(
        &mut self,
        table: DeTable<'_>,
        stray: impl Fn(&mut Self, Range<usize>, &str) -> bool,
    ) -> T {
        let mut read = T::default();
        for (key, value) in table {
            if !read.set(&key, value, self) && !stray(self, key.span(), key.get_ref()) {
                self.unknown(key.span(), key.get_ref(), T::WHAT, &T::keys());
            }
        }
        read
    }

    pub(super) fn word<'v>(&mut self, value: &'v Value<'_>) -> Option<&'v str> {
        match value.get_ref() {
            DeValue::String(word) => Some(word),
            _ => {
                self.wrong(value.span(), "this must be a string", "put it in quotes");
                None
            }
        }
    }

    /// A string with its place.
    pub(super) fn place_word(&mut self, value: Value<'_>) -> Option<Spanned<String>> {
        self.word(&value).map(|word| Spanned::new(value.span(), word.to_owned()))
    }

    pub(super) fn words(&mut self, value: Value<'_>) -> Option<PlacedWords> {
        let span = value.span();
        let DeValue::Array(array) = value.into_inner() else {
            self.wrong(span, "this must be a list of strings", "write it like [\"one\", \"two\"]");
            return None;
        };
        Some(array.into_iter().filter_map(|value| self.place_word(value)).collect())
    }

    /// A list of strings; a single string is a list of one.
    pub(super) fn word_or_words(&mut self, value: Value<'_>) -> Option<PlacedWords> {
        match value.get_ref() {
            DeValue::String(_) => self.place_word(value).map(|word| vec![word]),
            _ => self.words(value),
        }
    }

    pub(super) fn severity(&mut self, value: Value<'_>) -> Option<Severity> {
        let word = self.word(&value)?;
        let level = parse_level(word).flatten();
        if level.is_none() {
            self.unknown(value.span(), word, "severity", &LEVELS[..3]);
        }
        level
    }

    pub(super) fn level(&mut self, value: &Value<'_>) -> Option<Option<Severity>> {
        let word = self.word(value)?;
        let level = parse_level(word);
        if level.is_none() {
            self.unknown(value.span(), word, "level", &LEVELS);
        }
        level
    }

    pub(super) fn choice<T: DeserializeOwned>(
        &mut self,
        value: &Value<'_>,
        what: &str,
        known: &[&str],
    ) -> Option<Choice<T>> {
        let word = self.word(value)?;
        match Assumed::read(word) {
            Ok(Assumed(value)) => Some(Choice { word: word.to_owned(), value }),
            Err(_) => {
                self.unknown(value.span(), word, what, known);
                None
            }
        }
    }

    pub(super) fn date_or_auto(&mut self, value: Value<'_>) -> Option<Choice<Date>> {
        if matches!(value.get_ref(), DeValue::String(word) if word == "auto") {
            return Some(Choice { word: "auto".to_owned(), value: None });
        }
        let date = self.calendar_date(&value, "write it like 1995-10-14, or \"auto\"")?;
        Some(Choice { word: date.to_string(), value: Some(date) })
    }

    pub(super) fn date(&mut self, value: Value<'_>) -> Option<Spanned<Date>> {
        let date = self.calendar_date(&value, "write it like 2027-12-31")?;
        Some(Spanned::new(value.span(), date))
    }

    fn calendar_date(&mut self, value: &Value<'_>, help: &str) -> Option<Date> {
        let date = match value.get_ref() {
            DeValue::String(word) => Date::from_str(word).ok(),
            DeValue::Datetime(written) => calendar_date(written),
            _ => None,
        };
        if date.is_none() {
            self.wrong(value.span(), "this is not a calendar date", help);
        }
        date
    }

    /// A table; `like` shows one.
    pub(super) fn table<'v>(&mut self, value: Value<'v>, what: &str, like: &str) -> Option<DeTable<'v>> {
        let span = value.span();
        match value.into_inner() {
            DeValue::Table(table) => Some(table),
            _ => {
                self.wrong(span, format!("{what} must be a table"), format!("write it like {like}"));
                None
            }
        }
    }

    /// A list of tables, each read by `read`.
    pub(super) fn tables<T>(
        &mut self,
        value: Value<'_>,
        name: &str,
        read: impl Fn(&mut Self, Value<'_>) -> T,
    ) -> Option<Vec<T>> {
        let span = value.span();
        let DeValue::Array(array) = value.into_inner() else {
            self.wrong(span, format!("`{name}` must be a list of tables"), format!("write [[{name}]]"));
            return None;
        };
        Some(array.into_iter().map(|value| read(self, value)).collect())
    }

    pub(super) fn options(&mut self, value: Value<'_>) -> Option<toml::Table> {
        let options = toml::Table::deserialize(value.into_deserializer());
        options.map_err(|error| self.mistakes.push(self.file.syntax(&error))).ok()
    }
}
