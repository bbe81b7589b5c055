//! Counts findings by rule, group, year, classification and folder: for people on request, as `statistics` for programs.

use std::collections::{BTreeMap, HashMap};
use std::io::{self, Write};
use std::ops::Range;

use serde::Serialize;
use serde::ser::SerializeMap;

use super::{RunReport, Summary, write_json};
use crate::diagnostic::Severity;
use crate::finding::{DocumentRow, Finding};
use crate::source::mistake::nearest;
use crate::source::visible::visible;

/// By what findings are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Facet {
    /// By rule.
    Rule,
    /// By group of rules.
    Group,
    /// By the year of the document.
    Year,
    /// By the level of the document.
    Classification,
    /// By the folder of the file.
    Folder,
}

impl Facet {
    /// Every one there is.
    pub const ALL: [Facet; 5] = [Facet::Rule, Facet::Group, Facet::Year, Facet::Classification, Facet::Folder];

    /// The word by which users ask for it.
    pub fn name(self) -> &'static str {
        match self {
            Facet::Rule => "rule",
            Facet::Group => "group",
            Facet::Year => "year",
            Facet::Classification => "classification",
            Facet::Folder => "folder",
        }
    }

    /// Reads such a word.
    ///
    /// # Errors
    ///
    /// That there is no such word.
    pub fn read(name: &str) -> Result<Facet, String> {
        let names = Facet::ALL.map(Facet::name);
        Facet::ALL.into_iter().find(|facet| facet.name() == name).ok_or_else(|| {
            let near = nearest(name, names).map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            format!("findings are not counted by `{name}`{near} (write one of: {})", names.join(", "))
        })
    }

    /// Whether it takes to have documents summed up.
    pub fn is_of_documents(self) -> bool {
        matches!(self, Facet::Year | Facet::Classification | Facet::Folder)
    }
}

/// What was counted under one name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Counted {
    pub(super) name: String,
    /// Of a rule or a group, the files in which it fired.
    pub(super) documents: usize,
    pub(super) errors: usize,
    pub(super) warnings: usize,
    pub(super) infos: usize,
}

impl Counted {
    /// How many findings it has.
    pub(super) fn findings(&self) -> usize {
        self.errors + self.warnings + self.infos
    }
}

/// The documents of each file.
pub(super) struct RowsByFile<'r> {
    rows: &'r [DocumentRow],
    by_file: HashMap<&'r str, Range<usize>>,
}

impl<'r> RowsByFile<'r> {
    pub(super) fn new(rows: &'r [DocumentRow]) -> RowsByFile<'r> {
        let mut by_file: HashMap<&str, Range<usize>> = HashMap::new();
        for (at, row) in rows.iter().enumerate() {
            by_file.entry(&row.filename).or_insert(at..at).end = at + 1;
        }
        RowsByFile { rows, by_file }
    }

    /// The document in which a finding is: the innermost around it, or else the first of its file.
    pub(super) fn of(&self, finding: &Finding) -> Option<&'r DocumentRow> {
        let rows = &self.rows[self.by_file.get(finding.filename.as_str())?.clone()];
        let row = finding.location.row;
        let around = |document: &&DocumentRow| (document.outline.first_row..=document.outline.last_row).contains(&row);
        rows.iter().rev().find(around).or(rows.first())
    }
}

/// The findings that count, by `facet`: years and folders in order, all else with the commonest first.
pub(super) fn counted(report: &RunReport<'_>, documents: &RowsByFile<'_>, facet: Facet) -> Vec<Counted> {
    let mut counts: BTreeMap<String, Counted> = BTreeMap::new();
    let mut last_file: BTreeMap<String, &str> = BTreeMap::new();
    for finding in report.unsuppressed() {
        let name = match facet {
            Facet::Rule => finding.code.clone(),
            Facet::Group => finding.group.clone(),
            Facet::Folder => folder(&finding.filename),
            Facet::Year => year(documents.of(finding)),
            Facet::Classification => level(documents.of(finding)),
        };
        let counted = entry(&mut counts, &name);
        match finding.severity {
            Severity::Error => counted.errors += 1,
            Severity::Warning => counted.warnings += 1,
            Severity::Info => counted.infos += 1,
        }
        // Findings come by file.
        if !facet.is_of_documents() && last_file.insert(name, &finding.filename) != Some(&*finding.filename) {
            counted.documents += 1;
        }
    }
    for row in documents.rows {
        let name = match facet {
            Facet::Rule | Facet::Group => continue,
            Facet::Folder => folder(&row.filename),
            Facet::Year => year(Some(row)),
            Facet::Classification => level(Some(row)),
        };
        entry(&mut counts, &name).documents += 1;
    }
    let mut counts: Vec<Counted> = counts.into_values().collect();
    if !matches!(facet, Facet::Year | Facet::Folder) {
        counts.sort_by_key(|counted| std::cmp::Reverse((counted.findings(), counted.documents)));
    }
    counts
}

