//! Parses the classification authority lines.
//!
//! A telegram has a sentence, `Classified By: Counselor Jane Roe. Reasons: 1.4 (b) and (d).`; other documents have a
//! block with Reason, Derived From and Declassify On. Both become one [`Authority`]: each label with the text up to
//! the next label (32 CFR 2001.21-22).

pub mod declassification;

use std::sync::LazyLock;

use jiff::civil::Date;
use serde::Deserialize;

use super::Reading;
use super::text::label::is_slip;
use super::text::word::{begins_with, starts_with_word, trim, trim_punctuation};
use crate::register::vocabulary::WORDS;
use crate::scan::patterns;
use crate::source::Span;
use declassification::{Declassification, declassification};

/// What a document says about who classified it, why, and for how long.
#[derive(Clone, Debug)]
pub struct Authority {
    /// All of it.
    pub span: Span,
    /// Each label with its value, in order.
    pub fields: Vec<AuthorityField>,
    /// The reasons cited, wherever they are.
    pub reasons: Vec<Reason>,
    /// The value of Declassify On.
    pub declassification: Option<Declassification>,
}

/// A label and its value.
#[derive(Clone, Copy, Debug)]
pub struct AuthorityField {
    /// Which label; repaired if it is misspelled.
    pub label: Reading<Label>,
    /// Its value; empty if nothing is there.
    pub value: Span,
}

/// The labels of authority lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Label {
    /// Classified By.
    ClassifiedBy,
    /// Reason.
    Reason,
    /// Derived From.
    DerivedFrom,
    /// Declassify On.
    DeclassifyOn,
    /// Downgrade To.
    DowngradeTo,
}

/// One citation of a section with its letters, as `1.4 (b) and (d)`.
#[derive(Clone, Debug)]
pub struct Reason {
    /// The citation.
    pub span: Span,
    /// The digit after `1.`, and where the section is.
    pub section: (u8, Span),
    /// The letters, in small, and their place.
    pub letters: Vec<(char, Span)>,
    /// Whether something that cannot be read is where the letters belong.
    pub unreadable: bool,
    /// Whether it is written as `1.4 (b) and (d)`: letters in parentheses, joined by commas or «and».
    pub canonical: bool,
}

/// The labels as they are found, each with what it is.
static LABELS: LazyLock<Vec<(&str, Label)>> = LazyLock::new(|| {
    let forms = |label: Label| WORDS.authority_labels[label.word()].iter().map(move |form| (*form, label));
    Label::ALL.into_iter().flat_map(forms).collect()
});

impl Label {
    /// All of them.
    pub const ALL: [Label; 5] =
        [Label::ClassifiedBy, Label::Reason, Label::DerivedFrom, Label::DeclassifyOn, Label::DowngradeTo];

    /// The label as it should be written.
    pub fn word(self) -> &'static str {
        ["Classified By", "Reason", "Derived From", "Declassify On", "Downgrade To"][self as usize]
    }
}

impl Authority {
    /// The fields under `label`.
    pub fn labelled(&self, label: Label) -> impl Iterator<Item = &AuthorityField> {
        self.fields.iter().filter(move |field| field.label.value == label)
    }
}

/// The label that `text` begins with, its length, and whether it was misspelled.
pub(super) fn label(text: &str) -> Option<(Label, usize, bool)> {
    if !text.starts_with(['C', 'c', 'D', 'd', 'R', 'r']) {
        return None;
    }
    let exact = LABELS.iter().find_map(|(word, label)| Some((*label, label_length(text, word)?, false)));
    exact.or_else(|| misspelt_label(text))
}

pub(super) fn labels(line: &str) -> impl Iterator<Item = Label> {
    let mut at = 0;
    let mut first = true;
    std::iter::from_fn(move || {
        let (start, label, len, _) = next_label(line, at, first)?;
        at = start + len;
        first = false;
        Some(label)
    })
}

