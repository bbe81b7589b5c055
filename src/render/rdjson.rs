//! Writes `rdjson`: the Reviewdog Diagnostic Format, whose columns count bytes of UTF-8, without suppressed findings.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::place::relative;
use super::{RunReport, Unread, write_json};
use crate::finding::Finding;
use crate::source::Position;

pub(super) fn write(report: &RunReport<'_>, out: &mut dyn Write) -> io::Result<()> {
    let findings = report.unsuppressed().map(|finding| diagnostic(finding, report.root));
    let unreadable = report.unreadable.iter().map(|unread| unchecked(unread, report.root));
    let diagnostics: Vec<Value> = findings.chain(unreadable).collect();
    let object = json!({"source": {"name": env!("CARGO_PKG_NAME")}, "diagnostics": diagnostics});
    write_json(&object, out)
}

fn diagnostic(finding: &Finding, root: &str) -> Value {
    let edits = finding.fix.iter().flat_map(|fix| &fix.edits);
    let suggestions: Vec<Value> =
        edits.map(|edit| json!({"range": range(edit.location, edit.end_location), "text": edit.content})).collect();
    let related: Vec<Value> = finding
        .related
        .iter()
        .map(|place| {
            let range = range(*place.location, *place.end_location);
            json!({"message": place.message, "location": {"path": relative(&place.filename, root), "range": range}})
        })
        .collect();
    let mut code = json!({"value": finding.code});
    if let Some(url) = &finding.url {
        code["url"] = json!(url);
    }
    json!({
        "message": finding.message,
        "location": {
            "path": relative(&finding.filename, root),
            "range": range(*finding.location, *finding.end_location),
        },
        "severity": finding.severity.word().to_uppercase(),
        "code": code,
        "suggestions": suggestions,
        "related_locations": related,
    })
}

fn unchecked(unread: &Unread, root: &str) -> Value {
    json!({
        "message": format!("not checked: {}", unread.reason),
        "location": {"path": relative(&unread.filename, root)},
        "severity": "ERROR",
    })
}

fn range(start: Position, end: Position) -> Value {
    let position = |place: Position| json!({"line": place.row, "column": place.utf8_column});
    json!({"start": position(start), "end": position(end)})
}
