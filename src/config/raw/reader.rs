//! Reads single TOML values into settings, noting mistakes and continuing.
//!
//! By hand, because serde's derived readers stop at the first mistake, and flattened or untagged types lose places.

use std::ops::Range;
use std::str::FromStr;
use std::sync::Arc;

use jiff::civil::Date;
use serde::Deserialize;
use serde::de::value::{Error as WordError, StrDeserializer};
use serde::de::{DeserializeOwned, IntoDeserializer};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Assumed, OUTPUT_KEYS, OVERRIDE_KEYS, RawOutput, RawOverride, RawSuppress, SUPPRESS_KEYS, Setting, Words};
use crate::diagnostic::Severity;
use crate::diagnostic::{LEVELS, parse_level};
use crate::finding::is_fingerprint;
use crate::mistake::{Mistake, TomlFile, calendar_date};
use crate::render::{Output, RuleUrl};

const KINDS: [&str; 4] = ["auto", "cable", "memo", "markdown"];
const STYLES: [&str; 5] = ["auto", "state", "ic", "dod", "cui"];
const PROFILES: [&str; 6] = ["auto", "draft", "released", "foia", "frus", "court"];

/// A table of levels, to be copied.
const LEVELS_TABLE: &str = "{ scan = \"info\" }";

/// A value as TOML spells it.
type Value<'v> = Spanned<DeValue<'v>>;

/// Reads the values of one file.
pub(super) struct Reader<'a> {
    pub(super) file: &'a Arc<TomlFile>,
    pub(super) mistakes: &'a mut Vec<Mistake>,
}

