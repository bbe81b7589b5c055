//! Validates `.cable-lint.toml` into a [`Config`]: which files are documents, and which rules apply to each.
//!
//! Raw settings with their places are validated here, all mistakes at once. [`Configs`] finds the
//! configuration of each document. Later settings override earlier ones: pack, `[rules]`, `--config`, `[[overrides]]`
//! in order, flags.

mod append;
mod covering;
mod discover;
mod extend;
mod globs;
mod keys;
mod levels;
mod output;
mod paths;
mod raw;
mod reader;
mod request;
mod shape;
mod show;
mod trust;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use toml::Spanned;

pub use append::{NewEntry, pattern, with_entries};
pub use covering::Covering;
pub use discover::{Configs, wary};
pub use globs::{BadGlob, Globs, Patterns, Whereabouts};
pub use keys::{DEFAULT_INCLUDE, schema};
pub use levels::{Unknown, find};
pub use output::{BaselineFile, CacheDir, OutputSettings};
pub use paths::{FILE_NAME, normal, way};
pub use reader::Assumed;
pub use request::{LevelFlag, Request};
pub use shape::{KINDS, PROFILES, STYLES};
pub use show::show;

use crate::check::CHECKS;
use crate::diagnostic::Severity;
use crate::rule::{Lookup, RuleSet};
use crate::source::mistake::{Mistake, TomlFile, plain};
use crate::suppress::{Entries, Reach, SuppressEntry};
use crate::watch::WatchList;
use keys::{Keys, Settings, Suppress};
use raw::Raw;
use reader::{Choice, PlacedWords};

/// A checked configuration.
pub struct Config {
    /// The directory of its file, absolute.
    pub root: PathBuf,
    /// The files it was read from, as the user knows them; what is extended comes first.
    pub names: Vec<String>,
    /// The packs of the user's own, in order.
    pub packs: Vec<Arc<TomlFile>>,
    /// The findings that may stay.
    pub suppressions: Entries,
    /// The output of a run that starts where this configuration applies.
    pub output: OutputSettings,
    fail_on: Option<Severity>,
    include: Patterns,
    exclude: Patterns,
    /// The watch list, which is no document.
    watch_file: Option<PathBuf>,
    base: RuleSet,
    overrides: Vec<Override>,
    /// What was written, the later over the earlier.
    layers: Vec<Raw>,
    request: Arc<Request>,
    made: Mutex<BTreeMap<Vec<bool>, Arc<RuleSet>>>,
}

/// Settings for some documents.
struct Override {
    file: Arc<TomlFile>,
    include: Patterns,
    exclude: Patterns,
    settings: Settings,
}

impl Config {
    /// Whether a file found in a directory is a document.
    pub fn includes(&self, place: &Whereabouts<'_>) -> bool {
        self.include.matches(&place.under(&self.root))
    }

    /// Whether something must not be checked.
    pub fn excludes(&self, place: &Whereabouts<'_>) -> bool {
        self.watch_file.as_deref() == Some(place.path) || self.exclude.cover(&place.under(&self.root))
    }

    /// Every file that it was read from, and that it names to be read.
    pub fn files(&self) -> Vec<PathBuf> {
        let mut files = Vec::new();
        for layer in &self.layers {
            files.extend((!layer.typed).then(|| self.request.cwd.join(&layer.file.name)));
            let lists = [&layer.keys.rule_packs, &layer.keys.registers].into_iter().flatten().flatten();
            files.extend(
                lists
                    .chain(&layer.keys.watch_list)
                    .chain(&layer.keys.baseline)
                    .map(|word| layer.root.join(word.get_ref())),
            );
        }
        files
    }

    /// The rules with their levels where no override applies.
    pub fn rules(&self) -> Arc<RuleSet> {
        self.made(vec![false; self.overrides.len()])
    }

