//! Parses, checks, converts and rolls up markings: banner lines and portion marks of any style and era.
//!
//! A [`Marking`] has a span for every token, its [`Fault`]s, and canonical banner and portion forms. Which tokens
//! exist is data ([`Register`]). Pure: no I/O, no clock; knows nothing of documents, nor of the rules
//! that give faults their severity and wording.

pub mod code;
mod display;
pub mod fault;
mod judge;
pub mod level;
pub mod likeness;
pub mod model;
pub(crate) mod packed;
mod portion;
mod read;
pub mod register;
mod repair;
mod rewrite;
pub mod rollup;
pub mod scope;
mod signs;

pub use code::Code;
pub use fault::{FAULTS, Fault, FaultName};
pub use judge::judge;
pub use level::Level;
pub use model::{AtomicEnergy, Category, Control, Cui, ForeignInformation, Marking, MarkingToken, Owner};
pub use portion::{doubtful_level, has_known_control, portion_level};
pub use read::{ReadMarking, read};
#[cfg(feature = "schema")]
pub use register::register_schema;
pub use register::{Register, RegisterError};
pub use repair::repaired;
pub use rewrite::{LONGEST, says_the_same};
pub use rollup::compare::{RollUpFault, compare};
pub use rollup::{Joined, Overall, roll_up};
pub use scope::{Context, MarkingKind, Style};
pub use signs::{is_level_sign, plain_signs};
