//! Whether an edit would take readable words away.
//!
//! Records must not lose text to a linter. An edit may respell words, join the letters of one, or put others in their
//! place; it may not leave fewer words with fewer letters. Markup is no text.

/// Whether `new` in the place of `old` holds fewer words and fewer letters and digits.
pub(super) fn lost(old: &str, new: &str) -> bool {
    let (old, new) = (Count::of(old), Count::of(new));
    new.words < old.words && new.letters < old.letters
}

struct Count {
    words: usize,
    letters: usize,
}

impl Count {
    fn of(text: &str) -> Count {
        let text = without_tags(text);
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let letters = text.chars().filter(|c| c.is_alphanumeric());
        Count { words: words.count(), letters: letters.count() }
    }
}

/// The longest tag that is taken for one; text between two lone angle brackets is longer.
const TAG: usize = 40;

/// `text` without what looks like tags of HTML.
fn without_tags(text: &str) -> String {
    let (mut kept, mut rest) = (String::new(), text);
    while let Some(at) = rest.find('<') {
        kept.push_str(&rest[..at]);
        let inside = rest[at + 1..].trim_start_matches('/');
        let tag = inside.starts_with(|c: char| c.is_ascii_alphabetic()).then(|| rest[at..].find('>')).flatten();
        match tag.filter(|end| *end <= TAG) {
            Some(end) => rest = &rest[at + end + 1..],
            None => {
                kept.push('<');
                rest = &rest[at + 1..];
            }
        }
    }
    kept + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_may_change_and_not_go() {
        for (old, new) in [
            ("STPDIS", "SIPDIS"),
            ("12/06/2035", "20351206"),
            ("UNCLAS SIFIED", "UNCLASSIFIED"),
            ("EMBASSSY", "EMBASSY"),
            ("<u>PREL</u>", "PREL"),
            ("  ", ""),
            ("", "\n"),
        ] {
            assert!(!lost(old, new), "{old} to {new}");
        }
        for (old, new) in [("word", ""), ("two words", "two"), ("NAME REDACTED", "[...]"), ("a < b > c", "a")] {
            assert!(lost(old, new), "{old} to {new}");
        }
    }
}
