//! Judges of each letter of a page whether readers see it, by what is drawn before and after it.

use hayro_interpret::kurbo::{ParamCurveNearest, PathSeg, Point, Rect, Vec2};

use super::device::{Drawing, Glyph, Paint};
use super::limits;
use super::shapes::{Shape, inside};
use crate::source::hidden::HiddenKind;
use crate::view::sight::{APART, are_alike};

/// Height of the stripes in which paints are looked up, in points.
const STRIPE: f64 = 16.0;
/// Stripes of a page at most.
const STRIPES: usize = 256;
/// Places looked at across and up a letter.
const ACROSS: usize = 6;
const UP: usize = 5;
/// Height of a capital, of that of its font.
const CAPITAL: f64 = 0.72;
/// Part of a letter that must be covered, so that it is hidden.
const COVERED: f64 = 0.5;
/// Width of a letter, in heights of its font, that is squeezed to a line.
const THIN: f64 = 0.03;
/// Part of the page that a picture takes in, that is a scan of a paper.
const SCAN: f64 = 0.6;

/// What is known of a letter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Sight {
    Seen,
    /// It is hidden; how much is covered, in percent; the paint that covers it.
    Hidden(HiddenKind, Option<u8>, u32),
    /// It may be hidden; what is drawn decides.
    Doubtful(HiddenKind, u8, u32),
}

/// What is known of a page and its letters.
pub(super) struct Judged {
    pub(super) sights: Vec<Sight>,
    /// Whether it is the picture of a paper, whose text was read by a program.
    pub(super) scan: bool,
}

/// The paints of a page by where they are.
struct Stripes<'d> {
    paints: &'d [Paint],
    stripes: Vec<Vec<u32>>,
}

impl<'d> Stripes<'d> {
    fn new(paints: &'d [Paint], page: Rect) -> Stripes<'d> {
        let count = ((page.height() / STRIPE).ceil() as usize).clamp(1, STRIPES);
        let mut stripes = vec![Vec::new(); count];
        for (index, paint) in paints.iter().enumerate() {
            let at = |y: f64| ((y / STRIPE).max(0.0) as usize).min(count - 1);
            for stripe in &mut stripes[at(paint.bounds.y0)..=at(paint.bounds.y1)] {
                stripe.push(index as u32);
            }
        }
        Stripes { paints, stripes }
    }

    /// The paints that touch a rectangle, in the order in which they are drawn.
    fn touching(&self, ink: Rect) -> impl DoubleEndedIterator<Item = (u32, &'d Paint)> + '_ {
        let at = (ink.center().y / STRIPE).max(0.0) as usize;
        let stripe = &self.stripes[at.min(self.stripes.len() - 1)];
        let touches = move |paint: &Paint| {
            paint.bounds.x0 < ink.x1 && ink.x0 < paint.bounds.x1 && paint.bounds.y0 < ink.y1 && ink.y0 < paint.bounds.y1
        };
        stripe.iter().map(|index| (*index, &self.paints[*index as usize])).filter(move |(_, paint)| touches(paint))
    }
}

/// Whether a paint is at a place, clips aside.
fn paints(paint: &Paint, at: Point) -> bool {
    match &paint.shape {
        Shape::Rectangle(rectangle) => rectangle.contains(at),
        Shape::Path(path, rule) => inside(path, *rule, at),
        Shape::Stroke(path, half) => {
            let near = |segment: PathSeg| segment.nearest(at, 0.1).distance_sq <= half * half;
            paint.bounds.contains(at) && path.segments().any(near)
        }
        Shape::Picture(unit) => {
            let at = *unit * at;
            (0.0..=1.0).contains(&at.x) && (0.0..=1.0).contains(&at.y)
        }
    }
}

impl Glyph {
    /// A place in the letter: 0 to 1 along its width and up the height of a capital.
    pub(super) fn spot(&self, along: f64, up: f64) -> Point {
        self.origin + self.along * along + self.up * (up * CAPITAL)
    }

    /// The upright rectangle around it.
    pub(super) fn ink(&self) -> Rect {
        let (at, along, up) = (self.origin, self.along, self.up * CAPITAL);
        let low = at + Vec2::new(along.x.min(0.0) + up.x.min(0.0), along.y.min(0.0) + up.y.min(0.0));
        let high = at + Vec2::new(along.x.max(0.0) + up.x.max(0.0), along.y.max(0.0) + up.y.max(0.0));
        Rect::new(low.x, low.y, high.x, high.y)
    }

    /// The height of its font, in points.
    pub(super) fn size(&self) -> f64 {
        // Quicker than a function that minds numbers at the edge of their range.
        self.up.hypot2().sqrt()
    }

    /// Places in it.
    fn spots(&self) -> impl Iterator<Item = Point> + '_ {
        let part = |index: usize, count: usize| (index as f64 + 0.5) / count as f64;
        (0..UP).flat_map(move |up| (0..ACROSS).map(move |along| self.spot(part(along, ACROSS), part(up, UP))))
    }
}

/// Whether a color is that of paper to the eye.
fn is_pale(colour: [u8; 3]) -> bool {
    colour.iter().all(|part| *part > 255 - APART)
}

/// Judges the letters of a page of that size.
pub(super) fn judge(drawing: &Drawing, page: Rect) -> Judged {
    let stripes = Stripes::new(&drawing.paints, page);
    let pictures = || drawing.paints.iter().filter(|paint| paint.picture);
    let whole = page.area().max(1.0);
    let pictured: f64 = pictures().map(|paint| paint.bounds.intersect(page).area()).sum();
    let scan = pictured / whole >= SCAN;
    let eye = Eye { drawing, stripes, page, scan, whole };
    Judged { sights: drawing.glyphs.iter().map(|glyph| eye.sight(glyph)).collect(), scan }
}

struct Eye<'d> {
    drawing: &'d Drawing,
    stripes: Stripes<'d>,
    page: Rect,
    scan: bool,
    /// The area of the page.
    whole: f64,
}

