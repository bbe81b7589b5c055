//! Checks of the parts of a telegram.

pub(crate) mod addressees;
pub(crate) mod captions;
pub(crate) mod date_time_group;
pub(crate) mod filing;
pub(crate) mod indicators;
pub(crate) mod julian_day;
pub(crate) mod known_tags;
pub(crate) mod paragraphs;
pub(crate) mod post;
pub(crate) mod precedence;
pub(crate) mod prosign;
pub(crate) mod references;
pub(crate) mod sender;
pub(crate) mod signals;
pub(crate) mod subject;
pub(crate) mod tags;

checks! {
    addressees::{MergedAddressees, UncoveredExemption},
    captions::{CaptionEra, CaptionPlace, CaptionRank, ChannelCaptions, UnknownCaption},
    date_time_group::{ImpossibleDateTime},
    filing::{FilingSection, FilingSerial, FilingTime, SectionNumber},
    indicators::{FilingPost, IndicatorPost, UnknownIndicator},
    julian_day::{ImpossibleJulianDay, JulianDay},
    known_tags::{GluedTags, TagEra, UnknownTag},
    paragraphs::{PairedHeadings, ParagraphReference},
    post::{OwnPost, PostAgreement},
    precedence::{HighestPrecedence, RoutingPrecedence},
    prosign::{ProsignLetters, ProsignLevel},
    references::{CitedReference, FutureReference, SelfReference, UndatedReference},
    sender::{MisspeltReference, MisspeltSender, UnknownSender},
    signals::{CorrectionSignal, WebChannel},
    subject::{SubjectSlug},
    tags::{IsoCode, SubjectTag, WrongValue},
}
