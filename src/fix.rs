//! Proves fixes, and applies them to the bytes of a file.

#[cfg(feature = "cli")]
mod apply;
pub(crate) mod prove;

#[cfg(feature = "cli")]
pub use apply::{Applied, FixedDocument, Unmended, mend};
