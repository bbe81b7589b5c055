//! The folders that an editor works in, each with its configurations: what a document is, and by which rules it is judged.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;
use std::time::SystemTime;

use lsp_types::Uri;
use percent_encoding::percent_decode_str;

use super::Setup;
use super::client::Wishes;
use crate::config::{Configs, FILE_NAME, Globs, Request, normal, way};
use crate::files::{self, Listed, Listing, Selection};
use crate::render;
use crate::rule::RuleSet;
use crate::run::check::opened::Desk;
use crate::source::mistake::Mistake;

/// One folder, with what was read for it.
pub(super) struct Folder {
    /// Where it is, absolute.
    pub(super) root: PathBuf,
    /// Its configurations.
    pub(super) configs: Configs,
    /// What the command line and the wishes say about them.
    pub(super) request: Request,
    /// Where its documents are judged.
    pub(super) desk: Desk,
    baseline: Option<PathBuf>,
    /// What is wrong with what was typed, or with the baseline.
    mistakes: Vec<Mistake>,
    selection: Selection,
}

/// A document by the configuration that applies to it.
pub(super) struct Paper {
    pub(super) listed: Listed,
    pub(super) folder: Arc<Folder>,
    /// What is wrong with its configuration, so that it cannot be judged.
    pub(super) mistakes: Vec<Mistake>,
}

/// What an open text is.
#[derive(Clone)]
pub(super) enum OpenRole {
    /// A document.
    Document(Arc<Paper>),
    /// A file that people write for cable-lint, at this path.
    Configuration(Arc<Folder>, PathBuf),
    /// None of its business.
    Stranger,
}

/// All folders.
pub(super) struct Workspace {
    setup: Setup,
    pub(super) wishes: Wishes,
    folders: Vec<Arc<Folder>>,
    /// Changes whenever configurations are read again.
    pub(super) edition: u64,
}

impl Folder {
    fn new(root: &Path, setup: &Setup, wishes: &Wishes) -> Folder {
        let mut request = Request { cwd: root.to_owned(), ..setup.request.clone() };
        request.isolated |= wishes.isolated;
        for word in &wishes.config {
            match root.join(word) {
                path if !word.contains('=') || path.exists() => request.file = Some(path),
                _ => request.inline.push(word.clone()),
            }
        }
        let bare = || Request { cwd: root.to_owned(), today: request.today, ..Request::default() };
        let (configs, mut mistakes) = match Configs::new(request.clone()) {
            Ok(configs) => (configs, Vec::new()),
            Err(mistakes) => (Configs::new(bare()).unwrap_or_else(|_| unreachable!("nothing is typed")), mistakes),
        };
        let baseline = wishes.baseline.as_ref().map(|file| root.join(file)).or_else(|| setup.baseline.clone());
        let desk = Desk::new(baseline.as_ref(), root, &configs).unwrap_or_else(|wrong| {
            mistakes.extend(wrong);
            Desk::bare(root, &configs)
        });
        let selection = Selection {
            paths: vec![root.to_owned()],
            stdin_name: None,
            include: None,
            exclude: Globs::none(),
            force_exclude: true,
            ignore_files: true,
            cwd: root.to_owned(),
            threads: std::thread::available_parallelism().map_or(1, usize::from),
        };
        Folder { root: root.to_owned(), configs, request, desk, baseline, mistakes, selection }
    }

    /// What a document at `path` is judged by; `None` if it is none of the documents of its configuration.
    fn subject(self: &Arc<Self>, path: &Path, on_disk: bool) -> Option<Paper> {
        let name = way(path, &self.root);
        Some(self.judged(files::opened(name, path, on_disk, &self.selection, &self.configs)?))
    }

    /// A document of the folder, with what is wrong with its configuration.
    pub(super) fn judged(self: &Arc<Self>, listed: Listed) -> Paper {
        let mistakes = self.mistakes_for(&listed);
        Paper { listed, folder: Arc::clone(self), mistakes }
    }

    fn mistakes_for(&self, listed: &Listed) -> Vec<Mistake> {
        let files: Vec<PathBuf> = listed.config.files().iter().map(|file| normal(file)).collect();
        let concerns = |mistake: &Mistake| {
            let file = normal(&self.root.join(&mistake.file.name));
            files.contains(&file) || file.parent() == Some(&listed.config.root)
        };
        self.mistakes.iter().cloned().chain(self.configs.mistakes().into_iter().filter(concerns)).collect()
    }

    /// All documents below it, as `cable-lint check` finds them.
    pub(super) fn listing(&self) -> Listing {
        files::list(&self.selection, &self.configs)
    }

    /// What is wrong with the file at `path` if it says `text`: a configuration, or a file that one names.
    pub(super) fn review(&self, path: &Path, text: &str) -> Vec<Mistake> {
        if path.file_name().is_some_and(|name| name == FILE_NAME) {
            return self.configs.review(path, text);
        }
        let here = |mistake: &Mistake| normal(&self.root.join(&mistake.file.name)) == path && mistake.file.text == text;
        self.configs.mistakes().into_iter().filter(here).collect()
    }

