//! Checks declassification instructions: values, order, form and dates.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::document::authority::declassification::{Declassification, Instruction};
use crate::document::{Document, Part};
use crate::marking::Level;
use crate::register::Order;
use crate::rule::check::{Check, Filled, Report};
use crate::source::Span;

checks! {
    "instruction-is": InstructionIs, facts ["value", "level"], labels ["level"];
    "instruction-of-order": InstructionOfOrder, facts ["value", "number", "allowed"], labels ["order"];
    /// Reports a date that no calendar has.
    "impossible-date" = impossible_date, facts ["date"];
    "date-before-document": DateBeforeDocument, facts ["date", "written"], labels ["written"];
    "date-limit": DateLimit, facts ["date", "years", "limit", "written"], labels ["written"];
    "date-form": DateForm, facts ["written", "right"], edits;
    "exemption-number": ExemptionNumber, facts ["value", "highest"];
    "exemption-date": ExemptionDate, facts ["value"];
    /// Reports a date that is before today.
    "date-passed" = date_passed, facts ["date", "today"];
    /// Reports a date after Declassify On that is not the one on the E.O. line.
    "dates-disagree" = dates_disagree, facts ["date", "order"], labels ["order"];
    /// Reports a date that is not the one at which the general or advanced schedule of 11652 ends.
    "schedule-date" = schedule_date, facts ["date", "expected"];
}

/// The place of a declassification value.
#[derive(Clone, Copy, Default, Deserialize, JsonSchema, PartialEq)]
#[serde(rename_all = "kebab-case")]
enum Place {
    /// On the E.O. line.
    Order,
    /// After Declassify On.
    Authority,
    /// Either.
    #[default]
    Any,
}

fn values(document: &Document<'_>, place: Place) -> impl Iterator<Item = Declassification> {
    let order = document.order.as_ref().filter(|_| place != Place::Authority).and_then(|line| line.declassification);
    let authority = document.authority.as_ref().filter(|_| place != Place::Order);
    order.into_iter().chain(authority.and_then(|authority| authority.declassification))
}

/// The dates of all values that a calendar has, each with its value.
fn dates(document: &Document<'_>, place: Place) -> impl Iterator<Item = (Declassification, Span, Date)> {
    values(document, place)
        .filter_map(|value| value.date.and_then(|written| Some((value, written.span, written.date?))))
}

/// The name by which rules ask for what `value` says.
fn name(value: &Declassification) -> &'static str {
    match value.instruction {
        Instruction::DirectorOnly => "director-only",
        Instruction::ManualReview => "manual-review",
        Instruction::Indefinite => "indefinite",
        Instruction::Treaty => "treaty",
        Instruction::Duration => "duration",
        other => other.register_name().unwrap_or_default(),
    }
}

fn names(value: &Declassification, instructions: &[String]) -> bool {
    instructions.iter().any(|instruction| instruction == name(value))
}

/// Reports each value that is one of `instructions`.
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct InstructionIs {
    /// The instructions, by the names of the register of orders, or `director-only`, `manual-review`,
    /// `indefinite`, `treaty`, `duration`.
    instructions: Filled<String>,
    /// Where to look.
    #[serde(default)]
    place: Place,
}

impl Check for InstructionIs {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let level = document.level();
        for value in values(document, self.place).filter(|value| names(value, &self.instructions)) {
            let finding = report.at(value.span).fact("value", value.span);
            if let Some(level) = &level {
                finding.fact("level", level.value.word()).related("level", level.span).repaired(level.repaired);
            }
        }
    }
}

/// Reports a value on the E.O. line that the order cited there did not have. What is read as an event may be
/// anything, and is left alone.
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct InstructionOfOrder {
    /// Days before and after a change of rules in which the values of both are accepted.
    grace_days: i32,
    /// How messages call instructions of the register of orders; the others by their names in capitals.
    #[serde(default)]
    words: BTreeMap<String, String>,
}

