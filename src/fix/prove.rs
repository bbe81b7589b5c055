//! Proves that a fix is safe for a document.
//!
//! A rule may claim that its fix is safe; only what passes here is called safe, because records must not change their
//! meaning. The markings are compared as values, and the document is linted again with the fix: the finding must be
//! gone, and no other changed.

use std::cell::Cell;
use std::collections::HashSet;

use unicode_normalization::UnicodeNormalization;

use crate::diagnostic::{Diagnostic, Proof, Severity};
use crate::document::Document;
use crate::document::marks;
use crate::document::marks::{Mark, NEWEST};
use crate::marking::{Context, says_the_same};
use crate::register::vocabulary::WORDS;
use crate::rule::{Applicability, RuleSet};
use crate::source::{SourceFile, Span};

/// How often a document is looked at again, at most, where its fixes fail together.
const LOOKS: usize = 12;

/// Groups of rules whose findings no fix of another rule may take away, even on the same marking: they say what a
/// release withheld or laid open.
const EVIDENCE: [&str; 4] = ["redaction", "release", "exposure", "privacy"];

/// Sets the proof of every finding in `found` whose rule claims a safe fix. `lint` looks at other text in the same way.
pub(crate) fn prove(
    source: &SourceFile,
    documents: &[Document<'_>],
    rules: &RuleSet,
    found: &mut [Diagnostic],
    lint: &dyn Fn(&SourceFile) -> Vec<Diagnostic>,
) {
    let claims = |diagnostic: &Diagnostic| {
        let fix = rules.rules()[diagnostic.rule].fix.as_ref();
        let safe = fix.is_some_and(|fix| fix.applicability == Applicability::Safe);
        safe && !diagnostic.edits.is_empty() && diagnostic.allowed.is_none() && rules.level(diagnostic.rule).is_some()
    };
    if !found.iter().any(claims) {
        return;
    }
    let mut places: Vec<(Mark, usize)> = Vec::new();
    for (index, document) in documents.iter().enumerate() {
        places.extend(marks::marks(document).map(|mark| (mark, index)));
    }
    places.sort_by_key(|(mark, _)| mark.span);
    let signed = signed(source.text());
    let prover = Prover { source, documents, marks: places, signed, rules, found, lint, looks: Cell::new(LOOKS) };
    let claimed = (0..found.len()).filter(|&index| claims(&found[index]));
    let candidates: Vec<Candidate> = claimed.filter_map(|index| prover.candidate(index)).collect();
    if candidates.is_empty() {
        return;
    }
    let (together, alone) = prover.proved(&candidates);
    for (proved, proof) in [(alone, Proof::Alone), (together, Proof::Together)] {
        proved.into_iter().for_each(|index| found[index].proof = proof);
    }
}

/// A fix that keeps what the text says, and the place that it changes.
struct Candidate {
    /// The finding, by index.
    index: usize,
    /// The markings it rewrites; its own place where it rewrites none.
    region: Span,
}

struct Prover<'p> {
    source: &'p SourceFile,
    documents: &'p [Document<'p>],
    /// Every marking with the index of its document, by place.
    marks: Vec<(Mark, usize)>,
    /// What is signed, and must stay as it is.
    signed: Vec<Span>,
    rules: &'p RuleSet,
    found: &'p [Diagnostic],
    lint: &'p dyn Fn(&SourceFile) -> Vec<Diagnostic>,
    /// How often the document may yet be looked at.
    looks: Cell<usize>,
}

