//! Findings with fixes in, mended bytes out.
//!
//! Fixes are spliced into the bytes of the file as they lie on disk, so all that no fix touches stays as it is: byte-order
//! mark, encoding, line breaks, bytes that are no text. A fix is applied whole or not at all. Where two overlap, the one
//! whose finding comes first (by start, end and rule) is applied and the other waits: the document is linted again, and
//! again, until nothing is left to apply. No fix may take readable words away, whatever a rule says. Opens no file.

pub(crate) mod prove;
mod words;

use std::collections::BTreeMap;

use crate::finding::{Finding, FixOffer};
use crate::rule::Applicability;
use crate::source::{self, SourceFile, Unreadable};

/// How many times a document is linted and mended before its fixes count as working against each other.
const ROUNDS: usize = 10;

/// Bytes on either side of an edit that count as right beside it; even, for UTF-16.
const AROUND: usize = 128;

/// A document after its fixes.
#[derive(Debug)]
pub struct Mended {
    /// The file.
    pub bytes: Vec<u8>,
    /// How many fixes were applied.
    pub applied: usize,
}

/// Why a document cannot be mended.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unmended {
    /// It is no text, or no longer.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// Each fix gives cause for another.
    #[error("its fixes undo each other; it was left as it is")]
    Unsettled,
}

/// Applies the fixes of `bytes` that `allowed` allows, until `judge` finds none. `judge` masks nothing: a masked edit
/// would be written as it is shown.
///
/// # Errors
///
/// [`Unmended`], if the bytes are no text, or the fixes come to no end.
pub fn mend(
    name: &str,
    mut bytes: Vec<u8>,
    allowed: Applicability,
    judge: impl Fn(&SourceFile) -> Vec<Finding>,
) -> Result<Mended, Unmended> {
    let mut applied = 0;
    for _ in 0..ROUNDS {
        let source = source::read(name, bytes.clone())?;
        let findings = judge(&source);
        let fixes = chosen(&bytes, &source, &findings, allowed);
        if fixes.is_empty() {
            return Ok(Mended { bytes, applied });
        }
        applied += fixes.len();
        bytes = spliced(&bytes, fixes.into_iter().flatten().collect());
    }
    Err(Unmended::Unsettled)
}

/// One replacement in the bytes of a file.
struct Splice {
    start: usize,
    end: usize,
    content: Vec<u8>,
}

/// The fixes to apply in one round, none overlapping another.
fn chosen(bytes: &[u8], source: &SourceFile, findings: &[Finding], allowed: Applicability) -> Vec<Vec<Splice>> {
    let mut taken = Taken::default();
    let mut chosen = Vec::new();
    for finding in findings.iter().filter(|finding| finding.suppression.is_none()) {
        let fix = finding.fix.as_ref().filter(|fix| allowed == Applicability::Unsafe || fix.together);
        let Some(splices) = fix.and_then(|fix| splices(fix, bytes, source)) else { continue };
        if splices.iter().all(|splice| taken.is_free(splice)) {
            splices.iter().for_each(|splice| taken.take(splice));
            chosen.push(splices);
        }
    }
    chosen
}

/// Where a round changes the file: starts, and the ends that belong to them.
#[derive(Default)]
struct Taken(BTreeMap<usize, usize>);

impl Taken {
    /// Whether no edit so far touches the same bytes or would be put at the same place.
    fn is_free(&self, splice: &Splice) -> bool {
        let before = self.0.range(..=splice.start).next_back();
        let behind = self.0.range(splice.start..).next();
        before.is_none_or(|(&start, &end)| end <= splice.start && start != splice.start)
            && behind.is_none_or(|(&start, _)| start >= splice.end)
    }

    fn take(&mut self, splice: &Splice) {
        self.0.insert(splice.start, splice.end);
    }
}

/// The edits of a fix in the spelling of the file; `None` if it cannot spell them, words would be lost, or nothing would
/// change.
fn splices(fix: &FixOffer, bytes: &[u8], source: &SourceFile) -> Option<Vec<Splice>> {
    let encoding = source.encoding();
    let mut splices = Vec::with_capacity(fix.edits.len());
    for edit in &fix.edits {
        let (start, end) = (edit.location.offset as usize, edit.end_location.offset as usize);
        if splices.last().is_some_and(|last: &Splice| start < last.end) {
            return None;
        }
        let old = encoding.read(bytes.get(start..end)?);
        let before = encoding.read(&bytes[start.saturating_sub(AROUND)..start]);
        let behind = encoding.read(&bytes[end..bytes.len().min(end + AROUND)]);
        if words::lost(&old, &edit.content, [&before, &behind]) {
            return None;
        }
        let content = encoding.spell(&edit.content.replace('\n', line_break(source.text())))?;
        splices.push(Splice { start, end, content });
    }
    let changes = splices.iter().any(|splice| bytes[splice.start..splice.end] != *splice.content);
    changes.then_some(splices)
}

/// How the lines of `text` end, judged by the first.
fn line_break(text: &str) -> &'static str {
    match text.find(['\n', '\r']).map(|at| &text[at..]) {
        Some(rest) if rest.starts_with("\r\n") => "\r\n",
        Some(rest) if rest.starts_with('\r') => "\r",
        _ => "\n",
    }
}

fn spliced(bytes: &[u8], mut splices: Vec<Splice>) -> Vec<u8> {
    splices.sort_by_key(|splice| splice.start);
    let mut mended = Vec::with_capacity(bytes.len() + 64);
    let mut at = 0;
    for splice in splices {
        mended.extend_from_slice(&bytes[at..splice.start]);
        mended.extend_from_slice(&splice.content);
        at = splice.end;
    }
    mended.extend_from_slice(&bytes[at..]);
    mended
}

#[cfg(test)]
mod tests;
