//! Puts the letters of a page together to words, and the words to lines.

use hayro_interpret::kurbo::{Point, Rect, Vec2};

use super::cover::Sight;
use super::device::Drawing;
use crate::source::hidden::HiddenKind;

/// Part of the height of a font that parts two words.
const GAP: f64 = 0.15;
/// Part of the height of a font by which the baselines of one line may differ.
const RISE: f64 = 0.35;

/// Letters for which there is room in a word from the start.
const WORD: usize = 16;
/// Part of the height of a font by which a sign is raised or lowered.
const RAISED: f64 = 0.62;

/// Which way lines run on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Turn {
    Right,
    Down,
    Left,
    Up,
}

impl Turn {
    fn of(along: Vec2) -> Turn {
        match (along.x.abs() >= along.y.abs(), along.x >= 0.0, along.y >= 0.0) {
            (true, true, _) => Turn::Right,
            (true, false, _) => Turn::Left,
            (false, _, true) => Turn::Down,
            (false, _, false) => Turn::Up,
        }
    }

    /// A place, as seen by who turns the page so that the lines run to the right.
    fn seen(self, at: Point) -> Point {
        match self {
            Turn::Right => at,
            Turn::Down => Point::new(at.y, -at.x),
            Turn::Left => Point::new(-at.x, -at.y),
            Turn::Up => Point::new(-at.y, at.x),
        }
    }
}

/// Letters that belong together.
#[derive(Clone, Debug)]
pub(super) struct Word {
    pub(super) text: String,
    /// Where it is on the page.
    pub(super) place: Rect,
    pub(super) turn: Turn,
    /// Where it begins and ends, and its baseline, as its reader sees them.
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) base: f64,
    pub(super) size: f64,
    /// How it is hidden, how much it is covered, and what covers it.
    pub(super) hidden: Option<(HiddenKind, Option<u8>, u32)>,
    /// When it was drawn; 0 if it is there for programs only.
    pub(super) order: u32,
    /// Whether a blank stands behind it.
    pub(super) spaced: bool,
    /// Whether it is a mark of a redaction.
    pub(super) mark: bool,
}

/// The words of a page, in the order in which they are drawn.
pub(super) fn words(drawing: &Drawing, sights: &[Sight]) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut open = false;
    for (glyph, sight) in drawing.glyphs.iter().zip(sights) {
        let text = drawing.text_of(glyph);
        if text.chars().all(|c| c.is_whitespace() || c.is_control()) {
            if let Some(last) = words.last_mut().filter(|_| open) {
                last.spaced = true;
            }
            open = false;
            continue;
        }
        let hidden = match *sight {
            Sight::Hidden(kind, percent, paint) => Some((kind, percent, paint)),
            _ => None,
        };
        if !glyph.origin.is_finite() || !glyph.along.is_finite() || !glyph.up.is_finite() {
            continue;
        }
        let turn = Turn::of(glyph.along);
        let start = turn.seen(glyph.origin);
        let end = turn.seen(glyph.origin + glyph.along);
        let size = glyph.size().max(0.1);
        let place = glyph.ink();
        let joins = words.last().filter(|_| open).is_some_and(|last| {
            let gap = start.x - last.right;
            last.turn == turn
                && last.hidden.map(|(kind, ..)| kind) == hidden.map(|(kind, ..)| kind)
                && (start.y - last.base).abs() < RISE * 0.5 * size.min(last.size)
                && gap < GAP * size
                && gap > -0.6 * size.min(last.size)
        });
        open = true;
        match words.last_mut().filter(|_| joins) {
            Some(last) => {
                push(&mut last.text, text);
                last.right = last.right.max(end.x);
                last.place = last.place.union(place);
                last.size = last.size.max(size);
                if let (Some((_, Some(most), _)), Some((_, Some(percent), _))) = (&mut last.hidden, hidden) {
                    *most = (*most).max(percent);
                }
            }
            None => {
                let mut word = Word {
                    text: String::with_capacity(WORD),
                    place,
                    turn,
                    left: start.x,
                    right: end.x,
                    base: start.y,
                    size,
                    hidden,
                    order: if glyph.invisible { 0 } else { glyph.order },
                    spaced: false,
                    mark: false,
                };
                push(&mut word.text, text);
                words.push(word);
            }
        }
    }
    words
}

