//! Marks findings that are known over a whole run: by entries of `[[suppress]]` and of a baseline.
//!
//! When all documents are done, gives the mistakes in the entries, and the next baseline. Comments in drafts were
//! applied before.

use std::collections::{BTreeSet, HashMap};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use super::super::Failure;
use crate::config::{BaselineFile, Config, Configs, normal, way};
use crate::diagnostic::{Diagnostic, Severity};
use crate::files::{Input, Listed, Selection};
use crate::finding;
use crate::finding::{Finding, Showing};
use crate::rule::{Lookup, RuleSet};
use crate::run::report::atomic;
use crate::source::mistake::{TomlFile, plain};
use crate::suppress::baseline;
use crate::suppress::baseline::Baseline;
use crate::suppress::review;
use crate::suppress::review::Seen;
use crate::suppress::{SuppressEntry, Suppression, SuppressionKind};

/// What may stay.
pub(in crate::run) struct Known {
    cwd: PathBuf,
    /// Findings are reported though they are known.
    heeded: bool,
    baseline: Option<Kept>,
}

/// A baseline to be used, and whether it is to be written.
pub(in crate::run) struct Asked {
    pub(in crate::run) file: BaselineFile,
    pub(in crate::run) write: bool,
    pub(in crate::run) prune: bool,
}

/// The baseline of the run.
struct Kept {
    baseline: Baseline,
    /// The documents of the baseline that are where it says no more; found out when a document is not in it.
    gone: OnceLock<Vec<String>>,
    path: PathBuf,
    /// The directory it is in, absolute.
    root: PathBuf,
    config: Arc<Config>,
    write: bool,
    prune: bool,
}

/// A run whose documents are all through.
#[derive(Clone, Copy)]
pub(in crate::run) struct Finished<'f> {
    pub(in crate::run) documents: &'f [Listed],
    /// What became known in each document; `None` for one that was not read.
    pub(in crate::run) marks: &'f [Option<&'f Met>],
    pub(in crate::run) selection: &'f Selection,
    pub(in crate::run) showing: Showing,
}

/// What became known in one document.
#[derive(Default)]
pub(in crate::run) struct Met {
    /// Entries of its configuration that suppressed something, by index.
    entries: Vec<usize>,
    /// Entries of the baseline that were met, by index.
    met: Vec<usize>,
    /// What the next baseline gets.
    new: Vec<baseline::KnownFinding>,
    /// What the baseline calls the document, if anything was found in it.
    key: Option<String>,
}

impl Met {
    /// Adds what became known in the same document later.
    pub(in crate::run) fn add(&mut self, later: Met) {
        self.entries.extend(later.entries);
        self.met.extend(later.met);
        self.new.extend(later.new);
        self.key = self.key.take().or(later.key);
    }
}

/// A finding in a file of suppressions.
pub(in crate::run) struct Extra {
    pub(in crate::run) finding: Finding,
    pub(in crate::run) fail_on: Option<Severity>,
    pub(in crate::run) rules: Arc<RuleSet>,
}

impl Known {
    /// Reads the baseline, if there is one to read.
    pub(in crate::run) fn new(
        asked: Option<Asked>,
        heeded: bool,
        cwd: &Path,
        configs: &Configs,
    ) -> Result<Known, Failure> {
        let mut known = Known { cwd: cwd.to_owned(), heeded, baseline: None };
        if let Some(Asked { file, write, prune }) = asked {
            let path = normal(&cwd.join(&file.path));
            let root = path.parent().unwrap_or(&path).to_owned();
            let baseline = read(&file, &way(&path, cwd), write)?;
            let config = configs.at(&root);
            known.baseline = Some(Kept { baseline, gone: OnceLock::new(), path, root, config, write, prune });
        }
        Ok(known)
    }

    /// The file of the baseline.
    pub(in crate::run) fn baseline(&self) -> Option<&Path> {
        self.baseline.as_ref().map(|kept| kept.path.as_path())
    }

    /// Marks what is known of the findings of `document`; if a baseline is written, all that it gets.
    pub(in crate::run) fn mark(&self, document: &Listed, findings: &mut [Finding]) -> Met {
        self.marks(document, findings, self.baseline.as_ref().is_some_and(|kept| kept.write))
    }

    /// Marks what was known before this run.
    pub(in crate::run) fn mark_old(&self, document: &Listed, findings: &mut [Finding]) {
        self.marks(document, findings, false);
    }

    fn marks(&self, document: &Listed, findings: &mut [Finding], write: bool) -> Met {
        let (entries, today) = (&document.config.suppressions, document.rules.assumptions.today.date());
        let mut marks = Met::default();
        for finding in findings.iter_mut() {
            for index in entries.fitting(finding, &document.suppressions) {
                let entry = &entries.all()[index];
                if !entry.has_expired(today) {
                    marks.entries.push(index);
                    finding.suppression.get_or_insert_with(|| entry.suppression());
                }
            }
        }
        if let Some(kept) = self.baseline.as_ref().filter(|_| !findings.is_empty()) {
            let key = kept.key(document, findings, &self.cwd);
            kept.mark(&key, findings, write, &mut marks);
            marks.key = Some(key);
        }
        if !self.heeded {
            findings.iter_mut().for_each(|finding| finding.suppression = None);
        }
        marks
    }