/// Whether `line` begins the list of the sources of a paper that is derived from several.
pub fn heads_sources(line: &str) -> bool {
    let label = line.split([':', ' ']).next().unwrap_or_default();
    let list = ["source list", "list of sources"].iter().any(|words| begins_with(line, words));
    list || ["sources", "source(s)"].iter().any(|word| label.eq_ignore_ascii_case(word)) && line.contains(':')
}

/// Whether `text` begins like a line of the authority block.
pub fn is_authority_line(text: &str) -> bool {
    label(text).is_some()
}

/// Whether `text` is a label of the authority block and nothing else.
pub(super) fn is_label(text: &str) -> bool {
    label(text).is_some_and(|(_, len, _)| text[len..].trim_matches([':', ' ']).is_empty())
}

/// How long the label `word` is that `text` begins with, and which no letter may follow. A narrow column breaks the line
/// between its words.
fn label_length(text: &str, word: &str) -> Option<usize> {
    let len = if begins_with(text, word) { word.len() } else { wrapped_length(text, word)? };
    (!text[len..].starts_with(|c: char| c.is_ascii_alphanumeric())).then_some(len)
}

fn wrapped_length(text: &str, word: &str) -> Option<usize> {
    let (first, second) = word.split_once(' ')?;
    let rest = text.get(first.len()..).filter(|_| begins_with(text, first))?;
    let behind = rest.trim_ascii_start();
    (behind.len() < rest.len() && begins_with(behind, second)).then(|| text.len() - behind.len() + second.len())
}

/// Whether a line is the first word of a label, whose others stand on the line below it: `Declassify` / `On: 20460304`.
pub(crate) fn breaks_label(text: &str, line: Span, below: Span) -> bool {
    let first = &text[line.range()];
    let word = first.len() > 3 && first.bytes().all(|byte| byte.is_ascii_alphabetic());
    word && label(&text[line.to(below).range()]).is_some_and(|(_, len, _)| len > first.len())
}

/// A label of two words with a slip in it: `Classiied By:`, `Declasify On:`, `CLASSIIFED BY COUNSELOR …`.
fn misspelt_label(text: &str) -> Option<(Label, usize, bool)> {
    let (bytes, reach) = (text.as_bytes(), text.len().min(20));
    let by = || bytes[..reach].windows(4).position(|word| word.eq_ignore_ascii_case(b" by ")).map(|at| at + 3);
    let end = bytes[..reach].iter().position(|byte| b":;=".contains(byte)).or_else(by).filter(|end| *end >= 10)?;
    let seen = text[..end].trim_end();
    let mut long = LABELS.iter().copied().filter(|(word, _)| word.len() >= 12 && word.contains(' '));
    long.find(|(word, _)| is_slip(seen, word)).map(|(_, label)| (label, seen.len(), true))
}

pub(super) fn authority(text: &str, lines: &[Span], written: Option<Date>) -> Option<Authority> {
    let span = lines.first()?.to(*lines.last()?);
    let mut fields: Vec<AuthorityField> = Vec::new();
    for line in lines {
        let mut at = 0;
        let inside = &text[line.range()];
        while let Some((from, label, len, repaired)) = next_label(inside, at, fields.is_empty()) {
            let place = line.part(from, len);
            at = from + len;
            if let Some(last) = fields.last_mut().filter(|last| is_doubled(last, label, place)) {
                last.value.start = place.end;
                continue;
            }
            close(text, &mut fields, place.start);
            let label = Reading { value: label, span: place, repaired };
            fields.push(AuthorityField { label, value: Span::new(place.end, line.end) });
        }
        if let Some(last) = fields.last_mut() {
            last.value.end = line.end;
        }
    }
    for field in &mut fields {
        field.value = value(text, field.value);
    }
    complete(text, span, fields, written)
}

