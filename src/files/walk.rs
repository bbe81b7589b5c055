//! Searches a directory for documents.
//!
//! On several threads; [`super::list`] sorts the result. Links are followed; one that leads back to where it came from
//! is reported as unreadable.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use ignore::{DirEntry, WalkBuilder, WalkState};

use super::{Input, Listed, Listing, Selection, Spot, shown};
use crate::config::{Config, Configs, Whereabouts, normal};
use crate::render::Unread;
use crate::source::mistake::plain;

/// More threads than this make no search faster.
const MOST_THREADS: usize = 12;

/// The documents below the directory `argument`.
pub(super) fn walk(argument: &Path, selection: &Selection, configs: &Configs) -> Listing {
    let ignoring = selection.ignore_files;
    let found = Mutex::new(Listing::default());
    let absolute = normal(&selection.cwd.join(argument));
    let mut builder = WalkBuilder::new(argument);
    // The user's own global ignore file is left alone: the same tree must give the same answer on every machine.
    builder
        .follow_links(true)
        .threads(selection.threads.min(MOST_THREADS))
        .parents(ignoring)
        .ignore(ignoring)
        .git_ignore(ignoring);
    builder.git_exclude(ignoring).git_global(false);
    // A pipe or a device in place of a list of what to ignore would be read before anybody is asked.
    let endless = Arc::new(Mutex::new(Vec::new()));
    if ignoring {
        let noted = Arc::clone(&endless);
        let refuse = move |directory: &Path| {
            let odd = IGNORE_FILES.iter().map(|name| directory.join(name)).find(|file| is_endless(file));
            let refused = odd.is_some();
            noted.lock().unwrap_or_else(PoisonError::into_inner).extend(odd);
            refused
        };
        let above: Vec<&Path> = absolute.ancestors().collect();
        if above.into_iter().any(&refuse) {
            return Listing { unreadable: refused(&endless), ..Listing::default() };
        }
        builder.filter_entry(move |entry| {
            entry.depth() == 0 || !entry.file_type().is_some_and(|kind| kind.is_dir()) || !refuse(entry.path())
        });
    }
    builder.build_parallel().run(|| {
        let mut visitor = Visitor {
            argument,
            absolute: &absolute,
            selection,
            configs,
            last: None,
            kept: Listing::default(),
            found: &found,
        };
        Box::new(move |entry| visitor.visit(entry))
    });
    let mut found = found.into_inner().unwrap_or_else(PoisonError::into_inner);
    found.unreadable.extend(refused(&endless));
    found
}

/// The lists of what to ignore that a directory may hold.
const IGNORE_FILES: [&str; 3] = [".gitignore", ".ignore", ".git/info/exclude"];

/// Whether something is there that is neither a file nor a directory.
fn is_endless(file: &Path) -> bool {
    std::fs::metadata(file).is_ok_and(|found| !found.is_file() && !found.is_dir())
}

/// The directories that were not searched for the sake of their lists.
fn refused(lists: &Mutex<Vec<PathBuf>>) -> Vec<Unread> {
    let reason = "this is not a file, so its directory was not searched";
    let unread = |list: &PathBuf| Unread { filename: shown(list), reason: reason.to_owned() };
    lists.lock().unwrap_or_else(PoisonError::into_inner).iter().map(unread).collect()
}

/// One thread's search.
struct Visitor<'w> {
    argument: &'w Path,
    absolute: &'w Path,
    selection: &'w Selection,
    configs: &'w Configs,
    /// The directory that was looked at last, and its configuration.
    last: Option<(PathBuf, Arc<Config>)>,
    kept: Listing,
    found: &'w Mutex<Listing>,
}

impl Drop for Visitor<'_> {
    fn drop(&mut self) {
        let mut found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        found.documents.append(&mut self.kept.documents);
        found.unreadable.append(&mut self.kept.unreadable);
        for (kind, count) in std::mem::take(&mut self.kept.skipped) {
            *found.skipped.entry(kind).or_default() += count;
        }
    }
}

