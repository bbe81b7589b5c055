//! Writes `json`: one object, version 1 of the JSON contract.

use std::io::{self, Write};

use serde::Serialize;

use super::{RunReport, Skipped, Summary, Unread, write_json};
use crate::finding::Finding;

#[derive(Serialize)]
struct Object<'r> {
    version: u32,
    tool: Tool,
    diagnostics: &'r [Finding],
    unreadable: &'r [Unread],
    skipped: &'r Skipped,
    summary: Summary,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

pub(super) fn write(report: &RunReport<'_>, out: &mut dyn Write) -> io::Result<()> {
    let tool = Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") };
    let RunReport { findings: diagnostics, unreadable, skipped, summary, .. } = *report;
    let object = Object { version: 1, tool, diagnostics, unreadable, skipped, summary };
    write_json(&object, out)
}
