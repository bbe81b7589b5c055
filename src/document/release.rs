//! A document's text in, what its releaser printed on it out: stamps, page headers, notices, sheets.
//!
//! Stamps and headers stand at the edge of pages, and scanning puts them between the lines of the text. A sentence about a
//! release is none. Which kind of paper a document is for the rules of release follows from what was found.

mod approval;
mod block;
mod notice;
mod sheet;
mod withdrawn;
mod written;

use jiff::civil::Date;
use serde::Deserialize;

use super::date::date;
use super::redaction::code::{self, Code};
use super::redaction::{MarkStyle, Redaction, line_above, line_around, line_below, line_rest};
use super::word::{Word, trim, words};
use super::{Document, Reading};
use crate::register::exemptions::System;
use crate::source::Span;
pub use approval::Approval;
pub use block::ClassificationBlock;
pub use notice::Notice;
pub use sheet::{DeletedPages, RecordSheet, WithheldPage};
pub use withdrawn::WithdrawalSheet;

pub(super) use super::redaction::trigger::Trigger;

/// What kind of paper a document is for the rules of release.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Profile {
    /// It has not been released: it needs no stamp, and what is crossed out needs no code.
    #[default]
    Draft,
    /// It was declassified or released, under whatever law.
    Released,
    /// It was released under the Freedom of Information Act: every cut names its exemption.
    Foia,
    /// It is printed in a documentary edition, which states amounts in brackets and no codes.
    Frus,
    /// It was filed in a court, whose rule lets the last four digits of a number stand.
    Court,
}

/// What a releaser printed on a document.
#[derive(Debug, Default)]
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
    /// `[Omitted here is …]`.
    pub omissions: Vec<Span>,
}

/// What a stamp says of the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Decision {
    /// Nothing was withheld.
    Full,
    /// Something was.
    Part,
    /// All of it was.
    Denied,
    /// What was left is a copy with the words taken out.
    Sanitized,
}

/// A stamp with the decision, and the codes beside and below it.
#[derive(Clone, Debug)]
pub struct ReleaseStamp {
    /// Its words and codes.
    pub span: Span,
    /// What it says; read through damage where a character too many stands behind it.
    pub decision: Reading<Decision>,
    /// The codes of what was withheld.
    pub codes: Vec<Code>,
}

/// What stands at the edge of a page of the State Department's releases.
#[derive(Clone, Copy, Debug)]
pub struct PageHeader {
    /// `C05765931`.
    pub number: Span,
    /// The day of the release.
    pub date: Option<(Date, Span)>,
}

impl Release {
    /// Whether nothing was printed on the document.
    pub fn is_empty(&self) -> bool {
        let Release {
            stamps,
            headers,
            approvals,
            approved,
            notices,
            blocks,
            sheets,
            withdrawn,
            record,
            docket,
            omissions,
        } = self;
        let words = stamps.is_empty() && headers.is_empty() && approvals.is_empty() && notices.is_empty();
        let sheets = blocks.is_empty() && sheets.is_empty() && record.is_none() && docket.is_none();
        words && sheets && omissions.is_empty() && approved.is_none() && withdrawn.is_empty()
    }

