//! Finds exemption codes and markings written with letters of other scripts.
//!
//! A search for B1 does not find `В1` with a Cyrillic letter, nor one for a redaction `ΧΧΧΧ` in Greek. Unicode defines
//! which letters look alike (UTS 39). Lines written in the other script are ignored.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;
use unicode_script::{Script, UnicodeScript};

use super::{Hidden, HiddenKind};
use crate::source::Span;
use crate::source::visible::alike;

/// What evades its search when a letter of it is replaced.
static CODE: LazyLock<Regex> = LazyLock::new(|| {
    let code = r"^(?:\(?[Bb]\)?\(?[1-9]\)?(?:\([A-Fa-f]\))?|1\.4\(?[A-Ha-h]\)?|(?:25|50)X[1-9]|X{3,}|\((?:U|C|S|TS|SBU)(?:(?://?[A-Z/ ]+)?\)|//[A-Z0-9/-]+\)?)|SECRET|CONFIDENTIAL|UNCLASSIFIED|NOFORN|NODIS|EXDIS|STADIS|ORCON|REDACTED|DELETED|SBU|FOUO)$";
    Regex::new(code).expect("a valid pattern")
});

/// A country of a list that was opened before it.
static LISTED: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^[A-Z]{3,4}\)?$").expect("a valid pattern"));

pub(crate) fn read(text: &str, span: Span, found: &mut Vec<Hidden>) {
    let inside = &text[span.range()];
    for line in inside.split(['\n', '\r']).filter(|line| !line.is_ascii()) {
        let offset = span.start as usize + (line.as_ptr() as usize - inside.as_ptr() as usize);
        let foreign = OnceCell::new();
        for word in line.split_whitespace().filter(|word| word.len() <= 48 && !word.is_ascii()) {
            let word = word.trim_matches(['.', ',', ';', ':', '"', '\'', '[', ']']);
            let Some(plain) = plain(word) else { continue };
            let at = word.as_ptr() as usize - line.as_ptr() as usize;
            let listed = || line[..at].contains("REL TO ") && LISTED.is_match(&plain);
            let code = CODE.is_match(&plain) || listed();
            if code && !is_written_in(foreign.get_or_init(|| foreign_words(line)), word) {
                let start = offset + at;
                let span = Span::new(start as u32, (start + word.len()) as u32);
                found.push(Hidden {
                    kind: HiddenKind::LookAlike,
                    span,
                    decoded: Some(plain),
                    covered: None,
                    estimated: false,
                });
            }
        }
    }
}

pub(in crate::document) fn plain(word: &str) -> Option<String> {
    word.chars().map(alike).collect()
}

/// The words of `line` that no Latin letters look like, by the scripts of their letters.
fn foreign_words(line: &str) -> HashMap<Script, Vec<&str>> {
    let mut words: HashMap<Script, Vec<&str>> = HashMap::new();
    for word in line.split_whitespace().filter(|word| !word.is_ascii() && plain(word).is_none()) {
        for script in word.chars().filter(|c| c.is_alphabetic()).map(|c| c.script()) {
            let of = words.entry(script).or_default();
            if of.last().is_none_or(|last| last.as_ptr() != word.as_ptr()) {
                of.push(word);
            }
        }
    }
    words
}

/// Whether one of the `foreign` words of its line is written in a script of which `word` has a letter.
fn is_written_in(foreign: &HashMap<Script, Vec<&str>>, word: &str) -> bool {
    let mut scripts = word.chars().filter(|c| !c.is_ascii()).map(|c| c.script());
    scripts.any(|script| foreign.get(&script).is_some_and(|words| words.iter().any(|other| !other.contains(word))))
}

#[cfg(test)]
mod tests {
    use crate::document::exposure::hidden::HiddenKind::LookAlike;
    use crate::document::exposure::hidden::tests::of;

    #[test]
    fn codes_in_letters_of_another_script_are_found() {
        assert_eq!(of(LookAlike, "withheld under В1, 1.4(В)"), ["B1", "1.4(B)"]);
        assert_eq!(of(LookAlike, "met [RЕDACTED] there"), ["REDACTED"]);
        assert_eq!(of(LookAlike, "met ΧΧΧΧ on Monday; SECRЕT"), ["XXXX", "SECRET"]);
        assert_eq!(of(LookAlike, "1. (С) The minister"), ["(C)"]);
        assert_eq!(of(LookAlike, "(Ѕ//SI/TK//REL TO UЅA, GBR) The minister"), ["(S//SI/TK//REL", "USA"]);
    }

    #[test]
    fn foreign_words_are_left_alone() {
        for text in
            ["схема В1 показана", "naïve café", "Ангола и Москва", "А. В. Иванов", "μ-ray of 5 µm", "the UЅA and"]
        {
            assert!(of(LookAlike, text).is_empty(), "{text}");
        }
    }
}
