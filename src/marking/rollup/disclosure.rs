//! Rolls up foreign disclosure, by the rules of the intelligence community or of the Department of Defense.

use std::collections::BTreeSet;

use super::lists::{common, reaches_abroad};
use crate::marking::code::{Code, Codes};
use crate::marking::model::{Marking, Owner};
use crate::marking::register::Register;

/// What one portion says about foreign disclosure.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Disclosure {
    pub(super) classified: bool,
    /// Carries an atomic energy, program or dissemination control.
    caveated: bool,
    noforn: bool,
    relido: bool,
    /// The REL TO list; empty for `REL`, the list of the banner.
    release: Option<Codes>,
    /// Whether an empty list means the co-owners (Manual H.3 p59).
    joint: bool,
    eyes: Option<Codes>,
    display: Option<Codes>,
    /// SBU-NF or LES-NF.
    sensitive_noforn: bool,
}

/// What the overall marking says about foreign disclosure.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub(super) struct OverallDisclosure {
    pub(super) noforn: bool,
    pub(super) relido: bool,
    pub(super) release: Option<Codes>,
    pub(super) eyes: Option<Codes>,
    pub(super) display: Option<Codes>,
    /// Whether some portion points to a list that only the banner knows.
    pub(super) open: bool,
}

impl OverallDisclosure {
    fn noforn() -> OverallDisclosure {
        OverallDisclosure { noforn: true, ..OverallDisclosure::default() }
    }

    fn display_only(list: Codes) -> OverallDisclosure {
        let abroad = list.into_iter().filter(|code| !code.is_usa()).collect();
        OverallDisclosure { display: Some(abroad), ..OverallDisclosure::default() }
    }
}

impl Disclosure {
    pub(super) fn of(marking: &Marking) -> Disclosure {
        let caveat = |name: &str| !["NF", "RELIDO", "FOUO"].contains(&name);
        let energy = &marking.atomic_energy;
        Disclosure {
            classified: marking.level.is_classified(),
            caveated: marking.dissemination.iter().any(|control| caveat(&control.name))
                || !marking.sap.is_empty()
                || energy.rd
                || energy.frd
                || !energy.others.is_empty(),
            noforn: marking.disseminates("NF"),
            relido: marking.disseminates("RELIDO"),
            release: marking.release.clone(),
            joint: matches!(marking.owner, Owner::Joint(_)),
            eyes: marking.eyes.clone(),
            display: marking.display.clone(),
            sensitive_noforn: marking.has_non_ic("SBU-NF") || marking.has_non_ic("LES-NF"),
        }
    }

    pub(super) fn decides(&self) -> bool {
        self.noforn || self.relido || self.lists()
    }

    fn lists(&self) -> bool {
        self.release.is_some() || self.eyes.is_some() || self.display.is_some()
    }

    fn granted(&self) -> Option<&Codes> {
        self.release.as_ref().or(self.eyes.as_ref())
    }

    fn is_open(&self) -> bool {
        self.granted().is_some_and(BTreeSet::is_empty)
    }

    /// REL TO and DISPLAY ONLY together: to whom the portion may at least be shown.
    fn shown(&self) -> Codes {
        let lists = [self.granted(), self.display.as_ref()];
        lists.into_iter().flatten().flatten().cloned().chain([Code::usa()]).collect()
    }
}

/// The portions that have a say: bare lists of JOINT portions filled with the co-owners, plain unclassified ones left
/// out.
fn voices(portions: &BTreeSet<Disclosure>, owners: Option<&Codes>) -> Vec<Disclosure> {
    let heard = portions.iter().filter(|each| each.classified || each.caveated || each.decides()).cloned();
    let filled = heard.map(|mut each| {
        if each.joint && each.is_open() && each.release.is_some() {
            each.release = owners.cloned().or(each.release);
        }
        each
    });
    filled.collect()
}

