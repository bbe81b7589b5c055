//! The arguments of `cable-lint check`.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{ArgGroup, ArgMatches, Args, ValueEnum};
use jiff::civil::Date;
use serde::de::DeserializeOwned;

use super::{Configuration, Files, date};
use crate::config::{Assumed, KINDS, LevelFlag, PROFILES, STYLES};
use crate::diagnostic::Severity;
use crate::diagnostic::parse_level;
use crate::document::{Kind, Profile, Style};
use crate::render::{Facet, Format, Output};

/// `cable-lint check`.
#[derive(Debug, Args)]
#[command(group = ArgGroup::new("mending").args(["fix", "diff"]))]
pub struct CheckArgs {
    /// Which documents to check.
    #[command(flatten)]
    pub files: Files,

    #[command(flatten)]
    levels: Levels,
    /// The level flags in the order typed.
    #[arg(skip)]
    pub level_flags: Vec<LevelFlag>,
    /// Run only these rules, at their configured level; rules set to `ignore` stay ignored
    #[arg(long, value_name = "RULE", value_delimiter = ',', help_heading = "Rules")]
    pub only: Vec<String>,
    /// Take all documents for this kind, whatever configurations say; `auto` reads it from the text
    #[arg(long, value_parser = assumed::<Kind>(&KINDS), help_heading = "Rules")]
    pub kind: Option<Assumed<Kind>>,
    /// Judge all documents by this marking system; `auto` reads it from the text
    #[arg(long, value_parser = assumed::<Style>(&STYLES), help_heading = "Rules")]
    pub style: Option<Assumed<Style>>,
    /// What the documents are for: `foia` before release under FOIA, `released` after, `frus`, `court`, or `draft`
    #[arg(long, value_parser = assumed::<Profile>(&PROFILES), help_heading = "Rules")]
    pub profile: Option<Assumed<Profile>>,
    /// The date of documents without a date in their text
    #[arg(long, value_name = "DATE|auto", value_parser = date_or_auto, help_heading = "Rules")]
    pub date: Option<Assumed<Date>>,
    /// The current date, for rules that depend on it [default: the system date, UTC]
    #[arg(long, value_name = "DATE", value_parser = date, help_heading = "Rules")]
    pub as_of: Option<Date>,

    /// Which configuration to use.
    #[command(flatten)]
    pub configuration: Configuration,

    /// Compare the documents with each other though no directory is named
    #[arg(long, conflicts_with = "no_set", help_heading = "Set")]
    pub set: bool,
    /// Do not compare the documents of directories with each other
    #[arg(long, help_heading = "Set")]
    pub no_set: bool,
    /// Compare the documents also with those of the index FILE, which are not checked themselves
    #[arg(long, value_name = "FILE", conflicts_with_all = ["no_set", "diff"], help_heading = "Set")]
    pub set_index: Option<PathBuf>,
    /// Write an index of the documents, and of those of `--set-index`, to FILE
    #[arg(long, value_name = "FILE", conflicts_with_all = ["no_set", "diff"], help_heading = "Set")]
    pub write_set_index: Option<PathBuf>,

    /// Do not fail if pages of a PDF are pictures without text, which cannot be checked
    #[arg(long, help_heading = "Files")]
    pub allow_images: bool,

    /// Apply safe fixes, then check the result; fixed standard input is written to standard output
    #[arg(long, conflicts_with = "diff", help_heading = "Fixes")]
    pub fix: bool,
    /// With `--fix` or `--diff`, also apply unsafe fixes, which can change the meaning of a document
    #[arg(long, requires = "mending", help_heading = "Fixes")]
    pub unsafe_fixes: bool,
    /// Record the fixes in FILE, one line of JSON each
    #[arg(long, value_name = "FILE", requires = "fix", conflicts_with = "diff", help_heading = "Fixes")]
    pub fix_log: Option<PathBuf>,
    /// Show what the fixes would change, without changing it; the exit code is 1 if anything would change
    #[arg(long, help_heading = "Fixes")]
    pub diff: bool,

