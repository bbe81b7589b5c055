//! Repairs scanned words.
//!
//! Every repaired value is a [`crate::document::Reading`] that says so, and its place is kept as a [`Repair`] for the rules on
//! damage.

use std::borrow::Cow;

use super::super::Document;
use crate::document::paragraph::PortionMark;
use crate::marking::Level;
use crate::source::Span;

/// A kind of damage that was read through.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Damage {
    /// A caption with wrong letters.
    Caption,
    /// A caption with wrong letters that may have been either of several.
    AmbiguousCaption,
    /// A level with wrong letters.
    LevelWord,
    /// A precedence word with wrong letters.
    PrecedenceWord,
    /// A field label with wrong letters.
    Label,
    /// The letter of a reference, scanned as something else.
    Enumerator,
    /// Paragraph numbers in front of which the pilcrow was scanned as the digit 1.
    Pilcrow,
    /// Two fields on one line.
    JoinedFields,
    /// Tags of markup inside a field.
    Markup,
    /// A signature on the line of the last sentence.
    GluedSignature,
    /// A portion mark with a parenthesis missing, or spaces or lower-case letters inside.
    PortionMark,
    /// Character references of a web page in the text: the first and the last.
    CharacterReference,
    /// Letters where quotation marks were, as links of seven bits leave them: the first and the last.
    SevenBitQuote,
    /// Letters in a number, or a zero in a name.
    Digits,
    /// The kind of a post, AMEMBASSY or AMCONSUL, with wrong letters.
    PostKind,
    /// A mark of the end of the message with letters missing.
    EndMark,
}

impl Damage {
    /// Whether letters of a word were wrong, missing or too many, so that a value is read differently for it, and not
    /// just found in another place.
    pub fn changes_letters(self) -> bool {
        use Damage::{CharacterReference, GluedSignature, JoinedFields, Markup, SevenBitQuote};
        !matches!(self, CharacterReference | GluedSignature | JoinedFields | Markup | SevenBitQuote)
    }
}

/// One place where damage was read through.
#[derive(Clone, Debug)]
pub struct Repair {
    /// What is damaged.
    pub damage: Damage,
    /// The damaged text.
    pub span: Span,
    /// What it was read as.
    pub read: Cow<'static, str>,
    /// Another place that supports the reading.
    pub witness: Option<Span>,
}

impl Repair {
    pub(crate) fn new(damage: Damage, span: Span, read: impl Into<Cow<'static, str>>) -> Repair {
        Repair { damage, span, read: read.into(), witness: None }
    }
}

/// Keeps the portion marks that were read through damage.
pub(crate) fn mark_damage(document: &mut Document<'_>) {
    let marks = document.paragraphs.iter().filter_map(|paragraph| paragraph.mark.filter(|mark| mark.repaired));
    let read = |mark: PortionMark| mark.level.map_or("", Level::portion);
    document.repairs.extend(marks.map(|mark| Repair::new(Damage::PortionMark, mark.span, read(mark))));
}

/// Keeps the labels of authority lines that were read through damage.
pub(crate) fn label_damage(document: &mut Document<'_>) {
    let labels = document.authority.iter().flat_map(|authority| &authority.fields).map(|field| field.label);
    let damaged = labels.filter(|label| label.repaired);
    document.repairs.extend(damaged.map(|label| Repair::new(Damage::Label, label.span, label.value.word())));
}
