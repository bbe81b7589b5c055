//! Runs `cable-lint set`: the steps of comparing a set in parts, for engines that distribute them.
//!
//! `map` reads documents and prints what they can be joined by, `reduce` joins lines with the same key, `compare` reads
//! the documents that have something in common again. The lines are a contract; see `docs/spark.md`.

mod line;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::atomic::AtomicUsize;

use xxhash_rust::xxh3::xxh3_64;

use super::check::known::{Asked, Known};
use super::check::lint::{each, read};
use super::check::{listed, threads, today};
use super::compare::gathering::unkept;
use super::compare::{Shelf, groups};
use super::{FAIL_ON, Failure, Status, request, selection, tell};
use crate::cli::{Files, SetArgs, SetCommand, SetCompare, SetMap, SetReduce};
use crate::config::{BaselineFile, Configs, Request};
use crate::files::Listed;
use crate::finding::Showing;
use crate::render::finding_line;
use crate::set::{Join, Pair, SetEntry, summed};
use crate::source::mistake::plain;
use crate::source::visible::{Spelling, harmless, visible};
use crate::view;
use line::{KeyRow, PairLine, SetLine};

pub(super) fn set(typed: &SetArgs) -> Result<Status, Failure> {
    match &typed.command {
        SetCommand::Map(typed) => map(typed),
        SetCommand::Reduce(typed) => reduce(typed),
        SetCommand::Compare(typed) => compare(typed),
    }
}

fn map(typed: &SetMap) -> Result<Status, Failure> {
    let wishes = Request { today: today(), ..request(&typed.configuration)? };
    let cwd = wishes.cwd.clone();
    let configs = Configs::new(wishes).map_err(Failure::Mistakes)?;
    let seed = match &typed.key_file {
        Some(file) => xxh3_64(&fs::read(file).map_err(|error| unread(file, error))?),
        None => 0,
    };
    let selection = selection::selection(&typed.files, cwd, threads(None))?;
    let listing = listed(&selection, &configs)?;
    let rows = |document: &Listed| rows(document, seed);
    let mapped = each(&listing.documents, selection.threads, &AtomicUsize::new(0), &rows)?;
    let mut troubles: Vec<(String, String)> =
        listing.unreadable.into_iter().map(|it| (it.filename, it.reason)).collect();
    let mut lines = Vec::new();
    for (document, mapped) in listing.documents.iter().zip(mapped) {
        match mapped {
            Ok(mapped) => lines.extend(mapped),
            Err(reason) => troubles.push((document.place.name(), reason)),
        }
    }
    lines.sort_unstable();
    print(&lines)?;
    for (name, reason) in &troubles {
        let _ = tell(&format!("cable-lint: cannot read {}\n", visible(&format!("{name}: {reason}"))));
    }
    let empty = listing.documents.is_empty() && troubles.is_empty() && !typed.files.allow_empty;
    if empty {
        return Err(Failure::Usage(super::NO_DOCUMENT.to_owned()));
    }
    Ok(if troubles.is_empty() { Status::Clean } else { Status::NotDone })
}

/// The lines of one document.
fn rows(document: &Listed, seed: u64) -> Result<Vec<String>, String> {
    let bytes = read(document).map_err(|error| plain(&error))?;
    let file = view::open(document.place.name(), bytes).map_err(|error| error.to_string())?;
    let mut entry = SetEntry::default();
    crate::lint_seen(&file, &document.rules, &mut |_, look| look(), &mut |documents, found| {
        entry = crate::check::copies::entry(documents, found, &document.rules, seed);
    });
    let name = document.place.name();
    Ok(KeyRow::of(&entry, &name).map(|row| SetLine::KeyRow(row).written()).collect())
}

fn reduce(typed: &SetReduce) -> Result<Status, Failure> {
    let (mut rows, mut pairs, mut names) = (Vec::new(), Vec::new(), BTreeSet::new());
    for line in lines(&typed.inputs)? {
        match line {
            SetLine::KeyRow(row) => {
                names.insert(row.document.clone());
                rows.push(row);
            }
            SetLine::Pair(pair) => {
                names.extend([pair.document.clone(), pair.other.clone()]);
                pairs.push(pair);
            }
        }
    }
    let names: Vec<String> = names.into_iter().collect();
    let number = |name: &String| names.binary_search(name).map_or(0, |at| at as u32);
    let mut join = Join::default();
    for row in &rows {
        join.add(number(&row.document), &row.entry()).map_err(unkept)?;
    }
    drop(rows);
    let mut all = join.pairs().map_err(unkept)?;
    all.extend(pairs.iter().map(|pair| pair.pair(number(&pair.document), number(&pair.other))));
    let lines: Vec<String> =
        summed(all).iter().map(|pair| SetLine::Pair(PairLine::of(pair, &names)).written()).collect();
    print(&lines)?;
    Ok(Status::Clean)
}

