//! Parses control systems with compartments (`SI-G ABCD EFGH-NK`), and special access programs (`SAR-BP-J12 K15`).

use std::collections::BTreeSet;
use std::ops::Range;

use super::Reader;
use crate::marking::fault::Fault;
use crate::marking::model::{Category, Compartments};
use crate::marking::register::{CompartmentNeed, WrittenForm};

/// One `comp sub sub` part between hyphens.
struct Part<'t> {
    name: &'t str,
    subs: Vec<&'t str>,
    at: Range<usize>,
}

impl<'t> Reader<'t> {
    /// Reads an entry whose head is a registered control system, or one of its compartments alone.
    pub(super) fn read_systems(&mut self, at: &Range<usize>, field: Option<Category>) -> Option<Category> {
        let word = self.up(at);
        let head = word.split(['-', ' ']).next().unwrap_or(word);
        if self.register.system(word).or_else(|| self.register.system(head)).is_some() {
            self.read_system(at);
            return Some(Category::Sci);
        }
        // One letter may be anything: a slash misread, the rest of a word.
        if head.len() < 2 {
            return None;
        }
        let behind = self.fields.last().map(|(category, _)| *category);
        let placed =
            matches!(field, None | Some(Category::Sci)) && matches!(behind, Some(Category::Level | Category::Sci));
        let owner = self.register.owner_of(head).filter(|_| placed || head.len() > 2)?;
        let right = format!("{owner}-{word}");
        self.fault(Fault::new("compartment-without-system", at.clone()).fact("token", word).suggest(right));
        let name = self.register.compartment(head);
        self.marking.sci.entry(owner.to_owned()).or_default().entry(name.to_owned()).or_default();
        Some(Category::Sci)
    }

    /// Reads one control system with its compartments, registered or not.
    pub(super) fn read_system(&mut self, at: &Range<usize>) {
        let word = self.up(at);
        let mut parts = self.parts(at);
        // A title with a hyphen or space of its own, such as TALENT KEYHOLE, is one part.
        if let Some((entry, form)) = self.register.system(word) {
            let (system, compartment) = entry.name.split_once('-').unwrap_or((&entry.name, ""));
            self.token(entry, at.clone(), form);
            self.note_repeated_system(system, at);
            let tree = self.marking.sci.entry(system.to_owned()).or_default();
            if !compartment.is_empty() {
                tree.entry(compartment.to_owned()).or_default();
            }
            return self.note_system(system, at.clone(), !compartment.is_empty());
        }
        let first = if parts.is_empty() { return } else { parts.remove(0) };
        let system = match self.register.system(first.name) {
            Some((entry, form)) => {
                self.token(entry, first.at.start..first.at.start + first.name.len(), form);
                entry.name.clone()
            }
            None => {
                self.note(Category::Sci, first.name.to_owned(), u16::MAX, first.at.clone());
                first.name.to_owned()
            }
        };
        self.note_repeated_system(&system, at);
        // `SI ABC` with a space: sub-compartments of no compartment are kept as compartments.
        let mut tree: Compartments = first.subs.into_iter().map(|sub| (sub.to_owned(), BTreeSet::new())).collect();
        self.read_compartments(&system, parts, &mut tree, at);
        self.note_system(&system, at.clone(), !tree.is_empty());
        let known = self.marking.sci.entry(system).or_default();
        for (name, subs) in tree {
            known.entry(name).or_default().extend(subs);
        }
    }

    fn note_repeated_system(&mut self, system: &str, at: &Range<usize>) {
        if self.marking.sci.contains_key(system) {
            self.fault(Fault::new("duplicate-marking-token", at.clone()).fact("token", self.up(at)));
        }
    }

    fn read_compartments(&mut self, system: &str, parts: Vec<Part<'t>>, tree: &mut Compartments, at: &Range<usize>) {
        let mut names: Vec<String> = Vec::new();
        for part in parts {
            if let Some(owner) = names.last().filter(|owner| self.is_hyphenated_sub(system, owner, part.name)) {
                let span = part.at.start.saturating_sub(1)..part.at.start;
                tree.entry(owner.clone()).or_default().insert(part.name.to_owned());
                self.faults.push(Fault::new("hyphenated-sub-compartment", span).suggest(" "));
                continue;
            }
            if part.name == "ECI" {
                self.fault(Fault::new("eci-indicator", part.at.clone()));
            }
            let name = self.register.compartment(part.name).to_owned();
            self.note_compartment(system, &name, &part);
            if !part.subs.is_sorted() {
                self.fault(Fault::new("compartments-out-of-order", part.at.clone()));
            }
            let subs = tree.entry(name.clone()).or_default();
            subs.extend(part.subs.iter().map(|sub| (*sub).to_owned()));
            names.push(name);
        }
        if !names.is_sorted() {
            self.fault(Fault::new("compartments-out-of-order", at.clone()));
        }
    }

