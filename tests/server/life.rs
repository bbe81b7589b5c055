//! A session from its beginning to its end, and what goes wrong in between.

use std::time::Duration;

use serde_json::{Value, json};

use super::client::{Editor, uri};
use super::folder::{folder, write};
use super::{CABLE, able, codes, pushed};

fn code(answer: Result<Value, Value>) -> i64 {
    answer.expect_err("refused")["code"].as_i64().expect("a number")
}

#[test]
fn a_session_begins_once_and_ends_with_a_good_bye() {
    let folder = folder();
    let mut editor = Editor::start(folder.path(), &[]);
    assert_eq!(code(editor.ask("textDocument/hover", json!({}))), -32002, "before the beginning");
    editor.tell("textDocument/didOpen", json!({}));
    let answer = editor.ask("initialize", json!({ "capabilities": {} })).expect("it begins");
    assert_eq!(answer["serverInfo"]["name"], "cable-lint");
    let offered = answer["capabilities"].as_object().expect("an object");
    for name in [
        "positionEncoding",
        "textDocumentSync",
        "diagnosticProvider",
        "hoverProvider",
        "documentSymbolProvider",
        "codeActionProvider",
        "completionProvider",
        "executeCommandProvider",
        "workspace",
    ] {
        assert!(offered.contains_key(name), "{name}");
    }
    assert_eq!(code(editor.ask("initialize", json!({ "capabilities": {} }))), -32600, "again");
    assert_eq!(code(editor.ask("papers/shred", json!({}))), -32601, "unknown");
    editor.tell("$/unknown", json!({}));
    assert_eq!(code(editor.ask("textDocument/hover", json!({ "textDocument": 7 }))), -32602, "wrong parameters");
    let nowhere =
        json!({ "textDocument": { "uri": "file:///no/such.txt" }, "position": { "line": 0, "character": 0 } });
    assert_eq!(code(editor.ask("textDocument/hover", nowhere)), -32602, "no such document");
    assert_eq!(editor.ask("shutdown", Value::Null), Ok(Value::Null));
    assert_eq!(code(editor.ask("textDocument/hover", json!({}))), -32600, "after the end");
    editor.tell("exit", Value::Null);
    assert_eq!(editor.exit_code(), 0);
}

#[test]
fn who_leaves_without_a_good_bye_is_told_by_the_exit_code() {
    let folder = folder();
    let mut editor = Editor::begin(folder.path(), &json!({}));
    editor.tell("exit", Value::Null);
    assert_eq!(editor.exit_code(), 1);
}

#[test]
fn what_is_no_message_is_refused_and_the_next_one_is_answered() {
    let folder = folder();
    let mut editor = Editor::begin(folder.path(), &json!({}));
    for garbled in ["{\"jsonrpc\":", "[]", "7", "\u{0}"] {
        editor.send_raw(format!("Content-Length: {}\r\n\r\n{garbled}", garbled.len()).as_bytes());
        let answer = editor.wait(|message| message["id"].is_null() && message.get("error").is_some());
        assert_eq!(answer["error"]["code"], -32700, "{garbled}");
    }
    editor.send_raw(b"no header at all\r\n");
    editor.wait(|message| message["id"].is_null() && message.get("error").is_some());
    assert_eq!(code(editor.ask("papers/shred", json!({}))), -32601);
    assert_eq!(editor.leave(), 0);
}

