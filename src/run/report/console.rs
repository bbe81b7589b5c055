//! Reads from the terminal and the environment whether to use color and links.

use std::env;
use std::io::{self, IsTerminal, StderrLock, StdoutLock};

use ::console::Term;
use anstream::AutoStream;

use crate::cli::When;
use crate::render::{Colour, DiffReader};

/// What output may look like.
#[derive(Clone, Copy, Debug)]
pub(in crate::run) struct Console {
    pub(in crate::run) stdout_terminal: bool,
    pub(in crate::run) stderr_terminal: bool,
    pub(in crate::run) stdout_colour: Colour,
    pub(in crate::run) stderr_colour: Colour,
    /// Whether names may be links that are not text.
    pub(in crate::run) stdout_links: bool,
    pub(in crate::run) stderr_links: bool,
    /// How many characters a line of standard output holds, if it is a terminal.
    pub(in crate::run) width: Option<u16>,
}

/// Standard output, with colors in the way of its console where that does not know the usual one (Windows before 10).
pub(in crate::run) fn stdout() -> AutoStream<StdoutLock<'static>> {
    AutoStream::always(io::stdout().lock())
}

/// Standard error, likewise.
pub(in crate::run) fn stderr() -> AutoStream<StderrLock<'static>> {
    AutoStream::always(io::stderr().lock())
}

impl Console {
    pub(in crate::run) fn new(color: When, links: When) -> Console {
        let (stdout_terminal, stderr_terminal) = (io::stdout().is_terminal(), io::stderr().is_terminal());
        let variable = |name: &str| env::var(name).ok();
        let wish = Wish::read(color, variable);
        let links = |terminal| may_link(links, terminal, variable);
        let colour = |terminal| if wish.colour(terminal) { Colour::Always } else { Colour::Never };
        Console {
            stdout_terminal,
            stderr_terminal,
            stdout_colour: colour(stdout_terminal),
            stderr_colour: colour(stderr_terminal),
            stdout_links: links(stdout_terminal),
            stderr_links: links(stderr_terminal),
            width: Term::stdout().size_checked().map(|(_, columns)| columns).filter(|_| stdout_terminal),
        }
    }

    /// Who reads a difference on standard output.
    pub(in crate::run) fn diff_reader(self) -> DiffReader {
        match self.stdout_terminal {
            true => DiffReader::Terminal(self.stdout_colour),
            false => DiffReader::Program,
        }
    }
}

/// Whether to write links. They are not colors, so NO_COLOR has no say; a terminal that can do nothing has.
fn may_link(typed: When, terminal: bool, variable: impl Fn(&str) -> Option<String>) -> bool {
    match typed {
        When::Always => true,
        When::Never => false,
        When::Auto => terminal && variable("TERM").as_deref() != Some("dumb"),
    }
}

/// What is wished for, wherever the output goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wish {
    Colour,
    Plain,
    Terminal,
}

impl Wish {
    /// The flag, then NO_COLOR, then FORCE_COLOR and CLICOLOR_FORCE, then TERM.
    fn read(typed: When, variable: impl Fn(&str) -> Option<String>) -> Wish {
        let set = |name: &str| variable(name).is_some_and(|value| !value.is_empty());
        let forced = |name: &str| set(name) && variable(name).as_deref() != Some("0");
        match typed {
            When::Always => Wish::Colour,
            When::Never => Wish::Plain,
            When::Auto if set("NO_COLOR") => Wish::Plain,
            When::Auto if forced("FORCE_COLOR") || forced("CLICOLOR_FORCE") => Wish::Colour,
            When::Auto if variable("TERM").as_deref() == Some("dumb") => Wish::Plain,
            When::Auto => Wish::Terminal,
        }
    }

    fn colour(self, terminal: bool) -> bool {
        self == Wish::Colour || (self == Wish::Terminal && terminal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_for_terminals_that_can_do_something() {
        let link = |typed, terminal, term: &str| {
            may_link(typed, terminal, |name| (name == "TERM").then(|| term.to_owned()).or(Some("1".to_owned())))
        };
        assert!(link(When::Auto, true, "xterm"), "NO_COLOR is set, too");
        assert!(!link(When::Auto, true, "dumb") && !link(When::Auto, false, "xterm"));
        assert!(link(When::Always, false, "dumb") && !link(When::Never, true, "xterm"));
    }

    #[test]
    fn the_flag_beats_the_environment() {
        let wish = |typed, set: &[(&str, &str)]| {
            let find = |name: &str| set.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
            Wish::read(typed, find)
        };
        assert_eq!(wish(When::Always, &[("NO_COLOR", "1")]), Wish::Colour);
        assert_eq!(wish(When::Never, &[("FORCE_COLOR", "1")]), Wish::Plain);
        assert_eq!(wish(When::Auto, &[("NO_COLOR", "1"), ("FORCE_COLOR", "1")]), Wish::Plain);
        assert_eq!(wish(When::Auto, &[("NO_COLOR", ""), ("CLICOLOR_FORCE", "1")]), Wish::Colour);
        assert_eq!(wish(When::Auto, &[("FORCE_COLOR", "0")]), Wish::Terminal);
        assert_eq!(wish(When::Auto, &[("TERM", "dumb")]), Wish::Plain);
    }
}
