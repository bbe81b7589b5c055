//! Compares the overall marking of a message with its head and with what it quotes and encloses.

use crate::diagnostic::Severity;
use crate::document::Document;
use crate::rule::check::Report;

checks! {
    /// Reports the first marking of something carried that is above the overall level of its message.
    "carried-level" = carried_level, facts ["carried", "level"], labels ["overall"];
}

/// What the head of a message says is as likely the mistake.
fn carried_level(document: &Document<'_>, report: &mut Report<'_>) {
    let Some(overall) = document.level() else { return };
    let above = document.carried.iter().filter(|carried| carried.marking.level > Some(overall.value));
    for in_head in [true, false] {
        let Some(carried) = above.clone().find(|carried| carried.in_head == in_head) else { continue };
        let span = carried.marking.span;
        let finding = report.at(span).fact("carried", span).fact("level", overall.value.word());
        finding.related("overall", overall.span);
        if in_head {
            finding.at_most(Severity::Warning);
        }
    }
}
