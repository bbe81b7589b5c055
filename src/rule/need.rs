//! Defines what a check needs in a document, so that documents without it skip the check.

use crate::document::Document;
use crate::document::marks::Marks;
use crate::scan::seek::Seeker;

/// What a document must contain for a check to fire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// Nothing: what is missing may be what is wrong.
    Nothing,
    /// This fault in one of its markings.
    Fault(&'static str),
    /// Text that readers do not see.
    Hidden,
    /// Something that looks like personal data.
    Personal,
    /// Withheld text, or anything that a releaser added.
    Release,
    /// Damage that was read through.
    Repair,
    /// Other documents of its set: no document alone has them.
    Set,
    /// A watch list.
    Watch,
}

impl Need {
    /// Whether `document` has it.
    pub(crate) fn is_met(self, document: &Document<'_>, marks: &Marks) -> bool {
        match self {
            Need::Nothing => true,
            Need::Fault(name) => marks.of(document).any(|found| found.fault.name == name),
            Need::Hidden => !document.hidden().is_empty(),
            Need::Personal => !document.personal().is_empty(),
            Need::Release => !document.redactions().is_empty(),
            Need::Set => false,
            Need::Repair => !document.repairs.is_empty(),
            Need::Watch => document.watch.is_some(),
        }
    }
}

/// Words to look for in one pass, in upper or lower case.
pub(crate) struct Words {
    words: Vec<String>,
    seeker: Seeker,
}

/// So many bytes are made lower-case letters at a time.
const WINDOW: usize = 1 << 15;

impl Words {
    /// Each of `words` once.
    pub(crate) fn new<'w>(words: impl Iterator<Item = &'w str>) -> Words {
        let mut words: Vec<String> = words.map(str::to_ascii_lowercase).collect();
        words.sort_unstable();
        words.dedup();
        let seeker = Seeker::new(&words);
        Words { words, seeker }
    }

    /// The number of `word`, if it is one of them.
    pub(crate) fn number(&self, word: &str) -> Option<usize> {
        self.words.binary_search(&word.to_ascii_lowercase()).ok()
    }

    /// Which of the words are in `text`, by number.
    pub(crate) fn standing_in(&self, text: &str) -> Vec<bool> {
        let mut stands = vec![false; self.words.len()];
        let longest = self.words.iter().map(String::len).max().unwrap_or(0);
        let mut small = Vec::with_capacity(text.len().min(WINDOW + longest));
        for start in (0..text.len()).step_by(WINDOW) {
            let window = start..text.len().min(start + WINDOW + longest);
            small.clear();
            small.extend_from_slice(&text.as_bytes()[window]);
            small.make_ascii_lowercase();
            self.seeker.each(&small, &mut |word, _| stands[word] = true);
        }
        stands
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn standing<'w>(words: &[&'w str], text: &str) -> Vec<&'w str> {
        let searched = Words::new(words.iter().copied());
        let stands = searched.standing_in(text);
        words.iter().copied().filter(|word| stands[searched.number(word).expect("a word")]).collect()
    }

    #[test]
    fn words_are_found_in_any_case_and_inside_each_other() {
        let words = ["cui", "circuit", "uit s", "Entire Text", "begin"];
        assert_eq!(standing(&words, "The CIRCUIT stays; (C) entire text."), words[..4]);
        assert_eq!(standing(&words, ""), [""; 0]);
    }

    #[test]
    fn a_word_across_two_windows_is_found() {
        for before in WINDOW - 6..WINDOW + 2 {
            let text = [&"x".repeat(before), "protect", &"x".repeat(WINDOW)].concat();
            assert_eq!(standing(&["protect"], &text), ["protect"]);
        }
    }
}
