//! What is told of documents: diagnostics with all that belongs to them, what stands at a place, parts, completions.

use std::fs;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::client::{Editor, applied, uri};
use super::folder::{folder, write};
use super::{CABLE, able, codes, pushed};

fn text_of(hover: &Value) -> &str {
    hover["contents"]["value"].as_str().unwrap_or_default()
}

fn labels(completions: &Value) -> Vec<&str> {
    completions.as_array().expect("a list").iter().filter_map(|item| item["label"].as_str()).collect()
}

#[test]
fn a_diagnostic_has_all_that_the_protocol_has_room_for() {
    let folder = TempDir::new().expect("a folder");
    write(&folder, ".cable-lint.toml", "[output]\nrule-url = 'https://example.org/rules#{rule}'\n");
    let path = folder.path().join("50% é.txt");
    let uri = format!("file://{}/50%25%20%C3%A9.txt", folder.path().to_str().expect("UTF-8"));
    let mut editor = Editor::begin(folder.path(), &able());
    fs::write(&path, CABLE).expect("written");
    editor.open(&uri, "plaintext", CABLE);
    let told = editor.told("textDocument/publishDiagnostics");
    assert_eq!((&told["uri"], &told["version"]), (&json!(uri), &json!(1)));
    let found = told["diagnostics"].as_array().expect("a list");
    let found = found.iter().find(|found| found["code"] == "portion-outranks-banner").expect("found");
    assert_eq!((&found["severity"], &found["source"]), (&json!(1), &json!("cable-lint")));
    assert_eq!(found["range"]["start"], json!({ "line": 9, "character": 3 }));
    assert_eq!(found["codeDescription"]["href"], "https://example.org/rules#portion-outranks-banner");
    assert!(
        found["relatedInformation"].as_array().is_some_and(|related| related[0]["location"]["uri"] == uri),
        "{found}"
    );
    assert_eq!(found["data"]["fingerprint"].as_str().map(str::len), Some(16));
    let draft = super::client::uri(&folder.path().join("b.md"));
    editor.open(&draft, "markdown", "# Lamps\n\n<!-- cable-lint: allow-next-line wrong-cui-word: why -->\nThe lamp.\n");
    let unused = pushed(&mut editor, &draft);
    assert_eq!((codes(&unused), &unused[0]["tags"]), (vec!["unused-suppression"], &json!([1])));
    // A report that the editor knows is not sent again.
    let about = json!({ "textDocument": { "uri": uri } });
    let report = editor.ask("textDocument/diagnostic", about).expect("a report");
    assert_eq!(report["items"], told["diagnostics"]);
    let about = json!({ "textDocument": { "uri": uri }, "previousResultId": report["resultId"] });
    let report = editor.ask("textDocument/diagnostic", about).expect("a report");
    assert_eq!(report["kind"], "unchanged");
}

#[test]
fn an_editor_that_asks_is_not_told_unasked() {
    let folder = folder();
    let uri = uri(&folder.path().join("a.txt"));
    let mut able = able();
    able["textDocument"]["diagnostic"] = json!({ "dynamicRegistration": false });
    let mut editor = Editor::begin(folder.path(), &able);
    editor.told("client/registerCapability");
    editor.open(&uri, "plaintext", "QQQ\n");
    assert_eq!(codes(&editor.pull(&uri)), ["word"]);
    editor.change(&uri, 2, json!([{ "text": "QQQ QQQ\n" }]));
    assert_eq!(editor.pull(&uri).len(), 2);
    assert!(editor.is_silent(std::time::Duration::from_millis(700)));
    assert_eq!(editor.leave(), 0);
}

