//! Finds the marked portions of a document that is not a telegram.
//!
//! A mark is at the start of a paragraph, title, list item, table cell or caption, or after the space between two
//! sentences (32 CFR 2001.21(c)). Other parentheses contain statutes, office symbols, plurals, case numbers and list
//! letters.

use super::super::Reading;
use super::lead::{REACH, is_bullet, run_in, typed_bullet, unpointed};
use super::portion_mark::{PortionContext, mark};
use crate::document::letters::{Letters, enumerator, goes_on, is_explained, is_legend, is_plural};
use crate::document::paragraph::{Paragraph, PortionMark};
use crate::document::text::line::Line;
use crate::register::vocabulary::WORDS;
use crate::source::Span;

/// The portions of `lines`, each up to the next or to a line of `stops`. They end at `end` at the latest.
pub(crate) fn portions(
    text: &str,
    lines: &[Line],
    stops: &[Span],
    end: u32,
    known: PortionContext<'_>,
) -> Vec<Paragraph> {
    let mut portions: Vec<Paragraph> = Vec::new();
    let (mut letters, mut above, mut in_list) = (Letters::default(), "", false);
    let mut stops = stops.iter().peekable();
    for (index, line) in lines.iter().enumerate() {
        let inside = &text[line.span.range()];
        let before = std::mem::replace(&mut above, inside);
        let enumerates = letters.enumerate(text, line);
        if line.is_empty() {
            continue;
        }
        let mut stopped = false;
        while stops.next_if(|stop| stop.start <= line.span.start).is_some() {
            stopped = true;
        }
        in_list = !stopped && (in_list || heads_list(inside));
        if stopped {
            close(text, &mut portions, line.span.start);
            portions.push(boundary(line.span));
            continue;
        }
        let mut from = line.span.start;
        let opening = opening(text, line.span, known).filter(|portion| {
            let listed = in_list && is_entry(text, &lines[index..], portion);
            let behind = &text[portion.text as usize..line.span.end as usize];
            let letter = portion.mark.is_some_and(|mark| is_legend(text, lines, index, mark.inside, behind));
            !enumerates && !listed && !letter && !is_aside(text, portion, line.span.end, before)
        });
        if let Some(portion) = opening {
            in_list = false;
            close(text, &mut portions, portion.span.start);
            from = portion.text;
            portions.push(portion);
        } else if in_list || memchr::memchr2(b'|', b'\t', inside.as_bytes()).is_none() {
            continue;
        }
        for portion in further(text, Span::new(from, line.span.end), known) {
            close(text, &mut portions, portion.span.start);
            portions.push(portion);
        }
    }
    close(text, &mut portions, end);
    portions.retain(|portion| portion.mark.is_some());
    // Where every other portion is marked, a mark before a small letter is one too.
    let word = |portion: &Paragraph| {
        portion.mark.is_some_and(|mark| known.is_word(mark, &text[portion.text as usize..portion.span.end as usize]))
    };
    if portions.iter().all(word) {
        portions.clear();
    }
    portions
}

/// Whether a line is the heading of a list of other papers.
pub(crate) fn heads_list(line: &str) -> bool {
    let bare = line.trim_start_matches(['*', '#', '_', ' ']).trim_end_matches(['*', '_', ' ']);
    let begins = |list: &&str| bare.get(..list.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(list));
    if bare.len() >= 60 || !WORDS.paper.lists.iter().any(begins) {
        return false;
    }
    // A title is set apart by a sign or capitals, or each of its words begins with one.
    let small = |word: &str| word.starts_with(|c: char| c.is_ascii_lowercase()) && word.len() > 3;
    bare.len() < line.len() || bare.ends_with(':') || !bare.split(' ').any(small) && !bare.ends_with('.')
}

/// Whether parentheses at the start of a line belong to the line above: its sentence goes on here, or they give the
/// level of what it lists, in a word and with nothing after it.
fn is_aside(text: &str, portion: &Paragraph, end: u32, above: &str) -> bool {
    let Some(mark) = portion.mark.filter(|mark| portion.span.start == mark.span.start && !mark.repaired) else {
        return false;
    };
    let marking = &text[mark.inside.range()];
    let spelled = marking.starts_with(|c: char| c.is_ascii_uppercase()) && marking.len() > "S//NF".len();
    let alone = portion.text == end && !marking.contains("//");
    let plural = is_plural(&text[portion.text as usize..end as usize]);
    let letters = marking.len() <= 2 || marking.bytes().all(|b| b.is_ascii_uppercase());
    !above.is_empty() && (alone && spelled || letters && (goes_on(above) || plural))
}

