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

/// Why a report may not be written to `file` by a configuration that was found in `directory`; `None` if it may.
pub(super) fn forbids_report(directory: &Path, file: &Path) -> Option<&'static str> {
    const OUTSIDE: &str =
        "it is outside the directory of this configuration; name the configuration with `--config` to allow this";
    let place = normal(&directory.join(file));
    let real_home = fs::canonicalize(directory).ok()?;
    let dotted = |home: &Path, path: &Path| {
        let below = path.strip_prefix(home).map_err(|_| OUTSIDE)?;
        let hidden = below.components().any(|part| part.as_os_str().as_encoded_bytes().starts_with(b"."));
        if hidden { Err("hidden files are written only if the configuration is named with `--config`") } else { Ok(()) }
    };
    // The file need not be there yet, nor need its directory.
    let there = place.ancestors().find(|above| above.symlink_metadata().is_ok()).unwrap_or(&place);
    let Ok(real) = fs::canonicalize(there) else { return Some("it is a link to a file that does not exist") };
    let is_other = there == place && !real.is_file();
    dotted(directory, &place).and_then(|()| dotted(&real_home, &real)).err().or(is_other.then_some("it is not a file"))
}
