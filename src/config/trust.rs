//! A configuration and a file that it names in, whether it may name it out.
//!
//! One that is named with `--config` is the user's own and may name any file. One that is found beside documents comes
//! with them and is data from strangers: it reads files of its own repository only, and writes below its own directory
//! only.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::paths::{FILE_NAME, normal, way};
use crate::mistake::TomlFile;

/// How far away what a configuration names may lie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// Anywhere: the user named the configuration, or typed it.
    Anywhere,
    /// Below a directory: it was found.
    Below(PathBuf),
}

impl Reach {
    /// That of a configuration which was found in `directory`: its repository. Where there is none, what lies below the
    /// highest configuration belongs together.
    pub(super) fn found(directory: &Path) -> Reach {
        let repository = directory.ancestors().find(|above| above.join(".git").exists());
        let configured = || directory.ancestors().filter(|above| above.join(FILE_NAME).is_file()).last();
        Reach::Below(repository.or_else(configured).unwrap_or(directory).to_owned())
    }

    /// A TOML file, to be called as the user who stands in `cwd` would call it.
    pub(super) fn read_toml(&self, path: &Path, cwd: &Path) -> io::Result<Arc<TomlFile>> {
        Ok(TomlFile::new(way(path, cwd), self.read(path)?))
    }

    /// The text of a file. What a stranger names is no pipe to wait for and no device without an end.
    pub(super) fn read(&self, path: &Path) -> io::Result<String> {
        let Reach::Below(home) = self else { return fs::read_to_string(path) };
        let outside = || {
            let why =
                "it lies outside the repository of this configuration, which was found and not named with `--config`";
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
            return Err(io::Error::other("it is no file"));
        }
        fs::read_to_string(real)
    }
}

/// Why a report may not be written to `file` by a configuration that was found in `directory`; `None` if it may.
pub(super) fn forbids_report(directory: &Path, file: &Path) -> Option<&'static str> {
    const OUTSIDE: &str =
        "this lies outside the directory of the configuration, which was found and not named with `--config`";
    let place = normal(&directory.join(file));
    let real_home = fs::canonicalize(directory).ok()?;
    let dotted = |home: &Path, path: &Path| {
        let below = path.strip_prefix(home).map_err(|_| OUTSIDE)?;
        let hidden = below.components().any(|part| part.as_os_str().as_encoded_bytes().starts_with(b"."));
        if hidden { Err("a configuration that was found writes no hidden file") } else { Ok(()) }
    };
    // The file need not be there yet, nor need its directory.
    let there = place.ancestors().find(|above| above.symlink_metadata().is_ok()).unwrap_or(&place);
    let Ok(real) = fs::canonicalize(there) else { return Some("this is a link to nothing") };
    let is_other = there == place && !real.is_file();
    dotted(directory, &place).and_then(|()| dotted(&real_home, &real)).err().or(is_other.then_some("this is no file"))
}
