//! The text between parentheses in, its level out, and whether it can be a portion mark at all.

use super::fault::Fault;
use super::level::Level;
use super::model::{Category, MarkingToken, Owner};
use super::read::read;
use super::register::Register;
use super::scope::MarkingKind;

/// The level of the marking between the parentheses of a portion mark: `C/NF` is [`Level::Confidential`], `SBU` and
/// `U//FOUO` are [`Level::Unclassified`], `//GBR S` is [`Level::Secret`]. `None` if it has none, or none but by a guess.
pub fn portion_level(mark: &str, register: &Register) -> Option<Level> {
    let mark = mark.strip_suffix("ENTIRE TEXT").map_or(mark, |level| level.trim_end_matches([' ', '-', ',']));
    let plain = plain_level(mark, register);
    if plain.is_some() || !mark.starts_with(|c: char| c == '/' || c.is_ascii_uppercase()) {
        return plain;
    }
    let reading = read(mark, MarkingKind::Portion, register);
    let guessed = |fault: &Fault| matches!(fault.name, "misspelled-level" | "unknown-portion-mark");
    let marking = reading.marking.filter(|_| !reading.faults.iter().any(guessed))?;
    // A NATO word in front of `//` lacks its leading slashes; alone it may be anything, such as a state's letters.
    let bare = matches!(marking.owner, Owner::Nato(_)) && marking.level.is_classified() && !mark.contains("//");
    (!bare && marking.level != Level::Restricted || mark.starts_with("//")).then_some(marking.level)
}

/// The level of a mark that needs no reading: a level alone, or with one control behind slashes.
fn plain_level(mark: &str, register: &Register) -> Option<Level> {
    let (level, control) = mark.split_once('/').unwrap_or((mark, ""));
    let control = control.strip_prefix('/').unwrap_or(control);
    let level = Level::named(level).filter(|level| *level != Level::Restricted)?;
    (mark.len() == level.portion().len() || register.control(control).is_some()).then_some(level)
}

/// Whether what a single hyphen or slash joins to the level is a control, another level or nearly one of these: `S/NF`,
/// `S-CCO`. Otherwise the parentheses may hold an office or an article: `S/P`, `C-WAY`, `S-5F-0014`.
pub fn has_known_control(mark: &str, register: &Register) -> bool {
    if mark.contains("//") || plain_level(mark, register).is_some() {
        return true;
    }
    let reading = read(mark, MarkingKind::Portion, register);
    let strange = |fault: &Fault| {
        let unknown = fault.name.starts_with("unknown-") && fault.name != "unknown-country-code";
        // `S/S` is the Secretariat.
        unknown
            || fault.name == "compartment-without-system"
            || fault.name == "several-levels" && mark.split_once('/').is_some_and(|(one, other)| one == other)
    };
    reading.marking.is_some() && !reading.faults.iter().any(strange)
}

/// The level of a mark that is one only if more speaks for it: `S-QXV` with a control that nobody knows, `SNF` with nothing
/// behind the level. Acronyms look like that.
pub fn doubtful_level(mark: &str, register: &Register) -> Option<Level> {
    if !mark.bytes().all(|b| b.is_ascii_uppercase() || b"-/ ,".contains(&b)) {
        return None;
    }
    // `S/N/F`: a slash in the middle of a control.
    if let Some((level, control)) = mark.split_once('/')
        && let Some(level) = Level::named(level)
    {
        let broken = control.contains('/') && register.control(&control.replace('/', "")).is_some();
        return broken.then_some(level);
    }
    match mark.split_once('-') {
        Some((level, _)) => Level::named(level),
        None => {
            let reading = read(mark, MarkingKind::Portion, register);
            let level = reading.marking?.level;
            // `SOC` and `COC` are offices.
            let telling = |token: &MarkingToken| match token.category {
                Category::Level => false,
                Category::Sci if level == Level::TopSecret => true,
                _ => token.name == "NF" || token.name.len() > 2,
            };
            reading.tokens.iter().any(telling).then_some(level)
        }
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
    fn a_level_without_slashes_is_one_only_before_a_telling_control() {
        let level = |mark| doubtful_level(mark, Register::builtin());
        for mark in ["SNF", "CNF", "TSSI", "SREL", "SNFOC", "S-QXV"] {
            assert!(level(mark).is_some(), "{mark}");
        }
        for mark in ["SOC", "COC", "CIA", "SSI", "NSF", "SR", "S", "Snf"] {
            assert_eq!(level(mark), None, "{mark}");
        }
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
