//! Checks for what a document shows by mistake: hidden text, personal data, watched names.

pub(crate) mod hidden_text;
pub(crate) mod personal_data;
pub(crate) mod watched_name;

checks! {
    hidden_text::{HiddenText},
    personal_data::{PersonalData},
    watched_name::{WatchedName},
}
