//! Guesses the words of CUI markings: the word at the head, and categories that are misspelled, broken or run together.

use super::Parts;
use super::likely::is_slip;
use super::unit::Unit;
use crate::marking::level::Level;
use crate::marking::model::Category;

impl Parts<'_> {
    /// Reads the word at the head. What is only near to it must have a category behind it.
    pub(super) fn cui_head(&mut self) -> Option<()> {
        let first = self.word(0)?;
        let broken = self.word(1).is_some_and(|second| [first, second].concat() == "CUI");
        let before_category = || match self.units[self.at + 1..] {
            [Unit::Slashes(_), Unit::Word(word), ..] => self.category_of(word).is_some(),
            _ => false,
        };
        let near = is_slip(first, "CUI", 1)
            || is_slip(first, "CONTROLLED", 2)
            || first.len() > 1 && is_slip(first, "CUI", 2) && before_category();
        if !near && !broken {
            return None;
        }
        self.at += if broken { 2 } else { 1 };
        self.cui = true;
        self.level = Some(Level::Unclassified);
        Some(())
    }

    /// Reads a category; they stand behind `CUI` alone.
    pub(super) fn category(&mut self) -> Option<()> {
        let word = self.word(0)?;
        if word == "CUI" {
            (self.at, self.cui) = (self.at + 1, true);
            return self.push(Category::Cui, "CUI".to_owned());
        }
        if !self.cui {
            return None;
        }
        if let Some(category) = self.category_of(word) {
            self.at += 1;
            return self.push(Category::CuiCategory, category);
        }
        if self.register.control(word).is_some() {
            return None;
        }
        if let Some(category) = self.word(1).and_then(|second| self.category_of(&[word, second].concat())) {
            self.at += 2;
            return self.push(Category::CuiCategory, category);
        }
        let split = |at: usize| Some((self.category_of(word.get(..at)?)?, self.category_of(word.get(at..)?)?));
        let mut found = (2..word.len().saturating_sub(1)).filter_map(split);
        let (one, other) = found.next().filter(|_| found.next().is_none())?;
        self.at += 1;
        self.push(Category::CuiCategory, one)?;
        self.push(Category::CuiCategory, other)
    }

    /// The category that is written so, but for a slip in `SP`.
    fn category_of(&self, word: &str) -> Option<String> {
        let known = |name: &str| self.register.cui_category(name).is_some();
        if known(word) {
            return Some(word.to_owned());
        }
        let (specified, name) = word.split_once('-')?;
        (known(name) && is_slip(specified, "SP", 2)).then(|| format!("SP-{name}"))
    }
}
