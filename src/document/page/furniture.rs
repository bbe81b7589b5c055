//! Separates the text of a telegram from page furniture.
//!
//! Furniture is what an archive, a printer or a reviewer added: page headings, markings above and below pages, lists
//! of offices, drafting lines, stamps. It interrupts lists, subjects and sentences, so fields and paragraphs are read
//! without it; lines keep their spans.

use std::borrow::Cow;

use super::{page_heading, page_join, stamp};
use crate::document::paper::banner::is_page_number;
use crate::document::telegram::classification::{classification_line, sound_level_word};
use crate::document::telegram::signature::is_end_mark;
use crate::document::telegram::transmission::is_date_time_group;
use crate::document::text::line::Line;
use crate::document::text::word::words;
use crate::lex::TokenKind;
use crate::marking::Level;
use crate::source::Span;

/// What a piece of furniture is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FurnitureKind {
    /// `PAGE 02  LUSAKA  02236  121512Z`, with the number of the page.
    PageHeading(u32),
    /// `UNVIE VIEN 00000285  002 OF 036`, with the number of the page.
    PageJoin(u32),
    /// `- 2 -` between the marks of two pages.
    PageNumber,
    /// A level alone above or below a page.
    ClassMark(Level),
    /// `ACTION AF-10`, `INFO  OCT-01 …`: the offices that got copies, and how many.
    OfficeList,
    /// `DRAFTED BY …`, `APPROVED BY …`, with the clearances below.
    Drafting,
    /// `------------------104522`: the line above the date-time group.
    Dashes,
    /// `Declassified/Released US Department of State …`, with the name beside it.
    Stamp,
    /// `UNCLASSIFIED U.S. Department of State Case No. …`, which a release office prints on each page.
    CaseHeader,
    /// `RELEASED IN PART`, `RELEASE IN FULL B1, 1.4(D)`: what a release office let go, and why it held back the rest.
    Release,
    /// The sheet of an archive's catalog after the text: `Capture Date: …`, `Channel Indicators: …`.
    CatalogueSheet,
    /// The classification line again, and what follows it again, as programs print them on each page.
    RepeatedHeader,
}

/// A line that is not part of the text.
#[derive(Clone, Copy, Debug)]
pub struct Furniture {
    /// What it is.
    pub kind: FurnitureKind,
    /// The line.
    pub span: Span,
}

struct Sign {
    line: usize,
    kind: FurnitureKind,
    sure: bool,
}

/// The block between the first page heading and the date-time group is rarely longer than this.
const BLOCK_REACH: usize = 40;

/// `lines` without furniture and the blank lines that it brought, and the furniture.
pub(crate) fn set_apart<'l>(text: &str, lines: &'l [Line]) -> (Cow<'l, [Line]>, Vec<Furniture>) {
    let mut signs = signs(text, lines);
    if signs.is_empty() {
        return (Cow::Borrowed(lines), Vec::new());
    }
    settle_page_breaks(text, lines, &mut signs);
    settle_class_marks(text, lines, &mut signs);
    signs.retain(|sign| sign.sure);
    let furniture = signs.iter().map(|sign| Furniture { kind: sign.kind, span: lines[sign.line].span }).collect();
    (Cow::Owned(without(lines, &signs)), furniture)
}

fn signs(text: &str, lines: &[Line]) -> Vec<Sign> {
    let mut signs: Vec<Sign> = Vec::new();
    let mut header: Option<Header> = None;
    let mut index = 0;
    while let Some(line) = lines.get(index) {
        let split = split_heading(text, lines, index);
        let kind = by_form(text, line).or(split.map(|(page, _)| FurnitureKind::PageHeading(page)));
        let Some(kind) = kind else {
            if header.is_some() && stamp::begins_sheet(text, &lines[index..]) {
                let sheet = (index..lines.len()).filter(|line| !lines[*line].is_empty());
                signs.extend(sheet.map(|line| Sign { line, kind: FurnitureKind::CatalogueSheet, sure: true }));
                return signs;
            }
            let repeated = repeated_header(text, lines, index, &mut header);
            let again = (index..index + repeated).filter(|line| !lines[*line].is_empty());
            signs.extend(again.map(|line| Sign { line, kind: FurnitureKind::RepeatedHeader, sure: true }));
            index += repeated.max(1);
            continue;
        };
        if kind == FurnitureKind::Stamp {
            let (before, after) = stamp::reach(text, lines, index);
            // What belongs to the sign above is not this one's.
            let before = before.min(index - signs.last().map_or(0, |sign| sign.line + 1));
            signs.extend((index - before..index + after).map(|line| Sign { line, kind, sure: true }));
            index += after;
            continue;
        }
        signs.push(Sign { line: index, kind, sure: !matches!(kind, FurnitureKind::ClassMark(_)) });
        index += 1;
        if let Some((_, second)) = split {
            signs.push(Sign { line: second, kind, sure: true });
            index = second + 1;
        }
        if kind == FurnitureKind::PageHeading(1) {
            index = archive_block(text, lines, index, &mut signs);
        }
    }
    signs
}

