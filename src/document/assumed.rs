//! What is assumed of a document that does not say it itself.

use std::cell::Cell;

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
    pub today: Today,
}

/// The current date, if it is given. That somebody asked for it is noted, since what he says holds for that long only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Today(Option<Date>);

/// How long an answer holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Holds {
    /// Whatever the day.
    #[default]
    Always,
    /// For the current year.
    ThisYear,
    /// For the current day.
    ThisDay,
}

thread_local! {
    /// What was asked of the current date on this thread.
    static ASKED: Cell<Holds> = const { Cell::new(Holds::Always) };
}

impl Today {
    /// The date.
    pub fn date(self) -> Option<Date> {
        ASKED.set(Holds::ThisDay);
        self.0
    }

    /// The year.
    pub fn year(self) -> Option<i16> {
        ASKED.set(ASKED.get().max(Holds::ThisYear));
        self.0.map(Date::year)
    }

    /// Does `work`, and says how long what comes of it holds.
    pub fn noted<T>(work: impl FnOnce() -> T) -> (T, Holds) {
        ASKED.set(Holds::Always);
        (work(), ASKED.get())
    }
}

impl From<Option<Date>> for Today {
    fn from(date: Option<Date>) -> Today {
        Today(date)
    }
}
