//! Parses what the releaser added to a document: stamps, page headers, notices, sheets.
//!
//! Stamps and headers are at the edges of pages, and scanning puts them between the lines of the text. Sentences about
//! a release do not count. The result determines the profile of the document.

mod approval;
mod block;
mod decision;
mod notice;
mod scope;
mod sheet;
mod withdrawn;
mod written;

use jiff::civil::Date;
use serde::Deserialize;

use super::super::{Document, Reading};
use super::code::ExemptionCode;
use crate::document::text::date::date;
use crate::document::text::line::{line_around, line_below, line_rest};
use crate::document::text::word::words;
use crate::scan::patterns;
use crate::source::Span;
pub use approval::Approval;
pub use block::ClassificationBlock;
pub use notice::Notice;
pub use scope::Scope;
pub use sheet::{DeletedPages, RecordSheet, WithheldPage};
pub use withdrawn::WithdrawalSheet;

pub(crate) use crate::scan::words::Trigger;

/// What a releaser printed on a document.
#[derive(Debug, Default, PartialEq)]
pub struct Release {
    /// `RELEASE IN PART`, in order.
    pub stamps: Vec<ReleaseStamp>,
    /// `Case No. … Doc No. … Date: …`, one for each page edge.
    pub headers: Vec<PageHeader>,
    /// `Approved For Release 2007/07/10`, one for each page edge.
    pub approvals: Vec<Approval>,
    /// `Declassified …`, `Declassification Authority: …`.
    pub notices: Vec<Notice>,
    /// The day that the first dated approval or notice gives.
    pub approved: Option<Date>,
    /// `Classified by DAS, A/GIS, DoS on …`.
    pub blocks: Vec<ClassificationBlock>,
    /// Sheets that stand for pages that were withheld.
    pub sheets: Vec<DeletedPages>,
    /// The form that describes a record of an assassination collection.
    pub record: Option<RecordSheet>,
    /// Sheets of a presidential library for documents that were withdrawn.
    pub withdrawn: Vec<WithdrawalSheet>,
    /// `Case 1:15-cv-07433 Document 1328 Filed 01/05/24`.
    pub docket: Option<Span>,
    /// What the National Archives print on a record of the assassination collection that they release.
    pub archived: Option<Span>,
    /// `[Omitted here is …]`.
    pub omissions: Vec<Span>,
}

/// What a stamp says about the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Decision {
    /// Nothing was withheld.
    Full,
    /// Something was.
    Part,
    /// All of it was.
    Denied,
    /// What was left is a copy with the words removed.
    Sanitized,
}

/// A stamp with the decision, and the codes beside and below it.
#[derive(Clone, Debug, PartialEq)]
pub struct ReleaseStamp {
    /// Its words and codes.
    pub span: Span,
    /// What it says; read through damage where a character too many follows it.
    pub decision: Reading<Decision>,
    /// The codes of what was withheld.
    pub codes: Vec<ExemptionCode>,
}

/// What is at the edge of a page of the State Department's releases.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PageHeader {
    /// `C05765931`.
    pub number: Span,
    /// The day of the release.
    pub date: Option<(Date, Span)>,
}

impl Release {
    /// Whether nothing was printed on the document.
    pub fn is_empty(&self) -> bool {
        *self == Release::default()
    }

    /// The codes of stamps and sheets.
    pub fn codes(&self) -> impl Iterator<Item = &ExemptionCode> {
        let pages = self.sheets.iter().flat_map(|sheet| &sheet.pages).flat_map(|page| &page.codes);
        let withdrawn = self.withdrawn.iter().flat_map(|sheet| &sheet.codes);
        let record = self.record.iter().flat_map(|record| &record.grounds);
        self.stamps.iter().flat_map(|stamp| &stamp.codes).chain(pages).chain(withdrawn).chain(record)
    }

    /// The first stamp with `decision`.
    pub fn stamp(&self, decision: Decision) -> Option<&ReleaseStamp> {
        self.stamps.iter().find(|stamp| stamp.decision.value == decision)
    }

    /// Whether the State Department stamped it: stamps and codes then follow one practice, which was counted.
    pub fn is_from_state(&self) -> bool {
        !self.headers.is_empty() || self.stamps.iter().any(|stamp| stamp.decision.value != Decision::Sanitized)
    }

    /// Whether the CIA released it.
    pub fn is_from_cia(&self) -> bool {
        !self.approvals.is_empty()
    }

    /// Whether it is a record of the assassination collection that the National Archives released.
    pub fn is_from_archives(&self) -> bool {
        self.archived.is_some() || self.record.is_some()
    }

    pub(crate) fn is_stamp(&self, span: Span) -> bool {
        let before = self.stamps.partition_point(|stamp| stamp.span.start <= span.start);
        self.stamps[..before].last().is_some_and(|stamp| stamp.span.contains(span))
    }

    /// Whether codes may be in the margin of its pages.
    pub(crate) fn has_margin(&self) -> bool {
        self.is_from_state() || !self.sheets.is_empty()
    }

