//! `.cable-lint.toml` in, a [`Config`] out: which files are documents, and which rules each of them meets.
//!
//! Raw settings with their places ([`raw`]) become checked ones here, every mistake at once. [`Configs`] finds the
//! configuration of each document. Later wins: pack, `[rules]`, `--config`, `[[overrides]]` in order, flags.
//! Knows nothing of findings and output.

mod discover;
mod globs;
mod levels;
mod raw;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

pub use discover::{Configs, FILE_NAME, LevelFlag, Request, normal};
pub use globs::{BadGlob, Globs};
pub use levels::{Unknown, find};

use crate::diagnostic::Severity;
use crate::mistake::{Mistake, TomlFile, plain};
use crate::rule::{Assumptions, RuleSet, builtin_packs};
use crate::watch::WatchList;
use raw::{Assumed, Raw, Setting, Words};

/// What counts as a document in a directory, if nothing else is said.
pub const DEFAULT_INCLUDE: [&str; 6] = ["**/*.txt", "**/*.md", "**/*.markdown", "**/*.cable", "**/*.html", "**/*.htm"];

/// A checked configuration.
pub struct Config {
    /// The directory that patterns and packs are relative to, absolute.
    pub root: PathBuf,
    /// The file it was read from, as the user knows it.
    pub name: Option<String>,
    /// From which severity on a finding fails the run.
    pub fail_on: Option<Severity>,
    /// The packs of the user's own, in order.
    pub packs: Vec<Arc<TomlFile>>,
    include: Globs,
    exclude: Globs,
    base: RuleSet,
    overrides: Vec<Override>,
    request: Arc<Request>,
    made: Mutex<BTreeMap<Vec<bool>, Arc<RuleSet>>>,
}

/// Settings for some documents.
struct Override {
    file: Arc<TomlFile>,
    include: Globs,
    rules: Vec<Setting>,
    assumed: Assumed,
}

impl Config {
    /// Whether a file found in a directory is a document. `path` is relative to [`Config::root`].
    pub fn includes(&self, path: &Path) -> bool {
        self.include.matches(path)
    }

    /// The patterns for what must not be checked, relative to [`Config::root`].
    pub fn exclude(&self) -> &Globs {
        &self.exclude
    }

    /// The rules with the levels they have where no override speaks.
    pub fn rules(&self) -> Arc<RuleSet> {
        self.made(vec![false; self.overrides.len()])
    }

    /// The rules that the document `path`, relative to [`Config::root`], meets. One set is made, and kept, for each
    /// combination of overrides that occurs.
    pub fn rules_for(&self, path: &Path) -> Arc<RuleSet> {
        self.made(self.overrides.iter().map(|over| over.include.cover(path)).collect())
    }

    fn made(&self, matched: Vec<bool>) -> Arc<RuleSet> {
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(rules) = made.get(&matched) {
            return Arc::clone(rules);
        }
        let mut rules = self.base.clone();
        for (over, _) in self.overrides.iter().zip(&matched).filter(|(_, matched)| **matched) {
            // Each override was tried when it was read. Options that only clash together keep their earlier values.
            levels::apply(&mut rules, &over.file, &over.rules);
            assume(&mut rules.assumptions, over.assumed);
        }
        self.request.apply(&mut rules);
        let rules = Arc::new(rules);
        made.insert(matched, Arc::clone(&rules));
        rules
    }
}

fn assume(assumptions: &mut Assumptions, assumed: Assumed) {
    assumptions.kind = assumed.kind.unwrap_or(assumptions.kind);
    assumptions.style = assumed.style.unwrap_or(assumptions.style);
    assumptions.profile = assumed.profile.unwrap_or(assumptions.profile);
    assumptions.date = assumed.date.unwrap_or(assumptions.date);
}

/// What is known when a configuration is put together: its layers, the later over the earlier.
struct Parts<'p> {
    root: PathBuf,
    name: Option<String>,
    layers: Vec<Raw>,
    builtin: &'p RuleSet,
    request: &'p Arc<Request>,
}

