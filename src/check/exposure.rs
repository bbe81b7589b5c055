//! Checks for what a document shows by mistake: hidden text, personal data, watched names.

mod hidden_text;
mod personal_data;
mod watched_name;

use crate::rule::check::Entry;

pub(super) const CHECKS: &[&[Entry]] = &[hidden_text::CHECKS, personal_data::CHECKS, watched_name::CHECKS];
