//! Checks controls against each other and the level: level limits, conflicts and required companions of the register.

use std::borrow::Cow;

use super::Court;
use crate::marking::fault::Fault;
use crate::marking::level::{Level, Levels};
use crate::marking::model::{Category, Compartments, Owner};

/// A control of the marking under the name that relations use: `SI`, `SI-G`, `SI-G+` with sub-compartments.
struct Key<'m> {
    name: Cow<'m, str>,
    category: Category,
}

impl<'m> Court<'m> {
    pub(super) fn judge_relations(&mut self) {
        let keys = self.keys();
        self.judge_levels(&keys);
        self.judge_conflicts(&keys);
        self.judge_companions(&keys);
    }

    fn keys(&self) -> Vec<Key<'m>> {
        let marking = self.marking;
        let mut keys = Vec::new();
        let mut add = |category, name: &'m str| keys.push(Key { name: Cow::Borrowed(name), category });
        marking.nato_controls.iter().for_each(|control| add(Category::NatoControl, &control.name));
        marking.sci.keys().for_each(|system| add(Category::Sci, system));
        if !marking.sap.is_empty() {
            add(Category::Sap, "SAR");
            add(Category::Sap, "category:sap-program");
        }
        let energy = &marking.atomic_energy;
        let atomic = [
            (energy.rd, "RD"),
            (energy.cnwdi, "RD-CNWDI"),
            (!energy.rd_sigma.is_empty(), "RD-SG"),
            (energy.frd, "FRD"),
            (!energy.frd_sigma.is_empty(), "FRD-SG"),
        ];
        atomic.iter().filter(|(there, _)| *there).for_each(|(_, name)| add(Category::AtomicEnergy, name));
        energy.others.iter().for_each(|control| add(Category::AtomicEnergy, &control.name));
        marking.dissemination.iter().for_each(|control| add(Category::Dissemination, &control.name));
        let lists = [(&marking.release, "REL"), (&marking.eyes, "EYES"), (&marking.display, "DISPLAY")];
        lists.iter().filter(|(list, _)| list.is_some()).for_each(|(_, name)| add(Category::Dissemination, name));
        marking.non_ic.iter().for_each(|control| add(Category::NonIc, &control.name));
        if !marking.accm.is_empty() {
            add(Category::NonIc, "ACCM");
        }
        if marking
            .cui
            .as_ref()
            .is_some_and(|cui| cui.basic.contains("PRIVILEGE") || cui.specified.contains("PRIVILEGE"))
        {
            add(Category::CuiCategory, "category:cui-privilege");
        }
        marking.sci.iter().for_each(|(system, tree)| add_compartments(system, tree, &mut keys));
        keys
    }

    fn judge_levels(&mut self, keys: &[Key<'_>]) {
        let level = self.marking.level;
        // RESTRICTED as a US level is a fault of its own, and foreign owners have their own limits.
        let judged = matches!(self.marking.owner, Owner::Us | Owner::Joint(_) | Owner::Nato(_) | Owner::Cui);
        if !judged || (level == Level::Restricted && self.marking.owner == Owner::Us) {
            return;
        }
        for key in keys {
            let entry = self.register.entry(key.category, &key.name);
            let levels = entry.map_or_else(|| self.limit(key), |entry| entry.levels(self.context));
            if levels.contains(level) || (self.marking.owner == Owner::Cui && key.category == Category::NonIc) {
                continue;
            }
            let rule = match level {
                Level::Unclassified => "classified-control-on-unclassified",
                _ if levels.only_unclassified() => "unclassified-control-on-classified",
                _ => "below-minimum-level",
            };
            let lowest = levels.lowest().map_or("", Level::word);
            let place = self.place(key.name.trim_end_matches('+'));
            let written = self.form(key.category, &key.name);
            let fault = Fault::new(rule, place).fact("token", written).fact("lowest", lowest);
            self.fault(fault.fact("level", level.word()));
        }
    }

    fn limit(&self, key: &Key<'_>) -> Levels {
        let mut limits = self.register.limits.iter().filter(|limit| limit.holds(self.context));
        limits.find(|limit| limit.of.iter().any(|of| means(of, key))).map_or(Levels::ANY, |limit| limit.levels)
    }

    fn judge_conflicts(&mut self, keys: &[Key<'_>]) {
        for conflict in &self.register.conflicts {
            if !conflict.holds(self.context) {
                continue;
            }
            let (one, other) = (meant(&conflict.one, keys), meant(&conflict.other, keys));
            let Some((one, other)) = one.zip(other) else { continue };
            let place = self.place(other.name.trim_end_matches('+'));
            let (one, other) = (self.form(one.category, &one.name), self.form(other.category, &other.name));
            self.faults.push(Fault::new(conflict.rule.0, place).fact("token", one).fact("other", other));
        }
    }

    fn judge_companions(&mut self, keys: &[Key<'_>]) {
        for companion in &self.register.companions {
            if !companion.holds(self.context) {
                continue;
            }
            let concerned = |key: &&Key| {
                companion.of.iter().any(|of| means(of, key)) && !companion.unless.iter().any(|name| *name == *key.name)
            };
            let Some(key) = keys.iter().find(concerned) else { continue };
            let missing: Vec<_> =
                companion.needs.iter().filter(|need| !keys.iter().any(|key| means(need, key))).collect();
            let none = !companion.any.is_empty() && meant(&companion.any, keys).is_none();
            if missing.is_empty() && !none {
                continue;
            }
            let wanted = if none { &companion.any[..1] } else { &companion.needs[..] };
            let needs: Vec<_> = wanted.iter().map(|name| self.form(Category::Dissemination, name)).collect();
            let place = self.place(key.name.trim_end_matches('+'));
            let written = self.form(key.category, &key.name);
            let written = if key.name.starts_with("category:") { "control system".to_owned() } else { written };
            self.faults
                .push(Fault::new(companion.rule.0, place).fact("token", written).fact("needs", needs.join(" and ")));
        }
    }
}

fn add_compartments(system: &str, tree: &Compartments, keys: &mut Vec<Key<'_>>) {
    for (compartment, subs) in tree {
        let name = format!("{system}-{compartment}");
        if !subs.is_empty() {
            keys.push(Key { name: Cow::Owned(format!("{name}+")), category: Category::Sci });
        }
        keys.push(Key { name: Cow::Owned(name), category: Category::Sci });
    }
}

/// Whether a name of a relation means that control.
fn means(pattern: &str, key: &Key<'_>) -> bool {
    match pattern {
        "category:sci" => key.category == Category::Sci,
        "category:dissem" => key.category == Category::Dissemination,
        _ => match pattern.strip_suffix('*') {
            Some(prefix) => key.name.starts_with(prefix),
            None => key.name == pattern,
        },
    }
}

fn meant<'k, 'm>(patterns: &[String], keys: &'k [Key<'m>]) -> Option<&'k Key<'m>> {
    keys.iter().find(|key| patterns.iter().any(|pattern| means(pattern, key)))
}
