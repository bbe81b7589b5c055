//! The arguments of `cable-lint set`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{Configuration, Files};

/// `cable-lint set`.
#[derive(Debug, Args)]
pub struct SetArgs {
    /// What to do.
    #[command(subcommand)]
    pub command: SetCommand,
}

/// The steps of comparing a set in parts.
#[derive(Debug, Subcommand)]
pub enum SetCommand {
    /// Print what documents can be joined by: one line of JSON for each key and document, sorted
    Map(SetMap),
    /// Join lines of `set map`, of which all with one key must be there, or add up lines of `set reduce`
    Reduce(SetReduce),
    /// Compare the documents of lines of `set reduce`, of which all of one document must be there, and print findings
    Compare(SetCompare),
}

/// `cable-lint set map`.
#[derive(Debug, Args)]
pub struct SetMap {
    /// Which documents.
    #[command(flatten)]
    pub files: Files,
    /// Which configuration to use.
    #[command(flatten)]
    pub configuration: Configuration,
    /// Hash names and addresses with the content of FILE, which all parts of one run must share
    #[arg(long, value_name = "FILE")]
    pub key_file: Option<PathBuf>,
}

/// `cable-lint set reduce`.
#[derive(Debug, Args)]
pub struct SetReduce {
    /// Files with the lines [default: standard input]
    pub inputs: Vec<PathBuf>,
}

/// `cable-lint set compare`.
#[derive(Debug, Args)]
pub struct SetCompare {
    /// Files with the lines [default: standard input]
    pub inputs: Vec<PathBuf>,
    /// Suppress the findings listed in FILE, instead of the configured baseline
    #[arg(long, value_name = "FILE", help_heading = "Suppressions")]
    pub baseline: Option<PathBuf>,
    /// Ignore all suppressions
    #[arg(long, help_heading = "Suppressions")]
    pub no_suppressions: bool,
    /// Which configuration to use.
    #[command(flatten)]
    pub configuration: Configuration,
}
