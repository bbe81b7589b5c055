//! Writes `short`: one line per finding, `path:row:column: severity[rule] message`, for grep and editors.

use std::io::{self, Write};

use super::{RunReport, Unread};
use crate::finding::Finding;
use crate::source::visible::visible;

pub(super) fn write(report: &RunReport<'_>, out: &mut dyn Write) -> io::Result<()> {
    for finding in report.findings {
        write_finding(finding, out)?;
    }
    for Unread { filename, reason } in report.unreadable {
        writeln!(out, "{}: error: not checked: {}", visible(filename), visible(reason))?;
    }
    Ok(())
}

fn write_finding(finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
    let (path, message) = (visible(&finding.filename), visible(&finding.message));
    let (place, severity) = (*finding.location, finding.severity.word());
    write!(out, "{path}:{}:{}: {severity}[{}] {message}", place.row, place.column, finding.code)?;
    if let Some(why) = &finding.suppression {
        write!(out, " (suppressed: {})", visible(why.words()))?;
    }
    writeln!(out)
}
