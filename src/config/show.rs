//! Shows every setting that applies to a document, with the place where it was set.
//!
//! The output is valid TOML. Settings are applied again here, in order, to find the last one that counts.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::Range;
use std::sync::Arc;

use super::keys;
use super::keys::{Keys, Outputs, Setting, schema};
use super::reader::{PlacedWords, ShownValue, Table, toml};
use super::{Config, Raw, Whereabouts, levels, lists};
use crate::diagnostic::Severity;
use crate::rule::RuleSet;
use crate::source::mistake::TomlFile;
use crate::suppress::Reach;

/// The column at which it says where a setting was written.
const COLUMN: usize = 48;

/// Writes out what `place` meets in `config`.
pub fn show(config: &Config, place: &Whereabouts<'_>) -> String {
    let mut sheet = Sheet { config, place, text: String::new() };
    sheet.keys();
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

    /// The keys outside of tables.
    fn keys(&mut self) {
        let (config, defaults) = (self.config, schema()["properties"].take());
        // What is extended is shown in its place.
        for key in Keys::keys().into_iter().filter(|key| *key != "extend") {
            let listed = lists(&config.layers, |keys| match keys.shown(key)?.0 {
                ShownValue::List(words) => Some(words),
                ShownValue::Value(_) => None,
            });
            let layers = config.layers.iter().map(|layer| (&layer.file, layer.keys.shown(key)));
            let overrides = self.overrides().into_iter().map(|(file, over)| (file, over.settings.shown(key)));
            let written = last(layers.chain(overrides));
            if !listed.is_empty() {
                self.list(key, &listed);
            } else if let Some((value, origin)) = written {
                self.line(&format!("{key} = {value}"), Some(origin));
            } else if let Some(default) = defaults[key].get("default") {
                self.line(&format!("{key} = {}", toml(default)), None);
            }
        }
    }

    fn list(&mut self, key: &str, lists: &[(&Raw, &PlacedWords)]) {
        if lists.iter().all(|(_, words)| words.is_empty()) {
            let origin = lists.last().and_then(|(layer, _)| Some((&layer.file, layer.keys.shown(key)?.1)));
            return self.line(&format!("{key} = []"), origin);
        }
        let _ = writeln!(self.text, "{key} = [");
        for (layer, words) in lists {
            for word in *words {
                self.line(&format!("  {},", quoted(word.get_ref())), Some((&layer.file, word.span())));
            }
        }
        self.text.push_str("]\n");
    }

    /// The output settings of a run that starts here, which do not depend on the document.
    fn output(&mut self) {
        let layers = self.config.layers.iter().filter_map(|layer| Some((&layer.file, layer.keys.output.as_ref()?)));
        let written = |key| last(layers.clone().map(|(file, output)| (file, output.shown(key))));
        let lines = Outputs::keys().into_iter().filter_map(|key| Some((key, written(key)?)));
        for (at, (key, (value, origin))) in lines.enumerate() {
            if at == 0 {
                self.text.push_str("\n[output] # for runs started here, whatever they check\n");
            }
            self.line(&format!("{key} = {value}"), Some(origin));
        }
    }

    /// The overrides that apply to the document, in order.
    fn overrides(&self) -> Vec<(&'s Arc<TomlFile>, &'s keys::Override)> {
        let written = lists(&self.config.layers, |keys| keys.overrides.as_ref());
        let written =
            written.into_iter().flat_map(|(layer, overrides)| overrides.iter().map(|over| (&layer.file, over)));
        let both = written.zip(&self.config.overrides);
        let place = self.place.under(&self.config.root);
        both.filter(|(_, over)| over.applies_to(&place)).map(|(written, _)| written).collect()
    }

    /// The words on rules that are the last word on at least one rule.
    fn rules(&mut self) {
        let rules = self.config.rules_for(self.place);
        let mut said = Said::default();
        for layer in &self.config.layers {
            said.lay(&rules, &layer.file, &layer.keys.settings.rules);
        }
        for (file, over) in self.overrides() {
            said.lay(&rules, file, &over.settings.rules);
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
    fn lay(&mut self, rules: &RuleSet, file: &'o Arc<TomlFile>, settings: &'o Option<Vec<Setting>>) {
        for setting in levels::ordered(rules, settings.as_deref().unwrap_or_default()) {
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
    toml(&text.into())
}

/// The last value among what files say.
fn last<'o>(
    written: impl Iterator<Item = (&'o Arc<TomlFile>, Option<(ShownValue<'o>, Range<usize>)>)>,
) -> Option<(String, Origin<'o>)> {
    let value = |(file, shown): (&'o _, Option<(ShownValue<'o>, _)>)| match shown? {
        (ShownValue::Value(value), span) => Some((value, (file, span))),
        (ShownValue::List(_), _) => None,
    };
    written.filter_map(value).last()
}
