//! Compares the pages of a release: numbers and dates at their edges, and deleted page sheets.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::Deserialize;

use crate::diagnostic::Severity;
use crate::document::Document;
use crate::document::text::line::texts;
use crate::document::withheld::release::DeletedPages;
use crate::rule::check::{Check, Report};
use crate::scan::patterns;
use crate::source::Span;

checks! {
    /// Reports the first of the page edges that say something else than most of them, with their number.
    "page-edge": PageEdge {
        /// What is compared.
        of: Edge,
    }, facts ["found", "most", "pages"], labels ["most", "again"], needs Release;
    /// Reports a sheet whose total is not the number of pages it lists.
    "deleted-page-total" = deleted_page_total, facts ["total", "listed"], needs Release;
    /// Reports each page that a sheet lists a second time.
    "repeated-page" = repeated_page, facts ["page"], needs Release;
    /// Reports each page that a line says was withheld and no sheet of the document lists.
    "unlisted-page" = unlisted_page, facts ["page"], needs Release;
    /// Reports a record sheet that names a ground for withholding and calls the record open, or the reverse.
    "record-status" = record_status, facts ["restrictions", "status"], labels ["restrictions"], needs Release;
}

/// What is at the edge of every page.
#[derive(Clone, Copy, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
enum Edge {
    /// The number of the document.
    Number,
    /// The day of the release.
    Date,
}

impl Check for PageEdge {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let release = &document.redactions().release;
        let (headers, approvals) = (&release.headers, &release.approvals);
        // A letter among the digits is a misprint of the scan, not another day.
        let sound = |span: &Span| !document.text(*span).bytes().any(|byte| byte.is_ascii_alphabetic());
        let day = |date: Option<(Date, Span)>| date.map(|(_, span)| span).filter(sound);
        // What has a stamp of its own is another release in the same file, and no page of this one.
        let stamped = release.stamps.iter().filter_map(|stamp| {
            let before = headers.partition_point(|header| header.number.start < stamp.span.start);
            Some(document.text(headers[before.checked_sub(1)?].number))
        });
        let stamped: BTreeSet<&str> = stamped.collect();
        let [state, others]: [Vec<Span>; 2] = match self.of {
            Edge::Number => [
                headers.iter().map(|header| header.number).collect(),
                approvals.iter().filter_map(|approval| approval.number).collect(),
            ],
            Edge::Date => [
                headers.iter().filter_map(|header| day(header.date)).collect(),
                approvals.iter().filter_map(|approval| day(approval.date)).collect(),
            ],
        };
        compare(document, &state, &stamped, false, report);
        compare(document, &others, &BTreeSet::new(), true, report);
    }
}

/// Reports what `spans` say beside what most of them say; if `once`, only where a single one differs: a document
/// that was released twice has the approvals of both days on every page.
fn compare(document: &Document<'_>, spans: &[Span], stamped: &BTreeSet<&str>, once: bool, report: &mut Report<'_>) {
    let mut places: BTreeMap<&str, Vec<Span>> = BTreeMap::new();
    for span in spans {
        places.entry(document.text(*span)).or_default().push(*span);
    }
    if once && (places.len() != 2 || places.values().all(|same| same.len() > 1)) {
        return;
    }
    let mut places: Vec<Vec<Span>> = places.into_values().collect();
    places.sort_unstable_by_key(|same| (std::cmp::Reverse(same.len()), same[0]));
    let Some((most, others)) = places.split_first() else { return };
    for other in others.iter().filter(|other| !stamped.contains(document.text(other[0]))) {
        let pages = if other.len() == 1 { "1 page".to_owned() } else { format!("{} pages", other.len()) };
        let finding = report.at(other[0]).fact("found", other[0]).fact("most", most[0]).fact("pages", pages);
        finding.related("most", most[0]);
        other.iter().skip(1).take(SHOWN).for_each(|span| _ = finding.related("again", *span));
    }
}

/// So many of the pages that say the same are pointed at.
const SHOWN: usize = 4;

/// How bad a finding about `sheet` can be: a line that could not be read may explain it.
fn severest(sheet: &DeletedPages) -> Severity {
    if sheet.illegible { Severity::Info } else { Severity::Error }
}

fn deleted_page_total(document: &Document<'_>, report: &mut Report<'_>) {
    for sheet in &document.redactions().release.sheets {
        let listed = sheet.pages.len() as i64;
        let total = i64::from(sheet.total.value);
        if total != listed {
            report.at(sheet.total.span).fact("total", total).fact("listed", listed).at_most(severest(sheet));
        }
    }
}

fn repeated_page(document: &Document<'_>, report: &mut Report<'_>) {
    for sheet in &document.redactions().release.sheets {
        let mut seen = BTreeSet::new();
        for page in &sheet.pages {
            if !seen.insert(page.number) {
                report.at(page.span).fact("page", i64::from(page.number)).at_most(severest(sheet));
            }
        }
    }
}

/// The longest line that says only that a page was withheld.
const LONGEST_NOTE: usize = 60;

fn unlisted_page(document: &Document<'_>, report: &mut Report<'_>) {
    let sheets = &document.redactions().release.sheets;
    if sheets.is_empty() || sheets.iter().any(|sheet| sheet.illegible) {
        return;
    }
    let listed: BTreeSet<u32> = sheets.iter().flat_map(|sheet| &sheet.pages).map(|page| page.number).collect();
    for (at, line) in texts(document.text(document.span)) {
        let Some(found) = WITHHELD_PAGE.captures(line) else { continue };
        let (Some(note), Ok(page)) = (found.get(1), found[2].parse()) else { continue };
        if note.len() <= LONGEST_NOTE && !listed.contains(&page) {
            report.at(document.span.part(at + note.start(), note.len())).fact("page", i64::from(page));
        }
    }
}

patterns! {
    /// `Page 23 withheld in full` on a line of its own.
    WITHHELD_PAGE = r"^\s*((?:Page|PAGE) ([0-9]+)[ –—:~(\[-]*(?i:withheld|deleted|denied|removed|not released).*?)\s*$";
}

fn record_status(document: &Document<'_>, report: &mut Report<'_>) {
    let Some(record) = &document.redactions().release.record else { return };
    let said = document.text(record.status);
    let status = said.trim_matches(['—', '-', ' ', '.', '_', '~', '\t']);
    let place = record.status.part(status.as_ptr() as usize - said.as_ptr() as usize, status.len());
    let open = ["O", "OPEN", "OPEN IN FULL", "RELEASED IN FULL"].iter().any(|it| it.eq_ignore_ascii_case(status));
    // A record that was referred to another agency is on its way, not withheld.
    let withheld = record.grounds.iter().any(|ground| ground.known && ground.name != "REFERRED");
    let whole =
        document.text(record.restrictions).trim_matches(['—', '-', ' ', '.']).eq_ignore_ascii_case("open in full");
    let closed = ["Redact", "Withhold", "P", "X", "POSTPONED IN FULL"].iter().any(|it| it.eq_ignore_ascii_case(status));
    if open && withheld || closed && whole {
        let finding = report.at(place).fact("status", place);
        finding.fact("restrictions", record.restrictions).related("restrictions", record.restrictions);
    }
}
