//! Documents and rules in, diagnostics out.
//!
//! A check looks at one [`Document`] and says where something is wrong; how it is worded, how bad it is and when it
//! applies is the rule's business. A check sees neither configuration nor paths nor other checks. A new one is a file in
//! `check/` and a line in [`CHECKS`].

mod addressees;
mod allowed_values;
mod authority;
mod captions;
mod companion_pattern;
mod control_characters;
mod damage;
mod date_time_group;
mod declassification;
mod declassification_notice;
mod downgrade;
mod exemption_age;
mod exemption_code;
mod exemption_foreign;
mod field_order;
mod filing;
mod forbidden_together;
mod forbidden_values;
mod frus_bracket;
mod hidden_text;
mod indicators;
mod instruction_era;
mod julian_day;
mod known_tags;
mod malformed_line;
mod marking;
mod marks;
mod missing_date;
mod need;
mod order;
mod page_banner;
mod page_sides;
mod pages;
mod paragraphs;
mod pattern;
mod personal_data;
mod plan;
mod portion_mark;
mod portion_rank;
mod post;
mod precedence;
mod prosign;
mod protected_source;
mod redaction_country;
mod redaction_front;
mod redaction_link;
mod redaction_mark;
mod redaction_place;
mod redaction_remains;
mod redaction_slot;
mod references;
mod release_codes;
mod release_pages;
mod release_stamp;
mod repeated_value;
mod required_field;
mod roll_up;
mod sender;
mod sequence;
mod signals;
mod source_date;
mod source_text;
mod subject;
pub(crate) mod suppression;
mod tags;
mod text_pattern;
mod unmarked_block;
mod unread_date;
mod watched_name;

use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};

use crate::diagnostic::{Diagnostic, Severity};
use crate::document::Document;
use crate::rule::{Options, OptionsError, Rule, RuleSet};
use crate::source::Span;
use marks::Marks;
pub(crate) use marks::{Mark, NEWEST, marks};
pub use need::Need;
pub(crate) use personal_data::PersonalData;
pub use plan::Plan;
pub(crate) use redaction_front::FrontMatterName;
pub(crate) use redaction_mark::TellingMark;
pub(crate) use redaction_slot::FilledSlot;
pub(crate) use watched_name::WatchedName;

/// A check with its options: the struct is what a rule may write under `options`.
pub trait Check: DeserializeOwned + Send + Sync + 'static {
    /// The name by which rules ask for it.
    const NAME: &'static str;
    /// The facts it supplies to messages.
    const FACTS: &'static [&'static str];
    /// The names of the related places it points at.
    const LABELS: &'static [&'static str] = &[];
    /// Whether it ever offers edits, so that a rule may promise a fix.
    const EDITS: bool = false;

    /// Looks at `document` and reports what is wrong.
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>);

    /// What a document must have for it to have anything to say.
    fn need(&self) -> Need {
        Need::Nothing
    }

    /// Words of which one must stand in a document's text, in capitals or small letters, for it to have anything to say.
    /// Empty if it needs none.
    fn words(&self) -> &[String] {
        &[]
    }
}

/// A check whose options are settled.
pub trait Settled: Send + Sync {
    /// What a document must have for it to have anything to say.
    fn need(&self) -> Need;

    /// Words of which one must stand in a document's text for it to have anything to say; empty if it needs none.
    fn words(&self) -> &[String];

    /// Looks at `document` and reports what is wrong.
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>);
}

impl<C: Check> Settled for C {
    fn need(&self) -> Need {
        Check::need(self)
    }

    fn words(&self) -> &[String] {
        Check::words(self)
    }

    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        Check::check(self, document, report);
    }
}

/// What rule loading needs to know of a check.
pub struct Entry {
    /// The name by which rules ask for it.
    pub name: &'static str,
    /// The facts it supplies to messages.
    pub facts: &'static [&'static str],
    /// The names of the related places it points at.
    pub labels: &'static [&'static str],
    /// Whether it ever offers edits.
    pub edits: bool,
    /// Settles its options.
    pub settle: fn(&Options) -> Result<Box<dyn Settled>, OptionsError>,
}

const fn entry<C: Check>() -> Entry {
    Entry {
        name: C::NAME,
        facts: C::FACTS,
        labels: C::LABELS,
        edits: C::EDITS,
        settle: |options| options.read::<C>().map(|check| Box::new(check) as Box<dyn Settled>),
    }
}

/// Reads a list that must hold something: a check that has nothing to look for would never speak.
fn filled<'de, T: Deserialize<'de>, D: Deserializer<'de>>(list: D) -> Result<Vec<T>, D::Error> {
    let list = Vec::deserialize(list)?;
    if list.is_empty() { Err(D::Error::custom("a list that must not be empty is")) } else { Ok(list) }
}