impl Prover<'_> {
    /// The fix of a finding, if it loses and adds nothing and can be written in the encoding of the file.
    fn candidate(&self, index: usize) -> Option<Candidate> {
        let diagnostic = &self.found[index];
        let mut region = diagnostic.span;
        let mut seen: Option<Span> = None;
        for edit in &diagnostic.edits {
            let signed = self.signed.iter().any(|signed| signed.touches(edit.span));
            if signed || !self.source.is_whole(edit.span) || self.source.encoding().spell(&edit.content).is_none() {
                return None;
            }
            region = region.to(edit.span);
            if seen.is_some_and(|seen| seen.contains(edit.span)) {
                continue;
            }
            match self.marking(edit.span) {
                Some((document, mark)) if seen != Some(mark.span) => {
                    if mark.repaired || self.goes_on(document, mark) || !self.keeps_meaning(document, mark, diagnostic)
                    {
                        return None;
                    }
                    (seen, region) = (Some(mark.span), region.to(mark.span));
                }
                Some(_) => {}
                None if letters(self.source.slice(edit.span)) != letters(&edit.content) => return None,
                None => {}
            }
        }
        Some(Candidate { index, region })
    }

    /// The marking in which `span` is, and its document.
    fn marking(&self, span: Span) -> Option<(&Document<'_>, Mark)> {
        let until = self.marks.partition_point(|(mark, _)| mark.span.start <= span.start);
        let (mark, document) = self.marks[..until].last().filter(|(mark, _)| mark.span.contains(span))?;
        Some((&self.documents[*document], *mark))
    }

    /// Whether the marking says the same with the edits of `diagnostic` in it.
    fn keeps_meaning(&self, document: &Document<'_>, mark: Mark, diagnostic: &Diagnostic) -> bool {
        let inside = diagnostic.edits.iter().filter(|edit| mark.span.contains(edit.span));
        let edits = inside.map(|edit| (edit.span, &*edit.content)).collect();
        let new = Spliced::new(self.source.slice(mark.span), mark.span.start, edits).text;
        let context = context(document);
        let register = document.registers.markings();
        let dated = document.dating.earliest.is_some();
        says_the_same(self.source.slice(mark.span), &new, mark.kind, register, context, dated)
    }

    /// Whether the line below a marking holds nothing but country codes: the list goes on there.
    fn goes_on(&self, document: &Document<'_>, mark: Mark) -> bool {
        let below = self.source.text()[mark.span.end as usize..].trim_start_matches([' ', '\t']);
        let Some(below) = below.strip_prefix("\r\n").or_else(|| below.strip_prefix(['\n', '\r'])) else { return false };
        let line = below.split(['\n', '\r']).next().unwrap_or_default();
        let mut words = line.split([' ', ',', ';']).filter(|word| !word.is_empty()).peekable();
        words.peek().is_some() && words.all(|word| document.registers.markings().place(word).is_some())
    }

    /// The fixes that hold together, and those that hold alone but overlap one of these.
    fn proved(&self, candidates: &[Candidate]) -> (Vec<usize>, Vec<usize>) {
        let overlaps = |one: &Candidate, other: &Candidate| {
            self.found[one.index]
                .edits
                .iter()
                .any(|edit| self.found[other.index].edits.iter().any(|beside| edit.span.touches(beside.span)))
        };
        let (mut together, mut alone) = (None, Vec::new());
        let mut left: Vec<&Candidate> = candidates.iter().collect();
        while !left.is_empty() && self.looks.get() > 0 {
            let (mut apart, mut behind): (Vec<&Candidate>, Vec<&Candidate>) = (Vec::new(), Vec::new());
            for candidate in left {
                let taken = apart.iter().rev().take(8).any(|known| overlaps(known, candidate));
                if taken { &mut behind } else { &mut apart }.push(candidate);
            }
            let held = self.holding(&[], apart).into_iter().map(|held| held.index);
            if together.is_none() {
                together = Some(held.collect());
            } else {
                alone.extend(held);
            }
            left = behind;
        }
        (together.unwrap_or_default(), alone)
    }

    /// `kept` and those of `tried` that hold with them: all at once; if that fails, without those to which a failure can be
    /// laid; if it can be laid to none, half by half.
    fn holding<'c>(&self, kept: &[&'c Candidate], mut tried: Vec<&'c Candidate>) -> Vec<&'c Candidate> {
        while !tried.is_empty() && self.looks.get() > 0 {
            self.looks.set(self.looks.get() - 1);
            let all = [kept, &tried].concat();
            let Err(blamed) = self.hold(&all) else { return all };
            let before = tried.len();
            if before == 1 {
                break;
            }
            tried.retain(|candidate| !blamed.contains(&candidate.index));
            if tried.len() == before {
                let second = tried.split_off(before / 2);
                let first = self.holding(kept, tried);
                return self.holding(&first, second);
            }
        }
        kept.to_vec()
    }

    /// That the document with these fixes in it has lost exactly what they mend, and gained nothing at warning or above; else
    /// those to which a failure can be laid, by the place where it shows.
    fn hold(&self, chosen: &[&Candidate]) -> Result<(), HashSet<usize>> {
        let mut chosen = chosen.to_vec();
        chosen.sort_by_key(|candidate| candidate.region);
        let edits = chosen.iter().flat_map(|candidate| &self.found[candidate.index].edits);
        let edits = edits.map(|edit| (edit.span, &*edit.content)).collect();
        let new = Spliced::new(self.source.text(), 0, edits);
        let odd = self.source.undecodable().map(|at| new.moved(Span::at(at)).start);
        let after = (self.lint)(&self.source.with_text(new.text.clone(), odd));
        let before = self.found.iter().enumerate().filter(|(_, diagnostic)| self.counts(diagnostic));
        let after: Vec<&Diagnostic> = after.iter().filter(|diagnostic| self.counts(diagnostic)).collect();

        let old = Regions(chosen.iter().map(|candidate| candidate.region).collect());
        let now = Regions(old.0.iter().map(|region| new.moved(*region)).collect());
        let places = |diagnostic: &&Diagnostic| (diagnostic.rule, diagnostic.span);
        let standing: HashSet<(usize, Span)> = after.iter().map(places).collect();
        let here =
            |diagnostic: &&Diagnostic| Some((diagnostic.rule, diagnostic.places().find_map(|place| now.of(place))?));
        let standing_in: HashSet<(usize, usize)> = after.iter().filter_map(here).collect();
        let targets: HashSet<usize> = chosen.iter().map(|candidate| candidate.index).collect();
        // What is said of a document once stands at its first marking that can be read, which may be another now.
        let once = said_once(before.clone().map(|(_, earlier)| earlier.rule));
        let once = &once & &said_once(after.iter().map(|later| later.rule));
        let moves: HashSet<usize> =
            after.iter().filter(|it| here(it).is_some()).map(|it| it.rule).filter(|rule| once.contains(rule)).collect();

        let (mut fails, mut blamed) = (false, HashSet::new());
        let mut blame = |index: Option<usize>| {
            fails = true;
            blamed.extend(index);
        };
        let owner = |region: Option<usize>| region.map(|region| chosen[region].index);
        let (mut known, mut known_in) = (HashSet::new(), HashSet::new());
        for (index, diagnostic) in before {
            let (rule, moved) = (diagnostic.rule, new.moved(diagnostic.span));
            let region = diagnostic.places().find_map(|place| old.of(place));
            let stands = standing.contains(&(rule, moved));
            if targets.contains(&index) {
                if stands {
                    blame(Some(index));
                }
            } else if !stands {
                let stays = region.is_some_and(|region| standing_in.contains(&(rule, region)));
                let goes = region.is_none() && !moves.contains(&rule);
                if !stays && (self.is_evidence(diagnostic) || goes) {
                    blame(owner(region));
                }
            }
            if diagnostic.severity >= Severity::Warning {
                known.insert((rule, moved));
                known_in.extend(region.map(|region| (rule, region)));
            }
        }
        for later in after.iter().filter(|later| later.severity >= Severity::Warning) {
            let region = later.places().find_map(|place| now.of(place));
            let was_in = |region| known_in.contains(&(later.rule, region));
            let known = known.contains(&(later.rule, later.span)) || region.is_some_and(was_in);
            if !known && !moves.contains(&later.rule) {
                blame(owner(region));
            }
        }
        if fails { Err(blamed) } else { Ok(()) }
    }

    /// Whether a finding is shown.
    fn counts(&self, diagnostic: &Diagnostic) -> bool {
        self.rules.level(diagnostic.rule).is_some()
    }

    fn is_evidence(&self, diagnostic: &Diagnostic) -> bool {
        EVIDENCE.contains(&self.rules.rules()[diagnostic.rule].group.as_str())
    }
}

