//! Applies the fixes of findings to the bytes of a file.
//!
//! Everything that no fix touches stays the same: byte-order mark, encoding, line breaks, undecodable bytes. A fix is
//! applied whole or not at all. If two overlap, the one whose finding comes first (by start, end and rule) is applied,
//! then the document is linted again until no fix is left. No fix may remove readable words. Opens no file.

mod words;

use std::collections::BTreeMap;
use std::ops::Range;

use sha2::{Digest, Sha256};

use crate::finding::{Finding, FixOffer};
use crate::rule::Applicability;
use crate::source;
use crate::source::{Encoding, Position, SourceFile, Unreadable};

/// How many times a document is linted and fixed before its fixes count as working against each other.
const ROUNDS: usize = 10;

/// Bytes on either side of an edit that count as right beside it; even, for UTF-16.
const AROUND: usize = 128;

/// A document after its fixes.
#[derive(Debug)]
pub struct FixedDocument {
    /// The file.
    pub bytes: Vec<u8>,
    /// The fixes that were applied, in their order.
    pub applied: Vec<Applied>,
}

/// A fix that was applied, for a record of it. Holds no text of the document.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Applied {
    /// The rule.
    pub code: String,
    /// What was proved of it.
    pub applicability: Applicability,
    /// In which round: each goes over the document that the one before it left.
    pub round: usize,
    /// Where the finding begins in the document of its round.
    pub location: Position,
    /// Where it ends.
    pub end_location: Position,
    /// SHA-256 of the file before the round, in hexadecimal digits.
    pub before: String,
    /// SHA-256 of the file after it.
    pub after: String,
}

/// Why a document cannot be fixed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unmended {
    /// It is not text, or no longer.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// Each fix gives cause for another.
    #[error("its fixes undo each other; it was not changed")]
    Unsettled,
}

/// Applies the fixes of `bytes` that `allowed` allows, until `judge` finds none. `judge` masks nothing: a masked edit
/// would be written as it is shown.
///
/// # Errors
///
/// [`Unmended`], if the bytes are not text, or the fixes come to no end.
pub fn mend(
    name: &str,
    mut bytes: Vec<u8>,
    allowed: Applicability,
    judge: impl Fn(&SourceFile) -> Vec<Finding>,
) -> Result<FixedDocument, Unmended> {
    let mut applied: Vec<Applied> = Vec::new();
    for round in 1..=ROUNDS {
        let source = source::read(name, bytes.clone())?;
        let findings = judge(&source);
        let fixes = chosen(&bytes, &source, &findings, allowed);
        if fixes.is_empty() {
            return Ok(FixedDocument { bytes, applied });
        }
        let (findings, splices): (Vec<&Finding>, Vec<_>) = fixes.into_iter().unzip();
        let mended = spliced(&bytes, splices.into_iter().flatten().collect());
        let (before, after) = (digest(&bytes), digest(&mended));
        applied.extend(findings.into_iter().filter_map(|finding| {
            Some(Applied {
                code: finding.code.clone(),
                applicability: finding.fix.as_ref()?.applicability,
                round,
                location: *finding.location,
                end_location: *finding.end_location,
                before: before.clone(),
                after: after.clone(),
            })
        }));
        bytes = mended;
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
fn chosen<'f>(
    bytes: &[u8],
    source: &SourceFile,
    findings: &'f [Finding],
    allowed: Applicability,
) -> Vec<(&'f Finding, Vec<Splice>)> {
    let mut taken = Taken::default();
    let mut chosen = Vec::new();
    for finding in findings.iter().filter(|finding| finding.suppression.is_none()) {
        let fix = finding.fix.as_ref().filter(|fix| allowed == Applicability::Unsafe || fix.together);
        let Some(splices) = fix.and_then(|fix| splices(fix, bytes, source)) else { continue };
        if splices.iter().all(|splice| taken.is_free(splice)) {
            splices.iter().for_each(|splice| taken.take(splice));
            chosen.push((finding, splices));
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

/// The edits of a fix in the spelling of the file; `None` if it cannot spell them, words would be lost, or nothing
/// would change.
fn splices(fix: &FixOffer, bytes: &[u8], source: &SourceFile) -> Option<Vec<Splice>> {
    let encoding = source.encoding();
    let mut splices = Vec::with_capacity(fix.edits.len());
    for edit in &fix.edits {
        let (start, end) = (edit.location.offset as usize, edit.end_location.offset as usize);
        if splices.last().is_some_and(|last: &Splice| start < last.end) {
            return None;
        }
        // One odd byte makes Windows-1252 of a file that is UTF-8 around it.
        if encoding == Encoding::Windows1252 && [start, end].iter().any(|&at| source::splits_utf8(bytes, at)) {
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

/// The replacements that a fix makes in a file in UTF-8, by bytes; `None` if it cannot be applied.
#[cfg(feature = "server")]
pub(crate) fn replacements(fix: &FixOffer, bytes: &[u8], source: &SourceFile) -> Option<Vec<(Range<usize>, String)>> {
    let whole = |splice: Splice| Some((splice.start..splice.end, String::from_utf8(splice.content).ok()?));
    splices(fix, bytes, source)?.into_iter().map(whole).collect()
}

fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
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
