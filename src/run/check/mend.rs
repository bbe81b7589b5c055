//! Runs `--fix` and `--diff`: a file is replaced, standard input becomes standard output, or the difference is shown.

use crate::cli::CheckArgs;
use crate::files::{Input, Listed};
use crate::finding;
use crate::finding::{Finding, Legible, Looked, Showing};
use crate::fix;
use crate::fix::Applied;
use crate::render::{DiffReader, diff};
use crate::rule::Applicability;
use crate::run::report::atomic;
use crate::source;
use crate::source::SourceFile;

/// Findings as they are: a masked edit would be written as it is shown.
pub(super) const TRUE: Showing = Showing { reveal: true, snippets: false, width: None };

/// What was requested.
pub(in crate::run) struct Mending {
    allowed: Applicability,
    /// To show the difference, for whom, and whether masked text may be seen; otherwise documents are changed.
    diff: Option<(DiffReader, Showing)>,
}

/// A document after its fixes.
#[derive(Default)]
pub(in crate::run) struct Mended {
    /// The bytes to be looked at from now on.
    pub(in crate::run) bytes: Vec<u8>,
    /// What goes to standard output: the difference, or the document itself if that is where it came from.
    pub(in crate::run) written: Vec<u8>,
    /// The fixes that were applied, or would be.
    pub(in crate::run) applied: Vec<Applied>,
    /// Why it is as it was, although it has fixes.
    pub(in crate::run) trouble: Option<String>,
}

impl Mending {
    /// What the flags request, if anything. `reader` is the reader of standard output.
    pub(in crate::run) fn asked(typed: &CheckArgs, reader: DiffReader) -> Option<Mending> {
        let allowed = if typed.unsafe_fixes { Applicability::Unsafe } else { Applicability::Safe };
        let showing = Showing { reveal: typed.reveal, ..TRUE };
        let diff = typed.diff.then_some((reader, showing));
        (typed.fix || typed.diff).then_some(Mending { allowed, diff })
    }

    /// Whether differences are shown and no document is changed.
    pub(in crate::run) fn only_shows(&self) -> bool {
        self.diff.is_some()
    }

    /// Whether the document goes to standard output, since it came from standard input.
    fn echoes(&self, document: &Listed) -> bool {
        self.diff.is_none() && matches!(document.place, Input::Stdin(_))
    }

    /// Fixes a document with the content `bytes`. Linting reports what cannot be read.
    pub(in crate::run) fn mend(
        &self,
        document: &Listed,
        bytes: Vec<u8>,
        judge: impl Fn(&SourceFile, Showing) -> Vec<Finding>,
    ) -> Mended {
        let name = document.place.name();
        let mended = match fix::mend(&name, bytes.clone(), self.allowed, |source| judge(source, TRUE)) {
            Ok(mended) => mended,
            Err(fix::Unmended::Unreadable(_)) => return Mended { bytes, ..Mended::default() },
            Err(error) => {
                let written = if self.echoes(document) { bytes.clone() } else { Vec::new() };
                return Mended { bytes, written, trouble: Some(error.to_string()), ..Mended::default() };
            }
        };
        let applied = mended.applied;
        match (&self.diff, &document.place) {
            (Some((reader, showing)), _) if !applied.is_empty() => {
                let [before, after] = legible(document, &bytes, &mended.bytes, *showing);
                let written = diff(&before.name, &before.text, &after.text, *reader).into_bytes();
                Mended { bytes, written, applied, trouble: None }
            }
            (None, Input::Stdin(_)) => {
                Mended { written: mended.bytes.clone(), bytes: mended.bytes, applied, trouble: None }
            }
            (None, Input::File(path)) if !applied.is_empty() => match atomic::replace(path, &bytes, &mended.bytes) {
                Ok(()) => Mended { bytes: mended.bytes, applied, ..Mended::default() },
                Err(kept) => Mended { bytes, trouble: Some(kept.to_string()), ..Mended::default() },
            },
            _ => Mended { bytes, ..Mended::default() },
        }
    }
}

/// The document before and after its fixes, as it may be shown.
fn legible(document: &Listed, before: &[u8], after: &[u8], showing: Showing) -> [Legible; 2] {
    let read = |bytes: &[u8]| source::read(document.place.name(), bytes.to_vec());
    // It was read a moment ago, and fixes keep text text.
    let (Ok(before), Ok(after)) = (read(before), read(after)) else { return Default::default() };
    let found = [&before, &after].map(|source| crate::lint(source, &document.rules));
    let looked = |source, index: usize| Looked { source, diagnostics: &found[index] };
    finding::legible(&looked(&before, 0), &looked(&after, 1), &document.rules, showing)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::config::{Configs, Globs, Request};
    use crate::files;
    use crate::files::Selection;

    /// Spaces around the slashes have a safe fix.
    const TEXT: &str = "SECRET // NOFORN\n\n12 March 2014\n\n(S//NF) The lamp was shown.\n\nSECRET // NOFORN\n";

    #[test]
    fn a_document_that_changed_meanwhile_is_left_alone_and_told() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("x.txt");
        let request = Request { cwd: folder.path().to_owned(), isolated: true, ..Request::default() };
        let configs = Configs::new(request).expect("no configuration is no mistake");
        let selection = Selection {
            paths: vec![path.clone()],
            stdin_name: None,
            include: None,
            exclude: Globs::none(),
            force_exclude: false,
            ignore_files: false,
            cwd: folder.path().to_owned(),
            threads: 1,
        };
        let documents = files::list(&selection, &configs).documents;
        let judge = |source: &SourceFile, showing| {
            finding::resolve(source, &crate::lint(source, &documents[0].rules), &documents[0].rules, showing)
        };
        let mending = Mending { allowed: Applicability::Safe, diff: None };
        fs::write(&path, "somebody else's words").expect("a file");
        let mended = mending.mend(&documents[0], TEXT.into(), judge);
        assert_eq!(mended.trouble.as_deref(), Some("it was changed by another program during the check"));
        assert_eq!((mended.applied.len(), mended.bytes.as_slice()), (0, TEXT.as_bytes()));
        assert_eq!(fs::read(&path).expect("a file"), b"somebody else's words");
        fs::write(&path, TEXT).expect("a file");
        let mended = mending.mend(&documents[0], TEXT.into(), judge);
        assert_eq!((mended.trouble, mended.applied.len()), (None, 2));
        assert_eq!(fs::read(&path).expect("a file"), TEXT.replace(" // ", "//").as_bytes());
    }
}
