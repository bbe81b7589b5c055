//! The arguments of `cable-lint config` and `cable-lint init`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::Configuration;

/// `cable-lint config`.
#[derive(Debug, Args)]
pub struct ConfigArgs {
    /// The commands of `cable-lint config`.
    #[command(subcommand)]
    pub command: ConfigCommand,
}

/// The commands of `cable-lint config`.
#[derive(Debug, Subcommand)]
pub enum ConfigCommand {
    /// Show the settings that apply to a document, and where each one is set
    Show(ConfigShow),
    /// Report all errors in configurations
    Check(ConfigCheck),
    /// Write the JSON Schema of `.cable-lint.toml`, for editors
    Schema,
}

/// `cable-lint config show`.
#[derive(Debug, Args)]
pub struct ConfigShow {
    /// A document or a directory; it need not exist
    #[arg(default_value = ".")]
    pub path: PathBuf,
    /// Which configuration to use.
    #[command(flatten)]
    pub configuration: Configuration,
}

/// `cable-lint config check`.
#[derive(Debug, Args)]
pub struct ConfigCheck {
    /// Documents and directories whose configuration to check [default: .]
    pub paths: Vec<PathBuf>,
    /// Which configuration to use.
    #[command(flatten)]
    pub configuration: Configuration,
}

/// `cable-lint init`.
#[derive(Debug, Args)]
pub struct Init {
    /// Where to write `.cable-lint.toml`
    #[arg(value_name = "DIRECTORY", default_value = ".")]
    pub directory: PathBuf,
}
