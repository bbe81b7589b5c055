//! Defines what checks report: spans and facts, never document text or wording.
//!
//! [`crate::finding`] turns them into places and sentences with the rule's wording.

use std::borrow::Cow;
use std::sync::Arc;

use jiff::civil::Date;

use crate::source::{Position, SourceFile, Span};

/// How bad a finding is. Ordered from the mildest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth a look.
    Info,
    /// Likely wrong, or wrong by a reading that rests on a guess.
    Warning,
    /// Breaks a rule that was in force on the date of the document.
    Error,
}

impl Severity {
    /// What it is called wherever people read or write it.
    pub fn word(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "info",
        }
    }
}

/// How sure a finding is. Ordered from the least sure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// A hint.
    Low,
    /// Rests on a repaired reading, or on a convention with exceptions.
    Medium,
    /// Rests on text that was read as it is.
    High,
}

impl Confidence {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Confidence::Low => "low",
            Confidence::Medium => "medium",
            Confidence::High => "high",
        }
    }
}

/// What a placeholder of a rule's message stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// The document's own words; they are quoted, and masked if the rule is sensitive, only when a finding is shown.
    Quote(Span),
    /// A word of the program, borrowed, which is always shown; or a word of a register or a rule, or one worked out
    /// from the finding's own places, owned, which is masked if any of those places is.
    Word(Cow<'static, str>),
    /// A count or a number.
    Number(i64),
    /// A calendar date.
    Date(Date),
    /// The name of another file of the set, by its index among the documents that are compared.
    File(usize),
}

impl From<Span> for Fact {
    fn from(span: Span) -> Fact {
        Fact::Quote(span)
    }
}

impl From<&'static str> for Fact {
    fn from(word: &'static str) -> Fact {
        Fact::Word(Cow::Borrowed(word))
    }
}

impl From<String> for Fact {
    fn from(word: String) -> Fact {
        Fact::Word(Cow::Owned(word))
    }
}

impl From<i64> for Fact {
    fn from(number: i64) -> Fact {
        Fact::Number(number)
    }
}

impl From<Date> for Fact {
    fn from(date: Date) -> Fact {
        Fact::Date(date)
    }
}

/// Another place that a finding points at. Its words are the rule's label of that name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Related {
    /// The name of a label that the check declares.
    pub label: &'static str,
    /// The place.
    pub span: Span,
}

/// A place in another file of the set that a finding points at. Its words are the rule's label of that name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Elsewhere {
    /// The file, by its index among the documents that are compared.
    pub file: usize,
    /// The name of a label that the check declares.
    pub label: &'static str,
    /// The place.
    pub span: Span,
    /// Where it is, if it is in text that is spelled otherwise in that file.
    pub shown: Option<Shown>,
}

/// A replacement of some text by other text, offered as part of a fix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The text to replace; empty to insert.
    pub span: Span,
    /// What to put there. Borrowed, it is a word of the program; owned, it was worked out from the finding's own places
    /// and is masked in all output if any of them is.
    pub content: Cow<'static, str>,
}

/// What is proved of a fix that its rule claims to be safe.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Proof {
    /// Nothing.
    #[default]
    None,
    /// It is safe, applied alone.
    Alone,
    /// It is safe together with all other fixes of the document with this proof.
    Together,
}

/// A place in text that is spelled otherwise in the file: in a part of a message that is encoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// What the part is called: `body`, `attachment lamps.txt`.
    pub part: Arc<str>,
    /// Where it starts in the text that readers see.
    pub start: Position,
    /// Where it ends there.
    pub end: Position,
}

/// One finding of one rule in one document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The rule, as an index into [`crate::rule::RuleSet::rules`].
    pub rule: usize,
    /// How bad it is here; at most the rule's level.
    pub severity: Severity,
    /// How sure it is here; at most the rule's own.
    pub confidence: Confidence,
    /// The place.
    pub span: Span,
    /// What the message's placeholders stand for, by name.
    pub facts: Vec<(&'static str, Fact)>,
    /// Other places that belong to it.
    pub related: Vec<Related>,
    /// The places in other files of the set.
    pub elsewhere: Vec<Elsewhere>,
    /// The edits of its fix; empty if there is none.
    pub edits: Vec<Edit>,
    /// What is proved of them.
    pub proof: Proof,
    /// Where its place and the related ones are, in that order, if they are in text that is spelled otherwise in the file;
    /// empty if none is.
    pub shown: Vec<Option<Shown>>,
    /// The reason, perhaps empty, that a comment of the draft gives for allowing it; `None` without such a comment.
    pub allowed: Option<Span>,
}

