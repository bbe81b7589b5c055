//! Levels of classification.
//!
//! An order of five words, and sets of them.

use std::fmt;

use serde::{Deserialize, Serialize};

/// How closely a text is held. Ordered from the most open. [`Level::Restricted`] is a foreign level only: the US had it
/// under EO 10290, until 1953-12-14.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Not classified, whatever else controls it.
    #[default]
    Unclassified,
    /// Below confidential; foreign, NATO and UN only.
    Restricted,
    /// Confidential.
    Confidential,
    /// Secret.
    Secret,
    /// Top Secret.
    TopSecret,
}

impl Level {
    /// All levels, from the most open.
    pub const ALL: [Level; 5] =
        [Level::Unclassified, Level::Restricted, Level::Confidential, Level::Secret, Level::TopSecret];

    /// The word as a banner writes it (32 CFR 2001.24(a)).
    pub fn word(self) -> &'static str {
        ["UNCLASSIFIED", "RESTRICTED", "CONFIDENTIAL", "SECRET", "TOP SECRET"][self as usize]
    }

    /// The letters of a portion mark (32 CFR 2001.21(c)).
    pub fn portion(self) -> &'static str {
        ["U", "R", "C", "S", "TS"][self as usize]
    }

    /// Whether US text of this level is classified.
    pub fn is_classified(self) -> bool {
        self > Level::Unclassified
    }

    /// The level of a word or of portion letters, in capitals.
    pub fn named(text: &str) -> Option<Level> {
        Level::ALL.into_iter().find(|level| level.word() == text || level.portion() == text)
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// The set of levels a token may stand with, written as a list of portion letters: `TS S C`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(try_from = "String")]
pub struct Levels(u8);

impl TryFrom<String> for Levels {
    type Error = &'static str;

    fn try_from(list: String) -> Result<Levels, &'static str> {
        let add = |set: Levels, word| Some(Levels(set.0 | 1 << Level::named(word)? as u8));
        let levels = list.split_whitespace().try_fold(Levels(0), add);
        levels.ok_or("levels are a list of TS, S, C, R and U")
    }
}

impl Levels {
    /// Every level.
    pub const ANY: Levels = Levels(0b1_1111);

    /// Whether `level` is one of them.
    pub fn contains(self, level: Level) -> bool {
        self.0 & (1 << level as u8) != 0
    }

    /// Whether no classified level is one of them.
    pub fn only_unclassified(self) -> bool {
        self.0 == 1 << Level::Unclassified as u8
    }

    /// The lowest of them, if any.
    pub fn lowest(self) -> Option<Level> {
        Level::ALL.into_iter().find(|level| self.contains(*level))
    }
}
