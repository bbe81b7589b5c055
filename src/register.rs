//! Loads the registers of what exists: executive orders and their eras, captions, tags, posts
//! (`rules/registers/*.toml`, and the user's own).
//!
//! [`Registers`] say what a word means and when it was valid, never whether a document is right. The long ones are
//! loaded at first use, to keep start-up fast.

pub mod exemptions;
mod own;
pub mod posts;
pub mod tags;
pub mod telling;
pub(crate) mod vocabulary;

use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

use jiff::civil::Date;
use serde::Deserialize;

use crate::marking;
use crate::marking::packed::{Placed, packed, unpack};
use crate::marking::scope::day;
use crate::source::mistake::{Mistake, TomlFile};
use exemptions::ExemptionRegister;
use posts::PostRegister;
use tags::TagRegister;

/// All registers together.
#[derive(Debug)]
pub struct Registers {
    /// The orders, by the date from which they were in force.
    pub orders: Vec<Order>,
    /// The numbers of orders that amend another and are on no line of their own, with the order they amend.
    pub amendments: Vec<Amendment>,
    /// The captions.
    pub captions: Vec<Caption>,
    markings: Option<marking::Register>,
    tags: Option<TagRegister>,
    posts: Option<PostRegister>,
    exemptions: Option<ExemptionRegister>,
}

/// One era of an executive order.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Order {
    /// The number, as in `E.O. 12958`.
    pub number: u32,
    /// The first document date of the era.
    #[serde(deserialize_with = "day")]
    pub from: Date,
    /// The last document date of the era; `None` for the order in force.
    #[serde(default, deserialize_with = "day")]
    pub until: Option<Date>,
    /// Its levels.
    pub levels: BTreeSet<String>,
    /// The declassification instructions an original classifier could write, by their register names.
    pub instructions: BTreeSet<String>,
    /// The longest life in years of a document with a plain date.
    pub years: Option<i16>,
    /// How many years it is where nothing calls for more or less.
    pub usual: Option<i16>,
    /// The section that reasons are cited from.
    pub reason: Option<String>,
    /// The letters of that section.
    pub letters: Option<String>,
    /// Where this was read.
    pub source: String,
}

/// An order that changes another one.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Amendment {
    /// Its number.
    pub number: u32,
    /// The order it changes.
    pub amends: u32,
}

/// One caption of telegrams.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Caption {
    /// As it is written.
    pub name: String,
    /// What it governs.
    pub kind: CaptionKind,
    /// The place among special handling captions; 1 is the most restrictive.
    pub rank: Option<u32>,
    /// The first document date on which it was in use.
    #[serde(default, deserialize_with = "day")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
    pub from: Option<Date>,
    /// The last document date on which it was in use.
    #[serde(default, deserialize_with = "day")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>", extend("format" = "date")))]
    pub until: Option<Date>,
    /// When it was usually written twice.
    pub repeats: Option<Era>,
    /// Whether it must be used alone.
    #[serde(default)]
    pub alone: bool,
    /// Whether more words follow it.
    #[serde(default)]
    pub prefix: bool,
    /// What it says.
    pub meaning: String,
}

/// What a caption governs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum CaptionKind {
    /// Who within the government sees it.
    SpecialHandling,
    /// Which network carries it.
    Distribution,
    /// Whether foreigners see it.
    Dissemination,
    /// Administrative control of unclassified text.
    Administrative,
    /// A channel to one office.
    Channel,
    /// A word for the receiving office.
    Slug,
}

/// A span of dates, both ends included.
#[derive(Clone, Copy, Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Era {
    /// The first day.
    #[serde(deserialize_with = "day")]
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
    pub from: Date,
    /// The last day.
    #[serde(deserialize_with = "day")]
    #[cfg_attr(feature = "schema", schemars(with = "String", extend("format" = "date")))]
    pub until: Date,
}