/// The rule of the intelligence community (Manual Table 3, 27 rules folded; ODNI ISM-Rollup 2021-NOV).
pub(super) fn intelligence(
    portions: &BTreeSet<Disclosure>,
    owners: Option<&Codes>,
    register: &Register,
) -> OverallDisclosure {
    let classified = portions.iter().any(|each| each.classified);
    let sensitive = portions.iter().any(|each| each.sensitive_noforn);
    let decided = portions.iter().any(Disclosure::decides);
    if !(decided || classified && sensitive) {
        return OverallDisclosure::default();
    }
    let voices = voices(portions, owners);
    if sensitive || voices.iter().any(|each| each.noforn || !each.decides()) {
        return OverallDisclosure::noforn();
    }
    // The banner is not known here: portions that point to it follow the others.
    let (open, listed): (Vec<_>, Vec<_>) = voices.into_iter().partition(Disclosure::is_open);
    let mut decision = lists(&listed, register);
    decision.open = !open.is_empty();
    decision
}

fn lists(voices: &[Disclosure], register: &Register) -> OverallDisclosure {
    let relido = voices.iter().all(|each| each.relido);
    if relido || voices.iter().any(|each| each.relido && !each.lists()) {
        let released = voices.iter().all(|each| each.release.is_some());
        let mut decision = if relido && released { granted(voices, register) } else { OverallDisclosure::default() };
        decision.noforn = !relido && !voices.is_empty();
        decision.relido = relido && !voices.is_empty();
        return decision;
    }
    if voices.iter().all(|each| each.granted().is_some()) {
        return granted(voices, register);
    }
    let shown = shown(voices, register);
    if reaches_abroad(&shown) { OverallDisclosure::display_only(shown) } else { OverallDisclosure::noforn() }
}

/// To whom every portion may at least be shown.
fn shown(voices: &[Disclosure], register: &Register) -> Codes {
    let shown: Vec<Codes> = voices.iter().map(Disclosure::shown).collect();
    common(&shown.iter().collect::<Vec<_>>(), register)
}

/// Every portion has a REL TO or EYES ONLY list.
fn granted(voices: &[Disclosure], register: &Register) -> OverallDisclosure {
    let given: Vec<&Codes> = voices.iter().filter_map(Disclosure::granted).collect();
    // A list without USA is not a release at all (ISM-214).
    if given.iter().any(|list| !list.contains(&Code::usa())) {
        return OverallDisclosure::noforn();
    }
    let release = common(&given, register);
    let shown = shown(voices, register);
    if !reaches_abroad(&release) {
        let display = voices.iter().any(|each| each.display.is_some()) && reaches_abroad(&shown);
        return if display { OverallDisclosure::display_only(shown) } else { OverallDisclosure::noforn() };
    }
    let beyond: Codes = shown.difference(&release).cloned().collect();
    let display = voices.iter().all(|each| each.display.is_some()) && !beyond.is_empty();
    let display = display.then_some(beyond);
    if voices.iter().all(|each| each.eyes.is_some() && each.release.is_none()) {
        return OverallDisclosure { eyes: Some(release), display, ..OverallDisclosure::default() };
    }
    OverallDisclosure { release: Some(release), display, ..OverallDisclosure::default() }
}

/// The rule of the Department of Defense outside intelligence (DoDM 5200.01 V2 Encl. 4, 2013, Figures 56-57).
pub(super) fn defense(
    portions: &BTreeSet<Disclosure>,
    owners: Option<&Codes>,
    register: &Register,
) -> OverallDisclosure {
    let voices = voices(portions, owners);
    if voices.iter().any(|each| each.noforn || (each.sensitive_noforn && portions.iter().any(|one| one.classified))) {
        return OverallDisclosure::noforn();
    }
    let (open, listed): (Vec<_>, Vec<_>) = voices.into_iter().partition(Disclosure::is_open);
    let level_only = OverallDisclosure { open: !open.is_empty(), ..OverallDisclosure::default() };
    if listed.is_empty() || listed.iter().any(|each| !each.decides()) {
        return level_only;
    }
    if listed.iter().all(|each| each.granted().is_some() || each.relido) {
        let decision = lists(&listed, register);
        let displays: BTreeSet<_> = listed.iter().map(|each| &each.display).collect();
        let display = decision.display.filter(|_| displays.len() == 1);
        return OverallDisclosure { noforn: false, display, open: level_only.open, ..decision };
    }
    let displays: BTreeSet<_> = listed.iter().map(|each| (&each.release, &each.display)).collect();
    if displays.len() == 1 { OverallDisclosure { noforn: false, ..lists(&listed, register) } } else { level_only }
}
