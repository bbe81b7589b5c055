//! The arguments of `cable-lint generate`; man pages and completions from clap's definition of the program.

use std::io::{self, Write};

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Args, CommandFactory, Subcommand};
use clap_complete::Shell;

use super::Cli;

/// `cable-lint generate`.
#[derive(Debug, Args)]
pub struct GenerateArgs {
    /// What to generate.
    #[command(subcommand)]
    pub what: Generated,
}

/// What can be generated, always to standard output.
#[derive(Debug, Subcommand)]
pub enum Generated {
    /// A man page of the program or of one of its commands
    Man {
        /// The command
        #[arg(value_name = "COMMAND", value_parser = command_name)]
        of: Option<String>,
    },
    /// Completions for a shell
    Completions {
        /// bash, elvish, fish, powershell or zsh
        #[arg(hide_possible_values = true)]
        shell: Shell,
    },
    /// The pages of all rules, into a book: a preprocessor for mdBook, which runs it
    Book {
        /// What mdBook asks first: `supports RENDERER`
        #[arg(hide = true)]
        asked: Vec<String>,
    },
    /// All checks for house rules, with the parts and conditions they know, as Markdown
    ChecksMd,
    /// The JSON Schema of rule packs
    PackSchema,
    /// The JSON Schema of files of markings, captions, TAGS, posts and exemption codes
    RegisterSchema,
    /// The built-in rules, as Markdown: the list of all, or the page of a group
    RulesMd {
        /// The group
        group: Option<String>,
    },
}

/// Writes the man page of the program, or of its command `of`, as roff.
///
/// # Errors
///
/// Returns errors of the writer.
pub fn man(of: Option<&str>, out: &mut dyn Write) -> io::Result<()> {
    let mut program = Cli::command().disable_help_subcommand(true);
    // Building gives each command the options that all share, and the name of the program in front of its own.
    program.build();
    let page = of.and_then(|name| program.find_subcommand(name)).unwrap_or(&program).clone();
    let source = format!("cable-lint {}", env!("CARGO_PKG_VERSION"));
    clap_mangen::Man::new(page).source(source).render(&mut &mut *out)
}

/// Writes the command line completions for `shell`, which know `names`: those of rules and groups.
///
/// # Errors
///
/// Returns errors of the writer.
pub fn completions(shell: Shell, names: &[String], out: &mut dyn Write) -> io::Result<()> {
    let mut program = Cli::command();
    for (command, option) in OF_RULES {
        let known = PossibleValuesParser::new(names.iter().cloned().map(PossibleValue::new));
        program =
            program.mut_subcommand(command, |command| command.mut_arg(option, |option| option.value_parser(known)));
    }
    // clap_complete panics where it cannot write, so it writes to memory.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut program, env!("CARGO_PKG_NAME"), &mut script);
    out.write_all(&script)
}

/// The arguments that take the name of a rule.
const OF_RULES: [(&str, &str); 7] = [
    ("check", "error"),
    ("check", "warn"),
    ("check", "info"),
    ("check", "ignore"),
    ("check", "only"),
    ("explain", "rule"),
    ("suppress", "rule"),
];

fn command_name(typed: &str) -> Result<String, String> {
    let program = Cli::command();
    let names: Vec<&str> = program.get_subcommands().map(clap::Command::get_name).collect();
    if names.contains(&typed) {
        return Ok(typed.to_owned());
    }
    let near = crate::source::mistake::nearest(typed, names.iter().copied());
    let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
    Err(format!("there is no such command{near} (commands: {})", names.join(", ")))
}
