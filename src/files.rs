//! Lists the documents to check: in order, each once, each with its rules.
//!
//! A file named by the user is always a document; a directory is searched for files that `include` matches and
//! `exclude` does not, without hidden files and what `.gitignore` (in a repository) and `.ignore` exclude. What cannot
//! be read is reported, never skipped silently. Opens no document.

mod walk;

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::config::{Config, Configs, Globs, Whereabouts, normal};
use crate::diagnostic::Severity;
use crate::render::{Skipped, Unread};
use crate::rule::RuleSet;
use crate::source::visible::clipped;

/// What was typed about files.
#[derive(Debug)]
pub struct Selection {
    /// Files and directories, `-` for standard input.
    pub paths: Vec<PathBuf>,
    /// What standard input is called.
    pub stdin_name: Option<PathBuf>,
    /// `--include`, which replaces the configuration's own; relative to `cwd`.
    pub include: Option<Globs>,
    /// `--exclude`, beside the configuration's own; relative to `cwd`.
    pub exclude: Globs,
    /// Whether `exclude` holds for files that are named, too.
    pub force_exclude: bool,
    /// Whether `.gitignore` and its like are applied.
    pub ignore_files: bool,
    /// Where relative paths start, absolute.
    pub cwd: PathBuf,
    /// How many threads search.
    pub threads: usize,
}

/// Where the bytes of a document come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// A file.
    File(PathBuf),
    /// Standard input, under this name.
    Stdin(String),
}

impl Input {
    /// What findings call the document: the path as typed, without `./`, with `/` between names.
    pub fn name(&self) -> String {
        match self {
            Input::Stdin(name) => name.clone(),
            Input::File(path) => shown(path),
        }
    }

    /// The path, if it is a file.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Input::Stdin(_) => None,
            Input::File(path) => Some(path),
        }
    }

    fn key(&self) -> &[u8] {
        match self {
            Input::Stdin(name) => name.as_bytes(),
            Input::File(path) => path.as_os_str().as_encoded_bytes(),
        }
    }
}

/// A document to check.
pub struct Listed {
    /// Where its bytes are.
    pub place: Input,
    /// The number by which the system knows it, if that was seen in passing.
    pub ino: Option<u64>,
    /// The rules it meets.
    pub rules: Arc<RuleSet>,
    /// From which severity on its configuration lets a finding fail the run.
    pub fail_on: Option<Severity>,
    /// The configuration that applies to it.
    pub config: Arc<Config>,
    /// Those of the configuration's suppressions that apply to it.
    pub suppressions: Vec<usize>,
}

impl Selection {
    /// The same for other paths, which are files.
    pub fn of(&self, paths: Vec<PathBuf>) -> Selection {
        Selection {
            paths,
            stdin_name: None,
            include: None,
            exclude: Globs::none(),
            force_exclude: false,
            cwd: self.cwd.clone(),
            ..*self
        }
    }

    /// Whether everything below `directory` is searched that its configuration does not leave out.
    pub fn searches(&self, directory: &Path) -> bool {
        let above = |path: &PathBuf| path.is_dir() && directory.starts_with(normal(&self.cwd.join(path)));
        self.include.is_none() && self.exclude.is_empty() && self.paths.iter().any(above)
    }
}

impl Selection {
    /// Whether the directory that is at `index` is searched with another one, too.
    fn searches_again(&self, index: usize) -> bool {
        let path = |index: usize| normal(&self.cwd.join(&self.paths[index]));
        let this = path(index);
        let holds = |other: usize| this.starts_with(path(other)) && (other < index || this != path(other));
        (0..self.paths.len()).any(|other| other != index && self.paths[other].is_dir() && holds(other))
    }
}

/// The documents to check, what could not be looked at, both in order of name, and what was passed over.
#[derive(Default)]
pub struct Listing {
    /// The documents.
    pub documents: Vec<Listed>,
    /// What could not be looked at.
    pub unreadable: Vec<Unread>,
    /// What directories hold that is not a document by its name.
    pub skipped: Skipped,
}

