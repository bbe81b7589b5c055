//! Writes `csv`: one row per finding, for spreadsheets and tables of data; other rows are written likewise.
//!
//! RFC 4180: a head, CRLF, quotes where they are needed. A row is one line, and no cell is a formula.

use std::io::{self, Write};

use csv::{Terminator, WriterBuilder};

use super::{RunReport, Unread};
use crate::finding::Finding;
use crate::source::visible::visible;
use crate::suppress::Suppression;

/// The columns: keys of the JSON contract, those of a location without its name.
const COLUMNS: [&str; 17] = [
    "filename",
    "part",
    "row",
    "column",
    "end_row",
    "end_column",
    "severity",
    "code",
    "group",
    "confidence",
    "message",
    "help",
    "fix",
    "source",
    "url",
    "fingerprint",
    "suppression",
];

pub(super) fn write(report: &RunReport<'_>, out: &mut dyn Write) -> io::Result<()> {
    let unread = report.unreadable.iter().map(unread);
    table(&COLUMNS, report.findings.iter().map(finding).chain(unread), out)
}

/// Writes rows below a head.
pub(crate) fn table<R: IntoIterator<Item = String>>(
    head: &[&str],
    rows: impl Iterator<Item = R>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut table = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(out);
    table.write_record(head)?;
    for row in rows {
        table.write_record(row.into_iter().map(|cell| defused(&cell)))?;
    }
    table.flush()
}

/// A cell that is one line and no formula: a spreadsheet takes for one what begins like this.
fn defused(cell: &str) -> String {
    let is_formula = cell.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']);
    let led = is_formula || cell.starts_with(['\t', '\r', '\n']);
    let cell = visible(cell);
    if led { format!("'{cell}") } else { cell.into_owned() }
}

fn finding(finding: &Finding) -> Vec<String> {
    let (start, end) = (finding.location.told(), finding.end_location.told());
    let line = |text: &Option<String>| text.as_deref().unwrap_or_default().trim_end().replace('\n', " ");
    vec![
        finding.filename.clone(),
        finding.location.part().unwrap_or_default().to_owned(),
        start.row.to_string(),
        start.column.to_string(),
        end.row.to_string(),
        end.column.to_string(),
        finding.severity.word().to_owned(),
        finding.code.clone(),
        finding.group.clone(),
        finding.confidence.word().to_owned(),
        finding.message.clone(),
        line(&finding.help),
        finding.fix.as_ref().map_or("", |fix| fix.applicability.word()).to_owned(),
        finding.source.join("; "),
        finding.url.clone().unwrap_or_default(),
        finding.fingerprint.clone(),
        finding.suppression.as_ref().map_or("", Suppression::words).to_owned(),
    ]
}

/// What was not read is an error in the row of its name: a table without it would look clean.
fn unread(unread: &Unread) -> Vec<String> {
    let cell = |column: &&str| match *column {
        "filename" => unread.filename.clone(),
        "severity" => "error".to_owned(),
        "message" => format!("not checked: {}", unread.reason),
        _ => String::new(),
    };
    COLUMNS.iter().map(cell).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_and_every_row_is_a_line() {
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1"] {
            assert!(defused(formula).starts_with('\''), "{formula:?}");
        }
        for harmless in ["a=b", "(S) -1", "2007-03-05", "'", ""] {
            assert_eq!(defused(harmless), harmless);
        }
        let mut out = Vec::new();
        let row = ["a \"b\", c", "d\ne", "=f"].map(str::to_owned);
        table(&["x", "y", "z"], std::iter::once(row), &mut out).expect("a vector takes all");
        assert_eq!(String::from_utf8_lossy(&out), "x,y,z\r\n\"a \"\"b\"\", c\",d␊e,'=f\r\n");
    }
}
