//! Checks the dates of declassification instructions: order, form, limits.

use jiff::civil::Date;
use serde::Deserialize;

use super::declassification::{InstructionPlace, values};
use crate::document::authority::declassification::Declassification;
use crate::document::{Document, Part};
use crate::marking::Level;
use crate::register::Order;
use crate::rule::check::{Check, Filled, Report};
use crate::source::Span;

checks! {
    /// Reports a date that no calendar has.
    "impossible-date" = impossible_date, facts ["date"];
    /// Reports a declassification date on or before the day of the document.
    "date-before-document": DateBeforeDocument {
        /// Report a date that equals the day of the document, instead of one before it.
        #[serde(default)]
        same_day: bool,
    }, facts ["date", "written"], labels ["written"];
    /// Reports a date beyond some limit, counted from the day of the document.
    "date-limit": DateLimit {
        /// The instructions whose date is limited.
        instructions: Filled<String>,
        /// The limit; the day itself is still right.
        beyond: Limit,
        /// A higher limit; what is beyond that one too is another rule's.
        up_to: Option<Limit>,
    }, facts ["date", "years", "limit", "written"], labels ["written"];
    /// Reports a date in an outdated or short form.
    "date-form": DateForm {
        /// Report two-digit years; otherwise numeric dates that are not `YYYYMMDD`.
        #[serde(default)]
        short_year: bool,
        /// Where to look.
        #[serde(default)]
        place: InstructionPlace,
    }, facts ["written", "right"], edits;
    /// Reports a date that is before today.
    "date-passed" = date_passed, facts ["date", "today"];
    /// Reports a date after Declassify On that is not the one on the E.O. line.
    "dates-disagree" = dates_disagree, facts ["date", "order"], labels ["order"];
    /// Reports a date that is not the one at which the general or advanced schedule of 11652 ends.
    "schedule-date" = schedule_date, facts ["date", "expected"];
}

/// The dates of all values that a calendar has, each with its value.
fn dates(document: &Document<'_>, place: InstructionPlace) -> impl Iterator<Item = (Declassification, Span, Date)> {
    values(document, place)
        .filter_map(|value| value.date.and_then(|written| Some((value, written.span, written.date?))))
}

fn impossible_date(document: &Document<'_>, report: &mut Report<'_>) {
    for written in
        values(document, InstructionPlace::Any).filter_map(|value| value.date).filter(|written| written.date.is_none())
    {
        report.at(written.span).fact("date", written.span);
    }
}

impl Check for DateBeforeDocument {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let Some(day) = document.dating.earliest.filter(|_| !self.same_day || document.dating.day().is_some()) else {
            return;
        };
        for (_, span, date) in dates(document, InstructionPlace::Any) {
            if if self.same_day { date == day } else { date < day } {
                let finding = report.at(span).fact("date", date).fact("written", day);
                finding.related_each("written", document.first(Part::DateTimeGroup));
            }
        }
    }
}

/// A number of years after the day of a document.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Limit {
    /// The years.
    years: i16,
    /// Count to 31 December of that year, instead of to the same day.
    #[serde(default)]
    year_end: bool,
}

impl Limit {
    fn behind(&self, day: Date) -> Option<Date> {
        let end = Order::years_after(day, self.years)?;
        if self.year_end { Date::new(end.year(), 12, 31).ok() } else { Some(end) }
    }
}

impl Check for DateLimit {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let Some(day) = document.dating.day() else { return };
        let Some(limit) = self.beyond.behind(day) else { return };
        let last = self.up_to.as_ref().and_then(|limit| limit.behind(day));
        for (value, span, date) in dates(document, InstructionPlace::Any) {
            let meant = self.instructions.iter().any(|name| name == value.instruction);
            if meant && date > limit && last.is_none_or(|last| date <= last) {
                let finding = report.at(span).fact("date", date).fact("years", i64::from(self.beyond.years));
                finding.fact("limit", limit).fact("written", day);
                finding.related_each("written", document.first(Part::DateTimeGroup));
            }
        }
    }
}

impl Check for DateForm {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        use crate::document::text::date::DateForm::{MonthDayYear, YearMonthDay};
        // A State Department line has State Department dates.
        if self.place == InstructionPlace::Authority && document.order.is_some() {
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

fn date_passed(document: &Document<'_>, report: &mut Report<'_>) {
    let Some(today) = document.today.date() else { return };
    for (_, span, date) in dates(document, InstructionPlace::Any).filter(|(.., date)| *date < today) {
        report.at(span).fact("date", date).fact("today", today);
    }
}

fn dates_disagree(document: &Document<'_>, report: &mut Report<'_>) {
    let date =
        |place| values(document, place).next().and_then(|value| value.date).and_then(|w| Some((w.date?, w.span)));
    if let (Some((order, there)), Some((authority, here))) =
        (date(InstructionPlace::Order), date(InstructionPlace::Authority))
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
    for (value, span, date) in dates(document, InstructionPlace::Order) {
        let wrong = match value.instruction {
            "gds" => date != end,
            "ads" => date >= end,
            _ => false,
        };
        if wrong {
            report.at(span).fact("date", date).fact("expected", end).repaired(level.repaired);
        }
    }
}
