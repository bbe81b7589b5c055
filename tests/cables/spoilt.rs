//! The clean documents of `cables/`, and the ways to spoil them.

#![allow(dead_code, reason = "each test takes what it needs")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use cable_lint::check::CHECKS;
use cable_lint::document::Style;
use cable_lint::rule::RuleSet;
use serde::Deserialize;

pub(crate) fn cables() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cables")
}

pub(crate) fn builtin() -> RuleSet {
    RuleSet::builtin(CHECKS).expect("the built-in packs load")
}

/// The clean documents by file name, in order.
pub(crate) fn clean() -> Vec<(String, String)> {
    let folder = fs::read_dir(cables().join("clean")).expect("the folder exists");
    let mut paths: Vec<PathBuf> = folder.map(|entry| entry.expect("readable").path()).collect();
    paths.sort();
    let name = |path: &Path| path.file_name().expect("a name").to_string_lossy().into_owned();
    paths.iter().map(|path| (name(path), fs::read_to_string(path).expect("UTF-8"))).collect()
}

/// What `defects.toml` holds.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Defects {
    #[serde(default)]
    pub(crate) defect: Vec<Defect>,
    #[serde(default)]
    pub(crate) exception: Vec<Exception>,
}

/// One way to spoil a clean document so that one rule speaks.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Defect {
    pub(crate) rule: String,
    /// The clean document, below `cables/`.
    pub(crate) base: String,
    /// What is replaced; it stands in the document exactly once.
    pub(crate) replace: String,
    pub(crate) with: String,
    /// Further replacements that the defect needs; their lines count as changed too.
    #[serde(default)]
    pub(crate) and: Vec<Change>,
    /// What stands on the line of the finding, where that is not a changed line.
    pub(crate) at: Option<String>,
    /// When the document was written, where its text does not say.
    pub(crate) date: Option<toml::value::Datetime>,
    /// Whose marking habits it follows, where that is not what it looks like.
    pub(crate) style: Option<Style>,
    /// Rules that must speak of it, too: a marking that is wrong in one way is often wrong in another.
    #[serde(default)]
    pub(crate) also: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Change {
    pub(crate) replace: String,
    pub(crate) with: String,
}

/// A rule that cannot have a row, and why.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Exception {
    pub(crate) rule: String,
    pub(crate) reason: String,
}

pub(crate) fn defects() -> Defects {
    let mut all = Defects { defect: Vec::new(), exception: Vec::new() };
    for file in ["defects.toml", "markings.toml"] {
        let text = fs::read_to_string(cables().join(file)).expect("the table of defects");
        let table: Defects = toml::from_str(&text).unwrap_or_else(|error| panic!("{file}: {error}"));
        all.defect.extend(table.defect);
        all.exception.extend(table.exception);
    }
    all
}

impl Defect {
    /// The spoilt document, and the lines that differ from the clean one, counted from 1.
    pub(crate) fn spoil(&self) -> Result<(String, BTreeSet<u32>), String> {
        let path = cables().join(&self.base);
        let clean = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let mut text = clean;
        let mut changed: Vec<(usize, usize)> = Vec::new();
        let first = std::iter::once((&self.replace, &self.with));
        for (replace, with) in first.chain(self.and.iter().map(|change| (&change.replace, &change.with))) {
            let mut places = text.match_indices(replace.as_str());
            let (Some((at, _)), None) = (places.next(), places.next()) else {
                return Err(format!("{replace:?} does not stand in {} exactly once", self.base));
            };
            let grown = with.len() as isize - replace.len() as isize;
            for place in changed.iter_mut().filter(|place| place.0 > at) {
                *place = (place.0.wrapping_add_signed(grown), place.1.wrapping_add_signed(grown));
            }
            text.replace_range(at..at + replace.len(), with);
            changed.push((at, at + with.len()));
        }
        let row = |at: usize| text[..at].matches('\n').count() as u32 + 1;
        let rows = changed.into_iter().flat_map(|(from, to)| row(from)..=row(to)).collect();
        Ok((text, rows))
    }

    /// The rules, with what the row assumes of its document.
    pub(crate) fn rules(&self, rules: &RuleSet) -> RuleSet {
        let mut rules = rules.clone();
        rules.assumptions.style = self.style;
        rules.assumptions.date = self.date.as_ref().and_then(cable_lint::source::mistake::calendar_date);
        rules
    }
}
