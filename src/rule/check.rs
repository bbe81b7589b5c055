//! The contract between rules and checks.
//!
//! A check looks at one [`Document`] and reports where something is wrong; wording, level and dates are the rule's.

use std::ops::{Deref, Range};
use std::sync::Arc;

use serde::de::{DeserializeOwned, Error as _, IntoDeserializer};
use serde::{Deserialize, Deserializer};
use toml::Spanned;
use toml::de::DeValue;

use super::need::Need;
use super::options::{OptionsError, written};
use super::{Options, Rule};
use crate::diagnostic::{Diagnostic, Severity};
use crate::document::Document;
use crate::document::marks::Marks;
use crate::set::Comparison;
use crate::source::Span;
use crate::source::mistake::{Mistake, TomlFile};

/// A check with its options: what looks at a document.
pub trait Check: Send + Sync {
    /// Looks at `document` and reports what is wrong.
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>);

    /// Compares a document with others of its set, and reports what is wrong in it.
    fn compare(&self, _comparison: &Comparison<'_>, _report: &mut Report<'_>) {}

    /// What a document must have for it to have anything to say with these options.
    fn need(&self) -> Need {
        Need::Nothing
    }

    /// Words of which one must stand in a document's text, in capitals or small letters, for it to have anything to say.
    /// Empty if it needs none.
    fn words(&self) -> &[String] {
        &[]
    }
}

/// A check without options.
pub type Plain = fn(&Document<'_>, &mut Report<'_>);

impl Check for Plain {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        self(document, report);
    }
}

/// A check of documents of a set, without options.
pub type Across = fn(&Comparison<'_>, &mut Report<'_>);

impl Check for Across {
    fn check(&self, _: &Document<'_>, _: &mut Report<'_>) {}

    fn compare(&self, comparison: &Comparison<'_>, report: &mut Report<'_>) {
        self(comparison, report);
    }
}

/// A row of the table of checks: all that rules, and people who write them, need to know of one.
pub struct Entry {
    /// The name by which rules ask for it.
    pub name: &'static str,
    /// The facts it supplies to messages.
    pub facts: &'static [&'static str],
    /// The names of the related places it points at.
    pub labels: &'static [&'static str],
    /// Whether it ever offers edits, so that a rule may promise a fix.
    pub edits: bool,
    /// What a document must have for it to have anything to say, whatever its options.
    pub(crate) need: Need,
    /// What a finding points at, where it must not be shown.
    pub(crate) secret: Secret,
    body: Body,
}

/// What a check points at, if its rule is sensitive: how much of it is masked elsewhere in the document.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Secret {
    /// Some text: only there, unless it is a name of two words.
    Text,
    /// Some text, or a name of any length.
    PerhapsName,
    /// A name, however it is written.
    Name,
    /// Personal data: its figures too, if it is surely that.
    Data,
}

/// What runs.
enum Body {
    /// A function, and what it reports.
    Plain(&'static str, Plain),
    /// A function that compares documents, and what it reports.
    Across(&'static str, Across),
    /// A struct of options.
    Options {
        settle: fn(&Options) -> Result<Box<dyn Check>, OptionsError>,
        misread: fn(Spanned<DeValue<'_>>) -> Option<toml::de::Error>,
        #[cfg(feature = "schema")]
        schema: fn() -> schemars::Schema,
    },
}

/// What the comments of a struct say of it, where schemas are wanted.
#[cfg(feature = "schema")]
pub(crate) use schemars::JsonSchema as HasSchema;

/// Nothing, where none are.
#[cfg(not(feature = "schema"))]
pub(crate) trait HasSchema {}

#[cfg(not(feature = "schema"))]
impl<T> HasSchema for T {}

/// All checks that rules can ask for: by wing, and by file.
pub type Checks = &'static [&'static [&'static [Entry]]];

/// Each check of `checks`.
pub fn all(checks: Checks) -> impl Iterator<Item = &'static Entry> + Clone {
    checks.iter().copied().flatten().copied().flatten()
}

impl Entry {
    const fn new(name: &'static str, body: Body) -> Entry {
        Entry { name, facts: &[], labels: &[], edits: false, need: Need::Nothing, secret: Secret::Text, body }
    }

    /// A check without options: what it reports, and the function.
    pub(crate) const fn plain(name: &'static str, reports: &'static str, check: Plain) -> Entry {
        Entry::new(name, Body::Plain(reports, check))
    }

    /// A check of documents of a set: what it reports, and the function.
    pub(crate) const fn across(name: &'static str, reports: &'static str, check: Across) -> Entry {
        Entry { need: Need::Set, ..Entry::new(name, Body::Across(reports, check)) }
    }

    /// Whether it compares documents of a set, and says nothing of one alone.
    pub fn is_across(&self) -> bool {
        matches!(self.body, Body::Across(..))
    }

    /// A check with options: the struct is what a rule may write under `options`, and its comments say what it reports and
    /// what each option takes.
    pub(crate) const fn of<C: Check + HasSchema + DeserializeOwned + 'static>(name: &'static str) -> Entry {
        Entry::new(
            name,
            Body::Options {
                settle: |options| options.read::<C>().map(|check| Box::new(check) as Box<dyn Check>),
                misread: misread::<C>,
                #[cfg(feature = "schema")]
                schema: || schemars::schema_for!(C),
            },
        )
    }

    /// The facts it supplies to messages.
    pub(crate) const fn facts(self, facts: &'static [&'static str]) -> Entry {
        Entry { facts, ..self }
    }

    /// The related places it points at.
    pub(crate) const fn labels(self, labels: &'static [&'static str]) -> Entry {
        Entry { labels, ..self }
    }

