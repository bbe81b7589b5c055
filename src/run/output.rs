//! A report in, bytes in files and on standard output out.
//!
//! A file appears whole or not at all: it is written beside its place and then moved there.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::Failure;
use crate::cli::Output;
use crate::mistake::plain;
use crate::render::{self, Colour, Format, Report};

/// Checks that outputs do not get into each other's way. No output at all means `pretty` on standard output.
pub(super) fn settle(typed: &[Output]) -> Result<Vec<Output>, Failure> {
    if typed.is_empty() {
        return Ok(vec![Output { format: Format::Pretty, file: None }]);
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
pub(super) fn write(outputs: &[Output], report: &Report<'_>, colour: Colour) -> Result<(), Failure> {
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
        render::render(output.format, &report, colour, &mut io::stdout().lock()).map_err(Failure::stdout)?;
    }
    Ok(())
}

/// Writes a file whole or not at all.
pub(super) fn write_file(file: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    // A device or a pipe is written to, a link is followed; only a plain file is replaced.
    let place = fs::canonicalize(file).unwrap_or_else(|_| file.to_owned());
    if fs::metadata(&place).is_ok_and(|found| !found.is_file()) {
        return write(&mut fs::OpenOptions::new().write(true).open(&place)?);
    }
    let directory = match place.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    };
    let mut out = temporary(&directory)?;
    write(&mut out)?;
    out.persist(&place)?;
    Ok(())
}

/// A file beside its place, with the permissions that any new file has.
fn temporary(directory: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".cable-lint-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    // The path of the temporary file, which tempfile adds to its errors, would only puzzle.
    builder.tempfile_in(directory).map_err(|error| io::Error::new(error.kind(), plain_of(&error)))
}

fn plain_of(error: &io::Error) -> String {
    let text = plain(error);
    text.find(" at path ").map_or(text.clone(), |end| text[..end].to_owned())
}

fn shown(file: &Path) -> String {
    format!("`{}`", file.display())
}
