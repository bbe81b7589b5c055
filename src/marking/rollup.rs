//! Rolls up portions into the overall marking (32 CFR 2001.21(b); IC Manual 2016, Table 3; ISM-Rollup 2021-NOV).
//!
//! A [`Joined`] gathers the markings of portions in any order, and gives the overall [`Marking`] of a style and date.
//! Joining is associative, commutative and idempotent, because a `Joined` is a level and sets.

pub mod compare;
mod disclosure;
pub(crate) mod lists;

use std::collections::BTreeSet;

use super::code::Codes;
use super::level::Level;
use super::model::{AtomicEnergy, Category, Control, Cui, ForeignInformation, Marking, Owner};
use super::register::Register;
use super::scope::{Context, Style};
use disclosure::{Disclosure, OverallDisclosure};

/// Portions gathered, ready to be marked as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joined {
    /// The highest level and all controls, without owner and foreign disclosure.
    controls: Marking,
    owners: BTreeSet<Owner>,
    disclosures: BTreeSet<Disclosure>,
}

/// The overall marking, and whether a portion points to a list (`REL`) that no portion spells out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overall {
    /// The marking.
    pub marking: Marking,
    /// Whether the release list of the banner cannot be known from the portions.
    pub open_list: bool,
}

/// The overall marking of portions; nothing for no portions.
///
/// ```
/// use cable_lint::marking::{Context, MarkingKind, Register, Style, judge, read, roll_up};
///
/// let (register, context) = (Register::builtin(), Context { style: Style::Ic, date: "2020-05-01".parse()? });
/// let portions = ["(S//NF)", "(C//REL TO USA, GBR)"].map(|text| read(text, MarkingKind::Portion, &register));
/// assert!(portions.iter().all(|portion| judge(portion, &register, context).is_empty()));
/// let overall = roll_up(&portions.map(|portion| portion.marking.expect("it has a level")), &register, context);
/// assert_eq!(overall.map(|overall| overall.marking.banner(&register)).as_deref(), Some("SECRET//NOFORN"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn roll_up(portions: &[Marking], register: &Register, context: Context) -> Option<Overall> {
    let joined = portions.iter().map(Joined::of).reduce(Joined::join)?;
    Some(joined.overall(register, context))
}

impl Joined {
    /// One portion.
    pub fn of(marking: &Marking) -> Joined {
        let mut controls = Marking { release: None, eyes: None, display: None, owner: Owner::Us, ..marking.clone() };
        controls.dissemination.retain(|control| control.name != "NF" && control.name != "RELIDO");
        Joined {
            controls,
            owners: BTreeSet::from([marking.owner.clone()]),
            disclosures: BTreeSet::from([Disclosure::of(marking)]),
        }
    }

    /// Both together.
    #[must_use]
    pub fn join(mut self, other: Joined) -> Joined {
        self.owners.extend(other.owners);
        self.disclosures.extend(other.disclosures);
        let (all, more) = (&mut self.controls, other.controls);
        all.level = all.level.max(more.level);
        all.nato_controls.extend(more.nato_controls);
        for (tree, more) in [(&mut all.sci, more.sci), (&mut all.sap, more.sap)] {
            for (system, compartments) in more {
                let known = tree.entry(system).or_default();
                for (compartment, subs) in compartments {
                    known.entry(compartment).or_default().extend(subs);
                }
            }
        }
        join_energy(&mut all.atomic_energy, more.atomic_energy);
        all.foreign.sources.extend(more.foreign.sources);
        all.foreign.concealed |= more.foreign.concealed;
        if let Some(cui) = more.cui {
            let known = all.cui.get_or_insert_default();
            known.specified.extend(cui.specified);
            known.basic.extend(cui.basic);
        }
        all.dissemination.extend(more.dissemination);
        all.non_ic.extend(more.non_ic);
        all.accm.extend(more.accm);
        self
    }