    /// `SI-G-ABCD`: too long for a compartment of SI, but right for a sub-compartment of G.
    fn is_hyphenated_sub(&self, system: &str, owner: &str, name: &str) -> bool {
        let shape = |name: &str| self.register.entry(Category::Sci, name);
        let sub = shape(&format!("{system}-{owner}")).and_then(|entry| entry.sub_shape);
        let own = shape(system).and_then(|entry| entry.shape);
        sub.is_some_and(|sub| sub.fits(name)) && own.is_some_and(|own| !own.fits(name))
    }

    /// Notes a registered compartment, and a shape that no compartment of its system has.
    fn note_compartment(&mut self, system: &str, name: &str, part: &Part<'_>) {
        let full = format!("{system}-{name}");
        let entry = self.register.entry(Category::Sci, &full);
        if let Some(entry) = entry {
            self.token(entry, part.at.clone(), WrittenForm::Both);
        }
        let shape = self.register.entry(Category::Sci, system).and_then(|entry| entry.shape);
        let misfit = entry.is_none() && shape.is_some_and(|shape| !shape.fits(name));
        let sub_shape = entry.and_then(|entry| entry.sub_shape);
        let sub_misfit = sub_shape.is_some_and(|shape| part.subs.iter().any(|sub| !shape.fits(sub)));
        if name == "ECI" {
            return;
        }
        if let Some(near) = self.register.nearest_compartment(system, name).filter(|_| entry.is_none()) {
            let at = part.at.start..part.at.start + part.name.len();
            let fault = Fault::new("misspelled-marking-token", at).fact("token", name).fact("right", near);
            return self.fault(fault.guess());
        }
        if misfit || sub_misfit {
            let written = self.up(&part.at);
            self.fault(Fault::new("odd-compartment-shape", part.at.clone()).fact("token", written));
        }
    }

    fn note_system(&mut self, system: &str, at: Range<usize>, has_compartment: bool) {
        let need = self.register.entry(Category::Sci, system).and_then(|entry| entry.compartment);
        let Some(need) = need.filter(|_| !has_compartment) else { return };
        let rule = match need {
            CompartmentNeed::Required => "missing-compartment",
            CompartmentNeed::Expected => "compartment-left-open",
        };
        self.fault(Fault::new(rule, at).fact("token", system));
    }

    /// The parts between hyphens. Cut short after 64: no real marking has so many.
    fn parts(&self, at: &Range<usize>) -> Vec<Part<'t>> {
        let mut start = at.start;
        let mut parts = Vec::new();
        for part in self.up(at).split('-').take(64) {
            let mut words = part.split(' ').filter(|word| !word.is_empty());
            let name = words.next().unwrap_or_default();
            parts.push(Part { name, subs: words.collect(), at: start..start + part.len() });
            start += part.len() + 1;
        }
        parts.retain(|part| !part.name.is_empty());
        parts
    }

    /// `SAR-BP` or `SPECIAL ACCESS REQUIRED-BUTTERED POPCORN`.
    pub(super) fn read_sap(&mut self, at: &Range<usize>) -> Option<Category> {
        let word = self.up(at);
        let indicator = ["SPECIAL ACCESS REQUIRED", "SAR"].into_iter().find(|name| word.starts_with(name))?;
        let rest = &word[indicator.len()..];
        let (entry, form) = self.register.control(indicator)?;
        if rest.is_empty() {
            self.fault(Fault::new("missing-program", at.clone()));
        } else if !rest.starts_with('-') {
            return None;
        }
        if !self.marking.sap.is_empty() {
            let span = at.start..at.start + indicator.len() + usize::from(!rest.is_empty());
            self.fault(Fault::new("repeated-sar-indicator", span).suggest(""));
        } else {
            let form = if self.kind == crate::marking::MarkingKind::Portion { form } else { WrittenForm::Both };
            self.token(entry, at.start..at.start + indicator.len(), form);
        }
        if !rest.is_empty() {
            self.read_program(at.start + indicator.len() + 1..at.end);
        }
        Some(Category::Sap)
    }

    /// One program: its name, which may hold spaces, then compartments.
    pub(super) fn read_program(&mut self, at: Range<usize>) -> Category {
        let word = self.up(&at);
        if let Some(rest) = word.strip_prefix("SAR-") {
            self.fault(Fault::new("repeated-sar-indicator", at.start..at.start + 4).suggest(""));
            return self.read_program(at.end - rest.len()..at.end);
        }
        let (name, _) = word.split_once('-').unwrap_or((word, ""));
        let tree: Compartments = self.parts(&at).into_iter().skip(1).map(owned).collect();
        if let Some((last, _)) = self.marking.sap.last_key_value()
            && last.as_str() > name
        {
            self.fault(Fault::new("programs-out-of-order", at.clone()).fact("token", name));
        }
        self.marking.sap.entry(name.to_owned()).or_default().extend(tree);
        Category::Sap
    }
}

fn owned(part: Part<'_>) -> (String, BTreeSet<String>) {
    (part.name.to_owned(), part.subs.into_iter().map(str::to_owned).collect())
}
