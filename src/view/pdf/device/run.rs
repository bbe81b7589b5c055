//! Notes the letters that a page prints, those of a run at once.
//!
//! All letters of a run are of one font, in which a code has one meaning: what a font says is asked once for each.

use hayro_interpret::font::{Glyph as Shown, GlyphRun};
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::kurbo::{BezPath, Point, Rect, Vec2};
use hayro_interpret::{DrawMode, DrawProps};

use super::limits;
use super::{Drawing, Glyph};

/// Units of a font's em, as hayro counts them.
const EM: f64 = 1000.0;
/// Letters that are blocks of ink.
const BLOCKS: &str = "█▉■◼";
/// Codes whose letters are known at a time.
const CODES: usize = 256;

/// What is known of letters by their codes.
pub(super) struct Known(Vec<Option<Said>>);

impl Default for Known {
    fn default() -> Known {
        Known(vec![None; CODES])
    }
}

/// What a font says of a code.
#[derive(Clone, Copy)]
struct Said {
    /// The run in which it was said, and the code.
    run: u32,
    code: u32,
    /// Where its text is, and its width.
    text: (u32, u32),
    width: f64,
    /// Whether the font does not say what it is.
    nameless: bool,
    /// Whether it is a block of ink.
    block: bool,
    letter: Option<u32>,
}

impl Drawing {
    /// Notes the letters of a run.
    pub(super) fn print(&mut self, run: &GlyphRun<'_, '_>, props: &DrawProps<'_>, mode: &DrawMode) {
        let order = self.step();
        let (colour, alpha) = self.ink(&props.paint);
        let (opacity, clip) = (self.group().0 * alpha, self.clip());
        let invisible = matches!(mode, DrawMode::Invisible);
        let masked = props.soft_mask.is_some() || self.is_masked();
        let first = self.glyphs.len();
        // Filled and stroked letters come twice.
        if matches!(mode, DrawMode::Stroke(_)) && self.printed_before(run, props, order) {
            return;
        }
        for glyph in run.glyphs() {
            limits::count(&mut self.limit.glyphs);
            let matrix = props.transform * glyph.transform();
            let [a, b, c, d, _, _] = matrix.as_coeffs();
            let origin = matrix * Point::ORIGIN;
            let said = self.said(glyph, order, first);
            self.nameless += u32::from(said.nameless);
            if let Some(outlines) = &mut self.outlines {
                outlines.push(match &**glyph {
                    Shown::Outline(outline) => matrix * outline.outline(),
                    Shown::Type3(_) => BezPath::new(),
                });
            }
            if said.block && !invisible {
                let block = [origin, origin + Vec2::new(a, b) * said.width + Vec2::new(c, d) * (0.8 * EM)];
                let block = Rect::from_points(block[0], block[1]);
                self.block(block, order, colour, opacity);
            }
            self.glyphs.push(Glyph {
                text: said.text,
                origin,
                along: Vec2::new(a, b) * said.width,
                up: Vec2::new(c, d) * EM,
                order,
                clip,
                colour,
                opacity,
                invisible,
                masked,
                drawn_font: matches!(&**glyph, Shown::Type3(_)),
                letter: said.letter,
            });
        }
        self.clipping = invisible.then_some(self.clipping.unwrap_or(first));
        if self.glyphs[first..].iter().any(|glyph| glyph.drawn_font) {
            mend_widths(&mut self.glyphs[first..]);
        }
    }

    /// Whether the run was printed right before, at the same place.
    fn printed_before(&self, run: &GlyphRun<'_, '_>, props: &DrawProps<'_>, order: u32) -> bool {
        run.glyphs().first().is_some_and(|glyph| {
            let origin = (props.transform * glyph.transform()) * Point::ORIGIN;
            self.glyphs.len().checked_sub(run.glyphs().len()).is_some_and(|at| {
                let other = &self.glyphs[at];
                (other.origin - origin).hypot() < 0.01 && other.order + 1 == order && !other.invisible
            })
        })
    }

    /// What the font says of a letter of a run whose letters begin at `first`.
    fn said(&mut self, glyph: &Shown<'_>, run: u32, first: usize) -> Said {
        let code = glyph.char_code();
        let place = code as usize % CODES;
        if let Some(said) = self.known.0[place].filter(|said| said.run == run && said.code == code) {
            return said;
        }
        let start = self.text.len() as u32;
        let unicode = glyph.as_unicode();
        match &unicode {
            Some(BfString::Char(character)) => self.text.push(*character),
            Some(BfString::String(text)) => self.text.push_str(text),
            None => self.text.push(char::REPLACEMENT_CHARACTER),
        }
        let text = (start, self.text.len() as u32);
        let shown = &self.text[start as usize..];
        let block = !shown.is_empty() && BLOCKS.contains(shown);
        let single = shown.chars().next().filter(|c| shown.len() == 1 && c.is_ascii_alphanumeric());
        let (mut width, mut letter) = (None, None);
        if let Shown::Outline(outline) = glyph {
            width = outline.advance_width().map(f64::from).filter(|width| width.is_finite());
            if let (Some(letters), Some(single)) = (&mut self.letters, single) {
                let beside = self.glyphs[first..].iter().rev().find_map(|glyph| glyph.letter);
                letter = letters.note(outline.identifier().cache_key(), single, beside, || outline.outline());
            }
        }
        let width = width.unwrap_or(EM / 2.0);
        let said = Said { run, code, text, width, nameless: unicode.is_none(), block, letter };
        self.known.0[place] = Some(said);
        said
    }
}

/// Fonts made of drawings keep their widths to themselves: a letter ends where the next one begins.
fn mend_widths(glyphs: &mut [Glyph]) {
    for index in 1..glyphs.len() {
        let step = glyphs[index].origin - glyphs[index - 1].origin;
        if step.hypot() > 0.0 && step.hypot() < 3.0 * glyphs[index - 1].up.hypot().max(4.0) {
            glyphs[index - 1].along = step;
        }
    }
}
