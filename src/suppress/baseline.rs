//! Reads and writes baselines: the findings that existed when a set of documents was adopted, and may stay until they
//! are fixed.
//!
//! An entry identifies a finding by document, rule and content, not by position. It contains no text of the document
//! and does not depend on masked text. Opens no file.

mod read;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::ops::Range;
use std::sync::Arc;

use crate::finding::Finding;
use crate::source::mistake::{Mistake, TomlFile};

/// What a baseline begins with.
const HEAD: &str = "\
# Findings that are known and may stay: `cable-lint check --baseline` passes over them, `--prune-baseline` takes out those
# that are gone. One finding a line, in order; keep this file where the documents are.
version = 2
findings = [
";

/// One known finding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KnownFinding {
    /// The document, by the way to it from the directory of the baseline, with `/` between names.
    pub path: Arc<str>,
    /// The rule.
    pub rule: Arc<str>,
    /// The finding, by content: 16 hexadecimal digits.
    pub fingerprint: Box<str>,
}

impl KnownFinding {
    /// What it is sorted and found by.
    fn key(&self) -> (&str, &str, &str) {
        (&self.path, &self.rule, &self.fingerprint)
    }
}

/// A baseline as read.
#[derive(Debug)]
pub struct Baseline {
    file: Arc<TomlFile>,
    entries: Vec<(KnownFinding, Range<usize>)>,
    /// The entries by document, rule and fingerprint.
    sorted: Vec<u32>,
}

impl Baseline {
    /// A baseline without entries, for a file that does not exist yet.
    pub fn empty(file: Arc<TomlFile>) -> Baseline {
        Baseline { file, entries: Vec::new(), sorted: Vec::new() }
    }

    /// Reads a baseline.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with it.
    pub fn read(file: &Arc<TomlFile>) -> Result<Baseline, Vec<Mistake>> {
        let mut entries = read::read(file)?;
        let mut sorted: Vec<u32> = (0..entries.len() as u32).collect();
        let key = |entries: &[(KnownFinding, _)], one: u32, other: u32| {
            entries[one as usize].0.key().cmp(&entries[other as usize].0.key())
        };
        sorted.sort_by(|&one, &other| key(&entries, one, other));
        // The same line twice, as a merge may leave it, is one entry.
        let twice: Vec<u32> =
            sorted.windows(2).filter(|pair| key(&entries, pair[0], pair[1]).is_eq()).map(|pair| pair[1]).collect();
        if !twice.is_empty() {
            let twice: BTreeSet<u32> = twice.into_iter().collect();
            let mut index = 0..;
            entries.retain(|_| index.next().is_none_or(|index| !twice.contains(&index)));
            sorted = (0..entries.len() as u32).collect();
            sorted.sort_by(|&one, &other| key(&entries, one, other));
        }
        Ok(Baseline { file: Arc::clone(file), entries, sorted })
    }

    /// The file it was read from.
    pub fn file(&self) -> &Arc<TomlFile> {
        &self.file
    }

    /// Its entries, each with the bytes of the file that it is.
    pub fn entries(&self) -> &[(KnownFinding, Range<usize>)] {
        &self.entries
    }

    /// The documents in it, in order.
    pub fn paths(&self) -> BTreeSet<&str> {
        self.entries.iter().map(|(known, _)| &*known.path).collect()
    }

    /// How many entries of the document `path` it has.
    pub fn known_of(&self, path: &str) -> usize {
        let of = |index: &u32| &*self.entries[*index as usize].0.path;
        let first = self.sorted.partition_point(|index| of(index) < path);
        self.sorted[first..].iter().take_while(|index| of(index) == path).count()
    }

    /// The entry that knows `finding` of the document `path`, by index.
    pub fn find(&self, path: &str, finding: &Finding) -> Option<usize> {
        let wanted = (path, &*finding.code, &*finding.fingerprint);
        let entry = |&index: &u32| self.entries[index as usize].0.key();
        let at = self.sorted.binary_search_by(|index| entry(index).cmp(&wanted)).ok()?;
        Some(self.sorted[at] as usize)
    }
}

/// The text of a baseline with these entries.
pub fn text(entries: &BTreeSet<KnownFinding>) -> String {
    let mut text = HEAD.to_owned();
    for KnownFinding { path, rule, fingerprint } in entries {
        let (path, rule) = (quoted(path), quoted(rule));
        let _ = writeln!(text, "  {{ path = {path}, rule = {rule}, fingerprint = \"{fingerprint}\" }},");
    }
    text + "]\n"
}

/// A TOML string on one line. JSON escapes what TOML wants escaped, but for DEL.
pub(crate) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string().replace('\u{7f}', "\\u007f")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(path: &str, fingerprint: &str) -> KnownFinding {
        KnownFinding { path: path.into(), rule: "a-rule".into(), fingerprint: fingerprint.into() }
    }

    #[test]
    fn what_is_written_is_read_again_whatever_the_path() {
        let paths = ["b/é \"x\".txt", "a.txt", "../c\n\u{7f}\\.txt"];
        let entries: BTreeSet<KnownFinding> = paths.iter().map(|path| known(path, "0123456789abcdef")).collect();
        let text = text(&entries);
        assert_eq!(text.lines().count(), HEAD.lines().count() + entries.len() + 1);
        let read = Baseline::read(&TomlFile::new("b.toml", text)).expect("valid");
        assert!(read.entries().iter().map(|(known, _)| known).eq(&entries));
    }

    #[test]
    fn everything_wrong_is_told_with_its_place() {
        let text =
            "version = 3\nfindings = [\n  { path = 'a', rule = 3, fingerprint = 'xyz' },\n  { path = 'a' },\n]\nx = 1";
        let mistakes = Baseline::read(&TomlFile::new("b.toml", text)).expect_err("wrong");
        let places: Vec<&str> = mistakes.iter().map(|mistake| &text[mistake.span.clone()]).collect();
        assert_eq!(places, ["3", "3", "'xyz'", "{ path = 'a' }", "x"]);
        assert!(Baseline::read(&TomlFile::new("b.toml", "<<<<<<< HEAD\n")).is_err());
        assert!(Baseline::read(&TomlFile::new("b.toml", "")).is_err());
    }

    #[test]
    fn what_people_write_is_read_like_what_is_written() {
        let line = "  { path = \"a \\\"b\\\".txt\", rule = \"r\", fingerprint = \"0123456789abcdef\" },\n";
        let plain = format!("{HEAD}{line}{}]\n", line.replace("cdef", "cdee"));
        let read = |text: &str| Baseline::read(&TomlFile::new("b.toml", text)).expect("valid");
        let (quick, slow) = (read(&plain), read(&plain.replace("rule = ", "rule  = ")));
        let known = |baseline: &Baseline| baseline.entries().iter().map(|(known, _)| known.clone()).collect::<Vec<_>>();
        assert_eq!(known(&quick), known(&slow));
        assert_eq!(&*quick.entries()[0].0.path, "a \"b\".txt");
        let places: Vec<&str> = quick.entries().iter().map(|(_, place)| &plain[place.clone()]).collect();
        assert!(places.iter().all(|place| place.starts_with("{ path") && place.ends_with('}')), "{places:?}");
    }

    #[test]
    fn the_same_line_twice_is_one_entry() {
        let line = "  { path = 'a', rule = 'r', fingerprint = '0123456789abcdef' },\n";
        let text = format!("version = 2\nfindings = [\n{line}{line}]\n");
        assert_eq!(Baseline::read(&TomlFile::new("b.toml", text)).expect("valid").entries().len(), 1);
    }
}
