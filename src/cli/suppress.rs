//! The arguments of `cable-lint suppress`.

use std::path::PathBuf;

use clap::Args;
use jiff::civil::Date;

use super::{Configuration, date};

/// `cable-lint suppress`.
#[derive(Debug, Args)]
pub struct SuppressArgs {
    /// Files and directories [default: .]
    pub paths: Vec<PathBuf>,
    /// The rules whose findings may stay, or groups of rules
    #[arg(long, required = true, value_name = "RULE", value_delimiter = ',', help_heading = "Suppressions")]
    pub rule: Vec<String>,
    /// Why the findings may stay
    #[arg(long, value_name = "TEXT", value_parser = reason, help_heading = "Suppressions")]
    pub reason: String,
    /// The last day on which the entries hold
    #[arg(long, value_name = "DATE", value_parser = date, help_heading = "Suppressions")]
    pub expires: Option<Date>,
    /// Show the entries, and write nothing
    #[arg(long, help_heading = "Suppressions")]
    pub dry_run: bool,
    /// The current date, for rules that depend on it [default: the system date, UTC]
    #[arg(long, value_name = "DATE", value_parser = date, help_heading = "Rules")]
    pub as_of: Option<Date>,
    /// Which configuration to use.
    #[command(flatten)]
    pub configuration: Configuration,
}

fn reason(typed: &str) -> Result<String, String> {
    let reason = typed.trim();
    if reason.is_empty() { Err("say why the findings may stay".to_owned()) } else { Ok(reason.to_owned()) }
}