/// Whether the marked line that `lines` begin with is an entry of a list, and no sentence: it ends without a stop.
fn is_entry(text: &str, lines: &[Line], portion: &Paragraph) -> bool {
    let inside = |line: &Line| &text[line.span.range()];
    let rest = lines[1..].iter().take_while(|line| !line.is_empty() && !inside(line).contains('('));
    let last = rest.last().unwrap_or(&lines[0]);
    portion.text == lines[0].span.end || !inside(last).trim_end().ends_with(['.', '!', '?', '"', '”'])
}

fn close(text: &str, portions: &mut [Paragraph], at: u32) {
    if let Some(last) = portions.last_mut() {
        let kept =
            text[last.text as usize..at.max(last.text) as usize].trim_end_matches([' ', '\t', '\r', '\n', '\x0c', '|']);
        last.span.end = last.text + kept.len() as u32;
    }
}

/// What stands for a line that ends a portion, until it is dropped.
fn boundary(line: Span) -> Paragraph {
    Paragraph { span: Span::at(line.end), number: None, mark: None, text: line.end }
}

/// Reads what a line begins with: bullets, enumerators, the number of a caption, a heading, and then a mark.
fn opening(text: &str, line: Span, known: PortionContext<'_>) -> Option<Paragraph> {
    let inside = &text[line.range()];
    let start = &inside.as_bytes()[..inside.len().min(REACH)];
    memchr::memchr2(b'(', b'{', start).or_else(|| memchr::memmem::find(start, b"//"))?;
    let mut rest = inside;
    let (mut number, mut heading, mut captioned) = (None, None, false);
    for _ in 0..5 {
        rest = rest.trim_start_matches(is_bullet);
        let at = inside.len() - rest.len();
        // The mark of a heading or a caption may stand in front of its colon.
        let colon = if captioned || heading.is_some() { rest.find("):") } else { None };
        let close = colon.map_or(rest.len(), |at| at + 1);
        if let Some(mark) =
            mark(text, line.part(at, close), known).or_else(|| mark(text, line.part(at, rest.len()), known))
        {
            return Some(portion(text, line.part(heading.unwrap_or(at), 0), number, mark, line.end));
        }
        let bare = || unpointed(rest).map(|(.., len)| len);
        let len = match enumerator(rest).or_else(|| typed_bullet(rest)).or_else(bare) {
            Some(len) => {
                captioned |= rest[..len].contains(' ');
                let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
                let written = rest[..digits].parse().ok().filter(|_| number.is_none());
                number =
                    written.map(|value| Reading { value, span: line.part(at, digits), repaired: false }).or(number);
                len
            }
            None => {
                let len = run_in(rest, at > 0).filter(|_| heading.is_none())?;
                heading = Some(at);
                len
            }
        };
        rest = &rest[len..];
    }
    None
}

/// The portions after the first of a line: in the next cell, or after two spaces.
fn further(text: &str, rest: Span, known: PortionContext<'_>) -> Vec<Paragraph> {
    let inside = &text[rest.range()];
    let opens = memchr::memchr_iter(b'(', inside.as_bytes()).filter(|at| {
        let before = &inside[..*at];
        before.ends_with("  ") || before.ends_with('\t') || before.trim_end_matches(' ').ends_with('|')
    });
    let read = opens.filter_map(|at| {
        let place = rest.part(at, inside.len() - at);
        let portion = portion(text, Span::at(place.start), None, mark(text, place, known)?, rest.end);
        let behind = &text[portion.text as usize..rest.end as usize];
        portion.mark.is_none_or(|mark| !is_explained(&text[mark.inside.range()], behind)).then_some(portion)
    });
    read.collect()
}

