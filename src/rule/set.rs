//! Holds all rules, each with its level.
//!
//! A [`RuleSet`] is cheap to clone and narrow: configuration makes one per set of overrides. Former rule names give a
//! hint.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::thread;

use xxhash_rust::xxh3::xxh3_128;

use super::check::Checks;
use super::pack;
use super::pack::{BUILTIN, Builtin, Pack};
use super::plan::Plan;
use super::{Options, OptionsError, Rule};
use crate::diagnostic::Severity;
use crate::document::Assumptions;
use crate::register::Registers;
use crate::source::mistake::{Mistake, TomlFile, nearest};
use crate::watch::WatchList;

/// Rules and the levels they have.
#[derive(Clone)]
pub struct RuleSet {
    rules: Arc<Vec<Arc<Rule>>>,
    levels: Vec<Option<Severity>>,
    renamed: Arc<BTreeMap<String, String>>,
    removed: Arc<BTreeMap<String, String>>,
    registers: Arc<Registers>,
    plan: OnceLock<Arc<Plan>>,
    /// A digest of what was given beside the packs and registers that come with the program: files and options.
    given: u128,
    /// What documents are assumed to be.
    pub assumptions: Assumptions,
    /// Names that must not be released.
    pub watch: Option<Arc<WatchList>>,
}

/// What a name stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lookup {
    /// A rule, by index.
    Rule(usize),
    /// The rules of a group, or of `all`, by index.
    Group(Vec<usize>),
    /// A name that was changed to another one.
    Renamed(String),
    /// A rule that no longer exists, and why.
    Removed(String),
    /// No such name; perhaps this one was meant.
    Unknown(Option<String>),
}

/// A digest of what the program is made of.
const BUILD: &str = env!("CABLE_LINT_BUILD");

/// The digest `so_far` with something else that was given, with what it is.
fn given(so_far: u128, (what, text): (&str, &str)) -> u128 {
    xxh3_128(format!("{so_far:x} {what} {text}").as_bytes())
}

/// A pack with its mistakes.
type Read = (Pack, Vec<Mistake>);

/// A pack to read.
enum Source<'s> {
    Builtin(&'static Builtin),
    File(&'s Arc<TomlFile>),
}

impl Source<'_> {
    fn read(&self, checks: Checks) -> Read {
        let mut mistakes = Vec::new();
        let pack = match self {
            Source::Builtin(builtin) => builtin.read(checks, &mut mistakes),
            Source::File(file) => pack::read(file, checks, &mut mistakes),
        };
        (pack, mistakes)
    }
}

