//! Sums up what became of each document into the outcome of the run.

use serde::Serialize;

use super::super::FAIL_ON;
use super::known::Extra;
use super::lint::Checked;
use crate::diagnostic::Severity;
use crate::files::{Listed, Listing};
use crate::finding;
use crate::finding::{DocumentRow, Finding};
use crate::fix::Applied;
use crate::render::{RuleUrl, Skipped, Summary, Unread};
use crate::run::names::{LONGEST, MaskedNames};
use crate::source::visible::clipped;

/// One line of the record of fixes.
#[derive(Serialize)]
pub(in crate::run) struct Record {
    /// What the document may be called.
    filename: String,
    #[serde(flatten)]
    fix: Applied,
}

/// What became of all documents.
#[derive(Default)]
pub(in crate::run) struct Outcome {
    /// By file, and within a file by start, end and rule.
    pub(in crate::run) findings: Vec<Finding>,
    /// What was read of each document, by file.
    pub(in crate::run) rows: Vec<DocumentRow>,
    /// By name.
    pub(in crate::run) unreadable: Vec<Unread>,
    /// How many documents were read, how many fixes were applied, and the like.
    pub(in crate::run) counted: Summary,
    /// What was passed over in directories.
    pub(in crate::run) skipped: Skipped,
    pub(in crate::run) failing: bool,
    /// What goes to standard output in place of findings: differences, or a fixed document.
    pub(in crate::run) written: Vec<u8>,
    /// The fixes that were applied, or would be.
    pub(in crate::run) applied: Vec<Record>,
    /// What has fixes that could not be applied.
    pub(in crate::run) unfixed: Vec<Unread>,
}

impl Outcome {
    /// Puts together what became of each document, and what was found in files of suppressions.
    pub(in crate::run) fn gather(
        listing: Listing,
        checked: Vec<Result<Checked, String>>,
        extras: Vec<Extra>,
        fail_on: Option<Severity>,
        names: &MaskedNames,
    ) -> Outcome {
        let Listing { documents, mut unreadable, skipped } = listing;
        for unread in &mut unreadable {
            (unread.filename, unread.reason) = (names.shown(&unread.filename), names.shown(&unread.reason));
        }
        let mut outcome = Outcome { unreadable, skipped, ..Outcome::default() };
        for (document, checked) in documents.iter().zip(checked) {
            match checked {
                Ok(checked) => outcome.add(document, checked),
                Err(reason) => outcome.unreadable.push(Unread { filename: shown_name(document), reason }),
            }
        }
        if !extras.is_empty() {
            for extra in extras {
                outcome.failing |= extra.finding.severity >= fail_on.or(extra.fail_on).unwrap_or(FAIL_ON);
                outcome.findings.push(extra.finding);
            }
            // A stable sort leaves the findings of each file in their order.
            outcome.findings.sort_by(|a, b| a.filename.cmp(&b.filename));
        }
        outcome.unreadable.sort_by(|a, b| (&a.filename, &a.reason).cmp(&(&b.filename, &b.reason)));
        outcome.counted.unreadable = outcome.unreadable.len();
        outcome
    }

    fn add(&mut self, document: &Listed, checked: Checked) {
        self.counted.documents += 1;
        self.counted.unmarked += usize::from(checked.unmarked);
        self.failing |= checked.failing;
        self.findings.extend(checked.findings);
        self.rows.extend(checked.rows);
        self.written.extend(checked.written);
        let record = |fix| Record { filename: shown_name(document), fix };
        self.applied.extend(checked.applied.into_iter().map(record));
        let unread = |reason: String| {
            let reason = finding::shown_name(&clipped(&reason, LONGEST), document.rules.watch.as_deref());
            Unread { filename: shown_name(document), reason }
        };
        self.unreadable.extend(checked.unread.into_iter().map(unread));
        let unfixed = |reason| Unread { filename: shown_name(document), reason };
        self.unfixed.extend(checked.trouble.map(unfixed));
    }

    /// Whether anything requested was not done.
    pub(in crate::run) fn incomplete(&self) -> bool {
        !self.unreadable.is_empty() || !self.unfixed.is_empty()
    }

    /// Tells each finding where the page of its rule is.
    pub(in crate::run) fn link(&mut self, url: &RuleUrl) {
        self.findings.iter_mut().for_each(|finding| finding.url = Some(url.of(&finding.code)));
    }
}

/// What a document may be called.
fn shown_name(document: &Listed) -> String {
    finding::shown_name(&clipped(&document.place.name(), LONGEST), document.rules.watch.as_deref())
}
