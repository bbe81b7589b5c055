//! Declassification instructions, on the executive-order line and behind Declassify On.

use jiff::civil::Date;

use super::order::value;
use super::references::authority;
use super::{Defect, LATE, MARKED, row, when};
use crate::cable::{Cable, pick};
use crate::make::later;
use crate::print::Field::{Authority, Order};

pub(super) const ROWS: &[Defect] = &[
    row("impossible-declassification-date", MARKED, &[Order], |cable, rng| {
        let day = pick(rng, &["13/12", "02/30", "06/31"]);
        let year = cable.year() + 8;
        value(cable, &format!("DECL: {day}/{year}"))
    }),
    row("declassification-before-document", &[1985, 1999, 2007, 2011], &[Order], |cable, rng| {
        let end = later(cable.date, -rng.i16(1..10));
        until(cable, end)
    }),
    row("declassification-on-document-date", &[1985, 1999, 2007, 2011], &[Order], |cable, _| until(cable, cable.date)),
    row("declassification-beyond-25-years", LATE, &[Order], |cable, rng| {
        let end = later(cable.date, rng.i16(27..60));
        until(cable, end)
    }),
    row("declassification-at-end-of-25th-year", LATE, &[Order], |cable, _| {
        let end = Date::new(cable.year() + 25, 12, 31).ok()?;
        until(cable, end)
    }),
    row("declassification-beyond-10-years", &[1999], &[Order], |cable, rng| {
        let end = later(cable.date, rng.i16(11..24));
        until(cable, end)
    }),
    row("schedule-beyond-6-years", &[1979], &[Order], |cable, _| schedule(cable, "GDS", 8, " (BELMAR, CORIN) OR-M")),
    row("review-beyond-20-years", &[1979], &[Order], |cable, _| schedule(cable, "RDS-1", 25, " (BELMAR, CORIN) OR-M")),
    row("review-beyond-30-years", &[1979], &[Order], |cable, _| schedule(cable, "RDS-3", 36, " (BELMAR, CORIN) OR-M")),
    row("review-without-authority", &[1979], &[Order], |cable, _| schedule(cable, "RDS-1", 20, "")),
    row("wrong-schedule-date", &[1975], &[Order], |cable, _| value(cable, "GDS 12/31/95")),
    row("exemption-beyond-50-years", &[2011], &[Authority], |cable, _| declassify_on(cable, "25X1, 20700101")),
    row("exemption-beyond-75-years", &[2011], &[Authority], |cable, _| declassify_on(cable, "50X1, 20960101")),
    row("unknown-exemption-number", &[1975, 1999, 2011], &[Order, Authority], |cable, _| match cable.year() {
        1975 => value(cable, "XGDS-5"),
        1999 => value(cable, "DECL: X9"),
        _ => declassify_on(cable, "25X12, 20360101"),
    }),
    row("exemption-without-number", &[2011], &[Authority], |cable, _| declassify_on(cable, "25X, 20360101")),
    row("exemption-without-date", &[2011], &[Authority], |cable, _| declassify_on(cable, "25X1")),
    row("dated-standing-exemption", &[2011], &[Authority], |cable, _| declassify_on(cable, "50X1-HUM, 20361231")),
    row("several-exemptions", LATE, &[Authority], |cable, _| declassify_on(cable, "25X1, 25X2, 20310101")),
    row("outdated-oadr", MARKED, &[Authority], |cable, _| declassify_on(cable, "OADR")),
    row("outdated-x-exemption", LATE, &[Authority], |cable, rng| declassify_on(cable, pick(rng, &["X1", "X6"]))),
    row("outdated-human-source-exemption", &[2011], &[Authority], |cable, _| declassify_on(cable, "25X1-human")),
    row("outdated-schedule", MARKED, &[Authority], |cable, rng| declassify_on(cable, pick(rng, &["GDS", "RDS-1"]))),
    row("outdated-exempt-schedule", MARKED, &[Authority], |cable, rng| {
        declassify_on(cable, pick(rng, &["XGDS-2", "ADS", "E2 IMPDET"]))
    }),
    row("outdated-group-mark", MARKED, &[Authority], |cable, rng| {
        declassify_on(cable, pick(rng, &["GROUP-3", "GROUP 4"]))
    }),
    row("outdated-director-exemption", &[2011], &[Authority], |cable, rng| {
        declassify_on(cable, pick(rng, &["DCI Only", "DNI Only"]))
    }),
    row("early-instruction", &[1999, 2007], &[Authority], |cable, _| declassify_on(cable, "50X1-HUM")),
    row("idle-not-applicable", &[2011], &[Authority], |cable, _| {
        declassify_on(cable, "N/A to RD portions. See source list for NSI portions.")
    }),
    row("manual-review", MARKED, &[Authority], |cable, rng| declassify_on(cable, pick(rng, &["MR", "Manual Review"]))),
    row("source-marked-instruction", &[2011], &[Authority], |cable, _| {
        declassify_on(cable, "Source marked OADR, dated 19940212")
    }),
    row("treaty-as-instruction", MARKED, &[Authority], |cable, _| {
        declassify_on(cable, "Subject to treaty or international agreement")
    }),
    row("indefinite-declassification", MARKED, &[Authority], |cable, rng| {
        declassify_on(cable, pick(rng, &["Never", "Indefinitely", "TBD"]))
    }),
    row("duration-as-instruction", LATE, &[Authority], |cable, rng| {
        declassify_on(cable, pick(rng, &["10 years", "Ten years from date"]))
    }),
    row("source-after-document", MARKED, &[Authority], |cable, _| {
        when(cable.level.is_classified())?;
        cable.order.as_mut()?.value.clear();
        let end = format!("Declassify On: {}", later(cable.date, 5).strftime("%Y%m%d"));
        authority(cable, &["Derived From: DSCG 05-01, dated 20210401", &end])
    }),
    row("bare-not-applicable", MARKED, &[Authority], |cable, _| declassify_on(cable, "N/A")),
    row("two-digit-year", MARKED, &[Order], |cable, _| {
        let end = later(cable.date, 5);
        value(cable, &format!("DECL: {}/{}/{:02}", end.month(), end.day(), end.year() % 100))
    }),
    row("conflicting-declassification-dates", LATE, &[Authority], |cable, _| {
        let (on_line, below) = (later(cable.date, 5), later(cable.date, 8));
        until(cable, on_line)?;
        let line = cable.authority.first()?.clone();
        cable.authority = vec![line, format!("Declassify On: {}", below.strftime("%Y%m%d"))];
        Some(())
    }),
];

/// Makes `end` the date on the executive-order line, in the form of the year.
fn until(cable: &mut Cable, end: Date) -> Option<()> {
    let format = if cable.year() < 2010 { "%m/%d/%Y" } else { "%Y/%m/%d" };
    value(cable, &format!("DECL: {}", end.strftime(format)))
}

fn schedule(cable: &mut Cable, kind: &str, years: i16, officer: &str) -> Option<()> {
    let end = later(cable.date, years);
    value(cable, &format!("{kind} {}/{}/{:02}{officer}", end.month(), end.day(), end.year() % 100))
}

/// Makes the cable one that is classified after a source, with this instruction.
fn declassify_on(cable: &mut Cable, instruction: &str) -> Option<()> {
    when(cable.level.is_classified())?;
    cable.order.as_mut()?.value.clear();
    authority(cable, &["Derived From: DSCG 05-01, dated 19700401", &format!("Declassify On: {instruction}")])
}