/// Ligatures are one sign on the page and two letters to readers.
fn push(word: &mut String, text: &str) {
    if text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return word.push_str(text);
    }
    for character in text.chars().filter(|c| !c.is_control()) {
        match character {
            '\u{FB00}' => word.push_str("ff"),
            '\u{FB01}' => word.push_str("fi"),
            '\u{FB02}' => word.push_str("fl"),
            '\u{FB03}' => word.push_str("ffi"),
            '\u{FB04}' => word.push_str("ffl"),
            '\u{FB05}' | '\u{FB06}' => word.push_str("st"),
            '\u{A0}' => word.push(' '),
            character => word.push(character),
        }
    }
}

/// Words side by side.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) words: Vec<Word>,
    pub(super) base: f64,
    pub(super) size: f64,
    /// Where its column begins, if it is in one of several.
    pub(super) margin: Option<f64>,
}

impl Line {
    pub(super) fn left(&self) -> f64 {
        self.words.first().map_or(0.0, |word| word.left)
    }

    pub(super) fn right(&self) -> f64 {
        self.words.iter().map(|word| word.right).fold(f64::MIN, f64::max)
    }

    /// What it says, with single blanks.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        for (index, word) in self.words.iter().enumerate() {
            if index > 0 && !joined(&self.words[index - 1], word) {
                text.push(' ');
            }
            text.push_str(&word.text);
        }
        text
    }
}

/// Whether two neighbors on a line are one word that was drawn in two pieces.
pub(super) fn joined(left: &Word, right: &Word) -> bool {
    let gap = right.left - left.right;
    !left.spaced && gap < GAP * left.size.min(right.size)
}

/// The lines that words make, from top to bottom.
pub(super) fn lines(mut words: Vec<Word>) -> Vec<Line> {
    words.sort_by(|a, b| a.base.total_cmp(&b.base));
    let mut lines: Vec<Line> = Vec::new();
    for word in words {
        // A raised or lowered sign is smaller than its line.
        let same = |line: &&mut Line| {
            let apart = (line.base - word.base).abs();
            apart < RISE * line.size.min(word.size) || apart < RAISED * line.size.max(word.size) && near(line, &word)
        };
        match lines.iter_mut().rev().take(3).find(same) {
            Some(line) => {
                if word.size > line.size {
                    (line.base, line.size) = (word.base, word.size);
                }
                line.words.push(word);
            }
            None => lines.push(Line { base: word.base, size: word.size, margin: None, words: vec![word] }),
        }
    }
    lines.sort_by(|a, b| a.base.total_cmp(&b.base));
    raise(&mut lines);
    for line in &mut lines {
        line.words.sort_by(|a, b| a.left.total_cmp(&b.left));
        bolden(&mut line.words);
    }
    lines
}

/// Puts raised and lowered signs that were taken for lines into the line beside which they stand.
fn raise(lines: &mut Vec<Line>) {
    for index in 0..lines.len() {
        for other in [index + 1, index.wrapping_sub(1)] {
            let Some(line) = lines.get(other).filter(|line| {
                let apart = (line.base - lines[index].base).abs();
                line.size > lines[index].size && apart < RAISED * line.size
            }) else {
                continue;
            };
            let (moved, kept) = lines[index].words.iter().cloned().partition(|word| near(line, word));
            lines[index].words = kept;
            let moved: Vec<Word> = moved;
            lines[other].words.extend(moved);
        }
    }
    lines.retain(|line| !line.words.is_empty());
}

/// Whether a word of another size stands right beside one of the line.
fn near(line: &Line, word: &Word) -> bool {
    let beside = |other: &Word| {
        let gap = (word.left - other.right).max(other.left - word.right);
        other.size.max(word.size) > 1.08 * other.size.min(word.size) && gap.abs() < 0.4 * other.size.max(word.size)
    };
    line.words.iter().rev().take(64).any(beside)
}

/// Words drawn twice, a little apart, are printed in bold.
fn bolden(words: &mut Vec<Word>) {
    words.dedup_by(|later, earlier| {
        later.text == earlier.text && (later.left - earlier.left).abs() < 0.12 * earlier.size && !later.mark
    });
}
