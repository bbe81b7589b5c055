//! Determines when a document was written.
//!
//! The date-time group of a telegram, or the date at the head of another document, gives the day. Otherwise the cited
//! order gives a period, and the release date its end. A configured date is used only if the text has none.

use jiff::civil::Date;

use super::Document;
use super::damage::repair::{Damage, Repair};
use super::family::{FAMILIES, cells};
use super::telegram::segment::Field;
use super::telegram::subject;
use super::text::date::{date, full_year, is_impossible, written_date};
use super::text::label::mark_before;
use super::text::line::{Line, texts};
use super::text::word::{starts_with_word, trim};
use crate::register::vocabulary::WORDS;
use crate::source::Span;

/// The days between which a document was written; both ends included, `None` where nothing is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dating {
    /// The first day it can have been written.
    pub earliest: Option<Date>,
    /// The last day it can have been written.
    pub latest: Option<Date>,
}

/// What says when a document was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Clue {
    /// The date-time group of a telegram.
    DateTimeGroup,
    /// The date at its head.
    DateLine,
    /// The order that it cites was in force then.
    Order,
    /// It is older than its release.
    Release,
    /// The configuration.
    Configuration,
}

impl Dating {
    /// A day that is known.
    pub fn on(date: Date) -> Dating {
        Dating { earliest: Some(date), latest: Some(date) }
    }

    /// The day, if it is known to the day.
    pub fn day(&self) -> Option<Date> {
        self.earliest.filter(|_| self.earliest == self.latest)
    }
}

impl Document<'_> {
    /// Keeps when it was written, and what says so; nothing if nothing is known.
    pub(super) fn date_by(&mut self, dating: Dating, clue: Clue) {
        self.dating = dating;
        self.clue = Some(clue).filter(|_| dating != Dating::default());
    }

    /// Keeps the declassification dates that were read through letters for digits.
    pub(super) fn misread_dates(&mut self) {
        let order = self.order.iter().filter_map(|line| line.declassification);
        let block = self.authority.iter().filter_map(|authority| authority.declassification);
        let dates = order.chain(block).filter_map(|value| value.date);
        for date in dates.filter(|date| date.repaired).collect::<Vec<_>>() {
            let read = super::text::date::digits(self.source.slice(date.span)).unwrap_or_default();
            self.repairs.push(Repair { damage: Damage::Digits, span: date.span, read: read.into(), witness: None });
        }
    }

    pub(super) fn date_from_header(&mut self) {
        let Some(group) = &self.date_time_group else { return };
        let dating = match (group.date, group.month) {
            (Some(date), _) => Dating::on(date),
            // The month has no such day, but it is the month.
            (None, Some((year, month))) => {
                let first = Date::new(year, month, 1).ok();
                Dating { earliest: first, latest: first.map(Date::last_of_month) }
            }
            (None, None) => Dating::default(),
        };
        self.date_by(dating, Clue::DateTimeGroup);
    }

    /// Keeps the year of a date that the calendar does not have.
    pub(super) fn impossible_day(&mut self) {
        let written = self.unread_date.filter(|written| is_impossible(self.source.text(), *written));
        let Some(written) = written.filter(|_| self.dating == Dating::default()) else { return };
        let mut words = self.source.slice(written).split(|c: char| !c.is_ascii_digit());
        let year = words.find_map(|word| word.parse::<i16>().ok().filter(|year| (1900..2100).contains(year)));
        let on = |month, day| year.and_then(|year| Date::new(year, month, day).ok());
        self.date_by(Dating { earliest: on(1, 1), latest: on(12, 31) }, Clue::DateLine);
    }

    pub(super) fn assume_date(&mut self, assumed: Option<Date>) {
        if self.dating != Dating::default() {
            return;
        }
        if let Some(date) = assumed {
            self.date_by(Dating::on(date), Clue::Configuration);
            return;
        }
        let cited = self.order.as_ref().and_then(|line| line.number).map(|(number, _)| number);
        let eras: Vec<_> = cited.into_iter().flat_map(|number| self.registers.eras(number)).collect();
        if let (Some(first), Some(last)) = (eras.first(), eras.last()) {
            self.date_by(Dating { earliest: Some(first.from), latest: last.until }, Clue::Order);
        }
    }

    /// Bounds a document without a date by the day of its release, as its releaser printed it.
    pub(super) fn released_before(&mut self) {
        if self.dating != Dating::default() {
            return;
        }
        if let Some(day) = record_day(self.text(self.span)) {
            // The form describes the record; what is bound with it may be older, and its stamps are younger.
            self.date_by(Dating { earliest: None, latest: Some(day) }, Clue::Release);
            return;
        }
        let release = &self.redactions().release;
        let headers = release.headers.iter().filter_map(|header| header.date).map(|(day, _)| day);
        // A year that scanning damaged is not a year of a release.
        let days = headers.chain(release.approved).filter(|day| (1975..2100).contains(&day.year()));
        let latest = days.min();
        self.date_by(Dating { earliest: None, latest }, Clue::Release);
    }
}

