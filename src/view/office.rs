//! Reads documents of office programs.

mod docx;
mod enclosed;
mod fields;
mod look;
mod package;
mod properties;
mod story;
mod xml;

use crate::source::Unreadable;
use crate::source::packed::{Packed, Packing};
pub(super) use package::Nest;
use package::{Budget, Package};

/// Whether a file is a document of an office program.
pub(super) fn is_office(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04")
}

/// The text of a document, and what it hides.
pub(super) fn read(bytes: &[u8]) -> Result<(String, Packed), Unreadable> {
    read_in(bytes, Nest::new(&Budget::default()))
}

/// Like [`read`], for a document inside another.
pub(super) fn read_in(bytes: &[u8], nest: Nest<'_>) -> Result<(String, Packed), Unreadable> {
    let mut packing = Packing::default();
    read_package(bytes, nest, &mut packing)?;
    Ok(packing.finish())
}

/// Reads a package by what its main part is.
fn read_package(bytes: &[u8], nest: Nest<'_>, packing: &mut Packing) -> Result<(), Unreadable> {
    let mut package = Package::open(bytes, nest)?;
    let relations = package.relations("")?;
    let Some(main) = relations.values().find(|relation| relation.kind == "officeDocument") else {
        return Err(Unreadable::Packed("this is a ZIP archive without an office document: unpack it first".to_owned()));
    };
    let main = main.target.as_str();
    docx::read(&mut package, main, packing)?;
    properties::read(&mut package, &relations, packing)?;
    enclosed::read(&mut package, packing)
}
