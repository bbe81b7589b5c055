//! Guesses the marking that was meant by a damaged one: `SECRET//SI//NOFORN` for `SECRET/NOFRON//SI`.
//!
//! Damage mostly affects separators and order, so the words are read without them: each is looked up, or replaced by
//! the one clearly nearest token, and the marking is written again. If a word is near to nothing, or to two tokens,
//! there is no answer. The result is a guess for a person to judge.

mod cui;
mod entry;
mod likely;
mod unit;

use super::level::Level;
use super::model::Category;
use super::read::{ReadMarking, read};
use super::register::{Register, WrittenForm};
use super::rewrite::LONGEST;
use super::scope::{Context, MarkingKind};
use super::signs::{plain_letters, plain_signs};
use likely::{broken, is_slip, nearest};
use unit::{Unit, units};

/// Words in a registered phrase, at most.
const PHRASE: usize = 5;

/// The marking that `text` was probably meant to be, in its canonical form and with the parentheses of a portion mark.
/// Nothing where no one reading is clearly nearest, or where the text says it already.
pub fn repaired(text: &str, kind: MarkingKind, register: &Register, context: Context) -> Option<String> {
    if text.len() > LONGEST {
        return None;
    }
    let upper = plain_letters(&plain_signs(text)).to_ascii_uppercase();
    let body = upper.trim().trim_start_matches('(').trim_end_matches(')').trim();
    let spelled = unit::spelled(body, kind, register);
    let units = units(&spelled);
    let mut parts =
        Parts { units: &units, at: 0, kind, register, context, level: None, fields: Vec::new(), cui: false };
    let head = parts.head(body.starts_with("//"))?;
    while parts.at < units.len() {
        parts.entry()?;
    }
    let meant = read(&parts.written(&head), kind, register);
    let marking = meant.marking.as_ref().filter(|_| meant.is_whole())?;
    let written = if kind == MarkingKind::Banner { marking.banner(register) } else { marking.portion(register) };
    let written = as_written(&written, &meant, &read(text, kind, register), register);
    (written != text.trim() && read(&written, kind, register).marking.as_ref() == Some(marking)).then_some(written)
}

/// `canonical` with abbreviations where `old` has them, or has no word of the title: `RD` for `RESTRICTED DATA`.
fn as_written(canonical: &str, meant: &ReadMarking, old: &ReadMarking, register: &Register) -> String {
    if old.kind == MarkingKind::Portion {
        return canonical.to_owned();
    }
    let upper = old.text.to_ascii_uppercase();
    let right = |form| matches!(form, WrittenForm::Both | WrittenForm::Banner);
    let titled = |title: &str| title.rsplit(' ').next().is_some_and(|last| upper.contains(last));
    let untitled = meant.tokens.iter().map(|token| &*token.name).filter(|name| {
        register.control(name).is_some_and(|(entry, form)| form == WrittenForm::Both && !titled(&entry.banner))
    });
    let mut written = canonical.to_owned();
    for own in old.tokens.iter().map(|token| &upper[token.span.clone()]).chain(untitled) {
        let known = register.control(own).filter(|(entry, form)| right(*form) && entry.banner != own);
        let Some((entry, _)) = known else { continue };
        let opened = format!("/{}", entry.banner);
        let whole = |place: &std::ops::Range<usize>| {
            written[place.end..].chars().next().is_none_or(|next| !next.is_ascii_alphanumeric())
        };
        let mut places = written.match_indices(&opened).map(|(at, _)| at + 1..at + opened.len());
        if let Some(place) = places.find(whole) {
            written.replace_range(place, own);
        }
    }
    written
}

/// A marking under repair.
struct Parts<'t> {
    units: &'t [Unit<'t>],
    at: usize,
    kind: MarkingKind,
    register: &'t Register,
    context: Context,
    level: Option<Level>,
    /// What stands behind the level, with its field.
    fields: Vec<(Category, String)>,
    cui: bool,
}

