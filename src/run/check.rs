//! `cable-lint check`: files → lint → sort → render → status.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::io::{self, Read};
use std::path::{MAIN_SEPARATOR, Path};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use rayon::prelude::*;

use super::console::Console;
use super::known::{Extra, Known, Marks};
use super::mend::{Mended, Mending};
use super::output::{self, Stream};
use super::summary::{self, Fixed};
use super::timings::Timings;
use super::{Failure, Status, progress, request, selection};
use crate::cli::{Check, Snippets};
use crate::config::{Configs, Request};
use crate::diagnostic::Severity;
use crate::files::{self, Listed, Listing, Place};
use crate::finding::{self, Finding, Showing};
use crate::mistake::plain;
use crate::render::{Format, Report, Unread};
use crate::rule::{Rule, RuleSet};
use crate::source::{self, SourceFile};
use crate::watch::WatchList;

/// The severity that fails a run if nobody says another.
const FAIL_ON: Severity = Severity::Warning;

/// What became of all documents.
#[derive(Default)]
struct Outcome {
    findings: Vec<Finding>,
    unreadable: Vec<Unread>,
    documents: usize,
    failing: bool,
    /// What goes to standard output in place of findings: differences, or a mended document.
    written: Vec<u8>,
    /// How many fixes were applied, or would be.
    applied: usize,
    /// What has fixes that could not be applied.
    unfixed: Vec<Unread>,
}

impl Outcome {
    /// Whether anything was not done that was asked for.
    fn incomplete(&self) -> bool {
        !self.unreadable.is_empty() || !self.unfixed.is_empty()
    }
}

/// What became of one document.
struct Checked {
    findings: Vec<Finding>,
    marks: Marks,
    failing: bool,
    written: Vec<u8>,
    applied: usize,
    trouble: Option<String>,
}

pub(super) fn check(typed: &Check, console: Console) -> Result<Status, Failure> {
    let mending = Mending::asked(typed, console.diff_reader());
    let stream = Stream::beside(mending.as_ref(), typed.paths.iter().any(|path| path == Path::new("-")));
    let outputs = output::settle(&typed.output_format, stream)?;
    if typed.reveal && (!console.stdout_terminal || outputs.iter().any(|output| output.file.is_some())) {
        let why = "`--reveal` shows masked text on a terminal only, never in a file or a pipe";
        return Err(Failure::Usage(why.to_owned()));
    }
    let pretty = outputs.iter().any(|output| output.format == Format::Pretty);
    let showing = Showing { reveal: typed.reveal, snippets: pretty && typed.snippets == Snippets::Always };
    let threads = match typed.jobs {
        Some(jobs) => usize::from(jobs),
        None => std::thread::available_parallelism().map_or(1, usize::from),
    };

    let wishes = wishes(typed)?;
    let root = wishes.cwd.clone();
    let configs = Configs::new(wishes).map_err(Failure::Mistakes)?;
    let known = Known::new(typed, &root, &configs)?;
    let selection = selection::selection(typed, threads)?;
    let listing = files::list(&selection, &configs);
    let mistakes = configs.mistakes();
    if !mistakes.is_empty() {
        return Err(Failure::Mistakes(mistakes));
    }
    let inactive = !listing.documents.is_empty() && listing.documents.iter().all(|d| d.rules.active().next().is_none());
    let timings = typed.timings.then(Timings::default);
    let bar = console.stderr_terminal && !typed.no_progress && !typed.quiet;
    let checked = progress::watch(bar, listing.documents.len(), |done| {
        lint_all(&listing.documents, threads, |document| {
            let checked = lint(document, &known, showing, typed.fail_on, mending.as_ref(), timings.as_ref());
            done.fetch_add(1, Ordering::Relaxed);
            checked
        })
    })?;
    let marks: Vec<Option<&Marks>> = checked.iter().map(|checked| Some(&checked.as_ref().ok()?.marks)).collect();
    let extras = known.review(&listing.documents, &marks, &selection, showing)?;
    let active =
        active(listing.documents.iter().map(|document| &document.rules).chain(extras.iter().map(|e| &e.rules)));
    let names = Names::new(&configs, &listing);
    let mut outcome = gather(listing, checked, extras, typed.fail_on, &names);

    let summary = summary::count(&outcome.findings, outcome.documents, outcome.unreadable.len());
    if !typed.show_suppressed {
        outcome.findings.retain(|finding| finding.suppression.is_none());
    }
    let root = names.shown(&root.to_string_lossy().replace(MAIN_SEPARATOR, "/"));
    let (findings, unreadable) = (&outcome.findings, &outcome.unreadable);
    let report = Report { findings, unreadable, rules: &active, root: &root, summary };
    output::write(&outputs, &report, stream, console)?;
    super::answer_bytes(&outcome.written)?;
    let empty = outcome.documents == 0 && outcome.unreadable.is_empty() && !typed.allow_empty;
    let told = summary::Told {
        report,
        configs: typed.verbose.then(|| configs.names().iter().map(|name| names.shown(name)).collect()),
        summary: (console.stderr_terminal || typed.verbose) && !typed.quiet,
        statistics: typed.statistics,
        empty,
        inactive,
        fixed: Fixed { applied: outcome.applied, shown: typed.diff, unfixed: &outcome.unfixed },
    };
    // Nobody is left to be told if standard error is gone.
    let _ = timings.map_or(Ok(()), |timings| timings.write(&mut io::stderr().lock()));
    let _ = told.write(&mut io::stderr().lock());
    Ok(match outcome.failing && !typed.exit_zero {
        _ if empty || inactive || outcome.incomplete() => Status::NotDone,
        true => Status::Failing,
        false => Status::Clean,
    })
}

