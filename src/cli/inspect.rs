//! The arguments of `cable-lint inspect` and `cable-lint text`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::{Configuration, Files};

/// `cable-lint inspect`.
#[derive(Debug, Args)]
pub struct InspectArgs {
    /// Which documents.
    #[command(flatten)]
    pub files: Files,
    /// Which configuration to use.
    #[command(flatten)]
    pub configuration: Configuration,
    /// List families of copies instead: which documents share passages, and which is the fullest
    #[arg(long, help_heading = "Output")]
    pub set: bool,
    /// The output format
    #[arg(
        short,
        long,
        value_name = "text|json-lines|csv",
        default_value = "text",
        hide_default_value = true,
        hide_possible_values = true,
        help_heading = "Output"
    )]
    pub output_format: InspectFormat,
}

/// The output formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum InspectFormat {
    /// For people
    Text,
    /// For programs, one object a line
    JsonLines,
    /// For tables
    Csv,
}

/// `cable-lint text`.
#[derive(Debug, Args)]
pub struct TextArgs {
    /// The file; `-` is standard input
    pub file: PathBuf,
    /// The file name of standard input; also selects its configuration
    #[arg(long, value_name = "PATH")]
    pub stdin_filename: Option<PathBuf>,
    /// Which configuration to use.
    #[command(flatten)]
    pub configuration: Configuration,
    /// Show masked text; only on a terminal
    #[arg(long, help_heading = "Output")]
    pub reveal: bool,
}
