//! Finds codes and labels without brackets beside the text, or in its place.
//!
//! A bare code counts in the right margin of a page with the stamps of a release office, or in the statute's form
//! where a word is missing. In a sentence about the law it is a citation.

use memchr::memmem;

use super::super::code;
use super::bracket::{is_homemade, is_unasked};
use super::{Document, MarkStyle, Placement, Redaction};
use crate::document::text::line::{line_around, line_below, line_rest, texts};
use crate::document::text::word::trim;
use crate::document::withheld::code::{ExemptionCode, Notation};
use crate::document::withheld::release::{Decision, Release};
use crate::register::exemptions::{ExemptionRegister, System};
use crate::register::vocabulary::WORDS;
use crate::scan::patterns;
use crate::source::Span;

/// The least gap between text and margin.
const WIDE: &[u8] = b"        ";
/// Its width, in characters.
const GAP: usize = WIDE.len();
/// The least gap after a line that nearly fills the page.
const NARROW: &[u8] = b"   ";
/// Where the text of such a line ends, in bytes.
const FULL_LINE: usize = 70;
/// The longest list of codes in a margin, in bytes.
const WIDEST: usize = 60;

/// `(b)(6)` at the start of `here`, unless it is cited in the words since `floor`, where the last mark ends.
pub(crate) fn inline_code(text: &str, floor: u32, here: Span, register: &ExemptionRegister) -> Option<Redaction> {
    let line = line_around(text, Span::new(0, text.len() as u32), here.start);
    let before = &text[line.start as usize..here.start as usize];
    // A citation may break before its letters.
    let reach = text.ceil_char_boundary((here.start as usize).saturating_sub(48)).max(floor as usize);
    let near = &text[reach..here.start as usize];
    let named = WORDS.release.naming.iter().find_map(|law| near.strip_suffix(law));
    // `1841(a)(1)(C)` is a section; so is what follows `552a`.
    let glued = before.ends_with(|c: char| c.is_ascii_digit() || c == ')' || c == '§');
    if glued || WORDS.release.citing.iter().any(|word| named.unwrap_or(near).contains(word)) {
        return None;
    }
    let (codes, end) = code::leading(text, Span::new(here.start, line.end), register);
    let after = text[end as usize..line.end as usize].trim_start_matches([',', ';', ':', ' ', '-', '–']);
    // The explanation may be on the next line.
    let below =
        if after.is_empty() { &text[line_below(text, Span::new(line.start, here.end), line).range()] } else { "" };
    let explained = WORDS.release.explaining.iter().any(|word| after.starts_with(word) || below.starts_with(word))
        || after.starts_with(|c: char| c.is_lowercase()) && before.trim().is_empty();
    if codes.is_empty() || explained || named.is_some() && !after.trim().is_empty() {
        return None;
    }
    let span = Span::new(here.start, codes.iter().map(|code| code.span.end).max().unwrap_or(end));
    Some(Redaction { codes, ..Redaction::new(MarkStyle::Code, span) })
}

/// A category that no law knows, written out in place of text.
pub(crate) fn category(text: &str, here: Span, register: &ExemptionRegister) -> Option<Redaction> {
    let line = line_around(text, Span::new(0, text.len() as u32), here.start);
    let span = trim(text, line);
    is_homemade(&text[span.range()], register).then(|| Redaction::new(MarkStyle::Category, span))
}

patterns! {
    /// What the National Archives put in place of a document.
    WITHDRAWAL = r"\b(?:NND|NW|NN3) [0-9]{5,6}, box [0-9][^,\r\n]*, tab [0-9]+";
}

/// `NND 989501, box 7, tab 3`.
pub(crate) fn withdrawal(text: &str, whole: Span, at: u32) -> Option<Redaction> {
    let line = line_around(text, whole, at);
    let mut found = WITHDRAWAL.find_iter(&text[line.range()]).map(|found| line.part(found.start(), found.len()));
    found.find(|span| span.contains(Span::at(at))).map(|span| Redaction::new(MarkStyle::Withdrawal, span))
}