    /// The rules that a document meets. One set is made, and kept, for each combination of overrides that occurs.
    pub fn rules_for(&self, place: &Whereabouts<'_>) -> Arc<RuleSet> {
        let place = place.under(&self.root);
        self.made(self.overrides.iter().map(|over| over.applies_to(&place)).collect())
    }

    /// From which severity on a finding in no particular document fails the run.
    pub fn fail_on(&self) -> Option<Severity> {
        self.fail_on
    }

    /// From which severity on a finding in a document fails the run.
    pub fn fail_on_for(&self, place: &Whereabouts<'_>) -> Option<Severity> {
        let place = place.under(&self.root);
        let overridden = self.overrides.iter().rev().filter(|over| over.applies_to(&place));
        overridden.filter_map(|over| over.settings.fail_on).next().or(self.fail_on)
    }

    /// The indices of those [`Config::suppressions`] whose paths apply to a document.
    pub fn suppressions_for(&self, place: &Whereabouts<'_>) -> Vec<usize> {
        self.suppressions.speaking_of(&place.under(&self.root))
    }

    fn made(&self, matched: Vec<bool>) -> Arc<RuleSet> {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(rules) = made.get(&matched) {
            return Arc::clone(rules);
        }
        let mut rules = self.base.clone();
        for (over, _) in self.overrides.iter().zip(&matched).filter(|(_, matched)| **matched) {
            // Each override was tried when it was read. Options that only clash together keep their earlier values.
            settle(&mut rules, &over.file, &over.settings);
        }
        self.request.apply(&mut rules);
        let rules = Arc::new(rules);
        made.insert(matched, Arc::clone(&rules));
        rules
    }
}

impl Override {
    fn applies_to(&self, place: &Whereabouts<'_>) -> bool {
        self.include.cover(place) && !self.exclude.cover(place)
    }
}

/// Does to `rules` what `settings`, written in `file`, say.
fn settle(rules: &mut RuleSet, file: &Arc<TomlFile>, settings: &Settings) -> Vec<Mistake> {
    fn assume<T: Copy>(assumed: &mut Option<T>, written: Option<&Choice<T>>) {
        *assumed = written.map_or(*assumed, |choice| choice.value);
    }
    assume(&mut rules.assumptions.kind, settings.kind.as_ref());
    assume(&mut rules.assumptions.style, settings.style.as_ref());
    assume(&mut rules.assumptions.profile, settings.profile.as_ref());
    assume(&mut rules.assumptions.date, settings.date.as_ref());
    levels::apply(rules, file, settings.rules.as_deref().unwrap_or_default())
}

/// Puts a configuration together, adding to `mistakes` everything that is wrong with it. Of its layers the later are over
/// the earlier: values of single keys and levels of rules override those of earlier layers. Lists of files are combined,
/// but one that is typed replaces them.
fn build(
    root: PathBuf,
    layers: Vec<Raw>,
    builtin: &RuleSet,
    request: &Arc<Request>,
    mistakes: &mut Vec<Mistake>,
) -> Config {
    let packs = read_files(&layers, "pack", |keys| keys.rule_packs.as_ref(), request, mistakes);
    let registers = read_files(&layers, "register", |keys| keys.registers.as_ref(), request, mistakes);
    let mut config = Config {
        names: layers.iter().filter(|layer| !layer.typed).map(|layer| layer.file.name.clone()).collect(),
        packs,
        suppressions: Entries::default(),
        output: output::read(&layers, mistakes),
        include: read_lists(&layers, |keys| keys.include.as_ref(), mistakes).unwrap_or_else(|| default_include(&root)),
        exclude: read_lists(&layers, |keys| keys.exclude.as_ref(), mistakes).unwrap_or_default(),
        watch_file: watch_list(&layers).map(|(layer, path)| normal(&layer.root.join(path.get_ref()))),
        fail_on: layers.iter().rev().find_map(|layer| layer.keys.settings.fail_on),
        base: builtin.clone(),
        overrides: Vec::new(),
        request: Arc::clone(request),
        made: Mutex::default(),
        layers: Vec::new(),
        root,
    };
    let watch = read_watch_list(&layers, mistakes);
    if !config.packs.is_empty() {
        match RuleSet::with_packs(&config.packs, CHECKS) {
            Ok(rules) => config.base = rules,
            // Without all packs it is unknown which names are wrong.
            Err(found) => {
                mistakes.extend(found);
                config.base.watch = watch;
                return config;
            }
        }
    }
    if !registers.is_empty()
        && let Err(found) = config.base.add_registers(&registers)
    {
        mistakes.extend(found);
    }
    for layer in &layers {
        mistakes.extend(settle(&mut config.base, &layer.file, &layer.keys.settings));
    }
    config.base.watch = watch;
    for (layer, overrides) in lists(&layers, |keys| keys.overrides.as_ref()) {
        config.overrides.extend(overrides.iter().map(|over| read_override(layer, over, &config.base, mistakes)));
    }
    for (layer, entries) in lists(&layers, |keys| keys.suppress.as_ref()) {
        read_entries(layer, entries, &mut config, mistakes);
    }
    config.layers = layers;
    config
}