#[test]
fn a_request_that_is_cancelled_is_answered_so() {
    let folder = folder();
    write(&folder, "a.txt", "QQQ\n");
    let mut editor = Editor::begin(folder.path(), &json!({}));
    let report = editor.ask("workspace/diagnostic", json!({ "previousResultIds": [] })).expect("a report");
    let items = report["items"].as_array().expect("items");
    assert_eq!(codes(items[0]["items"].as_array().expect("items")), ["word"]);
    // Nothing has changed since: the answer waits, and so can be cancelled for sure.
    let known: Vec<Value> = items.iter().map(|item| json!({ "uri": item["uri"], "value": item["resultId"] })).collect();
    let id = editor.request("workspace/diagnostic", json!({ "previousResultIds": known }));
    assert!(editor.is_silent(Duration::from_millis(300)));
    editor.tell("$/cancelRequest", json!({ "id": id }));
    assert_eq!(code(editor.answer(id)), -32800);
    // One that waits is answered as soon as something changes, and at the end.
    let id = editor.request("workspace/diagnostic", json!({ "previousResultIds": known }));
    write(&folder, "a.txt", "QQQ QQQ\n");
    let changed = json!([{ "uri": uri(&folder.path().join("a.txt")), "type": 2 }]);
    editor.tell("workspace/didChangeWatchedFiles", json!({ "changes": changed }));
    let report = editor.answer(id).expect("a report");
    assert_eq!(report["items"][0]["items"].as_array().map(Vec::len), Some(2));
    let item = &report["items"][0];
    let known = json!([{ "uri": item["uri"], "value": item["resultId"] }]);
    let id = editor.request("workspace/diagnostic", json!({ "previousResultIds": known }));
    let end = editor.request("shutdown", Value::Null);
    assert_eq!(code(editor.answer(id)), -32802);
    assert_eq!(editor.answer(end), Ok(Value::Null));
}

#[test]
fn columns_are_counted_as_was_agreed() {
    let folder = folder();
    let uri = uri(&folder.path().join("a.txt"));
    for (offered, agreed, column) in [
        (json!(["utf-8", "utf-16"]), "utf-8", "é𝄞 ".len()),
        (json!(["utf-16"]), "utf-16", 4),
        (json!(["utf-32", "utf-8"]), "utf-32", 3),
        (json!(["utf-7"]), "utf-16", 4),
    ] {
        let able = json!({ "general": { "positionEncodings": offered } });
        let (mut editor, answer) = Editor::begin_with(folder.path(), &[], &able, &Value::Null);
        assert_eq!(answer["capabilities"]["positionEncoding"], agreed);
        editor.open(&uri, "plaintext", "\u{feff}QQQ\r\né𝄞 QQQ\r\n");
        let found = pushed(&mut editor, &uri);
        let mark = if agreed == "utf-8" { 3 } else { 1 };
        assert_eq!(found[0]["range"]["start"], json!({ "line": 0, "character": mark }), "{agreed}");
        assert_eq!(found[1]["range"]["start"], json!({ "line": 1, "character": column }), "{agreed}");
        assert_eq!(editor.leave(), 0);
    }
}

#[test]
fn half_typed_text_and_no_text_at_all_do_no_harm() {
    let folder = folder();
    let mut editor = Editor::begin(folder.path(), &able());
    let uri = uri(&folder.path().join("a.txt"));
    let lengths = CABLE.char_indices().map(|(at, _)| at).step_by(13);
    editor.open(&uri, "plaintext", "");
    for (version, length) in lengths.enumerate() {
        let start = &CABLE[..length];
        editor.change(&uri, 2 + version as i32, json!([{ "text": start }]));
        let line = start.matches('\n').count();
        for method in ["textDocument/hover", "textDocument/completion"] {
            editor.at(method, &uri, line, 3);
        }
    }
    for text in ["\0\0\0\0", "%PDF-1.4\n%%EOF", "{\\rtf1 QQQ}", "\u{feff}", "\r\r\r", "<!-- cable-lint: allow"] {
        editor.change(&uri, 99, json!([{ "text": text }]));
        editor.at("textDocument/hover", &uri, 0, 1);
        editor.pull(&uri);
        editor.actions(&uri, 0, &Value::Null);
        editor.ask("textDocument/documentSymbol", json!({ "textDocument": { "uri": uri } })).expect("symbols");
    }
    // Places that are not there.
    editor.at("textDocument/hover", &uri, 4_000_000, 4_000_000);
    editor.change(
        &uri,
        100,
        json!([{ "text": "x", "range": {
        "start": { "line": 900, "character": 9 }, "end": { "line": 3, "character": 0 } } }]),
    );
    editor.pull(&uri);
    assert_eq!(editor.leave(), 0);
}
