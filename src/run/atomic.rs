//! Files that appear whole or not at all: written beside their place and then moved there.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::mistake::plain;

/// Writes a file, new or in the place of an old one.
///
/// # Errors
///
/// What the system says; the old file is then as it was.
pub(super) fn write_file(file: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    // A device or a pipe is written to, a link is followed; only a plain file is replaced.
    let place = fs::canonicalize(file).unwrap_or_else(|_| file.to_owned());
    if fs::metadata(&place).is_ok_and(|found| !found.is_file()) {
        return write(&mut fs::OpenOptions::new().write(true).open(&place)?);
    }
    let mut out = temporary(&place)?;
    write(&mut out)?;
    out.persist(&place)?;
    Ok(())
}

/// Why a document was not replaced.
#[derive(Debug, thiserror::Error)]
pub(super) enum Kept {
    /// Someone else wrote to it.
    #[error("it changed while it was checked")]
    Changed,
    /// To replace it would part it from its other names.
    #[error("it has other names (hard links), which would keep the old text")]
    Linked,
    /// The system forbids it.
    #[error("{}", plain(.0))]
    System(#[from] io::Error),
}

/// Writes `new` in the place of a file that must still hold `old`. Its permissions and its owner stay.
///
/// # Errors
///
/// [`Kept`]; the file is then as it was.
pub(super) fn replace(file: &Path, old: &[u8], new: &[u8]) -> Result<(), Kept> {
    let place = fs::canonicalize(file)?;
    // Moving a file needs no leave to write to the one whose place it takes; changing a record does.
    let metadata = fs::OpenOptions::new().write(true).open(&place)?.metadata()?;
    let mut out = temporary(&place)?;
    out.write_all(new)?;
    keep_rights(&metadata, out.path())?;
    if fs::read(&place)? != old {
        return Err(Kept::Changed);
    }
    out.persist(&place).map_err(io::Error::from)?;
    Ok(())
}

#[cfg(unix)]
fn keep_rights(old: &fs::Metadata, new: &Path) -> Result<(), Kept> {
    use std::os::unix::fs::{MetadataExt, chown};
    if old.nlink() > 1 {
        return Err(Kept::Linked);
    }
    let made = fs::metadata(new)?;
    if (made.uid(), made.gid()) != (old.uid(), old.gid()) {
        chown(new, Some(old.uid()), Some(old.gid()))?;
    }
    // Last, since a change of owner can take rights away.
    Ok(fs::set_permissions(new, old.permissions())?)
}

#[cfg(not(unix))]
fn keep_rights(old: &fs::Metadata, new: &Path) -> Result<(), Kept> {
    Ok(fs::set_permissions(new, old.permissions())?)
}

/// A file beside `place`, with the permissions that any new file has.
fn temporary(place: &Path) -> io::Result<tempfile::NamedTempFile> {
    let directory = match place.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    };
    let mut builder = tempfile::Builder::new();
    builder.prefix(".cable-lint-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    // The path of the temporary file, which tempfile adds to its errors, would only puzzle.
    builder.tempfile_in(directory).map_err(|error| io::Error::new(error.kind(), plain_of(&error)))
}

fn plain_of(error: &io::Error) -> String {
    let text = plain(error);
    text.find(" at path ").map_or(text.clone(), |end| text[..end].to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_changed_meanwhile_is_left_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("x");
        fs::write(&file, "someone else's").expect("a file");
        assert!(matches!(replace(&file, b"old", b"new"), Err(Kept::Changed)));
        assert_eq!(fs::read(&file).expect("a file"), b"someone else's");
        replace(&file, b"someone else's", b"new").expect("it is what it was");
        assert_eq!(fs::read(&file).expect("a file"), b"new");
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
    }
}