/// The lines of a document among which its own date is.
const HEAD: usize = 24;

/// The day that the head of a document gives, in a line of its own or after `Date:`, and where the line is.
/// `block` holds the lines of the authority, whose date is another.
pub(super) fn written(text: &str, lines: &[Line], block: &[Span]) -> Option<(Date, Span)> {
    // `On Tue, Nov 3, 2026 at 9:12 AM Ada Quill wrote:` dates a reply, and not what it quotes.
    let quotes = |line: &Line| text[line.span.range()].ends_with("wrote:");
    let own = |line: &&Line| !line.is_empty() && block.binary_search(&line.span).is_err() && !quotes(line);
    let head = || lines.iter().filter(own).take(HEAD).map(|line| line.span);
    let labelled = |line: Span| Some((written_date(text, behind_label(text, line)?, true)?, line));
    let alone = |line: Span| Some((written_date(text, behind_place(text, line), false)?, line));
    // Without other evidence the month comes first, as in the United States.
    let figures = |line: Span| Some((written_date(text, line, true)?, line));
    let short = || head().filter(|line| line.len() < 48);
    let apart = |line: Span| Some((beside_number(text, line)?, line));
    let found = head().find_map(labelled).or_else(|| short().find_map(alone)).or_else(|| head().find_map(apart));
    found.or_else(|| short().find_map(figures))
}

/// The day that a line gives and nothing else, but for a place.
pub(super) fn alone(text: &str, line: Span) -> Option<Date> {
    if line.len() < 48 { written_date(text, behind_place(text, line), false) } else { None }
}

/// The day on the line of the office's symbol or of a number: `ATZN-LG          7 June 2021`, `7 June 2021       S-99/FIA-4`.
/// In front of words it is one of a list of events.
fn beside_number(text: &str, line: Span) -> Option<Date> {
    let inside = &text[line.range()];
    let columns: Vec<&str> = inside.split("   ").flat_map(|part| part.split('\t')).map(str::trim).collect();
    let columns: Vec<&str> = columns.into_iter().filter(|column| !column.is_empty()).collect();
    let day = |column: &str| written_date(column, Span::new(0, column.len() as u32), false);
    let at = columns.iter().rposition(|column| day(column).is_some()).filter(|_| columns.len() > 1)?;
    let symbol = |column: &str, behind: bool| {
        let number = column.bytes().any(|b| b.is_ascii_digit()) || !column.bytes().any(|b| b.is_ascii_lowercase());
        let short = column.len() <= 32 && column.split_ascii_whitespace().count() <= 4;
        short && if behind { number } else { !column.contains(':') }
    };
    let others = columns.iter().enumerate().filter(|(place, _)| *place != at);
    others.into_iter().all(|(place, column)| symbol(column, place > at)).then(|| day(columns[at]))?
}

/// A line of the head that is nothing but a date that the calendar does not have.
pub(super) fn impossible(text: &str, lines: &[Line]) -> Option<Span> {
    let head = lines.iter().filter(|line| !line.is_empty()).take(HEAD).map(|line| behind_place(text, line.span));
    let whole = |span: &Span| {
        date(text, *span, None).is_some_and(|date| date.date.is_none() && date.span.len() + 2 > span.len())
    };
    head.filter(|span| span.len() < 24 && text[span.range()].contains(' ')).find(whole)
}

/// The day behind `Date:`, with the month in words or as a group, in a telegram whose date-time group is not there.
pub(super) fn given(text: &str, lines: &[Line]) -> Option<Date> {
    let value = labelled(text, lines)?;
    written_date(text, value, false).or_else(|| super::telegram::transmission::date_time_group(text, value)?.date)
}

pub(super) fn labelled(text: &str, lines: &[Line]) -> Option<Span> {
    let head = lines.iter().filter(|line| !line.is_empty()).take(HEAD);
    let dated = head.filter(|line| text[line.span.range()].to_ascii_uppercase().contains("DATE"));
    let behind = dated.filter_map(|line| behind_label(text, line.span)).map(|span| trim(text, span));
    let mut figures = behind.filter(|span| text[span.range()].bytes().any(|byte| byte.is_ascii_digit()));
    figures.next()
}

/// What follows `DATE:`, `(U) Date:`, `DTG: (U)` or `As of`.
fn behind_label(text: &str, line: Span) -> Option<Span> {
    // In a form the label may stand in any column: `Precedence: ROUTINE          Date: 05/20/2015`.
    let columns = if text[line.range()].contains("   ") { cells(text, line) } else { vec![line] };
    columns.into_iter().rev().find_map(|column| behind_label_at(text, Span::new(column.start, line.end)))
}