#[test]
fn sensitive_text_is_masked_in_all_that_is_told() {
    let folder = TempDir::new().expect("a folder");
    write(&folder, "names.txt", "Tor Varden\n");
    write(&folder, ".cable-lint.toml", "watch-list = 'names.txt'\n");
    let uri = uri(&folder.path().join("a.txt"));
    let mut editor = Editor::begin(folder.path(), &able());
    let text = CABLE.replace("LAMPS ON", "TOR VARDEN ON").replace("Counselor Ada Quill", "Counselor Tor Varden");
    let text = format!("{text}3. (C) His number is 899-12-3456.\n");
    editor.open(&uri, "plaintext", &text);
    let found = pushed(&mut editor, &uri);
    assert!(codes(&found).contains(&"watched-name") && codes(&found).contains(&"social-security-number"), "{found:#?}");
    editor.ask("textDocument/documentSymbol", json!({ "textDocument": { "uri": uri } })).expect("symbols");
    for line in 0..11 {
        editor.at("textDocument/hover", &uri, line, 12);
        let actions = editor.actions(&uri, line, &json!(["quickfix"]));
        let titles: Vec<Value> = actions.iter().map(|action| action["title"].clone()).collect();
        assert!(!json!(titles).to_string().to_lowercase().contains("varden"));
    }
    let told = editor.said.iter().filter(|(who, message)| *who == "server" && message["result"][0]["edit"].is_null());
    for (_, message) in told {
        let text = message.to_string().to_lowercase();
        assert!(!text.contains("tor varden") && !text.contains("899-12"), "{message:#}");
    }
}

#[test]
fn what_stands_at_a_place_is_explained() {
    let folder = TempDir::new().expect("a folder");
    let uri = uri(&folder.path().join("a.txt"));
    let mut editor = Editor::begin(folder.path(), &able());
    editor.open(&uri, "plaintext", CABLE);
    for (line, column, expected) in [
        (0, 3, "SECRET"),
        (1, 2, "not releasable to foreign nationals"),
        (3, 7, "E.O. 13526"),
        (3, 24, "at most 25 years away"),
        (4, 7, "External political relations"),
        (7, 48, "1.4(b)"),
        (8, 5, "banner line `SECRET//NOFORN`"),
    ] {
        let hover = editor.at("textDocument/hover", &uri, line, column);
        assert!(text_of(&hover).contains(expected), "{line}:{column}: {hover:#}");
        assert_eq!(hover["range"]["start"]["line"], line);
    }
    assert_eq!(editor.at("textDocument/hover", &uri, 8, 40), Value::Null, "prose");
    let released =
        "UNCLASSIFIED\nRELEASED IN PART B1, B6\n\n12 March 2014\n\nThe lamp was shown to [REDACTED (b)(6)].\n";
    editor.change(&uri, 2, json!([{ "text": released }]));
    let hover = editor.at("textDocument/hover", &uri, 5, 36);
    assert!(text_of(&hover).contains("personnel, medical and similar files"), "{hover:#}");
}

#[test]
fn parts_are_listed_and_nested_in_a_mail() {
    let folder = TempDir::new().expect("a folder");
    let uri = uri(&folder.path().join("a.txt"));
    let mut editor = Editor::begin(folder.path(), &able());
    editor.open(&uri, "plaintext", CABLE);
    let about = json!({ "textDocument": { "uri": uri } });
    let symbols = editor.ask("textDocument/documentSymbol", about.clone()).expect("symbols");
    assert_eq!(symbols[0]["name"], "telegram PORT VELM 112");
    let names: Vec<&str> =
        symbols[0]["children"].as_array().expect("parts").iter().filter_map(|part| part["name"].as_str()).collect();
    for name in ["Classification line", "Caption", "E.O. line", "TAGS", "Subject", "References", "Paragraph 1"] {
        assert!(names.contains(&name), "{name}: {names:?}");
    }
    let head = "From: Ada Quill <ada@example.org>\nSubject: Lamps\nDate: Thu, 12 Mar 2015 10:00:00 +0000\nMIME-Version: 1.0\n\
        Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain\n\nPlease see below.\n\n--x\n\
        Content-Type: text/plain\nContent-Disposition: attachment; filename=a.txt\n\n";
    let mail = super::client::uri(&folder.path().join("a.eml"));
    editor.open(&mail, "plaintext", &format!("{head}{CABLE}\n--x--\n"));
    let about_mail = json!({ "textDocument": { "uri": mail } });
    let symbols = editor.ask("textDocument/documentSymbol", about_mail).expect("symbols");
    assert_eq!(symbols.as_array().map(Vec::len), Some(1), "{symbols:#}");
    let inner = symbols[0]["children"].as_array().expect("parts").iter().find(|part| part["kind"] == 1);
    assert!(inner.is_some_and(|inner| inner["name"] == "telegram PORT VELM 112"), "{symbols:#}");
    let mut editor = Editor::begin(folder.path(), &json!({}));
    editor.open(&uri, "plaintext", CABLE);
    let flat = editor.ask("textDocument/documentSymbol", about).expect("symbols");
    assert_eq!(flat[1]["containerName"], "telegram PORT VELM 112");
}

