//! Finds the configuration of the documents in a directory.
//!
//! The nearest `.cable-lint.toml` at or above a document applies to it, up to the root of its repository (the
//! directory that contains `.git`); files are not merged. Each directory is visited once, each file read once. The
//! current directory matters only for the output of a run.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::paths::{FILE_NAME, normal, way};
use super::request::Request;
use super::trust::Confines;
use super::{Config, OutputSettings, Unknown, build, extend, levels, raw};
use crate::check::CHECKS;
use crate::rule::RuleSet;
use crate::source::mistake::{Mistake, TomlFile, plain};
use crate::watch::WatchList;

/// All configurations of a run.
pub struct Configs {
    request: Arc<Request>,
    builtin: RuleSet,
    fallback: Arc<Config>,
    /// What is wrong with `fallback`, which only matters if a document meets it.
    fallback_mistakes: Vec<Mistake>,
    /// Whether `fallback` applies to every document.
    fixed: bool,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    directories: HashMap<PathBuf, Arc<Config>>,
    files: BTreeMap<PathBuf, Arc<Config>>,
    mistakes: Vec<Mistake>,
    fallback_met: bool,
    /// The repositories in which the search for a configuration ended without one.
    bare: BTreeSet<PathBuf>,
}

impl Configs {
    /// Validates the command line; files are read when a document needs them.
    ///
    /// # Errors
    ///
    /// Every mistake in the built-in packs, in `--config` values and in the file of `--config`.
    pub fn new(request: Request) -> Result<Configs, Vec<Mistake>> {
        let (builtin, request) = (RuleSet::builtin(CHECKS)?, Arc::new(request));
        let fixed = request.isolated || request.file.is_some();
        let mut mistakes = Vec::new();
        let fallback = match request.file.as_ref().filter(|_| !request.isolated) {
            Some(file) => load(file, &builtin, &request, &mut mistakes),
            None => {
                let (root, layers) = (request.cwd.clone(), typed(&request, &mut mistakes));
                // What cannot be read is wrong wherever it is used; a rule may yet come from a pack of a document's own
                // configuration.
                if !mistakes.is_empty() {
                    return Err(mistakes);
                }
                build(root, layers, &builtin, &request, &mut mistakes)
            }
        };
        in_order(&mut mistakes);
        if fixed && !mistakes.is_empty() {
            return Err(mistakes);
        }
        let fallback = Arc::new(fallback);
        Ok(Configs { fallback, fallback_mistakes: mistakes, fixed, builtin, request, state: Mutex::default() })
    }

    /// The configuration of the documents in `directory`, which is absolute.
    pub fn at(&self, directory: &Path) -> Arc<Config> {
        if self.fixed {
            return Arc::clone(&self.fallback);
        }
        let mut state = self.state();
        let config = self.find(directory, &mut state);
        state.fallback_met |= Arc::ptr_eq(&config, &self.fallback);
        config
    }

    /// The output settings of the current directory, which apply to the whole run. No document need meet
    /// that configuration; if its file is wrong, that counts nevertheless.
    pub fn output(&self) -> OutputSettings {
        if self.fixed {
            return self.fallback.output.clone();
        }
        self.find(&self.request.cwd, &mut self.state()).output.clone()
    }

    fn find(&self, directory: &Path, state: &mut State) -> Arc<Config> {
        if let Some(config) = state.directories.get(directory) {
            return Arc::clone(config);
        }
        let mut passed = Vec::new();
        let mut found = None;
        for place in directory.ancestors() {
            passed.push(place);
            if let Some(config) = state.directories.get(place) {
                found = Some(Arc::clone(config));
                break;
            }
            let file = place.join(FILE_NAME);
            // Reading reports what is not a file.
            if file.symlink_metadata().is_ok() {
                found = Some(self.read(&file, state));
                break;
            }
            if place.join(".git").exists() {
                state.bare.insert(place.to_owned());
                break;
            }
        }
        let config = found.unwrap_or_else(|| Arc::clone(&self.fallback));
        for place in passed {
            state.directories.insert(place.to_owned(), Arc::clone(&config));
        }
        config
    }

