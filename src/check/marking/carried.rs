//! Compares the overall marking of a message with its head and with what it quotes and encloses.

use crate::diagnostic::Severity;
use crate::document::{CarriedIn, Document};
use crate::marking::{MarkingKind, read};
use crate::rule::check::Report;

checks! {
    /// Reports the first marking of something carried that is above the overall level of its message.
    "carried-level" = carried_level, facts ["carried", "level"], labels ["overall"];
    /// Reports a marking behind a label of the head that is not the overall marking of the message, and not above it.
    "labelled-marking" = labelled_marking, facts ["labelled", "overall"], labels ["overall"];
}

/// What the head of a message says is as likely the mistake.
fn carried_level(document: &Document<'_>, report: &mut Report<'_>) {
    let Some(overall) = document.level() else { return };
    let above = document.carried.iter().filter(|carried| carried.marking.level > Some(overall.value));
    for in_head in [true, false] {
        let Some(carried) = above.clone().find(|carried| (carried.place != CarriedIn::Enclosed) == in_head) else {
            continue;
        };
        let span = carried.marking.span;
        let finding = report.at(span).fact("carried", span).fact("level", overall.value.word());
        finding.related("overall", overall.span);
        if in_head {
            finding.at_most(Severity::Warning);
        }
    }
}

fn labelled_marking(document: &Document<'_>, report: &mut Report<'_>) {
    let register = document.registers.markings();
    let Some(overall) = document.banners.first() else { return };
    let meaning = |span| {
        let text = document.text(span);
        let letters = || text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_uppercase();
        read(text, MarkingKind::Banner, register).marking.map_or_else(letters, |marking| marking.banner(register))
    };
    for carried in document.carried.iter().filter(|carried| carried.place == CarriedIn::Label) {
        let span = carried.marking.span;
        let above = carried.marking.level.is_some() && carried.marking.level > overall.level;
        if !above && meaning(span) != meaning(overall.span) {
            let finding = report.at(span).fact("labelled", span).fact("overall", overall.span);
            finding.related("overall", overall.span);
        }
    }
}
