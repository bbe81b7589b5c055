//! Executes a command and returns the exit code.
//!
//! One file per command. A command writes its result to standard output; errors are written to standard error here.

mod cache;
pub(crate) mod check;
mod compare;
mod config;
pub(crate) mod explain;
mod generate;
mod guard;
mod init;
mod inspect;
mod marking;
mod names;
mod report;
mod rules;
mod selection;
#[cfg(feature = "server")]
mod server;
mod set;
mod suppress;
mod test;
mod text;

use std::io::{self, Write};
use std::process::ExitCode;

use crate::cli::{Cli, Command, ConfigCommand, Configuration, Refusal, SetCommand};
use crate::config as config_files;
use crate::config::{Configs, Request};
use crate::diagnostic::Severity;
use crate::finding;
use crate::render;
use crate::rule::{Applicability, RuleSet};
use crate::source::mistake::{Mistake, TomlFile, plain};
use crate::source::visible::{Spelling, clipped, harmless, visible, visible_lines};
pub use guard::{guarded, install};
use report::console;
use report::console::Console;

/// The severity that fails a run by default.
const FAIL_ON: Severity = Severity::Warning;

/// What is said where no document was found.
const NO_DOCUMENT: &str = "no document matches; see `include` and `exclude`, or use `--allow-empty`";

/// How a command ended. 2 beats 1; what was not written in full was not done, though the reader left early.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// The job was done, and nothing is wrong.
    Clean,
    /// The job was done, and something is wrong with what was looked at.
    Failing,
    /// The job was not done, or not all of it.
    NotDone,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> ExitCode {
        ExitCode::from(status as u8)
    }
}

/// What keeps a command from doing its job.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// Mistakes in files or values that people wrote for cable-lint.
    #[error("there are errors in the configuration")]
    Mistakes(Vec<Mistake>),
    /// What was typed makes no sense together.
    #[error("{0}")]
    Usage(String),
    /// A file that was to be read for other than its text could not be.
    #[error("cannot read `{file}`: {}", plain(error))]
    Read {
        /// The file.
        file: String,
        /// Why.
        error: io::Error,
    },
    /// Output could not be written.
    #[error("cannot write {place}: {}", plain(error))]
    Write {
        /// What it was to be written to.
        place: String,
        /// Why.
        error: io::Error,
    },
}

impl Failure {
    /// That standard output could not be written.
    fn stdout(error: io::Error) -> Failure {
        Failure::Write { place: "to standard output".to_owned(), error }
    }
}

/// Says why what was typed cannot be done, and gives the exit code.
pub fn refuse(refusal: &Refusal) -> ExitCode {
    match refusal.is_help() {
        true => refusal.print(),
        false => {
            // What was typed may be names of strangers' files. Nobody is left to be told if standard error is gone.
            let _ = tell(&visible_lines(&discreet(&refusal.to_string(), wary(&typed_configuration(), None).as_ref())));
            Status::NotDone.into()
        }
    }
}

/// Does what was typed.
pub fn run(cli: &Cli) -> Status {
    let console = Console::new(cli.color, cli.links);
    let done = match &cli.command {
        Command::Check(typed) => check::check(typed, console),
        Command::Config(typed) => config::config(typed),
        Command::Explain(typed) => explain::explain(typed, console),
        Command::Generate(typed) => generate::generate(typed),
        Command::Init(typed) => init::init(typed),
        Command::Inspect(typed) => inspect::inspect(typed),
        Command::Marking(typed) => marking::marking(typed),
        Command::Rules(typed) => rules::rules(typed, console),
        #[cfg(feature = "server")]
        Command::Server(typed) => server::server(typed),
        Command::Set(typed) => set::set(typed),
        Command::Suppress(typed) => suppress::suppress(typed),
        Command::Test(typed) => test::test(typed),
        Command::Text(typed) => text::text(typed, console),
    };
    done.unwrap_or_else(|failure| {
        // Nobody is left to be told if standard error is gone, too.
        let _ = report(&failure, configuration(&cli.command), console);
        Status::NotDone
    })
}

fn report(failure: &Failure, typed: Option<&Configuration>, console: Console) -> io::Result<()> {
    let typed = typed.cloned().unwrap_or_default();
    match failure {
        Failure::Mistakes(mistakes) => {
            let wary = |file: &TomlFile| wary(&typed, Some(&file.name));
            render::mistakes(mistakes, &wary, console.stderr_colour, &mut console::stderr())
        }
        other => {
            let said = discreet(&other.to_string(), wary(&typed, None).as_ref());
            tell(&format!("cable-lint: {}\n", visible(&said)))
        }
    }
}