/// Every check there is.
pub static CHECKS: &[Entry] = &[
    entry::<allowed_values::AllowedValues>(),
    entry::<authority::AuthorityField>(),
    entry::<release_codes::BlockAgainstCode>(),
    entry::<captions::CaptionEra>(),
    entry::<portion_mark::CaptionForPortion>(),
    entry::<captions::CaptionPlace>(),
    entry::<captions::CaptionRank>(),
    entry::<exemption_code::CategoryAlone>(),
    entry::<release_stamp::CategoryInUnclassified>(),
    entry::<captions::ChannelCaptions>(),
    entry::<references::CitedReference>(),
    entry::<companion_pattern::CompanionPattern>(),
    entry::<release_stamp::ConflictingStamps>(),
    entry::<control_characters::ControlCharacters>(),
    entry::<signals::CorrectionSignal>(),
    entry::<redaction_country::CountryTags>(),
    entry::<damage::Damage>(),
    entry::<exemption_code::DamagedCode>(),
    entry::<declassification::DateBeforeDocument>(),
    entry::<declassification::DateForm>(),
    entry::<declassification::DateLimit>(),
    entry::<declassification::DatePassed>(),
    entry::<declassification::DatesDisagree>(),
    entry::<release_pages::DeletedPageTotal>(),
    entry::<downgrade::DowngradeLevel>(),
    entry::<instruction_era::EarlyInstruction>(),
    entry::<redaction_place::EmptyParagraph>(),
    entry::<source_text::EmptyText>(),
    entry::<exemption_age::CodeAge>(),
    entry::<declassification::ExemptionDate>(),
    entry::<exemption_age::CodeEra>(),
    entry::<release_codes::CodeMissing>(),
    entry::<declassification::ExemptionNumber>(),
    entry::<field_order::FieldOrder>(),
    entry::<indicators::FilingPost>(),
    entry::<filing::FilingSection>(),
    entry::<filing::FilingSerial>(),
    entry::<suppression::Expired>(),
    entry::<filing::FilingTime>(),
    entry::<redaction_slot::FilledSlot>(),
    entry::<forbidden_together::ForbiddenTogether>(),
    entry::<forbidden_values::ForbiddenValues>(),
    entry::<exemption_foreign::ForeignInformation>(),
    entry::<redaction_front::FrontMatterName>(),
    entry::<references::FutureReference>(),
    entry::<redaction_mark::GluedRedaction>(),
    entry::<known_tags::GluedTags>(),
    entry::<redaction_remains::HalfAddress>(),
    entry::<hidden_text::HiddenText>(),
    entry::<precedence::HighestPrecedence>(),
    entry::<declassification::ImpossibleDate>(),
    entry::<date_time_group::ImpossibleDateTime>(),
    entry::<julian_day::ImpossibleJulianDay>(),
    entry::<exemption_code::IncompleteCode>(),
    entry::<declassification_notice::IncompleteNotice>(),
    entry::<indicators::IndicatorPost>(),
    entry::<declassification::InstructionIs>(),
    entry::<declassification::InstructionOfOrder>(),
    entry::<tags::IsoCode>(),
    entry::<julian_day::JulianDay>(),
    entry::<redaction_place::LabelWithoutHole>(),
    entry::<redaction_link::LinkTarget>(),
    entry::<malformed_line::MalformedLine>(),
    entry::<suppression::Malformed>(),
    entry::<marking::MarkingFault>(),
    entry::<addressees::MergedAddressees>(),
    entry::<release_stamp::MissingNotice>(),
    entry::<missing_date::MissingDate>(),
    entry::<unread_date::UnreadDate>(),
    entry::<portion_mark::MissingMark>(),
    entry::<release_stamp::MissingStamp>(),
    entry::<sender::MisspeltReference>(),
    entry::<sender::MisspeltSender>(),
    entry::<redaction_mark::MixedRedactions>(),
    entry::<redaction_country::NamedOfficeHolder>(),
    entry::<exemption_code::NamedCode>(),
    entry::<declassification_notice::NoticeDate>(),
    entry::<release_codes::OddInterval>(),
    entry::<order::OrderForm>(),
    entry::<order::OrderInForce>(),
    entry::<portion_rank::OverallRank>(),
    entry::<post::OwnPost>(),
    entry::<release_pages::PageEdge>(),
    entry::<pages::PageMark>(),
    entry::<page_banner::PageRank>(),
    entry::<pages::PageSequence>(),
    entry::<page_sides::PageSides>(),
    entry::<paragraphs::PairedHeadings>(),
    entry::<paragraphs::ParagraphReference>(),
    entry::<personal_data::PersonalData>(),
    entry::<release_stamp::PortionInFullRelease>(),
    entry::<portion_rank::PortionRank>(),
    entry::<post::PostAgreement>(),
    entry::<prosign::ProsignLetters>(),
    entry::<prosign::ProsignLevel>(),
    entry::<protected_source::ProtectedSource>(),
    entry::<release_codes::ReasonAgainstCodes>(),
    entry::<authority::ReasonEra>(),
    entry::<authority::ReasonForm>(),
    entry::<authority::ReasonLetter>(),
    entry::<release_pages::RecordStatus>(),
    entry::<redaction_mark::RedactionStyle>(),
    entry::<exemption_code::RedactionWithoutCode>(),
    entry::<release_pages::RepeatedPage>(),
    entry::<repeated_value::RepeatedValue>(),
    entry::<required_field::RequiredField>(),
    entry::<redaction_remains::Residue>(),
    entry::<marking::RollUp>(),
    entry::<precedence::RoutingPrecedence>(),
    entry::<redaction_remains::RunLengths>(),
    entry::<declassification::ScheduleDate>(),
    entry::<filing::SectionNumber>(),
    entry::<references::SelfReference>(),
    entry::<sequence::Sequence>(),
    entry::<redaction_place::SortedList>(),
    entry::<source_date::SourceAfterDocument>(),
    entry::<release_stamp::StampAgainstText>(),
    entry::<frus_bracket::StatedAmount>(),
    entry::<subject::SubjectSlug>(),
    entry::<tags::SubjectTag>(),
    entry::<known_tags::TagEra>(),
    entry::<redaction_place::TextBesideBox>(),
    entry::<redaction_mark::TellingMark>(),
    entry::<suppression::NoReason>(),
    entry::<text_pattern::TextPattern>(),
    entry::<redaction_mark::UnbalancedRedaction>(),
    entry::<addressees::UncoveredExemption>(),
    entry::<references::UndatedReference>(),
    entry::<source_text::Undecodable>(),
    entry::<captions::UnknownCaption>(),
    entry::<release_pages::UnlistedPage>(),
    entry::<exemption_code::UnknownCode>(),
    entry::<indicators::UnknownIndicator>(),
    entry::<order::UnknownOrder>(),
    entry::<suppression::Unknown>(),
    entry::<sender::UnknownSender>(),
    entry::<known_tags::UnknownTag>(),
    entry::<redaction_place::UnlabelledHole>(),
    entry::<suppression::Unused>(),
    entry::<unmarked_block::UnmarkedBlock>(),
    entry::<page_banner::UnmarkedPage>(),
    entry::<watched_name::WatchedName>(),
    entry::<signals::WebChannel>(),
    entry::<tags::WrongValue>(),
];

