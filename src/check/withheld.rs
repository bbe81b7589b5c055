//! Checks of redactions and releases.

mod exemption_age;
mod exemption_code;
mod exemption_foreign;
mod frus_bracket;
mod protected_source;
mod redaction_country;
mod redaction_front;
mod redaction_link;
mod redaction_mark;
mod redaction_place;
mod redaction_remains;
mod redaction_slot;
mod release_codes;
mod release_pages;
mod release_stamp;

use crate::rule::check::Entry;

pub(super) const CHECKS: &[&[Entry]] = &[
    exemption_age::CHECKS,
    exemption_code::CHECKS,
    exemption_foreign::CHECKS,
    frus_bracket::CHECKS,
    protected_source::CHECKS,
    redaction_country::CHECKS,
    redaction_front::CHECKS,
    redaction_link::CHECKS,
    redaction_mark::CHECKS,
    redaction_place::CHECKS,
    redaction_remains::CHECKS,
    redaction_slot::CHECKS,
    release_codes::CHECKS,
    release_pages::CHECKS,
    release_stamp::CHECKS,
];
