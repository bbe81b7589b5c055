//! Keeps what a page draws, in the order in which it is drawn.

mod run;

use std::ops::Range;

use hayro_interpret::font::GlyphRun;
use hayro_interpret::hayro_syntax::object::Dict;
use hayro_interpret::kurbo::{Affine, BezPath, Point, Rect, Shape as _, Vec2};
use hayro_interpret::{
    BlendMode, ClipPath, Device, DrawMode, DrawProps, FillRule, Image, ImageDrawProps, Paint as Ink, SoftMask,
};

use self::run::Known;
use super::letters::Letters;
use super::limits::{self, Limit};
use super::shapes::{Clip, Shape, closed, inside, rectangle};
use super::strings;

/// Elements from which on a clip path is taken for letters.
const LETTERS: usize = 8;

/// A letter on the page, in points from the top left.
#[derive(Clone, Debug)]
pub(super) struct Glyph {
    /// Where its text is in [`Drawing::text`].
    pub(super) text: (u32, u32),
    /// Where it stands on its baseline.
    pub(super) origin: Point,
    /// From its origin to where the next one begins.
    pub(super) along: Vec2,
    /// From its baseline up, as long as the font is high.
    pub(super) up: Vec2,
    /// When it was drawn.
    pub(super) order: u32,
    /// What it is clipped by: an index of [`Drawing::clips`].
    pub(super) clip: u32,
    /// Its color; `None` if that is a pattern.
    pub(super) colour: Option<[u8; 3]>,
    pub(super) opacity: f32,
    /// Whether it is only there for programs.
    pub(super) invisible: bool,
    /// Whether a mask says how much of it is drawn.
    pub(super) masked: bool,
    /// Whether its font is made of drawings, whose size is not known.
    pub(super) drawn_font: bool,
    /// Its shape: a number of [`Letters`].
    pub(super) letter: Option<u32>,
}

/// Something painted that is no text.
#[derive(Clone, Debug)]
pub(super) struct Paint {
    pub(super) shape: Shape,
    pub(super) bounds: Rect,
    pub(super) order: u32,
    pub(super) clip: u32,
    /// Its color; `None` if it has many.
    pub(super) colour: Option<[u8; 3]>,
    /// Whether nothing below shows through, as far as that can be said without drawing it.
    pub(super) opaque: bool,
    /// Whether it is an image.
    pub(super) picture: bool,
}

#[derive(Clone, Copy)]
struct Group {
    opacity: f32,
    plain: bool,
    masked: bool,
}

/// What a page draws.
pub(super) struct Drawing {
    pub(super) text: String,
    pub(super) glyphs: Vec<Glyph>,
    pub(super) paints: Vec<Paint>,
    pub(super) clips: Vec<Clip>,
    /// Glyphs whose font does not say what they are.
    pub(super) nameless: u32,
    /// The shapes of its letters, if they were asked for.
    pub(super) letters: Option<Letters>,
    /// The outlines of the glyphs, if they were asked for.
    pub(super) outlines: Option<Vec<BezPath>>,
    /// What programs are told that some glyphs say: their range, and the text.
    pub(super) told: Vec<(Range<usize>, String)>,
    /// What pieces of the page are said to show.
    pub(super) described: Vec<String>,
    /// The marked content that is open: where it began, and what it is said to say.
    open: Vec<(usize, Option<String>)>,
    /// Pixels of its images.
    pub(super) pixels: u64,
    clip: Vec<u32>,
    groups: Vec<Group>,
    order: u32,
    limit: Limit,
    /// The glyphs from which on letters were drawn that may become a clip.
    clipping: Option<usize>,
    /// What is known of the letters of the last run.
    known: Known,
}

impl Drawing {
    pub(super) fn new(page: Rect, limit: Limit) -> Drawing {
        Drawing {
            text: String::new(),
            glyphs: Vec::new(),
            paints: Vec::new(),
            clips: vec![Clip { outer: None, bounds: page, path: None }],
            nameless: 0,
            outlines: None,
            letters: None,
            told: Vec::new(),
            described: Vec::new(),
            open: Vec::new(),
            pixels: 0,
            clip: vec![0],
            groups: Vec::new(),
            order: 0,
            limit,
            clipping: None,
            known: Known::default(),
        }
    }

