//! Compares the documents of a run with each other when all were linted.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicUsize;

use super::super::compare::{Gathering, Group};
use super::super::{FAIL_ON, Failure};
use super::lint::{Checked, Linting, each};
use crate::cli::CheckArgs;
use crate::files::Listed;

/// Whether the documents are compared: those of directories are, and not a list of files as a hook passes it. What
/// `--diff` shows is not on the disk.
pub(super) fn is_asked(typed: &CheckArgs) -> bool {
    let paths = &typed.files.paths;
    let directory = |path: &PathBuf| path != Path::new("-") && path.is_dir();
    let whole = paths.is_empty() && typed.files.files_from.is_none();
    !typed.no_set && !typed.diff && (typed.set || whole || paths.iter().any(directory))
}

/// Adds to `checked` what comparing the documents finds.
pub(super) fn compare(
    linting: &Linting<'_>,
    gathering: &Gathering,
    documents: &[Listed],
    checked: &mut [Result<Checked, String>],
    threads: usize,
) -> Result<(), Failure> {
    let groups = gathering.groups();
    let shelf = gathering.shelf(documents);
    let one = |group: &Group| shelf.findings(group, linting.showing);
    let found = each(&groups, threads, &AtomicUsize::new(0), &one)?;
    for (group, found) in groups.iter().zip(found) {
        let number = group.here as usize;
        let (Some(Ok(checked)), document) = (checked.get_mut(number), &documents[number]) else { continue };
        let mut findings = match found {
            Ok(findings) => findings,
            Err(reason) => {
                checked.unread.push(format!("it was not compared with the set: {reason}"));
                continue;
            }
        };
        if findings.is_empty() {
            continue;
        }
        checked.marks.add(linting.known.mark(document, &mut findings));
        let threshold = linting.fail_on.or(document.fail_on).unwrap_or(FAIL_ON);
        checked.failing |= findings.iter().any(|found| found.severity >= threshold && found.suppression.is_none());
        checked.findings.append(&mut findings);
        let place = |found: &crate::finding::Finding| (found.location.offset, found.end_location.offset);
        checked.findings.sort_by(|a, b| (place(a), &a.code).cmp(&(place(b), &b.code)));
    }
    Ok(())
}
