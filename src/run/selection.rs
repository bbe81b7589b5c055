//! Interprets the file arguments of the command line.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::Failure;
use crate::cli::Files;
use crate::config::{BadGlob, Globs};
use crate::files::Selection;
use crate::source::mistake::{Mistake, TomlFile};

/// What the command line says about files.
pub(super) fn selection(typed: &Files, cwd: PathBuf, threads: usize) -> Result<Selection, Failure> {
    let mut paths = typed.paths.clone();
    let stdin = Path::new("-");
    let reads_stdin = paths.iter().any(|path| path == stdin);
    if typed.stdin_filename.is_some() && !reads_stdin {
        return Err(Failure::Usage("`--stdin-filename` names standard input; add `-` to read it".to_owned()));
    }
    if let Some(list) = &typed.files_from {
        if list == stdin && reads_stdin {
            return Err(Failure::Usage("standard input cannot be both a document and a list of files".to_owned()));
        }
        paths.extend(read_list(list)?);
    } else if paths.is_empty() {
        paths.push(PathBuf::from("."));
    }
    Ok(Selection {
        include: if typed.include.is_empty() { None } else { Some(globs("--include", &typed.include)?) },
        exclude: globs("--exclude", &typed.exclude)?,
        stdin_name: typed.stdin_filename.clone(),
        force_exclude: typed.force_exclude,
        ignore_files: !typed.no_respect_gitignore,
        cwd,
        threads,
        paths,
    })
}

fn read_list(list: &Path) -> Result<Vec<PathBuf>, Failure> {
    let read = if list == Path::new("-") { io::read_to_string(io::stdin()) } else { fs::read_to_string(list) };
    let text = read.map_err(|error| Failure::Read { file: list.display().to_string(), error })?;
    Ok(text.lines().filter(|line| !line.is_empty()).map(PathBuf::from).collect())
}

fn globs(flag: &str, patterns: &[String]) -> Result<Globs, Failure> {
    Globs::new(patterns.iter().map(String::as_str)).map_err(|bad| {
        let mistake = |bad: BadGlob| -> Mistake {
            let pattern = &patterns[bad.index];
            TomlFile::new(flag, pattern.as_str()).mistake(0..pattern.len(), bad.message)
        };
        Failure::Mistakes(bad.into_iter().map(mistake).collect())
    })
}
