//! A list of names that must not be released in, the places of a text where they stand out.
//!
//! The list is somebody's secret: nothing here can print it, and what is wrong with it is told by line numbers. Names are
//! given plainly, or as salted hashes for lists that are kept beside the documents. What is found of `Jane Q. Fictive`:
//!
//! | in the text | how sure |
//! | --- | --- |
//! | `Jane Fictive`, `JANE Q. FICTIVE`, `Fictive, Jane`, `Jáne` | it is the name |
//! | `Jane Fic-` at the end of a line and `tive` on the next | it is the name |
//! | `J. Fictive`, `J. Q. Fictive` | doubtful |
//! | `Fic<b>tive</b>, Jane`, `J A N E F I C T I V E`, `Mueller` for `Müller` | it is the name |
//! | `JaneFictive`, `janefictive@` | it is the name |
//! | `Jane F1ctive`, as scanners read it; `janefictive`; `jfictive@`, `j.fictive@` | doubtful |
//! | `Jane "Jay" Fictive`, `Jane (Fictive)`, cells of a table | doubtful |
//! | with letters of other scripts, or characters that nobody sees | disguised |
//! | as `&#74;ane`, `%4Aane`, `J=61ne`, or in base 64 | encoded |
//! | `jane_fictive`, `JaneFictive2`, `fictivejane` in the name of a file | it is the name |
//!
//! A surname alone is another name, which the list must have on a line of its own; where the whole name stands in a
//! document, its words are masked in all that is said of that document. What a sighting means is a rule's business.
//!
//! A clean text is gone through once, however many plain names there are. Hashes cost more: every run of up to six words
//! is hashed with every salt.

mod encoded;
mod hashes;
mod names;
mod nearby;
mod reading;
mod word;

use std::fmt;

use crate::source::Span;
use hashes::Hashes;
use names::Names;
use reading::readings;
use word::Word;

/// How a watched name stands in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Writing {
    /// For everybody to read.
    Plain,
    /// With letters of another script, or with characters that nobody sees.
    Disguised,
    /// As character references, in percent signs, or in base 64.
    Encoded,
}

/// A place where a watched name stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sighting {
    /// The place.
    pub span: Span,
    /// How it stands there.
    pub writing: Writing,
    /// Whether it was read through damage, or is no more than initials and a surname.
    pub doubtful: bool,
}

/// Names that must not be released.
#[derive(Default)]
pub struct WatchList {
    names: Names,
    hashes: Hashes,
}

/// What is wrong with a list. Never quotes it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}the list {what}", line.map_or_else(String::new, |line| format!("line {line} of ")))]
pub struct ListMistake {
    /// The line, from 1; `None` if it is all of them.
    pub line: Option<usize>,
    /// What is wrong with it.
    pub what: &'static str,
}

/// Shows how many names there are, and none of them.
impl fmt::Debug for WatchList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WatchList({} names, {} hashes)", self.names.len(), self.hashes.len())
    }
}

impl WatchList {
    /// Reads a list: a name on each line, `sha256:` and the hash of one, or `salt:` and what was hashed before the names
    /// that follow. Empty lines and lines that begin with `#` are left out.
    ///
    /// The hash is that of the salt, a colon, and the name in small letters without diacritics, its words a blank apart.
    ///
    /// # Errors
    ///
    /// Everything that is wrong, by line.
    pub fn read(text: &str) -> Result<WatchList, Vec<ListMistake>> {
        let (mut list, mut mistakes) = (WatchList::default(), Vec::new());
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        for (index, line) in text.lines().enumerate() {
            let line = line.trim();
            let added = match line {
                "" => Ok(()),
                _ if line.starts_with('#') => Ok(()),
                _ if line.starts_with("salt:") => list.hashes.salt(line["salt:".len()..].trim()),
                _ if line.starts_with("sha256:") => list.hashes.add(line["sha256:".len()..].trim()),
                _ => list.names.add(line),
            };
            mistakes.extend(added.err().map(|what| ListMistake { line: Some(index + 1), what }));
        }
        // A list that protects nobody must not look like one that does.
        if mistakes.is_empty() && list.names.len() + list.hashes.len() == 0 {
            mistakes.push(ListMistake { line: None, what: "has no name" });
        }
        if mistakes.is_empty() { Ok(list) } else { Err(mistakes) }
    }

