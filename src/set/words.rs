//! Takes the words of a document that copies share, with a barrier for each redaction.
//!
//! Page furniture, stamps, banner lines, portion marks and the heads of mails are left out: they differ between copies of
//! one text. A word counts without regard to case, to line breaks inside it, and to letters that scanning confuses.

use crate::document::text::line::line_around;
use crate::document::withheld::code;
use crate::document::withheld::redaction::{MarkStyle, Placement, Redaction};
use crate::document::{Document, Kind};
use crate::register::vocabulary::WORDS;
use crate::source::Span;

/// A word, or a barrier between words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct WordToken {
    /// What it is compared by; one of the barriers below.
    pub(super) key: u64,
    /// Its place.
    pub(super) span: Span,
}

/// A redaction.
pub(super) const CUT: u64 = 0;
/// What parts texts that are not one passage: the head of a quoted mail, the beginning and the end of a document.
pub(super) const EDGE: u64 = 1;
/// A blank of a form, or an ellipsis: perhaps something is missing.
pub(super) const DOUBT: u64 = 2;

impl WordToken {
    pub(super) fn is_word(&self) -> bool {
        self.key > DOUBT
    }
}

/// The tokens of all documents of a text, in order.
pub(super) fn tokens(documents: &[Document<'_>]) -> Vec<WordToken> {
    let mut tokens = Vec::new();
    for document in documents {
        let mut reader = Reader { text: document.source.text(), tokens: &mut tokens };
        reader.document(document);
    }
    tokens
}

/// What is not read as words, and the barrier that stands for it.
type Break = (Span, Option<u64>);

struct Reader<'r> {
    text: &'r str,
    tokens: &'r mut Vec<WordToken>,
}

impl Reader<'_> {
    fn document(&mut self, document: &Document<'_>) {
        let breaks = breaks(document);
        self.barrier(EDGE, Span::at(document.span.start));
        let body = document.paragraphs.first().zip(document.paragraphs.last());
        match body.filter(|_| document.kind == Kind::Cable) {
            Some((first, last)) => {
                if let Some(subject) = document.subject {
                    self.stretch(subject.value, &breaks);
                    self.barrier(EDGE, Span::at(subject.value.end));
                }
                self.stretch(first.span.to(last.span), &breaks);
            }
            None => self.stretch(document.span, &breaks),
        }
        self.barrier(EDGE, Span::at(document.span.end));
    }

    fn barrier(&mut self, key: u64, span: Span) {
        self.tokens.push(WordToken { key, span });
    }

    /// The words of `span` between `breaks`.
    fn stretch(&mut self, span: Span, breaks: &[Break]) {
        let first = breaks.partition_point(|(place, _)| place.end <= span.start);
        let mut at = span.start;
        for (place, barrier) in breaks[first..].iter().take_while(|(place, _)| place.start < span.end) {
            if place.start > at {
                self.words(Span::new(at, place.start));
            }
            if let Some(key) = barrier {
                self.barrier(*key, *place);
            }
            at = at.max(place.end);
        }
        if at < span.end {
            self.words(Span::new(at, span.end));
        }
    }

    fn words(&mut self, span: Span) {
        let bytes = self.text.as_bytes();
        let (mut at, end) = (span.start as usize, span.end as usize);
        while at < end {
            if !(bytes[at].is_ascii_alphanumeric() || bytes[at] >= 0x80) {
                at += 1;
                continue;
            }
            let start = at;
            let mut key = Key::default();
            loop {
                match bytes.get(at).filter(|_| at < end) {
                    Some(byte) if byte.is_ascii_alphanumeric() => {
                        key.add(*byte);
                        at += 1;
                    }
                    Some(b'-') => match self.wrapped(at, end) {
                        Some(next) => at = next,
                        None => break,
                    },
                    Some(byte) if *byte >= 0x80 => {
                        let letter = self.text[at..].chars().next().unwrap_or(' ');
                        if !letter.is_alphanumeric() {
                            break;
                        }
                        letter.to_lowercase().for_each(|letter| key.mix(letter as u64));
                        at += letter.len_utf8();
                    }
                    _ => break,
                }
            }
            match at > start {
                true => self.tokens.push(WordToken { key: key.finish(), span: Span::new(start as u32, at as u32) }),
                false => at += self.text[at..].chars().next().map_or(1, char::len_utf8),
            }
        }
    }

    /// Where a word goes on that the hyphen at `at` breaks between two lines.
    fn wrapped(&self, at: usize, end: usize) -> Option<usize> {
        let rest = self.text.get(at + 1..end)?;
        let below = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix('\n'))?.trim_start_matches(' ');
        below.starts_with(|c: char| c.is_ascii_lowercase()).then(|| end - below.len())
    }
}

/// What a word is compared by.
#[derive(Default)]
struct Key {
    hash: u64,
    /// An `r` that may be the first half of an `m`.
    open: bool,
}