impl Reader<'_> {
    fn wrong(&mut self, span: Range<usize>, message: impl Into<String>, help: impl Into<String>) {
        self.mistakes.push(self.file.mistake(span, message).help(help));
    }

    pub(super) fn unknown(&mut self, span: Range<usize>, word: &str, what: &str, known: &[&str]) {
        let mistake = self.file.mistake(span, format!("`{word}` is not a valid {what}"));
        let mistake = mistake.suggest(word, known.iter().copied());
        let listed = || format!("write one of: {}", known.join(", "));
        let help = mistake.help.clone().unwrap_or_else(listed);
        self.mistakes.push(mistake.help(help));
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

    pub(super) fn words(&mut self, value: Value<'_>) -> Option<Words> {
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

    /// A list of strings; a single string is a list of one.
    pub(super) fn word_or_words(&mut self, value: Value<'_>) -> Option<Words> {
        match value.get_ref() {
            DeValue::String(word) => Some(vec![Spanned::new(value.span(), word.to_string())]),
            _ => self.words(value),
        }
    }

    pub(super) fn fail_on(&mut self, value: &Value<'_>) -> Option<Severity> {
        let word = self.word(value)?;
        let level = parse_level(word).flatten();
        if level.is_none() {
            self.unknown(value.span(), word, "severity", &LEVELS[..3]);
        }
        level
    }

    /// Reads `kind`, `style`, `profile` or `date`; `false` if `name` is not one of them.
    pub(super) fn assumed(&mut self, name: &str, value: &Value<'_>, assumed: &mut Assumed) -> bool {
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
        if matches!(value.get_ref(), DeValue::String(word) if word == "auto") {
            return Some(None);
        }
        let date = parse_date(value);
        if date.is_none() {
            self.wrong(value.span(), "this is not a calendar date", "write it like 1995-10-14, or \"auto\"");
        }
        date.map(Some)
    }

    fn plain_date(&mut self, value: &Value<'_>) -> Option<Spanned<Date>> {
        let date = parse_date(value);
        if date.is_none() {
            self.wrong(value.span(), "this is not a calendar date", "write it like 2027-12-31");
        }
        date.map(|date| Spanned::new(value.span(), date))
    }

    /// A table; `like` shows one.
    fn table<'v>(&mut self, value: Value<'v>, what: &str, like: &str) -> Option<DeTable<'v>> {
        let span = value.span();
        match value.into_inner() {
            DeValue::Table(table) => Some(table),
            _ => {
                self.wrong(span, format!("{what} must be a table"), format!("write it like {like}"));
                None
            }
        }
    }

    pub(super) fn output(&mut self, value: Value<'_>) -> RawOutput {
        let mut output = RawOutput::default();
        let like = "{ format = [\"pretty\", \"sarif=out.sarif\"] }";
        for (key, value) in self.table(value, "`output`", like).unwrap_or_default() {
            match key.get_ref().as_ref() {
                "format" => output.format = self.formats(value),
                "rule-url" => output.rule_url = self.rule_url(&value),
                name => self.unknown(key.span(), name, "key of `output`", &OUTPUT_KEYS),
            }
        }
        output
    }

    /// Formats, each with its own place to go to.
    fn formats(&mut self, value: Value<'_>) -> Option<Spanned<Vec<Output>>> {
        let span = value.span();
        let words = self.word_or_words(value)?;
        if words.is_empty() {
            self.wrong(span.clone(), "this list is empty", "write [\"pretty\"], or remove the key");
        }
        let mut formats: Vec<Output> = Vec::with_capacity(words.len());
        for word in words {
            match Output::read(word.get_ref()) {
                Ok(output) if formats.iter().any(|other| other.file == output.file) => {
                    let help = "write all but one as FORMAT=FILE, each to its own file";
                    self.wrong(word.span(), "another format is already written there", help);
                }
                Ok(output) => formats.push(output),
                Err(message) => self.mistakes.push(self.file.mistake(word.span(), message)),
            }
        }
        Some(Spanned::new(span, formats))
    }

    fn rule_url(&mut self, value: &Value<'_>) -> Option<Spanned<RuleUrl>> {
        let read = RuleUrl::read(self.word(value)?);
        let help = "write it like \"https://example.org/rules#{rule}\"";
        let url = read.map_err(|message| self.wrong(value.span(), message, help)).ok()?;
        Some(Spanned::new(value.span(), url))
    }

    pub(super) fn rules(&mut self, value: Value<'_>) -> Vec<Setting> {
        let Some(table) = self.table(value, "`rules`", LEVELS_TABLE) else { return Vec::new() };
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
                let Some(mut table) = self.table(value, "a rule", "{ level = \"info\" }") else { return setting };
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

    /// A list of tables, each read by `read`, which says nothing of a table that lacks what it needs.
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

    pub(super) fn over(&mut self, value: Value<'_>) -> RawOverride {
        let (span, mut over) = (value.span(), RawOverride::default());
        let Some(table) = self.table(value, "an override", "{ include = [\"drafts/**\"], fail-on = \"error\" }") else {
            return over;
        };
        for (key, value) in table {
            over.places.insert(key.get_ref().to_string(), key.span());
            match key.get_ref().as_ref() {
                "include" => over.include = self.words(value).unwrap_or_default(),
                "exclude" => over.exclude = self.words(value).unwrap_or_default(),
                "rules" => over.rules = self.rules(value),
                "fail-on" => over.fail_on = self.fail_on(&value),
                name if self.assumed(name, &value, &mut over.assumed) => {}
                name if super::KEYS.contains(&name) => {
                    let message = format!("`{name}` cannot be overridden: it applies to all documents");
                    self.wrong(key.span(), message, "write it above the first table");
                }
                name => self.unknown(key.span(), name, "key of an override", &OVERRIDE_KEYS),
            }
        }
        if !over.places.contains_key("include") {
            self.wrong(
                span,
                "this override does not say to which documents it applies",
                "add include = [\"drafts/**\"]",
            );
        }
        over
    }

    /// The entries that say what they suppress and why.
    pub(super) fn suppressions(&mut self, value: Value<'_>) -> Option<Vec<RawSuppress>> {
        let entries = self.tables(value, "suppress", Reader::suppression)?;
        Some(entries.into_iter().flatten().collect())
    }

    fn suppression(&mut self, value: Value<'_>) -> Option<RawSuppress> {
        let span = value.span();
        let table = self.table(value, "a suppression", "{ rule = \"…\", path = \"archive/**\", reason = \"…\" }")?;
        let before = self.mistakes.len();
        let lacks = |key: &str| !table.contains_key(key);
        if lacks("rule") {
            self.wrong(span.clone(), "this suppression names no rule", "add rule = \"portion-outranks-banner\"");
        }
        if lacks("reason") {
            self.wrong(span.clone(), "this suppression has no reason", "add reason = \"why the finding may stay\"");
        }
        if lacks("fingerprint") && lacks("path") {
            let help = "add fingerprint = \"…\", from the output of `-o json`, or path = \"archive/**\"";
            self.wrong(span, "this suppression does not say which findings it applies to", help);
        }
        let (mut rule, mut reason, mut fingerprint, mut path, mut expires) = (None, None, None, None, None);
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "rule" => rule = self.word(&value).map(|word| Spanned::new(value.span(), word.to_owned())),
                "reason" => reason = self.reason(&value),
                "fingerprint" => fingerprint = self.fingerprint(&value),
                "path" => path = self.word_or_words(value),
                "expires" => expires = self.plain_date(&value),
                name => self.unknown(key.span(), name, "key of a suppression", &SUPPRESS_KEYS),
            }
        }
        if self.mistakes.len() > before {
            return None;
        }
        Some(RawSuppress { rule: rule?, fingerprint, path: path.unwrap_or_default(), reason: reason?, expires })
    }

    fn reason(&mut self, value: &Value<'_>) -> Option<String> {
        let reason = self.word(value)?.trim();
        if reason.is_empty() {
            self.wrong(value.span(), "the reason is empty", "say why the finding may stay");
        }
        Some(reason.to_owned())
    }

    fn fingerprint(&mut self, value: &Value<'_>) -> Option<String> {
        let word = self.word(value)?;
        if !is_fingerprint(word) {
            self.wrong(value.span(), "this is not a fingerprint", "copy the 16 digits from the output of `-o json`");
        }
        Some(word.to_owned())
    }
}

fn parse_date(value: &Value<'_>) -> Option<Date> {
    match value.get_ref() {
        DeValue::String(word) => Date::from_str(word).ok(),
        DeValue::Datetime(written) => calendar_date(written),
        _ => None,
    }
}
