//! Finds what a document shows by mistake: hidden text and personal data.

pub mod hidden;
// Pages ask less of it than files do.
#[cfg_attr(not(any(feature = "office", feature = "pdf")), allow(dead_code))]
pub(crate) mod known;
pub mod personal;
