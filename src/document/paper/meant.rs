//! Recognizes lines that were meant as banner lines but contain a mistake.
//!
//! Any line with double slashes and a token of the register counts, and, as the first or last line, a misspelled
//! level.

use super::super::Banner;
use super::banner::without_page_number;
use crate::document::text::line::Line;
use crate::lex::TokenKind;
use crate::marking;
use crate::marking::{MarkingKind, Register};
use crate::register::vocabulary::WORDS;

/// The most bytes a banner has.
const LONGEST: u32 = 200;
/// The most bytes of a first or last line that may be a banner with a slip.
const LONGEST_SLIP: usize = 60;

/// Reads a line that is not a banner as it is. `edge` says that it is the first or the last line.
pub(crate) fn meant_banner(text: &str, line: &Line, edge: bool, register: &Register) -> Option<Banner> {
    let begins = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'/';
    if line.is_empty() || !text.as_bytes().get(line.span.start as usize).is_some_and(begins) {
        return None;
    }
    let span = without_page_number(text, line.span);
    let inside = &text[span.range()];
    // `//UNCLASSIFIED//`: the text below it may be passed on.
    let is_tear_line = inside.starts_with("//") && inside.ends_with("//");
    // Comments of programs: `// `, `/// `, `//! `.
    let is_comment = inside.starts_with("//") && inside.trim_start_matches(['/', '!']).starts_with(' ');
    if span.len() > LONGEST || is_comment || is_tear_line {
        return None;
    }
    // Slashes in parentheses are those of a portion mark: `B. (S//REL TO USA, GBR) BOATS.`
    let in_mark = |before: &str| before.rfind('(') > before.rfind(')');
    let two = memchr::memchr_iter(b'/', inside.as_bytes()).find(|at| inside[*at..].starts_with("//"));
    let slashes = two.is_some_and(|at| !in_mark(&inside[..at])) && !inside.contains(':');
    let word =
        WORDS.paper.cui.contains(&inside) || WORDS.paper.begin_marking.iter().any(|word| inside.starts_with(word));
    let slip =
        edge && (line.opening == Some(TokenKind::Capitals) || is_scanned(inside)) && inside.len() <= LONGEST_SLIP;
    if !(slashes || word || slip) {
        return None;
    }
    let reading = marking::read(inside, MarkingKind::Banner, register);
    let level = reading.marking.as_ref().map(|marking| marking.level);
    // A single letter in front of slashes is a level only where all the rest is a marking.
    let abbreviated = inside.split('/').next().is_some_and(|first| first.trim().len() <= 2 && !first.is_empty());
    // A digit or one slash in front is a slip only where a level was read behind it.
    let slipped = !inside.starts_with(|c: char| c.is_ascii_alphabetic()) && !inside.starts_with("//");
    let private = inside.split_once('/').is_some_and(|(_, behind)| register.is_private(behind));
    let meant = slashes && is_meant(inside, register) && (reading.is_whole() || !abbreviated)
        || word && level.is_some()
        || slip && level.is_some() && is_slip(inside, &reading);
    (meant && !private && (level.is_some() || !slipped)).then_some(Banner { span, level })
}

/// Whether a line is one of capitals, of which scanning took some for other signs: `CONFIDENTlAL`, `5ECRET`.
fn is_scanned(inside: &str) -> bool {
    let capitals = inside.bytes().filter(u8::is_ascii_uppercase).count();
    capitals > 4 && inside.bytes().all(|b| b.is_ascii_uppercase() || b"l0158 ".contains(&b))
}

/// Whether a line with double slashes was meant as a marking: an entry is in the register; in a line with lower-case
/// letters, every entry.
fn is_meant(inside: &str, register: &Register) -> bool {
    let upper = inside.to_ascii_uppercase();
    // After leading slashes a level is enough, whoever the owner.
    let foreign = upper.strip_prefix("//").and_then(|foreign| foreign.split("//").next()).unwrap_or_default();
    if foreign.split(' ').any(|word| register.level_word(word).is_some()) {
        return true;
    }
    let mut entries = upper.split('/').map(str::trim).filter(|entry| !entry.is_empty());
    let known = |entry: &str| is_known(entry, register);
    if upper == inside { entries.any(known) } else { entries.all(known) }
}

fn is_known(entry: &str, register: &Register) -> bool {
    let level = |word: &str| register.level_word(word).is_some();
    let owned = || {
        let (source, word) = entry.split_once(' ').unwrap_or((entry, ""));
        let named = source == "JOINT" || register.place(source).is_some();
        named && word.split(' ').any(level) || register.national_word(source, word).is_some()
    };
    let whole = level(entry) || register.control(entry).is_some() || WORDS.paper.cui.contains(&entry);
    whole || WORDS.paper.begin_entry.iter().any(|opener| entry.starts_with(opener)) || owned()
}

/// Whether a line without double slashes is a marking with one slip: everything in it was read as something.
fn is_slip(inside: &str, reading: &marking::ReadMarking) -> bool {
    let one_word = !inside.contains(' ') || inside.split(' ').all(|part| part.chars().count() == 1);
    let slips =
        ["missing-slashes-after-level", "several-levels", "missing-leading-slashes", "single-slash-after-level"];
    // Of two words, TOP SECRET with a letter wrong: `TON SECRET`, `TOP SECRFT`.
    let two =
        inside.split_once(' ').is_some_and(|(top, secret)| top.len() == 3 && (top == "TOP" || secret == "SECRET"));
    let named =
        |fault: &marking::Fault| slips.contains(&fault.name) || fault.name == "misspelled-level" && (one_word || two);
    reading.is_whole() && reading.faults.iter().any(named)
}
