//! Parses a rule pack into rules and mistakes.
//!
//! A pack is a table of rules by name, with two tables for former names: `renamed` (old = new) and `removed` (old =
//! why). [`RawRule`] is the form of a rule; what depends on several values (placeholders and facts, options and check)
//! is checked here, with the span of the wrong value.

mod raw;
mod reader;
#[cfg(feature = "schema")]
pub(super) mod schema;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;
use serde::de::IntoDeserializer;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::check::Checks;
use super::example::Example;
use super::{Options, Rule};
use crate::diagnostic::Confidence;
use crate::marking::packed::unpack;
use crate::source::mistake::{Mistake, TomlFile};
use raw::RawRule;
use reader::RuleReader;

/// A pack that comes with the program.
pub(super) struct Builtin {
    /// The name of its file.
    name: &'static str,
    /// All of it.
    text: &'static str,
    /// What the build made of it: without examples, and read fast.
    packed: &'static [u8],
}

/// The packs that come with the program, by group.
pub(super) static BUILTIN: &[Builtin] = &{
    macro_rules! packs {
        [$($pack:literal),*] => {
            [$(Builtin {
                name: concat!($pack, ".toml"),
                text: include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/", $pack, ".toml")),
                packed: include_bytes!(concat!(env!("OUT_DIR"), "/", $pack, ".pack")),
            }),*]
        };
    }
    include!(concat!(env!("OUT_DIR"), "/packs.rs"))
};

/// The packs that come with the program, with all that they hold, by group.
pub fn builtin_packs() -> Vec<Arc<TomlFile>> {
    BUILTIN.iter().map(|builtin| TomlFile::new(builtin.name, builtin.text)).collect()
}

/// The examples of a rule; those of the program's own packs are read when somebody asks.
pub fn examples(rule: &Rule, checks: Checks) -> Vec<Example> {
    let builtin = BUILTIN.iter().find(|builtin| builtin.name == &*rule.pack && rule.examples.is_empty());
    let Some(builtin) = builtin else { return rule.examples.clone() };
    let file = TomlFile::new(builtin.name, builtin.text);
    let pack = read(&file, checks, &mut Vec::new());
    pack.rules.into_iter().find(|read| read.name == rule.name).map_or_else(Vec::new, |read| read.examples)
}

/// A pack's content after reading.
#[derive(Default)]
pub(super) struct Pack {
    pub(super) rules: Vec<Rule>,
    pub(super) renamed: BTreeMap<String, String>,
    pub(super) removed: BTreeMap<String, String>,
}

/// Reads a pack, adding to `mistakes` everything that is wrong with it.
pub(super) fn read(file: &Arc<TomlFile>, checks: Checks, mistakes: &mut Vec<Mistake>) -> Pack {
    let (table, errors) = DeTable::parse_recoverable(&file.text);
    mistakes.extend(errors.iter().map(|error| file.syntax(error)));
    let mut pack = Pack::default();
    if !errors.is_empty() {
        return pack;
    }
    let group = group(&file.name);
    for (name, value) in table.into_inner() {
        let (span, name) = (name.span(), name.into_inner().into_owned());
        match name.as_str() {
            "renamed" => pack.renamed = read_names(file, value, mistakes),
            "removed" => pack.removed = read_names(file, value, mistakes),
            _ => {
                if !is_rule_name(&name) {
                    let mistake = file.mistake(span, format!("`{name}` is not a rule name"));
                    mistakes.push(mistake.help("use lower-case letters, digits and hyphens, beginning with a letter"));
                }
                match RawRule::deserialize(value.into_deserializer()) {
                    Ok(raw) => pack.rules.extend(rule(file, checks, &group, name, raw, mistakes)),
                    Err(error) => mistakes.push(file.syntax(&error)),
                }
            }
        }
    }
    pack
}

/// A pack as the build packs it.
#[derive(Deserialize)]
struct PackedPack {
    rules: BTreeMap<String, RawRule>,
    renamed: BTreeMap<String, String>,
    removed: BTreeMap<String, String>,
}

impl Builtin {
    /// Reads the packed form, adding to `mistakes` what is wrong with it. Its rules are without examples.
    pub(super) fn read(&self, checks: Checks, mistakes: &mut Vec<Mistake>) -> Pack {
        let PackedPack { rules, renamed, removed } = unpack(self.packed);
        let (file, group) = (TomlFile::new(self.name, ""), group(self.name));
        let rules = rules.into_iter().filter_map(|(name, raw)| rule(&file, checks, &group, name, raw, mistakes));
        Pack { rules: rules.collect(), renamed, removed }
    }
}

