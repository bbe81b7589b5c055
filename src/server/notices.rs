//! Takes what the editor tells unasked: documents that open, change and close, files and settings that change.

use std::io;
use std::path::PathBuf;
use std::time::Duration;

use lsp_server::Notification as Notice;
use lsp_types::notification as told;
use lsp_types::notification::Notification as Method;
use lsp_types::{CancelParams, NumberOrString, WorkspaceFolder};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::client::{Client, Wishes};
use super::documents::Snapshot;
use super::session::Session;
use super::text::Text;
use super::workspace::path_of;
use crate::config::{DEFAULT_INCLUDE, FILE_NAME};

impl Session {
    pub(super) fn notice(&mut self, notice: Notice) -> io::Result<()> {
        match notice.method.as_str() {
            told::Initialized::METHOD => self.watch(),
            told::Cancel::METHOD => self.told::<told::Cancel>(notice, Session::cancelled),
            told::DidOpenTextDocument::METHOD => self.told::<told::DidOpenTextDocument>(notice, Session::opened),
            told::DidChangeTextDocument::METHOD => self.told::<told::DidChangeTextDocument>(notice, Session::changed),
            told::DidCloseTextDocument::METHOD => self.told::<told::DidCloseTextDocument>(notice, Session::closed),
            told::DidSaveTextDocument::METHOD => self.told::<told::DidSaveTextDocument>(notice, |session, params| {
                session.touched(path_of(&params.text_document.uri).as_slice())
            }),
            told::DidChangeWatchedFiles::METHOD => {
                self.told::<told::DidChangeWatchedFiles>(notice, |session, params| {
                    let paths = params.changes.iter().filter_map(|change| path_of(&change.uri));
                    session.touched(&paths.collect::<Vec<_>>())
                })
            }
            told::DidChangeWorkspaceFolders::METHOD => {
                self.told::<told::DidChangeWorkspaceFolders>(notice, |session, params| {
                    let paths = |folders: &[WorkspaceFolder]| -> Vec<PathBuf> {
                        folders.iter().filter_map(|folder| path_of(&folder.uri)).collect()
                    };
                    session.workspace.change(paths(&params.event.added), &paths(&params.event.removed));
                    session.review()
                })
            }
            told::DidChangeConfiguration::METHOD => self
                .told::<told::DidChangeConfiguration>(notice, |session, params| session.configured(&params.settings)),
            // What is not known needs no answer.
            _ => Ok(()),
        }
    }

    /// Takes a notice whose parameters are right; what is wrong goes to the log.
    fn told<M: Method>(&mut self, notice: Notice, take: fn(&mut Session, M::Params) -> io::Result<()>) -> io::Result<()>
    where
        M::Params: DeserializeOwned,
    {
        match serde_json::from_value(notice.params) {
            Ok(params) => take(self, params),
            Err(error) => self.log(&format!("these are no parameters of `{}`: {error}", M::METHOD)),
        }
    }

    fn cancelled(&mut self, params: CancelParams) -> io::Result<()> {
        self.cancel(match params.id {
            NumberOrString::Number(number) => number.into(),
            NumberOrString::String(word) => word.into(),
        })
    }

    fn opened(&mut self, params: lsp_types::DidOpenTextDocumentParams) -> io::Result<()> {
        self.look_at_configurations()?;
        let document = params.text_document;
        let (key, uri) = (document.uri.as_str().to_owned(), document.uri);
        let role = self.workspace.role(&uri, &document.language_id);
        let text = Text::new(document.text, self.client.units);
        let snapshot = Snapshot::new(uri, document.language_id, document.version, text, role, &self.client);
        self.documents.insert(key.clone(), snapshot);
        self.schedule(&key, Duration::ZERO);
        self.stir()
    }

    fn changed(&mut self, params: lsp_types::DidChangeTextDocumentParams) -> io::Result<()> {
        self.look_at_configurations()?;
        let uri = params.text_document.uri.as_str();
        let Some(snapshot) = self.documents.get_mut(uri) else {
            return self.log("a document was changed that is not open");
        };
        snapshot.change(params.text_document.version, params.content_changes);
        self.schedule(uri, self.client.wishes.pause());
        self.stir()
    }

    fn closed(&mut self, params: lsp_types::DidCloseTextDocumentParams) -> io::Result<()> {
        self.documents.remove(params.text_document.uri.as_str());
        self.withdraw(params.text_document.uri)?;
        self.stir()
    }

    /// Files have changed on disk.
    fn touched(&mut self, paths: &[PathBuf]) -> io::Result<()> {
        if paths.iter().any(|path| self.workspace.depends_on(path)) {
            return self.reload();
        }
        self.stir()
    }

    fn configured(&mut self, settings: &Value) -> io::Result<()> {
        let section = ["cableLint", "cable-lint"].iter().find_map(|name| settings.get(name));
        if let Some(wishes) = section.and_then(|wishes| serde_json::from_value::<Wishes>(wishes.clone()).ok()) {
            let before = self.client.wishes.clone();
            // What the editor itself can do is no setting.
            let (reason_command, show_explanations) = (before.reason_command, before.show_explanations);
            let wishes = Wishes { reason_command, show_explanations, ..wishes };
            self.client = Client { wishes: wishes.clone(), ..(*self.client).clone() }.into();
            self.workspace.wishes = wishes;
        }
        self.reload()
    }

    /// Asks the editor to tell of files that change: configurations, what they name, documents.
    pub(super) fn watch(&mut self) -> io::Result<()> {
        if !self.client.watches {
            return Ok(());
        }
        let files = self.workspace.stamps();
        let names =
            files.keys().filter_map(|file| file.file_name()).map(|name| format!("**/{}", name.to_string_lossy()));
        let mut globs: Vec<String> = names.chain([format!("**/{FILE_NAME}")]).collect();
        globs.extend(DEFAULT_INCLUDE.map(str::to_owned));
        globs.sort();
        globs.dedup();
        if globs == self.watched {
            return Ok(());
        }
        let method = told::DidChangeWatchedFiles::METHOD;
        let named = json!({ "id": "files", "method": method });
        if !self.watched.is_empty() {
            // The protocol has misspelt it.
            self.ask("client/unregisterCapability", json!({ "unregisterations": [named] }))?;
        }
        let watchers: Vec<Value> = globs.iter().map(|glob| json!({ "globPattern": glob })).collect();
        self.watched = globs;
        let registration = json!({ "id": "files", "method": method, "registerOptions": { "watchers": watchers } });
        self.ask("client/registerCapability", json!({ "registrations": [registration] }))
    }
}
