//! Reads the notes that lie on a page: marks for redaction, and boxes that programs draw by themselves.

use hayro_interpret::hayro_syntax::object::{Array, Dict, Name, Rect as Sides};
use hayro_interpret::hayro_syntax::page::Page;
use hayro_interpret::kurbo::{Affine, Point, Rect};

use super::device::Drawing;
use super::limits;

/// Notes of a page at most.
const MOST: usize = 4_000;

/// Parts of a color below which no letter shows through, of 255.
const DARK: u8 = 80;

/// Width of a line from which on it hides letters, in points.
const THICK: f64 = 5.0;

/// An area of the page that is marked for redaction.
pub(super) struct Redact {
    pub(super) area: Rect,
}

/// The notes of a page.
pub(super) fn notes<'a>(page: &Page<'a>) -> Vec<Dict<'a>> {
    let notes = page.raw().get::<Array<'_>>(b"Annots");
    notes.map(|notes| notes.iter::<Dict<'_>>().take(MOST).collect()).unwrap_or_default()
}

/// What kind of note it is.
pub(super) fn is(note: &Dict<'_>, kind: &[u8]) -> bool {
    note.get::<Name<'_>>(b"Subtype").is_some_and(|name| &*name == kind)
}

/// Whether it is shown.
pub(super) fn shows(note: &Dict<'_>) -> bool {
    const HIDDEN: u32 = 1 << 1 | 1 << 5;
    note.get::<u32>(b"F").unwrap_or(0) & HIDDEN == 0
}

/// Where it is, in points from the top left.
pub(super) fn place(note: &Dict<'_>, transform: Affine) -> Option<Rect> {
    let sides = note.get::<Sides>(b"Rect")?;
    let area = Rect::new(sides.x0, sides.y0, sides.x1, sides.y1).abs();
    area.is_finite().then(|| transform.transform_rect_bbox(area))
}

pub(super) fn transform(page: &Page<'_>) -> Affine {
    Affine::new(page.initial_transform(true).as_coeffs())
}

/// The areas of a page that are marked for redaction.
pub(super) fn redacts(page: &Page<'_>) -> Vec<Redact> {
    let transform = transform(page);
    let notes = notes(page);
    let marks = notes.iter().filter(|note| is(note, b"Redact"));
    marks.flat_map(|note| areas(note, transform)).map(|area| Redact { area }).collect()
}

/// The areas of a page that are highlighted: viewers print highlights like ink, whatever their form says.
pub(super) fn highlights(page: &Page<'_>) -> Vec<Rect> {
    let transform = transform(page);
    notes(page).iter().filter(|note| is(note, b"Highlight")).filter_map(|note| place(note, transform)).collect()
}

/// The areas that a note marks: its quadrilaterals, or else all of it.
fn areas(note: &Dict<'_>, transform: Affine) -> Vec<Rect> {
    let quads: Vec<f64> = numbers(note, b"QuadPoints");
    let sides = |quad: &[f64]| {
        let side = |first: usize, pick: fn(f64, f64) -> f64| {
            quad.iter().skip(first).step_by(2).copied().reduce(pick).unwrap_or(0.0)
        };
        Rect::new(side(0, f64::min), side(1, f64::min), side(0, f64::max), side(1, f64::max))
    };
    let quads = quads.chunks_exact(8).filter(|quad| quad.iter().all(|at| at.is_finite()));
    let areas: Vec<Rect> = quads.map(|quad| transform.transform_rect_bbox(sides(quad))).collect();
    if areas.is_empty() { place(note, transform).into_iter().collect() } else { areas }
}

fn numbers(note: &Dict<'_>, key: &[u8]) -> Vec<f64> {
    note.get::<Array<'_>>(key).map(|numbers| numbers.iter::<f64>().take(MOST).collect()).unwrap_or_default()
}

/// A color of a note.
fn colour(note: &Dict<'_>, key: &[u8]) -> Option<[u8; 3]> {
    let parts = match numbers(note, key)[..] {
        [grey] => [grey; 3],
        [red, green, blue] => [red, green, blue],
        [cyan, magenta, yellow, black] => [cyan, magenta, yellow].map(|ink| (1.0 - ink) * (1.0 - black)),
        _ => return None,
    };
    Some(parts.map(|part| (part.clamp(0.0, 1.0) * 255.0) as u8))
}

/// The area that a line of a pen covers that is thick enough to hide letters, and straight and level like them.
fn bar(note: &Dict<'_>, transform: Affine) -> Option<Rect> {
    let thick = note.get::<Dict<'_>>(b"BS").and_then(|style| style.get::<f64>(b"W")).unwrap_or(1.0);
    let strokes = note.get::<Array<'_>>(b"InkList").and_then(|strokes| strokes.iter::<Array<'_>>().next());
    let stroke = strokes.map(|stroke| stroke.iter::<f64>().take(MOST).collect()).unwrap_or_default();
    let points: Vec<f64> = [numbers(note, b"L"), stroke].concat();
    let points = points.chunks_exact(2).map(|at| Point::new(at[0], at[1])).filter(|at| at.is_finite());
    let area = points.map(|at| Rect::from_points(at, at)).reduce(|one, other| one.union(other))?;
    let level = area.height().min(area.width()) < thick / 2.0;
    (thick >= THICK && level).then(|| transform.transform_rect_bbox(area.inflate(thick / 2.0, thick / 2.0)))
}

/// Draws the boxes that viewers draw for notes that do not say how they look.
pub(super) fn draw(page: &Page<'_>, transform: Affine, drawing: &mut Drawing) {
    for note in notes(page).iter().filter(|note| shows(note) && note.get::<Dict<'_>>(b"AP").is_none()) {
        if note.get::<f32>(b"CA").unwrap_or(1.0) < limits::OPAQUE {
            continue;
        }
        if is(note, b"Square") || is(note, b"Polygon") {
            if let (Some(colour), Some(area)) = (colour(note, b"IC"), place(note, transform)) {
                drawing.cover(area, colour);
            }
        } else if is(note, b"Line") || is(note, b"Ink") {
            if let Some((colour, area)) = colour(note, b"C").zip(bar(note, transform)) {
                drawing.cover(area, colour);
            }
        } else if is(note, b"Highlight") {
            // Highlights are printed like ink: text shows through unless they are dark.
            let dark = colour(note, b"C").filter(|colour| colour.iter().all(|part| *part < DARK));
            dark.into_iter()
                .for_each(|colour| areas(note, transform).iter().for_each(|area| drawing.cover(*area, colour)));
        }
    }
}
