//! Runs the program and returns its exit code.

use std::io::Write;
use std::process::ExitCode;

use cable_lint::cli::Cli;
use cable_lint::run;

fn main() -> ExitCode {
    run::install();
    let typed = || match Cli::read(std::env::args_os()) {
        Ok(cli) => run::run(&cli).into(),
        Err(refusal) => run::refuse(&refusal),
    };
    run::guarded(typed).unwrap_or_else(|bug| {
        // Nothing more can be reported if standard error is closed.
        let _ = writeln!(std::io::stderr(), "cable-lint: this is {bug}; do not rely on any results");
        ExitCode::from(2)
    })
}
