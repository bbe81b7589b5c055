//! Finds what a document shows by mistake: hidden text and personal data.

pub mod hidden;
pub(crate) mod known;
pub mod personal;
