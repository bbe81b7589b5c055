//! Checks what operators read: precedence, security prosign, operating signals, channel.

use serde::Deserialize;
use strsim::jaro_winkler;

use crate::document::Document;
use crate::marking::Level;
use crate::register::vocabulary::WORDS;
use crate::rule::check::{Check, Report};
use crate::source::Span;

checks! {
    /// Reports a routing line whose doubled letter is not a precedence, or not that of the date-time group.
    "routing-precedence" = routing_precedence, facts ["routing", "group"], labels ["group"];
    /// Reports a date-time group whose first letter is not the highest precedence of an addressee.
    "highest-precedence" = highest_precedence, facts ["letter", "highest"], labels ["addressee"];
    /// Reports letters after ZNR or ZNY that differ, have no meaning, or belong to the other prosign.
    "prosign-letters" = prosign_letters, facts ["prosign", "letters"];
    /// Reports a prosign for another level than the classification line's.
    "prosign-level": ProsignLevel {
        /// Which kind of disagreement to report.
        report: Direction,
    }, facts ["letters", "prosign", "level"], labels ["level"];
    /// Reports the signal ZDS without a correction notice, or the reverse.
    "correction-signal": CorrectionSignal {
        /// Report a notice without the signal.
        #[serde(default)]
        reverse: bool,
    };
    /// Reports every line between two fields of the head that belongs to none of them.
    "unread-line" = unread_line, facts ["line", "label"];
    /// Reports the channel XYZ on a telegram that is relayed elsewhere than to RUEHWEB, or the reverse.
    "web-channel" = web_channel, facts ["channel"], labels ["routing"];
}

fn routing_precedence(document: &Document<'_>, report: &mut Report<'_>) {
    let (Some(routing), Some(group)) = (&document.routing, &document.date_time_group) else { return };
    let (Some(precedence), Some((first, span))) = (routing.precedence, group.precedences.first()) else { return };
    if precedence != *first {
        let finding = report.at(routing.precedence_span).fact("routing", routing.precedence_span);
        finding.fact("group", *span).related("group", *span);
    }
}

fn highest_precedence(document: &Document<'_>, report: &mut Report<'_>) {
    let Some((letter, span)) = document.date_time_group.as_ref().and_then(|group| group.precedences.first()) else {
        return;
    };
    let Some(highest) = document.addressees.iter().max_by_key(|addressee| addressee.precedence.value) else {
        return;
    };
    if highest.precedence.value != *letter {
        let finding = report.at(*span).fact("letter", *span).fact("highest", highest.precedence.value.word());
        finding.related("addressee", highest.span).repaired(highest.precedence.repaired);
    }
}

/// The longest line that may be what a scan left of something, in bytes.
const SCRAP: usize = 4;

fn unread_line(document: &Document<'_>, report: &mut Report<'_>) {
    // Scraps of a scan say nothing.
    let scrap = |line: &Span| {
        let text = document.text(*line);
        text.len() <= SCRAP && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b". ".contains(&byte))
    };
    let lines: Vec<Span> = document.unread.iter().copied().filter(|line| !scrap(line)).collect();
    if lines.is_empty() || document.is_noisy() {
        return;
    }
    for line in lines {
        let text = document.text(line);
        let begin = text.split(':').next().unwrap_or(text).to_ascii_uppercase();
        let likeness = |label: &&str| (jaro_winkler(&begin, label) * 1000.0) as u32;
        let labels = WORDS.head_labels["inner"].iter().chain(WORDS.authority_labels.values().flatten());
        if let Some(nearest) = labels.copied().max_by_key(likeness) {
            report.at(line).fact("line", line).fact("label", nearest);
        }
    }
}

fn prosign_letters(document: &Document<'_>, report: &mut Report<'_>) {
    let Some(prosign) = &document.prosign else { return };
    let clear = document.text(prosign.code) == "ZNR";
    let fits = prosign.level.is_some_and(|level| clear == (level == Level::Unclassified && !prosign.encrypted_only));
    if !fits {
        report.at(prosign.letters).fact("prosign", prosign.code).fact("letters", prosign.letters);
    }
}

/// Where the prosign is against the classification line.
#[derive(Deserialize, PartialEq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
enum Direction {
    /// Below: the text travels less protected than it is marked.
    Below,
    /// Above: the text travels better protected than it is marked.
    Above,
}

impl Check for ProsignLevel {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let (Some(prosign), Some(line)) = (&document.prosign, &document.classification) else { return };
        let Some(carried) = prosign.level else { return };
        let direction = match carried.cmp(&line.level.value) {
            std::cmp::Ordering::Less => Direction::Below,
            std::cmp::Ordering::Equal => return,
            std::cmp::Ordering::Greater => Direction::Above,
        };
        if direction == self.report {
            let finding = report.at(prosign.letters).fact("letters", prosign.letters).fact("prosign", carried.word());
            finding
                .fact("level", line.level.value.word())
                .related("level", line.level.span)
                .repaired(line.level.repaired);
        }
    }
}

impl Check for CorrectionSignal {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let Some(group) = &document.date_time_group else { return };
        let signal = group.signals.iter().find(|signal| document.text(**signal) == "ZDS");
        let place = match (signal, document.corrections.first()) {
            (Some(signal), None) if !self.reverse => *signal,
            (None, Some(notice)) if self.reverse => *notice,
            _ => return,
        };
        report.at(place);
    }
}

fn web_channel(document: &Document<'_>, report: &mut Report<'_>) {
    let (Some(identifier), Some(routing)) = (document.identifier, &document.routing) else { return };
    let web = document.text(identifier.channel) == "XYZ";
    let relayed = routing.indicators.iter().any(|indicator| document.text(*indicator) != "RUEHWEB");
    if web == relayed && !routing.indicators.is_empty() {
        let finding = report.at(identifier.channel).fact("channel", identifier.channel);
        finding.related("routing", routing.span);
    }
}
