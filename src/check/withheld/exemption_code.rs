//! Checks exemption codes by themselves: whether each exists, is complete, and has what it requires beside it.

use std::collections::BTreeSet;

use crate::diagnostic::Severity;
use crate::document::text::line::texts;
use crate::document::withheld::Redactions;
use crate::document::withheld::redaction::{ExemptionCode, MarkStyle, Placement, Redaction};
use crate::document::withheld::release::DeletedPages;
use crate::document::{Document, Kind, Profile};
use crate::register::exemptions::{Needs, System};
use crate::rule::check::{Check, Report};
use crate::source::Span;

checks! {
    /// Reports the first of each code that the register does not have.
    "unknown-exemption" = unknown_code, facts ["code", "nearest", "meaning"], needs Release;
    /// Reports each code that was read through damage.
    "damaged-exemption" = damaged_code, facts ["code", "form"], edits, needs Release;
    /// Reports the first code that lacks what it `needs`.
    "incomplete-exemption": IncompleteCode {
        /// What must be in or beside the code.
        needs: Needs,
    }, facts ["code"], needs Release;
    /// Reports the first category of an order where no code of the Freedom of Information Act says why it counts.
    "category-alone" = category_alone, facts ["code"], needs Release;
    /// Reports the first of each of `codes`, in telegrams and in what the State Department released.
    "named-exemption": NamedCode {
        /// The codes, as the register lists them.
        codes: Vec<String>,
    }, facts ["code", "meaning"], needs Release;
    /// Reports each mark for withheld text that does not cite its exemption.
    "redaction-without-code" = redaction_without_code, facts ["mark"], needs Release;
}

/// How far around a mark its code may be, in lines: scanning sets the margin a little off.
const CODE_REACH: usize = 2;
/// The most bytes that these lines have to either side.
const REACH: usize = 800;

/// The severity of a fault whose rate was counted on releases of the State Department, elsewhere: other offices explain
/// their codes in a letter that is not part of the document.
fn elsewhere(redactions: &Redactions) -> Severity {
    if redactions.release.is_from_state() { Severity::Error } else { Severity::Warning }
}

/// How bad a finding that rests on `code` can be: what was read out of damage is worth a remark.
pub(crate) fn severest(code: &ExemptionCode) -> Severity {
    if code.repaired { Severity::Info } else { Severity::Error }
}

fn unknown_code(document: &Document<'_>, report: &mut Report<'_>) {
    let redactions = document.redactions();
    let register = document.registers.exemptions();
    let mut said: BTreeSet<&str> = BTreeSet::new();
    for code in redactions.codes().filter(|code| !code.known && code.system != System::Statute) {
        if said.insert(&code.name) {
            let nearest = register.nearest(&code.name);
            let form = nearest.map_or("none", |exemption| &exemption.form).to_owned();
            let meaning = nearest.map_or("no similar exemption exists", |exemption| &exemption.meaning).to_owned();
            let finding = report.at(code.span).fact("code", code.span);
            finding.fact("nearest", form).fact("meaning", meaning).at_most(elsewhere(redactions));
            // Behind a gap, `B12` may be a seat or a vitamin.
            let lone = |mark: &&Redaction| mark.style == MarkStyle::Margin && mark.span == code.span;
            if code.name.len() == 3 && redactions.marks.iter().any(|mark| lone(&mark)) {
                finding.at_most(Severity::Info);
            }
        }
    }
}

fn damaged_code(document: &Document<'_>, report: &mut Report<'_>) {
    let redactions = document.redactions();
    let damaged: Vec<&ExemptionCode> = redactions.codes().filter(|code| code.repaired).collect();
    // Several codes may have been read out of one word.
    for word in damaged.chunk_by(|one, next| one.span == next.span) {
        let forms: Vec<String> = word.iter().map(|code| form(document, code)).collect();
        let (span, form) = (word[0].span, forms.join(", "));
        report.at(span).fact("code", span).fact("form", form.clone()).edit(span, form);
    }
}

/// A code in the notation of the State Department.
fn form(document: &Document<'_>, code: &ExemptionCode) -> String {
    let entry = document.registers.exemptions().exemption(&code.name);
    match (code.system, entry) {
        (System::Foia, _) => code.name.to_ascii_uppercase(),
        (System::Category, Some(entry)) => entry.form.to_ascii_uppercase(),
        (_, Some(entry)) => entry.form.to_string(),
        _ => code.name.clone(),
    }
}