/// Puts a configuration together, adding to `mistakes` everything that is wrong with it.
fn build(parts: Parts<'_>, mistakes: &mut Vec<Mistake>) -> Config {
    let Parts { root, name, layers, builtin, request } = parts;
    let read = Named { layers: &layers, root: &root, request };
    let packs = read.files("pack", |layer| layer.rule_packs.as_ref(), mistakes);
    let registers = read.files("register", |layer| layer.registers.as_ref(), mistakes);
    let mut config = Config {
        include: Globs::new(DEFAULT_INCLUDE).unwrap_or_else(|_| Globs::none()),
        exclude: Globs::none(),
        fail_on: layers.iter().rev().find_map(|layer| layer.fail_on),
        base: builtin.clone(),
        overrides: Vec::new(),
        request: Arc::clone(request),
        made: Mutex::default(),
        packs,
        root,
        name,
    };
    for layer in &layers {
        if let Some(words) = &layer.include {
            config.include = read_globs(&layer.file, words, mistakes);
        }
        if let Some(words) = &layer.exclude {
            config.exclude = read_globs(&layer.file, words, mistakes);
        }
    }
    if !config.packs.is_empty() {
        let all = builtin_packs().into_iter().chain(config.packs.iter().cloned()).collect::<Vec<_>>();
        match RuleSet::load(&all) {
            Ok(rules) => config.base = rules,
            // Without all packs nobody can tell which names are wrong.
            Err(found) => {
                mistakes.extend(found);
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
        mistakes.extend(levels::apply(&mut config.base, &layer.file, &layer.rules));
        assume(&mut config.base.assumptions, layer.assumed);
    }
    config.base.watch = read_watch_list(&layers, &config.root, mistakes);
    config.overrides = read_overrides(&layers, &config.base, mistakes);
    config
}

/// Reads the list under `watch-list` of the last layer that has one. What is wrong with it is told by its lines alone.
fn read_watch_list(layers: &[Raw], root: &Path, mistakes: &mut Vec<Mistake>) -> Option<Arc<WatchList>> {
    let (file, path) = layers.iter().rev().find_map(|layer| Some((&layer.file, layer.watch_list.as_ref()?)))?;
    let text = std::fs::read_to_string(root.join(path.get_ref()));
    let text = text.map_err(|error| {
        mistakes.push(file.mistake(path.span(), format!("cannot read this watch list: {}", plain(&error))));
    });
    let list = WatchList::read(&text.ok()?).map_err(|wrong| {
        mistakes.extend(wrong.iter().map(|wrong| file.mistake(path.span(), wrong.to_string())));
    });
    list.ok().map(Arc::new)
}

fn read_overrides(layers: &[Raw], base: &RuleSet, mistakes: &mut Vec<Mistake>) -> Vec<Override> {
    let last = layers.iter().rev().find_map(|layer| Some((&layer.file, layer.overrides.as_ref()?)));
    let Some((file, overrides)) = last else { return Vec::new() };
    let mut read = Vec::new();
    for over in overrides {
        mistakes.extend(levels::apply(&mut base.clone(), file, &over.rules));
        read.push(Override {
            file: Arc::clone(file),
            include: read_globs(file, &over.include, mistakes),
            rules: over.rules.clone(),
            assumed: over.assumed,
        });
    }
    read
}

fn read_globs(file: &Arc<TomlFile>, words: &Words, mistakes: &mut Vec<Mistake>) -> Globs {
    Globs::new(words.iter().map(|word| word.get_ref().as_str())).unwrap_or_else(|bad| {
        mistakes.extend(bad.into_iter().map(|bad| file.mistake(words[bad.index].span(), bad.message)));
        Globs::none()
    })
}

/// Where files that a configuration names are looked for.
struct Named<'n> {
    layers: &'n [Raw],
    root: &'n Path,
    request: &'n Request,
}

impl Named<'_> {
    /// Reads the files that the last layer names that names any.
    fn files(
        &self,
        what: &str,
        named: impl Fn(&Raw) -> Option<&Words>,
        mistakes: &mut Vec<Mistake>,
    ) -> Vec<Arc<TomlFile>> {
        let last = self.layers.iter().rev().find_map(|layer| Some((&layer.file, named(layer)?)));
        let Some((file, paths)) = last else { return Vec::new() };
        let mut read = |path: &toml::Spanned<String>| {
            let found = discover::read_toml(&self.root.join(path.get_ref()), &self.request.cwd);
            let cannot = |error| file.mistake(path.span(), format!("cannot read this {what}: {}", plain(&error)));
            found.map_err(|error| mistakes.push(cannot(error))).ok()
        };
        paths.iter().filter_map(&mut read).collect()
    }
}