    /// Ignore all suppressions
    #[arg(long, conflicts_with_all = ["write_baseline", "prune_baseline"], help_heading = "Suppressions")]
    pub no_suppressions: bool,
    /// Also show suppressed findings, marked as such; they do not affect the exit code
    #[arg(long, help_heading = "Suppressions")]
    pub show_suppressed: bool,
    /// Suppress the findings listed in FILE, instead of the configured baseline
    #[arg(long, value_name = "FILE", help_heading = "Suppressions")]
    pub baseline: Option<PathBuf>,
    /// Write the findings that are not otherwise suppressed to the baseline; entries for unchecked files are kept
    #[arg(long, conflicts_with = "prune_baseline", help_heading = "Suppressions")]
    pub write_baseline: bool,
    /// Remove findings that no longer occur from the baseline
    #[arg(long, help_heading = "Suppressions")]
    pub prune_baseline: bool,

    /// The formats, each with the file to write to; standard output without one.
    #[arg(short, long, value_name = "FORMAT[=FILE]", value_parser = Output::read, help_heading = "Output")]
    #[arg(help = formats())]
    pub output_format: Vec<Output>,
    /// Show masked text; only on a terminal
    #[arg(long, help_heading = "Output")]
    pub reveal: bool,
    /// Whether `pretty` and `html` quote documents
    #[arg(
        long,
        value_name = "always|never",
        default_value = "always",
        hide_default_value = true,
        hide_possible_values = true,
        help_heading = "Output"
    )]
    pub snippets: Snippets,
    /// Print the number of findings by rule to standard error; or by group, year, classification or folder
    #[arg(
        long,
        value_name = "BY",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "rule",
        value_delimiter = ',',
        value_parser = Facet::read,
        help_heading = "Output"
    )]
    pub statistics: Vec<Facet>,
    /// Do not print a summary to standard error
    #[arg(short, long, conflicts_with = "verbose", help_heading = "Output")]
    pub quiet: bool,
    /// Print the configuration files used, and a summary even if standard error is not a terminal
    #[arg(short, long, help_heading = "Output")]
    pub verbose: bool,
    /// Do not show a progress bar
    #[arg(long, help_heading = "Output")]
    pub no_progress: bool,

    /// The lowest severity that makes the exit code 1 [default: warning]
    #[arg(long, value_name = "error|warning|info", hide_possible_values = true, value_parser = severity(), help_heading = "Exit code")]
    pub fail_on: Option<Severity>,
    /// The lowest severity that is reported; milder findings are not shown, counted or fixed
    #[arg(long, value_name = "error|warning|info", hide_possible_values = true, value_parser = severity(), help_heading = "Output")]
    pub min_severity: Option<Severity>,
    /// Exit with 0 whatever is found; still with 2 if the job could not be completed
    #[arg(long, help_heading = "Exit code")]
    pub exit_zero: bool,

    /// The number of threads [default: one per core]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024), help_heading = "Speed")]
    pub jobs: Option<u16>,
    /// Lint every document, even if nothing has changed since an earlier run
    #[arg(long, conflicts_with = "cache_dir", help_heading = "Speed")]
    pub no_cache: bool,
    /// Keep what was found below DIR [default: where the system keeps caches]
    #[arg(long, value_name = "DIR", help_heading = "Speed")]
    pub cache_dir: Option<PathBuf>,
    /// Print the time that each rule took to standard error
    #[arg(long, help_heading = "Speed")]
    pub timings: bool,
}

