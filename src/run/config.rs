//! Runs `cable-lint config`: shows the settings for a document, checks configurations, prints the schema.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::names::MaskedNames;
use super::{Failure, Status, answer, request};
use crate::cli::{ConfigArgs as Typed, ConfigCheck, ConfigCommand, ConfigShow, Configuration};
use crate::config;
use crate::config::{Config, Configs, Whereabouts, normal};
use crate::finding;
use crate::source::visible::{visible, visible_lines};

pub(super) fn config(typed: &Typed) -> Result<Status, Failure> {
    match &typed.command {
        ConfigCommand::Show(typed) => show(typed),
        ConfigCommand::Check(typed) => check(typed),
        ConfigCommand::Schema => {
            answer(&super::json(&config::schema()))?;
            Ok(Status::Clean)
        }
    }
}

fn show(typed: &ConfigShow) -> Result<Status, Failure> {
    let (mut found, names) = settled(&typed.configuration, std::slice::from_ref(&typed.path))?;
    let Some((path, config)) = found.pop() else { return Ok(Status::Clean) };
    let mut text = format!("# settings for {}: {}\n\n", typed.path.display(), files(&config));
    text.push_str(&config::show(&config, &Whereabouts { path: &path, argument: &path, home: None }));
    answer(&visible_lines(&finding::guarded(&masked(&text, &names), &config.rules())))?;
    Ok(Status::Clean)
}

/// `text` without watched names, which are in paths and reasons. Each line is masked by itself: none continues the
/// words of another.
fn masked(text: &str, names: &MaskedNames) -> String {
    text.split_inclusive('\n').map(|line| names.shown(line)).collect()
}

fn check(typed: &ConfigCheck) -> Result<Status, Failure> {
    let here = [PathBuf::from(".")];
    let paths = if typed.paths.is_empty() { &here } else { &typed.paths[..] };
    let mut text = String::new();
    let (found, names) = settled(&typed.configuration, paths)?;
    for (path, (_, config)) in paths.iter().zip(found) {
        let _ = writeln!(text, "{}: {}: no errors", visible(&path.to_string_lossy()), visible(&files(&config)));
    }
    answer(&masked(&text, &names))?;
    Ok(Status::Clean)
}

/// Absolute paths, each with its configuration.
type Found = Vec<(PathBuf, Arc<Config>)>;

/// The configuration of each of `paths`, and the names to mask in all, if nothing is wrong.
fn settled(typed: &Configuration, paths: &[PathBuf]) -> Result<(Found, MaskedNames), Failure> {
    let request = request(typed)?;
    let cwd = request.cwd.clone();
    let configs = Configs::new(request).map_err(Failure::Mistakes)?;
    let found = paths.iter().map(|path| {
        let path = normal(&cwd.join(path));
        let directory = if path.is_dir() { &path } else { path.parent().unwrap_or(Path::new("/")) };
        let config = configs.at(directory);
        (path, config)
    });
    let found = found.collect();
    let mistakes = configs.mistakes();
    if mistakes.is_empty() { Ok((found, MaskedNames::of(&configs))) } else { Err(Failure::Mistakes(mistakes)) }
}

/// The files that a configuration was read from.
fn files(config: &Config) -> String {
    if config.names.is_empty() { "no configuration file".to_owned() } else { config.names.join(", ") }
}
