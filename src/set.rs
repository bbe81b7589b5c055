//! Compares the documents of a set: what one copy withholds and another one shows.
//!
//! ```text
//! Document(s) ─entry─▶ SetEntry ─join─▶ pairs ─Member, align─▶ Comparison ─check─▶ [Diagnostic]
//! ```
//!
//! A [`SetEntry`] holds hashes only, so that the texts of a set are never in memory together. [`Join`] finds the documents
//! that share passages or identities, and only those are read again, as a [`Member`] each, and compared word by word.

mod align;
mod entry;
mod gap;
mod gist;
mod join;
mod member;
mod prints;
mod record;
mod words;

pub use entry::{Mention, Role, SetEntry, is_name};
pub use gap::{CutGap, Distance, GapKind};
pub use gist::Gist;
pub use join::{Join, Overflow, Pair, Relations, SHARDS, connected, summed};
pub use member::{Comparison, CutMark, Member, Neighbor, Noted};
pub use record::{CopyRecord, MessageNumber, SectionOf};
