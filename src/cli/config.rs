//! What was typed behind `cable-lint config` and `cable-lint init`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::Configuration;

/// `cable-lint config`.
#[derive(Debug, Args)]
pub struct Config {
    /// What to do with configurations.
    #[command(subcommand)]
    pub command: ConfigCommand,
}

/// What to do with configurations.
#[derive(Debug, Subcommand)]
pub enum ConfigCommand {
    /// Show what speaks for a document: every setting, and where it was written
    Show(ConfigShow),
    /// Say what is wrong with configurations, all of it
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