/// Finds the documents that `selection` names.
pub fn list(selection: &Selection, configs: &Configs) -> Listing {
    let mut listing = Listing::default();
    let mut seen = HashSet::new();
    let several = selection.paths.len() > 1;
    for (index, argument) in selection.paths.iter().enumerate() {
        let found = if argument.as_os_str() == "-" {
            stdin(selection, configs)
        } else if argument.is_dir() {
            walk::walk(argument, selection, configs)
        } else {
            file(argument, selection, configs)
        };
        let new = |listed: &Listed| !several || seen.insert(identity(&listed.place, &selection.cwd));
        listing.documents.extend(found.documents.into_iter().filter(new));
        listing.unreadable.extend(found.unreadable);
        if !selection.searches_again(index) {
            found.skipped.into_iter().for_each(|(kind, count)| *listing.skipped.entry(kind).or_default() += count);
        }
    }
    listing.documents.sort_by(|a, b| a.place.key().cmp(b.place.key()));
    listing.unreadable.sort_by(|a, b| (&a.filename, &a.reason).cmp(&(&b.filename, &b.reason)));
    listing.unreadable.dedup();
    listing
}

/// The document that an editor has open at an absolute path, which findings will call `name`; `None` if that is on disk
/// and a search of its directory would not take it for one.
#[cfg(feature = "server")]
pub(crate) fn opened(
    name: String,
    path: &Path,
    on_disk: bool,
    selection: &Selection,
    configs: &Configs,
) -> Option<Listed> {
    let config = configs.at(path.parent().unwrap_or(path));
    let spot = Spot { config, place: Whereabouts { path, argument: path, home: None }, selection };
    (!on_disk || spot.included() && !spot.excluded()).then(|| spot.listed(Input::Stdin(name)))
}

fn stdin(selection: &Selection, configs: &Configs) -> Listing {
    let path = selection.cwd.join(selection.stdin_name.as_deref().unwrap_or(Path::new("-")));
    let name = selection.stdin_name.as_deref().map_or_else(|| "<stdin>".to_owned(), |name| short(shown(name)));
    named(Input::Stdin(name), &path, selection, configs)
}

/// `name`, or of one that is longer than any path its ends and its length.
fn short(name: String) -> String {
    /// The longest path that systems take, in bytes.
    const LONGEST: usize = 4096;
    const SHOWN: usize = 400;
    if name.len() <= LONGEST {
        return name;
    }
    format!("{} ({} characters)", clipped(&name, SHOWN), name.chars().count())
}

fn file(argument: &Path, selection: &Selection, configs: &Configs) -> Listing {
    let place = Input::File(argument.strip_prefix(".").unwrap_or(argument).to_owned());
    named(place, &selection.cwd.join(argument), selection, configs)
}

/// A document that was named, as opposed to found.
fn named(place: Input, path: &Path, selection: &Selection, configs: &Configs) -> Listing {
    let path = normal(path);
    let config = configs.at(path.parent().unwrap_or(&path));
    let spot = Spot { config, place: Whereabouts { path: &path, argument: &path, home: None }, selection };
    let excluded = selection.force_exclude && spot.excluded();
    Listing { documents: if excluded { Vec::new() } else { vec![spot.listed(place)] }, ..Listing::default() }
}

/// A path in the light of its configuration.
struct Spot<'s> {
    place: Whereabouts<'s>,
    config: Arc<Config>,
    selection: &'s Selection,
}

impl Spot<'_> {
    fn included(&self) -> bool {
        match &self.selection.include {
            Some(include) => include.matches(self.place.below(&self.selection.cwd)),
            None => self.config.includes(&self.place),
        }
    }

    fn excluded(&self) -> bool {
        self.config.excludes(&self.place) || self.selection.exclude.cover(self.place.below(&self.selection.cwd))
    }

    fn listed(&self, place: Input) -> Listed {
        Listed {
            place,
            ino: None,
            rules: self.config.rules_for(&self.place),
            fail_on: self.config.fail_on_for(&self.place),
            config: Arc::clone(&self.config),
            suppressions: self.config.suppressions_for(&self.place),
        }
    }
}

fn identity(place: &Input, cwd: &Path) -> PathBuf {
    match place {
        Input::Stdin(name) => PathBuf::from(format!("- {name}")),
        Input::File(path) => normal(&cwd.join(path)),
    }
}

fn shown(path: &Path) -> String {
    let text = path.to_string_lossy();
    let text = if std::path::MAIN_SEPARATOR == '\\' { text.replace('\\', "/") } else { text.into_owned() };
    text.strip_prefix("./").map_or(text.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_no_dot_in_front() {
        assert_eq!(shown(Path::new("./a/b.txt")), "a/b.txt");
        assert_eq!(shown(Path::new("../b.txt")), "../b.txt");
    }
}
