//! Lints documents of which an editor has a copy of its own, by the same steps as `cable-lint check`.

use std::path::{Path, PathBuf};

use super::super::Failure;
use super::known::{Asked, Known};
use super::lint::{Linting, read};
use super::mend::TRUE;
use crate::config::{BaselineFile, Configs};
use crate::files::Listed;
use crate::finding::{Finding, Showing};
use crate::fix;
use crate::rule::Applicability;
use crate::source::mistake::{Mistake, plain};

/// How documents are judged in an editor.
pub(crate) struct Desk {
    known: Known,
}

/// What is to be said of a document: nothing of what is known and may stay.
pub(crate) struct Judgement {
    /// What was found, in order.
    pub(crate) findings: Vec<Finding>,
    /// Why parts of it were not read.
    pub(crate) unread: Vec<String>,
}

impl Desk {
    /// A desk for documents that findings name from `cwd`, with the `baseline` that was typed, or else the configured one.
    ///
    /// # Errors
    ///
    /// What is wrong with the baseline.
    pub(crate) fn new(baseline: Option<&PathBuf>, cwd: &Path, configs: &Configs) -> Result<Desk, Vec<Mistake>> {
        let file = baseline.cloned().map(BaselineFile::typed).or_else(|| configs.output().baseline);
        let asked = file.map(|file| Asked { file, write: false, prune: false });
        match Known::new(asked, true, cwd, configs) {
            Ok(known) => Ok(Desk { known }),
            Err(Failure::Mistakes(mistakes)) => Err(mistakes),
            Err(_) => Ok(Desk::bare(cwd, configs)),
        }
    }

    /// A desk without a baseline.
    pub(crate) fn bare(cwd: &Path, configs: &Configs) -> Desk {
        let known = Known::new(None, true, cwd, configs).unwrap_or_else(|_| unreachable!("nothing is read"));
        Desk { known }
    }

    /// What `cable-lint check` says of a document with the content `bytes`; with `reveal`, unmasked.
    ///
    /// # Errors
    ///
    /// Why it cannot be read.
    pub(crate) fn judge(&self, document: &Listed, bytes: Vec<u8>, reveal: bool) -> Result<Judgement, String> {
        let showing = if reveal { TRUE } else { Showing::default() };
        let checked = self.linting(showing).content(None, document, bytes)?;
        let mut findings = checked.findings;
        findings.retain(|finding| finding.suppression.is_none());
        Ok(Judgement { findings, unread: checked.unread })
    }

    /// The bytes of a document on disk.
    ///
    /// # Errors
    ///
    /// Why it cannot be read.
    pub(crate) fn read(document: &Listed) -> Result<Vec<u8>, String> {
        read(document).map_err(|error| plain(&error))
    }

    /// The content of a document after all its safe fixes, as `cable-lint check --fix` leaves it.
    pub(crate) fn mended(&self, document: &Listed, bytes: Vec<u8>) -> Option<Vec<u8>> {
        let linting = self.linting(TRUE);
        let name = document.place.name();
        let mended = fix::mend(&name, bytes, Applicability::Safe, |source| linting.marked(document, source, TRUE));
        mended.ok().map(|mended| mended.bytes)
    }

    fn linting(&self, showing: Showing) -> Linting<'_> {
        Linting {
            known: &self.known,
            showing,
            fail_on: None,
            mending: None,
            timings: None,
            allow_images: false,
            least: None,
            cache: None,
            rows: false,
            texts: false,
            gathering: None,
        }
    }
}
