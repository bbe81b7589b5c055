//! Checks that know no part by name and serve many rules, and house rules.

pub(crate) mod allowed_values;
pub(crate) mod companion_pattern;
pub(crate) mod control_characters;
pub(crate) mod damage;
pub(crate) mod field_order;
pub(crate) mod forbidden_together;
pub(crate) mod forbidden_values;
pub(crate) mod malformed_line;
pub(crate) mod pattern;
pub(crate) mod repeated_value;
pub(crate) mod required_field;
pub(crate) mod sequence;
pub(crate) mod source_text;
pub(crate) mod suppression;
pub(crate) mod text_pattern;

use crate::rule::check::Entry;

pub(super) const CHECKS: &[&[Entry]] = &[
    allowed_values::CHECKS,
    companion_pattern::CHECKS,
    control_characters::CHECKS,
    damage::CHECKS,
    field_order::CHECKS,
    forbidden_together::CHECKS,
    forbidden_values::CHECKS,
    malformed_line::CHECKS,
    repeated_value::CHECKS,
    required_field::CHECKS,
    sequence::CHECKS,
    source_text::CHECKS,
    suppression::CHECKS,
    text_pattern::CHECKS,
];