/// Reads the packs, and the registers, on two threads: to lint one telegram takes less time than to read the rules.
fn read_all(packs: &[Source<'_>], checks: Checks) -> (Vec<Read>, Registers) {
    let next = AtomicUsize::new(0);
    let work = || {
        let one = || {
            let index = next.fetch_add(1, Ordering::Relaxed);
            packs.get(index).map(|source| (index, source.read(checks)))
        };
        std::iter::from_fn(one).collect::<Vec<_>>()
    };
    thread::scope(|scope| {
        // Without a second thread the first reads them all.
        let second = thread::Builder::new().spawn_scoped(scope, work);
        let registers = Registers::builtin();
        registers.read_ahead();
        let mut read = work();
        read.extend(second.into_iter().flat_map(|second| second.join().expect("reading a pack never panics")));
        read.sort_by_key(|(index, _)| *index);
        (read.into_iter().map(|(_, read)| read).collect(), registers)
    })
}

impl RuleSet {
    /// The built-in rules, which ask for `checks`.
    ///
    /// # Errors
    ///
    /// Every mistake in the packs; the tests see to it that there is none.
    pub fn builtin(checks: Checks) -> Result<RuleSet, Vec<Mistake>> {
        RuleSet::with_packs(&[], checks)
    }

    /// The built-in rules and those of `packs`.
    ///
    /// ```
    /// use cable_lint::check::CHECKS;
    /// use cable_lint::rule::RuleSet;
    /// use cable_lint::source::mistake::TomlFile;
    ///
    /// let pack = TomlFile::new("house.toml", r#"
    /// [unnamed-drafter]
    /// check = "text-pattern"
    /// level = "warning"
    /// summary = "a telegram without its drafter"
    /// why = "Nobody knows whom to ask."
    /// message = "`{text}` names nobody"
    /// source = ["house style 12"]
    /// since = "1.0"
    /// options = { part = "document", pattern = "(?mR)^DRAFTED BY:? *$" }
    /// "#);
    /// let rules = RuleSet::with_packs(&[pack], CHECKS).expect("nothing is wrong with the pack");
    /// let source = cable_lint::source::read("a.txt", b"DRAFTED BY:\n".to_vec())?;
    /// let found = cable_lint::lint(&source, &rules);
    /// assert!(found.iter().any(|found| rules.rules()[found.rule].name == "unnamed-drafter"));
    /// # Ok::<(), cable_lint::source::Unreadable>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Every mistake of every pack.
    pub fn with_packs(packs: &[Arc<TomlFile>], checks: Checks) -> Result<RuleSet, Vec<Mistake>> {
        let builtin = BUILTIN.iter().map(Source::Builtin);
        RuleSet::read(&builtin.chain(packs.iter().map(Source::File)).collect::<Vec<_>>(), checks)
    }

    /// The rules of `packs` and no others.
    ///
    /// # Errors
    ///
    /// Every mistake of every pack.
    pub fn load(packs: &[Arc<TomlFile>], checks: Checks) -> Result<RuleSet, Vec<Mistake>> {
        RuleSet::read(&packs.iter().map(Source::File).collect::<Vec<_>>(), checks)
    }

    /// The rules of `packs`, ordered by group and name.
    fn read(packs: &[Source<'_>], checks: Checks) -> Result<RuleSet, Vec<Mistake>> {
        let mut mistakes = Vec::new();
        let mut rules: Vec<Rule> = Vec::new();
        let (mut renamed, mut removed) = (BTreeMap::new(), BTreeMap::new());
        let mut seen = BTreeSet::new();
        let (read, registers) = read_all(packs, checks);
        for (source, (pack, wrong)) in packs.iter().zip(read) {
            mistakes.extend(wrong);
            for rule in &pack.rules {
                if !seen.insert(rule.name.clone())
                    && let Source::File(file) = source
                {
                    let at =
                        file.text.find(&format!("[{}]", rule.name)).map_or(0..0, |at| at + 1..at + 1 + rule.name.len());
                    let mistake = file.mistake(at, format!("there is already a rule named `{}`", rule.name));
                    mistakes.push(mistake.help("give it another name; to change a built-in rule use `[rules]`"));
                }
            }
            rules.extend(pack.rules);
            renamed.extend(pack.renamed);
            removed.extend(pack.removed);
        }
        if !mistakes.is_empty() {
            return Err(mistakes);
        }
        let files = packs.iter().filter_map(|source| match source {
            Source::Builtin(_) => None,
            Source::File(file) => Some(("pack", &*file.text)),
        });
        let given = files.fold(0, given);
        let registers = Arc::new(registers);
        rules.sort_by(|a, b| (&a.group, &a.name).cmp(&(&b.group, &b.name)));
        let levels = rules.iter().map(|rule| rule.level).collect();
        let rules = Arc::new(rules.into_iter().map(Arc::new).collect());
        Ok(RuleSet {
            rules,
            levels,
            registers,
            renamed: Arc::new(renamed),
            removed: Arc::new(removed),
            plan: OnceLock::new(),
            given,
            assumptions: Assumptions::default(),
            watch: None,
        })
    }

    /// The vocabulary that documents are read with.
    pub fn registers(&self) -> &Registers {
        &self.registers
    }

    /// Adds registers to the vocabulary that documents are read with.
    ///
    /// # Errors
    ///
    /// Every mistake of every file.
    pub fn add_registers(&mut self, files: &[Arc<TomlFile>]) -> Result<(), Vec<Mistake>> {
        self.registers = Arc::new(Registers::with_files(files)?);
        self.given = files.iter().map(|file| ("register", &*file.text)).fold(self.given, given);
        Ok(())
    }

    /// All rules, whatever their level.
    pub fn rules(&self) -> &[Arc<Rule>] {
        &self.rules
    }

    /// The rules that are not ignored, with their indices and levels.
    pub fn active(&self) -> impl Iterator<Item = (usize, &Rule, Severity)> {
        self.rules
            .iter()
            .zip(&self.levels)
            .enumerate()
            .filter_map(|(index, (rule, level))| Some((index, &**rule, (*level)?)))
    }

    /// The rules to run, with their indices and the most severe level of a finding: the active ones, and those that are
    /// sensitive even where they are ignored, since what they point at is masked in the findings of the others.
    pub fn running(&self) -> impl Iterator<Item = (usize, &Rule, Severity)> + Clone {
        self.rules.iter().zip(&self.levels).enumerate().filter_map(|(index, (rule, level))| {
            let severity = level.or(rule.sensitive.then_some(Severity::Info))?;
            Some((index, &**rule, severity))
        })
    }

    /// How to run them: made when the first document asks.
    pub(crate) fn plan(&self) -> &Plan {
        self.plan.get_or_init(|| Arc::new(Plan::new(self.running())))
    }

    /// A digest of all that linting a document depends on beside the document and today's date: the program, the rules
    /// with their options and levels, the registers, the watch list and what is assumed.
    pub fn digest(&self) -> u128 {
        let Assumptions { kind, style, profile, date, today: _ } = self.assumptions;
        let assumed = format!("{kind:?} {style:?} {profile:?} {date:?}");
        // What compares documents says nothing of one.
        let level = |(rule, level): (&Arc<Rule>, &Option<Severity>)| {
            level.filter(|_| !rule.entry.is_across()).map_or('-', |level| level.word().as_bytes()[0].into())
        };
        let levels: String = self.rules.iter().zip(&self.levels).map(level).collect();
        let watch = self.watch.as_ref().map(|list| list.digest());
        xxh3_128(format!("{BUILD} {:x} {assumed} {levels} {watch:x?}", self.given).as_bytes())
    }

    /// The level that the rule has in this set; `None` if it is ignored.
    pub fn level(&self, rule: usize) -> Option<Severity> {
        self.levels[rule]
    }

    /// Gives a rule another level.
    pub fn set_level(&mut self, rule: usize, level: Option<Severity>) {
        self.levels[rule] = level;
        self.plan.take();
    }

    /// Resolves a rule's check again, with `options` laid over the rule's own.
    ///
    /// # Errors
    ///
    /// What is wrong with the options.
    pub fn set_options(&mut self, rule: usize, options: &toml::Table) -> Result<(), OptionsError> {
        let old = &self.rules[rule];
        let mut merged = old.options.table();
        merged.extend(options.clone());
        let new = old.with_options(Options::Written(merged))?;
        self.given = given(self.given, (&old.name, &format!("{options:?}")));
        Arc::make_mut(&mut self.rules)[rule] = Arc::new(new);
        self.plan.take();
        Ok(())
    }

    /// Ignores every rule that `keep` does not name.
    pub fn narrow(&mut self, keep: &BTreeSet<usize>) {
        for (index, level) in self.levels.iter_mut().enumerate() {
            if !keep.contains(&index) {
                *level = None;
            }
        }
        self.plan.take();
    }

    /// What `name` stands for: a rule, a group, `all`, or what became of it.
    pub fn find(&self, name: &str) -> Lookup {
        if let Some(index) = self.rules.iter().position(|rule| rule.name == name) {
            return Lookup::Rule(index);
        }
        let group: Vec<usize> =
            (0..self.rules.len()).filter(|&i| name == "all" || self.rules[i].group == name).collect();
        if !group.is_empty() {
            return Lookup::Group(group);
        }
        if let Some(new) = self.renamed.get(name) {
            return Lookup::Renamed(new.clone());
        }
        if let Some(why) = self.removed.get(name) {
            return Lookup::Removed(why.clone());
        }
        let known = self.rules.iter().flat_map(|rule| [rule.name.as_str(), rule.group.as_str()]);
        Lookup::Unknown(nearest(name, known.chain(["all"])).map(str::to_owned))
    }
}
