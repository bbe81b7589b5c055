//! Parses the E.O. line: `E.O. 12958: DECL: 12/06/2027`.

use jiff::civil::Date;

use crate::document::authority::declassification::{Declassification, declassification};
use crate::document::text::label::{COLONS, misspelt};
use crate::document::text::word::{begins_with, starts_with_word};
use crate::register::vocabulary::WORDS;
use crate::source::Span;

/// The line of a telegram that cites the order under which it is classified.
#[derive(Clone, Copy, Debug)]
pub struct OrderLine {
    /// The whole line.
    pub span: Span,
    /// The label, `E.O.` as written.
    pub label: Span,
    /// The number of the order, and where it is; `None` if it is not four digits or more and nothing else.
    pub number: Option<(u32, Span)>,
    /// Whether label, number and colon are written `E.O. 12958: `.
    pub canonical: bool,
    /// The declassification value; `None` if the line ends after the number.
    pub declassification: Option<Declassification>,
}

/// What may be said of the order behind its number.
const AMENDED: &str = "AS AMENDED";

/// The length of the label that `text` begins with, in any case: `E.O.`, `EO`, `E.O`, `E. O.`, or with a zero for the
/// O.
pub(crate) fn label(text: &str) -> Option<usize> {
    let known = WORDS.order_labels.iter().find(|label| begins_with(text, label)).map(|label| label.len());
    let numbered =
        |len: &usize| text[*len..].trim_start_matches([':', ' ', '\t']).starts_with(|c: char| c.is_ascii_digit());
    known.filter(numbered).or_else(|| misspelt_label(text)).or(known)
}

/// The length of what can be the label by its letters, before a number and an instruction: `E,P. 12958: DECL`, `EXEC.
/// ORDER #12958 - DECL`.
fn misspelt_label(text: &str) -> Option<usize> {
    let at = text.bytes().take(24).position(|byte| byte.is_ascii_digit())?;
    let behind = text[at..].trim_start_matches(|c: char| c.is_ascii_digit());
    let letters: String =
        text[..at].chars().filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_uppercase()).collect();
    let near = || WORDS.order_words.iter().any(|word| strsim::osa_distance(&letters, word) <= 1);
    let cited = text.len() - behind.len() == at + 5 && begins_with(behind.trim_start_matches(COLONS), "DECL");
    (cited && near()).then(|| text[..at].trim_end_matches([' ', ':']).len())
}

/// Whether `text` begins an E.O. line: the label, and a number or an instruction. Without its points the label may be
/// any other word, and needs a number of five digits.
pub(crate) fn is_order_line(text: &str) -> bool {
    let Some(len) = label(text) else { return false };
    let behind = text[len..].trim_start_matches([':', ' ', '\t']);
    let digits = behind.bytes().take_while(u8::is_ascii_digit).count();
    let pointed = text[..len].contains('.') || text[len..].trim_start().starts_with(':');
    let instruction = || ["GDS", "XGDS", "ADS", "RDS", "DECL"].iter().any(|word| begins_with(behind, word));
    // In small letters, or in words, it may begin the line of a sentence.
    let sentence = text[..len].contains(|c: char| c.is_ascii_lowercase()) || len > 6;
    let rest = behind[digits..].trim_start();
    let ended = || rest.starts_with(':') || begins_with(rest.trim_start_matches(COLONS), "DECL");
    digits > 0 && (pointed || digits > 4) && (!sentence || ended()) || pointed && instruction()
}

/// Reads the line from `lines`, of which the second may hold the instruction that has no room on the first.
pub(crate) fn order_line(text: &str, lines: &[Span], written: Option<Date>) -> Option<OrderLine> {
    let line = *lines.first()?;
    let inside = &text[line.range()];
    let label = line.part(0, label(inside)?);
    // The field form has a colon after the label.
    let behind = skip(text, Span::new(label.end, line.end), &[':', ' ', '\t']);
    let digits = text[behind.range()].bytes().take_while(u8::is_ascii_digit).count();
    // Four digits and a letter are five digits, one of which was scanned as a letter.
    let torn = digits == 4 && text[behind.range()][digits..].starts_with(char::is_alphabetic);
    let sound = digits >= 4
        && !torn
        && !text[behind.range()][digits..].starts_with(|c: char| !c.is_alphabetic() && !" \t:;.,-".contains(c));
    let number =
        text[behind.range()][..digits].parse().ok().filter(|_| sound).map(|number| (number, behind.part(0, digits)));
    let rest = Span::new(behind.start + digits as u32, line.end);
    let canonical = &text[label.range()] == "E.O."
        && behind.start == label.end + 1
        && text[rest.range()].starts_with(": ")
        && !text[rest.range()].starts_with(":  ");
    let value = skip(text, rest, &COLONS);
    // `(AS AMENDED)`
    let words = skip(text, value, &['(']);
    let amended = begins_with(&text[words.range()], AMENDED)
        .then(|| skip(text, words.part(AMENDED.len(), words.len() as usize - AMENDED.len()), &[')']));
    let value = skip_decl(text, amended.map_or(value, |rest| skip(text, rest, &COLONS)));
    let below =
        || declassification(text, skip_decl(text, *lines.get(1)?), written).filter(|it| it.instruction != "event");
    let declassification = declassification(text, value, written).or_else(below);
    Some(OrderLine { span: line, label, number, canonical, declassification })
}

/// `rest` after a DECL or DECLASSIFY ON label, if one is there.
fn skip_decl(text: &str, rest: Span) -> Span {
    let inside = &text[rest.range()];
    let sound =
        WORDS.declassification_labels.iter().find(|label| starts_with_word(inside, label)).map(|label| label.len());
    match sound.or_else(|| misspelt(inside, &WORDS.declassification_labels)) {
        Some(label) => skip(text, rest.part(label, inside.len() - label), &COLONS),
        None => rest,
    }
}

fn skip(text: &str, span: Span, characters: &[char]) -> Span {
    let kept = text[span.range()].trim_start_matches(characters).len() as u32;
    Span::new(span.end - kept, span.end)
}
