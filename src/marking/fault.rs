//! What is wrong with a marking.
//!
//! Enters: a remark of the reader or of the judge, a rule name with a span and facts. Leaves: a [`Fault`], worded.
//! Knows nothing of documents: spans are bytes of the marking's own text.

use std::ops::Range;

use crate::diagnostic::Severity;

/// One thing wrong with a marking, judged at a date and a style.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The rule, a kebab-case noun phrase.
    pub rule: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// The bytes of the input it speaks of.
    pub span: Range<usize>,
    /// The sentence, worded by the rule.
    pub message: String,
    /// What to write in place of the span, where one reading is certain.
    pub suggestion: Option<String>,
}

/// Something seen in a marking, before style and date decide whether it is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// The rule it would break.
    pub rule: &'static str,
    /// The bytes of the input it speaks of.
    pub span: Range<usize>,
    /// The values of the placeholders of the rule's message.
    pub facts: Vec<(&'static str, String)>,
    /// What to write in place of the span, where one reading is certain.
    pub suggestion: Option<String>,
}

impl Remark {
    /// A remark without facts or suggestion.
    pub fn new(rule: &'static str, span: Range<usize>) -> Remark {
        Remark { rule, span, facts: Vec::new(), suggestion: None }
    }

    /// The same remark with one more fact.
    pub fn fact(mut self, name: &'static str, value: impl Into<String>) -> Remark {
        self.facts.push((name, value.into()));
        self
    }

    /// The same remark with a suggestion, which is also the fact `right`.
    pub fn suggest(mut self, replacement: impl Into<String>) -> Remark {
        let replacement = replacement.into();
        self.facts.push(("right", replacement.clone()));
        self.suggestion = Some(replacement);
        self
    }
}
