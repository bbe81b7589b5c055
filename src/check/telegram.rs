//! Checks of the parts of a telegram.

mod captions;
mod filing;
mod indicators;
mod paragraphs;
mod posts;
mod references;
mod sheet;
mod tags;
mod transmission;

use crate::rule::check::Entry;

pub(super) const CHECKS: &[&[Entry]] = &[
    captions::CHECKS,
    filing::CHECKS,
    indicators::CHECKS,
    paragraphs::CHECKS,
    posts::CHECKS,
    references::CHECKS,
    sheet::CHECKS,
    tags::CHECKS,
    transmission::CHECKS,
];
