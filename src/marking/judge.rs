//! Checks a reading at a style and a date: the faults of its spelling, and of its controls together at that date.

mod order;
mod owner;
mod relations;

use std::ops::Range;

use super::fault::Fault;
use super::model::{Category, Marking};
use super::read::Reading;
use super::register::Register;
use super::repair::repaired;
use super::rewrite::{LONGEST, loses_a_word};
use super::scope::{Context, Kind};

/// Faults whose suggestion is another word for what is there, or leaves out what says nothing.
const REPLACED: [&str; 3] = ["nato-top-secret", "repeated-sar-indicator", "unknown-country-code"];

/// Faults of lists, whose suggestion would turn other words into countries.
const LISTS: [&str; 7] = [
    "and-in-country-list",
    "countries-out-of-order",
    "joint-owners-out-of-order",
    "rel-to-without-usa",
    "release-list-without-to",
    "usa-not-first",
    "wrong-country-separator",
];

/// Faults that leave open what a marking says.
const UNREAD: [&str; 12] = [
    "categories-out-of-order",
    "control-systems-out-of-order",
    "cui-out-of-place",
    "dissemination-controls-out-of-order",
    "misspelled-level",
    "misspelled-marking-token",
    "missing-slashes-after-level",
    "release-list-without-to",
    "unknown-control-system",
    "unknown-country-code",
    "unknown-cui-control",
    "unknown-marking-token",
];

/// Everything that may be wrong with a marking of that style and date, sorted by place. Which of it counts is the
/// left to rules.
pub fn judge(reading: &Reading, register: &Register, context: Context) -> Vec<Fault> {
    let mut faults: Vec<Fault> =
        reading.faults.iter().filter(|each| speaks(each, register, context)).cloned().collect();
    if let Some(marking) = &reading.marking {
        let mut court = Court { reading, marking, register, context, faults: &mut faults };
        court.judge_tokens();
        court.judge_order();
        court.judge_relations();
        court.judge_owner();
    }
    let open = faults.iter().any(|fault| matches!(fault.name, "unknown-country-code" | "release-list-without-to"));
    for fault in &mut faults {
        if open && LISTS.contains(&fault.name) {
            fault.withdraw();
        }
        withdraw_loss(fault, reading, register);
    }
    offer_rewrite(&mut faults, reading, register, context);
    faults.sort_by(|one, other| {
        (one.span.start, one.span.end, one.name).cmp(&(other.span.start, other.span.end, other.name))
    });
    faults.dedup_by(|one, other| one.name == other.name && one.span == other.span);
    faults
}

/// Takes back a suggestion that leaves out a word of the marking: what the reader did not understand may be what
/// restricts the text.
fn withdraw_loss(fault: &mut Fault, reading: &Reading, register: &Register) {
    let Some(suggestion) = fault.suggestion.as_ref().filter(|_| !REPLACED.contains(&fault.name)) else { return };
    let (old, span) = (reading.upper.as_str(), fault.span.clone());
    if old.len() > LONGEST {
        return fault.withdraw();
    }
    let new = [&old[..span.start], &suggestion.to_ascii_uppercase(), &old[span.end..]].concat();
    if loses_a_word(old, &new, reading.kind, register) {
        fault.withdraw();
    }
}

/// Offers the marking that was probably meant wherever a word could not be read, or its place could not be made out.
fn offer_rewrite(faults: &mut [Fault], reading: &Reading, register: &Register, context: Context) {
    let open = |fault: &&mut Fault| fault.suggestion.is_none() && UNREAD.contains(&fault.name);
    let mut open = faults.iter_mut().filter(open).peekable();
    if open.peek().is_none() {
        return;
    }
    if let Some(meant) = repaired(&reading.upper, reading.kind, register, context) {
        open.for_each(|fault| fault.offer(&meant));
    }
}

/// Codes leave the register one by one, so the date of the document decides and not that of the rule; and `NC` was a
/// control before it was nothing but a level of NATO.
fn speaks(fault: &Fault, register: &Register, context: Context) -> bool {
    let token = fault.facts.first().map_or("", |(_, token)| token.as_str());
    match fault.name {
        "retired-country-code" => {
            register.place(token).and_then(|place| place.until).is_some_and(|until| until < context.date)
        }
        "several-levels" => register.control(token).is_none_or(|(entry, _)| entry.is_retired(context)),
        _ => true,
    }
}

/// One judgement under way.
struct Court<'a> {
    reading: &'a Reading,
    marking: &'a Marking,
    register: &'a Register,
    context: Context,
    faults: &'a mut Vec<Fault>,
}

impl Court<'_> {
    fn fault(&mut self, fault: Fault) {
        self.faults.push(fault);
    }

    /// The bytes of the token of that name, or the whole marking.
    fn place(&self, name: &str) -> Range<usize> {
        let token = self.reading.tokens.iter().find(|token| token.name == name);
        token.map_or(self.reading.body.clone(), |token| token.span.clone())
    }

    /// How the kind of marking at hand writes a control.
    fn form(&self, category: Category, name: &str) -> String {
        match self.register.entry(category, name) {
            Some(entry) if self.reading.kind == Kind::Banner => entry.banner.clone(),
            _ => name.to_owned(),
        }
    }

    /// Tokens of another time: retired ones, and ones that did not exist yet.
    fn judge_tokens(&mut self) {
        for token in &self.reading.tokens {
            // A level of another time is a fault of its own.
            let known = self.register.entry(token.category, &token.name);
            let Some(entry) = known.filter(|entry| entry.category != Category::Level) else { continue };
            let fact = |rule| Fault::new(rule, token.span.clone()).fact("token", token.name.as_str());
            if entry.is_retired(self.context) {
                let instead = entry.instead.as_ref().map_or(String::new(), |instead| format!("; now {instead}"));
                let until = entry.valid.until.map_or(String::new(), |day| day.to_string());
                self.faults.push(fact("retired-marking-token").fact("until", until).fact("instead", instead));
            } else if entry.is_early(self.context) {
                let from = entry.valid.from.map_or(String::new(), |day| day.to_string());
                self.faults.push(fact("marking-token-before-its-time").fact("from", from));
            }
        }
    }
}
