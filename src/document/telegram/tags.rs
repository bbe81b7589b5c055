//! Parses the TAGS field (5 FAH-3 H-110; 1974 STATE 150591).
//!
//! Tags are separated by commas and spaces: four-letter subjects, two-letter places, programs beginning with K,
//! organizations, and personal names in parentheses. Markup in the field is skipped and reported as damage.

use crate::document::text::label::{self, COLONS, mark_before};
use crate::document::text::word::{trim, words};
use crate::register::vocabulary::WORDS;
use crate::source::Span;

/// The TAGS field.
#[derive(Clone, Debug)]
pub struct Tags {
    /// The field with its label and continuation lines.
    pub span: Span,
    /// The label as written, without colon.
    pub label: Span,
    /// The tags.
    pub tokens: Vec<Tag>,
    /// Tags of markup that were among them.
    pub markup: Vec<Span>,
}

/// One tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tag {
    /// Its characters.
    pub span: Span,
    /// What it is made like.
    pub shape: TagShape,
}

/// What a tag is made like; whether it exists is the register's word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TagShape {
    /// Four letters that do not begin with K: a subject.
    Subject,
    /// Four letters that begin with K: a program.
    Program,
    /// Two letters: a country or place.
    Place,
    /// A personal name between parentheses.
    Name,
    /// Anything else: an organization, or damage.
    Other,
}

/// The length of the label, if `text` begins with one; all but TAGS in capitals need a colon after them, or tags.
pub(crate) fn label(text: &str) -> Option<usize> {
    label::label(text, &WORDS.head_labels["tags"]).or_else(|| {
        let (len, capital) = label::begins(text, &WORDS.head_labels["tags"])?;
        let rest = &text[len..];
        let open = rest.is_empty() || rest.starts_with(COLONS);
        (open && (capital && len == 4 || begins_list(rest) || mark_behind(rest) > 0)).then_some(len)
    })
}

/// The length of the mark that a label bears, with the blanks around it: `TAGS (U): PREL`.
fn mark_behind(rest: &str) -> usize {
    let marked = rest.trim_start();
    let behind = &marked[mark_before(marked)..];
    if behind.len() < marked.len() && behind.starts_with(':') { rest.len() - behind.len() } else { 0 }
}

/// Whether two tags, with a comma between, follow what stands for a colon.
fn begins_list(rest: &str) -> bool {
    let tag = |tag: &str| matches!(tag.len(), 2 | 4) && tag.bytes().all(|byte| byte.is_ascii_uppercase());
    let mut tags = rest.trim_start_matches(COLONS).split(',').map(str::trim);
    tags.next().is_some_and(tag) && tags.next().is_some_and(tag)
}

/// Reads the field from its lines, label first.
pub(crate) fn tags(text: &str, lines: &[Span]) -> Option<Tags> {
    let (first, last) = (*lines.first()?, *lines.last()?);
    let inside = &text[first.range()];
    let label = first.part(0, label(inside).or_else(|| label::misspelt(inside, &WORDS.head_labels["tags"]))?);
    let mut field = Tags { span: first.to(last), label, tokens: Vec::new(), markup: Vec::new() };
    let mut rest = Span::new(label.end + mark_behind(&inside[label.len() as usize..]) as u32, first.end);
    for line in &lines[1..] {
        // Lines go together, for a name may run over them, but not across what is between two pages.
        if text[rest.end as usize..line.start as usize].trim_ascii().is_empty() {
            rest.end = line.end;
        } else {
            read(text, rest, &mut field);
            rest = *line;
        }
    }
    read(text, rest, &mut field);
    Some(field)
}

/// Reads the tags in `rest`, which may run over several lines. A name that is never closed ends with its line.
fn read(text: &str, rest: Span, field: &mut Tags) {
    let lead = text[rest.range()].len() - text[rest.range()].trim_start_matches(COLONS).len();
    let mut at = rest.start + lead as u32;
    // Whether a `>` or a `)` may still follow: once a search was in vain, none does.
    let (mut angles, mut parentheses) = (true, true);
    while at < rest.end {
        let ahead = &text[at as usize..rest.end as usize];
        let len = match ahead.as_bytes()[0] {
            b'<' => closed(ahead, '>', &mut angles),
            b'(' => closed(ahead, ')', &mut parentheses),
            byte if is_separator(byte) => 1,
            _ => {
                let ends = |c: char| c.is_ascii() && is_separator(c as u8) || matches!(c, '<' | '(');
                ahead.find(ends).unwrap_or(ahead.len())
            }
        };
        let span = Span::new(at, at + len as u32);
        match ahead.as_bytes()[0] {
            b'<' => field.markup.push(span),
            byte if is_separator(byte) => {}
            _ => {
                let span = trim(text, span);
                field.tokens.push(Tag { span, shape: shape(&text[span.range()]) });
            }
        }
        at = span.end;
    }
}

/// How long the tag is that `close` ends, or else the line.
fn closed(ahead: &str, close: char, expected: &mut bool) -> usize {
    let end = if *expected { ahead.find(close) } else { None };
    *expected &= end.is_some();
    end.map_or_else(|| ahead.find(['\n', '\r']).unwrap_or(ahead.len()), |end| end + 1)
}

fn is_separator(byte: u8) -> bool {
    matches!(byte, b',' | b';' | b' ' | b'\t' | b'\r' | b'\n')
}

fn shape(tag: &str) -> TagShape {
    let letters = tag.bytes().all(|b| b.is_ascii_uppercase());
    match (letters, tag.len()) {
        _ if tag.starts_with('(') => TagShape::Name,
        (true, 4) if tag.starts_with('K') => TagShape::Program,
        (true, 4) => TagShape::Subject,
        (true, 2) => TagShape::Place,
        _ => TagShape::Other,
    }
}

/// Whether a line can be a continuation of the field: nothing but short words of capitals, or what is left of a name.
pub(crate) fn continues(text: &str, line: Span) -> bool {
    let named = text[line.range()].contains(['(', ')']);
    words(text, line).all(|word| {
        let bare = word.text.trim_matches([',', ';', '(', ')', '.']);
        let lengths = if named { 1..=16 } else { 2..=8 };
        lengths.contains(&bare.len())
            && bare.bytes().all(|b| b.is_ascii_uppercase() || matches!(b, b'-' | b'\'' | b'.'))
    })
}
