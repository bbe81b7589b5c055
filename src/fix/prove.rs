//! Proves that a fix is safe for a document.
//!
//! A rule may claim that its fix is safe; only what passes here is called safe, because records must not change their
//! meaning. The markings are compared as values, and the document is linted again with the fix: the finding must be
//! gone, and no other changed.

use std::collections::HashSet;

use unicode_normalization::UnicodeNormalization;

use crate::diagnostic::{Diagnostic, Proof, Severity};
use crate::document::Document;
use crate::document::marks;
use crate::document::marks::{Mark, NEWEST};
use crate::marking::{Context, says_the_same};
use crate::rule::{Applicability, RuleSet};
use crate::source::{SourceFile, Span};

/// How many fixes of a document are tried one by one where they fail together; each costs one more look at it.
const TRIED: usize = 16;

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
    let mut places: Vec<(Mark, usize)> = Vec::new();
    for (index, document) in documents.iter().enumerate() {
        places.extend(marks::marks(document).map(|mark| (mark, index)));
    }
    places.sort_by_key(|(mark, _)| mark.span);
    let prover = Prover { source, documents, marks: places, rules, found, lint };
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
    rules: &'p RuleSet,
    found: &'p [Diagnostic],
    lint: &'p dyn Fn(&SourceFile) -> Vec<Diagnostic>,
}

impl Prover<'_> {
    /// The fix of a finding, if it loses and adds nothing and can be written in the encoding of the file.
    fn candidate(&self, index: usize) -> Option<Candidate> {
        let diagnostic = &self.found[index];
        let mut region = diagnostic.span;
        let mut seen: Option<Span> = None;
        for edit in &diagnostic.edits {
            if !self.source.is_whole(edit.span) || self.source.encoding().spell(&edit.content).is_none() {
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
        let mut apart: Vec<&Candidate> = Vec::new();
        let mut behind: Vec<&Candidate> = Vec::new();
        for candidate in candidates {
            let taken = apart.iter().rev().take(8).any(|known| overlaps(known, candidate));
            if taken { &mut behind } else { &mut apart }.push(candidate);
        }
        if !self.holds(&apart) {
            let mut kept: Vec<&Candidate> = Vec::new();
            for candidate in std::mem::take(&mut apart).into_iter().take(TRIED) {
                kept.push(candidate);
                if !self.holds(&kept) {
                    kept.pop();
                }
            }
            apart = kept;
        }
        let alone = behind.into_iter().take(TRIED).filter(|candidate| self.holds(&[*candidate]));
        (apart.iter().map(|kept| kept.index).collect(), alone.map(|kept| kept.index).collect())
    }

    /// Whether the document with these fixes in it has lost exactly what they fix, and gained nothing at warning or
    /// above.
    fn holds(&self, chosen: &[&Candidate]) -> bool {
        let edits = chosen.iter().flat_map(|candidate| &self.found[candidate.index].edits);
        let edits = edits.map(|edit| (edit.span, &*edit.content)).collect();
        let new = Spliced::new(self.source.text(), 0, edits);
        let odd = self.source.undecodable().map(|at| new.moved(Span::at(at)).start);
        let after = (self.lint)(&self.source.with_text(new.text.clone(), odd));
        let before = self.found.iter().enumerate().filter(|(_, diagnostic)| self.counts(diagnostic));
        let after: Vec<&Diagnostic> = after.iter().filter(|diagnostic| self.counts(diagnostic)).collect();

        let old = Regions::new(chosen.iter().map(|candidate| candidate.region));
        let now = Regions::new(old.0.iter().map(|region| new.moved(*region)));
        let places = |diagnostic: &&Diagnostic| (diagnostic.rule, diagnostic.span);
        let standing: HashSet<(usize, Span)> = after.iter().map(places).collect();
        let here =
            |diagnostic: &&Diagnostic| Some((diagnostic.rule, diagnostic.places().find_map(|place| now.of(place))?));
        let standing_in: HashSet<(usize, usize)> = after.iter().filter_map(here).collect();
        let targets: HashSet<usize> = chosen.iter().map(|candidate| candidate.index).collect();

        let (mut known, mut known_in) = (HashSet::new(), HashSet::new());
        for (index, diagnostic) in before {
            let (rule, moved) = (diagnostic.rule, new.moved(diagnostic.span));
            let region = diagnostic.places().find_map(|place| old.of(place));
            if targets.contains(&index) {
                if standing.contains(&(rule, moved)) {
                    return false;
                }
            } else if !standing.contains(&(rule, moved)) {
                let stays = region.is_some_and(|region| standing_in.contains(&(rule, region)));
                if !stays && (region.is_none() || self.is_evidence(diagnostic)) {
                    return false;
                }
            }
            if diagnostic.severity >= Severity::Warning {
                known.insert((rule, moved));
                known_in.extend(region.map(|region| (rule, region)));
            }
        }
        after.iter().filter(|later| later.severity >= Severity::Warning).all(|later| {
            let region = later.places().find_map(|place| now.of(place));
            known.contains(&(later.rule, later.span))
                || region.is_some_and(|region| known_in.contains(&(later.rule, region)))
        })
    }

    /// Whether a finding is shown.
    fn counts(&self, diagnostic: &Diagnostic) -> bool {
        self.rules.level(diagnostic.rule).is_some()
    }

    fn is_evidence(&self, diagnostic: &Diagnostic) -> bool {
        EVIDENCE.contains(&self.rules.rules()[diagnostic.rule].group.as_str())
    }
}

/// The day and rule book by which the markings of a document are judged; the last day where only a period is known.
fn context(document: &Document<'_>) -> Context {
    let dating = document.dating;
    Context { style: document.style, date: dating.latest.or(dating.earliest).unwrap_or(NEWEST) }
}

/// The letters and digits of a text, whatever is between them. `½` has the digits of `1/2`.
fn letters(text: &str) -> String {
    text.nfkc().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}

/// Places that fixes change, by where they begin.
struct Regions(Vec<Span>);

impl Regions {
    fn new(places: impl Iterator<Item = Span>) -> Regions {
        let mut places: Vec<Span> = places.collect();
        places.sort_unstable();
        Regions(places)
    }

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
