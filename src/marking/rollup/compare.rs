//! Compares a banner line with the portions below it; the result lists under- and over-marking with the deciding
//! portions.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::lists::expanded;
use super::{Overall, roll_up};
use crate::marking::code::{Code, Codes};
use crate::marking::fault::Fault;
use crate::marking::model::{Category, Marking, Owner};
use crate::marking::read::ReadMarking;
use crate::marking::register::Register;
use crate::marking::scope::{Context, MarkingKind, Style};

/// A fault of the banner, and the portions that show it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RollUpFault {
    /// What is wrong; its span is in the banner.
    pub fault: Fault,
    /// The portions that force it, by index from 0.
    pub portions: Vec<usize>,
}

/// Controls of a marking one by one, foreign disclosure aside.
pub(crate) type Elements = BTreeSet<(Category, String)>;

/// What is wrong with the controls of a banner over those portions. Levels have an order of their own, and faults of
/// the banner alone are [`super::super::judge()`]'s.
pub fn compare(banner: &ReadMarking, portions: &[Marking], register: &Register, context: Context) -> Vec<RollUpFault> {
    let (Some(marking), Some(overall)) = (&banner.marking, roll_up(portions, register, context)) else {
        return Vec::new();
    };
    let mut comparison = Comparison {
        banner,
        marking,
        overall: &overall,
        portions,
        register,
        context,
        carriers: carriers(portions),
        found: Vec::new(),
    };
    comparison.compare_elements();
    comparison.compare_disclosure();
    comparison.find_list_nowhere();
    comparison.found.into_iter().map(|(fault, portions)| RollUpFault { fault, portions }).collect()
}

struct Comparison<'a> {
    banner: &'a ReadMarking,
    marking: &'a Marking,
    overall: &'a Overall,
    portions: &'a [Marking],
    register: &'a Register,
    context: Context,
    /// The portions that carry each element, by index.
    carriers: BTreeMap<(Category, String), Vec<usize>>,
    found: Vec<(Fault, Vec<usize>)>,
}

