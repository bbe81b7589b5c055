//! Parses the amount in an editor's bracket: `3½ lines not declassified`.
//!
//! The words may break over a line and contain markup. Whether number and unit agree is checked elsewhere.

use super::{Amount, Extent};
use crate::document::text::word::{Word, words};
use crate::scan::patterns;
use crate::source::Span;

/// The most bytes that are before `not declassified` in a bracket.
const MOST_BEFORE: usize = 80;
/// An amount has at most so many words: `less than 1 paragraph (24 lines)`.
const MOST_WORDS: usize = 6;

/// `3½ lines not declassified`: how much, and where these words end. If `whole`, nothing else may be there.
pub(crate) fn not_declassified(text: &str, inside: Span, whole: bool) -> Option<(Extent, u32)> {
    let plain = &text[inside.range()];
    let (before, end) = said(plain)?;
    let behind = plain[end..].trim_start();
    let behind = behind.strip_prefix("</hi>").unwrap_or(behind);
    if whole && !behind.trim_end_matches(['.', ' ', '\r', '\n']).is_empty() || before > MOST_BEFORE {
        return None;
    }
    let markup = plain[..before].rfind('>').map_or(0, |at| at + 1);
    let amounts: Vec<Word<'_>> = words(text, inside.part(markup, before - markup)).collect();
    let extent = match amounts[..] {
        [] => Extent::Unstated,
        [only] if unit(only.text).is_some() => Extent::Unstated,
        _ => amount(&amounts).map_or(Extent::Named, |first| Extent::Amount(first, second(&amounts))),
    };
    Some((extent, inside.start + end as u32))
}

/// `3½ lines not declassified` at the end of `before`, up to `end`, where it has lost its bracket: where these words begin,
/// and how much. Other things than amounts are not told apart from a sentence.
pub(crate) fn ending(text: &str, before: Span) -> Option<(u32, Extent)> {
    let (not, _) = said(&text[before.range()])?;
    let words: Vec<Word<'_>> = words(text, before.part(0, not)).collect();
    let starts = words.len().saturating_sub(MOST_WORDS)..words.len();
    let read = |start: usize| Some((words[start].span.start, amount(&words[start..])?));
    let (start, first) = starts.into_iter().find_map(read)?;
    let last = words.last().is_some_and(|last| unit(last.text).is_some());
    last.then_some((start, Extent::Amount(first, second(&words))))
}

/// Where `not declassified` begins and ends, with whatever space or break between the two words.
pub(crate) fn said(plain: &str) -> Option<(usize, usize)> {
    let at = plain.find("declassified").or_else(|| plain.find("DECLASSIFIED"))?;
    let before = plain[..at].trim_end();
    let start = before.len().checked_sub("not".len())?;
    let parted = before.len() < at && !plain.as_bytes()[..start].last().is_some_and(u8::is_ascii_alphabetic);
    let not = before.get(start..).is_some_and(|word| word.eq_ignore_ascii_case("not"));
    (parted && not).then_some((start, at + "declassified".len()))
}

/// Whether the word is a unit of text; if so, whether it is a plural.
fn unit(word: &str) -> Option<bool> {
    let bare = word.trim_end_matches(')');
    let plural = bare.ends_with(['s', 'S']);
    let name = if plural { &bare[..bare.len() - 1] } else { bare };
    ["line", "paragraph", "page", "word"].iter().any(|unit| unit.eq_ignore_ascii_case(name)).then_some(plural)
}

