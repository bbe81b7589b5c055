//! What was typed behind `cable-lint marking`.

use clap::{Args, ValueEnum};
use jiff::civil::Date;

use super::{Configuration, date};
use crate::marking::Style;

/// `cable-lint marking`.
#[derive(Debug, Args)]
pub struct Marking {
    /// Markings, such as "SECRET//NOFORN" or "(S//NF)" [default: the lines of standard input]
    #[arg(value_name = "TEXT")]
    pub texts: Vec<String>,
    /// What each is; `auto` takes what stands in parentheses for a portion mark
    #[arg(
        long,
        value_name = "banner|portion|auto",
        default_value = "auto",
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub kind: MarkingKind,
    /// The day by whose rules to judge [default: the date of the clock, UTC]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub date: Option<Date>,
    /// The rule book to judge by [default: ic]
    #[arg(long, value_name = "ic|dod|state|cui", value_parser = style)]
    pub style: Option<Style>,
    /// Give the overall marking that the portion marks of each TEXT add up to
    #[arg(long, conflicts_with = "kind")]
    pub rollup: bool,
    /// How to write it
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

/// What kind of marking a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum MarkingKind {
    /// Parentheses tell.
    Auto,
    /// The overall marking of a page or document.
    Banner,
    /// The mark in front of a portion.
    Portion,
}

/// How to write what a marking means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum MarkingFormat {
    /// For people
    Text,
    /// For programs
    JsonLines,
}

fn style(typed: &str) -> Result<Style, String> {
    Style::named(typed).ok_or_else(|| "there is no such rule book; write ic, dod, state or cui".to_owned())
}