impl Era {
    /// Whether `date` is in it.
    pub fn contains(&self, date: Date) -> bool {
        self.from <= date && date <= self.until
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OrdersFile {
    order: Vec<Order>,
    amendment: Vec<Amendment>,
}

#[derive(Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
struct CaptionsFile {
    #[cfg_attr(feature = "schema", schemars(with = "Vec<Caption>"))]
    caption: Vec<Placed<Caption>>,
}

impl Order {
    /// The day that is so many years after `date`. No source says what becomes of 29 February: 1 March is accepted.
    pub fn years_after(date: Date, years: i16) -> Option<Date> {
        let year = date.year().checked_add(years)?;
        Date::new(year, date.month(), date.day()).or_else(|_| Date::new(year, 3, 1)).ok()
    }

    /// Whether its era is within `days` of `date`.
    pub fn is_near(&self, date: Date, days: i32) -> bool {
        let early = (self.from - date).get_days() > days;
        let late = self.until.is_some_and(|until| (date - until).get_days() > days);
        !early && !late
    }
}

impl Registers {
    /// The registers that come with the program.
    pub fn builtin() -> Registers {
        let OrdersFile { order: orders, amendment: amendments } = unpack(packed!("orders"));
        let CaptionsFile { caption: captions } = unpack(packed!("captions"));
        let captions = captions.into_iter().map(Placed::into_inner).collect();
        Registers { orders, amendments, captions, markings: None, tags: None, posts: None, exemptions: None }
    }

    /// The registers that come with the program, with those in `files` added: another government's markings, an
    /// organization's codewords, captions, tags, posts, exemption codes.
    ///
    /// # Errors
    ///
    /// Every mistake of every file.
    pub fn with_files(files: &[Arc<TomlFile>]) -> Result<Registers, Vec<Mistake>> {
        let mut registers = Registers::builtin();
        let mistakes: Vec<Mistake> = files.iter().flat_map(|file| own::add(&mut registers, file)).collect();
        if mistakes.is_empty() { Ok(registers) } else { Err(mistakes) }
    }

    /// Reads now what nearly every telegram asks for, while another thread reads the rules.
    pub(crate) fn read_ahead(&self) {
        self.tags();
        self.posts();
        self.markings();
    }

    /// The tags, loaded on first use.
    pub fn tags(&self) -> &TagRegister {
        static READ: LazyLock<TagRegister> = LazyLock::new(|| TagRegister::read(packed!("tags")));
        self.tags.as_ref().unwrap_or_else(|| &READ)
    }

    /// The posts and routing indicators, loaded on first use.
    pub fn posts(&self) -> &PostRegister {
        static READ: LazyLock<PostRegister> = LazyLock::new(|| PostRegister::read(packed!("posts")));
        self.posts.as_ref().unwrap_or_else(|| &READ)
    }

    /// The codes of release offices, read when the first one is met.
    pub fn exemptions(&self) -> &ExemptionRegister {
        static READ: LazyLock<ExemptionRegister> = LazyLock::new(|| ExemptionRegister::read(packed!("exemptions")));
        self.exemptions.as_ref().unwrap_or_else(|| &READ)
    }

    /// The tokens, countries and categories of markings.
    pub fn markings(&self) -> &marking::Register {
        self.markings.as_ref().unwrap_or_else(|| marking::Register::builtin())
    }

    /// The era of orders in which `date` is.
    pub fn order_on(&self, date: Date) -> Option<&Order> {
        self.orders.iter().rev().find(|order| order.from <= date)
    }

    /// Whether the order `number` was in force within `days` of `date`.
    pub fn in_force(&self, number: u32, date: Date, days: i32) -> bool {
        self.eras(number).any(|order| order.is_near(date, days))
    }

    /// The eras of the order `number`, in order of time.
    pub fn eras(&self, number: u32) -> impl Iterator<Item = &Order> {
        self.orders.iter().filter(move |order| order.number == number)
    }

    /// The caption called `name`.
    pub fn caption(&self, name: &str) -> Option<&Caption> {
        self.captions.iter().find(|caption| caption.name == name || caption.prefix && name.starts_with(&caption.name))
    }
}

/// The JSON Schema of a register file: the tables of markings, captions, tags, posts and exemptions.
#[cfg(feature = "schema")]
pub fn register_schema() -> schemars::Schema {
    let mut schema = marking::register_schema();
    let captions = schemars::schema_for!(CaptionsFile);
    for other in [captions, tags::schema(), posts::schema(), exemptions::schema()] {
        for part in ["properties", "$defs"] {
            let own = schema.ensure_object().entry(part).or_insert_with(|| serde_json::json!({}));
            let more = other.get(part).and_then(serde_json::Value::as_object).cloned();
            own.as_object_mut().into_iter().for_each(|own| own.extend(more.clone().unwrap_or_default()));
        }
    }
    schema
}
