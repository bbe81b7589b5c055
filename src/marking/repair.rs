//! Guesses the marking that was meant by a damaged one: `SECRET//SI//NOFORN` for `SECRET/NOFRON//SI`.
//!
//! Damage mostly affects separators and order, so the words are read without them: each is looked up, or replaced by
//! the one clearly nearest token, and the marking is written again. If a word is near to nothing, or to two tokens,
//! there is no answer. The result is a guess for a person to judge.

use super::model::Category;
use super::read::read;
use super::register::{Entry, Register};
use super::rewrite::LONGEST;
use super::scope::{Context, Kind};
use super::signs::plain_signs;
use crate::likeness::distance;

/// Words in a registered phrase, at most.
const PHRASE: usize = 5;
/// Words that part a list and say nothing.
const JOINING: [&str; 3] = ["AND", "&", "OR"];

/// The marking that `text` was probably meant to be, in its canonical form and with the parentheses of a portion mark.
/// Nothing where no one reading is clearly nearest, or where the text says it already.
pub fn repaired(text: &str, kind: Kind, register: &Register, context: Context) -> Option<String> {
    if text.len() > LONGEST {
        return None;
    }
    let upper = plain_signs(text).to_ascii_uppercase();
    let body = upper.trim().trim_start_matches('(').trim_end_matches(')').trim();
    let units = units(body);
    let mut parts = Parts { units: &units, at: 0, register, context, fields: Vec::new(), cui: false };
    let head = parts.head(body.starts_with('/'))?;
    while parts.at < units.len() {
        parts.entry()?;
    }
    let meant = read(&parts.written(&head), kind, register);
    let marking = meant.marking.as_ref().filter(|_| meant.is_whole())?;
    let written = if kind == Kind::Banner { marking.banner(register) } else { marking.portion(register) };
    (written != text.trim() && read(&written, kind, register).marking.as_ref() == Some(marking)).then_some(written)
}

/// A word, or a run of slashes.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Unit<'t> {
    Word(&'t str),
    Slashes(usize),
}

fn units(body: &str) -> Vec<Unit<'_>> {
    let mut units: Vec<Unit<'_>> = Vec::new();
    for piece in body.split_inclusive('/') {
        let (words, slash) = piece.strip_suffix('/').map_or((piece, false), |words| (words, true));
        units.extend(words.split([' ', '\t', ',', ';']).filter(|word| !word.is_empty()).map(Unit::Word));
        match units.last_mut() {
            Some(Unit::Slashes(count)) if slash => *count += 1,
            _ if slash => units.push(Unit::Slashes(1)),
            _ => {}
        }
    }
    units
}

