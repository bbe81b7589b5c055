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

checks! {
    allowed_values::{AllowedValues},
    companion_pattern::{CompanionPattern},
    control_characters::{ControlCharacters},
    damage::{Damage},
    field_order::{FieldOrder},
    forbidden_together::{ForbiddenTogether},
    forbidden_values::{ForbiddenValues},
    malformed_line::{MalformedLine},
    repeated_value::{RepeatedValue},
    required_field::{RequiredField},
    sequence::{Sequence},
    source_text::{EmptyText, Undecodable},
    suppression::{Expired, Malformed, NoReason, Unknown, Unused},
    text_pattern::{TextPattern},
}
