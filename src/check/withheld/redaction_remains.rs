//! Checks what a redaction mark and the letters beside it reveal.
//!
//! Follows an instruction of the CIA for documentary editions (CRP 79-26, 1979): cut more words around an excised
//! name, so that it cannot be worked out from what is left.

use std::collections::BTreeMap;

use regex::Captures;

use super::redaction_mark::{glued, glues, is_word};
use crate::diagnostic::Severity;
use crate::document::Document;
use crate::document::text::line::line_around;
use crate::document::withheld::redaction::{Extent, MarkStyle, Placement, Redaction};
use crate::rule::check::{Check, Report};
use crate::scan::patterns;
use crate::source::Span;

checks! {
    /// Reports runs whose lengths follow the words that they stand for.
    "run-lengths": RunLengths {
        /// What each run should be, whatever it stands for.
        constant: String,
    }, facts ["runs", "lengths"], labels ["other"], edits, needs Release;
    /// Reports honorifics, initials, possessives and endings that were left beside a mark.
    "residue": Residue {
        /// Honorifics and ranks, in full and short, without points.
        titles: Vec<String>,
        /// Words after which a letter with a point is a number.
        parts: Vec<String>,
        /// Letters with points that are not initials of a person.
        abbreviations: Vec<String>,
    }, facts ["residue"], labels ["mark"], needs Release;
    /// Reports each half of an e-mail address whose other half was removed.
    "half-address" = half_address, facts ["half"], needs Release;
}

/// Fewer runs than this say nothing.
const FEWEST: usize = 3;

impl Check for RunLengths {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        for style in [MarkStyle::Cross, MarkStyle::Block, MarkStyle::Blank] {
            let length = |mark: &Redaction| match mark.extent {
                Some(Extent::Characters(length)) => Some((mark.span, length)),
                _ => None,
            };
            let marks = document.redactions().marks.iter();
            let inline = marks.filter(|mark| mark.style == style && mark.placement == Placement::Inline);
            let runs: Vec<(Span, u32)> = inline.filter_map(length).collect();
            if follows_words(document, &runs) {
                self.report(document, &runs, report);
            }
        }
    }
}

impl RunLengths {
    fn report(&self, document: &Document<'_>, runs: &[(Span, u32)], report: &mut Report<'_>) {
        let finding =
            report.at(runs[0].0).fact("runs", runs.len() as i64).fact("lengths", by_length(runs).len() as i64);
        for (span, _) in &runs[1..] {
            finding.related("other", *span);
        }
        // Boxes are drawn or scanned; what is typed in their place would be another mark.
        let typed = |span: Span| document.text(span).starts_with(['X', 'x']);
        for (span, _) in runs.iter().filter(|(span, _)| typed(*span) && document.text(*span) != self.constant) {
            finding.edit(*span, self.constant.clone());
        }
    }
}

/// Whether the lengths of runs are those of what they stand for: most of them differ, or they end where words end.
fn follows_words(document: &Document<'_>, runs: &[(Span, u32)]) -> bool {
    let whole = mended(document, runs);
    // `XXXX XXXXXX` has the length of each word.
    let word_by_word = whole.windows(2).any(|pair| pair[0].1 != pair[1].1 && adjoin(document, pair[0].0, pair[1].0));
    word_by_word || whole.len() >= FEWEST && by_length(&whole).len() * 2 > whole.len()
}

/// Characters that scanning may lose of a run, where it is long enough for that to be likely.
const SLIP: u32 = 1;
const LONG: u32 = 6;

/// The runs as they were printed, if scanning damaged them: halves that were torn apart are joined where they have the
/// length of the others, and a run that differs from them by one character is as long as they are.
fn mended(document: &Document<'_>, runs: &[(Span, u32)]) -> Vec<(Span, u32)> {
    let usual = usual(runs).filter(|usual| *usual >= LONG);
    let is_usual = |length: u32| usual.is_some_and(|usual| length.abs_diff(usual) <= SLIP);
    let mut whole: Vec<(Span, u32)> = Vec::new();
    for &(span, length) in runs {
        let torn = |last: &&mut (Span, u32)| adjoin(document, last.0, span) && is_usual(last.1 + length);
        match whole.last_mut().filter(torn) {
            Some(last) => *last = (last.0.to(span), last.1 + length),
            None => whole.push((span, length + if is_usual(length) { 0 } else { stray(document, span) })),
        }
    }
    whole.iter().map(|&(span, length)| (span, usual.filter(|_| is_usual(length)).unwrap_or(length))).collect()
}

