//! Documents in, what became of each out: read, mended if that was asked for, linted, and held against what is known.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;
use std::sync::atomic::Ordering;

use rayon::prelude::*;

use super::known::{Known, Marks};
use super::mend::{Mended, Mending};
use super::timings::Timings;
use super::{FAIL_ON, Failure, progress};
use crate::diagnostic::Severity;
use crate::files::{Listed, Place};
use crate::finding::{self, Finding, Showing};
use crate::mistake::plain;
use crate::source::{self, SourceFile};

/// How documents are linted.
pub(super) struct Linting<'l> {
    pub(super) known: &'l Known,
    pub(super) showing: Showing,
    pub(super) fail_on: Option<Severity>,
    pub(super) mending: Option<&'l Mending>,
    pub(super) timings: Option<&'l Timings>,
}

/// What became of one document.
pub(super) struct Checked {
    pub(super) findings: Vec<Finding>,
    pub(super) marks: Marks,
    pub(super) failing: bool,
    /// What goes to standard output in place of findings: differences, or the mended document.
    pub(super) written: Vec<u8>,
    /// How many fixes were applied, or would be.
    pub(super) applied: usize,
    /// Why its fixes could not be applied.
    pub(super) trouble: Option<String>,
}

impl Linting<'_> {
    /// Lints every document on `threads` threads, or says why it cannot be read. The order is that of the list. With
    /// `bar`, a bar shows how far it is.
    pub(super) fn all(
        &self,
        documents: &[Listed],
        threads: usize,
        bar: bool,
    ) -> Result<Vec<Result<Checked, String>>, Failure> {
        let threads = threads.min(documents.len());
        progress::watch(bar, documents.len(), |done| {
            let lint = |document: &Listed| {
                let checked = self.one(document);
                done.fetch_add(1, Ordering::Relaxed);
                checked
            };
            if threads < 2 {
                return Ok(documents.iter().map(lint).collect());
            }
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
            let pool = pool.map_err(|error| Failure::Usage(format!("cannot start {threads} threads: {error}")))?;
            Ok(pool.install(|| documents.par_iter().map(lint).collect()))
        })
    }

    fn one(&self, document: &Listed) -> Result<Checked, String> {
        let bytes = read(&document.place).map_err(|error| plain(&error))?;
        let unsuppressed = |source: &SourceFile, showing: Showing| {
            let mut found = self.judge(document, source, showing);
            self.known.mark_old(document, &mut found);
            found
        };
        let Mended { bytes, written, applied, trouble } = match self.mending {
            Some(mending) => mending.mend(document, bytes, unsuppressed),
            None => Mended { bytes, ..Mended::default() },
        };
        let source = source::read(document.place.name(), bytes).map_err(|error| error.to_string())?;
        let mut findings = self.judge(document, &source, self.showing);
        let marks = self.known.mark(document, &mut findings);
        let threshold = self.fail_on.or(document.fail_on).unwrap_or(FAIL_ON);
        let would_change = applied > 0 && self.mending.is_some_and(Mending::only_shows);
        let failing = findings.iter().any(|found| found.severity >= threshold && found.suppression.is_none());
        Ok(Checked { findings, marks, failing: failing || would_change, written, applied, trouble })
    }

    fn judge(&self, document: &Listed, source: &SourceFile, showing: Showing) -> Vec<Finding> {
        let found = match self.timings {
            Some(timings) => timings.lint(source, &document.rules),
            None => crate::lint(source, &document.rules),
        };
        finding::resolve(source, &found, &document.rules, showing)
    }
}

fn read(place: &Place) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    match place {
        Place::File(path) => {
            let mut file = File::open(path)?;
            let metadata = file.metadata()?;
            if is_device(&metadata) && !is_stdin(path) {
                return Err(io::Error::other("this is a device, which may have no end, not a document"));
            }
            bytes.try_reserve_exact(usize::try_from(metadata.len()).unwrap_or(0)).map_err(io::Error::other)?;
            file.read_to_end(&mut bytes)?;
        }
        Place::Stdin(_) => {
            io::stdin().lock().read_to_end(&mut bytes)?;
        }
    }
    Ok(bytes)
}

#[cfg(unix)]
fn is_device(metadata: &fs::Metadata) -> bool {
    use std::os::unix::fs::FileTypeExt;
    let kind = metadata.file_type();
    kind.is_char_device() || kind.is_block_device()
}

#[cfg(not(unix))]
fn is_device(_: &fs::Metadata) -> bool {
    false
}

/// Whether `path` is another name for standard input, which may be a terminal.
fn is_stdin(path: &Path) -> bool {
    ["/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"].iter().any(|stdin| path == Path::new(stdin))
}
