//! Decides what stands in one document where words are cut out of another.
//!
//! Between two runs of words that both have, one has a redaction and the other has words. Nothing is said of a gap without a
//! redaction: in scans as many are found in one direction as in the other.

use super::align::{Anchors, Run, runs};
use super::words::{CUT, DOUBT, EDGE, WordToken};
use crate::register::vocabulary::WORDS;
use crate::source::Span;

/// What two documents have between the same words, of which the one has a redaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CutGap {
    /// What the other one has there.
    pub kind: GapKind,
    /// The first redaction.
    pub cut: Span,
    /// The words of the other document, or its redaction.
    pub there: Span,
    /// How far apart the words around it are.
    pub reach: Distance,
    /// Whether the words can be a name.
    pub name: bool,
}

/// What the other document has where the one has a redaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GapKind {
    /// The words that are cut.
    Readable,
    /// Other redactions: what the one cuts the other shows, in both directions.
    Mutual,
    /// A redaction, too.
    Cut,
}

/// How far apart the words around a gap are. Ordered from the nearest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Distance {
    /// In one sentence.
    Sentence,
    /// In one paragraph.
    Paragraph,
    /// In different paragraphs.
    Apart,
}

/// The words of a document, to be aligned.
#[derive(Clone, Copy)]
pub(super) struct Side<'s> {
    pub(super) text: &'s str,
    pub(super) tokens: &'s [WordToken],
    pub(super) anchors: &'s Anchors,
}

/// Two documents side by side.
#[derive(Clone, Debug, Default)]
pub(super) struct Aligned {
    /// What the other has where the one has redactions, in order.
    pub(super) gaps: Vec<CutGap>,
    /// How many words both have.
    pub(super) shared: usize,
    /// How many words of the one differ between those.
    pub(super) differing: usize,
}

/// Words beside a gap that both must have, of so many that are looked at.
const FLANK: usize = 5;
pub(super) const REACH: usize = 8;
/// The longest passage that is compared.
const LONGEST: usize = 200;
/// The longest passage beside the beginning or the end of a text.
const NEAR: usize = 24;
/// Words of no more letters are in any text.
const SHORT: u32 = 4;
/// A name has at most so many words.
const NAME: usize = 4;

/// Aligns `here` with `there`. `close` says that they are known to be one record, so that fewer words beside a gap prove
/// enough.
pub(super) fn align(here: Side<'_>, there: Side<'_>, close: bool) -> Aligned {
    let runs = runs(here.tokens, there.tokens, [here.anchors, there.anchors]);
    let mut aligned = Aligned { shared: runs.iter().map(|run| run.len).sum(), ..Aligned::default() };
    let ends = Run { here: here.tokens.len(), there: there.tokens.len(), len: 0 };
    let mut before = None;
    for behind in runs.iter().map(Some).chain([None]) {
        let gap = Between::new(here, there, before, behind.unwrap_or(&ends));
        let own = &here.tokens[gap.here.clone()];
        if own.iter().any(|token| token.key == CUT) {
            let parts = gap.parts(before.is_some(), behind.is_some());
            let parts = parts.into_iter().flat_map(|gap| gap.trimmed().divided());
            aligned.gaps.extend(parts.filter_map(|gap| gap.decided(close)));
        } else if own.iter().all(WordToken::is_word) {
            aligned.differing += own.len();
        }
        before = behind;
    }
    aligned
}

/// What is between two runs.
#[derive(Clone)]
struct Between<'b> {
    one: Side<'b>,
    other: Side<'b>,
    here: std::ops::Range<usize>,
    there: std::ops::Range<usize>,
}

