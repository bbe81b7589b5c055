//! The arguments of `cable-lint marking`.

use clap::{Args, ValueEnum};
use jiff::civil::Date;

use super::{Configuration, date};
use crate::marking::Style;

/// `cable-lint marking`.
#[derive(Debug, Args)]
pub struct MarkingArgs {
    /// Markings, such as "SECRET//NOFORN" or "(S//NF)" [default: the lines of standard input]
    #[arg(value_name = "TEXT")]
    pub texts: Vec<String>,
    /// The kind of marking; `auto` treats text in parentheses as a portion mark
    #[arg(
        long,
        value_name = "banner|portion|auto",
        default_value = "auto",
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub kind: MarkingKindArg,
    /// The date whose rules apply [default: the system date, UTC]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub date: Option<Date>,
    /// The marking system whose rules apply [default: ic]
    #[arg(long, value_name = "ic|dod|state|cui", value_parser = style)]
    pub style: Option<Style>,
    /// Print the roll-up of the portion marks in each TEXT
    #[arg(long, conflicts_with = "kind")]
    pub rollup: bool,
    /// The output format
    #[arg(
        short,
        long,
        value_name = "text|json-lines",
        default_value = "text",
        hide_default_value = true,
        hide_possible_values = true,
        help_heading = "Output"
    )]
    pub output_format: MarkingFormat,
    /// Which configuration to use.
    #[command(flatten)]
    pub configuration: Configuration,
}

/// The kinds of marking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum MarkingKindArg {
    /// Decided by parentheses.
    Auto,
    /// The overall marking of a page or document.
    Banner,
    /// The mark at the start of a portion.
    Portion,
}

/// The output formats.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum MarkingFormat {
    /// For people
    Text,
    /// For programs
    JsonLines,
}

fn style(typed: &str) -> Result<Style, String> {
    Style::named(typed).ok_or_else(|| "unknown marking system; write ic, dod, state or cui".to_owned())
}