fn portion(text: &str, start: Span, number: Option<Reading<u32>>, mark: PortionMark, end: u32) -> Paragraph {
    let behind = &text[mark.span.end as usize..end as usize];
    let begins = end - behind.trim_start_matches([' ', '\t', '*', '_', ':']).len() as u32;
    let from = number.as_ref().map_or(start.start, |number| number.span.start);
    Paragraph { span: Span::new(from, begins), number, mark: Some(mark), text: begins }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::text::line::lines;
    use crate::lex::lex;
    use crate::marking::{Level, Register};

    const KNOWN: fn(Option<Level>) -> PortionContext<'static> =
        |overall| PortionContext { register: Register::builtin(), nato: false, overall };

    fn marks(text: &str) -> Vec<&str> {
        let found = portions(text, &lines(&lex(text)), &[], text.len() as u32, KNOWN(None));
        found.iter().filter_map(|portion| portion.mark).map(|mark| &text[mark.span.range()]).collect()
    }

    #[test]
    fn a_mark_stands_behind_bullets_enumerators_and_captions() {
        for line in [
            "(S) Text.",
            "- (S) Text.",
            "\u{2022} (S) Text.",
            "12. (S) Text.",
            "a. (S) Text.",
            "(3) (S) Text.",
            "(iv) (S) Text.",
            "B) (S) Text.",
            "Figure 2. (S) Text.",
            "TABLE 3: (S) Text.",
            "Map 4 (S) Text.",
            "▪ (S) Text.",
            "○ (S) Text.",
            "➢ (S) Text.",
            "✓ (S) Text.",
            "+ (S) Text.",
            "§ (S) Text.",
            "o  (S) Text.",
            "aa. (S) Text.",
            "II. (S) Text.",
            "3/ (S) Text.",
            "[1] (S) Text.",
            "1.3\t(S) Text.",
        ] {
            assert_eq!(marks(line), ["(S)"], "{line}");
        }
    }

    #[test]
    fn a_mark_stands_behind_the_heading_of_its_paragraph() {
        for line in [
            "Background: (S) Text.",
            "2. Facts. (S) Text.",
            "2. BACKGROUND: (S) Text.",
            "a. Courses of action. (S) Text.",
            "• Next steps: (S) Text.",
            "Background -- (S) Text.",
            "KEY POINT - (S) Text.",
            "Next Steps – (S) Text.",
            "Background (S): Text.",
            "3. Background (S): Text.",
            "**Background:** (S) Text.",
            "**Background**: (S) Text.",
            "*Facts.* (S) Text.",
            "Key Point 1: (S) Text.",
            "TEXT: 1. (S) Text.",
            "Results: (S) Text.",
        ] {
            assert_eq!(marks(line), ["(S)"], "{line}");
        }
        for line in [
            "The boat left at ten. (S) He came.",
            "Port Velm. (C)",
            "Plan of the lights - (S)",
            "Ada Quill (C): 202-555-0145",
            "Name(s): Ada Quill",
            "The pilot (S): a friend of the master",
            "He spoke with Varden - (C) the clerk",
            "D(S):LCUE, P:QUILL",
            "From: (S) Port Velm",
        ] {
            assert_eq!(marks(line), Vec::<&str>::new(), "{line}");
        }
    }

    #[test]
    fn parentheses_in_a_sentence_are_no_mark() {
        let text = "The office (S) moved.\n(S)mall boats\n(C) 2014 Roe and Sons\n(C) Copyright Roe\n(A) one\n(B) two\n(C) three\n(c) four\n";
        assert_eq!(marks(text), Vec::<&str>::new());
    }

    #[test]
    fn cells_and_sentences_have_marks_of_their_own() {
        assert_eq!(marks("| (U) a | (S//NF) b | c |"), ["(U)", "(S//NF)"]);
        assert_eq!(marks("(U) One.  (S) Two (C) three."), ["(U)", "(S)"]);
        assert_eq!(marks("(U) a\t(//GBR S) b\t(SECRET) c"), ["(U)", "(//GBR S)", "(SECRET)"]);
    }

    #[test]
    fn letters_articles_and_listed_levels_are_no_mark() {
        for text in [
            "The law names (A) the owner, (B) the master, and\n(C) Any agent of either.",
            "The owners are named in paragraph\n(S) of the law.",
            "(S-5F-0014) One course was added.",
            "(C-WAY) is open again.",
            "(S/P) has cleared it.",
            "LIST OF EXHIBITS\n\n1. (SECRET) Letters of the warden\n\n2. (TOP SECRET) Photographs\n",
            "Varden, Tor (with photographs)\n(SECRET/SENSITIVE)\nOstrow, Lena\n(TOP SECRET)",
        ] {
            assert_eq!(marks(text), Vec::<&str>::new(), "{text}");
        }
        assert_eq!(marks("LIST OF EXHIBITS\n\n(TS) The photographs were taken\nfrom the pier."), ["(TS)"]);
        assert_eq!(marks("(A) one\n\n(C) The minister spoke."), ["(C)"]);
    }

    #[test]
    fn a_mark_may_have_lost_its_second_parenthesis() {
        for (text, mark) in [
            ("(S//NF The third boat came.", "(S//NF"),
            ("(S//REL TO USA, GBR The third boat came.", "(S//REL TO USA, GBR"),
            ("(TS The boat (a red one) came.", "(TS"),
        ] {
            assert_eq!(marks(text), [mark], "{text}");
        }
        for text in ["(C Company was there", "(S Velm and its pier", "(SEE the pier"] {
            assert_eq!(marks(text), Vec::<&str>::new(), "{text}");
        }
    }

    #[test]
    fn a_portion_ends_before_what_stops_it() {
        let text = "(S) One\ntwo.\n\nSECRET\n\nfree\n";
        let stop = Span::new(14, 20);
        let found = portions(text, &lines(&lex(text)), &[stop], text.len() as u32, KNOWN(None));
        assert_eq!(found.iter().map(|portion| &text[portion.span.range()]).collect::<Vec<_>>(), ["(S) One\ntwo."]);
    }
}
