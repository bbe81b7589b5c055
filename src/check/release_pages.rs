//! The pages of a release against each other: numbers and dates at their edges, and the sheets for those left out.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::{Check, Need, Report};
use crate::diagnostic::Severity;
use crate::document::Document;
use crate::source::Span;

/// What stands at the edge of every page.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Edge {
    /// The number of the document.
    Number,
    /// The day of the release.
    Date,
}

/// Reports each page edge that differs from what most of them say.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PageEdge {
    /// What is compared.
    of: Edge,
}

impl Check for PageEdge {
    const NAME: &'static str = "page-edge";
    const FACTS: &'static [&'static str] = &["found", "most"];
    const LABELS: &'static [&'static str] = &["most"];

    fn need(&self) -> Need {
        Need::Release
    }

    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let headers = &document.redactions().release.headers;
        // A letter among the digits is a misprint of the scan, not another day.
        let sound = |span: &Span| !document.text(*span).bytes().any(|byte| byte.is_ascii_alphabetic());
        let spans: Vec<Span> = match self.of {
            Edge::Number => headers.iter().map(|header| header.number).collect(),
            Edge::Date => headers.iter().filter_map(|header| header.date).map(|(_, span)| span).filter(sound).collect(),
        };
        let mut counts: BTreeMap<&str, (usize, Span)> = BTreeMap::new();
        for span in &spans {
            counts.entry(document.text(*span)).or_insert((0, *span)).0 += 1;
        }
        let Some((most, (_, example))) = counts.iter().max_by_key(|(_, (count, span))| (*count, u32::MAX - span.start))
        else {
            return;
        };
        for span in spans.iter().filter(|span| document.text(**span) != *most) {
            let finding = report.at(*span).fact("found", *span).fact("most", *example).related("most", *example);
            let misread = is_misread(document.text(*span), most);
            finding.at_most(if misread { Severity::Info } else { Severity::Error });
        }
    }
}

/// Whether scanning may have made one of the other: a character was lost, or digits stand where others look like them.
fn is_misread(one: &str, other: &str) -> bool {
    const ALIKE: [(u8, u8); 5] = [(b'1', b'7'), (b'3', b'8'), (b'0', b'8'), (b'5', b'6'), (b'6', b'8')];
    let alike = |(a, b): (u8, u8)| a == b || ALIKE.contains(&(a.min(b), a.max(b)));
    let differ = one.bytes().zip(other.bytes()).filter(|(a, b)| a != b).count();
    one.len() != other.len() || differ == 1 && one.bytes().zip(other.bytes()).all(alike)
}

/// Reports a sheet whose total is not the number of pages it lists.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DeletedPageTotal {}

impl Check for DeletedPageTotal {
    const NAME: &'static str = "deleted-page-total";
    const FACTS: &'static [&'static str] = &["total", "listed"];

    fn need(&self) -> Need {
        Need::Release
    }

    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        for sheet in &document.redactions().release.sheets {
            let listed = sheet.pages.len() as i64;
            let total = i64::from(sheet.total.value);
            if total != listed {
                let finding = report.at(sheet.total.span).fact("total", total).fact("listed", listed);
                finding.at_most(if sheet.illegible { Severity::Info } else { Severity::Error });
            }
        }
    }
}

/// Reports each page that a sheet lists a second time.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RepeatedPage {}

impl Check for RepeatedPage {
    const NAME: &'static str = "repeated-page";
    const FACTS: &'static [&'static str] = &["page"];

    fn need(&self) -> Need {
        Need::Release
    }

    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        for sheet in &document.redactions().release.sheets {
            let mut seen = BTreeSet::new();
            for page in &sheet.pages {
                if !seen.insert(page.number) {
                    let finding = report.at(page.span).fact("page", i64::from(page.number));
                    finding.at_most(if sheet.illegible { Severity::Info } else { Severity::Error });
                }
            }
        }
    }
}

/// Reports a record sheet that names a ground for withholding and calls the record open.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RecordStatus {}

impl Check for RecordStatus {
    const NAME: &'static str = "record-status";
    const FACTS: &'static [&'static str] = &["restrictions", "status"];
    const LABELS: &'static [&'static str] = &["restrictions"];

    fn need(&self) -> Need {
        Need::Release
    }

    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let Some(record) = &document.redactions().release.record else { return };
        let status = document.text(record.status).trim_start_matches(['—', '-', ' ']);
        let open = matches!(status, "O" | "OPEN" | "OPEN IN FULL" | "RELEASED IN FULL");
        // A record that was referred to another agency is on its way, not withheld.
        let withheld = record.grounds.iter().any(|ground| ground.known && ground.name != "REFERRED");
        if open && withheld {
            let finding = report.at(record.status).fact("status", record.status);
            finding.fact("restrictions", record.restrictions).related("restrictions", record.restrictions);
        }
    }
}