impl Comparison<'_> {
    fn fault(&mut self, rule: &'static str, token: &str, right: &str, at: Range<usize>, of: impl Fn(&Marking) -> bool) {
        let portions = (0..self.portions.len()).filter(|index| of(&self.portions[*index])).collect();
        self.found.push((Fault::new(rule, at).fact("token", token).fact("right", right), portions));
    }

    fn place(&self, name: &str) -> Range<usize> {
        let token = self.banner.tokens.iter().find(|token| token.name == name);
        token.map_or(self.banner.body.clone(), |token| token.span.clone())
    }

    fn compare_elements(&mut self) {
        let (shown, mut due) = (self.of_today(elements(self.marking)), self.of_today(elements(&self.overall.marking)));
        // Under the banner of the United States the other owners of JOINT text are its sources, and JOINT text alone is
        // too.
        if self.marking.owner == Owner::Us {
            let owners =
                self.portions.iter().filter(|portion| matches!(portion.owner, Owner::Joint(_))).flat_map(owners);
            let abroad = owners.filter(|code| !code.is_usa()).map(|code| source(&code));
            due.extend(abroad.filter(|_| !self.overall.marking.foreign.concealed));
        }
        // A foreign marking shows its source by its owner.
        let own = owners(self.marking).into_iter().map(|code| source(&code));
        let shown_or_own: Elements = shown.iter().cloned().chain(own).collect();
        // A program's nickname and the letters assigned to it are told apart by its own list alone (DoDM 5200.01 V2 Encl. 4).
        let lettered = |name: &str| name.len() <= 3;
        let other_form = |all: &Elements, category: &Category, name: &str| {
            let mut programs = all.iter().filter(|(other, _)| *other == Category::Sap);
            *category == Category::Sap && programs.any(|(_, other)| lettered(other) != lettered(name))
        };
        for (category, name) in
            due.difference(&shown_or_own).filter(|(category, name)| !other_form(&shown, category, name))
        {
            let rule = match category {
                Category::ForeignInformation => "foreign-source-missing-from-banner",
                Category::Cui | Category::CuiCategory => "cui-missing-from-banner",
                _ if name == "OC" => "orcon-missing-from-banner",
                _ => "control-missing-from-banner",
            };
            // A basic category is shown only where the agency's policy says so (2002.20(b)(2)).
            if *category == Category::CuiCategory && !name.starts_with("SP-") {
                continue;
            }
            let written = self.written(*category, name);
            let fault = Fault::new(rule, self.banner.body.clone()).fact("token", &*written).fact("right", &*written);
            let carries = |(key, _): &(&(Category, String), &Vec<usize>)| {
                key.0 == *category
                    && (key.1 == *name || self.of_today([(*key).clone()].into()).contains(&(*category, name.clone())))
            };
            let carriers = self.carriers.iter().filter(carries).flat_map(|(_, indices)| indices.iter().copied());
            let carriers: BTreeSet<usize> = carriers.collect();
            self.found.push((fault, carriers.into_iter().collect()));
        }
        for (category, name) in shown.difference(&due).filter(|(category, name)| !other_form(&due, category, name)) {
            // Defense leaves CUI out of a classified banner, which is a fault of the banner alone.
            let unified = matches!(category, Category::Cui | Category::CuiCategory) && self.context.style == Style::Dod;
            if unified && self.marking.level.is_classified() {
                continue;
            }
            let written = self.written(*category, name);
            let rule = match category {
                Category::ForeignInformation => "foreign-source-without-portion",
                Category::Dissemination | Category::NonIc => "control-without-portion",
                _ => "control-system-without-portion",
            };
            if self.marking.level.is_classified() == self.overall.marking.level.is_classified() {
                self.fault(rule, &written, "", self.place(name), |_| false);
            }
        }
    }

    /// The elements with old names of a token replaced by that of today: COMINT is SI.
    fn of_today(&self, elements: Elements) -> Elements {
        let today = |(category, name): (Category, String)| {
            let (system, rest) = name.split_at(name.find('-').unwrap_or(name.len()));
            let means = self.register.entry(category, system).and_then(|entry| entry.means.as_ref());
            (category, means.map_or_else(|| name.clone(), |means| format!("{means}{rest}")))
        };
        elements.into_iter().map(today).collect()
    }

    fn written(&self, category: Category, name: &str) -> String {
        self.register.form(category, name, MarkingKind::Banner).to_owned()
    }

    /// NOFORN, REL TO, RELIDO and DISPLAY ONLY (Manual Table 3).
    fn compare_disclosure(&mut self) {
        let (shown, due) = (self.marking, &self.overall.marking);
        let right = due.field(self.register, MarkingKind::Banner, Category::Dissemination);
        // Portions without any control add up to their level.
        let right = if right.is_empty() { due.level.word().to_owned() } else { right };
        let body = self.banner.body.clone();
        let bare = |portion: &Marking| portion.level.is_classified() && !portion.decides_disclosure();
        let unlisted = |portion: &Marking| {
            let lists = [&portion.release, &portion.eyes, &portion.display];
            portion.level.is_classified() && lists.iter().all(|list| list.is_none())
        };
        let noforn = |portion: &Marking| {
            ["SBU-NF", "LES-NF"].iter().any(|name| portion.has_non_ic(name)) || portion.disseminates("NF")
        };
        if self.marking.level.is_classified() != due.level.is_classified() {
            return;
        }
        if due.disseminates("NF") && !shown.disseminates("NF") {
            let marked = self.portions.iter().any(noforn);
            let rule = match () {
                () if marked => "noforn-missing-from-banner",
                () if shown.release.is_some() || shown.display.is_some() || shown.eyes.is_some() => {
                    "banner-releases-too-much"
                }
                () if shown.disseminates("RELIDO") => "relido-not-in-every-portion",
                () if self.portions.iter().any(|portion| portion.granted().is_some()) => "release-missing-from-banner",
                () => "disclosure-missing-from-banner",
            };
            return self.fault(rule, "NOFORN", &right, body, |portion| match rule {
                _ if marked => noforn(portion),
                "banner-releases-too-much" => unlisted(portion),
                _ => bare(portion),
            });
        }
        if shown.disseminates("NF") && !due.disseminates("NF") {
            let rule = match self.context.style {
                Style::Dod if self.portions.iter().any(bare) => "dod-mixed-release-as-noforn",
                _ => "noforn-without-portion",
            };
            return self.fault(rule, "NOFORN", &right, self.place("NF"), |portion| portion.release.is_some());
        }
        if shown.disseminates("RELIDO") && !due.disseminates("RELIDO") {
            self.fault("relido-not-in-every-portion", "RELIDO", &right, self.place("RELIDO"), |portion| {
                !portion.disseminates("RELIDO")
            });
        }
        self.compare_lists(&right);
    }

    /// `(S//REL)` points to a list in the banner (Manual H.8 p150-153).
    fn find_list_nowhere(&mut self) {
        let listed = [&self.marking.release, &self.marking.eyes].into_iter().flatten().any(|list| !list.is_empty());
        // The portions of JOINT text are released to its owners.
        let open = |portion: &Marking| portion.leaves_list_to_banner() && !matches!(portion.owner, Owner::Joint(_));
        if !listed && self.portions.iter().any(open) {
            self.fault("release-list-nowhere", "", "", self.banner.body.clone(), open);
        }
    }

    fn compare_lists(&mut self, right: &str) {
        let (shown, due) = (self.marking, &self.overall.marking);
        if self.overall.open_list {
            return;
        }
        let body = self.banner.body.clone();
        let lists = |portion: &Marking| portion.granted().is_some();
        match (shown.granted(), due.granted()) {
            (Some(list), due_list) if !list.is_empty() => {
                let allowed = due_list.cloned().unwrap_or_default();
                if !within(list, &allowed, self.register) {
                    self.fault("banner-releases-too-much", "REL TO", right, self.place("REL"), lists);
                } else if !within(&allowed, list, self.register) {
                    self.fault("banner-releases-too-little", "REL TO", right, self.place("REL"), lists);
                }
            }
            (None, Some(_)) if shown.display.is_none() => {
                self.fault("release-missing-from-banner", "REL TO", right, body, lists);
            }
            _ => {}
        }
        if let Some(list) = &shown.display {
            let reach: Codes = [&due.display, &due.release].into_iter().flatten().flatten().cloned().collect();
            if !within(list, &reach, self.register) {
                self.fault("banner-releases-too-much", "DISPLAY ONLY", right, self.place("DISPLAY"), |portion| {
                    portion.display.is_some()
                });
            }
        }
    }
}

