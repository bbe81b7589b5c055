//! The language server, over the protocol: every request, as an editor sends it, to the real program.

#[path = "server/client.rs"]
mod client;
#[path = "program/folder.rs"]
mod folder;
#[path = "server/life.rs"]
mod life;
#[path = "server/mending.rs"]
mod mending;
#[path = "server/record.rs"]
mod record;
#[path = "server/telling.rs"]
mod telling;
#[path = "server/typing.rs"]
mod typing;

use serde_json::{Value, json};

use client::Editor;

/// A telegram that is written just now, with a mark above its classification, and one with blanks in it.
pub(crate) const CABLE: &str = "\
S E C R E T PORT VELM 000112
NOFORN
SIPDIS
E.O. 13526: DECL: 11/28/2036
TAGS: PREL, ECON
SUBJECT: (S/NF) LAMPS ON THE QUAY
REF: PORT VELM 000099
Classified By: Counselor Ada Quill. Reason: 1.4 (b) and (d).
1. (S/NF) The lamp 𝄞 was shown to Tor Varden.
2. (TS) The ferry was late.
";

/// A paper whose banners have blanks around their slashes, which a safe fix takes away.
pub(crate) const MEMO: &str = "SECRET // NOFORN\n\n12 March 2014\n\n(S//NF) The lamp was shown.\n\nSECRET // NOFORN\n";

/// What an editor can do that can do everything but ask for diagnostics.
pub(crate) fn able() -> Value {
    json!({
        "general": { "positionEncodings": ["utf-16"] },
        "workspace": {
            "applyEdit": true,
            "workspaceEdit": { "documentChanges": true, "resourceOperations": ["create"] },
            "didChangeWatchedFiles": { "dynamicRegistration": true },
        },
        "textDocument": {
            "publishDiagnostics": { "relatedInformation": true },
            "hover": { "contentFormat": ["markdown"] },
            "documentSymbol": { "hierarchicalDocumentSymbolSupport": true },
            "completion": { "completionItem": { "snippetSupport": true } },
        },
    })
}

/// The rules and the places of diagnostics.
pub(crate) fn codes(items: &[Value]) -> Vec<&str> {
    items.iter().filter_map(|item| item["code"].as_str()).collect()
}

/// The diagnostics that the server sends of a document.
pub(crate) fn pushed(editor: &mut Editor, uri: &str) -> Vec<Value> {
    let is_it =
        |message: &Value| message["method"] == "textDocument/publishDiagnostics" && message["params"]["uri"] == uri;
    editor.wait(is_it)["params"]["diagnostics"].as_array().expect("a list").clone()
}