    /// The overall marking by the rules of a style and date.
    pub fn overall(&self, register: &Register, context: Context) -> Overall {
        let joint = self.joint_owners();
        let only_joint = self.owners.iter().all(|owner| matches!(owner, Owner::Joint(_)));
        let decision = match context.style {
            Style::Dod => disclosure::defense(&self.disclosures, joint, register),
            Style::Ic | Style::State | Style::Cui => disclosure::intelligence(&self.disclosures, joint, register),
        };
        let mut marking = self.controls.clone();
        // No US twin: DoDM 5200.01 V2 Encl. 4 para 4.c handles it as CONFIDENTIAL.
        if marking.level == Level::Restricted {
            marking.level = Level::Confidential;
        }
        match joint {
            Some(owners) if only_joint => marking.owner = Owner::Joint(owners.clone()),
            None if only_joint => marking.owner = Owner::Joint(Codes::new()),
            _ => {}
        }
        put_energy(&mut marking, register, context);
        self.put_sources(&mut marking.foreign, only_joint);
        put_cui(&mut marking, context);
        put_controls(&mut marking, register, context, &decision);
        let nothing = decision.release.is_none() && decision.eyes.is_none() && !decision.noforn && !decision.relido;
        put_decision(&mut marking, &decision, register);
        Overall { marking, open_list: decision.open && nothing && decision.display.is_none() }
    }

    /// The co-owners, where all JOINT portions that name them agree.
    fn joint_owners(&self) -> Option<&Codes> {
        let mut lists = self.owners.iter().filter_map(|owner| match owner {
            Owner::Joint(codes) if !codes.is_empty() => Some(codes),
            _ => None,
        });
        lists.next().filter(|_| lists.next().is_none())
    }

    /// Union of all sources; one that is concealed conceals all (Manual H.7 p124, 128; ISM-64, 65).
    fn put_sources(&self, foreign: &mut ForeignInformation, only_joint: bool) {
        // The foreign owners of a JOINT portion join the list of a US document (Manual H.3 p57), as ODNI's tool has it
        // too; only the Manual's example of a page (p59) leaves them out.
        for owner in &self.owners {
            match owner {
                Owner::Nato(codes) | Owner::Foreign(codes) => foreign.sources.extend(codes.iter().cloned()),
                Owner::Joint(codes) if !only_joint => {
                    foreign.sources.extend(codes.iter().filter(|code| !code.is_usa()).cloned());
                }
                Owner::Concealed => foreign.concealed = true,
                Owner::Joint(_) | Owner::Us | Owner::Cui => {}
            }
        }
        if foreign.concealed {
            foreign.sources.clear();
        }
    }
}

/// RD over FRD over TFNI; SIGMA numbers are collected (Manual H.6 p108, 111; ISM-74, 321).
fn put_energy(marking: &mut Marking, register: &Register, context: Context) {
    let (level, energy) = (marking.level, &mut marking.atomic_energy);
    if energy.rd {
        energy.frd = false;
        energy.rd_sigma.append(&mut energy.frd_sigma);
    }
    let beaten = energy.rd || energy.frd;
    energy.others.retain(|control| {
        !(beaten && control.name == "TFNI") && may_stand(Category::AtomicEnergy, control, level, register, context)
    });
}

/// CUI is the whole banner over unclassified text, and follows FGI in a classified one; DoD omits it there.
fn put_cui(marking: &mut Marking, context: Context) {
    let Some(cui) = &mut marking.cui else { return };
    let defense = context.style == Style::Dod;
    if !marking.level.is_classified() {
        marking.owner = Owner::Cui;
        if defense {
            *cui = Cui::default();
        }
    } else if defense {
        marking.cui = None;
    }
}

