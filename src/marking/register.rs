//! Looks up tokens, country codes and CUI categories, by any spelling, and the relations between tokens.
//!
//! Loaded from register files (`rules/registers/*.toml`, and the user's own). The only module here beside
//! `rule` that uses TOML. Loading reports every mistake with its span, and changes nothing if there is one.

mod load;
mod raw;

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer};

use super::code::{Code, Codes};
use super::level::{Level, Levels};
use super::likeness::distance;
use super::model::Category;
use super::packed::packed;
use super::scope::{Context, MarkingKind};
#[cfg(feature = "schema")]
pub use raw::register_schema;
pub use raw::{Companion, CompartmentNeed, Conflict, CuiCategory, Edition, Limit};

const BUILTIN: [&[u8]; 4] = [packed!("markings"), packed!("countries"), packed!("cui"), packed!("foreign")];

/// A mistake in a register file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisterError {
    /// What is wrong.
    pub message: String,
    /// The bytes of the file, where known.
    pub span: Range<usize>,
}

/// How a token was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WrittenForm {
    /// Right in both banner and portion.
    Both,
    /// The short form of a portion mark.
    Portion,
    /// The abbreviation or title of a banner.
    Banner,
    /// Read, never written: an old or foreign spelling.
    Variant,
}

/// One token of the register.
#[derive(Clone, Debug)]
pub struct RegisterEntry {
    /// The portion form, its name.
    pub name: String,
    /// The form a canonical banner shows.
    pub banner: String,
    /// Its field.
    pub category: Category,
    /// Its place in its field.
    pub order: u16,
    /// What it means, in words.
    pub meaning: String,
    /// The first day in the register.
    pub from: Option<Date>,
    /// The last day in the register.
    pub until: Option<Date>,
    /// What replaced it.
    pub instead: Option<String>,
    /// The token of the same category under which its text is kept today, for an old name of it.
    pub means: Option<String>,
    /// For a level word: the level.
    pub rank: Option<Level>,
    /// For a NATO level: the codes a US document shows after FGI.
    pub codes: Codes,
    /// For a control system: whether it needs a compartment.
    pub compartment: Option<CompartmentNeed>,
    /// For a control system: the shape of its compartments.
    pub shape: Option<Shape>,
    /// For a compartment: the shape of its sub-compartments.
    pub sub_shape: Option<Shape>,
    /// Whether only CUI has this control.
    pub cui_alone: bool,
    levels: Levels,
    editions: Vec<Edition>,
}

/// How many characters of which kind a compartment has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape {
    least: usize,
    most: usize,
    digits: bool,
}

/// How a CUI category is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum CuiKind {
    /// `CUI//XXX`.
    Basic,
    /// `CUI//SP-XXX`.
    Specified,
    /// Either, depending on the law it is held under.
    Both,
}

/// A country or organization.
#[derive(Clone, Debug)]
pub struct Place {
    /// The code.
    pub code: Code,
    /// Its name.
    pub name: String,
    /// The members, where they are public.
    pub members: Vec<Code>,
    /// The last day in the list.
    pub until: Option<Date>,
}

/// What people write for a code, and the code they mean.
#[derive(Clone, Debug)]
pub struct Alias {
    /// The code.
    pub code: String,
    /// Whether nothing else could be meant.
    pub certain: bool,
}

/// Everything that may be in a marking.
#[derive(Clone, Debug, Default)]
pub struct Register {
    entries: Vec<RegisterEntry>,
    controls: HashMap<String, (usize, WrittenForm)>,
    level_words: HashMap<String, (usize, WrittenForm)>,
    by_name: HashMap<Category, HashMap<String, usize>>,
    nato_levels: Vec<usize>,
    parts: HashMap<String, String>,
    owners: HashMap<String, String>,
    places: HashMap<String, Place>,
    aliases: HashMap<String, Alias>,
    categories: BTreeMap<String, CuiCategory>,
    national_words: HashMap<(String, String), Level>,
    /// Words that private firms and lawyers put after CONFIDENTIAL.
    private: Vec<String>,
    pub(super) lists: raw::Lists,
    spellings: Vec<String>,
    longest_spelling: usize,
    /// Pairs that may not meet.
    pub conflicts: Vec<Conflict>,
    /// Tokens that need others.
    pub companions: Vec<Companion>,
    /// Levels of compartments that have no row of their own.
    pub limits: Vec<Limit>,
}