impl Diagnostic {
    /// A finding of the rule of that index at `span`, to be completed.
    pub(crate) fn new(rule: usize, severity: Severity, confidence: Confidence, span: Span) -> Diagnostic {
        let (facts, related, elsewhere, edits) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let (proof, shown, allowed) = (Proof::None, Vec::new(), None);
        Diagnostic { rule, severity, confidence, span, facts, related, elsewhere, edits, proof, shown, allowed }
    }

    /// A place alone, of no rule.
    pub(crate) fn pointing(span: Span) -> Diagnostic {
        Diagnostic::new(0, Severity::Info, Confidence::High, span)
    }

    /// Every place it points at: its own, then the related ones.
    pub fn places(&self) -> impl Iterator<Item = Span> {
        std::iter::once(self.span).chain(self.related.iter().map(|related| related.span))
    }

    /// Whether all that it points at, quotes or would replace is text of `source`.
    pub(crate) fn fits(&self, source: &SourceFile) -> bool {
        let quotes = self.facts.iter().filter_map(|(_, fact)| match fact {
            Fact::Quote(span) => Some(*span),
            _ => None,
        });
        let spans = self.places().chain(quotes).chain(self.edits.iter().map(|edit| edit.span)).chain(self.allowed);
        spans.into_iter().all(|span| source.text().get(span.range()).is_some())
    }

    /// Adds what a placeholder stands for.
    pub fn fact(&mut self, name: &'static str, fact: impl Into<Fact>) -> &mut Self {
        self.facts.push((name, fact.into()));
        self
    }

    /// Points at another place, under the rule's label of that name.
    pub fn related(&mut self, label: &'static str, span: Span) -> &mut Self {
        self.related.push(Related { label, span });
        self
    }

    /// Points at a place in another file of the set, under the rule's label of that name.
    pub fn elsewhere(&mut self, label: &'static str, file: usize, span: Span) -> &mut Self {
        self.elsewhere.push(Elsewhere { file, label, span, shown: None });
        self
    }

    /// The same for each of `spans`, if there are any.
    pub fn related_each(&mut self, label: &'static str, spans: impl IntoIterator<Item = Span>) -> &mut Diagnostic {
        for span in spans {
            self.related(label, span);
        }
        self
    }

    /// Offers to replace the text at `span`. A rule may claim that this is safe; `fix::prove` proves it.
    pub fn edit(&mut self, span: Span, content: impl Into<Cow<'static, str>>) -> &mut Self {
        self.edits.push(Edit { span, content: content.into() });
        self
    }

    /// Says whether the finding rests on text that was read through damage, which makes it a warning at most.
    pub fn repaired(&mut self, repaired: bool) -> &mut Self {
        if repaired {
            self.severity = self.severity.min(Severity::Warning);
            self.confidence = self.confidence.min(Confidence::Medium);
        }
        self
    }

    /// Makes the finding at most this severe.
    pub fn at_most(&mut self, severity: Severity) -> &mut Self {
        self.severity = self.severity.min(severity);
        self
    }
}

/// The words for levels, as people write them.
pub const LEVELS: [&str; 4] = ["error", "warning", "info", "ignore"];

/// What a level means: `Some(None)` is `ignore`, `None` no level at all. `warn` is accepted for `warning`.
pub fn parse_level(word: &str) -> Option<Option<Severity>> {
    match word {
        "error" => Some(Some(Severity::Error)),
        "warning" | "warn" => Some(Some(Severity::Warning)),
        "info" => Some(Some(Severity::Info)),
        "ignore" => Some(None),
        _ => None,
    }
}
