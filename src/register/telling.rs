//! Tells what a redaction mark says: the words that make one, and those by which it may give its reason.

use std::collections::HashSet;

use serde::{Deserialize, Deserializer};

/// Words around and in marks that may say what they hide.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Telling {
    elements: Vec<Box<str>>,
    commands: Vec<Box<str>>,
    painted: Vec<[Box<str>; 2]>,
    begins: Vec<Box<str>>,
    ends: Vec<Box<str>>,
    labels: Vec<Box<str>>,
    senders: Vec<Box<str>>,
    withheld: Vec<Box<str>>,
    covered: Vec<Box<str>>,
    omitted: Vec<Box<str>>,
    #[serde(deserialize_with = "words")]
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    reasons: HashSet<Box<str>>,
}

impl Telling {
    /// Adds the words of `own`.
    pub(super) fn add(&mut self, own: Telling) {
        self.elements.extend(own.elements);
        self.commands.extend(own.commands);
        self.painted.extend(own.painted);
        self.begins.extend(own.begins);
        self.ends.extend(own.ends);
        self.labels.extend(own.labels);
        self.senders.extend(own.senders.into_iter().map(|words| words.to_lowercase().into()));
        self.withheld.extend(own.withheld);
        self.covered.extend(own.covered);
        self.omitted.extend(own.omitted);
        self.reasons.extend(own.reasons);
    }

    /// Whether an element of that name covers its text.
    pub fn is_element(&self, name: &str) -> bool {
        self.elements.iter().any(|known| known.eq_ignore_ascii_case(name))
    }

    /// Whether a command of that name covers what it is given.
    pub fn is_command(&self, name: &str) -> bool {
        self.commands.iter().any(|known| known.eq_ignore_ascii_case(name))
    }

    /// Whether a command of that name covers what it is given in that color.
    pub fn is_painted(&self, name: &str, color: &str) -> bool {
        self.painted.iter().any(|[command, paint]| **command == *name && **paint == *color)
    }

    /// Whether a bracket of these words opens a mark that another one closes: `BEGIN REDACTION`.
    pub fn opens(&self, words: &str) -> bool {
        self.is_bound(words, &self.begins)
    }

    /// Whether a bracket of these words closes such a mark: `END REDACTION`, `REDACTED TEXT ENDS`.
    pub fn closes(&self, words: &str) -> bool {
        self.is_bound(words, &self.ends)
    }

    /// Whether `words` are one of `bounds` and words by which marks say that they are one.
    fn is_bound(&self, words: &str, bounds: &[Box<str>]) -> bool {
        let bound = |word: &str| bounds.iter().any(|known| known.eq_ignore_ascii_case(word));
        let mark = |word: &str| self.is_element(word) || self.is_withheld(word);
        let number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
        let mut words = words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.clone().any(bound)
            && words.clone().any(mark)
            && words.all(|word| bound(word) || mark(word) || number(word) || self.is_reason(word))
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
    Ok(String::deserialize(deserializer)?.split_whitespace().map(|word| word.to_lowercase().into()).collect())
}
