//! Finds the boxes on a page that stand for words: marks of a redaction.

use hayro_interpret::kurbo::{PathEl, Point, Rect, Shape as _};

use super::device::{Drawing, Paint};
use super::shapes::Shape;
use super::words::{Line, Turn, Word};

/// Brightness below which a box is black, of 255.
const BLACK: u32 = 70;
/// Heights of a box, in heights of the font of the page.
const LOW: f64 = 0.55;
const HIGH: f64 = 12.0;
/// Boxes of a page at most.
const MOST: usize = 4_000;

/// The straight box that a paint is.
fn rectangle(paint: &Paint) -> Option<Rect> {
    match &paint.shape {
        Shape::Rectangle(_) => Some(paint.bounds),
        // Rounded corners leave most of it.
        Shape::Path(path, _) => (path.area().abs() > 0.82 * path.bounding_box().area()).then_some(paint.bounds),
        Shape::Stroke(path, half) => match path.elements() {
            [PathEl::MoveTo(from), PathEl::LineTo(to)] if (from.y - to.y).abs() < 0.5 => {
                Some(Rect::new(from.x.min(to.x), from.y - half, from.x.max(to.x), from.y + half))
            }
            _ => None,
        },
        Shape::Picture(_) => None,
    }
}

fn is_black(paint: &Paint) -> bool {
    paint
        .colour
        .is_some_and(|[red, green, blue]| u32::from(red) * 3 + u32::from(green) * 6 + u32::from(blue) < BLACK * 10)
}

/// The black boxes of a page that no visible text is printed on.
pub(super) fn boxes(drawing: &Drawing, words: &[Word], page: Rect, size: f64) -> Vec<Rect> {
    let mut found: Vec<Rect> = Vec::new();
    let black = drawing.paints.iter().filter(|paint| paint.opaque && is_black(paint)).filter_map(rectangle);
    for area in black.map(|area| area.intersect(page)) {
        let (width, height) = (area.width(), area.height());
        let fits = height > LOW * size && height < HIGH * size && width > 0.5 * size && area.area() < 0.4 * page.area();
        // A black square is a box that was ticked.
        let square = (width - height).abs() < 0.12 * height;
        if !fits || square || width < 0.8 * height && height > 2.0 * size || found.len() >= MOST {
            continue;
        }
        // A box that was filled and framed, or drawn word by word, is one.
        let touches = |other: &&mut Rect| {
            let shared = area.y1.min(other.y1) - area.y0.max(other.y0);
            let gap = area.x0.max(other.x0) - area.x1.min(other.x1);
            shared > 0.7 * height.max(other.height()) && gap < 0.12 * size
        };
        match found.iter_mut().rev().take(64).find(touches) {
            Some(other) => *other = other.union(area),
            None => found.push(area),
        }
    }
    let on = |area: &Rect, word: &Word| word.hidden.is_none() && area.contains(word.place.center());
    found.retain(|area| !words.iter().any(|word| on(area, word)));
    found
}

/// The boxes as words, of which each is as wide as its letters would be, where lines of text are near.
pub(super) fn marks(boxes: &[Rect], lines: &[Line], letter: f64, pitch: f64, size: f64) -> Vec<Word> {
    let mut marks = Vec::new();
    let near = |area: &Rect| {
        let first = lines.partition_point(|line| line.base < area.y0 - 2.5 * pitch);
        lines[first..].iter().take(200).take_while(|line| line.base < area.y1 + 3.5 * pitch).next().is_some()
    };
    for area in boxes.iter().filter(|area| near(area)) {
        let rows = ((area.height() / pitch).round() as usize).clamp(1, 16);
        let step = area.height() / rows as f64;
        for row in 0..rows {
            let (top, bottom) = (area.y0 + step * row as f64, area.y0 + step * (row as f64 + 1.0));
            let center = (top + bottom) / 2.0;
            // A box stands on the line whose letters it is beside.
            let middle = |line: &&Line| {
                let middle = line.base - 0.3 * line.size;
                (middle - center).abs() < 0.5 * step.max(line.size)
            };
            let first = lines.partition_point(|line| line.base < top - pitch);
            let closest = lines[first..].iter().take(40).filter(middle).min_by(|a, b| {
                let far = |line: &Line| (line.base - 0.3 * line.size - center).abs();
                far(a).total_cmp(&far(b))
            });
            let base = closest.map_or(center + 0.3 * size, |line| line.base);
            let count = ((area.width() / letter).round() as usize).clamp(1, 400);
            marks.push(Word {
                text: "█".repeat(count),
                place: Rect::from_points(Point::new(area.x0, top), Point::new(area.x1, bottom)),
                turn: Turn::Right,
                left: area.x0,
                right: area.x1,
                base,
                size,
                hidden: None,
                order: u32::MAX,
                spaced: false,
                mark: true,
            });
        }
    }
    marks
}
