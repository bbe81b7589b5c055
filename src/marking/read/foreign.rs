//! Parses the first field after leading slashes: NATO, JOINT, FGI and other countries' markings.

use std::ops::Range;

use super::Reader;
use crate::marking::code::{Code, Codes};
use crate::marking::fault::Fault;
use crate::marking::level::Level;
use crate::marking::model::{Category, Owner};
use crate::marking::register::RegisterEntry;
use crate::marking::scope::MarkingKind;

impl Reader<'_> {
    /// Reads the first field after leading slashes: NATO, JOINT, FGI or another country's marking.
    pub(super) fn read_foreign_level(&mut self, field: Range<usize>) -> bool {
        let word = self.up(&field);
        if let Some(rest) = word.strip_prefix("JOINT ") {
            return self.read_joint(field.end - rest.len()..field.end);
        }
        if let Some((entry, form)) = self.register.level_word(word) {
            if self.kind == MarkingKind::Portion && !entry.codes.is_empty() {
                self.note_level_form(entry, form, field.clone());
            }
            return self.read_slashed_level(entry, field);
        }
        if let Some(plain) = combined_atomal(word) {
            return self.read_combined_atomal(plain, field);
        }
        let (codes, level) = match word.rsplit_once(' ') {
            Some((codes, level)) => (codes.strip_suffix(" TOP").filter(|_| level == "SECRET").unwrap_or(codes), level),
            None => {
                let rule = if self.register.place(word).is_some() { "missing-level" } else { "unknown-level-word" };
                self.fault(Fault::new(rule, field).fact("token", word).guess());
                return false;
            }
        };
        if word == "NATO TOP SECRET" || word == "NATO TS" {
            let right = if self.kind == MarkingKind::Banner { "COSMIC TOP SECRET" } else { "CTS" };
            self.fault(Fault::new("nato-top-secret", field.clone()).suggest(right));
            self.marking.owner = Owner::Nato([Code::new("NATO", true)].into());
            self.set_level(Level::TopSecret, field);
            return true;
        }
        if let Some((country, level)) = self.national_level(word) {
            self.marking.owner = Owner::Foreign([self.register.code(country)].into());
            self.set_level(level, field);
            return true;
        }
        let level_at = field.start + codes.len() + 1..field.end;
        let Some(rank) = Level::named(self.up(&level_at)) else {
            self.fault(Fault::new("unknown-level-word", level_at).fact("token", level).guess());
            return false;
        };
        if codes.starts_with("COSMIC") {
            self.fault(Fault::new("unknown-level-word", field).fact("token", word).guess());
            return false;
        }
        self.set_level(rank, level_at.clone());
        self.note_foreign_form(level_at);
        self.read_sources(codes, field.start);
        true
    }

    fn read_slashed_level(&mut self, entry: &RegisterEntry, field: Range<usize>) -> bool {
        let Some(level) = entry.rank else { return false };
        self.set_level(level, field.clone());
        if entry.codes.is_empty() {
            // Spaces of any width may be between the slashes and the level.
            let slashes = self.text[..field.start].rfind("//").unwrap_or(field.start)..field.start;
            self.fault(Fault::new("leading-slashes-on-us-marking", slashes).guess());
        } else {
            self.marking.owner = Owner::Nato(entry.codes.clone());
        }
        true
    }

    /// `CTSA`: the portion form of ATOMAL until December 2010.
    fn read_combined_atomal(&mut self, plain: &str, field: Range<usize>) -> bool {
        let right = format!("{plain}//ATOMAL");
        self.fault(Fault::new("combined-atomal-portion", field.clone()).suggest(right));
        if let Some((atomal, _)) = self.register.control("ATOMAL") {
            self.keep(atomal);
        }
        let level = self.register.level_word(plain);
        level.is_some_and(|(entry, _)| self.read_slashed_level(entry, field))
    }

    /// `FRA SECRET DEFENSE`, `ROU SECRET`: the country's own word, which may be a US word of another level.
    pub(super) fn national_level<'w>(&self, word: &'w str) -> Option<(&'w str, Level)> {
        let (country, own) = word.split_once(' ')?;
        let level = self.register.national_word(country, own)?;
        (Level::named(own) != Some(level)).then_some((country, level))
    }

    fn note_foreign_form(&mut self, at: Range<usize>) {
        if let Some((entry, form)) = self.register.level_word(self.up(&at)) {
            self.note_level_form(entry, form, at);
        }
    }

    pub(super) fn read_sources(&mut self, words: &str, start: usize) {
        if words == "FGI" {
            self.marking.owner = Owner::Concealed;
            self.note(Category::ForeignInformation, words.to_owned(), 7000, start..start + words.len());
            return;
        }
        let codes = self.read_owner_codes(words, start);
        if codes.iter().any(Code::is_usa) {
            self.fault(Fault::new("usa-as-foreign-source", start..start + words.len()));
        }
        self.marking.owner = Owner::Foreign(codes.into_iter().collect());
    }

    /// The codes of JOINT and foreign markings, single spaces between them.
    fn read_owner_codes(&mut self, words: &str, start: usize) -> Vec<Code> {
        let mut codes = Vec::new();
        let mut at = start;
        for part in words.split(' ') {
            let word = part.trim_end_matches(',');
            if word.len() < part.len() {
                let comma = at + word.len()..at + part.len();
                self.fault(Fault::new("wrong-country-separator", comma).fact("list", words).guess());
            }
            if !word.is_empty() {
                self.read_code(word, at..at + word.len(), &mut codes);
            }
            at += part.len() + 1;
        }
        codes
    }

    /// `SECRET GBR USA`, the text after JOINT.
    fn read_joint(&mut self, at: Range<usize>) -> bool {
        let word = self.up(&at);
        let level = Level::ALL.into_iter().find_map(|level| {
            let name = [level.word(), level.portion()]
                .into_iter()
                .find(|name| word.strip_prefix(*name).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')))?;
            Some((level, name))
        });
        let Some((level, name)) = level else {
            self.fault(Fault::new("unknown-level-word", at).fact("token", word).guess());
            return false;
        };
        let level_at = at.start..at.start + name.len();
        self.set_level(level, level_at.clone());
        self.note_foreign_form(level_at.clone());
        if level == Level::Restricted {
            self.fault(Fault::new("restricted-joint-marking", level_at));
        }
        let list = self.trim(at.start + name.len()..at.end);
        let codes = if list.is_empty() { Vec::new() } else { self.read_owner_codes(self.up(&list), list.start) };
        let set: Codes = codes.iter().cloned().collect();
        if !set.is_empty() && !set.iter().any(Code::is_usa) {
            self.fault(Fault::new("joint-without-usa", list));
        } else if !codes.is_sorted() {
            self.fault(Fault::new("joint-owners-out-of-order", list).guess());
        }
        self.marking.owner = Owner::Joint(set);
        true
    }
}

/// The NATO level inside an old combined ATOMAL mark (register of 2008).
fn combined_atomal(word: &str) -> Option<&'static str> {
    match word {
        "CTSA" => Some("CTS"),
        "NSAT" | "NSA" => Some("NS"),
        "NCA" => Some("NC"),
        _ => None,
    }
}
