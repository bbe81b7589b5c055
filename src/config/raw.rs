//! One TOML text in, its settings out, each with the place it was written at.
//!
//! Reads by the shape of the values alone: whether a rule exists, or a pack can be loaded, is not known here. All
//! mistakes are collected. Values are taken apart by hand, because serde's derived readers stop at the first mistake.

use std::ops::Range;
use std::str::FromStr;
use std::sync::Arc;

use jiff::civil::Date;
use serde::Deserialize;
use serde::de::value::{Error as WordError, StrDeserializer};
use serde::de::{DeserializeOwned, IntoDeserializer};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::Severity;
use crate::document::{Kind, Profile, Style};
use crate::mistake::{Mistake, TomlFile, calendar_date};
use crate::rule::{LEVELS, parse_level};

/// The keys of a configuration.
pub(super) const KEYS: [&str; 12] = [
    "include",
    "exclude",
    "rules",
    "overrides",
    "fail-on",
    "rule-packs",
    "registers",
    "watch-list",
    "kind",
    "style",
    "profile",
    "date",
];
const OVERRIDE_KEYS: [&str; 6] = ["include", "rules", "kind", "style", "profile", "date"];
const KINDS: [&str; 4] = ["auto", "cable", "memo", "markdown"];
const PROFILES: [&str; 6] = ["auto", "draft", "released", "foia", "frus", "court"];
const STYLES: [&str; 5] = ["auto", "state", "ic", "dod", "cui"];

/// A value as TOML spells it.
type Value<'v> = Spanned<DeValue<'v>>;
/// A list of words, each with its place.
pub(super) type Words = Vec<Spanned<String>>;

/// What a configuration takes for granted of documents. The outer `None` is a key that is not there, the inner `auto`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Assumed {
    pub(super) kind: Option<Option<Kind>>,
    pub(super) style: Option<Option<Style>>,
    pub(super) profile: Option<Option<Profile>>,
    pub(super) date: Option<Option<Date>>,
}

/// One entry under `rules`.
#[derive(Clone, Debug)]
pub(super) struct Setting {
    pub(super) name: Spanned<String>,
    pub(super) level: Option<Option<Severity>>,
    pub(super) options: Option<Spanned<toml::Table>>,
}

/// One entry of `overrides`.
#[derive(Clone, Debug, Default)]
pub(super) struct RawOverride {
    pub(super) include: Words,
    pub(super) rules: Vec<Setting>,
    pub(super) assumed: Assumed,
}

/// A configuration as written.
#[derive(Debug)]
pub(super) struct Raw {
    pub(super) file: Arc<TomlFile>,
    pub(super) include: Option<Words>,
    pub(super) exclude: Option<Words>,
    pub(super) rule_packs: Option<Words>,
    pub(super) watch_list: Option<Spanned<String>>,
    pub(super) registers: Option<Words>,
    pub(super) fail_on: Option<Severity>,
    pub(super) assumed: Assumed,
    pub(super) rules: Vec<Setting>,
    pub(super) overrides: Option<Vec<RawOverride>>,
}

/// Reads `file`, adding to `mistakes` everything that is wrong with it.
pub(super) fn read(file: &Arc<TomlFile>, mistakes: &mut Vec<Mistake>) -> Raw {
    let mut raw = Raw {
        file: Arc::clone(file),
        include: None,
        exclude: None,
        rule_packs: None,
        watch_list: None,
        registers: None,
        fail_on: None,
        assumed: Assumed::default(),
        rules: Vec::new(),
        overrides: None,
    };
    let before = mistakes.len();
    let (table, errors) = DeTable::parse_recoverable(&file.text);
    mistakes.extend(errors.iter().map(|error| file.syntax(error)));
    if !errors.is_empty() {
        // What the parser made up to go on with is not what was meant.
        return raw;
    }
    let mut reader = Reader { file, mistakes };
    for (key, value) in table.into_inner() {
        match key.get_ref().as_ref() {
            "include" => raw.include = reader.words(value),
            "exclude" => raw.exclude = reader.words(value),
            "rule-packs" => raw.rule_packs = reader.words(value),
            "watch-list" => {
                raw.watch_list = reader.word(&value).map(|word| Spanned::new(value.span(), word.to_owned()));
            }
            "registers" => raw.registers = reader.words(value),
            "fail-on" => raw.fail_on = reader.fail_on(&value),
            "rules" => raw.rules = reader.rules(value),
            "overrides" => raw.overrides = reader.overrides(value),
            name if reader.assumed(name, &value, &mut raw.assumed) => {}
            name => reader.unknown(key.span(), name, "key", &KEYS),
        }
    }
    // Tables come by name, people read by line.
    mistakes[before..].sort_by_key(|mistake| mistake.span.start);
    raw
}