/// The group that a pack's rules belong to: its file name up to the first point, so that `marking.lists.toml` and
/// `marking.conflicts.toml` are one group.
fn group(name: &str) -> String {
    let file = std::path::Path::new(name).file_name().map(|file| file.to_string_lossy().into_owned());
    file.and_then(|file| file.split('.').next().map(str::to_owned)).unwrap_or_default()
}

fn is_rule_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

fn read_names(
    file: &Arc<TomlFile>,
    value: Spanned<DeValue<'_>>,
    mistakes: &mut Vec<Mistake>,
) -> BTreeMap<String, String> {
    BTreeMap::deserialize(value.into_deserializer()).unwrap_or_else(|error: toml::de::Error| {
        mistakes.push(file.syntax(&error));
        BTreeMap::new()
    })
}

/// What a rule means, or what is wrong with it.
fn rule(
    file: &Arc<TomlFile>,
    checks: Checks,
    group: &str,
    name: String,
    raw: RawRule,
    mistakes: &mut Vec<Mistake>,
) -> Option<Rule> {
    let before = mistakes.len();
    let mut reader = RuleReader { checks, file, mistakes };
    let entry = reader.check(&raw.check);
    let facts = entry.map_or(&[][..], |entry| entry.facts);
    let labels = entry.map_or(&[][..], |entry| entry.labels);
    let level = reader.level(&raw.level);
    let message = reader.template(&raw.message, facts);
    let help = raw.help.as_ref().map(|help| reader.template(help, facts));
    let fix = raw.fix.map(|fix| reader.fix(&fix, entry));
    let (from, until) = (reader.date(raw.from.as_ref()), reader.date(raw.until.as_ref()));
    reader.order_of_dates(from, until, raw.until.as_ref());
    let exceptions = raw.exceptions.into_iter().map(|exception| reader.exception(exception)).collect();
    raw.labels.keys().filter(|_| entry.is_some()).for_each(|label| reader.label(label, labels));
    let (options_span, options) =
        raw.options.map_or((raw.check.span(), Options::default()), |o| (o.span(), o.into_inner()));
    let check = entry.and_then(|entry| reader.settle(entry, options_span, &options));
    let examples = raw.example.into_iter().filter_map(|example| reader.example(example, &name)).collect();
    if mistakes.len() > before {
        return None;
    }
    Some(Rule {
        group: group.to_owned(),
        entry: entry?,
        check: Arc::from(check?),
        options,
        level,
        confidence: raw.confidence.unwrap_or(Confidence::High),
        summary: raw.summary,
        why: raw.why,
        message,
        help,
        source: raw.source,
        from,
        until,
        kinds: raw.kinds,
        styles: raw.styles,
        profiles: raw.profiles,
        when: raw.when,
        exceptions,
        since: raw.since,
        sensitive: raw.sensitive,
        brittle: raw.brittle,
        unread: raw.unread,
        labels: raw.labels.into_iter().map(|(label, words)| (label.into_inner(), words)).collect(),
        fix,
        examples,
        pack: Arc::from(file.name.as_str()),
        name,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::CHECKS;

    /// What the only mistake of a rule with `lines` points at, and the help for it.
    fn helped(lines: &str) -> (String, String) {
        let head = "[a-rule]\nlevel = 'info'\nsummary = 's'\nwhy = 'w'\nmessage = 'm'\nsource = []\nsince = '1'\n";
        let (pack, mut mistakes) = (format!("{head}{lines}"), Vec::new());
        assert!(read(&TomlFile::new("x.toml", pack.as_str()), CHECKS, &mut mistakes).rules.is_empty());
        let [mistake] = &mistakes[..] else { panic!("{mistakes:?}") };
        (pack[mistake.span.clone()].to_owned(), mistake.help.clone().unwrap_or_default())
    }

    fn mistake(lines: &str) -> String {
        helped(lines).0
    }

    /// All of a rule but its examples and where it is.
    fn said(rule: &Rule) -> String {
        let Rule { name, group, entry, options, level, confidence, summary, why, message, help, source, .. } = rule;
        let Rule { from, until, kinds, styles, profiles, when, exceptions, since, .. } = rule;
        let Rule { sensitive, brittle, unread, labels, fix, .. } = rule;
        let said = (name, group, entry.name, options.table(), level, confidence, summary, why, message, help, source);
        let scope = (from, until, kinds, styles, profiles, when, exceptions, since);
        format!("{said:?} {scope:?} {:?}", (sensitive, brittle, unread, labels, fix))
    }

    #[test]
    fn what_the_build_packs_is_what_the_packs_say() {
        for builtin in BUILTIN {
            let mut mistakes = Vec::new();
            let packed = builtin.read(CHECKS, &mut mistakes);
            let written = read(&TomlFile::new(builtin.name, builtin.text), CHECKS, &mut mistakes);
            assert_eq!(mistakes, []);
            assert_eq!((packed.renamed, packed.removed), (written.renamed, written.removed));
            let [packed, written] =
                [packed.rules, written.rules].map(|rules| rules.iter().map(said).collect::<Vec<_>>());
            assert_eq!(packed, written, "{}", builtin.name);
        }
    }

    #[test]
    fn a_rule_that_ends_before_it_begins_is_a_mistake() {
        let dates = "from = 2003-01-01\nuntil = 1999-01-01\n";
        assert_eq!(mistake(&format!("{dates}check = 'text-pattern'\noptions = {{ pattern = 'x' }}\n")), "1999-01-01");
    }

    #[test]
    fn a_rule_that_can_never_speak_is_a_mistake() {
        let options = "{ part = 'subject', values = [] }";
        assert_eq!(mistake(&format!("check = 'allowed-values'\noptions = {options}\n")), "[]");
    }

    #[test]
    fn a_wrong_option_is_pointed_at_with_the_nearest_right_one() {
        let helps = |lines: &str, at: &str, near: &str| {
            assert_eq!(helped(lines), (at.to_owned(), format!("did you mean `{near}`?")), "{lines}");
        };
        let values = "check = 'allowed-values'\n";
        helps(&format!("{values}options = {{ part = 'subject', valeus = ['x'] }}\n"), "valeus", "values");
        helps(&format!("{values}[a-rule.options]\npart = 'subject'\nvaluse = ['x']\n"), "valuse", "values");
        helps(&format!("{values}options = {{ part = 'subjct', values = ['x'] }}\n"), "'subjct'", "subject");
        let limit = "check = 'date-limit'\noptions = { instructions = ['date'], beyond = { yeers = 10 } }\n";
        helps(limit, "yeers", "years");
        let fault = "check = 'marking'\noptions = { fault = 'unknown-catgory' }\n";
        assert_eq!(mistake(fault), "'unknown-catgory'");
    }

    #[test]
    fn an_option_of_the_wrong_type_or_of_a_check_without_options_is_pointed_at() {
        assert_eq!(mistake("check = 'text-pattern'\noptions = { pattern = '(', part = 'body' }\n"), "'('");
        assert_eq!(mistake("check = 'field-order'\noptions = { parts = 'body' }\n"), "'body'");
        assert_eq!(mistake("check = 'self-reference'\noptions = { years = 3 }\n"), "years");
        // What is missing has no place but the table that lacks it.
        assert_eq!(mistake("check = 'text-pattern'\noptions = { part = 'body' }\n"), "{ part = 'body' }");
    }

    #[test]
    fn an_unknown_fact_or_label_says_which_there_are() {
        let helps = |lines: &str, at: &str, help: &str| {
            let lines = format!("check = 'misspelt-reference'\n{lines}\n");
            assert_eq!(helped(&lines), (at.to_owned(), help.to_owned()), "{lines}");
        };
        helps("help = 'is {nmae}'", "{nmae}", "did you mean `name`? there are: name, near");
        helps("help = 'is {post}'", "{post}", "there are: name, near");
        helps("labels = { name = 'x' }", "name", "it has none");
        let label = "check = 'self-reference'\nlabels = { numbr = 'x' }\n";
        assert_eq!(helped(label), ("numbr".to_owned(), "did you mean `number`? there are: number".to_owned()));
    }

    #[test]
    fn a_fix_that_the_check_cannot_make_is_a_mistake() {
        let fix = "fix = { applicability = 'safe', message = 'mend it' }";
        assert_eq!(mistake(&format!("check = 'self-reference'\n{fix}\n")), "'mend it'");
    }
}
