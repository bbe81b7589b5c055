//! Names the parts of a document for rule packs, and the conditions of rules.

use serde::Deserialize;

use super::authority::Label;
use super::paper::title;
use super::telegram::classification::Section;
use super::{Document, Profile};
use crate::marking::Level;
use crate::source::Span;

/// A part of a document, by the name that rule packs use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum Part {
    /// All of its text.
    #[serde(rename = "document")]
    Document,
    /// Every control character that is neither blank nor line break.
    #[serde(rename = "control")]
    Control,
    /// `VZCZC…`.
    #[serde(rename = "header.identifier")]
    Identifier,
    /// The routing line.
    #[serde(rename = "header.routing")]
    Routing,
    /// The doubled precedence letter of the routing line.
    #[serde(rename = "header.routing.precedence")]
    RoutingPrecedence,
    /// Every routing indicator, wherever it is.
    #[serde(rename = "header.indicator")]
    Indicator,
    /// The DE line, `DE …`.
    #[serde(rename = "header.filing")]
    Filing,
    /// The security prosign line.
    #[serde(rename = "header.prosign")]
    Prosign,
    /// The date-time group.
    #[serde(rename = "header.date-time-group")]
    DateTimeGroup,
    /// The sending post.
    #[serde(rename = "header.from")]
    From,
    /// The addressees that act.
    #[serde(rename = "header.to")]
    To,
    /// The addressees that are to know.
    #[serde(rename = "header.info")]
    Info,
    /// All addressees.
    #[serde(rename = "header.addressee")]
    Addressee,
    /// Their message continuity numbers.
    #[serde(rename = "header.addressee.number")]
    ContinuityNumber,
    /// The classification line.
    #[serde(rename = "classification")]
    Classification,
    /// The level of the classification line.
    #[serde(rename = "classification.level")]
    Level,
    /// The post of the message reference number.
    #[serde(rename = "classification.post")]
    Post,
    /// The serial of the message reference number.
    #[serde(rename = "classification.serial")]
    Serial,
    /// The captions.
    #[serde(rename = "caption")]
    Caption,
    /// The lines that pass the telegram on.
    #[serde(rename = "passing")]
    Passing,
    /// The E.O. line.
    #[serde(rename = "order")]
    Order,
    /// The number on it.
    #[serde(rename = "order.number")]
    OrderNumber,
    /// The declassification value on it.
    #[serde(rename = "order.declassification")]
    OrderDeclassification,
    /// The TAGS field.
    #[serde(rename = "tags")]
    Tags,
    /// Every tag.
    #[serde(rename = "tags.tag")]
    Tag,
    /// The SUBJECT field.
    #[serde(rename = "subject")]
    Subject,
    /// The subject without its label.
    #[serde(rename = "subject.text")]
    SubjectText,
    /// The REF field.
    #[serde(rename = "references")]
    References,
    /// Every reference.
    #[serde(rename = "references.entry")]
    Reference,
    /// All authority lines.
    #[serde(rename = "authority")]
    Authority,
    /// The value of every Classified By.
    #[serde(rename = "authority.classified-by")]
    ClassifiedBy,
    /// Every reason cited.
    #[serde(rename = "authority.reason")]
    Reason,
    /// The value of every Reason, whether or not it cites a section.
    #[serde(rename = "authority.reason-text")]
    ReasonText,
    /// The value of every Derived From.
    #[serde(rename = "authority.derived-from")]
    DerivedFrom,
    /// The value of every Declassify On.
    #[serde(rename = "authority.declassify-on")]
    DeclassifyOn,
    /// The value of every Downgrade To.
    #[serde(rename = "authority.downgrade-to")]
    DowngradeTo,
    /// Every paragraph, mark and number included.
    #[serde(rename = "paragraph")]
    Paragraph,
    /// Every paragraph number.
    #[serde(rename = "paragraph.number")]
    ParagraphNumber,
    /// Every portion mark, that of the subject included.
    #[serde(rename = "portion.mark")]
    PortionMark,
    /// From the first paragraph to the last.
    #[serde(rename = "body")]
    Body,
    /// The name under a telegram.
    #[serde(rename = "signature")]
    Signature,
    /// Lines that are nothing but a marking, outside telegrams.
    #[serde(rename = "banner")]
    Banner,
    /// Every mark that stands for text that was removed.
    #[serde(rename = "redaction")]
    Redaction,
    /// Every release stamp with its codes.
    #[serde(rename = "release.stamp")]
    ReleaseStamp,
}

