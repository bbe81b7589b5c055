//! Draws a page to look whether letters show, where the order of drawing does not say.

use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::page::Page;
use hayro::{PixmapSettings, RenderCache, RenderSettings, render};
use hayro_interpret::kurbo::{BezPath, Point, Rect, Shape as _};

use super::cover::Sight;
use super::device::{Drawing, Glyph};
use super::limits;

/// Places looked at across and up a letter.
const PLACES: usize = 14;
/// How much the ink of a letter must differ from what is around it, of 255.
const CONTRAST: f64 = 16.0;

/// Brightness below which a place is dark, of 255.
const DARK: u8 = 90;

/// A page as it is drawn.
pub(super) struct Picture {
    pixels: Vec<[u8; 4]>,
    width: usize,
    height: usize,
    scale: f64,
}

impl Picture {
    pub(super) fn draw<'a>(page: &'a Page<'a>, cache: &RenderCache<'a>, settings: &InterpreterSettings) -> Picture {
        let (width, height) = page.render_dimensions();
        let scale = (limits::DRAWN / width.max(height).max(1.0)).min(2.5);
        let white = hayro::vello_cpu::color::palette::css::WHITE;
        let sizes = PixmapSettings { x_scale: scale, y_scale: scale, bg_color: white };
        let drawn = render(page, cache, settings, &RenderSettings::default(), &sizes);
        let (width, height) = (usize::from(drawn.width()), usize::from(drawn.height()));
        let pixels = drawn.data().iter().map(|pixel| [pixel.r, pixel.g, pixel.b, pixel.a]).collect();
        Picture { pixels, width, height, scale: scale.into() }
    }

    fn at(&self, at: Point) -> Option<[u8; 4]> {
        let (x, y) = ((at.x * self.scale) as usize, (at.y * self.scale) as usize);
        (at.x >= 0.0 && at.y >= 0.0 && x < self.width && y < self.height).then(|| self.pixels[y * self.width + x])
    }

    /// Whether the outline of a letter shows; `None` where that cannot be said.
    fn shows(&self, glyph: &Glyph, outline: &BezPath) -> Option<bool> {
        let bounds = outline.bounding_box();
        if outline.is_empty() || bounds.width() <= 0.0 || bounds.height() <= 0.0 {
            return None;
        }
        let around = bounds.inflate(glyph.size() * 0.04, glyph.size() * 0.04);
        let (mut ink, mut ground) = (Mean::default(), Mean::default());
        for row in 0..PLACES {
            for column in 0..PLACES {
                let part = |index: usize| (index as f64 + 0.5) / PLACES as f64;
                let at = Point::new(around.x0 + around.width() * part(column), around.y0 + around.height() * part(row));
                let Some(pixel) = self.at(at) else { continue };
                let mean = if outline.winding(at) != 0 { &mut ink } else { &mut ground };
                mean.add(pixel);
            }
        }
        (ink.count >= 4 && ground.count >= 4).then(|| ink.differs(&ground) > CONTRAST)
    }

    /// How much of a rectangle is dark.
    pub(super) fn darkness(&self, area: Rect) -> Option<f64> {
        let (mut dark, mut all) = (0_u32, 0_u32);
        let side =
            |low: f64, high: f64| (low * self.scale).max(0.0) as usize..(high * self.scale).max(0.0).ceil() as usize;
        for y in side(area.y0, area.y1) {
            for x in side(area.x0, area.x1) {
                if x < self.width && y < self.height {
                    let [red, green, blue, _] = self.pixels[y * self.width + x];
                    let grey = ((u32::from(red) * 3 + u32::from(green) * 6 + u32::from(blue)) / 10) as u8;
                    (dark, all) = (dark + u32::from(grey < DARK), all + 1);
                }
            }
        }
        (all > 0).then(|| f64::from(dark) / f64::from(all))
    }
}

#[derive(Default)]
struct Mean {
    sum: [f64; 3],
    count: u32,
}

impl Mean {
    fn add(&mut self, pixel: [u8; 4]) {
        for (sum, part) in self.sum.iter_mut().zip(pixel) {
            *sum += f64::from(part);
        }
        self.count += 1;
    }

    fn differs(&self, other: &Mean) -> f64 {
        let mean = |mean: &Mean, index: usize| mean.sum[index] / f64::from(mean.count);
        (0..3).map(|index| (mean(self, index) - mean(other, index)).abs()).fold(0.0, f64::max)
    }
}

/// Decides what was doubtful.
pub(super) fn decide(picture: &Picture, drawing: &Drawing, outlines: &[BezPath], sights: &mut [Sight]) {
    for ((glyph, outline), sight) in drawing.glyphs.iter().zip(outlines).zip(sights) {
        if let Sight::Doubtful(kind, percent, paint) = *sight {
            *sight = match picture.shows(glyph, outline) {
                Some(false) => Sight::Hidden(kind, (percent > 0).then_some(percent), paint),
                _ => Sight::Seen,
            };
        }
    }
}
