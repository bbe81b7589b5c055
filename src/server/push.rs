//! Sends diagnostics unasked, once nothing has been typed for a while.

use std::io;
use std::time::{Duration, Instant};

use lsp_types::{Diagnostic, PublishDiagnosticsParams, Uri};

use super::diagnostics;
use super::documents::Snapshot;
use super::event::Event;
use super::session::Session;
use super::workspace::OpenRole;
use crate::run::guarded;

/// How long an editor that can ask for diagnostics may take before they are sent unasked.
const GRACE: Duration = Duration::from_millis(400);

impl Session {
    /// Sees to it that diagnostics are sent after `pause`.
    pub(super) fn schedule(&mut self, uri: &str, pause: Duration) {
        if self.client.pulls && self.pulled {
            return;
        }
        let grace = if self.client.pulls { GRACE } else { Duration::ZERO };
        self.due.insert(uri.to_owned(), Instant::now() + pause.max(grace));
    }

    /// Looks at the documents whose time has come.
    pub(super) fn look_at_due(&mut self) {
        let now = Instant::now();
        let due: Vec<String> = self.due.extract_if(.., |_, at| *at <= now).map(|(uri, _)| uri).collect();
        for snapshot in due.iter().filter_map(|uri| self.documents.get(uri)) {
            let (snapshot, events, edition) = (snapshot.clone(), self.events.clone(), self.workspace.edition);
            self.workers.spawn_fifo(move || {
                if snapshot.is_outdated() {
                    return;
                }
                // What meets a bug says so itself, where it is a document.
                let items = guarded(|| diagnostics::of(&snapshot)).unwrap_or_default();
                let Snapshot { uri, version, .. } = snapshot;
                let _ = events.send(Event::Found { uri, version, edition, items });
            });
        }
    }

    pub(super) fn found(&mut self, uri: Uri, (version, edition): (i32, u64), items: Vec<Diagnostic>) -> io::Result<()> {
        let key = uri.as_str();
        let is_current = self.documents.get(key).is_some_and(|snapshot| snapshot.version == version);
        if !is_current || edition != self.workspace.edition || (self.client.pulls && self.pulled) {
            return Ok(());
        }
        // Of what is no document nothing is said.
        let is_strange = self.documents.get(key).is_some_and(|snapshot| matches!(snapshot.role, OpenRole::Stranger));
        if is_strange && !self.pushed.contains(key) {
            return Ok(());
        }
        self.pushed.insert(key.to_owned());
        self.publish(PublishDiagnosticsParams::new(uri, items, Some(version)))
    }

    fn publish(&mut self, params: PublishDiagnosticsParams) -> io::Result<()> {
        self.tell("textDocument/publishDiagnostics", params)
    }

    /// Takes back what was sent of a document.
    pub(super) fn withdraw(&mut self, uri: Uri) -> io::Result<()> {
        self.due.remove(uri.as_str());
        if self.pushed.remove(uri.as_str()) {
            return self.publish(PublishDiagnosticsParams::new(uri, Vec::new(), None));
        }
        Ok(())
    }

    /// The editor asks for diagnostics: what it was sent unasked would be there twice.
    pub(super) fn is_pulled(&mut self) -> io::Result<()> {
        if self.client.pulls && !self.pulled {
            self.pulled = true;
            let uris: Vec<Uri> = self.documents.values().map(|snapshot| snapshot.uri.clone()).collect();
            uris.into_iter().try_for_each(|uri| self.withdraw(uri))?;
        }
        Ok(())
    }
}