impl Check for InstructionOfOrder {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let Some(line) = &document.order else { return };
        let (Some((number, span)), Some(value)) = (line.number, line.declassification) else { return };
        let written = document.dating.day();
        let in_force = |order: &&Order| written.is_none_or(|day| order.is_near(day, self.grace_days));
        // If the order was not in force at all that is another rule's finding; then any of its eras may be meant.
        let of_date: Vec<_> = document.registers.eras(number).filter(in_force).collect();
        let eras = if of_date.is_empty() { document.registers.eras(number).collect() } else { of_date };
        let Some(name) = value.instruction.register_name().filter(|_| value.instruction != Instruction::Event) else {
            return;
        };
        if !eras.is_empty() && !eras.iter().any(|order| order.instructions.contains(name)) {
            let finding = report.at(value.span).fact("value", value.span).fact("number", span);
            finding.fact("allowed", self.allowed(&eras)).related("order", span);
        }
    }
}

impl InstructionOfOrder {
    /// The values that the eras of an order allow, in words.
    fn allowed(&self, eras: &[&Order]) -> String {
        let names: BTreeSet<&str> = eras.iter().flat_map(|order| &order.instructions).map(String::as_str).collect();
        let words =
            names.into_iter().map(|name| self.words.get(name).cloned().unwrap_or_else(|| name.to_ascii_uppercase()));
        words.collect::<Vec<_>>().join(", ")
    }
}

fn impossible_date(document: &Document<'_>, report: &mut Report<'_>) {
    for written in values(document, Place::Any).filter_map(|value| value.date).filter(|written| written.date.is_none())
    {
        report.at(written.span).fact("date", written.span);
    }
}

/// Reports a declassification date on or before the day of the document.
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct DateBeforeDocument {
    /// Report a date that equals the day of the document, instead of one before it.
    #[serde(default)]
    same_day: bool,
}

impl Check for DateBeforeDocument {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let Some(day) = document.dating.earliest.filter(|_| !self.same_day || document.dating.day().is_some()) else {
            return;
        };
        for (_, span, date) in dates(document, Place::Any) {
            if if self.same_day { date == day } else { date < day } {
                let finding = report.at(span).fact("date", date).fact("written", day);
                finding.related_each("written", document.first(Part::DateTimeGroup));
            }
        }
    }
}

/// Reports a date beyond some limit, counted from the day of the document.
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct DateLimit {
    /// The instructions whose date is limited.
    instructions: Filled<String>,
    /// The limit; the day itself is still right.
    beyond: Limit,
    /// A higher limit; what is beyond that one too is another rule's.
    up_to: Option<Limit>,
}

/// A number of years after the day of a document.
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Limit {
    /// The years.
    years: i16,
    /// Count to 31 December of that year, instead of to the same day.
    #[serde(default)]
    year_end: bool,
}

impl Limit {
    /// No source says what becomes of 29 February: 1 March is accepted.
    fn behind(&self, day: Date) -> Option<Date> {
        let year = day.year().checked_add(self.years)?;
        let (month, of_month) = if self.year_end { (12, 31) } else { (day.month(), day.day()) };
        Date::new(year, month, of_month).or_else(|_| Date::new(year, 3, 1)).ok()
    }
}

impl Check for DateLimit {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let Some(day) = document.dating.day() else { return };
        let Some(limit) = self.beyond.behind(day) else { return };
        let last = self.up_to.as_ref().and_then(|limit| limit.behind(day));
        for (_, span, date) in dates(document, Place::Any).filter(|(value, ..)| names(value, &self.instructions)) {
            if date > limit && last.is_none_or(|last| date <= last) {
                let finding = report.at(span).fact("date", date).fact("years", i64::from(self.beyond.years));
                finding.fact("limit", limit).fact("written", day);
                finding.related_each("written", document.first(Part::DateTimeGroup));
            }
        }
    }
}

/// Reports a date in an outdated or short form.
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct DateForm {
    /// Report two-digit years; otherwise numeric dates that are not `YYYYMMDD`.
    #[serde(default)]
    short_year: bool,
    /// Where to look.
    #[serde(default)]
    place: Place,
}

