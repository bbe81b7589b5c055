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
        self.misread(error.span().unwrap_or(0..0), error.message())
    }

    /// What the TOML parser said is wrong at `span`, in words for people who write such files.
    pub fn misread(self: &Arc<Self>, span: Range<usize>, said: &str) -> Mistake {
        let said = said.trim_end();
        // What is wrong is quoted first, and then what there is.
        let mut quoted = said.split('`').skip(1).step_by(2);
        let word = quoted.next().unwrap_or_default();
        if said.starts_with("unknown field") || said.starts_with("unknown variant") {
            let what = if said.starts_with("unknown field") { "key" } else { "value" };
            return self.unknown(span, word, what, &quoted.collect::<Vec<_>>());
        }
        let bare = self.text.get(span.clone()).filter(|bare| !bare.eq_ignore_ascii_case(word)).unwrap_or_default();
        let unquoted = ["invalid boolean", "string values must be quoted"].iter().any(|why| said.starts_with(why));
        let unquoted = unquoted && bare.chars().all(|letter| letter.is_alphanumeric() || "-_./*".contains(letter));
        let mistake = self.mistake(span, said);
        match said {
            _ if unquoted && !bare.is_empty() => {
                Mistake { message: "text must be in quotes".to_owned(), ..mistake.help(format!("write \"{bare}\"")) }
            }
            _ if said.starts_with("missing field") => Mistake {
                message: format!("the key `{word}` is missing"),
                ..mistake.help(format!("add `{word} = …`"))
            },
            _ if said.ends_with("expected a sequence") => {
                let help = match said.starts_with("invalid type: map") {
                    true => "write each table of it below `[[NAME]]`".to_owned(),
                    false => format!("write [{}]", clipped(bare, 60)),
                };
                Mistake { message: "this must be a list".to_owned(), ..mistake.help(help) }
            }
            _ => mistake,
        }
    }

    /// That `word` is none of the `known` names.
    pub fn unknown(self: &Arc<Self>, span: Range<usize>, word: &str, what: &str, known: &[&str]) -> Mistake {
        let mistake = self.mistake(span, format!("`{word}` is not a valid {what}"));
        mistake.help(format!("write one of: {}", known.join(", "))).suggest(word, known.iter().copied())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_parser_says_comes_with_what_to_write() {
        let said = |text: &str| {
            let error = toml::from_str::<toml::Table>(text).expect_err("no TOML");
            let mistake = TomlFile::new("x.toml", text).syntax(&error);
            (mistake.message, mistake.help.unwrap_or_default())
        };
        let quotes = "text must be in quotes".to_owned();
        assert_eq!(said("profile = foia\n"), (quotes.clone(), "write \"foia\"".to_owned()));
        assert_eq!(said("fail-on = error\n"), (quotes, "write \"error\"".to_owned()));
        assert_eq!(said("x = True\n"), ("invalid boolean, expected `true`".to_owned(), String::new()));
        assert!(said("x = [\n").0.contains("array"));
    }
}
