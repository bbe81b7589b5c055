//! Checks the dates of a document and of its sources: missing ones, unread ones, and a source that is later.

use crate::document::authority::{Label, heads_sources, is_authority_line};
use crate::document::text::date::{dates, is_impossible};
use crate::document::text::line::texts;
use crate::document::{Dating, Document, Kind};
use crate::rule::check::Report;
use crate::scan::patterns;
use crate::source::Span;

checks! {
    /// Reports a classification authority block on a document without a date.
    "missing-date" = missing_date;
    /// Reports a date after Derived From that is after the day of the document.
    "source-after-document" = source_after_document, facts ["date", "written"];
    /// Reports the date at the head of a document if it is in no form that is read: rules of other years are then left
    /// out, and those of today apply.
    "unread-date" = unread_date, facts ["written"];
    /// Reports the date at the head of a document if the calendar has no such day.
    "no-such-day" = no_such_day, facts ["written"];
}

/// A year in any form is taken for a date, as dates are written in more ways than are read.
fn missing_date(document: &Document<'_>, report: &mut Report<'_>) {
    let Some(authority) = &document.authority else { return };
    let Some(first) = authority.fields.first() else { return };
    let text = document.text(document.span);
    let block =
        (authority.span.start - document.span.start) as usize..(authority.span.end - document.span.start) as usize;
    // The serial of an information report tells its year.
    let known = document.dating.day().is_some() || document.order.is_none() && document.dating.earliest.is_some();
    if known || YEAR.is_match(&text[..block.start]) || YEAR.is_match(&text[block.end..]) {
        return;
    }
    report.at(first.label.span.to(first.value)).repaired(document.is_damaged());
}

patterns! {
    /// The name of a month.
    MONTH = r"(?i)(?:^|[^a-z])(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)";
    /// A year, `1987` or `\'14`, or a date in digits: two digits are a year behind a month, a slash or an apostrophe.
    YEAR = r"(?ix)\b(?:19|20)[0-9]{2}(?:[0-9]{4})?\b
        | (?:(?:^|[^a-z])(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*|[/.'’-])\s*\b[0-9]{2}\b";
    /// Three numbers.
    FIGURES = r"^[/.\ -]*[0-9]+[/.\ -]+[0-9]+[/.\ -]+[0-9]+[/.\ -]*$";
}

/// Whether a line is a date, however it is written: a few words with a year, and a month in letters or three numbers.
fn is_like_date(line: &str) -> bool {
    let named = MONTH.is_match(line) && line.contains(|c: char| c.is_ascii_digit());
    line.split_ascii_whitespace().count() <= 5 && (named || FIGURES.is_match(line)) && YEAR.is_match(line)
}

/// The sources that a list names, up to the next empty line or label.
fn sources(document: &Document<'_>) -> Vec<Span> {
    let mut listed = Vec::new();
    let mut inside = false;
    for (at, line) in texts(document.text(document.span)) {
        let bare = line.trim_start();
        inside = heads_sources(bare) || inside && !bare.is_empty() && !is_authority_line(bare);
        if inside {
            let mut from = at;
            for source in line.split(';') {
                listed.push(document.span.part(from, source.len()));
                from += source.len() + 1;
            }
        }
    }
    listed
}

fn source_after_document(document: &Document<'_>, report: &mut Report<'_>) {
    let (Some(authority), Some(written)) = (&document.authority, document.dating.day()) else { return };
    // A release has its own block; a telegram keeps the lines it was sent with.
    if document.kind != Kind::Cable && !document.redactions().release.is_empty() {
        return;
    }
    let derived: Vec<Span> = authority.labelled(Label::DerivedFrom).map(|field| field.value).collect();
    let several = derived.iter().any(|value| document.text(*value).to_ascii_lowercase().contains("multiple"));
    let listed = if several { sources(document) } else { Vec::new() };
    for source in derived.into_iter().chain(listed) {
        let Some(found) = dates(document.source.text(), source, None).next() else { continue };
        if let Some(date) = found.date.filter(|date| *date > written && !found.short_year) {
            report.at(found.span).fact("date", date).fact("written", written).repaired(found.repaired);
        }
    }
}

fn no_such_day(document: &Document<'_>, report: &mut Report<'_>) {
    if let Some(written) = document.unread_date.filter(|written| is_impossible(document.source.text(), *written)) {
        report.at(written).fact("written", written);
    }
}

/// The lines of a document among which its date is.
const HEAD: usize = 24;

fn unread_date(document: &Document<'_>, report: &mut Report<'_>) {
    // What the configuration or the order says dates it all the same; so does the release.
    if document.dating != Dating::default() || !document.redactions().release.is_empty() {
        return;
    }
    let written = document.unread_date.or_else(|| unlabelled(document));
    if let Some(written) = written.filter(|written| !is_impossible(document.source.text(), *written)) {
        report.at(written).fact("written", written);
    }
}

/// The line at the head of a classified document that looks like a date but is not one.
fn unlabelled(document: &Document<'_>) -> Option<Span> {
    let authority = document.authority.as_ref().filter(|authority| !authority.fields.is_empty())?;
    let unread = |(at, line): &(usize, &str)| {
        let place = document.span.part(*at, line.len());
        let read = dates(document.source.text(), place, None).next().is_some_and(|found| found.date.is_some());
        !authority.span.contains(place) && is_like_date(line) && !read
    };
    let (at, line) = texts(document.text(document.span)).take(HEAD).find(unread)?;
    Some(document.span.part(at + line.len() - line.trim_start().len(), line.trim().len()))
}
