//! Turns what was found into diagnostics, pushed or pulled.

use std::str::FromStr;

use lsp_types::{
    CodeDescription, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag,
    DocumentDiagnosticReport, FullDocumentDiagnosticReport, Location, NumberOrString, Range,
    RelatedFullDocumentDiagnosticReport, RelatedUnchangedDocumentDiagnosticReport, UnchangedDocumentDiagnosticReport,
    Uri,
};
use serde_json::json;
use xxhash_rust::xxh3::xxh3_64;

use super::NAME;
use super::documents::Snapshot;
use super::mistakes;
use super::text::Units;
use super::workspace::{OpenRole, Paper};
use crate::diagnostic::Severity;
use crate::finding::{self, Finding};
use crate::run::check::opened::Judgement;

const BYTE_ORDER_MARK: char = '\u{feff}';

/// What is wrong with an open text.
pub(super) fn of(snapshot: &Snapshot) -> Vec<Diagnostic> {
    match &snapshot.role {
        OpenRole::Document(subject) if !subject.mistakes.is_empty() => vec![mistakes::unchecked(subject)],
        OpenRole::Document(subject) => {
            let judgement = snapshot.judgement(subject);
            let (units, related) = (snapshot.text.units, snapshot.client.related);
            let marked = snapshot.text.as_str().starts_with(BYTE_ORDER_MARK);
            Teller { units, marked, uri: &snapshot.uri, subject, related }.all(judgement)
        }
        OpenRole::Configuration(folder, path) => mistakes::of(folder, path, &snapshot.text),
        OpenRole::Stranger => Vec::new(),
    }
}

/// A text whose findings are told.
pub(super) struct Teller<'t> {
    pub(super) units: Units,
    /// Whether the editor counts a byte-order mark in the first line.
    pub(super) marked: bool,
    pub(super) uri: &'t Uri,
    pub(super) subject: &'t Paper,
    pub(super) related: bool,
}

impl Teller<'_> {
    /// Everything that is to be told of a judgement.
    pub(super) fn all(&self, judgement: &Result<Judgement, String>) -> Vec<Diagnostic> {
        match judgement {
            Ok(judgement) => {
                let unread = judgement.unread.iter().map(|reason| self.not_read(reason));
                judgement.findings.iter().map(|finding| self.finding(finding)).chain(unread).collect()
            }
            Err(reason) => vec![self.not_read(&format!("this document was not checked: {reason}"))],
        }
    }

    fn finding(&self, finding: &Finding) -> Diagnostic {
        let url = self.subject.listed.config.output.rule_url.as_ref().map(|url| url.of(&finding.code));
        let href = url.and_then(|url| Uri::from_str(&url).ok());
        let help = finding.help.iter().map(|help| format!("\nhelp: {help}"));
        let notes = finding.notes.iter().map(|note| format!("\nnote: {note}"));
        let related = finding.related.iter().map(|related| DiagnosticRelatedInformation {
            location: Location::new(self.uri.clone(), self.range(&related.location, &related.end_location)),
            message: related.message.clone(),
        });
        Diagnostic {
            range: self.range(&finding.location, &finding.end_location),
            severity: Some(severity(finding.severity)),
            code: Some(NumberOrString::String(finding.code.clone())),
            code_description: href.map(|href| CodeDescription { href }),
            source: Some(NAME.to_owned()),
            message: std::iter::once(finding.message.clone()).chain(help).chain(notes).collect(),
            related_information: (self.related && !finding.related.is_empty()).then(|| related.collect()),
            tags: tag(&finding.code).map(|tag| vec![tag]),
            data: Some(json!({
                "group": finding.group,
                "confidence": finding.confidence,
                "fingerprint": finding.fingerprint,
                "source": finding.source,
                "fix": finding.fix.as_ref().map(|fix| fix.applicability),
            })),
        }
    }

    fn range(&self, start: &finding::Location, end: &finding::Location) -> Range {
        // What a reader took out of a file has no place in it.
        if !start.is_on_disk() {
            return Range::default();
        }
        let place = |place: &finding::Location| {
            let mut place = self.units.place(place);
            if self.marked && place.line == 0 {
                place.character += self.units.width(BYTE_ORDER_MARK);
            }
            place
        };
        Range::new(place(start), place(end))
    }

    /// That the text, or a part of it, was not looked at.
    fn not_read(&self, reason: &str) -> Diagnostic {
        let reason = finding::shown_name(reason, self.subject.listed.rules.watch.as_deref());
        let severity = Some(DiagnosticSeverity::ERROR);
        Diagnostic { severity, source: Some(NAME.to_owned()), message: reason, ..Diagnostic::default() }
    }
}

fn severity(severity: Severity) -> DiagnosticSeverity {
    match severity {
        Severity::Error => DiagnosticSeverity::ERROR,
        Severity::Warning => DiagnosticSeverity::WARNING,
        Severity::Info => DiagnosticSeverity::INFORMATION,
    }
}

/// How an editor may draw what a rule of that name points at: by the word with which names of such rules begin.
fn tag(rule: &str) -> Option<DiagnosticTag> {
    match rule.split('-').next() {
        Some("unused" | "expired") => Some(DiagnosticTag::UNNECESSARY),
        Some("retired" | "obsolete" | "outdated") => Some(DiagnosticTag::DEPRECATED),
        _ => None,
    }
}

/// Names a report by what it says.
pub(super) fn identity(items: &[Diagnostic]) -> String {
    let text = serde_json::to_vec(items).unwrap_or_default();
    format!("{:016x}", xxh3_64(&text))
}

/// The answer to a pull by an editor that knows the report `previous`.
pub(super) fn report(items: Vec<Diagnostic>, previous: Option<&str>) -> DocumentDiagnosticReport {
    let result_id = identity(&items);
    if previous == Some(&result_id) {
        let unchanged_document_diagnostic_report = UnchangedDocumentDiagnosticReport { result_id };
        return RelatedUnchangedDocumentDiagnosticReport {
            related_documents: None,
            unchanged_document_diagnostic_report,
        }
        .into();
    }
    let full_document_diagnostic_report = FullDocumentDiagnosticReport { result_id: Some(result_id), items };
    RelatedFullDocumentDiagnosticReport { related_documents: None, full_document_diagnostic_report }.into()
}
