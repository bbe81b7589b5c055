//! Checks of redactions and releases.

pub(crate) mod declassification_notice;
pub(crate) mod exemption_age;
pub(crate) mod exemption_code;
pub(crate) mod exemption_foreign;
pub(crate) mod frus_bracket;
pub(crate) mod protected_source;
pub(crate) mod redaction_country;
pub(crate) mod redaction_front;
pub(crate) mod redaction_link;
pub(crate) mod redaction_mark;
pub(crate) mod redaction_place;
pub(crate) mod redaction_remains;
pub(crate) mod redaction_slot;
pub(crate) mod release_codes;
pub(crate) mod release_pages;
pub(crate) mod release_stamp;

checks! {
    declassification_notice::{IncompleteNotice, NoticeDate},
    exemption_age::{CodeAge, CodeEra},
    exemption_code::{CategoryAlone, DamagedCode, IncompleteCode, NamedCode, RedactionWithoutCode, UnknownCode},
    exemption_foreign::{ForeignInformation},
    frus_bracket::{StatedAmount},
    protected_source::{ProtectedSource},
    redaction_country::{CountryTags, NamedOfficeHolder},
    redaction_front::{FrontMatterName},
    redaction_link::{LinkTarget},
    redaction_mark::{GluedRedaction, MixedRedactions, RedactionStyle, TellingMark, UnbalancedRedaction},
    redaction_place::{EmptyParagraph, LabelWithoutHole, SortedList, TextBesideBox, UnlabelledHole},
    redaction_remains::{HalfAddress, Residue, RunLengths},
    redaction_slot::{FilledSlot},
    release_codes::{BlockAgainstCode, CodeMissing, OddInterval, ReasonAgainstCodes},
    release_pages::{DeletedPageTotal, PageEdge, RecordStatus, RepeatedPage, UnlistedPage},
    release_stamp::{CategoryInUnclassified, ConflictingStamps, MissingNotice, MissingStamp, PortionInFullRelease, StampAgainstText},
}