impl Check for DateForm {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        use crate::document::text::date::DateForm::{MonthDayYear, YearMonthDay};
        // A State Department line has State Department dates.
        if self.place == Place::Authority && document.order.is_some() {
            return;
        }
        for written in values(document, self.place).filter_map(|value| value.date) {
            let Some(date) = written.date else { continue };
            let right = match (self.short_year, written.form) {
                (true, _) if written.short_year => date.strftime("%m/%d/%Y").to_string(),
                (false, MonthDayYear | YearMonthDay) if !written.short_year => date.strftime("%Y%m%d").to_string(),
                _ => continue,
            };
            report
                .at(written.span)
                .fact("written", written.span)
                .fact("right", right.clone())
                .edit(written.span, right);
        }
    }
}

/// Reports the number of an exemption or group that does not exist, or one that is missing.
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct ExemptionNumber {
    /// The highest number of each instruction that takes one; all begin with 1.
    highest: BTreeMap<String, u32>,
    /// Report values without any number, instead of wrong ones.
    #[serde(default)]
    missing: bool,
}

impl Check for ExemptionNumber {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        for value in values(document, Place::Any) {
            let Some(&highest) = self.highest.get(name(&value)) else { continue };
            let wrong = match value.category {
                Some((number, _)) => !self.missing && !(1..=highest).contains(&number),
                None => self.missing,
            };
            if wrong {
                report.at(value.span).fact("value", value.span).fact("highest", i64::from(highest));
            }
        }
    }
}

/// Reports a value that has a date and must not, or must have one and has not.
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) struct ExemptionDate {
    /// The instructions to look at.
    instructions: Filled<String>,
    /// Whether they must have a date.
    required: bool,
    /// Words in lower case with which an event is given after an exemption, which is like a date where none may be.
    #[serde(default)]
    events: Vec<String>,
}

/// Digits that are a date, however it is written.
const SHORTEST_DATE: usize = 4;

impl Check for ExemptionDate {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        for value in values(document, Place::Any).filter(|value| names(value, &self.instructions)) {
            let text = document.text(value.span);
            // Where the number was written by hand, so was the date; and `50X1-` is cut short, which is another rule's.
            let unsure = || value.category.is_none() || text.ends_with('-');
            let wrong = match (self.required, value.date) {
                // An event after the exemption, as in `25X1, upon …`, is as good as a date.
                (true, date) => date.is_none() && !text.contains(',') && !unsure(),
                (false, Some(_)) => true,
                (false, None) => {
                    let small = text.to_ascii_lowercase();
                    let digits = text.bytes().skip("50X1-HUM".len()).filter(u8::is_ascii_digit).count();
                    digits >= SHORTEST_DATE || self.events.iter().any(|words| small.contains(words))
                }
            };
            if wrong {
                report.at(value.span).fact("value", value.span);
            }
        }
    }
}

fn date_passed(document: &Document<'_>, report: &mut Report<'_>) {
    let Some(today) = document.today else { return };
    for (_, span, date) in dates(document, Place::Any).filter(|(.., date)| *date < today) {
        report.at(span).fact("date", date).fact("today", today);
    }
}

fn dates_disagree(document: &Document<'_>, report: &mut Report<'_>) {
    let date =
        |place| values(document, place).next().and_then(|value| value.date).and_then(|w| Some((w.date?, w.span)));
    if let (Some((order, there)), Some((authority, here))) = (date(Place::Order), date(Place::Authority))
        && order != authority
    {
        report.at(here).fact("date", authority).fact("order", order).related("order", there);
    }
}

/// 18 CFR 3a.22(b): the schedule ends on 31 December after 10, 8 or 6 full years; an advanced one before it.
fn schedule_date(document: &Document<'_>, report: &mut Report<'_>) {
    let (Some(day), Some(level)) = (document.dating.day(), document.level()) else { return };
    let years = match level.value {
        Level::TopSecret => 10,
        Level::Secret => 8,
        Level::Confidential => 6,
        Level::Restricted | Level::Unclassified => return,
    };
    let Some(end) = day.year().checked_add(years).and_then(|year| Date::new(year, 12, 31).ok()) else { return };
    for (value, span, date) in dates(document, Place::Order) {
        let wrong = match value.instruction {
            Instruction::Gds => date != end,
            Instruction::Ads => date >= end,
            _ => false,
        };
        if wrong {
            report.at(span).fact("date", date).fact("expected", end).repaired(level.repaired);
        }
    }
}
