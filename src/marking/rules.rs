//! The rules of markings: how bad each is, since when, for whom, and how to say it.
//!
//! Enters: the packs in `rules/markings`. Leaves: for a remark, a style and a date, the severity and the sentence, or
//! silence. Knows nothing of how a remark is found.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::civil::Date;
use serde::Deserialize;

use super::fault::{Fault, Remark};
use super::scope::{Context, Style, covers, day};
use crate::diagnostic::Severity;

const GROUPS: [(&str, &str); 3] = [
    ("marking", include_str!("../../rules/markings/marking.toml")),
    ("portion", include_str!("../../rules/markings/portion.toml")),
    ("cui", include_str!("../../rules/markings/cui.toml")),
];

/// One rule, as the pack writes it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Rule {
    /// The check that applies it.
    pub check: String,
    level: Level,
    /// What is wrong, in a few words.
    pub summary: String,
    /// Why it matters.
    pub why: String,
    /// The sentence of a finding, with placeholders in braces.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// The regulations it rests on.
    pub source: Vec<String>,
    #[serde(default)]
    styles: Vec<Style>,
    #[serde(default, deserialize_with = "day")]
    from: Option<Date>,
    #[serde(default, deserialize_with = "day")]
    until: Option<Date>,
    /// The version of the program that brought it.
    pub since: String,
    #[serde(default)]
    exceptions: Vec<Exception>,
    /// Markings that break it and markings that do not.
    #[serde(default, rename = "example")]
    pub examples: Vec<Example>,
    /// The name of its file.
    #[serde(skip)]
    pub group: &'static str,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "lowercase")]
enum Level {
    Error,
    Warning,
    Info,
    Off,
}

/// A style or period for which another level holds: rule books contradict each other.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
struct Exception {
    level: Level,
    #[serde(default)]
    styles: Vec<Style>,
    #[serde(default, deserialize_with = "day")]
    from: Option<Date>,
    #[serde(default, deserialize_with = "day")]
    until: Option<Date>,
    #[serde(rename = "source")]
    _source: String,
}

/// A marking that shows a rule.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Example {
    /// A marking that breaks it; for rules of the roll-up, a banner and its portions.
    pub bad: Option<String>,
    /// One that does not.
    pub good: Option<String>,
}

/// All rules of markings, by name.
#[derive(Debug)]
pub struct RuleTable {
    rules: BTreeMap<String, Rule>,
}

impl RuleTable {
    /// The rules that come with the program.
    pub fn builtin() -> &'static RuleTable {
        static TABLE: LazyLock<RuleTable> = LazyLock::new(|| {
            // A unit test loads the same text and reports mistakes; a group with one is left out here.
            let groups = GROUPS.iter().filter_map(|(name, text)| load(name, text).ok());
            RuleTable { rules: groups.flatten().collect() }
        });
        &TABLE
    }

    /// The rule of that name.
    pub fn rule(&self, name: &str) -> Option<&Rule> {
        self.rules.get(name)
    }

    /// The same name, living as long as the table.
    pub fn name(&self, name: &str) -> Option<&str> {
        self.rules.get_key_value(name).map(|(known, _)| known.as_str())
    }

    /// All rules, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Rule)> {
        self.rules.iter().map(|(name, rule)| (name.as_str(), rule))
    }

    /// The remark as a fault, or nothing where its rule does not speak.
    pub fn judge(&self, remark: Remark, context: Context) -> Option<Fault> {
        let rule = self.rules.get(remark.rule)?;
        let severity = rule.severity(context)?;
        let message = filled(&rule.message, &remark.facts);
        Some(Fault { rule: remark.rule, severity, span: remark.span, message, suggestion: remark.suggestion })
    }
}

impl Rule {
    /// How bad it is for a document of that style and date, if it speaks of it at all.
    pub fn severity(&self, context: Context) -> Option<Severity> {
        if !covers(&self.styles, self.from, self.until, context) {
            return None;
        }
        let fits = |other: &&Exception| covers(&other.styles, other.from, other.until, context);
        match self.exceptions.iter().find(fits).map_or(self.level, |exception| exception.level) {
            Level::Error => Some(Severity::Error),
            Level::Warning => Some(Severity::Warning),
            Level::Info => Some(Severity::Info),
            Level::Off => None,
        }
    }
}

fn load(group: &'static str, text: &str) -> Result<BTreeMap<String, Rule>, toml::de::Error> {
    let mut rules: BTreeMap<String, Rule> = toml::from_str(text)?;
    for rule in rules.values_mut() {
        rule.group = group;
    }
    Ok(rules)
}

/// The template with `{name}` replaced by the fact of that name.
fn filled(template: &str, facts: &[(&'static str, String)]) -> String {
    let mut message = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        message.push_str(before);
        let Some((name, behind)) = after.split_once('}') else { break };
        if let Some((_, value)) = facts.iter().find(|(fact, _)| *fact == name) {
            message.push_str(value);
        }
        rest = behind;
    }
    message.push_str(rest);
    message
}

#[cfg(test)]
mod tests;