impl Visitor<'_> {
    fn visit(&mut self, entry: Result<DirEntry, ignore::Error>) -> WalkState {
        match entry {
            Ok(entry) => self.entry(&entry),
            Err(error) => {
                self.trouble(&error);
                WalkState::Continue
            }
        }
    }

    fn entry(&mut self, entry: &DirEntry) -> WalkState {
        let path = entry.path();
        let absolute = self.absolutely(path);
        let config = self.config(&absolute, entry.depth());
        let spot = Spot {
            place: Whereabouts { path: &absolute, argument: self.absolute, home: None },
            config,
            selection: self.selection,
        };
        let kind = entry.file_type();
        if kind.is_some_and(|kind| kind.is_dir()) {
            let named = entry.depth() == 0 && !self.selection.force_exclude;
            return if !named && spot.excluded() { WalkState::Skip } else { WalkState::Continue };
        }
        if spot.excluded() {
            return WalkState::Continue;
        }
        if !spot.included() {
            let skipped = kind.is_some_and(|kind| kind.is_file()).then(|| extension(path));
            skipped.into_iter().for_each(|kind| *self.kept.skipped.entry(kind).or_default() += 1);
            return WalkState::Continue;
        }
        if kind.is_some_and(|kind| kind.is_file()) {
            let place = Input::File(path.strip_prefix(".").unwrap_or(path).to_owned());
            let listed = Listed { ino: number(entry), ..spot.listed(place) };
            self.kept.documents.push(listed);
        } else {
            self.unreadable(path, "this is neither a file nor a directory");
        }
        WalkState::Continue
    }

    /// Notes what the walk could not look at. A link to nothing matters only if its name is that of a document.
    fn trouble(&mut self, error: &ignore::Error) {
        let (path, reason) = reason(error);
        let path = path.unwrap_or(self.argument).to_owned();
        if is_missing(error) {
            let absolute = self.absolutely(&path);
            let config = self.config(&absolute, 1);
            let spot = Spot {
                place: Whereabouts { path: &absolute, argument: self.absolute, home: None },
                config,
                selection: self.selection,
            };
            if !spot.included() || spot.excluded() {
                return;
            }
        }
        self.unreadable(&path, &reason);
    }

    fn unreadable(&mut self, path: &Path, reason: &str) {
        self.kept.unreadable.push(Unread { filename: shown(path), reason: reason.to_owned() });
    }

    fn absolutely(&self, path: &Path) -> PathBuf {
        match path.strip_prefix(self.argument) {
            Ok(rest) if rest.as_os_str().is_empty() => self.absolute.to_owned(),
            Ok(rest) => self.absolute.join(rest),
            Err(_) => normal(&self.selection.cwd.join(path)),
        }
    }

    /// The configuration that applies to `path`: for what is in a directory, that of the directory.
    fn config(&mut self, path: &Path, depth: usize) -> Arc<Config> {
        let directory = if depth == 0 { path } else { path.parent().unwrap_or(path) };
        if let Some((_, config)) = self.last.as_ref().filter(|(last, _)| last == directory) {
            return Arc::clone(config);
        }
        let config = self.configs.at(directory);
        self.last = Some((directory.to_owned(), Arc::clone(&config)));
        config
    }
}

/// The extension under which a skipped file is counted. Odd ones are ignored, because names are untrusted text.
fn extension(path: &Path) -> String {
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    match extension.len() <= 12 && extension.bytes().all(|byte| byte.is_ascii_alphanumeric()) && !extension.is_empty() {
        true => format!(".{}", extension.to_ascii_lowercase()),
        false => String::new(),
    }
}

#[cfg(unix)]
fn number(entry: &DirEntry) -> Option<u64> {
    entry.ino()
}

#[cfg(not(unix))]
fn number(_: &DirEntry) -> Option<u64> {
    None
}

fn is_missing(error: &ignore::Error) -> bool {
    error.io_error().is_some_and(|error| error.kind() == std::io::ErrorKind::NotFound)
}

/// The path that an error of the walk is about, and what is wrong there.
fn reason(error: &ignore::Error) -> (Option<&Path>, String) {
    match error {
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => reason(err),
        ignore::Error::WithPath { path, err } => {
            let (inner, reason) = reason(err);
            (inner.or(Some(path)), reason)
        }
        ignore::Error::Loop { ancestor, child } => {
            (Some(child), format!("this link leads back to `{}`, which contains it", shown(ancestor)))
        }
        ignore::Error::Io(error) => (None, plain(error)),
        other => (None, other.to_string()),
    }
}
