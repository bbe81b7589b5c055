//! Applies names and levels to a rule set.
//!
//! The only place that resolves the names of rules and groups, in configurations, flags and `explain`. Within one
//! table `all` is applied first, then groups, then rules, whatever their order in the file.

use std::ops::Range;
use std::sync::Arc;

use super::keys::Setting;
use crate::rule::{Lookup, RuleSet};
use crate::source::mistake::{Mistake, TomlFile};

/// Why a name stands for no rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unknown {
    /// What is wrong with it.
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
}

impl Unknown {
    /// The mistake of writing such a name at `span` of `file`.
    pub(super) fn at(self, file: &Arc<TomlFile>, span: Range<usize>) -> Mistake {
        Mistake { help: self.help, ..file.mistake(span, self.message) }
    }
}

/// The rules that `name` stands for: one, a group's, or all.
///
/// # Errors
///
/// What became of the name, or what was perhaps meant.
pub fn find(rules: &RuleSet, name: &str) -> Result<Vec<usize>, Unknown> {
    let unknown = |message: String, help: Option<String>| Err(Unknown { message, help });
    match rules.find(name) {
        Lookup::Rule(rule) => Ok(vec![rule]),
        Lookup::Group(rules) => Ok(rules),
        Lookup::Renamed(new) => unknown(format!("`{name}` was renamed"), Some(format!("write `{new}` instead"))),
        Lookup::Removed(why) => unknown(format!("the rule `{name}` was removed: {why}"), None),
        Lookup::Unknown(near) => {
            let help = near.map_or_else(
                || "`cable-lint rules` lists all rules".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            unknown(format!("there is no rule or group named `{name}`"), Some(help))
        }
    }
}

/// Does to `rules` what `settings`, written in `file`, say.
pub(super) fn apply(rules: &mut RuleSet, file: &Arc<TomlFile>, settings: &[Setting]) -> Vec<Mistake> {
    let mut mistakes = Vec::new();
    for setting in ordered(rules, settings) {
        let name = setting.name.get_ref();
        let found = match find(rules, name) {
            Ok(found) => found,
            Err(unknown) => {
                mistakes.push(unknown.at(file, setting.name.span()));
                continue;
            }
        };
        if let Some(level) = setting.level {
            found.iter().for_each(|&rule| rules.set_level(rule, level));
        }
        let Some(options) = &setting.options else { continue };
        if !matches!(rules.find(name), Lookup::Rule(_)) {
            let mistake = file.mistake(options.span(), "only rules have options; a group has only a level");
            mistakes.push(mistake.help("write { level = \"info\" }"));
        } else if let Err(error) = rules.set_options(found[0], options.get_ref()) {
            let entry = rules.rules()[found[0]].entry;
            mistakes.push(entry.mistake(file, options.span(), &format!("`{name}`"), error));
        }
    }
    mistakes
}

/// The settings of one table in the order in which they count.
pub(super) fn ordered<'s>(rules: &RuleSet, settings: &'s [Setting]) -> Vec<&'s Setting> {
    let mut ordered: Vec<&Setting> = settings.iter().collect();
    ordered.sort_by_key(|setting| rank(rules, setting.name.get_ref()));
    ordered
}

/// Where a name comes in the order: `all`, groups, rules.
pub(super) fn rank(rules: &RuleSet, name: &str) -> u8 {
    match rules.find(name) {
        _ if name == "all" => 0,
        Lookup::Rule(_) => 2,
        _ => 1,
    }
}
