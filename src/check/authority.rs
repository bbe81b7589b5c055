//! Checks of the classification authority block and of dates and orders in it.

pub(crate) mod declassification;
pub(crate) mod downgrade;
pub(crate) mod instruction_era;
pub(crate) mod missing_date;
pub(crate) mod order;
pub(crate) mod reason;
pub(crate) mod source_date;
pub(crate) mod unread_date;

checks! {
    declassification::{DateBeforeDocument, DateForm, DateLimit, DatePassed, DatesDisagree, ExemptionDate, ExemptionNumber, ImpossibleDate, InstructionIs, InstructionOfOrder, ScheduleDate},
    downgrade::{DowngradeLevel},
    instruction_era::{EarlyInstruction},
    missing_date::{MissingDate},
    order::{OrderForm, OrderInForce, UnknownOrder},
    reason::{AuthorityField, ReasonEra, ReasonForm, ReasonLetter},
    source_date::{SourceAfterDocument},
    unread_date::{UnreadDate},
}