/// What `get` finds in the layers, with the layer: in the last typed one, or else in every file.
fn lists<'l, T>(layers: &'l [Raw], get: impl Fn(&'l Keys) -> Option<&'l T>) -> Vec<(&'l Raw, &'l T)> {
    let found = || layers.iter().filter_map(|layer| Some((layer, get(&layer.keys)?)));
    let typed = found().filter(|(layer, _)| layer.typed).last();
    typed.map_or_else(|| found().collect(), |typed| vec![typed])
}

/// The last layer with a `watch-list`, and the list that it names.
fn watch_list(layers: &[Raw]) -> Option<(&Raw, &Spanned<String>)> {
    layers.iter().rev().find_map(|layer| Some((layer, layer.keys.watch_list.as_ref()?)))
}

/// Reads the list under `watch-list` of the last layer that has one. Mistakes in it are reported by line only.
fn read_watch_list(layers: &[Raw], mistakes: &mut Vec<Mistake>) -> Option<Arc<WatchList>> {
    let (layer, path) = watch_list(layers)?;
    let text = layer.reach.read(&layer.root.join(path.get_ref()));
    let text = text.map_err(|error| {
        mistakes.push(layer.file.mistake(path.span(), format!("cannot read this watch list: {}", plain(&error))));
    });
    let list = WatchList::read(&text.ok()?).map_err(|wrong| {
        mistakes.extend(wrong.iter().map(|wrong| layer.file.mistake(path.span(), wrong.to_string())));
    });
    list.ok().map(Arc::new)
}

fn default_include(root: &Path) -> Patterns {
    let mut patterns = Patterns::default();
    patterns.add(root, Globs::new(DEFAULT_INCLUDE).unwrap_or_else(|_| Globs::none()));
    patterns
}

fn read_lists(
    layers: &[Raw],
    get: impl Fn(&Keys) -> Option<&PlacedWords>,
    mistakes: &mut Vec<Mistake>,
) -> Option<Patterns> {
    let lists = lists(layers, get);
    let mut patterns = Patterns::default();
    for (layer, words) in &lists {
        patterns.add(&layer.root, read_globs(&layer.file, words, mistakes));
    }
    (!lists.is_empty()).then_some(patterns)
}

fn read_override(layer: &Raw, over: &keys::Override, base: &RuleSet, mistakes: &mut Vec<Mistake>) -> Override {
    mistakes.extend(settle(&mut base.clone(), &layer.file, &over.settings));
    let mut patterns = |words: &Option<PlacedWords>| {
        let mut patterns = Patterns::default();
        patterns.add(&layer.root, read_globs(&layer.file, words.as_deref().unwrap_or_default(), mistakes));
        patterns
    };
    Override {
        file: Arc::clone(&layer.file),
        include: patterns(&over.include),
        exclude: patterns(&over.exclude),
        settings: over.settings.clone(),
    }
}

