//! What is kept of one document so that its copies can be found: hashes and numbers, no text.

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::gist::Gist;
use super::prints;
use super::record::{CopyRecord, MessageNumber};
use super::words::{self, WordToken};
use crate::document::Document;
use crate::document::exposure::personal::PersonalKind;
use crate::source::Span;

/// What is kept of one document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SetEntry {
    /// Fingerprints of its passages, and of the names in it, in order.
    pub prints: Vec<u64>,
    /// What else it has in common with others, in order.
    pub mentions: Vec<Mention>,
    /// What comparing it depends on.
    pub gist: Gist,
}

/// That a document plays a role in something that others may share with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mention {
    /// The hash of what it is about: a message, an address, a name.
    pub key: u64,
    /// The role.
    pub role: Role,
    /// What must be known of the document to judge the others: its date and level, or a hash.
    pub value: u64,
}

/// The roles of documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// It is this message.
    Message,
    /// It refers to this message.
    Cites,
    /// It is a message with this serial in this year; the value says which one.
    Serial,
    /// It refers to a message with this serial in this year, whose post is cut.
    HalfCites,
    /// It is this record of a releaser.
    Paper,
    /// It has the name in front of this address.
    HalfAddress,
    /// It has this address whole; the value says which domain.
    Address,
    /// It asks for protection of this name.
    Protects,
}

impl Role {
    /// All roles, in their order.
    pub const ALL: [Role; 8] = [
        Role::Message,
        Role::Cites,
        Role::Serial,
        Role::HalfCites,
        Role::Paper,
        Role::HalfAddress,
        Role::Address,
        Role::Protects,
    ];
}

/// What is noted of a document by rules: places in its text.
#[derive(Clone, Debug, Default)]
pub(super) struct NotedPlaces<'p> {
    pub(super) protected: &'p [Span],
    pub(super) halves: &'p [Span],
}

impl SetEntry {
    /// The entry of the documents of one file. `seed` is the key of the run: what is hashed of names and addresses says
    /// nothing to who does not have it.
    pub(super) fn of(documents: &[Document<'_>], places: &NotedPlaces<'_>, seed: u64) -> SetEntry {
        let Some(first) = documents.first() else { return SetEntry::default() };
        let text = first.source.text();
        let tokens = words::tokens(documents);
        let mut prints = prints::prints(&tokens);
        names(text, &tokens, |_, _, keys| prints.push(prints::name(keys, seed)));
        prints.sort_unstable();
        prints.dedup();
        let records: Vec<CopyRecord> = documents.iter().map(CopyRecord::of).collect();
        let gist = Gist::of(documents, &tokens, &records);
        let mut entry = SetEntry { prints, mentions: Vec::new(), gist };
        records.iter().for_each(|record| entry.record(record));
        for document in documents {
            for address in document.personal().iter().filter(|found| found.kind == PersonalKind::Email) {
                let whole = document.text(address.span).to_lowercase();
                if let Some((local, domain)) = whole.split_once('@') {
                    entry.note(Role::Address, hash(local, seed), hash(domain, seed));
                }
            }
        }
        for half in places.halves.iter().filter_map(|half| local_part(text, *half)) {
            entry.note(Role::HalfAddress, hash(&half, seed), 0);
        }
        for name in places.protected {
            let keys: Vec<u64> = tokens.iter().filter(|it| name.contains(it.span)).map(|it| it.key).collect();
            if let [.., first, last] = keys[..] {
                entry.note(Role::Protects, prints::name(&[first, last], seed), 0);
            }
        }
        entry.mentions.sort_unstable();
        entry.mentions.dedup();
        entry
    }

    fn note(&mut self, role: Role, key: u64, value: u64) {
        self.mentions.push(Mention { key, role, value });
    }

    fn record(&mut self, record: &CopyRecord) {
        let known = known(record);
        if let Some(number) = &record.number {
            let message = message(number);
            self.note(Role::Message, message, known);
            self.note(Role::Serial, serial(number.serial, number.year), message);
        }
        for cited in &record.cited {
            self.note(Role::Cites, message(cited), known);
        }
        for (number, year, _) in &record.half_cited {
            self.note(Role::HalfCites, serial(*number, *year), 0);
        }
        for (paper, _) in &record.papers {
            self.note(Role::Paper, hash(paper, 0), 0);
        }
    }
}

/// Whether a fingerprint is that of a name.
pub fn is_name(print: u64) -> bool {
    print & 1 == 1
}

/// The date and the level of a record in one number; see [`date_of`] and [`level_of`].
fn known(record: &CopyRecord) -> u64 {
    let day = record.day.map_or(0, |day| {
        let day = i64::from(day.year()) * 10_000 + i64::from(day.month()) * 100 + i64::from(day.day());
        u64::try_from(day).unwrap_or(0)
    });
    day << 8 | record.level.map_or(0xff, |(level, _)| level as u64)
}

/// The date in what is known of a document, as a number that grows with it.
pub(super) fn date_of(value: u64) -> Option<u64> {
    Some(value >> 8).filter(|day| *day > 0)
}

/// The level in it.
pub(super) fn level_of(value: u64) -> Option<u64> {
    Some(value & 0xff).filter(|level| *level < 0xff)
}

fn message(sent: &MessageNumber) -> u64 {
    hash(&sent.key(), 0)
}

fn serial(number: u32, year: i16) -> u64 {
    hash(&format!("{year} {number}"), 1)
}

fn hash(text: &str, seed: u64) -> u64 {
    xxh3_64_with_seed(text.as_bytes(), seed)
}

/// The name in front of an address of which half is left, in lower case.
pub(super) fn local_part(text: &str, half: Span) -> Option<String> {
    let half = text[half.range()].to_lowercase();
    let local = half.split('@').next().unwrap_or_default().trim_matches(|c: char| !c.is_alphanumeric());
    (local.len() > 2).then(|| local.to_owned())
}

/// Every two words in a row that can be a name, with their index: in capitals, with small letters behind.
pub(super) fn names(text: &str, tokens: &[WordToken], mut see: impl FnMut(usize, Span, &[u64])) {
    let bytes = text.as_bytes();
    let capital = |token: &WordToken| {
        let at = token.span.start as usize;
        token.span.len() > 1 && bytes[at].is_ascii_uppercase() && bytes[at + 1].is_ascii_lowercase()
    };
    let mut before = false;
    for (index, token) in tokens.iter().enumerate() {
        let here = token.is_word() && capital(token);
        if here && before {
            let last = &tokens[index - 1];
            let gap = &bytes[last.span.end as usize..token.span.start.max(last.span.end) as usize];
            if !gap.is_empty() && gap.iter().all(u8::is_ascii_whitespace) {
                see(index - 1, last.span.to(token.span), &[last.key, token.key]);
            }
        }
        before = here;
    }
}
