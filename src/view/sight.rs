//! Says which colors the eye tells apart, for readers of pages and of office files.

/// Red, green and blue.
pub(super) type Colour = [u8; 3];

/// How far two colors may be apart in each of red, green and blue, and still be one to the eye.
pub(super) const APART: u8 = 14;
/// The lightest part of a color that is black to the eye.
const DARK: u8 = 48;

/// Whether a color is as dark as the ink of a marker.
pub(super) fn is_dark(colour: Colour) -> bool {
    colour.iter().all(|part| *part <= DARK)
}

/// Whether the eye takes two colors for one, as it does all that are nearly black.
pub(super) fn are_alike(one: Colour, other: Colour) -> bool {
    is_dark(one) && is_dark(other) || one.iter().zip(other).all(|(one, other)| one.abs_diff(other) <= APART)
}
