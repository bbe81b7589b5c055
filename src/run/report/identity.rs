//! Determines which file a name refers to, whatever links, `./` and the case of letters are used, so that no run
//! writes over a file that it reads.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::super::Failure;
use crate::config::FILE_NAME;
use crate::files::{Input, Listed};
use crate::render::is_page;

/// As many bytes show what wrote a page.
const HEAD: u64 = 1024;

/// Which file a name stands for.
#[derive(Clone, Debug)]
pub(in crate::run) struct Identity {
    /// The true path, or that of the directory with the name in it of what is not there yet.
    path: PathBuf,
    /// What the system knows a file by, whatever it is called: its device and its number there.
    number: Option<(u64, u64)>,
}

impl Identity {
    /// Of `path`, relative to `cwd`.
    pub(in crate::run) fn of(path: &Path, cwd: &Path) -> Identity {
        let path = cwd.join(path);
        let number = fs::metadata(&path).ok().filter(fs::Metadata::is_file).and_then(|metadata| number(&metadata));
        let real = fs::canonicalize(&path).ok().or_else(|| {
            let directory = fs::canonicalize(path.parent()?).ok()?;
            Some(directory.join(path.file_name()?))
        });
        Identity { path: real.unwrap_or(path), number }
    }

    /// Whether it is the same file.
    pub(in crate::run) fn is(&self, other: &Identity) -> bool {
        self.path == other.path || self.number.is_some() && self.number == other.number
    }

    /// Whether a document that the system knows by `ino`, if that is known, may be this file.
    pub(in crate::run) fn may_be(&self, ino: Option<u64>) -> bool {
        match (self.number, ino) {
            (Some((_, own)), Some(ino)) => own == ino,
            _ => true,
        }
    }

    /// Whether there is such a file.
    pub(in crate::run) fn exists(&self) -> bool {
        self.number.is_some()
    }
}

/// Leaves the reports of an earlier run, which the reports at `written` replace, out of the documents.
pub(in crate::run) fn leave_reports<'f>(
    written: impl Iterator<Item = &'f Path>,
    documents: &mut Vec<Listed>,
    cwd: &Path,
) {
    for file in written.filter(|file| is_report(&cwd.join(file))) {
        let report = Identity::of(file, cwd);
        documents.retain(|document| !is_document(document, file, &report, cwd));
    }
}

/// Whether the file at `path` begins as a report that looks like a document does.
fn is_report(path: &Path) -> bool {
    let mut head = Vec::new();
    let read = fs::File::open(path).and_then(|file| file.take(HEAD).read_to_end(&mut head));
    read.is_ok() && is_page(&String::from_utf8_lossy(&head))
}

/// Sees to it that no file of `written` is another one of them, a document, or one of the `kept` files, each of which
/// comes with what it is.
pub(in crate::run) fn spare<'f>(
    written: impl Iterator<Item = &'f Path>,
    documents: &[Listed],
    kept: &[(&str, PathBuf)],
    cwd: &Path,
) -> Result<(), Failure> {
    let mut reports: Vec<(&Path, Identity)> = Vec::new();
    for file in written {
        let report = Identity::of(file, cwd);
        if let Some((other, _)) = reports.iter().find(|(_, other)| other.is(&report)) {
            let (one, two) = (shown(other), shown(file));
            return Err(Failure::Usage(format!(
                "two reports for one file, {one} and {two}: write each to its own file"
            )));
        }
        let replaced = kept.iter().find(|(_, path)| report.is(&Identity::of(path, cwd))).map(|(what, _)| *what);
        let replaced = replaced.or_else(|| file.ends_with(FILE_NAME).then_some("configuration"));
        let is_document = || documents.iter().any(|document| is_document(document, file, &report, cwd));
        if let Some(what) = replaced.or_else(|| is_document().then_some("document")) {
            let help = if what == "document" { ", or exclude this one" } else { "" };
            let why = "which a report cannot replace: write the report to another file";
            return Err(Failure::Usage(format!("{} is a {what}, {why}{help}", shown(file))));
        }
        reports.push((file, report));
    }
    Ok(())
}

/// Whether a report at `file` would replace a document. There can be very many documents: of those that are called
/// otherwise only the ones are looked at that the system knows by the same number.
fn is_document(document: &Listed, file: &Path, report: &Identity, cwd: &Path) -> bool {
    let Input::File(path) = &document.place else { return false };
    let same_name = path.file_name() == file.file_name();
    (same_name || report.exists() && report.may_be(document.ino)) && report.is(&Identity::of(path, cwd))
}

/// A file as messages name it.
pub(in crate::run) fn shown(file: &Path) -> String {
    format!("`{}`", file.display())
}

#[cfg(unix)]
fn number(metadata: &fs::Metadata) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    Some((metadata.dev(), metadata.ino()))
}

#[cfg(not(unix))]
fn number(_: &fs::Metadata) -> Option<(u64, u64)> {
    None
}
