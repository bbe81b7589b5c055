//! Writes files that appear whole or not at all: beside their place, then moved there.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::source::mistake::plain;

/// Writes a file, new or in the place of an old one.
///
/// # Errors
///
/// What the system says; the old file is then as it was.
pub(in crate::run) fn write_file(file: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    // A device or a pipe is written to, a link is followed; only a plain file is replaced.
    let place = fs::canonicalize(file).unwrap_or_else(|_| file.to_owned());
    if fs::metadata(&place).is_ok_and(|found| !found.is_file()) {
        return write(&mut fs::OpenOptions::new().write(true).open(&place)?);
    }
    let mut out = temporary(&place, USUAL)?;
    write(&mut out)?;
    out.persist(&place)?;
    Ok(())
}

/// Why a document was not replaced.
#[derive(Debug, thiserror::Error)]
pub(in crate::run) enum Kept {
    /// Someone else wrote to it.
    #[error("it was changed by another program during the check")]
    Changed,
    /// To replace it would part it from its other names.
    #[error("it has other names (hard links) that would keep the old text")]
    Linked,
    /// An access list or another attribute would be lost.
    #[cfg(unix)]
    #[error("its attribute {0} cannot be preserved")]
    Attribute(String),
    /// The system forbids it.
    #[error("{}", plain(.0))]
    System(#[from] io::Error),
}

/// Writes `new` in the place of a file that must still hold `old`. Its owner, permissions, access lists and extended
/// attributes stay. Until it takes its place, the new file can be read by its owner alone, and by then it is on the
/// disk.
///
/// # Errors
///
/// [`Kept`]; the file is then as it was.
pub(in crate::run) fn replace(file: &Path, old: &[u8], new: &[u8]) -> Result<(), Kept> {
    let place = fs::canonicalize(file)?;
    // Moving a file needs no leave to write to the one whose place it takes; changing a record does.
    let metadata = fs::OpenOptions::new().write(true).open(&place)?.metadata()?;
    let mut out = temporary(&place, PRIVATE)?;
    out.write_all(new)?;
    out.as_file().sync_all()?;
    if fs::read(&place)? != old {
        return Err(Kept::Changed);
    }
    keep_rights(&place, &metadata, &out)?;
    out.persist(&place).map_err(io::Error::from)?;
    sync_directory(&place)?;
    Ok(())
}

#[cfg(unix)]
fn keep_rights(place: &Path, old: &fs::Metadata, new: &tempfile::NamedTempFile) -> Result<(), Kept> {
    use std::os::unix::fs::{MetadataExt, fchown};
    if old.nlink() > 1 {
        return Err(Kept::Linked);
    }
    let made = new.as_file().metadata()?;
    if (made.uid(), made.gid()) != (old.uid(), old.gid()) {
        fchown(new.as_file(), Some(old.uid()), Some(old.gid()))?;
    }
    keep_attributes(place, new.path())?;
    // Last, since a change of owner can take rights away.
    Ok(new.as_file().set_permissions(old.permissions())?)
}

/// Copies the extended attributes, among them the access lists. A file system without any has none to lose.
#[cfg(unix)]
fn keep_attributes(old: &Path, new: &Path) -> Result<(), Kept> {
    let Ok(names) = xattr::list(old) else { return Ok(()) };
    for name in names {
        let value = xattr::get(old, &name)?;
        let kept = xattr::get(new, &name).is_ok_and(|own| own == value);
        if let Some(value) = value.filter(|_| !kept) {
            xattr::set(new, &name, &value).map_err(|_| Kept::Attribute(name.to_string_lossy().into_owned()))?;
        }
    }
    Ok(())
}

/// Sees to it that the new name survives a loss of power, too.
#[cfg(unix)]
fn sync_directory(place: &Path) -> io::Result<()> {
    fs::File::open(directory(place))?.sync_all()
}

#[cfg(not(unix))]
fn keep_rights(_: &Path, old: &fs::Metadata, new: &tempfile::NamedTempFile) -> Result<(), Kept> {
    Ok(new.as_file().set_permissions(old.permissions())?)
}

#[cfg(not(unix))]
fn sync_directory(_: &Path) -> io::Result<()> {
    Ok(())
}

fn directory(place: &Path) -> PathBuf {
    match place.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// The permissions of a file that only its owner may read.
const PRIVATE: u32 = 0o600;
/// The permissions that any new file has, as far as the system grants them.
const USUAL: u32 = 0o666;

/// A file beside `place` with those permissions.
fn temporary(place: &Path, mode: u32) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".cable-lint-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(mode));
    }
    #[cfg(not(unix))]
    let _ = mode;
    // The path of the temporary file, which tempfile adds to its errors, would only puzzle.
    builder.tempfile_in(directory(place)).map_err(|error| io::Error::new(error.kind(), plain_of(&error)))
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

    #[cfg(unix)]
    #[test]
    fn rights_and_attributes_stay() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("x");
        fs::write(&file, "old").expect("a file");
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).expect("rights");
        // Some file systems have none; then none can be lost.
        let kept = xattr::set(&file, "user.box", b"7").ok().map(|()| b"7".to_vec());
        replace(&file, b"old", b"new").expect("it is what it was");
        assert_eq!(fs::metadata(&file).expect("a file").permissions().mode() & 0o777, 0o640);
        assert_eq!(xattr::get(&file, "user.box").unwrap_or_default(), kept);
    }
}
