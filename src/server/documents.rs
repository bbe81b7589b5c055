//! The texts that an editor has open, and what was found in them.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicI32, Ordering};
use std::sync::{Arc, OnceLock};

use lsp_types::{TextDocumentContentChangeEvent, Uri};

use super::client::Client;
use super::text::Text;
use super::workspace::{OpenRole, Paper};
use crate::run::check::opened::Judgement;
use crate::run::guarded;

/// A text at one version, for whoever works on it.
#[derive(Clone)]
pub(super) struct Snapshot {
    pub(super) uri: Uri,
    pub(super) version: i32,
    pub(super) language: String,
    pub(super) text: Arc<Text>,
    pub(super) role: OpenRole,
    pub(super) client: Arc<Client>,
    judged: Arc<Judged>,
    /// The version that the editor has by now.
    newest: Arc<AtomicI32>,
}

/// What is said of a version: judged once, for all who ask.
#[derive(Default)]
struct Judged {
    masked: OnceLock<Result<Judgement, String>>,
    open: OnceLock<Result<Judgement, String>>,
}

impl Snapshot {
    pub(super) fn new(
        uri: Uri,
        language: String,
        version: i32,
        text: Text,
        role: OpenRole,
        client: &Arc<Client>,
    ) -> Snapshot {
        let (text, client) = (Arc::new(text), Arc::clone(client));
        let newest = Arc::new(AtomicI32::new(version));
        Snapshot { uri, version, language, text, role, client, judged: Arc::default(), newest }
    }

    /// The text at its next version.
    pub(super) fn change(&mut self, version: i32, changes: Vec<TextDocumentContentChangeEvent>) {
        for change in changes {
            self.text = Arc::new(self.text.changed(change));
        }
        (self.version, self.judged) = (version, Arc::default());
        self.newest.store(version, Ordering::Relaxed);
    }

    /// The same text as something else.
    pub(super) fn take_for(&mut self, role: OpenRole) {
        (self.role, self.judged) = (role, Arc::default());
    }

    /// Whether the editor has a later version by now.
    pub(super) fn is_outdated(&self) -> bool {
        self.newest.load(Ordering::Relaxed) != self.version
    }

    /// The document that it is.
    pub(super) fn subject(&self) -> Option<&Arc<Paper>> {
        match &self.role {
            OpenRole::Document(subject) => Some(subject),
            OpenRole::Configuration(..) | OpenRole::Stranger => None,
        }
    }

    /// What is found in it as document, masked.
    pub(super) fn judgement(&self, subject: &Paper) -> &Result<Judgement, String> {
        self.judged.masked.get_or_init(|| self.judge(subject, false))
    }

    /// The same with nothing masked, for edits: they are the document's own text.
    pub(super) fn open_judgement(&self, subject: &Paper) -> &Result<Judgement, String> {
        self.judged.open.get_or_init(|| self.judge(subject, true))
    }

    fn judge(&self, subject: &Paper, reveal: bool) -> Result<Judgement, String> {
        let judge = || subject.folder.desk.judge(&subject.listed, self.bytes(), reveal);
        guarded(judge).unwrap_or_else(|bug| Err(format!("this document meets {bug}: it was not checked")))
    }

    /// The text as a file has it.
    pub(super) fn bytes(&self) -> Vec<u8> {
        self.text.as_str().as_bytes().to_vec()
    }
}

/// All open texts, by URI.
pub(super) type Documents = BTreeMap<String, Snapshot>;
