//! Looks up exemption codes: the laws under which release offices withhold text (`rules/registers/exemptions.toml`).
//!
//! Loaded at the first redaction: what a code means, what it requires, the statutes for exemption 3, and typical
//! scanning damage.

use std::collections::{BTreeMap, HashSet};
use std::sync::OnceLock;

use jiff::civil::Date;
use regex::Regex;
use serde::{Deserialize, Deserializer};

use crate::marking::packed::unpack;
use crate::marking::scope::day;

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
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
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
    pub from: Option<Date>,
    /// The last day on which a reviewer could write it.
    #[serde(default, deserialize_with = "day")]
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

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Placeholders {
    names: Vec<Box<str>>,
}

/// Words between codes and before them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Joining {
    words: Vec<Box<str>>,
    laws: Vec<Box<str>>,
}

/// Words around and in marks that may say what they hide.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Telling {
    elements: Vec<Box<str>>,
    commands: Vec<Box<str>>,
    labels: Vec<Box<str>>,
    senders: Vec<Box<str>>,
    withheld: Vec<Box<str>>,
    covered: Vec<Box<str>>,
    omitted: Vec<Box<str>>,
    #[serde(deserialize_with = "words")]
    reasons: HashSet<Box<str>>,
}

impl Telling {
    /// Whether an element of that name covers its text.
    pub fn is_element(&self, name: &str) -> bool {
        self.elements.iter().any(|known| known.eq_ignore_ascii_case(name))
    }

    /// Whether a command of that name covers what it is given.
    pub fn is_command(&self, name: &str) -> bool {
        self.commands.iter().any(|known| known.eq_ignore_ascii_case(name))
    }

    /// Whether `word` says that text was withheld, whatever signs stand around it.
    pub fn is_withheld(&self, word: &str) -> bool {
        let plain = word.trim_start_matches(['*', '_']).trim_end_matches([',', '.', ';', ':', '-', '*', '_']);
        // Slips are read in capitals alone, in which nothing else is so long.
        let capitals = plain.len() > 6 && plain.bytes().all(|byte| byte.is_ascii_uppercase());
        let slip = |known: &str| capitals && strsim::osa_distance(&known.to_ascii_uppercase(), plain) == 1;
        self.withheld.iter().any(|known| known.eq_ignore_ascii_case(plain) || slip(known))
    }

    /// Whether one of the words of `label` says that something was withheld.
    pub fn says_withheld(&self, label: &str) -> bool {
        label.split_whitespace().any(|word| self.is_withheld(word))
    }

    /// Whether `label` says that something was covered, which makes no mark of it where it stands alone.
    pub fn says_covered(&self, label: &str) -> bool {
        self.covered.iter().any(|known| ends(label, known))
    }

    /// How many words of names must stand behind `label`, if it says that something was left out: a name that it announces
    /// may be one word.
    pub fn says_omitted(&self, label: &str) -> Option<usize> {
        self.omitted.iter().any(|known| ends(label, known)).then(|| {
            let named = label.split_whitespace().next().is_some_and(|first| self.is_label(first));
            if named { 1 } else { 2 }
        })
    }

    /// Whether `label` announces a person.
    pub fn is_label(&self, label: &str) -> bool {
        let begins = |known: &str| label.get(..known.len()).is_some_and(|start| start.eq_ignore_ascii_case(known));
        let of = |known: &str| label.get(known.len()..).is_some_and(|rest| rest.is_empty() || rest.starts_with(" of "));
        self.labels.iter().any(|known| begins(known) && of(known))
    }

    /// Whether a bracket speaks of what the author, or a program for mail, left out.
    pub fn is_of_sender(&self, bracket: &str) -> bool {
        let bracket = bracket.to_ascii_lowercase();
        self.senders.iter().any(|word| bracket.contains(&**word))
    }

    /// Whether `word` is one by which a mark gives its reason, or an amount.
    pub fn is_reason(&self, word: &str) -> bool {
        self.reasons.contains(&*word.to_ascii_lowercase())
    }
}

/// Whether the last words of `label` are `words`.
fn ends(label: &str, words: &str) -> bool {
    let from = label.len().checked_sub(words.len());
    let same = from.and_then(|from| label.get(from..)).is_some_and(|end| end.eq_ignore_ascii_case(words));
    same && !from.is_some_and(|from| label[..from].ends_with(char::is_alphanumeric))
}

fn words<'de, D: Deserializer<'de>>(deserializer: D) -> Result<HashSet<Box<str>>, D::Error> {
    Ok(String::deserialize(deserializer)?.split_whitespace().map(Box::from).collect())
}

impl ExemptionRegister {
    pub(super) fn read(packed: &[u8]) -> ExemptionRegister {
        let mut register: ExemptionRegister = unpack(packed);
        register.exemption.sort_by(|a, b| a.code.cmp(&b.code));
        // Where one name begins another, the longer is looked for first.
        register.statute.iter_mut().for_each(|statute| statute.forms.sort_by_key(|form| std::cmp::Reverse(form.len())));
        register
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