    /// The mistakes in the entries. Writes the next baseline if requested.
    pub(in crate::run) fn review(&self, run: Finished<'_>) -> Result<Vec<Extra>, Failure> {
        let mut extras = self.entries(run);
        match &self.baseline {
            Some(kept) if kept.write || kept.prune => kept.save(run)?,
            Some(kept) => extras.extend(kept.unmet(run)),
            None => {}
        }
        Ok(extras)
    }

    /// What is wrong with entries of `[[suppress]]`. One that several configurations share is judged once, by all.
    fn entries(&self, Finished { documents, marks, selection, showing }: Finished<'_>) -> Vec<Extra> {
        let all_read = marks.iter().all(Option::is_some);
        let mut shared: HashMap<(&str, usize), usize> = HashMap::new();
        let mut seen: Vec<(&SuppressEntry, Seen, &Arc<Config>)> = Vec::new();
        for (config, own) in by_config(documents, marks) {
            for (entry, own) in config.suppressions.all().iter().zip(own) {
                let directory = normal(&self.cwd.join(&entry.file.name));
                let directory = directory.parent().unwrap_or(&self.cwd);
                let whole = all_read && selection.searches(directory) && selection.searches(&config.root);
                let next = seen.len();
                let at = *shared.entry((&entry.file.name, entry.place.start)).or_insert(next);
                if at == next {
                    seen.push((entry, Seen { whole, ..own }, config));
                    continue;
                }
                let all = &mut seen[at].1;
                all.used |= own.used;
                all.spoke |= own.spoke;
                all.ran |= own.ran;
                all.whole &= whole;
            }
        }
        let mut extras = Vec::new();
        for file in seen.chunk_by(|a, b| Arc::ptr_eq(&a.0.file, &b.0.file)) {
            let (first, _, config) = file[0];
            let rules = config.rules();
            let found = file.iter().flat_map(|(entry, seen, _)| review::entry(entry, *seen, &rules)).collect();
            extras.extend(extra(&first.file, found, config, showing));
        }
        extras
    }
}

/// What was seen of the entries of each configuration, in the order of its first document.
fn by_config<'d>(documents: &'d [Listed], marks: &[Option<&Met>]) -> Vec<(&'d Arc<Config>, Vec<Seen>)> {
    let mut known: HashMap<*const Config, usize> = HashMap::new();
    let mut configs: Vec<(&Arc<Config>, Vec<Seen>)> = Vec::new();
    for (document, marks) in documents.iter().zip(marks) {
        let entries = document.config.suppressions.all();
        let Some(marks) = marks.filter(|_| !entries.is_empty()) else { continue };
        let next = configs.len();
        let at = *known.entry(Arc::as_ptr(&document.config)).or_insert(next);
        if at == next {
            configs.push((&document.config, vec![Seen::default(); entries.len()]));
        }
        let seen = &mut configs[at].1;
        marks.entries.iter().for_each(|&index| seen[index].used = true);
        let everywhere = document.config.suppressions.everywhere();
        for &index in document.suppressions.iter().chain(everywhere) {
            seen[index].spoke = true;
            if !seen[index].ran {
                seen[index].ran = runs(&document.rules, &entries[index].rule);
            }
        }
    }
    configs
}

fn runs(rules: &RuleSet, name: &str) -> bool {
    matches!(rules.find(name), Lookup::Rule(rule) if rules.level(rule).is_some())
}

fn extra(file: &Arc<TomlFile>, found: Vec<Diagnostic>, config: &Config, showing: Showing) -> Vec<Extra> {
    let rules = config.rules();
    let findings = if found.is_empty() { Vec::new() } else { review::findings(file, found, &rules, showing) };
    let extra = |finding| Extra { finding, fail_on: config.fail_on(), rules: Arc::clone(&rules) };
    findings.into_iter().map(extra).collect()
}

/// Reads a baseline, which need not be there yet if it is to be written.
fn read(file: &BaselineFile, name: &str, write: bool) -> Result<Baseline, Failure> {
    match file.read() {
        Ok(text) => Baseline::read(&TomlFile::new(name, text)).map_err(Failure::Mistakes),
        Err(error) if write && error.kind() == io::ErrorKind::NotFound => {
            Ok(Baseline::empty(TomlFile::new(name, String::new())))
        }
        Err(error) => {
            let mistake =
                TomlFile::new(name, "").mistake(0..0, format!("cannot read this baseline: {}", plain(&error)));
            Err(Failure::Mistakes(vec![mistake.help("`--write-baseline` writes one")]))
        }
    }
}

