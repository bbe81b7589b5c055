//! A regular expression in a rule's options.
//!
//! It is parsed when the pack loads, so that a mistake has its span, and compiled when the first document needs it:
//! compiling all patterns would take longer than linting a telegram.

use std::sync::OnceLock;

use regex::{Regex, RegexBuilder};
use serde::{Deserialize, Deserializer};

/// A pattern in the syntax of the linear-time `regex` crate.
pub(super) struct Pattern {
    text: String,
    compiled: OnceLock<Regex>,
}

/// The longest pattern, in bytes, that is compiled late.
const SHORT: usize = 1000;
/// The most repetitions, all counts multiplied, of a pattern that is compiled late.
const FEW: u32 = 60;
/// More than a short pattern with few repetitions can need, in bytes, however large its classes are.
const AMPLE: usize = 1 << 28;

impl Pattern {
    /// The compiled pattern.
    pub(super) fn regex(&self) -> &Regex {
        self.compiled.get_or_init(|| {
            let compiled = RegexBuilder::new(&self.text).size_limit(AMPLE).build();
            compiled.expect("a short pattern that was parsed compiles within an ample limit")
        })
    }
}

impl<'de> Deserialize<'de> for Pattern {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Pattern, D::Error> {
        let text = String::deserialize(deserializer)?;
        if text.len() > SHORT || repetitions(&text) > FEW {
            // Only compiling tells whether a large pattern is too large.
            let compiled = Regex::new(&text).map_err(serde::de::Error::custom)?;
            return Ok(Pattern { text, compiled: OnceLock::from(compiled) });
        }
        regex_syntax::parse(&text).map_err(serde::de::Error::custom)?;
        Ok(Pattern { text, compiled: OnceLock::new() })
    }
}

/// Words without which a pattern cannot match, so that a text that has none of them need not be searched, nor the
/// pattern compiled. No words at all rule nothing out.
#[derive(Default, Deserialize)]
#[serde(transparent)]
pub(super) struct Keywords(Vec<String>);

impl Keywords {
    /// Whether one of the words stands in `text`, in capitals or small letters, or there are none to look for.
    pub(super) fn stand_in(&self, text: &str) -> bool {
        self.0.is_empty() || self.0.iter().any(|word| contains(text.as_bytes(), word.as_bytes()))
    }
}

fn contains(text: &[u8], word: &[u8]) -> bool {
    let Some(first) = word.first() else { return true };
    let starts = memchr::memchr2_iter(first.to_ascii_lowercase(), first.to_ascii_uppercase(), text);
    starts.into_iter().any(|at| text[at..].get(..word.len()).is_some_and(|found| found.eq_ignore_ascii_case(word)))
}

/// All repetition counts of a pattern multiplied, as if they were nested.
fn repetitions(pattern: &str) -> u32 {
    let counts = pattern.split('{').skip(1).filter_map(|rest| rest.split('}').next());
    let highest = counts.filter_map(|count| count.rsplit(',').find_map(|number| number.trim().parse::<u32>().ok()));
    highest.fold(1, u32::saturating_mul)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_stand_in_a_text_in_any_case() {
        let keywords = Keywords(vec!["entire text".to_owned(), "x".to_owned()]);
        assert!(keywords.stand_in("1. (C) Entire Text."));
        assert!(!keywords.stand_in("1. (C) The entire"));
        assert!(Keywords::default().stand_in(""));
    }

    #[test]
    fn repetitions_multiply() {
        assert_eq!(repetitions(r"\d{1,3}[A-Z]{4}x{2,}\p{Lu}"), 24);
    }
}
