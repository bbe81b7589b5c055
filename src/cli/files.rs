//! The arguments that say which documents a command reads.

use std::path::PathBuf;

use clap::Args;

/// Which documents.
#[derive(Clone, Debug, Default, Args)]
pub struct Files {
    /// Files and directories; `-` is standard input [default: .]
    pub paths: Vec<PathBuf>,

    /// Read matching files in directories, instead of the configured `include`; without `/`, at any depth
    #[arg(long, value_name = "GLOB", help_heading = "Files")]
    pub include: Vec<String>,
    /// Do not read matching files in directories, in addition to the configured `exclude`
    #[arg(long, value_name = "GLOB", help_heading = "Files")]
    pub exclude: Vec<String>,
    /// Apply excludes to files named on the command line, too
    #[arg(long, overrides_with = "force_exclude", help_heading = "Files")]
    pub force_exclude: bool,
    /// Also search files that .gitignore and .ignore exclude
    #[arg(long, help_heading = "Files")]
    pub no_respect_gitignore: bool,
    /// Read the files listed in FILE, one per line; `-` is standard input
    #[arg(long, value_name = "FILE", help_heading = "Files")]
    pub files_from: Option<PathBuf>,
    /// Do not fail if there is no document
    #[arg(long, overrides_with = "allow_empty", help_heading = "Files")]
    pub allow_empty: bool,
    /// The file name of standard input; also selects its configuration
    #[arg(long, value_name = "PATH", help_heading = "Files")]
    pub stdin_filename: Option<PathBuf>,
}
