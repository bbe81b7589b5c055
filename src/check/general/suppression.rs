//! Names the checks for mistakes in suppressions.
//!
//! They run after all other rules, in [`crate::suppress`]; nothing is looked for in a document here.

use crate::document::Document;
use crate::rule::check::{Entry, Report};

pub(crate) const UNUSED: &str = "unused-suppression";
pub(crate) const UNKNOWN: &str = "unknown-suppression";
pub(crate) const MALFORMED: &str = "malformed-suppression";
pub(crate) const NO_REASON: &str = "suppression-without-reason";
pub(crate) const EXPIRED: &str = "expired-suppression";

pub(super) const CHECKS: &[Entry] = &[
    Entry::plain(UNUSED, "Allows what is not there; `place` says where it was looked for.", elsewhere)
        .facts(&["rule", "place"]),
    Entry::plain(UNKNOWN, "Allows a rule that does not exist; `hint` says what may be meant.", elsewhere)
        .facts(&["name", "hint"]),
    Entry::plain(MALFORMED, "Looks like a suppression but is not valid; `fault` says why.", elsewhere)
        .facts(&["fault"]),
    Entry::plain(NO_REASON, "Gives no reason.", elsewhere),
    Entry::plain(EXPIRED, "No longer holds since `date`.", elsewhere).facts(&["rule", "date"]),
];

fn elsewhere(_: &Document<'_>, _: &mut Report<'_>) {}
