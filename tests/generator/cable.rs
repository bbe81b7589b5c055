//! A fictional cable as its parts, before it is printed.
//!
//! Everything is kept as it will stand on the page, so that a defect is one assignment. What a part should say is for
//! `make` to know; what a page looks like, for `print`.

use fastrand::Rng;
use jiff::civil::Date;

/// How the cable is laid out on its pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// From the classification line or the date-time group on, without routing indicators.
    Plain,
    /// Department copy: page headings, office lists, class marks, now and then a release stamp.
    Copy,
    /// Full text with the lines of ACP 127.
    Transmission,
    /// The same from a web page: pilcrows before the numbers.
    Web,
}

impl Layout {
    /// Whether the lines of a communications centre stand above the text.
    pub fn is_transmission(self) -> bool {
        matches!(self, Layout::Transmission | Layout::Web)
    }
}

/// The level of a cable or paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// UNCLASSIFIED.
    Unclassified,
    /// CONFIDENTIAL.
    Confidential,
    /// SECRET.
    Secret,
}

impl Level {
    /// The word of banners and class marks.
    pub fn word(self) -> &'static str {
        ["UNCLASSIFIED", "CONFIDENTIAL", "SECRET"][self as usize]
    }

    /// The letter of portion marks and security prosigns.
    pub fn letter(self) -> &'static str {
        ["U", "C", "S"][self as usize]
    }

    /// Whether an order on classification speaks of it.
    pub fn is_classified(self) -> bool {
        self > Level::Unclassified
    }
}

/// `DE RUEHLS #2236/01 1631512`.
#[derive(Clone, Debug)]
pub struct Filing {
    pub indicator: String,
    pub serial: String,
    pub section: Option<String>,
    pub day: String,
    pub time: String,
}

/// `O P 121512Z JUN 79 ZDS`.
#[derive(Clone, Debug)]
pub struct Group {
    pub precedence: String,
    pub digits: String,
    pub zone: String,
    pub month: String,
    pub year: String,
    pub signals: String,
}

/// `RUEHLS/AMEMBASSY LUSAKA//POL// PRIORITY 0411`.
#[derive(Clone, Debug, Default)]
pub struct Addressee {
    pub indicator: String,
    pub post: String,
    pub offices: String,
    pub precedence: String,
    pub continuity: String,
}

/// `E.O. 12958: DECL: 03/08/2017`.
#[derive(Clone, Debug)]
pub struct Order {
    pub label: String,
    pub number: String,
    pub value: String,
}

/// A reference and what enumerates it.
#[derive(Clone, Debug)]
pub struct Reference {
    pub letter: String,
    pub text: String,
}

/// A paragraph with its number and mark.
#[derive(Clone, Debug)]
pub struct Paragraph {
    pub heading: Option<String>,
    pub number: String,
    pub mark: String,
    pub text: String,
}

/// A fictional cable.
#[derive(Clone, Debug)]
pub struct Cable {
    pub layout: Layout,
    pub date: Date,
    pub level: Level,
    pub identifier: String,
    pub routing: (String, String),
    pub filing: Option<Filing>,
    pub prosign: (String, String),
    pub group: Option<Group>,
    pub from: Option<String>,
    pub to: Vec<Addressee>,
    pub info: Vec<Addressee>,
    /// Whether the INFO lines stand above the TO lines, where they do not belong.
    pub info_above: bool,
    pub exempt: Vec<String>,
    pub separator: bool,
    /// The level word with the handling behind it.
    pub level_word: String,
    pub section: Option<(u32, u32)>,
    pub post: String,
    pub serial: String,
    pub captions: Vec<String>,
    pub passing: Vec<String>,
    pub correction: Option<String>,
    pub order: Option<Order>,
    /// What stands below the order line although it belongs above it.
    pub below_order: Vec<String>,
    pub tags_label: String,
    pub tags: Option<Vec<String>>,
    pub tags_separator: &'static str,
    pub subject: Option<String>,
    pub references: Vec<Reference>,
    /// Whether references stand one to a line.
    pub references_apart: bool,
    pub authority: Vec<String>,
    pub paragraphs: Vec<Paragraph>,
    pub signature: Option<String>,
    pub ends: Vec<String>,
    /// How wide a line may be, in characters.
    pub width: usize,
    /// How many lines of text fit a page of a Department copy.
    pub page: usize,
    /// The level word above and below each page.
    pub page_mark: String,
    pub stamped: bool,
}

impl Cable {
    /// The year of the date-time group.
    pub fn year(&self) -> i16 {
        self.date.year()
    }

    /// Whether paragraphs carry portion marks of their own.
    pub fn is_marked(&self) -> bool {
        self.paragraphs.iter().any(|paragraph| paragraph.mark.starts_with('(') && paragraph.mark.ends_with(')'))
    }
}

/// A random choice.
pub fn pick<T: Copy>(rng: &mut Rng, choices: &[T]) -> T {
    choices[rng.usize(..choices.len())]
}

/// Whether something happens that happens so often in a hundred cases.
pub fn chance(rng: &mut Rng, percent: u32) -> bool {
    rng.u32(..100) < percent
}
