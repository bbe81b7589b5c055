//! Reads what a package encloses or refers to: files, data of programs, other files that it links to.

use std::collections::BTreeSet;

use super::package::{Package, Relation, Relations};
use super::xml::{Element, each, tree};
use crate::document::exposure::known::KnownWords;
use crate::register::vocabulary::WORDS;
use crate::source::Unreadable;
use crate::source::hidden::HiddenKind;
use crate::source::packed::{Packed, Packing};

/// Reads all of it. Enclosed documents become parts of the text.
pub(super) fn read(package: &mut Package<'_>, known: &KnownWords, packing: &mut Packing) -> Result<(), Unreadable> {
    let names: Vec<String> = package.names().map(str::to_owned).collect();
    let (mut drawn, mut imported) = (BTreeSet::new(), BTreeSet::new());
    for name in &names {
        if let Some(part) = owner(name) {
            let relations = package.relations(&part)?;
            links(&relations, known, packing);
            let chunks = relations.values().filter(|relation| relation.kind == "aFChunk" && !relation.external);
            imported.extend(chunks.map(|chunk| chunk.target.to_lowercase()));
        } else if name.starts_with("customxml/item") && !name.contains("props") {
            custom(package, name, packing)?;
        } else if name.contains("/charts/chart") {
            let text = package.text(name)?.unwrap_or_default();
            each(&text, &["v", "t"], &mut |value| _ = drawn.insert(value.text()));
        } else if name.ends_with("vbaproject.bin") {
            packing.hide_part("macros", HiddenKind::EmbeddedFile, "macros");
        }
    }
    for name in &names {
        if imported.contains(name) {
            // Readers see it among the text.
            read_file(package, name, file_name(name), packing)?;
        } else if is_enclosed(name) {
            enclose(package, name, &drawn, packing)?;
        }
    }
    Ok(())
}

/// The part whose relations a part holds.
fn owner(name: &str) -> Option<String> {
    let (folder, file) = name.strip_suffix(".rels")?.rsplit_once("_rels/")?;
    Some(format!("{folder}{file}"))
}

fn file_name(part: &str) -> &str {
    part.rsplit('/').next().unwrap_or(part)
}

fn is_enclosed(name: &str) -> bool {
    ["/embeddings/", "/afchunk", "/subdocuments/"].iter().any(|folder| name.contains(folder))
        && !name.ends_with(".rels")
}

/// Hides the places of other files that a part refers to, and pages of the web that name somebody.
fn links(relations: &Relations, known: &KnownWords, packing: &mut Packing) {
    for Relation { kind, target, .. } in relations.values().filter(|relation| relation.external) {
        let web = ["http:", "https:", "#"].iter().any(|scheme| target.starts_with(scheme));
        let linked = kind == "hyperlink" && !target.contains(':') && !target.contains('\\');
        if kind == "attachedTemplate" {
            super::properties::add("template", target, false, packing);
        } else if web && known.is_told_by_link(target) {
            packing.hide_part("links", HiddenKind::Bookmark, target);
        } else if !web && !linked {
            packing.hide_part("links", HiddenKind::FieldCode, target.trim_start_matches("mailto:"));
        }
    }
}

/// Hides the data that programs keep in the file, but for those of the office programs themselves.
fn custom(package: &mut Package<'_>, name: &str, packing: &mut Packing) -> Result<(), Unreadable> {
    let Some(text) = package.text(name)? else { return Ok(()) };
    let Some(root) = tree(&text) else { return Ok(()) };
    if WORDS.office.schemas.contains(&root.name) {
        return Ok(());
    }
    let mut said = Vec::new();
    gather(&root, &mut said);
    said.retain(|piece| piece.contains(char::is_alphabetic));
    packing.hide_part("custom data", HiddenKind::CustomData, &said.join("; "));
    Ok(())
}

/// The pieces of text in an element, and the values of its attributes that are no addresses of schemas.
fn gather(element: &Element<'_>, said: &mut Vec<String>) {
    said.extend(element.values().filter(|value| !value.contains("://") && !value.starts_with('{')).map(str::to_owned));
    let whole = element.elements().next().is_none().then(|| element.text());
    said.extend(whole.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()));
    for child in element.elements() {
        gather(child, said);
    }
}

/// Reads an enclosed file as a document of its own, below the text. Nothing is said of the numbers behind a chart, all
/// of which are `drawn` in it.
fn enclose(
    package: &mut Package<'_>,
    name: &str,
    drawn: &BTreeSet<String>,
    packing: &mut Packing,
) -> Result<(), Unreadable> {
    let file = file_name(name);
    let part = format!("attachment {file}");
    let Some(bytes) = package.part(name)? else { return Ok(()) };
    let read = unpacked(package, name, bytes);
    let shown = |text: &str| text.split(['\t', '\n']).all(|cell| cell.is_empty() || drawn.contains(cell));
    if read.as_ref().is_ok_and(|(text, packed)| packed.hidden.is_empty() && !drawn.is_empty() && shown(text)) {
        return Ok(());
    }
    packing.hide_part(&part, HiddenKind::EmbeddedFile, file);
    add(&part, read, packing);
    Ok(())
}

/// Reads a file of a package as a document of its own, which is called `part`.
pub(super) fn read_file(
    package: &mut Package<'_>,
    name: &str,
    part: &str,
    packing: &mut Packing,
) -> Result<(), Unreadable> {
    if let Some(bytes) = package.part(name)? {
        add(part, unpacked(package, name, bytes), packing);
    }
    Ok(())
}

fn add(part: &str, read: Result<(String, Packed), Unreadable>, packing: &mut Packing) {
    match read {
        Ok((text, packed)) => packing.enclose(part, &text, packed),
        Err(error) => packing.unread(format!("{part}: {error}")),
    }
}

/// What a file of a package says.
fn unpacked(package: &Package<'_>, name: &str, bytes: Vec<u8>) -> Result<(String, Packed), Unreadable> {
    match super::super::is_packed(&bytes) {
        true => package.nest.inside().and_then(|nest| super::super::unpack(&bytes, nest)),
        false => plain(name, bytes),
    }
}

/// The text of a file that hides nothing, and in which text stands as it is.
fn plain(name: &str, bytes: Vec<u8>) -> Result<(String, Packed), Unreadable> {
    let source = crate::source::read(name, bytes)?;
    match super::super::view(&source, false) {
        Some(view) if view.is_page() => Ok(crate::view::inside::read(&source, &view)),
        Some(view) if view.hides() => Err(Unreadable::Packed("this is mail: check it as a file of its own".to_owned())),
        _ => Ok((source.text().to_owned(), Packed::default())),
    }
}
