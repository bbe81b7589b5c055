//! A configuration file in, it and everything it extends out, what is extended first.
//!
//! `extend` is followed depth first; paths are relative to the file they are written in, and a file that is reached twice
//! counts where it is reached first. Going round in a circle is a mistake, told at the word that closes it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use toml::Spanned;

use super::paths::{normal, way};
use super::raw;
use super::raw::Raw;
use super::request::Request;
use super::trust::Reach;
use crate::mistake::{Mistake, TomlFile, plain};

/// Adds to `layers` what `file`, which lies at `path`, extends, and then itself.
pub(super) fn read(
    file: &Arc<TomlFile>,
    path: &Path,
    request: &Request,
    reach: &Reach,
    layers: &mut Vec<Raw>,
    mistakes: &mut Vec<Mistake>,
) {
    let mut reader = Reader { request, reach, layers, mistakes, way: Vec::new(), met: Vec::new() };
    reader.file(file, path);
}

struct Reader<'r> {
    request: &'r Request,
    reach: &'r Reach,
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
        for word in &raw.extend {
            self.extended(file, root, word);
        }
        self.way.pop();
        self.layers.push(raw);
    }

    fn extended(&mut self, file: &Arc<TomlFile>, root: &Path, word: &Spanned<String>) {
        let path = normal(&root.join(word.get_ref()));
        if let Some(at) = self.way.iter().position(|earlier| *earlier == path) {
            let round = self.way[at..].iter().chain([&path]).map(|path| way(path, &self.request.cwd));
            let message = format!("this goes round in a circle: {}", round.collect::<Vec<_>>().join(" → "));
            self.mistakes.push(file.mistake(word.span(), message));
            return;
        }
        if self.met.contains(&path) {
            return;
        }
        match self.reach.read_toml(&path, &self.request.cwd) {
            Ok(extended) => self.file(&extended, &path),
            Err(error) => {
                let message = format!("cannot read what this extends: {}", plain(&error));
                self.mistakes.push(file.mistake(word.span(), message));
            }
        }
    }
}