impl Register {
    /// The built-in register, loaded on first use.
    pub fn builtin() -> &'static Register {
        static BUILTIN_REGISTER: LazyLock<Register> = LazyLock::new(|| load::builtin(&BUILTIN));
        &BUILTIN_REGISTER
    }

    /// Adds the rows of a register file: another government's markings, an organization's codewords. A row may not
    /// redefine a token; the register is unchanged if there is any mistake.
    pub fn extend<'de>(
        &mut self,
        file: impl Deserializer<'de, Error = toml::de::Error>,
    ) -> Result<(), Vec<RegisterError>> {
        load::extend(self, file)
    }

    /// The control spelled so, in capitals, and the form of that spelling.
    pub fn control(&self, spelling: &str) -> Option<(&RegisterEntry, WrittenForm)> {
        self.controls.get(spelling).map(|(index, form)| (&self.entries[*index], *form))
    }

    /// The controls that stand in `word` with nothing between them, each in its portion form: `NFOC`.
    pub(super) fn run<'w>(&self, word: &'w str) -> Option<Vec<&'w str>> {
        if word.is_empty() || word.len() > 12 {
            return word.is_empty().then(Vec::new);
        }
        (2..=word.len()).rev().find_map(|at| {
            let (first, rest) = word.split_at_checked(at)?;
            let known = self.control(first).is_some_and(|(entry, _)| entry.name == first);
            let mut run = self.run(rest).filter(|_| known)?;
            run.insert(0, first);
            Some(run)
        })
    }

    /// The control systems with a compartment of that name.
    pub(super) fn systems_with(&self, compartment: &str) -> impl Iterator<Item = &str> {
        let names = self.entries.iter().filter(|entry| entry.category == Category::Sci).map(|entry| &*entry.name);
        names.filter(move |name| name.rsplit_once('-').is_some_and(|(_, last)| last == compartment))
    }

    /// The spellings of all level words that stand behind leading slashes.
    pub(super) fn foreign_levels(&self) -> impl Iterator<Item = &str> {
        let foreign = self.level_words.iter().filter(|(_, (index, _))| !self.entries[*index].codes.is_empty());
        foreign.map(|(spelling, _)| spelling.as_str())
    }

    /// The level word spelled so, US or NATO, in capitals.
    pub fn level_word(&self, spelling: &str) -> Option<(&RegisterEntry, WrittenForm)> {
        self.level_words.get(spelling).map(|(index, form)| (&self.entries[*index], *form))
    }

    /// The token of that category and name.
    pub fn entry(&self, category: Category, name: &str) -> Option<&RegisterEntry> {
        self.by_name.get(&category)?.get(name).map(|index| &self.entries[*index])
    }

    /// How a kind of marking writes the control of that category and name; what no register knows as it is.
    pub fn form<'n>(&'n self, category: Category, name: &'n str, kind: MarkingKind) -> &'n str {
        match self.entry(category, name) {
            Some(entry) if kind == MarkingKind::Banner => &entry.banner,
            _ => name,
        }
    }

    /// The control system spelled so, in capitals, and the form of that spelling.
    pub fn system(&self, spelling: &str) -> Option<(&RegisterEntry, WrittenForm)> {
        self.control(spelling).filter(|(entry, _)| entry.category == Category::Sci)
    }

    /// The NATO level whose document shows these codes.
    pub fn nato_level(&self, codes: &Codes, level: Level) -> Option<&RegisterEntry> {
        self.nato_levels
            .iter()
            .map(|index| &self.entries[*index])
            .find(|entry| entry.rank == Some(level) && entry.codes == *codes)
    }

    /// The short name of a system or compartment given by its title: GAMMA is G, TALENT KEYHOLE is TK.
    pub fn compartment<'a>(&'a self, written: &'a str) -> &'a str {
        self.parts.get(written).map_or(written, String::as_str)
    }

    /// The control system to which a compartment, given alone, belongs: G is of SI.
    pub fn owner_of(&self, compartment: &str) -> Option<&str> {
        self.owners.get(compartment).map(String::as_str)
    }

    /// The country or organization of that code.
    pub fn place(&self, code: &str) -> Option<&Place> {
        self.places.get(code)
    }

    /// What this code usually means.
    pub fn alias(&self, code: &str) -> Option<&Alias> {
        self.aliases.get(code)
    }

    /// The code as a value; unknown codes of other than three letters count as organizations.
    pub fn code(&self, text: &str) -> Code {
        self.places.get(text).map_or_else(|| Code::new(text, text.len() != 3), |place| place.code.clone())
    }

    /// The CUI category of that abbreviation.
    pub fn cui_category(&self, abbreviation: &str) -> Option<&CuiCategory> {
        self.categories.get(abbreviation)
    }

    /// Whether what follows CONFIDENTIAL is the word of a firm or a lawyer and no control: `PROPRIETARY`.
    pub fn is_private(&self, controls: &str) -> bool {
        let known = |word: &str| self.private.iter().any(|private| private == word.trim());
        controls.split(['/', ',']).all(known)
    }

    /// The level a country's own word stands for.
    pub fn national_word(&self, country: &str, word: &str) -> Option<Level> {
        self.national_words.get(&(country.to_owned(), word.to_owned())).copied()
    }

    /// Every spelling of every control, in alphabetical order.
    pub(super) fn controls(&self) -> impl Iterator<Item = (&str, &RegisterEntry)> {
        let mut controls: Vec<_> = self.controls.iter().collect();
        controls.sort_unstable_by_key(|(spelling, _)| *spelling);
        controls.into_iter().map(|(spelling, (index, _))| (spelling.as_str(), &self.entries[*index]))
    }

    /// Every code of a country or organization.
    pub(super) fn codes(&self) -> impl Iterator<Item = &str> {
        self.places.keys().map(String::as_str)
    }

    /// The compartments of a control system that the register names.
    pub(super) fn compartments(&self, system: &str) -> impl Iterator<Item = &str> {
        let names = self.entries.iter().filter(|entry| entry.category == Category::Sci);
        names.filter_map(move |entry| entry.name.strip_prefix(system)?.strip_prefix('-'))
    }

    /// Every CUI category.
    pub(super) fn categories(&self) -> impl Iterator<Item = &str> {
        self.categories.keys().map(String::as_str)
    }

    /// The registered spelling nearest to a misspelled control: one letter away, or two for ten letters and more.
    pub fn nearest(&self, written: &str) -> Option<&str> {
        if written.len() < 4 || written.len() > self.longest_spelling + 2 {
            return None;
        }
        let reach = if written.len() >= 10 { 2 } else { 1 };
        let close = |known: &&String| known.len().abs_diff(written.len()) <= reach && known.len() >= 4;
        let distances = self.spellings.iter().filter(close).filter_map(|known| {
            // Letters that scanners confuse cost half a change; two that change places cost a whole one.
            let typed = 2 * strsim::osa_distance(known, written) as u32;
            let scanned = distance(written, known, 2 * reach as u32).unwrap_or(u32::MAX);
            Some((typed.min(scanned), known)).filter(|(distance, _)| *distance <= 2 * reach as u32)
        });
        let nearest = distances.min().map(|(_, known)| known.as_str());
        nearest.or_else(|| self.spellings.iter().map(String::as_str).find(|known| differ_in_one_word(known, written)))
    }

    /// The compartment of `system` nearest to one that is in no register: one letter away, or two that changed places.
    pub fn nearest_compartment(&self, system: &str, written: &str) -> Option<&str> {
        let names = self.owners.iter().filter(|(name, owner)| *owner == system && name.len() > 3);
        one_slip_away(written, names.map(|(name, _)| name.as_str()))
    }

    /// The CUI category nearest to a misspelled one.
    pub fn nearest_category(&self, written: &str) -> Option<&str> {
        one_slip_away(written, self.categories().filter(|name| name.len() > 2))
    }
}