fn entry<'c>(counts: &'c mut BTreeMap<String, Counted>, name: &str) -> &'c mut Counted {
    let new = || Counted { name: name.to_owned(), documents: 0, errors: 0, warnings: 0, infos: 0 };
    if !counts.contains_key(name) {
        counts.insert(name.to_owned(), new());
    }
    counts.get_mut(name).expect("it was put there")
}

fn folder(filename: &str) -> String {
    filename.rsplit_once('/').map_or(".", |(folder, _)| if folder.is_empty() { "/" } else { folder }).to_owned()
}

/// The year of a document, or the years between which it was written.
pub(super) fn year(row: Option<&DocumentRow>) -> String {
    let Some(date) = row.and_then(|row| row.outline.date.as_deref()) else { return "undated".to_owned() };
    let year = |day: &str| day.get(..4).filter(|year| !year.contains('.')).map(str::to_owned);
    match date.split_once('/').map(|(first, last)| (year(first), year(last))) {
        None => year(date).unwrap_or_default(),
        Some((Some(first), Some(last))) if first == last => first,
        Some((Some(first), Some(last))) => format!("{first}-{last}"),
        Some((Some(first), None)) => format!("{first} or later"),
        Some((None, Some(last))) => format!("{last} or earlier"),
        Some((None, None)) => "undated".to_owned(),
    }
}

/// The level of a document.
pub(super) fn level(row: Option<&DocumentRow>) -> String {
    row.and_then(|row| row.outline.level).unwrap_or("unmarked").to_owned()
}

/// For people. By rule, one line per rule and severity: how often, how bad, its name, the commonest first.
pub(crate) fn tell(report: &RunReport<'_>, facets: &[Facet], out: &mut dyn Write) -> io::Result<()> {
    let documents = RowsByFile::new(report.documents);
    for facet in facets {
        let counts = counted(report, &documents, *facet);
        if *facet == Facet::Rule {
            by_severity(report, &counts, out)?;
            continue;
        }
        writeln!(out, "{:>9} {:>8} {:>8} {:>8}  {}", "documents", "errors", "warnings", "infos", facet.name())?;
        for Counted { name, documents, errors, warnings, infos } in &counts {
            writeln!(out, "{documents:>9} {errors:>8} {warnings:>8} {infos:>8}  {}", visible(name))?;
        }
    }
    Ok(())
}

fn by_severity(report: &RunReport<'_>, counts: &[Counted], out: &mut dyn Write) -> io::Result<()> {
    let severe = |counted: &Counted| {
        let Counted { errors, warnings, infos, .. } = *counted;
        [(errors, Severity::Error), (warnings, Severity::Warning), (infos, Severity::Info)]
    };
    let lines = counts.iter().flat_map(|counted| severe(counted).map(|(count, severity)| (count, severity, counted)));
    let mut lines: Vec<(usize, Severity, &Counted)> = lines.filter(|(count, ..)| *count > 0).collect();
    lines.sort_by(|a, b| (b.0, b.1).cmp(&(a.0, a.1)).then_with(|| a.2.name.cmp(&b.2.name)));
    for (count, severity, counted) in lines {
        writeln!(out, "{count:>8}  {:<7}  {}", severity.word(), report.name(&counted.name))?;
    }
    Ok(())
}

#[derive(Serialize)]
struct Statistics<'r> {
    version: u32,
    summary: Summary,
    by: ByFacet<'r>,
}

struct ByFacet<'r>(&'r RunReport<'r>);

impl Serialize for ByFacet<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let documents = RowsByFile::new(self.0.documents);
        let mut map = serializer.serialize_map(Some(Facet::ALL.len()))?;
        for facet in Facet::ALL {
            map.serialize_entry(facet.name(), &counted(self.0, &documents, facet))?;
        }
        map.end()
    }
}

pub(super) fn write(report: &RunReport<'_>, out: &mut dyn Write) -> io::Result<()> {
    write_json(&Statistics { version: 1, summary: report.summary, by: ByFacet(report) }, out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_those_of_files() {
        assert_eq!(folder("a/b/c.txt"), "a/b");
        assert_eq!(folder("c.txt"), ".");
        assert_eq!(folder("/c.txt"), "/");
    }

    #[test]
    fn a_facet_is_read_by_its_name() {
        assert_eq!(Facet::read("year"), Ok(Facet::Year));
        assert!(Facet::read("yaer").is_err_and(|error| error.contains("did you mean `year`")));
    }
}
