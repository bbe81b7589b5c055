//! Collects a configuration file and everything that it extends, extended files first.
//!
//! `extend` is followed depth first; paths are relative to the file that contains them, and a file reached twice
//! counts where it is reached first. A circle is an error, reported at the path that closes it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use toml::Spanned;

use super::paths::{normal, way};
use super::raw;
use super::raw::Raw;
use super::request::Request;
use super::trust::Confines;
use crate::source::mistake::{Mistake, TomlFile, plain};

/// Adds to `layers` what `file` at `path` extends, and then itself.
pub(super) fn read(
    file: &Arc<TomlFile>,
    path: &Path,
    request: &Request,
    reach: &Confines,
    layers: &mut Vec<Raw>,
    mistakes: &mut Vec<Mistake>,
) {
    let mut reader = Reader { request, reach, layers, mistakes, way: Vec::new(), met: Vec::new() };
    reader.file(file, path);
}

struct Reader<'r> {
    request: &'r Request,
    reach: &'r Confines,
    layers: &'r mut Vec<Raw>,
    mistakes: &'r mut Vec<Mistake>,
    /// The files from the first one to the one that is being read.
    way: Vec<PathBuf>,
    /// Every file that was met.
    met: Vec<PathBuf>,
}

impl Reader<'_> {
    fn file(&mut self, file: &Arc<TomlFile>, path: &Path) {
        let root = path.parent().unwrap_or(path);
        let raw = Raw { reach: self.reach.clone(), ..raw::read(file, root, self.mistakes) };
        self.way.push(path.to_owned());
        self.met.push(path.to_owned());
        for word in raw.keys.extend.iter().flatten() {
            self.extended(file, root, word);
        }
        self.way.pop();
        self.layers.push(raw);
    }

    fn extended(&mut self, file: &Arc<TomlFile>, root: &Path, word: &Spanned<String>) {
        let path = normal(&root.join(word.get_ref()));
        if let Some(at) = self.way.iter().position(|earlier| *earlier == path) {
            let round = self.way[at..].iter().chain([&path]).map(|path| way(path, &self.request.cwd));
            let message =
                format!("configurations extend each other in a circle: {}", round.collect::<Vec<_>>().join(" → "));
            self.mistakes.push(file.mistake(word.span(), message));
            return;
        }
        if self.met.contains(&path) {
            return;
        }
        match self.reach.read_toml(&path, &self.request.cwd) {
            Ok(extended) => self.file(&extended, &path),
            Err(error) => {
                let message = format!("cannot read the configuration that this extends: {}", plain(&error));
                self.mistakes.push(file.mistake(word.span(), message));
            }
        }
    }
}
