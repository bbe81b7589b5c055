//! Runs `cable-lint suppress`: writes a `[[suppress]]` entry for each finding that may stay.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;

use super::check::known::Known;
use super::check::lint::{each, read};
use super::check::{listed, threads, today};
use super::names::MaskedNames;
use super::report::atomic;
use super::{Failure, Status, answer, request, selection, tell};
use crate::cli::{Files, SuppressArgs};
use crate::config::{Config, Configs, NewEntry, Request, find, normal, pattern, way, with_entries};
use crate::files::{Input, Listed};
use crate::finding::{Finding, Showing, resolve};
use crate::source::mistake::{Mistake, TomlFile, plain};
use crate::source::visible::visible;
use crate::view;

/// The new entries of each configuration file.
type ByFile = BTreeMap<PathBuf, Vec<NewEntry>>;

pub(super) fn suppress(typed: &SuppressArgs) -> Result<Status, Failure> {
    let wishes = Request { today: typed.as_of.or_else(today), ..request(&typed.configuration)? };
    let cwd = wishes.cwd.clone();
    let configs = Configs::new(wishes).map_err(Failure::Mistakes)?;
    let known = Known::new(None, true, &cwd, &configs)?;
    let files = Files { paths: typed.paths.clone(), ..Files::default() };
    let selection = selection::selection(&files, cwd.clone(), threads(None))?;
    let listing = listed(&selection, &configs)?;
    let wanted = wanted(typed, &listing.documents)?;
    let names = MaskedNames::new(&configs, &listing);
    let found = each(&listing.documents, selection.threads, &AtomicUsize::new(0), &|document| {
        unsuppressed(document, &known, &wanted)
    })?;
    let mut troubles: Vec<String> =
        listing.unreadable.iter().map(|unread| format!("{}: {}", unread.filename, unread.reason)).collect();
    let mut entries = ByFile::new();
    for (document, found) in listing.documents.iter().zip(found) {
        match found {
            Ok(found) if found.is_empty() => {}
            Ok(found) => {
                let file = own_file(&document.config, &cwd)
                    .ok_or_else(|| no_configuration(&names.shown(&document.place.name())))?;
                let new = found.iter().map(|finding| entry(finding, document, typed, &cwd));
                entries.entry(file).or_default().extend(new);
            }
            Err(reason) => troubles.push(format!("{}: {reason}", document.place.name())),
        }
    }
    for trouble in &troubles {
        // Nobody is left to be told if standard error is gone.
        let _ = tell(&format!("cable-lint: cannot read {}\n", visible(&names.shown(trouble))));
    }
    let mut said = String::new();
    for (file, new) in &entries {
        write(file, new, typed, &cwd, &mut said)?;
    }
    if entries.is_empty() {
        said.push_str("nothing to suppress: there is no such finding\n");
    }
    answer(&said)?;
    Ok(if troubles.is_empty() { Status::Clean } else { Status::NotDone })
}

/// The names of the rules that were asked for.
fn wanted(typed: &SuppressArgs, documents: &[Listed]) -> Result<BTreeSet<String>, Failure> {
    let mut wanted = BTreeSet::new();
    let mut mistakes: Vec<Mistake> = Vec::new();
    for name in &typed.rule {
        let answers: Vec<_> = documents.iter().map(|document| (document, find(&document.rules, name))).collect();
        for (document, found) in &answers {
            let found = found.iter().flatten().map(|&rule| document.rules.rules()[rule].name.clone());
            wanted.extend(found);
        }
        if let Some((_, Err(unknown))) = answers.first()
            && answers.iter().all(|(_, found)| found.is_err())
        {
            let mistake = TomlFile::new("--rule", name.as_str()).mistake(0..name.len(), &*unknown.message);
            mistakes.push(Mistake { help: unknown.help.clone(), ..mistake });
        }
    }
    if mistakes.is_empty() { Ok(wanted) } else { Err(Failure::Mistakes(mistakes)) }
}

/// The findings of `wanted` in a document that nothing suppresses yet.
fn unsuppressed(document: &Listed, known: &Known, wanted: &BTreeSet<String>) -> Result<Vec<Finding>, String> {
    let bytes = read(document).map_err(|error| plain(&error))?;
    let source = view::open(document.place.name(), bytes).map_err(|error| error.to_string())?;
    let diagnostics = crate::lint(&source, &document.rules);
    let mut found = resolve(&source, &diagnostics, &document.rules, Showing::default());
    known.mark_old(document, &mut found);
    found.retain(|finding| finding.suppression.is_none() && wanted.contains(&finding.code));
    Ok(found)
}

/// The file in which a configuration's own entries are.
fn own_file(config: &Arc<Config>, cwd: &Path) -> Option<PathBuf> {
    config.names.last().map(|name| normal(&cwd.join(name)))
}

fn no_configuration(name: &str) -> Failure {
    Failure::Usage(format!("no configuration applies to `{name}`: `cable-lint init` writes one"))
}

fn entry(finding: &Finding, document: &Listed, typed: &SuppressArgs, cwd: &Path) -> NewEntry {
    let path = match &document.place {
        Input::File(path) if finding.masked_filename.is_none() => Some(way(&cwd.join(path), &document.config.root)),
        // What is masked in a name is not written down, and standard input has no place.
        _ => None,
    };
    NewEntry {
        rule: finding.code.clone(),
        fingerprint: finding.fingerprint.clone(),
        path: path.as_deref().and_then(pattern),
        reason: typed.reason.clone(),
        expires: typed.expires,
    }
}

/// Adds the entries to a file, and what was added to `said`.
fn write(file: &Path, new: &[NewEntry], typed: &SuppressArgs, cwd: &Path, said: &mut String) -> Result<(), Failure> {
    let name = way(file, cwd);
    let old = fs::read_to_string(file).map_err(|error| Failure::Read { file: name.clone(), error })?;
    let text = with_entries(&old, new).map_err(|why| Failure::Usage(format!("cannot add to `{name}`: {why}")))?;
    if typed.dry_run {
        let added = with_entries("", new).unwrap_or_default();
        let _ = writeln!(said, "would add to {}:\n\n{}", visible(&name), added.trim());
        return Ok(());
    }
    atomic::replace(file, old.as_bytes(), text.as_bytes())
        .map_err(|kept| Failure::Usage(format!("cannot write `{name}`: {kept}")))?;
    for entry in new {
        let path = entry.path.as_deref().unwrap_or("by its fingerprint");
        let _ = writeln!(said, "{}: {} ({})", visible(&name), entry.rule, visible(path));
    }
    let count = new.len();
    let _ = writeln!(said, "added {count} entr{} to {}", if count == 1 { "y" } else { "ies" }, visible(&name));
    Ok(())
}
