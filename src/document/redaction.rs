//! A document's text in, what was taken out of it out: marks, codes, and what the releaser printed around them.
//!
//! Every style in which text is withheld becomes one [`Redaction`]; stamps, page headers, classification blocks and sheets
//! become a [`Release`]. Both are read when a rule first asks, and text in which nothing sets the reader off costs one
//! pass. Judging what is read is not done here.

mod amount;
mod angle;
pub(super) mod assassination;
mod behind;
mod bracket;
pub mod code;
mod margin;
mod run;
mod telling;
pub(super) mod trigger;

use serde::Deserialize;

use super::release::{self, Release};
use super::{Document, Profile};
use crate::register::exemptions::ExemptionRegister;
use crate::source::Span;
pub use code::{Code, Notation};
pub use telling::Told;
use trigger::{Trigger, triggers};

/// A place at which text was withheld.
#[derive(Clone, Debug)]
pub struct Redaction {
    /// The mark with its brackets.
    pub span: Span,
    /// How it is written.
    pub style: MarkStyle,
    /// The codes in it, or behind it on its line.
    pub codes: Vec<Code>,
    /// How much it says, or shows, to be missing.
    pub extent: Option<Extent>,
    /// Where it stands.
    pub placement: Placement,
    /// Whether its bracket is closed.
    pub closed: bool,
}

/// How a mark is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MarkStyle {
    /// A code in the margin: `1.4(D)` over `B1`.
    Margin,
    /// `[3½ lines not declassified]`.
    Frus,
    /// `[REDACTED]`, `[name redacted]`.
    Word,
    /// `XXXXXXXXXXXX`.
    Cross,
    /// `██████`.
    Block,
    /// `________`, or brackets around nothing.
    Blank,
    /// `(b)(6)` in place of text.
    Code,
    /// `Harm to Ongoing Matter`.
    Category,
    /// `NR`, `[Non-responsive]`: what nobody asked for.
    Unasked,
    /// `STATINTL`.
    Label,
    /// `NND 989501, box 7, tab 3`.
    Withdrawal,
    /// `<PERSON>`, `{{NAME}}`.
    Placeholder,
    /// `[…]`.
    Ellipsis,
    /// `[~~~~]`.
    Unknown,
}

/// Where a mark stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placement {
    /// Among the words that were left.
    Inline,
    /// On a line with nothing else.
    Alone,
    /// In the right margin.
    Margin,
}

/// How much is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// So many lines, paragraphs, pages or words, and what stands in parentheses behind that: `1 paragraph (24 lines)`.
    Amount(Amount, Option<Amount>),
    /// A thing that is named: a name, the text.
    Named,
    /// It should say and does not.
    Unstated,
    /// A run of so many characters.
    Characters(u32),
}

/// An amount in the brackets of a documentary edition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Amount {
    /// The whole number.
    pub whole: Option<u32>,
    /// The fraction behind it.
    pub fraction: Option<Span>,
    /// Whether the fraction is spelt with a slash.
    pub slashed: bool,
    /// `less than`.
    pub less: bool,
    /// The word for the unit.
    pub unit: Span,
    /// Whether that word is a plural.
    pub plural: bool,
}

impl Amount {
    /// Whether the amount is one or less, so that its unit is a singular.
    pub fn is_singular(&self) -> bool {
        match self.whole {
            Some(whole) => whole == 1 && self.fraction.is_none(),
            None => self.fraction.is_some(),
        }
    }
}

/// What was taken out of a document, and what its releaser says of it.
#[derive(Debug, Default)]
pub struct Redactions {
    /// The marks in the text, in order. Codes of stamps are not among them.
    pub marks: Vec<Redaction>,
    /// What marks say of what they hide, in order.
    pub told: Vec<Told>,
    /// What the releaser printed on the document.
    pub release: Release,
    /// What kind of paper this is for the rules of release.
    pub profile: Profile,
}

impl Redactions {
    /// Whether there is neither a mark in the text nor anything that a releaser printed.
    pub fn is_empty(&self) -> bool {
        self.marks.is_empty() && self.release.is_empty()
    }

    /// Whether a mark stands in the text that says that something is missing.
    pub fn is_redacted(&self) -> bool {
        self.marks.iter().any(Redaction::hides)
    }

    /// Whether a mark stands in the text that nobody writes but who takes something out. A row of X's or of low lines is
    /// as often a placeholder, and boxes are drawn.
    pub fn is_surely_redacted(&self) -> bool {
        use MarkStyle::{Blank, Block, Cross, Placeholder};
        self.marks.iter().any(|mark| mark.hides() && !matches!(mark.style, Blank | Block | Cross | Placeholder))
    }

    /// The codes of the marks in the text.
    pub fn body_codes(&self) -> impl Iterator<Item = &Code> {
        self.marks.iter().flat_map(|mark| &mark.codes)
    }

    /// Every code: of stamps, of marks and of sheets.
    pub fn codes(&self) -> impl Iterator<Item = &Code> {
        self.release.codes().chain(self.body_codes())
    }
}

impl Redaction {
    /// Whether the mark stands for text that somebody took out. An ellipsis may be the author's own.
    pub fn hides(&self) -> bool {
        !matches!(self.style, MarkStyle::Ellipsis | MarkStyle::Unknown)
    }

    /// Whether the mark itself is what a reader sees in place of the text, rather than a code beside it.
    pub fn stands_for_text(&self) -> bool {
        self.hides() && self.style != MarkStyle::Margin
    }
}

/// Reads what was taken out of `document`.
pub(super) fn read(document: &Document<'_>, assumed: Option<Profile>) -> Redactions {
    let text = document.source.text();
    let found = triggers(text, document.span);
    if found.is_empty() {
        return Redactions { profile: assumed.unwrap_or_default(), ..Redactions::default() };
    }
    let release = release::read(document, &found);
    let mut told = Vec::new();
    let marks = marks(document, &found, &release, assumed, &mut told);
    let profile = assumed.unwrap_or_else(|| release::profile(&release, &marks));
    Redactions { marks, told, release, profile }
}

