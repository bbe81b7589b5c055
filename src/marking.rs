//! Levels of classification, and the level that a portion mark or a level word names.
//!
//! Enters: the text of one marking. Leaves: its [`Level`]. Pure; knows nothing of documents.

use std::fmt;

/// How closely a text is held. Ordered from the most open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Not classified, whatever else controls it.
    Unclassified,
    /// Confidential.
    Confidential,
    /// Secret.
    Secret,
    /// Top Secret.
    TopSecret,
}

impl Level {
    /// All levels, from the most open.
    pub const ALL: [Level; 4] = [Level::Unclassified, Level::Confidential, Level::Secret, Level::TopSecret];

    /// The word as a telegram's classification line writes it.
    pub fn word(self) -> &'static str {
        match self {
            Level::Unclassified => "UNCLASSIFIED",
            Level::Confidential => "CONFIDENTIAL",
            Level::Secret => "SECRET",
            Level::TopSecret => "TOP SECRET",
        }
    }

    /// The letters of a portion mark.
    pub fn portion(self) -> &'static str {
        match self {
            Level::Unclassified => "U",
            Level::Confidential => "C",
            Level::Secret => "S",
            Level::TopSecret => "TS",
        }
    }

    /// Whether text of this level is classified.
    pub fn is_classified(self) -> bool {
        self > Level::Unclassified
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// The level of the marking between the parentheses of a portion mark: `C/NF` is [`Level::Confidential`], `SBU` and
/// `U//FOUO` are [`Level::Unclassified`]. `None` if its first word is no level and no unclassified control.
pub fn portion_level(mark: &str) -> Option<Level> {
    let first = mark.split(['/', '-', ' ', ',']).next().unwrap_or_default();
    match first {
        "TS" => Some(Level::TopSecret),
        "S" => Some(Level::Secret),
        "C" => Some(Level::Confidential),
        "U" | "SBU" | "LOU" | "FOUO" | "OUO" | "CUI" | "NU" => Some(Level::Unclassified),
        _ => None,
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
    }
}
