//! The arguments of `cable-lint explain`.

use clap::{Args, ValueEnum};

use super::Configuration;

/// `cable-lint explain`.
#[derive(Debug, Args)]
pub struct Explain {
    /// The name of the rule
    pub rule: String,
    /// The output format
    #[arg(
        short,
        long,
        value_name = "text|json|markdown",
        default_value = "text",
        hide_default_value = true,
        hide_possible_values = true,
        help_heading = "Output"
    )]
    pub output_format: ExplainFormat,
    /// Which configuration to use.
    #[command(flatten)]
    pub configuration: Configuration,
}

/// The output formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExplainFormat {
    /// For people
    Text,
    /// For programs
    Json,
    /// For web pages
    Markdown,
}
