//! Repairs damaged exemption codes, with the confusions of the register. A repair counts only if every code in it
//! exists.

use super::shape::exact;
use super::{ExemptionCode, separators};
use crate::register::exemptions::ExemptionRegister;
use crate::register::vocabulary::SCAN;
use crate::source::Span;

/// The longest word that is taken for a damaged code, in bytes.
const LONGEST_DAMAGED: usize = 16;

/// The codes that the first word, or the first words, become when what scanning did is undone.
pub(crate) fn damaged(rest: &str, here: Span, register: &ExemptionRegister) -> Option<(Vec<ExemptionCode>, usize)> {
    // A comma may be the point of a number, and a bracket the end of a parenthesis: `1,4(D]`.
    let opened = |at: usize| rest[..at].contains(['(', '{']) && !rest[..at].contains([')', '}']);
    let ends = |(at, c): (usize, char)| {
        let inside = at == 1 && c == ',' || c == ']' && opened(at);
        (matches!(c, ',' | ';' | '\n' | '\r' | ']') && !inside).then_some(at)
    };
    let item = rest
        .char_indices()
        .take(LONGEST_DAMAGED + 1)
        .find_map(ends)
        .unwrap_or_else(|| rest.floor_char_boundary(LONGEST_DAMAGED + 1));
    let column = rest[..item].find("  ").unwrap_or(item);
    let word = rest[..column].find([' ', '\t']).unwrap_or(column);
    [column, word].into_iter().filter(|len| (2..=LONGEST_DAMAGED).contains(len)).find_map(|len| {
        let squeezed: String = rest[..len].chars().filter(|c| *c != ' ').collect();
        let code = |code: ExemptionCode| ExemptionCode { span: here.part(0, len), repaired: true, ..code };
        Some((undone(&squeezed, register)?.into_iter().map(code).collect(), len))
    })
}

/// Letters alone are a damaged code only if they are as few as those of `BI`.
const FEW: usize = 3;

fn undone(word: &str, register: &ExemptionRegister) -> Option<Vec<ExemptionCode>> {
    let shaped = |c: char| c.is_ascii_digit() || matches!(c, '(' | '{' | '[');
    if word.len() > FEW && !word.contains(shaped) {
        return None;
    }
    let known = |word: &str| {
        let mut codes = Vec::new();
        let mut at = 0;
        while at < word.len() {
            at += separators(&word[at..], register);
            let here = exact(&word[at..], Span::new(at as u32, word.len() as u32), register)?;
            at = here.last()?.span.end as usize;
            codes.extend(here);
        }
        codes.iter().all(|code: &ExemptionCode| code.known).then_some(codes)
    };
    let straight = word.replace(['{', '['], "(").replace(['}', ']'], ")");
    let closed = format!("{straight})");
    [word, &straight, &closed].into_iter().find_map(|word| {
        let seen = SCAN.codes.iter().filter(|(seen, _)| word.contains(seen));
        let mut meant = seen.map(|(seen, meant)| word.replacen(seen, meant, 1));
        known(word).or_else(|| meant.find_map(|word| known(&word))).or_else(|| known(without_stroke(word)?))
    })
}

/// The code before the edge of a frame that was read as a letter of it: `B6I`, `1.4(D)J`.
fn without_stroke(word: &str) -> Option<&str> {
    let code = word.strip_suffix(|c: char| SCAN.signs.contains(c))?;
    code.ends_with(|c: char| c.is_ascii_digit() || c == ')').then_some(code)
}