/// Where the classification line is, and where it was last.
struct Header {
    line: usize,
    last: usize,
}

/// Programs that print a header on each page do so at least once in so many lines.
const PAGE_LENGTH: usize = 60;

fn repeated_header(text: &str, lines: &[Line], index: usize, header: &mut Option<Header>) -> usize {
    let inside = |line: &Line| &text[line.span.range()];
    let line = &lines[index];
    let Some(first) = header else {
        if line.opening == Some(TokenKind::Capitals) && classification_line(text, line.span).is_some() {
            *header = Some(Header { line: index, last: index });
        }
        return 0;
    };
    // Only the same line is the same header: the next section of a telegram has one of its own.
    if line.span.len() != lines[first.line].span.len() || inside(line) != inside(&lines[first.line]) {
        return 0;
    }
    let near = index - first.last < PAGE_LENGTH;
    first.last = index;
    if !near {
        return 0;
    }
    let above = first.line..index;
    let pairs = lines[above].iter().zip(&lines[index..]);
    pairs.take_while(|(first, again)| inside(first) == inside(again)).count()
}

/// What a line is by its own form. The first letters exclude most lines.
fn by_form(text: &str, line: &Line) -> Option<FurnitureKind> {
    let inside = &text[line.span.range()];
    match line.opening? {
        TokenKind::Capitals => {
            if inside.starts_with("PAGE ") {
                return page_heading(text, line.span).map(FurnitureKind::PageHeading);
            }
            class_mark(text, line.span)
                .or_else(|| page_join(text, line.span).map(FurnitureKind::PageJoin))
                .or_else(|| stamp::is_case_header(inside).then_some(FurnitureKind::CaseHeader))
                .or_else(|| stamp::is_release(inside).then_some(FurnitureKind::Release))
                .or_else(|| stamp::is_stamp(inside).then_some(FurnitureKind::Stamp))
        }
        TokenKind::Prose => stamp::is_stamp(inside).then_some(FurnitureKind::Stamp),
        _ => None,
    }
}

/// The second line of a page heading on two: `PAGE 02` over `SUVA  00418  070233Z`.
fn split_heading(text: &str, lines: &[Line], first: usize) -> Option<(u32, usize)> {
    let inside = &text[lines[first].span.range()];
    let alone = lines[first].opening == Some(TokenKind::Capitals)
        && inside.starts_with("PAGE ")
        && inside.split_ascii_whitespace().count() == 2;
    let below = lines[first + 1..].iter().take(3).position(|line| !line.is_empty()).filter(|_| alone)?;
    let joined = format!("{inside} {}", &text[lines[first + 1 + below].span.range()]);
    page_heading(&joined, Span::new(0, joined.len() as u32)).map(|page| (page, first + 1 + below))
}

/// A level with nothing after it, or with the number of the print: `CONFIDENTIAL  PTQ0683`.
pub(crate) fn class_mark(text: &str, line: Span) -> Option<FurnitureKind> {
    let inside = &text[line.range()];
    if inside.len() > 48 || !inside.starts_with(['C', 'S', 'U', 'T', 'L']) {
        return None;
    }
    let (level, _) = sound_level_word(text, line)?;
    let mut rest = words(text, Span::new(level.span.end, line.end));
    let print = |word: &str| {
        word.len() == 7
            && word.bytes().take(3).all(|b| b.is_ascii_uppercase())
            && word.bytes().skip(3).all(|b| b.is_ascii_digit())
    };
    let alone = rest.next().is_none_or(|word| print(word.text)) && rest.next().is_none();
    alone.then_some(FurnitureKind::ClassMark(level.value))
}

