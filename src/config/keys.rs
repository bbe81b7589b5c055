//! States every key of a configuration once: its name, what it sets, its type, how it is read, its default.
//!
//! Reading, the JSON Schema, `config show`, the list of keys in a mistake and the table in `docs/configuration.md` all
//! come from these tables. Doc comments here are descriptions in the schema.

#![expect(clippy::needless_pass_by_value, reason = "the table of keys wants one signature for all readers")]

use std::collections::BTreeMap;
use std::ops::Range;

use jiff::civil::Date;
use schemars::{JsonSchema, schema_for};
use toml::Spanned;
use toml::de::DeValue;

use super::reader::{Choice, Key, PlacedWords, Places, Reader, ShowValue, ShownValue, Table, Value, toml};
use super::shape::{
    KINDS, KindWord, LevelOrTable, LowestLevel, OneOrMany, OneOrManyFormats, PROFILES, ProfileWord, STYLES, StyleWord,
};
use crate::diagnostic::Severity;
use crate::document::{Kind, Profile, Style};
use crate::finding::is_fingerprint;
use crate::render::{Output, RuleUrl};

/// What counts as a document in a directory, if nothing else is said.
pub const DEFAULT_INCLUDE: [&str; 18] = [
    "**/*.txt",
    "**/*.md",
    "**/*.markdown",
    "**/*.cable",
    "**/*.html",
    "**/*.htm",
    "**/*.eml",
    "**/*.pdf",
    "**/*.docx",
    "**/*.docm",
    "**/*.xlsx",
    "**/*.xlsm",
    "**/*.pptx",
    "**/*.pptm",
    "**/*.odt",
    "**/*.ods",
    "**/*.odp",
    "**/*.rtf",
];

