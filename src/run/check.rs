//! Runs `cable-lint check`: files → lint → sort → render → status.

pub(super) mod known;
pub(super) mod lint;
pub(super) mod mend;
#[cfg(feature = "server")]
pub(crate) mod opened;
mod outcome;
mod progress;
mod set;
mod texts;
mod timings;

use std::collections::{BTreeMap, HashSet};
use std::io::{self, Write};
use std::path::{MAIN_SEPARATOR, Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::cache::{Cache, CachePlace};
use super::names::MaskedNames;
use super::report::atomic::write_file;
use super::report::console::{self, Console};
use super::report::output::Outputs;
use super::report::summary::{Fixed, Statement};
use super::report::{identity, summary};
use super::{Failure, Status, request, selection};
use crate::cli::CheckArgs;
use crate::config::{BaselineFile, Configs, OutputSettings, Request};
use crate::files;
use crate::files::{Listed, Listing, Selection};
use crate::finding::ShownText;
use crate::render::{RuleUrl, RunReport, Summary};
use crate::rule::Rule;
use crate::source::visible::{Harmless, Spelling, harmless};
use known::{Asked, Extra, Finished, Known, Met};
use lint::Linting;
use mend::Mending;
use outcome::{Outcome, Record};
use timings::Timings;

pub(super) fn check(typed: &CheckArgs, console: Console) -> Result<Status, Failure> {
    let wishes = wishes(typed)?;
    let (cwd, today) = (wishes.cwd.clone(), wishes.today);
    let configs = Configs::new(wishes).map_err(Failure::Mistakes)?;
    let output = configs.output();
    let mending = Mending::asked(typed, console.diff_reader());
    let outputs = Outputs::settle(typed, &output, mending.as_ref(), console, &cwd)?;
    let baseline = baseline(typed, &output)?;
    let known = Known::new(baseline, !typed.no_suppressions, &cwd, &configs)?;
    let selection = selection::selection(&typed.files, cwd.clone(), threads(typed.jobs))?;
    let mut listing = listed(&selection, &configs)?;
    let written = outputs.files().chain(typed.fix_log.as_deref()).chain(typed.write_set_index.as_deref());
    identity::leave_reports(outputs.files(), &mut listing.documents, &cwd);
    identity::spare(written, &listing.documents, &kept(typed, &configs, &known), &cwd)?;

    let inactive = !listing.documents.is_empty() && listing.documents.iter().all(|d| d.rules.active().next().is_none());
    let showing = outputs.showing(typed);
    let timings = typed.timings.then(Timings::default);
    let (mending, timings) = (mending.as_ref(), timings.as_ref());
    let compares = crate::check::copies::compares(listing.documents.iter().map(|document| &*document.rules));
    let index = set::index(typed, &cwd)?;
    // To fix documents, and to time rules, is to lint; what an index holds depends on its own key.
    let cached = !typed.no_cache && mending.is_none() && timings.is_none();
    let cached = cached && index.is_none() && typed.write_set_index.is_none();
    let place =
        cached.then(|| CachePlace::settle(typed.cache_dir.as_deref(), output.cache_dir.as_ref(), &cwd)).flatten();
    let cache = place.map(|place| Cache::new(place, listing.documents.len(), today));
    let seed = index.as_ref().map(|index| index.seed).or_else(|| cache.as_ref().filter(|_| compares)?.seed());
    let gathered = set::gathering(typed, compares, index.as_ref(), seed, &listing.documents, &cwd)?;
    let linting = Linting {
        known: &known,
        showing,
        fail_on: typed.fail_on,
        least: typed.min_severity,
        mending,
        timings,
        cache: cache.as_ref(),
        allow_images: typed.allow_images,
        gathering: gathered.as_ref().map(|(gathering, _)| gathering),
        rows: outputs.needs_documents(typed),
        texts: outputs.needs_texts(typed),
    };
    let bar = console.stderr_terminal && !typed.no_progress && !typed.quiet;
    // What cannot be recorded is not fixed.
    keep_record(typed, &[])?;
    let mut checked = linting.all(&listing.documents, selection.threads, bar)?;
    cache.as_ref().map(Cache::save);
    let mut beside = Vec::new();
    if let Some((gathering, others)) = &gathered {
        let set = set::Set { linting: &linting, gathering, others, selection: &selection, configs: &configs };
        beside = set.compare(&listing.documents, &mut checked)?;
    }
    let marks: Vec<Option<&Met>> = checked.iter().map(|checked| Some(&checked.as_ref().ok()?.marks)).collect();
    let mut extras =
        known.review(Finished { documents: &listing.documents, marks: &marks, selection: &selection, showing })?;
    extras.extend(beside);
    extras.retain(|extra| Some(extra.finding.severity) >= typed.min_severity);
    let active = active(&listing.documents, &extras);
    let names = MaskedNames::new(&configs, &listing);
    let texts = if linting.texts { texts::texts(&listing.documents, &checked, selection.threads)? } else { Vec::new() };
    let outcome = Outcome::gather(listing, checked, extras, typed.fail_on, &names);
    keep_record(typed, &outcome.applied)?;
    if let (Some(file), Some((gathering, _))) = (&typed.write_set_index, gathered) {
        gathering.write_index(file)?;
    }

    // Nothing more can be reported if standard error is closed.
    let _ = timings.map_or(Ok(()), |timings| timings.write(&mut io::stderr().lock()));
    let run =
        Run { typed, console, configs: &configs, cwd: &cwd, names: &names, texts: &texts, rules: &active, inactive };
    let status = run.report(outcome, &outputs, output.rule_url.as_ref());
    // The program ends here, and to give back the rules piece by piece takes about as long as to lint a telegram.
    std::mem::forget(configs);
    status
}

/// Writes the record of fixes that `--fix-log` asks for.
fn keep_record(typed: &CheckArgs, applied: &[Record]) -> Result<(), Failure> {
    let Some(file) = &typed.fix_log else { return Ok(()) };
    let write = |out: &mut dyn Write| {
        applied.iter().try_for_each(|record| {
            let line = serde_json::to_string(record).map_err(io::Error::other)? + "\n";
            out.write_all(harmless(&line, Spelling::Json).as_bytes())
        })
    };
    write_file(file, write).map_err(|error| Failure::Write { place: identity::shown(file), error })
}

/// The baseline that is named by a flag, or else by the configuration.
fn baseline(typed: &CheckArgs, output: &OutputSettings) -> Result<Option<Asked>, Failure> {
    let (write, prune) = (typed.write_baseline, typed.prune_baseline);
    let named = typed.baseline.clone().map(BaselineFile::typed).or_else(|| output.baseline.clone());
    match (named, write || prune) {
        (Some(BaselineFile { unwritable: Some(why), .. }), true) => {
            Err(Failure::Usage(format!("this configuration cannot have the baseline written: {why}")))
        }
        (Some(file), _) => Ok(Some(Asked { file, write, prune })),
        (None, true) => {
            let why = "there is no baseline to write: name one with `--baseline FILE`, or with `baseline` in the configuration";
            Err(Failure::Usage(why.to_owned()))
        }
        (None, false) => Ok(None),
    }
}

/// What the command line says about configuration.
fn wishes(typed: &CheckArgs) -> Result<Request, Failure> {
    let today = typed.as_of.or_else(today);
    let (levels, only) = (typed.level_flags.clone(), typed.only.clone());
    let CheckArgs { kind, style, profile, date, .. } = *typed;
    let alone = !set::is_asked(typed);
    Ok(Request { levels, only, today, alone, kind, style, profile, date, ..request(&typed.configuration)? })
}

/// The files that belong to the run and are not documents, each with what it is.
fn kept(typed: &CheckArgs, configs: &Configs, known: &Known) -> Vec<(&'static str, PathBuf)> {
    let mut kept: Vec<_> = configs.files().into_iter().map(|file| ("configuration file", file)).collect();
    // An index may be written in its own place.
    let index = typed.set_index.clone().filter(|_| typed.set_index != typed.write_set_index);
    kept.extend(index.map(|file| ("set index", file)));
    kept.extend(known.baseline().map(|file| ("baseline", file.to_owned())));
    kept.extend(typed.files.files_from.clone().filter(|list| list != Path::new("-")).map(|file| ("file list", file)));
    kept
}

/// The only look at the clock.
pub(super) fn today() -> Option<Date> {
    Some(TimeZone::UTC.to_datetime(Timestamp::now()).date())
}

/// How many threads do the work.
pub(super) fn threads(jobs: Option<u16>) -> usize {
    match jobs {
        Some(jobs) => usize::from(jobs),
        None => std::thread::available_parallelism().map_or(1, usize::from),
    }
}

/// The documents, if nothing is wrong with any configuration.
pub(super) fn listed(selection: &Selection, configs: &Configs) -> Result<Listing, Failure> {
    let listing = files::list(selection, configs);
    let mistakes = configs.mistakes();
    if mistakes.is_empty() { Ok(listing) } else { Err(Failure::Mistakes(mistakes)) }
}

/// The rules that are active for any document or file of suppressions, each once, by name. Documents with one
/// configuration share a set.
fn active(documents: &[Listed], extras: &[Extra]) -> Vec<Arc<Rule>> {
    let sets = documents.iter().map(|document| &document.rules).chain(extras.iter().map(|extra| &extra.rules));
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

/// What is known of a run when its documents are through.
struct Run<'r> {
    typed: &'r CheckArgs,
    console: Console,
    configs: &'r Configs,
    cwd: &'r Path,
    names: &'r MaskedNames,
    /// The texts to be shown.
    texts: &'r [(String, ShownText)],
    /// The rules that looked at anything.
    rules: &'r [Arc<Rule>],
    /// No document met a rule.
    inactive: bool,
}

impl Run<'_> {
    /// Says what was found, wherever it is to be said, and what that makes of the run.
    fn report(&self, mut outcome: Outcome, outputs: &Outputs, rule_url: Option<&RuleUrl>) -> Result<Status, Failure> {
        let typed = self.typed;
        let fixed = if typed.diff { 0 } else { outcome.applied.len() };
        let summary = summary::count(&outcome.findings, Summary { fixed, ..outcome.counted });
        if !typed.show_suppressed {
            outcome.findings.retain(|finding| finding.suppression.is_none());
        }
        if let Some(url) = rule_url {
            outcome.link(url);
        }
        let root = self.names.shown(&self.cwd.to_string_lossy().replace(MAIN_SEPARATOR, "/"));
        let (findings, unreadable, rules) = (&outcome.findings, &outcome.unreadable, self.rules);
        let skipped = &outcome.skipped;
        let (root, documents) = (&*root, &*outcome.rows);
        let (texts, links) = (self.texts, false);
        let report =
            RunReport { findings, unreadable, skipped, documents, texts, rules, root, rule_url, links, summary };
        outputs.write(&report)?;
        super::answer_bytes(&outcome.written)?;
        let empty = summary.documents == 0 && outcome.unreadable.is_empty() && !typed.files.allow_empty;
        let told = Statement {
            report: RunReport { links: self.console.stderr_links, ..report },
            configs: typed.verbose.then(|| self.configs.names().iter().map(|name| self.names.shown(name)).collect()),
            unwatched: self
                .configs
                .unwatched()
                .into_iter()
                .map(|(a, b)| (self.names.shown(&a), self.names.shown(&b)))
                .collect(),
            summary: (self.console.stderr_terminal || typed.verbose) && !typed.quiet,
            quiet: typed.quiet,
            statistics: &typed.statistics,
            empty,
            inactive: self.inactive,
            fixed: Fixed {
                asked: typed.fix || typed.diff,
                applied: outcome.applied.len(),
                shown: typed.diff,
                unfixed: &outcome.unfixed,
            },
        };
        let mut stderr = console::stderr();
        let mut harmless = Harmless::new(&mut stderr, Spelling::Text);
        // Nothing more can be reported if standard error is closed.
        let _ = told.write(&mut harmless).and_then(|()| harmless.flush());
        Ok(match outcome.failing && !typed.exit_zero {
            _ if empty || self.inactive || outcome.incomplete() => Status::NotDone,
            true => Status::Failing,
            false => Status::Clean,
        })
    }
}