/// The configuration that a command was told to use.
fn configuration(command: &Command) -> Option<&Configuration> {
    match command {
        Command::Check(typed) => Some(&typed.configuration),
        Command::Config(typed) => match &typed.command {
            ConfigCommand::Show(typed) => Some(&typed.configuration),
            ConfigCommand::Check(typed) => Some(&typed.configuration),
            ConfigCommand::Schema => None,
        },
        Command::Explain(typed) => Some(&typed.configuration),
        Command::Inspect(typed) => Some(&typed.configuration),
        Command::Marking(typed) => Some(&typed.configuration),
        Command::Rules(typed) => Some(&typed.configuration),
        #[cfg(feature = "server")]
        Command::Server(typed) => Some(&typed.configuration),
        Command::Suppress(typed) => Some(&typed.configuration),
        Command::Test(typed) => Some(&typed.configuration),
        Command::Text(typed) => Some(&typed.configuration),
        Command::Set(typed) => match &typed.command {
            SetCommand::Map(typed) => Some(&typed.configuration),
            SetCommand::Compare(typed) => Some(&typed.configuration),
            SetCommand::Reduce(_) => None,
        },
        Command::Generate(_) | Command::Init(_) => None,
    }
}

/// The configuration of a command line that makes no sense.
fn typed_configuration() -> Configuration {
    let typed: Vec<String> = std::env::args_os().map(|word| word.to_string_lossy().into_owned()).collect();
    let joined = typed.iter().filter_map(|word| word.strip_prefix("--config=")).map(str::to_owned);
    let parted = typed.windows(2).filter(|pair| pair[0] == "--config").map(|pair| pair[1].clone());
    Configuration { config: joined.chain(parted).collect(), isolated: typed.iter().any(|word| word == "--isolated") }
}

/// The rules by which what is told of `file`, if that is a configuration, or of what was typed is masked.
fn wary(typed: &Configuration, file: Option<&str>) -> Option<RuleSet> {
    let request = request(typed).unwrap_or_default();
    let mistaken = file.filter(|file| file.ends_with(config_files::FILE_NAME)).map(|file| request.cwd.join(file));
    config_files::wary(request, mistaken)
}

/// The most characters that an error says: it may quote what was typed.
const LONGEST: usize = 8000;

/// `text` without what a finding would mask in it, and no longer than a reader wants.
fn discreet(text: &str, rules: Option<&RuleSet>) -> String {
    let text = clipped(text, LONGEST);
    rules.map_or_else(|| text.to_string(), |rules| finding::guarded(&text, rules))
}

/// What the command line says about configuration. A value with `=` that names no file is a key to override.
fn request(typed: &Configuration) -> Result<Request, Failure> {
    let cwd =
        std::env::current_dir().map_err(|error| Failure::Read { file: "the current directory".to_owned(), error })?;
    let mut request = Request { isolated: typed.isolated, cwd, ..Request::default() };
    for value in &typed.config {
        let path = request.cwd.join(value);
        if value.contains('=') && !path.exists() {
            request.inline.push(value.clone());
        } else if request.file.replace(path).is_some() {
            return Err(Failure::Usage("`--config` names two files; only one can apply".to_owned()));
        }
    }
    if request.isolated && request.file.is_some() {
        return Err(Failure::Usage("`--isolated` ignores configuration files, but `--config` names one".to_owned()));
    }
    Ok(request)
}

/// All configurations, for a command about the current directory.
fn configs_here(typed: &Configuration) -> Result<Configs, Failure> {
    let configs = Configs::new(request(typed)?).map_err(Failure::Mistakes)?;
    configs.here();
    let mistakes = configs.mistakes();
    if mistakes.is_empty() { Ok(configs) } else { Err(Failure::Mistakes(mistakes)) }
}

/// Says something on standard error.
fn tell(text: &str) -> io::Result<()> {
    console::stderr().write_all(harmless(text, Spelling::Text).as_bytes())
}

/// Writes a whole answer to standard output.
fn answer(text: &str) -> Result<(), Failure> {
    match answer_bytes(harmless(text, Spelling::Text).as_bytes()) {
        // Who has read enough of a list leaves: `cable-lint rules | head`.
        Err(Failure::Write { error, .. }) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        done => done,
    }
}

/// Writes a whole answer that need not be UTF-8 to standard output.
fn answer_bytes(bytes: &[u8]) -> Result<(), Failure> {
    let mut stdout = console::stdout();
    stdout.write_all(bytes).and_then(|()| stdout.flush()).map_err(Failure::stdout)
}

/// A value as JSON for programs, one member a line.
fn json(value: &impl serde::Serialize) -> String {
    let text = serde_json::to_string_pretty(value).expect("strings and lists of them always become JSON");
    harmless(&(text + "\n"), Spelling::Json).into_owned()
}

/// A level as people write it.
fn level_word(level: Option<Severity>) -> &'static str {
    level.map_or("ignore", Severity::word)
}

/// Whether and how a fix can be applied.
fn fixable(fix: Option<Applicability>) -> &'static str {
    match fix {
        Some(Applicability::Safe) => "safe fix",
        Some(Applicability::Unsafe) => "unsafe fix",
        None => "",
    }
}
