//! Names the parts of a document for rule packs: one table of names, meanings and places.

use serde::Deserialize;

use super::Document;
use super::authority::Label;
use super::telegram::classification::Section;
use crate::source::Span;

/// A row for each part: what it is, its name in rule packs, and its places in a document, in order.
macro_rules! parts {
    ($($(#[doc = $about:literal])+ $part:ident $name:literal = |$it:ident| $places:expr;)+) => {
        /// A part of a document, by the name that rule packs use.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub enum Part {
            $($(#[doc = $about])+ #[serde(rename = $name)] $part,)+
        }

        impl Part {
            /// Every part.
            pub const ALL: &[Part] = &[$(Part::$part),+];

            /// Its name in rule packs.
            pub fn name(self) -> &'static str {
                match self { $(Part::$part => $name),+ }
            }

            /// What it is.
            pub fn about(self) -> &'static str {
                match self { $(Part::$part => concat!($($about),+).trim_ascii()),+ }
            }
        }

        impl Document<'_> {
            /// Calls `see` with the place of each `part` that the document has, in order.
            pub fn each(&self, part: Part, see: &mut dyn FnMut(Span)) {
                match part {
                    $(Part::$part => { let $it = self; $places.into_iter().for_each(see) })+
                }
            }
        }
    };
}

parts! {
    /// All of its text.
    Document "document" = |it| Some(it.span);
    /// Every control character that is neither blank nor line break.
    Control "control" = |it| it.controls();
    /// `VZCZC…`.
    Identifier "header.identifier" = |it| it.identifier.map(|line| line.span);
    /// The routing line.
    Routing "header.routing" = |it| it.routing.as_ref().map(|line| line.span);
    /// The doubled precedence letter of the routing line.
    RoutingPrecedence "header.routing.precedence" = |it| it.routing.as_ref().map(|line| line.precedence_span);
    /// Every routing indicator, wherever it is.
    Indicator "header.indicator" = |it| it.indicators();
    /// The DE line, `DE …`.
    Filing "header.filing" = |it| it.filing.map(|line| line.span);
    /// The security prosign line.
    Prosign "header.prosign" = |it| it.prosign.map(|line| line.span);
    /// The date-time group.
    DateTimeGroup "header.date-time-group" = |it| it.date_time_group.as_ref().map(|group| group.span);
    /// The sending post.
    From "header.from" = |it| it.from;
    /// The addressees that act.
    To "header.to" = |it| it.addressees.iter().filter(|to| to.action).map(|to| to.span);
    /// The addressees that are to know.
    Info "header.info" = |it| it.addressees.iter().filter(|to| !to.action).map(|to| to.span);
    /// All addressees.
    Addressee "header.addressee" = |it| it.addressees.iter().map(|to| to.span);
    /// Their message continuity numbers.
    ContinuityNumber "header.addressee.number" = |it| it.addressees.iter().filter_map(|to| to.continuity);
    /// Every piece of the head, of one line or several, that belongs to none of its fields.
    Unread "header.unread" = |it| it.unread.iter().copied();
    /// The classification line.
    Classification "classification" = |it| it.classification.as_ref().map(|line| line.span);
    /// The level of the classification line.
    Level "classification.level" = |it| it.level().map(|level| level.span);
    /// The post of the message reference number.
    Post "classification.post" = |it| it.classification.as_ref().map(|line| line.post);
    /// The serial of the message reference number.
    Serial "classification.serial" = |it| it.classification.as_ref().map(|line| line.serial.1);
    /// The captions.
    Caption "caption" = |it| it.captions.iter().map(|caption| caption.span);
    /// The lines that pass the telegram on.
    Passing "passing" = |it| it.passing.iter().copied();
    /// The E.O. line.
    Order "order" = |it| it.order.as_ref().map(|line| line.span);
    /// The number on it.
    OrderNumber "order.number" = |it| it.order.as_ref().and_then(|line| line.number).map(|(_, span)| span);
    /// The declassification value on it.
    OrderDeclassification "order.declassification" = |it| it.order.as_ref().and_then(|line| line.declassification).map(|value| value.span);
    /// The TAGS field.
    Tags "tags" = |it| it.tags.as_ref().map(|field| field.span);
    /// Every tag.
    Tag "tags.tag" = |it| it.tags.iter().flat_map(|field| &field.tokens).map(|tag| tag.span);
    /// The SUBJECT field.
    Subject "subject" = |it| it.subject.map(|field| field.span);
    /// The subject without its label.
    SubjectText "subject.text" = |it| it.subject.map(|field| field.value);
    /// The REF field.
    References "references" = |it| it.references.as_ref().map(|field| field.span);
    /// Every reference.
    Reference "references.entry" = |it| it.references.iter().flat_map(|field| &field.entries).map(|entry| entry.span);
    /// All authority lines.
    Authority "authority" = |it| it.authority.as_ref().map(|authority| authority.span);
    /// The value of every Classified By.
    ClassifiedBy "authority.classified-by" = |it| it.labelled(Label::ClassifiedBy);
    /// Every reason cited.
    Reason "authority.reason" = |it| it.authority.iter().flat_map(|authority| &authority.reasons).map(|reason| reason.span);
    /// The value of every Reason, whether or not it cites a section.
    ReasonText "authority.reason-text" = |it| it.labelled(Label::Reason);
    /// The value of every Derived From.
    DerivedFrom "authority.derived-from" = |it| it.labelled(Label::DerivedFrom);
    /// The value of every Declassify On.
    DeclassifyOn "authority.declassify-on" = |it| it.labelled(Label::DeclassifyOn);
    /// The value of every Downgrade To.
    DowngradeTo "authority.downgrade-to" = |it| it.labelled(Label::DowngradeTo);
    /// Every paragraph, mark and number included.
    Paragraph "paragraph" = |it| it.paragraphs.iter().map(|paragraph| paragraph.span);
    /// Every paragraph number.
    ParagraphNumber "paragraph.number" = |it| it.paragraphs.iter().filter_map(|paragraph| paragraph.number).map(|number| number.span);
    /// Every portion mark, that of the subject included.
    PortionMark "portion.mark" = |it| it.portion_marks();
    /// From the first paragraph to the last.
    Body "body" = |it| it.paragraphs.first().zip(it.paragraphs.last()).map(|(first, last)| first.span.to(last.span));
    /// The name under a telegram.
    Signature "signature" = |it| it.signature.as_ref().map(|signature| signature.span);
    /// Lines that are nothing but a marking, outside telegrams.
    Banner "banner" = |it| it.banners.iter().map(|banner| banner.span);
    /// Every mark that stands for text that was removed.
    Redaction "redaction" = |it| it.redactions().marks.iter().map(|mark| mark.span);
    /// Every release stamp with its codes.
    ReleaseStamp "release.stamp" = |it| it.redactions().release.stamps.iter().map(|stamp| stamp.span);
}

