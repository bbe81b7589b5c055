//! Knows which words the pages show and hide, to judge what else in the file names somebody that they do not.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Letters that a word has at least, to be one of a name.
const SHORTEST: usize = 3;
/// Letters of a name that stands alone.
const ALONE: usize = 4;

/// Words of titles and properties that name nobody.
static PLAIN: LazyLock<HashSet<&str>> = LazyLock::new(|| {
    let lines = include_str!("../../../rules/registers/properties.txt").lines();
    lines.filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace).collect()
});

/// What the pages say.
pub(super) struct Known {
    seen: HashSet<String>,
    hidden: HashSet<String>,
    /// All letters and digits that are seen, without blanks.
    squeezed: String,
    /// Whether words were removed from the pages, or are hidden there.
    redacted: bool,
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphabetic()).filter(|word| word.chars().count() >= SHORTEST)
}

fn squeeze(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

impl Known {
    pub(super) fn new<'t>(seen: &str, hidden: impl Iterator<Item = &'t str>) -> Known {
        let lower = |word: &str| word.to_lowercase();
        let hidden: HashSet<String> = hidden.flat_map(words).map(lower).collect();
        let marks = ["█", "[REDACTED]", "[redacted]", "RELEASE IN PART", "RELEASED IN PART", "(b)(6)", "(b) (6)"];
        Known {
            redacted: !hidden.is_empty() || marks.iter().any(|mark| seen.contains(mark)),
            seen: words(seen).map(lower).collect(),
            hidden,
            squeezed: squeeze(seen),
        }
    }

    /// Whether the pages show this text, blanks aside.
    pub(super) fn shows(&self, text: &str) -> bool {
        self.squeezed.contains(&squeeze(text))
    }

    /// Whether this text has words that the pages hide and nowhere show.
    pub(super) fn repeats_hidden(&self, text: &str) -> bool {
        words(text).map(str::to_lowercase).any(|word| self.is_secret(&word))
    }

    /// How many words of a text the pages neither show nor hide.
    pub(super) fn new_words(&self, text: &str) -> usize {
        let new = |word: &&str| {
            let lower = word.to_lowercase();
            !self.seen.contains(&lower) && !self.hidden.contains(&lower)
        };
        words(text).filter(new).count()
    }

    fn is_secret(&self, word: &str) -> bool {
        self.hidden.contains(word) && !self.seen.contains(word) && !PLAIN.contains(word)
    }

    /// Whether words were removed from the pages.
    pub(super) fn is_redacted(&self) -> bool {
        self.redacted
    }

    /// Whether a title or a property names somebody or something that the pages do not show.
    pub(super) fn is_told_by(&self, text: &str) -> bool {
        if self.shows(text) {
            return false;
        }
        if self.repeats_hidden(text) {
            return true;
        }
        let mut run = 0;
        let mut longest = 0;
        for word in words(text) {
            let lower = word.to_lowercase();
            // An office or a program is no person.
            if PLAIN.contains(&*lower) && word.starts_with(char::is_uppercase) && is_office(&lower) {
                return false;
            }
            let name = word.starts_with(char::is_uppercase) && !self.seen.contains(&lower) && !PLAIN.contains(&*lower);
            run = if name { run + 1 } else { 0 };
            let alone = self.redacted && name && word.chars().count() >= ALONE;
            longest = longest.max(if alone { run.max(2) } else { run });
        }
        longest >= 2
    }
}

/// Whether a word says that a name is that of an office, a program or a device.
fn is_office(word: &str) -> bool {
    static OFFICES: LazyLock<HashSet<&str>> = LazyLock::new(|| {
        let lines = include_str!("../../../rules/registers/properties.txt").lines();
        let lines = lines.skip_while(|line| !line.starts_with("# Offices"));
        lines.filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace).collect()
    });
    OFFICES.contains(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_the_pages_do_not_show_are_told() {
        let known = Known::new("1. (C) He met ████ in Port Velm.\nHarbor talks\n", ["Ada Quill"].into_iter());
        for told in ["Interview with Ada Quill", "memo_quill_3.docx", "Tor Varden", "Varden"] {
            assert!(known.is_told_by(told), "{told}");
        }
        for plain in ["Harbor Talks", "HARBOR TALKS", "Table of Contents", "Bureau of Harbor Records", "(anonymous)"] {
            assert!(!known.is_told_by(plain), "{plain}");
        }
    }

    #[test]
    fn in_a_text_that_hides_nothing_a_single_word_is_no_name() {
        let known = Known::new("He met the minister in Port Velm.\n", std::iter::empty());
        assert!(!known.is_told_by("Ferries") && known.is_told_by("Ada Quill"));
    }
}
