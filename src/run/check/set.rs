//! Compares the documents of a run with each other, and with those of an index, when all were linted.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::super::compare::gathering::unkept;
use super::super::compare::{Gathering, Group, SetIndex, Shelf, Spool, Unusable};
use super::super::{FAIL_ON, Failure, tell};
use super::known::Extra;
use super::lint::{Checked, Linting};
use crate::cli::CheckArgs;
use crate::config::{Configs, normal, way};
use crate::files;
use crate::files::{Listed, Listing, Selection};
use crate::finding::Finding;
use crate::source::visible::visible;

/// Whether the documents are compared: those of directories are, and not a list of files as a hook passes it. What
/// `--diff` shows is not on the disk.
pub(super) fn is_asked(typed: &CheckArgs) -> bool {
    let paths = &typed.files.paths;
    let directory = |path: &PathBuf| path != Path::new("-") && path.is_dir();
    let whole = paths.is_empty() && typed.files.files_from.is_none();
    let named = typed.set || typed.set_index.is_some() || typed.write_set_index.is_some();
    !typed.no_set && !typed.diff && (named || whole || paths.iter().any(directory))
}

/// The index that documents are compared with. One that is damaged is passed over where it is written anew.
pub(super) fn index(typed: &CheckArgs, cwd: &Path) -> Result<Option<SetIndex>, Failure> {
    let Some(file) = &typed.set_index else { return Ok(None) };
    let name = way(&cwd.join(file), cwd);
    match SetIndex::open(file, cwd) {
        Ok(index) => Ok(Some(index)),
        Err(Unusable::System(error)) => Err(Failure::Read { file: name, error }),
        Err(Unusable::Damaged) if typed.write_set_index.as_ref() == Some(file) => {
            let _ = tell(&format!("cable-lint: the set index `{}` is damaged and is written anew\n", visible(&name)));
            Ok(None)
        }
        Err(why) => Err(Failure::Usage(format!("the set index `{name}` cannot be used: {why}"))),
    }
}

/// What documents are kept in for comparing, with all documents of the index that are not checked in this run, and the
/// absolute paths of those. They are numbered behind the others. `seed` is what names and addresses are hashed with.
pub(super) fn gathering(
    typed: &CheckArgs,
    compares: bool,
    index: Option<&SetIndex>,
    seed: Option<u64>,
    documents: &[Listed],
    cwd: &Path,
) -> Result<Option<(Gathering, Vec<PathBuf>)>, Failure> {
    if !compares && typed.write_set_index.is_none() {
        return Ok(None);
    }
    let spool = typed.write_set_index.as_ref().map(|file| Spool::new(file, cwd)).transpose().map_err(unkept)?;
    let gathering = Gathering::new(seed, spool);
    let mut others = Vec::new();
    if let Some(index) = index {
        let checked: BTreeSet<PathBuf> =
            documents.iter().filter_map(|document| Some(normal(&cwd.join(document.place.path()?)))).collect();
        let read = index.each(&mut |path, line, entry| {
            if !checked.contains(&path) && path.exists() {
                gathering.add_kept((documents.len() + others.len()) as u32, &path, line, entry);
                others.push(path);
            }
        });
        read.map_err(|why| Failure::Usage(format!("the set index cannot be used: {why}")))?;
    }
    Ok(Some((gathering, others)))
}

/// The documents of a run as a set.
pub(super) struct Set<'s> {
    pub(super) linting: &'s Linting<'s>,
    pub(super) gathering: &'s Gathering,
    /// The documents that only the index has.
    pub(super) others: &'s [PathBuf],
    pub(super) selection: &'s Selection,
    pub(super) configs: &'s Configs,
}

impl Set<'_> {
    /// Adds to `checked` what comparing the documents finds; what it finds in documents of the index alone is given back.
    pub(super) fn compare(
        &self,
        documents: &[Listed],
        checked: &mut [Result<Checked, String>],
    ) -> Result<Vec<Extra>, Failure> {
        let mut groups = self.gathering.groups()?;
        let listed = documents.len() as u32;
        for group in groups.iter_mut().filter(|group| group.here >= listed) {
            group.others.retain(|(other, _)| *other < listed);
        }
        groups.retain(|group| !group.others.is_empty());
        let shelf = Shelf::new(documents, self.beside(&groups, listed)?);
        let found = shelf.all(&groups, self.selection.threads, self.linting.showing)?;
        let mut extras = Vec::new();
        for (group, found) in groups.iter().zip(found) {
            let Some(document) = shelf.document(group.here) else { continue };
            match (checked.get_mut(group.here as usize), found) {
                (Some(Ok(checked)), Ok(found)) => self.add(document, checked, found),
                (Some(Ok(checked)), Err(reason)) => {
                    checked.unread.push(format!("it was not compared with the set: {reason}"));
                }
                (None, Ok(mut found)) => {
                    self.linting.known.mark(document, &mut found);
                    let (fail_on, rules) = (self.linting.fail_on.or(document.fail_on), &document.rules);
                    let extra = |finding: Finding| Extra { finding, fail_on, rules: rules.clone() };
                    extras.extend(found.into_iter().filter(|found| found.suppression.is_none()).map(extra));
                }
                _ => {}
            }
        }
        Ok(extras)
    }

    fn add(&self, document: &Listed, checked: &mut Checked, mut found: Vec<Finding>) {
        if found.is_empty() {
            return;
        }
        checked.marks.add(self.linting.known.mark(document, &mut found));
        self.linting.leave_out_mild(&mut found);
        let threshold = self.linting.fail_on.or(document.fail_on).unwrap_or(FAIL_ON);
        checked.failing |= found.iter().any(|found| found.severity >= threshold && found.suppression.is_none());
        checked.findings.append(&mut found);
        let place = |found: &Finding| (found.location.offset, found.end_location.offset);
        checked.findings.sort_by(|a, b| (place(a), &a.code).cmp(&(place(b), &b.code)));
    }

    /// The documents of the index that `groups` need, with the rules that they meet.
    fn beside(&self, groups: &[Group], listed: u32) -> Result<BTreeMap<u32, Listed>, Failure> {
        let numbers = groups.iter().flat_map(|group| group.others.iter().map(|(other, _)| *other).chain([group.here]));
        let needed: BTreeSet<u32> = numbers.filter(|number| *number >= listed).collect();
        let mut beside = BTreeMap::new();
        for number in needed {
            let path = &self.others[(number - listed) as usize];
            let paths = vec![PathBuf::from(way(path, &self.selection.cwd))];
            let Listing { documents, .. } = files::list(&self.selection.of(paths), self.configs);
            beside.extend(documents.into_iter().map(|document| (number, document)));
        }
        let mistakes = self.configs.mistakes();
        if mistakes.is_empty() { Ok(beside) } else { Err(Failure::Mistakes(mistakes)) }
    }
}