fn compare(typed: &SetCompare) -> Result<Status, Failure> {
    let mut pairs = Vec::new();
    for line in lines(&typed.inputs)? {
        match line {
            SetLine::Pair(pair) => pairs.push(pair),
            SetLine::KeyRow(_) => {
                let why = "`set compare` takes what `set reduce` prints; join these lines first";
                return Err(Failure::Usage(why.to_owned()));
            }
        }
    }
    let wishes = Request { today: today(), ..request(&typed.configuration)? };
    let cwd = wishes.cwd.clone();
    let configs = Configs::new(wishes).map_err(Failure::Mistakes)?;
    let baseline = typed.baseline.clone().map(BaselineFile::typed).or_else(|| configs.output().baseline);
    let baseline = baseline.map(|file| Asked { file, write: false, prune: false });
    let kept = Known::new(baseline, !typed.no_suppressions, &cwd, &configs)?;
    let names: BTreeSet<&String> = pairs.iter().flat_map(|pair| [&pair.document, &pair.other]).collect();
    let paths: Vec<PathBuf> = names.iter().map(PathBuf::from).collect();
    let selection = selection::selection(&Files { paths, ..Files::default() }, cwd, threads(None))?;
    let listing = if names.is_empty() { Default::default() } else { listed(&selection, &configs)? };
    let numbers: BTreeMap<String, u32> =
        (0..).zip(&listing.documents).map(|(number, document)| (document.place.name(), number)).collect();
    let number = |name: &String| numbers.get(name).copied();
    let known = pairs.iter().filter_map(|pair| Some(pair.pair(number(&pair.document)?, number(&pair.other)?)));
    let mut known: Vec<Pair> = summed(known.collect());
    known.retain(Pair::counts);
    let groups = groups(&known);
    let shelf = Shelf::new(&listing.documents, BTreeMap::new());
    let found = shelf.all(&groups, selection.threads, Showing::default())?;
    let (mut status, mut lines) = (Status::Clean, Vec::new());
    for (group, found) in groups.iter().zip(found) {
        let document = &listing.documents[group.here as usize];
        match found {
            Ok(mut found) => {
                kept.mark(document, &mut found);
                found.retain(|found| found.suppression.is_none());
                let fails = |severity| severity >= document.fail_on.unwrap_or(FAIL_ON);
                if found.iter().any(|found| fails(found.severity)) {
                    status = status.max(Status::Failing);
                }
                lines.extend(found.iter().map(finding_line));
            }
            Err(reason) => {
                status = Status::NotDone;
                let said = format!("{}: {reason}", document.place.name());
                let _ = tell(&format!("cable-lint: cannot read {}\n", visible(&said)));
            }
        }
    }
    print(&lines)?;
    Ok(status)
}

/// The lines of files, or of standard input.
fn lines(inputs: &[PathBuf]) -> Result<Vec<SetLine>, Failure> {
    let mut texts = Vec::new();
    for input in inputs {
        texts.push(fs::read_to_string(input).map_err(|error| unread(input, error))?);
    }
    if inputs.is_empty() {
        let stdin = io::read_to_string(io::stdin());
        texts.push(stdin.map_err(|error| Failure::Read { file: "standard input".to_owned(), error })?);
    }
    let lines = texts.iter().flat_map(|text| text.lines()).enumerate();
    let lines = lines.filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(number, line)| SetLine::read(line).map_err(|why| Failure::Usage(format!("line {}: {why}", number + 1))))
        .collect()
}

fn unread(file: &std::path::Path, error: io::Error) -> Failure {
    Failure::Read { file: file.display().to_string(), error }
}

fn print(lines: &[String]) -> Result<(), Failure> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    let written =
        lines.iter().try_for_each(|line| out.write_all(harmless(&format!("{line}\n"), Spelling::Json).as_bytes()));
    written.and_then(|()| out.flush()).map_err(Failure::stdout)
}
