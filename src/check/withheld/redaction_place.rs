//! Checks what surrounds a redaction mark: sorted lists, words beside a box, empty paragraphs, gaps.

use super::redaction_country::title;
use crate::diagnostic::Severity;
use crate::document::text::line::texts;
use crate::document::withheld::redaction::{MarkStyle, Placement, Redaction};
use crate::document::withheld::release::Decision;
use crate::document::{Document, Kind};
use crate::rule::check::{Check, Report};
use crate::scan::patterns;
use crate::source::Span;

checks! {
    /// Reports a mark between the neighbors of a sorted list.
    "sorted-list" = sorted_list, facts ["mark"], labels ["neighbour"], needs Release;
    /// Reports words after a box that fill it exactly: what is under a box is printed after it when text is copied.
    "text-beside-box": TextBesideBox {
        /// Whether the words fill the box exactly; otherwise they are a name that does not.
        fills: bool,
    }, facts ["words"], labels ["box"], needs Release, secret PerhapsName;
    /// Reports a numbered paragraph with nothing after its number, in a text with redactions.
    "empty-paragraph" = empty_paragraph, facts ["number"];
    /// Reports a code in the margin of lines that are all complete, so that nothing seems to be missing there.
    "label-without-hole" = label_without_hole, facts ["code"], needs Release;
    /// Reports a wide gap between two words of a sentence, in a release of which part was withheld, with no code beside
    /// it.
    "unlabelled-hole" = unlabelled_hole, needs Release;
}

/// Fewer lines than this are in order by chance.
const SHORTEST_LIST: usize = 5;

fn sorted_list(document: &Document<'_>, report: &mut Report<'_>) {
    let marks = &document.redactions().marks;
    if !marks.iter().any(Redaction::stands_for_text) {
        return;
    }
    let mut list: Vec<(Span, bool)> = Vec::new();
    let text = document.text(document.span);
    for (at, line) in texts(text).chain([(text.len(), "")]) {
        let span = document.span.part(at, line.len());
        let (lead, item) = item(line);
        let place = span.part(lead, item.len());
        let first = marks.partition_point(|mark| mark.span.start < span.start);
        let sound = |mark: &Redaction| mark.stands_for_text() && !mark.codes.iter().any(|code| code.repaired);
        let cut = marks.get(first).is_some_and(|mark| mark.span.start == place.start && sound(mark));
        // A line that ends in a colon is the heading of the list.
        let entry = item.len() <= 60 && item.starts_with(|c: char| c.is_uppercase()) && !item.ends_with(':');
        if cut || entry {
            list.push((place, cut));
        } else {
            judge(document, &list, report);
            list.clear();
        }
    }
}

patterns! {
    /// An item of a list in HTML; the first group is what follows its tag.
    TAGGED = r"(?i)^\s*(?:<tr>)?<(?:li|td)>\s*([^<]*?)\s*(?:<.*)?$";
    /// A line that begins with the number of a paragraph.
    NUMBERED = r"^\s*(([0-9]{1,3})\.)(.*)$";
}

/// What `line` says after the bullet, the number or the tag of an item, and where that begins.
fn item(line: &str) -> (usize, &str) {
    let inside = line.trim();
    let lead = line.len() - line.trim_start().len();
    if inside.starts_with('<') {
        let found = TAGGED.captures(line).and_then(|found| found.get(1));
        return found.map_or((lead, inside), |item| (item.start(), item.as_str()));
    }
    let digits = inside.bytes().take_while(u8::is_ascii_digit).count();
    let numbered = inside[digits..].strip_prefix(". ").filter(|_| digits > 0);
    let bullet = || inside.strip_prefix(['-', '*', '+', '•', '·'])?.strip_prefix(' ');
    let item = numbered.or_else(bullet).unwrap_or(inside).trim_start();
    (lead + inside.len() - item.len(), item)
}

fn judge(document: &Document<'_>, list: &[(Span, bool)], report: &mut Report<'_>) {
    let word = |span: Span| document.text(span).to_lowercase();
    let clear: Vec<Span> = list.iter().filter(|(_, cut)| !cut).map(|(span, _)| *span).collect();
    let sorted = clear.windows(2).all(|pair| word(pair[0]) < word(pair[1]));
    if clear.len() + 1 < SHORTEST_LIST || clear.len() == list.len() || !sorted {
        return;
    }
    for neighbours in list.windows(3).filter(|three| three[1].1 && !three[0].1 && !three[2].1) {
        let place = neighbours[1].0;
        let finding = report.at(place).fact("mark", place);
        finding.related("neighbour", neighbours[0].0).related("neighbour", neighbours[2].0);
    }
}

/// A shorter box is filled by chance.
const SHORTEST_BOX: usize = 6;
/// A shorter one before a name is a bullet, or what a scan made of a mark.
const SHORTEST_BEFORE_NAME: usize = 4;

