//! Defines mistakes in files that people write for cable-lint: configurations, rule packs, registers.
//!
//! Readers of such files collect all mistakes, each with its exact bytes and, if possible, a suggestion.
//! [`crate::render`] displays them.

use std::fmt::{self, Display};
use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;

use super::visible::clipped;

/// The most characters that a mistake says. It may quote a value of any length.
const LONGEST: usize = 400;

/// A TOML file by name and content, shared by the mistakes found in it.
#[derive(Debug, PartialEq, Eq)]
pub struct TomlFile {
    /// The path as the user knows it, or a description such as `--config`.
    pub name: String,
    /// The whole text.
    pub text: String,
}

impl TomlFile {
    /// A file ready to be shared.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Arc<TomlFile> {
        Arc::new(TomlFile { name: name.into(), text: text.into() })
    }

    /// A mistake in this file.
    pub fn mistake(self: &Arc<Self>, span: Range<usize>, message: impl Into<String>) -> Mistake {
        let message = clipped(&message.into(), LONGEST).into_owned();
        Mistake { file: Arc::clone(self), span, message, help: None }
    }

    /// The mistake that the TOML parser reported.
    pub fn syntax(self: &Arc<Self>, error: &toml::de::Error) -> Mistake {
        self.mistake(error.span().unwrap_or(0..0), error.message().trim_end())
    }
}

/// One thing wrong in a [`TomlFile`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The file.
    pub file: Arc<TomlFile>,
    /// The bytes of its text that are wrong.
    pub span: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
}

impl Mistake {
    /// Adds what to write instead.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Mistake {
        self.help = Some(help.into());
        self
    }

    /// Adds «did you mean …?» if one of `known` is close to `word`.
    #[must_use]
    pub fn suggest<'k>(self, word: &str, known: impl IntoIterator<Item = &'k str>) -> Mistake {
        match nearest(word, known) {
            Some(near) => self.help(format!("did you mean `{near}`?")),
            None => self,
        }
    }
}

impl Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.file.name, self.message)
    }
}

/// The calendar date that a TOML date stands for; `None` if it has a time, or no calendar has such a day.
pub fn calendar_date(value: &toml::value::Datetime) -> Option<Date> {
    let date = value.date.filter(|_| value.time.is_none())?;
    Date::new(i16::try_from(date.year).ok()?, i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?).ok()
}

/// The one of `known` that `word` was probably meant to be.
pub fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    // What is longer is not a name, and costs as much as its length.
    let known = known.into_iter().filter(|_| word.len() <= LONGEST);
    known
        .map(|candidate| (strsim::normalized_damerau_levenshtein(word, candidate), candidate))
        .filter(|(likeness, _)| *likeness >= 0.6)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}

/// What an error of the system means, without its number.
pub fn plain(error: &std::io::Error) -> String {
    let text = error.to_string();
    match text.find(" (os error ") {
        Some(end) => text[..end].to_owned(),
        None => text,
    }
}
