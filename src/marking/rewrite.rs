//! Determines whether one spelling of a marking can safely replace another.
//!
//! Only if every word of the old marking is read with certainty and the new one means the same: a safe fix is applied
//! without review. The value alone does not show that, because the reader skips what it does not understand, so the
//! words are counted too.

use std::collections::BTreeMap;
use std::ops::Range;

use super::model::{Category, MarkingToken};
use super::read::{ReadMarking, read};
use super::register::{Register, WrittenForm};
use super::scope::{Context, MarkingKind};
use super::signs::{plain_signs, tight};

/// Longer texts, in bytes, are no markings that anybody wrote: nothing is suggested for them, and nothing proved.
pub const LONGEST: usize = 600;

/// Words that separate or prefix others and name nothing; what they change shows in the value of the marking.
const JOINING: [&str; 3] = ["TO", "AND", "SP"];

/// Faults through which a marking is read by guessing what was meant.
const GUESSED: [&str; 10] = [
    "empty-category",
    "empty-entry",
    "look-alike-slash",
    "missing-slashes-after-level",
    "odd-compartment-shape",
    "release-list-without-to",
    "several-levels",
    "single-slash-after-level",
    "wrong-category-separator",
    "wrong-cui-separator",
];

/// Whether `new` says what `old` says: but for blanks beside separators they are the same, or it is a day by
/// which every word of `old` is known and in force, and nothing but blanks, case,
/// separators, order and registered spellings of one token differ. With `dated` false the day is a guess, and old
/// spellings are left alone, since they may have been right in their year.
pub fn says_the_same(
    old: &str,
    new: &str,
    kind: MarkingKind,
    register: &Register,
    context: Context,
    dated: bool,
) -> bool {
    if old.len().max(new.len()) > LONGEST {
        return false;
    }
    let [before, after] = [old, new].map(|text| read(text, kind, register));
    let guessed = before.faults.iter().any(|fault| GUESSED.contains(&fault.name));
    if before.marking.is_none() || before.marking != after.marking || guessed {
        return false;
    }
    let [old_tight, new_tight] = [old, new].map(|text| tight(&plain_signs(text)));
    old_tight == new_tight
        || is_certain(old, &before, register, context, dated)
            && after.is_whole()
            && words(old, &before, register) == words(new, &after, register)
}

/// Whether every word is known to the register and in force on the day.
fn is_certain(text: &str, reading: &ReadMarking, register: &Register, context: Context, dated: bool) -> bool {
    let in_force = |token: &MarkingToken| {
        let Some(entry) = register.entry(token.category, &token.name) else { return true };
        let level = token.category == Category::Level;
        level || !entry.is_retired(context) && !entry.is_early(context)
    };
    let variant = |token: &MarkingToken| {
        let spelling = text[token.span.clone()].to_ascii_uppercase();
        matches!(register.control(&spelling), Some((_, WrittenForm::Variant)))
    };
    reading.is_whole()
        && reading.tokens.iter().all(in_force)
        && (dated || !reading.tokens.iter().any(variant))
        && pieces(text).all(|piece| is_known(text, piece, reading, register))
}

/// Whether the register knows the word at `piece`: as a token, a place, or a sub-compartment of the shape it gives.
fn is_known(text: &str, piece: Range<usize>, reading: &ReadMarking, register: &Register) -> bool {
    let word = text[piece.clone()].to_ascii_uppercase();
    let covers = |token: &MarkingToken| token.span.start <= piece.start && piece.end <= token.span.end;
    let registered = |token: &MarkingToken| match token.category {
        Category::Level | Category::Cui | Category::ForeignInformation => true,
        Category::CuiCategory => register.cui_category(&token.name).is_some(),
        Category::Unknown => false,
        category => register.entry(category, &token.name).is_some(),
    };
    let listed = JOINING.contains(&word.as_str()) || word == "JOINT" || register.place(&word).is_some();
    let in_list = |token: &MarkingToken| matches!(token.name.as_str(), "REL" | "DISPLAY" | "EYES") && !listed;
    let mut over = reading.tokens.iter().filter(|token| covers(token));
    if over.clone().any(|token| in_list(token) && register.control(&word).is_none() && !is_opener(&word)) {
        return false;
    }
    over.any(registered) || listed || is_sub_compartment(&word, piece.start, reading, register)
}

fn is_opener(word: &str) -> bool {
    matches!(word, "REL" | "RELTO" | "RELEASABLE" | "DISPLAY" | "EYES" | "ONLY")
}

