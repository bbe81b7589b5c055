//! Checks of the classification authority block and of dates and orders in it.

mod dates;
mod declassification;
mod order;
mod reason;

use crate::rule::check::Entry;

pub(super) const CHECKS: &[&[Entry]] = &[dates::CHECKS, declassification::CHECKS, order::CHECKS, reason::CHECKS];
