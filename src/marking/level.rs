//! Defines the levels of classification and their order.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::read::read;
use super::register::Register;
use super::scope::Kind;

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
/// `U//FOUO` are [`Level::Unclassified`], `//GBR S` is [`Level::Secret`]. `None` if its first word is not a level and
/// no unclassified control. What follows leading slashes is read as [`read`] reads it.
pub fn portion_level(mark: &str, register: &Register) -> Option<Level> {
    if mark.starts_with("//") {
        return read(mark, Kind::Portion, register).marking.map(|marking| marking.level);
    }
    let field = mark.split('/').next().unwrap_or_default();
    let spelled = Level::ALL.into_iter().find(|level| level.word() == field.trim() && *level != Level::Restricted);
    let first = field.split(['-', ' ', ',']).next().unwrap_or_default();
    spelled.or(match first {
        // `TSC` is the codeword of the old papers of the National Security Agency.
        "TS" | "TSC" => Some(Level::TopSecret),
        "S" => Some(Level::Secret),
        "C" => Some(Level::Confidential),
        "U" | "SBU" | "LOU" | "FOUO" | "OUO" | "CUI" | "CONTROLLED" | "NU" => Some(Level::Unclassified),
        _ => {
            // A NATO word in front of `//` lacks its leading slashes; alone it may be anything, such as a state's
            // letters.
            let nato = register.level_word(first).filter(|(entry, _)| !entry.codes.is_empty() && mark.contains("//"));
            nato.and_then(|(entry, _)| entry.rank).or_else(|| hyphenated_level(mark))
        }
    })
}

/// Whether what a single hyphen or slash joins to the level is a control, another level or nearly one of these: `S/NF`,
/// `S-CCO`. Otherwise the parentheses may hold an office or an article: `S/P`, `C-WAY`, `S-5F-0014`.
pub fn has_known_control(mark: &str, register: &Register) -> bool {
    let Some(at) = mark.find(['/', '-']).filter(|_| !mark.contains("//")) else { return true };
    let (level, tail) = (&mark[..at], mark[at + 1..].trim());
    let word = tail.split(['/', '-', ',', ' ']).next().unwrap_or_default();
    let other =
        Level::named(word).is_some_and(|other| Level::named(level) != Some(other) && other != Level::Restricted);
    let known = |word: &str| register.control(word).is_some() || register.nearest(word).is_some();
    other || known(word) || known(tail) || register.cui_category(word).is_some() || hyphenated_level(mark).is_some()
}

/// `GBR-C`: the form of 32 CFR outside the intelligence community.
fn hyphenated_level(mark: &str) -> Option<Level> {
    let (source, level) = mark.split_once('-')?;
    let code = (3..=4).contains(&source.len()) && source.bytes().all(|b| b.is_ascii_uppercase());
    Level::ALL.into_iter().find(|known| known.portion() == level && code && *known != Level::Restricted)
}

/// The set of levels a token may be used with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Levels(u8);

impl Levels {
    /// Every level.
    pub const ANY: Levels = Levels(0b1_1111);

    /// The levels of a list of portion letters such as `TS S C`; `None` if a word of it is not a level.
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

    fn levels<const N: usize>(marks: [&str; N]) -> [Option<Level>; N] {
        marks.map(|mark| portion_level(mark, Register::builtin()))
    }

    #[test]
    fn the_first_word_of_a_portion_mark_is_its_level() {
        let [c, s, u, ts] = [Level::Confidential, Level::Secret, Level::Unclassified, Level::TopSecret].map(Some);
        assert_eq!(levels(["C", "C/NF", "S//NF", "SBU/NF", "TS//SI", "X", "SS"]), [c, c, s, u, ts, None, None]);
        let r = Some(Level::Restricted);
        let foreign = ["//GBR S//REL", "//JOINT TS CAN USA", "//NC", "//FRA R", "//X", "NS//REL TO USA, NATO", "NC"];
        assert_eq!(levels(foreign), [s, ts, c, r, None, s, None]);
        assert_eq!(levels(["TOP SECRET//NOFORN", "SECRET", "SECRETARY"]), [ts, s, None]);
    }

    #[test]
    fn a_national_word_has_the_level_that_its_country_gives_it() {
        let [c, s, ts] = [Level::Confidential, Level::Secret, Level::TopSecret].map(Some);
        let words =
            ["//DEU GEHEIM", "//CHE GEHEIM", "//ESP RESERVADO", "//ROU SECRET", "//GBR SECRET", "//ISR SODI BE'YOTER"];
        assert_eq!(levels(words), [s, ts, s, c, s, ts]);
        assert_eq!(levels(["//JOR CONFIDENTIAL//REL TO USA, JOR", "//NLD STG. GEHEIM", "//TON GEHEIM"]), [s, s, None]);
    }

    #[test]
    fn an_office_or_an_article_is_no_control() {
        let known = |mark: &&str| has_known_control(mark, Register::builtin());
        for mark in ["S/NF", "S-CCO", "TS-SI", "S/C", "U/FOUO", "S//QXV", "C/REL UK", "GBR-C", "C/NOFRN", "S"] {
            assert!(known(&mark), "{mark}");
        }
        for mark in ["S/P", "S/S", "S/CT", "C-WAY", "S-5F-0014", "U-2", "C-130", "S-QXV"] {
            assert!(!known(&mark), "{mark}");
        }
    }
}
