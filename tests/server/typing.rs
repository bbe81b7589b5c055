//! Text that changes: after any edits the diagnostics are those of a fresh check of the text.

use std::io::Write;
use std::path::Path;
use std::process::Stdio;
use std::time::Instant;

use fastrand::Rng;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::client::{Editor, byte, line_starts, uri};
use super::folder::program;
use super::{CABLE, MEMO, able, pushed};

/// What is typed: parts of markings, letters of all lengths, line breaks of all kinds.
const PIECES: [&str; 16] = [
    "(S//NF) ",
    "(TS)",
    "SECRET",
    "//",
    " // NOFORN",
    "TAGS: XXXX\n",
    "E.O. 13526: DECL: 01/01/2099\n",
    "𝄞",
    "é",
    "\r\n",
    "\n",
    "\r",
    " ",
    "123-45-6789",
    "SUBJECT: LAMPS\r\n",
    "[REDACTED]",
];

/// What is compared of a finding: rule, severity, place.
type Told = (String, i64, [u64; 4]);

fn of_server(items: &[Value]) -> Vec<Told> {
    let number = |value: &Value| value.as_u64().expect("a number");
    let told = items.iter().map(|item| {
        let place = ["start", "end"].map(|end| ["line", "character"].map(|name| number(&item["range"][end][name])));
        let code = item["code"].as_str().unwrap_or_default().to_owned();
        (code, item["severity"].as_i64().expect("a number"), [place[0][0], place[0][1], place[1][0], place[1][1]])
    });
    told.collect()
}

/// What `cable-lint check` says of a text.
fn of_check(folder: &Path, name: &str, text: &str) -> Vec<Told> {
    let mut command = program(folder, &["check", "-", "--stdin-filename", name, "-o", "json", "--as-of", "2026-11-29"]);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("it runs");
    child.stdin.take().expect("piped").write_all(text.as_bytes()).expect("it reads");
    let output = child.wait_with_output().expect("it ends");
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let severity =
        |word: &Value| 1 + ["error", "warning", "info"].iter().position(|one| word == one).expect("one") as i64;
    let found = report["diagnostics"].as_array().expect("a list").iter().map(|found| {
        let place = ["location", "end_location"]
            .map(|end| ["row", "utf16_column"].map(|name| found[end][name].as_u64().expect("a number") - 1));
        let code = found["code"].as_str().expect("a name").to_owned();
        (code, severity(&found["severity"]), [place[0][0], place[0][1], place[1][0], place[1][1]])
    });
    found.collect()
}

/// A place in a text, at a letter, in UTF-16 units.
fn place(text: &str, random: &mut Rng) -> Value {
    let starts = line_starts(text);
    let line = random.usize(..starts.len());
    let end = text[starts[line]..].find(['\n', '\r']).map_or(text.len(), |end| starts[line] + end);
    let letters: Vec<char> = text[starts[line]..end].chars().collect();
    let before = random.usize(..=letters.len());
    let units: usize = letters[..before].iter().map(|letter| letter.len_utf16()).sum();
    json!({ "line": line, "character": units })
}

#[test]
fn after_any_edits_the_diagnostics_are_those_of_a_fresh_check() {
    let folder = TempDir::new().expect("a folder");
    for (seed, name, text) in [(1, "a.txt", CABLE), (2, "b.txt", MEMO), (3, "c.md", MEMO), (4, "d.txt", "")] {
        let mut random = Rng::with_seed(seed);
        let mut editor = Editor::begin(folder.path(), &able());
        let uri = uri(&folder.path().join(name));
        let mut text = text.replace('\n', random.choice(["\n", "\r\n"]).expect("one"));
        editor.open(&uri, "plaintext", &text);
        for version in 2..40 {
            let mut changes = Vec::new();
            for _ in 0..random.usize(1..4) {
                let (one, other) = (place(&text, &mut random), place(&text, &mut random));
                let other = if random.bool() { one.clone() } else { other };
                let [mut start, mut end] = [one, other];
                if byte(&text, &start) > byte(&text, &end) {
                    std::mem::swap(&mut start, &mut end);
                }
                // Most of the text is to stay.
                if byte(&text, &end) - byte(&text, &start) > 40 {
                    end = start.clone();
                }
                let new = *random.choice(PIECES.iter()).expect("one");
                text.replace_range(byte(&text, &start)..byte(&text, &end), new);
                changes.push(json!({ "range": { "start": start, "end": end }, "text": new }));
            }
            editor.change(&uri, version, json!(changes));
            if version % 6 == 0 {
                assert_eq!(of_server(&editor.pull(&uri)), of_check(folder.path(), name, &text), "{seed}: {text:?}");
            }
        }
        assert_eq!(editor.leave(), 0);
    }
}

#[test]
fn only_the_newest_version_is_told_of() {
    let folder = super::folder::folder();
    let mut editor = Editor::begin(folder.path(), &able());
    let uri = uri(&folder.path().join("a.txt"));
    editor.open(&uri, "plaintext", "");
    assert!(pushed(&mut editor, &uri).is_empty());
    for version in 2..30 {
        editor.change(&uri, version, json!([{ "text": "QQQ ".repeat(version as usize) }]));
    }
    let told = editor.wait(|message| message["params"]["version"] == 29);
    assert_eq!(told["params"]["diagnostics"].as_array().map(Vec::len), Some(29));
    let pushes = editor.said.iter().filter(|(_, said)| said["method"] == "textDocument/publishDiagnostics").count();
    assert!(pushes < 10, "typing was not waited for: {pushes}");
    editor.tell("textDocument/didClose", json!({ "textDocument": { "uri": uri } }));
    assert!(pushed(&mut editor, &uri).is_empty());
}

#[test]
fn a_long_document_is_answered_in_linear_time() {
    let folder = TempDir::new().expect("a folder");
    let uri = uri(&folder.path().join("a.txt"));
    let mut editor = Editor::begin(folder.path(), &able());
    let paragraphs =
        (1..).map(|number| format!("{number}. (S/NF) The lamp was shown on the quay, and the ferry late.\n"));
    let head = CABLE.split("1. (S/NF)").next().expect("a head");
    let text: String = std::iter::once(head.to_owned()).chain(paragraphs.take(1600)).collect();
    assert!(text.len() > 100_000);
    editor.open(&uri, "plaintext", &text);
    editor.pull(&uri);
    let begun = Instant::now();
    editor.change(
        &uri,
        2,
        json!([{ "text": "x", "range": {
        "start": { "line": 900, "character": 20 }, "end": { "line": 900, "character": 20 } } }]),
    );
    editor.pull(&uri);
    // Unoptimized, on a busy machine; a release answers in 50 ms.
    assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
}
