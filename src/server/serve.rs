//! Serves editors: the language server protocol on standard input and output.
//!
//! One thread reads messages, one holds the state and writes ([`session`]), and a few do the work, each with a snapshot
//! of the document it is about. What is found comes from the same steps as in `cable-lint check`
//! ([`crate::run::check::opened`]); everything else is a view of what they read. Whatever an editor sends, an answer
//! goes back: a panic costs the request that meets it.

mod actions;
mod client;
mod completion;
mod diagnostics;
mod documents;
mod event;
mod hover;
mod mistakes;
mod notices;
mod push;
mod reading;
mod requests;
mod session;
mod suppression;
mod sweep;
mod symbols;
mod text;
mod transport;
mod workspace;

use std::io;
use std::path::PathBuf;

use crate::config::Request;

/// What diagnostics say where they come from, and the name of the server.
const NAME: &str = "cable-lint";

/// The kind of action that applies all safe fixes of a document.
const FIX_ALL: &str = "source.fixAll.cable-lint";

/// The command that explains a rule: its name.
const EXPLAIN: &str = "cable-lint.explain";

/// The command that suppresses a finding: an object with `uri`, `fingerprint` and `reason`.
const SUPPRESS: &str = "cable-lint.suppress";

/// How the server was started.
#[derive(Clone, Debug, Default)]
pub struct Setup {
    /// What the command line says about configuration.
    pub request: Request,
    /// The baseline, absolute.
    pub baseline: Option<PathBuf>,
}

/// Serves one editor until it leaves; tells whether it said good-bye first.
///
/// # Errors
///
/// That standard output cannot be written.
pub fn serve(setup: Setup) -> io::Result<bool> {
    let (events, inbox) = std::sync::mpsc::channel();
    transport::listen(events.clone());
    session::Session::new(setup, events)?.run(&inbox)
}
