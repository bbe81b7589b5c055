//! Reads telegrams: where they begin, their header and fields, their text.

pub mod addressee;
pub(crate) mod cable;
pub mod caption;
pub mod classification;
pub(crate) mod field;
pub(crate) mod form;
pub(crate) mod header;
pub(crate) mod layout;
pub(crate) mod military;
pub mod order;
pub(crate) mod printed;
pub mod reference;
pub(crate) mod segment;
pub mod signature;
pub(crate) mod start;
pub(crate) mod subject;
pub mod tags;
pub mod transmission;
pub(crate) mod typed;