/// Those of `rules` that are there once.
fn said_once(rules: impl Iterator<Item = usize>) -> HashSet<usize> {
    let (mut once, mut more) = (HashSet::new(), HashSet::new());
    for rule in rules {
        if !more.contains(&rule) && !once.insert(rule) {
            once.remove(&rule);
            more.insert(rule);
        }
    }
    once
}

/// The day and rule book by which the markings of a document are judged; the last day where only a period is known.
fn context(document: &Document<'_>) -> Context {
    let dating = document.dating;
    Context { style: document.style, date: dating.latest.or(dating.earliest).unwrap_or(NEWEST) }
}

/// The signed parts of a text: an edit there would break the signature.
fn signed(text: &str) -> Vec<Span> {
    let mut parts = Vec::new();
    for (begin, end) in &WORDS.signed {
        let mut at = 0;
        while let Some(start) = text[at..].find(begin).map(|found| at + found) {
            at = text[start..].find(end).map_or(text.len(), |found| start + found);
            parts.push(Span::new(start as u32, at as u32));
        }
    }
    parts
}

/// The letters and digits of a text, whatever is between them. `½` has the digits of `1/2`.
fn letters(text: &str) -> String {
    text.nfkc().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}

/// Places that fixes change, in the order in which they begin.
struct Regions(Vec<Span>);

