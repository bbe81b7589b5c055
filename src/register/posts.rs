//! Looks up posts and routing indicators (`rules/registers/posts.toml`).
//!
//! Loaded at the first routing indicator or sender. An indicator can serve several posts, and a post can have several
//! indicators.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::OnceLock;

use serde::Deserialize;

use super::vocabulary::WORDS;
use crate::marking::packed::unpack;

/// The tables of a file of posts.
pub(super) const TABLES: [&str; 6] = ["disputed", "post", "office", "collective", "relay", "name"];

/// All indicators, and the posts among those they reach.
#[derive(Debug, Default)]
pub struct PostRegister {
    indicators: BTreeMap<&'static str, Indicator>,
    disputed: BTreeSet<&'static str>,
    /// The bare names of posts, older ones and other spellings with the one in use, in order.
    names: BTreeMap<Box<str>, Box<str>>,
    /// The same names as they are written.
    written: Vec<&'static str>,
    /// Those names without their kinds, and the words of them, taken apart when somebody asks.
    unkind: OnceLock<BTreeSet<&'static str>>,
    words: OnceLock<HashSet<&'static str>>,
}

/// One routing indicator.
#[derive(Debug)]
pub struct Indicator {
    /// Whether it reaches single addressees, not a list of posts or anybody, and no source disputes which.
    single: bool,
    /// Whom it reaches, as they are written.
    pub addressees: Vec<&'static str>,
}

/// A file of posts.
#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default, bound(deserialize = "W: Deserialize<'de> + Ord"))]
pub(super) struct PostsFile<W> {
    disputed: BTreeSet<W>,
    post: BTreeMap<W, Vec<W>>,
    office: BTreeMap<W, Vec<W>>,
    collective: BTreeMap<W, Vec<W>>,
    relay: BTreeMap<W, Vec<W>>,
    name: BTreeMap<W, W>,
}

impl<W> Default for PostsFile<W> {
    fn default() -> PostsFile<W> {
        let none = BTreeMap::new;
        let (post, office, collective, relay) = (none(), none(), none(), none());
        PostsFile { disputed: BTreeSet::new(), post, office, collective, relay, name: BTreeMap::new() }
    }
}

/// The JSON Schema of a file of posts.
#[cfg(feature = "schema")]
pub(super) fn schema() -> schemars::Schema {
    schemars::schema_for!(PostsFile<String>)
}

/// The name of a post without its kind and punctuation: AMEMBASSY BEIJING and BEIJING are the same.
pub fn bare_name(post: &str) -> String {
    letters(post).collect()
}

/// The letters and digits of a post's name without its kind.
fn letters(post: &str) -> impl Iterator<Item = char> {
    without_kind(post).chars().filter(char::is_ascii_alphanumeric)
}

/// The name of a post as it is written, without its kind.
pub fn without_kind(post: &str) -> &str {
    let mut rest = post.trim();
    while let Some((word, behind)) = rest.split_once(|c: char| c.is_ascii_whitespace()) {
        if !WORDS.post_kinds.contains(&word) {
            break;
        }
        rest = behind.trim_start();
    }
    rest
}

impl PostRegister {
    pub(super) fn read(packed: &'static [u8]) -> PostRegister {
        let mut register = PostRegister::default();
        register.add(unpack::<PostsFile<&'static str>>(packed));
        register
    }

    /// Adds the posts of `file`; an indicator that is there already reaches more.
    pub(super) fn add<W: Ord + Into<&'static str>>(&mut self, file: PostsFile<W>) {
        self.disputed.extend(file.disputed.into_iter().map(W::into));
        let lists = [(true, file.post), (true, file.office), (false, file.collective), (false, file.relay)];
        let lists = lists.map(|(single, list)| {
            let words = |(indicator, names): (W, Vec<W>)| (indicator.into(), names.into_iter().map(W::into).collect());
            (single, list.into_iter().map(words).collect::<Vec<(&str, Vec<&str>)>>())
        });
        let posts = lists[0].1.iter().flat_map(|(_, posts)| posts).map(|post| (*post, *post));
        let names = file.name.into_iter().map(|(name, used)| (name.into(), used.into()));
        let all: Vec<(&str, &str)> = posts.chain(names).collect();
        let bare = |(name, used): &(&str, &str)| (bare_name(name).into(), bare_name(used).into());
        self.names.append(&mut all.iter().map(bare).collect());
        self.written.extend(all.into_iter().map(|(name, _)| name));
        let indicators = lists.into_iter().flat_map(|(single, list)| list.into_iter().map(move |one| (single, one)));
        let indicators = indicators.map(|(single, (indicator, addressees))| {
            let single = single && !self.disputed.contains(indicator);
            (indicator, Indicator { single, addressees })
        });
        let mut indicators: BTreeMap<&str, Indicator> = indicators.collect();
        for (indicator, known) in &mut self.indicators {
            if let Some(more) = indicators.remove(indicator) {
                known.addressees.extend(more.addressees);
                known.single &= more.single;
            }
        }
        self.indicators.append(&mut indicators);
        (self.unkind, self.words) = (OnceLock::new(), OnceLock::new());
    }

