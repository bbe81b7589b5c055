//! Lints each document: reads it, fixes it if requested, and compares it with known findings.

#[cfg(unix)]
use std::fs;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;
use xxhash_rust::xxh3::xxh3_128;

use super::super::{FAIL_ON, Failure};
use super::known::{Known, Met};
use super::mend::{Mended, Mending};
use super::progress;
use super::timings::Timings;
use crate::Linted;
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::{Document, Today};
use crate::files::{Input, Listed};
use crate::finding;
use crate::finding::fold::Fold;
use crate::finding::{DocumentRow, Finding, Showing, ShownText};
use crate::fix::Applied;
use crate::run::cache::{Cache, CachedAnswer};
use crate::run::compare::gathering::{DocumentPlace, Gathering};
use crate::run::guard::guarded;
use crate::source::SourceFile;
use crate::source::mistake::plain;
use crate::view;

/// How documents are linted.
pub(in crate::run) struct Linting<'l> {
    pub(in crate::run) known: &'l Known,
    pub(in crate::run) showing: Showing,
    pub(in crate::run) fail_on: Option<Severity>,
    /// What is milder is of no account.
    pub(in crate::run) least: Option<Severity>,
    pub(in crate::run) mending: Option<&'l Mending>,
    pub(in crate::run) timings: Option<&'l Timings>,
    /// What earlier runs said.
    pub(in crate::run) cache: Option<&'l Cache>,
    /// Whether pages that are nothing but a picture may go unchecked.
    pub(in crate::run) allow_images: bool,
    /// What is kept of each document, so that it can be compared with the others.
    pub(in crate::run) gathering: Option<&'l Gathering>,
    /// Whether each document is summed up, too.
    pub(in crate::run) rows: bool,
    /// Whether texts are shown.
    pub(in crate::run) texts: bool,
}

/// What became of one document.
pub(in crate::run) struct Checked {
    pub(in crate::run) findings: Vec<Finding>,
    /// What was read of its documents, if that is asked for.
    pub(in crate::run) rows: Vec<DocumentRow>,
    /// Its text, if that is to be shown and cannot be read again.
    pub(in crate::run) text: Option<ShownText>,
    pub(in crate::run) marks: Met,
    pub(in crate::run) failing: bool,
    /// Nothing in it is marked, and nothing was recognized.
    pub(in crate::run) unmarked: bool,
    /// Why parts of it were not read.
    pub(in crate::run) unread: Vec<String>,
    /// What goes to standard output in place of findings: differences, or the fixed document.
    pub(in crate::run) written: Vec<u8>,
    /// The fixes that were applied, or would be.
    pub(in crate::run) applied: Vec<Applied>,
    /// Why its fixes could not be applied.
    pub(in crate::run) trouble: Option<String>,
}

/// What linting says of a document.
struct Judged {
    findings: Vec<Finding>,
    rows: Vec<DocumentRow>,
    text: Option<ShownText>,
    unmarked: bool,
    unread: Vec<String>,
}

