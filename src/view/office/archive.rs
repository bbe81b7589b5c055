//! Reads a ZIP archive as a folder: each file in it is a document of its own.

use super::enclosed::read_file;
use super::package::Package;
use crate::source::Unreadable;
use crate::source::packed::Packing;

pub(super) fn read(package: &mut Package<'_>, packing: &mut Packing) -> Result<(), Unreadable> {
    let names: Vec<String> = package.names().map(str::to_owned).collect();
    // Folders, and what systems put beside files.
    let files = names.iter().filter(|name| !name.ends_with('/') && !name.contains("__macosx/"));
    for name in files {
        read_file(package, name, name, packing)?;
    }
    Ok(())
}
