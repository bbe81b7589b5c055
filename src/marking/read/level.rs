//! Parses the level of a marking without leading slashes.

use std::ops::Range;

use super::Reader;
use super::lists::opens_list;
use crate::marking::fault::Fault;
use crate::marking::level::Level;
use crate::marking::model::{Category, Cui, Owner};
use crate::marking::register::{Register, RegisterEntry, WrittenForm};
use crate::marking::scope::MarkingKind;
use crate::marking::signs::{is_level_sign, joined};

/// Whether what is joined to the level of a banner is no part of its word: `NOFORN` in `SECRETNOFORN`, `SI-G` in
/// `TOP SECRETSI-G`.
pub(in crate::marking) fn begins_behind_level(rest: &str, register: &Register) -> bool {
    let entry = rest.split('/').next().unwrap_or_default();
    let system = entry.split(['-', ' ']).next().unwrap_or_default();
    let banner = |(_, form): (&RegisterEntry, WrittenForm)| matches!(form, WrittenForm::Both | WrittenForm::Banner);
    entry.len() > 1 && register.control(entry).is_some_and(banner)
        || register.system(system).is_some()
        || opens_list(entry)
}

impl Reader<'_> {
    /// Reads the first field of a marking without leading slashes.
    pub(super) fn read_us_level(&mut self, field: Range<usize>) -> bool {
        let word = joined(self.up(&field));
        if word.is_empty() {
            self.fault(Fault::new("missing-level", field));
            return false;
        }
        self.read_level_word(&word, field.clone())
            || self.read_cui_head(&field)
            || self.read_single_slash(&field)
            || self.read_hyphenated(&field)
            || self.read_level_like(&word, field.clone())
            || self.read_glued(&field)
            || self.read_doubled_level(&field)
            // `TON SECRET` is TOP SECRET before it is the secret of a country.
            || self.read_misspelled_level(&word, field.clone())
            || self.read_without_slashes(&field)
            || self.refuse_level(field)
    }

    /// A US or NATO level alone.
    fn read_level_word(&mut self, word: &str, field: Range<usize>) -> bool {
        let Some((entry, form)) = self.register.level_word(word) else { return false };
        let Some(level) = entry.rank else { return false };
        self.set_level(level, field.clone());
        if !entry.codes.is_empty() {
            self.marking.owner = Owner::Nato(entry.codes.clone());
            self.fault(Fault::new("missing-leading-slashes", field).guess());
            return true;
        }
        if level == Level::Restricted {
            self.fault(Fault::new("restricted-as-us-level", field));
            return true;
        }
        self.note_level_form(entry, form, field);
        true
    }

    pub(super) fn note_level_form(&mut self, entry: &RegisterEntry, form: WrittenForm, field: Range<usize>) {
        match (self.kind, form) {
            (MarkingKind::Banner, WrittenForm::Portion) => {
                let fault = Fault::new("abbreviated-level", field).fact("token", entry.name.as_str());
                self.fault(fault.suggest(entry.banner.as_str()));
            }
            (MarkingKind::Portion, WrittenForm::Banner | WrittenForm::Variant) => {
                let fault = Fault::new("banner-form-in-portion", field).fact("token", entry.banner.as_str());
                self.fault(fault.suggest(entry.name.as_str()));
            }
            _ => {}
        }
    }

    /// `CUI`, `CONTROLLED` or `CUI/SP-CTI`.
    fn read_cui_head(&mut self, field: &Range<usize>) -> bool {
        let first = self.split_entries(field.clone()).into_iter().next().unwrap_or(field.clone());
        if self.read_cui_word(&first).is_none() {
            return false;
        }
        self.marking.owner = Owner::Cui;
        self.marking.cui.get_or_insert_with(Cui::default);
        self.fields.push((Category::Cui, first.clone()));
        if let Some(gap) = self.text[first.end..field.end].find('/') {
            self.read_slashed_rest(first.end + gap, field.end, "wrong-cui-separator");
        }
        true
    }

    /// `C/NF`: State's form until about 2010, and a common slip.
    fn read_single_slash(&mut self, field: &Range<usize>) -> bool {
        let Some(at) = self.text[field.clone()].find('/') else { return false };
        let (level, slash) = (self.trim(field.start..field.start + at), field.start + at);
        let other = self.trim(slash + 1..field.end);
        let word = joined(self.up(&level));
        if self.read_both(&word, self.up(&other), field, self.up(field)) {
            return true;
        }
        if !self.read_level_word(&word, level.clone()) && !self.read_level_like(&word, level) {
            return false;
        }
        self.read_slashed_rest(slash, field.end, "single-slash-after-level");
        true
    }

    fn read_slashed_rest(&mut self, slash: usize, end: usize, rule: &'static str) {
        self.fault(Fault::new(rule, slash..slash + 1).fact("right", "//").guess());
        let rest = self.trim(slash + 1..end);
        if !rest.is_empty() {
            self.read_behind(rest);
        }
    }

    /// `C-NF`, `SECRET: NOFORN`: a sign between level and control that is no slash; `GBR-C`: between source and level.
    fn read_hyphenated(&mut self, field: &Range<usize>) -> bool {
        let word = self.up(field);
        let Some((at, sign)) = word.char_indices().find(|(_, c)| is_level_sign(*c)) else { return false };
        let level = self.trim(field.start..field.start + at);
        let behind = self.trim(level.end + (at - level.len()) + sign.len_utf8()..field.end);
        let (head, rest) = (self.up(&level), self.up(&behind));
        if let Some(rank) = Level::named(rest).filter(|_| sign == '-')
            && (head == "FGI" || self.register.place(head).is_some())
        {
            let right = format!("//{head} {rest}");
            self.fault(Fault::new("hyphenated-foreign-portion", field.clone()).suggest(right));
            self.set_level(rank, behind);
            self.read_sources(head, field.start);
            return true;
        }
        let first = rest.split('/').next().unwrap_or_default().trim_end();
        let known = self.register.control(first).is_some() || opens_list(first);
        if !known || Level::named(head).is_none() || !self.read_level_word(head, level.clone()) {
            return false;
        }
        let rule = if sign == '-' { "hyphen-after-level" } else { "missing-slashes-after-level" };
        self.fault(Fault::new(rule, level.end..behind.start).fact("right", "//").guess());
        self.read_behind(behind);
        true
    }

    /// `SNF`, `TSSI`, `SREL TO USA, GBR`, `SECRETNOFORN`: nothing between the level and the control.
    fn read_glued(&mut self, field: &Range<usize>) -> bool {
        let word = self.up(field);
        if self.register.control(word).is_some() {
            return false;
        }
        if self.kind == MarkingKind::Banner {
            let glued = |level: &Level| {
                word.strip_prefix(level.word()).is_some_and(|rest| begins_behind_level(rest, self.register))
            };
            let Some(level) = Level::ALL.into_iter().find(glued) else { return false };
            let end = field.start + level.word().len();
            self.set_level(level, field.start..end);
            self.fault(Fault::new("missing-slashes-after-level", field.clone()).fact("right", "//").guess());
            self.read_behind(end..field.end);
            return true;
        }
        let list = |rest: &str| opens_list(rest) && !rest.starts_with("FGI");
        let split = Level::ALL.into_iter().rev().filter(|level| *level != Level::Restricted).find_map(|level| {
            let rest = word.strip_prefix(level.portion())?;
            let run = if list(rest) { Some(vec![rest]) } else { self.register.run(rest) };
            Some((level, run.filter(|run| !run.is_empty())?))
        });
        let Some((level, run)) = split else { return false };
        let mut at = field.start + level.portion().len();
        self.set_level(level, field.start..at);
        self.fault(Fault::new("unknown-portion-mark", field.clone()).fact("token", word).guess());
        for control in run {
            self.read_field(at..at + control.len());
            at += control.len();
        }
        true
    }

    /// `(SBU)`: a control of unclassified text that stands for its level.
    fn read_level_like(&mut self, word: &str, field: Range<usize>) -> bool {
        let entry = self.register.control(word).map(|(entry, _)| entry);
        let Some(entry) = entry.filter(|entry| self.register.lists.level_like.contains(&entry.name)) else {
            return false;
        };
        self.set_level(Level::Unclassified, field.start..field.start);
        self.keep(entry);
        self.fault(Fault::new("control-in-place-of-level", field.clone()).fact("token", word));
        self.token(entry, field, WrittenForm::Both);
        true
    }

    /// `UNCLASSIFIED SECRET`: two levels in one field.
    fn read_doubled_level(&mut self, field: &Range<usize>) -> bool {
        let word = self.up(field);
        let split = word.match_indices(' ').map(|(at, _)| (&word[..at], &word[at + 1..]));
        split.take(4).any(|(first, second)| self.read_both(first, second, field, second))
    }

    /// Reads a field of two levels as the higher one.
    fn read_both(&mut self, first: &str, second: &str, field: &Range<usize>, said: &str) -> bool {
        let rank = |word: &str| self.register.level_word(word).and_then(|(entry, _)| entry.rank);
        let Some((one, two)) = rank(first).zip(rank(second)) else { return false };
        self.set_level(one.max(two), field.clone());
        self.fault(Fault::new("several-levels", field.clone()).fact("token", said));
        true
    }

    /// `GBR S`, `JOINT S GBR USA`, `SECRET NOFORN`: the double slash is missing.
    fn read_without_slashes(&mut self, field: &Range<usize>) -> bool {
        let word = self.up(field);
        let first = word.split(' ').next().unwrap_or_default();
        let owned = || self.register.place(first).is_some() && self.ends_in_level(word);
        if first == "JOINT" || owned() || self.national_level(word).is_some() {
            self.fault(Fault::new("missing-leading-slashes", field.clone()).guess());
            return self.read_foreign_level(field.clone());
        }
        // `TOP SECRET NOFORN`, `C O N F I D E N T I A L NOFORN`, `UNCLAS FOUO`.
        let ours =
            |at: &usize| self.register.level_word(&joined(&word[..*at])).is_some_and(|(it, _)| it.codes.is_empty());
        let Some(gap) = word.match_indices(' ').map(|(at, _)| at).find(ours) else { return false };
        let (level, rest) = (joined(&word[..gap]), &word[gap + 1..]);
        let behind = field.end - rest.len()..field.end;
        let known = |entry: &str| self.register.control(entry.trim()).is_some() || opens_list(entry.trim());
        if !rest.split('/').all(known) {
            return false;
        }
        let read = self.read_level_word(&level, field.start..field.start + gap);
        self.fault(
            Fault::new("missing-slashes-after-level", behind.start - 1..behind.start).fact("right", "//").guess(),
        );
        self.read_behind(self.trim(behind));
        read
    }

    fn ends_in_level(&self, word: &str) -> bool {
        word.rsplit(' ').next().is_some_and(|last| Level::named(last).is_some())
    }

    /// One letter wrong, or two in ten and more: also in the spaced form of telegrams.
    fn read_misspelled_level(&mut self, word: &str, field: Range<usize>) -> bool {
        // What was declassified, or is classified somehow, is not a spelling mistake.
        if word.len() < 5 || word.len() > 16 || matches!(word, "DECLASSIFIED" | "CLASSIFIED") {
            return false;
        }
        let reach = if word.len() >= 10 { 2 } else { 1 };
        let words = [Level::Unclassified, Level::Confidential, Level::Secret, Level::TopSecret];
        let near = words.into_iter().find(|level| {
            let plain = level.word();
            strsim::osa_distance(plain, word) <= reach || (plain.contains(' ') && plain.replace(' ', "") == word)
        });
        let Some(level) = near else { return false };
        self.set_level(level, field.clone());
        let right = if self.kind == MarkingKind::Banner { level.word() } else { level.portion() };
        self.fault(Fault::new("misspelled-level", field).fact("token", word).fact("right", right).guess());
        true
    }

    fn refuse_level(&mut self, field: Range<usize>) -> bool {
        let rule = match self.kind {
            MarkingKind::Banner => "unknown-level-word",
            MarkingKind::Portion => "unknown-portion-mark",
        };
        self.fault(Fault::new(rule, field.clone()).fact("token", self.up(&field)).guess());
        false
    }
}
