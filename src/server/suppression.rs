//! Writes suppressions with a reason: an entry of the configuration that applies to a document, or a comment in a draft.

use std::path::PathBuf;

use lsp_types::{
    CreateFile, DocumentChangeOperation, DocumentChanges, OneOf, OptionalVersionedTextDocumentIdentifier, Position,
    Range, ResourceOp, TextDocumentEdit, TextEdit, Uri, WorkspaceEdit,
};

use super::client::Client;
use super::documents::Snapshot;
use super::workspace::{Paper, uri_of};
use crate::config::{FILE_NAME, normal, way};
use crate::finding::Finding;
use crate::suppress::{self, baseline};

/// The reason that stands there until somebody writes the true one.
pub(super) const UNSTATED: &str = "to be stated";

/// Where entries for a document go, as it is now; `None` for what is not there yet.
pub(super) struct Target {
    pub(super) path: PathBuf,
    pub(super) now: Option<Snapshot>,
}

/// The configuration that applies to a document, or the one to be written in its folder.
pub(super) fn configuration(subject: &Paper) -> Option<PathBuf> {
    let folder = &subject.folder;
    match subject.listed.config.names.last() {
        Some(name) => Some(normal(&folder.root.join(name))),
        None => (!folder.request.isolated).then(|| folder.root.join(FILE_NAME)),
    }
}

/// Whether a document takes comments for its findings.
pub(super) fn takes_comments(subject: &Paper) -> bool {
    suppress::is_draft(&subject.listed.place.name(), &subject.listed.rules.assumptions)
}

/// The edit that suppresses `finding`; `None` where no place for it can be found.
pub(super) fn edit(
    snapshot: &Snapshot,
    subject: &Paper,
    finding: &Finding,
    reason: &str,
    target: Option<&Target>,
) -> Option<WorkspaceEdit> {
    let reason = Some(reason.trim()).filter(|reason| !reason.is_empty()).unwrap_or(UNSTATED);
    if takes_comments(subject) && finding.group != "suppression" {
        return comment(snapshot, finding, reason);
    }
    let target = target?;
    let text = target.now.as_ref().map_or("", |now| now.text.as_str());
    let entry = entry(subject, finding, reason, &target.path);
    let parted = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    let added = format!("{parted}{}{entry}", if text.is_empty() { "" } else { "\n" });
    // A list that is written on one line takes no more tables.
    format!("{text}{added}").parse::<toml::Table>().ok()?;
    let end = target.now.as_ref().map_or_else(Position::default, |now| now.text.position(text.len()));
    let change = TextEdit::new(Range::new(end, end), added);
    let known = target.now.as_ref().filter(|now| now.version != 0);
    let uri = known.map_or_else(|| uri_of(&target.path), |now| Some(now.uri.clone()))?;
    let version = known.map(|now| now.version);
    Some(changes(&snapshot.client, uri, version, vec![change], target.now.is_none()))
}

/// A comment on a line of its own, above the finding.
fn comment(snapshot: &Snapshot, finding: &Finding, reason: &str) -> Option<WorkspaceEdit> {
    let line = finding.location.row.checked_sub(1)?;
    let start = snapshot.text.offset(Position::new(line, 0));
    let rest = &snapshot.text.as_str()[start..];
    let indent = &rest[..rest.len() - rest.trim_start_matches([' ', '\t']).len()];
    // Two hyphens and an angle would end the comment.
    let reason = reason.replace("--", "-").replace('>', " ");
    let text =
        format!("{indent}<!-- cable-lint: allow-next-line {}: {} -->\n", finding.code, reason.replace('\n', " "));
    let place = Range::new(Position::new(line, 0), Position::new(line, 0));
    let edits = vec![TextEdit::new(place, text)];
    Some(changes(&snapshot.client, snapshot.uri.clone(), Some(snapshot.version), edits, false))
}

/// The entry: the finding by content, and its document unless its name is masked or would be read as a pattern.
fn entry(subject: &Paper, finding: &Finding, reason: &str, configuration: &std::path::Path) -> String {
    let path = subject.folder.root.join(subject.listed.place.name());
    let path = way(&path, configuration.parent().unwrap_or(configuration));
    let plain = !path.contains(['*', '?', '[', ']', '{', '}', '\\', '!']) && !path.starts_with("..");
    let path = Some(path).filter(|_| plain && finding.masked_filename.is_none());
    let path = path.map(|path| format!("path = {}\n", baseline::quoted(&path))).unwrap_or_default();
    let (rule, reason) = (baseline::quoted(&finding.code), baseline::quoted(reason));
    format!("[[suppress]]\nrule = {rule}\nfingerprint = \"{}\"\n{path}reason = {reason}\n", finding.fingerprint)
}

/// Edits of one file, as the editor takes them.
pub(super) fn changes(
    client: &Client,
    uri: Uri,
    version: Option<i32>,
    edits: Vec<TextEdit>,
    create: bool,
) -> WorkspaceEdit {
    if !client.versioned_edits {
        return WorkspaceEdit::new([(uri, edits)].into());
    }
    let text_document = OptionalVersionedTextDocumentIdentifier { uri: uri.clone(), version };
    let edit = TextDocumentEdit { text_document, edits: edits.into_iter().map(OneOf::Left).collect() };
    let file = CreateFile { uri, options: None, annotation_id: None };
    let create = (create && client.creates_files).then_some(DocumentChangeOperation::Op(ResourceOp::Create(file)));
    let changes = match create {
        Some(create) => DocumentChanges::Operations(vec![create, DocumentChangeOperation::Edit(edit)]),
        None => DocumentChanges::Edits(vec![edit]),
    };
    WorkspaceEdit { document_changes: Some(changes), ..WorkspaceEdit::default() }
}
