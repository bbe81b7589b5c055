//! Parses the TOML of a configuration into settings with their places.
//!
//! Checks only the form of values; whether a rule exists or a pack loads is checked later. All mistakes are collected.

mod reader;

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::civil::Date;
use toml::Spanned;
use toml::de::DeTable;

use super::trust::Reach;
use crate::diagnostic::Severity;
use crate::document::{Kind, Profile, Style};
use crate::mistake::{Mistake, TomlFile};
use crate::render::{Output, RuleUrl};
use reader::Reader;

/// The keys of a configuration.
pub(super) const KEYS: [&str; 15] = [
    "extend",
    "include",
    "exclude",
    "rules",
    "overrides",
    "suppress",
    "fail-on",
    "rule-packs",
    "registers",
    "watch-list",
    "kind",
    "style",
    "profile",
    "date",
    "output",
];
/// The keys of `output`.
pub(super) const OUTPUT_KEYS: [&str; 2] = ["format", "rule-url"];
/// The keys of an override.
pub(super) const OVERRIDE_KEYS: [&str; 8] =
    ["include", "exclude", "rules", "fail-on", "kind", "style", "profile", "date"];
/// The keys of an entry of `suppress`.
pub(super) const SUPPRESS_KEYS: [&str; 5] = ["rule", "fingerprint", "path", "reason", "expires"];

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
    pub(super) exclude: Words,
    pub(super) rules: Vec<Setting>,
    pub(super) fail_on: Option<Severity>,
    pub(super) assumed: Assumed,
    /// The place of each key.
    pub(super) places: Places,
}

/// One entry of `suppress` that has all it needs.
#[derive(Clone, Debug)]
pub(super) struct RawSuppress {
    pub(super) rule: Spanned<String>,
    pub(super) fingerprint: Option<String>,
    pub(super) path: Words,
    pub(super) reason: String,
    pub(super) expires: Option<Spanned<Date>>,
}

/// What is under `output`. Each key has its value, with the place of the value.
#[derive(Clone, Debug, Default)]
pub(super) struct RawOutput {
    pub(super) format: Option<Spanned<Vec<Output>>>,
    pub(super) rule_url: Option<Spanned<RuleUrl>>,
}

/// Where the keys of a table are, by name.
pub(super) type Places = BTreeMap<String, Range<usize>>;

/// A configuration as written.
#[derive(Clone, Debug)]
pub(super) struct Raw {
    pub(super) file: Arc<TomlFile>,
    /// The directory that its paths and patterns are relative to, absolute.
    pub(super) root: PathBuf,
    /// Whether it was typed and not read from a file.
    pub(super) typed: bool,
    /// How far away what it names may be.
    pub(super) reach: Reach,
    pub(super) extend: Words,
    pub(super) include: Option<Words>,
    pub(super) exclude: Option<Words>,
    pub(super) rule_packs: Option<Words>,
    pub(super) watch_list: Option<Spanned<String>>,
    pub(super) registers: Option<Words>,
    pub(super) fail_on: Option<Severity>,
    pub(super) assumed: Assumed,
    pub(super) rules: Vec<Setting>,
    pub(super) overrides: Option<Vec<RawOverride>>,
    pub(super) suppress: Option<Vec<RawSuppress>>,
    pub(super) output: RawOutput,
    /// The place of each key.
    pub(super) places: Places,
}

/// Reads `file`, which is in `root`, adding to `mistakes` everything that is wrong with it.
pub(super) fn read(file: &Arc<TomlFile>, root: &Path, mistakes: &mut Vec<Mistake>) -> Raw {
    let mut raw = Raw {
        file: Arc::clone(file),
        root: root.to_owned(),
        typed: false,
        reach: Reach::Anywhere,
        extend: Words::new(),
        include: None,
        exclude: None,
        rule_packs: None,
        watch_list: None,
        registers: None,
        fail_on: None,
        assumed: Assumed::default(),
        rules: Vec::new(),
        overrides: None,
        suppress: None,
        output: RawOutput::default(),
        places: Places::new(),
    };
    let before = mistakes.len();
    let (table, errors) = DeTable::parse_recoverable(&file.text);
    mistakes.extend(errors.iter().map(|error| file.syntax(error)));
    if !errors.is_empty() {
        // What the parser made up to go on with is not what was meant; but what it says of watched names masks what is told
        // of the rest.
        raw.watch_list = watch_list_line(&file.text);
        return raw;
    }
    let mut reader = Reader { file, mistakes };
    for (key, value) in table.into_inner() {
        raw.places.insert(key.get_ref().to_string(), key.span());
        match key.get_ref().as_ref() {
            "extend" => raw.extend = reader.word_or_words(value).unwrap_or_default(),
            "include" => raw.include = reader.words(value),
            "exclude" => raw.exclude = reader.words(value),
            "rule-packs" => raw.rule_packs = reader.words(value),
            "watch-list" => {
                raw.watch_list = reader.word(&value).map(|word| Spanned::new(value.span(), word.to_owned()));
            }
            "registers" => raw.registers = reader.words(value),
            "fail-on" => raw.fail_on = reader.fail_on(&value),
            "rules" => raw.rules = reader.rules(value),
            "overrides" => raw.overrides = reader.tables(value, "overrides", Reader::over),
            "suppress" => raw.suppress = reader.suppressions(value),
            "output" => raw.output = reader.output(value),
            name if reader.assumed(name, &value, &mut raw.assumed) => {}
            name => reader.unknown(key.span(), name, "key", &KEYS),
        }
    }
    // Tables come by name, people read by line.
    mistakes[before..].sort_by_key(|mistake| mistake.span.start);
    raw
}

/// The watch list that a line of `text` names, if that line is right by itself.
fn watch_list_line(text: &str) -> Option<Spanned<String>> {
    let mut lines = text.lines().map(str::trim_start).filter(|line| line.starts_with("watch-list"));
    let table = lines.find_map(|line| line.parse::<toml::Table>().ok())?;
    Some(Spanned::new(0..0, table.get("watch-list")?.as_str()?.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mistakes(text: &str) -> Vec<(String, String, Option<String>)> {
        let mut mistakes = Vec::new();
        read(&TomlFile::new("x.toml", text), Path::new("/"), &mut mistakes);
        mistakes.into_iter().map(|m| (text[m.span].to_owned(), m.message, m.help)).collect()
    }

    #[test]
    fn every_key_is_read_with_its_value() {
        let text = "include = ['a']\nexclude = ['b']\nrule-packs = ['c']\nfail-on = 'error'\nkind = 'cable'\n\
                    style = 'auto'\ndate = 1999-01-02\n[rules]\nscan = { level = 'ignore', max = 3 }\nx.level = 'warn'\n\
                    [[overrides]]\ninclude = ['d']\nrules = { all = 'info' }\ndate = '2001-02-03'\n\
                    [output]\nformat = ['pretty', 'json=a.json']\nrule-url = 'https://example.org/{rule}'\n";
        let mut mistakes = Vec::new();
        let raw = read(&TomlFile::new("x.toml", text), Path::new("/"), &mut mistakes);
        assert_eq!(mistakes, []);
        assert_eq!(raw.fail_on, Some(Severity::Error));
        assert_eq!(raw.output.format.map(|format| format.get_ref().len()), Some(2));
        assert_eq!(raw.output.rule_url.map(|url| url.get_ref().of("x")).as_deref(), Some("https://example.org/x"));
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
        assert_eq!(mistakes("date = 'yesterday'")[0].1, "this is not a calendar date");
    }
}