/// A condition of a document that a rule can require.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Condition {
    /// Its level is CONFIDENTIAL or higher.
    Classified,
    /// Its level is known and lower.
    Unclassified,
    /// It is known when it was written, to the day or by the order that it cites.
    Dated,
    /// A date-time group with month and year is in it, and a message reference number or an order line, and it is no
    /// later section of a telegram, so that what is missing is missing.
    FullHeader,
    /// It has a message reference number or an order line, as every telegram of the State Department has.
    MessageNumber,
    /// The lines of a communications center are above it: DE line or security prosign.
    FormatLines,
    /// At least one paragraph carries a portion mark.
    PortionMarked,
    /// It has a line of a classification authority.
    Authorized,
    /// It was prepared for other readers: words were removed, its pages stamped one by one, or the National Archives
    /// released it under an act of its own. A record declassified by age was not reviewed for names.
    Published,
    /// One of its first lines is the title of an official memorandum.
    Titled,
    /// It has something that only government documents have: a level, a message reference number, an order line, a
    /// portion mark, or what a release office, an edition or a court prints, or the title of a memorandum. In any other
    /// text a row of low lines is a form to fill in, and a row of X's a placeholder.
    Official,
    /// It has something that only government documents have: a level, a message reference number, an order line, a
    /// portion mark, or what [`Condition::Published`] looks for. Any other text may be the notes beside the documents.
    Marked,
}

impl Condition {
    /// How many there are.
    pub(super) const COUNT: usize = Condition::Marked as usize + 1;
}

