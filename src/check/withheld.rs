//! Checks of redactions and releases.

pub(crate) mod declassification_notice;
pub(crate) mod exemption_age;
pub(crate) mod exemption_code;
pub(crate) mod exemption_foreign;
pub(crate) mod frus_bracket;
pub(crate) mod protected_source;
pub(crate) mod redaction_country;
pub(crate) mod redaction_front;
pub(crate) mod redaction_link;
pub(crate) mod redaction_mark;
pub(crate) mod redaction_place;
pub(crate) mod redaction_remains;
pub(crate) mod redaction_slot;
pub(crate) mod release_codes;
pub(crate) mod release_pages;
pub(crate) mod release_stamp;

use crate::rule::check::Entry;

pub(super) const CHECKS: &[&[Entry]] = &[
    declassification_notice::CHECKS,
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