impl<'b> Between<'b> {
    fn new(one: Side<'b>, other: Side<'b>, before: Option<&Run>, behind: &Run) -> Between<'b> {
        let (here, there) = before.map_or((0, 0), |run| (run.end_here(), run.end_there()));
        Between { one, other, here: here..behind.here, there: there..behind.there }
    }

    /// Where both texts end in between: what is in front of their ends, and behind their beginnings, if there is a run.
    fn parts(self, before: bool, behind: bool) -> Vec<Between<'b>> {
        let edges = |side: Side<'_>, range: &std::ops::Range<usize>| {
            let mut edges = range.clone().filter(|at| side.tokens[*at].key == EDGE);
            let first = edges.next()?;
            Some((first, edges.next_back().unwrap_or(first) + 1))
        };
        let Some((here, there)) = edges(self.one, &self.here).zip(edges(self.other, &self.there)) else {
            return vec![self];
        };
        let ending = Between { here: self.here.start..here.0, there: self.there.start..there.0, ..self };
        let beginning = Between { here: here.1..self.here.end, there: there.1..self.there.end, ..self };
        [before.then_some(ending), behind.then_some(beginning)].into_iter().flatten().collect()
    }

    /// Without the words at its ends that both have but for damage.
    fn trimmed(mut self) -> Between<'b> {
        while !self.here.is_empty() && !self.there.is_empty() {
            let Some((here, there)) = self.same(self.here.start, self.there.start, 1) else { break };
            self.here.start = (self.here.start + here).min(self.here.end);
            self.there.start = (self.there.start + there).min(self.there.end);
        }
        while !self.here.is_empty() && !self.there.is_empty() {
            let Some((here, there)) = self.same(self.here.end - 1, self.there.end - 1, -1) else { break };
            self.here.end = self.here.end.saturating_sub(here).max(self.here.start);
            self.there.end = self.there.end.saturating_sub(there).max(self.there.start);
        }
        self
    }

    /// The parts in front of words and behind words that both have among their redactions, where each has some.
    fn divided(self) -> Vec<Between<'b>> {
        let cuts = |side: Side<'_>, range: &std::ops::Range<usize>| {
            range.len() <= LONGEST && side.tokens[range.clone()].iter().any(|token| token.key == CUT)
        };
        let both = cuts(self.one, &self.here) && cuts(self.other, &self.there);
        let Some(run) = both.then(|| self.common()).flatten() else { return vec![self] };
        let before = Between { here: self.here.start..run.here, there: self.there.start..run.there, ..self };
        let behind = Between { here: run.end_here()..self.here.end, there: run.end_there()..self.there.end, ..self };
        [before.divided(), behind.divided()].concat()
    }

    /// The longest run of words that both have, one of which is no short word.
    fn common(&self) -> Option<Run> {
        let mut longest: Option<Run> = None;
        for here in self.here.clone() {
            for there in self.there.clone() {
                let words = self.one.tokens[here..self.here.end].iter().zip(&self.other.tokens[there..self.there.end]);
                let same = |(one, other): &(&WordToken, &WordToken)| one.is_word() && one.key == other.key;
                let len = words.take_while(same).count();
                let telling = self.one.tokens[here..here + len].iter().any(|token| token.span.len() > SHORT);
                if telling && len > longest.map_or(1, |run| run.len) {
                    longest = Some(Run { here, there, len });
                }
            }
        }
        longest
    }

    /// Whether two words are the same but for damage.
    fn alike(&self, here: usize, there: usize) -> bool {
        let (one, other) = (&self.one.tokens[here], &self.other.tokens[there]);
        one.is_word()
            && other.is_word()
            && (one.key == other.key || resemble(self.one.word(one), self.other.word(other)))
    }

    /// How many words on each side are the same but for damage, from two words on in the direction of `step`: one, or two
    /// where scanning has broken one in two.
    fn same(&self, here: usize, there: usize, step: isize) -> Option<(usize, usize)> {
        if self.one.tokens[here].key == self.other.tokens[there].key && self.alike(here, there) {
            return Some((1, 1));
        }
        let word = |side: Side<'b>, at: usize| Some(side.word(side.tokens.get(at).filter(|token| token.is_word())?));
        let joined = |side: Side<'b>, at: usize| {
            let next = word(side, at.checked_add_signed(step)?)?;
            Some(if step < 0 { next.to_owned() + word(side, at)? } else { word(side, at)?.to_owned() + next })
        };
        let fits = |joined: Option<String>, word: Option<&str>| {
            joined
                .zip(word)
                .is_some_and(|(joined, word)| joined.len() > SHORT as usize && joined.eq_ignore_ascii_case(word))
        };
        if fits(joined(self.one, here), word(self.other, there)) {
            Some((2, 1))
        } else if fits(joined(self.other, there), word(self.one, here)) {
            Some((1, 2))
        } else {
            self.alike(here, there).then_some((1, 1))
        }
    }

    fn decided(&self, close: bool) -> Option<CutGap> {
        let (here, there) = (&self.one.tokens[self.here.clone()], &self.other.tokens[self.there.clone()]);
        let cut = here.iter().find(|token| token.key == CUT)?.span;
        let edge = |tokens: &[WordToken]| tokens.iter().any(|token| token.key == EDGE);
        if there.is_empty() || there.len() > LONGEST || edge(here) || edge(there) {
            return None;
        }
        let words = here.iter().filter(|token| token.is_word()).count();
        let others = there.iter().filter(|token| token.is_word()).count();
        if !self.flanked(close, words == 0 && others == there.len() && others <= NEAR) {
            return None;
        }
        let (kind, shown) = match (words, others, others == there.len()) {
            (0, _, true) => (GapKind::Readable, self.there.clone()),
            (_, _, true) => (GapKind::Readable, self.missing()?),
            (0, 0, _) => (GapKind::Cut, self.there.clone()),
            // What the other one leaves of a longer cut.
            (0, 3.., _) => (GapKind::Readable, self.longest()),
            (1.., 1.., _) if self.complete() => (GapKind::Mutual, self.there.clone()),
            _ => return None,
        };
        let span = self.other.span(&shown);
        if kind == GapKind::Readable && !self.tells(&shown) {
            return None;
        }
        let name = kind == GapKind::Readable && shown.len() <= NAME && self.other.is_name(&shown);
        Some(CutGap { kind, cut, there: span, reach: self.reach(), name })
    }

    /// The words of the other one that are missing here, where all others are the same, in the same order.
    fn missing(&self) -> Option<std::ops::Range<usize>> {
        let (mut at, mut first, mut last) = (self.there.start, None, None);
        for index in self.here.clone().filter(|index| self.one.tokens[*index].is_word()) {
            let next = (at..self.there.end).find(|there| self.alike(index, *there))?;
            if next > at {
                first = first.or(Some(at));
                last = Some(next);
            }
            at = next + 1;
        }
        if at < self.there.end {
            first = first.or(Some(at));
            last = Some(self.there.end);
        }
        let words = self.one.tokens[self.here.clone()].iter().filter(|token| token.is_word()).count();
        let missing = first?..last?;
        (self.there.len() >= words + 2 || self.there.len() > words && missing.len() == 1).then_some(missing)
    }

    /// The longest run of words of the other one.
    fn longest(&self) -> std::ops::Range<usize> {
        let mut longest = self.there.start..self.there.start;
        let mut start = self.there.start;
        for at in self.there.clone() {
            if !self.other.tokens[at].is_word() {
                start = at + 1;
            } else if at + 1 - start > longest.len() {
                longest = start..at + 1;
            }
        }
        longest
    }

    /// Whether each shows what the other one cuts: where the one has a redaction the other has words, in turn.
    fn complete(&self) -> bool {
        let turns = |side: Side<'_>, range: &std::ops::Range<usize>| {
            let mut turns: Vec<bool> = side.tokens[range.clone()].iter().map(WordToken::is_word).collect();
            turns.dedup();
            turns
        };
        let (one, other) = (turns(self.one, &self.here), turns(self.other, &self.there));
        let opposite = one.len() == other.len() && one.iter().zip(&other).all(|(one, other)| one != other);
        // Short words are in any text.
        let long = |at: &usize| self.one.tokens[*at].span.len() > SHORT;
        let both = self.here.clone().filter(long).any(|here| self.there.clone().any(|there| self.alike(here, there)));
        opposite && one.len() > 1 && !both
    }

    /// Whether both have the same words in front and behind. Where both texts end beside a gap in which the one has
    /// `nothing` left and the other has words alone, more words on its other side count for those that are not there.
    fn flanked(&self, close: bool, nothing: bool) -> bool {
        let (before, begin) = self.flank(self.here.start, self.there.start, -1);
        let (behind, end) = self.flank(self.here.end, self.there.end, 1);
        let least = if close { 2 } else { FLANK };
        let enough = |near: usize, end: bool, far: usize| near >= least || nothing && end && far >= REACH;
        enough(before, begin, behind) && enough(behind, end, before) && before + behind > FLANK
    }

    /// How many words beside a gap are the same, of a few, and whether nothing more can be compared: both texts end there,
    /// or one goes on with a redaction.
    fn flank(&self, here: usize, there: usize, step: isize) -> (usize, bool) {
        let (mut same, mut odd) = (0, 0);
        // Backwards a place is that of the word behind.
        let first = |at: usize, len: usize| if step < 0 { at.checked_sub(1) } else { Some(at).filter(|at| *at < len) };
        let next = |at: usize, by: usize| at.saturating_add_signed(step * by as isize);
        let (mut here, mut there) = (here, there);
        for _ in 0..REACH {
            let one = first(here, self.one.tokens.len());
            let Some((one, other)) = one.zip(first(there, self.other.tokens.len())) else { break };
            let keys = [self.one.tokens[one].key, self.other.tokens[other].key];
            if keys == [EDGE; 2] {
                // The head of a quoted mail, whose lines may go on below it, is no end of a text, but where it is the same.
                let [one, other] = [self.one.word(&self.one.tokens[one]), self.other.word(&self.other.tokens[other])];
                return (same, one.trim() == other.trim() && odd == 0);
            }
            let (by_here, by_there) = match self.same(one, other, step) {
                Some(by) => {
                    same += 1;
                    by
                }
                None if keys == [CUT; 2] => (1, 1),
                None if keys.contains(&CUT) => return (same, same > 1 && odd == 0),
                None => {
                    odd += 1;
                    if odd > 2 || keys.iter().any(|key| *key <= DOUBT) {
                        break;
                    }
                    (1, 1)
                }
            };
            (here, there) = (next(here, by_here), next(there, by_there));
        }
        (same, false)
    }

    /// Whether the words say anything: codes, levels, dates of stamps and the like do not.
    fn tells(&self, shown: &std::ops::Range<usize>) -> bool {
        self.other.tokens[shown.clone()].iter().filter(|token| token.is_word()).any(|token| {
            let word = self.other.word(token);
            let digits = word.bytes().filter(u8::is_ascii_digit).count();
            let long = word.chars().count() > 2 && digits == 0 || digits > 3;
            long && !WORDS.set.furniture.iter().any(|known| known.eq_ignore_ascii_case(word))
        })
    }

    /// How far apart the words around the gap are in the document that shows it.
    fn reach(&self) -> Distance {
        let word = |at: Option<usize>| self.other.tokens.get(at?).filter(|token| token.is_word());
        let shown = self.other.span(&self.there);
        let before = word(self.there.start.checked_sub(1)).map_or(shown.start, |token| token.span.end);
        let behind = word(Some(self.there.end)).map_or(shown.end, |token| token.span.start);
        let text = &self.other.text[before as usize..behind.max(before) as usize];
        if ["\n\n", "\n\r\n", "\u{c}"].iter().any(|gap| text.contains(gap))
            || text.trim().lines().any(|it| it.trim().is_empty())
        {
            return Distance::Apart;
        }
        let stop = text.char_indices().any(|(at, c)| {
            let rest = &text[at + c.len_utf8()..];
            let next = rest.trim_start();
            // The point of an initial or a title ends no sentence.
            let word = text[..at].rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
            matches!(c, '.' | '?' | '!')
                && (at == 0 || word.len() > 3)
                && next.len() < rest.len()
                && next.starts_with(|c: char| c.is_uppercase() || c == '(')
        });
        if stop { Distance::Paragraph } else { Distance::Sentence }
    }
}

/// Whether two words differ by no more than scanning does to one.
fn resemble(one: &str, other: &str) -> bool {
    let length = one.chars().count().max(other.chars().count());
    length > 2 && strsim::osa_distance(&one.to_lowercase(), &other.to_lowercase()) <= length.div_ceil(4).max(1)
}

impl<'s> Side<'s> {
    fn word(&self, token: &WordToken) -> &'s str {
        &self.text[token.span.range()]
    }

    fn span(&self, range: &std::ops::Range<usize>) -> Span {
        self.tokens[range.start].span.to(self.tokens[range.end.max(range.start + 1) - 1].span)
    }

    /// Whether the words can be a name: each has a capital, and not all letters are.
    fn is_name(&self, range: &std::ops::Range<usize>) -> bool {
        let mut words = self.tokens[range.clone()].iter().map(|token| self.word(token));
        words.all(|word| {
            let mut letters = word.chars();
            letters.next().is_some_and(char::is_uppercase) && letters.all(|c| c.is_lowercase() || word.len() < 3)
        })
    }
}
