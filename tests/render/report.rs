//! What a report is made of where nothing was passed over and nothing is linked.

use cable_lint::finding::Finding;
use cable_lint::render::{RunReport, Skipped, Summary};

/// Nothing was passed over.
static NONE: Skipped = Skipped::new();

pub(crate) fn bare(findings: &[Finding], summary: Summary) -> RunReport<'_> {
    RunReport {
        findings,
        unreadable: &[],
        skipped: &NONE,
        documents: &[],
        texts: &[],
        rules: &[],
        root: "/papers",
        rule_url: None,
        links: false,
        summary,
    }
}
