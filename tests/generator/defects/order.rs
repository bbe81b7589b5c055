//! The executive-order line.

use super::{Defect, MARKED, ORDERED, row, when};
use crate::cable::{Cable, pick};
use crate::print::Field::{Caption, Classification, Order, Passing};

pub(super) const ROWS: &[Defect] = &[
    row("missing-order-line", ORDERED, &[Classification, Caption, Passing], |cable, _| {
        when(cable.level.is_classified())?;
        cable.order.take().map(drop)
    }),
    row("unknown-order", ORDERED, &[Order], |cable, rng| {
        let order = cable.order.as_mut()?;
        order.number = pick(rng, &["11625", "12056", "12985", "13256"]).to_owned();
        Some(())
    }),
    row("unlisted-order", ORDERED, &[Order], |cable, rng| {
        let order = cable.order.as_mut()?;
        order.number = pick(rng, &["13562", "13625", "15326"]).to_owned();
        Some(())
    }),
    row("order-not-in-force", ORDERED, &[Order], |cable, _| {
        when(!cable.level.is_classified())?;
        let other = if cable.year() < 1985 { "12958" } else { "12065" };
        cable.order.as_mut()?.number = other.to_owned();
        Some(())
    }),
    row("malformed-order-line", ORDERED, &[Order], |cable, rng| {
        cable.order.as_mut()?.label = pick(rng, &["EO", "E.O", "E. O."]).to_owned();
        Some(())
    }),
    row("empty-order-line", &[1979, 1985, 1999, 2007, 2011], &[Order], |cable, _| value(cable, "")),
    row("unstated-schedule", &[1975], &[Order], |cable, _| value(cable, "")),
    row("instruction-of-another-order", ORDERED, &[Order], |cable, _| {
        let foreign = match cable.year() {
            1975 | 1979 => "DECL: OADR",
            1985 => "GDS",
            1999 => "DECL: OADR",
            _ => "DECL: X1",
        };
        value(cable, foreign)
    }),
    row("not-applicable-on-classified", ORDERED, &[Order], |cable, _| value(cable, "N/A")),
    row("instruction-on-unclassified", MARKED, &[Order], |cable, _| {
        when(!cable.level.is_classified())?;
        let end = cable.date.year() + 5;
        cable.order.as_mut()?.value = format!("DECL: 06/12/{end}");
        Some(())
    }),
];

/// Makes `value` the instruction of a classified cable.
pub(super) fn value(cable: &mut Cable, value: &str) -> Option<()> {
    when(cable.level.is_classified())?;
    cable.order.as_mut()?.value = value.to_owned();
    Some(())
}
