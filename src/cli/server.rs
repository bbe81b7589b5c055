//! The arguments of `cable-lint server`.

use std::path::PathBuf;

use clap::Args;
use jiff::civil::Date;

use super::{Configuration, date};

/// `cable-lint server`.
#[derive(Clone, Debug, Default, Args)]
pub struct ServerArgs {
    /// Which configuration to use.
    #[command(flatten)]
    pub configuration: Configuration,
    /// Suppress the findings listed in FILE
    #[arg(long, value_name = "FILE", help_heading = "Suppressions")]
    pub baseline: Option<PathBuf>,
    /// The current date, for rules that depend on it [default: the system date, UTC]
    #[arg(long, value_name = "DATE", value_parser = date, help_heading = "Rules")]
    pub as_of: Option<Date>,
}
