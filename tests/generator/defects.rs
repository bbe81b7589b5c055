//! One row for each rule: how to spoil a clean cable so that this rule, and no other, must speak.
//!
//! A row names the rule, the years whose cables can have the defect, the fields on whose lines the finding may stand, and
//! what to change. A cable that cannot be spoilt in this way (`None`) is passed over. To add a rule, copy a row.

mod captions;
mod classification;
mod declassification;
mod header;
mod order;
mod paragraphs;
mod references;
mod tags;

use fastrand::Rng;

use crate::cable::Cable;
use crate::print::Field;

/// How to spoil a cable for one rule.
#[derive(Clone, Copy)]
pub struct Defect {
    pub rule: &'static str,
    pub years: &'static [i16],
    pub at: &'static [Field],
    pub spoil: fn(&mut Cable, &mut Rng) -> Option<()>,
}

/// Shorthand for a row.
const fn row(
    rule: &'static str,
    years: &'static [i16],
    at: &'static [Field],
    spoil: fn(&mut Cable, &mut Rng) -> Option<()>,
) -> Defect {
    Defect { rule, years, at, spoil }
}

const ALL: &[i16] = &crate::make::YEARS;
/// Those with TAGS and an executive-order line.
const ORDERED: &[i16] = &[1975, 1979, 1985, 1999, 2007, 2011];
/// Those of which full texts with format lines are made.
const TRANSMITTED: &[i16] = &[1985, 1999, 2007, 2011];
/// Those with portion marks and Classified By.
const MARKED: &[i16] = &[1999, 2007, 2011];
/// Those of E.O. 12958 as amended and E.O. 13526.
const LATE: &[i16] = &[2007, 2011];

/// Every row, group by group.
pub fn all() -> impl Iterator<Item = Defect> {
    [
        header::ROWS,
        classification::ROWS,
        captions::ROWS,
        order::ROWS,
        tags::ROWS,
        references::ROWS,
        declassification::ROWS,
        paragraphs::ROWS,
    ]
    .into_iter()
    .flatten()
    .copied()
}

/// The groups of which every rule that is on by default must have a row.
pub const GROUPS: [&str; 11] = [
    "header",
    "classification",
    "caption",
    "order",
    "tags",
    "subject",
    "references",
    "authority",
    "declassification",
    "paragraph",
    "portion",
];

/// Rules of these groups that have no row, and why.
pub const EXCEPTIONS: [(&str, &str); 8] = [
    ("control-in-place-of-level", "in State style (SBU) is right"),
    ("lower-case-portion-mark", "in a numbered paragraph it is a malformed-portion-mark"),
    ("cui-missing-from-banner", "is of 2016, after the last year of these cables"),
    ("dated-nuclear-information", "asks for Restricted Data, which these cables do not have"),
    ("differing-page-markings", "needs a marking at the top and the bottom, which only typed forms have"),
    ("impossible-date", "is of the dates of typed forms and editions; a date-time group has a rule of its own"),
    ("wrong-group-wording", "needs a downgrading group, which only typed forms have"),
    ("idle-nato-exception", "is of 2012, after the last year of these cables"),
];

/// `Some(())` if `fits`: a row passes a cable over with `when(…)?`.
fn when(fits: bool) -> Option<()> {
    fits.then_some(())
}
