//! Defines a rule as a pack writes it, with spans where a value can be wrong.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::diagnostic::Confidence;
use crate::document::{Condition, Kind, Profile, Style};
use crate::marking::packed::Placed;
use crate::rule::example::ExampleEncoding;
use crate::rule::{Applicability, Options};
use crate::source::hidden::HiddenKind;

#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub(super) struct RawRule {
    /// The check that looks.
    pub(super) check: Placed<String>,
    /// `error`, `warning`, `info`, or `ignore` for a rule that must be asked for.
    pub(super) level: Placed<String>,
    /// How sure a finding is: `high` unless it says otherwise.
    pub(super) confidence: Option<Confidence>,
    /// What is wrong, in a few words.
    pub(super) summary: String,
    /// Why it matters.
    pub(super) why: String,
    /// What a finding says; `{fact}` stands for a fact that the check supplies.
    pub(super) message: Placed<String>,
    /// What to do about it, with facts as in `message`.
    pub(super) help: Option<Placed<String>>,
    /// The regulations, or the house style, that the rule rests on.
    pub(super) source: Vec<String>,
    /// The first document date to which it applies.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
    pub(super) from: Option<Placed<toml::value::Datetime>>,
    /// The last document date to which it applies.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
    pub(super) until: Option<Placed<toml::value::Datetime>>,
    /// The kinds of document to which it applies; all if absent.
    #[serde(default)]
    pub(super) kinds: Vec<Kind>,
    /// The marking styles to which it applies; all if absent.
    #[serde(default)]
    pub(super) styles: Vec<Style>,
    /// The release profiles to which it applies; all if absent.
    #[serde(default)]
    pub(super) profiles: Vec<Profile>,
    /// The conditions that must hold of a document.
    #[serde(default)]
    pub(super) when: Vec<Condition>,
    /// Other levels for some styles or years.
    #[serde(default)]
    pub(super) exceptions: Vec<RawException>,
    /// The version that first had it.
    pub(super) since: String,
    /// Whether what it points at must be masked in all output.
    #[serde(default)]
    pub(super) sensitive: bool,
    /// Whether one misread letter can make it fire: at most info in a badly scanned text.
    #[serde(default)]
    pub(super) brittle: bool,
    /// Whether text is missing where it fires: the file then counts as read in part, as one with an attachment that
    /// cannot be opened does.
    #[serde(default)]
    pub(super) unread: bool,
    /// The words for the related places that the check points at.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "BTreeMap<String, String>"))]
    pub(super) labels: BTreeMap<Placed<String>, String>,
    /// What its fix does, if the check offers edits.
    pub(super) fix: Option<RawFix>,
    /// The options of the check.
    #[cfg_attr(feature = "schema", schemars(with = "Option<serde_json::Map<String, serde_json::Value>>"))]
    pub(super) options: Option<Placed<Options>>,
    /// Documents, right and wrong.
    #[serde(default)]
    pub(super) example: Vec<RawExample>,
}

#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct RawException {
    /// The level that holds there.
    pub(super) level: Placed<String>,
    /// The styles; all if absent.
    #[serde(default)]
    pub(super) styles: Vec<Style>,
    /// The first document date.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
    pub(super) from: Option<Placed<toml::value::Datetime>>,
    /// The last document date.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
    pub(super) until: Option<Placed<toml::value::Datetime>>,
    /// The rule book that asks for it.
    pub(super) source: String,
}

#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct RawFix {
    /// `safe` if it may be proved safe, else `unsafe`.
    pub(super) applicability: Applicability,
    /// What it does.
    pub(super) message: Placed<String>,
}

#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct RawExample {
    /// A document with lines of carets under what must be found.
    pub(super) bad: Option<Placed<String>>,
    /// A document in which the rule finds nothing.
    pub(super) good: Option<Placed<String>>,
    /// The file name.
    pub(super) name: Option<String>,
    /// How it is encoded.
    #[serde(default)]
    pub(super) encoding: ExampleEncoding,
    /// Its release profile.
    pub(super) profile: Option<Profile>,
    /// Today.
    #[serde(rename = "as-of")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
    pub(super) as_of: Option<Placed<toml::value::Datetime>>,
    /// Names that must not be released.
    #[serde(default, rename = "watch-list")]
    pub(super) watch_list: Vec<String>,
    /// The other documents of its set, for rules that compare them.
    #[serde(default)]
    pub(super) set: Vec<String>,
    /// When it was written, if its text does not say.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
    pub(super) date: Option<Placed<toml::value::Datetime>>,
    /// Its marking style, if its text does not say.
    pub(super) style: Option<Style>,
    /// Markings of its own, as TOML.
    pub(super) register: Option<Placed<String>>,
    /// How its last line is hidden, as in a file that is not text.
    pub(super) hidden: Option<HiddenKind>,
}
