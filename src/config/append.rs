//! Adds `[[suppress]]` entries to the text of a configuration; all else in it, comments and blanks included, stays.

use jiff::civil::Date;
use toml_edit::{ArrayOfTables, DocumentMut, Formatted, InlineTable, Item, Table, TomlError, Value};

/// An entry to be added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEntry {
    /// The rule.
    pub rule: String,
    /// The finding, by content.
    pub fingerprint: String,
    /// The document, relative to the configuration; `None` if it cannot be named as a pattern.
    pub path: Option<String>,
    /// Why the finding may stay.
    pub reason: String,
    /// The last day on which the entry holds.
    pub expires: Option<Date>,
}

impl NewEntry {
    /// Its keys and values, in order.
    fn values(&self) -> Vec<(&'static str, Value)> {
        let mut values = vec![("rule", self.rule.as_str().into()), ("fingerprint", self.fingerprint.as_str().into())];
        values.extend(self.path.as_deref().map(|path| ("path", path.into())));
        values.push(("reason", self.reason.as_str().into()));
        let date = self.expires.and_then(|date| date.to_string().parse().ok());
        values.extend(date.map(|date| ("expires", Value::Datetime(Formatted::new(date)))));
        values
    }
}

/// The pattern that the file at `path`, relative to a configuration beside or above it, matches alone; `None` for one that
/// lies elsewhere.
pub fn pattern(path: &str) -> Option<String> {
    if path.starts_with("..") || path.starts_with(['/', '!']) || path.contains(':') {
        return None;
    }
    // Without a slash it would match at any depth.
    let mut pattern = if path.contains('/') { String::new() } else { "/".to_owned() };
    for letter in path.chars() {
        match letter {
            '*' | '?' | '[' | '{' | '}' | '\\' => pattern.extend(['[', letter, ']']),
            _ => pattern.push(letter),
        }
    }
    Some(pattern)
}

/// The text of a configuration with `entries` behind those that it has.
///
/// # Errors
///
/// That the text is not TOML, or that its `suppress` is no list of tables.
pub fn with_entries(text: &str, entries: &[NewEntry]) -> Result<String, String> {
    let mut document: DocumentMut = text.parse().map_err(|error: TomlError| error.message().to_owned())?;
    // Comments at the end are about the table above them, and stay with it.
    let mut end = String::new();
    if !document.contains_key("suppress") {
        end = document.trailing().as_str().unwrap_or_default().to_owned();
        document.set_trailing("");
    }
    let place = document.entry("suppress").or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new()));
    match place {
        Item::ArrayOfTables(tables) => tables.extend(entries.iter().map(|entry| {
            let mut table: Table = entry.values().into_iter().collect();
            table.decor_mut().set_prefix(std::mem::take(&mut end) + "\n");
            table
        })),
        Item::Value(Value::Array(list)) => {
            list.extend(entries.iter().map(|entry| Value::from(InlineTable::from_iter(entry.values()))));
        }
        _ => return Err("its `suppress` is not a list of tables".to_owned()),
    }
    let written = document.to_string();
    Ok(if text.contains("\r\n") { written.replace("\r\n", "\n").replace('\n', "\r\n") } else { written })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::Covering;
    use super::*;

    fn entry(path: Option<&str>) -> NewEntry {
        NewEntry {
            rule: "a-rule".to_owned(),
            fingerprint: "0123456789abcdef".to_owned(),
            path: path.map(str::to_owned),
            reason: "so in the \"original\"".to_owned(),
            expires: Date::new(2030, 6, 30).ok(),
        }
    }

    #[test]
    fn what_is_there_stays_as_it_is() {
        let text = "# mine\nfail-on  =  'error' # loud\n\n[rules]\nscan = \"info\"\n\n[[suppress]]\nrule = 'x' # why\n\n[output]\nformat='short'\n";
        let written = with_entries(text, &[entry(Some("a/b.txt")), entry(None)]).expect("valid");
        let added = written.lines().filter(|line| !text.lines().any(|old| old == *line)).count();
        assert!(text.lines().all(|line| written.lines().any(|new| new == line)), "{written}");
        assert_eq!(added, 9, "{written}");
        let read: toml::Table = written.parse().expect("valid");
        let entries = read["suppress"].as_array().expect("a list");
        assert_eq!(entries.len(), 3);
        assert_eq!(entries[1]["path"].as_str(), Some("a/b.txt"));
        assert_eq!(entries[2].get("path"), None);
        assert_eq!(entries[2]["expires"].to_string(), "2030-06-30");
    }

    #[test]
    fn comments_at_the_end_stay_with_their_table() {
        let written = with_entries("[rules]\n#scan = \"info\"\n", &[entry(None)]).expect("valid");
        assert!(written.starts_with("[rules]\n#scan = \"info\"\n\n[[suppress]]\nrule = "), "{written}");
        let twice = with_entries(&written, &[entry(None)]).expect("valid");
        assert!(twice.starts_with(&written) && twice.matches("[[suppress]]").count() == 2, "{twice}");
    }

    #[test]
    fn a_pattern_matches_its_file_alone() {
        for path in ["a.txt", "b/a.txt", "odd [name]*?.txt", "b/{x,y}\\.txt"] {
            let globs = Covering::new([pattern(path).expect("it can be named").as_str()]).expect("valid");
            assert!(globs.covering(Path::new(path)).contains(&0), "{path}");
            assert!(!globs.covering(Path::new("c/a.txt")).contains(&0) && !globs.covering(Path::new("n")).contains(&0));
        }
        assert_eq!(["../a.txt", "/a.txt", "C:/a.txt"].map(pattern), [None, None, None]);
    }

    #[test]
    fn an_empty_file_a_list_in_one_line_and_crlf_are_met() {
        assert!(with_entries("", &[entry(None)]).expect("valid").trim_start().starts_with("[[suppress]]"));
        let inline = with_entries("suppress = [{ rule = 'x' }]\n", &[entry(None)]).expect("valid");
        assert_eq!(inline.parse::<toml::Table>().expect("valid")["suppress"].as_array().map(Vec::len), Some(2));
        let crlf = with_entries("fail-on = 'error'\r\n", &[entry(None)]).expect("valid");
        assert_eq!(crlf.matches('\n').count(), crlf.matches("\r\n").count());
        assert!(with_entries("suppress = 3\n", &[entry(None)]).is_err());
        assert!(with_entries("suppress = [\n", &[entry(None)]).is_err());
    }
}
