//! What is said on standard error after a check: what could not be read, how much was found.

use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::diagnostic::Severity;
use crate::finding::Finding;
use crate::render::{Report, Summary, Unread};
use crate::visible::visible;

/// Counts what was found.
pub(super) fn count(findings: &[Finding], documents: usize, unreadable: usize) -> Summary {
    let mut summary = Summary { documents, unreadable, ..Summary::default() };
    findings.iter().for_each(|found| summary.count(found));
    summary
}

/// What to say, and of what.
pub(super) struct Told<'t> {
    pub(super) report: Report<'t>,
    /// The configuration files used, to be named.
    pub(super) configs: Option<Vec<String>>,
    pub(super) summary: bool,
    pub(super) statistics: bool,
    /// There was no document.
    pub(super) empty: bool,
    /// No document met a rule.
    pub(super) inactive: bool,
    pub(super) fixed: Fixed<'t>,
}

/// What fixes did.
pub(super) struct Fixed<'t> {
    /// How many were applied, or would be.
    pub(super) applied: usize,
    /// Whether they only would be.
    pub(super) shown: bool,
    /// The documents with fixes that could not be applied.
    pub(super) unfixed: &'t [Unread],
}

impl Told<'_> {
    pub(super) fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        for unread in self.report.unreadable {
            writeln!(out, "cable-lint: cannot read {}: {}", visible(&unread.filename), visible(&unread.reason))?;
        }
        for unfixed in self.fixed.unfixed {
            writeln!(out, "cable-lint: cannot fix {}: {}", visible(&unfixed.filename), visible(&unfixed.reason))?;
        }
        if self.empty {
            writeln!(out, "cable-lint: no document to check (`--allow-empty` makes this no failure)")?;
        }
        if self.inactive {
            writeln!(out, "cable-lint: no rule is active, so nothing was checked")?;
        }
        if self.statistics {
            statistics(&self.report, out)?;
        }
        for name in self.configs.iter().flatten() {
            writeln!(out, "configuration: {}", visible(name))?;
        }
        if self.summary {
            writeln!(out, "{}{}", sentence(&self.report.summary), self.fixed.words())?;
        }
        Ok(())
    }
}

impl Fixed<'_> {
    fn words(&self) -> String {
        match (self.applied, self.shown) {
            (0, _) => String::new(),
            (count, false) => format!("; {count} fixed"),
            (count, true) => format!("; would fix {count}"),
        }
    }
}

/// One line per rule that found something: how often, how bad, its name. The commonest comes first.
fn statistics(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut counts: BTreeMap<(&str, Severity), usize> = BTreeMap::new();
    for found in report.findings.iter().filter(|found| found.suppression.is_none()) {
        *counts.entry((&found.code, found.severity)).or_default() += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|&((_, severity), count)| (std::cmp::Reverse(count), std::cmp::Reverse(severity)));
    for ((code, severity), count) in counts {
        writeln!(out, "{count:>8}  {:<7}  {}", severity.word(), report.name(code))?;
    }
    Ok(())
}

fn sentence(summary: &Summary) -> String {
    let mut parts = Vec::new();
    let counts = [(summary.errors, "error"), (summary.warnings, "warning"), (summary.infos, "info")];
    parts.extend(counts.into_iter().filter(|(count, _)| *count > 0).map(|(count, word)| many(count, word)));
    if parts.is_empty() {
        parts.push("nothing found".to_owned());
    }
    for (count, word) in [(summary.suppressed, "suppressed"), (summary.unreadable, "unreadable")] {
        if count > 0 {
            parts.push(format!("{count} {word}"));
        }
    }
    format!("checked {}: {}", many(summary.documents, "document"), parts.join(", "))
}

fn many(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sentence_names_what_there_is() {
        let summary = Summary { documents: 1, errors: 2, infos: 1, unreadable: 1, ..Summary::default() };
        assert_eq!(sentence(&summary), "checked 1 document: 2 errors, 1 info, 1 unreadable");
        assert_eq!(sentence(&Summary::default()), "checked 0 documents: nothing found");
    }
}