impl Linting<'_> {
    /// Lints every document on `threads` threads, or says why it cannot be read. The order is that of the list. With
    /// `bar`, a bar shows how far it is.
    pub(in crate::run) fn all(
        &self,
        documents: &[Listed],
        threads: usize,
        bar: bool,
    ) -> Result<Vec<Result<Checked, String>>, Failure> {
        let what = match self.mending {
            Some(mending) if mending.only_shows() => "comparing",
            Some(_) => "fixing",
            None => "checking",
        };
        let numbered: Vec<(u32, &Listed)> = (0..).zip(documents).collect();
        let one = |&(number, document): &(u32, &Listed)| self.one(number, document);
        progress::watch(bar, what, documents.len(), |done| each(&numbered, threads, done, &one))
    }

    fn one(&self, number: u32, document: &Listed) -> Result<Checked, String> {
        self.content(Some(number), document, read(document).map_err(|error| plain(&error))?)
    }

    /// Lints a document with the content `bytes`; `number` is its place in the set with which it is compared.
    pub(in crate::run) fn content(
        &self,
        number: Option<u32>,
        document: &Listed,
        bytes: Vec<u8>,
    ) -> Result<Checked, String> {
        let unsuppressed = |source: &SourceFile, showing: Showing| self.marked(document, source, showing);
        let Mended { bytes, written, applied, trouble } = match self.mending {
            // Nothing in a file that is not text can be fixed here.
            Some(mending) if !view::is_packed(&bytes) => mending.mend(document, bytes, unsuppressed),
            _ => Mended { bytes, ..Mended::default() },
        };
        let digest = self.gathering.filter(|it| it.wants_digests()).map(|_| xxh3_128(&bytes));
        let place = document.place.path().zip(number).map(|(path, number)| DocumentPlace { number, path, digest });
        let Judged { mut findings, rows, text, unmarked, unread } = self.known_or_judged(document, bytes, place)?;
        let marks = self.known.mark(document, &mut findings);
        self.leave_out_mild(&mut findings);
        let mut fold = Fold::default();
        findings.into_iter().for_each(|finding| fold.add(finding));
        let findings = fold.finish();
        let threshold = self.fail_on.or(document.fail_on).unwrap_or(FAIL_ON);
        let would_change = !applied.is_empty() && self.mending.is_some_and(Mending::only_shows);
        let failing = findings.iter().any(|found| found.severity >= threshold && found.suppression.is_none());
        let failing = failing || would_change;
        Ok(Checked { findings, rows, text, marks, failing, unmarked, unread, written, applied, trouble })
    }

    /// Leaves out what is milder than was asked for.
    pub(super) fn leave_out_mild(&self, findings: &mut Vec<Finding>) {
        findings.retain(|found| Some(found.severity) >= self.least);
    }

    /// The findings of a document, those marked that were known before this run.
    pub(in crate::run) fn marked(&self, document: &Listed, source: &SourceFile, showing: Showing) -> Vec<Finding> {
        let linted = self.lint(document, source, false).linted;
        let mut found = finding::resolve(source, &linted.diagnostics, &document.rules, showing);
        self.known.mark_old(document, &mut found);
        self.leave_out_mild(&mut found);
        found
    }

    /// What an earlier run said of a document with the content `bytes`, or else linting says now. What can be compared
    /// of it is kept under `place`.
    fn known_or_judged(
        &self,
        document: &Listed,
        bytes: Vec<u8>,
        place: Option<DocumentPlace<'_>>,
    ) -> Result<Judged, String> {
        let gathering = self.gathering.zip(place);
        let cached = self.cache.and_then(|cache| Some((cache, cache.key(document, &bytes)?)));
        let found = cached.and_then(|(cache, key)| cache.find(key, &document.rules));
        let found = found.filter(|answer| gathering.is_none() || answer.entry.is_some());
        let judged = |answer: &CachedAnswer, findings: Vec<Finding>| {
            if let Some(((gathering, place), entry)) = gathering.zip(answer.entry.as_ref()) {
                gathering.add(place, entry);
            }
            self.judged(findings, &answer.linted)
        };
        // Without findings there is nothing to resolve.
        let silent = |answer: &&CachedAnswer| answer.linted.diagnostics.is_empty() && !self.rows && !self.texts;
        if let Some(answer) = found.as_ref().filter(silent) {
            return Ok(judged(answer, Vec::new()));
        }
        let source = view::open(document.place.name(), bytes).map_err(|error| error.to_string())?;
        let resolve = |answer: &CachedAnswer| {
            let findings = finding::resolve(&source, &answer.linted.diagnostics, &document.rules, self.showing);
            let rows = if self.rows { finding::rows(&source, &document.rules) } else { Vec::new() };
            let once = self.texts && matches!(document.place, Input::Stdin(_));
            let text = once.then(|| finding::shown_text(&source, &document.rules));
            Judged { rows, text, ..judged(answer, findings) }
        };
        if let Some(answer) = found.filter(|answer| answer.linted.diagnostics.iter().all(|found| found.fits(&source))) {
            return Ok(resolve(&answer));
        }
        let (answer, holds) = Today::noted(|| self.lint(document, &source, gathering.is_some()));
        if let Some((cache, key)) = cached {
            cache.keep(key, &source, &answer, holds, &document.rules);
        }
        Ok(resolve(&answer))
    }

    /// What linting says of a document, with what can be compared of it if it is gathered.
    fn lint(&self, document: &Listed, source: &SourceFile, gathered: bool) -> CachedAnswer {
        let mut entry = None;
        let mut see = |documents: &[Document<'_>], found: &[Diagnostic]| {
            let gathering = self.gathering.filter(|_| gathered);
            entry = gathering.map(|gathering| gathering.entry(documents, found, &document.rules));
        };
        let linted = match self.timings {
            Some(timings) => timings.lint(source, &document.rules, &mut see),
            None => crate::lint_seen(source, &document.rules, &mut |_, look| look(), &mut see),
        };
        CachedAnswer { linted, entry }
    }

    fn judged(&self, findings: Vec<Finding>, linted: &Linted) -> Judged {
        let mut unread = linted.unread.clone();
        if !self.allow_images {
            unread.extend(linted.pictures.iter().map(|page| unchecked(page)));
        }
        Judged { findings, rows: Vec::new(), text: None, unmarked: linted.unmarked, unread }
    }
}

