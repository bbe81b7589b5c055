//! Finds text in objects that no page draws: forms that are kept though nothing shows them, and pages that were taken
//! out of the file's list of pages.

use std::collections::HashSet;

use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::content::TypedIter;
use hayro_interpret::hayro_syntax::object::{Array, Dict, MaybeRef, Name, Object, ObjectIdentifier, Stream};
use hayro_interpret::hayro_syntax::page::{Page, Resources};
use hayro_interpret::kurbo::{Affine, Rect};
use hayro_interpret::{Context, interpret};

use super::cover::Sight;
use super::device::Drawing;
use super::limits;
use super::page::Reader;
use super::trees::content;
use super::words::{lines, words};
use crate::document::exposure::known::KnownWords;
use crate::source::hidden::HiddenKind;
use crate::source::packed::Packing;

/// Streams of a file that are read at most.
const MOST: usize = 5_000;
/// Words that must be new in such an object, so that it tells anything.
const NEW: usize = 2;

/// Adds the text of objects that no page draws, where the pages do not show it.
pub(super) fn read(bytes: &[u8], pdf: &Pdf, known: &KnownWords, packing: &mut Packing) {
    let mut told: Vec<String> = Vec::new();
    gather(pdf, known, &mut told);
    if let Some(all) = with_unlisted(bytes, pdf) {
        gather(&all, known, &mut told);
    }
    for text in told {
        packing.hide_part("an object that no page draws", HiddenKind::Revision, &text);
    }
}

/// The file with the objects that its table does not list; `None` if it lists them all.
fn with_unlisted(bytes: &[u8], pdf: &Pdf) -> Option<Pdf> {
    const START: &[u8] = b"startxref";
    let unlisted = |at: usize| {
        let id = numbered(&bytes[..at])?;
        pdf.xref().get::<Object<'_>>(id).is_none().then_some(())
    };
    memchr::memmem::find_iter(bytes, b" obj").find_map(unlisted)?;
    // A file without the place of its table is read from its first byte to its last.
    let mut bytes = bytes.to_vec();
    for at in memchr::memmem::find_iter(&bytes.clone(), START) {
        bytes[at..at + START.len()].fill(b' ');
    }
    Pdf::new(bytes).ok()
}

/// The number of the object that begins behind `before`.
fn numbered(before: &[u8]) -> Option<ObjectIdentifier> {
    let tail = &before[before.len().saturating_sub(20)..];
    let mut words = tail.rsplit(|byte| !byte.is_ascii_digit());
    let mut number = || std::str::from_utf8(words.next()?).ok()?.parse::<i32>().ok();
    let generation = number()?;
    Some(ObjectIdentifier::new(u32::try_from(number()?).ok()?, generation))
}

/// Gathers the texts of objects that no page of a file draws.
fn gather(pdf: &Pdf, known: &KnownWords, told: &mut Vec<String>) {
    let drawn = contents(pdf);
    let mut left = MOST;
    for object in pdf.objects() {
        let (stream, resources) = match object {
            Object::Stream(stream) if is_form(stream.dict()) => {
                let resources = stream.dict().get::<Dict<'_>>(b"Resources");
                (stream, resources)
            }
            // What a page drew once has no name of its own.
            Object::Stream(stream) if is_bare(stream.dict()) => {
                let first = pdf.pages().iter().next();
                (stream, first.and_then(|page| page.raw().get::<Dict<'_>>(b"Resources")))
            }
            Object::Dict(page) if is_page(&page) => {
                let Some(stream) = page.get::<Stream<'_>>(b"Contents") else { continue };
                let resources = page.get::<Dict<'_>>(b"Resources");
                (stream, resources)
            }
            _ => continue,
        };
        if drawn.contains(&stream.obj_id()) {
            continue;
        }
        left -= 1;
        if left == 0 {
            break;
        }
        let text = said(pdf, &stream, resources);
        if known.new_words(&text) >= NEW && !told.contains(&text) {
            told.push(text);
        }
    }
}

fn is_form(dictionary: &Dict<'_>) -> bool {
    dictionary.get::<Name<'_>>(b"Subtype").is_some_and(|name| &*name == b"Form")
}

/// Whether a stream says of itself no more than its length and how it is packed, as those that pages draw do.
fn is_bare(dictionary: &Dict<'_>) -> bool {
    const PACKING: [&[u8]; 3] = [b"Length", b"Filter", b"DecodeParms"];
    dictionary.keys().all(|key| PACKING.contains(&&*key))
}

fn is_page(dictionary: &Dict<'_>) -> bool {
    dictionary.get::<Name<'_>>(b"Type").is_some_and(|name| &*name == b"Page")
}

/// The streams that pages draw.
fn contents(pdf: &Pdf) -> HashSet<ObjectIdentifier> {
    let of = |page: &Page<'_>| -> Vec<ObjectIdentifier> {
        let one = page.raw().get_ref(b"Contents").map(ObjectIdentifier::from);
        let many = page.raw().get::<Array<'_>>(b"Contents");
        let many = many.iter().flat_map(Array::raw_iter);
        let reference = |item: MaybeRef<Object<'_>>| item.as_obj_ref().map(ObjectIdentifier::from);
        one.into_iter().chain(many.filter_map(reference)).collect()
    };
    pdf.pages().iter().flat_map(of).collect()
}

/// What a stream of drawing instructions says.
fn said<'a>(pdf: &'a Pdf, stream: &Stream<'a>, resources: Option<Dict<'a>>) -> String {
    let Some(bytes) = content(stream) else { return String::new() };
    if memchr::memmem::find(&bytes, b"Tj").or_else(|| memchr::memmem::find(&bytes, b"TJ")).is_none() {
        return String::new();
    }
    let reader = Reader::new();
    let wide = Rect::new(-1e5, -1e5, 1e5, 1e5);
    // Lines are read from the top to the bottom.
    let upright = Affine::scale_non_uniform(1.0, -1.0);
    let mut context = Context::new(upright, wide, &reader.cache, pdf.xref(), reader.settings);
    let mut drawing = Drawing::new(wide, limits::PAGE);
    let resources = Resources::new(resources.unwrap_or_else(Dict::empty));
    interpret(TypedIter::new(&bytes), &resources, &mut context, &mut drawing);
    let sights = vec![Sight::Seen; drawing.glyphs.len()];
    let lines = lines(words(&drawing, &sights));
    lines.iter().map(super::words::Line::text).collect::<Vec<_>>().join("\n")
}