/// Dissemination and non-IC controls, by field (section 5.3).
fn put_controls(marking: &mut Marking, register: &Register, context: Context, decision: &OverallDisclosure) {
    let level = marking.level;
    let stands = |category| move |control: &Control| may_stand(category, control, level, register, context);
    marking.dissemination.retain(stands(Category::Dissemination));
    marking.non_ic.retain(stands(Category::NonIc));
    let orcon = marking.disseminates("OC");
    marking.dissemination.retain(|control| !(orcon && control.name == "OC-USGOV"));
    let nodis = marking.has_non_ic("ND");
    marking.non_ic.retain(|control| !(nodis && control.name == "XD"));
    let others = marking.dissemination.len() > 1
        || !marking.non_ic.is_empty()
        || !marking.atomic_energy.others.is_empty()
        || !marking.accm.is_empty();
    marking.dissemination.retain(|control| !(others && control.name == "FOUO"));
    split_noforn_pairs(marking, register, decision.noforn);
}

/// SBU-NF and LES-NF stay whole unless NOFORN is said for the whole; then what is left of them is SBU or LES, and SBU
/// leaves a classified banner (Manual H.9 p178, 185).
fn split_noforn_pairs(marking: &mut Marking, register: &Register, noforn: bool) {
    for (pair, plain) in [("SBU-NF", "SBU"), ("LES-NF", "LES")] {
        let (has_pair, has_plain) = (marking.has_non_ic(pair), marking.has_non_ic(plain));
        if has_pair && noforn {
            marking.non_ic.retain(|control| control.name != pair);
            if let Some(entry) = register.entry(Category::NonIc, plain) {
                marking.non_ic.insert(Control { order: entry.order, name: plain.to_owned() });
            }
        } else if has_pair && has_plain {
            marking.non_ic.retain(|control| control.name != plain);
        }
    }
}

fn put_decision(marking: &mut Marking, decision: &OverallDisclosure, register: &Register) {
    let put = |marking: &mut Marking, name: &str| {
        let order = register.entry(Category::Dissemination, name).map_or(u16::MAX, |entry| entry.order);
        marking.dissemination.insert(Control { order, name: name.to_owned() });
    };
    if decision.noforn {
        return put(marking, "NF");
    }
    if decision.relido {
        put(marking, "RELIDO");
    }
    // EXDIS and NODIS allow no release in the banner (Manual H.9 p172, 174).
    let lists = decision.release.is_some() || decision.eyes.is_some() || decision.display.is_some();
    if lists && (marking.has_non_ic("XD") || marking.has_non_ic("ND")) {
        return put(marking, "NF");
    }
    marking.release = decision.release.clone();
    marking.eyes = decision.eyes.clone();
    marking.display = decision.display.clone();
}

/// Whether a control may be in an overall marking of that level: unclassified-only ones leave a classified banner.
fn may_stand(category: Category, control: &Control, level: Level, register: &Register, context: Context) -> bool {
    let entry = register.entry(category, &control.name);
    !level.is_classified() || entry.is_none_or(|entry| !entry.levels(context).only_unclassified())
}

fn join_energy(energy: &mut AtomicEnergy, other: AtomicEnergy) {
    energy.rd |= other.rd;
    energy.cnwdi |= other.cnwdi;
    energy.frd |= other.frd;
    energy.rd_sigma.extend(other.rd_sigma);
    energy.frd_sigma.extend(other.frd_sigma);
    energy.others.extend(other.others);
}

impl Marking {
    /// Whether text so marked may be shown less widely than text marked `other`: a higher level, or the same level and
    /// at least its controls and one more. A partial order: neither may outrank the other.
    pub fn outranks(&self, other: &Marking) -> bool {
        self.level > other.level || (self.level == other.level && self != other && self.covers(other))
    }

    /// Whether it controls at least what the other one controls, levels aside.
    fn covers(&self, other: &Marking) -> bool {
        compare::elements(other).is_subset(&compare::elements(self)) && releases_no_more(self, other)
    }
}

fn releases_no_more(one: &Marking, other: &Marking) -> bool {
    match (one.granted(), other.granted()) {
        _ if one.disseminates("NF") => true,
        (Some(one), Some(other)) => one.is_subset(other),
        (None, Some(_)) => false,
        (_, None) => !other.disseminates("NF"),
    }
}
