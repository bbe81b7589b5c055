//! A report in, bytes in files and on standard output out.

use std::io;
use std::path::Path;

use super::atomic::write_file;
use super::console::Console;
use super::{Failure, mend::Mending};
use crate::cli::Output;
use crate::render::{self, Colour, Format, Report};

/// Where the findings go that no file was named for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stream {
    /// Standard output, as ever.
    Stdout,
    /// Standard error, since standard output takes a mended document.
    Stderr,
    /// Nowhere, since standard output takes differences.
    Nowhere,
}

impl Stream {
    /// Where findings go beside what `mending` writes.
    pub(super) fn beside(mending: Option<&Mending>, reads_stdin: bool) -> Stream {
        match mending {
            Some(mending) if mending.only_shows() => Stream::Nowhere,
            Some(_) if reads_stdin => Stream::Stderr,
            _ => Stream::Stdout,
        }
    }
}

/// Checks that outputs do not get into each other's way. No output at all means `pretty` for people.
pub(super) fn settle(typed: &[Output], stream: Stream) -> Result<Vec<Output>, Failure> {
    if typed.is_empty() {
        return Ok(vec![Output { format: Format::Pretty, file: None }]);
    }
    if stream == Stream::Nowhere && typed.iter().any(|output| output.file.is_none()) {
        let why = "`--diff` writes to standard output: write findings as FORMAT=FILE";
        return Err(Failure::Usage(why.to_owned()));
    }
    for (index, output) in typed.iter().enumerate() {
        if typed[..index].iter().any(|other| other.file == output.file) {
            let place = output.file.as_deref().map_or("standard output".to_owned(), shown);
            let help = "write all but one as FORMAT=FILE, each to its own file";
            return Err(Failure::Usage(format!("two formats for {place}: {help}")));
        }
    }
    Ok(typed.to_vec())
}

/// Writes the report to every output: files first, since the reader of standard output may leave.
pub(super) fn write(outputs: &[Output], report: &Report<'_>, stream: Stream, console: Console) -> Result<(), Failure> {
    for output in outputs {
        if let Some(file) = &output.file {
            let failure = |error| Failure::Write { place: shown(file), error };
            write_file(file, |out| render::render(output.format, report, Colour::Never, out)).map_err(failure)?;
        }
    }
    for output in outputs.iter().filter(|output| output.file.is_none()) {
        // What could not be read is told on standard error, and people need not be told twice.
        let unreadable = if output.format.is_for_people() { &[] } else { report.unreadable };
        let report = Report { unreadable, ..*report };
        match stream {
            Stream::Stdout => {
                let colour = console.stdout_colour;
                render::render(output.format, &report, colour, &mut io::stdout().lock()).map_err(Failure::stdout)?;
            }
            // Nobody is left to be told if standard error is gone.
            Stream::Stderr => {
                drop(render::render(output.format, &report, console.stderr_colour, &mut io::stderr().lock()));
            }
            Stream::Nowhere => {}
        }
    }
    Ok(())
}

fn shown(file: &Path) -> String {
    format!("`{}`", file.display())
}
