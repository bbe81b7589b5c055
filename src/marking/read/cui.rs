//! Parses entries after `CUI`: categories and limited dissemination controls (32 CFR 2002.20; CUI Marking Handbook
//! 2016).

use std::ops::Range;

use super::Reader;
use crate::marking::fault::Fault;
use crate::marking::model::{Category, Cui, Owner};
use crate::marking::register::CuiKind;
use crate::marking::scope::MarkingKind;

impl Reader<'_> {
    /// The control word itself.
    pub(super) fn read_cui_word(&mut self, at: &Range<usize>) -> Option<Category> {
        let word = self.up(at);
        let right = match word {
            "CUI" => None,
            "CONTROLLED" => (self.kind == MarkingKind::Portion).then_some("controlled-in-cui-portion"),
            "C.U.I." | "CONTROLLED UNCLASSIFIED INFORMATION" | "CONTROLLED UNCLASSIFIED" => Some("wrong-cui-word"),
            _ => return None,
        };
        if let Some(rule) = right {
            self.fault(Fault::new(rule, at.clone()).fact("token", word).suggest("CUI"));
        }
        let behind_level =
            self.marking.cui.is_none() && self.tokens.iter().any(|token| token.category == Category::Level);
        if behind_level {
            self.note_cui_behind_level(word, at);
        }
        self.marking.cui.get_or_insert_with(Cui::default);
        self.note(Category::Cui, "CUI".to_owned(), 0, at.clone());
        Some(Category::Cui)
    }

    fn note_cui_behind_level(&mut self, word: &str, at: &Range<usize>) {
        if !self.marking.level.is_classified() {
            self.fault(Fault::new("unclassified-with-cui", at.clone()));
        } else if word == "CONTROLLED" {
            self.fault(Fault::new("controlled-in-classified-banner", at.clone()).suggest("CUI"));
        }
    }

    /// An entry of a field after `CUI`: a category or a limited dissemination control.
    pub(super) fn read_cui_entry(&mut self, at: Range<usize>, field: Option<Category>) -> Category {
        let word = self.up(&at);
        if let Some(abbreviation) = word.strip_prefix("SP-") {
            self.read_category(&at, abbreviation, true);
            return Category::CuiCategory;
        }
        if self.register.cui_category(word).is_some() {
            self.read_category(&at, word, false);
            return Category::CuiCategory;
        }
        if let Some((entry, form)) = self.register.control(word) {
            let entry_field = self.field_of(entry.category);
            if self.marking.owner == Owner::Cui {
                self.note_cui_control(&entry.name, &at);
            }
            if matches!(entry.category, Category::Dissemination | Category::NonIc) {
                self.keep(entry);
                self.token(entry, at, form);
                return entry_field;
            }
            return self.read_systems(&at, field).or_else(|| self.read_atomic(&at)).unwrap_or(entry_field);
        }
        if self.register.lists.cui_supplemental.iter().any(|listed| listed == word) {
            self.fault(Fault::new("supplemental-word-in-cui-banner", at).fact("token", word));
            return field.unwrap_or(Category::Unknown);
        }
        let near = self.register.nearest_category(word);
        let category = near.is_some() || (word.len() <= 6 && !word.contains(' '));
        let rule = if category { "unknown-cui-category" } else { "unknown-cui-control" };
        self.fault(Fault::new(rule, at.clone()).fact("token", word).guess());
        self.note(Category::Unknown, word.to_owned(), u16::MAX, at);
        field.unwrap_or(Category::CuiCategory)
    }

    fn read_category(&mut self, at: &Range<usize>, abbreviation: &str, specified: bool) {
        match self.register.cui_category(abbreviation).map(|category| category.kind) {
            None => {
                self.fault(Fault::new("unknown-cui-category", at.clone()).fact("token", abbreviation).guess());
            }
            Some(CuiKind::Basic) if specified => {
                self.fault(Fault::new("basic-cui-category-with-sp", at.clone()).suggest(abbreviation));
            }
            Some(CuiKind::Specified) if !specified => {
                let right = format!("SP-{abbreviation}");
                self.fault(Fault::new("specified-cui-category-without-sp", at.clone()).suggest(right));
            }
            Some(_) => {}
        }
        let cui = self.marking.cui.get_or_insert_with(Cui::default);
        if specified { &mut cui.specified } else { &mut cui.basic }.insert(abbreviation.to_owned());
        self.note(Category::CuiCategory, abbreviation.to_owned(), u16::from(!specified), at.clone());
    }

    /// A CUI marking may contain only registry controls, and no legacy ones.
    fn note_cui_control(&mut self, name: &str, at: &Range<usize>) {
        let word = self.up(at);
        let (lists, named) = (&self.register.lists, |listed: &String| listed == name);
        if lists.cui_legacy.iter().any(named) {
            self.fault(Fault::new("legacy-control-beside-cui", at.clone()).fact("token", word));
        } else if !lists.cui_registry.iter().any(named) {
            self.fault(Fault::new("unknown-cui-control", at.clone()).fact("token", word).guess());
        }
    }
}
