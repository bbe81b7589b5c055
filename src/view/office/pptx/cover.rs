//! Estimates which paragraphs of a shape a box lies over that was drawn later, as reviewers black out words on slides.

use super::setting::Setting;
use super::shapes::{Frame, Shape};

/// Units of the file in a point.
const POINT: f64 = 12_700.0;
/// The space between the edge of a shape and its text, across and down.
const INSET: (f64, f64) = (7.2 * POINT, 3.6 * POINT);
/// The size of text that says nothing of it.
const USUAL: f64 = 18.0;
/// The width of a letter and the height of a line, by the size of the text.
const LETTER: f64 = 0.5;
const LINE: f64 = 1.2;
/// So much of the height of a line must be below a box.
const DEEP: f64 = 0.6;

/// The paragraphs of `shape` that `over` lies on, each with how much of it is covered, in percent.
pub(super) fn covered(shape: &Shape, over: &Shape) -> Vec<(String, u8)> {
    let Some((frame, cover)) = shape.frame.zip(over.frame) else { return Vec::new() };
    let size = shape.setting.size.unwrap_or(USUAL).clamp(1.0, 400.0) * POINT;
    let [left, top, width, height] = frame;
    let room = (width - 2.0 * INSET.0).max(size);
    let text = shape.story.seen();
    let blocks = text.lines().map(|line| {
        let long = line.chars().count() as f64 * size * LETTER;
        let lines = (long / room).ceil().max(1.0);
        (line, long.min(room), lines * size * LINE)
    });
    let blocks: Vec<(&str, f64, f64)> = blocks.collect();
    let whole: f64 = blocks.iter().map(|(.., high)| high).sum();
    let mut at = top
        + match shape.setting {
            Setting { middle: true, .. } => ((height - whole) / 2.0).max(INSET.1),
            Setting { bottom: true, .. } => (height - whole - INSET.1).max(INSET.1),
            _ => INSET.1,
        };
    let mut found = Vec::new();
    for (line, long, high) in blocks {
        let (across, down) = overlap([left + INSET.0, at, long, high], cover);
        if down >= DEEP * size * LINE && across >= size {
            let percent = (100.0 * across * down / (long * high)).clamp(1.0, 100.0);
            found.push((line.to_owned(), percent as u8));
        }
        at += high;
    }
    found
}

/// How far two frames lie over one another, across and down.
fn overlap([left, top, width, height]: Frame, [x, y, w, h]: Frame) -> (f64, f64) {
    ((left + width).min(x + w) - left.max(x), (top + height).min(y + h) - top.max(y))
}

#[cfg(test)]
mod tests {
    use super::super::super::story::{Paragraph, Story};
    use super::*;

    fn shape(lines: &[&str]) -> Shape {
        let mut story = Story::default();
        for line in lines {
            let mut paragraph = Paragraph::default();
            paragraph.put(line);
            story.paragraph(paragraph);
        }
        Shape { frame: Some([0.0, 0.0, 600.0 * POINT, 200.0 * POINT]), story, ..Shape::default() }
    }

    #[test]
    fn a_box_covers_the_lines_that_it_lies_on() {
        let shape = shape(&["The first line is open.", "The second names Tor Varden.", "The third is open."]);
        let over = |frame: Frame| Shape { frame: Some(frame.map(|value| value * POINT)), ..Shape::default() };
        let lines = |frame| covered(&shape, &over(frame)).into_iter().map(|(line, _)| line).collect::<Vec<_>>();
        assert_eq!(lines([120.0, 24.0, 100.0, 24.0]), ["The second names Tor Varden."]);
        assert_eq!(lines([0.0, 0.0, 600.0, 90.0]).len(), 3);
        assert_eq!(lines([0.0, 90.0, 600.0, 110.0]), [""; 0], "below the text");
        assert_eq!(lines([400.0, 0.0, 100.0, 60.0]), [""; 0], "behind the ends of the lines");
    }
}
