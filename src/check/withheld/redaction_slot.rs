//! Finds the words around a redaction mark elsewhere in the document, around a name that was left.
//!
//! Three words before or after a mark are its slot. Capitalized words beside the same three words elsewhere may be
//! what was withheld here.

use std::collections::HashMap;

use crate::diagnostic::Severity;
use crate::document::Document;
use crate::document::withheld::redaction::{MarkStyle, Redaction};
use crate::rule::check::{Check, Report};
use crate::source::Span;

checks! {
    /// Reports each name in a slot from which it was removed elsewhere in the document.
    "filled-slot": FilledSlot {
        /// Report only names that are in the name of the file, too.
        #[serde(default)]
        in_file_name: bool,
    }, facts ["name"], labels ["mark"], needs Release, secret Name;
}

/// A name in a slot from which something was removed elsewhere.
pub(crate) struct Filling {
    /// The name.
    pub(crate) name: Span,
    /// The mark with the same words beside it.
    pub(crate) mark: Span,
    /// Whether the words on both sides are the same. One side of a slot is a guess; both are nearly the sentence
    /// itself.
    pub(crate) twice: bool,
}

/// Words of a slot.
const WIDTH: usize = 3;
/// A name has at most this many words.
const LONGEST_NAME: usize = 4;
/// What belongs to one name was found so few names ago at most.
const NEAR: usize = 8;
/// More marks than this are looked up no further: their slots fill the memory, and a reader has enough to do.
const MOST_MARKS: usize = 2000;

/// A word of the document, or a mark in it.
#[derive(Clone, Copy)]
struct Token {
    span: Span,
    mark: Option<usize>,
}

/// The side of a mark on which a slot's words are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Before,
    Behind,
}

impl Check for FilledSlot {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        for Filling { name, mark, twice } in fillings(document) {
            if self.in_file_name && !(twice && stands_in(document.source.name(), document.text(name))) {
                continue;
            }
            let finding = report.at(name).fact("name", name).related("mark", mark);
            if !self.in_file_name {
                finding.at_most(if twice { Severity::Warning } else { Severity::Info });
            }
        }
    }
}

/// Every name of the document that is in the slot of a mark, in order.
pub(crate) fn fillings(document: &Document<'_>) -> Vec<Filling> {
    let marks: Vec<&Redaction> = document.redactions().marks.iter().filter(|mark| is_slot(mark)).collect();
    if marks.is_empty() || marks.len() > MOST_MARKS {
        return Vec::new();
    }
    let tokens = tokens(document, &marks);
    let slots = slots(document, &tokens);
    let mut found: Vec<Filling> = Vec::new();
    // Words that are in many sentences count where both sides agree.
    let mut weak: Vec<(Side, Span, usize)> = Vec::new();
    for (start, window) in tokens.windows(WIDTH).enumerate() {
        let names = [
            (Side::Before, name(document, tokens[start + WIDTH..].iter(), window[WIDTH - 1].span)),
            (Side::Behind, name(document, tokens[..start].iter().rev(), window[0].span)),
        ];
        // Few words have a name beside them.
        let named = names.iter().any(|(_, name)| name.is_some());
        let Some((key, strong)) = named.then(|| key(document, window)).flatten() else { continue };
        let Some(marked) = slots.get(&key) else { continue };
        for (side, name) in names {
            let (Some(name), Some(mark)) = (name, &marked[side as usize]) else { continue };
            let met = |other: &(Side, Span, usize)| other.0 != side && other.1 == name && other.2 == *mark;
            let twice = weak.iter().rev().take(NEAR).any(met);
            match found.iter_mut().rev().take(NEAR).find(|known| known.name == name) {
                Some(known) => known.twice = true,
                None if strong || twice => found.push(Filling { name, mark: marks[*mark].span, twice }),
                None => weak.push((side, name, *mark)),
            }
        }
    }
    found
}

/// Whether a mark may replace a name.
fn is_slot(mark: &Redaction) -> bool {
    use MarkStyle::{Blank, Block, Code, Cross, Frus, Placeholder, Word};
    mark.closed && matches!(mark.style, Word | Cross | Block | Blank | Placeholder | Code | Frus)
}

