//! Writes a report to files and standard output.

use std::path::{Path, PathBuf};

use super::super::Failure;
use super::atomic::write_file;
use super::console;
use super::console::Console;
use super::identity::{Identity, shown};
use crate::cli::{CheckArgs, Snippets};
use crate::config::OutputSettings;
use crate::finding::Showing;
use crate::render;
use crate::render::{Colour, Format, Output, RunReport};
use crate::run::check::mend::Mending;

/// As many columns stand to the left of a quoted line, and as signs for what is left out.
const GUTTER: u16 = 10;

/// Where the findings go that no file was named for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stream {
    /// Standard output, as ever.
    Stdout,
    /// Standard error, since standard output takes a fixed document.
    Stderr,
    /// Nowhere, since standard output takes differences.
    Nowhere,
}

impl Stream {
    /// Where findings go beside what `mending` writes.
    fn beside(mending: Option<&Mending>, reads_stdin: bool) -> Stream {
        match mending {
            Some(mending) if mending.only_shows() => Stream::Nowhere,
            Some(_) if reads_stdin => Stream::Stderr,
            _ => Stream::Stdout,
        }
    }
}

/// The outputs of a run, each to its own place.
pub(in crate::run) struct Outputs {
    outputs: Vec<Output>,
    stream: Stream,
    console: Console,
}

impl Outputs {
    /// What was typed, or else what the configuration says, or else `pretty` for people.
    pub(in crate::run) fn settle(
        typed: &CheckArgs,
        configured: &OutputSettings,
        mending: Option<&Mending>,
        console: Console,
        cwd: &Path,
    ) -> Result<Outputs, Failure> {
        let stream = Stream::beside(mending, typed.files.paths.iter().any(|path| path == Path::new("-")));
        let outputs = match &typed.output_format[..] {
            [] if configured.formats.is_empty() => vec![Output { format: Format::Pretty, file: None }],
            [] => configured.formats.iter().map(|output| from(cwd, output)).collect(),
            typed => {
                apart(typed, stream)?;
                typed.to_vec()
            }
        };
        if typed.reveal && (!console.stdout_terminal || outputs.iter().any(|output| output.file.is_some())) {
            let why = "`--reveal` shows masked text only on a terminal, never in a file or a pipe";
            let configured = console.stdout_terminal && typed.output_format.is_empty();
            let help = if configured { "; `-o pretty` overrides the configured files" } else { "" };
            return Err(Failure::Usage(format!("{why}{help}")));
        }
        Ok(Outputs { outputs, stream, console })
    }

    /// How much of documents is shown.
    pub(in crate::run) fn showing(&self, typed: &CheckArgs) -> Showing {
        let quotes = typed.snippets == Snippets::Always && self.outputs.iter().any(|output| output.format.quotes());
        // A file is read anywhere, a screen here.
        let on_screen = self.stream == Stream::Stdout && self.outputs.iter().all(|output| output.file.is_none());
        let width = self.console.width.filter(|_| on_screen).map(|width| width.saturating_sub(GUTTER));
        Showing { reveal: typed.reveal, snippets: quotes, width }
    }

    /// Whether documents are to be summed up.
    pub(in crate::run) fn needs_documents(&self, typed: &CheckArgs) -> bool {
        self.outputs.iter().any(|output| output.format.is_of_documents())
            || typed.statistics.iter().any(|facet| facet.is_of_documents())
    }

    /// Whether the texts of documents are to be shown.
    pub(in crate::run) fn needs_texts(&self, typed: &CheckArgs) -> bool {
        self.outputs.iter().any(|output| output.format == Format::Html) && typed.snippets == Snippets::Always
    }

    /// The files that are written.
    pub(in crate::run) fn files(&self) -> impl Iterator<Item = &Path> {
        self.outputs.iter().filter_map(|output| output.file.as_deref())
    }

    /// Writes the report to every output: files first, since the reader of standard output may leave.
    pub(in crate::run) fn write(&self, report: &RunReport<'_>) -> Result<(), Failure> {
        let mut written: Vec<Identity> = Vec::new();
        for output in &self.outputs {
            if let Some(file) = &output.file {
                // Some systems take names for one that looked like two before there was a file.
                let place = Identity::of(file, Path::new(""));
                if place.exists() && written.iter().any(|other| other.is(&place)) {
                    return Err(Failure::Usage(format!(
                        "two reports for one file, {}: write each to its own file",
                        shown(file)
                    )));
                }
                let failure = |error| Failure::Write { place: shown(file), error };
                write_file(file, |out| render::render(output.format, report, Colour::Never, out)).map_err(failure)?;
                written.push(Identity::of(file, Path::new("")));
            }
        }
        for output in self.outputs.iter().filter(|output| output.file.is_none()) {
            self.stream(output.format, report)?;
        }
        Ok(())
    }

    /// Writes the report to standard output.
    fn stream(&self, format: Format, report: &RunReport<'_>) -> Result<(), Failure> {
        // Unreadable files are reported on standard error, and need no second report for people.
        let unreadable = if format.is_for_people() { &[] } else { report.unreadable };
        let Console { stdout_colour, stderr_colour, stdout_links, stderr_links, .. } = self.console;
        match self.stream {
            Stream::Stdout => {
                let report = RunReport { unreadable, links: stdout_links, ..*report };
                render::render(format, &report, stdout_colour, &mut console::stdout()).map_err(Failure::stdout)
            }
            Stream::Stderr => {
                let report = RunReport { unreadable, links: stderr_links, ..*report };
                let failure = |error| Failure::Write { place: "to standard error".to_owned(), error };
                render::render(format, &report, stderr_colour, &mut console::stderr()).map_err(failure)
            }
            Stream::Nowhere => Ok(()),
        }
    }
}

/// A configured output, its file named relative to `cwd`.
fn from(cwd: &Path, output: &Output) -> Output {
    let file = output.file.as_ref().map(|file| file.strip_prefix(cwd).map_or_else(|_| file.clone(), PathBuf::from));
    Output { file, ..*output }
}

/// Sees to it that outputs do not get into each other's way, as the configuration does for its own.
fn apart(typed: &[Output], stream: Stream) -> Result<(), Failure> {
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
    Ok(())
}
