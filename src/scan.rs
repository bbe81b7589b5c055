//! Looks for words and signs in the bytes of a text before anything is parsed.

pub(crate) mod bytes;
pub(crate) mod seek;
pub(super) mod words;