fn read_entries(layer: &Raw, raws: &[Suppress], config: &mut Config, mistakes: &mut Vec<Mistake>) {
    let (mut entries, mut words, mut of) = (Vec::new(), PlacedWords::new(), Vec::new());
    for raw in raws {
        // Those without are left out by the reader.
        let (Some(rule), Some(reason)) = (&raw.rule, &raw.reason) else { continue };
        let paths = raw.path.as_deref().unwrap_or_default();
        if let Err(mistake) = one_rule(layer, rule, &config.base) {
            mistakes.push(mistake);
            continue;
        }
        of.extend(paths.iter().map(|_| entries.len()));
        words.extend(paths.iter().cloned());
        entries.push(SuppressEntry {
            file: Arc::clone(&layer.file),
            place: rule.span(),
            rule: rule.get_ref().clone(),
            fingerprint: raw.fingerprint.clone(),
            reach: match paths {
                [] => Reach::Everywhere,
                [path] if is_literal(path.get_ref()) => Reach::One,
                _ => Reach::Some,
            },
            reason: reason.clone(),
            expires: raw.expires.as_ref().map(|date| (*date.get_ref(), date.span())),
        });
    }
    let globs = read_patterns(&layer.file, &words, mistakes, Covering::new(words.iter().map(|word| &**word.get_ref())));
    config.suppressions.add(layer.root.clone(), entries, globs, of);
}

/// Sees to it that a suppression names a rule.
fn one_rule(layer: &Raw, rule: &Spanned<String>, base: &RuleSet) -> Result<(), Mistake> {
    let name = rule.get_ref();
    match levels::find(base, name) {
        Ok(_) if matches!(base.find(name), Lookup::Rule(_)) => Ok(()),
        Ok(_) => {
            let mistake =
                layer.file.mistake(rule.span(), format!("`{name}` is a group; a suppression must name a rule"));
            Err(mistake.help("to ignore a group, set it to `ignore` under [rules] or in an override"))
        }
        Err(unknown) => Err(unknown.at(&layer.file, rule.span())),
    }
}

/// Whether a pattern can match but one file.
fn is_literal(pattern: &str) -> bool {
    pattern.contains('/') && !pattern.ends_with('/') && !pattern.contains(['*', '?', '[', '{', '\\'])
}

fn read_globs(file: &Arc<TomlFile>, words: &[Spanned<String>], mistakes: &mut Vec<Mistake>) -> Globs {
    read_patterns(file, words, mistakes, Globs::new(words.iter().map(|word| word.get_ref().as_str())))
}

/// What was read of patterns; without any if one is wrong.
fn read_patterns<P: Default>(
    file: &Arc<TomlFile>,
    words: &[Spanned<String>],
    mistakes: &mut Vec<Mistake>,
    read: Result<P, Vec<BadGlob>>,
) -> P {
    read.unwrap_or_else(|bad| {
        mistakes.extend(bad.into_iter().map(|bad| file.mistake(words[bad.index].span(), bad.message)));
        P::default()
    })
}

/// Reads the files that layers name under one key, each once.
fn read_files(
    layers: &[Raw],
    what: &str,
    named: impl Fn(&Keys) -> Option<&PlacedWords>,
    request: &Request,
    mistakes: &mut Vec<Mistake>,
) -> Vec<Arc<TomlFile>> {
    let mut files: Vec<Arc<TomlFile>> = Vec::new();
    for (layer, paths) in lists(layers, named) {
        for path in paths {
            match layer.reach.read_toml(&layer.root.join(path.get_ref()), &request.cwd) {
                Ok(file) if files.contains(&file) => {}
                Ok(file) => files.push(file),
                Err(error) => {
                    let message = format!("cannot read this {what}: {}", plain(&error));
                    mistakes.push(layer.file.mistake(path.span(), message));
                }
            }
        }
    }
    files
}
