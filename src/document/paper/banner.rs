//! Recognizes banner lines.
//!
//! A banner line consists of capitals: a level with its controls, or a CUI marking (32 CFR 2001.21(b), 32 CFR
//! 2002.20(b)). Whether it is valid is not decided here.

use super::super::Banner;
use crate::document::telegram::classification::sound_level_word;
use crate::document::text::line::Line;
use crate::document::text::word::gap;
use crate::lex::TokenKind;
use crate::marking::{Level, Register, is_level_sign, plain_signs};
use crate::register::vocabulary::WORDS;
use crate::source::Span;

/// Longer lines are sentences.
const LONGEST: usize = 200;

/// Reads a line that is a marking and, at most, the number of its page. What begins with `//` is read with the
/// register, as every marking with a slip in it is.
pub(crate) fn banner(text: &str, line: &Line, register: &Register) -> Option<Banner> {
    if !matches!(line.opening, Some(TokenKind::Capitals)) || line.span.len() as usize > LONGEST {
        return None;
    }
    let span = without_twin(text, without_page_number(text, line.span));
    let inside = &text[span.range()];
    if let Some((level, _)) = sound_level_word(text, span) {
        let behind = &text[level.span.end as usize..span.end as usize];
        // What was written behind a level before there were markings of controls is no part of one. Behind two slashes a
        // word of the register is a control: `UNCLASSIFIED//LIMITED DISTRIBUTION`.
        let control = |part: &str| behind.starts_with("//") && register.control(part).is_some();
        let note = |part: &str| WORDS.paper.notes.contains(&part.trim()) && !control(part.trim());
        let stage = || WORDS.paper.stages.contains(&behind.trim_matches([' ', '\t', '-', '–', '—', '|', '(', ')']));
        if !behind.is_empty() && stage()
            || behind.starts_with([' ', '-', '/'])
                && behind.split(['/', '-', ',']).all(|part| part.is_empty() || note(part))
        {
            return Some(Banner { span: level.span, level: Some(level.value) });
        }
        return is_controls(behind, register).then_some(Banner { span, level: Some(level.value) });
    }
    let controlled = WORDS
        .paper
        .unclassified
        .iter()
        .any(|word| inside.strip_prefix(word).is_some_and(|behind| behind.is_empty() || behind.starts_with("//")));
    controlled.then_some(Banner { span, level: Some(Level::Unclassified) })
}

fn is_controls(written: &str, register: &Register) -> bool {
    let behind = &*plain_signs(written);
    if behind.is_empty() {
        return true;
    }
    let slashed = behind.trim_start().strip_prefix('/').and_then(|rest| rest.trim_start().strip_prefix('/'));
    if let Some(controls) = slashed {
        let small = |word: &str| word.starts_with(|c: char| c.is_ascii_lowercase()) && word != "and";
        return !controls.split_ascii_whitespace().any(small);
    }
    let capitals = |rest: &str| rest.bytes().all(|b| b.is_ascii_uppercase() || b" /,-".contains(&b));
    match behind.strip_prefix('/') {
        Some(controls) => {
            let begins = controls.starts_with(|c: char| c.is_ascii_uppercase());
            // Other signs than slashes part the words of a table or a title.
            let known = behind == written || register.control(controls.trim_start()).is_some();
            begins && capitals(controls) && known && !register.is_private(controls)
        }
        None => WORDS.paper.spaced.contains(&behind.trim_start_matches(|c| c == ' ' || is_level_sign(c))),
    }
}

/// `span` without the page number that is far after a banner: `SECRET//NOFORN        Page 2 of 5`.
pub(crate) fn without_page_number(text: &str, span: Span) -> Span {
    let inside = &text[span.range()];
    match gap(inside).or_else(|| inside.find('\t')) {
        Some(gap) if is_page_number(inside[gap..].trim()) => span.part(0, gap),
        _ => span,
    }
}

/// The shortest gap between a banner at the left of a line and the same at its right; columns of a table are closer.
const TWIN_GAP: usize = 6;

