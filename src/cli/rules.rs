//! The arguments of `cable-lint rules`.

use clap::{Args, ValueEnum};

use super::Configuration;

/// `cable-lint rules`.
#[derive(Debug, Args)]
pub struct RulesArgs {
    /// List only rules that have these words in their names, summaries or sources, or else in all that is said of them
    pub words: Vec<String>,
    /// The output format
    #[arg(
        short,
        long,
        value_name = "text|json",
        default_value = "text",
        hide_default_value = true,
        hide_possible_values = true,
        help_heading = "Output"
    )]
    pub output_format: RulesFormat,
    /// Which configuration to use.
    #[command(flatten)]
    pub configuration: Configuration,
}

/// The output formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum RulesFormat {
    /// For people
    Text,
    /// For programs
    Json,
}