impl Check for IncompleteCode {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let redactions = document.redactions();
        let register = document.registers.exemptions();
        let lacking = |code: &&ExemptionCode| {
            let needs = register.exemption(&code.name).and_then(|exemption| exemption.needs);
            code.system == System::Foia && needs == Some(self.needs) && !code.repaired
        };
        // A sheet for withheld pages lists the exemptions alone, and a letter says what they rest on.
        let listed = self.needs != Needs::Letter;
        let sheets: BTreeSet<Span> =
            redactions.release.sheets.iter().flat_map(DeletedPages::codes).map(|code| code.span).collect();
        let on_sheet = |code: &&ExemptionCode| listed && sheets.contains(&code.span);
        let Some(code) = redactions.codes().filter(|code| !on_sheet(code)).find(lacking) else { return };
        if !self.is_met(document, redactions) {
            let most = if self.needs == Needs::Letter { Severity::Error } else { elsewhere(redactions) };
            report.at(code.span).fact("code", code.span).at_most(most);
        }
    }
}

impl IncompleteCode {
    fn is_met(&self, document: &Document<'_>, redactions: &Redactions) -> bool {
        let has = |fits: fn(System) -> bool| redactions.codes().any(|code| fits(code.system));
        let text = document.text(document.span);
        match self.needs {
            Needs::Letter => false,
            Needs::Category => {
                has(|system| matches!(system, System::Category | System::Long | System::Presidential))
                    || redactions.release.blocks.iter().any(|block| !block.reasons.is_empty())
                    || ["1.4(", "1.4 (", "3.3(b", "3.3 (b"].iter().any(|section| text.contains(section))
            }
            Needs::Statute => {
                has(|system| matches!(system, System::Statute | System::Order))
                    || ["U.S.C", " USC ", "Public Law", "Pub. L.", "P.L. ", "(b)(3)(c)", "(b)(3)(n)"]
                        .iter()
                        .any(|cited| text.contains(cited))
            }
        }
    }
}

fn category_alone(document: &Document<'_>, report: &mut Report<'_>) {
    let redactions = document.redactions();
    let category = redactions.codes().find(|code| code.system == System::Category && code.known);
    let asked = document.profile == Some(Profile::Foia);
    let Some(category) = category.filter(|_| asked || redactions.release.is_from_state()) else { return };
    if !redactions.codes().any(|code| matches!(&*code.name, "b1" | "k1")) {
        let finding = report.at(category.span).fact("code", category.span);
        finding.at_most(severest(category));
    }
}

impl Check for NamedCode {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let register = document.registers.exemptions();
        if document.kind != Kind::Cable && document.redactions().release.headers.is_empty() {
            return;
        }
        for name in &self.codes {
            let found = document.redactions().codes().find(|code| code.name == *name && !code.repaired);
            if let (Some(code), Some(exemption)) = (found, register.exemption(name)) {
                report.at(code.span).fact("code", code.span).fact("meaning", exemption.meaning.to_string());
            }
        }
    }
}

fn redaction_without_code(document: &Document<'_>, report: &mut Report<'_>) {
    let redactions = document.redactions();
    let asked = document.profile == Some(Profile::Foia);
    let most = if asked { Severity::Error } else { elsewhere(redactions) };
    for mark in redactions.marks.iter().filter(|mark| needs_code(mark)) {
        let near = redactions.within(lines_around(document, mark.span));
        // A code inside the brackets of another mark is that mark's own.
        if !near.iter().any(|other| !other.codes.is_empty() && !has_its_own(other)) {
            report.at(mark.span).fact("mark", mark.span).at_most(most);
        }
    }
}

/// Whether a mark is of a kind that carries a code only if somebody writes one. A row of X's on a line of its own
/// crosses out a page as often as it stands for a name.
fn needs_code(mark: &Redaction) -> bool {
    let bare = matches!(mark.style, MarkStyle::Word | MarkStyle::Cross | MarkStyle::Block | MarkStyle::Blank);
    let crossing = mark.style == MarkStyle::Cross && mark.placement == Placement::Alone;
    bare && mark.codes.is_empty() && !crossing
}

/// Whether the codes of a mark are between its own brackets: `[REDACTED b6]`.
fn has_its_own(mark: &Redaction) -> bool {
    mark.style == MarkStyle::Word && mark.codes.iter().all(|code| mark.span.contains(code.span))
}

/// The line of `span` and a few to either side, within reach.
fn lines_around(document: &Document<'_>, span: Span) -> Span {
    let (before, behind) = (document.before(span.start, REACH), document.behind(span.end, REACH));
    let starts: Vec<usize> = texts(before).map(|(at, _)| at).collect();
    let start = starts[starts.len().saturating_sub(CODE_REACH + 1)];
    let end = texts(behind).nth(CODE_REACH + 1).map_or(behind.len(), |(at, _)| at);
    Span::new(span.start - (before.len() - start) as u32, span.end + end as u32)
}