/// Where a check says what it found.
pub struct Report<'r> {
    rule: &'r Rule,
    index: usize,
    severity: Severity,
    marks: &'r Marks,
    found: &'r mut Vec<Diagnostic>,
}

impl<'r> Report<'r> {
    /// What is wrong with the markings of the document that is looked at.
    fn marks(&self) -> &'r Marks {
        self.marks
    }

    /// A finding at `span`, to be completed with facts and related places.
    pub fn at(&mut self, span: Span) -> &mut Diagnostic {
        self.found.push(Diagnostic::new(self.index, self.severity, self.rule.confidence, span));
        self.found.last_mut().expect("a finding was just pushed")
    }
}

/// Runs every rule of `rules` that speaks of `document`, ignored ones too if they are sensitive. Findings come in no
/// particular order.
pub fn run(document: &Document<'_>, rules: &RuleSet) -> Vec<Diagnostic> {
    run_each(document, rules, &mut |_, look| look())
}

/// Like [`run`], but it is `around` that makes each rule, told by its index, look at the document: to time it, say.
pub fn run_each(
    document: &Document<'_>,
    rules: &RuleSet,
    around: &mut dyn FnMut(usize, &mut dyn FnMut()),
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let marks = Marks::default();
    rules.plan().each(document, &marks, &mut |index, level| {
        let rule = &*rules.rules()[index];
        around(index, &mut || {
            if !rule.speaks_of(document) {
                return;
            }
            if let Some(severity) = rule.severity(level, document.style, document.dating) {
                rule.check.check(document, &mut Report { rule, index, severity, marks: &marks, found: &mut found });
            }
        });
    });
    soften(document, rules, &mut found);
    found
}

/// Makes findings of brittle rules info in a text that scanning has damaged all over. The text is looked at only where
/// that changes something.
fn soften(document: &Document<'_>, rules: &RuleSet, found: &mut [Diagnostic]) {
    let brittle = |finding: &Diagnostic| finding.severity > Severity::Info && rules.rules()[finding.rule].brittle;
    if found.iter().any(brittle) && document.is_noisy() {
        for finding in found.iter_mut().filter(|finding| brittle(finding)) {
            finding.at_most(Severity::Info);
        }
    }
}
