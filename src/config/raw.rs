//! Parses the TOML of a configuration into settings with their places.
//!
//! Checks only the form of values; whether a rule exists or a pack loads is checked later. All mistakes are collected.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use toml::Spanned;
use toml::de::DeTable;

use super::keys::Keys;
use super::reader::Reader;
use super::trust::Confines;
use crate::source::mistake::{Mistake, TomlFile};

/// A configuration as written.
#[derive(Clone, Debug)]
pub(super) struct Raw {
    pub(super) file: Arc<TomlFile>,
    /// The directory that its paths and patterns are relative to, absolute.
    pub(super) root: PathBuf,
    /// Whether it was typed and not read from a file.
    pub(super) typed: bool,
    /// How far away what it names may be.
    pub(super) reach: Confines,
    pub(super) keys: Keys,
}

/// Reads `file`, which is in `root`, adding to `mistakes` everything that is wrong with it.
pub(super) fn read(file: &Arc<TomlFile>, root: &Path, mistakes: &mut Vec<Mistake>) -> Raw {
    let before = mistakes.len();
    let (table, errors) = DeTable::parse_recoverable(&file.text);
    mistakes.extend(errors.iter().map(|error| file.syntax(error)));
    // What the parser made up to go on with is not what was meant; but what it says of watched names masks what is told
    // of the rest.
    let mut keys = Keys { watch_list: watch_list_line(&file.text), ..Keys::default() };
    if errors.is_empty() {
        keys = Reader { file, mistakes: &mut *mistakes }.keyed(table.into_inner(), |_, _, _| false);
        // Tables come by name, people read by line.
        mistakes[before..].sort_by_key(|mistake| mistake.span.start);
    }
    Raw { file: Arc::clone(file), root: root.to_owned(), typed: false, reach: Confines::Anywhere, keys }
}

/// The watch list that a line of `text` names, if that line is right by itself.
fn watch_list_line(text: &str) -> Option<Spanned<String>> {
    let mut lines = text.lines().map(str::trim_start).filter(|line| line.starts_with("watch-list"));
    let table = lines.find_map(|line| line.parse::<toml::Table>().ok())?;
    Some(Spanned::new(0..0, table.get("watch-list")?.as_str()?.to_owned()))
}

#[cfg(test)]
mod tests {
    use jiff::civil::Date;

    use super::*;
    use crate::diagnostic::Severity;
    use crate::document::Kind;

    fn mistakes(text: &str) -> Vec<(String, String, Option<String>)> {
        let mut mistakes = Vec::new();
        read(&TomlFile::new("x.toml", text), Path::new("/"), &mut mistakes);
        mistakes.into_iter().map(|m| (text[m.span].to_owned(), m.message, m.help)).collect()
    }

    #[test]
    fn every_key_is_read_with_its_value() {
        let text = "include = ['a']\nexclude = ['b']\nrule-packs = ['c']\nfail-on = 'error'\nkind = 'cable'\n\
                    style = 'auto'\ndate = 1999-01-02\n[rules]\nscan = { level = 'ignore', max = 3 }\nx.level = 'warn'\n\
                    [[overrides]]\ninclude = ['d']\nrules = { all = 'info' }\ndate = '2001-02-03'\n\
                    [output]\nformat = ['pretty', 'json=a.json']\nrule-url = 'https://example.org/{rule}'\n";
        let mut mistakes = Vec::new();
        let raw = read(&TomlFile::new("x.toml", text), Path::new("/"), &mut mistakes);
        assert_eq!(mistakes, []);
        assert_eq!(raw.keys.settings.fail_on, Some(Severity::Error));
        let output = raw.keys.output.expect("output");
        assert_eq!(output.format.map(|format| format.get_ref().len()), Some(2));
        assert_eq!(output.rule_url.map(|url| url.get_ref().of("x")).as_deref(), Some("https://example.org/x"));
        let settings = raw.keys.settings;
        assert_eq!(settings.kind.map(|kind| kind.value), Some(Some(Kind::Cable)));
        assert_eq!(settings.style.map(|style| style.value), Some(None));
        assert_eq!(settings.date.map(|date| date.value), Some(Date::new(1999, 1, 2).ok()));
        let rules = settings.rules.expect("rules");
        assert_eq!(rules[0].level, Some(None));
        assert_eq!(rules[0].options.as_ref().map(|o| o.get_ref().len()), Some(1));
        assert_eq!(rules[1].level, Some(Some(Severity::Warning)));
        let over = raw.keys.overrides.expect("overrides").swap_remove(0);
        assert_eq!(over.settings.date.map(|date| date.value), Some(Date::new(2001, 2, 3).ok()));
    }

    #[test]
    fn every_mistake_is_found_at_its_place() {
        let found = mistakes("incldue = []\nfail-on = 'eror'\nkind = 3\n[rules]\nx = 'loud'\ny = 1\n[[overrides]]\n");
        let places: Vec<&str> = found.iter().map(|(place, _, _)| place.as_str()).collect();
        assert_eq!(places, ["incldue", "'eror'", "3", "'loud'", "1", "[[overrides]]"]);
        assert_eq!(found[0].2.as_deref(), Some("did you mean `include`?"));
        assert_eq!(found[1].2.as_deref(), Some("did you mean `error`?"));
        assert_eq!(found[3].2.as_deref(), Some("write one of: error, warning, info, ignore"));
    }

    #[test]
    fn dates_with_a_time_are_no_dates() {
        assert_eq!(mistakes("date = 1999-01-02T00:00:00Z")[0].0, "1999-01-02T00:00:00Z");
        assert_eq!(mistakes("date = 'yesterday'")[0].1, "this is not a calendar date");
    }
}
