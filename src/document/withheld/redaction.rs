//! Finds what was withheld in a document: redaction marks, exemption codes, and what the releaser added.
//!
//! Every style becomes a [`Redaction`]; stamps, page headers, classification blocks and sheets become a `Release`.
//! Both are read when a rule first needs them; text without a trigger costs one pass.

pub(super) mod amount;
pub(super) mod angle;
pub(super) mod behind;
pub(super) mod bracket;
pub(super) mod margin;
pub(super) mod run;
pub(super) mod telling;

use crate::document::text::line::line_around;
use serde::Deserialize;

use super::super::Document;
pub use super::code::{ExemptionCode, Notation};
use crate::source::Span;
pub use telling::Told;

/// A place at which text was withheld.
#[derive(Clone, Debug)]
pub struct Redaction {
    /// The mark with its brackets.
    pub span: Span,
    /// How it is written.
    pub style: MarkStyle,
    /// The codes in it, or after it on its line.
    pub codes: Vec<ExemptionCode>,
    /// How much it says, or shows, to be missing.
    pub extent: Option<Extent>,
    /// Its place; told of a row of one character and of what is in the margin.
    pub placement: Placement,
    /// Whether its bracket is closed.
    pub closed: bool,
}

/// How a mark is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
    /// `NR`, `[Non-responsive]`: text that was not requested.
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

/// Where a mark is.
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
    /// So many lines, paragraphs, pages or words, and what is in parentheses after that: `1 paragraph (24 lines)`.
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
    /// The fraction after it.
    pub fraction: Option<Span>,
    /// Whether the fraction is spelled with a slash.
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

impl Redaction {
    /// A mark among words, closed, without codes and amounts.
    pub(super) fn new(style: MarkStyle, span: Span) -> Redaction {
        Redaction { span, style, codes: Vec::new(), extent: None, placement: Placement::Inline, closed: true }
    }

    /// Whether the mark replaces removed text. An ellipsis may be the author's own.
    pub fn hides(&self) -> bool {
        !matches!(self.style, MarkStyle::Ellipsis | MarkStyle::Unknown)
    }

    /// Whether the mark itself is what a reader sees in place of the text, rather than a code beside it.
    pub fn stands_for_text(&self) -> bool {
        self.hides() && self.style != MarkStyle::Margin
    }
}

/// Whether the mark at `span` is alone on its line.
fn placement(text: &str, whole: Span, span: Span) -> Placement {
    let line = line_around(text, whole, span.start);
    let before = &text[line.start as usize..span.start as usize];
    let after = &text[span.end as usize..line.end.max(span.end) as usize];
    let empty = |part: &str| part.trim_matches([' ', '\t', '.', '"', '\u{c}']).is_empty();
    if empty(before) && empty(after) { Placement::Alone } else { Placement::Inline }
}

/// Where `text` is closed, past what is opened and closed in between.
fn closing(text: &str, open: &str, close: &str) -> Option<usize> {
    let (mut at, mut depth) = (0, 0);
    loop {
        let end = at + text[at..].find(close)?;
        depth += text[at..end].matches(open).count();
        if depth == 0 {
            return Some(end);
        }
        depth -= 1;
        at = end + close.len();
    }
}
