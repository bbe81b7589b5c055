//! Offers what can be done about findings: apply a fix, suppress with a reason, explain the rule; and all safe fixes at once.

use lsp_types::{
    CodeAction, CodeActionKind, CodeActionOrCommand, CodeActionParams, CodeActionResponse, Command, Diagnostic,
    NumberOrString, Range, TextEdit, WorkspaceEdit,
};
use serde_json::json;
use similar::{Algorithm, DiffOp, capture_diff_slices};

use super::documents::Snapshot;
use super::suppression;
use super::suppression::Target;
use super::workspace::Paper;
use super::{EXPLAIN, FIX_ALL};
use crate::finding::Finding;
use crate::fix;
use crate::rule::Applicability;
use crate::source;

/// What can be done at a place.
pub(super) fn actions(
    snapshot: &Snapshot,
    params: &CodeActionParams,
    target: Option<&Target>,
) -> Option<CodeActionResponse> {
    let subject = snapshot.subject().filter(|subject| subject.mistakes.is_empty())?;
    let only = params.context.only.as_deref();
    let wanted = |kind: &CodeActionKind| {
        let covers = |wide: &CodeActionKind| {
            let rest = kind.as_str().strip_prefix(wide.as_str());
            wide.as_str().is_empty() || rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        only.is_none_or(|only| only.iter().any(covers))
    };
    let mut actions = Vec::new();
    if wanted(&CodeActionKind::QUICKFIX) {
        actions.extend(Desk { snapshot, subject, target, params }.all());
    }
    if wanted(&CodeActionKind::from(FIX_ALL)) {
        actions.extend(all_fixed(snapshot, subject));
    }
    Some(actions.into_iter().map(CodeActionOrCommand::CodeAction).collect())
}

/// The finding of a document with that fingerprint.
pub(super) fn finding<'s>(snapshot: &'s Snapshot, subject: &Paper, fingerprint: &str) -> Option<&'s Finding> {
    let judgement = snapshot.judgement(subject).as_ref().ok()?;
    judgement.findings.iter().find(|finding| finding.fingerprint == fingerprint)
}

struct Desk<'d> {
    snapshot: &'d Snapshot,
    subject: &'d Paper,
    target: Option<&'d Target>,
    params: &'d CodeActionParams,
}