#[test]
fn what_is_written_is_completed() {
    let folder = TempDir::new().expect("a folder");
    let uri = uri(&folder.path().join("a.txt"));
    let mut editor = Editor::begin(folder.path(), &able());
    let memo = "SECRET//NOFORN\n\n12 March 2014\n\n(\n\nClass\n\nSECRET//NOFORN\n";
    editor.open(&uri, "plaintext", memo);
    let marks = editor.at("textDocument/completion", &uri, 4, 1);
    assert_eq!(labels(&marks)[0], "(S//NF)", "{marks:#}");
    assert!(labels(&marks).contains(&"(U)") && !labels(&marks).iter().any(|mark| mark.starts_with("(TS")), "{marks:#}");
    let edit = json!({ "changes": { "": [marks[0]["textEdit"]] } });
    assert_eq!(applied(memo, &edit), memo.replacen("\n(\n", "\n(S//NF)\n", 1));
    let blocks = editor.at("textDocument/completion", &uri, 6, 5);
    let texts: Vec<&str> =
        blocks.as_array().expect("a list").iter().filter_map(|block| block["textEdit"]["newText"].as_str()).collect();
    assert!(texts[0].contains("Declassify On: 20240312") && texts[1].contains("Declassify On: 20390312"), "{texts:?}");
    assert!(texts[0].starts_with("Classified By: ${1:"), "{texts:?}");
    let cable = "S E C R E T PORT VELM 000112\nSI\nE.O. 13526: DECL: \nTAGS: PR\nSUBJECT: LAMPS\n1. (S) Text.\n";
    editor.change(&uri, 2, json!([{ "text": cable }]));
    let tags = editor.at("textDocument/completion", &uri, 3, 8);
    let prel = tags.as_array().expect("a list").iter().find(|tag| tag["label"] == "PREL").expect("a tag");
    assert_eq!(prel["detail"], "External political relations");
    assert_eq!(prel["textEdit"]["range"]["start"], json!({ "line": 3, "character": 6 }));
    let captions = editor.at("textDocument/completion", &uri, 1, 2);
    assert!(labels(&captions).contains(&"SIPDIS"), "{captions:#}");
    let dates = editor.at("textDocument/completion", &uri, 2, 18);
    assert_eq!(labels(&dates).len(), 2, "{dates:#}");
    assert_eq!(editor.at("textDocument/completion", &uri, 5, 9), json!([]), "prose");
}

#[test]
fn a_configuration_is_checked_as_it_is_typed_and_applies_when_it_is_saved() {
    let folder = folder();
    let file = folder.path().join(".cable-lint.toml");
    let (config, uri) = (uri(&file), uri(&folder.path().join("a.txt")));
    let mut editor = Editor::begin(folder.path(), &able());
    let registered = editor.told("client/registerCapability")["registrations"][0].take();
    assert_eq!(registered["method"], "workspace/didChangeWatchedFiles");
    editor.open(&uri, "plaintext", "QQQ\n");
    assert_eq!(codes(&pushed(&mut editor, &uri)), ["word"]);
    let text = fs::read_to_string(&file).expect("text");
    editor.open(&config, "toml", &text);
    assert!(pushed(&mut editor, &config).is_empty());
    let wrong = format!("# é𝄞\nfail-no = 'error'\n{text}");
    editor.change(&config, 2, json!([{ "text": wrong }]));
    let found = pushed(&mut editor, &config);
    assert_eq!(
        found[0]["range"],
        json!({ "start": { "line": 1, "character": 0 }, "end": { "line": 1, "character": 7 } })
    );
    assert!(
        found[0]["message"].as_str().is_some_and(|message| message.contains("did you mean `fail-on`?")),
        "{found:?}"
    );
    // What is wrong on disk keeps documents from being checked, as in `check`.
    fs::write(&file, &wrong).expect("written");
    let changes = json!({ "changes": [{ "uri": config, "type": 2 }] });
    editor.tell("workspace/didChangeWatchedFiles", changes.clone());
    let found = pushed(&mut editor, &uri);
    assert!(found[0]["message"].as_str().is_some_and(|message| message.contains("was not checked")), "{found:?}");
    fs::write(&file, text.replace("'warning'", "'error'")).expect("written");
    editor.tell("workspace/didChangeWatchedFiles", changes);
    let found = pushed(&mut editor, &uri);
    assert_eq!((codes(&found), &found[0]["severity"]), (vec!["word"], &json!(1)));
}