impl Eye<'_> {
    fn sight(&self, glyph: &Glyph) -> Sight {
        let ink = glyph.ink();
        if self.drawing.text_of(glyph).trim().is_empty() || !ink.is_finite() {
            return Sight::Seen;
        }
        let center = ink.center();
        if !self.page.contains(center) {
            return Sight::Hidden(HiddenKind::OutsidePage, None, 0);
        }
        if glyph.clip > 0 && !glyph.spots().any(|at| self.drawing.shows(glyph.clip, at)) {
            return Sight::Hidden(HiddenKind::Undrawn, None, 0);
        }
        let unreal = glyph.invisible || glyph.opacity < limits::VOID;
        if unreal && !self.reads_a_picture(glyph, ink) {
            return Sight::Hidden(HiddenKind::Undrawn, None, 0);
        }
        let thin = glyph.along.hypot2() < (THIN * glyph.size()).powi(2);
        if !glyph.drawn_font && (glyph.size() < limits::READABLE || thin) {
            return Sight::Hidden(HiddenKind::Tiny, None, 0);
        }
        if self.drawing.paints.is_empty() && !glyph.masked && !unreal {
            return self.on_paper(glyph);
        }
        match self.cover(glyph, ink, unreal) {
            Sight::Seen if !unreal => match self.ground(glyph, ink) {
                // A mask may let nothing of it through.
                Sight::Seen if glyph.masked => Sight::Doubtful(HiddenKind::Undrawn, 0, 0),
                sight => sight,
            },
            sight => sight,
        }
    }

    /// Whether a picture or a drawn letter is where the text is, so that the text may be what is to be read there.
    fn reads_a_picture(&self, glyph: &Glyph, ink: Rect) -> bool {
        let large = |paint: &Paint| paint.bounds.intersect(self.page).area() / self.whole >= 0.1;
        let (at, size) = (ink.center(), glyph.size());
        self.stripes.touching(ink).any(|(_, paint)| match paint.shape {
            Shape::Picture(_) => (self.scan || large(paint)) && paints(paint, at),
            Shape::Path(..) => paint.bounds.height() < 2.0 * size && paint.bounds.width() < 3.0 * size,
            _ => false,
        })
    }

    /// What later paints leave of a letter. Text that reads a picture lies below the boxes on the picture, whatever
    /// was drawn first.
    fn cover(&self, glyph: &Glyph, ink: Rect, unreal: bool) -> Sight {
        let at = ink.center();
        let pictures = self.stripes.touching(ink).filter(|(_, paint)| paint.picture && paints(paint, at));
        let read = pictures.map(|(_, paint)| paint.order).max().filter(|_| unreal || self.scan);
        let after = read.map_or(glyph.order, |read| if unreal { read } else { read.max(glyph.order) });
        let counts = |paint: &Paint| paint.order > after && !(paint.picture && read.is_some());
        let mut later = self.stripes.touching(ink).filter(|(_, paint)| counts(paint));
        let Some(first) = later.next() else { return Sight::Seen };
        let later: Vec<(u32, &Paint)> = std::iter::once(first).chain(later).collect();
        let (mut sure, mut perhaps, mut all, mut last) = (0, 0, 0, 0);
        for at in glyph.spots() {
            all += 1;
            let there = |(_, paint): &&(u32, &Paint)| paints(paint, at) && self.drawing.shows(paint.clip, at);
            match later.iter().find(|item| item.1.opaque && there(item)) {
                Some((index, _)) => (sure, last) = (sure + 1, *index),
                None => perhaps += usize::from(later.iter().any(|item| !item.1.opaque && there(&item))),
            }
        }
        let part = |count: usize| count as f64 / f64::from(all);
        let percent = |count: usize| (part(count) * 100.0).round() as u8;
        if part(sure) >= COVERED {
            return Sight::Hidden(HiddenKind::Covered, Some(percent(sure)), last);
        }
        match part(sure + perhaps) >= COVERED {
            true => Sight::Doubtful(HiddenKind::Covered, percent(sure + perhaps), later[0].0),
            false => Sight::Seen,
        }
    }

    /// Whether a letter with nothing below it has the color of paper.
    fn on_paper(&self, glyph: &Glyph) -> Sight {
        match glyph.colour.is_some_and(is_pale) {
            true => Sight::Hidden(HiddenKind::SameColour, None, 0),
            false => Sight::Seen,
        }
    }

    /// Whether a letter has the color of what is below it.
    fn ground(&self, glyph: &Glyph, ink: Rect) -> Sight {
        let Some(colour) = glyph.colour else { return Sight::Seen };
        let at = glyph.spot(0.5, 0.5);
        let mut below =
            self.stripes.touching(ink).rev().filter(|(_, paint)| {
                paint.order < glyph.order && paints(paint, at) && self.drawing.shows(paint.clip, at)
            });
        match below.next() {
            None => self.on_paper(glyph),
            Some((index, Paint { opaque: true, colour: Some(ground), .. })) => match are_alike(*ground, colour) {
                true => Sight::Hidden(HiddenKind::SameColour, None, index),
                false => Sight::Seen,
            },
            // What is no even color must be looked at.
            Some((index, _)) if is_pale(colour) => Sight::Doubtful(HiddenKind::SameColour, 0, index),
            Some(_) => Sight::Seen,
        }
    }
}
