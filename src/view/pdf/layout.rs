//! Writes the lines of a page as text, with blanks where the page has room.

use hayro_interpret::kurbo::Rect;

use super::words::{Line, Word, joined};
use crate::source::packed::{Packing, Rectangle};

/// Lines that stand side by side, so that they are two columns.
const COLUMN: usize = 6;
/// Columns of the text at most.
const WIDEST: usize = 240;

/// What is usual on a page.
#[derive(Clone, Copy, Debug)]
pub(super) struct Usual {
    /// The width of a letter.
    pub(super) letter: f64,
    /// The height of the font.
    pub(super) size: f64,
    /// From one baseline to the next.
    pub(super) pitch: f64,
}

impl Usual {
    pub(super) fn of(lines: &[Line]) -> Usual {
        let words = || lines.iter().flat_map(|line| &line.words).filter(|word| !word.mark);
        let letters: usize = words().map(|word| word.text.chars().count()).sum();
        let width: f64 = words().map(|word| word.right - word.left).sum();
        let letter = if letters > 0 { (width / letters as f64).max(1.0) } else { 6.0 };
        let mut sizes: Vec<f64> = words().map(|word| word.size).collect();
        sizes.sort_by(f64::total_cmp);
        let size = sizes.get(sizes.len() / 2).copied().unwrap_or(12.0);
        let mut steps: Vec<f64> = lines.windows(2).map(|pair| pair[1].base - pair[0].base).collect();
        steps.retain(|step| *step > 0.8 * size && *step < 3.0 * size);
        steps.sort_by(f64::total_cmp);
        let pitch = steps.get(steps.len() / 4).copied().filter(|_| steps.len() > 2).unwrap_or(1.2 * size);
        Usual { letter, size, pitch }
    }
}

/// The lines in the order in which they are read: a column before the next one.
pub(super) fn reading_order(lines: Vec<Line>, usual: Usual) -> Vec<Line> {
    let mut ordered = Vec::with_capacity(lines.len());
    let mut rest = lines.into_iter().peekable();
    let mut block: Vec<(Line, f64)> = Vec::new();
    while let Some(line) = rest.next() {
        let mut gutters = gutters(&line, usual);
        // The lines of two columns need not stand on the same height.
        if let Some(next) = rest.peek().filter(|next| next.base - line.base < 0.8 * usual.pitch) {
            for (left, right) in [(&line, next), (next, &line)] {
                gutters.extend((right.left() - left.right() > 1.2 * usual.size).then(|| right.left()));
            }
        }
        let gutter = block.last().map(|(_, gutter)| *gutter);
        let matching = match gutter {
            Some(gutter) => passes(&line, gutter, usual).then_some(gutter),
            None => gutters.first().copied(),
        };
        match matching {
            Some(gutter) => block.push((line, gutter)),
            None => {
                split(&mut block, &mut ordered, usual);
                match gutters.first() {
                    Some(gutter) => block.push((line, *gutter)),
                    None => ordered.push(line),
                }
            }
        }
    }
    split(&mut block, &mut ordered, usual);
    ordered
}

/// Where a line has room in its middle.
fn gutters(line: &Line, usual: Usual) -> Vec<f64> {
    let room = |pair: &[Word]| {
        let gap = pair[1].left - pair[0].right;
        (gap > 1.2 * usual.size).then_some(pair[1].left)
    };
    line.words.windows(2).filter_map(room).collect()
}

/// Whether nothing of a line is in the gutter before the column that begins at `right`.
fn passes(line: &Line, right: f64, usual: Usual) -> bool {
    line.words.iter().all(|word| word.right < right - 0.7 * usual.size || word.left > right - 0.3 * usual.size)
}