impl Desk<'_> {
    fn all(&self) -> Vec<CodeAction> {
        let (Ok(masked), Ok(open)) =
            (self.snapshot.judgement(self.subject), self.snapshot.open_judgement(self.subject))
        else {
            return Vec::new();
        };
        let here = masked.findings.iter().zip(&open.findings).filter(|(finding, _)| self.is_here(finding));
        let here: Vec<(&Finding, &Finding)> = here.collect();
        let fixes = here.iter().filter_map(|(masked, open)| self.fix(masked, open));
        let suppressions = here.iter().filter_map(|(masked, _)| self.suppress(masked));
        let mut rules: Vec<&str> = here.iter().map(|(masked, _)| masked.code.as_str()).collect();
        rules.dedup();
        fixes.chain(suppressions).chain(rules.into_iter().map(explain)).collect()
    }

    /// Whether a finding is, in part, where the editor asks.
    fn is_here(&self, finding: &Finding) -> bool {
        let units = self.snapshot.text.units;
        let (start, end) = (units.place(&finding.location), units.place(&finding.end_location));
        finding.location.is_on_disk() && start <= self.params.range.end && self.params.range.start <= end
    }

    /// The diagnostics that the editor has of a finding.
    fn known(&self, finding: &Finding) -> Option<Vec<Diagnostic>> {
        let code = Some(NumberOrString::String(finding.code.clone()));
        let same = |known: &&Diagnostic| known.code == code && known.range.start.line + 1 == finding.location.row;
        let known: Vec<Diagnostic> = self.params.context.diagnostics.iter().filter(same).cloned().collect();
        (!known.is_empty()).then_some(known)
    }

    fn fix(&self, masked: &Finding, open: &Finding) -> Option<CodeAction> {
        let (shown, fix) = (masked.fix.as_ref()?, open.fix.as_ref()?);
        let bytes = self.snapshot.bytes();
        let source = source::read(self.subject.listed.place.name(), bytes.clone()).ok()?;
        let text = &self.snapshot.text;
        let edits = fix::replacements(fix, &bytes, &source)?.into_iter();
        let edits = edits.map(|(place, content)| TextEdit::new(text.range(place), content)).collect();
        let is_safe = fix.applicability == Applicability::Safe;
        let caution = if is_safe { "" } else { " (unsafe: it may change what the document says)" };
        Some(CodeAction {
            title: format!("{} [{}]{caution}", shown.message, masked.code),
            kind: Some(CodeActionKind::QUICKFIX),
            diagnostics: self.known(masked),
            edit: Some(edited(self.snapshot, edits)),
            is_preferred: Some(is_safe),
            ..CodeAction::default()
        })
    }

    fn suppress(&self, finding: &Finding) -> Option<CodeAction> {
        let place = if suppression::takes_comments(self.subject) { "in a comment" } else { "in the configuration" };
        let action = CodeAction {
            title: format!("Suppress {} here with a reason, {place}", finding.code),
            kind: Some(CodeActionKind::QUICKFIX),
            diagnostics: self.known(finding),
            ..CodeAction::default()
        };
        let edit = suppression::edit(self.snapshot, self.subject, finding, "", self.target)?;
        let Some(command) = &self.snapshot.client.wishes.reason_command else {
            return Some(CodeAction { edit: Some(edit), ..action });
        };
        let about = json!({ "uri": self.snapshot.uri, "rule": finding.code, "fingerprint": finding.fingerprint });
        let command = Command::new(action.title.clone(), command.clone(), Some(vec![about]));
        Some(CodeAction { command: Some(command), ..action })
    }
}

fn explain(rule: &str) -> CodeAction {
    let title = format!("Explain {rule}");
    let command = Command::new(title.clone(), EXPLAIN.to_owned(), Some(vec![json!(rule)]));
    CodeAction { title, kind: Some(CodeActionKind::QUICKFIX), command: Some(command), ..CodeAction::default() }
}

fn all_fixed(snapshot: &Snapshot, subject: &Paper) -> Option<CodeAction> {
    let mended = subject.folder.desk.mended(&subject.listed, snapshot.bytes())?;
    let mended = String::from_utf8(mended).ok()?;
    let edits = differences(snapshot, &mended);
    (!edits.is_empty()).then(|| CodeAction {
        title: "Apply all safe fixes of cable-lint".to_owned(),
        kind: Some(CodeActionKind::from(FIX_ALL)),
        edit: Some(edited(snapshot, edits)),
        ..CodeAction::default()
    })
}

fn edited(snapshot: &Snapshot, edits: Vec<TextEdit>) -> WorkspaceEdit {
    suppression::changes(&snapshot.client, snapshot.uri.clone(), Some(snapshot.version), edits, false)
}

/// The edits, line by line, that make `mended` of a text.
fn differences(snapshot: &Snapshot, mended: &str) -> Vec<TextEdit> {
    let text = snapshot.text.as_str();
    let lines = |text: &str| -> Vec<String> { text.split_inclusive('\n').map(str::to_owned).collect() };
    let (old, new) = (lines(text), lines(mended));
    let starts = |lines: &[String]| -> Vec<usize> {
        let ends = lines.iter().scan(0, |at, line| {
            *at += line.len();
            Some(*at)
        });
        std::iter::once(0).chain(ends).collect()
    };
    let (before, after) = (starts(&old), starts(&new));
    let edit = |op: &DiffOp| {
        let (old, new) = (op.old_range(), op.new_range());
        let range: Range = snapshot.text.range(before[old.start]..before[old.end]);
        TextEdit::new(range, mended[after[new.start]..after[new.end]].to_owned())
    };
    let ops = capture_diff_slices(Algorithm::Myers, &old, &new);
    ops.iter().filter(|op| !matches!(op, DiffOp::Equal { .. })).map(edit).collect()
}
