//! Collects the faults of a document's markings; each distinct marking is read and judged once.
//!
//! A marking is judged at the date of its document. If only a period is known, what was right at one end of it is not
//! reported.

pub(crate) mod roll_up;

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::HashMap;
use std::rc::Rc;

use jiff::civil::{Date, date};

use super::{Document, Kind as DocumentKind, Layout, Origin};
use crate::marking::{Context, Fault, MarkingKind, ReadMarking, Register, is_level_sign, judge, plain_signs, read};
use crate::source::Span;

/// A day before all that the register knows the end of.
const OLDEST: Date = date(1950, 1, 1);
/// The day of the newest edition in the register.
pub(crate) const NEWEST: Date = date(2022, 12, 1);

/// Faults caused by damage, which the rules on scanning report.
pub(crate) const DAMAGED_FORM: [&str; 5] = [
    "lower-case-portion-mark",
    "unknown-portion-mark",
    "unknown-marking-token",
    "unknown-control-system",
    "misspelled-marking-token",
];

/// The faults of the markings of one document, computed on first use.
#[derive(Default)]
pub(crate) struct Marks {
    found: OnceCell<Vec<Found>>,
}

pub(crate) struct Found {
    pub(crate) fault: Fault,
    pub(crate) span: Span,
    pub(crate) mark: Mark,
    pub(crate) portions: Vec<Span>,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Mark {
    pub(crate) kind: MarkingKind,
    pub(crate) span: Span,
    pub(crate) repaired: bool,
}

impl Marks {
    pub(crate) fn of(&self, document: &Document<'_>) -> std::slice::Iter<'_, Found> {
        self.found.get_or_init(|| found(document)).iter()
    }

    /// Whether a word of the marking at `place` is in no register, or only almost: what the marking says is then a
    /// guess.
    pub(crate) fn doubt(&self, document: &Document<'_>, place: Span) -> bool {
        let lost =
            |found: &Found| found.fault.name.starts_with("unknown-") || found.fault.name.starts_with("misspelled-");
        self.of(document).any(|found| found.mark.span.contains(place) && lost(found))
    }
}

fn found(document: &Document<'_>) -> Vec<Found> {
    let mut bench = Bench::new(document);
    let mut found = Vec::new();
    // Only documents of the United States set foreign markings off by slashes.
    let asked = |fault: &Fault| match document.origin {
        Origin::UnitedStates => true,
        Origin::Nato => fault.name != "missing-leading-slashes",
        Origin::Foreign => false,
    };
    for mark in marks(document) {
        let text = document.text(mark.span);
        // Telegraph lines part level and control by a blank.
        let spaced = document.kind == DocumentKind::Cable && mark.kind == MarkingKind::Banner && !text.contains("//");
        if is_plain(text) || spaced {
            continue;
        }
        let judged = bench.judged(mark);
        // The rules on scanning report damage to the form of a mark. Letters of another script are not damage.
        let alien = document.text(mark.span).chars().any(|c| c.is_alphabetic() && !c.is_ascii());
        // No rule on scanning is about banners, and a sign in one was typed where nothing else was scanned.
        let scanned =
            || mark.kind == MarkingKind::Portion || document.redactions().is_redacted() || document.is_noisy();
        let damage = mark.repaired && !alien && scanned();
        let damaged = |fault: &Fault| damage && DAMAGED_FORM.contains(&fault.name);
        // Before 2016 the letters alone, anywhere but at the edge of the paper, are those of some name.
        let name = |fault: &Fault| {
            fault.name == "cui-before-its-time" && document.text(mark.span) == "CUI" && !is_at_edge(document, mark.span)
        };
        let said = |fault: &Fault| damaged(fault) || name(fault);
        let faults = judged.faults.iter().filter(|fault| !said(fault));
        found.extend(faults.filter(|fault| asked(fault)).map(|fault| Found {
            fault: fault.clone(),
            span: mark.span.part(fault.span.start, fault.span.len()),
            mark,
            portions: Vec::new(),
        }));
    }
    if document.kind != DocumentKind::Cable || document.is_military() {
        roll_up::compare_all(&mut bench, &mut found);
    }
    found
}

fn is_at_edge(document: &Document<'_>, span: Span) -> bool {
    let text = document.source.text();
    let empty = |from: u32, until: u32| text[from as usize..until as usize].trim().is_empty();
    empty(document.span.start, span.start) || empty(span.end, document.span.end)
}

pub(crate) fn marks(document: &Document<'_>) -> impl Iterator<Item = Mark> {
    // An edition gives the level in a sentence of its own.
    let printed = document.layout == Some(Layout::Printed);
    let banners = document.banners.iter().filter(move |_| !printed).map(|banner| Mark {
        kind: MarkingKind::Banner,
        span: banner.span,
        repaired: plain_signs(document.text(banner.span)).chars().any(is_noise),
    });
    let subject = document.subject.iter().filter_map(|subject| subject.mark);
    let portions = subject.chain(document.paragraphs.iter().filter_map(|paragraph| paragraph.mark));
    banners.chain(portions.map(|mark| Mark {
        kind: MarkingKind::Portion,
        span: if mark.repaired { mark.inside } else { mark.span },
        repaired: mark.repaired || is_scanned(document.text(mark.inside)),
    }))
}

/// Whether capitals stand behind small letters in one word, or before them, which nobody types, or signs that no marking has:
/// `U//FOxIa`, `U//I€`. A capital in front is typed: `S//NF//The boats`.
fn is_scanned(mark: &str) -> bool {
    let small = |word: &str| word.contains(char::is_lowercase);
    let mixed = |word: &str| small(word) && !word.chars().skip(1).all(char::is_lowercase);
    let scanned = mark.split(|c: char| !c.is_alphanumeric()).any(mixed) && !mark.contains("Attorney-");
    scanned || plain_signs(mark).chars().any(is_noise)
}

fn is_noise(c: char) -> bool {
    !c.is_ascii_alphanumeric() && !" \t/&'()?".contains(c) && !is_level_sign(c)
}

/// Most portion marks are a level alone, and nothing can be wrong with them; `TSC` is that of the old papers of the
/// National Security Agency. The shorthand for a whole telegram has a
/// rule of its own.
fn is_plain(mark: &str) -> bool {
    matches!(mark, "(U)" | "(C)" | "(S)" | "(TS)" | "(TSC)" | "U" | "C" | "S" | "TS" | "TSC")
        || mark.contains("ENTIRE TEXT")
}

pub(crate) struct Judged {
    pub(crate) reading: ReadMarking,
    pub(crate) faults: Vec<Fault>,
}

pub(crate) struct Bench<'d> {
    pub(crate) document: &'d Document<'d>,
    pub(crate) register: &'d Register,
    pub(crate) contexts: [Context; 2],
    known: HashMap<(MarkingKind, &'d str), Rc<Judged>>,
}

impl<'d> Bench<'d> {
    fn new(document: &'d Document<'d>) -> Bench<'d> {
        let dating = document.dating;
        let first = dating.earliest.unwrap_or(OLDEST);
        let last = dating.latest.unwrap_or(NEWEST.max(first));
        let contexts = [first, last].map(|date| Context { style: document.style, date });
        Bench { document, register: document.registers.markings(), contexts, known: HashMap::new() }
    }

