//! Knows the forms of what a page paints, and of what it is clipped by.

use hayro_interpret::FillRule;
use hayro_interpret::kurbo::{Affine, BezPath, PathEl, Point, Rect, Shape as _};

/// The form of what is painted.
#[derive(Clone, Debug)]
pub(super) enum Shape {
    Rectangle(Rect),
    Path(BezPath, FillRule),
    /// A line, and half its width.
    Stroke(BezPath, f64),
    /// A picture: what turns a place on the page into one in its unit square.
    Picture(Affine),
}

/// What drawings are cut off by.
#[derive(Clone, Debug)]
pub(super) struct Clip {
    pub(super) outer: Option<u32>,
    pub(super) bounds: Rect,
    pub(super) path: Option<(BezPath, FillRule)>,
}

impl Clip {
    /// What it leaves; the outermost leaves all, since text beyond the page is looked for.
    pub(super) fn bounds_or_all(&self, index: u32) -> Rect {
        const FAR: f64 = 1e7;
        if index == 0 { Rect::new(-FAR, -FAR, FAR, FAR) } else { self.bounds }
    }
}

/// The rectangle that a path is, if it is one that stands straight.
pub(super) fn rectangle(path: &BezPath) -> Option<Rect> {
    let elements = path.elements();
    if !(4..=6).contains(&elements.len()) {
        return None;
    }
    let bounds = path.bounding_box();
    let near = |a: f64, b: f64| (a - b).abs() < 0.05;
    let corner = |at: &Point| {
        (near(at.x, bounds.x0) || near(at.x, bounds.x1)) && (near(at.y, bounds.y0) || near(at.y, bounds.y1))
    };
    let corners = elements.iter().all(|element| match element {
        PathEl::MoveTo(at) | PathEl::LineTo(at) => corner(at),
        PathEl::ClosePath => true,
        _ => false,
    });
    let area = path.area().abs();
    (corners && (area - bounds.area()).abs() < 0.02 * bounds.area().max(0.1)).then_some(bounds)
}

/// A path as it is filled: with an edge from the end of each part to its beginning.
pub(super) fn closed(path: &BezPath) -> BezPath {
    let (mut closed, mut open) = (BezPath::new(), false);
    for element in path.elements() {
        if matches!(element, PathEl::MoveTo(_)) && open {
            closed.close_path();
        }
        open = !matches!(element, PathEl::ClosePath);
        closed.push(*element);
    }
    if open {
        closed.close_path();
    }
    closed
}

/// Whether a path, filled, is at a place.
pub(super) fn inside(path: &BezPath, rule: FillRule, at: Point) -> bool {
    let winding = path.winding(at);
    match rule {
        FillRule::NonZero => winding != 0,
        FillRule::EvenOdd => winding % 2 != 0,
    }
}
