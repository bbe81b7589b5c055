//! Checks of the classification authority block and of dates and orders in it.

pub(crate) mod declassification;
pub(crate) mod downgrade;
pub(crate) mod instruction_era;
pub(crate) mod missing_date;
pub(crate) mod order;
pub(crate) mod reason;
pub(crate) mod source_date;
pub(crate) mod unread_date;

use crate::rule::check::Entry;

pub(super) const CHECKS: &[&[Entry]] = &[
    declassification::CHECKS,
    downgrade::CHECKS,
    instruction_era::CHECKS,
    missing_date::CHECKS,
    order::CHECKS,
    reason::CHECKS,
    source_date::CHECKS,
    unread_date::CHECKS,
];
