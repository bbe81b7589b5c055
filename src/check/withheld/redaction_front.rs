//! Checks text that is not printed with the page: front matter, the head of an HTML page.

use std::collections::HashMap;

use super::redaction_slot::fillings;
use crate::document::Document;
use crate::document::text::line::texts;
use crate::rule::check::Report;
use crate::source::Span;

checks! {
    /// Reports each name in the front matter that was removed from the text: under the label of a line whose value is a
    /// mark, or between the same words as a mark.
    "front-matter-name" = front_matter_name, facts ["name"], labels ["mark"], needs Release, secret Name;
}

/// Front matter is no longer than this, in bytes.
const LONGEST: usize = 4096;
/// Labels for the same person.
const PERSONS: [&str; 6] = ["author", "from", "by", "creator", "sender", "name"];

fn front_matter_name(document: &Document<'_>, report: &mut Report<'_>) {
    let marks = &document.redactions().marks;
    let Some(front) = front(document).filter(|_| !marks.is_empty()) else { return };
    let mut cut: HashMap<String, Span> = HashMap::new();
    for mark in marks.iter().filter(|mark| mark.stands_for_text() && mark.span.start >= front.end) {
        if let Some(label) = line_label(document, mark.span) {
            cut.entry(announced(label)).or_insert(mark.span);
        }
    }
    let entries = entries(document, front).into_iter();
    let mut found: Vec<(Span, Span)> =
        entries.filter_map(|(label, value)| Some((value, *cut.get(&announced(label))?))).collect();
    let slots = fillings(document).into_iter().filter(|slot| front.contains(slot.name) && !front.contains(slot.mark));
    found.extend(slots.map(|slot| (slot.name, slot.mark)));
    found.sort_unstable();
    found.dedup_by(|later, earlier| later.0.start < earlier.0.end);
    for (name, mark) in found {
        report.at(name).fact("name", name).related("mark", mark);
    }
}

/// The front matter between two fences, or the head of a page of markup.
fn front(document: &Document<'_>) -> Option<Span> {
    let near = document.behind(document.span.start, LONGEST);
    let fenced = near.starts_with("---\n") || near.starts_with("---\r\n");
    let end = if fenced {
        near[3..].find("\n---").map(|end| 3 + end)
    } else {
        near.find("<head").and_then(|_| near.find("</head"))
    };
    end.map(|end| document.span.part(0, end))
}

/// The labels of `front` in lower case, and their values where those are words and no marks.
fn entries(document: &Document<'_>, front: Span) -> Vec<(String, Span)> {
    let text = document.text(front);
    let entry = |(at, line): (usize, &str)| {
        let attribute = |name: &str| {
            let start = line.find(name)? + name.len();
            Some((start, line[start..].find('"')?))
        };
        let (label, start, len) = match (attribute("name=\""), attribute("content=\"")) {
            (Some((label, len)), Some((start, value))) => (&line[label..label + len], start, value),
            _ => {
                let (label, value) = line.split_once(':')?;
                let plain = value.trim().trim_matches(['"', '\'']);
                (label, label.len() + 1 + value.find(plain)?, plain.len())
            }
        };
        let value = &line[start..start + len];
        let marked = value.contains(['[', '█', '<']) || value.contains("XXXX") || value.contains("xxxx");
        let words = value.chars().filter(|c| c.is_alphabetic()).count() >= 4;
        (words && !marked).then(|| (label.trim().to_lowercase(), front.part(at + start, len)))
    };
    texts(text).filter_map(entry).collect()
}

/// The label of the line that the mark at `span` is the first word of the value of, in lower case.
fn line_label(document: &Document<'_>, span: Span) -> Option<String> {
    let near = document.before(span.start, 64);
    let label = near.trim_end().trim_end_matches('*').strip_suffix(':')?.trim_end_matches('*');
    let label = label.rsplit(['\n', '\r', '>']).next().unwrap_or(label).trim_start_matches('*');
    (near.len() - near.trim_end().len() <= 40).then(|| label.trim().to_lowercase())
}

/// What a label announces: a person is the same under several.
fn announced(label: String) -> String {
    if PERSONS.contains(&&*label) { PERSONS[0].to_owned() } else { label }
}
