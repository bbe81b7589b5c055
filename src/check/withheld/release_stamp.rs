//! Compares the stamps and notices of a release with what the document shows.

use super::exemption_code::severest;
use crate::check::general::pattern::Pattern;
use crate::diagnostic::Severity;
use crate::document::text::line::texts;
use crate::document::withheld::redaction::Redaction;
use crate::document::withheld::release::{Decision, Scope};
use crate::document::{Document, Kind, Profile};
use crate::marking::Level;
use crate::register::exemptions::System;
use crate::rule::check::{Check, Report};
use crate::source::Span;

checks! {
    /// Reports a stamp of `decision` that the text contradicts: everything released and something missing, or the
    /// reverse.
    "stamp-against-text": StampAgainstText {
        /// The stamp meant: full or part.
        decision: Decision,
    }, facts ["stamp"], labels ["mark"], needs Release;
    /// Reports the second stamp of a document that says something else than the first.
    "conflicting-stamps" = conflicting_stamps, facts ["stamp", "other"], labels ["other"], needs Release;
    /// Reports a released document without a decision on it.
    "missing-stamp" = missing_stamp;
    /// Reports a released classified telegram without a declassification notice.
    "missing-declassification-notice" = missing_notice, facts ["level"];
    /// Reports each portion that is marked as classified in a telegram of which all is said to be released.
    "portion-in-full-release" = portion_in_full_release, facts ["portion"], labels ["stamp"], needs Release;
    /// Reports each category of an order on a mark inside a paragraph that is marked as unclassified.
    "category-in-unclassified" = category_in_unclassified, facts ["code", "portion"], labels ["portion"], needs Release;
    /// Reports the first notice of declassification in a document of whose notices none says what `needs` looks for; at
    /// most as info if only the word is left of it.
    "incomplete-notice": IncompleteNotice {
        /// What a notice must say.
        needs: Pattern,
    }, facts ["notice"], needs Release;
    /// Reports each notice that names a day before the document was written.
    "notice-date" = notice_date, facts ["date", "written"], needs Release;
}

impl Check for StampAgainstText {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let redactions = document.redactions();
        let other = if self.decision == Decision::Full { Decision::Part } else { Decision::Full };
        for scope in redactions.release.scopes(document) {
            let said = |decision: Decision| scope.stamps.iter().find(|stamp| stamp.decision.value == decision);
            let Some(stamp) = said(self.decision).filter(|_| said(other).is_none()) else { continue };
            let within = |span: &Span| scope.span.contains(*span);
            // `B12` in a margin may be a seat, and is no code.
            let named = |mark: &&Redaction| mark.hides() && mark.codes.iter().all(|code| code.known);
            let mark = redactions.marks.iter().filter(named).map(|mark| mark.span).filter(within);
            let block = redactions.release.blocks.iter().map(|block| block.span).filter(within);
            let codes = redactions.codes().filter(|code| within(&code.span));
            let wrong = if self.decision == Decision::Full {
                let sound = codes.filter(|code| code.known && !code.repaired).map(|code| code.span);
                sound.chain(mark).chain(block).min()
            } else {
                let something = codes.map(|code| code.span).chain(mark).chain(block).next();
                Some(stamp.decision.span).filter(|_| something.is_none())
            };
            if let Some(place) = wrong {
                let finding = report.at(stamp.decision.span).fact("stamp", stamp.decision.span);
                finding.repaired(stamp.decision.repaired);
                if place != stamp.decision.span {
                    finding.related("mark", place);
                }
            }
        }
    }
}

fn conflicting_stamps(document: &Document<'_>, report: &mut Report<'_>) {
    for scope in document.redactions().release.scopes(document) {
        let other = scope.stamps[0].decision;
        if let Some(stamp) = scope.stamps.iter().find(|stamp| stamp.decision.value != other.value) {
            let stamp = stamp.decision;
            let finding = report.at(stamp.span).fact("stamp", stamp.span).fact("other", other.span);
            finding.related("other", other.span).repaired(stamp.repaired || other.repaired);
        }
    }
}

fn missing_stamp(document: &Document<'_>, report: &mut Report<'_>) {
    let release = &document.redactions().release;
    let asked = matches!(document.profile, Some(Profile::Released | Profile::Foia));
    let decided = !release.stamps.is_empty() || !release.approvals.is_empty() || !release.notices.is_empty();
    if decided || release.record.is_some() || !release.sheets.is_empty() {
        return;
    }
    // What scanning left of a stamp is illegible, not missing.
    if document.text(document.span).split_ascii_whitespace().any(is_of_stamp) {
        return;
    }
    if let Some(header) = release.headers.first() {
        report.at(header.number);
    } else if asked {
        report.at(document.level().map_or(Span::at(document.span.start), |level| level.span));
    }
}

