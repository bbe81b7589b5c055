//! What says which message or record a document is, and what its releaser says of it.

use jiff::civil::Date;

use crate::document::Document;
use crate::document::telegram::reference::Reference;
use crate::document::withheld::release::Decision;
use crate::marking::Level;
use crate::source::Span;

/// The identity of a document, and what its copies have in common.
#[derive(Clone, Debug, Default)]
pub struct CopyRecord {
    /// Its message reference number.
    pub number: Option<MessageNumber>,
    /// Which section of a message it is.
    pub section: Option<SectionOf>,
    /// Its overall level, unless it was read through damage.
    pub level: Option<(Level, Span)>,
    /// When it was written.
    pub day: Option<Date>,
    /// When it is to be declassified.
    pub declassified: Option<(Date, Span)>,
    /// What its first release stamp says.
    pub stamp: Option<(Decision, Span)>,
    /// When it was released.
    pub released: Option<Date>,
    /// The numbers that a releaser gave it, `C05765931`, `104-10004-10143`.
    pub papers: Vec<(String, Span)>,
    /// Whether it says that it corrects another one.
    pub corrected: bool,
    /// The messages that it refers to.
    pub cited: Vec<MessageNumber>,
    /// References whose post is cut: the serial and the year, and where.
    pub half_cited: Vec<(u32, i16, Span)>,
}

/// The number of a message, and its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageNumber {
    /// The year.
    pub year: i16,
    /// The post, in capitals and without blanks.
    pub post: String,
    /// The serial.
    pub serial: u32,
    /// Where the number is.
    pub span: Span,
}

/// A section of a message: which one, of how many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SectionOf {
    /// Which one.
    pub number: u32,
    /// Of how many.
    pub total: u32,
    /// Where it says so.
    pub span: Span,
}

impl MessageNumber {
    /// Whether both are the number of one message.
    pub fn names(&self, other: &MessageNumber) -> bool {
        (self.year, &self.post, self.serial) == (other.year, &other.post, other.serial)
    }

    /// The number as one word.
    pub(super) fn key(&self) -> String {
        format!("{} {} {}", self.year, self.post, self.serial)
    }
}

impl CopyRecord {
    pub(super) fn of(document: &Document<'_>) -> CopyRecord {
        let day = document.dating.day();
        let year = document.date_time_group.as_ref().and(day).or(day).map(Date::year);
        let post = |span: Span| -> String {
            document.text(span).chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()
        };
        let line = document.classification.as_ref();
        let number = line.zip(year).filter(|(line, _)| !document.is_repaired(line.post)).map(|(line, year)| {
            MessageNumber { year, post: post(line.post), serial: line.serial.0, span: line.post.to(line.serial.1) }
        });
        let redactions = document.redactions();
        let release = &redactions.release;
        let declassification = document.order.as_ref().and_then(|line| line.declassification);
        let declassification =
            declassification.or(document.authority.as_ref().and_then(|authority| authority.declassification));
        let declassified = declassification.and_then(|value| Some((value.date?.date?, value.span)));
        let mut record = CopyRecord {
            number,
            section: line.and_then(|line| line.section).or(document.section).map(|section| SectionOf {
                number: section.number,
                total: section.total,
                span: section.span,
            }),
            level: document.level().filter(|level| !level.repaired).map(|level| (level.value, level.span)),
            day,
            declassified: declassified.filter(|(_, span)| !document.is_repaired(*span)),
            stamp: release
                .stamps
                .first()
                .filter(|stamp| !stamp.decision.repaired)
                .map(|it| (it.decision.value, it.span)),
            released: release.date(),
            corrected: !document.corrections.is_empty(),
            ..CopyRecord::default()
        };
        let sheet = release.record.as_ref().and_then(|sheet| sheet.number);
        for place in release.headers.iter().map(|header| header.number).chain(sheet) {
            let number = document.text(place);
            if !record.papers.iter().any(|(known, _)| known == number) {
                record.papers.push((number.to_owned(), place));
            }
        }
        for entry in document.references.iter().flat_map(|field| &field.entries) {
            let written = entry.telegram.and_then(|telegram| telegram.year).or(entry.year).map(|(year, _)| year);
            let Some(year) = written.or(year) else { continue };
            if let Some((serial, span)) = half_cited(document, entry) {
                record.half_cited.push((serial, year, span));
            } else if let Some(telegram) = entry.telegram.filter(|telegram| !telegram.repaired) {
                let (post, serial) = (post(telegram.post), telegram.serial.0);
                record.cited.push(MessageNumber { year, post, serial, span: entry.span });
            }
        }
        record
    }
}

/// The serial of a reference whose post is cut: `A. XXXXX 1234`, `B. [REDACTED] 1234`.
fn half_cited(document: &Document<'_>, entry: &Reference) -> Option<(u32, Span)> {
    let mark = document.redactions().within(entry.span).iter().find(|mark| mark.stands_for_text())?;
    let behind = Span::new(mark.span.end.min(entry.span.end), entry.span.end);
    let text = document.text(behind);
    let digits = text.trim_start().trim_end_matches(|c: char| !c.is_ascii_digit());
    let whole = (3..=6).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    let serial = digits.parse().ok().filter(|_| whole)?;
    Some((serial, entry.span))
}