impl Document<'_> {
    /// Whether `condition` is true of the document. Computed once, for many rules.
    pub fn meets(&self, condition: Condition) -> bool {
        *self.conditions[condition as usize].get_or_init(|| self.looks(condition))
    }

    fn looks(&self, condition: Condition) -> bool {
        let level = self.level().map(|level| level.value);
        match condition {
            Condition::Classified => level.is_some_and(Level::is_classified),
            Condition::Unclassified => level.is_some_and(|level| !level.is_classified()),
            Condition::Dated => self.dating.earliest.is_some(),
            Condition::FullHeader => {
                let dated = self.date_time_group.as_ref().is_some_and(|group| group.date.is_some());
                dated && self.meets(Condition::MessageNumber) && !self.is_later_section()
            }
            Condition::MessageNumber => self.classification.is_some() || self.order.is_some(),
            Condition::FormatLines => self.filing.is_some() || self.prosign.is_some(),
            Condition::Authorized => self.authority.is_some(),
            Condition::PortionMarked => self.paragraphs.iter().any(|paragraph| paragraph.mark.is_some()),
            Condition::Published => {
                let redactions = self.redactions();
                let asked = self.profile.is_some_and(|profile| profile != Profile::Draft);
                asked
                    || redactions.release.is_from_state()
                    || redactions.release.is_from_archives()
                    || redactions.is_surely_redacted()
                    || redactions.is_redacted() && self.meets(Condition::Official)
            }
            Condition::Official => {
                let borne =
                    level.is_some() || self.meets(Condition::MessageNumber) || self.meets(Condition::PortionMarked);
                borne || self.redactions().profile != Profile::Draft || self.meets(Condition::Titled)
            }
            Condition::Titled => title::is_titled(self.text(self.span)),
            Condition::Marked => {
                let marked = [Condition::MessageNumber, Condition::PortionMarked, Condition::Published];
                level.is_some() || marked.into_iter().any(|condition| self.meets(condition))
            }
        }
    }

    /// Calls `see` with the place of each `part` that the document has, in order.
    pub fn each(&self, part: Part, see: &mut dyn FnMut(Span)) {
        match part {
            Part::Document => see(self.span),
            Part::Control => self.each_control(see),
            Part::Identifier | Part::Routing | Part::RoutingPrecedence | Part::Filing | Part::Prosign => {
                self.transmission_part(part).into_iter().for_each(see);
            }
            Part::DateTimeGroup => self.date_time_group.iter().for_each(|group| see(group.span)),
            Part::Indicator => self.each_indicator(see),
            Part::From => self.from.into_iter().for_each(see),
            Part::To | Part::Info => {
                self.addressees.iter().filter(|to| to.action == (part == Part::To)).for_each(|to| see(to.span));
            }
            Part::Addressee => self.addressees.iter().for_each(|addressee| see(addressee.span)),
            Part::ContinuityNumber => {
                self.addressees.iter().filter_map(|addressee| addressee.continuity).for_each(see);
            }
            Part::Classification => self.classification.iter().for_each(|line| see(line.span)),
            Part::Level => self.level().iter().for_each(|level| see(level.span)),
            Part::Post => self.classification.iter().for_each(|line| see(line.post)),
            Part::Serial => self.classification.iter().for_each(|line| see(line.serial.1)),
            Part::Caption => self.captions.iter().for_each(|caption| see(caption.span)),
            Part::Passing => self.passing.iter().copied().for_each(see),
            Part::Redaction => self.redactions().marks.iter().for_each(|mark| see(mark.span)),
            Part::ReleaseStamp => self.redactions().release.stamps.iter().for_each(|stamp| see(stamp.span)),
            Part::Banner => self.banners.iter().for_each(|banner| see(banner.span)),
            Part::Signature => self.signature.iter().for_each(|signature| see(signature.span)),
            _ => self.each_field_or_paragraph(part, see),
        }
    }

    fn each_control(&self, see: &mut dyn FnMut(Span)) {
        let is_control = |byte: u8| (byte < 0x20) & !(9..=13).contains(&byte) | (byte == 0x7f);
        let text = self.text(self.span).as_bytes();
        // Hardly any text has one, and a fold without branches looks at many bytes at a time.
        if !text.iter().fold(false, |any, &byte| any | is_control(byte)) {
            return;
        }
        let controls = text.iter().enumerate().filter(|(_, byte)| is_control(**byte));
        controls.for_each(|(at, _)| see(self.span.part(at, 1)));
    }

    fn transmission_part(&self, part: Part) -> Option<Span> {
        match part {
            Part::Identifier => self.identifier.map(|line| line.span),
            Part::Routing => self.routing.as_ref().map(|line| line.span),
            Part::RoutingPrecedence => self.routing.as_ref().map(|line| line.precedence_span),
            Part::Filing => self.filing.map(|line| line.span),
            _ => self.prosign.map(|line| line.span),
        }
    }

    fn each_indicator(&self, see: &mut dyn FnMut(Span)) {
        self.routing.iter().flat_map(|routing| routing.indicators.iter().copied()).for_each(&mut *see);
        self.filing.iter().for_each(|filing| see(filing.indicator));
        self.addressees.iter().filter_map(|addressee| addressee.indicator).for_each(see);
    }

    fn each_field_or_paragraph(&self, part: Part, see: &mut dyn FnMut(Span)) {
        let labelled = |label: Label, see: &mut dyn FnMut(Span)| {
            self.authority.iter().flat_map(|authority| authority.labelled(label)).for_each(|field| see(field.value));
        };
        match part {
            Part::Order => self.order.iter().for_each(|line| see(line.span)),
            Part::OrderNumber => self.order.iter().filter_map(|line| line.number).for_each(|(_, span)| see(span)),
            Part::OrderDeclassification => {
                self.order.iter().filter_map(|line| line.declassification).for_each(|value| see(value.span));
            }
            Part::Tags => self.tags.iter().for_each(|field| see(field.span)),
            Part::Tag => self.tags.iter().flat_map(|field| &field.tokens).for_each(|tag| see(tag.span)),
            Part::Subject => self.subject.iter().for_each(|field| see(field.span)),
            Part::SubjectText => self.subject.iter().for_each(|field| see(field.value)),
            Part::References => self.references.iter().for_each(|field| see(field.span)),
            Part::Reference => {
                self.references.iter().flat_map(|field| &field.entries).for_each(|entry| see(entry.span));
            }
            Part::Authority => self.authority.iter().for_each(|authority| see(authority.span)),
            Part::ClassifiedBy => labelled(Label::ClassifiedBy, see),
            Part::Reason => self.authority.iter().flat_map(|authority| &authority.reasons).for_each(|r| see(r.span)),
            Part::ReasonText => labelled(Label::Reason, see),
            Part::DerivedFrom => labelled(Label::DerivedFrom, see),
            Part::DeclassifyOn => labelled(Label::DeclassifyOn, see),
            Part::DowngradeTo => labelled(Label::DowngradeTo, see),
            Part::Paragraph => self.paragraphs.iter().for_each(|paragraph| see(paragraph.span)),
            Part::ParagraphNumber => {
                self.paragraphs.iter().filter_map(|paragraph| paragraph.number.as_ref()).for_each(|n| see(n.span));
            }
            Part::PortionMark => {
                self.subject.iter().filter_map(|subject| subject.mark).for_each(|mark| see(mark.span));
                self.paragraphs.iter().filter_map(|paragraph| paragraph.mark).for_each(|mark| see(mark.span));
            }
            Part::Body => {
                if let (Some(first), Some(last)) = (self.paragraphs.first(), self.paragraphs.last()) {
                    see(first.span.to(last.span));
                }
            }
            _ => {}
        }
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

    /// Whether it is a section of a telegram before the last, which does not end as a telegram does.
    pub fn is_unfinished_section(&self) -> bool {
        self.section().is_some_and(|section| section.number < section.total)
    }

    fn section(&self) -> Option<Section> {
        self.classification.as_ref().and_then(|line| line.section)
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
