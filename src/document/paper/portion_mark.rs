//! Reads one portion mark, and tells it from other parentheses by what follows it.

use crate::document::paragraph::{PortionMark, braced_mark};
use crate::document::text::word::{begins_with, starts_with_word};
use crate::marking::{Level, Register, doubtful_level, has_known_control, is_level_sign, plain_signs, portion_level};
use crate::register::vocabulary::WORDS;
use crate::source::Span;

/// The longest mark: a REL TO list takes room.
const LONGEST: usize = 160;

#[derive(Clone, Copy)]
pub(crate) struct PortionContext<'r> {
    pub(crate) register: &'r Register,
    /// Whether the document has a NATO banner, so that its letters need no slashes.
    pub(crate) nato: bool,
    pub(crate) overall: Option<Level>,
}

/// The mark that `text[span]` begins with, if text or the end of the line follows it.
pub(crate) fn mark(text: &str, span: Span, known: PortionContext<'_>) -> Option<PortionMark> {
    let inside = &text[span.range()];
    let opened = usize::from(inside.starts_with(['(', '[', '{']));
    let rest = &inside.as_bytes()[opened..inside.len().min(LONGEST)];
    // Without its first parenthesis it is a mark only by its fields.
    if opened == 0 && memchr::memchr(b'/', rest).is_none() {
        return None;
    }
    let close = rest.iter().position(|byte| b"()[]{}".contains(byte)).filter(|close| b")]}".contains(&rest[*close]));
    let Some(close) = close else { return open_mark(text, span, known) };
    let written = &inside[opened..opened + close];
    let marking = &*plain_signs(written.trim());
    let behind = &inside[opened + close + 1..];
    let sound = opened == 1 && inside.starts_with('(') && rest[close] == b')';
    // Nothing but a marking has fields between double slashes, whatever follows it.
    let joined = marking.replace("/ /", "//");
    let fields = joined.contains("//");
    let apart = behind.is_empty() || behind.starts_with([' ', '\t', '*', '_', '|', '\u{a0}', '\r']);
    let glued = fields && behind.starts_with(char::is_alphabetic) || Level::named(marking).is_some() && begins(behind);
    if !apart && !glued || is_copyright(marking, behind) || !sound && !fields {
        return braced_mark(text, span).filter(|_| apart);
    }
    // A sentence stands before the parenthesis that was found.
    if let Some(open) = open_mark(text, span, known).filter(|_| !is_capitals(marking)) {
        return Some(open);
    }
    let small = || fields.then(|| known.level(&joined.to_ascii_uppercase())).flatten();
    let level = known.level(&joined).or_else(small);
    let level = level.filter(|_| fields || has_known_control(&joined, known.register));
    let level =
        level.or_else(|| known.foreign_level(marking, behind)).or_else(|| known.doubtful_level(marking, behind));
    let lead = opened + written.len() - written.trim_start().len();
    (level.is_some() || sound && known.is_unknown(marking)).then_some(PortionMark {
        span: span.part(0, opened + close + 1),
        inside: span.part(lead, written.trim().len()),
        level,
        repaired: !sound || written.len() > marking.len(),
    })
}

fn begins(text: &str) -> bool {
    WORDS.paper.openers.iter().any(|word| starts_with_word(text, word))
}

/// A mark without its second parenthesis, before the first word of a sentence: `(S//NF The boat came`.
fn open_mark(text: &str, span: Span, known: PortionContext<'_>) -> Option<PortionMark> {
    let inside = text[span.range()].strip_prefix('(')?;
    let listed = inside.split_once(' ').is_some_and(|(first, _)| first.ends_with("REL"));
    let words = inside.match_indices(' ').map(|(at, _)| at);
    let opens = |at: &usize| {
        let word = inside[at + 1..].split(' ').next().unwrap_or_default();
        if listed { word.bytes().any(|b| b.is_ascii_lowercase()) } else { true }
    };
    let end = words.take(24).find(opens)?;
    let (marking, behind) = (&inside[..end], inside[end..].trim_start());
    let level = known.level(marking).filter(|_| !behind.starts_with(char::is_lowercase))?;
    let fields = marking.contains("//") && has_known_control(marking, known.register);
    (fields || begins(behind) && Level::named(marking).is_some()).then_some(PortionMark {
        span: span.part(0, end + 1),
        inside: span.part(1, end),
        level: Some(level),
        repaired: true,
    })
}

