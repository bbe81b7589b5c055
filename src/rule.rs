//! Defines rules: what to look for, when it applies, and the wording.
//!
//! A [`RuleSet`] is loaded from rule packs in TOML (`rules/*/*.toml`, embedded, and the user's own), with every mistake
//! and its span. The only module beside [`crate::config`] and [`crate::register`] that uses TOML. Rules know checks by
//! name only.

pub mod check;
pub mod example;
pub(crate) mod need;
mod options;
mod pack;
pub(crate) mod plan;
mod set;
pub mod template;

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use crate::diagnostic::{Confidence, Severity};
use crate::document::{Condition, Dating, Document, Kind, Profile, Style};
use check::{Check, Entry};
use example::Example;
pub use options::{Options, OptionsError};
#[cfg(feature = "schema")]
pub use pack::schema::pack_schema;
pub use pack::{builtin_packs, examples};
pub use set::{Lookup, RuleSet};
use template::Template;

/// One rule, whole.
#[derive(Clone)]
pub struct Rule {
    /// What is wrong, as a kebab-case noun phrase.
    pub name: String,
    /// The name of the pack's file.
    pub group: String,
    /// What is known of its check.
    pub entry: &'static Entry,
    /// The check with the rule's options.
    pub check: Arc<dyn Check>,
    /// The options as written, for the configuration to override.
    pub options: Options,
    /// How bad a finding is by default; `None` for a rule that is off by default.
    pub level: Option<Severity>,
    /// How sure a finding is.
    pub confidence: Confidence,
    /// What is wrong, in a few words.
    pub summary: String,
    /// Why it matters.
    pub why: String,
    /// The sentence of a finding.
    pub message: Template,
    /// What to do about it.
    pub help: Option<Template>,
    /// The regulation or evidence it rests on.
    pub source: Vec<String>,
    /// The first document date to which it applies.
    pub from: Option<Date>,
    /// The last document date to which it applies.
    pub until: Option<Date>,
    /// The kinds of document it applies to; empty for all.
    pub kinds: Vec<Kind>,
    /// The marking styles it applies to; empty for all.
    pub styles: Vec<Style>,
    /// The profiles it applies to; empty for all.
    pub profiles: Vec<Profile>,
    /// The conditions of a document for it to apply.
    pub when: Vec<Condition>,
    /// Styles and periods for which another level holds.
    pub exceptions: Vec<Exception>,
    /// The version of cable-lint that first had it.
    pub since: String,
    /// Whether what it points at must be masked in every output, even where the rule is ignored.
    pub sensitive: bool,
    /// Whether one wrong letter or one lost line can make it fire, so that a finding is at most info in a text that
    /// scanning has damaged all over.
    pub brittle: bool,
    /// Whether text is missing from the document where it fires, so that the document counts as read in part.
    pub unread: bool,
    /// The words for related places, by the check's label.
    pub labels: BTreeMap<String, String>,
    /// What its fix does, if the check's edits are to be offered.
    pub fix: Option<Fix>,
    /// Documents that show it, right and wrong; see [`examples`] for those of the program's own rules.
    pub examples: Vec<Example>,
    /// The file it comes from.
    pub pack: Arc<str>,
}

/// A style or period for which a rule has another level, because rule books contradict each other.
#[derive(Clone, Debug)]
pub struct Exception {
    /// The level there; `None` for silence.
    pub level: Option<Severity>,
    /// The styles; empty for all.
    pub styles: Vec<Style>,
    /// The first document date.
    pub from: Option<Date>,
    /// The last document date.
    pub until: Option<Date>,
    /// The book that says so.
    pub source: String,
}

/// How a rule offers the edits of its check.
#[derive(Clone, Debug)]
pub struct Fix {
    /// Whether it can be applied unseen.
    pub applicability: Applicability,
    /// What it does.
    pub message: Template,
}

/// Whether a fix can change what a document says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Applicability {
    /// It cannot.
    Safe,
    /// It can; a person must look.
    Unsafe,
}

impl Applicability {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Applicability::Safe => "safe",
            Applicability::Unsafe => "unsafe",
        }
    }
}

impl Rule {
    /// Whether the rule applies to `document`: its kind, its style, its profile, the rule's conditions, and the order in
    /// force on its date. A document whose date is not known is judged by the rules that are still in force.
    pub fn applies_to(&self, document: &Document<'_>) -> bool {
        (self.kinds.is_empty() || self.kinds.contains(&document.kind))
            && self.holds_for(document.style, document.dating)
            && self.when.iter().all(|condition| document.meets(*condition))
            && (self.profiles.is_empty() || self.profiles.contains(&document.redactions().profile))
    }

    /// How bad a finding in a document of that style and dating is, where the rule has `level`: an exception puts
    /// another one in place of the rule's own, and may ignore it. A configured level is kept. `None` for
    /// silence.
    pub fn severity(&self, level: Severity, style: Style, dating: Dating) -> Option<Severity> {
        let exception = self.exceptions.iter().find(|exception| exception.fits(self.level, style, dating));
        match exception {
            Some(exception) if self.level == Some(level) => exception.level,
            Some(exception) => exception.level.map(|_| level),
            None => Some(level),
        }
    }

    /// Whether style and date are within the rule's bounds.
    pub fn holds_for(&self, style: Style, dating: Dating) -> bool {
        (self.styles.is_empty() || self.styles.contains(&style)) && surely_within(self.from, self.until, dating)
    }

    /// The same rule with other options for its check.
    ///
    /// # Errors
    ///
    /// What is wrong with the options.
    pub fn with_options(&self, options: Options) -> Result<Rule, OptionsError> {
        let check = self.entry.settle(&options)?;
        Ok(Rule { check: Arc::from(check), options, ..self.clone() })
    }

    /// The words for a related place.
    pub fn label<'r>(&'r self, name: &'r str) -> &'r str {
        self.labels.get(name).map_or(name, String::as_str)
    }
}

impl Exception {
    /// Whether it holds for a document of that style and dating. Where the date leaves it open, the milder level holds.
    fn fits(&self, usual: Option<Severity>, style: Style, dating: Dating) -> bool {
        let within = if self.level < usual { perhaps_within } else { surely_within };
        (self.styles.is_empty() || self.styles.contains(&style)) && within(self.from, self.until, dating)
    }
}

/// Whether every day on which a document may have been written is within the bounds. A beginning is taken as past where
/// nothing is known: what is undated is judged by what is still in force.
fn surely_within(from: Option<Date>, until: Option<Date>, dating: Dating) -> bool {
    let begun = from.is_none_or(|from| dating.earliest.or(dating.latest).is_none_or(|day| from <= day));
    begun && until.is_none_or(|until| dating.latest.is_some_and(|latest| latest <= until))
}

/// Whether any day on which a document may have been written is within the bounds.
fn perhaps_within(from: Option<Date>, until: Option<Date>, dating: Dating) -> bool {
    from.is_none_or(|from| dating.latest.is_none_or(|latest| from <= latest))
        && until.is_none_or(|until| dating.earliest.is_none_or(|earliest| earliest <= until))
}