    pub(super) fn text_of(&self, glyph: &Glyph) -> &str {
        &self.text[glyph.text.0 as usize..glyph.text.1 as usize]
    }

    /// Whether the clip shows what is at a place.
    pub(super) fn shows(&self, clip: u32, at: Point) -> bool {
        let mut next = Some(clip);
        while let Some(index) = next.filter(|index| *index > 0) {
            let Clip { outer, bounds, path } = &self.clips[index as usize];
            if !bounds.contains(at) || path.as_ref().is_some_and(|(path, rule)| !inside(path, *rule, at)) {
                return false;
            }
            next = *outer;
        }
        true
    }

    /// Draws a box that hides what is below it.
    pub(super) fn cover(&mut self, area: Rect, colour: [u8; 3]) {
        let order = self.step();
        self.block(area, order, Some(colour), 1.0);
    }

    /// A letter that is nothing but a block of ink, which hides what is below it like a box.
    fn block(&mut self, bounds: Rect, order: u32, colour: Option<[u8; 3]>, opacity: f32) {
        let (clip, opaque) = (self.clip(), colour.is_some() && opacity >= limits::OPAQUE && self.group().1);
        let shape = Shape::Rectangle(bounds);
        self.paints.push(Paint { shape, bounds, order, clip, colour, opaque, picture: false });
    }

    fn step(&mut self) -> u32 {
        limits::count(&mut self.limit.steps);
        self.order += 1;
        self.order
    }

    fn clip(&self) -> u32 {
        self.clip.last().copied().unwrap_or(0)
    }

    fn push(&mut self, bounds: Rect, path: Option<(BezPath, FillRule)>) {
        let index = self.clips.len() as u32;
        let outer = self.clip();
        let bounds = bounds.intersect(self.clips[outer as usize].bounds_or_all(outer));
        self.clips.push(Clip { outer: Some(outer), bounds, path });
        self.clip.push(index);
    }

    /// The opacity of what is drawn now, and whether it is painted over what is there without more ado.
    fn group(&self) -> (f32, bool) {
        self.groups.last().map_or((1.0, true), |group| (group.opacity, group.plain))
    }

    /// Whether a mask lies over what is drawn now.
    fn is_masked(&self) -> bool {
        self.groups.last().is_some_and(|group| group.masked)
    }

    fn ink(&self, ink: &Ink<'_>) -> (Option<[u8; 3]>, f32) {
        match ink {
            Ink::Color(colour) => {
                let [red, green, blue, alpha] = colour.to_rgba().components();
                let byte = |part: f32| (part.clamp(0.0, 1.0) * 255.0).round() as u8;
                (Some([byte(red), byte(green), byte(blue)]), alpha)
            }
            Ink::Pattern(_) => (None, 1.0),
        }
    }

    fn paint(&mut self, shape: Shape, bounds: Rect, props: &DrawProps<'_>) {
        let order = self.step();
        let (colour, alpha) = self.ink(&props.paint);
        let (opacity, plain) = self.group();
        let opacity = opacity * alpha;
        let plain = plain && props.soft_mask.is_none() && props.blend_mode == BlendMode::Normal;
        let opaque = plain && colour.is_some() && opacity >= limits::OPAQUE;
        let clip = self.clip();
        let bounds = bounds.intersect(self.clips[clip as usize].bounds_or_all(clip));
        if bounds.width() >= 0.0 && bounds.height() >= 0.0 && opacity >= limits::VOID {
            self.paints.push(Paint { shape, bounds, order, clip, colour, opaque, picture: false });
        }
    }

