//! What can be done about findings.

use std::fs;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::client::{Editor, applied, uri};
use super::folder::{folder, program, write};
use super::{MEMO, able, codes, pushed};

fn titled<'a>(actions: &'a [Value], start: &str) -> &'a Value {
    let titled = actions.iter().find(|action| action["title"].as_str().is_some_and(|title| title.starts_with(start)));
    titled.unwrap_or_else(|| panic!("{start}: {actions:#?}"))
}

#[test]
fn all_safe_fixes_make_what_check_with_fix_makes() {
    let folder = TempDir::new().expect("a folder");
    write(&folder, "a.txt", MEMO);
    let status = program(folder.path(), &["check", "--fix", "-q", "a.txt"]).output().expect("it runs");
    let fixed = fs::read_to_string(folder.path().join("a.txt")).expect("text");
    assert!(fixed != MEMO && fixed.contains("SECRET//NOFORN"), "{status:?}");
    let uri = uri(&folder.path().join("a.txt"));
    for able in [able(), json!({})] {
        let mut editor = Editor::begin(folder.path(), &able);
        editor.open(&uri, "plaintext", MEMO);
        let actions = editor.actions(&uri, 0, &json!(["source.fixAll"]));
        assert_eq!(actions.len(), 1, "{actions:#?}");
        assert_eq!(actions[0]["kind"], "source.fixAll.cable-lint");
        assert_eq!(applied(MEMO, &actions[0]["edit"]), fixed);
        let fixes = editor.actions(&uri, 0, &json!(["quickfix"]));
        let fix = fixes.iter().find(|action| action["isPreferred"] == true).expect("a safe fix");
        assert!(!fix["title"].as_str().expect("text").contains("unsafe"));
        assert!(applied(MEMO, &fix["edit"]).starts_with("SECRET//NOFORN\n\n"), "{fix:#?}");
        editor.change(&uri, 2, json!([{ "text": fixed }]));
        assert!(editor.actions(&uri, 0, &json!(["source"])).is_empty());
        assert_eq!(editor.leave(), 0);
    }
}

#[test]
fn an_unsafe_fix_says_so_and_is_none_of_those_that_are_applied_together() {
    let folder = TempDir::new().expect("a folder");
    let text =
        MEMO.replace(" // ", "//").replace("(S//NF)", "(S//NF/)").replacen("SECRET//NOFORN", "SECRET//NOFRON", 1);
    let uri = uri(&folder.path().join("a.txt"));
    let mut editor = Editor::begin(folder.path(), &able());
    editor.open(&uri, "plaintext", &text);
    let actions = editor.actions(&uri, 0, &Value::Null);
    let fix = actions.iter().find(|action| action["isPreferred"] == false).expect("an unsafe fix");
    assert!(fix["title"].as_str().expect("text").contains("unsafe"), "{fix}");
    assert!(applied(&text, &fix["edit"]).starts_with("SECRET//NOFORN\n"), "{fix:#?}");
    let all = actions.iter().find(|action| action["kind"] == "source.fixAll.cable-lint");
    assert!(all.is_none_or(|all| applied(&text, &all["edit"]).starts_with("SECRET//NOFRON\n")), "{all:#?}");
}

