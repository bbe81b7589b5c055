//! Reads what a PDF keeps beside its pages: notes, form fields, bookmarks, links, enclosed files and properties.

use std::collections::HashSet;

use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::{Array, Dict};
use hayro_interpret::hayro_syntax::page::Page;
use hayro_interpret::kurbo::Rect;

use super::strings::{decode, text, texts};
use super::trees::{DEEP, MOST, gather, leaves};
use super::{enclosed, marked, named, properties};
use crate::document::exposure::known::KnownWords;
use crate::source::hidden::HiddenKind;
use crate::source::packed::Packing;
use crate::view::nest::Nest;

/// A text beside a page.
pub(super) struct Beside {
    page: u32,
    kind: HiddenKind,
    /// Whether it only matters if it names somebody, as what a field is called.
    name: bool,
    text: String,
    place: Option<Rect>,
}

impl Beside {
    /// What a piece of a page is said to show.
    pub(super) fn described(page: u32, text: String) -> Beside {
        Beside { page, kind: HiddenKind::PictureDescription, name: true, text, place: None }
    }
}

/// The notes, fields and links of a page. They are judged when all pages are read.
pub(super) fn of_page(page: &Page<'_>, number: u32, found: &mut Vec<Beside>) {
    let transform = marked::transform(page);
    for note in marked::notes(page) {
        let place = marked::place(&note, transform);
        let mut add = |kind, name, text| found.push(Beside { page: number, kind, name, text, place });
        addresses(&note).into_iter().for_each(|address| add(HiddenKind::Bookmark, false, address));
        if marked::is(&note, b"Widget") {
            values(&note).into_iter().for_each(|value| add(HiddenKind::Annotation, false, value));
            names_of(&note).for_each(|name| add(HiddenKind::Annotation, true, name));
        } else if !marked::is(&note, b"Popup") {
            let said = text(&note, b"Contents").or_else(|| Some(named::said(&text(&note, b"RC")?).join(" ")));
            said.into_iter().for_each(|said| add(HiddenKind::Annotation, false, said));
            let names = [b"T".as_slice(), b"Subj"].into_iter().flat_map(|key| texts(&note, key));
            names.for_each(|name| add(HiddenKind::Annotation, true, name));
        }
    }
}

/// Where a link leads to.
fn addresses(note: &Dict<'_>) -> Vec<String> {
    let action = note.get::<Dict<'_>>(b"A");
    let address = action.as_ref().and_then(|action| text(action, b"URI"));
    let file = action.as_ref().and_then(|action| text(action, b"F"));
    let named = action.and_then(|action| action.get::<Dict<'_>>(b"F")).and_then(|file| text(&file, b"F"));
    [address, file, named].into_iter().flatten().collect()
}

/// What a field is called, says at first, and offers.
fn names_of(field: &Dict<'_>) -> impl Iterator<Item = String> {
    [b"TU".as_slice(), b"T", b"TM", b"DV", b"Opt"].into_iter().flat_map(|key| texts(field, key))
}

/// What was filled into a field.
fn values(field: &Dict<'_>) -> Vec<String> {
    const SECRET: u32 = 1 << 13;
    let of = |field: &Dict<'_>| (texts(field, b"V"), field.get::<u32>(b"Ff").unwrap_or(0));
    let (mut values, flags) = of(field);
    if values.is_empty() {
        values = field.get::<Dict<'_>>(b"Parent").map(|parent| of(&parent).0).unwrap_or_default();
    }
    if flags & SECRET == 0 { values } else { Vec::new() }
}

/// Adds what is beside the pages and tells what they do not show.
pub(super) fn read(
    (bytes, pdf): (&[u8], &Pdf),
    beside: Vec<Beside>,
    known: &KnownWords,
    nest: Nest<'_>,
    packing: &mut Packing,
) {
    let mut told = HashSet::new();
    for Beside { page, kind, name, text, place } in beside {
        let tells = match kind {
            _ if name => known.is_named_by(&text),
            HiddenKind::Bookmark => known.is_told_by_link(&text),
            _ => says_more(&text, known),
        };
        if tells && told.insert((kind as u8, text.clone())) {
            packing.hide_on(page, kind, &text, place.map(super::layout::points));
        }
    }
    let Some(root) = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id()) else { return };
    let form = root.get::<Dict<'_>>(b"AcroForm").and_then(|form| form.get::<Array<'_>>(b"Fields"));
    let mut fields = Vec::new();
    if let Some(array) = form {
        gather(&array, b"Kids", DEEP, &mut fields);
    }
    let filled = fields.iter().flat_map(values).filter(|value| says_more(value, known));
    // Fields of one name have what they are called and say at first above the widgets on the pages.
    let called = fields.iter().flat_map(names_of).filter(|name| known.is_named_by(name));
    for value in filled.chain(called) {
        if told.insert((HiddenKind::Annotation as u8, value.clone())) {
            packing.hide_part("form fields", HiddenKind::Annotation, &value);
        }
    }
    // Programs make names of their own, which begin with a line.
    let names = names(&root).into_iter().filter(|name| !name.starts_with('_'));
    for title in bookmarks(&root).into_iter().chain(names) {
        if known.is_told_by(&title) && told.insert((HiddenKind::Bookmark as u8, title.clone())) {
            packing.hide_part("bookmarks", HiddenKind::Bookmark, &title);
        }
    }
    named::read(pdf, &root, known, packing);
    properties::read(bytes, pdf, &root, known, packing);
    enclosed::read(pdf, &root, nest, packing);
}

/// Whether a note or a field says something that is not on the pages.
fn says_more(text: &str, known: &KnownWords) -> bool {
    text.chars().filter(|c| c.is_alphanumeric()).count() >= 2 && !known.shows(text)
}

/// The titles of bookmarks, and where they lead outside of the file.
fn bookmarks(root: &Dict<'_>) -> Vec<String> {
    let mut titles = Vec::new();
    let Some(outlines) = root.get::<Dict<'_>>(b"Outlines") else { return titles };
    let mut open: Vec<Dict<'_>> = outlines.get::<Dict<'_>>(b"First").into_iter().collect();
    let mut seen = 0;
    while let Some(item) = open.pop() {
        seen += 1;
        if seen > MOST {
            break;
        }
        titles.extend(text(&item, b"Title"));
        titles.extend(addresses(&item));
        open.extend(item.get::<Dict<'_>>(b"Next"));
        open.extend(item.get::<Dict<'_>>(b"First"));
    }
    titles
}

/// The names of places in the file.
fn names(root: &Dict<'_>) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    if let Some(places) = root.get::<Dict<'_>>(b"Dests") {
        found.extend(places.keys().take(MOST).map(|name| decode(&name)));
    }
    let trees = root.get::<Dict<'_>>(b"Names").and_then(|names| names.get::<Dict<'_>>(b"Dests"));
    found.extend(trees.map(|tree| leaves(&tree)).unwrap_or_default().into_iter().map(|(name, _)| name));
    found
}
