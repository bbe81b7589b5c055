//! Reads documents of office programs.

mod archive;
mod docx;
mod drawing;
mod enclosed;
mod fields;
mod look;
mod odf;
mod old;
mod package;
mod pptx;
mod properties;
mod rtf;
mod story;
mod xlsx;
mod xml;

use std::collections::BTreeSet;

use super::nest::Nest;
use crate::document::exposure::known::KnownWords;
use crate::source::Unreadable;
use crate::source::hidden::HiddenKind;
use crate::source::packed::{Packed, Packing};
use package::{Package, broken};
use xml::{Element, tree};

/// Whether a file is a document of an office program.
pub(super) fn is_office(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || rtf::is_rtf(bytes) || old::is_old(bytes)
}

/// The text of a document, and what it hides.
pub(super) fn read(bytes: &[u8], nest: Nest<'_>) -> Result<(String, Packed), Unreadable> {
    let mut packing = Packing::default();
    if let Some(reason) = old::refused(bytes) {
        return Err(Unreadable::Packed(reason.to_owned()));
    }
    if rtf::is_rtf(bytes) {
        rtf::read(bytes, &mut packing)?;
        return Ok(packing.finish());
    }
    read_package(bytes, nest, &mut packing)?;
    Ok(packing.finish())
}

/// Reads a package by what its main part is.
fn read_package(bytes: &[u8], nest: Nest<'_>, packing: &mut Packing) -> Result<(), Unreadable> {
    let mut package = Package::open(bytes, nest)?;
    let open_type = package.text("mimetype")?.unwrap_or_default();
    if open_type.starts_with("application/vnd.oasis.opendocument") {
        return odf::read(&mut package, packing);
    }
    let relations = package.relations("")?;
    let Some(main) = relations.values().find(|relation| relation.kind == "officeDocument") else {
        return archive::read(&mut package, packing);
    };
    let main = main.target.as_str();
    let kind = kind(&mut package, main)?;
    if kind.contains("wordprocessingml") || kind.contains("ms-word") {
        docx::read(&mut package, main, packing)?;
    } else if kind.contains("presentationml") || kind.contains("ms-powerpoint") {
        pptx::read(&mut package, main, packing)?;
    } else if (kind.contains("spreadsheetml") || kind.contains("ms-excel")) && !kind.contains("binary") {
        xlsx::read(&mut package, main, packing)?;
    } else {
        let advice = "save it as DOCX, XLSX or PPTX";
        return Err(Unreadable::Packed(format!("there is no reader for documents of type `{kind}`: {advice}")));
    }
    properties::read(&mut package, &relations, packing)?;
    let known = KnownWords::new(packing.text(), packing.hidden());
    packing.keep_hidden(|kind, said| kind != HiddenKind::PictureDescription || known.is_told_by_picture(said));
    let mut told = BTreeSet::new();
    for (part, kind, said) in std::mem::take(&mut package.asides) {
        if known.is_named_by(&said) && told.insert((part, said.clone())) {
            packing.hide_part(part, kind, &said);
        }
    }
    enclosed::read(&mut package, &known, packing)
}

/// The type of a part.
fn kind(package: &mut Package<'_>, part: &str) -> Result<String, Unreadable> {
    const TYPES: &str = "[Content_Types].xml";
    let text = package.text(TYPES)?.ok_or_else(|| broken(TYPES))?;
    let root = tree(&text).ok_or_else(|| broken(TYPES))?;
    let named = |element: &&Element<'_>| match element.name {
        "Override" => element.attribute("PartName").is_some_and(|name| name.trim_start_matches('/') == part),
        _ => false,
    };
    let extension = part.rsplit('.').next();
    let other =
        || root.elements().find(|element| element.name == "Default" && element.attribute("Extension") == extension);
    let found = root.elements().find(named).or_else(other);
    Ok(found.and_then(|found| found.attribute("ContentType")).unwrap_or_default().to_owned())
}