impl<'t> Parts<'t> {
    /// The word `ahead` of the place reached, if no slash is in between.
    fn word(&self, ahead: usize) -> Option<&'t str> {
        let slash = self.units.get(self.at..self.at + ahead)?.iter().any(|unit| matches!(unit, Unit::Slashes(_)));
        match self.units.get(self.at + ahead) {
            Some(Unit::Word(word)) if !slash => Some(word),
            _ => None,
        }
    }

    fn skip_slashes(&mut self) {
        while let Some(Unit::Slashes(_)) = self.units.get(self.at) {
            self.at += 1;
        }
    }

    /// The longest phrase from here for which `known` has an answer.
    fn phrase<R>(&mut self, known: impl Fn(&str) -> Option<R>) -> Option<R> {
        for count in (1..=PHRASE).rev() {
            let words: Option<Vec<&str>> = (0..count).map(|ahead| self.word(ahead)).collect();
            if let Some(found) = words.and_then(|words| known(&words.join(" "))) {
                self.at += count;
                return Some(found);
            }
        }
        None
    }

    /// The level with its owner.
    fn head(&mut self, slashed: bool) -> Option<String> {
        self.skip_slashes();
        let register = self.register;
        let first = self.word(0)?;
        if first == "JOINT" || slashed && is_slip(first, "JOINT", 2) {
            self.at += 1;
            let level = self.level(true)?;
            let codes = self.codes();
            return (codes.len() > 1).then(|| format!("//JOINT {level} {}", codes.join(" ")));
        }
        if self.cui_head().is_some() {
            return Some("CUI".to_owned());
        }
        let named = |phrase: &str| register.level_word(phrase).filter(|(entry, _)| !entry.codes.is_empty());
        if let Some((entry, _)) = self.phrase(named) {
            self.level = entry.rank;
            return Some(format!("//{}", entry.name));
        }
        let owned = first == "FGI" || register.place(first).is_some();
        if owned && first != "TOP" {
            let owner = if first == "FGI" {
                self.at += 1;
                first.to_owned()
            } else {
                self.codes().join(" ")
            };
            return self.level(true).map(|level| format!("//{owner} {level}"));
        }
        if slashed && let Some(near) = self.phrase(|phrase| nearest(phrase, register.foreign_levels())) {
            let (entry, _) = register.level_word(near)?;
            self.level = entry.rank;
            return Some(format!("//{}", entry.name));
        }
        self.level(false)
    }

    /// A level word, or the one that is clearly nearest.
    fn level(&mut self, foreign: bool) -> Option<String> {
        let register = self.register;
        let us = |phrase: &str| register.level_word(phrase).filter(|(entry, _)| entry.codes.is_empty());
        let words = Level::ALL.into_iter().filter(|level| foreign || *level != Level::Restricted).map(Level::word);
        let whole = |phrase: &str| us(phrase).or_else(|| broken(phrase, words.clone()).and_then(us));
        let (entry, _) =
            self.phrase(whole).or_else(|| self.phrase(|phrase| nearest(phrase, words.clone()).and_then(us)))?;
        self.level = entry.rank;
        Some(entry.name.clone())
    }

    /// The marking again, field by field.
    fn written(&self, head: &str) -> String {
        let mut fields: Vec<&(Category, String)> = self.fields.iter().collect();
        fields.sort_by_key(|(category, _)| *category);
        let mut text = head.to_owned();
        let mut before = None;
        for (category, entry) in fields {
            text.push_str(if before == Some(category) { "/" } else { "//" });
            text.push_str(entry);
            before = Some(category);
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::Style;
    use super::*;

    fn meant(text: &str) -> Option<String> {
        let kind = if text.starts_with('(') { MarkingKind::Portion } else { MarkingKind::Banner };
        repaired(text, kind, Register::builtin(), Context { style: Style::Ic, date: date(2014, 3, 12) })
    }

    #[test]
    fn words_find_their_place_and_spelling() {
        for (damaged, right) in [
            ("SECRET//NOF0RN//SI", "SECRET//SI//NOFORN"),
            ("SECRET//NODIS//NOFRON", "SECRET//NOFORN//NODIS"),
            ("SECRET/NOFORN", "SECRET//NOFORN"),
            ("SECRET \u{2215}\u{2215} NOFORN", "SECRET//NOFORN"),
            ("SECRT//NOFORN", "SECRET//NOFORN"),
            ("SECRET//ORCONNOFORN", "SECRET//ORCON/NOFORN"),
            ("SECRET///NOFORN", "SECRET//NOFORN"),
            ("TOP SECRET SI-G ABCD//ORCON/NOFORN", "TOP SECRET//SI-G ABCD//ORCON/NOFORN"),
            ("TOP SECRET//SI NOFORN", "TOP SECRET//SI//NOFORN"),
            ("TOP SECRET//ORCON/NOFORN//TALENT KEYHOL", "TOP SECRET//TK//ORCON/NOFORN"),
            ("SECRET//REL TO USA, GRB, AUS", "SECRET//REL TO USA, AUS, GBR"),
            ("SECRET//RELN TO USA, GBR", "SECRET//REL TO USA, GBR"),
            ("(S//REL TON USA, GBR)", "(S//REL TO USA, GBR)"),
            ("SECRET//FGI CAN DEU REL TO USA, CAN, DEU", "SECRET//FGI CAN DEU//REL TO USA, CAN, DEU"),
            ("(//JOINT S AUS USA REL TO USA, AUS)", "(//JOINT S AUS USA//REL TO USA, AUS)"),
            ("SECRET//SAR-BP/CD/NOFORN", "SECRET//SAR-BP/CD//NOFORN"),
            ("CUI/SP-PRVCY/NOFORN", "CUI//SP-PRVCY//NOFORN"),
            ("(S NF)", "(S//NF)"),
            ("(S\u{2044}NF)", "(S//NF)"),
            ("//GBR TOP SECERT", "//GBR TOP SECRET"),
            ("SECRET\\NOFORN", "SECRET//NOFORN"),
            ("SECRET|NOFORN", "SECRET//NOFORN"),
            ("SECRET\u{2014}NOFORN", "SECRET//NOFORN"),
            ("S E C R E T: NOFORN", "SECRET//NOFORN"),
            ("(SNF)", "(S//NF)"),
            ("(TSSI)", "(TS//SI)"),
            ("(SREL TO USA, GBR)", "(S//REL TO USA, GBR)"),
            ("(S//NF;OC)", "(S//OC/NF)"),
            ("(//NATO SECERT)", "(//NS)"),
            ("SECRET//NOFORN//RD", "SECRET//RD//NOFORN"),
            ("SECRET//RD/CNWDI", "SECRET//RD-CNWDI"),
            ("SECRET//RESTRICTED DTA-SIGMA 20//NOFORN", "SECRET//RD-SIGMA 20//NOFORN"),
            ("CUL//PRVCY", "CUI//PRVCY"),
            ("CVI//SP-CTI//NOFORN", "CUI//SP-CTI//NOFORN"),
            ("C UI//PRVCY", "CUI//PRVCY"),
            ("CUISP-CTI//NOFORN", "CUI//SP-CTI//NOFORN"),
            ("CUI - PRVCY", "CUI//PRVCY"),
            ("CUI//5P-CTI/SP-PRV CY/CRITEMGT", "CUI//SP-CTI/SP-PRVCY/CRIT/EMGT"),
            ("SECRET//NOF\u{41e}RN", "SECRET//NOFORN"),
            ("SE\u{200b}CRET//NO\u{ad}FORN", "SECRET//NOFORN"),
            ("S ECRET//NOFORN", "SECRET//NOFORN"),
            ("SECRETNOFORN", "SECRET//NOFORN"),
            ("TOP SECRETSI-G ABCD//ORCON/NOFORN", "TOP SECRET//SI-G ABCD//ORCON/NOFORN"),
            ("SECRETREL TO USA, GBR", "SECRET//REL TO USA, GBR"),
            ("SECRET//REL TO UAS, GBR", "SECRET//REL TO USA, GBR"),
            ("TOP SECRET//SI//ORCONREL TO USA, GBR", "TOP SECRET//SI//ORCON/REL TO USA, GBR"),
            ("SECRET//F6I DEU GBR//NOFORN", "SECRET//FGI DEU GBR//NOFORN"),
            ("SECRET//S I//NOFORN", "SECRET//SI//NOFORN"),
            ("SECRET//FPD//NOFORN", "SECRET//FRD//NOFORN"),
            ("SECRET//LIMDIS//NOFORN", "SECRET//NOFORN//LIMDIS"),
            ("SECRET//REL TO USA, CA N, GBR", "SECRET//REL TO USA, CAN, GBR"),
            ("TOP SECRET//ORCN/NOFON", "TOP SECRET//ORCON/NOFORN"),
        ] {
            assert_eq!(meant(damaged).as_deref(), Some(right), "{damaged}");
        }
    }

    #[test]
    fn what_could_be_two_things_or_none_is_left() {
        for text in [
            "SECRET//NOFORN/R/EXDIS",
            "SECRET//REL TO USA, GBR WE MET THE MINISTER",
            "SECRET//XQZWV",
            "SECRET//X",
            "CVI//NOFORN",
            "CUI//XY-CTI",
            "(S//O/NF)",
            "SECRET//FGI DEU NO//NOFORN",
            "SECRET//REL TO USA, UAS",
            "SECRET\u{42f}//NOFORN",
            "SECRET//NOFORN",
            "SECRET//REL TO USA, NATO EXCEPT TUR",
        ] {
            assert_eq!(meant(text), None, "{text}");
        }
    }
}
