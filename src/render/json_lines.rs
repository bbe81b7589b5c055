//! Writes `json-lines`: the diagnostics of `json`, one per line, then unreadable and skipped files, and the summary
//! last.

use std::io::{self, Write};

use serde::Serialize;

use super::{RunReport, Skipped, Summary, Unread};
use crate::finding::Finding;

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Line<'r> {
    Diagnostic(&'r Finding),
    Unreadable(&'r Unread),
    Summary {
        #[serde(flatten)]
        summary: Summary,
        skipped: &'r Skipped,
    },
}

pub(super) fn write(report: &RunReport<'_>, out: &mut dyn Write) -> io::Result<()> {
    for finding in report.findings {
        write_line(&Line::Diagnostic(finding), out)?;
    }
    for unread in report.unreadable {
        write_line(&Line::Unreadable(unread), out)?;
    }
    write_line(&Line::Summary { summary: report.summary, skipped: report.skipped }, out)
}

/// A finding as its line says it, without the end of the line.
pub fn finding_line(finding: &Finding) -> String {
    serde_json::to_string(&Line::Diagnostic(finding)).expect("strings, numbers and lists of them always become JSON")
}

fn write_line(line: &Line<'_>, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    writeln!(out)
}
