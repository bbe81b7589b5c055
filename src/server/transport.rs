//! Reads messages from standard input, and writes them to standard output.

use std::io::{self, Write};
use std::sync::mpsc::Sender;
use std::thread;

use lsp_server::{ErrorCode, Message};
use serde_json::json;

use super::event::Event;

/// Sends on what comes in, from a thread of its own. A message that is no JSON is told and the next one read.
pub(super) fn listen(events: Sender<Event>) {
    thread::spawn(move || {
        let mut stdin = io::stdin().lock();
        loop {
            let event = match Message::read(&mut stdin) {
                Ok(Some(message)) => Event::Message(Box::new(message)),
                Err(error) if error.kind() == io::ErrorKind::InvalidData => Event::Garbled,
                Ok(None) | Err(_) => Event::Closed,
            };
            let last = matches!(&event, Event::Closed);
            if events.send(event).is_err() || last {
                return;
            }
        }
    });
}

/// Writes a message.
///
/// # Errors
///
/// That nobody reads it.
pub(super) fn write(message: &Message) -> io::Result<()> {
    message.write(&mut io::stdout().lock())
}

/// Answers what could not be read, so that nothing is known of it.
pub(super) fn refuse_garbled() -> io::Result<()> {
    let error = json!({ "code": ErrorCode::ParseError as i32, "message": "this is not a message in JSON-RPC" });
    let text = json!({ "jsonrpc": "2.0", "id": null, "error": error }).to_string();
    let mut stdout = io::stdout().lock();
    write!(stdout, "Content-Length: {}\r\n\r\n{text}", text.len())?;
    stdout.flush()
}
