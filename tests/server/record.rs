//! An exchange between an editor and the server, kept as a file for people who write clients: `exchange.jsonl`.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::client::{Editor, uri};
use super::{CABLE, able, pushed};

/// Where the folder is in the file.
const FOLDER: &str = "file:///papers";

#[test]
fn the_recorded_exchange_is_what_happens() {
    let folder = TempDir::new().expect("a folder");
    let document = uri(&folder.path().join("lamps.txt"));
    let mut editor = Editor::begin(folder.path(), &able());
    editor.told("client/registerCapability");
    editor.open(&document, "plaintext", CABLE);
    pushed(&mut editor, &document);
    let line = CABLE.lines().position(|line| line.starts_with("2. (TS)")).expect("there");
    editor.at("textDocument/hover", &document, 4, 7);
    editor.ask("textDocument/documentSymbol", json!({ "textDocument": { "uri": document } })).expect("symbols");
    editor.actions(&document, line, &json!(["quickfix"]));
    editor.change(
        &document,
        2,
        json!([{ "text": "S", "range": {
        "start": { "line": line, "character": 4 }, "end": { "line": line, "character": 6 } } }]),
    );
    pushed(&mut editor, &document);
    editor.ask("textDocument/diagnostic", json!({ "textDocument": { "uri": document } })).expect("a report");
    assert_eq!(editor.ask("shutdown", Value::Null), Ok(Value::Null));
    editor.tell("exit", Value::Null);
    let here = uri(folder.path());
    let version = format!("\"{}\"", env!("CARGO_PKG_VERSION"));
    let lines = editor.said.iter().map(|(who, message)| {
        let message = message.to_string().replace(&here, FOLDER).replace(&version, "\"…\"");
        format!("{{\"{who}\":{message}}}\n")
    });
    let recorded: String = lines.collect();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/server/exchange.jsonl");
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &recorded).expect("written");
    }
    let kept = fs::read_to_string(&path).unwrap_or_default();
    assert!(kept == recorded, "the exchange has changed; `BLESS=1 cargo test --test server` records it again");
}
