//! Names the conditions of a document that a rule can require: one table of names, meanings and tests.

use serde::Deserialize;

use super::marks::{Mark, marks};
use super::paper::title;
use super::{Document, Layout, Profile};
use crate::marking::{MarkingKind as MarkKind, read};

/// A row for each condition: when it holds, its name in rule packs, and how that is found out.
macro_rules! conditions {
    ($($(#[doc = $about:literal])+ $condition:ident $name:literal = |$it:ident| $holds:expr;)+) => {
        /// A condition of a document that a rule can require.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub enum Condition {
            $($(#[doc = $about])+ #[serde(rename = $name)] $condition,)+
        }

        impl Condition {
            /// Every condition.
            pub const ALL: &[Condition] = &[$(Condition::$condition),+];
            /// How many there are.
            pub(super) const COUNT: usize = Condition::ALL.len();

            /// Its name in rule packs.
            pub fn name(self) -> &'static str {
                match self { $(Condition::$condition => $name),+ }
            }

            /// When it holds.
            pub fn about(self) -> &'static str {
                match self { $(Condition::$condition => concat!($($about),+).trim_ascii()),+ }
            }
        }

        impl Document<'_> {
            fn looks(&self, condition: Condition) -> bool {
                match condition {
                    $(Condition::$condition => { let $it = self; $holds })+
                }
            }
        }
    };
}

conditions! {
    /// Its level is CONFIDENTIAL or higher.
    Classified "classified" = |it| it.level().is_some_and(|level| level.value.is_classified());
    /// Its level is known and lower.
    Unclassified "unclassified" = |it| it.level().is_some_and(|level| !level.value.is_classified());
    /// It is known when it was written, to the day or by the order that it cites.
    Dated "dated" = |it| it.dating.earliest.is_some();
    /// A date-time group with month and year is in it, and a message reference number or an order line, and it is no
    /// later section of a telegram, so that what is missing is missing.
    FullHeader "full-header" = |it| it.has_full_header();
    /// It has a message reference number or an order line, as every telegram of the State Department has.
    MessageNumber "message-number" = |it| it.classification.is_some() || it.order.is_some();
    /// The lines of a communications center are above it: DE line or security prosign.
    FormatLines "format-lines" = |it| it.filing.is_some() || it.prosign.is_some();
    /// It was sent by telegraph, whose heads have an order and capitals: it is none of the typed forms.
    Telegraphic "telegraphic" = |it| it.layout.is_some_and(|layout| layout != Layout::Form);
    /// At least one paragraph carries a portion mark.
    PortionMarked "portion-marked" = |it| it.paragraphs.iter().any(|paragraph| paragraph.mark.is_some());
    /// Something classified in it has a day of declassification: not every classified portion is Restricted Data or
    /// Formerly Restricted Data, nor, without such portions, the whole (10 CFR 1045.140).
    Declassifiable "declassifiable" = |it| it.is_declassifiable();
    /// It has a line of a classification authority.
    Authorized "authorized" = |it| it.authority.is_some();
    /// It was prepared for other readers: words were removed, its pages stamped one by one, or the National Archives
    /// released it under an act of its own. A record declassified by age was not reviewed for names.
    Published "published" = |it| it.is_published();
    /// Other readers have it: it was prepared for them, or bears a notice that it was declassified or released.
    Released "released" = |it| it.meets(Condition::Published) || it.redactions().release.is_stamped();
    /// One of its first lines is the title of an official memorandum.
    Titled "titled" = |it| title::is_titled(it.text(it.span));
    /// It has something that only government documents have: a level, a message reference number, an order line, a
    /// portion mark, or what a release office, an edition or a court prints, or the title of a memorandum. In any other
    /// text a row of low lines is a form to fill in, and a row of X's a placeholder.
    Official "official" = |it| it.bears_marks() || it.redactions().profile != Profile::Draft || it.meets(Condition::Titled);
    /// It has something that only government documents have: a level, a message reference number, an order line, a
    /// portion mark, or what `published` looks for. Any other text may be the notes beside the documents.
    Marked "marked" = |it| it.bears_marks() || it.meets(Condition::Published);
}

impl Document<'_> {
    /// Whether `condition` is true of the document. Computed once, for many rules.
    pub fn meets(&self, condition: Condition) -> bool {
        *self.conditions[condition as usize].get_or_init(|| self.looks(condition))
    }

    /// Takes for marked and released what is so in `seen`, the same file as readers see it.
    pub(crate) fn is_like(&self, seen: &[Document<'_>]) {
        for condition in [Condition::Marked, Condition::Official, Condition::Published, Condition::Released] {
            if seen.iter().any(|document| document.meets(condition)) {
                _ = self.conditions[condition as usize].set(true);
            }
        }
    }

    fn has_full_header(&self) -> bool {
        let dated = self.date_time_group.as_ref().is_some_and(|group| group.date.is_some());
        // The level of the field form stands on the page around it, which a copy may have lost.
        let form = self.layout == Some(Layout::FieldForm) && self.classification.is_none();
        dated && self.meets(Condition::MessageNumber) && !self.is_later_section() && !form
    }

    fn is_declassifiable(&self) -> bool {
        let register = self.registers.markings();
        let classified = |mark: &Mark| {
            let marking = read(self.text(mark.span), mark.kind, register).marking;
            marking.filter(|marking| marking.level.is_classified()).map(|marking| (mark.kind, marking.atomic_energy))
        };
        let all: Vec<_> = marks(self).filter_map(|mark| classified(&mark)).collect();
        let portions = all.iter().any(|(kind, _)| *kind == MarkKind::Portion);
        let mut kept = all.iter().filter(|(kind, _)| !portions || *kind == MarkKind::Portion);
        all.is_empty() || !kept.all(|(_, energy)| energy.rd || energy.frd)
    }

    fn is_published(&self) -> bool {
        let redactions = self.redactions();
        self.profile.is_some_and(|profile| profile != Profile::Draft)
            || redactions.release.is_from_state()
            || redactions.release.is_from_archives()
            || redactions.is_surely_redacted()
            || redactions.is_redacted() && self.meets(Condition::Official)
    }

    /// Whether it has a level, a message reference number, an order line or a portion mark.
    fn bears_marks(&self) -> bool {
        self.level().is_some() || self.meets(Condition::MessageNumber) || self.meets(Condition::PortionMarked)
    }
}