/// Reads the values of one file.
struct Reader<'a> {
    file: &'a Arc<TomlFile>,
    mistakes: &'a mut Vec<Mistake>,
}

impl Reader<'_> {
    fn wrong(&mut self, span: Range<usize>, message: impl Into<String>, help: impl Into<String>) {
        self.mistakes.push(self.file.mistake(span, message).help(help));
    }

    fn unknown(&mut self, span: Range<usize>, word: &str, what: &str, known: &[&str]) {
        let mistake = self.file.mistake(span, format!("`{word}` is no {what}"));
        let mistake = mistake.suggest(word, known.iter().copied());
        let listed = || format!("write one of: {}", known.join(", "));
        let help = mistake.help.clone().unwrap_or_else(listed);
        self.mistakes.push(mistake.help(help));
    }

    fn word<'v>(&mut self, value: &'v Value<'_>) -> Option<&'v str> {
        match value.get_ref() {
            DeValue::String(word) => Some(word),
            _ => {
                self.wrong(value.span(), "this must be a string", "put it in quotes");
                None
            }
        }
    }

    fn words(&mut self, value: Value<'_>) -> Option<Words> {
        let span = value.span();
        let DeValue::Array(array) = value.into_inner() else {
            self.wrong(span, "this must be a list of strings", "write it like [\"one\", \"two\"]");
            return None;
        };
        let word = |value: Value<'_>| {
            let word = self.word(&value)?.to_owned();
            Some(Spanned::new(value.span(), word))
        };
        Some(array.into_iter().filter_map(word).collect())
    }

    fn fail_on(&mut self, value: &Value<'_>) -> Option<Severity> {
        let word = self.word(value)?;
        let level = parse_level(word).flatten();
        if level.is_none() {
            self.unknown(value.span(), word, "severity", &LEVELS[..3]);
        }
        level
    }

    /// Reads `kind`, `style`, `profile` or `date`; `false` if `name` is none of them.
    fn assumed(&mut self, name: &str, value: &Value<'_>, assumed: &mut Assumed) -> bool {
        match name {
            "kind" => assumed.kind = self.choice(value, "kind of document", &KINDS),
            "style" => assumed.style = self.choice(value, "marking style", &STYLES),
            "profile" => assumed.profile = self.choice(value, "profile", &PROFILES),
            "date" => assumed.date = self.date(value),
            _ => return false,
        }
        true
    }

    fn choice<T: DeserializeOwned>(&mut self, value: &Value<'_>, what: &str, known: &[&str]) -> Option<Option<T>> {
        let word = self.word(value)?;
        if word == "auto" {
            return Some(None);
        }
        let deserializer: StrDeserializer<'_, WordError> = word.into_deserializer();
        let Ok(choice) = T::deserialize(deserializer) else {
            self.unknown(value.span(), word, what, known);
            return None;
        };
        Some(Some(choice))
    }

    fn date(&mut self, value: &Value<'_>) -> Option<Option<Date>> {
        let date = match value.get_ref() {
            DeValue::String(word) if word == "auto" => return Some(None),
            DeValue::String(word) => Date::from_str(word).ok(),
            DeValue::Datetime(written) => calendar_date(written),
            _ => None,
        };
        if date.is_none() {
            self.wrong(value.span(), "this is no calendar date", "write it like 1995-10-14, or \"auto\"");
        }
        date.map(Some)
    }

    fn table<'v>(&mut self, value: Value<'v>, what: &str) -> Option<DeTable<'v>> {
        let span = value.span();
        match value.into_inner() {
            DeValue::Table(table) => Some(table),
            _ => {
                self.wrong(span, format!("{what} must be a table"), "write it like { scan = \"info\" }");
                None
            }
        }
    }

    fn rules(&mut self, value: Value<'_>) -> Vec<Setting> {
        let Some(table) = self.table(value, "`rules`") else { return Vec::new() };
        table
            .into_iter()
            .map(|(name, value)| {
                let name = Spanned::new(name.span(), name.into_inner().into_owned());
                self.setting(name, value)
            })
            .collect()
    }

    /// A level, or a table of a level and options.
    fn setting(&mut self, name: Spanned<String>, value: Value<'_>) -> Setting {
        let mut setting = Setting { name, level: None, options: None };
        let span = value.span();
        match value.get_ref() {
            DeValue::String(_) => setting.level = self.level(&value),
            DeValue::Table(_) => {
                let Some(mut table) = self.table(value, "a rule") else { return setting };
                if let Some(level) = table.remove("level") {
                    setting.level = self.level(&level);
                }
                if !table.is_empty() {
                    let options = Spanned::new(span.clone(), DeValue::Table(table));
                    setting.options = self.options(options).map(|options| Spanned::new(span, options));
                }
            }
            _ => self.wrong(span, "this must be a level or a table", "write \"info\", or { level = \"info\" }"),
        }
        setting
    }

    fn options(&mut self, value: Value<'_>) -> Option<toml::Table> {
        let options = toml::Table::deserialize(value.into_deserializer());
        options.map_err(|error| self.mistakes.push(self.file.syntax(&error))).ok()
    }

    fn level(&mut self, value: &Value<'_>) -> Option<Option<Severity>> {
        let word = self.word(value)?;
        let level = parse_level(word);
        if level.is_none() {
            self.unknown(value.span(), word, "level", &LEVELS);
        }
        level
    }

    fn overrides(&mut self, value: Value<'_>) -> Option<Vec<RawOverride>> {
        let span = value.span();
        let DeValue::Array(array) = value.into_inner() else {
            self.wrong(span, "`overrides` must be a list of tables", "write [[overrides]]");
            return None;
        };
        Some(array.into_iter().map(|value| self.over(value)).collect())
    }

    fn over(&mut self, value: Value<'_>) -> RawOverride {
        let (span, mut over) = (value.span(), RawOverride::default());
        let Some(table) = self.table(value, "an override") else { return over };
        let mut included = false;
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "include" => {
                    included = true;
                    over.include = self.words(value).unwrap_or_default();
                }
                "rules" => over.rules = self.rules(value),
                name if self.assumed(name, &value, &mut over.assumed) => {}
                name => self.unknown(key.span(), name, "key of an override", &OVERRIDE_KEYS),
            }
        }
        if !included {
            self.wrong(span, "this override says not for which documents", "add include = [\"drafts/**\"]");
        }
        over
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mistakes(text: &str) -> Vec<(String, String, Option<String>)> {
        let mut mistakes = Vec::new();
        read(&TomlFile::new("x.toml", text), &mut mistakes);
        mistakes.into_iter().map(|m| (text[m.span].to_owned(), m.message, m.help)).collect()
    }

    #[test]
    fn every_key_is_read_with_its_value() {
        let text = "include = ['a']\nexclude = ['b']\nrule-packs = ['c']\nfail-on = 'error'\nkind = 'cable'\n\
                    style = 'auto'\ndate = 1999-01-02\n[rules]\nscan = { level = 'ignore', max = 3 }\nx.level = 'warn'\n\
                    [[overrides]]\ninclude = ['d']\nrules = { all = 'info' }\ndate = '2001-02-03'\n";
        let mut mistakes = Vec::new();
        let raw = read(&TomlFile::new("x.toml", text), &mut mistakes);
        assert_eq!(mistakes, []);
        assert_eq!(raw.fail_on, Some(Severity::Error));
        assert_eq!((raw.assumed.kind, raw.assumed.style), (Some(Some(Kind::Cable)), Some(None)));
        assert_eq!(raw.assumed.date, Some(Date::new(1999, 1, 2).ok()));
        assert_eq!(raw.rules[0].level, Some(None));
        assert_eq!(raw.rules[0].options.as_ref().map(|o| o.get_ref().len()), Some(1));
        assert_eq!(raw.rules[1].level, Some(Some(Severity::Warning)));
        assert_eq!(raw.overrides.map(|o| o[0].assumed.date), Some(Some(Date::new(2001, 2, 3).ok())));
    }

    #[test]
    fn every_mistake_is_found_at_its_place() {
        let found = mistakes("incldue = []\nfail-on = 'eror'\nkind = 3\n[rules]\nx = 'loud'\ny = 1\n[[overrides]]\n");
        let places: Vec<&str> = found.iter().map(|(place, _, _)| place.as_str()).collect();
        assert_eq!(places, ["incldue", "'eror'", "3", "'loud'", "1", "[[overrides]]"]);
        assert_eq!(found[0].2.as_deref(), Some("did you mean `include`?"));
        assert_eq!(found[1].2.as_deref(), Some("did you mean `error`?"));
        assert_eq!(found[3].2.as_deref(), Some("write one of: error, warning, info, ignore"));
    }

    #[test]
    fn dates_with_a_time_are_no_dates() {
        assert_eq!(mistakes("date = 1999-01-02T00:00:00Z")[0].0, "1999-01-02T00:00:00Z");
        assert_eq!(mistakes("date = 'yesterday'")[0].1, "this is no calendar date");
    }
}
