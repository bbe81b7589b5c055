//! Recognises and repairs what scanning and retyping do to a text.

pub(crate) mod garble;
pub(crate) mod noise;
pub mod repair;
