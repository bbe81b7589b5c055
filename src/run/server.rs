//! Runs `cable-lint server`.

use std::io::{self, IsTerminal};

use super::{Failure, Status, request};
use crate::cli::ServerArgs;
use crate::config::{Configs, Request};
use crate::server;
use crate::server::Setup;

pub(super) fn server(typed: &ServerArgs) -> Result<Status, Failure> {
    let today = typed.as_of.or_else(super::check::today);
    let request = Request { today, ..request(&typed.configuration)? };
    Configs::new(request.clone()).map_err(Failure::Mistakes)?;
    let baseline = typed.baseline.as_ref().map(|file| request.cwd.join(file));
    if io::stdin().is_terminal() {
        super::tell(
            "cable-lint: an editor starts this and writes to its standard input (docs/editors.md); Ctrl-D ends it\n",
        )
        .map_err(|error| Failure::Write { place: "to standard error".to_owned(), error })?;
    }
    let failed = |error: io::Error| Failure::Read { file: "standard input".to_owned(), error };
    let ended = server::serve(Setup { request, baseline }).map_err(failed)?;
    Ok(if ended { Status::Clean } else { Status::Failing })
}
