//! Writes `github`: workflow commands, which GitHub Actions turns into annotations.
//!
//! A command ends with its line, so line feeds, carriage returns and percent signs are escaped, in properties also
//! colons and commas. Suppressed findings are omitted.

use std::io::{self, Write};

use super::place::relative;
use super::{RunReport, Unread};
use crate::diagnostic::Severity;
use crate::finding::Finding;
use crate::source::visible::{visible, visible_lines};

pub(super) fn write(report: &RunReport<'_>, out: &mut dyn Write) -> io::Result<()> {
    for finding in report.unsuppressed() {
        write_finding(finding, report.root, out)?;
    }
    for Unread { filename, reason } in report.unreadable {
        let (file, reason) = (property(relative(filename, report.root)), visible(reason));
        writeln!(out, "::error title=cable-lint,file={file}::not checked: {}", data(&reason))?;
    }
    Ok(())
}

fn write_finding(finding: &Finding, root: &str, out: &mut dyn Write) -> io::Result<()> {
    let command = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    let (title, file) = (property(&finding.code), property(relative(&finding.filename, root)));
    let (start, end) = (*finding.location, *finding.end_location);
    write!(out, "::{command} title=cable-lint ({title}),file={file},line={}", start.row)?;
    // Columns count only where the place does not leave its line.
    if start.row == end.row {
        write!(out, ",col={},endLine={},endColumn={}", start.column, end.row, end.column)?;
    } else {
        write!(out, ",endLine={}", end.row)?;
    }
    write!(out, "::{}", data(&visible(&finding.message)))?;
    if let Some(help) = &finding.help {
        write!(out, "{}", data(&format!("\nhelp: {}", visible_lines(help))))?;
    }
    writeln!(out)
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(&visible_lines(text)).replace(':', "%3A").replace(',', "%2C")
}
