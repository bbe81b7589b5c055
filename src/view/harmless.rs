//! Knows what may be hidden without harm: placeholders, stamps of filing, markings, dates.

use std::sync::LazyLock;

use regex::{Regex, RegexBuilder};

static HARMLESS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let lines = include_str!("../../rules/registers/covered.txt").lines();
    let forms: Vec<String> = lines.filter(|line| !line.starts_with('#')).map(|line| format!("(?:{line})")).collect();
    RegexBuilder::new(&format!("^(?:{})$", forms.join("|"))).case_insensitive(true).build().ok()
});

/// Letters of a text that may be harmless at most.
const LONGEST: usize = 400;

/// Whether a text says nothing to who finds it.
pub(super) fn is_harmless(text: &str) -> bool {
    let mut letters = text.chars().filter(|c| c.is_alphanumeric());
    let first = letters.next();
    // A single sign, however often.
    if letters.all(|letter| Some(letter) == first) || text.contains(char::REPLACEMENT_CHARACTER) {
        return true;
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let text = words.join(" ");
    text.len() <= LONGEST
        && HARMLESS.as_ref().is_some_and(|harmless| harmless.is_match(text.trim_matches(['[', ']', '.', ','])))
}

#[cfg(test)]
mod tests {
    use super::is_harmless;

    #[test]
    fn placeholders_stamps_and_dates_are_harmless() {
        let harmless = [
            "XXXXX XXXX",
            "03/23/",
            "1/1/2022",
            "[REDACTED]",
            "SECRET//NOFORN",
            "____ District of ____",
            "Case 2:20-cv-00123 Document 5 Filed 03/01/21 Page 1 of 3",
            "(b)(6)",
        ];
        for text in harmless {
            assert!(is_harmless(text), "{text}");
        }
        for text in ["34", "Ada Quill", "asdf 1/1/2022", "secret source Quill", "123-45-6789"] {
            assert!(!is_harmless(text), "{text}");
        }
    }
}
