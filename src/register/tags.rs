//! Looks up TAGS, the codes by which telegrams are filed (`rules/registers/tags.toml`).
//!
//! Loaded at the first TAGS field: what a code means, which country an ISO code stands for, and how joined tags are
//! split.

use std::collections::{BTreeMap, HashSet};
use std::sync::OnceLock;

use serde::Deserialize;

use crate::marking::packed::unpack;

const LONGEST: usize = 64;

/// The tables of a file of tags.
pub(super) const TABLES: [&str; 7] =
    ["subject", "program", "discontinued", "geographic", "organization", "last", "iso"];

/// All tags.
#[derive(Debug, Default)]
pub struct TagRegister {
    codes: BTreeMap<&'static str, TagCode>,
    /// The words of names, taken apart when somebody asks.
    words: OnceLock<HashSet<Box<str>>>,
    iso: BTreeMap<&'static str, &'static str>,
}

/// One tag.
#[derive(Debug)]
pub struct TagCode {
    /// What it files under.
    pub kind: TagKind,
    /// What it stands for; empty where that was not established.
    pub meaning: &'static str,
    /// The last year in which it was in use, where a source says so.
    pub last: Option<i16>,
}

/// What a tag files under.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TagKind {
    /// A subject.
    Subject,
    /// A subject that begins with K.
    Program,
    /// A subject or program that is no longer in use.
    Discontinued,
    /// A country or place.
    Geographic,
    /// An organization.
    Organization,
}

/// Tags that ran together.
#[derive(Debug, PartialEq, Eq)]
pub struct Split<'t> {
    /// The tags, in order.
    pub tags: Vec<&'t str>,
    /// Whether no other way of taking them apart has as few.
    pub unique: bool,
}

/// A file of tags.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default, bound(deserialize = "W: Deserialize<'de> + Ord"))]
pub(super) struct TagsFile<W> {
    subject: BTreeMap<W, W>,
    program: BTreeMap<W, W>,
    discontinued: BTreeMap<W, W>,
    geographic: BTreeMap<W, W>,
    organization: BTreeMap<W, W>,
    last: BTreeMap<W, i16>,
    iso: BTreeMap<W, W>,
}

impl<W> Default for TagsFile<W> {
    fn default() -> TagsFile<W> {
        let none = BTreeMap::new;
        let (subject, program, discontinued, geographic) = (none(), none(), none(), none());
        TagsFile {
            subject,
            program,
            discontinued,
            geographic,
            organization: none(),
            last: BTreeMap::new(),
            iso: none(),
        }
    }
}

/// The JSON Schema of a file of tags.
#[cfg(feature = "schema")]
pub(super) fn schema() -> schemars::Schema {
    schemars::schema_for!(TagsFile<String>)
}

impl TagRegister {
    pub(super) fn read(packed: &'static [u8]) -> TagRegister {
        let mut register = TagRegister::default();
        register.add(unpack::<TagsFile<&'static str>>(packed));
        register
    }

    /// Adds the tags of `file`; one that is there already is replaced.
    pub(super) fn add<W: Ord + Into<&'static str>>(&mut self, file: TagsFile<W>) {
        let kinds = [
            (TagKind::Subject, file.subject),
            (TagKind::Program, file.program),
            (TagKind::Discontinued, file.discontinued),
            (TagKind::Geographic, file.geographic),
            (TagKind::Organization, file.organization),
        ];
        let codes = kinds.into_iter().flat_map(|(kind, names)| names.into_iter().map(move |name| (kind, name)));
        let mut codes: BTreeMap<&str, TagCode> = codes
            .map(|(kind, (code, meaning))| (code.into(), TagCode { kind, meaning: meaning.into(), last: None }))
            .collect();
        self.codes.append(&mut codes);
        for (code, year) in file.last {
            self.codes.entry(code.into()).and_modify(|code| code.last = Some(year));
        }
        self.iso.extend(file.iso.into_iter().map(|(code, tag)| (code.into(), tag.into())));
        self.words = OnceLock::new();
    }

    /// All tags, in order.
    pub fn all(&self) -> impl Iterator<Item = (&str, &TagCode)> {
        self.codes.iter().map(|(tag, code)| (&**tag, code))
    }

    /// What is filed under `tag`.
    pub fn code(&self, tag: &str) -> Option<&TagCode> {
        self.codes.get(tag)
    }

