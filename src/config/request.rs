//! What the command line says about configuration, done to rules.

use std::path::PathBuf;

use jiff::civil::Date;

use super::levels;
use super::reader::Assumed;
use crate::diagnostic::Severity;
use crate::document::{Kind, Profile, Style};
use crate::rule::RuleSet;

/// `--error RULE` and its like.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LevelFlag {
    /// The flag, as typed.
    pub flag: &'static str,
    /// A rule, a group or `all`.
    pub name: String,
    /// The level it gets.
    pub level: Option<Severity>,
}

/// What the command line says about configuration.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Where relative paths start, absolute.
    pub cwd: PathBuf,
    /// `--config PATH`.
    pub file: Option<PathBuf>,
    /// `--config 'key = value'`.
    pub inline: Vec<String>,
    /// `--isolated`.
    pub isolated: bool,
    /// `--error`, `--warn`, `--info` and `--ignore`, in the order typed.
    pub levels: Vec<LevelFlag>,
    /// `--only`.
    pub only: Vec<String>,
    /// Whether documents are looked at one by one, and not as a set.
    pub alone: bool,
    /// `--kind`.
    pub kind: Option<Assumed<Kind>>,
    /// `--style`.
    pub style: Option<Assumed<Style>>,
    /// `--profile`.
    pub profile: Option<Assumed<Profile>>,
    /// `--date`.
    pub date: Option<Assumed<Date>>,
    /// Today, for rules that ask.
    pub today: Option<Date>,
}

impl Request {
    /// Does to `rules` what the flags say.
    pub(super) fn apply(&self, rules: &mut RuleSet) {
        // Names that nobody knows are `Configs::mistakes`'s business.
        let named = |rules: &RuleSet, name: &String| levels::find(rules, name).unwrap_or_default();
        for flag in &self.levels {
            named(rules, &flag.name).into_iter().for_each(|rule| rules.set_level(rule, flag.level));
        }
        if self.alone {
            let across: Vec<usize> =
                (0..rules.rules().len()).filter(|&rule| rules.rules()[rule].entry.is_across()).collect();
            across.into_iter().for_each(|rule| rules.set_level(rule, None));
        }
        if !self.only.is_empty() {
            rules.narrow(&self.only.iter().flat_map(|name| named(rules, name)).collect());
        }
        let assumptions = &mut rules.assumptions;
        assumptions.kind = self.kind.map_or(assumptions.kind, |said| said.0);
        assumptions.style = self.style.map_or(assumptions.style, |said| said.0);
        assumptions.profile = self.profile.map_or(assumptions.profile, |said| said.0);
        assumptions.date = self.date.map_or(assumptions.date, |said| said.0);
        assumptions.today = self.today.into();
    }

    /// The names behind flags, with the flag.
    pub(super) fn names(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let levels = self.levels.iter().map(|flag| (flag.flag, flag.name.as_str()));
        levels.chain(self.only.iter().map(|name| ("--only", name.as_str())))
    }
}
