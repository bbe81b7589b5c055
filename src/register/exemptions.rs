//! Looks up exemption codes: the laws under which release offices withhold text (`rules/registers/exemptions.toml`).
//!
//! Loaded at the first redaction: what a code means, what it requires, the statutes for exemption 3, and typical
//! scanning damage.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use jiff::civil::Date;
use regex::Regex;
use serde::Deserialize;

use super::telling::Telling;
use crate::marking::packed::unpack;
use crate::marking::scope::day;

/// The tables that a file of a user may hold. The others are forms, and words for which texts are searched before they are
/// read.
pub(super) const TABLES: [&str; 6] = ["exemption", "statute", "homemade", "placeholders", "telling", "offices"];

/// The codes of release offices, and the words that are beside or in place of them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExemptionRegister {
    exemption: Vec<Exemption>,
    /// The statutes that exemption 3 may name.
    pub statute: Vec<Statute>,
    /// The words that the CIA prints in place of what it removed.
    pub label: Vec<StandIn>,
    /// Categories that no law knows.
    pub homemade: Vec<Homemade>,
    /// The grounds of the JFK Act as forms abbreviate them.
    pub ground: Grounds,
    /// The forms of codes, in the order in which they are tried.
    pub form: Vec<CodeForm>,
    /// The forms of a review.
    pub review: Review,
    placeholders: Placeholders,
    joining: Joining,
    /// What marks say, and may say.
    pub telling: Telling,
    /// What people hold who are named by their office.
    pub offices: Offices,
}

/// The words of the titles of offices, in lower case.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Offices {
    /// Those whose holder a country identifies.
    pub titles: Vec<String>,
    /// Those before them, or part of their names.
    pub before: Vec<String>,
    /// Those among these that stand for an office by themselves.
    pub alone: Vec<String>,
}

/// One code.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Exemption {
    /// The key that it is read as: `b7C`, `1.4d`, `25X1`.
    pub code: Box<str>,
    /// The law it belongs to.
    pub system: System,
    /// As that law writes it.
    pub form: Box<str>,
    /// What it withholds.
    pub meaning: Box<str>,
    /// What must be beside it.
    pub needs: Option<Needs>,
    /// The first day on which a reviewer could write it.
    #[serde(default, deserialize_with = "day")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
    pub from: Option<Date>,
    /// The last day on which a reviewer could write it.
    #[serde(default, deserialize_with = "day")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
    pub until: Option<Date>,
    /// Where this was read.
    pub source: Box<str>,
}

/// The law that a code belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum System {
    /// The Freedom of Information Act.
    Foia,
    /// The Privacy Act.
    PrivacyAct,
    /// What an executive order lets be classified.
    Category,
    /// What an executive order lets stay classified after 25 years.
    Long,
    /// Another section of an executive order.
    Order,
    /// The JFK Act; its codes count on record sheets alone.
    Jfk,
    /// The Presidential Records Act; its codes count on withdrawal sheets alone.
    Presidential,
    /// The restrictions of the Nixon materials; they count on withdrawal sheets alone.
    Nixon,
    /// A statute that exemption 3 names.
    Statute,
}

/// How a code is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Notation {
    /// `B6`, as the State Department does.
    Capital,
    /// `b6`, as the FBI does.
    Small,
    /// `(b)(6)`, as the statute does.
    Bracketed,
    /// The section of an order, or a statute.
    Section,
    /// `Exemption 6`, as letters and logs do.
    Word,
}

/// Abbreviated grounds of the JFK Act, each with its section.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grounds {
    /// As they are printed.
    pub sound: BTreeMap<Box<str>, Box<str>>,
    /// As scanning has them.
    pub misread: BTreeMap<Box<str>, Box<str>>,
}

/// A form of codes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CodeForm {
    /// The law that codes of this form belong to.
    pub system: System,
    notation: Notation,
    begins: Box<str>,
    pattern: Box<str>,
    name: Box<str>,
    #[serde(skip)]
    compiled: OnceLock<Regex>,
}

impl CodeForm {
    /// The key of the code that `text` begins with, how it is written, and where it ends.
    pub fn read(&self, text: &str) -> Option<(String, Notation, usize)> {
        text.chars().next().filter(|first| self.begins.contains(*first))?;
        let compile = || Regex::new(&format!("^(?:{})", self.pattern)).expect("the tests compile it");
        let found = self.compiled.get_or_init(compile).captures(text)?;
        let mut name = String::new();
        found.expand(&self.name, &mut name);
        match self.system {
            System::Foia => name[1..].make_ascii_uppercase(),
            System::Order => name.make_ascii_lowercase(),
            _ => {}
        }
        let small = self.notation == Notation::Capital && text.starts_with('b');
        let end = found.get_match().end();
        let goes_on = text[end..].starts_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | '/' | '-'));
        let end = found.name("count").filter(|_| goes_on).map_or(end, |count| count.start());
        Some((name, if small { Notation::Small } else { self.notation }, end))
    }
}

/// What must be beside a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Needs {
    /// A category of an executive order.
    Category,
    /// The statute.
    Statute,
    /// The letter of a sub-paragraph.
    Letter,
}

/// A statute that exemption 3 may name.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Statute {
    /// Its short name.
    pub name: Box<str>,
    /// The ways in which it is written beside the code.
    pub forms: Vec<Box<str>>,
    /// What it is.
    pub meaning: Box<str>,
}

/// A word that replaces what was removed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StandIn {
    /// The word.
    pub name: Box<str>,
    /// What it says.
    pub meaning: Box<str>,
}