    fn shape(&mut self, path: BezPath, props: &DrawProps<'_>, mode: &DrawMode) {
        self.clipping = None;
        let path = props.transform * path;
        match mode {
            DrawMode::Fill(rule) | DrawMode::FillAndStroke(rule, _) => {
                let path = closed(&path);
                let bounds = path.bounding_box();
                match rectangle(&path) {
                    Some(rectangle) => self.paint(Shape::Rectangle(rectangle), bounds, props),
                    None => self.paint(Shape::Path(path, *rule), bounds, props),
                }
            }
            DrawMode::Stroke(stroke) => {
                let scale = props.transform.determinant().abs().sqrt();
                let half = f64::from(stroke.line_width) * scale / 2.0;
                let bounds = path.bounding_box().inflate(half, half);
                self.paint(Shape::Stroke(path, half), bounds, props);
            }
            DrawMode::Invisible => {}
        }
    }
}

impl<'a> Device<'a> for Drawing {
    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        self.shape(path.clone(), &props, mode);
    }

    fn push_clip_path(&mut self, clip: &ClipPath) {
        self.step();
        // Letters that only clip show what is painted through them.
        if let Some(first) = self.clipping.take().filter(|_| clip.path.elements().len() > LETTERS) {
            for glyph in &mut self.glyphs[first..] {
                (glyph.invisible, glyph.colour) = (false, None);
            }
        }
        let bounds = clip.path.bounding_box();
        let path = rectangle(&clip.path).is_none().then(|| (closed(&clip.path), clip.fill));
        self.push(bounds, path);
    }

    fn push_clip_rect(&mut self, rect: &Rect) {
        self.step();
        self.push(*rect, None);
    }

    fn push_transparency_group(&mut self, opacity: f32, mask: Option<SoftMask<'a>>, blend_mode: BlendMode) {
        self.step();
        let (outer, plain) = self.group();
        let masked = mask.is_some() || self.is_masked();
        let plain = plain && mask.is_none() && blend_mode == BlendMode::Normal;
        self.groups.push(Group { opacity: outer * opacity, plain, masked });
    }

    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, mode: &DrawMode) {
        self.print(run, &props, mode);
    }

    fn draw_image(&mut self, image: Image<'a, '_>, props: ImageDrawProps<'a>) {
        let order = self.step();
        limits::count(&mut self.limit.images);
        self.pixels = self.pixels.saturating_add(u64::from(image.width()) * u64::from(image.height()));
        self.clipping = None;
        let (opacity, plain) = self.group();
        let plain = plain && props.soft_mask.is_none() && props.blend_mode == BlendMode::Normal;
        let masked = match &image {
            Image::Stencil(_) => true,
            Image::Raster(raster) => {
                let stream = raster.stream();
                let dictionary = stream.dict();
                dictionary.contains_key(b"SMask")
                    || dictionary.contains_key(b"Mask")
                    || dictionary.contains_key(b"SMaskInData")
            }
        };
        let unit = props.transform * Affine::scale_non_uniform(image.width().into(), image.height().into());
        let clip = self.clip();
        let limit = self.clips[clip as usize].bounds_or_all(clip);
        let bounds = unit.transform_rect_bbox(Rect::new(0.0, 0.0, 1.0, 1.0)).intersect(limit);
        if unit.determinant().abs() > 1e-9 && opacity >= limits::VOID && bounds.width() > 0.0 && bounds.height() > 0.0 {
            let opaque = plain && !masked && opacity >= limits::OPAQUE;
            let shape = Shape::Picture(unit.inverse());
            self.paints.push(Paint { shape, bounds, order, clip, colour: None, opaque, picture: true });
        }
    }

    fn pop_clip(&mut self) {
        if self.clip.len() > 1 {
            self.clip.pop();
        }
    }

    fn pop_transparency_group(&mut self) {
        self.groups.pop();
    }

    fn begin_marked_content(&mut self, _tag: &[u8], properties: Option<&Dict<'_>>) {
        self.step();
        let said = properties.and_then(|properties| strings::text(properties, b"ActualText"));
        let described = [b"Alt".as_slice(), b"E"].into_iter();
        self.described.extend(described.filter_map(|key| strings::text(properties?, key)));
        self.open.push((self.glyphs.len(), said));
    }

    fn end_marked_content(&mut self) {
        if let Some((first, Some(said))) = self.open.pop() {
            self.told.push((first..self.glyphs.len(), said));
        }
    }
}