    pub(crate) fn judged(&mut self, mark: Mark) -> Rc<Judged> {
        let text = self.document.text(mark.span);
        if let Some(judged) = self.known.get(&(mark.kind, text)) {
            return Rc::clone(judged);
        }
        // A marking on two lines is one, and the blanks at its breaks are no part of it.
        let joined = text.contains(['\n', '\r']).then(|| text.replace(['\n', '\r'], " "));
        let reading = read(joined.as_deref().unwrap_or(text), mark.kind, self.register);
        let mut faults = at_both_ends(self.contexts, |context| judge(&reading, self.register, context));
        if joined.is_some() && !faults.is_empty() {
            let line = read(&on_one_line(text), mark.kind, self.register);
            let right = at_both_ends(self.contexts, |context| judge(&line, self.register, context));
            faults.retain(|fault| right.iter().any(|also| also.name == fault.name));
        }
        let judged = Rc::new(Judged { reading, faults });
        self.known.insert((mark.kind, text), Rc::clone(&judged));
        judged
    }
}

/// A marking without its line breaks, which no blank replaces beside a slash.
pub(crate) fn on_one_line(text: &str) -> Cow<'_, str> {
    if !text.contains(['\n', '\r']) {
        return Cow::Borrowed(text);
    }
    let mut joined = String::with_capacity(text.len());
    for line in text.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty()) {
        let blank = !joined.is_empty() && !joined.ends_with('/') && !line.starts_with('/');
        joined.extend(blank.then_some(' '));
        joined.push_str(line);
    }
    Cow::Owned(joined)
}

/// What `judge` finds on the first day and on the last.
pub(crate) fn at_both_ends<F: PartialEq>(contexts: [Context; 2], judge: impl Fn(Context) -> Vec<F>) -> Vec<F> {
    let [first, last] = contexts;
    let mut found = judge(last);
    if first != last {
        let also = judge(first);
        found.retain(|fault| also.contains(fault));
    }
    found
}