patterns! {
    /// The colon before a value, the tags of a table cell around it, and the emphasis of Markdown.
    BEFORE_VALUE = r"^(?:[:\s]*<[^>]*>)*[:\s*_|]*";
    BEHIND_VALUE = r"(?:<[^<>]*>|[\s*_\\|])*$";
    /// A section, with a comma for the point where it was mistyped; what is between its letters; and one letter.
    SECTION = r"1[.,] ?([2-7])";
    JOINT = r"^(?i:[ \t\r\n,/&+();]|and|a\s+n\s*d\b|an\s+d\b)*";
    LETTER = r"^([A-Za-z])(?:\)|[^0-9A-Za-z]|$)";
    /// Letters as they are written, `(b), (c) and (d)`, whatever the spaces and the case.
    CANONICAL = r"(?ix)^\s*\(\s*[a-z]\s*\) (?:\s* (?:,(?:\s*a\s*n\s*d)?|a\s*n\s*d) \s*\(\s*[a-z]\s*\))* \s*$";
    /// What leads from one field to the next.
    LEAD = r"(?i) (?:for|per)$";
}

/// `span` without what is around a value. A dash alone is what scanning left.
fn value(text: &str, span: Span) -> Span {
    let inside = &text[span.range()];
    let start = BEFORE_VALUE.find(inside).map_or(0, |before| before.end());
    let kept = &inside[start..BEHIND_VALUE.find_at(inside, start).map_or(inside.len(), |behind| behind.start())];
    let bare = kept.trim_start_matches([':', ' ', '\t', '\n', '\r', '-', '*', '_', '|']);
    let kept = if bare.is_empty() { kept } else { bare };
    trim_punctuation(text, trim(text, span.part(kept.as_ptr() as usize - inside.as_ptr() as usize, kept.len())))
}

/// The authority of `fields`, which are in `span`; `None` without any.
pub(super) fn complete(
    text: &str,
    span: Span,
    fields: Vec<AuthorityField>,
    written: Option<Date>,
) -> Option<Authority> {
    // A section on the declassification line names an exemption: `1.6X1`.
    let is_instruction = |field: &AuthorityField| field.label.value == Label::DeclassifyOn;
    let mut reasons = reasons(text, span);
    // Fields and reasons are both in order.
    let mut instructions = fields.iter().filter(|field| is_instruction(field)).map(|field| field.value).peekable();
    reasons.retain(|reason| {
        while instructions.next_if(|value| value.end < reason.span.end).is_some() {}
        !instructions.peek().is_some_and(|value| value.contains(reason.span))
    });
    let declassify = fields.iter().find(|field| is_instruction(field));
    let declassification = declassify.and_then(|field| declassification(text, field.value, written));
    (!fields.is_empty()).then_some(Authority { span, fields, reasons, declassification })
}

/// Whether a label says again what the one right before it said: `Classified By: (U) Classified by Counselor Jane Roe`.
fn is_doubled(last: &AuthorityField, label: Label, place: Span) -> bool {
    label == Label::ClassifiedBy
        && last.label.value == Label::ClassifiedBy
        && place.start - last.label.span.end <= ": This message is ".len() as u32
}

/// Ends the last field at `at`, before the «for» that leads to the next label.
fn close(text: &str, fields: &mut [AuthorityField], at: u32) {
    let Some(last) = fields.last_mut() else { return };
    let value = trim_punctuation(text, Span::new(last.value.start, at.max(last.value.start)));
    let len = LEAD.find(&text[value.range()]).map_or(value.len() as usize, |lead| lead.start());
    last.value = trim_punctuation(text, value.part(0, len));
}

/// The next label in `line` from byte `at` on, at the start of a word.
fn next_label(line: &str, at: usize, first: bool) -> Option<(usize, Label, usize, bool)> {
    // Labels of a block each begin a line, and any of them can be misspelled.
    if at == 0
        && let Some((label, len, repaired)) = label(line).filter(|(.., repaired)| first || *repaired)
    {
        return Some((0, label, len, repaired));
    }
    let starts = line[at..].char_indices().map(|(offset, character)| (at + offset, character));
    let mut before = if at == 0 { ' ' } else { 'x' };
    for (start, character) in starts {
        let opens = matches!(character, 'C' | 'c' | 'R' | 'r' | 'D' | 'd') && !before.is_alphanumeric();
        before = character;
        if !opens {
            continue;
        }
        let found = LABELS.iter().find_map(|(word, label)| Some((*label, label_length(&line[start..], word)?)));
        if let Some((label, len)) = found {
            return Some((start, label, len, false));
        }
    }
    None
}

