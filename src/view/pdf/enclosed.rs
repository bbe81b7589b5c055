//! Reads the files that a PDF encloses.

use hayro_interpret::hayro_syntax::Pdf;
use hayro_interpret::hayro_syntax::object::{Array, Dict, Object, Stream};

use super::strings::text;
use super::trees::{content, leaves};
use super::{limits, marked};
use crate::source::hidden::HiddenKind;
use crate::source::packed::{Packed, Packing};
use crate::source::{self, Unreadable};
use crate::view::nest::Nest;

/// Adds the files that are enclosed: their names, and what they say.
pub(super) fn read(pdf: &Pdf, root: &Dict<'_>, nest: Nest<'_>, packing: &mut Packing) {
    let mut files: Vec<Dict<'_>> = Vec::new();
    if let Some(tree) = root.get::<Dict<'_>>(b"Names").and_then(|names| names.get::<Dict<'_>>(b"EmbeddedFiles")) {
        files.extend(leaves(&tree).into_iter().filter_map(|(_, value)| match value {
            Object::Dict(file) => Some(file),
            _ => None,
        }));
    }
    files.extend(root.get::<Array<'_>>(b"AF").iter().flat_map(Array::iter::<Dict<'_>>));
    for page in pdf.pages().iter() {
        let notes = marked::notes(page).into_iter().filter(|note| marked::is(note, b"FileAttachment"));
        files.extend(notes.filter_map(|note| note.get::<Dict<'_>>(b"FS")));
    }
    let mut seen = Vec::new();
    for file in files.into_iter().take(limits::FILES) {
        let name = text(&file, b"UF").or_else(|| text(&file, b"F")).unwrap_or_else(|| "a file".to_owned());
        let streams = file.get::<Dict<'_>>(b"EF");
        let stream = streams.and_then(|all| all.get::<Stream<'_>>(b"F").or_else(|| all.get::<Stream<'_>>(b"UF")));
        let Some(stream) = stream else { continue };
        if seen.contains(&stream.obj_id()) {
            continue;
        }
        seen.push(stream.obj_id());
        let part = format!("attachment {name}");
        let large = || Unreadable::Packed("it is damaged, or larger than is unpacked here".to_owned());
        let said = content(&stream).ok_or_else(large).and_then(|bytes| said(bytes, nest)).map(|(said, packed)| {
            packing.miss(&part, &packed);
            said
        });
        let said = said.unwrap_or_else(|error| {
            packing.unread(format!("{part}: {error}"));
            String::new()
        });
        let described = text(&file, b"Desc").filter(|described| *described != name).map(|said| said + "\n");
        let described = described.unwrap_or_default();
        packing.hide_part(&part, HiddenKind::EmbeddedFile, &format!("{name}\n{described}{said}"));
    }
}

/// What an enclosed file says, and what is known of it.
fn said(bytes: Vec<u8>, nest: Nest<'_>) -> Result<(String, Packed), Unreadable> {
    if crate::view::is_packed(&bytes) {
        return crate::view::unpack(&bytes, nest.inside()?);
    }
    source::read("", bytes).map(|file| (file.text().to_owned(), Packed::default()))
}