/// Makes a table of keys: each line is the key, the field with its type, and the reader of its value.
macro_rules! keys {
    ($(#[$about:meta])* $name:ident is $what:literal {
        $($(#[$meta:meta])* $key:literal $field:ident: $type:ty = $read:expr;)*
        $(and $rest:ident: $others:ident)?
    }) => {
        #[derive(Clone, Debug, Default, JsonSchema)]
        $(#[$about])*
        #[schemars(deny_unknown_fields)]
        pub(super) struct $name {
            $($(#[$meta])* #[schemars(rename = $key)] pub(super) $field: Option<$type>,)*
            $(#[schemars(flatten)] pub(super) $rest: $others,)?
            /// The place of each key.
            #[schemars(skip)]
            pub(super) places: Places,
        }

        impl Table for $name {
            const WHAT: &'static str = $what;

            fn keys() -> Vec<&'static str> {
                let keys = vec![$($key),*];
                $(let keys = [keys, $others::keys()].concat();)?
                keys
            }

            fn set(&mut self, key: &Key<'_>, value: Value<'_>, reader: &mut Reader<'_>) -> bool {
                match key.get_ref().as_ref() {
                    $($key => {
                        self.places.insert($key, key.span());
                        self.$field = $read(reader, value);
                        true
                    })*
                    _ => {
                        let known = false;
                        $(let known = known || self.$rest.set(key, value, reader);)?
                        known
                    }
                }
            }

            fn shown(&self, key: &str) -> Option<(ShownValue<'_>, Range<usize>)> {
                match key {
                    $($key => Some((ShowValue::shown(self.$field.as_ref()?)?, self.places.get($key)?.clone())),)*
                    _ => {
                        let shown = None;
                        $(let shown = shown.or_else(|| self.$rest.shown(key));)?
                        shown
                    }
                }
            }
        }
    };
}

keys! {
    Keys is "key" {
        /// Other configuration files to start from, relative to this one; later ones override, this one overrides all.
        #[schemars(with = "Option<OneOrMany>")]
        "extend" extend: PlacedWords = Reader::word_or_words;
        /// Patterns for documents in directories, relative to this file.
        #[schemars(with = "Option<Vec<String>>", extend("default" = DEFAULT_INCLUDE))]
        "include" include: PlacedWords = Reader::words;
        /// Patterns for files that are not checked, relative to this file.
        #[schemars(with = "Option<Vec<String>>", extend("default" = []))]
        "exclude" exclude: PlacedWords = Reader::words;
        /// Files with your own rules, relative to this file.
        #[schemars(with = "Option<Vec<String>>", extend("default" = []))]
        "rule-packs" rule_packs: PlacedWords = Reader::words;
        /// Files with your own markings, captions, TAGS, posts and exemption codes, relative to this file.
        #[schemars(with = "Option<Vec<String>>", extend("default" = []))]
        "registers" registers: PlacedWords = Reader::words;
        /// A file with names that must not be readable in any document, relative to this file.
        #[schemars(with = "Option<String>")]
        "watch-list" watch_list: Spanned<String> = Reader::place_word;
        /// A directory in which to keep what was found in runs started where this file applies, relative to this file;
        /// `--cache-dir` overrides it. By default that is where the system keeps caches.
        #[schemars(with = "Option<String>")]
        "cache-dir" cache_dir: Spanned<String> = Reader::place_word;
        /// A file with findings that may stay, relative to this file; for runs started where this file applies.
        #[schemars(with = "Option<String>")]
        "baseline" baseline: Spanned<String> = Reader::place_word;
        /// Other settings for some documents; the last matching one wins.
        "overrides" overrides: Vec<Override> = overrides;
        /// Findings that may stay.
        "suppress" suppress: Vec<Suppress> = suppressions;
        /// The output of runs started where this file applies; `-o` overrides it.
        "output" output: Outputs = outputs;
        and settings: Settings
    }
}

keys! {
    Settings is "key" {
        /// Levels and options of rules, by the name of a rule or group, or `all`.
        #[schemars(with = "Option<BTreeMap<String, LevelOrTable>>")]
        "rules" rules: Vec<Setting> = rules;
        /// The lowest severity that makes the exit code 1.
        #[schemars(with = "Option<LowestLevel>", extend("default" = "warning"))]
        "fail-on" fail_on: Severity = Reader::severity;
        /// The kind of the documents; `auto` detects it from the text.
        #[schemars(with = "Option<KindWord>", extend("default" = "auto"))]
        "kind" kind: Choice<Kind> = |reader: &mut Reader<'_>, value| reader.choice(&value, "kind of document", &KINDS);
        /// The marking system of the documents; `auto` detects it from the text.
        #[schemars(with = "Option<StyleWord>", extend("default" = "auto"))]
        "style" style: Choice<Style> = |reader: &mut Reader<'_>, value| reader.choice(&value, "marking style", &STYLES);
        /// How the documents are used.
        #[schemars(with = "Option<ProfileWord>", extend("default" = "auto"))]
        "profile" profile: Choice<Profile> = |reader: &mut Reader<'_>, value| reader.choice(&value, "profile", &PROFILES);
        /// The date of documents without a date in their text.
        #[schemars(with = "Option<String>", extend("default" = "auto"))]
        #[schemars(regex(pattern = "^(auto|[0-9]{4}-[0-9]{2}-[0-9]{2})$"))]
        "date" date: Choice<Date> = Reader::date_or_auto;
    }
}

keys! {
    Override is "key of an override" {
        /// Patterns for the documents it applies to, relative to this file.
        #[schemars(with = "Vec<String>")]
        "include" include: PlacedWords = Reader::words;
        /// Patterns for exceptions among them.
        #[schemars(with = "Option<Vec<String>>")]
        "exclude" exclude: PlacedWords = Reader::words;
        and settings: Settings
    }
}

keys! {
    /// A finding that may stay; it needs a fingerprint, a path or both.
    #[schemars(extend("anyOf" = [{ "required": ["fingerprint"] }, { "required": ["path"] }]))]
    Suppress is "key of a suppression" {
        /// The rule.
        #[schemars(with = "String")]
        "rule" rule: Spanned<String> = Reader::place_word;
        /// The fingerprint of the finding, from the output of `-o json`.
        #[schemars(regex(pattern = "^[0-9a-f]{16}$"))]
        "fingerprint" fingerprint: String = fingerprint;
        /// Patterns for the documents, relative to this file.
        #[schemars(with = "Option<OneOrMany>")]
        "path" path: PlacedWords = Reader::word_or_words;
        /// Why the finding may stay.
        #[schemars(with = "String", regex(pattern = r"\S"))]
        "reason" reason: String = reason;
        /// The last day on which the entry applies.
        #[schemars(with = "Option<String>", regex(pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"))]
        "expires" expires: Spanned<Date> = Reader::date;
    }
}

keys! {
    #[schemars(rename = "Output")]
    Outputs is "key of `output`" {
        /// Formats, at most one of them without a file; files are relative to this file.
        #[schemars(with = "Option<OneOrManyFormats>")]
        "format" format: Spanned<Vec<Output>> = formats;
        /// The address of a rule's page, with `{rule}` for its name; findings link to it.
        #[schemars(with = "Option<String>", regex(pattern = r"^(https?|file)://.*\{rule\}"))]
        "rule-url" rule_url: Spanned<RuleUrl> = rule_url;
    }
}

/// One entry under `rules`.
#[derive(Clone, Debug)]
pub(super) struct Setting {
    pub(super) name: Spanned<String>,
    pub(super) level: Option<Option<Severity>>,
    pub(super) options: Option<Spanned<toml::Table>>,
}

impl ShowValue for Vec<Setting> {}
impl ShowValue for Vec<Override> {}
impl ShowValue for Vec<Suppress> {}
impl ShowValue for Outputs {}

impl ShowValue for Spanned<Vec<Output>> {
    fn shown(&self) -> Option<ShownValue<'_>> {
        let words: Vec<String> = self.get_ref().iter().map(ToString::to_string).collect();
        Some(ShownValue::Value(toml(&words.into())))
    }
}

impl ShowValue for Spanned<RuleUrl> {
    fn shown(&self) -> Option<ShownValue<'_>> {
        Some(ShownValue::word(self.get_ref().text()))
    }
}

fn rules(reader: &mut Reader<'_>, value: Value<'_>) -> Option<Vec<Setting>> {
    let table = reader.table(value, "`rules`", "{ scan = \"info\" }")?;
    let setting = |(name, value): (Key<'_>, Value<'_>)| {
        let name = Spanned::new(name.span(), name.into_inner().into_owned());
        setting(reader, name, value)
    };
    Some(table.into_iter().map(setting).collect())
}

/// A level, or a table of a level and options.
fn setting(reader: &mut Reader<'_>, name: Spanned<String>, value: Value<'_>) -> Setting {
    let mut setting = Setting { name, level: None, options: None };
    let span = value.span();
    match value.into_inner() {
        DeValue::String(word) => setting.level = reader.level(&Spanned::new(span, DeValue::String(word))),
        DeValue::Table(mut table) => {
            if let Some(level) = table.remove("level") {
                setting.level = reader.level(&level);
            }
            if !table.is_empty() {
                let options = reader.options(Spanned::new(span.clone(), DeValue::Table(table)));
                setting.options = options.map(|options| Spanned::new(span, options));
            }
        }
        _ => reader.wrong(span, "this must be a level or a table", "write \"info\", or { level = \"info\" }"),
    }
    setting
}

fn overrides(reader: &mut Reader<'_>, value: Value<'_>) -> Option<Vec<Override>> {
    reader.tables(value, "overrides", |reader, value| {
        let span = value.span();
        let Some(table) = reader.table(value, "an override", "{ include = [\"drafts/**\"], fail-on = \"error\" }")
        else {
            return Override::default();
        };
        let over: Override = reader.keyed(table, |reader, span, name| {
            let elsewhere = Keys::keys().contains(&name);
            if elsewhere {
                let message = format!("`{name}` cannot be overridden: it applies to all documents");
                reader.wrong(span, message, "write it above the first table");
            }
            elsewhere
        });
        if !over.places.contains_key("include") {
            let message = "this override does not say to which documents it applies";
            reader.wrong(span, message, "add include = [\"drafts/**\"]");
        }
        over
    })
}

/// The entries that say what they suppress and why.
fn suppressions(reader: &mut Reader<'_>, value: Value<'_>) -> Option<Vec<Suppress>> {
    Some(reader.tables(value, "suppress", suppression)?.into_iter().flatten().collect())
}

fn suppression(reader: &mut Reader<'_>, value: Value<'_>) -> Option<Suppress> {
    let span = value.span();
    let table = reader.table(value, "a suppression", "{ rule = \"…\", path = \"archive/**\", reason = \"…\" }")?;
    let before = reader.mistakes.len();
    let lacks = |key: &str| !table.contains_key(key);
    if lacks("rule") {
        reader.wrong(span.clone(), "this suppression names no rule", "add rule = \"portion-outranks-banner\"");
    }
    if lacks("reason") {
        reader.wrong(span.clone(), "this suppression has no reason", "add reason = \"why the finding may stay\"");
    }
    if lacks("fingerprint") && lacks("path") {
        let help = "add fingerprint = \"…\", from the output of `-o json`, or path = \"archive/**\"";
        reader.wrong(span, "this suppression does not say which findings it applies to", help);
    }
    let entry = reader.keyed(table, |_, _, _| false);
    (reader.mistakes.len() == before).then_some(entry)
}

fn reason(reader: &mut Reader<'_>, value: Value<'_>) -> Option<String> {
    let reason = reader.word(&value)?.trim();
    if reason.is_empty() {
        reader.wrong(value.span(), "the reason is empty", "say why the finding may stay");
    }
    Some(reason.to_owned())
}

fn fingerprint(reader: &mut Reader<'_>, value: Value<'_>) -> Option<String> {
    let word = reader.word(&value)?;
    if !is_fingerprint(word) {
        reader.wrong(value.span(), "this is not a fingerprint", "copy the 16 digits from the output of `-o json`");
    }
    Some(word.to_owned())
}

fn outputs(reader: &mut Reader<'_>, value: Value<'_>) -> Option<Outputs> {
    let table = reader.table(value, "`output`", "{ format = [\"pretty\", \"sarif=out.sarif\"] }")?;
    Some(reader.keyed(table, |_, _, _| false))
}

/// Formats, each with its own place to go to.
fn formats(reader: &mut Reader<'_>, value: Value<'_>) -> Option<Spanned<Vec<Output>>> {
    let span = value.span();
    let words = reader.word_or_words(value)?;
    if words.is_empty() {
        reader.wrong(span.clone(), "this list is empty", "write [\"pretty\"], or remove the key");
    }
    let mut formats: Vec<Output> = Vec::with_capacity(words.len());
    for word in words {
        match Output::read(word.get_ref()) {
            Ok(output) if formats.iter().any(|other| other.file == output.file) => {
                let help = "write all but one as FORMAT=FILE, each to its own file";
                reader.wrong(word.span(), "another format is already written there", help);
            }
            Ok(output) => formats.push(output),
            Err(message) => reader.mistakes.push(reader.file.mistake(word.span(), message)),
        }
    }
    Some(Spanned::new(span, formats))
}

fn rule_url(reader: &mut Reader<'_>, value: Value<'_>) -> Option<Spanned<RuleUrl>> {
    let read = RuleUrl::read(reader.word(&value)?);
    let help = "write it like \"https://example.org/rules#{rule}\"";
    let url = read.map_err(|message| reader.wrong(value.span(), message, help)).ok()?;
    Some(Spanned::new(value.span(), url))
}

/// The JSON Schema of a configuration, for editors.
pub fn schema() -> serde_json::Value {
    let mut schema = schema_for!(Keys);
    schema.insert("title".to_owned(), "The configuration of cable-lint, .cable-lint.toml".into());
    let mut schema = schema.to_value();
    // Without a key in an override the rest of the configuration holds.
    for key in schema["$defs"]["Override"]["properties"].as_object_mut().into_iter().flat_map(|keys| keys.values_mut())
    {
        key.as_object_mut().and_then(|key| key.remove("default"));
    }
    schema
}