    /// Where names of the list stand in `span` of `text`, in order and apart from each other.
    pub fn sightings(&self, text: &str, span: Span) -> Vec<Sighting> {
        self.look(text, span, Place::Text)
    }

    fn look(&self, text: &str, span: Span, place_of_text: Place) -> Vec<Sighting> {
        let mut found = self.readable(text, span, place_of_text);
        for copy in encoded::copies(text, span) {
            for inside in self.readable(&copy.text, Span::new(0, copy.text.len() as u32), place_of_text) {
                let place = copy.origin(inside.span);
                // What is not encoded around it was found already.
                if text[place.range()] != copy.text[inside.span.range()] {
                    found.push(Sighting { span: place, writing: Writing::Encoded, ..inside });
                }
            }
        }
        // Of names inside one another the longest counts, then the surest.
        found.sort_by_key(|sighting| {
            (sighting.span.start, u32::MAX - sighting.span.end, sighting.doubtful, sighting.writing)
        });
        let mut reached = 0;
        found.retain(|sighting| {
            let apart = sighting.span.start >= reached;
            if apart {
                reached = sighting.span.end;
            }
            apart
        });
        found
    }

    /// Where names of the list stand in the file name `name`, or in a path, by bytes of it: whatever joins their words
    /// there, be it a capital or nothing, and also where blanks are written as `%20`.
    pub fn in_file_name(&self, name: &str) -> Vec<Sighting> {
        let apart = Apart::new(name);
        let found = self.look(&apart.text, Span::new(0, apart.text.len() as u32), Place::FileName);
        found.into_iter().map(|sighting| Sighting { span: apart.origin(sighting.span), ..sighting }).collect()
    }

    fn readable(&self, text: &str, span: Span, place: Place) -> Vec<Sighting> {
        let mut found = Vec::new();
        // A hash cannot be asked for a surname, so that every word of the text must be compared with hashes.
        let stretches = if self.hashes.len() > 0 { vec![span] } else { self.names.stretches(text, span) };
        stretches.into_iter().for_each(|stretch| self.read_stretch(text, stretch, place, &mut found));
        found
    }

    fn read_stretch(&self, text: &str, span: Span, place: Place, found: &mut Vec<Sighting>) {
        for mut reading in readings(text, span) {
            // Names of files are written as addresses are, without capitals and points.
            reading.words.iter_mut().for_each(|word| word.address |= place == Place::FileName);
            let mut see = |words: &[Word], doubtful: bool| {
                if let [first, .., last] | [first @ last] = words {
                    let veiled = words[1..].iter().any(|word| word.disguised || word.behind_unseen);
                    let writing = if first.disguised || veiled { Writing::Disguised } else { Writing::Plain };
                    let span = first.span.to(last.span);
                    found.push(Sighting { span, writing, doubtful: doubtful || reading.doubtful });
                }
            };
            self.names.find(&reading, &mut see);
            // Hashes are asked for names without initials and accents as it is.
            if !reading.spelt_out && !reading.without_initials {
                self.hashes.find(&reading.words, &mut see);
            }
        }
    }
}

/// What a text is to be read as.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Text,
    FileName,
}

/// A file name with blanks between its words.
struct Apart {
    text: String,
    /// Where each byte of the text stands in the name.
    origins: Vec<u32>,
}

impl Apart {
    fn new(name: &str) -> Apart {
        let mut apart = Apart { text: String::new(), origins: Vec::new() };
        let (mut before, mut letters) = (' ', 0);
        for (at, character) in name.char_indices() {
            let hump = before.is_lowercase() && character.is_uppercase();
            if hump || before.is_alphabetic() && character.is_ascii_digit() {
                apart.push(' ', at);
            }
            let joins = matches!(character, '_' | '.' | '/' | '\\' | '+');
            let joint = if letters == 1 { '.' } else { ' ' };
            apart.push(if joins { joint } else { character }, at);
            letters = if character.is_alphabetic() { letters + 1 } else { 0 };
            before = character;
        }
        apart
    }