fn reasons(text: &str, span: Span) -> Vec<Reason> {
    let inside = &text[span.range()];
    let mut found = Vec::new();
    let mut read = 0;
    for cited in SECTION.captures_iter(inside) {
        let (start, end) = (cited.get_match().start(), cited.get_match().end());
        let apart = !inside[..start].ends_with(|c: char| c.is_ascii_alphanumeric() || c == '.');
        if start < read || !apart || inside[end..].starts_with(|c: char| c.is_ascii_digit()) {
            continue;
        }
        let (letters, stop) = letters(inside, end, span);
        let section = (cited[1].as_bytes()[0] - b'0', span.part(start, end - start));
        let canonical = inside[start..].starts_with("1.") && CANONICAL.is_match(&inside[end..stop]);
        let unreadable = letters.is_empty() && is_unreadable(&inside[end..]);
        found.push(Reason { span: span.part(start, stop - start), section, letters, unreadable, canonical });
        read = stop;
    }
    found
}

/// The letters after a section, each alone between separators, and where the last one ends.
fn letters(inside: &str, from: usize, span: Span) -> (Vec<(char, Span)>, usize) {
    let (mut letters, mut stop, mut at) = (Vec::new(), from, from);
    loop {
        let joint = JOINT.find(&inside[at..]).map_or("", |joint| joint.as_str());
        at += joint.len();
        if opens_line(joint, &inside[at..], letters.is_empty()) {
            break;
        }
        let Some(letter) = LETTER.captures(&inside[at..]).and_then(|found| found.get(1)) else { break };
        letters.extend(letter.as_str().chars().map(|letter| (letter.to_ascii_lowercase(), span.part(at, 1))));
        at += 1;
        stop = at + usize::from(inside[at..].starts_with(')'));
    }
    (letters, stop)
}

/// Whether what stands behind `joint` is the portion mark of the next line, and no letter: `1.4(c)` / `(U) Declassify On:`.
/// Only a letter goes on with a list, or is all that the line has.
fn opens_line(joint: &str, rest: &str, first: bool) -> bool {
    let alone = joint.ends_with("\n(") && !joint.contains([',', ';', '&', '/']) && !joint.contains(char::is_alphabetic);
    let Some((mark, behind)) = Some(rest).filter(|_| alone).and_then(|rest| rest.split_once(')')) else { return false };
    let level = mark.split('/').next().is_some_and(|level| matches!(level, "U" | "C" | "S" | "TS"));
    let word = behind.strip_prefix(' ').unwrap_or_default().trim_start();
    let more = ["and", "or"].iter().any(|joint| starts_with_word(word, joint));
    level && (!first || mark.starts_with('U')) && word.starts_with(char::is_alphabetic) && !more
}

/// Whether what follows a section on its line is neither a word nor the end of a sentence: `1.5{h)`, `1.5.6`, `1.4 €`.
fn is_unreadable(behind: &str) -> bool {
    let mut rest = behind.trim_start_matches([' ', '\t']).chars();
    match (rest.next(), rest.next()) {
        (None | Some('\n' | '\r'), _) => false,
        (Some('.' | ',' | ';'), next) => next.is_some_and(|c| !c.is_whitespace()),
        (Some(first), _) => !first.is_alphabetic(),
    }
}

/// Whether `line` goes on with the letters of a reason that `above` ends with: the section is there and no letter yet,
/// or nothing but letters is here: `(C) AND (D)`, `(b/d).`
pub(super) fn goes_on_with_letters(above: &str, line: &str) -> bool {
    let mut end = above.trim_end().bytes().rev();
    let section =
        end.next().is_some_and(|byte| byte.is_ascii_digit()) && end.next() == Some(b'.') && end.next() == Some(b'1');
    let mut words = line.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| !word.is_empty());
    section || words.all(|word| word.len() == 1 || word.eq_ignore_ascii_case("and")) && line.contains('(')
}
