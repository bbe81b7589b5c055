//! What happens in a session.

use lsp_server::{Message, RequestId, ResponseError};
use lsp_types::{Diagnostic, Uri};
use serde_json::Value;

/// What happens.
pub(super) enum Event {
    /// The editor says something.
    Message(Box<Message>),
    /// It says what cannot be understood.
    Garbled,
    /// It has gone.
    Closed,
    /// A request was worked on.
    Answered(RequestId, Result<Value, ResponseError>),
    /// All documents were looked at, and all are as the editor knows them.
    Unchanged(RequestId),
    /// A document was looked at, under the configurations of an edition.
    Found { uri: Uri, version: i32, edition: u64, items: Vec<Diagnostic> },
}
