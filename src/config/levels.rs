//! Applies names and levels to a rule set.
//!
//! The only place that resolves the names of rules and groups, in configurations, flags and `explain`. Within one
//! table `all` is applied first, then groups, then rules, whatever their order in the file.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::keys::Setting;
use crate::diagnostic::Severity;
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

/// Gives every rule that `name` stands for a level.
pub(super) fn set(rules: &mut RuleSet, name: &str, level: Option<Severity>) -> Result<(), Unknown> {
    for rule in find(rules, name)? {
        rules.set_level(rule, level);
    }
    Ok(())
}

/// Leaves only the rules that `names` stand for.
pub(super) fn narrow(rules: &mut RuleSet, names: &[String]) -> Vec<Unknown> {
    let (mut keep, mut unknown) = (BTreeSet::new(), Vec::new());
    for name in names {
        match find(rules, name) {
            Ok(found) => keep.extend(found),
            Err(error) => unknown.push(error),
        }
    }
    rules.narrow(&keep);
    unknown
}

/// Does to `rules` what `settings`, written in `file`, say.
pub(super) fn apply(rules: &mut RuleSet, file: &Arc<TomlFile>, settings: &[Setting]) -> Vec<Mistake> {
    let mut mistakes = Vec::new();
    for setting in ordered(rules, settings) {
        let name = setting.name.get_ref();
        let found = match find(rules, name) {
            Ok(found) => found,
            Err(unknown) => {
                let mistake = file.mistake(setting.name.span(), unknown.message);
                mistakes.push(Mistake { help: unknown.help, ..mistake });
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
