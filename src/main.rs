//! The program: what was typed in, an exit code out.

use std::io::Write;
use std::panic::{self, PanicHookInfo};
use std::process::ExitCode;

use cable_lint::cli::Cli;
use cable_lint::run;

fn main() -> ExitCode {
    panic::set_hook(Box::new(break_off));
    match Cli::read(std::env::args_os()) {
        Ok(cli) => run::run(&cli).into(),
        Err(refusal) => run::refuse(&refusal),
    }
}

/// Says where the program is wrong, and nothing of what it was about: Rust quotes a text that is cut amiss.
#[expect(clippy::exit, reason = "what a broken program found must not be taken for an answer")]
fn break_off(panic: &PanicHookInfo<'_>) {
    let place = panic.location().map_or_else(|| "an unknown place".to_owned(), ToString::to_string);
    // Nobody is left to be told if standard error is gone.
    let _ =
        writeln!(std::io::stderr(), "cable-lint: this is a bug, at {place}; nothing was checked that can be relied on");
    std::process::exit(2);
}