#[test]
fn an_entry_with_a_reason_goes_to_the_configuration_that_applies() {
    let folder = folder();
    let uri = uri(&folder.path().join("drafts/a.txt"));
    write(&folder, "drafts/a.txt", "QQQ\n");
    let mut editor = Editor::begin(folder.path(), &able());
    editor.open(&uri, "plaintext", "QQQ\n");
    assert_eq!(codes(&pushed(&mut editor, &uri)), ["word"]);
    let actions = editor.actions(&uri, 0, &Value::Null);
    let action = titled(&actions, "Suppress word");
    let file = folder.path().join(".cable-lint.toml");
    let before = fs::read_to_string(&file).expect("text");
    let change = &action["edit"]["documentChanges"][0];
    assert_eq!(change["textDocument"]["uri"], super::client::uri(&file));
    let after = applied(&before, &action["edit"]);
    assert!(after.starts_with(&before) && after.contains("path = \"drafts/a.txt\""), "{after}");
    fs::write(&file, &after).expect("written");
    let changes = json!([{ "uri": super::client::uri(&file), "type": 2 }]);
    editor.tell("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
    assert!(pushed(&mut editor, &uri).is_empty(), "the entry applies");
    // The same as a command, with a reason that somebody has typed.
    fs::write(&file, &before).expect("written");
    editor.tell("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
    let found = pushed(&mut editor, &uri);
    let about = json!({ "uri": uri, "fingerprint": found[0]["data"]["fingerprint"], "reason": "a \"lamp\"" });
    let command = json!({ "command": "cable-lint.suppress", "arguments": [about] });
    assert_eq!(editor.ask("workspace/executeCommand", command), Ok(Value::Null));
    let edit = editor.told("workspace/applyEdit")["edit"].take();
    assert!(applied(&before, &edit).contains(r#"reason = "a \"lamp\"""#), "{edit}");
    let empty = json!({ "uri": uri, "fingerprint": found[0]["data"]["fingerprint"], "reason": " " });
    let command = json!({ "command": "cable-lint.suppress", "arguments": [empty] });
    assert!(editor.ask("workspace/executeCommand", command).is_err());
    assert!(editor.ask("workspace/executeCommand", json!({ "command": "shred" })).is_err());
}

#[test]
fn without_a_configuration_one_is_written() {
    let folder = TempDir::new().expect("a folder");
    let uri = uri(&folder.path().join("a.txt"));
    let mut editor = Editor::begin(folder.path(), &able());
    editor.open(&uri, "plaintext", "CONFIDENTIAL\n\n1. (S) The ferry was late.\n");
    let actions = editor.actions(&uri, 2, &Value::Null);
    let changes = &titled(&actions, "Suppress portion-outranks-banner")["edit"]["documentChanges"];
    assert_eq!((&changes[0]["kind"], changes.as_array().map(Vec::len)), (&json!("create"), Some(2)));
    let text = changes[1]["edits"][0]["newText"].as_str().expect("text");
    write(&folder, ".cable-lint.toml", text);
    let output = program(folder.path(), &["config", "check"]).output().expect("it runs");
    assert!(output.status.success(), "{output:?}");
}

#[test]
fn a_draft_gets_a_comment() {
    let folder = folder();
    let uri = uri(&folder.path().join("a.md"));
    let text = "# Lamps\n\nThe QQQ was late.\n";
    let mut editor = Editor::begin(folder.path(), &able());
    editor.open(&uri, "markdown", text);
    let actions = editor.actions(&uri, 2, &Value::Null);
    let action = titled(&actions, "Suppress word");
    let after = applied(text, &action["edit"]);
    assert_eq!(after, "# Lamps\n\n<!-- cable-lint: allow-next-line word: to be stated -->\nThe QQQ was late.\n");
    editor.change(&uri, 2, json!([{ "text": after }]));
    assert!(editor.pull(&uri).is_empty());
}

#[test]
fn an_editor_that_asks_for_reasons_gets_its_own_command() {
    let folder = folder();
    let uri = uri(&folder.path().join("a.txt"));
    let wishes = json!({ "reasonCommand": "editor.askReason", "showExplanations": false });
    let (mut editor, _) = Editor::begin_with(folder.path(), &[], &able(), &wishes);
    editor.open(&uri, "plaintext", "QQQ\n");
    let actions = editor.actions(&uri, 0, &Value::Null);
    let action = titled(&actions, "Suppress word");
    assert!(action.get("edit").is_none());
    assert_eq!(action["command"]["command"], "editor.askReason");
    assert_eq!(action["command"]["arguments"][0]["rule"], "word");
}

#[test]
fn a_rule_is_explained() {
    let folder = folder();
    let uri = uri(&folder.path().join("a.txt"));
    let mut editor = Editor::begin(folder.path(), &able());
    editor.open(&uri, "plaintext", "QQQ\n");
    let actions = editor.actions(&uri, 0, &json!(["quickfix"]));
    let command = titled(&actions, "Explain word")["command"].clone();
    let page = editor.ask("workspace/executeCommand", command).expect("a page");
    assert!(page.as_str().is_some_and(|page| page.contains("It is there.")), "{page}");
    assert_eq!(editor.told("window/showMessage")["message"], page);
    let command = json!({ "command": "cable-lint.explain", "arguments": ["no-such-rule"] });
    assert!(editor.ask("workspace/executeCommand", command).is_err());
}
