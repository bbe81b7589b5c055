//! The fields of a telegram's head, and the pieces of text that belong to one.

use serde::Deserialize;

use crate::source::Span;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Field {
    Identifier,
    Routing,
    Filing,
    Prosign,
    DateTimeGroup,
    From,
    To,
    Info,
    Exempt,
    Separator,
    Classification,
    Correction,
    Order,
    Tags,
    Subject,
    References,
    Authority,
    /// The message reference number of the field form.
    Number,
    /// The date of a form, or the day on which it came in.
    Date,
    Received,
    /// The captions of the field form, on one line.
    Captions,
    /// The line of the field form that passes the message on.
    Passing,
    /// The level on a line of its own, without post and serial.
    Level,
    /// A set of a military message.
    Set,
    /// A line of the head that could not be read: fields go on below it.
    Unread,
    /// A line that begins no field: it continues the one above, or is a caption, or nothing that is known.
    Other,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Segment {
    pub(crate) field: Field,
    pub(crate) span: Span,
    /// Whether it follows another field on the same line.
    pub(crate) joined: bool,
    /// Whether more blank lines are above it than is usual in the text.
    pub(crate) apart: bool,
}
