//! Decides which files a configuration may name.
//!
//! A configuration given with `--config` is the user's own and may name any file. One found beside documents is
//! untrusted data: it may read only files of its own repository, and write only below its own directory.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::paths::{FILE_NAME, normal, way};
use crate::source::mistake::TomlFile;

/// How far away what a configuration names may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Confines {
    /// Anywhere: the user named the configuration, or typed it.
    Anywhere,
    /// Below a directory: it was found.
    Below(PathBuf),
}

impl Confines {
    /// The limit for a configuration found in `directory`: its repository or, without one, what is below the
    /// highest configuration belongs together.
    pub(super) fn found(directory: &Path) -> Confines {
        let repository = directory.ancestors().find(|above| above.join(".git").exists());
        let configured = || directory.ancestors().filter(|above| above.join(FILE_NAME).is_file()).last();
        Confines::Below(repository.or_else(configured).unwrap_or(directory).to_owned())
    }

    /// A TOML file, to be called as the user who stands in `cwd` would call it.
    pub(super) fn read_toml(&self, path: &Path, cwd: &Path) -> io::Result<Arc<TomlFile>> {
        Ok(TomlFile::new(way(path, cwd), self.read(path)?))
    }

    /// The text of a file. What a stranger names is no pipe to wait for and no device without an end.
    pub(super) fn read(&self, path: &Path) -> io::Result<String> {
        let Confines::Below(home) = self else { return fs::read_to_string(path) };
        let outside = || {
            let why = "it is outside the repository of this configuration; name the configuration with `--config` to allow this";
            io::Error::other(why)
        };
        let real = match fs::canonicalize(path) {
            Ok(real) => real,
            Err(error) => return Err(if normal(path).starts_with(home) { error } else { outside() }),
        };
        if !real.starts_with(fs::canonicalize(home)?) {
            return Err(outside());
        }
        if !fs::metadata(&real)?.is_file() {
            return Err(io::Error::other("it is not a file"));
        }
        fs::read_to_string(real)
    }
}

const OUTSIDE: &str =
    "it is outside the directory of this configuration; name the configuration with `--config` to allow this";

/// `place`, and whether it is below `directory` with and without links; why it is not, or cannot be known to be. It need not
/// be there yet, nor need its directory.
pub(super) fn real_below(directory: &Path, place: &Path) -> Result<[PathBuf; 2], &'static str> {
    let real_home = fs::canonicalize(directory).map_err(|_| OUTSIDE)?;
    let there = place.ancestors().find(|above| above.symlink_metadata().is_ok()).unwrap_or(place);
    let real = fs::canonicalize(there).map_err(|_| "it is a link to a file that does not exist")?;
    let below = |home: &Path, path: &Path| path.strip_prefix(home).map(Path::to_owned).map_err(|_| OUTSIDE);
    Ok([below(directory, place)?, below(&real_home, &real)?])
}

/// Why a report may not be written to `file` by a configuration that was found in `directory`; `None` if it may.
pub(super) fn forbids_report(directory: &Path, file: &Path) -> Option<&'static str> {
    let place = normal(&directory.join(file));
    let below = match real_below(directory, &place) {
        Ok(below) => below,
        Err(why) => return Some(why),
    };
    let mut parts = below.iter().flat_map(|path| path.components());
    if parts.any(|part| part.as_os_str().as_encoded_bytes().starts_with(b".")) {
        return Some("hidden files are written only if the configuration is named with `--config`");
    }
    (place.exists() && !place.is_file()).then_some("it is not a file")
}
