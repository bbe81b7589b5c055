//! One entry behind the level: its field, and the words that it was meant to be.

use super::likely::{is_slip, nearest};
use super::unit::Unit;
use super::{PHRASE, Parts};
use crate::marking::level::Level;
use crate::marking::model::Category;
use crate::marking::register::{Register, RegisterEntry};
use crate::marking::scope::MarkingKind;

/// Words that part a list and say nothing.
const JOINING: [&str; 4] = ["AND", "&", "OR", "TO"];

impl<'t> Parts<'t> {
    /// Reads one entry behind the level; nothing where it cannot be made out.
    pub(super) fn entry(&mut self) -> Option<()> {
        self.skip_slashes();
        if self.at >= self.units.len() {
            return Some(());
        }
        self.list()
            .or_else(|| self.eyes())
            .or_else(|| self.program())
            .or_else(|| self.weapon_data())
            .or_else(|| self.category())
            .or_else(|| self.control())
            .or_else(|| self.system())
            .or_else(|| self.guess())
            .or_else(|| self.sub_compartment())
    }

    pub(super) fn push(&mut self, category: Category, text: String) -> Option<()> {
        self.fields.push((category, text));
        Some(())
    }

    /// `REL TO`, `DISPLAY ONLY` or `FGI` with its codes.
    fn list(&mut self) -> Option<()> {
        let (first, second) = (self.word(0)?, self.word(1));
        let (opener, taken) = match (first, second) {
            (fgi, next) if fgi == "FGI" || is_slip(fgi, "FGI", 2) && self.begins_sources(fgi, next) => {
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
        self.disclosed(opener)
    }

    /// The codes behind `opener`, `USA` first.
    fn disclosed(&mut self, opener: &str) -> Option<()> {
        let mut codes = Vec::new();
        if opener == "REL TO" && self.is_usa(0) {
            self.at += 1;
            codes.push("USA".to_owned());
        }
        codes.extend(self.codes());
        if codes.is_empty() {
            return None;
        }
        if let Some(usa) = codes.iter().position(|code| code == "USA") {
            codes.swap(0, usa);
        }
        self.push(Category::Dissemination, format!("{opener} {}", codes.join(", ")))
    }

    /// Whether `word` is no token, and a country is behind it.
    fn begins_sources(&self, word: &str, next: Option<&str>) -> bool {
        let token = self.register.control(word).is_some() || self.register.place(word).is_some();
        !token && next.is_some_and(|next| self.register.place(next).is_some())
    }

    /// `USA/GBR EYES ONLY`, whose codes stand in front.
    fn eyes(&mut self) -> Option<()> {
        let from = self.at;
        let mut codes = self.codes();
        while !codes.is_empty() && matches!(self.units.get(self.at), Some(Unit::Slashes(_))) {
            self.at += 1;
            match self.codes() {
                more if more.is_empty() => break,
                more => codes.extend(more),
            }
        }
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
        self.is_usa(ahead) || self.word(ahead).is_some_and(|word| self.place(word).is_some())
    }

    /// Whether a slip of `USA` is there, which begins every release list, and no other word of the list is `USA`.
    fn is_usa(&self, ahead: usize) -> bool {
        let slip = self.word(ahead).is_some_and(|word| self.register.place(word).is_none() && is_slip(word, "USA", 1));
        slip && !self.units[self.at..].contains(&Unit::Word("USA"))
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

    /// The codes from here to the first word that is none, each once. A single slash between two codes is a comma.
    pub(super) fn codes(&mut self) -> Vec<String> {
        let mut codes: Vec<String> = Vec::new();
        loop {
            while self.word(0).is_some_and(|word| JOINING.contains(&word)) {
                self.at += 1;
            }
            if self.word(0).zip(self.word(1)).is_some_and(|(eyes, only)| is_slip(eyes, "EYES", 2) && only == "ONLY") {
                return codes;
            }
            let slash = usize::from(!codes.is_empty() && self.units.get(self.at) == Some(&Unit::Slashes(1)));
            let Some(Unit::Word(word)) = self.units.get(self.at + slash) else { return codes };
            let certain = slash == 0 || self.register.place(word).is_some() && self.register.control(word).is_none();
            let broken =
                || self.word(1).map(|rest| format!("{word}{rest}")).filter(|code| self.register.place(code).is_some());
            let (code, words) = match (self.place(word).filter(|_| certain), broken()) {
                (Some(code), _) => (code, 1),
                (None, Some(code)) if slash == 0 => (code, 2),
                _ => return codes,
            };
            if !codes.contains(&code) {
                codes.push(code);
            }
            self.at += slash + words;
        }
    }

    /// A special access program or nicknames: their words are in no register, so they stay as they stand up to the end of
    /// the field.
    fn program(&mut self) -> Option<()> {
        let first = self.word(0)?;
        let (category, prefix) = match first.split_once('-') {
            Some((sar, _)) if is_slip(sar, "SAR", 1) => (Category::Sap, Some("SAR-")),
            Some((accm, _)) if is_slip(accm, "ACCM", 2) => (Category::NonIc, Some("ACCM-")),
            _ if first == "SPECIAL" => (Category::Sap, None),
            _ => return None,
        };
        let mut text = String::new();
        while let Some(unit) = self.units.get(self.at) {
            match unit {
                Unit::Slashes(1) if !self.begins_control(self.at + 1) => text.push('/'),
                Unit::Word(word) => {
                    let word = match prefix.zip(word.split_once('-')).filter(|_| text.is_empty()) {
                        Some((prefix, (_, name))) => &[prefix, name].concat(),
                        None => *word,
                    };
                    if !text.is_empty() && self.begins_control(self.at) {
                        break;
                    }
                    let gap = if text.is_empty() || text.ends_with('/') { "" } else { " " };
                    text.extend([gap, word]);
                }
                Unit::Slashes(_) => break,
            }
            self.at += 1;
        }
        self.push(category, text)
    }

    /// Whether a control begins at a unit, or is all but spelt there.
    fn begins_control(&self, at: usize) -> bool {
        let words = self.units[at..].iter().map_while(|unit| match unit {
            Unit::Word(word) => Some(*word),
            Unit::Slashes(_) => None,
        });
        let words: Vec<&str> = words.take(PHRASE).collect();
        let mut heads = (1..=words.len()).map(|count| words[..count].join(" "));
        heads.any(|head| self.register.control(&head).is_some())
            || words.first().is_some_and(|word| word.len() > 4 && self.register.nearest(word).is_some())
    }

    /// `CNWDI` and `SIGMA 14` belong to the RD or FRD in front of them, whatever stands between.
    fn weapon_data(&mut self) -> Option<()> {
        let name = match self.word(0)? {
            "CNWDI" | "N" => "CNWDI",
            "SG" => "SIGMA",
            word if is_slip(word, "SIGMA", 2) => "SIGMA",
            _ => return None,
        };
        let atomic = self.fields.iter().rposition(|(category, _)| *category == Category::AtomicEnergy)?;
        self.fields[atomic].1.extend(["-", name]);
        self.at += 1;
        while let Some(number) = self.word(0).filter(|word| is_number(word)) {
            self.at += 1;
            self.fields[atomic].1.extend([" ", number]);
        }
        Some(())
    }

    /// A registered control, or `RD` with what belongs to it.
    fn control(&mut self) -> Option<()> {
        let register = self.register;
        let known = |phrase: &str| register.control(phrase).filter(|(entry, _)| entry.category != Category::Sci);
        let (entry, _) = self.phrase(known)?;
        self.push(entry.category, entry.name.clone())
    }

    /// A control system with its compartments, which may stand behind a blank.
    fn system(&mut self) -> Option<()> {
        let register = self.register;
        let titled = |phrase: &str| register.system(phrase).map(|(entry, _)| entry.name.clone());
        let mut text = match self.phrase(titled) {
            Some(name) => name,
            None => {
                let word = self.word(0)?;
                let (system, rest) = word.split_once('-')?;
                let (entry, _) = register.system(system)?;
                self.at += 1;
                let parts = rest.split('-').map(|part| self.compartment(&entry.name, part));
                [vec![entry.name.clone()], parts.collect()].concat().join("-")
            }
        };
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

    /// What no register has: controls without a separator, one with a blank in it, or the nearest one.
    fn guess(&mut self) -> Option<()> {
        let word = self.word(0)?;
        if let Some((one, other)) = self.glued(word) {
            self.at += 1;
            self.push(one.category, one.name.clone())?;
            if other.name == "REL" {
                return self.disclosed("REL TO");
            }
            return self.push(other.category, other.name.clone());
        }
        let joined = self.word(1).map(|second| format!("{word}{second}"));
        if let Some((entry, _)) = joined
            .and_then(|joined| self.register.control(&joined))
            .filter(|(entry, _)| word.len() > 1 || entry.name.len() < 3)
        {
            self.at += 2;
            return self.push(entry.category, entry.name.clone());
        }
        let (register, context, level) = (self.register, self.context, self.level);
        let fits = |entry: &RegisterEntry| {
            let may_stand = level.is_none_or(|level| entry.levels(context).contains(level));
            // What stands behind RD and FRD is read apart, and in a classified marking nobody writes what CUI alone has.
            let apart = entry.category == Category::AtomicEnergy && entry.name.contains('-');
            let strange = level.is_some_and(Level::is_classified) && entry.cui_alone;
            may_stand && !apart && !strange && !entry.is_retired(context) && !entry.is_early(context)
        };
        // Two letters of a portion mark are near to too much to be guessed in a banner.
        let short = |spelling: &str, entry: &RegisterEntry| spelling.len() < 3 && spelling != entry.banner;
        let may_be = |spelling, entry| fits(entry) && !(self.kind == MarkingKind::Banner && short(spelling, entry));
        let known: Vec<&str> = register
            .controls()
            .filter(|(spelling, entry)| may_be(spelling, entry))
            .map(|(spelling, _)| spelling)
            .collect();
        let near = |written: &str| register.control(nearest(written, known.iter().copied())?);
        if let Some((entry, _)) = self.phrase(near) {
            return self.push(entry.category, entry.name.clone());
        }
        if self.cui {
            let written = word.strip_prefix("SP-").unwrap_or(word);
            let near = nearest(written, register.categories()).filter(|_| written.len() > 2)?;
            self.at += 1;
            return self.push(Category::CuiCategory, word.replace(written, near));
        }
        None
    }

    /// What nothing is near to, at the end of a field behind a compartment: a sub-compartment of another shape.
    fn sub_compartment(&mut self) -> Option<()> {
        let word =
            self.word(0).filter(|word| word.len() < 7 && self.word(1).is_none() && is_opaque(word, self.register))?;
        let behind = matches!(self.units.get(self.at.checked_sub(1)?)?, Unit::Word(_));
        let (category, system) = self.fields.last_mut()?;
        if !behind || *category != Category::Sci || !system.contains('-') {
            return None;
        }
        system.extend([" ", word]);
        self.at += 1;
        Some(())
    }

    fn glued(&self, word: &str) -> Option<(&'t RegisterEntry, &'t RegisterEntry)> {
        let register = self.register;
        let split = |at: usize| Some((register.control(word.get(..at)?)?.0, register.control(word.get(at..)?)?.0));
        let mut found = (2..word.len().saturating_sub(1)).filter_map(split);
        found.next().filter(|_| found.next().is_none() && word.len() >= 6)
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
