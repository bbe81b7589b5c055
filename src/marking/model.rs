//! Defines a marking as a value: owner, level, and controls by field.
//!
//! Canonical: two spellings of one marking are equal. Spans are in [`MarkingToken`]s beside it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use serde::Serialize;

use super::code::Codes;
use super::level::Level;

/// The fields of a marking, in the order in which it writes them (Manual A.6 p15-16, G.1; CUI Handbook p35-36).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Category {
    /// The classification level.
    Level,
    /// Controls on NATO information.
    NatoControl,
    /// Sensitive compartmented information.
    Sci,
    /// Special access programs.
    Sap,
    /// Atomic Energy Act information.
    AtomicEnergy,
    /// Foreign government information.
    ForeignInformation,
    /// The word CUI.
    Cui,
    /// CUI categories.
    CuiCategory,
    /// Dissemination controls, of the intelligence community or of CUI.
    Dissemination,
    /// Controls from outside the intelligence community.
    NonIc,
    /// Not in the register.
    Unknown,
}

/// One recognized word of a marking and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkingToken {
    /// The bytes of the input.
    pub span: Range<usize>,
    /// Its field.
    pub category: Category,
    /// Its name: the portion form of a registered token, or the text itself.
    pub name: String,
    /// Its place in its field by the register.
    pub order: u16,
}

/// Whose marking it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Owner {
    /// The United States.
    #[default]
    Us,
    /// The United States and others together: `//JOINT SECRET GBR USA`. Empty where a portion leaves the list to the
    /// banner.
    Joint(Codes),
    /// NATO or an activity of it: `//NS`; the codes a US document shows for it, `NATO` among them.
    Nato(Codes),
    /// Named foreign governments: `//GBR S`.
    Foreign(Codes),
    /// A foreign government whose name is withheld: `//FGI S`.
    Concealed,
    /// The United States, controlled unclassified information alone: `CUI//SP-CTI`.
    Cui,
}

/// A control, ordered as the register orders controls.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Control {
    /// Place in its field.
    pub order: u16,
    /// Portion form, or the text of an unregistered control.
    pub name: String,
}

/// Compartments of a system or program, each with its sub-compartments.
pub type Compartments = BTreeMap<String, BTreeSet<String>>;

/// What the Atomic Energy Act covers (Manual H.6).
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct AtomicEnergy {
    /// Restricted Data.
    pub rd: bool,
    /// Critical nuclear weapon design information; implies Restricted Data.
    pub cnwdi: bool,
    /// SIGMA numbers under RD.
    pub rd_sigma: BTreeSet<u16>,
    /// Formerly Restricted Data.
    pub frd: bool,
    /// SIGMA numbers under FRD.
    pub frd_sigma: BTreeSet<u16>,
    /// DCNI, UCNI, TFNI and what else a register adds.
    pub others: BTreeSet<Control>,
}

/// Foreign government information inside a US marking (Manual H.7).
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct ForeignInformation {
    /// From these sources.
    pub sources: Codes,
    /// From a source that must not be named.
    pub concealed: bool,
}

/// Controlled unclassified information (32 CFR 2002.20).
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cui {
    /// Categories whose law prescribes the handling, written with `SP-`.
    pub specified: BTreeSet<String>,
    /// All other categories.
    pub basic: BTreeSet<String>,
}

/// A banner or portion mark, as a value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marking {
    /// Whose it is.
    pub owner: Owner,
    /// Its level.
    pub level: Level,
    /// Controls on NATO information: ATOMAL, BALK, BOHEMIA.
    pub nato_controls: BTreeSet<Control>,
    /// Control systems and their compartments.
    pub sci: BTreeMap<String, Compartments>,
    /// Special access programs and their compartments.
    pub sap: BTreeMap<String, Compartments>,
    /// Atomic energy information.
    pub atomic_energy: AtomicEnergy,
    /// Foreign government information.
    pub foreign: ForeignInformation,
    /// Controlled unclassified information.
    pub cui: Option<Cui>,
    /// Dissemination controls without a list, and RELIDO.
    pub dissemination: BTreeSet<Control>,
    /// The REL TO list; empty stands for `REL`, the list of the banner.
    pub release: Option<Codes>,
    /// The EYES ONLY list; empty stands for `EYES`, the list of the banner.
    pub eyes: Option<Codes>,
    /// The DISPLAY ONLY list.
    pub display: Option<Codes>,
    /// Controls from outside the intelligence community.
    pub non_ic: BTreeSet<Control>,
    /// Nicknames of alternative compensatory control measures (DoD).
    pub accm: BTreeSet<String>,
}

impl Marking {
    /// A US marking of that level without controls.
    pub fn plain(level: Level) -> Marking {
        Marking { level, ..Marking::default() }
    }

    /// Whether the dissemination field holds this control (portion form).
    pub fn disseminates(&self, name: &str) -> bool {
        self.dissemination.iter().any(|control| control.name == name)
    }

    /// Whether the non-IC field holds this control (portion form).
    pub fn has_non_ic(&self, name: &str) -> bool {
        self.non_ic.iter().any(|control| control.name == name)
    }

    /// Whether it says to whom abroad the text may go: NOFORN, REL TO, RELIDO, EYES ONLY or DISPLAY ONLY.
    pub fn decides_disclosure(&self) -> bool {
        self.release.is_some()
            || self.eyes.is_some()
            || self.display.is_some()
            || self.disseminates("NF")
            || self.disseminates("RELIDO")
    }

    /// Those to whom it is released: the list of REL TO, or of EYES ONLY.
    pub fn granted(&self) -> Option<&Codes> {
        self.release.as_ref().or(self.eyes.as_ref())
    }

    /// Whether it is released to a list that only the banner spells out: `REL`, `EYES`.
    pub fn leaves_list_to_banner(&self) -> bool {
        [&self.release, &self.eyes].into_iter().flatten().any(BTreeSet::is_empty)
    }
}