/// Whether nothing but a space is between two runs.
fn adjoin(document: &Document<'_>, one: Span, next: Span) -> bool {
    one.end + 1 == next.start && document.text(Span::new(one.end, next.start)) == " "
}

/// How many characters of the run at `span` are separated by a space on either side, too few to be a run.
fn stray(document: &Document<'_>, span: Span) -> u32 {
    let Some(of) = document.text(span).chars().next() else { return 0 };
    let before = document.before(span.start, usize::MAX).strip_suffix(' ').unwrap_or_default();
    let behind = document.behind(span.end, usize::MAX).strip_prefix(' ').unwrap_or_default();
    let before = before.chars().rev().take(4).take_while(|c| *c == of).count();
    let behind = behind.chars().take(4).take_while(|c| *c == of).count();
    [before, behind].into_iter().filter(|count| *count < 4).sum::<usize>() as u32
}

/// The length that most runs have; of lengths that are equally frequent, the greatest.
fn usual(runs: &[(Span, u32)]) -> Option<u32> {
    by_length(runs).into_iter().max_by_key(|(length, count)| (*count, *length)).map(|(length, _)| length)
}

/// The lengths that runs have, each with how many have it.
fn by_length(runs: &[(Span, u32)]) -> BTreeMap<u32, usize> {
    let mut lengths = BTreeMap::new();
    runs.iter().for_each(|(_, length)| *lengths.entry(*length).or_default() += 1);
    lengths
}

impl Check for Residue {
    fn check(&self, document: &Document<'_>, report: &mut Report<'_>) {
        for mark in document.redactions().marks.iter().filter(|mark| mark.stands_for_text() && mark.closed) {
            let edited = matches!(mark.style, MarkStyle::Frus | MarkStyle::Withdrawal | MarkStyle::Label);
            let places = [self.before(document, mark), ending(document, mark), possessive(document, mark)];
            for place in places.into_iter().flatten().filter(|_| !edited) {
                let finding = report.at(place).fact("residue", place).related("mark", mark.span);
                // Offices that write the code in place of the name leave the honorific as a rule.
                finding.at_most(if mark.style == MarkStyle::Code { Severity::Info } else { Severity::Error });
            }
        }
    }
}

impl Residue {
    /// `Mr.`, `J.` or `Mr. J.` right before the mark.
    fn before(&self, document: &Document<'_>, mark: &Redaction) -> Option<Span> {
        let near = document.before(mark.span.start, 24);
        let blank = near.len() - near.trim_end_matches(' ').len();
        if blank > 1 || near.trim_end().is_empty() {
            return None;
        }
        let mut start = None;
        let mut rest = near.trim_end();
        loop {
            let word = rest.rsplit([' ', '\n', '\r', '\t', '(', '"']).next().unwrap_or(rest);
            let initial = self.is_initials(word);
            // `U.S. XXXX` ends in a letter and a point, and `paragraph A. XXXX` opens with them.
            let front = rest[..rest.len() - word.len()].trim_end();
            let last = front.rsplit([' ', '\n', '\r', '(']).next().unwrap_or_default();
            let opens = initial && (front.is_empty() || self.parts.iter().any(|part| part.eq_ignore_ascii_case(last)));
            if opens || !(initial || self.is_title(word)) {
                break;
            }
            start = Some(rest.len() - word.len());
            rest = rest[..rest.len() - word.len()].trim_end();
        }
        let from = mark.span.start - near.len() as u32;
        start.map(|start| Span::at(from).part(start, near.trim_end().len() - start))
    }

    /// Whether `word` is `J.`, or `J.K.`, of a person.
    fn is_initials(&self, word: &str) -> bool {
        let mut pairs = word.as_bytes().chunks(2);
        let short = (1..=3).contains(&pairs.len());
        let lettered = pairs.all(|pair| matches!(pair, [letter, b'.'] if letter.is_ascii_uppercase()));
        short && lettered && !self.abbreviations.iter().any(|known| known == word)
    }

    /// Whether `word` is what a person is addressed by, with or without its point. A rank is one only with a capital.
    fn is_title(&self, word: &str) -> bool {
        let stem = word.strip_suffix('.').unwrap_or(word);
        let known = self.titles.iter().any(|title| title.eq_ignore_ascii_case(stem));
        known && stem.starts_with(|c: char| c.is_ascii_uppercase())
    }
}

