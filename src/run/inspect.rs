//! Runs `cable-lint inspect`: reads documents and sums up each in a row.

mod families;

use std::collections::BTreeMap;
use std::sync::atomic::AtomicUsize;

use serde::Serialize;
use serde_json::Value;

use super::check::lint::{each, read};
use super::check::{listed, threads, today};
use super::names::MaskedNames;
use super::{Failure, Status, answer, request, selection, tell};
use crate::cli::{InspectArgs, InspectFormat};
use crate::config::{Configs, Request};
use crate::files::Listed;
use crate::finding::DocumentRow;
use crate::source::mistake::plain;
use crate::source::visible::{Spelling, harmless, visible};
use crate::{finding, render, view};

/// The columns, in order: the keys of a row.
const COLUMNS: [&str; 24] = [
    "filename",
    "first_row",
    "last_row",
    "kind",
    "family",
    "signs",
    "style",
    "profile",
    "date",
    "dated_by",
    "level",
    "banner",
    "number",
    "tags",
    "paragraphs",
    "marked",
    "references",
    "redactions",
    "unread",
    "hidden",
    "unread_parts",
    "pages",
    "pictures",
    "scans",
];

pub(super) fn inspect(typed: &InspectArgs) -> Result<Status, Failure> {
    let wishes = Request { today: today(), ..request(&typed.configuration)? };
    let cwd = wishes.cwd.clone();
    let configs = Configs::new(wishes).map_err(Failure::Mistakes)?;
    let selection = selection::selection(&typed.files, cwd, threads(None))?;
    let mut listing = listed(&selection, &configs)?;
    let names = MaskedNames::new(&configs, &listing);
    if typed.set {
        let (written, troubles) = families::families(&listing.documents, selection.threads, typed.output_format)?;
        answer(&written)?;
        tell_troubles(&troubles, &names);
        let all = troubles.is_empty() && listing.unreadable.is_empty();
        if listing.documents.is_empty() && all && !typed.files.allow_empty {
            return Err(Failure::Usage(super::NO_DOCUMENT.to_owned()));
        }
        return Ok(if all { Status::Clean } else { Status::NotDone });
    }
    let mut rows = Vec::new();
    let read = each(&listing.documents, selection.threads, &AtomicUsize::new(0), &rows_of)?;
    let mut troubles: Vec<(String, String)> = listing.unreadable.drain(..).map(|it| (it.filename, it.reason)).collect();
    for (document, read) in listing.documents.iter().zip(read) {
        match read {
            Ok(read) => rows.extend(read),
            Err(reason) => troubles.push((document.place.name(), reason)),
        }
    }
    answer(&match typed.output_format {
        InspectFormat::Text => text(&rows),
        InspectFormat::JsonLines => rows.iter().map(line).collect(),
        InspectFormat::Csv => csv(&COLUMNS, rows.iter().map(values))?,
    })?;
    tell_troubles(&troubles, &names);
    let empty = rows.is_empty() && troubles.is_empty() && !typed.files.allow_empty;
    if empty {
        return Err(Failure::Usage(super::NO_DOCUMENT.to_owned()));
    }
    let unread = rows.iter().any(|row| row.unread_parts > 0);
    Ok(if troubles.is_empty() && !unread { Status::Clean } else { Status::NotDone })
}

/// Says which documents could not be read, and why.
fn tell_troubles(troubles: &[(String, String)], names: &MaskedNames) {
    for (name, reason) in troubles {
        let said = names.shown(&format!("{name}: {reason}"));
        // Nobody is left to be told if standard error is gone.
        let _ = tell(&format!("cable-lint: cannot read {}\n", visible(&said)));
    }
}

fn rows_of(document: &Listed) -> Result<Vec<DocumentRow>, String> {
    let bytes = read(document).map_err(|error| plain(&error))?;
    let file = view::open(document.place.name(), bytes).map_err(|error| error.to_string())?;
    Ok(finding::rows(&file, &document.rules))
}

fn line(row: &impl Serialize) -> String {
    let text = serde_json::to_string(row).expect("strings, numbers and lists of them always become JSON");
    harmless(&(text + "\n"), Spelling::Json).into_owned()
}

/// The values of a row, in the order of the columns.
fn cells(row: &DocumentRow) -> Vec<String> {
    let mut values = values(row);
    COLUMNS.iter().map(|column| values.remove(*column).unwrap_or_default()).collect()
}

/// The values of a row by their keys.
fn values(row: &impl Serialize) -> BTreeMap<String, String> {
    let row = serde_json::to_value(row).expect("strings, numbers and lists of them always become JSON");
    let cell = |value: &Value| match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" "),
        other => other.to_string(),
    };
    row.as_object().into_iter().flatten().map(|(key, value)| (key.clone(), cell(value))).collect()
}

/// The rows for a spreadsheet.
fn csv(columns: &[&str], rows: impl Iterator<Item = BTreeMap<String, String>>) -> Result<String, Failure> {
    let row = |mut row: BTreeMap<String, String>| {
        columns.iter().map(|column| row.remove(*column).unwrap_or_default()).collect::<Vec<_>>()
    };
    let mut table = Vec::new();
    render::table(columns, rows.map(row), &mut table).map_err(Failure::stdout)?;
    Ok(String::from_utf8_lossy(&table).into_owned())
}

/// A line for each document, and one below it for each value that is worth one.
fn text(rows: &[DocumentRow]) -> String {
    let mut text = String::new();
    for row in rows {
        let named: Vec<(&str, String)> = COLUMNS.into_iter().zip(cells(row)).collect();
        let value = |name: &str| named.iter().find(|(column, _)| *column == name).map_or("", |(_, value)| value);
        let place = format!("{}:{}-{}", value("filename"), value("first_row"), value("last_row"));
        text += &format!("{}: {} ({})\n", visible(&place), value("family"), value("style"));
        let shown = named[5..].iter().filter(|(_, value)| !value.is_empty() && value != "0");
        for (name, value) in shown {
            text += &format!("    {:<12} {}\n", name.replace('_', " "), visible(value));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::CHECKS;
    use crate::rule::RuleSet;

    #[test]
    fn every_key_of_a_row_is_a_column() {
        let rules = RuleSet::builtin(CHECKS).expect("the built-in packs load");
        let file = crate::source::read("x.txt", b"SECRET\n".to_vec()).expect("readable");
        let outline = crate::inspect(&file, &rules).0.remove(0);
        let row = DocumentRow { filename: String::new(), outline, unread_parts: 0, pages: 0, pictures: 0, scans: 0 };
        let row = serde_json::to_value(row).expect("JSON");
        let mut keys: Vec<&str> = row.as_object().expect("an object").keys().map(String::as_str).collect();
        let mut columns = COLUMNS;
        keys.sort_unstable();
        columns.sort_unstable();
        assert_eq!(keys, columns);
    }
}