/// `JFK Act 6 (1)(B)` at the start of `here`: a label in place of text. The law itself is named without a section after
/// it.
pub(crate) fn ground(text: &str, here: Span, register: &ExemptionRegister) -> Option<Redaction> {
    let line = line_rest(text, here);
    let (name, len, repaired) = code::ground::named(&text[line.range()])?;
    let span = line.part(0, len);
    let codes = vec![ExemptionCode { repaired, ..ExemptionCode::new(name, span, System::Jfk, register) }];
    // What becomes no code by being repaired is not one.
    (codes[0].known || !repaired).then(|| Redaction { codes, ..Redaction::new(MarkStyle::Code, span) })
}

/// A label of the CIA, where it is a word of its own.
pub(crate) fn label(text: &str, here: Span, register: &ExemptionRegister) -> Option<Redaction> {
    let rest = &text[here.range()];
    let longest =
        register.label.iter().filter(|label| rest.starts_with(&*label.name)).max_by_key(|it| it.name.len())?;
    let span = here.part(0, longest.name.len());
    let letter = |c: char| c.is_alphanumeric();
    let cut = text[..span.start as usize].ends_with(letter) || rest[longest.name.len()..].starts_with(letter);
    // What could not be read was not withheld.
    let withheld = &*longest.name != "ILLEGIB";
    (withheld && !cut).then(|| Redaction::new(MarkStyle::Label, span))
}

/// The codes that have a line to themselves, where others are in place of text.
pub(crate) fn codes_alone(document: &Document<'_>) -> Vec<Redaction> {
    let (text, register) = (document.source.text(), document.registers.exemptions());
    let alone = |(at, line): (usize, &str)| {
        let line = document.span.part(at, line.len());
        let (span, codes) = codes_in_margin(text, line, register, &[])?;
        // Those of the Privacy Act are listed on forms far more often than they stand for text.
        let sound = codes.iter().all(|code| code.known && !code.repaired && code.system != System::PrivacyAct);
        let alone = text[line.start as usize..span.start as usize].trim().is_empty();
        (sound && alone).then(|| Redaction { codes, ..Redaction::new(MarkStyle::Code, span) })
    };
    texts(document.text(document.span)).filter_map(alone).collect()
}

/// The codes in the right margin of each line, and on lines of their own, outside the stamps.
pub(crate) fn margin_codes(document: &Document<'_>, release: &Release) -> Vec<Redaction> {
    let (text, register) = (document.source.text(), document.registers.exemptions());
    let mut marks: Vec<Redaction> = Vec::new();
    let mut above = 0;
    let (mut last, full) = ("", release.stamp(Decision::Full).is_some());
    for (at, inside) in texts(document.text(document.span)) {
        let line = document.span.part(at, inside.len());
        // `My seat is` / `B1` in a full release: what stands below an open sentence, and in no margin, goes on with it.
        let indent = inside.len() - inside.trim_start().len();
        let prose =
            full && (GAP..FULL_LINE - GAP).contains(&indent) && last.ends_with(|c: char| c.is_ascii_lowercase());
        last = inside.trim_end();
        if prose {
            continue;
        }
        let before = marks[above..].last().map_or(&[][..], |mark| &mark.codes);
        let found = codes_in_margin(text, line, register, before);
        above = marks.len();
        if let Some((span, codes)) = found.filter(|(span, _)| !release.is_stamp(*span)) {
            let alone = text[line.start as usize..span.start as usize].trim().is_empty();
            let placement = if alone { Placement::Alone } else { Placement::Margin };
            marks.push(Redaction { codes, placement, ..Redaction::new(MarkStyle::Margin, span) });
        } else if let Some(span) = unasked_in_margin(text, line) {
            marks.push(Redaction { placement: Placement::Margin, ..Redaction::new(MarkStyle::Unasked, span) });
        }
    }
    marks
}

/// `NR` after the last gap of a line.
fn unasked_in_margin(text: &str, line: Span) -> Option<Span> {
    let inside = text[line.range()].trim_end();
    if !inside.ends_with(['R', 'e', 'E']) {
        return None;
    }
    let gap = memmem::rfind(inside.as_bytes(), WIDE)? + GAP;
    is_unasked(&inside[gap..]).then(|| line.part(gap, inside.len() - gap))
}

