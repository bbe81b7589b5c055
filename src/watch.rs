//! Finds the names of a watch list, which must not be released, in a text.
//!
//! The list is secret: nothing here can print it, and mistakes in it are reported by line number. Names are plain, or
//! salted hashes for lists kept beside the documents. What is found for `Jane Q. Fictive`:
//!
//! | in the text | certainty |
//! | --- | --- |
//! | `Jane Fictive`, `JANE Q. FICTIVE`, `Fictive, Jane`, `Jáne` | it is the name |
//! | `Jane Fic-` at the end of a line and `tive` on the next | it is the name |
//! | `J. Fictive`, `J. Q. Fictive` | doubtful |
//! | `Fic<b>tive</b>, Jane`, `J A N E F I C T I V E`, `Mueller` for `Müller` | it is the name |
//! | `JaneFictive`, `janefictive@` | it is the name |
//! | `Jane F1ctive`, as scanners read it; `janefictive`; `jfictive@`, `j.fictive@` | doubtful |
//! | `Jane "Jay" Fictive`, `Jane (Fictive)`, cells of a table | doubtful |
//! | with letters of other scripts, or invisible characters | disguised |
//! | as `&#74;ane`, `%4Aane`, `J=61ne`, or in base64 | encoded |
//! | `jane_fictive`, `JaneFictive2`, `fictivejane` in a file name | it is the name |
//!
//! A surname alone is another name, which needs its own line in the list; where the whole name occurs in a document,
//! its words are masked in all output about it.
//!
//! A clean text is read once, however many plain names there are. Hashes cost more: every run of up to six words is
//! hashed with every salt.

mod encoded;
mod hashes;
mod names;
mod nearby;
mod reading;
mod word;

use std::fmt;

use xxhash_rust::xxh3::xxh3_128;

use crate::scan::copy::Copy;
use crate::source::Span;
use hashes::Hashes;
use names::Names;
use reading::{Manner, apart, readings};
use word::{WatchedWord, is_disguised};

/// The forms of a watched name in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Writing {
    /// For everybody to read.
    Plain,
    /// With letters of another script, or with invisible characters.
    Disguised,
    /// As character references, in percent-encoding, or in base64.
    Encoded,
}

/// A place where a watched name is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sighting {
    /// The place.
    pub span: Span,
    /// Its form.
    pub writing: Writing,
    /// Whether it was read through damage, or is no more than initials and a surname.
    pub doubtful: bool,
}

/// Names that must not be released.
#[derive(Default)]
pub struct WatchList {
    names: Names,
    hashes: Hashes,
    /// A digest of its text.
    digest: u128,
}

/// What is wrong with a list. Never quotes it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}the list {what}", line.map_or_else(String::new, |line| format!("line {line} of ")))]
pub struct ListMistake {
    /// The line, from 1; `None` if it is all of them.
    pub line: Option<usize>,
    /// What is wrong with it.
    pub what: &'static str,
}

/// Shows how many names there are, and none of them.
impl fmt::Debug for WatchList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WatchList({} names, {} hashes)", self.names.len(), self.hashes.len())
    }
}

impl WatchList {
    /// Reads a list: a name on each line, `sha256:` and the hash of one, or `salt:` and what was hashed before the
    /// names that follow. Empty lines and lines that begin with `#` are left out.
    ///
    /// The hash is that of the salt, a colon, and the name in lower case without diacritics, its words a space apart.
    ///
    /// # Errors
    ///
    /// Everything that is wrong, by line.
    pub fn read(text: &str) -> Result<WatchList, Vec<ListMistake>> {
        let (mut list, mut mistakes) =
            (WatchList { digest: xxh3_128(text.as_bytes()), ..WatchList::default() }, Vec::new());
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        for (index, line) in text.lines().enumerate() {
            let line = line.trim();
            let added = match line {
                "" => Ok(()),
                _ if line.starts_with('#') => Ok(()),
                _ if line.starts_with("salt:") => list.hashes.salt(line["salt:".len()..].trim()),
                _ if line.starts_with("sha256:") => list.hashes.add(line["sha256:".len()..].trim()),
                _ => list.names.add(line),
            };
            mistakes.extend(added.err().map(|what| ListMistake { line: Some(index + 1), what }));
        }
        // A list without names must not look like one that protects somebody.
        if mistakes.is_empty() && list.names.len() + list.hashes.len() == 0 {
            mistakes.push(ListMistake { line: None, what: "has no name" });
        }
        if mistakes.is_empty() { Ok(list) } else { Err(mistakes) }
    }

    /// A digest of its text, for those who keep what was found with it.
    pub(crate) fn digest(&self) -> u128 {
        self.digest
    }

    /// Where names of the list are in `span` of `text`, in order and apart from each other.
    pub fn sightings(&self, text: &str, span: Span) -> Vec<Sighting> {
        self.look(text, span, Place::Text)
    }

    fn look(&self, text: &str, span: Span, place_of_text: Place) -> Vec<Sighting> {
        let mut found = self.readable(text, span, place_of_text);
        for copy in encoded::copies(text, span) {
            for inside in self.readable(&copy.text, Span::new(0, copy.text.len() as u32), place_of_text) {
                let place = copy.origin(inside.span);
                // What is not encoded around it was found already.
                if text[place.range()] != copy.text[inside.span.range()] {
                    found.push(Sighting { span: place, writing: Writing::Encoded, ..inside });
                }
            }
        }
        // Of names inside one another the longest counts, then the surest.
        found.sort_by_key(|sighting| {
            (sighting.span.start, u32::MAX - sighting.span.end, sighting.doubtful, sighting.writing)
        });
        let mut reached = 0;
        found.retain(|sighting| {
            let apart = sighting.span.start >= reached;
            if apart {
                reached = sighting.span.end;
            }
            apart
        });
        found
    }

    /// Where names of the list are in the file name `name`, or in a path, by bytes of it: whatever joins their words
    /// there, be it a capital or nothing, and also where spaces are written as `%20`.
    pub fn in_file_name(&self, name: &str) -> Vec<Sighting> {
        let apart = apart(Copy::of(name, Span::new(0, name.len() as u32)));
        let found = self.look(&apart.text, Span::new(0, apart.text.len() as u32), Place::FileName);
        found.into_iter().map(|sighting| Sighting { span: apart.origin(sighting.span), ..sighting }).collect()
    }

    fn readable(&self, text: &str, span: Span, place: Place) -> Vec<Sighting> {
        let mut found = Vec::new();
        // A hash does not reveal a surname, so every word of the text must be compared with hashes.
        let stretches = if self.hashes.len() > 0 { vec![span] } else { self.names.stretches(text, span) };
        for mut reading in stretches.into_iter().flat_map(|stretch| readings(Copy::of(text, stretch))) {
            // Names of files are written as addresses are, without capitals and points.
            reading.words.iter_mut().for_each(|word| word.address |= place == Place::FileName);
            let mut see = |words: &[WatchedWord], doubtful: bool| {
                let span = reading.place(words);
                let writing = if is_disguised(&text[span.range()]) { Writing::Disguised } else { Writing::Plain };
                found.push(Sighting { span, writing, doubtful: doubtful || reading.manner == Manner::Doubtful });
            };
            self.names.find(&reading, &mut see);
            self.hashes.find(&reading.words, &mut see);
        }
        found
    }
}

/// What a text is to be read as.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Text,
    FileName,
}

#[cfg(test)]
mod tests;