/// The rules that are active in any of `sets`, each once, by name. Documents with one configuration share a set.
fn active<'s>(sets: impl Iterator<Item = &'s Arc<RuleSet>>) -> Vec<Arc<Rule>> {
    let mut seen = HashSet::new();
    let mut rules: BTreeMap<&str, &Arc<Rule>> = BTreeMap::new();
    for set in sets {
        if seen.insert(Arc::as_ptr(set)) {
            for (index, rule, _) in set.active() {
                rules.entry(&rule.name).or_insert(&set.rules()[index]);
            }
        }
    }
    rules.into_values().cloned().collect()
}

/// What the command line says about configuration.
fn wishes(typed: &Check) -> Result<Request, Failure> {
    let today = typed.as_of.or_else(today);
    let (levels, only) = (typed.level_flags.clone(), typed.only.clone());
    Ok(Request { levels, only, today, ..request(&typed.configuration)? })
}

/// The only look at the clock.
pub(super) fn today() -> Option<Date> {
    Some(TimeZone::UTC.to_datetime(Timestamp::now()).date())
}

/// Lints every document on `threads` threads, or says why it cannot be read. The order is that of the list.
fn lint_all(
    documents: &[Listed],
    threads: usize,
    lint: impl Fn(&Listed) -> Result<Checked, String> + Sync,
) -> Result<Vec<Result<Checked, String>>, Failure> {
    let threads = threads.min(documents.len());
    if threads < 2 {
        return Ok(documents.iter().map(&lint).collect());
    }
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    let pool = pool.map_err(|error| Failure::Usage(format!("cannot start {threads} threads: {error}")))?;
    Ok(pool.install(|| documents.par_iter().map(&lint).collect()))
}

