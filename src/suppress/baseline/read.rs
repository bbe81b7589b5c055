//! Parses the text of a baseline into entries with their places, and collects all mistakes.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{HEAD, KnownFinding};
use crate::finding::is_fingerprint;
use crate::source::mistake::{Mistake, TomlFile};

const ENTRY: &str = "{ path = \"…\", rule = \"…\", fingerprint = \"…\" }";

pub(super) fn read(file: &Arc<TomlFile>) -> Result<Vec<(KnownFinding, Range<usize>)>, Vec<Mistake>> {
    if let Some(entries) = as_written(&file.text) {
        return Ok(entries);
    }
    let (table, errors) = DeTable::parse_recoverable(&file.text);
    if !errors.is_empty() {
        return Err(errors.iter().map(|error| file.syntax(error)).collect());
    }
    let mut reader = Reader { file, mistakes: Vec::new() };
    let (mut versioned, mut entries) = (false, Vec::new());
    for (key, value) in table.into_inner() {
        match key.get_ref().as_ref() {
            "version" => {
                versioned = true;
                reader.version(&value);
            }
            "findings" => entries = reader.entries(value),
            name => reader.wrong(key.span(), format!("unknown baseline key `{name}`"), "write version or findings"),
        }
    }
    if !versioned && reader.mistakes.is_empty() {
        reader.wrong(0..0, "this is not a baseline: it has no version", "`--write-baseline` writes one to a new file");
    }
    let mut mistakes = reader.mistakes;
    mistakes.sort_by_key(|mistake| mistake.span.start);
    if mistakes.is_empty() { Ok(entries) } else { Err(mistakes) }
}

/// The entries of a baseline that stands as this program wrote it, a line each; `None` of any other, which is parsed. A
/// long one would be many times its size in memory otherwise.
fn as_written(text: &str) -> Option<Vec<(KnownFinding, Range<usize>)>> {
    let (mut paths, mut rules): (Shared, Shared) = (Shared::default(), Shared::default());
    let mut entries = Vec::new();
    let mut lines = text.strip_prefix(HEAD)?.lines();
    for line in lines.by_ref().take_while(|line| *line != "]") {
        let entry = line.strip_prefix("  ")?.strip_suffix(',')?;
        let (path, rest) = entry.strip_prefix("{ path = ")?.split_once(", rule = ")?;
        let (rule, rest) = rest.split_once(", fingerprint = ")?;
        let fingerprint = rest.strip_suffix(" }").and_then(unquoted).filter(|word| is_fingerprint(word))?;
        let start = entry.as_ptr() as usize - text.as_ptr() as usize;
        let (path, rule) = (paths.of(unquoted(path)?), rules.of(unquoted(rule)?));
        entries.push((KnownFinding { path, rule, fingerprint: fingerprint.into() }, start..start + entry.len()));
    }
    (lines.next().is_none() && text.ends_with("]\n")).then_some(entries)
}

/// Words that stand in many entries, each once.
#[derive(Default)]
struct Shared(HashSet<Arc<str>>);

impl Shared {
    fn of(&mut self, word: String) -> Arc<str> {
        if let Some(known) = self.0.get(word.as_str()) {
            return Arc::clone(known);
        }
        let word: Arc<str> = word.into();
        self.0.insert(Arc::clone(&word));
        word
    }
}

/// What a string says that [`super::quoted`] wrote.
fn unquoted(quoted: &str) -> Option<String> {
    serde_json::from_str(quoted).ok()
}

struct Reader<'r> {
    file: &'r Arc<TomlFile>,
    mistakes: Vec<Mistake>,
}

impl Reader<'_> {
    fn wrong(&mut self, span: Range<usize>, message: impl Into<String>, help: &str) {
        self.mistakes.push(self.file.mistake(span, message).help(help));
    }

    fn version(&mut self, value: &Spanned<DeValue<'_>>) {
        match value.get_ref() {
            DeValue::Integer(number) if number.as_str() == "2" => {}
            DeValue::Integer(number) if number.as_str() == "1" => self.wrong(
                value.span(),
                "this baseline has version 1, whose fingerprints contained a few bits of masked text",
                "delete it, and recreate it with `--write-baseline` for the same documents",
            ),
            _ => self.wrong(value.span(), "only baselines of version 2 can be read", "recreate it"),
        }
    }

    fn entries(&mut self, value: Spanned<DeValue<'_>>) -> Vec<(KnownFinding, Range<usize>)> {
        let span = value.span();
        let DeValue::Array(array) = value.into_inner() else {
            self.wrong(span, "`findings` must be a list", &format!("write [{ENTRY}]"));
            return Vec::new();
        };
        array.into_iter().filter_map(|value| self.entry(value)).collect()
    }

    fn entry(&mut self, value: Spanned<DeValue<'_>>) -> Option<(KnownFinding, Range<usize>)> {
        let (span, before) = (value.span(), self.mistakes.len());
        let DeValue::Table(table) = value.into_inner() else {
            self.wrong(span, "this must be a table", &format!("write {ENTRY}"));
            return None;
        };
        let (mut path, mut rule, mut fingerprint) = (None, None, None);
        for (key, value) in table {
            let word = match key.get_ref().as_ref() {
                "path" => &mut path,
                "rule" => &mut rule,
                "fingerprint" => &mut fingerprint,
                name => {
                    self.wrong(key.span(), format!("unknown key `{name}` in an entry"), &format!("write {ENTRY}"));
                    continue;
                }
            };
            *word = self.word(&value);
            if key.get_ref() == "fingerprint" && fingerprint.as_deref().is_some_and(|word| !is_fingerprint(word)) {
                self.wrong(value.span(), "this is not a fingerprint", "write 16 hexadecimal digits");
            }
        }
        let sound = self.mistakes.len() == before;
        match (path, rule, fingerprint) {
            (Some(path), Some(rule), Some(fingerprint)) => {
                let (path, rule, fingerprint) = (path.into(), rule.into(), fingerprint.into());
                Some((KnownFinding { path, rule, fingerprint }, span))
            }
            _ => {
                if sound {
                    self.wrong(span, "this entry is incomplete", &format!("write {ENTRY}"));
                }
                None
            }
        }
    }

    fn word(&mut self, value: &Spanned<DeValue<'_>>) -> Option<String> {
        match value.get_ref() {
            DeValue::String(word) => Some(word.to_string()),
            _ => {
                self.wrong(value.span(), "this must be a string", "put it in quotes");
                None
            }
        }
    }
}
