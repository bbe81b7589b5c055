//! Writes a marking in its canonical banner and portion forms (Manual A.6, G.1; CUI Marking Handbook), which read back
//! as the same marking.

use std::collections::BTreeSet;

use super::code::written;
use super::model::{Category, Compartments, Control, ForeignInformation, Marking, Owner};
use super::register::Register;
use super::scope::MarkingKind;

impl Marking {
    /// The marking as a banner: `SECRET//SI//NOFORN`.
    pub fn banner(&self, register: &Register) -> String {
        self.written(register, MarkingKind::Banner)
    }

    /// The marking as a portion mark, with its parentheses: `(S//SI//NF)`.
    pub fn portion(&self, register: &Register) -> String {
        format!("({})", self.written(register, MarkingKind::Portion))
    }

    pub(super) fn written(&self, register: &Register, kind: MarkingKind) -> String {
        let mut text = self.head(register, kind);
        for category in FIELDS {
            let field = self.field(register, kind, category);
            if !field.is_empty() {
                text.push_str("//");
                text.push_str(&field);
            }
        }
        text
    }

    /// The owner and level in front of the fields.
    fn head(&self, register: &Register, kind: MarkingKind) -> String {
        let level = if kind == MarkingKind::Banner { self.level.word() } else { self.level.portion() };
        match &self.owner {
            Owner::Us => level.to_owned(),
            Owner::Cui => "CUI".to_owned(),
            Owner::Concealed => format!("//FGI {level}"),
            Owner::Foreign(codes) => format!("//{} {level}", written(codes, " ", false)),
            Owner::Joint(codes) if codes.is_empty() => format!("//JOINT {level}"),
            Owner::Joint(codes) => format!("//JOINT {level} {}", written(codes, " ", false)),
            Owner::Nato(codes) => match register.nato_level(codes, self.level) {
                Some(entry) if kind == MarkingKind::Banner => format!("//{}", entry.banner),
                Some(entry) => format!("//{}", entry.name),
                None => format!("//{} {level}", written(codes, " ", false)),
            },
        }
    }

    /// One field as text; empty where the marking has nothing for it.
    pub(super) fn field(&self, register: &Register, kind: MarkingKind, category: Category) -> String {
        let entries = match category {
            Category::NatoControl => match self.owner {
                Owner::Nato(_) => controls(&self.nato_controls, register, kind, category),
                _ => Vec::new(),
            },
            Category::Sci => self.sci.iter().map(|(system, tree)| compartmented(system, tree)).collect(),
            Category::Sap => self.programs(),
            Category::AtomicEnergy => self.atomic(register, kind),
            Category::ForeignInformation => return self.foreign_field(),
            Category::Cui => match (&self.cui, &self.owner) {
                (None, _) | (_, Owner::Cui) => Vec::new(),
                (Some(_), _) => vec!["CUI".to_owned()],
            },
            Category::CuiCategory => self.cui_categories(),
            Category::Dissemination => self.dissemination_field(register, kind),
            Category::NonIc => self.non_ic_field(register, kind),
            Category::Level | Category::Unknown => Vec::new(),
        };
        entries.join("/")
    }

    fn programs(&self) -> Vec<String> {
        let mut entries: Vec<_> = self.sap.iter().map(|(program, tree)| compartmented(program, tree)).collect();
        if let Some(first) = entries.first_mut() {
            first.insert_str(0, "SAR-");
        }
        entries
    }

    fn atomic(&self, register: &Register, kind: MarkingKind) -> Vec<String> {
        let energy = &self.atomic_energy;
        let mut entries = Vec::new();
        let form = |name| register.form(Category::AtomicEnergy, name, kind).to_owned();
        let sigma = |head: String, numbers: &BTreeSet<u16>| {
            let numbers: Vec<_> = numbers.iter().map(ToString::to_string).collect();
            format!("{head} {}", numbers.join(" "))
        };
        let word = if kind == MarkingKind::Banner { "SIGMA" } else { "SG" };
        match (energy.cnwdi, energy.rd_sigma.is_empty()) {
            (true, true) => entries.push("RD-CNWDI".to_owned()),
            (true, false) => entries.push(sigma(format!("RD-CNWDI-{word}"), &energy.rd_sigma)),
            (false, false) => entries.push(sigma(form("RD-SG"), &energy.rd_sigma)),
            (false, true) if energy.rd => entries.push(form("RD")),
            (false, true) => {}
        }
        if !energy.frd_sigma.is_empty() {
            entries.push(sigma(form("FRD-SG"), &energy.frd_sigma));
        } else if energy.frd {
            entries.push(form("FRD"));
        }
        entries.extend(controls(&energy.others, register, kind, Category::AtomicEnergy));
        if !matches!(self.owner, Owner::Nato(_)) {
            entries.extend(controls(&self.nato_controls, register, kind, Category::NatoControl));
        }
        entries
    }

