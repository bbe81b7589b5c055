//! The program: what was typed in, an exit code out.

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
        // Nobody is left to be told if standard error is gone.
        let _ = writeln!(std::io::stderr(), "cable-lint: this is {bug}; nothing was checked that can be relied on");
        ExitCode::from(2)
    })
}
