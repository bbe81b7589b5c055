//! Finds what another document of the set completes: half an address, a name that is to be protected.

use crate::diagnostic::Fact;
use crate::rule::check::Report;
use crate::set::{Comparison, Relations};

checks! {
    /// Reports each half of an e-mail address that only one whole address of the set completes.
    "address-elsewhere" ~ address, facts ["release"], labels ["address"];
    /// Reports each name for which another document of the set asks for protection.
    "protected-elsewhere" ~ protected, facts ["release"], labels ["request"], secret Name;
}

fn address(comparison: &Comparison<'_>, report: &mut Report<'_>) {
    let others = comparison.others.iter().enumerate();
    for (index, other) in others.filter(|(_, other)| other.relations.has(Relations::ADDRESS)) {
        for (half, whole) in comparison.here.completed(other.member) {
            let finding = report.at(half);
            finding.facts.push(("release", Fact::File(index)));
            finding.elsewhere("address", index, whole);
        }
    }
}

fn protected(comparison: &Comparison<'_>, report: &mut Report<'_>) {
    let others = comparison.others.iter().enumerate();
    for (index, other) in others.filter(|(_, other)| other.relations.has(Relations::NAME)) {
        for (name, request) in comparison.here.protected_by(other.member) {
            let finding = report.at(name);
            finding.facts.push(("release", Fact::File(index)));
            finding.elsewhere("request", index, request);
        }
    }
}
