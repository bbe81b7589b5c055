//! Checks what an owner prohibits or requires: JOINT, NATO, foreign and CUI markings.

use super::Court;
use crate::marking::code::Codes;
use crate::marking::fault::Fault;
use crate::marking::model::{Category, Owner};
use crate::marking::rollup::lists::expanded;
use crate::marking::scope::MarkingKind;

impl Court<'_> {
    pub(super) fn judge_owner(&mut self) {
        match &self.marking.owner {
            Owner::Joint(owners) => self.judge_joint(owners),
            Owner::Nato(_) => self.judge_foreign(true, None),
            Owner::Foreign(sources) => self.judge_foreign(false, Some(sources)),
            Owner::Concealed => self.judge_foreign(false, None),
            Owner::Us => self.judge_us(),
            Owner::Cui => self.judge_cui(),
        }
    }

    /// Co-owned information is released to its owners and never NOFORN (Manual H.3 p55-57; ISM-377).
    fn judge_joint(&mut self, owners: &Codes) {
        let body = self.reading.body.clone();
        if self.marking.disseminates("NF") {
            self.fault(Fault::new("joint-with-noforn", self.place("NF")).fact("token", "NOFORN"));
        }
        if self.marking.sci.contains_key("HCS") {
            self.fault(Fault::new("joint-with-noforn", self.place("HCS")).fact("token", "HCS"));
        }
        let release = self.marking.release.as_ref();
        // `REL` alone points to the banner's list.
        let covers = release.is_some_and(|list| {
            let reached = expanded(list, self.register);
            list.is_empty() || owners.iter().all(|owner| list.contains(owner) || reached.contains(owner))
        });
        if !covers && !owners.is_empty() {
            self.fault(Fault::new("joint-without-release", body));
        }
    }

    fn judge_foreign(&mut self, nato: bool, sources: Option<&Codes>) {
        if nato && self.marking.disseminates("NF") {
            self.fault(Fault::new("noforn-on-nato-information", self.place("NF")));
        }
        for name in ["RELIDO", "DISPLAY"] {
            let there = self.marking.disseminates(name) || (name == "DISPLAY" && self.marking.display.is_some());
            if there {
                let token = self.form(Category::Dissemination, name);
                self.fault(Fault::new("foreign-portion-with-relido", self.place(name)).fact("token", token));
            }
        }
        if self.marking.foreign.concealed || !self.marking.foreign.sources.is_empty() {
            self.fault(Fault::new("foreign-information-in-foreign-marking", self.place("FGI")));
        }
        if let (Some(sources), Some(list)) = (sources, &self.marking.release)
            && !list.is_empty()
        {
            let reached = expanded(list, self.register);
            if let Some(source) = sources.iter().find(|source| !list.contains(*source) && !reached.contains(*source)) {
                self.fault(Fault::new("release-omits-source", self.place("REL")).fact("token", source.as_str()));
            }
        }
    }

    fn judge_us(&mut self) {
        let banner = self.reading.kind == MarkingKind::Banner;
        if banner && self.marking.level.is_classified() && self.marking.has_non_ic("LES-NF") {
            self.fault(Fault::new("les-noforn-in-classified-banner", self.place("LES-NF")));
        }
        if self.marking.sap.len() > 4 {
            self.fault(Fault::new("too-many-programs", self.place("SAR")));
        }
        for name in &self.register.lists.cui_legacy {
            if self.marking.has_non_ic(name) || self.marking.disseminates(name) {
                self.fault(Fault::new("legacy-control-after-cui", self.place(name)).fact("token", name.as_str()));
            }
        }
        if self.marking.cui.is_some() {
            self.fault(Fault::new("cui-before-its-time", self.place("CUI")));
            self.judge_cui_neighbours();
            if banner && self.marking.level.is_classified() {
                self.fault(Fault::new("cui-in-classified-defense-banner", self.place("CUI")));
            }
        }
    }

    fn judge_cui(&mut self) {
        self.fault(Fault::new("cui-before-its-time", self.place("CUI")));
        self.judge_cui_neighbours();
        let cui = self.marking.cui.clone().unwrap_or_default();
        let more = !cui.basic.is_empty() || !cui.specified.is_empty() || !self.marking.dissemination.is_empty();
        if self.reading.kind == MarkingKind::Banner && more {
            self.fault(Fault::new("category-in-dod-cui-banner", self.reading.body.clone()));
        }
        if self.marking.disseminates("DL ONLY") {
            self.fault(Fault::new("list-control-needs-list", self.place("DL ONLY")));
        }
    }

    fn judge_cui_neighbours(&mut self) {
        if let Some(control) = self.marking.non_ic.first() {
            let place = self.place(&control.name);
            self.fault(Fault::new("cui-beside-non-ic-control", place).fact("token", control.name.as_str()));
        }
    }
}