fn behind_label_at(text: &str, line: Span) -> Option<Span> {
    let frame = ['*', '_', ' ', '\t'];
    let whole = &text[line.range()];
    let inside = whole.trim_start_matches(['*', '_']);
    let inside = inside[mark_before(inside)..].trim_start_matches(['*', '_', '(']);
    let label = WORDS.paper.dates.iter().find(|label| starts_with_word(inside, label));
    let labelled = label.and_then(|label| {
        let behind = inside[label.len()..].trim_start_matches(frame);
        let behind = &behind[mark_before(behind)..];
        // `Dated` and `As of` need no colon.
        let open = ["OF", "ON", "ED", "TG"].iter().any(|end| label.ends_with(end));
        behind.strip_prefix(':').or_else(|| Some(behind).filter(|_| open))
    });
    let behind = labelled.or_else(|| behind_form_label(inside))?.trim_start_matches(frame);
    let behind = &behind[mark_before(behind)..];
    Some(line.part(whole.len() - behind.len(), behind.trim_end_matches([')', '*', '_', ' ']).len()))
}

/// What follows the label of a form of an information report. Only the longer labels are no words of a sentence: `DATE
/// DISTR.  5 March 1963`, `DIST 14 MARCH 1966`.
fn behind_form_label(line: &str) -> Option<&str> {
    FAMILIES.information_report.variants(Field::Date).iter().find_map(|label| {
        let behind = line.get(label.len()..).filter(|_| starts_with_word(line, label))?;
        let figures = behind.trim_start_matches(['.', ' ']);
        let bare = !label.starts_with("DATE") || label.contains(' ');
        let bare = (bare && figures.starts_with(|c: char| c.is_ascii_digit())).then_some(figures);
        behind.trim_start_matches(['*', '_', ' ', '\t', '.']).strip_prefix(':').or(bare)
    })
}

/// When an information report was written: its serial ends with the fiscal year, and it is younger than its information:
/// `SERIAL: (U) IIR 6 999 0123 93.`, `DOI: (U) 930702.`
pub(super) fn reported(text: &str, lines: &[Line]) -> Option<Dating> {
    let value = |line: Span, label: usize| {
        let behind = text[line.range()][label..].trim_start_matches([':', ' ', '\t']);
        &behind[mark_before(behind)..]
    };
    let head = || lines.iter().filter(|line| !line.is_empty()).take(HEAD).map(|line| line.span);
    let year = head().find_map(|line| {
        let inside = &text[line.range()];
        let label = if inside.starts_with("SERIAL:") { "SERIAL".len() } else { subject::label(inside)? };
        let serial = value(line, label).strip_prefix("IIR ")?.split(['/', '.', '(']).next()?.trim();
        let year = serial.rsplit(' ').next().filter(|_| serial.bytes().all(|b| b.is_ascii_digit() || b == b' '))?;
        full_year(year).filter(|_| serial.len() > 10 && year.len() == 2)
    })?;
    let informed = head().filter(|line| text[line.range()].starts_with("DOI:")).find_map(|line| {
        let day = value(line, "DOI".len()).split(|c: char| !c.is_ascii_digit()).next()?;
        let full = if day.len() == 6 { format!("{}{}", full_year(&day[..2])?, &day[2..]) } else { day.to_owned() };
        date(&full, Span::new(0, full.len() as u32), None)?.date
    });
    let latest = Date::new(year, 12, 31).ok()?;
    let earliest = informed.filter(|day| *day <= latest && day.year() >= year - 1);
    Some(Dating { earliest: earliest.or(Date::new(year - 1, 10, 1).ok()), latest: Some(latest) })
}

/// What follows the place at which a letter was written: `Washington, March 3, 2014`.
fn behind_place(text: &str, line: Span) -> Span {
    let inside = &text[line.range()];
    let place =
        inside.find(", ").filter(|comma| inside[..*comma].bytes().all(|b| b.is_ascii_alphabetic() || b == b' '));
    match place.filter(|comma| super::telegram::transmission::month(inside).is_none() && *comma > 2) {
        Some(comma) => trim(text, line.part(comma + 1, inside.len() - comma - 1)),
        None => line,
    }
}

/// The lines of the form that describes a record of the Kennedy collection.
const SHEET: usize = 90;

/// The day of the record that the identification form of the Kennedy collection gives. Scanning parts its fields from
/// their values, but of the dates on it that of the record is the first in time, before those of its reviews.
fn record_day(text: &str) -> Option<Date> {
    let head = || texts(text).map(|(_, line)| line.trim()).filter(|line| !line.is_empty()).take(SHEET);
    let named = |line: &str| line.to_ascii_uppercase().contains("ASSASSINATION");
    let numbered = |line: &str| line.trim_start_matches(['_', ' ']).starts_with("RECORD NUMBER");
    if !head().take(HEAD).any(named) || !head().any(numbered) {
        return None;
    }
    let day = |line: &str| {
        let value = line.rsplit(": ").next().unwrap_or(line).trim();
        let numeric = value.bytes().all(|b| b.is_ascii_digit() || b == b'/');
        let written = numeric.then(|| date(value, Span::new(0, value.len() as u32), Date::new(1930, 1, 1).ok()));
        written.flatten()?.date.filter(|day| day.year() < 1995)
    };
    head().filter_map(day).min()
}
