//! The arguments of `cable-lint explain`.

use clap::{Args, ValueEnum};

use super::Configuration;

/// `cable-lint explain`.
#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// The name of the rule, or words to find it by; if they find several, they are listed
    #[arg(required_unless_present = "check")]
    pub rule: Vec<String>,
    /// Explain a check instead: what it reports, its options, facts and labels, for house rules
    #[arg(long, value_name = "CHECK", conflicts_with = "rule")]
    pub check: Option<String>,
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
