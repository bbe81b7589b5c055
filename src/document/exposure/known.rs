//! Knows which words readers see and which are hidden, to judge what else in the file names somebody that they do not.

use std::collections::HashSet;
use std::sync::LazyLock;

use percent_encoding::percent_decode_str;

/// Letters that a word has at least, to be one of a name.
const SHORTEST: usize = 3;
/// Letters of a name that stands alone.
const ALONE: usize = 4;
/// Words of a name in the path of a link.
const LONGEST: usize = 4;

/// Words of titles and properties that name nobody.
static PLAIN: LazyLock<Words> = LazyLock::new(|| below("#"));
/// Words that say that a name is that of an office, a program or a device.
static OFFICES: LazyLock<Words> = LazyLock::new(|| below("# Offices"));
/// Steps of a path behind which people are listed.
static PEOPLE: LazyLock<Words> = LazyLock::new(|| below("# Steps"));

type Words = HashSet<&'static str>;

/// The words of the register from a heading on; those below the first are among them all.
fn below(heading: &str) -> Words {
    let lines = include_str!("../../../rules/registers/properties.txt").lines();
    let lines = lines.skip_while(|line| !line.starts_with(heading)).skip(1);
    let lines = lines.take_while(|line| heading == "#" || !line.starts_with('#'));
    lines.filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace).collect()
}

/// What the pages say.
pub(crate) struct KnownWords {
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

/// Words in lower case, each once.
fn lower<'t>(words: impl Iterator<Item = &'t str>) -> HashSet<String> {
    let (mut known, mut lower) = (HashSet::new(), String::new());
    for word in words {
        lower.clear();
        match word.is_ascii() {
            true => lower.extend(word.bytes().map(|byte| char::from(byte.to_ascii_lowercase()))),
            false => lower = word.to_lowercase(),
        }
        if !known.contains(&lower) {
            known.insert(lower.clone());
        }
    }
    known
}

fn squeeze(text: &str) -> String {
    let mut squeezed = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            'a'..='z' | '0'..='9' => squeezed.push(c),
            c if c.is_ascii() => squeezed.extend(c.is_ascii_alphabetic().then(|| c.to_ascii_lowercase())),
            c if c.is_alphanumeric() => squeezed.extend(c.to_lowercase()),
            _ => {}
        }
    }
    squeezed
}

