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
    if line.is_empty() || span.len() > LONGEST || !begins || inside.starts_with("// ") {
        return None;
    }
    let slashes = inside.contains("//") && !inside.contains("://");
    let word = CUI_WORDS.contains(&inside) || ["CUI/", "NATO ", "COSMIC "].iter().any(|word| inside.starts_with(word));
    let slip = edge && line.opening == Some(TokenKind::Capitals) && inside.len() <= LONGEST_SLIP;
    if !(slashes || word || slip) {
        return None;
    }
    let register = registers.markings();
    let reading = marking::read(inside, Kind::Banner, register);
    let level = reading.marking.as_ref().map(|marking| marking.level);
    let meant = slashes && is_meant(inside, register)
        || word && level.is_some()
        || slip && level.is_some() && is_slip(inside, &reading);
    meant.then_some(Banner { span, level })
}

/// Whether a line with double slashes was meant as a marking: one of its entries is in the register. Text in small
/// letters must begin with a level word.
fn is_meant(inside: &str, register: &Register) -> bool {
    let upper = inside.to_ascii_uppercase();
    let level = |entry: &str| register.level_word(entry).is_some();
    if upper != inside {
        return upper.split('/').next().is_some_and(|first| level(first.trim()) || CUI_WORDS.contains(&first.trim()));
    }
    upper.split('/').map(str::trim).any(|entry| {
        let source = entry.split(' ').next().unwrap_or_default();
        let openers = ["REL TO ", "FGI ", "JOINT ", "DISPLAY ONLY ", "SAR-", "SI-", "TK-", "HCS-"];
        level(entry)
            || register.control(entry).is_some()
            || CUI_WORDS.contains(&entry)
            || openers.iter().any(|opener| entry.starts_with(opener))
            || register.place(source).is_some() && entry.split(' ').any(level)
    })
}

/// Whether a line without double slashes is a marking with one slip: everything in it was read as something.
fn is_slip(inside: &str, reading: &marking::Reading) -> bool {
    let one_word = !inside.contains(' ') || inside.split(' ').all(|part| part.chars().count() == 1);
    let slips =
        ["missing-slashes-after-level", "several-levels", "missing-leading-slashes", "single-slash-after-level"];
    let named = |fault: &marking::Fault| slips.contains(&fault.name) || fault.name == "misspelled-level" && one_word;
    reading.is_whole() && reading.faults.iter().any(named)
}