/// The mark that `text[span]` ends with, as titles had it until 2012 (DoDM 5200.01 V2, Enclosure 2).
pub(crate) fn mark_at_end(text: &str, span: Span, known: PortionContext<'_>) -> Option<PortionMark> {
    let inside = &text[span.range()];
    let open = inside.ends_with(')').then(|| inside.rfind('('))??;
    let apart = inside[..open].ends_with(' ') && inside.len() - open < LONGEST;
    mark(text, span.part(open, inside.len() - open), known).filter(|_| apart)
}

impl PortionContext<'_> {
    /// The level of a mark in capitals.
    fn level(self, marking: &str) -> Option<Level> {
        if !is_capitals(marking) {
            return None;
        }
        let nato = || self.register.level_word(marking).filter(|(entry, _)| self.nato && !entry.codes.is_empty());
        portion_level(marking, self.register).or_else(|| nato().and_then(|(entry, _)| entry.rank))
    }

    /// The level of a foreign marking without its slashes, before a sentence: `NATO SECRET`, `DEU GEHEIM`, `NS`.
    fn foreign_level(self, marking: &str, behind: &str) -> Option<Level> {
        let behind = behind.trim_start();
        let sentence = if marking.contains(' ') { behind.starts_with(char::is_uppercase) } else { begins(behind) };
        // `NC` was a control before it was nothing but a level of NATO, and it is a state.
        let ours = self.register.control(marking).is_some();
        let level = portion_level(&format!("//{marking}"), self.register);
        level.filter(|level| sentence && !ours && is_capitals(marking) && level.is_classified())
    }

    /// Whether the letter of a mark above the overall level is one before a word: `(S) shares`, `(C) company`. Few
    /// sentences begin with a small letter.
    pub(super) fn is_word(self, mark: PortionMark, behind: &str) -> bool {
        let above = || mark.level.is_some_and(|level| self.overall.is_some_and(|overall| level > overall));
        let small = behind.starts_with(char::is_lowercase);
        let opens = || WORDS.paper.openers.iter().any(|word| starts_with_word(behind, &word.to_lowercase()));
        mark.inside.len() <= 2 && small && above() && !opens()
    }

    fn is_unknown(self, marking: &str) -> bool {
        let small = || self.level(&marking.to_ascii_uppercase()).is_some();
        marking.contains("//") && (is_capitals(marking) || small())
    }

    /// The level of a mark with something unknown in it, or nothing between its words: a sentence follows, and the paper is
    /// classified at least so.
    fn doubtful_level(self, marking: &str, behind: &str) -> Option<Level> {
        let sentence = behind.trim_start().starts_with(|c: char| c.is_uppercase());
        let level = doubtful_level(marking, self.register).filter(|_| sentence)?;
        (level.is_classified() && self.overall.is_some_and(|overall| overall >= level)).then_some(level)
    }
}

fn is_capitals(marking: &str) -> bool {
    marking.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || " \t/'".contains(c) || is_level_sign(c))
}

/// `(C) 2014 Roe and Sons`, `(C) Copyright Roe`: no portion.
fn is_copyright(marking: &str, behind: &str) -> bool {
    let rest = behind.trim_start();
    let year = rest.len() >= 4 && rest.bytes().take(4).all(|b| b.is_ascii_digit());
    let holder = || rest[4..].trim_start_matches([',', ' ', '-', '–']).starts_with(|c: char| !c.is_lowercase());
    marking == "C" && (["copyright", "all rights"].iter().any(|words| begins_with(rest, words)) || year && holder())
}
