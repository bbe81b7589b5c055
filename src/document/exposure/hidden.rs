//! Finds text that people do not see but programs read.
//!
//! Released text has hardly any: none in 82 MB of released telegrams and letters. Characters that other scripts and
//! emoji need are ignored; rules judge the rest.

mod colour;
mod css;
mod lookalike;
mod markdown;
mod markup;
mod message;
mod overlay;
mod overstrike;
mod script;
pub(crate) mod tag;
mod unseen;

use super::super::Document;
use crate::scan::bytes::Triggers;
use crate::source::Span;
pub use crate::source::hidden::HiddenKind;
use crate::source::packed::Unseen;

/// Hidden text.
#[derive(Clone, Debug)]
pub struct Hidden {
    /// How it is hidden.
    pub kind: HiddenKind,
    /// What is hidden, without what hides it.
    pub span: Span,
    /// What it says, where that is not what is there.
    pub decoded: Option<String>,
    /// How much of it is covered, in percent, where that can be said.
    pub covered: Option<u8>,
    /// Whether that it is hidden rests on an estimate.
    pub estimated: bool,
}

impl From<&Unseen> for Hidden {
    fn from(unseen: &Unseen) -> Hidden {
        Hidden {
            kind: unseen.kind,
            span: unseen.span,
            decoded: None,
            covered: unseen.covered,
            estimated: unseen.estimated,
        }
    }
}

type See<'s> = &'s mut dyn FnMut(HiddenKind, Span);

pub(crate) fn read(document: &Document<'_>, triggers: &Triggers) -> Vec<Hidden> {
    let text = document.source.text();
    let mut found = Vec::new();
    if triggers.foreign {
        unseen::read(text, document.span, &mut found);
        lookalike::read(text, document.span, &mut found);
    }
    let mut see = |kind, span: Span| {
        // What a reader would not read anyway is not text.
        if text[span.range()].chars().filter(|c| c.is_alphabetic()).count() >= 2 {
            // How a browser lays out the text below a box is an estimate.
            let covered = (kind == HiddenKind::Covered).then_some(100);
            found.push(Hidden { kind, span, decoded: None, covered, estimated: covered.is_some() });
        }
    };
    if let Some(first) = triggers.markup {
        let span = Span::new(first, document.span.end);
        markup::read(document, span, &mut see);
        script::read(text, span, &mut see);
        overlay::read(text, span, &mut see);
    }
    if triggers.controls {
        overstrike::read(text, document.span, &mut see);
    }
    markdown::read(document, &triggers.marks, &mut see);
    message::read(document, &mut see);
    let unseen = document.source.packed().map_or(&[][..], |packed| &packed.hidden).iter();
    found.extend(unseen.filter(|unseen| document.span.range().contains(&(unseen.anchor as usize))).map(Hidden::from));
    found.sort_by_key(|hidden| (hidden.span, hidden.kind as u8));
    found.dedup_by_key(|hidden| (hidden.span, hidden.kind as u8));
    found
}

/// Whether `text` is nothing but what covers or stands for text that was removed.
pub(crate) fn is_mark(text: &str) -> bool {
    let glyph =
        |c: char| matches!(c, '█' | '■' | '▇' | '▓' | '▒' | '░' | 'X' | 'x' | '*' | '_' | '#' | '-' | '[' | ']' | ' ');
    let word = text.trim().trim_matches(['[', ']', '(', ')']).to_ascii_lowercase();
    !text.trim().is_empty() && (text.chars().all(glyph) || matches!(&*word, "redacted" | "deleted" | "withheld"))
}

/// Whether `text` is an overall marking, which a declassified record must show struck through (32 CFR 2001.25(b)).
fn is_marking(text: &str) -> bool {
    const LEVELS: [&str; 5] = ["UNCLASSIFIED", "CONFIDENTIAL", "SECRET", "TOP SECRET", "LIMITED OFFICIAL USE"];
    let first = text.split("//").next().unwrap_or_default();
    let words: Vec<&str> = first.split_whitespace().collect();
    let spaced = words.len() > 2 && words.iter().all(|word| word.len() == 1);
    let plain = words.join(if spaced { "" } else { " " });
    LEVELS.iter().any(|level| *level == plain || spaced && level.replace(' ', "") == plain)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document;
    use crate::document::Assumptions;
    use crate::register::Registers;
    use crate::{lex, source};

    /// What is hidden in a file called `name`, with what it says.
    pub(crate) fn found_in(name: &str, text: &str) -> Vec<(HiddenKind, String)> {
        let source = source::read(name, text.as_bytes().to_vec()).expect("readable");
        let registers = Registers::builtin();
        let documents = document::parse(&source, &lex::lex(source.text()), &registers, &Assumptions::default());
        let shown = |hidden: &Hidden| hidden.decoded.clone().unwrap_or_else(|| source.slice(hidden.span).to_owned());
        documents[0].hidden().iter().map(|hidden| (hidden.kind, shown(hidden))).collect()
    }

    /// What of `kind` is hidden in `text`.
    pub(crate) fn of(kind: HiddenKind, text: &str) -> Vec<String> {
        found_in("x.txt", text).into_iter().filter(|(found, _)| *found == kind).map(|(_, text)| text).collect()
    }

    #[test]
    fn struck_markings_are_as_they_should_be() {
        assert!(is_marking("CONFIDENTIAL") && is_marking("S E C R E T") && is_marking("SECRET//NOFORN"));
        assert!(!is_marking("the secret") && !is_marking("A B C"));
    }

    #[test]
    fn marks_of_redaction_are_told_from_names() {
        assert!(is_mark("████") && is_mark("XXXX XX") && is_mark("[REDACTED]"));
        assert!(!is_mark("Xavier") && !is_mark(" "));
    }
}
