//! Finds what another document of the set completes: half an address, a name that is to be protected.

use super::report_each;
use crate::rule::check::Report;
use crate::set::{Comparison, Member, Relations};

checks! {
    /// Reports each half of an e-mail address that only one whole address of the set completes.
    "address-elsewhere" ~ address, facts ["release"], labels ["address"];
    /// Reports each name for which another document of the set asks for protection.
    "protected-elsewhere" ~ protected, facts ["release"], labels ["request"], secret Name;
}

fn address(comparison: &Comparison<'_>, report: &mut Report<'_>) {
    report_each(comparison, report, Relations::ADDRESS, "address", Member::completed);
}

fn protected(comparison: &Comparison<'_>, report: &mut Report<'_>) {
    report_each(comparison, report, Relations::NAME, "request", Member::protected_by);
}