/// The first of the names that one change of a letter, or of the places of two, makes of what is written.
fn one_slip_away<'n>(written: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let near = names.filter(|name| name.len().abs_diff(written.len()) <= 1);
    near.filter(|name| strsim::osa_distance(name, written) == 1).min()
}

/// Whether two titles of at least three words have all but one word in common: `FOR 0FFTCTAL USE ONLY`.
fn differ_in_one_word(known: &str, written: &str) -> bool {
    if !(written.contains(' ') && known.contains(' ')) {
        return false;
    }
    let (known, written): (Vec<&str>, Vec<&str>) = (known.split(' ').collect(), written.split(' ').collect());
    let different = known.iter().zip(&written).filter(|(one, other)| one != other).count();
    known.len() >= 3 && known.len() == written.len() && different == 1
}

impl RegisterEntry {
    /// How a kind of marking writes it.
    pub fn form(&self, kind: MarkingKind) -> &str {
        if kind == MarkingKind::Banner { &self.banner } else { &self.name }
    }

    /// The levels the token may be used with, by the edition in force.
    pub fn levels(&self, context: Context) -> Levels {
        let edition = self.editions.iter().rev().find(|edition| edition.holds(context));
        edition.and_then(|edition| edition.levels).unwrap_or(self.levels)
    }

    /// Whether the token had left the register on that day.
    pub fn is_retired(&self, context: Context) -> bool {
        let kept = self.editions.iter().any(|edition| edition.levels.is_none() && edition.holds(context));
        self.until.is_some_and(|until| until < context.date) && !kept
    }

    /// Whether the token had not yet entered the register on that day.
    pub fn is_early(&self, context: Context) -> bool {
        self.from.is_some_and(|from| context.date < from)
    }
}

impl Shape {
    /// Whether a name has that shape.
    pub fn fits(self, name: &str) -> bool {
        let right = |byte: u8| byte.is_ascii_uppercase() || (self.digits && byte.is_ascii_digit());
        (self.least..=self.most).contains(&name.len()) && name.bytes().all(right)
    }
}

#[cfg(test)]
mod tests;
