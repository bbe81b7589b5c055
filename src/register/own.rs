//! Adds the registers of a user: a file in the form of those in `rules/registers/`, each table of which goes to the register
//! that knows it.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer, IntoDeserializer};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::exemptions::{self, ExemptionRegister, ExemptionsFile};
use super::posts::{self, PostRegister, PostsFile};
use super::tags::{self, TagRegister, TagsFile};
use super::{CaptionsFile, Registers};
use crate::marking::packed::packed;
use crate::marking::{self, RegisterError};
use crate::source::mistake::{Mistake, TomlFile};

/// The tables of captions.
const CAPTIONS: [&str; 1] = ["caption"];
/// The tables of every register but that of markings, which is open.
const TABLES: [&[&str]; 4] = [&CAPTIONS, &tags::TABLES, &posts::TABLES, &exemptions::TABLES];
/// How many of these hold codes of telegrams.
const OF_TELEGRAMS: usize = 3;

/// A word of a user's file, kept for as long as the program runs, as those of the built-in registers are.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct OwnWord(&'static str);

impl From<OwnWord> for &'static str {
    fn from(kept: OwnWord) -> &'static str {
        kept.0
    }
}

impl<'de> Deserialize<'de> for OwnWord {
    /// A word that was read before is not kept twice: editors read a configuration again and again.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<OwnWord, D::Error> {
        static ALL: Mutex<BTreeSet<&'static str>> = Mutex::new(BTreeSet::new());
        let word = String::deserialize(deserializer)?;
        let mut all = ALL.lock().unwrap_or_else(PoisonError::into_inner);
        let known = all.get(word.as_str()).copied();
        let kept = known.unwrap_or_else(|| word.leak());
        all.insert(kept);
        Ok(OwnWord(kept))
    }
}

/// Adds what `file` holds; what is wrong with it.
pub(super) fn add(registers: &mut Registers, file: &Arc<TomlFile>) -> Vec<Mistake> {
    let (table, errors) = DeTable::parse_recoverable(&file.text);
    if !errors.is_empty() {
        return errors.iter().map(|error| file.syntax(error)).collect();
    }
    let mut mistakes = Vec::new();
    let mut parts: [DeTable<'_>; TABLES.len() + 1] = Default::default();
    for (key, value) in table.into_inner() {
        let part = TABLES.iter().position(|tables| tables.contains(&&**key.get_ref())).unwrap_or(TABLES.len());
        // Names of organizations are written in any case.
        if part < OF_TELEGRAMS && key.get_ref() != "organization" {
            mistakes.extend(small(file, &value));
        }
        parts[part].insert(key, value);
    }
    let [captions, tags, posts, exemptions, markings] = parts;
    add_captions(registers, file, captions, &mut mistakes);
    if !tags.is_empty() {
        let own = read::<TagsFile<OwnWord>>(file, tags, &mut mistakes);
        registers.tags.get_or_insert_with(|| TagRegister::read(packed!("tags"))).add(own);
    }
    if !posts.is_empty() {
        let own = read::<PostsFile<OwnWord>>(file, posts, &mut mistakes);
        registers.posts.get_or_insert_with(|| PostRegister::read(packed!("posts"))).add(own);
    }
    if !exemptions.is_empty() {
        add_exemptions(registers, file, exemptions, &mut mistakes);
    }
    if !markings.is_empty() {
        add_markings(registers, file, markings, &mut mistakes);
    }
    mistakes
}

fn read<T: Default + DeserializeOwned>(file: &Arc<TomlFile>, part: DeTable<'_>, mistakes: &mut Vec<Mistake>) -> T {
    T::deserialize(Spanned::new(0..0, part).into_deserializer()).unwrap_or_else(|error| {
        mistakes.push(file.syntax(&error));
        T::default()
    })
}

/// Keys that no telegram has, since its codes are in capitals.
fn small(file: &Arc<TomlFile>, table: &Spanned<DeValue<'_>>) -> Vec<Mistake> {
    let DeValue::Table(rows) = table.get_ref() else { return Vec::new() };
    rows.keys().filter_map(|key| in_capitals(file, key.span(), key.get_ref())).collect()
}

/// What is wrong with a name that is not in capitals.
fn in_capitals(file: &Arc<TomlFile>, span: Range<usize>, name: &str) -> Option<Mistake> {
    let capitals = name.to_uppercase();
    let mistake = || file.mistake(span, format!("`{name}` is never found: it is compared with words in capitals"));
    (capitals != name).then(|| mistake().help(format!("write {capitals}")))
}

fn add_captions(registers: &mut Registers, file: &Arc<TomlFile>, part: DeTable<'_>, mistakes: &mut Vec<Mistake>) {
    for row in read::<CaptionsFile>(file, part, mistakes).caption {
        let name = &row.get_ref().name;
        mistakes.extend(in_capitals(file, row.span(), name));
        if registers.captions.iter().any(|known| known.name == *name) {
            mistakes.push(file.mistake(row.span(), format!("the caption {name} is already in the register")));
        }
        registers.captions.push(row.into_inner());
    }
}

fn add_exemptions(registers: &mut Registers, file: &Arc<TomlFile>, part: DeTable<'_>, mistakes: &mut Vec<Mistake>) {
    let register = registers.exemptions.get_or_insert_with(|| ExemptionRegister::read(packed!("exemptions")));
    // Each table by itself, so that a mistake in one hides none in another.
    for (table, rows) in part {
        mistakes.extend(empty(file, &rows));
        let known = |name: &&Spanned<DeValue<'_>>| {
            name.get_ref().as_str().is_some_and(|name| register.has(table.get_ref(), name))
        };
        let again = names(&rows).filter(known).map(Spanned::span);
        mistakes.extend(again.map(|name| file.mistake(name, "this is already in the register")));
        let mut part = DeTable::default();
        part.insert(table, rows);
        register.add(read::<ExemptionsFile>(file, part, mistakes));
    }
}

