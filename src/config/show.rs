//! Shows every setting that applies to a document, with the place where it was set.
//!
//! The output is valid TOML. Settings are applied again here, in order, to find the last one that counts.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::Range;
use std::sync::Arc;

use super::raw::{Places, RawOverride, Setting, Words};
use super::{Config, DEFAULT_INCLUDE, Whereabouts, levels, lists};
use crate::diagnostic::Severity;
use crate::mistake::TomlFile;
use crate::rule::RuleSet;
use crate::suppress::Reach;

/// The column at which it says where a setting was written.
const COLUMN: usize = 48;

/// Writes out what `place` meets in `config`.
pub fn show(config: &Config, place: &Whereabouts<'_>) -> String {
    let mut sheet = Sheet { config, place, text: String::new() };
    for (key, get) in [
        ("include", (|raw| raw.include.as_ref()) as fn(&super::Raw) -> Option<&Words>),
        ("exclude", |raw| raw.exclude.as_ref()),
        ("rule-packs", |raw| raw.rule_packs.as_ref()),
        ("registers", |raw| raw.registers.as_ref()),
    ] {
        sheet.list(key, get);
    }
    sheet.single_values();
    sheet.output();
    sheet.rules();
    sheet.suppressions();
    sheet.text
}

struct Sheet<'s> {
    config: &'s Config,
    place: &'s Whereabouts<'s>,
    text: String,
}

/// Where something was written.
type Origin<'o> = (&'o Arc<TomlFile>, Range<usize>);

impl<'s> Sheet<'s> {
    fn line(&mut self, setting: &str, origin: Option<Origin<'_>>) {
        let origin = origin.map_or_else(|| "default".to_owned(), |origin| name(&origin));
        let _ = writeln!(self.text, "{setting:<COLUMN$} # {origin}");
    }

    fn list(&mut self, key: &str, get: fn(&super::Raw) -> Option<&Words>) {
        let lists = lists(&self.config.layers, get);
        let count: usize = lists.iter().map(|(_, words)| words.len()).sum();
        if lists.is_empty() {
            let default = if key == "include" { &DEFAULT_INCLUDE[..] } else { &[] };
            let words: Vec<String> = default.iter().map(|word| quoted(word)).collect();
            return self.line(&format!("{key} = [{}]", words.join(", ")), None);
        }
        if count == 0 {
            let origin = lists.last().and_then(|(layer, _)| Some((&layer.file, layer.places.get(key)?.clone())));
            return self.line(&format!("{key} = []"), origin);
        }
        let _ = writeln!(self.text, "{key} = [");
        for (layer, words) in lists {
            for word in words {
                self.line(&format!("  {},", quoted(word.get_ref())), Some((&layer.file, word.span())));
            }
        }
        self.text.push_str("]\n");
    }

    fn single_values(&mut self) {
        let config = self.config;
        let rules = config.rules_for(self.place);
        let assumed = rules.assumptions;
        let fail_on = config.fail_on_for(self.place).unwrap_or(Severity::Warning);
        let auto = || "auto".to_owned();
        let watched = config.layers.iter().rev().find_map(|layer| Some((&layer.file, layer.watch_list.as_ref()?)));
        if let Some((file, path)) = watched {
            self.line(&format!("watch-list = {}", quoted(path.get_ref())), Some((file, path.span())));
        }
        let values = [
            ("fail-on", fail_on.word().to_owned()),
            ("kind", assumed.kind.map_or_else(auto, |kind| word(&kind))),
            ("style", assumed.style.map_or_else(auto, |style| word(&style))),
            ("profile", assumed.profile.map_or_else(auto, |profile| word(&profile))),
            ("date", assumed.date.map_or_else(auto, |date| date.to_string())),
        ];
        for (key, value) in values {
            let layers = config.layers.iter().map(|layer| (&layer.file, &layer.places));
            let overrides = self.overrides().into_iter().map(|(file, over)| (file, &over.places));
            let places: Vec<(&Arc<TomlFile>, &Places)> = layers.chain(overrides).collect();
            let last = places.into_iter().rev().find_map(|(file, places)| Some((file, places.get(key)?.clone())));
            self.line(&format!("{key} = {}", quoted(&value)), last);
        }
    }

    /// The output settings of a run that starts here, which do not depend on the document.
    fn output(&mut self) {
        let layers = || self.config.layers.iter().rev();
        let format = layers().find_map(|layer| Some((&layer.file, layer.output.format.as_ref()?)));
        let url = layers().find_map(|layer| Some((&layer.file, layer.output.rule_url.as_ref()?)));
        if format.is_none() && url.is_none() {
            return;
        }
        self.text.push_str("\n[output] # for runs started here, whatever they check\n");
        if let Some((file, formats)) = format {
            let words: Vec<String> = formats.get_ref().iter().map(|output| quoted(&output.to_string())).collect();
            self.line(&format!("format = [{}]", words.join(", ")), Some((file, formats.span())));
        }
        if let Some((file, url)) = url {
            self.line(&format!("rule-url = {}", quoted(url.get_ref().text())), Some((file, url.span())));
        }
    }

