//! Names the checks for mistakes in suppressions.
//!
//! They run after all other rules, in [`crate::suppress`]; nothing is looked for in a document here.

use serde::Deserialize;

use crate::document::Document;
use crate::rule::check::{Check, Report};

macro_rules! checks {
    ($($(#[$words:meta])* $check:ident, $name:literal, $facts:expr;)*) => {
        $(
            $(#[$words])*
            #[derive(Deserialize)]
            #[serde(deny_unknown_fields)]
            pub(crate) struct $check {}

            impl Check for $check {
                const NAME: &'static str = $name;
                const FACTS: &'static [&'static str] = &$facts;

                fn check(&self, _: &Document<'_>, _: &mut Report<'_>) {}
            }
        )*
    };
}

checks! {
    /// Allows what is not there; `place` says where it was looked for.
    Unused, "unused-suppression", ["rule", "place"];
    /// Allows a rule that does not exist; `hint` says what may be meant.
    Unknown, "unknown-suppression", ["name", "hint"];
    /// It looks like a suppression but is not valid; `fault` says why.
    Malformed, "malformed-suppression", ["fault"];
    /// Gives no reason.
    NoReason, "suppression-without-reason", [];
    /// No longer holds since `date`.
    Expired, "expired-suppression", ["rule", "date"];
}
