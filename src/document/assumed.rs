//! What is assumed of a document that does not say it itself.

use jiff::civil::Date;

use super::{Kind, Profile, Style};

/// What is taken for granted of a document that does not say it itself; `None` is to be read from the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Assumptions {
    /// What the document is.
    pub kind: Option<Kind>,
    /// Whose marking habits it follows.
    pub style: Option<Style>,
    /// What kind of paper it is for the rules of release.
    pub profile: Option<Profile>,
    /// The date of a document whose text has none.
    pub date: Option<Date>,
    /// Today, for rules that ask.
    pub today: Option<Date>,
}
