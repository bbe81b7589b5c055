//! Reads memoranda, letters and Markdown: banner lines, blocks and portions.

pub(crate) mod banner;
pub(crate) mod block;
pub(crate) mod dress;
pub(crate) mod lead;
pub(crate) mod mail;
pub(crate) mod markdown;
pub(crate) mod meant;
pub(crate) mod memo;
pub(crate) mod portion;
pub(crate) mod portion_mark;
pub(crate) mod several;
pub(crate) mod style;
pub(crate) mod title;
pub(crate) mod trailing;
pub(crate) mod wrapped;