/// Puts together what became of each document, and what was found in files of suppressions.
fn gather(
    listing: Listing,
    checked: Vec<Result<Checked, String>>,
    extras: Vec<Extra>,
    fail_on: Option<Severity>,
    names: &Names,
) -> Outcome {
    let Listing { documents, mut unreadable } = listing;
    for unread in &mut unreadable {
        (unread.filename, unread.reason) = (names.shown(&unread.filename), names.shown(&unread.reason));
    }
    let mut outcome = Outcome { unreadable, ..Outcome::default() };
    for (document, checked) in documents.iter().zip(checked) {
        match checked {
            Ok(checked) => {
                outcome.documents += 1;
                outcome.failing |= checked.failing;
                outcome.findings.extend(checked.findings);
                outcome.written.extend(checked.written);
                outcome.applied += checked.applied;
                let unfixed = |reason| Unread { filename: shown_name(document), reason };
                outcome.unfixed.extend(checked.trouble.map(unfixed));
            }
            Err(reason) => outcome.unreadable.push(Unread { filename: shown_name(document), reason }),
        }
    }
    if !extras.is_empty() {
        for extra in extras {
            outcome.failing |= extra.finding.severity >= fail_on.or(extra.fail_on).unwrap_or(FAIL_ON);
            outcome.findings.push(extra.finding);
        }
        // A stable sort leaves the findings of each file in their order.
        outcome.findings.sort_by(|a, b| a.filename.cmp(&b.filename));
    }
    outcome.unreadable.sort_by(|a, b| (&a.filename, &a.reason).cmp(&(&b.filename, &b.reason)));
    outcome
}

/// What is masked in names of files and directories that are no documents. They have no configuration of their own, and
/// obey those of all documents.
struct Names(Vec<Arc<WatchList>>);

impl Names {
    fn new(configs: &Configs, listing: &Listing) -> Names {
        // Where there is no document at all, no configuration was asked for.
        if listing.documents.is_empty() && !listing.unreadable.is_empty() {
            configs.here();
        }
        Names(configs.watch_lists())
    }

    /// What `name`, or a sentence with a name in it, may say.
    fn shown(&self, name: &str) -> String {
        self.0.iter().fold(name.to_owned(), |name, list| finding::shown_name(&name, Some(list)))
    }
}

/// What a document may be called.
fn shown_name(document: &Listed) -> String {
    finding::shown_name(&document.place.name(), document.rules.watch.as_deref())
}

/// Reads, mends and lints one document, or says why it cannot be read.
fn lint(
    document: &Listed,
    known: &Known,
    showing: Showing,
    fail_on: Option<Severity>,
    mending: Option<&Mending>,
    timings: Option<&Timings>,
) -> Result<Checked, String> {
    let bytes = read(&document.place).map_err(|error| plain(&error))?;
    let judge = |source: &SourceFile, showing: Showing| {
        let found = match timings {
            Some(timings) => timings.lint(source, &document.rules),
            None => crate::lint(source, &document.rules),
        };
        finding::resolve(source, &found, &document.rules, showing)
    };
    let counting = |source: &SourceFile, showing: Showing| {
        let mut found = judge(source, showing);
        known.mark_old(document, &mut found);
        found
    };
    let Mended { bytes, written, applied, trouble } = match mending {
        Some(mending) => mending.mend(document, bytes, counting),
        None => Mended { bytes, ..Mended::default() },
    };
    let source = source::read(document.place.name(), bytes).map_err(|error| error.to_string())?;
    let mut findings = judge(&source, showing);
    let marks = known.mark(document, &mut findings);
    let threshold = fail_on.or(document.fail_on).unwrap_or(FAIL_ON);
    let would_change = applied > 0 && mending.is_some_and(Mending::only_shows);
    let failing = findings.iter().any(|found| found.severity >= threshold && found.suppression.is_none());
    Ok(Checked { findings, marks, failing: failing || would_change, written, applied, trouble })
}

fn read(place: &Place) -> io::Result<Vec<u8>> {
    match place {
        Place::File(path) => fs::read(path),
        Place::Stdin(_) => {
            let mut bytes = Vec::new();
            io::stdin().lock().read_to_end(&mut bytes)?;
            Ok(bytes)
        }
    }
}
