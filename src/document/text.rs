//! Reads what any text has: lines, words, tables, dates.

pub mod date;
pub(crate) mod label;
pub mod line;
pub(crate) mod table;
pub(crate) mod word;
