//! An editor of our own: it starts the real server and speaks the protocol with it.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

/// Far more than any answer takes.
const PATIENCE: Duration = Duration::from_secs(60);

/// An editor with its server.
pub(crate) struct Editor {
    server: Child,
    stdin: ChildStdin,
    inbox: Receiver<Value>,
    /// What came in and was not waited for yet.
    unread: Vec<Value>,
    next: i32,
    /// Everything that was said, by whom.
    pub(crate) said: Vec<(&'static str, Value)>,
}

impl Editor {
    /// Starts a server that works in `folder`.
    pub(crate) fn start(folder: &Path, typed: &[&str]) -> Editor {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cable-lint"));
        command.args(["server", "--as-of", "2026-11-29"]).args(typed).current_dir(folder);
        let mut server = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("it starts");
        let stdin = server.stdin.take().expect("piped");
        let mut stdout = BufReader::new(server.stdout.take().expect("piped"));
        let (send, inbox) = channel();
        thread::spawn(move || {
            while let Some(message) = read(&mut stdout) {
                if send.send(message).is_err() {
                    return;
                }
            }
        });
        Editor { server, stdin, inbox, unread: Vec::new(), next: 0, said: Vec::new() }
    }

    /// Starts a server and begins a session with a workspace of one folder.
    pub(crate) fn begin(folder: &Path, capabilities: &Value) -> Editor {
        Editor::begin_with(folder, &[], capabilities, &Value::Null).0
    }

    /// The same with wishes; beside it what `initialize` is answered.
    pub(crate) fn begin_with(folder: &Path, typed: &[&str], capabilities: &Value, wishes: &Value) -> (Editor, Value) {
        let mut editor = Editor::start(folder, typed);
        let folders = json!([{ "uri": uri(folder), "name": "papers" }]);
        let params = json!({
            "processId": null, "rootUri": uri(folder), "workspaceFolders": folders, "capabilities": capabilities,
            "initializationOptions": wishes,
        });
        let answer = editor.ask("initialize", params).expect("it begins");
        editor.tell("initialized", json!({}));
        (editor, answer)
    }

    /// Sends bytes as they are.
    pub(crate) fn send_raw(&mut self, bytes: &[u8]) {
        self.stdin.write_all(bytes).and_then(|()| self.stdin.flush()).expect("the server reads");
    }

    fn send(&mut self, message: Value) {
        let text = message.to_string();
        self.send_raw(format!("Content-Length: {}\r\n\r\n{text}", text.len()).as_bytes());
        self.said.push(("editor", message));
    }

    /// Tells something that needs no answer.
    pub(crate) fn tell(&mut self, method: &str, params: Value) {
        let mut message = json!({ "jsonrpc": "2.0", "method": method });
        message["params"] = params;
        self.send(message);
    }

    /// Asks for something; the number of the request.
    pub(crate) fn request(&mut self, method: &str, params: Value) -> i32 {
        self.next += 1;
        let mut message = json!({ "jsonrpc": "2.0", "id": self.next, "method": method });
        message["params"] = params;
        self.send(message);
        self.next
    }

    /// What a request is answered: its result, or its error.
    pub(crate) fn answer(&mut self, id: i32) -> Result<Value, Value> {
        let mut answer = self.wait(|message| message["id"] == id && message.get("method").is_none());
        match answer.get("error") {
            Some(error) => Err(error.clone()),
            None => Ok(answer["result"].take()),
        }
    }

    /// Asks for something, and waits for the answer.
    pub(crate) fn ask(&mut self, method: &str, params: Value) -> Result<Value, Value> {
        let id = self.request(method, params);
        self.answer(id)
    }

    /// The parameters of the next message with that method.
    pub(crate) fn told(&mut self, method: &str) -> Value {
        self.wait(|message| message["method"] == method)["params"].take()
    }

    /// The next message for which `is_it` holds.
    pub(crate) fn wait(&mut self, is_it: impl Fn(&Value) -> bool) -> Value {
        if let Some(at) = self.unread.iter().position(&is_it) {
            return self.unread.remove(at);
        }
        loop {
            let message = self.inbox.recv_timeout(PATIENCE).expect("the server answers");
            self.said.push(("server", message.clone()));
            if is_it(&message) {
                return message;
            }
            self.unread.push(message);
        }
    }

    /// Whether nothing comes in for a while.
    pub(crate) fn is_silent(&mut self, time: Duration) -> bool {
        self.unread.is_empty() && matches!(self.inbox.recv_timeout(time), Err(RecvTimeoutError::Timeout))
    }

