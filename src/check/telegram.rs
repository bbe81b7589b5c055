//! Checks of the parts of a telegram.

pub(crate) mod addressees;
pub(crate) mod captions;
pub(crate) mod date_time_group;
pub(crate) mod filing;
pub(crate) mod indicators;
pub(crate) mod julian_day;
pub(crate) mod known_tags;
pub(crate) mod paragraphs;
pub(crate) mod post;
pub(crate) mod precedence;
pub(crate) mod prosign;
pub(crate) mod references;
pub(crate) mod sender;
pub(crate) mod signals;
pub(crate) mod subject;
pub(crate) mod tags;

use crate::rule::check::Entry;

pub(super) const CHECKS: &[&[Entry]] = &[
    addressees::CHECKS,
    captions::CHECKS,
    date_time_group::CHECKS,
    filing::CHECKS,
    indicators::CHECKS,
    julian_day::CHECKS,
    known_tags::CHECKS,
    paragraphs::CHECKS,
    post::CHECKS,
    precedence::CHECKS,
    prosign::CHECKS,
    references::CHECKS,
    sender::CHECKS,
    signals::CHECKS,
    subject::CHECKS,
    tags::CHECKS,
];