/// Marks what is between a first page heading and the date-time group, and says where that ends. Without an end in
/// sight nothing is marked: what follows may be text.
fn archive_block(text: &str, lines: &[Line], from: usize, signs: &mut Vec<Sign>) -> usize {
    let reach = lines[from..].iter().take(BLOCK_REACH);
    let Some(len) = reach.into_iter().position(|line| ends_block(text, line.span)) else { return from };
    let mut kind = FurnitureKind::OfficeList;
    for (index, line) in lines[from..from + len].iter().enumerate().filter(|(_, line)| !line.is_empty()) {
        let inside = &text[line.span.range()];
        kind = if inside.starts_with("---") {
            FurnitureKind::Dashes
        } else if ["DRAFTED", "APPROVED", "CLEARED"].iter().any(|word| inside.starts_with(word)) {
            FurnitureKind::Drafting
        } else if ["ACTION ", "INFO ", "ORIGIN "].iter().any(|word| inside.starts_with(word)) {
            FurnitureKind::OfficeList
        } else {
            kind
        };
        let kind = class_mark(text, line.span).unwrap_or(kind);
        signs.push(Sign { line: from + index, kind, sure: true });
    }
    from + len
}

fn ends_block(text: &str, line: Span) -> bool {
    let first = words(text, line).next().map_or("", |word| word.text);
    let label = matches!(first, "FM" | "TO" | "DE" | "E.O." | "TAGS:" | "SUBJECT:");
    label || first.len() == 1 && is_date_time_group(text, line) || classification_line(text, line).is_some()
}

/// A class mark counts behind a form feed; one at the foot of the page before it, and the number of a page there, count with it.
fn settle_page_breaks(text: &str, lines: &[Line], signs: &mut Vec<Sign>) {
    let filled = |end: usize| lines[..end].iter().rposition(|line| !line.is_empty());
    let number = |line: usize| is_page_number(&text[lines[line].span.range()]);
    let mut numbers = Vec::new();
    for index in 0..signs.len() {
        let line = signs[index].line;
        let above = filled(line);
        let numbered = above.filter(|above| number(*above));
        let foot = numbered.map_or(above, filled);
        let from = foot.map_or(0, |foot| lines[foot].span.end as usize);
        if !text[from..lines[line].span.start as usize].contains('\u{c}') {
            continue;
        }
        signs[index].sure = true;
        if let Some(before) = index.checked_sub(1).filter(|before| Some(signs[*before].line) == foot) {
            signs[before].sure = true;
            numbers.extend(numbered.map(|line| Sign { line, kind: FurnitureKind::PageNumber, sure: true }));
        }
    }
    signs.extend(numbers);
    signs.sort_by_key(|sign| sign.line);
}

/// A class mark counts beside other furniture, and at the very start and end.
fn settle_class_marks(text: &str, lines: &[Line], signs: &mut [Sign]) {
    let empty = |lines: &[Line]| lines.iter().all(Line::is_empty);
    let mut above = None;
    for sign in signs.iter_mut() {
        sign.sure |= match above {
            None => empty(&lines[..sign.line]),
            Some((line, sure)) => sure && empty(&lines[line + 1..sign.line]),
        };
        above = Some((sign.line, sign.sure));
    }
    let ends = |lines: &[Line]| lines.iter().all(|line| line.is_empty() || is_end_mark(text, line.span));
    let mut below = None;
    for sign in signs.iter_mut().rev() {
        sign.sure |= match below {
            None => ends(&lines[sign.line + 1..]),
            Some((line, sure)) => sure && empty(&lines[sign.line + 1..line]),
        };
        below = Some((sign.line, sign.sure));
    }
}

/// The lines that are not furniture. Blank lines beside furniture belong to the page break, not to the text.
fn without(lines: &[Line], furniture: &[Sign]) -> Vec<Line> {
    let mut kept: Vec<Line> = Vec::with_capacity(lines.len());
    let mut next = furniture.iter().map(|sign| sign.line).peekable();
    let mut beside = false;
    for (index, line) in lines.iter().enumerate() {
        if next.next_if_eq(&index).is_some() {
            while kept.pop_if(|line| line.is_empty()).is_some() {}
            beside = true;
        } else if !(beside && line.is_empty()) {
            beside = false;
            kept.push(*line);
        }
    }
    kept
}