    /// The files that have a say in how its documents are judged.
    fn files(&self) -> impl Iterator<Item = PathBuf> {
        self.configs.files().into_iter().chain(self.baseline.clone())
    }

    fn names(&self, path: &Path) -> bool {
        self.files().any(|file| normal(&file) == path)
    }
}

impl Workspace {
    pub(super) fn new(setup: Setup, wishes: Wishes, roots: Vec<PathBuf>) -> Workspace {
        let mut workspace = Workspace { setup, wishes, folders: Vec::new(), edition: 0 };
        workspace.change(roots, &[]);
        workspace
    }

    /// The folders.
    pub(super) fn folders(&self) -> &[Arc<Folder>] {
        &self.folders
    }

    /// Takes some folders in, and leaves others out.
    pub(super) fn change(&mut self, added: Vec<PathBuf>, removed: &[PathBuf]) {
        let mut roots: Vec<PathBuf> = self.folders.iter().map(|folder| folder.root.clone()).collect();
        roots.extend(added);
        roots.retain(|root| !removed.contains(root));
        roots.sort();
        roots.dedup();
        self.folders = roots.iter().map(|root| Arc::new(Folder::new(root, &self.setup, &self.wishes))).collect();
        self.edition += 1;
    }

    /// Reads all configurations again.
    pub(super) fn reload(&mut self) {
        self.change(Vec::new(), &[]);
    }

    /// Whether documents are judged by what the file on disk says.
    pub(super) fn depends_on(&self, path: &Path) -> bool {
        path.file_name().is_some_and(|name| name == FILE_NAME) || self.folders.iter().any(|folder| folder.names(path))
    }

    /// The rules of the first folder.
    pub(super) fn rules(&self) -> Arc<RuleSet> {
        let here = self.folders.first().cloned().unwrap_or_else(|| self.folder(&self.setup.request.cwd));
        here.configs.at(&here.root).rules()
    }

    /// When each file changed last that has a say.
    pub(super) fn stamps(&self) -> BTreeMap<PathBuf, Option<SystemTime>> {
        let files = self.folders.iter().flat_map(|folder| folder.files());
        let stamp = |file: PathBuf| {
            let changed = fs::metadata(&file).and_then(|about| about.modified()).ok();
            (file, changed)
        };
        files.map(stamp).collect()
    }

    /// The folder in which `path` is: the innermost one, or one of its own.
    fn folder(&self, path: &Path) -> Arc<Folder> {
        let around = self.folders.iter().filter(|folder| path.starts_with(&folder.root));
        let innermost = around.max_by_key(|folder| folder.root.components().count());
        let alone = || Arc::new(Folder::new(path.parent().unwrap_or(path), &self.setup, &self.wishes));
        innermost.map_or_else(alone, Arc::clone)
    }

    /// What a text is that an editor has open.
    pub(super) fn role(&self, uri: &Uri, language: &str) -> OpenRole {
        if let Some(path) = path_of(uri) {
            let folder = self.folder(&path);
            if path.file_name().is_some_and(|name| name == FILE_NAME) || folder.names(&path) {
                return OpenRole::Configuration(folder, path);
            }
            let subject = folder.subject(&path, true);
            return subject.map_or(OpenRole::Stranger, |subject| OpenRole::Document(Arc::new(subject)));
        }
        // A document that was never saved is what its language says.
        let extension = match language {
            "markdown" => "md",
            "html" => "html",
            "" | "plaintext" | "text" | "cable" => "txt",
            _ => return OpenRole::Stranger,
        };
        let here = self.folders.first().map_or(self.setup.request.cwd.as_path(), |folder| &folder.root);
        let path = here.join(format!("untitled.{extension}"));
        let subject = self.folder(&path).subject(&path, false);
        subject.map_or(OpenRole::Stranger, |subject| OpenRole::Document(Arc::new(subject)))
    }
}

/// The file that a URI names.
pub(super) fn path_of(uri: &Uri) -> Option<PathBuf> {
    let rest = uri.as_str().strip_prefix("file://")?;
    let path = rest.find('/').map(|at| &rest[at..])?;
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let path = String::from_utf8(percent_decode_str(path).collect()).ok()?;
    let drive = path.as_bytes().get(2) == Some(&b':');
    Some(normal(Path::new(if drive { &path[1..] } else { &path })))
}

/// The URI of a file.
pub(super) fn uri_of(path: &Path) -> Option<Uri> {
    let name = path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
    // No path is below this one.
    Uri::from_str(&render::uri(&name, "\0").0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_and_uris_agree_whatever_is_in_a_name() {
        for path in ["/papers/a b/50%#é?.txt", "/papers/𝄞[1].txt"] {
            let uri = uri_of(Path::new(path)).expect("a URI");
            assert_eq!(path_of(&uri), Some(PathBuf::from(path)), "{}", uri.as_str());
        }
        let path = |text: &str| path_of(&Uri::from_str(text).expect("a URI"));
        assert_eq!(path("file:///a/../b/x.txt"), Some(PathBuf::from("/b/x.txt")));
        assert_eq!(path("file:///c%3A/x.txt"), Some(PathBuf::from("c:/x.txt")));
        assert_eq!(path("untitled:Untitled-1"), None);
    }
}