/// The words of the document with the marks among them.
fn tokens(document: &Document<'_>, marks: &[&Redaction]) -> Vec<Token> {
    let text = document.source.text();
    let mut tokens = Vec::new();
    let mut from = document.span.start;
    for (index, mark) in marks.iter().enumerate() {
        words(text, Span::new(from, mark.span.start), &mut tokens);
        tokens.push(Token { span: mark.span, mark: Some(index) });
        from = mark.span.end;
    }
    words(text, Span::new(from, document.span.end), &mut tokens);
    tokens
}

fn words(text: &str, span: Span, tokens: &mut Vec<Token>) {
    let inside = &text[span.range()];
    let mut start = None;
    for (at, c) in inside.char_indices().chain([(inside.len(), ' ')]) {
        if c.is_alphanumeric() || start.is_some() && matches!(c, '\'' | '’' | '-') {
            start = start.or(Some(at));
        } else if let Some(from) = start.take() {
            tokens.push(Token { span: span.part(from, at - from), mark: None });
        }
    }
}

/// The slots of all marks: the words on one side, and the first mark that has them there, by side.
fn slots(document: &Document<'_>, tokens: &[Token]) -> HashMap<String, [Option<usize>; 2]> {
    let mut slots: HashMap<String, [Option<usize>; 2]> = HashMap::new();
    for (at, token) in tokens.iter().enumerate() {
        let Some(mark) = token.mark else { continue };
        let before = at.checked_sub(WIDTH).map(|start| &tokens[start..at]);
        for (side, window) in [(Side::Before, before), (Side::Behind, tokens.get(at + 1..at + 1 + WIDTH))] {
            if let Some((key, _)) = window.and_then(|window| key(document, window)) {
                slots.entry(key).or_default()[side as usize].get_or_insert(mark);
            }
        }
    }
    slots
}

/// The words of `window` in lower case, if they are part of a sentence and adjacent, and whether most of them are
/// words that do not occur everywhere.
fn key(document: &Document<'_>, window: &[Token]) -> Option<(String, bool)> {
    let telling = window.iter().filter(|token| token.span.len() >= 5).count();
    // Words with capitals are the name of an office or the head of a letter, not a sentence.
    let small = |token: &&Token| document.text(token.span).starts_with(char::is_lowercase);
    let sentence = window.iter().filter(small).count() >= 2;
    let whole = window.iter().all(|token| token.mark.is_none());
    let apart = window.windows(2).any(|pair| !is_gap(document, pair[0].span, pair[1].span));
    if !whole || apart || !sentence {
        return None;
    }
    let words: Vec<String> = window.iter().map(|token| document.text(token.span).to_lowercase()).collect();
    Some((words.join(" "), telling >= 2))
}

/// Whether nothing but a space, a comma or one line break is between two words.
fn is_gap(document: &Document<'_>, one: Span, next: Span) -> bool {
    let between = &document.source.text()[one.end as usize..next.start as usize];
    between.len() <= 3 && between.chars().all(|c| matches!(c, ' ' | ',' | '\n' | '\r' | '"' | '(' | ')' | '’'))
}

/// The words that begin with a capital and go on in lower case, as they follow each other in `away` from the words at
/// `beside`.
fn name<'t>(document: &Document<'_>, away: impl Iterator<Item = &'t Token>, mut beside: Span) -> Option<Span> {
    let mut name = None;
    for token in away.take(LONGEST_NAME) {
        let word = document.text(token.span);
        let named = word.starts_with(char::is_uppercase) && word.chars().skip(1).any(char::is_lowercase);
        if token.mark.is_some() || !named || !is_gap(document, beside.min(token.span), beside.max(token.span)) {
            break;
        }
        beside = token.span;
        name = Some(name.map_or(token.span, |name: Span| name.to(token.span)));
    }
    name
}

/// Whether the last word of `name` is part of `path`.
fn stands_in(path: &str, name: &str) -> bool {
    let last = name.rsplit([' ', '\n', '\r']).next().unwrap_or(name).to_lowercase();
    last.chars().count() >= 4 && path.to_lowercase().contains(&last)
}
