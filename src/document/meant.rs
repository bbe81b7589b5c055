//! A line in, the marking that it was meant to be.
//!
//! What a marking must be called by is judged elsewhere, so a line counts here that is a banner but for a slip: whatever
//! has double slashes and a word of the register, and, as the first or last line, a level word with a slip in it.

use super::Banner;
use super::line::Line;
use crate::lex::Kind as TokenKind;
use crate::marking::{self, Kind, Register};
use crate::register::Registers;

/// The most bytes a banner has.
const LONGEST: u32 = 200;
/// The most bytes of a first or last line that may be a banner with a slip.
const LONGEST_SLIP: usize = 60;
/// Control words of unclassified markings.
const CUI_WORDS: [&str; 4] = ["CUI", "CONTROLLED", "C.U.I.", "CONTROLLED UNCLASSIFIED INFORMATION"];

/// Reads a line that is no banner as it stands. `edge` says that it is the first or the last line.
pub(super) fn meant_banner(text: &str, line: &Line, edge: bool, registers: &Registers) -> Option<Banner> {
    let (span, inside) = (line.span, &text[line.span.range()]);
    let begins = inside.starts_with("//") || inside.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic());
    // `//UNCLASSIFIED//`: the text below it may be passed on.
    let is_tear_line = inside.starts_with("//") && inside.ends_with("//");
    if line.is_empty() || span.len() > LONGEST || !begins || inside.starts_with("// ") || is_tear_line {
        return None;
    }
    let slashes = inside.contains("//") && !inside.contains(':');
    let word = CUI_WORDS.contains(&inside) || ["CUI/", "NATO ", "COSMIC "].iter().any(|word| inside.starts_with(word));
    let slip = edge && line.opening == Some(TokenKind::Capitals) && inside.len() <= LONGEST_SLIP;
    if !(slashes || word || slip) {
        return None;
    }
    let register = registers.markings();
    let reading = marking::read(inside, Kind::Banner, register);
    let level = reading.marking.as_ref().map(|marking| marking.level);
    // A single letter in front of slashes is a level only where all the rest is a marking.
    let abbreviated = inside.split('/').next().is_some_and(|first| first.trim().len() <= 2 && !first.is_empty());
    let meant = slashes && is_meant(inside, register) && (reading.is_whole() || !abbreviated)
        || word && level.is_some()
        || slip && level.is_some() && is_slip(inside, &reading);
    meant.then_some(Banner { span, level })
}

/// Whether a line with double slashes was meant as a marking: an entry is in the register; in a line with small letters,
/// every entry.
fn is_meant(inside: &str, register: &Register) -> bool {
    let upper = inside.to_ascii_uppercase();
    let mut entries = upper.split('/').map(str::trim).filter(|entry| !entry.is_empty());
    let known = |entry: &str| is_known(entry, register);
    if upper == inside { entries.any(known) } else { entries.all(known) }
}

fn is_known(entry: &str, register: &Register) -> bool {
    let level = |word: &str| register.level_word(word).is_some();
    let owned = || {
        let source = entry.split(' ').next().unwrap_or_default();
        (source == "JOINT" || register.place(source).is_some()) && entry.split(' ').any(level)
    };
    let openers = ["REL TO ", "FGI ", "DISPLAY ONLY ", "SAR-", "SI-", "TK-", "HCS-"];
    let whole = level(entry) || register.control(entry).is_some() || CUI_WORDS.contains(&entry);
    whole || openers.iter().any(|opener| entry.starts_with(opener)) || owned()
}

/// Whether a line without double slashes is a marking with one slip: everything in it was read as something.
fn is_slip(inside: &str, reading: &marking::Reading) -> bool {
    let one_word = !inside.contains(' ') || inside.split(' ').all(|part| part.chars().count() == 1);
    let slips =
        ["missing-slashes-after-level", "several-levels", "missing-leading-slashes", "single-slash-after-level"];
    let named = |fault: &marking::Fault| slips.contains(&fault.name) || fault.name == "misspelled-level" && one_word;
    reading.is_whole() && reading.faults.iter().any(named)
}
