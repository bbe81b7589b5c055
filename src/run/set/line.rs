//! Reads and writes the lines that the steps of comparing a set hand on.

use serde::{Deserialize, Serialize};

use crate::set::{Gist, Mention, Pair, Relations, Role, SetEntry, is_name};

/// The version of the lines. Lines of another one are refused.
pub(super) const VERSION: u32 = 1;

/// A line.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum SetLine {
    KeyRow(KeyRow),
    Pair(PairLine),
}

/// That a document has something by which it can be joined.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct KeyRow {
    /// What it has; all lines with one key belong together.
    key: String,
    /// Its name.
    pub(super) document: String,
    /// `passage`, `name` or a role.
    role: Has,
    /// What must be known of it.
    value: u64,
    version: u32,
}

/// What two documents have in common, in one direction.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PairLine {
    /// The document in which findings will be.
    pub(super) document: String,
    /// The one it is compared with.
    pub(super) other: String,
    /// How many fingerprints both have.
    shared: u32,
    /// What else, a bit each.
    relations: u8,
    version: u32,
}

/// What a document has.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Has {
    Passage,
    Name,
    #[serde(untagged)]
    Role(Role),
}

/// The version of a line of which nothing else is known.
#[derive(Deserialize)]
struct Versioned {
    version: u32,
}

impl SetLine {
    /// Reads a line, or says why it is none.
    pub(super) fn read(line: &str) -> Result<SetLine, String> {
        let versioned: Versioned =
            serde_json::from_str(line).map_err(|error| format!("this is no line of `cable-lint set`: {error}"))?;
        if versioned.version != VERSION {
            let found = versioned.version;
            return Err(format!("written in version {found} of this format; this cable-lint reads version {VERSION}"));
        }
        serde_json::from_str(line).map_err(|error| format!("this is no line of `cable-lint set`: {error}"))
    }

    /// The line without its end.
    pub(super) fn written(&self) -> String {
        serde_json::to_string(self).expect("strings and numbers always become JSON")
    }
}

/// The letter that keeps the keys of different things apart. What is joined with each other has one letter.
fn letter(role: Role) -> char {
    match role {
        Role::Message | Role::Cites => 'm',
        Role::Serial | Role::HalfCites => 's',
        Role::Paper => 'd',
        Role::HalfAddress | Role::Address => 'a',
        Role::Protects => 'n',
    }
}

impl KeyRow {
    /// The lines of a document.
    pub(super) fn of<'e>(entry: &'e SetEntry, document: &'e str) -> impl Iterator<Item = KeyRow> + 'e {
        let row = |key, role, value| KeyRow { key, document: document.to_owned(), role, value, version: VERSION };
        let prints = entry.prints.iter().map(move |print| match is_name(*print) {
            true => row(format!("n{print:016x}"), Has::Name, 0),
            false => row(format!("p{print:016x}"), Has::Passage, entry.gist.bits()),
        });
        let mentions = entry.mentions.iter().map(move |mention| {
            row(format!("{}{:016x}", letter(mention.role), mention.key), Has::Role(mention.role), mention.value)
        });
        prints.chain(mentions)
    }

    /// What the line says, as an entry that has nothing else.
    pub(super) fn entry(&self) -> SetEntry {
        let key = self.key.get(1..).and_then(|key| u64::from_str_radix(key, 16).ok()).unwrap_or(0);
        match self.role {
            Has::Passage => SetEntry { prints: vec![key], gist: Gist::from_bits(self.value), ..SetEntry::default() },
            Has::Name => SetEntry { prints: vec![key], ..SetEntry::default() },
            Has::Role(role) => {
                SetEntry { mentions: vec![Mention { key, role, value: self.value }], ..SetEntry::default() }
            }
        }
    }
}

impl PairLine {
    /// The line of a pair of documents with these names.
    pub(super) fn of(pair: &Pair, names: &[String]) -> PairLine {
        PairLine {
            document: names[pair.here as usize].clone(),
            other: names[pair.other as usize].clone(),
            shared: pair.shared,
            relations: pair.relations.bits(),
            version: VERSION,
        }
    }

    /// The pair of the documents with these numbers.
    pub(super) fn pair(&self, here: u32, other: u32) -> Pair {
        Pair { here, other, shared: self.shared, relations: Relations::of(self.relations) }
    }
}