    /// Whether `indicator` is listed anywhere.
    pub fn knows(&self, indicator: &str) -> bool {
        self.indicators.contains_key(indicator) || self.disputed.contains(indicator)
    }

    /// Whom `indicator` reaches, if that is certainly not `addressee`: a post that is listed under other indicators.
    pub fn other_than(&self, indicator: &str, addressee: &str) -> Option<&Indicator> {
        let found = self.indicators.get(indicator).filter(|found| found.single)?;
        // The common case, without building a name.
        if found.addressees.iter().any(|name| letters(addressee).eq(letters(name))) {
            return None;
        }
        let addressee = addressee.split("//").next().unwrap_or_default();
        let post = self.names.get(bare_name(addressee).as_str())?;
        // Missions of one city share their indicators: USMISSION CD GENEVA and USMISSION GENEVA.
        let near = |name: &str| name.contains(&**post) || post.contains(name);
        let reached = |name: &str| near(name) || self.names.get(name).is_some_and(|used| near(used));
        (!found.addressees.iter().any(|name| reached(&bare_name(name)))).then_some(found)
    }

    /// Whether a post is listed under this name, with or without more words after it.
    pub fn is_post(&self, post: &str) -> bool {
        let name = bare_name(post);
        self.names.contains_key(name.as_str()) || self.names.keys().any(|known| name.starts_with(&**known))
    }

    /// Whether a post is listed under exactly this name.
    pub fn is_exactly(&self, post: &str) -> bool {
        self.names.contains_key(bare_name(post).as_str())
    }

    /// Whether two names are those of one post, in any case: HCMC and HO CHI MINH CITY.
    pub fn is_same(&self, one: &str, other: &str) -> bool {
        let [one, other] = [one, other].map(|name| bare_name(&name.to_ascii_uppercase()));
        let used = |name: &str| self.names.get(name).map_or_else(|| name.into(), Box::clone);
        one == other || used(&one) == used(&other)
    }

    /// Whether `word` is in the name of a post.
    pub fn is_name_word(&self, word: &str) -> bool {
        let words = || self.written.iter().flat_map(|name| name.split([' ', '-'])).collect();
        self.words.get_or_init(words).contains(word)
    }

    /// The names of posts as they are written, without their kinds, in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let unkind = || self.written.iter().map(|name| without_kind(name)).collect();
        self.unkind.get_or_init(unkind).iter().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::super::Registers;

    #[test]
    fn posts_are_known_by_more_than_one_name() {
        let registers = Registers::builtin();
        let posts = registers.posts();
        for post in ["AMEMBASSY PORT-AU-PRINCE", "AMEMBASSY KIEV", "AMEMBASSY MEXICO", "AMCONSUL KOLKATA"] {
            assert!(posts.is_post(post), "{post}");
        }
        assert!(!posts.is_post("AMEMBASSY BEJING"));
    }

    #[test]
    fn an_indicator_is_of_another_post_only_if_that_is_certain() {
        let registers = Registers::builtin();
        let other = |indicator, post| registers.posts().other_than(indicator, post).is_some();
        assert!(other("RUEHBJ", "AMEMBASSY TOKYO"));
        assert!(other("RHEHNSC", "AMEMBASSY TOKYO"));
        for (indicator, post) in [
            ("RUEHKO", "AMCONSUL NAGOYA"),
            ("RUEHKV", "AMEMBASSY KIEV"),
            ("RUEHGV", "USMISSION CD GENEVA"),
            ("RUEHPL", "AMEMBASSY PARAMARIBO"),
            ("RUEHGG", "AMEMBASSY TOKYO"),
            ("RHMFISS", "AMEMBASSY TOKYO"),
            ("RUEHKO", "AMEMBASSY TOKYO//POL//"),
            ("RUEHC", "DEPT OF LABOR WASHDC"),
            ("RUEHQQ", "AMEMBASSY TOKYO"),
        ] {
            assert!(!other(indicator, post), "{indicator} {post}");
        }
    }
}
