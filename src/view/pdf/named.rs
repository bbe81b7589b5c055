//! Reads what a PDF calls its parts: descriptions of pictures, layers, scripts, signatures, data of forms.

use std::collections::HashSet;

use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::{Array, Dict, MaybeRef, Name, Object, ObjectIdentifier, Stream};
use quick_xml::Reader;
use quick_xml::events::Event;

use super::properties::filled;
use super::strings::{decode, text};
use super::trees::content;
use crate::document::exposure::known::KnownWords;
use crate::source::hidden::HiddenKind;
use crate::source::packed::Packing;

/// Dictionaries that are looked at, at most, and how deep they may lie in one another.
const MOST: usize = 500_000;
const DEEP: usize = 4;

/// Of a dictionary, keys whose texts may name somebody: the part that they are in, how they are hidden, and what the
/// dictionary must be, by its type or kind.
const KEYS: [(&[u8], &str, HiddenKind, &[u8]); 9] = [
    (b"Alt", "descriptions", HiddenKind::PictureDescription, b""),
    (b"E", "descriptions", HiddenKind::PictureDescription, b"StructElem"),
    (b"T", "descriptions", HiddenKind::PictureDescription, b"StructElem"),
    (b"ActualText", "descriptions", HiddenKind::Misdrawn, b""),
    (b"Name", "layers", HiddenKind::Bookmark, b"OCG"),
    (b"Name", "signatures", HiddenKind::Properties, b"Sig"),
    (b"Reason", "signatures", HiddenKind::Properties, b"Sig"),
    (b"ContactInfo", "signatures", HiddenKind::Properties, b"Sig"),
    (b"P", "names of pages", HiddenKind::Bookmark, b"PageLabel"),
];

/// Adds what names somebody that the pages do not.
pub(super) fn read(pdf: &Pdf, root: &Dict<'_>, known: &KnownWords, packing: &mut Packing) {
    let of_file = root.get_ref(b"Metadata").map(ObjectIdentifier::from);
    let mut found = Found { told: HashSet::new(), known, packing, left: MOST };
    for object in pdf.objects() {
        match object {
            Object::Dict(dictionary) => found.visit(&dictionary, DEEP),
            Object::Stream(stream) => {
                found.visit(stream.dict(), DEEP);
                // Pictures and pages have properties of their own beside those of the file.
                if is_metadata(stream.dict()) && Some(stream.obj_id()) != of_file {
                    let filled = content(&stream).map(|bytes| filled(&String::from_utf8_lossy(&bytes)));
                    filled.iter().flatten().for_each(|said| found.add("properties", HiddenKind::Properties, said));
                }
            }
            _ => {}
        }
    }
    let form = root.get::<Dict<'_>>(b"AcroForm");
    for data in form.iter().flat_map(data) {
        said(&String::from_utf8_lossy(&data))
            .iter()
            .for_each(|said| found.add("form fields", HiddenKind::Annotation, said));
    }
}

fn is_metadata(dictionary: &Dict<'_>) -> bool {
    dictionary.get::<Name<'_>>(b"Type").is_some_and(|name| &*name == b"Metadata")
}

struct Found<'f> {
    told: HashSet<String>,
    known: &'f KnownWords,
    packing: &'f mut Packing,
    left: usize,
}

impl Found<'_> {
    fn add(&mut self, part: &str, kind: HiddenKind, said: &str) {
        if self.known.is_named_by(said) && self.told.insert(said.to_owned()) {
            self.packing.hide_part(part, kind, said);
        }
    }

    /// Looks at a dictionary, and at those that are written in it.
    fn visit(&mut self, dictionary: &Dict<'_>, deep: usize) {
        if self.left == 0 {
            return;
        }
        self.left -= 1;
        let is = |kind: &[u8]| {
            let named = |key: &[u8]| dictionary.get::<Name<'_>>(key).is_some_and(|name| &*name == kind);
            let label = || dictionary.keys().all(|key| [b"P".as_slice(), b"S", b"St", b"Type"].contains(&&*key));
            kind.is_empty() || named(b"Type") || named(b"S") || kind == b"PageLabel" && label()
        };
        for (key, part, kind, of) in KEYS {
            if dictionary.contains_key(key) && is(of) {
                text(dictionary, key).into_iter().for_each(|said| self.add(part, kind, &said));
            }
        }
        if dictionary.contains_key(b"JS") {
            let script = match dictionary.get::<Object<'_>>(b"JS") {
                Some(Object::String(script)) => decode(script.as_bytes()),
                Some(Object::Stream(script)) => content(&script).map(|bytes| decode(&bytes)).unwrap_or_default(),
                _ => String::new(),
            };
            let texts = script.split(['"', '\'']).skip(1).step_by(2);
            texts.for_each(|said| self.add("scripts", HiddenKind::Bookmark, said));
        }
        if deep == 0 || !dictionary.data()[1..].contains(&b'<') {
            return;
        }
        for (_, value) in dictionary.entries() {
            match value {
                MaybeRef::NotRef(Object::Dict(inner)) => self.visit(&inner, deep - 1),
                MaybeRef::NotRef(Object::Array(items)) => {
                    let inner = items.raw_iter().filter_map(|item| match item {
                        MaybeRef::NotRef(Object::Dict(inner)) => Some(inner),
                        _ => None,
                    });
                    inner.for_each(|inner| self.visit(&inner, deep - 1));
                }
                _ => {}
            }
        }
    }
}

/// The data of a form that is written in XML.
fn data(form: &Dict<'_>) -> Vec<Vec<u8>> {
    match form.get::<Object<'_>>(b"XFA") {
        Some(Object::Stream(stream)) => content(&stream).into_iter().collect(),
        Some(Object::Array(parts)) => {
            let parts: Vec<Stream<'_>> = Array::iter::<Object<'_>>(&parts)
                .filter_map(|part| match part {
                    Object::Stream(stream) => Some(stream),
                    _ => None,
                })
                .collect();
            // A part may end in the middle of an element.
            vec![parts.iter().filter_map(content).flatten().collect()]
        }
        _ => Vec::new(),
    }
}

/// The pieces of text in XML.
pub(super) fn said(data: &str) -> Vec<String> {
    let (mut reader, mut found) = (Reader::from_str(data), Vec::new());
    loop {
        match reader.read_event() {
            Ok(Event::Text(text)) => {
                found.extend(Some(text.as_ref().trim().to_owned()).filter(|text| !text.is_empty()));
            }
            Ok(Event::Eof) | Err(_) => return found,
            Ok(_) => {}
        }
    }
}