/// `span` without the same banner again far behind it, at the right of the line: `SECRET      SECRET`.
fn without_twin(text: &str, span: Span) -> Span {
    let inside = &text[span.range()];
    let Some(gap) = gap(inside) else { return span };
    let (left, behind) = inside.split_at(gap);
    let middle = behind.strip_suffix(left).filter(|middle| middle.len() >= TWIN_GAP && middle.ends_with("  "));
    let bare = |middle: &str| middle.trim().is_empty() || is_page_number(middle.trim());
    if middle.is_some_and(bare) { span.part(0, gap) } else { span }
}

/// `Page 2 of 5`, `- 2 -`, `2 of 5`, `2`, `Page A-2`, `p. 2`.
pub(crate) fn is_page_number(line: &str) -> bool {
    let bare = line.trim_matches(['-', '–', '—', ' ', '.', '*', '_', '|']);
    let label = |label: &&str| bare.get(..label.len()).is_some_and(|word| word.eq_ignore_ascii_case(label));
    let label = ["page", "pg.", "p."].iter().find(|word| label(word)).map_or(0, |word| word.len());
    let bare = bare[label..].trim_start_matches([' ', '|']);
    let number = |word: &str| {
        let digits = word.trim_start_matches(|c: char| c.is_ascii_uppercase()).trim_start_matches('-');
        (1..=4).contains(&digits.len()) && digits.len() + 3 > word.len() && digits.bytes().all(|b| b.is_ascii_digit())
    };
    let mut words = bare.split_ascii_whitespace();
    let first = words.next().is_some_and(number);
    let of = words.next().is_none_or(|of| of.eq_ignore_ascii_case("of") || of == "/");
    first && of && words.next().is_none_or(number) && words.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Option<(Level, String)> {
        let span = Span::new(0, line.len() as u32);
        let line_read = Line { span, indent: 0, opening: crate::lex::first(line), tokens: (0, 0) };
        banner(line, &line_read, Register::builtin())
            .and_then(|banner| Some((banner.level?, line[banner.span.range()].to_owned())))
    }

    #[test]
    fn a_banner_is_a_level_with_its_controls_and_no_sentence() {
        for (line, level) in [
            ("SECRET", Level::Secret),
            ("S E C R E T", Level::Secret),
            ("TOP SECRET//SI/TK//NOFORN", Level::TopSecret),
            ("CONFIDENTIAL/NODIS", Level::Confidential),
            ("TOP SECRET/SENSITIVE/EYES ONLY", Level::TopSecret),
            ("SECRET NOFORN", Level::Secret),
            ("CUI//SP-PRVCY", Level::Unclassified),
        ] {
            assert_eq!(read(line), Some((level, line.to_owned())), "{line}");
        }
        for prose in [
            "SECRET MEETING",
            "SECRETS",
            "Secret",
            "// SECRET",
            "SECRET//NOFORN level due to the harbor",
            "CONFIDENTIAL: see below",
            "CUI is controlled",
            "CONFIDENTIAL/PROPRIETARY",
            "CONFIDENTIAL/TRADE SECRET",
        ] {
            assert_eq!(read(prose), None, "{prose}");
        }
    }

    #[test]
    fn the_number_of_the_page_is_no_part_of_a_banner() {
        let banner = |line| read(line).map(|(_, text)| text);
        assert_eq!(banner("SECRET//NOFORN          Page 2 of 5"), Some("SECRET//NOFORN".to_owned()));
        assert_eq!(banner("SECRET\t- 2 -"), Some("SECRET".to_owned()));
        assert_eq!(banner("SECRET  see page 2"), None);
        assert_eq!(banner("SECRET//NOFORN        SECRET//NOFORN"), Some("SECRET//NOFORN".to_owned()));
        assert_eq!(banner("SECRET       - 2 -       SECRET"), Some("SECRET".to_owned()));
        assert_eq!(banner("SECRET  SECRET"), None);
        assert!(
            is_page_number("Page A-2") && is_page_number("2") && is_page_number("p. 3") && is_page_number("12 of 40")
        );
        assert!(!is_page_number("of 5") && !is_page_number("2 harbors") && !is_page_number(""));
    }
}