    /// Opens a document.
    pub(crate) fn open(&mut self, uri: &str, language: &str, text: &str) {
        let document = json!({ "uri": uri, "languageId": language, "version": 1, "text": text });
        self.tell("textDocument/didOpen", json!({ "textDocument": document }));
    }

    /// Changes a document.
    pub(crate) fn change(&mut self, uri: &str, version: i32, changes: Value) {
        let mut params = json!({ "textDocument": { "uri": uri, "version": version } });
        params["contentChanges"] = changes;
        self.tell("textDocument/didChange", params);
    }

    /// Asks for the diagnostics of a document.
    pub(crate) fn pull(&mut self, uri: &str) -> Vec<Value> {
        let report = self.ask("textDocument/diagnostic", json!({ "textDocument": { "uri": uri } })).expect("a report");
        assert_eq!(report["kind"], "full");
        report["items"].as_array().expect("items").clone()
    }

    /// Asks something about a place in a document.
    pub(crate) fn at(&mut self, method: &str, uri: &str, line: usize, character: usize) -> Value {
        let place = json!({ "line": line, "character": character });
        self.ask(method, json!({ "textDocument": { "uri": uri }, "position": place })).expect("an answer")
    }

    /// What can be done at a whole line of a document, as a list.
    pub(crate) fn actions(&mut self, uri: &str, line: usize, only: &Value) -> Vec<Value> {
        let range = json!({ "start": { "line": line, "character": 0 }, "end": { "line": line, "character": 999 } });
        let mut context = json!({ "diagnostics": [] });
        if !only.is_null() {
            context["only"] = only.clone();
        }
        let params = json!({ "textDocument": { "uri": uri }, "range": range, "context": context });
        self.ask("textDocument/codeAction", params).expect("a list").as_array().cloned().unwrap_or_default()
    }

    /// Says good-bye, and gives the exit code.
    pub(crate) fn leave(mut self) -> i32 {
        assert_eq!(self.ask("shutdown", Value::Null), Ok(Value::Null));
        self.tell("exit", Value::Null);
        self.exit_code()
    }

    /// Waits for the end.
    pub(crate) fn exit_code(mut self) -> i32 {
        self.server.wait().expect("it ends").code().expect("a code")
    }
}

fn read(stdout: &mut impl BufRead) -> Option<Value> {
    let mut length = None;
    loop {
        let mut line = String::new();
        if stdout.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end().split_once(": ") {
            Some(("Content-Length", digits)) => length = digits.parse().ok(),
            Some(_) => {}
            None => break,
        }
    }
    let mut body = vec![0; length?];
    stdout.read_exact(&mut body).ok()?;
    serde_json::from_slice(&body).ok()
}

/// The URI of a file, whose name has nothing in it that must be spelled out.
pub(crate) fn uri(path: &Path) -> String {
    format!("file://{}", path.to_str().expect("UTF-8"))
}

/// The text after the edits that `edit` makes of one document, by the units of `utf-16`.
pub(crate) fn applied(text: &str, edit: &Value) -> String {
    let changes = edit["changes"].as_object().into_iter().flat_map(|files| files.values());
    let versioned = edit["documentChanges"].as_array().into_iter().flatten().map(|change| &change["edits"]);
    let edits = changes.chain(versioned).flat_map(|edits| edits.as_array().cloned().unwrap_or_default());
    let mut edits: Vec<(usize, usize, String)> = edits
        .map(|edit| {
            let place = |end: &str| byte(text, &edit["range"][end]);
            (place("start"), place("end"), edit["newText"].as_str().expect("text").to_owned())
        })
        .collect();
    edits.sort();
    let mut after = text.to_owned();
    for (start, end, new) in edits.into_iter().rev() {
        after.replace_range(start..end, &new);
    }
    after
}

/// The byte of a place in UTF-16 units.
pub(crate) fn byte(text: &str, place: &Value) -> usize {
    let number = |name: &str| place[name].as_u64().expect("a number") as usize;
    let start = line_starts(text)[number("line")];
    let mut left = number("character");
    for (at, letter) in text[start..].char_indices() {
        if left == 0 {
            return start + at;
        }
        left -= letter.len_utf16();
    }
    text.len()
}

/// The byte at which each line begins.
pub(crate) fn line_starts(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let ends =
        (0..bytes.len()).filter(|&at| bytes[at] == b'\n' || bytes[at] == b'\r' && bytes.get(at + 1) != Some(&b'\n'));
    std::iter::once(0).chain(ends.map(|at| at + 1)).collect()
}