    /// The codes of stamps and sheets.
    pub fn codes(&self) -> impl Iterator<Item = &Code> {
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

    /// Whether `span` is part of a stamp.
    pub(super) fn is_stamp(&self, span: Span) -> bool {
        let before = self.stamps.partition_point(|stamp| stamp.span.start <= span.start);
        before.checked_sub(1).is_some_and(|index| self.stamps[index].span.contains(span))
    }

    /// Whether codes may stand in the margin of its pages.
    pub(super) fn has_margin(&self) -> bool {
        self.is_from_state() || !self.sheets.is_empty()
    }

    /// Whether anything says that it was released, and by whom.
    pub fn is_stamped(&self) -> bool {
        let printed = self.headers.is_empty() && self.stamps.is_empty() && self.approvals.is_empty();
        !printed
            || !self.notices.is_empty()
            || !self.blocks.is_empty()
            || self.record.is_some()
            || !self.withdrawn.is_empty()
    }

    /// When it was released, as far as a page says it.
    pub fn date(&self) -> Option<Date> {
        let printed = self.headers.iter().find_map(|header| header.date).map(|(date, _)| date);
        printed.or_else(|| self.blocks.iter().find_map(|block| block.reviewed)).or(self.approved)
    }
}

/// Reads what the releaser printed on `document`, at the places that were `found`.
pub(super) fn read(document: &Document<'_>, found: &[(Trigger, u32)]) -> Release {
    let (text, whole) = (document.source.text(), document.span);
    let mut release = Release::default();
    for &(trigger, at) in found {
        let here = Span::new(at, whole.end);
        match trigger {
            Trigger::Stamp => {
                release.stamps.extend(stamp(document, at));
                release.approvals.extend(approval::in_capitals(text, whole, at));
            }
            Trigger::Decision => release.stamps.extend(damaged_stamp(document, at)),
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

/// What kind of paper the marks and stamps show a document to be.
pub(super) fn profile(release: &Release, marks: &[Redaction]) -> Profile {
    let has = |style: MarkStyle| marks.iter().any(|mark| mark.style == style);
    if release.has_margin() {
        Profile::Foia
    } else if has(MarkStyle::Frus) || !release.omissions.is_empty() {
        Profile::Frus
    } else if release.docket.is_some() {
        Profile::Court
    } else if marks
        .iter()
        .any(|mark| mark.style == MarkStyle::Code && mark.codes.iter().all(|c| c.system != System::Jfk))
    {
        Profile::Foia
    } else if release.is_stamped() || [MarkStyle::Withdrawal, MarkStyle::Code, MarkStyle::Category].into_iter().any(has)
    {
        Profile::Released
    } else {
        Profile::Draft
    }
}

/// What parts a stamp from what else stands on its line.
const COLUMN_GAP: &str = "   ";

/// `RELEASE IN PART` at the edge of a page, with the codes on its line and on the lines below.
fn stamp(document: &Document<'_>, at: u32) -> Option<ReleaseStamp> {
    let text = document.source.text();
    let line = line_around(text, document.span, at);
    let before = &text[line.start as usize..at as usize];
    let at_edge = before.trim().is_empty() || before.ends_with(COLUMN_GAP);
    if !at_edge || is_choice(text, document.span, line) {
        return None;
    }
    let (said, line) = decision_words(text, Span::new(at, document.span.end));
    let (decision, last) = match said[..] {
        [released, as_in, last] if matches!(released.text, "RELEASE" | "RELEASED" | "DENIED") => {
            let plain = last.text.trim_end_matches([']', 'I', '1', 'l', '.', ',', '|']);
            match (as_in.text, plain) {
                ("IN", "FULL") if released.text == "DENIED" => (Decision::Denied, last),
                ("IN", "FULL" | "FUL") => (Decision::Full, last),
                ("IN", "PART") => (Decision::Part, last),
                ("AS", "SANITIZED") => (Decision::Sanitized, last),
                _ => return None,
            }
        }
        _ => return None,
    };
    let repaired = !matches!(last.text, "FULL" | "PART" | "SANITIZED");
    let (codes, end) = codes_of_stamp(document, last.span.end, line)?;
    let decision = Reading { value: decision, span: Span::new(at, last.span.end), repaired };
    Some(ReleaseStamp { span: Span::new(at, end), decision, codes })
}

/// `PELEASE IN PART` or `REL EASE IN PART`, of which the words at `at` are sound.
fn damaged_stamp(document: &Document<'_>, at: u32) -> Option<ReleaseStamp> {
    const MOST_SLIPS: usize = 2;
    let text = document.source.text();
    let line = line_around(text, document.span, at);
    let before = &text[line.start as usize..at as usize];
    let column = before[before.rfind("        ").map_or(0, |gap| gap + 8)..].trim_start();
    let letters: String = column.chars().filter(|c| *c != ' ').collect();
    let near = |word: &str| strsim::osa_distance(&letters, word) <= MOST_SLIPS;
    let capital = letters.len() > 4 && !letters.contains(|c: char| c.is_ascii_lowercase());
    // Where the word is whole, the stamp is read from it on.
    if column.len() > 12 || column.contains("RELEASE") || !capital || !(near("RELEASE") || near("RELEASED")) {
        return None;
    }
    let words = Span::new(at + 1, at + " IN PART".len() as u32);
    let value = if text[words.range()].ends_with("FULL") { Decision::Full } else { Decision::Part };
    let (codes, end) = codes_of_stamp(document, words.end, line)?;
    let start = at - column.len() as u32;
    let decision = Reading { value, span: Span::new(start, words.end), repaired: true };
    Some(ReleaseStamp { span: Span::new(start, end), decision, codes })
}

/// The codes behind the words of a stamp, which end at `at`, and on the lines below `line`; `None` if other words stand
/// there.
fn codes_of_stamp(document: &Document<'_>, at: u32, line: Span) -> Option<(Vec<Code>, u32)> {
    let (text, register) = (document.source.text(), document.registers.exemptions());
    let (mut codes, mut end) = code::leading(text, Span::new(at, line.end), register);
    if codes.is_empty() {
        if !text[at as usize..line.end as usize].trim().is_empty() {
            return None;
        }
        end = at;
    }
    let mut below = line;
    for _ in 0..3 {
        let next = line_below(text, document.span, below);
        let found = super::redaction::codes_in_margin(text, next, register).or_else(|| labelled(document, next));
        below = next;
        let Some((span, more)) = found else {
            if text[next.range()].trim().is_empty() && codes.is_empty() { continue } else { break }
        };
        // What stands behind text belongs to that text.
        if !is_label(text[next.start as usize..span.start as usize].trim()) {
            break;
        }
        codes.extend(more);
        end = span.end;
    }
    Some((codes, end))
}

/// Whether nothing but a word that announces codes stands before them.
fn is_label(before: &str) -> bool {
    let word = before.trim_end_matches(':');
    ["", "Exemptions", "EXEMPTIONS", "Exemption", "EXEMPTION", "FOIA Exemptions", "FOIA EXEMPTIONS"].contains(&word)
}

/// `Exemptions: 1.4(C), B6`, or codes of the Freedom of Information Act or an order that nobody knows, on a line of their
/// own: right below a stamp they are meant as codes all the same.
fn labelled(document: &Document<'_>, line: Span) -> Option<(Span, Vec<Code>)> {
    let (text, register) = (document.source.text(), document.registers.exemptions());
    let inside = trim(text, line);
    let label = text[inside.range()].find(": ").map_or(0, |colon| colon + 1);
    let named = label > 0 && is_label(&text[inside.range()][..label]);
    let span =
        trim(text, inside.part(if named { label } else { 0 }, inside.len() as usize - if named { label } else { 0 }));
    let codes = code::list(text, span, register)?;
    let law = |code: &Code| matches!(code.system, System::Foia | System::Category | System::Long);
    (named || codes.iter().all(|code| law(code) && code.notation != code::Notation::Word)).then_some((span, codes))
}

/// The three words of a stamp, which may break before the last, and the line on which they end.
fn decision_words(text: &str, here: Span) -> (Vec<Word<'_>>, Span) {
    let line = line_rest(text, here);
    let mut said: Vec<Word<'_>> = words(text, line).take(3).collect();
    if said.len() != 2 {
        return (said, line);
    }
    let below = line_below(text, here, line);
    said.extend(words(text, below).take(1));
    (said, below)
}

/// Whether a line above or below offers another decision: a form to tick is no stamp.
fn is_choice(text: &str, whole: Span, line: Span) -> bool {
    let (above, below) = (line_above(text, whole, line), line_below(text, whole, line));
    let offers = |line: Span| ["RELEASE IN", "RELEASE AS", "DENIAL"].iter().any(|it| text[line.range()].contains(it));
    above.start < line.start && offers(above) || below.start > line.end && offers(below)
}

/// `Doc No. C05765931 Date: 08/31/2015`, on one line or with the date on the next.
fn header(text: &str, whole: Span, at: u32) -> Option<PageHeader> {
    let line = line_rest(text, Span::new(at, whole.end));
    let mut words = words(text, line).skip_while(|word| !word.text.starts_with("No"));
    let number = words.nth(1)?;
    let digits = number.text.bytes().skip(1).filter(u8::is_ascii_digit).count();
    let written = words.find(|word| word.text.starts_with(|c: char| c.is_ascii_digit()));
    let written = written.map(|word| Span::new(word.span.start, line.end));
    let below = || {
        let below = line_below(text, whole, line);
        let behind = text[below.range()].trim_start().strip_prefix("Date:")?.trim_start().len() as u32;
        Some(Span::new(below.end - behind, below.end))
    };
    let date = written.or_else(below).and_then(|here| date(text, here, None));
    let date = date.and_then(|written| Some((written.date?, written.span)));
    (number.text.starts_with('C') && digits == 8 && number.text.len() == 9)
        .then_some(PageHeader { number: number.span, date })
}

/// The line that a court prints at the top of each page.
fn docket(text: &str, whole: Span, at: u32) -> Option<Span> {
    let line = line_around(text, whole, at);
    let inside = &text[line.range()];
    (inside.contains("Case ") && inside.contains("Document ") && inside.contains("Filed")).then_some(line)
}