impl Check for TextBesideBox {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        let text = document.source.text();
        let marks = &document.redactions().marks;
        let boxes: Vec<&Redaction> =
            marks.iter().filter(|mark| mark.style == MarkStyle::Block && mark.closed).collect();
        // Boxes over the words of one name have a space between them.
        let adjoin = |one: &&Redaction, next: &&Redaction| {
            text[one.span.end as usize..].starts_with(' ') && next.span.start == one.span.end + 1
        };
        for row in boxes.chunk_by(adjoin) {
            let whole = row[0].span.to(row[row.len() - 1].span);
            let length = text[whole.range()].chars().count();
            let behind = document.behind(whole.end, usize::MAX);
            let words = behind.strip_prefix([' ', '\n']).unwrap_or(behind);
            let found = match filling(words, length) {
                Some(filling) => Some(filling).filter(|_| self.fills),
                None => name(document, words).filter(|_| !self.fills && length >= SHORTEST_BEFORE_NAME),
            };
            if let Some(found) = found {
                let place = Span::at(whole.end).part(behind.len() - words.len(), found.len());
                report.at(place).fact("words", place).related("box", whole);
            }
        }
    }
}

/// The words with which `text` begins, if they are as long as a box of `length` and have capitals.
fn filling(text: &str, length: usize) -> Option<&str> {
    let end = text.char_indices().nth(length).map_or(text.len(), |(at, _)| at);
    let filling = &text[..end];
    let named = filling.split([' ', '\n']).all(|word| {
        word.starts_with(char::is_uppercase) && word.chars().all(|c| c.is_alphabetic() || "'-.’".contains(c))
    });
    let ends = !text[end..].starts_with(char::is_alphanumeric);
    (length >= SHORTEST_BOX && named && ends && filling.chars().count() == length).then_some(filling)
}

/// Bytes that a name and the office behind it have at most.
const LONGEST_FULL_NAME: usize = 400;

/// The two or three words with which `text` begins, if they can be a person's name and no office's.
fn name<'t>(document: &Document<'_>, text: &'t str) -> Option<&'t str> {
    let near = &text[..text.floor_char_boundary(LONGEST_FULL_NAME.min(text.len()))];
    let line = near.split(['\n', '\r']).next()?;
    let (mut end, mut count) = (0, 0);
    for word in line.split(' ') {
        let plain = word.trim_end_matches([',', '.', ';', ':', ')']);
        let small = |c: char| c.is_lowercase() || matches!(c, '\'' | '-' | '’');
        let rest = plain.strip_prefix(char::is_uppercase).filter(|rest| !rest.is_empty());
        if !rest.is_some_and(|rest| rest.chars().all(small)) {
            break;
        }
        end += plain.len() + usize::from(count > 0);
        count += 1;
        if plain.len() < word.len() {
            break;
        }
    }
    ((2..=3).contains(&count) && title(document, line).is_none()).then(|| &line[..end])
}

fn empty_paragraph(document: &Document<'_>, report: &mut Report<'_>) {
    if document.kind != Kind::Cable {
        // Forms and drafts have lines to fill in.
        if !document.redactions().is_empty() {
            empty_items(document, report);
        }
        return;
    }
    for (index, paragraph) in document.paragraphs.iter().enumerate() {
        let Some(number) = paragraph.number else { continue };
        // Scanning may have torn the number off the text that follows.
        let torn = document.paragraphs.get(index + 1).is_some_and(|next| next.number.is_none());
        let text = Span::new(paragraph.text.min(paragraph.span.end), paragraph.span.end);
        // `1. (C - ENTIRE TEXT)` says something of the whole telegram.
        let whole = || document.text(Span::new(number.span.end, text.end)).to_ascii_uppercase().contains("ENTIRE");
        if document.sent(text).trim().is_empty() && !whole() {
            let finding = report.at(number.span).fact("number", i64::from(number.value));
            finding.repaired(number.repaired).at_most(if torn { Severity::Info } else { Severity::Error });
        }
    }
}

/// Reports each line of a document that is nothing but a number, between lines that begin with the numbers before and
/// after it and have text: scanning tears whole columns of numbers off, and rarely one.
fn empty_items(document: &Document<'_>, report: &mut Report<'_>) {
    let numbered: Vec<(u32, Span, bool)> = texts(document.text(document.span))
        .filter_map(|(at, line)| {
            let (digits, _) = line.trim_start().split_once('.')?;
            let numbered = digits.len() <= 3 && digits.bytes().all(|byte| byte.is_ascii_digit());
            let found = numbered.then(|| NUMBERED.captures(line))??;
            let number = found.get(1)?;
            let place = document.span.part(at + number.start(), number.len());
            Some((found[2].parse().ok()?, place, found[3].trim().is_empty()))
        })
        .collect();
    for window in numbered.windows(3) {
        let [(before, _, false), (number, span, true), (behind, _, false)] = *window else { continue };
        let between = &document.source.text()[span.end as usize..window[2].1.start as usize];
        if before + 1 == number && number + 1 == behind && between.trim().is_empty() {
            report.at(span).fact("number", i64::from(number));
        }
    }
}

