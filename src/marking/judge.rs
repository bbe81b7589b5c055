//! Checks a reading at a style and a date: the faults of its spelling, and of its controls together at that date.

mod order;
mod owner;
mod relations;

use std::ops::Range;

use super::fault::Fault;
use super::model::{Category, Marking};
use super::read::ReadMarking;
use super::register::Register;
use super::repair::repaired;
use super::scope::Context;

/// Everything that may be wrong with a marking of that style and date, sorted by place. Which of it counts is the
/// left to rules.
pub fn judge(reading: &ReadMarking, register: &Register, context: Context) -> Vec<Fault> {
    let mut faults: Vec<Fault> =
        reading.faults.iter().filter(|each| is_current(each, register, context)).cloned().collect();
    if let Some(marking) = &reading.marking {
        let mut court = Court { reading, marking, register, context, faults: &mut faults };
        court.judge_tokens();
        court.judge_order();
        court.judge_relations();
        court.judge_owner();
    }
    if faults.iter().any(Fault::is_open) {
        let meant = repaired(&reading.text, reading.kind, register, context);
        faults.iter_mut().filter(|fault| fault.is_open()).for_each(|fault| fault.offer(meant.as_deref()));
    }
    faults.sort_by(|one, other| {
        (one.span.start, one.span.end, one.name).cmp(&(other.span.start, other.span.end, other.name))
    });
    faults.dedup_by(|one, other| one.name == other.name && one.span == other.span);
    faults
}

/// Whether a fault is one on the date of the document.
///
/// Codes leave the register one by one, so the date of the document decides and not that of the rule; and `NC` was a
/// control before it was nothing but a level of NATO.
fn is_current(fault: &Fault, register: &Register, context: Context) -> bool {
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
    reading: &'a ReadMarking,
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
        self.register.form(category, name, self.reading.kind).to_owned()
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
                let until = entry.until.map_or(String::new(), |day| day.to_string());
                self.faults.push(fact("retired-marking-token").fact("until", until).fact("instead", instead));
            } else if entry.is_early(self.context) {
                let from = entry.from.map_or(String::new(), |day| day.to_string());
                self.faults.push(fact("marking-token-before-its-time").fact("from", from));
            }
        }
    }
}