impl Kept {
    /// What the baseline calls a document with these findings: never by what its findings mask in its name.
    fn key(&self, document: &Listed, findings: &[Finding], cwd: &Path) -> String {
        let masked = findings.first().and_then(|found| found.masked_filename.as_deref());
        let key = match (&document.place, masked) {
            (Input::Stdin(name), _) if name == "<stdin>" => name.clone(),
            (_, Some(masked)) => way(&cwd.join(masked), &self.root),
            (Input::Stdin(name), None) => way(&cwd.join(name), &self.root),
            (Input::File(path), None) => way(&cwd.join(path), &self.root),
        };
        // A name may be in a directory above the one that the document is named from.
        finding::shown_name(&key, document.rules.watch.as_deref())
    }

    /// The document of the baseline that this one was before it was renamed: it is gone, and all that was known of it
    /// is found here. Of several the one of which most was known.
    fn former(&self, path: &str, findings: &[Finding]) -> Option<&str> {
        if self.baseline.known_of(path) > 0 {
            return None;
        }
        let is_gone = |path: &&str| !finding::is_masked(path) && !self.root.join(path).exists();
        let gone =
            self.gone.get_or_init(|| self.baseline.paths().into_iter().filter(is_gone).map(str::to_owned).collect());
        let all_found = |path: &&String| {
            let found = findings.iter().filter_map(|finding| self.baseline.find(path, finding));
            found.collect::<BTreeSet<usize>>().len() == self.baseline.known_of(path)
        };
        gone.iter().filter(all_found).rev().max_by_key(|path| self.baseline.known_of(path)).map(String::as_str)
    }

    fn mark(&self, path: &str, findings: &mut [Finding], write: bool, marks: &mut Met) {
        let former = self.former(path, findings);
        let path: Arc<str> = path.into();
        // A baseline that is pruned gets the new name in the place of the old one.
        let renames = former.is_some() && self.prune;
        for finding in findings {
            let met = self.baseline.find(former.unwrap_or(&path), finding);
            marks.met.extend(met.filter(|_| !renames));
            if finding.suppression.is_some() || (met.is_none() && !write) {
                continue;
            }
            if write || renames {
                let (rule, fingerprint) = (finding.code.as_str().into(), finding.fingerprint.as_str().into());
                marks.new.push(baseline::KnownFinding { path: Arc::clone(&path), rule, fingerprint });
            }
            finding.suppression = Some(Suppression { kind: SuppressionKind::Baseline, reason: None });
        }
    }

    /// A finding for each entry that is not met any more.
    fn unmet(&self, run: Finished<'_>) -> Vec<Extra> {
        let (rules, entries) = (self.config.rules(), self.baseline.entries());
        let found = self.stale(run).into_iter().flat_map(|index| {
            let (known, place) = &entries[index];
            review::baseline_entry(&known.rule, place, &rules)
        });
        extra(self.baseline.file(), found.collect(), &self.config, run.showing)
    }

    /// The entries that were looked for and not met: their rule ran on their document, or is not a rule any more, or
    /// their document is gone from directories that were searched.
    fn stale(&self, Finished { documents, marks, selection, .. }: Finished<'_>) -> Vec<usize> {
        let entries = self.baseline.entries();
        let mut met = vec![false; entries.len()];
        marks.iter().flatten().flat_map(|marks| &marks.met).for_each(|&index| met[index] = true);
        let read = documents.iter().zip(marks).filter_map(|(document, marks)| Some((document, (*marks)?)));
        let key = |document, marks: &Met| marks.key.clone().unwrap_or_else(|| self.key(document, &[], &selection.cwd));
        let read: HashMap<String, &Listed> = read.map(|(document, marks)| (key(document, marks), document)).collect();
        let all_read = marks.iter().all(Option::is_some);
        let searched = selection.searches(&self.root);
        let is_stale = |known: &baseline::KnownFinding| match read.get(&*known.path) {
            Some(document) => match document.rules.find(&known.rule) {
                Lookup::Rule(rule) => document.rules.level(rule).is_some(),
                _ => true,
            },
            // Whether a file whose name is masked exists cannot be asked.
            None if finding::is_masked(&known.path) => searched && all_read,
            None => searched && !self.root.join(&*known.path).exists(),
        };
        (0..entries.len()).filter(|&index| !met[index] && is_stale(&entries[index].0)).collect()
    }

    /// Writes the baseline without what is stale and with what is new, unless it would say what it says already.
    fn save(&self, run: Finished<'_>) -> Result<(), Failure> {
        let stale = self.stale(run);
        let new = run.marks.iter().flatten().flat_map(|marks| marks.new.iter().cloned());
        let entries = self.baseline.entries().iter().enumerate();
        let kept =
            entries.filter(|(index, _)| stale.binary_search(index).is_err()).map(|(_, (known, _))| known.clone());
        let text = baseline::text(&kept.chain(new).collect::<BTreeSet<_>>());
        if text == self.baseline.file().text {
            return Ok(());
        }
        atomic::write_file(&self.path, |out| out.write_all(text.as_bytes()))
            .map_err(|error| Failure::Write { place: format!("`{}`", self.baseline.file().name), error })
    }
}
