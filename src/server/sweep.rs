//! Looks at all documents of a workspace, for an editor that asks for all diagnostics.
//!
//! A file is judged again only if it has changed since. If nothing has, there is nothing to answer yet: editors ask
//! again at once.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use lsp_types::{
    Diagnostic, FullDocumentDiagnosticReport, UnchangedDocumentDiagnosticReport, Uri, WorkspaceDiagnosticParams,
    WorkspaceDiagnosticReport, WorkspaceDocumentDiagnosticReport, WorkspaceFullDocumentDiagnosticReport,
    WorkspaceUnchangedDocumentDiagnosticReport,
};
use rayon::prelude::*;
use serde_json::Value;

use super::client::Client;
use super::diagnostics;
use super::diagnostics::Teller;
use super::documents::{Documents, Snapshot};
use super::mistakes;
use super::workspace::{Folder, Paper, Workspace, path_of, uri_of};
use crate::files::{Input, Listed};
use crate::run::check::opened::Desk;
use crate::run::guarded;

/// What was known of each file when it was looked at last: its stamp, and the name of the report.
pub(super) type Memory = HashMap<PathBuf, (Stamp, String)>;

/// What changes with a file, or with what it is judged by.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Stamp {
    changed: Option<SystemTime>,
    size: u64,
    edition: u64,
}

/// One look at everything.
pub(super) struct Sweep {
    folders: Vec<Arc<Folder>>,
    edition: u64,
    /// The open documents, by path.
    open: BTreeMap<PathBuf, Snapshot>,
    /// What the editor knows.
    previous: BTreeMap<String, String>,
    client: Arc<Client>,
    memory: Arc<Mutex<Memory>>,
    cancelled: Arc<AtomicBool>,
}

impl Sweep {
    /// A look for who asks with `params`; `None` if those are wrong.
    pub(super) fn new(
        params: &Value,
        workspace: &Workspace,
        documents: &Documents,
        client: &Arc<Client>,
        memory: Arc<Mutex<Memory>>,
        cancelled: Arc<AtomicBool>,
    ) -> Option<Sweep> {
        let params: WorkspaceDiagnosticParams = serde_json::from_value(params.clone()).ok()?;
        let previous = params.previous_result_ids.into_iter();
        Some(Sweep {
            folders: workspace.folders().to_vec(),
            edition: workspace.edition,
            open: documents.values().filter_map(|open| Some((path_of(&open.uri)?, open.clone()))).collect(),
            previous: previous.map(|known| (known.uri.as_str().to_owned(), known.value)).collect(),
            client: Arc::clone(client),
            memory,
            cancelled,
        })
    }

    /// A report on each document; `None` if the editor knows all of it.
    pub(super) fn report(&self) -> Option<Value> {
        let mut items = Vec::new();
        for folder in &self.folders {
            let documents = folder.listing().documents;
            let subjects = documents.into_par_iter().map(|listed| self.document(folder, listed));
            items.extend(subjects.flatten_iter().collect::<Vec<_>>());
        }
        items.sort_by(|a, b| uri(a).cmp(uri(b)));
        items.dedup_by(|a, b| uri(a) == uri(b));
        let seen: Vec<&str> = items.iter().map(|item| uri(item).as_str()).collect();
        let gone = self.previous.keys().filter(|known| seen.binary_search(&known.as_str()).is_err());
        let gone: Vec<_> = gone.filter_map(|known| Some(full(known.parse().ok()?, None, None, Vec::new()))).collect();
        items.extend(gone);
        let same =
            |item: &WorkspaceDocumentDiagnosticReport| matches!(item, WorkspaceDocumentDiagnosticReport::Unchanged(_));
        if !self.previous.is_empty() && items.iter().all(same) {
            return None;
        }
        serde_json::to_value(WorkspaceDiagnosticReport { items }).ok()
    }

    fn document(&self, folder: &Arc<Folder>, listed: Listed) -> Option<WorkspaceDocumentDiagnosticReport> {
        if self.cancelled.load(Ordering::Relaxed) {
            return None;
        }
        let Input::File(path) = listed.place.clone() else { return None };
        if let Some(open) = self.open.get(&path) {
            let items = diagnostics::of(open);
            return Some(self.told(
                open.uri.clone(),
                Some(i64::from(open.version)),
                diagnostics::identity(&items),
                items,
            ));
        }
        let (uri, stamp) = (uri_of(&path)?, self.stamp(&path));
        let known = self.memory.lock().unwrap_or_else(PoisonError::into_inner).get(&path).cloned();
        if let Some((_, result)) =
            known.filter(|(known, result)| *known == stamp && self.previous.get(uri.as_str()) == Some(result))
        {
            return Some(self.told(uri, None, result, Vec::new()));
        }
        let subject = folder.judged(listed);
        let items = guarded(|| self.judge(&uri, &subject)).unwrap_or_default();
        let result = diagnostics::identity(&items);
        self.memory.lock().unwrap_or_else(PoisonError::into_inner).insert(path, (stamp, result.clone()));
        Some(self.told(uri, None, result, items))
    }

    fn judge(&self, uri: &Uri, subject: &Paper) -> Vec<Diagnostic> {
        if !subject.mistakes.is_empty() {
            return vec![mistakes::unchecked(subject)];
        }
        let bytes = Desk::read(&subject.listed);
        let judgement = bytes.and_then(|bytes| subject.folder.desk.judge(&subject.listed, bytes, false));
        let (units, related) = (self.client.units, self.client.related);
        Teller { units, marked: false, uri, subject, related }.all(&judgement)
    }

    fn stamp(&self, path: &Path) -> Stamp {
        let about = std::fs::metadata(path).ok();
        let changed = about.as_ref().and_then(|about| about.modified().ok());
        Stamp { changed, size: about.map_or(0, |about| about.len()), edition: self.edition }
    }

    fn told(
        &self,
        uri: Uri,
        version: Option<i64>,
        result: String,
        items: Vec<Diagnostic>,
    ) -> WorkspaceDocumentDiagnosticReport {
        if self.previous.get(uri.as_str()) != Some(&result) {
            return full(uri, version, Some(result), items);
        }
        let unchanged_document_diagnostic_report = UnchangedDocumentDiagnosticReport { result_id: result };
        WorkspaceUnchangedDocumentDiagnosticReport { uri, version, unchanged_document_diagnostic_report }.into()
    }
}

fn full(
    uri: Uri,
    version: Option<i64>,
    result_id: Option<String>,
    items: Vec<Diagnostic>,
) -> WorkspaceDocumentDiagnosticReport {
    let full_document_diagnostic_report = FullDocumentDiagnosticReport { result_id, items };
    WorkspaceFullDocumentDiagnosticReport { uri, version, full_document_diagnostic_report }.into()
}

fn uri(item: &WorkspaceDocumentDiagnosticReport) -> &Uri {
    match item {
        WorkspaceDocumentDiagnosticReport::Full(full) => &full.uri,
        WorkspaceDocumentDiagnosticReport::Unchanged(unchanged) => &unchanged.uri,
    }
}