/// Letters joined to the mark that are not a word: `XXXXski`.
fn ending(document: &Document<'_>, mark: &Redaction) -> Option<Span> {
    let [_, after] = glued(document, mark.span);
    (glues(mark) && !after.is_empty() && !is_word(document.text(after))).then_some(after)
}

/// `'s` after the mark.
fn possessive(document: &Document<'_>, mark: &Redaction) -> Option<Span> {
    let behind = document.behind(mark.span.end, usize::MAX);
    let ending = ["'s", "’s", "'S"].into_iter().find(|ending| behind.starts_with(ending))?;
    Some(Span::at(mark.span.end).part(0, ending.len()))
}

fn half_address(document: &Document<'_>, report: &mut Report<'_>) {
    let redactions = document.redactions();
    // Elsewhere an opening bracket is what scanning makes of a speck.
    if redactions.release.is_from_state() {
        for found in LOCAL_PART.captures_iter(document.text(document.span)) {
            if let Some(half) = local_part(document, &found) {
                report.at(half).fact("half", half);
            }
        }
    }
    for mark in redactions.marks.iter().filter(|mark| mark.stands_for_text()) {
        let halves = [domain(document, mark.span.end), name_before(document, mark.span.start)];
        for half in halves.into_iter().flatten() {
            report.at(half).fact("half", half);
        }
    }
}

/// Labels of the lines of a message in which addresses are.
const ADDRESSED: [&str; 6] = ["from", "to", "cc", "bcc", "sent by", "reply-to"];

patterns! {
    /// What may be the name in an address, behind the sign before it. `a<b` compares two numbers.
    LOCAL_PART = r#"(?:(?:[^0-9A-Za-z]?<)?(?i:mailto)(:)|(?:^|[^0-9A-Za-z])<|(?:^|[ \t:;,])(['"]))([0-9A-Za-z._-]{2,64})@?"#;
    /// The domain behind a mark, and the name before one.
    DOMAIN = r"^@[0-9A-Za-z-]*\.[0-9A-Za-z.-]*";
    NAME = r"[0-9A-Za-z._+-]*@$";
}

/// `<smithj`, `mailto:smithj` or, among addresses, `'smithj` at the end of a line or before a wide gap, where an
/// address would go on with its domain.
fn local_part(document: &Document<'_>, found: &Captures<'_>) -> Option<Span> {
    let name = found.get(3).filter(|name| name.as_str().contains(|c: char| c.is_ascii_alphabetic()))?;
    let place = document.span.part(name.start(), name.len());
    let (linked, quoted) = (found.get(1).is_some(), found.get(2).is_some());
    let line = line_around(document.source.text(), document.span, place.start - 1);
    let line = document.text(Span::new(line.start, place.start - 1));
    let label = line.trim_start().split(':').next().unwrap_or_default();
    let addressed = line.contains(':') && ADDRESSED.iter().any(|known| known.eq_ignore_ascii_case(label.trim_end()));
    // A word before the end of its line may be one of a sentence.
    let login = linked || addressed || name.as_str().contains(|c: char| c.is_ascii_digit() || matches!(c, '.' | '_'));
    let rest = document.behind(document.span.start + found.get_match().end() as u32, usize::MAX);
    let gap = rest.starts_with("  ") || rest.starts_with('\t') || rest.trim_start_matches(' ').starts_with("B6");
    let ends = gap || login && (rest.is_empty() || rest.starts_with(['\n', '\r'])) || linked && rest.starts_with(']');
    let small = name.as_str().contains(|c: char| c.is_ascii_lowercase());
    (ends && (small || addressed) && (!quoted || addressed)).then_some(place)
}

/// `@state.gov` directly after a mark.
fn domain(document: &Document<'_>, at: u32) -> Option<Span> {
    DOMAIN.find(document.behind(at, 81)).map(|domain| Span::at(at).part(0, domain.len()))
}

/// `smithj@` right before a mark.
fn name_before(document: &Document<'_>, at: u32) -> Option<Span> {
    let name = NAME.find(document.before(at, 65))?;
    let letters = name.as_str().chars().filter(char::is_ascii_alphabetic).count();
    (letters >= 2).then(|| Span::new(at - name.len() as u32, at))
}
