//! Levels of classification.
//!
//! Enters nothing; leaves an order of five words. Knows nothing of how markings are written beyond level words.

use std::fmt;

use serde::{Deserialize, Serialize};

/// How closely a text is held. Ordered from the most open. [`Level::Restricted`] is a foreign level only: the US had it
/// under EO 10290, until 1953-12-14.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Not classified, whatever else controls it.
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
        match self {
            Level::Unclassified => "UNCLASSIFIED",
            Level::Restricted => "RESTRICTED",
            Level::Confidential => "CONFIDENTIAL",
            Level::Secret => "SECRET",
            Level::TopSecret => "TOP SECRET",
        }
    }

    /// The letters of a portion mark (32 CFR 2001.21(c)).
    pub fn portion(self) -> &'static str {
        match self {
            Level::Unclassified => "U",
            Level::Restricted => "R",
            Level::Confidential => "C",
            Level::Secret => "S",
            Level::TopSecret => "TS",
        }
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

/// The level of the marking between the parentheses of a portion mark: `C/NF` is [`Level::Confidential`], `SBU` and
/// `U//FOUO` are [`Level::Unclassified`], `//GBR S` is [`Level::Secret`]. `None` if its first word is no level and no
/// unclassified control. What is foreign and below CONFIDENTIAL has no US level, and is as good as unclassified.
pub fn portion_level(mark: &str) -> Option<Level> {
    if let Some(foreign) = mark.strip_prefix("//") {
        return foreign_level(foreign.split("//").next().unwrap_or_default());
    }
    let field = mark.split('/').next().unwrap_or_default();
    let spelled = Level::ALL.into_iter().find(|level| level.word() == field.trim() && *level != Level::Restricted);
    let first = field.split(['-', ' ', ',']).next().unwrap_or_default();
    spelled.or(match first {
        "TS" => Some(Level::TopSecret),
        "S" => Some(Level::Secret),
        "C" => Some(Level::Confidential),
        "U" | "SBU" | "LOU" | "FOUO" | "OUO" | "CUI" | "CONTROLLED" | "NU" => Some(Level::Unclassified),
        _ => hyphenated_level(mark),
    })
}

/// `GBR-C`: the form of 32 CFR outside the intelligence community.
fn hyphenated_level(mark: &str) -> Option<Level> {
    let (source, level) = mark.split_once('-')?;
    let code = (3..=4).contains(&source.len()) && source.bytes().all(|b| b.is_ascii_uppercase());
    Level::ALL.into_iter().find(|known| known.portion() == level && code && *known != Level::Restricted)
}

/// The level behind leading slashes: `GBR S`, `FGI TS`, `JOINT S CAN USA`, `CTS`.
fn foreign_level(field: &str) -> Option<Level> {
    let nato = |word: &str| {
        Some(match word {
            "CTS" | "CTSA" => Level::TopSecret,
            "NS" | "NSAT" => Level::Secret,
            "NC" | "NCA" => Level::Confidential,
            "NR" | "NU" | "R" => Level::Unclassified,
            _ => return None,
        })
    };
    field
        .split(' ')
        .find_map(|word| Level::named(word).filter(|level| *level != Level::Restricted).or_else(|| nato(word)))
}

/// The set of levels a token may stand with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Levels(u8);

impl Levels {
    /// Every level.
    pub const ANY: Levels = Levels(0b1_1111);

    /// The levels of a list of portion letters such as `TS S C`; `None` if a word of it is no level.
    pub fn parse(list: &str) -> Option<Levels> {
        list.split_whitespace().try_fold(Levels(0), |set, word| Some(Levels(set.0 | 1 << Level::named(word)? as u8)))
    }

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_word_of_a_portion_mark_is_its_level() {
        let levels: Vec<_> = ["C", "C/NF", "S//NF", "SBU/NF", "TS//SI", "X", "SS"].map(portion_level).into();
        let [c, s, u, ts] = [Level::Confidential, Level::Secret, Level::Unclassified, Level::TopSecret].map(Some);
        assert_eq!(levels, [c, c, s, u, ts, None, None]);
        let foreign: Vec<_> =
            ["//GBR S//REL", "//JOINT TS CAN USA", "//NC", "//FRA R", "//X"].map(portion_level).into();
        assert_eq!(foreign, [s, ts, c, u, None]);
        assert_eq!(["TOP SECRET//NOFORN", "SECRET", "SECRETARY"].map(portion_level), [ts, s, None]);
    }
}
