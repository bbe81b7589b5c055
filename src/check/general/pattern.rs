//! Defines the regular expressions in rule options.
//!
//! They are parsed when the pack loads, so that a mistake has its span, and compiled when first needed: compiling all
//! of them would take longer than linting a telegram.

use std::sync::OnceLock;

use regex::{Regex, RegexBuilder};
use regex_syntax::hir::{Class, Hir, HirKind};
use serde::{Deserialize, Deserializer};

use crate::scan::seek::rank;

/// A pattern in the syntax of the linear-time `regex` crate.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(transparent))]
pub(crate) struct Pattern {
    text: String,
    #[cfg_attr(feature = "schema", schemars(skip))]
    compiled: OnceLock<Regex>,
}

/// The heaviest pattern that is compiled late.
const LIGHT: u64 = 10_000;
/// Bytes that no light pattern needs: a range of characters becomes at most some 30 states of 40 bytes each.
const AMPLE: usize = 1 << 28;

impl Pattern {
    /// The compiled pattern.
    pub(crate) fn regex(&self) -> &Regex {
        self.compiled.get_or_init(|| {
            // Lines end alike whichever way they end.
            let compiled = RegexBuilder::new(&plain_bounds(&self.text)).crlf(true).size_limit(AMPLE).build();
            compiled.expect("a light pattern that was parsed compiles within an ample limit")
        })
    }
}

impl<'de> Deserialize<'de> for Pattern {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Pattern, D::Error> {
        // What the build packed was read by the tests.
        let packed = !deserializer.is_human_readable();
        let text = String::deserialize(deserializer)?;
        if packed {
            return Ok(Pattern { text, compiled: OnceLock::new() });
        }
        let parsed = regex_syntax::parse(&text).map_err(serde::de::Error::custom)?;
        if weight(&parsed) > LIGHT {
            // Only compiling shows whether a heavy pattern is too large.
            let compiled =
                RegexBuilder::new(&plain_bounds(&text)).crlf(true).build().map_err(serde::de::Error::custom)?;
            return Ok(Pattern { text, compiled: OnceLock::from(compiled) });
        }
        Ok(Pattern { text, compiled: OnceLock::new() })
    }
}

/// The pattern with every `\b` looking at ASCII letters only. A boundary of words in all scripts makes the engine leave its
/// automaton at the first letter beyond ASCII, and take ten times as long for the rest of the text.
fn plain_bounds(pattern: &str) -> String {
    let mut plain = String::with_capacity(pattern.len() + 16);
    let mut rest = pattern;
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        let escaped = escape[1..].chars().next().map_or(0, char::len_utf8);
        let (escape, behind) = escape.split_at(1 + escaped);
        plain.push_str(before);
        // What is in braces names another kind of boundary.
        match escape {
            "\\b" if !behind.starts_with('{') => plain.push_str(r"(?-u:\b)"),
            other => plain.push_str(other),
        }
        rest = behind;
    }
    plain + rest
}

/// Words without which a pattern cannot match, so that a text that has none of them need not be searched, nor the
/// pattern compiled. No words at all rule nothing out.
#[derive(Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub(crate) struct Keywords(Vec<String>);

impl Keywords {
    /// Whether one of the words is in `text`, in upper or lower case, or there are none to look for.
    pub(crate) fn stand_in(&self, text: &str) -> bool {
        self.0.is_empty() || self.0.iter().any(|word| contains(text.as_bytes(), word.as_bytes()))
    }

    /// The words, if each of them is long enough to be rare: shorter ones would take a pass over the text of their own.
    pub(crate) fn rare(&self) -> &[String] {
        if self.0.iter().all(|word| word.len() >= 4) { &self.0 } else { &[] }
    }
}

fn contains(text: &[u8], word: &[u8]) -> bool {
    let Some(rarest) = (0..word.len()).min_by_key(|&at| rank(word[at])) else { return true };
    let byte = word[rarest];
    let mut places = memchr::memchr2_iter(byte.to_ascii_lowercase(), byte.to_ascii_uppercase(), text);
    places.any(|at| {
        let found = at.checked_sub(rarest).and_then(|start| text.get(start..start + word.len()));
        found.is_some_and(|found| found.eq_ignore_ascii_case(word))
    })
}

/// How many bytes and ranges of characters a pattern matches one after the other, each counted as often as it may be
/// repeated by number. Bounds what compiling makes of it. The parser limits how deep patterns nest.
fn weight(pattern: &Hir) -> u64 {
    let inside = match pattern.kind() {
        HirKind::Empty | HirKind::Look(_) => 0,
        HirKind::Literal(literal) => literal.0.len() as u64,
        HirKind::Class(Class::Unicode(class)) => class.ranges().len() as u64,
        HirKind::Class(Class::Bytes(class)) => class.ranges().len() as u64,
        HirKind::Repetition(repetition) => {
            let times = u64::from(repetition.max.unwrap_or(repetition.min));
            weight(&repetition.sub).saturating_mul(times + 1)
        }
        HirKind::Capture(capture) => weight(&capture.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().map(weight).fold(0, u64::saturating_add),
    };
    inside.saturating_add(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weighed(pattern: &str) -> u64 {
        weight(&regex_syntax::parse(pattern).expect("a pattern"))
    }

    #[test]
    fn keywords_stand_in_a_text_in_any_case() {
        let keywords = Keywords(vec!["entire text".to_owned(), "x".to_owned()]);
        assert!(keywords.stand_in("1. (C) Entire Text."));
        assert!(!keywords.stand_in("1. (C) The entire"));
        assert!(Keywords::default().stand_in(""));
    }

    #[test]
    fn boundaries_look_at_ascii_letters() {
        assert_eq!(plain_bounds(r"\bA\\b\b{start}é\b"), r"(?-u:\b)A\\b\b{start}é(?-u:\b)");
    }

    #[test]
    fn what_is_repeated_weighs_as_often() {
        assert!(weighed(r"[0-9]{1,3}(ab){4}[A-Z]+") < 50);
        assert!(weighed("(a{100}){100}") > LIGHT);
    }

    #[test]
    fn no_repetition_hides_from_the_weight() {
        for pattern in [r"x{0}\w{200}{200}", "(?x) \\w{ #\n 200}{ #\n 200}", &format!("({}){{59}}", r"\pL".repeat(300))]
        {
            assert!(weighed(pattern) > LIGHT, "{pattern}");
        }
    }

    #[test]
    fn a_light_pattern_compiles() {
        // About as heavy as a light pattern can be, of the class with the most ranges.
        let pattern = r"\w".repeat(LIGHT as usize / weighed(r"\w") as usize - 1);
        assert!(weighed(&pattern) <= LIGHT);
        assert!(RegexBuilder::new(&pattern).size_limit(AMPLE).build().is_ok());
    }
}