    /// Whether anything says that it was released, and by whom.
    pub fn is_stamped(&self) -> bool {
        let printed = !(self.headers.is_empty() && self.stamps.is_empty() && self.approvals.is_empty());
        let said = !(self.notices.is_empty() && self.blocks.is_empty() && self.withdrawn.is_empty());
        printed || said || self.is_from_archives()
    }

    /// Where the first of it is printed.
    pub(crate) fn first(&self) -> Option<u32> {
        let stamps = self.stamps.first().map(|stamp| stamp.span);
        let headers = self.headers.first().map(|header| header.number);
        let approvals = self.approvals.first().map(|approval| approval.span);
        let notices = self.notices.first().map(|notice| notice.span);
        let blocks = self.blocks.first().map(|block| block.span);
        [stamps, headers, approvals, notices, blocks].into_iter().flatten().map(|span| span.start).min()
    }

    /// When it was released, as far as a page says it.
    pub fn date(&self) -> Option<Date> {
        let printed = self.headers.iter().find_map(|header| header.date).map(|(date, _)| date);
        printed.or_else(|| self.blocks.iter().find_map(|block| block.reviewed)).or(self.approved)
    }
}

pub(crate) fn read(document: &Document<'_>, found: &[(Trigger, u32)]) -> Release {
    let (text, whole) = (document.source.text(), document.span);
    let mut release = Release::default();
    for &(trigger, at) in found {
        let here = Span::new(at, whole.end);
        if matches!(trigger, Trigger::Stamp | Trigger::Assassination | Trigger::Archived) {
            release.archived = release.archived.or_else(|| archived(text, whole, at));
        }
        match trigger {
            Trigger::Stamp => {
                release.stamps.extend(decision::stamp(document, at));
                release.approvals.extend(approval::in_capitals(text, whole, at));
            }
            Trigger::Decision => release.stamps.extend(decision::damaged_stamp(document, at)),
            Trigger::Document => release.headers.extend(header(text, whole, at)),
            Trigger::Approval => release.approvals.extend(approval::approval(text, whole, at)),
            Trigger::Notice => release.notices.extend(notice::notice(text, whole, at)),
            Trigger::Review => release.blocks.extend(block::block(document, at)),
            Trigger::DeletedPages => release.sheets.extend(sheet::deleted_pages(document, at)),
            Trigger::Restrictions if release.record.is_none() => release.record = sheet::record(document, here),
            Trigger::Sheet => release.withdrawn.extend(withdrawn::sheet(document, at)),
            Trigger::Docket if release.docket.is_none() => release.docket = docket(text, whole, at),
            Trigger::Bracket if text[here.range()].starts_with("[Omitted here") => {
                release.omissions.push(here.part(0, "[Omitted here".len()));
            }
            _ => {}
        }
    }
    let approved = release.approvals.iter().find_map(|approval| approval.date).map(|(date, _)| date);
    let noticed = || release.notices.iter().find_map(|notice| approval::day(text, notice.span)).map(|(date, _)| date);
    release.approved = approved.or_else(noticed);
    if release.record.is_some() {
        // The form has a field for the decision, which scanning sets on a line of its own.
        release.stamps.clear();
    }
    release
}

/// `Doc No. C05765931 Date: 08/31/2015`, on one line or with the date on the next.
fn header(text: &str, whole: Span, at: u32) -> Option<PageHeader> {
    let line = line_rest(text, Span::new(at, whole.end));
    let found = NUMBER.captures(&text[line.range()])?;
    let number = line.part(found.get(1)?.start(), found[1].len());
    let mut words = words(text, Span::new(number.end, line.end));
    let written = words.find(|word| word.text.starts_with(|c: char| c.is_ascii_digit()));
    let written = written.map(|word| Span::new(word.span.start, line.end));
    let below = || {
        let below = line_below(text, whole, line);
        let behind = text[below.range()].trim_start().strip_prefix("Date:")?.trim_start().len() as u32;
        Some(Span::new(below.end - behind, below.end))
    };
    let date = written.or_else(below).and_then(|here| date(text, here, None));
    let date = date.and_then(|written| Some((written.date?, written.span)));
    Some(PageHeader { number, date })
}

patterns! {
    /// `No. C05765931`
    NUMBER = r"^Doc No\S*\s+(C[0-9]{8})(?:\s|$)";
    /// What the National Archives, or a review for them, print on a record of the assassination collection.
    ARCHIVED = r"RELEASED? UNDER THE .*(?:ASSASSINATION|KENNEDY)|JFK TASK FORCE|RELEASE OF CIA INFORMATION|NW.*(?i:DocId)|eleased under the .*Assassination Records";
}

/// The line that a court prints at the top of each page.
fn docket(text: &str, whole: Span, at: u32) -> Option<Span> {
    let line = line_around(text, whole, at);
    let inside = &text[line.range()];
    (inside.contains("Case ") && inside.contains("Document ") && inside.contains("Filed")).then_some(line)
}

/// The line at `at` with what the National Archives, or a review for them, print on a record.
fn archived(text: &str, whole: Span, at: u32) -> Option<Span> {
    let line = line_around(text, whole, at);
    ARCHIVED.is_match(&text[line.range()]).then_some(line)
}
