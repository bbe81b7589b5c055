//! Writes `markdown`: a summary for a comment or job summary, with counts, rules and findings.
//!
//! Untrusted text is escaped so that it cannot begin markup, a mention, a reference or a link.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::{RuleUrl, RunReport, Unread};
use crate::diagnostic::Severity;
use crate::finding::Finding;
use crate::source::visible::visible;

/// GitHub takes pages of at most a mebibyte; so many findings fit. The mildest are left to other formats.
const MOST: usize = 1000;

/// How every summary begins.
pub(super) const HEAD: &str =
    "## cable-lint\n\n| documents | errors | warnings | infos | suppressed | fixable | not checked |";

pub(super) fn write(report: &RunReport<'_>, out: &mut dyn Write) -> io::Result<()> {
    let summary = &report.summary;
    writeln!(out, "{HEAD}")?;
    writeln!(out, "| ---: | ---: | ---: | ---: | ---: | ---: | ---: |")?;
    let counts = [
        summary.documents,
        summary.errors,
        summary.warnings,
        summary.infos,
        summary.suppressed,
        summary.fixable,
        summary.unreadable,
    ];
    writeln!(out, "| {} |", counts.map(|count| count.to_string()).join(" | "))?;
    for Unread { filename, reason } in report.unreadable {
        writeln!(out, "\n**not checked**: {}: {}", escaped(filename), escaped(reason))?;
    }
    let mut findings: Vec<&Finding> = report.unsuppressed().collect();
    if findings.is_empty() {
        return Ok(());
    }
    rules(&findings, report.rule_url, out)?;
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    writeln!(out, "\n| place | level | rule | what is wrong |\n| --- | --- | --- | --- |")?;
    for finding in findings.iter().take(MOST) {
        let (place, severity) = (*finding.location, finding.severity.word());
        let (name, message) = (escaped(&finding.filename), escaped(&finding.message));
        writeln!(out, "| {name}:{}:{} | {severity} | `{}` | {message} |", place.row, place.column, finding.code)?;
    }
    if findings.len() > MOST {
        writeln!(out, "\nand {} more, none more severe", findings.len() - MOST)?;
    }
    Ok(())
}

/// How often each rule fired, the most severe and most frequent first.
fn rules(findings: &[&Finding], url: Option<&RuleUrl>, out: &mut dyn Write) -> io::Result<()> {
    let mut counts: BTreeMap<(&str, Severity), usize> = BTreeMap::new();
    for finding in findings {
        *counts.entry((&finding.code, finding.severity)).or_default() += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|&((_, severity), count)| std::cmp::Reverse((severity, count)));
    writeln!(out, "\n| rule | level | findings |\n| --- | --- | ---: |")?;
    for ((code, severity), count) in counts {
        let name = url.map_or_else(|| format!("`{code}`"), |url| format!("[`{code}`](<{}>)", url.of(code)));
        writeln!(out, "| {name} | {} | {count} |", severity.word())?;
    }
    Ok(())
}

/// `text` as Markdown that shows it, inside a line. Mentions, references and links have no escape of their own: an
/// empty comment parts what makes them.
fn escaped(text: &str) -> String {
    let mut shown = String::with_capacity(text.len() + 16);
    for character in visible(text).chars() {
        match character {
            '<' => shown.push_str("&lt;"),
            '&' => shown.push_str("&amp;"),
            '@' | '#' => {
                shown.push(character);
                shown.push_str("<!-- -->");
            }
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '$' => {
                shown.push('\\');
                shown.push(character);
            }
            _ => shown.push(character),
        }
    }
    shown.replace("://", ":<!-- -->//").replace("www.", "www<!-- -->.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_markup() {
        assert_eq!(escaped("a|b\n`c` <b> [x](y)"), "a\\|b␊\\`c\\` &lt;b> \\[x\\](y)");
        let parted = "@<!-- -->you #<!-- -->1 https:<!-- -->//x.org www<!-- -->.x.org";
        assert_eq!(escaped("@you #1 https://x.org www.x.org"), parted);
    }
}
