//! Parses one entry of a field, and reports controls that are misspelled, misplaced or unknown.

use std::ops::Range;

use super::Reader;
use crate::marking::fault::Fault;
use crate::marking::level::Level;
use crate::marking::likeness::distance;
use crate::marking::model::{Category, Control, Owner};
use crate::marking::register::{RegisterEntry, WrittenForm};

/// Unregistered controls sort after all registered ones.
const UNKNOWN_ORDER: u16 = u16::MAX;

impl Reader<'_> {
    /// Reads one entry; `field` is the category of its neighbors to the left.
    pub(super) fn read_entry(&mut self, at: Range<usize>, field: Option<Category>) -> Category {
        if let Some(category) = self.read_list(&at).or_else(|| self.read_comma_separated(&at, field)) {
            return category;
        }
        let in_cui = matches!(field, Some(Category::Cui | Category::CuiCategory));
        if in_cui || self.marking.owner == Owner::Cui || self.is_cui_category(&at, field) {
            return self.read_cui_entry(at, field);
        }
        if field == Some(Category::Sap) && self.register.control(self.up(&at)).is_none() {
            return self.read_program(at);
        }
        let openers = [Self::read_control, Self::read_sap, Self::read_atomic, Self::read_accm, Self::read_cui_word];
        for opener in openers {
            if let Some(category) = opener(self, &at) {
                return category;
            }
        }
        if let Some(category) = self.read_systems(&at, field).or_else(|| self.read_misplaced(&at, field)) {
            return category;
        }
        if field == Some(Category::NonIc) && !self.marking.accm.is_empty() {
            self.marking.accm.insert(self.up(&at).to_owned());
            return Category::NonIc;
        }
        self.read_unknown(at, field)
    }

    /// In a classified marking, categories are in a field of their own directly after `CUI`.
    fn is_cui_category(&self, at: &Range<usize>, field: Option<Category>) -> bool {
        let behind_cui = self.fields.last().is_some_and(|(category, _)| *category == Category::Cui);
        let word = self.up(at);
        behind_cui && field.is_none() && (word.starts_with("SP-") || self.register.cui_category(word).is_some())
    }

    fn read_control(&mut self, at: &Range<usize>) -> Option<Category> {
        let (entry, form) = self.register.control(self.up(at))?;
        match entry.category {
            Category::Sci | Category::Sap => return None,
            Category::AtomicEnergy => return self.read_atomic(at),
            Category::NonIc if entry.name == "ACCM" => return None,
            _ => self.keep(entry),
        }
        let category = self.field_of(entry.category);
        self.note_duplicate(entry, at);
        if self.register.level_word(self.up(at)).is_some() {
            self.fault(Fault::new("several-levels", at.clone()).fact("token", self.up(at)));
        }
        self.token(entry, at.clone(), form);
        Some(category)
    }

    pub(super) fn note_duplicate(&mut self, entry: &RegisterEntry, at: &Range<usize>) {
        if self.tokens.iter().rev().take(32).any(|token| token.category == entry.category && token.name == entry.name) {
            self.fault(Fault::new("duplicate-marking-token", at.clone()).fact("token", self.up(at)));
        }
    }

    /// `ACCM-NICKNAME`; further nicknames follow between slashes (DoDM 5200.01 V2).
    fn read_accm(&mut self, at: &Range<usize>) -> Option<Category> {
        let nickname = self.up(at).strip_prefix("ACCM-")?;
        self.marking.accm.insert(nickname.to_owned());
        let (entry, _) = self.register.control("ACCM")?;
        self.token(entry, at.clone(), WrittenForm::Both);
        Some(Category::NonIc)
    }

    /// Entries that are known, but do not belong into a field after the level.
    fn read_misplaced(&mut self, at: &Range<usize>, field: Option<Category>) -> Option<Category> {
        let word = self.up(at);
        let rule = if is_declassification_value(word) {
            "declassification-value-in-banner"
        } else if self.register.level_word(word).is_some() {
            "several-levels"
        } else {
            return None;
        };
        self.fault(Fault::new(rule, at.clone()).fact("token", word));
        Some(field.unwrap_or(Category::Unknown))
    }

    /// `ORCON, NOFORN`: the separator until July 2005 (Manual Table 8); `SI;TK`, `OC;NF`.
    fn read_comma_separated(&mut self, at: &Range<usize>, field: Option<Category>) -> Option<Category> {
        let word = self.up(at);
        if !word.contains([',', ';']) {
            return None;
        }
        let mut parts = Vec::new();
        let mut start = at.start;
        for part in word.split([',', ';']) {
            parts.push(self.trim(start..start + part.len()));
            start += part.len() + 1;
        }
        let known = |part: &Range<usize>| {
            let word = self.up(part);
            let system = word.split_once('-').and_then(|(system, _)| self.register.control(system));
            self.register.control(word).or(system).is_some()
        };
        if !parts.iter().take(16).all(known) || parts.len() > 16 {
            return None;
        }
        self.fault(Fault::new("comma-between-controls", at.clone()).guess());
        parts.into_iter().map(|part| self.read_entry(part, field)).last()
    }

    fn read_unknown(&mut self, at: Range<usize>, field: Option<Category>) -> Category {
        let word = self.up(&at);
        let near = self.register.nearest(word).or_else(|| self.nearest_fouo(word));
        if let Some(near) = near.and_then(|near| self.register.control(near)) {
            let (entry, _) = near;
            let fault = Fault::new("misspelled-marking-token", at.clone()).fact("token", word);
            self.fault(fault.fact("right", entry.form(self.kind)).guess());
            return entry.category;
        }
        // The Manual allows unpublished control systems directly after the level (A.6 p15).
        let before = self.fields.last().map(|(category, _)| *category);
        let behind_level = matches!(before, None | Some(Category::Level | Category::Sci));
        let systemic =
            word.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || b" -".contains(&byte));
        let systemic = systemic && word.split(' ').next().is_some_and(|first| self.register.control(first).is_none());
        let classified = self.marking.level.is_classified();
        if matches!(field, None | Some(Category::Sci)) && behind_level && systemic && classified && word.len() <= 40 {
            let known: Vec<&str> = self.register.systems_with(word).collect();
            let near = if known.is_empty() { String::new() } else { format!("; did you mean {}?", known.join(" or ")) };
            let fault = Fault::new("unknown-control-system", at.clone()).fact("token", word).fact("near", near);
            self.fault(fault.guess());
            self.read_system(&at);
            return Category::Sci;
        }
        self.fault(Fault::new("unknown-marking-token", at.clone()).fact("token", word).guess());
        let category = if field == Some(Category::NonIc) { Category::NonIc } else { Category::Dissemination };
        let unknown = Control { order: UNKNOWN_ORDER, name: word.to_owned() };
        match category {
            Category::NonIc => self.marking.non_ic.insert(unknown),
            _ => self.marking.dissemination.insert(unknown),
        };
        self.note(Category::Unknown, word.to_owned(), UNKNOWN_ORDER, at);
        field.unwrap_or(Category::Unknown)
    }

    /// `FOLIO`, `FALO`: what scanners make of the commonest control of unclassified text.
    fn nearest_fouo(&self, word: &str) -> Option<&'static str> {
        let likely = !self.marking.level.is_classified() && word.starts_with('F') && word.len() >= 2;
        (likely && distance(word, "FOUO", 4).is_some()).then_some("FOUO")
    }

    /// Marks the level, whose word is at `at`.
    pub(super) fn set_level(&mut self, level: Level, at: Range<usize>) {
        self.marking.level = level;
        self.fields.push((Category::Level, at.clone()));
        self.note(Category::Level, level.portion().to_owned(), 0, at);
    }
}

/// `20321231`, `25X1`, `MR` and the like: in banners until 2008 (Manual Table 8).
fn is_declassification_value(word: &str) -> bool {
    let digits = word.len() == 8 && word.bytes().all(|byte| byte.is_ascii_digit());
    let exempt =
        |prefix: &str| word.strip_prefix(prefix).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    digits || word == "MR" || word == "OADR" || (word.len() <= 9 && ["X", "25X", "50X", "75X"].into_iter().any(exempt))
}