    /// The tag of the country whose ISO code `code` is, if it is not a tag of another country.
    pub fn of_iso(&self, code: &str) -> Option<&str> {
        self.iso.get(code).copied()
    }

    /// Whether `word` is in the name of a place, or of an organization of several words.
    pub fn is_name_word(&self, word: &str) -> bool {
        self.words.get_or_init(|| self.name_words()).contains(word)
    }

    fn name_words(&self) -> HashSet<Box<str>> {
        let mut words = HashSet::new();
        for (tag, code) in &self.codes {
            match code.kind {
                TagKind::Geographic => add_words(&mut words, code.meaning),
                TagKind::Organization if tag.contains(' ') => add_words(&mut words, tag),
                _ => {}
            }
        }
        words
    }

    /// Takes `glued` apart into as few tags as possible, subjects among them. Two tags of two letters are too common a
    /// chance in any four, so one piece at least has four and the whole has six.
    pub fn split<'t>(&self, glued: &'t str) -> Option<Split<'t>> {
        let fits = (6..=LONGEST).contains(&glued.len()) && glued.bytes().all(|byte| byte.is_ascii_uppercase());
        if !fits {
            return None;
        }
        // For each place: how many tags lead there at least, in how many ways, and how long the last of them is.
        let mut best: Vec<Option<(usize, usize, usize)>> = vec![None; glued.len() + 1];
        best[0] = Some((0, 1, 0));
        for end in (2..=glued.len()).step_by(2) {
            for len in [4, 2].into_iter().filter(|len| *len <= end && self.code(&glued[end - len..end]).is_some()) {
                let Some((tags, ways, _)) = best[end - len] else { continue };
                best[end] = match best[end] {
                    Some((fewest, before, last)) if fewest == tags + 1 => Some((fewest, before + ways, last)),
                    Some(found) if found.0 <= tags => Some(found),
                    _ => Some((tags + 1, ways, len)),
                };
            }
        }
        let unique = best[glued.len()]?.1 == 1;
        let mut tags = Vec::new();
        let mut end = glued.len();
        while end > 0 {
            let start = end - best[end]?.2;
            tags.push(&glued[start..end]);
            end = start;
        }
        tags.reverse();
        let subject = |tag: &&str| self.code(tag).is_some_and(|code| code.kind.is_subject());
        tags.iter().any(subject).then_some(Split { tags, unique })
    }
}

impl TagKind {
    /// Whether it says what a telegram is about.
    pub fn is_subject(self) -> bool {
        matches!(self, TagKind::Subject | TagKind::Program | TagKind::Discontinued)
    }
}

fn add_words(words: &mut HashSet<Box<str>>, name: &str) {
    let all = name.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| word.len() > 1);
    words.extend(all.map(|word| word.to_ascii_uppercase().into()));
}

#[cfg(test)]
mod tests {
    use super::super::Registers;
    use super::*;

    fn split(glued: &str) -> Option<(String, bool)> {
        let registers = Registers::builtin();
        registers.tags().split(glued).map(|split| (split.tags.join(" "), split.unique))
    }

    #[test]
    fn glued_tags_come_apart_into_as_few_as_possible() {
        assert_eq!(split("ASECVE"), Some(("ASEC VE".into(), true)));
        assert_eq!(split("SENVKGHG"), Some(("SENV KGHG".into(), true)));
        assert_eq!(split("ETRDEINVECINPGOVCS"), Some(("ETRD EINV ECIN PGOV CS".into(), true)));
    }

    #[test]
    fn what_is_no_run_of_tags_stays_whole() {
        for word in ["UKUSFR", "PREL", "QQZZQQ", "PRELX", ""] {
            assert_eq!(split(word), None, "{word}");
        }
    }

    #[test]
    fn codes_say_what_they_are() {
        let registers = Registers::builtin();
        let tags = registers.tags();
        assert_eq!(tags.code("PREL").map(|code| code.kind), Some(TagKind::Subject));
        assert_eq!(tags.code("YO").and_then(|code| code.last), Some(1992));
        assert_eq!(tags.of_iso("RU"), Some("RS"));
        assert!(tags.is_name_word("BURMA"));
        assert!(tags.code("ZZQQ").is_none());
    }
}
