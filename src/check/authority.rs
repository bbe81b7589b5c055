//! Checks of the classification authority block and of dates and orders in it.

mod dates;
mod declassification;
mod declassification_date;
mod order;
mod reason;

use crate::rule::check::Entry;

pub(super) const CHECKS: &[&[Entry]] =
    &[dates::CHECKS, declassification::CHECKS, declassification_date::CHECKS, order::CHECKS, reason::CHECKS];
