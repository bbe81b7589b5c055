//! Reads the outlines of letters, to find those that programs are told to be other letters than the page shows.
//!
//! A font may say of each of its shapes what it is, and nothing makes it tell the truth. Each shape is compared with the
//! letters of the standard fonts: it is taken for another letter only if it is much more like that one.

pub(super) mod specimen;

use std::collections::HashMap;

use hayro_interpret::kurbo::{BezPath, PathEl, Point, Shape as _, flatten};

/// Squares of the grid in which a shape is compared, across and down.
const SIDE: usize = 16;
/// How far a shape may be from a letter that it is, of 1: at once, and in a font whose other letters are what they say.
const SURE: f32 = 0.09;
const LIKELY: f32 = 0.14;
/// How much farther it must be from the letter that it is said to be.
const APART: f32 = 0.17;
/// Letters that a font must say truly, so that it is judged by the other measure.
const TRUE: u32 = 5;
/// Shapes of a file at most; points of a shape.
const MOST: usize = 20_000;
const POINTS: usize = 4_000;

/// Letters that look alike, whatever the font.
const ALIKE: [&str; 12] = ["0oOQ", "1lIi|jtfr", "5sS", "8B", "2zZ", "6bG", "9gq", "uvUVyY", "nhm", "ceo", "a", "CG"];

/// The letters of a file that were seen.
#[derive(Debug, Default)]
pub(super) struct Letters {
    standard: &'static [(char, Grid)],
    known: HashMap<(u128, char), u32>,
    verdicts: Vec<Verdict>,
    /// Of each font, how many letters are what they are said to be.
    fonts: Vec<u32>,
}

#[derive(Clone, Copy, Debug)]
struct Verdict {
    font: u32,
    /// What the shape is, if not what it is said to be, and whether that is sure.
    drawn: Option<(char, bool)>,
}

impl Letters {
    /// Letters that are compared with those of the standard fonts.
    pub(super) fn beside(standard: &'static [(char, Grid)]) -> Letters {
        Letters { standard, ..Letters::default() }
    }

    /// Notes a shape that is said to be `said`, of the font of the shape `beside` it; the number by which it is known.
    pub(super) fn note(
        &mut self,
        key: u128,
        said: char,
        beside: Option<u32>,
        outline: impl FnOnce() -> BezPath,
    ) -> Option<u32> {
        if let Some(known) = self.known.get(&(key, said)) {
            return Some(*known);
        }
        if !said.is_ascii_alphanumeric() || self.verdicts.len() >= MOST {
            return None;
        }
        let font = beside.map_or(self.fonts.len() as u32, |beside| self.verdicts[beside as usize].font);
        if font as usize == self.fonts.len() {
            self.fonts.push(0);
        }
        let drawn = Grid::of(&outline()).map(|grid| grid.read(said, self.standard));
        self.fonts[font as usize] += u32::from(drawn == Some(None));
        let number = self.verdicts.len() as u32;
        self.verdicts.push(Verdict { font, drawn: drawn.flatten() });
        self.known.insert((key, said), number);
        Some(number)
    }

    /// Which letter a shape is, if not the one that it is said to be.
    pub(super) fn drawn(&self, number: u32) -> Option<char> {
        let Verdict { font, drawn } = self.verdicts[number as usize];
        drawn.filter(|(_, sure)| *sure || self.fonts[font as usize] >= TRUE).map(|(letter, _)| letter)
    }

    /// Whether no shape is another letter than it is said to be.
    pub(super) fn are_true(&self) -> bool {
        self.verdicts.iter().all(|verdict| verdict.drawn.is_none())
    }
}

/// A shape, stretched over a grid, and how much wider it is than high.
#[derive(Clone, Debug)]
pub(super) struct Grid {
    rows: [u16; SIDE],
    shape: f32,
    top: f32,
}

impl Grid {
    fn of(outline: &BezPath) -> Option<Grid> {
        let bounds = outline.bounding_box();
        let (width, height) = (bounds.width(), bounds.height());
        if width < 1.0 || height < 1.0 || !bounds.is_finite() || outline.elements().len() > POINTS {
            return None;
        }
        // Where the edges of the shape cross the middle of each row.
        let mut crossings: [Vec<(f64, i32)>; SIDE] = Default::default();
        let (mut first, mut last) = (Point::ORIGIN, Point::ORIGIN);
        let mut edge = |from: Point, to: Point| {
            for (row, crossings) in crossings.iter_mut().enumerate() {
                let y = bounds.y1 - height * (row as f64 + 0.5) / SIDE as f64;
                if (from.y <= y) != (to.y <= y) {
                    let x = from.x + (y - from.y) / (to.y - from.y) * (to.x - from.x);
                    crossings.push((x, if to.y > from.y { 1 } else { -1 }));
                }
            }
        };
        flatten(outline, 4.0, |element| match element {
            PathEl::MoveTo(at) => {
                edge(last, first);
                (first, last) = (at, at);
            }
            PathEl::LineTo(at) => {
                edge(last, at);
                last = at;
            }
            PathEl::ClosePath => {
                edge(last, first);
                last = first;
            }
            _ => {}
        });
        edge(last, first);
        let mut rows = [0; SIDE];
        for (row, crossings) in rows.iter_mut().zip(&mut crossings) {
            crossings.sort_by(|one, other| one.0.total_cmp(&other.0));
            for column in 0..SIDE {
                let x = bounds.x0 + width * (column as f64 + 0.5) / SIDE as f64;
                let winding: i32 = crossings.iter().take_while(|(at, _)| *at <= x).map(|(_, turn)| turn).sum();
                *row |= u16::from(winding != 0) << column;
            }
        }
        Some(Grid { rows, shape: (width / height).ln() as f32, top: (bounds.y1 / 1000.0) as f32 })
    }

    /// How unlike two shapes are.
    fn apart(&self, other: &Grid) -> f32 {
        let squares: u32 = self.rows.iter().zip(&other.rows).map(|(one, other)| (one ^ other).count_ones()).sum();
        squares as f32 / (SIDE * SIDE) as f32 + 0.12 * (self.shape - other.shape).abs()
    }

    /// Which letter it is, if not `said`, and whether that is sure.
    fn read(&self, said: char, standard: &[(char, Grid)]) -> Option<(char, bool)> {
        let (mut own, mut best, mut place, mut letter) = (f32::MAX, f32::MAX, f32::MAX, None);
        for (sign, grid) in standard {
            let apart = self.apart(grid);
            // Large and small letters have one shape, at times.
            let at = apart + 0.2 * (self.top - grid.top).abs();
            if are_alike(said, *sign) {
                own = own.min(apart);
            }
            best = best.min(apart);
            if at < place {
                (place, letter) = (at, Some(*sign));
            }
        }
        let letter = letter.filter(|letter| !are_alike(said, *letter))?;
        (own < f32::MAX && best < LIKELY && own - best > APART).then_some((letter, best < SURE))
    }
}

fn are_alike(one: char, other: char) -> bool {
    let within = |letters: &&str| letters.contains(one) && letters.contains(other);
    one.eq_ignore_ascii_case(&other) || ALIKE.iter().any(within)
}