/// Whether a word may be what is left of `RELEASE IN PART`.
fn is_of_stamp(word: &str) -> bool {
    let capital = |of: &str| word.len().abs_diff(of.len()) <= 1 && word.starts_with(|c: char| c.is_ascii_uppercase());
    let near = |of: &str, slips: usize| capital(of) && strsim::osa_distance(word, of) <= slips;
    near("RELEASE", 2) || near("RELEASED", 2) || near("PART", 1) || near("FULL", 1)
}

fn missing_notice(document: &Document<'_>, report: &mut Report<'_>) {
    let classified = document.level().filter(|level| level.value.is_classified());
    let Some(level) = classified.filter(|_| document.kind == Kind::Cable) else { return };
    if !document.redactions().release.is_stamped() {
        report.at(level.span).fact("level", level.value.word()).repaired(level.repaired);
    }
}

fn portion_in_full_release(document: &Document<'_>, report: &mut Report<'_>) {
    let release = &document.redactions().release;
    // A letter in parentheses is a portion mark where the document has a level.
    let marked = document.kind == Kind::Cable || document.level().is_some_and(|level| level.value.is_classified());
    let scopes = release.scopes(document);
    let full = |scope: &&Scope<'_>| scope.stamps.iter().any(|stamp| stamp.decision.value == Decision::Full);
    let Some(scope) = scopes.iter().find(full).filter(|_| marked) else { return };
    let stamp = &scope.stamps[0];
    if !release.notices.is_empty() || !release.blocks.is_empty() {
        return;
    }
    let marks = document.paragraphs.iter().filter_map(|paragraph| paragraph.mark);
    // A stamp further down belongs to another document in the same file.
    let marks = marks.filter(|mark| stamp.span.start < mark.span.start && scope.span.contains(mark.span));
    let mut classified = marks.filter(|mark| mark.level.is_some_and(Level::is_classified));
    if let Some(mark) = classified.next() {
        let finding = report.at(mark.span).fact("portion", mark.span).related("stamp", stamp.decision.span);
        finding.repaired(mark.repaired);
    }
}

fn category_in_unclassified(document: &Document<'_>, report: &mut Report<'_>) {
    let redactions = document.redactions();
    // What was classified on review still carries the mark it was written with.
    if redactions.marks.is_empty() || !redactions.release.blocks.is_empty() {
        return;
    }
    for paragraph in &document.paragraphs {
        let unclassified = |level: Option<Level>| level.is_some_and(|level| !level.is_classified());
        let Some(portion) = paragraph.mark.filter(|mark| unclassified(mark.level)) else { continue };
        let block = Span::new(paragraph.span.start, end_of_block(document, paragraph.span, portion.span));
        let mut codes = redactions.within(block).iter().flat_map(|mark| &mark.codes);
        let classified = codes.find(|code| code.name == "b1" || code.system == System::Category);
        if let Some(code) = classified {
            let finding = report.at(code.span).fact("code", code.span).fact("portion", portion.span);
            finding.related("portion", portion.span).repaired(portion.repaired).at_most(severest(code));
        }
    }
}

/// Where the first empty line ends a paragraph, or what is left of the mark of a classified one: scanning may have
/// damaged the next mark too much for it to be read.
fn end_of_block(document: &Document<'_>, paragraph: Span, mark: Span) -> u32 {
    let text = document.text(paragraph);
    let empty = texts(text).skip(1).find(|(_, line)| line.is_empty()).map_or(text.len(), |(at, _)| at);
    let behind = (mark.end - paragraph.start) as usize;
    let marked = ["(S", "(C)", "(C/", "(TS"].iter().filter_map(|mark| text[behind..].find(mark)).min();
    paragraph.start + empty.min(marked.map_or(text.len(), |at| behind + at)) as u32
}

impl Check for IncompleteNotice {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let notices = &document.redactions().release.notices;
        let complete = || notices.iter().any(|notice| self.needs.regex().is_match(document.text(notice.whole)));
        if let Some(first) = notices.first().filter(|_| !complete()) {
            let finding = report.at(first.span).fact("notice", first.span);
            finding.at_most(if first.bare { Severity::Info } else { Severity::Error });
        }
    }
}

fn notice_date(document: &Document<'_>, report: &mut Report<'_>) {
    let Some(written) = document.dating.earliest else { return };
    for notice in &document.redactions().release.notices {
        if let Some((date, span)) = notice.date.filter(|(date, _)| *date < written) {
            report.at(span).fact("date", date).fact("written", written);
        }
    }
}
