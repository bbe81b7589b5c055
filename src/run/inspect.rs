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
use crate::Outline;
use crate::cli::{InspectArgs, InspectFormat};
use crate::config::{Configs, Request};
use crate::files::Listed;
use crate::finding::Discreet;
use crate::source::mistake::plain;
use crate::source::visible::{Spelling, harmless, visible};
use crate::view;

/// The columns, in order: the keys of a row.
const COLUMNS: [&str; 23] = [
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
];

/// What was read of a document, and of which file it is.
#[derive(Serialize)]
struct Row {
    filename: String,
    #[serde(flatten)]
    outline: Outline,
    /// How many parts of the file were not read: attachments that hold no text.
    unread_parts: usize,
    /// How many pages, sheets or slides the file has, where it is not text.
    pages: u32,
    /// How many of its pages are nothing but a picture.
    pictures: usize,
}

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
        InspectFormat::Csv => csv(&rows)?,
    })?;
    tell_troubles(&troubles, &names);
    let empty = rows.is_empty() && troubles.is_empty() && !typed.files.allow_empty;
    if empty {
        return Err(Failure::Usage(
            "no document matches; see `include` and `exclude`, or use `--allow-empty`".to_owned(),
        ));
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

fn rows_of(document: &Listed) -> Result<Vec<Row>, String> {
    let bytes = read(document).map_err(|error| plain(&error))?;
    let file = view::open(document.place.name(), bytes).map_err(|error| error.to_string())?;
    let (outlines, unread_parts) = crate::inspect(&file, &document.rules);
    let discreet = Discreet::new(&file, &file, &document.rules, false);
    let (pages, pictures) = file.packed().map_or((0, 0), |packed| (packed.pages, packed.pictures.len()));
    let row = |outline: Outline| Row {
        filename: discreet.name().to_owned(),
        outline: Outline {
            banner: outline.banner.map(|banner| discreet.value(banner)),
            number: outline.number.map(|number| discreet.value(number)),
            tags: outline.tags.into_iter().map(|tag| discreet.value(tag)).collect(),
            ..outline
        },
        unread_parts,
        pages,
        pictures,
    };
    Ok(outlines.into_iter().map(row).collect())
}

fn line(row: &impl Serialize) -> String {
    let text = serde_json::to_string(row).expect("strings, numbers and lists of them always become JSON");
    harmless(&(text + "\n"), Spelling::Json).into_owned()
}

/// The values of a row, in the order of the columns.
fn cells(row: &Row) -> Vec<String> {
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

fn csv(rows: &[Row]) -> Result<String, Failure> {
    table(&COLUMNS, rows.iter().map(values))
}

/// Rows as RFC 4180 writes them.
fn table(columns: &[&str], rows: impl Iterator<Item = BTreeMap<String, String>>) -> Result<String, Failure> {
    // A spreadsheet takes what begins like this for a formula.
    let defused =
        |cell: String| if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell };
    let broken = |error: csv::Error| Failure::Usage(error.to_string());
    let mut table = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    table.write_record(columns).map_err(broken)?;
    for mut row in rows {
        let cells = columns.iter().map(|column| row.remove(*column).unwrap_or_default());
        table.write_record(cells.map(defused)).map_err(broken)?;
    }
    let bytes = table.into_inner().map_err(|error| Failure::stdout(error.into_error()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// A line for each document, and one below it for each value that is worth one.
fn text(rows: &[Row]) -> String {
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
        let row = Row { filename: String::new(), outline, unread_parts: 0, pages: 0, pictures: 0 };
        let row = serde_json::to_value(row).expect("JSON");
        let mut keys: Vec<&str> = row.as_object().expect("an object").keys().map(String::as_str).collect();
        let mut columns = COLUMNS;
        keys.sort_unstable();
        columns.sort_unstable();
        assert_eq!(keys, columns);
    }
}