impl Key {
    fn mix(&mut self, letter: u64) {
        self.hash = (self.hash.rotate_left(5) ^ letter).wrapping_mul(0x517c_c1b7_2722_0a95);
    }

    fn add(&mut self, byte: u8) {
        let letter = match byte.to_ascii_lowercase() {
            b'0' => b'o',
            b'1' | b'i' => b'l',
            other => other,
        };
        match (std::mem::take(&mut self.open), letter) {
            (true, b'n') => return self.mix(u64::from(b'm')),
            (true, _) => self.mix(u64::from(b'r')),
            _ => {}
        }
        if letter == b'r' {
            self.open = true;
        } else {
            self.mix(u64::from(letter));
        }
    }

    fn finish(mut self) -> u64 {
        if self.open {
            self.mix(u64::from(b'r'));
        }
        let mixed = (self.hash ^ (self.hash >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        (mixed ^ (mixed >> 29)).max(DOUBT + 1)
    }
}

/// What is no word of the text, in order.
fn breaks(document: &Document<'_>) -> Vec<Break> {
    let text = document.source.text();
    let redactions = document.redactions();
    let release = &redactions.release;
    let mut breaks: Vec<Break> = document.furniture.iter().map(|piece| (piece.span, None)).collect();
    let line = |at: Span| line_around(text, document.span, at.start);
    breaks.extend(release.headers.iter().map(|header| (line(header.number), None)));
    breaks.extend(release.stamps.iter().map(|stamp| (stamp.span, None)));
    breaks.extend(release.approvals.iter().map(|approval| (line(approval.span), None)));
    breaks.extend(release.notices.iter().map(|notice| (line(notice.span), None)));
    breaks.extend(release.blocks.iter().map(|block| (block.span, None)));
    breaks.extend(release.archived.into_iter().chain(release.docket).map(|place| (line(place), None)));
    breaks.extend(document.banners.iter().map(|banner| (banner.span, None)));
    breaks.extend(document.authority.as_ref().filter(|_| document.kind != Kind::Cable).map(|it| (it.span, None)));
    let opening = document.paragraphs.iter().filter(|paragraph| paragraph.text > paragraph.span.start);
    breaks.extend(opening.map(|paragraph| (Span::new(paragraph.span.start, paragraph.text), None)));
    let published = WORDS.set.releases.iter().any(|words| document.text(document.span).contains(words));
    let released = release.is_stamped() || published;
    breaks.extend(redactions.marks.iter().map(|mark| (mark.span, Some(barrier(mark, released)))));
    // The codes beside a mark are part of it: `[REDACTED] B6`.
    breaks.extend(redactions.body_codes().map(|code| (code.span, None)));
    if document.kind != Kind::Cable {
        heads(text, document.span, &mut breaks);
    }
    breaks.sort_unstable();
    if released {
        breaks.extend(printed(document, &breaks));
        breaks.sort_unstable();
    }
    breaks
}

/// The codes that are printed over what is cut, in no bracket, and outside of what is known to be no word. Where the other
/// copy has them too, nothing is between.
fn printed(document: &Document<'_>, known: &[Break]) -> Vec<Break> {
    let text = document.source.text();
    let (mut end, mut next, mut found) = (document.span.start, 0, Vec::new());
    for code in code::printed(text, document.span, document.registers.exemptions()) {
        let beside = text[end as usize..code.span.start as usize].trim_matches([',', ';', '/', '&']).trim().is_empty();
        end = code.span.end;
        while known.get(next).is_some_and(|(place, _)| place.end <= code.span.start) {
            next += 1;
        }
        if known.get(next).is_none_or(|(place, _)| place.start >= code.span.end) {
            found.push((code.span, (!beside).then_some(CUT)));
        }
    }
    found
}

/// The barrier that a mark of redaction is. Blanks without a code are forms as often, but in what was released, and
/// dots are the author's own.
fn barrier(mark: &Redaction, released: bool) -> u64 {
    match mark.style {
        MarkStyle::Blank if !mark.codes.is_empty() || released && mark.placement == Placement::Inline => CUT,
        MarkStyle::Blank | MarkStyle::Placeholder | MarkStyle::Ellipsis | MarkStyle::Unknown => DOUBT,
        MarkStyle::Withdrawal => EDGE,
        _ => CUT,
    }
}

/// The lines of the heads of mails, quoted ones too: each parts two messages.
fn heads(text: &str, span: Span, breaks: &mut Vec<Break>) {
    let mut start = span.start as usize;
    for line in text[span.range()].split_inclusive('\n') {
        let inside = line.trim_start_matches([' ', '\t', '>']);
        if inside.starts_with(|c: char| c.is_ascii_uppercase() || c == '-')
            && WORDS.set.heads.iter().any(|head| inside.starts_with(head))
        {
            breaks.push((Span::new(start as u32, (start + line.len()) as u32), Some(EDGE)));
        }
        start += line.len();
    }
}
