//! Reads the parts of a ZIP package and the relationships between them (ECMA-376 part 2), within bounds.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use zip::ZipArchive;

use super::super::nest::Nest;
use super::xml::{decode, tree};
use crate::source::Unreadable;
use crate::source::hidden::HiddenKind;

/// How many files a package may hold.
const MOST_FILES: usize = 20_000;
/// How many times its size a part may unpack to, if that is more than `SMALL`. Text packs to a fiftieth at best.
const RATIO: u64 = 200;
const SMALL: u64 = 1 << 20;
/// Bytes that say what a picture is.
const HEAD: u64 = 64;
/// A package.
pub(super) struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    /// The place of each part, by its name in small letters: names of parts do not tell case.
    names: BTreeMap<String, usize>,
    /// Where it is.
    pub(super) nest: Nest<'b>,
    /// What is in it beside its text and hides only what names somebody.
    pub(super) asides: Vec<Aside>,
}

/// A name or a value beside the text, such as the title of a form field: its part, how it is hidden, and what it says.
pub(super) type Aside = (&'static str, HiddenKind, String);

/// What one part has to do with another.
#[derive(Clone, Debug)]
pub(super) struct Relation {
    /// The last word of its type: `header`, `hyperlink`.
    pub(super) kind: String,
    /// The name of the part, or what is outside of the package.
    pub(super) target: String,
    /// Whether it is outside.
    pub(super) external: bool,
}

/// The relations of a part, by their names.
pub(super) type Relations = BTreeMap<String, Relation>;

impl<'b> Package<'b> {
    pub(super) fn open(bytes: &'b [u8], nest: Nest<'b>) -> Result<Package<'b>, Unreadable> {
        let damaged = |_| {
            Unreadable::Packed(
                "the file is damaged, or not of the kind that its name says: open it in its program, and save it anew"
                    .to_owned(),
            )
        };
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
        if archive.len() > MOST_FILES {
            return Err(Unreadable::Packed(format!("it holds more than {MOST_FILES} files")));
        }
        let names = archive.file_names().enumerate();
        let names = names.filter_map(|(at, name)| Some((name.ok()?.replace('\\', "/").to_lowercase(), at))).collect();
        Ok(Package { archive, names, nest, asides: Vec::new() })
    }

    /// The names of its parts, in small letters.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.keys().map(String::as_str)
    }

    /// A part, unpacked; `None` if there is none of that name.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, Unreadable> {
        let Some(&at) = self.names.get(&name.trim_start_matches('/').to_lowercase()) else { return Ok(None) };
        let damaged = |_| Unreadable::Packed(format!("the file is damaged: its part `{name}` cannot be unpacked"));
        let raw = self.archive.by_index_raw(at).map_err(|_| damaged(()))?;
        if raw.encrypted() {
            return Err(Unreadable::Packed("it is encrypted: remove its password first".to_owned()));
        }
        let packed = raw.compressed_size();
        drop(raw);
        let left = self.nest.left();
        let most = left.min(SMALL.max(packed.saturating_mul(RATIO)));
        let mut bytes = Vec::new();
        let part = self.archive.by_index(at).map_err(|_| damaged(()))?;
        // What the package says of the size of a part may be a lie.
        part.take(most + 1).read_to_end(&mut bytes).map_err(|_| damaged(()))?;
        if bytes.len() as u64 > most && most < left {
            return Err(Unreadable::Packed(format!("its part `{name}` unpacks to more than {RATIO} times its size")));
        }
        self.nest.take(bytes.len() as u64)?;
        Ok(Some(bytes))
    }

    /// The first bytes of a part, without unpacking the rest.
    pub(super) fn head(&mut self, name: &str) -> Vec<u8> {
        let mut bytes = Vec::new();
        let part = self.names.get(&name.to_lowercase()).and_then(|&at| self.archive.by_index(at).ok());
        if let Some(part) = part {
            // What is damaged is read as far as it goes.
            let _ = part.take(HEAD).read_to_end(&mut bytes);
        }
        bytes
    }

    /// The text of a part.
    pub(super) fn text(&mut self, name: &str) -> Result<Option<String>, Unreadable> {
        Ok(self.part(name)?.map(|bytes| decode(&bytes).into_owned()))
    }

    /// What a part has to do with others; the package itself is called by an empty name.
    pub(super) fn relations(&mut self, part: &str) -> Result<Relations, Unreadable> {
        let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
        let slash = if folder.is_empty() { "" } else { "/" };
        let Some(text) = self.text(&format!("{folder}{slash}_rels/{file}.rels"))? else { return Ok(Relations::new()) };
        let Some(root) = tree(&text) else { return Err(broken(&format!("{part}.rels"))) };
        let relation = |element: &super::xml::Element<'_>| {
            let external = element.attribute("TargetMode") == Some("External");
            let target = element.attribute("Target")?;
            let target = if external { target.to_owned() } else { resolved(folder, target) };
            let kind = element.attribute("Type")?.rsplit('/').next()?.to_owned();
            Some((element.attribute("Id")?.to_owned(), Relation { kind, target, external }))
        };
        Ok(root.elements().filter_map(relation).collect())
    }
}

/// That a part is no XML.
pub(super) fn broken(part: &str) -> Unreadable {
    Unreadable::Packed(format!("the file is damaged: its part `{part}` is not well formed"))
}

/// The name of a part that another one in `folder` calls `target`.
fn resolved(folder: &str, target: &str) -> String {
    if let Some(whole) = target.strip_prefix('/') {
        return whole.to_owned();
    }
    let mut names: Vec<&str> = folder.split('/').filter(|name| !name.is_empty()).collect();
    for name in target.split('/') {
        match name {
            ".." => _ = names.pop(),
            "." | "" => {}
            name => names.push(name),
        }
    }
    names.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_looked_for_from_the_folder_of_their_part() {
        assert_eq!(resolved("word", "header1.xml"), "word/header1.xml");
        assert_eq!(resolved("ppt/slides", "../notesSlides/n.xml"), "ppt/notesSlides/n.xml");
        assert_eq!(resolved("word", "/docProps/core.xml"), "docProps/core.xml");
        assert_eq!(resolved("", "../../x"), "x");
    }
}
