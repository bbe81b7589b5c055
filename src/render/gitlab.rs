//! Writes `gitlab`: a Code Quality report for GitLab CI, without suppressed findings.
//!
//! GitLab merges findings with the same fingerprint, so the file is part of it here.

use std::io::{self, Write};

use serde_json::{Value, json};
use xxhash_rust::xxh3::xxh3_64;

use super::place::relative;
use super::{RunReport, Unread, write_json};
use crate::diagnostic::Severity;
use crate::finding::Finding;
use crate::source::Position;

pub(super) fn write(report: &RunReport<'_>, out: &mut dyn Write) -> io::Result<()> {
    let findings = report.unsuppressed().map(|finding| issue(finding, report.root));
    let unreadable = report.unreadable.iter().map(|unread| blocker(unread, report.root));
    let issues: Vec<Value> = findings.chain(unreadable).collect();
    write_json(&issues, out)
}

fn issue(finding: &Finding, root: &str) -> Value {
    let path = relative(&finding.filename, root);
    json!({
        "check_name": finding.code,
        "description": finding.message,
        "severity": match finding.severity {
            Severity::Error => "major",
            Severity::Warning => "minor",
            Severity::Info => "info",
        },
        "fingerprint": fingerprint(path, &finding.fingerprint),
        "location": {
            "path": path,
            "positions": {"begin": position(*finding.location), "end": position(*finding.end_location)},
        },
    })
}

fn blocker(unread: &Unread, root: &str) -> Value {
    let path = relative(&unread.filename, root);
    json!({
        "check_name": "unreadable-document",
        "description": format!("not checked: {}", unread.reason),
        "severity": "blocker",
        "fingerprint": fingerprint(path, &unread.reason),
        "location": {"path": path, "lines": {"begin": 1}},
    })
}

fn position(position: Position) -> Value {
    json!({"line": position.row, "column": position.column})
}

fn fingerprint(path: &str, within: &str) -> String {
    format!("{:016x}", xxh3_64(format!("{path}\0{within}").as_bytes()))
}