    fn push(&mut self, character: char, at: usize) {
        self.text.push(character);
        self.origins.extend((0..character.len_utf8()).map(|byte| (at + byte) as u32));
    }

    /// Where the characters of `span` stand in the name.
    fn origin(&self, span: Span) -> Span {
        match self.origins.get(span.range()) {
            Some([first, .., last] | [first @ last]) => Span::new(*first, last + 1),
            _ => Span::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(list: &str, text: &str) -> Vec<(String, Writing, bool)> {
        let list = WatchList::read(list).expect("a list");
        let found = list.sightings(text, Span::new(0, text.len() as u32));
        found.into_iter().map(|s| (text[s.span.range()].to_owned(), s.writing, s.doubtful)).collect()
    }

    fn plain(list: &str, text: &str) -> Vec<String> {
        found(list, text).into_iter().map(|(text, ..)| text).collect()
    }

    #[test]
    fn a_name_is_found_however_it_is_written() {
        let list = "# protected\n\nJosé Q. Fictive-Müller\n";
        for (text, name, doubtful) in [
            ("He met José Q. Fictive-Müller.", "José Q. Fictive-Müller", false),
            ("HE MET JOSE FICTIVE-MULLER TODAY", "JOSE FICTIVE-MULLER", false),
            ("met jose fictive muller", "jose fictive muller", false),
            ("met Jose\r\n   Fictive-\r\n   Muller", "Jose\r\n   Fictive-\r\n   Muller", false),
            ("Fictive-Muller, Jose: notes", "Fictive-Muller, Jose", false),
            ("met J. Q. Fictive-Muller", "J. Q. Fictive-Muller", true),
            ("met J. Fictive-Müller", "J. Fictive-Müller", true),
            ("met J0se F1ctive-Mu11er", "J0se F1ctive-Mu11er", true),
            ("met Jose Fictive-Mul1er", "Jose Fictive-Mul1er", true),
            ("met Jo-\nse Fictive-Mul-\r\n  ler", "Jo-\nse Fictive-Mul-\r\n  ler", false),
            ("met jose.fictive-muller@example.gov", "jose.fictive-muller", false),
            ("met @jose_fictive_muller", "jose_fictive_muller", false),
            ("met JOSE/FICTIVE-MULLER", "JOSE/FICTIVE-MULLER", false),
            ("met Jose **Fictive-Muller**", "Jose **Fictive-Muller", false),
            ("met <b>Jose</b> <i>Fictive-Muller</i>", "Jose</b> <i>Fictive-Muller", false),
            ("met [Jose](x.html) Fictive-Muller", "Jose](x.html) Fictive-Muller", false),
            ("met Jose<!-- x --> Fictive-Muller", "Jose<!-- x --> Fictive-Muller", false),
            ("MET JOSE FICTIVE-MUL-\nLER", "JOSE FICTIVE-MUL-\nLER", false),
            ("met Jose Fictive-Mul\u{AD}\nler", "Jose Fictive-Mul\u{AD}\nler", false),
        ] {
            assert_eq!(found(list, text), [(name.to_owned(), Writing::Plain, doubtful)], "{text}");
        }
    }

    #[test]
    fn a_name_is_found_where_it_is_joined_parted_or_spelt_otherwise() {
        let list = "Jane Fictive\nJürgen Ærø-Müßig\nMaría Íñiguez Álava\n";
        for (text, name, doubtful) in [
            ("Jane Fictive's car", "Jane Fictive", false),
            ("JANE FICTIVE’S CAR", "JANE FICTIVE", false),
            ("met Jane Q. Fictive", "Jane Q. Fictive", false),
            ("see JaneFictive.pdf", "JaneFictive", false),
            ("see #FreeJaneFictive", "JaneFictive", false),
            ("see janefictive.pdf", "janefictive", true),
            ("janefictive@example.gov", "janefictive", false),
            ("j.fictive@example.gov", "j.fictive", true),
            ("jfictive@example.gov", "jfictive", true),
            ("jane.q.fictive@example.gov", "jane.q.fictive", false),
            ("https://example.gov/~jfictive", "jfictive", true),
            ("met Fic<b>tive</b>, Jane", "Fic<b>tive</b>, Jane", false),
            ("met Ja<i>n</i>e Fictive", "Ja<i>n</i>e Fictive", false),
            ("met Jane Fic**tive**", "Jane Fic**tive", false),
            ("J A N E  F I C T I V E", "J A N E  F I C T I V E", false),
            ("MR J A N E F I C T I V E", "J A N E F I C T I V E", false),
            ("met Jane (Fictive)", "Jane (Fictive", true),
            ("met Jane \"Jay\" Fictive", "Jane \"Jay\" Fictive", true),
            ("| Fictive | Jane |", "Fictive | Jane", true),
            ("\"Jane\",\"Fictive\"", "Jane\",\"Fictive", true),
            ("q=Jane+Fictive", "Jane+Fictive", false),
            ("met Juergen Aeroe-Muessig", "Juergen Aeroe-Muessig", false),
            ("met JURGEN AERO-MUSSIG", "JURGEN AERO-MUSSIG", false),
            ("met Ju\u{308}rgen Ærø-Müßig", "Ju\u{308}rgen Ærø-Müßig", false),
            ("met M. Íñiguez Álava", "M. Íñiguez Álava", true),
            ("Íñiguez Álava, María", "Íñiguez Álava, María", false),
        ] {
            assert_eq!(found(list, text), [(name.to_owned(), Writing::Plain, doubtful)], "{text}");
        }
        let list = "Juergen Muellerin";
        assert_eq!(plain(list, "met Jürgen Müllerin"), ["Jürgen Müllerin"]);
        let list = "Jane Q. Fictive";
        assert!(plain(list, "met Jane K. Fictive").is_empty());
    }

    #[test]
    fn other_names_are_not_found() {
        let list = "Jane Fictive\nAnna Wang\nMay\n";
        for text in [
            "Jane met Fictive",
            "a Wang representative",
            "Janet Fictive",
            "in Fictive. Jane said",
            "you may go",
            "Jane, Fictive and others",
            "the Jane Fictiveness",
            "Fictive, Ltd., Jane Street",
            "Jane + Fictive",
            "as j.fictive says",
            "the jfictive file",
            "S E C R E T / F I C T",
        ] {
            assert!(plain(list, text).is_empty(), "{text}");
        }
        assert_eq!(plain(list, "with May today"), ["May"]);
    }

    #[test]
    fn disguised_and_encoded_names_are_found() {
        let list = "Jane Fictive";
        let disguised = |text: &str| vec![(text.to_owned(), Writing::Disguised, false)];
        assert_eq!(found(list, "by Jane Fi\u{200B}ctive."), disguised("Jane Fi\u{200B}ctive"));
        assert_eq!(found(list, "by Jаne Fictive."), disguised("Jаne Fictive"));
        assert_eq!(found(list, "by Jane\u{200B}Fictive."), disguised("Jane\u{200B}Fictive"));
        assert_eq!(found(list, "by Jane\u{2060} Fictive."), disguised("Jane\u{2060} Fictive"));
        for encoded in [
            "&#74;ane&nbsp;Fictive",
            "Ja&shy;ne Fictive",
            "Jane Fict&#105;ve&apos;s",
            "Fictive%2C+Jane",
            "\\u004aane Fictive",
            "\\x4aane Fictive",
            "4a616e652046696374697665",
            "&#x4A;&#97;&#110;&#101; Fictive",
            "%4Aane%20Fictive",
            "SmFuZSBGaWN0aXZl",
            "%2526%2523074%253Bane%20Fictive",
            "J=61ne=20Fict=\r\nive",
            "Jane Fict=\nive",
        ] {
            let (text, writing, _) = found(list, &format!("link {encoded} end")).remove(0);
            assert!(writing == Writing::Encoded && encoded.contains(&text), "{encoded}: {text}");
        }
    }

    #[test]
    fn a_part_of_a_message_in_base_64_is_read_over_its_lines() {
        let list = "Jane Fictive";
        // printf 'The minister met Jane Fictive in the evening and then left for the airport, alone.' | base64
        let part = "VGhlIG1pbmlzdGVyIG1ldCBKYW5lIEZpY3RpdmUgaW4gdGhlIGV2ZW5pbmcgYW5kIHRoZW4gbGVm\r\ndCBmb3IgdGhlIGFpcnBvcnQsIGFsb25lLg==\r\n";
        assert_eq!(found(list, part), [("dCBKYW5lIEZpY3RpdmUg".to_owned(), Writing::Encoded, false)]);
    }

    #[test]
    fn hashes_find_what_names_do() {
        // printf '%s' 'grain:jane fictive' | sha256sum
        let list = "salt: grain\nsha256:8fa2b9a2ee41bb6a0d2b2d9eb5fd3f6a8b8f3b1a";
        assert!(WatchList::read(list).is_err());
        let hash = hashes::hash("grain", "jane fictive");
        let hex: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        let list = format!("salt: grain\nsha256:{hex}\n");
        for text in [
            "by Jane Fictive.",
            "by JANE\nFICTIVE",
            "by Jáne Q. Fictive",
            "by Fictive, Jane",
            "by Fictive Jane",
            "by Jane F1ctive",
            "by Jane Fic<b>tive</b>",
            "by JaneFictive",
            "by J A N E  F I C T I V E",
            "by Jane Fictive's",
        ] {
            assert_eq!(plain(&list, text).len(), 1, "{text}");
        }
        assert!(plain(&list, "by Jane and Fictive, with Janet Fictive").is_empty());
    }

    #[test]
    fn file_names_are_searched_as_text_is() {
        let list = WatchList::read("Jane Fictive").expect("a list");
        for (name, found) in [
            ("memos/jane_fictive.txt", "jane_fictive"),
            ("Fictive, Jane.md", "Fictive, Jane"),
            ("J.Fictive/notes.txt", "J.Fictive"),
            ("J_Fictive.txt", "J_Fictive"),
            ("é/JaneFictive2008.txt", "JaneFictive"),
            ("jane/fictive.txt", "jane/fictive"),
            ("to-Jane%20Fictive.txt", "Jane%20Fictive"),
            ("janefictive-2.txt", "janefictive"),
            ("fictive_j.txt", "fictive_j"),
            ("jfictive.txt", "jfictive"),
        ] {
            let places: Vec<&str> =
                list.in_file_name(name).into_iter().map(|found| &name[found.span.range()]).collect();
            assert_eq!(places, [found]);
        }
        assert!(list.in_file_name("memos/jane.txt").is_empty());
        let list = WatchList::read("Tobias Brandt-Öhrén").expect("a list");
        for name in ["brandt-ohren-tobias.txt", "BrandtOhrenTobias.txt", "tobias_brandt_oehren.md"] {
            let found = list.in_file_name(name);
            assert!(matches!(found[..], [Sighting { doubtful: false, .. }]), "{name}: {found:?}");
        }
    }

    #[test]
    fn mistakes_are_told_by_line_and_nothing_is_quoted() {
        let mistakes = WatchList::read("Jane\n12\nsha256:12\nX\n").expect_err("three mistakes");
        assert_eq!(mistakes.iter().map(|mistake| mistake.line).collect::<Vec<_>>(), [Some(2), Some(3), Some(4)]);
        let mistakes = WatchList::read("# none yet\n\nsalt: grain\n").expect_err("no name");
        assert_eq!(mistakes[0].to_string(), "the list has no name");
        let list = WatchList::read("Jane Fictive").expect("a list");
        assert_eq!(format!("{list:?}"), "WatchList(1 names, 0 hashes)");
    }
}