/// The amount in parentheses after another: `1 paragraph (24 lines)`. What is counted `each` has a unit of its own.
fn second(words: &[Word<'_>]) -> Option<Amount> {
    let open = words.iter().position(|word| word.text.starts_with('('))?;
    let close = words[open..].iter().position(|word| word.text.ends_with(')'))?;
    let mut inside = words[open..=open + close].to_vec();
    inside[0] = inside[0].after(1);
    amount(&inside).filter(|_| unit(inside[inside.len() - 1].text).is_some())
}

patterns! {
    /// `1/2`, or `4-1/2` with the whole number before it.
    SLASHED = r"^(?:([0-9]+)-)?([0-9]+/[0-9]+)$";
}

/// `less than 1 line`, `3½ lines`, `3 1/2 lines`: the first amount.
fn amount(words: &[Word<'_>]) -> Option<Amount> {
    let less = matches!(words, [less, than, ..] if less.text.eq_ignore_ascii_case("less") && than.text.eq_ignore_ascii_case("than"));
    let words = &words[if less { 2 } else { 0 }..];
    let at = words.iter().position(|word| unit(word.text).is_some())?;
    let (unit_word, number) = (words[at].before(words[at].text.trim_end_matches(')').len()), &words[..at]);
    let plural = unit(unit_word.text)?;
    let mut amount = Amount { whole: None, fraction: None, slashed: false, less, unit: unit_word.span, plural };
    for word in number {
        let digits = word.text.bytes().take_while(u8::is_ascii_digit).count();
        let rest = word.after(digits);
        match rest.text {
            "" if digits > 0 => amount.whole = Some(word.text.parse().ok()?),
            "¼" | "½" | "¾" | "⅓" | "⅔" => {
                amount.whole = word.text[..digits].parse().ok().or(amount.whole);
                amount.fraction = Some(rest.span);
            }
            _ if let Some(slashed) = SLASHED.captures(word.text) => {
                if let Some(whole) = slashed.get(1) {
                    amount.whole = Some(whole.as_str().parse().ok()?);
                }
                amount.fraction = slashed.get(2).map(|fraction| word.after(fraction.start()).span);
                amount.slashed = true;
            }
            spelt if digits == 0 && spelt.eq_ignore_ascii_case("one") => amount.whole = Some(1),
            spelt if digits == 0 && is_number_word(spelt) => amount.whole = Some(2),
            _ => return None,
        }
    }
    (!number.is_empty()).then_some(amount)
}

/// A number above one that is written out. Which one it is does not matter to its unit.
fn is_number_word(word: &str) -> bool {
    ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
        .iter()
        .any(|number| number.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How the amounts in `text` read: the numbers of their units, `s` for a plural, `/` for a slash.
    fn read(text: &str) -> Option<String> {
        let (extent, end) = not_declassified(text, Span::new(0, text.len() as u32), true)?;
        assert!(text[..end as usize].ends_with("lassified"), "{text}");
        let show = |amount: &Amount| {
            let marks = [(amount.plural, "s"), (amount.slashed, "/"), (amount.is_singular(), "1")];
            marks.iter().filter(|(holds, _)| *holds).fold(String::from("a"), |name, (_, mark)| name + mark)
        };
        Some(match &extent {
            Extent::Amount(first, second) => [Some(*first), *second].iter().flatten().map(show).collect(),
            Extent::Named => "named".to_owned(),
            _ => "unstated".to_owned(),
        })
    }

    #[test]
    fn an_amount_is_read_however_it_is_broken_and_spelt() {
        for (text, amounts) in [
            ("1 line not declassified", Some("a1")),
            ("2 lines not\ndeclassified", Some("as")),
            ("less than 1 line\nnot  declassified", Some("a1")),
            ("3½ lines not declassified.", Some("as")),
            ("4-1/2 lines not declassified", Some("as/")),
            ("1 paragraph (24 lines) not declassified", Some("a1as")),
            ("1 paragraph (1 lines) not declassified", Some("a1as1")),
            ("one page not declassified", Some("a1")),
            ("two page not declassified", Some("a")),
            ("2 paragraphs (1 line each) not declassified", Some("as")),
            ("name not declassified", Some("named")),
            ("Not declassified", Some("unstated")),
            ("lines not declassified", Some("unstated")),
            ("cannot declassified", None),
            ("not declassified until 1999", None),
        ] {
            assert_eq!(read(text).as_deref(), amounts, "{text}");
        }
    }
}