/// How far from its gap a code may be, in lines.
const HOLE_REACH: usize = 4;
/// The same in bytes, for long lines.
const LINES_BEFORE: usize = 1024;
/// A line of text that is shorter may end where something was removed.
const FULL_LINE: usize = 60;

fn label_without_hole(document: &Document<'_>, report: &mut Report<'_>) {
    let marks = &document.redactions().marks;
    if marks.iter().any(Redaction::stands_for_text) {
        return;
    }
    for mark in marks.iter().filter(|mark| mark.placement == Placement::Margin) {
        let mut before: Vec<&str> =
            texts(document.before(mark.span.start, LINES_BEFORE)).map(|(_, line)| line).collect();
        let own = before.pop().unwrap_or_default();
        let above = &before[before.len().saturating_sub(HOLE_REACH)..];
        let behind = texts(document.behind(mark.span.end, usize::MAX));
        let below: Vec<&str> = behind.map(|(_, line)| line).skip(1).take(HOLE_REACH).collect();
        let full = own.trim().len() >= FULL_LINE && !has_gap(own);
        // A line that begins further in has lost its first words.
        let indent = |line: &str| line.len() - line.trim_start().len();
        let deepest = indent(own) + NARROWEST;
        let set_in = |line: &&str| !line.trim().is_empty() && indent(line) >= deepest;
        let cut = above.iter().chain(&below).any(set_in) || begins_in_hole(own, above);
        if full && !cut && is_whole(above) && is_whole(&below) {
            report.at(mark.span).fact("code", mark.span);
        }
    }
}

/// The least room of a word that is missing at the start of a line, in spaces.
const NARROWEST: usize = 3;
/// No paragraph is indented this far, in spaces.
const DEEP: usize = 12;

/// Whether the first words of a line are missing: it is set in far, or goes on in lower case where nothing is to go on.
fn begins_in_hole(line: &str, above: &[&str]) -> bool {
    let small = line.trim_start().starts_with(char::is_lowercase);
    let last = above.last().map_or("", |line| line.trim_end());
    line.starts_with(&" ".repeat(DEEP)) || small && (last.is_empty() || last.ends_with(['.', '?', '!']))
}

/// Whether no text seems to be missing in `lines`: each is full, or ends as a sentence or a field does, or is in
/// capitals as stamps and headings are, and no two empty ones follow each other.
fn is_whole(lines: &[&str]) -> bool {
    let ends = |line: &str| {
        let field = line.split_once(": ").is_some_and(|(label, value)| label.len() <= 12 && !value.trim().is_empty());
        // Stamps and headings are printed in capitals; a name is under a letter.
        let name = line.len() <= LONGEST_NAME && line.starts_with(char::is_uppercase);
        let printed = !line.contains(char::is_lowercase) || name;
        line.ends_with(['.', '?', '!', ':', ';', '"', ')']) || field || printed
    };
    let whole = |line: &&str| {
        let line = without_margin(line.trim());
        line.is_empty() || !has_gap(line) && (line.len() >= FULL_LINE || ends(line))
    };
    lines.iter().all(whole) && lines.windows(2).all(|pair| !pair.iter().all(|line| line.trim().is_empty()))
}

/// A line without the code after its last gap.
fn without_margin(line: &str) -> &str {
    let Some(gap) = line.rfind("      ") else { return line };
    let behind = line[gap..].trim_start();
    let code = behind.len() <= LONGEST_CODE && behind.contains(|c: char| c.is_ascii_digit()) && !behind.contains(' ');
    if code { line[..gap].trim_end() } else { line }
}

/// The longest name under a letter, in bytes.
const LONGEST_NAME: usize = 16;

/// The longest code of a margin, in bytes.
const LONGEST_CODE: usize = 8;

/// Whether a gap that may have had words separates the words of a line.
fn has_gap(line: &str) -> bool {
    line.trim().contains("      ")
}

fn unlabelled_hole(document: &Document<'_>, report: &mut Report<'_>) {
    let redactions = document.redactions();
    if redactions.release.stamp(Decision::Part).is_none() {
        return;
    }
    let text = document.text(document.span);
    for (at, line) in texts(text) {
        let span = document.span.part(at, line.len());
        let Some(gap) = line.trim_start().find("        ").map(|gap| gap + line.len() - line.trim_start().len()) else {
            continue;
        };
        let behind = line[gap..].trim_start();
        let small = |c: char| c.is_lowercase();
        let sentence = line[..gap].ends_with(|c: char| small(c) || c == ',') && behind.starts_with(small);
        let first = redactions.marks.partition_point(|mark| mark.span.end < span.start);
        let coded = redactions.marks.get(first).is_some_and(|mark| mark.span.start < span.end + 160);
        // The words of a block lie between those of the text; a label of two words may be torn apart.
        let blocks = &redactions.release.blocks;
        let before = blocks.partition_point(|block| block.span.start <= span.start + gap as u32);
        let block = blocks[..before].last().is_some_and(|block| span.start < block.span.end);
        let stamped = block || behind.starts_with("on:");
        if sentence && !coded && !stamped {
            report.at(span.part(gap, line.len() - gap - behind.len()));
        }
    }
}
