//! What the editor can do, and what is offered to it.
//!
//! Of what an editor says only what is asked for is read, so that no unknown word keeps a session from beginning.

use std::path::PathBuf;
use std::time::Duration;

use lsp_types::{
    CodeActionKind, CodeActionOptions, CodeActionProviderCapability, CompletionOptions, DiagnosticOptions,
    DiagnosticServerCapabilities, ExecuteCommandOptions, OneOf, SaveOptions, ServerCapabilities,
    TextDocumentSyncCapability, TextDocumentSyncKind, TextDocumentSyncOptions, WorkspaceFoldersServerCapabilities,
    WorkspaceServerCapabilities,
};
use serde::Deserialize;
use serde_json::Value;

use super::text::Units;
use super::{EXPLAIN, FIX_ALL, NAME, SUPPRESS};

/// What the editor can do.
#[derive(Clone, Debug)]
pub(super) struct Client {
    /// What it counts in lines.
    pub(super) units: Units,
    /// It can ask for diagnostics.
    pub(super) pulls: bool,
    /// Diagnostics can have related places.
    pub(super) related: bool,
    /// Symbols can have parts.
    pub(super) nests_symbols: bool,
    /// Edits can name versions and create files.
    pub(super) versioned_edits: bool,
    /// See there.
    pub(super) creates_files: bool,
    /// It tells of files that change on disk, if that is asked for.
    pub(super) watches: bool,
    /// It can be told to ask for diagnostics again.
    pub(super) refreshes: bool,
    /// It shows Markdown.
    pub(super) markdown: bool,
    /// What is completed can have blanks to fill in.
    pub(super) snippets: bool,
    /// What it wishes for.
    pub(super) wishes: Wishes,
}

/// What an editor wishes for at the beginning, or later as a setting.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Wishes {
    /// As after `--config`: a file, or keys with values. Beside what the command line says.
    pub(super) config: Vec<String>,
    /// As `--isolated`.
    pub(super) isolated: bool,
    /// As `--baseline`.
    pub(super) baseline: Option<PathBuf>,
    /// How many milliseconds nothing must be typed before a document is checked.
    pub(super) debounce: u64,
    /// Whether all documents of a workspace are checked if the editor asks.
    pub(super) workspace_diagnostics: bool,
    /// Whether the editor asks for reasons itself, through a command of that name.
    pub(super) reason_command: Option<String>,
    /// Whether explanations are shown as messages; an editor may show the answer of the command itself.
    pub(super) show_explanations: bool,
}

impl Default for Wishes {
    fn default() -> Wishes {
        Wishes {
            config: Vec::new(),
            isolated: false,
            baseline: None,
            debounce: 150,
            workspace_diagnostics: true,
            reason_command: None,
            show_explanations: true,
        }
    }
}

impl Wishes {
    pub(super) fn pause(&self) -> Duration {
        Duration::from_millis(self.debounce)
    }
}

impl Client {
    /// Reads the parameters of `initialize`.
    pub(super) fn read(params: &Value) -> Client {
        let value = |path: &str| params.pointer(&format!("/capabilities/{path}"));
        let can = |path: &str| value(path).and_then(Value::as_bool) == Some(true);
        let lists = |path: &str, word: &str| {
            value(path).and_then(Value::as_array).is_some_and(|words| words.iter().any(|one| one == word))
        };
        let named = value("general/positionEncodings").and_then(Value::as_array).into_iter().flatten();
        let wishes = params.get("initializationOptions").cloned().unwrap_or_default();
        Client {
            units: named.filter_map(Value::as_str).find_map(Units::named).unwrap_or(Units::Utf16),
            pulls: value("textDocument/diagnostic").is_some(),
            related: can("textDocument/publishDiagnostics/relatedInformation")
                || can("textDocument/diagnostic/relatedInformation"),
            nests_symbols: can("textDocument/documentSymbol/hierarchicalDocumentSymbolSupport"),
            versioned_edits: can("workspace/workspaceEdit/documentChanges"),
            creates_files: lists("workspace/workspaceEdit/resourceOperations", "create"),
            watches: can("workspace/didChangeWatchedFiles/dynamicRegistration"),
            refreshes: can("workspace/diagnostics/refreshSupport"),
            markdown: lists("textDocument/hover/contentFormat", "markdown"),
            snippets: can("textDocument/completion/completionItem/snippetSupport"),
            wishes: serde_json::from_value(wishes).unwrap_or_default(),
        }
    }

    /// What it is offered.
    pub(super) fn offered(&self) -> ServerCapabilities {
        let sync = TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(TextDocumentSyncKind::INCREMENTAL),
            save: Some(SaveOptions { include_text: Some(false) }.into()),
            ..TextDocumentSyncOptions::default()
        };
        let diagnostics = DiagnosticOptions {
            identifier: Some(NAME.to_owned()),
            inter_file_dependencies: false,
            workspace_diagnostics: self.wishes.workspace_diagnostics,
            ..DiagnosticOptions::default()
        };
        let actions = CodeActionOptions {
            code_action_kinds: Some(vec![CodeActionKind::QUICKFIX, CodeActionKind::from(FIX_ALL)]),
            ..CodeActionOptions::default()
        };
        let completion = CompletionOptions {
            trigger_characters: Some(["(", "/", ":"].map(str::to_owned).into()),
            ..CompletionOptions::default()
        };
        let commands = ExecuteCommandOptions {
            commands: [EXPLAIN, SUPPRESS].map(str::to_owned).into(),
            ..ExecuteCommandOptions::default()
        };
        let folders =
            WorkspaceFoldersServerCapabilities { supported: Some(true), change_notifications: Some(OneOf::Left(true)) };
        ServerCapabilities {
            position_encoding: Some(self.units.kind()),
            text_document_sync: Some(TextDocumentSyncCapability::Options(sync)),
            hover_provider: Some(true.into()),
            document_symbol_provider: Some(OneOf::Left(true)),
            code_action_provider: Some(CodeActionProviderCapability::Options(actions)),
            completion_provider: Some(completion),
            execute_command_provider: Some(commands),
            diagnostic_provider: Some(DiagnosticServerCapabilities::Options(diagnostics)),
            workspace: Some(WorkspaceServerCapabilities { workspace_folders: Some(folders), file_operations: None }),
            ..ServerCapabilities::default()
        }
    }
}