    /// The overrides that apply to the document, in order.
    fn overrides(&self) -> Vec<(&'s Arc<TomlFile>, &'s RawOverride)> {
        let written = lists(&self.config.layers, |layer| layer.overrides.as_ref());
        let written =
            written.into_iter().flat_map(|(layer, overrides)| overrides.iter().map(|over| (&layer.file, over)));
        let both = written.zip(&self.config.overrides);
        let place = self.place.under(&self.config.root);
        both.filter(|(_, over)| over.speaks_of(&place)).map(|(written, _)| written).collect()
    }

    /// The words on rules that are the last word on at least one rule.
    fn rules(&mut self) {
        let rules = self.config.rules_for(self.place);
        let mut said = Said::default();
        for layer in &self.config.layers {
            said.lay(&rules, &layer.file, &layer.rules);
        }
        for (file, over) in self.overrides() {
            said.lay(&rules, file, &over.rules);
        }
        let others = said.levels.len() < rules.rules().len();
        let mut lines: BTreeMap<(u8, &str), (String, Option<Origin<'_>>)> = BTreeMap::new();
        for (&rule, (setting, file)) in &said.levels {
            let (name, level) = (setting.name.get_ref(), rules.level(rule).map_or("ignore", Severity::word));
            let line = (format!("{name} = {}", quoted(level)), Some((*file, setting.name.span())));
            lines.insert((levels::rank(&rules, name), name), line);
        }
        for (&rule, (options, file, span)) in &said.options {
            let (name, level) = (&rules.rules()[rule].name, rules.level(rule).map_or("ignore", Severity::word));
            let options: Vec<String> = options.iter().map(|(key, value)| format!("{key} = {value}")).collect();
            let line = format!("{name} = {{ level = {}, {} }}", quoted(level), options.join(", "));
            lines.insert((levels::rank(&rules, name), name), (line, Some((*file, span.clone()))));
        }
        self.text.push_str("\n[rules]\n");
        for (line, origin) in lines.into_values() {
            self.line(&line, origin);
        }
        if others {
            self.text.push_str("# all other rules have the level of their pack\n");
        }
    }

    /// The suppressions that apply to the document.
    fn suppressions(&mut self) {
        let named = self.config.suppressions_for(self.place);
        for (index, entry) in self.config.suppressions.all().iter().enumerate() {
            if entry.reach != Reach::Everywhere && !named.contains(&index) {
                continue;
            }
            self.text.push_str("\n[[suppress]]\n");
            self.line(&format!("rule = {}", quoted(&entry.rule)), Some((&entry.file, entry.place.clone())));
            if let Some(fingerprint) = &entry.fingerprint {
                let _ = writeln!(self.text, "fingerprint = {}", quoted(fingerprint));
            }
            let _ = writeln!(self.text, "reason = {}", quoted(&entry.reason));
            if let Some((date, _)) = &entry.expires {
                let _ = writeln!(self.text, "expires = {date}");
            }
        }
    }
}

/// The last word on each rule.
#[derive(Default)]
struct Said<'o> {
    levels: BTreeMap<usize, (&'o Setting, &'o Arc<TomlFile>)>,
    /// Options add up; the place is that of the last ones.
    options: BTreeMap<usize, (toml::Table, &'o Arc<TomlFile>, Range<usize>)>,
}

impl<'o> Said<'o> {
    /// Lays `settings`, written in `file`, over what was said before.
    fn lay(&mut self, rules: &RuleSet, file: &'o Arc<TomlFile>, settings: &'o [Setting]) {
        for setting in levels::ordered(rules, settings) {
            for rule in levels::find(rules, setting.name.get_ref()).unwrap_or_default() {
                if setting.level.is_some() {
                    self.levels.insert(rule, (setting, file));
                }
                if let Some(options) = &setting.options {
                    let said = self.options.entry(rule).or_insert_with(|| (toml::Table::new(), file, 0..0));
                    said.0.extend(options.get_ref().clone());
                    (said.1, said.2) = (file, setting.name.span());
                }
            }
        }
    }
}

fn name((file, span): &Origin<'_>) -> String {
    let row = file.text[..span.start.min(file.text.len())].matches('\n').count() + 1;
    format!("{}:{row}", file.name)
}

/// A string as TOML writes it on one line.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// A choice by the word that configurations use for it.
fn word(choice: &impl std::fmt::Debug) -> String {
    format!("{choice:?}").to_lowercase()
}
