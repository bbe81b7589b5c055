//! The arguments of `cable-lint test`.

use std::path::PathBuf;

use clap::Args;

use super::Configuration;

/// `cable-lint test`.
#[derive(Debug, Args)]
pub struct TestArgs {
    /// Rule packs to test in addition to the built-in rules [default: the built-in and configured packs]
    #[arg(value_name = "PACK")]
    pub packs: Vec<PathBuf>,
    /// Which configuration to use.
    #[command(flatten)]
    pub configuration: Configuration,
}