#[test]
fn only_documents_are_looked_at_and_unsaved_ones_too() {
    let folder = folder();
    let text = fs::read_to_string(folder.path().join(".cable-lint.toml")).expect("text");
    write(&folder, ".cable-lint.toml", format!("include = ['cables/**']\nexclude = ['cables/old/**']\n{text}"));
    let mut editor = Editor::begin(folder.path(), &able());
    for (name, language, expected) in
        [("a.txt", "plaintext", 0), ("cables/a.txt", "plaintext", 1), ("cables/old/a.txt", "plaintext", 0)]
    {
        let uri = uri(&folder.path().join(name));
        editor.open(&uri, language, "QQQ\n");
        assert_eq!(editor.pull(&uri).len(), expected, "{name}");
    }
    for (uri, language, expected) in [("untitled:Untitled-1", "markdown", 1), ("untitled:Untitled-2", "rust", 0)] {
        editor.open(uri, language, "QQQ\n");
        assert_eq!(editor.pull(uri).len(), expected, "{uri}");
    }
}

#[test]
fn folders_come_and_go_each_with_its_configuration() {
    let (one, other) = (folder(), TempDir::new().expect("a folder"));
    write(&other, ".cable-lint.toml", "rules = { all = 'ignore' }\n");
    write(&one, "a.txt", "QQQ\n");
    write(&other, "b.txt", "CONFIDENTIAL\n\n1. (S) The ferry was late.\n");
    let mut editor = Editor::begin(one.path(), &able());
    let sweep = |editor: &mut Editor| -> Vec<(String, usize)> {
        let report = editor.ask("workspace/diagnostic", json!({ "previousResultIds": [] })).expect("a report");
        let items = report["items"].as_array().expect("items").iter();
        items
            .map(|item| (item["uri"].as_str().expect("a URI").to_owned(), item["items"].as_array().map_or(0, Vec::len)))
            .collect()
    };
    let (a, b) = (uri(&one.path().join("a.txt")), uri(&other.path().join("b.txt")));
    assert_eq!(sweep(&mut editor), [(a.clone(), 1)]);
    let named = |folder: &TempDir| json!([{ "uri": uri(folder.path()), "name": "papers" }]);
    let event = json!({ "event": { "added": named(&other), "removed": [] } });
    editor.tell("workspace/didChangeWorkspaceFolders", event);
    let mut both = [(a, 1), (b.clone(), 0)];
    both.sort();
    assert_eq!(sweep(&mut editor), both);
    let event = json!({ "event": { "added": [], "removed": named(&one) } });
    editor.tell("workspace/didChangeWorkspaceFolders", event);
    assert_eq!(sweep(&mut editor), [(b.clone(), 0)]);
    // Without its configuration the document is judged by the default.
    fs::remove_file(other.path().join(".cable-lint.toml")).expect("removed");
    editor.tell("workspace/didChangeConfiguration", json!({ "settings": {} }));
    assert_eq!(sweep(&mut editor), [(b, 1)]);
}

#[test]
fn a_baseline_suppresses_what_it_knows() {
    let folder = folder();
    write(&folder, "a.txt", "QQQ\n");
    let (code, ..) = super::folder::run(&folder, &["check", "--baseline", "known.toml", "--write-baseline", "a.txt"]);
    assert_eq!(code, 0);
    let uri = uri(&folder.path().join("a.txt"));
    let (mut editor, _) = Editor::begin_with(folder.path(), &["--baseline", "known.toml"], &able(), &Value::Null);
    editor.open(&uri, "plaintext", "QQQ\n");
    assert!(editor.pull(&uri).is_empty());
    editor.change(&uri, 2, json!([{ "text": "QQQ\n\nlamp QQQ lamp\n" }]));
    assert_eq!(editor.pull(&uri).len(), 1);
}