/// The flags that set the level of rules.
#[derive(Debug, Args)]
struct Levels {
    /// Set a rule, a group or `all` to error; the last of these four flags wins
    #[arg(long, value_name = "RULE", value_delimiter = ',', help_heading = "Rules")]
    error: Vec<String>,
    /// Set it to warning
    #[arg(long, value_name = "RULE", value_delimiter = ',', help_heading = "Rules")]
    warn: Vec<String>,
    /// Set it to info
    #[arg(long, value_name = "RULE", value_delimiter = ',', help_heading = "Rules")]
    info: Vec<String>,
    /// Ignore it
    #[arg(long, value_name = "RULE", value_delimiter = ',', help_heading = "Rules")]
    ignore: Vec<String>,
}

/// Whether `pretty` quotes documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Snippets {
    /// Always.
    Always,
    /// Never.
    Never,
}

impl CheckArgs {
    /// Keeps the level flags in the order typed; clap's structures do not.
    pub(super) fn order_level_flags(&mut self, matches: &ArgMatches) {
        self.level_flags = level_flags(matches);
    }
}

/// The values of the four level flags in the order typed.
fn level_flags(matches: &ArgMatches) -> Vec<LevelFlag> {
    let mut flags = Vec::new();
    for (id, flag) in [("error", "--error"), ("warn", "--warn"), ("info", "--info"), ("ignore", "--ignore")] {
        let names = matches.get_many::<String>(id).unwrap_or_default();
        let level = parse_level(id).flatten();
        let flag = |name: &String| LevelFlag { flag, name: name.clone(), level };
        flags.extend(matches.indices_of(id).unwrap_or_default().zip(names.map(flag)));
    }
    flags.sort_by_key(|(index, _)| *index);
    flags.into_iter().map(|(_, flag)| flag).collect()
}

/// The help of `--output-format`.
fn formats() -> String {
    let [first, middle @ .., last] = Format::ALL.map(Format::name);
    let middle = middle.join(", ");
    format!("Write as {first} (default), {middle} or {last}; to FILE or, by default, to standard output. Repeatable")
}

/// One of `words`, which says the same as in a configuration.
fn assumed<T: DeserializeOwned + Clone + Send + Sync + 'static>(
    words: &'static [&'static str],
) -> impl TypedValueParser<Value = Assumed<T>> {
    PossibleValuesParser::new(words).try_map(|word| Assumed::<T>::read(&word).map_err(|error| error.to_string()))
}

fn date_or_auto(typed: &str) -> Result<Assumed<Date>, String> {
    if typed == "auto" { Ok(Assumed(None)) } else { date(typed).map(|date| Assumed(Some(date))) }
}

fn severity() -> impl TypedValueParser<Value = Severity> {
    PossibleValuesParser::new(["error", "warning", "info"])
        .map(|word| parse_level(&word).flatten().unwrap_or(Severity::Warning))
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use super::super::{Cli, Command};
    use super::*;

    fn check(typed: &[&str]) -> Box<CheckArgs> {
        let typed = ["cable-lint", "check"].iter().chain(typed).map(OsString::from);
        match Cli::read(typed).map(|cli| cli.command) {
            Ok(Command::Check(check)) => check,
            Ok(other) => panic!("{other:?}"),
            Err(refusal) => panic!("{refusal:?}"),
        }
    }

    #[test]
    fn level_flags_keep_the_order_typed() {
        let check = check(&["--ignore", "a,b", "x", "--error=c", "--ignore", "d", "--warn", "a"]);
        let order: Vec<_> = check.level_flags.iter().map(|f| (f.flag, f.name.as_str(), f.level)).collect();
        let (error, warning) = (Some(Severity::Error), Some(Severity::Warning));
        let expected = [
            ("--ignore", "a", None),
            ("--ignore", "b", None),
            ("--error", "c", error),
            ("--ignore", "d", None),
            ("--warn", "a", warning),
        ];
        assert_eq!(order, expected);
    }

    #[test]
    fn hooks_may_say_the_same_flag_twice() {
        assert!(check(&["--force-exclude", "--allow-empty", "--force-exclude", "--allow-empty"]).files.force_exclude);
    }
}
