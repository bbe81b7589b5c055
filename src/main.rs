//! The program: what was typed in, an exit code out.

use std::process::ExitCode;

use cable_lint::cli::Cli;
use cable_lint::run;

fn main() -> ExitCode {
    match Cli::read(std::env::args_os()) {
        Ok(cli) => run::run(&cli).into(),
        Err(refusal) => refusal.report(),
    }
}