    /// The configuration of the current directory.
    pub fn here(&self) -> Arc<Config> {
        self.at(&self.request.cwd)
    }

    /// The names of the configuration files that were read, in order.
    pub fn names(&self) -> Vec<String> {
        let state = self.state();
        let mut names = Vec::new();
        for name in state.files.values().chain([&self.fallback]).flat_map(|config| &config.names) {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
        names
    }

    /// The files from which the configurations came that were read, and what they name to be read.
    pub fn files(&self) -> Vec<PathBuf> {
        let state = self.state();
        state.files.values().chain([&self.fallback]).flat_map(|config| config.files()).collect()
    }

    /// The watch lists of the configurations that were read, each once.
    pub fn watch_lists(&self) -> Vec<Arc<WatchList>> {
        let state = self.state();
        let mut lists: Vec<Arc<WatchList>> = Vec::new();
        for list in state.files.values().chain([&self.fallback]).filter_map(|config| config.base.watch.as_ref()) {
            if !lists.iter().any(|known| Arc::ptr_eq(known, list)) {
                lists.push(Arc::clone(list));
            }
        }
        lists
    }

    /// The repositories without a configuration below one with a watch list that would have applied, each with that
    /// configuration.
    pub fn unwatched(&self) -> Vec<(String, String)> {
        let bare = self.state().bare.clone();
        let outer = |repository: &PathBuf| {
            let above = || repository.ancestors().skip(1);
            let root = above().position(|place| place.join(".git").exists()).map_or(usize::MAX, |at| at + 1);
            let file = above().take(root).map(|place| place.join(FILE_NAME)).find(|file| file.is_file())?;
            // What is wrong with it is nothing to those whom it does not reach.
            let config = load(&file, &self.builtin, &self.request, &mut Vec::new());
            let names = (way(repository, &self.request.cwd), way(&file, &self.request.cwd));
            config.base.watch.is_some().then_some(names)
        };
        bare.iter().filter_map(outer).collect()
    }

    /// Everything that turned out to be wrong so far in files, and the names after flags that no configuration knows.
    pub fn mistakes(&self) -> Vec<Mistake> {
        let state = self.state();
        let mut mistakes = state.mistakes.clone();
        let mut configs: Vec<&Arc<Config>> = state.files.values().collect();
        if state.fallback_met || configs.is_empty() {
            configs.push(&self.fallback);
            mistakes.extend(self.fallback_mistakes.iter().cloned());
        }
        in_order(&mut mistakes);
        if mistakes.is_empty() {
            mistakes.extend(self.request.names().filter_map(|(flag, name)| unknown_name(&configs, flag, name)));
        }
        mistakes
    }

    /// Everything that would be wrong with the configuration `file` if it said `text`.
    #[cfg(feature = "server")]
    pub(crate) fn review(&self, file: &Path, text: &str) -> Vec<Mistake> {
        let mut mistakes = Vec::new();
        load_with(file, Some(text), &self.builtin, &self.request, &mut mistakes);
        in_order(&mut mistakes);
        mistakes
    }

    fn read(&self, file: &Path, state: &mut State) -> Arc<Config> {
        let config = Arc::new(load(file, &self.builtin, &self.request, &mut state.mistakes));
        state.files.insert(file.to_owned(), Arc::clone(&config));
        config
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The built-in rules with the watch list to which `request` or the place where the user stands leads, whatever is wrong
/// with any of it: errors about mistakes are masked with it. `mistaken` is the configuration found to be wrong.
pub fn wary(request: Request, mistaken: Option<PathBuf>) -> Option<RuleSet> {
    let (mut builtin, request, mut untold) = (RuleSet::builtin(CHECKS).ok()?, Arc::new(request), Vec::new());
    let near = || request.cwd.ancestors().map(|place| place.join(FILE_NAME)).find(|file| file.is_file());
    let found = || mistaken.or_else(near).filter(|_| !request.isolated);
    let watch = match request.file.clone().or_else(found) {
        Some(file) => load(&file, &builtin, &request, &mut untold).base.watch,
        None => {
            let (root, layers) = (request.cwd.clone(), typed(&request, &mut untold));
            build(root, layers, &builtin, &request, &mut untold).base.watch
        }
    };
    builtin.watch = watch;
    Some(builtin)
}

/// Sorts mistakes by file and place, each once.
fn in_order(mistakes: &mut Vec<Mistake>) {
    mistakes.sort_by(|a, b| (&a.file.name, a.span.start).cmp(&(&b.file.name, b.span.start)));
    mistakes.dedup();
}

fn unknown_name(configs: &[&Arc<Config>], flag: &str, name: &str) -> Option<Mistake> {
    let answers = configs.iter().map(|config| levels::find(&config.base, name));
    let answers: Result<Vec<Unknown>, ()> = answers.map(|answer| answer.err().ok_or(())).collect();
    let unknown = answers.ok()?.into_iter().next()?;
    Some(unknown.at(&TomlFile::new(flag, name), 0..name.len()))
}

/// The configuration in `file`, under what `--config` says.
fn load(file: &Path, builtin: &RuleSet, request: &Arc<Request>, mistakes: &mut Vec<Mistake>) -> Config {
    load_with(file, None, builtin, request, mistakes)
}

/// Like [`load`], but of a file that says `text`, whatever is on disk.
fn load_with(
    file: &Path,
    text: Option<&str>,
    builtin: &RuleSet,
    request: &Arc<Request>,
    mistakes: &mut Vec<Mistake>,
) -> Config {
    let file = normal(file);
    let root = file.parent().map_or_else(|| request.cwd.clone(), Path::to_owned);
    let reach = if request.file.is_some() { Confines::Anywhere } else { Confines::found(&root) };
    let mut layers = Vec::new();
    let written = text.map(|text| TomlFile::new(way(&file, &request.cwd), text));
    match written.map_or_else(|| reach.read_toml(&file, &request.cwd), Ok) {
        Ok(text) => extend::read(&text, &file, request, &reach, &mut layers, mistakes),
        Err(error) => {
            let name = way(&file, &request.cwd);
            mistakes.push(
                TomlFile::new(name, "").mistake(0..0, format!("cannot read this configuration: {}", plain(&error))),
            );
        }
    }
    layers.extend(typed(request, mistakes));
    build(root, layers, builtin, request, mistakes)
}

/// A key with a bare word, as a shell leaves it, with the quotes that TOML wants; `None` if they would not help.
fn quoted(text: &str) -> Option<String> {
    let (key, word) = text.split_once('=').map(|(key, word)| (key.trim(), word.trim()))?;
    let bare = !word.is_empty() && word.chars().all(|letter| letter.is_alphanumeric() || "-_./ *".contains(letter));
    let quoted = format!("{key} = '{word}'");
    let helps = bare && text.parse::<toml::Table>().is_err() && quoted.parse::<toml::Table>().is_ok();
    helps.then_some(quoted)
}

/// What the values of `--config` say. Paths in them are relative to the current directory.
fn typed(request: &Request, mistakes: &mut Vec<Mistake>) -> Vec<raw::Raw> {
    let mut layers = Vec::new();
    for text in &request.inline {
        let file = TomlFile::new("--config", text.as_str());
        let before = mistakes.len();
        // A file that is extended by what was typed is read as any other file; what was typed comes last.
        extend::read(&file, &request.cwd.join("--config"), request, &Confines::Anywhere, &mut layers, mistakes);
        if let (Some(quoted), Some(mistake)) = (quoted(text), mistakes[before..].first_mut()) {
            let shell = "the shell takes off quotes, so that two kinds are needed";
            mistake.help = Some(format!("a word stands in quotes: --config \"{quoted}\" ({shell})"));
        }
        if let Some(last) = layers.last_mut() {
            last.typed = true;
        }
    }
    layers
}