/// What the rows of a table are found by.
fn names<'v, 'i>(rows: &'v Spanned<DeValue<'i>>) -> impl Iterator<Item = &'v Spanned<DeValue<'i>>> {
    let rows = rows.get_ref().as_array().into_iter().flat_map(|rows| rows.iter());
    rows.filter_map(|row| row.get_ref().as_table()).filter_map(|row| row.get("code").or_else(|| row.get("name")))
}

/// The words in `value` that nothing is in: every text would have them.
fn empty(file: &Arc<TomlFile>, value: &Spanned<DeValue<'_>>) -> Vec<Mistake> {
    match value.get_ref() {
        DeValue::String(word) if word.trim().is_empty() => vec![file.mistake(value.span(), "this word is empty")],
        DeValue::Array(values) => values.iter().flat_map(|value| empty(file, value)).collect(),
        DeValue::Table(values) => values.values().flat_map(|value| empty(file, value)).collect(),
        _ => Vec::new(),
    }
}

fn add_markings(registers: &mut Registers, file: &Arc<TomlFile>, part: DeTable<'_>, mistakes: &mut Vec<Mistake>) {
    let keys: Vec<Range<usize>> = part.keys().map(Spanned::span).collect();
    let register = registers.markings.get_or_insert_with(|| marking::Register::builtin().clone());
    let errors = register.extend(Spanned::new(0..0, part).into_deserializer()).err().unwrap_or_default();
    mistakes.extend(errors.into_iter().map(|RegisterError { mut message, span }| {
        // The other registers have tables, too.
        if keys.contains(&span) && message.starts_with("unknown field") {
            TABLES.iter().copied().flatten().for_each(|table| message.push_str(&format!(", `{table}`")));
        }
        file.misread(span, &message)
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: &str = "[[caption]]\nname = 'VELMDIS'\nkind = 'special-handling'\nmeaning = 'm'\n\
        [subject]\nPVLM = 'Port Velm'\n[last]\nPREL = 2030\n\
        [post]\nRUEHVV = ['AMCONSUL VELM']\nRUEHKO = ['AMCONSUL VELM']\n";

    fn registers(text: &str) -> Result<Registers, Vec<(String, String)>> {
        let at = |mistake: Mistake| (text[mistake.span.clone()].to_owned(), mistake.help.unwrap_or_default());
        Registers::with_files(&[TomlFile::new("own.toml", text)])
            .map_err(|mistakes| mistakes.into_iter().map(at).collect())
    }

    #[test]
    fn rows_are_added_and_none_is_lost() {
        let (own, builtin) = (registers(OWN).expect("valid"), Registers::builtin());
        assert!(own.caption("VELMDIS").is_some() && builtin.caption("VELMDIS").is_none());
        assert_eq!(own.captions.len(), builtin.captions.len() + 1);
        assert!(own.tags().code("PVLM").is_some() && builtin.tags().code("PVLM").is_none());
        assert_eq!(own.tags().all().count(), builtin.tags().all().count() + 1);
        assert_eq!(own.tags().code("PREL").and_then(|code| code.last), Some(2030));
        assert!(own.posts().knows("RUEHVV") && !builtin.posts().knows("RUEHVV"));
        assert!(own.posts().is_post("AMCONSUL VELM") && own.posts().is_post("AMEMBASSY TOKYO"));
        let other = |registers: &Registers, post| registers.posts().other_than("RUEHKO", post).is_some();
        assert!(!other(&own, "AMCONSUL VELM") && !other(&own, "AMEMBASSY TOKYO") && other(&own, "AMEMBASSY BEIJING"));
    }

    #[test]
    fn codes_and_words_of_release_offices_are_added() {
        let own = "[[exemption]]\ncode = 'b7G'\nsystem = 'foia'\nform = '(b)(7)(G)'\nmeaning = 'm'\nsource = 's'\n\
            [[statute]]\nname = 'PORT ACT'\nforms = ['PORT ACT', '46 USC 70103']\nmeaning = 'm'\n\
            [[homemade]]\nname = 'Harbor Plan'\nexemption = '(b)(4)'\n[placeholders]\nnames = ['KEEPER']\n\
            [telling]\ncommands = ['velmcover']\nreasons = 'Harbor'\n[offices]\ntitles = ['Warden']\n";
        let (own, builtin) = (registers(own).expect("valid"), Registers::builtin());
        let knows = |registers: &Registers| {
            let register = registers.exemptions();
            [
                register.exemption("b7G").is_some(),
                register.statute_at("46 USC 70103(d)").is_some_and(|(_, len)| len == "46 USC 70103".len()),
                register.homemade.iter().any(|category| &*category.name == "Harbor Plan"),
                register.is_placeholder("KEEPER"),
                register.telling.is_command("velmcover") && register.telling.is_reason("HARBOR"),
                register.offices.titles.iter().any(|title| title == "warden"),
            ]
        };
        assert_eq!((knows(&own), knows(&builtin)), ([true; 6], [false; 6]));
        assert!(own.exemptions().exemption("b6").is_some() && own.exemptions().telling.is_command("censor"));
        let wrong = |text: &str| registers(text).expect_err("wrong").remove(0).0;
        assert_eq!(wrong("[telling]\nsenders = ['']\n"), "''");
        assert_eq!(wrong("[telling]\ncomands = ['velmcover']\n"), "comands");
        assert_eq!(wrong("[[statute]]\nname = 'INA'\nforms = ['INA']\nmeaning = 'm'\n"), "'INA'");
        assert_eq!(
            wrong("[[exemption]]\ncode = 'b6'\nsystem = 'foia'\nform = 'f'\nmeaning = 'm'\nsource = 's'\n"),
            "'b6'"
        );
        assert_eq!(wrong("[[form]]\nsystem = 'foia'\n"), "form");
        let two = "[placeholders]\nname = ['KEEPER']\n[telling]\ncomands = ['velmcover']\n";
        assert_eq!(registers(two).expect_err("wrong").len(), 2);
    }

    #[test]
    fn the_built_in_files_have_the_form_of_own_ones() {
        for text in [include_str!("../../rules/registers/tags.toml"), include_str!("../../rules/registers/posts.toml")]
        {
            let own = registers(text).expect("valid");
            assert_eq!(own.tags().all().count(), Registers::builtin().tags().all().count());
        }
    }

    #[test]
    fn a_mistake_is_pointed_at_with_what_to_write() {
        let wrong = |text: &str| registers(text).expect_err("wrong").remove(0);
        let helped = |at: &str, help: &str| (at.to_owned(), help.to_owned());
        assert_eq!(wrong("captoin = []\n"), helped("captoin", "did you mean `caption`?"));
        assert_eq!(wrong("[subject]\npvlm = 'm'\n"), helped("pvlm", "write PVLM"));
        assert_eq!(wrong("[post]\nRUEHVV = 'AMCONSUL VELM'\n"), helped("'AMCONSUL VELM'", "write ['AMCONSUL VELM']"));
        let caption = "[[caption]]\nname = 'VELMDIS'\nkind = 'slugg'\nmeaning = 'm'\n";
        assert_eq!(wrong(caption), helped("'slugg'", "did you mean `slug`?"));
        assert_eq!(wrong(&caption.replace("slugg'\n", "slug'\ncolour = 1\n")).0, "colour");
        let again = caption.replace("slugg", "slug").replace("VELMDIS", "NODIS");
        assert_eq!(registers(&again).expect_err("it is there").len(), 1);
        assert_eq!(wrong("[dissem.XYZ]\nportion = 'XYZ'\n").1, "write each table of it below `[[NAME]]`");
    }
}
