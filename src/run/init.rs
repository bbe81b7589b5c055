//! Runs `cable-lint init`: writes a first configuration that explains every key.

use std::fs::OpenOptions;
use std::io::{self, Write};

use super::{Failure, Status, answer};
use crate::cli::Init;
use crate::config::FILE_NAME;

/// What is written.
const TEXT: &str = include_str!("init.toml");

/// Never touches a file that is there.
pub(super) fn init(typed: &Init) -> Result<Status, Failure> {
    let path = typed.directory.join(FILE_NAME);
    let path = path.strip_prefix(".").unwrap_or(&path);
    let place = format!("`{}`", path.display());
    let written = OpenOptions::new().write(true).create_new(true).open(path).and_then(|mut file| {
        file.write_all(TEXT.as_bytes())?;
        file.flush()
    });
    match written {
        Ok(()) => {
            answer(&format!("wrote {place}; it explains every key\n"))?;
            Ok(Status::Clean)
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            Err(Failure::Usage(format!("{place} already exists and was not changed")))
        }
        Err(error) => Err(Failure::Write { place, error }),
    }
}
