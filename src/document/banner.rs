//! The lines of a text that is no telegram in, its banners out.
//!
//! A banner is a line that is nothing but a marking. What it must be called by is judged elsewhere, so a line that was
//! meant as one counts too: whatever has double slashes and a word of the register, and, as the first or last line, a
//! level word with a slip in it.

use super::Banner;
use super::classification::level_word;
use super::line::Line;
use crate::lex::Kind as TokenKind;
use crate::marking::{self, Kind, Register};
use crate::register::Registers;
use crate::source::Span;

/// The most bytes a banner has.
const LONGEST: u32 = 200;
/// The most bytes of a first or last line that may be a banner with a slip.
const LONGEST_SLIP: usize = 60;
/// Control words of unclassified markings.
const CUI_WORDS: [&str; 4] = ["CUI", "CONTROLLED", "C.U.I.", "CONTROLLED UNCLASSIFIED INFORMATION"];

/// The banners among `lines`, in order.
pub(super) fn banners(text: &str, lines: &[Line], registers: &Registers) -> Vec<Banner> {
    let first = lines.iter().position(|line| !line.is_empty());
    let last = lines.iter().rposition(|line| !line.is_empty());
    let found = lines.iter().enumerate().filter_map(|(index, line)| {
        let edge = Some(index) == first || Some(index) == last;
        banner(text, line, edge, registers)
    });
    found.collect()
}

fn banner(text: &str, line: &Line, edge: bool, registers: &Registers) -> Option<Banner> {
    let (span, inside) = (line.span, &text[line.span.range()]);
    let begins = inside.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic() || byte == b'/');
    if line.is_empty() || span.len() > LONGEST || !begins {
        return None;
    }
    let capitals = line.opening == Some(TokenKind::Capitals);
    if let Some(plain) = Some(span).filter(|_| capitals).and_then(|span| plain(text, span)) {
        return Some(plain);
    }
    let slashes = inside.contains("//") && !inside.contains("://");
    let word = CUI_WORDS.contains(&inside) || ["CUI/", "NATO ", "COSMIC "].iter().any(|word| inside.starts_with(word));
    let slip = edge && capitals && inside.len() <= LONGEST_SLIP;
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

/// A level word, alone or with controls behind double slashes.
fn plain(text: &str, span: Span) -> Option<Banner> {
    let (level, _) = level_word(text, span).filter(|(level, _)| !level.repaired)?;
    let behind = &text[level.span.end as usize..span.end as usize];
    (behind.is_empty() || behind.starts_with("//")).then_some(Banner { span, level: Some(level.value) })
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
        let words = entry.split([' ', '-', ',']).next().unwrap_or_default();
        level(entry)
            || register.control(entry).is_some()
            || ["CUI", "CONTROLLED", "REL", "FGI", "JOINT", "DISPLAY", "SAR", "SI", "TK", "HCS"].contains(&words)
            || register.place(words).is_some() && entry.split(' ').any(level)
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