    /// It offers edits.
    pub(crate) const fn edits(self) -> Entry {
        Entry { edits: true, ..self }
    }

    /// It has nothing to say of a document without this.
    pub(crate) const fn needs(self, need: &Need) -> Entry {
        Entry { need: *need, ..self }
    }

    /// What it points at is more than some text.
    pub(crate) const fn secret(self, secret: &Secret) -> Entry {
        Entry { secret: *secret, ..self }
    }

    /// What it reports, in a sentence or two.
    #[cfg(feature = "schema")]
    pub fn summary(&self) -> String {
        match &self.body {
            Body::Plain(reports, _) | Body::Across(reports, _) => reports.trim_start().to_owned(),
            Body::Options { schema, .. } => {
                let said = schema().get("description").and_then(|said| said.as_str().map(str::to_owned));
                said.unwrap_or_default()
            }
        }
    }

    /// The JSON Schema of its options; none if it takes none.
    #[cfg(feature = "schema")]
    pub fn options(&self) -> Option<schemars::Schema> {
        match &self.body {
            Body::Plain(..) | Body::Across(..) => None,
            Body::Options { schema, .. } => Some(schema()),
        }
    }

    /// The mistake in the options at `span` of `file`, at the wrong key or value.
    pub(crate) fn mistake(&self, file: &Arc<TomlFile>, span: Range<usize>, of: &str, error: OptionsError) -> Mistake {
        let misread = match self.body {
            Body::Plain(..) | Body::Across(..) => misread::<NoOptions>,
            Body::Options { misread, .. } => misread,
        };
        // A configuration has the level of the rule among its options.
        let level = !error.0.starts_with("unknown option `level`");
        let options = written(&file.text, &span).map(|mut options| {
            if let (true, DeValue::Table(table)) = (level, options.get_mut()) {
                table.remove("level");
            }
            options
        });
        let placed = options.and_then(misread);
        let placed = placed.and_then(|error| Some((error.span()?, OptionsError::from(error))));
        let (span, OptionsError(message)) = placed.unwrap_or((span, error));
        // What is wrong is quoted first, and then what there is.
        let mut quoted = message.split('`').skip(1).step_by(2);
        let mistake = file.mistake(span, format!("options of {of}: {message}"));
        quoted.next().map_or(mistake.clone(), |word| mistake.suggest(word, quoted))
    }

    /// The check with the options of a rule.
    ///
    /// # Errors
    ///
    /// What is wrong with the options.
    pub fn settle(&self, options: &Options) -> Result<Box<dyn Check>, OptionsError> {
        match self.body {
            Body::Plain(_, check) => options.read::<NoOptions>().map(|NoOptions {}| Box::new(check) as Box<dyn Check>),
            Body::Across(_, check) => options.read::<NoOptions>().map(|NoOptions {}| Box::new(check) as Box<dyn Check>),
            Body::Options { settle, .. } => settle(options),
        }
    }
}

/// Why options as written do not fit what the check wants, with the place of it.
fn misread<C: DeserializeOwned>(options: Spanned<DeValue<'_>>) -> Option<toml::de::Error> {
    C::deserialize(options.into_deserializer()).err()
}

/// The options of a check that takes none.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NoOptions {}

/// A list that must hold something: a check that has nothing to look for would never speak.
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(transparent))]
pub(crate) struct Filled<T>(#[cfg_attr(feature = "schema", schemars(length(min = 1)))] Vec<T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Filled<T> {
    fn deserialize<D: Deserializer<'de>>(list: D) -> Result<Filled<T>, D::Error> {
        let list = Vec::deserialize(list)?;
        if list.is_empty() { Err(D::Error::custom("a list that must not be empty is")) } else { Ok(Filled(list)) }
    }
}

impl<T> Deref for Filled<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}

/// Where a check says what it found.
pub struct Report<'r> {
    pub(crate) rule: &'r Rule,
    pub(crate) index: usize,
    pub(crate) severity: Severity,
    /// What is wrong with the markings of the document that is looked at.
    pub(crate) marks: &'r Marks,
    pub(crate) found: &'r mut Vec<Diagnostic>,
}

impl<'r> Report<'r> {
    /// A finding at `span`, to be completed with facts and related places.
    pub fn at(&mut self, span: Span) -> &mut Diagnostic {
        self.found.push(Diagnostic::new(self.index, self.severity, self.rule.confidence, span));
        self.found.last_mut().expect("a finding was just pushed")
    }
}