/// A marking under repair.
struct Parts<'t> {
    units: &'t [Unit<'t>],
    at: usize,
    register: &'t Register,
    context: Context,
    /// What follows the level, with its field.
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
        if self.word(0) == Some("JOINT") {
            self.at += 1;
            let level = self.level()?;
            let codes = self.codes();
            return (codes.len() > 1).then(|| format!("//JOINT {level} {}", codes.join(" ")));
        }
        if matches!(self.word(0), Some("CUI" | "CONTROLLED")) {
            self.at += 1;
            self.cui = true;
            return Some("CUI".to_owned());
        }
        let named =
            |phrase: &str| register.level_word(phrase).map(|(entry, _)| (entry.name.clone(), !entry.codes.is_empty()));
        if let Some((level, foreign)) = self.phrase(named) {
            return Some(if foreign { format!("//{level}") } else { level });
        }
        if self.word(0) == Some("FGI") || self.word(0).is_some_and(|word| register.place(word).is_some()) {
            let owner = match self.word(0) {
                Some("FGI") => {
                    self.at += 1;
                    "FGI".to_owned()
                }
                _ => self.codes().join(" "),
            };
            return self.level().map(|level| format!("//{owner} {level}"));
        }
        if slashed {
            return None;
        }
        self.level()
    }

    /// A US level, or the one that is clearly nearest.
    fn level(&mut self) -> Option<String> {
        let register = self.register;
        let exact = self.phrase(|phrase| {
            register.level_word(phrase).filter(|(entry, _)| entry.codes.is_empty()).map(|(entry, _)| entry.name.clone())
        });
        exact.or_else(|| {
            let words = ["TOP SECRET", "SECRET", "CONFIDENTIAL", "UNCLASSIFIED"];
            self.phrase(|phrase| nearest(phrase, words.into_iter()).map(str::to_owned))
        })
    }

    /// Reads one entry after the level; nothing where it cannot be made out.
    fn entry(&mut self) -> Option<()> {
        self.skip_slashes();
        if self.at >= self.units.len() {
            return Some(());
        }
        self.list()
            .or_else(|| self.eyes())
            .or_else(|| self.program())
            .or_else(|| self.category())
            .or_else(|| self.control())
            .or_else(|| self.system())
            .or_else(|| self.guess())
    }

    fn push(&mut self, category: Category, text: String) -> Option<()> {
        self.fields.push((category, text));
        Some(())
    }

    /// `REL TO`, `DISPLAY ONLY` or `FGI` with its codes.
    fn list(&mut self) -> Option<()> {
        let (first, second) = (self.word(0)?, self.word(1));
        let (opener, taken) = match (first, second) {
            ("FGI", _) => {
                self.at += 1;
                let codes = self.codes();
                let list = if codes.is_empty() { "FGI".to_owned() } else { format!("FGI {}", codes.join(" ")) };
                return self.push(Category::ForeignInformation, list);
            }
            (display, Some(only)) if is_slip(display, "DISPLAY", 2) && is_slip(only, "ONLY", 2) => ("DISPLAY ONLY", 2),
            ("RELTO", _) => ("REL TO", 1),
            (rel, Some(to)) if is_slip(rel, "REL", 2) && is_slip(to, "TO", 2) && self.code(2) => ("REL TO", 2),
            ("REL", Some(_)) if self.code(1) => ("REL TO", 1),
            ("REL", None) => {
                self.at += 1;
                return self.push(Category::Dissemination, "REL".to_owned());
            }
            _ => return None,
        };
        self.at += taken;
        let mut codes = self.codes();
        if codes.is_empty() {
            return None;
        }
        if let Some(usa) = codes.iter().position(|code| code == "USA") {
            codes.swap(0, usa);
        }
        self.push(Category::Dissemination, format!("{opener} {}", codes.join(", ")))
    }

    /// `USA/GBR EYES ONLY`, whose codes are in front.
    fn eyes(&mut self) -> Option<()> {
        let from = self.at;
        let codes = self.codes();
        let closed = self.word(0).zip(self.word(1));
        if codes.len() > 1 && closed.is_some_and(|(eyes, only)| is_slip(eyes, "EYES", 2) && is_slip(only, "ONLY", 2)) {
            self.at += 2;
            return self.push(Category::Dissemination, format!("{} EYES ONLY", codes.join("/")));
        }
        self.at = from;
        None
    }

    /// Whether the word so far ahead is a country code, or as good as one.
    fn code(&self, ahead: usize) -> bool {
        self.word(ahead).is_some_and(|word| self.place(word).is_some())
    }

    fn place(&self, word: &str) -> Option<String> {
        if self.register.place(word).is_some() {
            return Some(word.to_owned());
        }
        // `TOP` begins a level.
        let known = word.len() > 2 && word.len() < 6 && word != "TOP" && self.register.control(word).is_none();
        let near = known.then(|| nearest(word, self.register.codes()))?;
        near.map(str::to_owned)
    }

    /// The codes from here to the first word that is not a code, each once. A single slash between two codes is a
    /// comma.
    fn codes(&mut self) -> Vec<String> {
        let mut codes: Vec<String> = Vec::new();
        loop {
            while self.word(0).is_some_and(|word| JOINING.contains(&word)) {
                self.at += 1;
            }
            let slash = usize::from(!codes.is_empty() && self.units.get(self.at) == Some(&Unit::Slashes(1)));
            let Some(Unit::Word(word)) = self.units.get(self.at + slash) else { return codes };
            let certain = slash == 0 || self.register.place(word).is_some() && self.register.control(word).is_none();
            let Some(code) = self.place(word).filter(|_| certain) else { return codes };
            if !codes.contains(&code) {
                codes.push(code);
            }
            self.at += slash + 1;
        }
    }

    /// A special access program or nicknames: their words are in no register, so they stay as they are up to the end of
    /// the field.
    fn program(&mut self) -> Option<()> {
        let first = self.word(0)?;
        let category = if first.starts_with("SAR-") || first == "SPECIAL" {
            Category::Sap
        } else if first.starts_with("ACCM-") {
            Category::NonIc
        } else {
            return None;
        };
        let mut text = String::new();
        while let Some(unit) = self.units.get(self.at) {
            match unit {
                Unit::Slashes(1) if !self.next_is_control() => text.push('/'),
                Unit::Word(word) => {
                    let gap = if text.is_empty() || text.ends_with('/') { "" } else { " " };
                    text.extend([gap, word]);
                }
                Unit::Slashes(_) => break,
            }
            self.at += 1;
        }
        self.push(category, text)
    }

    fn next_is_control(&self) -> bool {
        matches!(self.units.get(self.at + 1), Some(Unit::Word(word)) if self.register.control(word).is_some())
    }

    /// A CUI category; they follow `CUI` alone.
    fn category(&mut self) -> Option<()> {
        let word = self.word(0)?;
        if word == "CUI" {
            (self.at, self.cui) = (self.at + 1, true);
            return self.push(Category::Cui, "CUI".to_owned());
        }
        let known = self.register.cui_category(word.strip_prefix("SP-").unwrap_or(word)).is_some();
        if !self.cui || !known {
            return None;
        }
        self.at += 1;
        self.push(Category::CuiCategory, word.to_owned())
    }

    /// A registered control, or `RD` with what belongs to it.
    fn control(&mut self) -> Option<()> {
        let register = self.register;
        let known = |phrase: &str| {
            register.control(phrase).map(|(entry, _)| entry).filter(|entry| entry.category != Category::Sci)
        };
        let entry = self.phrase(known)?;
        let mut text = entry.name.clone();
        while let Some(number) = self.word(0).filter(|word| is_number(word) && entry.category == Category::AtomicEnergy)
        {
            text.extend([" ", number]);
            self.at += 1;
        }
        self.push(entry.category, text)
    }

    /// A control system with its compartments, which may be after a space.
    fn system(&mut self) -> Option<()> {
        let register = self.register;
        let titled = |phrase: &str| {
            register
                .control(phrase)
                .filter(|(entry, _)| entry.category == Category::Sci)
                .map(|(entry, _)| entry.name.clone())
        };
        let text = match self.phrase(titled) {
            Some(name) => name,
            None => {
                let word = self.word(0)?;
                let (system, rest) = word.split_once('-')?;
                let (entry, _) = register.control(system).filter(|(entry, _)| entry.category == Category::Sci)?;
                self.at += 1;
                format!(
                    "{}-{}",
                    entry.name,
                    rest.split('-').map(|part| self.compartment(&entry.name, part)).collect::<Vec<_>>().join("-")
                )
            }
        };
        let mut text = text;
        let system = text.split('-').next().unwrap_or_default().to_owned();
        while let Some(word) = self.word(0).filter(|word| is_opaque(word, register)) {
            let compartment = register.entry(Category::Sci, &format!("{system}-{word}")).is_some();
            let sub = text.rsplit_once('-').and_then(|(_, last)| {
                register.entry(Category::Sci, &format!("{system}-{}", last.split(' ').next().unwrap_or(last)))
            });
            let fits = sub.and_then(|entry| entry.sub_shape).is_none_or(|shape| shape.fits(word));
            if !compartment && (!text.contains('-') || !fits) {
                break;
            }
            text.extend([if compartment { "-" } else { " " }, word]);
            self.at += 1;
        }
        self.push(Category::Sci, text)
    }

    /// A compartment of a system as the register spells it, where one is clearly nearest.
    fn compartment(&self, system: &str, written: &str) -> String {
        let known = self.register.compartment(written);
        let entry = |name: &str| self.register.entry(Category::Sci, &format!("{system}-{name}"));
        if entry(known).is_some() || written.len() < 4 || written.contains(' ') {
            return known.to_owned();
        }
        let names = self.register.compartments(system);
        nearest(written, names).unwrap_or(known).to_owned()
    }

    /// What no register has: two controls without a separator, one with a space in it, or the nearest one.
    fn guess(&mut self) -> Option<()> {
        let word = self.word(0)?;
        if let Some((one, other)) = self.glued(word) {
            self.at += 1;
            self.push(one.category, one.name.clone())?;
            return self.push(other.category, other.name.clone());
        }
        let joined = self.word(1).map(|second| format!("{word}{second}"));
        if let Some((entry, _)) = joined.and_then(|joined| self.register.control(&joined)).filter(|_| word.len() > 1) {
            self.at += 2;
            return self.push(entry.category, entry.name.clone());
        }
        let in_force = |entry: &&Entry| !entry.is_retired(self.context) && !entry.is_early(self.context);
        let known = self.register.controls().filter(|(_, entry)| in_force(entry)).map(|(spelling, _)| spelling);
        let known: Vec<&str> = known.collect();
        for count in (1..=PHRASE).rev() {
            let words: Option<Vec<&str>> = (0..count).map(|ahead| self.word(ahead)).collect();
            let Some(written) = words.map(|words| words.join(" ")) else { continue };
            if let Some((entry, _)) =
                nearest(&written, known.iter().copied()).and_then(|near| self.register.control(near))
            {
                self.at += count;
                return self.push(entry.category, entry.name.clone());
            }
        }
        if self.cui {
            let written = word.strip_prefix("SP-").unwrap_or(word);
            let near = nearest(written, self.register.categories()).filter(|_| written.len() > 2)?;
            self.at += 1;
            return self.push(Category::CuiCategory, word.replace(written, near));
        }
        None
    }

    fn glued(&self, word: &str) -> Option<(&'t Entry, &'t Entry)> {
        let register = self.register;
        let split = |at: usize| Some((register.control(word.get(..at)?)?.0, register.control(word.get(at..)?)?.0));
        let mut found = (2..word.len().saturating_sub(1)).filter_map(split);
        found.next().filter(|_| found.next().is_none() && word.len() >= 6)
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

fn is_number(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a word is neither a control nor the start of a list.
fn is_opaque(word: &str, register: &Register) -> bool {
    register.control(word).is_none()
        && !matches!(word, "REL" | "RELTO" | "FGI" | "DISPLAY" | "SAR" | "CUI")
        && !word.starts_with("SAR-")
}

fn is_slip(written: &str, known: &str, limit: u32) -> bool {
    written == known || cost(written, known).is_some_and(|cost| cost <= limit)
}

/// The word of `known` that is clearly nearest to a misspelled one: within one slip, or two for ten letters and more,
/// and nearer than every other.
fn nearest<'k>(written: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    let limit = match written.len() {
        0..=1 => return None,
        2 => 1,
        3..=9 => 2,
        _ => 4,
    };
    let mut best: Option<(u32, &str)> = None;
    let mut tied = false;
    for word in known {
        // The shortest words are an inch from everything.
        if word.len().abs_diff(written.len()) > 2 || word.len() < 3 && word.len() != written.len() {
            continue;
        }
        let Some(cost) = cost(written, word).filter(|cost| *cost <= limit) else { continue };
        match best {
            Some((least, known)) if least < cost || known == word => {}
            Some((least, _)) if least == cost => tied = true,
            _ => (best, tied) = (Some((cost, word)), false),
        }
    }
    best.filter(|_| !tied).map(|(_, word)| word)
}

/// How far two words are apart, in half slips: letters that change places, and such as scanners confuse, cost half.
fn cost(written: &str, known: &str) -> Option<u32> {
    let pairs = written.bytes().zip(known.bytes());
    let differ: Vec<usize> =
        pairs.enumerate().filter(|(_, (one, other))| one != other).map(|(at, _)| at).take(3).collect();
    let (one, other) = (written.as_bytes(), known.as_bytes());
    if let [first, second] = differ[..]
        && one.len() == other.len()
        && second == first + 1
        && (one[first], one[second]) == (other[second], other[first])
    {
        return Some(1);
    }
    distance(written, known, 4)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::Style;
    use super::*;

    fn meant(text: &str) -> Option<String> {
        let kind = if text.starts_with('(') { Kind::Portion } else { Kind::Banner };
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
            "SECRET//NOFORN",
            "SECRET//REL TO USA, NATO EXCEPT TUR",
        ] {
            assert_eq!(meant(text), None, "{text}");
        }
    }
}
