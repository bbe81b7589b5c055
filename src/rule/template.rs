//! Parses messages with placeholders: `paragraph {paragraph} is marked {portion}`.
//!
//! When a pack loads, placeholders are checked against the facts of the rule's check, so that a misspelled one is a
//! mistake with a span and never a gap in a message.

use std::ops::Range;

/// A piece of a [`Template`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Literal text.
    Text(String),
    /// The name of a fact.
    Fact(String),
}

/// A sentence with places for facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// Its pieces, in order.
    pub pieces: Vec<Piece>,
}

/// What is wrong with a template, and which bytes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateError {
    /// Bytes of the template's text.
    pub range: Range<usize>,
    /// What is wrong there.
    pub message: String,
    /// The placeholder that is not known, if that is what is wrong.
    pub unknown: Option<String>,
}

impl Template {
    /// Parses `text`; `{{` and `}}` stand for braces.
    ///
    /// # Errors
    ///
    /// The first placeholder that is not closed or not among `facts`.
    pub fn parse(text: &str, facts: &[&str]) -> Result<Template, TemplateError> {
        let error = |at, message: &str| TemplateError { range: at..at + 1, message: message.to_owned(), unknown: None };
        let mut pieces = Vec::new();
        let mut literal = String::new();
        let mut at = 0;
        while let Some(found) = text[at..].find(['{', '}']).map(|offset| at + offset) {
            literal.push_str(&text[at..found]);
            if text[found..].starts_with("{{") || text[found..].starts_with("}}") {
                literal.push_str(&text[found..=found]);
                at = found + 2;
                continue;
            }
            if text[found..].starts_with('}') {
                return Err(error(found, "this closing brace has no opening brace; write `}}` for a brace"));
            }
            let Some(close) = text[found..].find('}').map(|offset| found + offset) else {
                return Err(error(found, "this placeholder is not closed; write `{{` for a brace"));
            };
            let name = &text[found + 1..close];
            if !facts.contains(&name) {
                let message = format!("the check supplies no fact named `{name}`");
                return Err(TemplateError { range: found..close + 1, message, unknown: Some(name.to_owned()) });
            }
            pieces.push(Piece::Text(std::mem::take(&mut literal)));
            pieces.push(Piece::Fact(name.to_owned()));
            at = close + 1;
        }
        literal.push_str(&text[at..]);
        pieces.push(Piece::Text(literal));
        pieces.retain(|piece| *piece != Piece::Text(String::new()));
        Ok(Template { pieces })
    }

    /// The sentence with each placeholder replaced by its `fact`.
    pub fn fill(&self, mut fact: impl FnMut(&str) -> String) -> String {
        self.pieces.iter().fold(String::new(), |mut sentence, piece| {
            match piece {
                Piece::Text(text) => sentence.push_str(text),
                Piece::Fact(name) => sentence.push_str(&fact(name)),
            }
            sentence
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_filled_and_braces_escaped() {
        let template = Template::parse("{a} and {{b}}", &["a"]).expect("valid");
        assert_eq!(template.fill(|_| "x".to_owned()), "x and {b}");
    }

    #[test]
    fn an_unknown_placeholder_is_named_with_its_bytes() {
        let error = Template::parse("is {portoin}", &["portion"]).expect_err("unknown");
        assert_eq!((error.range, error.unknown.as_deref()), (3..12, Some("portoin")));
    }

    #[test]
    fn stray_braces_are_errors() {
        assert!(Template::parse("a } b", &[]).is_err());
        assert!(Template::parse("a { b", &[]).is_err());
    }
}