/// Adds lines that a gutter runs through: column by column if they are prose, else as they are.
fn split(block: &mut Vec<(Line, f64)>, ordered: &mut Vec<Line>, usual: Usual) {
    let lines = std::mem::take(block);
    let Some(gutter) = lines.first().map(|(_, gutter)| *gutter) else { return };
    let halves = |line: &Line| -> [Vec<Word>; 2] {
        let (left, right) = line.words.iter().cloned().partition(|word| word.left < gutter - 0.3 * usual.size);
        [left, right]
    };
    let prose = |index: usize| {
        let sides: Vec<Vec<Word>> = lines.iter().map(|(line, _)| halves(line)[index].clone()).collect();
        let full: Vec<&Vec<Word>> = sides.iter().filter(|words| !words.is_empty()).collect();
        let words: usize = full.iter().map(|words| words.len()).sum();
        let begins = full.iter().filter(|words| index == 0 || (words[0].left - gutter).abs() < 2.5 * usual.size);
        let gaps = |words: &&&Vec<Word>| words.windows(2).any(|pair| pair[1].left - pair[0].right > 1.5 * usual.size);
        let broken = full.iter().filter(gaps).count();
        full.len() >= COLUMN
            && words >= 3 * full.len()
            && begins.count() * 10 >= full.len() * 9
            && broken * 10 <= full.len()
    };
    if !(prose(0) && prose(1)) {
        ordered.extend(lines.into_iter().map(|(line, _)| line));
        return;
    }
    for side in 0..2 {
        let words = lines.iter().map(|(line, _)| (line, std::mem::take(&mut halves(line)[side])));
        let words: Vec<(&Line, Vec<Word>)> = words.filter(|(_, words)| !words.is_empty()).collect();
        let margin = words.iter().map(|(_, words)| words[0].left).reduce(f64::min);
        ordered.extend(words.into_iter().map(|(line, words)| Line { words, margin, ..*line }));
    }
}

/// What is hidden, and where on the page.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    pub(super) word: Word,
    pub(super) text: String,
}

/// Writes lines as text, each piece of hidden text at the line where it is.
pub(super) fn write(packing: &mut Packing, lines: &[Line], usual: Usual, pieces: &[Piece]) {
    let least = lines.iter().filter(|line| line.margin.is_none()).map(Line::left).fold(f64::MAX, f64::min);
    let mut pieces = pieces.iter().peekable();
    let mut above: Option<&Line> = None;
    for line in lines {
        while let Some(piece) = pieces.next_if(|piece| piece.word.base < line.base - 0.5 * usual.pitch) {
            hide(packing, piece);
        }
        if let Some(above) = above {
            let step = line.base - above.base;
            let size = above.size.max(line.size).max(usual.pitch / 1.3);
            if step < 0.0 || step > 1.3 * usual.pitch.max(1.05 * size) {
                packing.put("\n");
            }
        }
        let margin = line.margin.unwrap_or(least);
        let mut column = (((line.left() - margin) / usual.letter).round().max(0.0) as usize).min(WIDEST);
        packing.put(&" ".repeat(column));
        let mut marked = false;
        for (index, word) in line.words.iter().enumerate() {
            if let Some(before) = index.checked_sub(1).map(|index| &line.words[index]) {
                if marked && is_mark(&word.text) && word.left - before.right >= 0.6 * before.size {
                    // Cells of a row with marks of their own are read as portions.
                    packing.put("\n\n");
                    column = 0;
                } else {
                    let room = blanks(before, word, column, margin, usual);
                    packing.put(&" ".repeat(room));
                    column += room;
                }
            }
            marked |= is_mark(&word.text);
            packing.put_at(&word.text, points(word.place));
            column += word.text.chars().count();
        }
        packing.put("\n");
        above = Some(line);
    }
    for piece in pieces {
        hide(packing, piece);
    }
}

/// Whether a word has the form of a portion mark.
fn is_mark(word: &str) -> bool {
    let inside = word.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
    inside.is_some_and(|mark| mark.starts_with(|c: char| c.is_ascii_uppercase()) && !mark.contains(char::is_lowercase))
}

/// How many blanks stand between two words, of which the first ends in `column`.
fn blanks(before: &Word, word: &Word, column: usize, margin: f64, usual: Usual) -> usize {
    let gap = word.left - before.right;
    if joined(before, word) {
        return 0;
    }
    if gap < 0.9 * before.size.max(word.size) {
        return 1;
    }
    let wanted = (((word.left - margin) / usual.letter).round().max(0.0) as usize).min(WIDEST);
    wanted.saturating_sub(column).max(if gap < 1.5 * before.size { 1 } else { 2 })
}

fn hide(packing: &mut Packing, piece: &Piece) {
    if let Some((kind, covered, _)) = piece.word.hidden {
        packing.hide(kind, &piece.text, Some(points(piece.word.place)), covered);
    }
}

pub(super) fn points(place: Rect) -> Rectangle {
    [place.x0 as f32, place.y0 as f32, place.x1 as f32, place.y1 as f32]
}
