//! Reads the notes that lie on a page: marks for redaction, and boxes that programs draw by themselves.

use hayro_interpret::hayro_syntax::object::{Array, Dict, Name, Rect as Sides};
use hayro_interpret::hayro_syntax::page::Page;
use hayro_interpret::kurbo::{Affine, Rect};

use super::device::Drawing;
use super::limits;

/// Notes of a page at most.
const MOST: usize = 20_000;

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
    let mut areas = Vec::new();
    for note in notes(page).iter().filter(|note| is(note, b"Redact")) {
        let quads: Vec<f64> = note
            .get::<Array<'_>>(b"QuadPoints")
            .map(|points| points.iter::<f64>().take(MOST).collect())
            .unwrap_or_default();
        let before = areas.len();
        for quad in quads.chunks_exact(8).filter(|quad| quad.iter().all(|at| at.is_finite())) {
            let side = |first: usize, pick: fn(f64, f64) -> f64| {
                quad.iter().skip(first).step_by(2).copied().reduce(pick).unwrap_or(0.0)
            };
            let area = Rect::new(side(0, f64::min), side(1, f64::min), side(0, f64::max), side(1, f64::max));
            areas.push(Redact { area: transform.transform_rect_bbox(area) });
        }
        if areas.len() == before {
            areas.extend(place(note, transform).map(|area| Redact { area }));
        }
    }
    areas
}

/// Draws the boxes that viewers draw for notes that do not say how they look.
pub(super) fn draw(page: &Page<'_>, transform: Affine, drawing: &mut Drawing) {
    for note in notes(page).iter().filter(|note| (is(note, b"Square") || is(note, b"Polygon")) && shows(note)) {
        let plain = note.get::<Dict<'_>>(b"AP").is_none();
        let opacity = note.get::<f32>(b"CA").unwrap_or(1.0);
        let inner: Vec<f32> =
            note.get::<Array<'_>>(b"IC").map(|inner| inner.iter::<f32>().take(4).collect()).unwrap_or_default();
        let colour = match inner[..] {
            [grey] => Some([grey; 3]),
            [red, green, blue] => Some([red, green, blue]),
            [cyan, magenta, yellow, black] => Some([cyan, magenta, yellow].map(|ink| (1.0 - ink) * (1.0 - black))),
            _ => None,
        };
        if let (true, true, Some(colour), Some(area)) =
            (plain, opacity >= limits::OPAQUE, colour, place(note, transform))
        {
            drawing.cover(area, colour.map(|part| (part.clamp(0.0, 1.0) * 255.0) as u8));
        }
    }
}
