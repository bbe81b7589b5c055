//! Parses the command line; the doc comments are the help texts.
//!
//! Only the form of values is checked here; [`crate::run`] gives them meaning. The only module that uses clap. Each
//! command has a file in `cli/`.

mod check;
mod config;
mod explain;
mod files;
mod generate;
mod inspect;
mod marking;
mod rules;
#[cfg(feature = "server")]
mod server;
mod set;
mod suppress;
mod test;

use std::ffi::OsString;
use std::fmt;
use std::path::Path;
use std::process::ExitCode;

use clap::builder::styling::Styles;
use clap::error::{ContextKind, ContextValue};
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

pub use check::{CheckArgs, Snippets};
pub use config::{ConfigArgs, ConfigCheck, ConfigCommand, ConfigShow, Init};
pub use explain::{ExplainArgs, ExplainFormat};
pub use files::Files;
pub use generate::{GenerateArgs, Generated, completions, man};
pub use inspect::{InspectArgs, InspectFormat, TextArgs};
pub use marking::{MarkingArgs, MarkingFormat, MarkingKindArg};
pub use rules::{RulesArgs, RulesFormat};
#[cfg(feature = "server")]
pub use server::ServerArgs;
pub use set::{SetArgs, SetCommand, SetCompare, SetMap, SetReduce};
pub use suppress::SuppressArgs;
pub use test::TestArgs;

/// A linter for US diplomatic cables and other marked government text.
///
/// Documents never leave this machine, and text that a rule marks as sensitive is masked in all output.
#[derive(Debug, Parser)]
#[command(name = "cable-lint", version, arg_required_else_help = true, styles = Styles::plain())]
#[command(
    after_help = "Exit codes: 0 everything was read and nothing failed, 1 findings, 2 the job could not be completed."
)]
pub struct Cli {
    /// The command.
    #[command(subcommand)]
    pub command: Command,
    /// Whether to color output; `auto` depends on the terminal, NO_COLOR and FORCE_COLOR
    #[arg(
        long,
        global = true,
        value_name = "auto|always|never",
        default_value = "auto",
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub color: When,
    /// Whether rule names are links, if `output.rule-url` is set; `auto` depends on the terminal
    #[arg(
        long,
        global = true,
        value_name = "auto|always|never",
        default_value = "auto",
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub links: When,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Lint documents
    Check(Box<CheckArgs>),
    /// Show and check configurations
    Config(ConfigArgs),
    /// Explain a rule: what it checks, why, source, example, fix; or a check, for house rules
    #[command(visible_alias = "rule")]
    Explain(ExplainArgs),
    /// Generate man pages, shell completions, pages of rules and checks, and schemas
    Generate(GenerateArgs),
    /// Write a commented `.cable-lint.toml`; an existing one is never overwritten
    Init(Init),
    /// Show what was read: one row per document, with kind, date, level, number, counts
    Inspect(Box<InspectArgs>),
    /// Check and explain banner lines and portion marks, and convert between the two forms
    Marking(MarkingArgs),
    /// List the rules with their configured levels
    Rules(RulesArgs),
    /// Serve editors: the language server, on standard input and output
    #[cfg(feature = "server")]
    Server(ServerArgs),
    /// Compare sets of documents in parts, where one machine is not enough
    Set(SetArgs),
    /// Write `[[suppress]]` entries for findings that may stay, with a reason, into the configuration
    Suppress(Box<SuppressArgs>),
    /// Test the examples in rule packs
    Test(TestArgs),
    /// Print the text that rules see in a file, with line numbers and places
    Text(TextArgs),
}

/// Whether to do something that depends on the terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum When {
    /// If the output is a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Which configuration to use.
#[derive(Clone, Debug, Default, Args)]
pub struct Configuration {
    /// A configuration file to use for every document, or a key to override, such as "fail-on = 'error'"
    #[arg(long, value_name = "PATH|KEY=VALUE", help_heading = "Configuration")]
    pub config: Vec<String>,
    /// Ignore all configuration files
    #[arg(long, help_heading = "Configuration")]
    pub isolated: bool,
}

/// Why there is nothing to run: help was requested, or the command line is invalid.
#[derive(Debug)]
pub struct Refusal(clap::Error);

/// The options that change documents, let more be seen or make less count: nobody is led to one by a slip of the hand.
const NOT_SUGGESTED: [&str; 9] = [
    "fix",
    "unsafe-fixes",
    "fix-log",
    "write-baseline",
    "prune-baseline",
    "reveal",
    "no-suppressions",
    "exit-zero",
    "allow-images",
];

impl Refusal {
    /// What clap says, without a suggestion that would do harm.
    fn of(mut error: clap::Error) -> Refusal {
        if let Some(ContextValue::String(suggested)) = error.get(ContextKind::SuggestedArg)
            && NOT_SUGGESTED.contains(&suggested.trim_start_matches('-'))
        {
            error.remove(ContextKind::SuggestedArg);
            // It shows the suggestion in its place.
            error.remove(ContextKind::Usage);
        }
        if let Some(ContextValue::String(typed)) = error.get(ContextKind::InvalidSubcommand)
            && Path::new(typed).exists()
        {
            let tip = format!("to check it, write `cable-lint check {typed}`").into();
            error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![tip]));
        }
        Refusal(error)
    }

    /// Whether help was requested.
    pub fn is_help(&self) -> bool {
        !self.0.use_stderr()
    }

    /// Prints the help.
    pub fn print(&self) -> ExitCode {
        ExitCode::from(if self.0.print().is_ok() { 0 } else { 2 })
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.render())
    }
}

impl Cli {
    /// Reads the command line.
    ///
    /// # Errors
    ///
    /// Returns the help, or why the command line is invalid.
    pub fn read(typed: impl IntoIterator<Item = OsString>) -> Result<Cli, Refusal> {
        let matches = Cli::command().try_get_matches_from(typed).map_err(Refusal::of)?;
        let mut cli = Cli::from_arg_matches(&matches).map_err(Refusal)?;
        if let (Command::Check(check), Some((_, matches))) = (&mut cli.command, matches.subcommand()) {
            check.order_level_flags(matches);
        }
        Ok(cli)
    }
}

fn date(typed: &str) -> Result<Date, String> {
    typed.parse().map_err(|_| "this is not a calendar date; write it like 1995-10-14".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_not_led_to_what_does_harm() {
        let said = |flag: &str| {
            let typed = ["cable-lint", "check", flag].map(OsString::from);
            Cli::read(typed).err().map(|refusal| refusal.to_string()).unwrap_or_default()
        };
        for slip in ["--fux", "--fixx", "--unsafe-fix", "--write-baselin", "--prune-basline", "--exit-zer", "--revel"] {
            let said = said(slip);
            let led = said.contains("similar") || NOT_SUGGESTED.iter().any(|name| said.contains(&format!("--{name} ")));
            assert!(said.contains("unexpected argument") && !led, "{said}");
        }
        for (slip, meant) in [("--dif", "--diff"), ("--baselin", "--baseline"), ("--fail-om", "--fail-on")] {
            assert!(said(slip).contains(&format!("'{meant}'")), "{}", said(slip));
        }
        for name in NOT_SUGGESTED {
            let check = Cli::command().find_subcommand("check").cloned().expect("there");
            assert!(check.get_arguments().any(|option| option.get_long() == Some(name)), "{name}");
        }
    }

    #[test]
    fn the_definition_holds_together() {
        Cli::command().debug_assert();
    }
}