/// Whether every code of the first list is granted by the second.
fn within(list: &Codes, granted: &Codes, register: &Register) -> bool {
    let reach = expanded(granted, register);
    let inside = |code: &Code| code.is_usa() || granted.contains(code) || reach.contains(code);
    list.iter().filter(|code| !inside(code)).all(|code| {
        let members = expanded(&Codes::from([code.clone()]), register);
        !members.contains(code) && members.iter().all(inside)
    })
}

/// Which portions carry each element. A foreign owner counts as its own source.
fn carriers(portions: &[Marking]) -> BTreeMap<(Category, String), Vec<usize>> {
    let mut carriers: BTreeMap<(Category, String), Vec<usize>> = BTreeMap::new();
    for (index, portion) in portions.iter().enumerate() {
        let mut own = elements(portion);
        own.extend(owners(portion).iter().map(source));
        if portion.owner == Owner::Concealed {
            own.insert((Category::ForeignInformation, "FGI".to_owned()));
        }
        own.into_iter().for_each(|element| carriers.entry(element).or_default().push(index));
    }
    carriers
}

/// The countries and organizations that own a marking, beside the United States alone.
fn owners(marking: &Marking) -> Codes {
    match &marking.owner {
        Owner::Foreign(codes) | Owner::Nato(codes) | Owner::Joint(codes) => codes.clone(),
        Owner::Concealed | Owner::Us | Owner::Cui => Codes::new(),
    }
}

fn source(code: &Code) -> (Category, String) {
    (Category::ForeignInformation, code.to_string())
}

/// The controls of a marking one by one, foreign disclosure aside.
pub(crate) fn elements(marking: &Marking) -> Elements {
    let mut all = Elements::new();
    for (category, tree) in [(Category::Sci, &marking.sci), (Category::Sap, &marking.sap)] {
        for (system, compartments) in tree {
            all.insert((category, system.clone()));
            for (compartment, subs) in compartments {
                all.insert((category, format!("{system}-{compartment}")));
                all.extend(subs.iter().map(|sub| (category, format!("{system}-{compartment} {sub}"))));
            }
        }
    }
    let energy = &marking.atomic_energy;
    let flags = [(energy.rd, "RD"), (energy.cnwdi, "RD-CNWDI"), (energy.frd, "FRD")];
    all.extend(flags.iter().filter(|(there, _)| *there).map(|(_, name)| (Category::AtomicEnergy, (*name).to_owned())));
    let sigma = energy.rd_sigma.iter().chain(&energy.frd_sigma);
    all.extend(sigma.map(|number| (Category::AtomicEnergy, format!("SIGMA {number}"))));
    let sets = [
        (Category::AtomicEnergy, &energy.others),
        (Category::NatoControl, &marking.nato_controls),
        (Category::Dissemination, &marking.dissemination),
        (Category::NonIc, &marking.non_ic),
    ];
    for (category, set) in sets {
        let controls = set.iter().filter(|control| control.name != "NF" && control.name != "RELIDO");
        all.extend(controls.map(|control| (category, control.name.clone())));
    }
    all.extend(marking.accm.iter().map(|name| (Category::NonIc, format!("ACCM-{name}"))));
    all.extend(marking.foreign.sources.iter().map(source));
    if marking.foreign.concealed {
        all.insert((Category::ForeignInformation, "FGI".to_owned()));
    }
    if let Some(cui) = &marking.cui {
        all.insert((Category::Cui, "CUI".to_owned()));
        all.extend(cui.specified.iter().map(|name| (Category::CuiCategory, format!("SP-{name}"))));
        all.extend(cui.basic.iter().map(|name| (Category::CuiCategory, name.clone())));
    }
    all
}