impl KnownWords {
    pub(crate) fn new<'t>(seen: &str, hidden: impl Iterator<Item = &'t str>) -> KnownWords {
        let hidden = lower(hidden.flat_map(words));
        let marks = ["█", "[REDACTED]", "[redacted]", "RELEASE IN PART", "RELEASED IN PART", "(b)(6)", "(b) (6)"];
        KnownWords {
            redacted: !hidden.is_empty() || marks.iter().any(|mark| seen.contains(mark)),
            seen: lower(words(seen)),
            hidden,
            squeezed: squeeze(seen),
        }
    }

    /// Whether the pages show this text, blanks aside.
    pub(crate) fn shows(&self, text: &str) -> bool {
        self.squeezed.contains(&squeeze(text))
    }

    /// Whether this text has words that the pages hide and nowhere show.
    pub(crate) fn repeats_hidden(&self, text: &str) -> bool {
        words(text).map(str::to_lowercase).any(|word| self.is_secret(&word))
    }

    /// How many words of a text the pages neither show nor hide.
    pub(crate) fn new_words(&self, text: &str) -> usize {
        let new = |word: &&str| {
            let lower = word.to_lowercase();
            !self.seen.contains(&lower) && !self.hidden.contains(&lower)
        };
        words(text).filter(new).count()
    }

    fn is_secret(&self, word: &str) -> bool {
        self.hidden.contains(word) && !self.seen.contains(word) && !PLAIN.contains(word)
    }

    /// Whether a link names somebody: by an address that the pages do not show, by words that they hide, or, where words
    /// were removed, by a name in its path.
    pub(crate) fn is_told_by_link(&self, address: &str) -> bool {
        let bytes: Vec<u8> = percent_decode_str(address).collect();
        let address = String::from_utf8_lossy(&bytes);
        let mail = address.strip_prefix("mailto:").filter(|mail| self.redacted && !self.shows(mail));
        if mail.is_some() || self.repeats_hidden(&address) {
            return true;
        }
        let (site, path) = match address.split_once("://") {
            Some((_, rest)) => rest.split_once('/').unwrap_or((rest, "")),
            // A file, wherever it is.
            None => ("", &*address),
        };
        let mut before = "";
        let of_site = site.split('.').any(|label| PEOPLE.contains(label));
        path.split(['/', '\\', '?', '&', '=', '#', '~', '@', ':']).any(|step| {
            let of_people = PEOPLE.contains(&*std::mem::replace(&mut before, step).to_lowercase());
            // Who links to a person in a list of people means the person.
            (self.redacted || of_people || of_site) && self.is_name(step, of_people && self.redacted)
        })
    }

    /// Whether a step of a path is a name: a few words with capitals, or any where people are listed.
    fn is_name(&self, step: &str, of_people: bool) -> bool {
        let step = step.rsplit_once('.').filter(|(_, end)| PLAIN.contains(end)).map_or(step, |(step, _)| step);
        let words: Vec<&str> = step.split(['-', '_', '.', '+', ' ']).filter(|word| !word.is_empty()).collect();
        let new = |word: &&&str| {
            let lower = word.to_lowercase();
            word.chars().all(char::is_alphabetic)
                && word.chars().count() >= SHORTEST
                && !self.seen.contains(&lower)
                && !PLAIN.contains(&*lower)
        };
        let capital = |word: &&&str| word.starts_with(char::is_uppercase);
        let named = words.iter().filter(new).count();
        let capitals = words.iter().filter(new).filter(capital).count();
        let long = words.iter().filter(|word| word.chars().count() >= SHORTEST).count();
        let office = words.iter().any(|word| OFFICES.contains(&*word.to_lowercase()));
        !office && words.len() <= LONGEST && (capitals >= 2 && capitals == long || of_people && named > 0)
    }

    /// Whether words were removed from what readers see, or are hidden there.
    pub(crate) fn is_redacted(&self) -> bool {
        self.redacted
    }

    /// Whether a description of a picture says more than that it is one, and than readers see.
    pub(crate) fn is_told_by_picture(&self, text: &str) -> bool {
        let new = |word: String| !self.seen.contains(&word) && !PLAIN.contains(&*word);
        self.repeats_hidden(text) || words(text).any(|word| new(word.to_lowercase()))
    }

    /// Whether a title or a property names somebody or something that the pages do not show.
    pub(crate) fn is_told_by(&self, text: &str) -> bool {
        self.tells(text, self.redacted)
    }

    /// Whether what is called by this, such as a field or a layer, names somebody whom the pages do not show. One word is
    /// no name there.
    pub(crate) fn is_named_by(&self, text: &str) -> bool {
        self.tells(text, false)
    }

    fn tells(&self, text: &str, by_one_word: bool) -> bool {
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
            if PLAIN.contains(&*lower) && word.starts_with(char::is_uppercase) && OFFICES.contains(&*lower) {
                return false;
            }
            let name = word.starts_with(char::is_uppercase) && !self.seen.contains(&lower) && !PLAIN.contains(&*lower);
            run = if name { run + 1 } else { 0 };
            let alone = by_one_word && name && word.chars().count() >= ALONE;
            longest = longest.max(if alone { run.max(2) } else { run });
        }
        longest >= 2
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_the_pages_do_not_show_are_told() {
        let known = KnownWords::new("1. (C) He met ████ in Port Velm.\nHarbor talks\n", ["Ada Quill"].into_iter());
        for told in ["Interview with Ada Quill", "memo_quill_3.docx", "Tor Varden", "Varden"] {
            assert!(known.is_told_by(told), "{told}");
        }
        for plain in ["Harbor Talks", "HARBOR TALKS", "Table of Contents", "Bureau of Harbor Records", "(anonymous)"] {
            assert!(!known.is_told_by(plain), "{plain}");
        }
    }

    #[test]
    fn a_link_tells_by_the_end_of_its_path() {
        let known =
            KnownWords::new("RELEASED IN PART. The harbor office of Port Velm wrote to ████.", std::iter::empty());
        let site = "https://people.example.gov";
        for told in
            ["/Ada-Quill", "/staff/ada.quill", "/bios/tor_varden.html", "/find?name=Ada%20Quill", "/people/quill"]
        {
            assert!(known.is_told_by_link(&format!("{site}{told}")), "{told}");
        }
        for plain in
            ["", "/", "/Port-Velm", "/Annual-Report-2020.pdf", "/harbor/fees.html", "/people/", "/Bureau-of-Quays"]
        {
            assert!(!known.is_told_by_link(&format!("{site}{plain}")), "{plain}");
        }
        let file = |name: &str| known.is_told_by_link(name);
        assert!(file("drafts/Interview of Ada Quill.pdf") && file("C:\\Users\\aquill\\memo.docx"));
        assert!(!file("annex-a.pdf") && !file("drafts\\Schedule.pdf"));
        let draft = KnownWords::new("The harbor.", std::iter::empty());
        assert!(!draft.is_told_by_link("https://velm.example/Ada-Quill"));
        assert!(draft.is_told_by_link("https://people.velm.example/Ada-Quill"));
        assert!(draft.is_told_by_link("https://velm.example/people/Ada-Quill"));
        assert!(!draft.is_told_by_link("https://velm.example/staff/handbook"));
    }

    #[test]
    fn in_a_text_that_hides_nothing_a_single_word_is_no_name() {
        let known = KnownWords::new("He met the minister in Port Velm.\n", std::iter::empty());
        assert!(!known.is_told_by("Ferries") && known.is_told_by("Ada Quill"));
    }
}