fn marks(
    document: &Document<'_>,
    found: &[(Trigger, u32)],
    release: &Release,
    assumed: Option<Profile>,
    told: &mut Vec<Told>,
) -> Vec<Redaction> {
    let (text, register) = (document.source.text(), document.registers.exemptions());
    let mut marks: Vec<Redaction> = Vec::new();
    let mut read_until = document.span.start;
    for &(trigger, at) in found {
        // What lies in a mark already read is part of it.
        if at < read_until {
            continue;
        }
        let here = Span::new(at, document.span.end);
        if let Some((mark, says)) = telling::mark(text, document.span, here, trigger, register) {
            read_until = mark.span.end;
            marks.push(mark);
            told.push(says);
            continue;
        }
        let read = match trigger {
            Trigger::Bracket => bracket::mark(text, here, register),
            Trigger::Angle | Trigger::Brace => angle::mark(text, here, register),
            Trigger::Cross | Trigger::Block | Trigger::Rule => {
                run::mark(text, document.span, at, trigger, &register.scan)
            }
            Trigger::Code => margin::inline_code(text, read_until, here, register),
            Trigger::Category => margin::category(text, here, register),
            Trigger::Withdrawal => margin::withdrawal(text, document.span, at),
            Trigger::Assassination => assassination::mark(text, here, register),
            Trigger::Label if release.is_from_cia() => margin::label(text, here, register),
            _ => None,
        };
        let Some(mut mark) = read else { continue };
        read_until = mark.span.end;
        if let Some((codes, end)) = behind::codes(text, document.span, &mark, register) {
            mark.codes = codes;
            read_until = end;
        }
        let label = behind::label(text, document.span, &mark, register);
        marks.push(mark);
        if let Some(label) = label {
            read_until = label.span.end;
            marks.push(label);
        }
    }
    if release.has_margin() {
        marks.extend(margin::margin_codes(document, release));
    } else if marks.iter().filter(|mark| mark.style == MarkStyle::Code).nth(1).is_some() {
        marks.extend(margin::codes_alone(document));
    }
    marks.sort_by_key(|mark| mark.span);
    marks.dedup_by(|later, earlier| later.span.start < earlier.span.end);
    margin::strike_legends(&mut marks);
    if assumed != Some(Profile::Foia) {
        strike_doubtful_categories(text, &mut marks, register);
    }
    marks
}

/// Strikes categories of a releaser's own making that are ordinary words or letters, such as `[IT]`, where no other shows
/// that such categories were in use.
fn strike_doubtful_categories(text: &str, marks: &mut Vec<Redaction>, register: &ExemptionRegister) {
    let doubtful = |mark: &Redaction| {
        mark.style == MarkStyle::Category && bracket::is_doubtful(&text[mark.span.range()], register)
    };
    let sure = marks.iter().any(|mark| mark.style == MarkStyle::Category && !doubtful(mark));
    if !sure {
        marks.retain(|mark| !doubtful(mark));
    }
}

/// How far a line is looked at to either side, in bytes: no line that marks stand on is longer, and text without line
/// breaks must not be read again for each mark.
const LINE_REACH: usize = 600;

/// What stands at the start of `here` up to the end of its line.
pub(super) fn line_rest(text: &str, here: Span) -> Span {
    let near = here.end.min(here.start.saturating_add(LINE_REACH as u32));
    let near = Span::new(here.start, text.floor_char_boundary(near as usize).max(here.start as usize) as u32);
    let rest = &text.as_bytes()[near.range()];
    near.part(0, memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len()))
}

/// The line behind `line`; empty at the end of `whole`.
pub(super) fn line_below(text: &str, whole: Span, line: Span) -> Span {
    let bytes = text.as_bytes();
    let broken = |at: u32, by: &[u8]| at < whole.end && by.contains(&bytes[at as usize]);
    let crlf = broken(line.end, b"\r") && broken(line.end + 1, b"\n");
    let start = if crlf { line.end + 2 } else { line.end + u32::from(broken(line.end, b"\r\n")) };
    line_rest(text, Span::new(start.min(whole.end), whole.end))
}

/// The line before `line`; empty at the start of `whole`.
pub(super) fn line_above(text: &str, whole: Span, line: Span) -> Span {
    let before = &text[whole.start as usize..line.start as usize];
    let unbroken = before.strip_suffix("\r\n").or_else(|| before.strip_suffix(['\n', '\r'])).unwrap_or("");
    line_around(text, whole, whole.start + unbroken.len() as u32)
}

/// The line in which `at` lies, within `whole`.
pub(crate) fn line_around(text: &str, whole: Span, at: u32) -> Span {
    let near = text.ceil_char_boundary((at as usize).saturating_sub(LINE_REACH)).max(whole.start as usize);
    let before = &text.as_bytes()[near..at as usize];
    let start = near + memchr::memrchr2(b'\n', b'\r', before).map_or(0, |found| found + 1);
    Span::new(start as u32, line_rest(text, Span::new(at, whole.end)).end)
}

/// Whether the mark at `span` is alone on its line.
fn placement(text: &str, whole: Span, span: Span) -> Placement {
    let line = line_around(text, whole, span.start);
    let before = &text[line.start as usize..span.start as usize];
    let after = &text[span.end as usize..line.end.max(span.end) as usize];
    let empty = |part: &str| part.trim_matches([' ', '\t', '.', '"', '\u{c}']).is_empty();
    if empty(before) && empty(after) { Placement::Alone } else { Placement::Inline }
}
