//! `json-lines`: the diagnostics of `json`, one a line, and the summary last.

use std::io::{self, Write};

use serde::Serialize;

use super::{Report, Summary};
use crate::finding::Finding;

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Line<'r> {
    Diagnostic(&'r Finding),
    Summary(Summary),
}

pub(super) fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    for finding in report.findings {
        write_line(&Line::Diagnostic(finding), out)?;
    }
    write_line(&Line::Summary(report.summary), out)
}

fn write_line(line: &Line<'_>, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, line)?;
    writeln!(out)
}