    fn foreign_field(&self) -> String {
        let ForeignInformation { sources, concealed } = &self.foreign;
        match (sources.is_empty(), concealed) {
            (true, false) => String::new(),
            (true, true) => "FGI".to_owned(),
            (false, false) => format!("FGI {}", written(sources, " ", false)),
            (false, true) => format!("FGI {} FGI", written(sources, " ", false)),
        }
    }

    /// Specified categories first, each group A to Z (CUI Marking Handbook p9, 11).
    fn cui_categories(&self) -> Vec<String> {
        let Some(cui) = &self.cui else { return Vec::new() };
        cui.specified.iter().map(|name| format!("SP-{name}")).chain(cui.basic.iter().cloned()).collect()
    }

    fn dissemination_field(&self, register: &Register, kind: MarkingKind) -> Vec<String> {
        let form = |name| register.form(Category::Dissemination, name, kind).to_owned();
        let mut entries: Vec<(u16, String)> =
            self.dissemination.iter().map(|control| (control.order, form(&control.name))).collect();
        for (name, codes) in [("REL", &self.release), ("EYES", &self.eyes), ("DISPLAY", &self.display)] {
            let Some(codes) = codes else { continue };
            let order = register.entry(Category::Dissemination, name).map_or(u16::MAX, |entry| entry.order);
            let text = match name {
                "DISPLAY" => format!("DISPLAY ONLY {}", written(codes, ", ", true)),
                _ if codes.is_empty() => name.to_owned(),
                "EYES" => format!("{} EYES ONLY", written(codes, "/", true)),
                _ => format!("REL TO {}", written(codes, ", ", true)),
            };
            entries.push((order, text));
        }
        if self.owner == Owner::Cui {
            entries.sort_by_key(|(_, form)| form.to_uppercase());
        } else {
            entries.sort();
        }
        entries.into_iter().map(|(_, text)| text).collect()
    }

    fn non_ic_field(&self, register: &Register, kind: MarkingKind) -> Vec<String> {
        let accm_order = register.entry(Category::NonIc, "ACCM").map_or(0, |entry| entry.order);
        let (before, after): (Vec<_>, Vec<_>) = self.non_ic.iter().partition(|control| control.order < accm_order);
        let form = |control: &Control| register.form(Category::NonIc, &control.name, kind).to_owned();
        let mut entries: Vec<_> = before.into_iter().map(form).collect();
        let nicknames = self.accm.iter().enumerate();
        entries.extend(nicknames.map(|(at, name)| if at == 0 { format!("ACCM-{name}") } else { name.clone() }));
        entries.extend(after.into_iter().map(form));
        entries
    }
}

/// The fields after the level, in order.
const FIELDS: [Category; 9] = [
    Category::NatoControl,
    Category::Sci,
    Category::Sap,
    Category::AtomicEnergy,
    Category::ForeignInformation,
    Category::Cui,
    Category::CuiCategory,
    Category::Dissemination,
    Category::NonIc,
];

/// `SI-G ABCD EFGH-NK`.
fn compartmented(system: &str, tree: &Compartments) -> String {
    let mut text = system.to_owned();
    for (compartment, subs) in tree {
        text.push('-');
        text.push_str(compartment);
        for sub in subs {
            text.push(' ');
            text.push_str(sub);
        }
    }
    text
}

fn controls(set: &BTreeSet<Control>, register: &Register, kind: MarkingKind, category: Category) -> Vec<String> {
    set.iter().map(|control| register.form(category, &control.name, kind).to_owned()).collect()
}
