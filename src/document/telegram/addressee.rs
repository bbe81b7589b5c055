//! Parses the lines below TO and INFO.
//!
//! `RUEHC/SECSTATE WASHDC IMMEDIATE 3874`: routing indicator, post, office between double slashes, precedence word and
//! message continuity number (5 FAH-2 H-321.7); only the post is required.

use super::super::Reading;
use super::transmission::{Precedence, is_routing_indicator};
use crate::document::text::word::{Word, trim, words};
use crate::marking::likeness::distance;
use crate::source::Span;

/// One addressee.
#[derive(Clone, Debug)]
pub struct Addressee {
    /// The addressee without the TO or INFO before it.
    pub span: Span,
    /// Whether it is to act, not just to know.
    pub action: bool,
    /// The routing indicator.
    pub indicator: Option<Span>,
    /// The post or office in plain language.
    pub post: Span,
    /// The precedence; ROUTINE where no word is.
    pub precedence: Reading<Precedence>,
    /// The message continuity number.
    pub continuity: Option<Span>,
}

pub(crate) fn addressee(text: &str, line: Span, action: bool) -> Option<Addressee> {
    let line = trim(text, line);
    let (indicator, rest) = indicator(text, line)?;
    let words: Vec<Word<'_>> = words(text, rest).collect();
    let last = words.len() - words.iter().rev().take_while(|word| word.number().is_some()).count();
    let (precedence, end) = precedence(&words[..last]);
    let post = match words[..end] {
        [] => Span::at(rest.start),
        [first, ..] => first.span.to(words[end - 1].span),
    };
    let precedence =
        precedence.unwrap_or(Reading { value: Precedence::Routine, span: Span::at(post.end), repaired: false });
    let continuity = words.get(last).map(|number| number.span);
    Some(Addressee { span: line, action, indicator, post, precedence, continuity })
}

/// The routing indicator before the slash, and the rest of the line.
fn indicator(text: &str, line: Span) -> Option<(Option<Span>, Span)> {
    let first = words(text, line).next()?;
    match first.text.find('/') {
        // Malformed indicators are kept, so that they can be reported; abbreviations of posts do not begin with R.
        // So do two sets of formatted messages.
        Some(slash) if first.text.starts_with('R') && !["REF", "RMKS"].contains(&&first.text[..slash]) => {
            let span = first.before(slash).span;
            Some((Some(span), Span::new(span.end + 1, line.end)))
        }
        _ if is_routing_indicator(first.text) && line.len() as usize == first.text.len() => {
            Some((Some(first.span), Span::at(line.end)))
        }
        _ => Some((None, line)),
    }
}

/// The precedence word at the end of `words`, and how many words are before it.
fn precedence(words: &[Word<'_>]) -> (Option<Reading<Precedence>>, usize) {
    let Some(last) = words.last().filter(|_| words.len() > 1) else { return (None, words.len()) };
    if let Some(value) = Precedence::ALL.into_iter().find(|precedence| precedence.word() == last.text) {
        let night = words.len() > 2 && words[words.len() - 2].text == "NIACT";
        let from = words.len() - 1 - usize::from(night);
        let span = words[from].span.to(last.span);
        return (Some(Reading { value, span, repaired: false }), from);
    }
    // A change and a half in a word of six letters or more: PIORITY, PRIOITY, IMEDIATE.
    let near = |precedence: Precedence| distance(last.text, precedence.word(), 3).map(|cost| (cost, precedence));
    match Precedence::ALL.into_iter().filter_map(near).min().filter(|_| last.text.len() >= 6) {
        Some((_, value)) => (Some(Reading { value, span: last.span, repaired: true }), words.len() - 1),
        None => (None, words.len()),
    }
}