impl Regions {
    /// The place that `span` touches, by index. Two findings on one marking have the same place.
    fn of(&self, span: Span) -> Option<usize> {
        let until = self.0.partition_point(|region| region.start <= span.end);
        let near = self.0[..until].iter().rev().take(8).rposition(|region| region.end >= span.start);
        near.map(|back| until.saturating_sub(8) + back)
    }
}

/// One edit, and where its text is now.
struct Moved {
    old: Span,
    new: Span,
}

/// A text with edits in it.
struct Spliced {
    text: String,
    edits: Vec<Moved>,
}

impl Spliced {
    /// `text`, which begins at `base`, with those of `edits` that do not overlap an earlier one.
    fn new(text: &str, base: u32, mut edits: Vec<(Span, &str)>) -> Spliced {
        edits.sort_by_key(|(span, _)| *span);
        let mut spliced = Spliced { text: String::with_capacity(text.len() + 64), edits: Vec::new() };
        let mut at = 0;
        for (old, content) in edits {
            let (start, end) = ((old.start - base) as usize, (old.end - base) as usize);
            if start < at {
                continue;
            }
            spliced.text.push_str(&text[at..start]);
            let begin = base + spliced.text.len() as u32;
            spliced.text.push_str(content);
            spliced.edits.push(Moved { old, new: Span::new(begin, begin + content.len() as u32) });
            at = end;
        }
        spliced.text.push_str(&text[at..]);
        spliced
    }

    /// Where a place is now. An end inside an edit moves to the end of what was put there.
    fn moved(&self, span: Span) -> Span {
        let start = self.place(span.start, |edit| edit.start < span.start || edit.end <= span.start, true);
        let end = self.place(span.end, |edit| edit.start < span.end, false);
        Span::new(start.min(end), end)
    }

    fn place(&self, at: u32, before: impl Fn(Span) -> bool, start: bool) -> u32 {
        let passed = self.edits.partition_point(|edit| before(edit.old));
        let Some(edit) = self.edits[..passed].last() else { return at };
        if at >= edit.old.end {
            edit.new.end + (at - edit.old.end)
        } else if start {
            edit.new.start
        } else {
            edit.new.end
        }
    }
}