/// A category that no law knows.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Homemade {
    /// As it is written out.
    pub name: Box<str>,
    /// Its letters, where nothing else is called so.
    pub short: Option<Box<str>>,
    /// Its letters, where much else is: they count beside a category that is sure.
    pub doubtful: Option<Box<str>>,
    /// The exemption that it stood for.
    pub exemption: Box<str>,
}

/// The forms of a review.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Review {
    /// The decisions that they offer.
    pub offers: Vec<Box<str>>,
    /// Words in the heading above.
    pub headings: Vec<Box<str>>,
}

/// What anonymizing programs put in place of names.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct Placeholders {
    /// In any order, without the signs around them.
    names: Vec<Box<str>>,
}

/// A file of a user, whose rows are added.
#[derive(Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub(super) struct ExemptionsFile {
    exemption: Vec<Exemption>,
    statute: Vec<Statute>,
    homemade: Vec<Homemade>,
    placeholders: Placeholders,
    telling: Telling,
    offices: Offices,
}

/// The JSON Schema of a file of exemptions.
#[cfg(feature = "schema")]
pub(super) fn schema() -> schemars::Schema {
    schemars::schema_for!(ExemptionsFile)
}

/// Words between codes and before them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Joining {
    words: Vec<Box<str>>,
    laws: Vec<Box<str>>,
}

impl ExemptionRegister {
    pub(super) fn read(packed: &[u8]) -> ExemptionRegister {
        let mut register: ExemptionRegister = unpack(packed);
        register.sort();
        register
    }

    fn sort(&mut self) {
        self.exemption.sort_by(|a, b| a.code.cmp(&b.code));
    }

    /// Adds the rows of `own`.
    pub(super) fn add(&mut self, own: ExemptionsFile) {
        self.exemption.extend(own.exemption);
        self.sort();
        self.statute.extend(own.statute);
        self.homemade.extend(own.homemade);
        self.placeholders.names.extend(own.placeholders.names);
        self.telling.add(own.telling);
        let small = |words: Vec<String>| words.into_iter().map(|word| word.to_lowercase());
        self.offices.titles.extend(small(own.offices.titles));
        self.offices.before.extend(small(own.offices.before));
        self.offices.alone.extend(small(own.offices.alone));
    }

    /// Whether a row of that table is there already, under the name that the table finds it by.
    pub(super) fn has(&self, table: &str, name: &str) -> bool {
        match table {
            "exemption" => self.exemption(name).is_some(),
            "statute" => self.statute.iter().any(|statute| *statute.name == *name),
            _ => self.homemade.iter().any(|category| *category.name == *name),
        }
    }

    /// The code that is read as `code`.
    pub fn exemption(&self, code: &str) -> Option<&Exemption> {
        let found = self.exemption.binary_search_by(|exemption| (*exemption.code).cmp(code));
        found.ok().map(|index| &self.exemption[index])
    }

    /// The code that looks most like `code`.
    pub fn nearest(&self, code: &str) -> Option<&Exemption> {
        let distance = |exemption: &&Exemption| strsim::osa_distance(&exemption.code, code);
        self.exemption
            .iter()
            .filter(|exemption| exemption.code.as_bytes()[0] == code.as_bytes()[0])
            .min_by_key(distance)
    }

    /// The statute that `text` begins with, and how long its name there is.
    pub fn statute_at(&self, text: &str) -> Option<(&Statute, usize)> {
        let forms = self.statute.iter().flat_map(|statute| statute.forms.iter().map(move |form| (statute, form)));
        let ends = |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric());
        let here = forms.filter(|(_, form)| text.strip_prefix(&***form).is_some_and(ends));
        here.max_by_key(|(_, form)| form.len()).map(|(statute, form)| (statute, form.len()))
    }

    /// What stands in `text` behind a word that joins codes, or one that names the law before a code.
    pub fn joined<'t>(&self, text: &'t str) -> Option<&'t str> {
        let behind = |word: &str| {
            let start = text.get(..word.len()).filter(|start| start.eq_ignore_ascii_case(word))?;
            Some(&text[start.len()..])
        };
        let begins = |rest: &&str| match rest.trim_start_matches(' ').as_bytes() {
            [b'(', ..] => true,
            [b'b' | b'B' | b'P', next, ..] => next.is_ascii_digit() || b"(-".contains(next),
            _ => false,
        };
        let named = |rest: &&str| begins(rest) || self.joined(rest.trim_start_matches(' ')).is_some();
        let law = || self.joining.laws.iter().filter_map(|word| behind(word)).find(named);
        self.joining.words.iter().find_map(|word| behind(word)).or_else(law)
    }

    /// Whether `word` is what an anonymising program puts in place of a name.
    pub fn is_placeholder(&self, word: &str) -> bool {
        self.placeholders.names.iter().any(|name| **name == *word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn register() -> ExemptionRegister {
        ExemptionRegister::read(include_bytes!(concat!(env!("OUT_DIR"), "/rules/registers/exemptions.pack")))
    }

    #[test]
    fn no_code_stands_twice() {
        let codes: Vec<_> = register().exemption.into_iter().map(|exemption| exemption.code).collect();
        assert!(codes.windows(2).all(|pair| pair[0] < pair[1]), "{codes:?}");
    }

    #[test]
    fn the_longest_name_of_a_statute_is_read() {
        let register = register();
        let read = |text| register.statute_at(text).map(|(statute, len)| (&*statute.name, len));
        assert_eq!(read("CIA PERS/ORG"), Some(("CIA PERS/ORG", 12)));
        assert_eq!(read("CIA, B6"), Some(("CIA PERS/ORG", 3)));
        assert_eq!(read("CIAO"), None);
    }
}
