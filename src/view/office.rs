//! Reads documents of office programs.

use crate::source::Unreadable;
use crate::source::packed::Packed;

/// Whether a file is a document of an office program.
pub(super) fn is_office(_bytes: &[u8]) -> bool {
    false
}

/// The text of a document, and what it hides.
pub(super) fn read(_bytes: &[u8]) -> Result<(String, Packed), Unreadable> {
    Err(Unreadable::Signature("an office document"))
}