impl Document<'_> {
    fn controls(&self) -> impl Iterator<Item = Span> {
        let is_control = |byte: u8| (byte < 0x20) & !(9..=13).contains(&byte) | (byte == 0x7f);
        let text = self.text(self.span).as_bytes();
        // Hardly any text has one, and a fold without branches looks at many bytes at a time.
        let any = text.iter().fold(false, |any, &byte| any | is_control(byte));
        let searched = if any { text } else { &[] };
        let controls = searched.iter().enumerate().filter(move |(_, byte)| is_control(**byte));
        controls.map(|(at, _)| self.span.part(at, 1))
    }

    fn indicators(&self) -> impl Iterator<Item = Span> {
        let routing = self.routing.iter().flat_map(|routing| routing.indicators.iter().copied());
        let filing = self.filing.iter().map(|filing| filing.indicator);
        routing.chain(filing).chain(self.addressees.iter().filter_map(|addressee| addressee.indicator))
    }

    fn labelled(&self, label: Label) -> impl Iterator<Item = Span> {
        self.authority.iter().flat_map(move |authority| authority.labelled(label)).map(|field| field.value)
    }

    pub(crate) fn portion_marks(&self) -> impl Iterator<Item = Span> {
        let of_paragraphs = self.paragraphs.iter().filter_map(|paragraph| paragraph.mark);
        self.subject.and_then(|subject| subject.mark).into_iter().chain(of_paragraphs).map(|mark| mark.span)
    }

    /// The first place of `part`.
    pub fn first(&self, part: Part) -> Option<Span> {
        let mut found = None;
        self.each(part, &mut |span| found = found.or(Some(span)));
        found
    }

    /// Whether it is a section of a telegram after the first, which need not say again what that one said.
    pub fn is_later_section(&self) -> bool {
        self.section().is_some_and(|section| section.number > 1)
    }

    fn section(&self) -> Option<Section> {
        self.classification.as_ref().and_then(|line| line.section).or(self.section)
    }

    /// Whether a line of the head could not be read, or only through damage: what is missing may just be illegible.
    pub fn is_damaged(&self) -> bool {
        !self.malformed.is_empty()
            || self.date_time_group.as_ref().is_some_and(|group| group.repaired)
            || self.repairs.iter().any(|repair| repair.damage.changes_letters())
    }

    /// Whether the value at `span` was read through damage.
    pub fn is_repaired(&self, span: Span) -> bool {
        // Repairs are sorted and rarely lie inside one another, so the last few that begin before the place decide.
        let before = self.repairs.partition_point(|repair| repair.span.start <= span.start);
        let near = self.repairs[before.saturating_sub(4)..before].iter();
        near.into_iter().any(|repair| repair.damage.changes_letters() && repair.span.contains(span))
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde::de::value::{Error, StrDeserializer};

    use super::super::Condition;
    use super::*;

    fn read<'n, T: Deserialize<'n>>(name: &'n str) -> T {
        T::deserialize(StrDeserializer::<Error>::new(name)).expect("a name")
    }

    #[test]
    fn packs_read_the_names_of_the_tables_and_each_is_explained() {
        for part in Part::ALL {
            assert_eq!(read::<Part>(part.name()), *part);
            assert!(part.about().ends_with('.') && !part.about().contains("[`"), "{}", part.name());
        }
        for condition in Condition::ALL {
            assert_eq!(read::<Condition>(condition.name()), *condition);
            assert!(condition.about().ends_with('.') && !condition.about().contains("[`"), "{}", condition.name());
        }
        assert!(Part::ALL.len() > 40 && Condition::ALL.len() > 10);
    }
}