/// Says that a page is nothing but a picture.
pub(in crate::run) fn unchecked(page: &str) -> String {
    format!("{page} is a picture without text: not checked")
}

/// What `one` makes of each document, in their order; a panic costs the document that meets it and no other.
pub(in crate::run) fn each<D: Sync, C: Send>(
    documents: &[D],
    threads: usize,
    done: &AtomicUsize,
    one: &(dyn Fn(&D) -> Result<C, String> + Sync),
) -> Result<Vec<Result<C, String>>, Failure> {
    let threads = threads.min(documents.len());
    let lint = |document: &D| {
        let checked = guarded(|| one(document));
        // Files are replaced whole, so that none is left half mended.
        let checked = checked.unwrap_or_else(|bug| Err(format!("this document meets {bug}: it was not checked")));
        done.fetch_add(1, Ordering::Relaxed);
        checked
    };
    if threads < 2 {
        return Ok(documents.iter().map(lint).collect());
    }
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    let pool = pool.map_err(|error| Failure::Usage(format!("cannot start {threads} threads: {error}")))?;
    Ok(pool.install(|| documents.par_iter().map(lint).collect()))
}

/// The bytes of a document.
pub(in crate::run) fn read(document: &Listed) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    match &document.place {
        Input::File(path) => {
            // What was found in a directory is known to be a file.
            if document.ino.is_none() {
                refuse_endless(path)?;
            }
            let file = File::open(path)?;
            let length = usize::try_from(file.metadata()?.len()).unwrap_or(0);
            bytes.try_reserve_exact(length).map_err(io::Error::other)?;
            // More is refused anyhow; a file may grow as fast as it is read.
            file.take(u64::from(u32::MAX) + 1).read_to_end(&mut bytes)?;
        }
        Input::Stdin(_) => {
            io::stdin().lock().read_to_end(&mut bytes)?;
        }
    }
    Ok(bytes)
}

/// Refuses what may have no end, or no beginning: opening a pipe waits for its writer. Standard input by
/// another name, and what a shell has opened already, are the user's own.
#[cfg(unix)]
fn refuse_endless(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::FileTypeExt;
    let kind = fs::metadata(path)?.file_type();
    let opened = ["/dev/stdin", "/dev/fd", "/proc/self/fd"].iter().any(|place| path.starts_with(place));
    let why = if opened {
        return Ok(());
    } else if kind.is_char_device() || kind.is_block_device() {
        "this is a device, not a document"
    } else if kind.is_fifo() {
        "this is a pipe, not a document; only standard input, `-`, may be a pipe"
    } else {
        return Ok(());
    };
    Err(io::Error::other(why))
}

#[cfg(not(unix))]
fn refuse_endless(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_that_panics_is_told_and_the_others_are_checked() {
        for threads in [1, 2] {
            let done = AtomicUsize::new(0);
            let one = |text: &&str| match text.parse::<u32>() {
                Ok(number) => Ok(number),
                Err(_) => panic!("a text that nobody may see: {text}"),
            };
            let checked = each(&["1", "QQQ", "3", "QQQ", "5"], threads, &done, &one).expect("threads start");
            let told = |bug: &String| bug.contains("a bug in cable-lint") && bug.contains("not checked");
            assert!(
                checked.iter().flat_map(|checked| checked.as_ref().err()).all(|bug| told(bug) && !bug.contains("QQQ"))
            );
            let read: Vec<Option<u32>> = checked.into_iter().map(Result::ok).collect();
            assert_eq!(read, [Some(1), None, Some(3), None, Some(5)]);
            assert_eq!(done.load(Ordering::Relaxed), 5);
        }
    }
}
