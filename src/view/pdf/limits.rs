//! Bounds what a PDF may ask for, so that no file takes the memory or the time of the others.
//!
//! A file beyond a bound is not read at all: half of it would pass for the whole.

pub(super) mod bombs;

/// Pages of a file.
pub(super) const PAGES: usize = 20_000;
/// Objects of a file.
pub(super) const OBJECTS: usize = 5_000_000;
/// Earlier versions of a file that are compared with the last.
pub(super) const VERSIONS: usize = 16;
/// Bytes of an enclosed file that are read.
pub(super) const ENCLOSED: usize = 4 << 20;
/// Files that a file may enclose.
pub(super) const FILES: usize = 200;
/// Opacity from which on nothing shows through.
pub(super) const OPAQUE: f32 = 0.9;
/// Opacity below which nothing shows.
pub(super) const VOID: f32 = 0.04;
/// Points below which a font is too small to be read.
pub(super) const READABLE: f64 = 2.0;
/// Points of a side of a page that is drawn to look at it.
pub(super) const DRAWN: f32 = 1500.0;
/// Pages that are drawn to look at them.
pub(super) const LOOKS: usize = 200;

/// Pixels of the images of a page that is drawn to look at it.
pub(super) const PIXELS: u64 = 200_000_000;

/// What one page may still draw.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limit {
    /// Letters.
    pub(super) glyphs: u32,
    /// Pictures.
    pub(super) images: u32,
    /// Instructions that draw or clip.
    pub(super) steps: u32,
}

/// What any page may draw.
pub(super) const PAGE: Limit = Limit { glyphs: 200_000, images: 20_000, steps: 1_000_000 };

/// A page draws more than it may.
pub(super) struct TooMuch;

/// Counts one. The interpreter cannot be stopped otherwise, so that it is unwound where there is nothing left.
pub(super) fn count(left: &mut u32) {
    match left.checked_sub(1) {
        Some(less) => *left = less,
        None => std::panic::resume_unwind(Box::new(TooMuch)),
    }
}
