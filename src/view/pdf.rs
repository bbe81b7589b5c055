//! Reads PDF files.

use crate::source::Unreadable;
use crate::source::packed::Packed;

/// Whether a file is a PDF.
pub(super) fn is_pdf(_bytes: &[u8]) -> bool {
    false
}

/// The text of a PDF, and what it hides.
pub(super) fn read(_bytes: &[u8]) -> Result<(String, Packed), Unreadable> {
    Err(Unreadable::Signature("a PDF file"))
}
