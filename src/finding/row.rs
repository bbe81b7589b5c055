//! Sums up what was read of each document of a file in a row, as it may be shown.

use serde::Serialize;

use super::Discreet;
use crate::Outline;
use crate::rule::RuleSet;
use crate::source::SourceFile;

/// What was read of a document, and of which file it is.
#[derive(Clone, Debug, Serialize)]
pub struct DocumentRow {
    /// The file.
    pub filename: String,
    /// What was read.
    #[serde(flatten)]
    pub outline: Outline,
    /// How many parts of the file were not read: attachments that hold no text.
    pub unread_parts: usize,
    /// How many pages, sheets or slides the file has, where it is not text.
    pub pages: u32,
    /// How many of its pages are nothing but a picture.
    pub pictures: usize,
    /// How many of its pages are pictures whose text a program read.
    pub scans: usize,
}

/// A row for each document of `file`, masked like its findings.
pub fn rows(file: &SourceFile, rules: &RuleSet) -> Vec<DocumentRow> {
    let (outlines, unread_parts) = crate::inspect(file, rules);
    let discreet = Discreet::new(file, file, rules, false);
    let packed = file.packed();
    let pages = packed.map_or(0, |packed| packed.pages);
    let [pictures, scans] = packed.map_or([0, 0], |packed| [packed.pictures.len(), packed.scans.len()]);
    let row = |outline: Outline| DocumentRow {
        filename: discreet.name().to_owned(),
        outline: Outline {
            banner: outline.banner.map(|banner| discreet.value(banner)),
            number: outline.number.map(|number| discreet.value(number)),
            tags: outline.tags.into_iter().map(|tag| discreet.value(tag)).collect(),
            ..outline
        },
        unread_parts,
        pages,
        pictures,
        scans,
    };
    outlines.into_iter().map(row).collect()
}