/// Whether the last control word before `at` is a compartment whose sub-compartments look like `word`.
fn is_sub_compartment(word: &str, at: usize, reading: &ReadMarking, register: &Register) -> bool {
    let before = reading.tokens.iter().filter(|token| token.span.end <= at).max_by_key(|token| token.span.end);
    let entry = before.and_then(|token| register.entry(token.category, &token.name));
    entry.and_then(|entry| entry.sub_shape).is_some_and(|shape| shape.fits(word))
}

/// The words between separators, as bytes of the text.
fn pieces(text: &str) -> impl Iterator<Item = Range<usize>> {
    let start = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(move |word| {
        let at = start(word);
        at..at + word.len()
    })
}

/// The words of a marking with how often they are there.
type Words = BTreeMap<String, usize>;

/// The words of a marking, each token in its banner form.
fn words(text: &str, reading: &ReadMarking, register: &Register) -> Words {
    let upper = text.to_ascii_uppercase();
    let mut spelled: Vec<(Range<usize>, &str)> = Vec::new();
    for token in &reading.tokens {
        let spelling = &upper[token.span.clone()];
        let known = register.control(spelling).or_else(|| register.level_word(spelling));
        if token.category == Category::Cui {
            spelled.push((token.span.clone(), "CUI"));
        } else if let Some((entry, _)) = known {
            spelled.push((token.span.clone(), &entry.banner));
        }
    }
    let mut counted = Words::new();
    for (_, form) in &spelled {
        *counted.entry((*form).to_owned()).or_default() += 1;
    }
    for piece in pieces(&upper)
        .filter(|piece| !spelled.iter().any(|(span, _)| span.start <= piece.start && piece.end <= span.end))
    {
        let word = match &upper[piece] {
            word if JOINING.contains(&word) => continue,
            "SG" => "SIGMA",
            "RELTO" | "RELEASABLE" => "REL",
            word => word,
        };
        *counted.entry(word.to_owned()).or_default() += 1;
    }
    counted
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::super::Style;
    use super::*;

    fn same(old: &str, new: &str) -> bool {
        let kind = if old.starts_with('(') { MarkingKind::Portion } else { MarkingKind::Banner };
        let context = Context { style: Style::Ic, date: date(2014, 3, 12) };
        says_the_same(old, new, kind, Register::builtin(), context, true)
    }

    #[test]
    fn separators_order_and_forms_may_differ() {
        for (old, new) in [
            ("SECRET // NOFORN", "SECRET//NOFORN"),
            ("SECRET / / NOFORN", "SECRET//NOFORN"),
            ("SECRET\u{a0}//\u{a0}NOFORN", "SECRET//NOFORN"),
            ("SECRET // SAR-XYZ // NOFORN", "SECRET//SAR-XYZ//NOFORN"),
            ("SECRET//NOFORN//SI", "SECRET//SI//NOFORN"),
            ("SECRET//REL TO GBR, USA", "SECRET//REL TO USA, GBR"),
            ("SECRET//REL TO USA;GBR", "SECRET//REL TO USA, GBR"),
            ("TOP SECRET//NOFORN//SI-G ABCD", "TOP SECRET//SI-G ABCD//NOFORN"),
            ("(SECRET//NOFORN)", "(S//NF)"),
            ("(S//RD-SG 20 18//NF)", "(S//RD-SG 18 20//NF)"),
        ] {
            assert!(same(old, new), "{old} to {new}");
        }
    }

    #[test]
    fn nothing_is_lost_added_or_guessed() {
        for (old, new) in [
            ("SECRET//NOF0RN//SI", "SECRET//SI"),
            ("SECRET//NOFRON", "SECRET//NOFORN"),
            ("SECRET//NOFORN//R", "SECRET//KLM-R//NOFORN"),
            ("SECRET//REL TO USA, GBR WE MET THE MINISTER", "SECRET//REL TO USA, GBR, MET, MINISTER, THE, WE"),
            ("(S//REL TON USA)", "(S//REL TO USA, TON)"),
            ("CUI//TOP SECRET//SI", "CUI"),
            ("SECRET//NOFORN/NOFORN", "SECRET//NOFORN"),
            ("TOP SECRET//SI NOFORN", "TOP SECRET//SI-NOFORN"),
            ("SECRET//NOFORN//20391231", "SECRET//NOFORN"),
            ("SECRET\u{2044}NOFORN", "SECRET//NOFORN"),
            ("CUI/ SP-CTI", "CUI/SP-CTI"),
        ] {
            assert!(!same(old, new), "{old} to {new}");
        }
    }
}
