//! Determines whether an edit would remove readable words.
//!
//! Records must not lose text to a linter. An edit may respell words, join the letters of one, or replace words; it
//! may not delete them unless the same words are right beside it. Markup does not count as text.

/// Whether `new` in the place of `old`, between `around`, leaves no word where there were some, and loses one.
pub(super) fn lost(old: &str, new: &str, around: [&str; 2]) -> bool {
    let (old, new) = (without_tags(old), without_tags(new));
    let stays = |word: &str| around.iter().any(|text| words(text).any(|beside| beside.eq_ignore_ascii_case(word)));
    words(&new).next().is_none() && !words(&old).all(stays)
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
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
            ("CONTROLLED INFORMATION", "CI"),
            ("<u>PREL</u>", "PREL"),
            ("</u>", ""),
            ("  ", ""),
            ("", "\n"),
            ("SAR-", ""),
        ] {
            assert!(!lost(old, new, ["SAR-ONE/", "TWO"]), "{old} to {new}");
        }
        for (old, new) in [("word", ""), ("NAME REDACTED", "[...]"), ("a < b > c", "-"), ("SAR", "")] {
            assert!(lost(old, new, ["one SARA", " two"]), "{old} to {new}");
        }
    }
}
