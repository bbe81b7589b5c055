//! Writes the summary on standard error after a check: unreadable files, number of findings.

use std::io::{self, Write};

use crate::finding::Finding;
use crate::render::{Facet, RunReport, Skipped, Summary, Unread, tell_statistics};
use crate::source::visible::visible;

/// Counts what was found, beside what is counted already.
pub(in crate::run) fn count(findings: &[Finding], counted: Summary) -> Summary {
    let mut summary = counted;
    findings.iter().for_each(|found| summary.count(found));
    summary
}

/// What to say, and of what.
pub(in crate::run) struct Statement<'t> {
    pub(in crate::run) report: RunReport<'t>,
    /// The configuration files used, to be named.
    pub(in crate::run) configs: Option<Vec<String>>,
    /// Repositories that no watch list reaches, each with the configuration of the nearest.
    pub(in crate::run) unwatched: Vec<(String, String)>,
    pub(in crate::run) summary: bool,
    pub(in crate::run) quiet: bool,
    /// By what to count findings.
    pub(in crate::run) statistics: &'t [Facet],
    /// There was no document.
    pub(in crate::run) empty: bool,
    /// No document met a rule.
    pub(in crate::run) inactive: bool,
    pub(in crate::run) fixed: Fixed<'t>,
}

/// What fixes did.
pub(in crate::run) struct Fixed<'t> {
    /// Whether they were asked for.
    pub(in crate::run) asked: bool,
    /// How many were applied, or would be.
    pub(in crate::run) applied: usize,
    /// Whether they only would be.
    pub(in crate::run) shown: bool,
    /// The documents with fixes that could not be applied.
    pub(in crate::run) unfixed: &'t [Unread],
}

impl Statement<'_> {
    pub(in crate::run) fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        for unread in self.report.unreadable {
            writeln!(out, "cable-lint: cannot read {}: {}", visible(&unread.filename), visible(&unread.reason))?;
        }
        for unfixed in self.fixed.unfixed {
            writeln!(out, "cable-lint: cannot fix {}: {}", visible(&unfixed.filename), visible(&unfixed.reason))?;
        }
        for (repository, config) in &self.unwatched {
            let repository = if repository.is_empty() { "." } else { repository };
            let (repository, config) = (visible(repository), visible(config));
            writeln!(
                out,
                "cable-lint: {repository} is a repository without its own configuration: the watch list of {config} does not apply to it"
            )?;
        }
        if self.empty {
            writeln!(
                out,
                "cable-lint: no document to check: `include` says which files of directories are documents (use `--allow-empty` to accept this)"
            )?;
        }
        if self.inactive {
            writeln!(out, "cable-lint: no rule is active, so nothing was checked")?;
        }
        tell_statistics(&self.report, self.statistics, out)?;
        for name in self.configs.iter().flatten() {
            writeln!(out, "configuration: {}", visible(name))?;
        }
        let papers = passed_over(self.report.skipped, is_paper);
        if !papers.is_empty() && !self.summary && !self.quiet {
            writeln!(out, "cable-lint: skipped {papers}: their content is not checked")?;
        }
        if self.summary {
            let (summary, skipped) = (&self.report.summary, self.report.skipped);
            writeln!(out, "{}{}{}", sentence(summary), self.fixed.words(), rest(summary, skipped))?;
        }
        Ok(())
    }
}

impl Fixed<'_> {
    fn words(&self) -> String {
        match (self.applied, self.shown) {
            (0, _) if self.asked => "; nothing to fix".to_owned(),
            (0, _) => String::new(),
            (count, false) => format!("; {count} fixed"),
            (count, true) => format!("; would fix {count}"),
        }
    }
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

/// As many kinds of files are named that were passed over.
const MOST_KINDS: usize = 5;

/// Kinds of files that contain documents in an unsupported format, scans and archives included. They are always named, and
/// first.
const PAPERS: [&str; 42] = [
    ".pdf", ".doc", ".docx", ".docm", ".dot", ".rtf", ".odt", ".ods", ".odp", ".wpd", ".wp", ".wps", ".pages", ".msg",
    ".pst", ".mbox", ".mht", ".mhtml", ".ppt", ".pptx", ".xls", ".xlsx", ".vsd", ".vsdx", ".pub", ".one", ".tif",
    ".tiff", ".djvu", ".jpg", ".jpeg", ".png", ".zip", ".7z", ".rar", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".epub",
    ".xps",
];

fn is_paper(kind: &str) -> bool {
    PAPERS.contains(&kind)
}

/// What silence says nothing about.
fn rest(summary: &Summary, skipped: &Skipped) -> String {
    let unmarked = match summary.unmarked {
        0 => String::new(),
        count => format!("; {count} unmarked"),
    };
    let named = passed_over(skipped, |_| true);
    match named.is_empty() {
        true => unmarked,
        false => format!("{unmarked}; skipped {named}"),
    }
}

/// The kinds of files that were passed over, those first that hold documents, then the commonest.
fn passed_over(skipped: &Skipped, which: impl Fn(&str) -> bool) -> String {
    let mut kinds: Vec<(&String, &usize)> = skipped.iter().filter(|(kind, _)| which(kind)).collect();
    kinds.sort_by_key(|&(kind, count)| std::cmp::Reverse((is_paper(kind), count)));
    let kind = |&(kind, count): &(&String, &usize)| {
        format!("{count} {}", if kind.is_empty() { "without extension" } else { kind })
    };
    let mut named: Vec<String> = kinds.iter().take(MOST_KINDS).map(kind).collect();
    let others: usize = kinds.iter().skip(MOST_KINDS).map(|(_, count)| **count).sum();
    named.extend((others > 0).then(|| format!("{others} more")));
    named.join(", ")
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
        let skipped = ["", ".a", ".b", ".c", ".d", ".e", ".rtf"].map(|kind| (kind.to_owned(), kind.len() + 1));
        assert_eq!(rest(&summary, &Skipped::default()), "");
        let summary = Summary { unmarked: 3, ..summary };
        let expected = "; 3 unmarked; skipped 5 .rtf, 3 .a, 3 .b, 3 .c, 3 .d, 4 more";
        assert_eq!(rest(&summary, &skipped.into()), expected);
        assert_eq!(rest(&Summary::default(), &[(String::new(), 1)].into()), "; skipped 1 without extension");
    }
}
