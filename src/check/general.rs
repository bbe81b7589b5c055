//! Checks that know no part by name and serve many rules, and house rules.

mod companion_pattern;
mod damage;
mod parts;
pub(crate) mod pattern;
mod sequence;
pub(crate) mod suppression;
mod text_pattern;
mod values;

use crate::rule::check::Entry;

pub(super) const CHECKS: &[&[Entry]] = &[
    companion_pattern::CHECKS,
    damage::CHECKS,
    parts::CHECKS,
    sequence::CHECKS,
    suppression::CHECKS,
    text_pattern::CHECKS,
    values::CHECKS,
];
