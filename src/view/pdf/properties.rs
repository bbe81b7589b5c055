//! Reads the properties of a PDF: its information dictionary, and its metadata in XML.

use std::collections::HashSet;

use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::{Dict, ObjectIdentifier, Stream};
use quick_xml::Reader;
use quick_xml::events::Event;

use super::strings::{decode, text};
use super::trees::content;
use crate::document::exposure::known::KnownWords;
use crate::source::hidden::HiddenKind;
use crate::source::packed::Packing;

/// Elements of the metadata that people fill in.
const FILLED: [&str; 12] = [
    "title",
    "creator",
    "description",
    "subject",
    "Keywords",
    "Author",
    "contributor",
    "publisher",
    "CaptionWriter",
    "AuthorsPosition",
    "Company",
    "Manager",
];
/// The prefix of elements that people name themselves.
const OWN: &str = "pdfx:";
/// Properties of a file at most.
const MOST: usize = 1000;

/// Adds the properties that tell what the pages do not show.
pub(super) fn read(bytes: &[u8], pdf: &Pdf, root: &Dict<'_>, known: &KnownWords, packing: &mut Packing) {
    let mut values = information(bytes, pdf);
    if let Some(metadata) = root.get::<Stream<'_>>(b"Metadata").and_then(|stream| content(&stream)) {
        values.extend(filled(&String::from_utf8_lossy(&metadata)));
    }
    let mut told = HashSet::new();
    for value in values {
        let value = value.trim();
        if known.is_told_by(value) && told.insert(value.to_owned()) {
            packing.hide_part("properties", HiddenKind::Properties, value);
        }
    }
}

/// What the information dictionary says, but for programs and times.
fn information(bytes: &[u8], pdf: &Pdf) -> Vec<String> {
    const OF_PROGRAMS: [&[u8]; 4] = [b"Producer", b"CreationDate", b"ModDate", b"Trapped"];
    let id = memchr::memmem::rfind(bytes, b"/Info").and_then(|at| {
        let rest = &bytes[at + b"/Info".len()..];
        let rest = &rest[..rest.len().min(40)];
        let mut words = rest.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty());
        let mut number = || std::str::from_utf8(words.next()?).ok()?.parse::<u32>().ok();
        Some(ObjectIdentifier::new(number()?, i32::try_from(number()?).ok()?))
    });
    let info = pdf.metadata();
    let usual = [&info.author, &info.title, &info.subject, &info.keywords, &info.creator];
    let mut values: Vec<String> = usual.into_iter().flatten().map(|value| decode(value)).collect();
    if let Some(all) = id.and_then(|id| pdf.xref().get::<Dict<'_>>(id)) {
        let keys = all.keys().filter(|key| !OF_PROGRAMS.contains(&&**key)).take(MOST);
        values.extend(keys.filter_map(|key| text(&all, &key)));
    }
    values
}

/// What people filled in, of metadata in XML.
pub(super) fn filled(metadata: &str) -> Vec<String> {
    let mut reader = Reader::from_str(metadata);
    let (mut found, mut inside, mut depth): (Vec<String>, Option<usize>, usize) = (Vec::new(), None, 0);
    while found.len() < MOST {
        match reader.read_event() {
            Ok(Event::Start(element)) => {
                depth += 1;
                let own = element.name().as_ref().starts_with(OWN);
                if inside.is_none() && (own || FILLED.contains(&element.local_name().as_ref())) {
                    inside = Some(depth);
                }
                found.extend(attributes(&element));
            }
            Ok(Event::Empty(element)) => found.extend(attributes(&element)),
            Ok(Event::End(_)) => {
                inside = inside.filter(|at| *at < depth);
                depth = depth.saturating_sub(1);
            }
            Ok(Event::Text(text)) if inside.is_some() => {
                found.push(text.as_ref().trim().to_owned());
            }
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    found
}

fn attributes(element: &quick_xml::events::BytesStart<'_>) -> Vec<String> {
    let named = element.attributes().flatten().filter(|one| FILLED.contains(&one.key.local_name().as_ref()));
    named.map(|attribute| attribute.value.into_owned()).collect()
}
