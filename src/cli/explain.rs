//! What was typed behind `cable-lint explain`.

use clap::{Args, ValueEnum};

use super::Configuration;

/// `cable-lint explain`.
#[derive(Debug, Args)]
pub struct Explain {
    /// The rule, as findings name it
    pub rule: String,
    /// How to write it
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

/// How to write an explanation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExplainFormat {
    /// For people
    Text,
    /// For programs
    Json,
    /// For pages
    Markdown,
}