/// The codes after the last gap of a line, or on a line of their own. The statute of exemption 3 may be below it.
fn codes_in_margin(
    text: &str,
    line: Span,
    register: &ExemptionRegister,
    above: &[ExemptionCode],
) -> Option<(Span, Vec<ExemptionCode>)> {
    let inside = text[line.range()].trim_end();
    // The edge of a box is read as a bracket.
    let inside = inside.strip_suffix(']').filter(|inside| !inside.contains('[')).unwrap_or(inside);
    // Most lines end in a lower-case letter or a point.
    let plausible = |c: char| c.is_ascii_digit() || c.is_ascii_uppercase() || matches!(c, ')' | ']' | 'y' | 'I');
    let torn = || matches!(inside.as_bytes(), [.., digit, b'i' | b'l'] if digit.is_ascii_digit());
    if !inside.ends_with(plausible) && !torn() {
        return None;
    }
    let behind = |gap: usize| {
        let start = inside.len() - inside[gap..].trim_start().len();
        let span = line.part(start, inside.len() - start);
        let span = if gap > 0 { code::unframed(text, span) } else { span };
        if !(1..=WIDEST as u32).contains(&span.len()) {
            return None;
        }
        let goes_on = gap > 0 && above.last().is_some_and(|code| code.name == "b3");
        let listed = || {
            let (codes, end) = code::continued(text, span, register, Some(above));
            (end == span.end && !codes.is_empty()).then_some(codes)
        };
        let codes = code::list(text, span, register).or_else(|| goes_on.then(listed).flatten());
        codes.map(|codes| (span, codes))
    };
    let gap = memmem::rfind(inside.as_bytes(), WIDE).map_or(0, |gap| gap + GAP);
    // `Exemption 5` on a line of its own is a heading. A number of the Privacy Act, or a letter and a digit on a line
    // of their own, is a list as often as a code.
    let stands = |code: &ExemptionCode| code.known && code.notation != Notation::Word;
    let wide = behind(gap).filter(|(_, codes)| gap > 0 || codes.iter().any(stands));
    wide.or_else(|| {
        // A line that is nearly full leaves less room before the margin.
        let gap = memmem::rfind(inside.as_bytes(), NARROW).filter(|gap| *gap >= FULL_LINE)?;
        let sound = |code: &ExemptionCode| code.known && !code.repaired;
        behind(gap + NARROW.len()).filter(|(_, codes)| codes.iter().all(sound))
    })
}

/// The exemptions one after the other are the legend of a form, or the paragraphs of a statute, and not cuts. So many
/// in a row are not by chance, nor are fewer from the first on.
const LEGEND: usize = 4;
const LEGEND_FROM_FIRST: usize = 3;

/// Strikes marks that are a list of the exemptions: (b)(1), (b)(2), (b)(3) and so on.
pub(crate) fn strike_legends(marks: &mut Vec<Redaction>) {
    // The number and the letter, if it has one. What is in brackets of its own was put there in place of text.
    let number = |mark: &Redaction| match &mark.codes[..] {
        [code] if code.system == System::Foia && mark.span == code.span => {
            let name = code.name.as_bytes();
            Some((*name.get(1)?, name.get(2).copied()))
        }
        _ => None,
    };
    let goes_on = |one: &Redaction, next: &Redaction| match (number(one), number(next)) {
        (Some(last), Some(next)) => next.0 == last.0 + 1 || next.0 == last.0 && next.1 > last.1,
        _ => false,
    };
    let is_legend = |run: &[Redaction]| {
        let first = number(&run[0]).is_some_and(|(number, _)| number == b'1');
        run.len() >= if first { LEGEND_FROM_FIRST } else { LEGEND }
    };
    let runs = marks.chunk_by(goes_on);
    let struck: Vec<bool> = runs.flat_map(|run| std::iter::repeat_n(is_legend(run), run.len())).collect();
    let mut struck = struck.into_iter();
    marks.retain(|_| !struck.next().unwrap_or(false));
}
